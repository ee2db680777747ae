/**
 * The list of subprocessors for strangers, as page, data and feed: what is current, what is announced, and everything
 * that was made known so far. Text of people is escaped, always.
 */
import { nameCountry } from '#core/register/contract/country.ts'
import type { PublicList } from '#modules/supplier/actions/public-list.ts'
import { tellDay, tellItems, tellObjection } from '#modules/supplier/actions/tell.ts'
import type { Item, Listed } from '#modules/supplier/contract/public-list.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { escapeXml, stableId } from './atom.ts'
import { framePage } from './frame.ts'
import { formatInstant } from './page.ts'

/** Where the list stands, and whose it is. */
export interface ListPlace {
  readonly organisation: string
  /** Of the tenant, for ids that no address changes. */
  readonly tenantId: string
  readonly home: string
  /** Of the list, on this host. */
  readonly base: string
  /** Of the list, absolute. */
  readonly address: string
}

/** The page. */
export function renderList(list: PublicList, place: ListPlace, locale: Locale, texts: Texts): string {
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.subprocessor.${key}`, params))
  const { organisation, home, base } = place
  const section = (id: string, content: string) =>
    `<section aria-labelledby="${id}"><h2 id="${id}">${t(id)}</h2>${content}</section>`
  const planned = list.planned.map(
    (item) =>
      `<li class="entry"><p class="when">${sayItem(item, locale, texts)}</p>${item.objectionUntil === null ? '' : `<p>${escapeHtml(tellObjection(item.objectionUntil, locale, texts))}</p>`}${facts(item.entry, [], locale, texts)}</li>`,
  )
  const current = list.current.map(({ entry, sinceOn, untilOn }) => {
    const days: [string, string][] = [[t('since'), tellDay(sinceOn, locale)]]
    if (untilOn !== null) days.push([t('until'), tellDay(untilOn, locale)])
    return `<li class="entry"><strong>${escapeHtml(entry.name)}</strong>${facts(entry, days, locale, texts)}</li>`
  })
  const history = list.history.map(
    ({ announcedAt, items, objectionUntil, sha256 }) =>
      `<li class="entry"><p class="meta">${t('announced_at', { at: formatInstant(new Date(announcedAt), locale) })}</p>${items.length === 0 ? `<p>${t('began_empty')}</p>` : items.map((item) => `<p>${sayItem(item, locale, texts)}</p>`).join('')}${objectionUntil === null ? '' : `<p class="meta">${escapeHtml(tellObjection(objectionUntil, locale, texts))}</p>`}<p class="meta"><code>SHA-256 ${sha256.slice(0, 16)}</code></p></li>`,
  )
  const form = `<form method="post" action="${escapeHtml(base)}/subscriptions?lang=${locale}"><label for="email">${t('email')}</label><div class="fields"><input id="email" name="email" type="email" required maxlength="254" autocomplete="email"><button type="submit">${t('ask')}</button></div></form><p class="meta">${t('ask_meaning')} <a href="${escapeHtml(base)}.atom?lang=${locale}">${t('feed')}</a> · <a href="${escapeHtml(base)}.json">${t('data')}</a></p>`
  const main = `<p>${t('lead', { organisation })}</p><p class="meta">${t('as_of', { at: formatInstant(list.asOf, locale) })} ${t('notice', { days: list.noticeDays })}</p>
${planned.length === 0 ? '' : section('planned', `<ul>${planned.join('')}</ul>`)}
${section('current', current.length === 0 ? `<p>${t('none')}</p>` : `<ul>${current.join('')}</ul>`)}
<div class="screen">${section('subscribe', form)}</div>
${section('history', `<ol>${history.join('')}</ol>`)}`
  const head = `<link rel="alternate" type="application/atom+xml" title="${t('feed')}" href="${escapeHtml(base)}.atom?lang=${locale}"><link rel="alternate" type="application/json" href="${escapeHtml(base)}.json">`
  const title = texts.text(locale, 'trust.subprocessor.title')
  return framePage({ locale, organisation, title, home, here: base, main, head }, texts)
}

/** "Neu ab 1. Januar 2027: Example Ltd, Irland". */
function sayItem({ kind, effectiveOn, entry }: Item, locale: Locale, texts: Texts): string {
  const head = texts.text(locale, `subprocessor.item.${kind}`, { on: tellDay(effectiveOn, locale) })
  return `${escapeHtml(head)} <strong>${escapeHtml(entry.name)}</strong>, ${escapeHtml(nameCountry(locale, entry.country))}`
}

function facts(entry: Listed, days: readonly [string, string][], locale: Locale, texts: Texts): string {
  const label = (field: string) => escapeHtml(texts.text(locale, `register.suppliers.${field}`))
  const seat = [entry.address, nameCountry(locale, entry.country)].filter((part) => part !== null).join(', ')
  const rows: [string, string][] = [
    [label('purpose'), escapeHtml(entry.purpose)],
    [label('data'), escapeHtml(entry.data)],
    [label('locations'), escapeHtml(entry.locations)],
    [label('address'), escapeHtml(seat)],
    [label('transferBasis'), escapeHtml(texts.text(locale, `register.choice.${entry.transferBasis}`))],
    ...days,
  ]
  return `<dl class="facts">${rows.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join('')}</dl>`
}

/** The list as data; `items` are what each `sha256` is of, as canonical JSON (RFC 8785). */
export function tellList(list: PublicList, { organisation, address }: ListPlace): object {
  return {
    organisation,
    address,
    as_of: list.asOf.toISOString(),
    valid_until: list.validUntil.toISOString(),
    notice_days: list.noticeDays,
    current: list.current.map(({ supplierId: id, entry, sinceOn, untilOn }) => ({
      id,
      ...inSnakeCase(entry),
      since: sinceOn,
      until: untilOn,
    })),
    announced: list.planned.map(({ supplierId: id, kind, effectiveOn, objectionUntil, entry }) => ({
      id,
      kind,
      effective_on: effectiveOn,
      objection_until: objectionUntil,
      ...inSnakeCase(entry),
    })),
    history: list.history.map(({ announcedAt, objectionUntil, sha256, items }) => ({
      announced_at: announcedAt,
      objection_until: objectionUntil,
      sha256,
      items,
    })),
  }
}

function inSnakeCase({ transferBasis, ...entry }: Listed): object {
  return { ...entry, transfer_basis: transferBasis }
}

const feedEntries = 100

/** The feed of announcements (Atom, RFC 4287), newest first. */
export function renderListFeed(list: PublicList, place: ListPlace, locale: Locale, texts: Texts): string {
  const { organisation, tenantId, address } = place
  const t = (key: string, params?: Record<string, string | number>) =>
    texts.text(locale, `trust.subprocessor.${key}`, params)
  const link = (rel: string, href: string, type: string) =>
    `<link rel="${rel}" type="${type}" href="${escapeXml(href)}"/>`
  const entries = list.history.slice(0, feedEntries).map(({ id, announcedAt, items, objectionUntil, sha256 }) => {
    const [first] = items
    const title =
      first === undefined || items.length > 1
        ? t('feed_entry', { count: items.length })
        : `${texts.text(locale, `subprocessor.item.${first.kind}`, { on: tellDay(first.effectiveOn, locale) })} ${first.entry.name}`
    const text = [
      tellItems(items, locale, texts),
      ...(objectionUntil === null ? [] : [tellObjection(objectionUntil, locale, texts)]),
      `SHA-256 ${sha256}`,
    ].join('\n\n')
    return `<entry><id>${stableId(`subprocessors ${id}`)}</id><title>${escapeXml(title)}</title><updated>${announcedAt}</updated>${link('alternate', address, 'text/html')}<content type="text">${escapeXml(text)}</content></entry>`
  })
  const updated = list.history[0]?.announcedAt ?? list.asOf.toISOString()
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}"><id>${stableId(`subprocessors of ${tenantId} ${locale}`)}</id><title>${escapeXml(`${t('title')}: ${organisation}`)}</title>
<updated>${updated}</updated><author><name>${escapeXml(organisation)}</name></author><generator>Beleg</generator>
${link('self', `${address}.atom?lang=${locale}`, 'application/atom+xml')}${link('alternate', address, 'text/html')}
${entries.join('\n')}
</feed>
`
}
