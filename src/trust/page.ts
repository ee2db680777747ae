/**
 * The public page: the statement as a document, each sentence with its present status. Server-rendered, without script,
 * at most 20 kB compressed with its styles (spec). Text of people is escaped, always.
 */
import { markShape } from '#core/document/mark.ts'
import { cosignedNote, type Publication } from '#core/ledger/publication.ts'
import { cosignedPath, feedPath, timestampPath } from '#modules/ledger/contract.ts'
import { setDocument, type Part } from '#modules/statement/contract/setting.ts'
import type { PublicDesk } from '#modules/attestation/actions/arrange.ts'
import type { Face, ShownClaim } from '#modules/trust-centre/actions/face.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { style } from './style.ts'

/** Pages beside the statement, where there are such. */
export type Beside = 'subprocessors' | 'documents'

export interface PublicPage {
  readonly locale: Locale
  readonly organisation: string
  /** Null when nothing is published, or nothing can be read. */
  readonly statement: Face | null
  readonly unavailable?: boolean
  /** The last published head of the ledger; null while there is none. */
  readonly published: Publication | null
  readonly now: Date
  /** Of the page itself; what else there is of it stands below. */
  readonly base: string
  readonly signInHref: string
  /** What strangers may ask for; nothing is said of it while the tenant takes no requests. */
  readonly desk: PublicDesk
  /** Pages beside the statement, below the page. */
  readonly also?: readonly Beside[]
}

/** A text of the public page, escaped. */
type Say = (key: string, params?: Record<string, string | number>) => string

/** Renders the page. */
export function renderPage(page: PublicPage, texts: Texts): string {
  const { locale, statement } = page
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.${key}`, params))
  const title =
    statement?.title ?? texts.text(locale, page.unavailable ? 'trust.unavailable_title' : 'trust.none_title')
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(page.organisation)}</title><link rel="alternate" type="application/atom+xml" title="${t('changes')}" href="${below(page, 'changes.atom')}"><link rel="alternate" type="application/json" href="${below(page, 'statement.json')}"><style>${style}</style></head><body>
<header><strong>${escapeHtml(page.organisation)}</strong><nav><a href="${escapeHtml(page.base)}?lang=${locale === 'de' ? 'en' : 'de'}" lang="${locale === 'de' ? 'en' : 'de'}">${t('other_language')}</a><a href="${escapeHtml(page.signInHref)}">${t('sign_in')}</a></nav></header>${renderAlso(page, t)}
<main><h1>${escapeHtml(title)}</h1>
${statement === null ? `<p>${t(page.unavailable ? 'unavailable' : 'none')}</p>` : renderStatement(statement, page, texts)}
${renderDesk(page, texts)}${page.published === null ? '' : renderPublished(page.published, page, texts)}
</main><footer>${statement === null ? '' : `<p>${t('fingerprint', { hash: statement.bodyHash.toString('hex').slice(0, 16), at: formatDay(statement.publishedAt ?? page.now, locale) })}</p><p><a href="${below(page, 'statement.json')}">${t('data')}</a> · <a href="${below(page, 'changes.atom')}">${t('changes')}</a> · <a href="${below(page, 'badge.svg')}">${t('badge')}</a></p>`}<p><a href="/ledger/checkpoint">${t('ledger_head')}</a> · <a href="/ledger/keys">${t('ledger_keys')}</a> · <a href="${feedPath}">${t('feed')}</a></p><p>${t('footer')}</p></footer></body></html>
`
}

function renderAlso(page: PublicPage, t: Say): string {
  const { also = [] } = page
  if (also.length === 0) return ''
  return `<nav class="also" aria-label="${t('also')}">${also.map((name) => `<a href="${below(page, name)}">${t(name)}</a>`).join('')}</nav>`
}

/** An address below the page, in its language. */
function below({ base, locale }: PublicPage, name: string): string {
  return escapeHtml(`${base === '/' ? '' : base}/${name}?lang=${locale}`)
}

function renderStatement(statement: Face, page: PublicPage, texts: Texts): string {
  const { locale } = page
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.${key}`, params))
  const { summary } = statement
  const broke =
    summary.brokeToday === 0
      ? ''
      : `; <span class="contradicted">${summary.brokeToday === 1 ? t('broke_one') : t('broke_many', { count: summary.brokeToday })}</span>`
  const withheld =
    summary.withheld === 0
      ? ''
      : `; ${summary.withheld === 1 ? t('withheld_one') : t('withheld_many', { count: summary.withheld })}`
  const claims = statement.claims.map((claim) => ({ ...claim, start: claim.start_offset, end: claim.end_offset }))
  const blocks = setDocument(statement.title, statement.body, claims).map((block) => {
    switch (block.kind) {
      case 'heading':
        return `<h2>${escapeHtml(block.text)}</h2>`
      case 'paragraph':
        return block.parts.map((part) => renderPart('div', part, page, texts)).join('')
      case 'list': {
        const list = block.ordered ? 'ol' : 'ul'
        const items = block.items.map((parts) => parts.map((part) => renderPart('li', part, page, texts)).join(''))
        return `<${list}>${items.join('')}</${list}>`
      }
    }
  })
  const legend = (['proven', 'due_soon', 'lapsed', 'contradicted', 'unproven', 'not_applicable'] as const)
    .map((status) => `<div class="mark ${status}">${markShape(status)}<span>${t(`status.${status}`)}</span></div>`)
    .join('')
  return `<p class="truth">${t('proven_of', { proven: summary.proven, promises: summary.promises })}${broke}${withheld}.<small>${t('as_of', { at: formatInstant(page.now, locale) })}</small></p>
${bar(statement)}
${blocks.join('\n')}
${renderCertificates(statement, t)}
<details class="legend"><summary>${t('legend')}</summary>${legend}</details>
${renderRule(statement, page, texts)}`
}

/** The rule about corrections with its reason, and the sentences that it is about unless it is about all. */
function renderRule({ rules, covered }: Face, page: PublicPage, texts: Texts): string {
  const rule = rules.inForce
  if (rule === null) return ''
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(page.locale, `trust.${key}`, params))
  return `<details class="rule"><summary>${t('rule')}</summary><p>${escapeHtml(rule.wording)}</p>
${covered === null ? '' : `<ul>${covered.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`}
<p>${t('rule.since', { at: formatInstant(rule.publishedAt, page.locale) })}</p><p>${t('rule.reason', { reason: rule.reason })}</p></details>`
}

/** Titles alone, and the way to ask. */
function renderDesk(page: PublicPage, texts: Texts): string {
  if (!page.desk.isOpen) return ''
  const t = (key: string) => escapeHtml(texts.text(page.locale, `trust.desk.${key}`))
  const titles = [t('confirmation'), ...page.desk.offers.map((one) => escapeHtml(one[page.locale]))]
  return `<section aria-labelledby="desk"><h2 id="desk">${t('title')}</h2>
<p>${t('text')}</p><ul>${titles.map((title) => `<li class="plain">${title}</li>`).join('')}</ul><p><a href="${below(page, 'requests')}">${t('ask')}</a></p></section>
`
}

/** Certificates that hold now; of none nothing is said. */
function renderCertificates({ certificates, locale }: Face, t: Say): string {
  if (certificates.shown.length === 0) return ''
  const items = certificates.shown.map((one) => {
    const days = {
      from: formatDay(startOfDay(one.validFrom), locale),
      to: formatDay(startOfDay(one.validTo), locale),
    }
    return `<li class="entry"><strong>${t('certificate.of', { title: one.title[locale] })}</strong><p>${escapeHtml(one.scope)}</p><p class="meta">${t('certificate.issued', { body: one.body, number: one.number })}<br>${t('certificate.days', days)}</p></li>`
  })
  return `<section aria-labelledby="certificates"><h2 id="certificates">${t('certificate.title')}</h2><ul>${items.join('')}</ul></section>`
}

/** The published head, who vouches for it, and what a stranger does with it. */
function renderPublished(published: Publication, page: PublicPage, texts: Texts): string {
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(page.locale, `trust.${key}`, params))
  const { size, publishedAt, cosignatures, timestamps } = published
  const at = (instant: Date) => formatInstant(instant, page.locale)
  const by = [
    ...cosignatures.map((one) => `<li>${t('head.cosigned', { name: one.witness, at: at(one.at) })}</li>`),
    ...timestamps.map(
      (one, index) =>
        `<li>${t('head.stamped', { name: one.authority, at: at(one.at) })} <a href="${timestampPath(size, index + 1)}">${t('head.token')}</a></li>`,
    ),
  ]
  return `<details class="head"><summary>${t('head.title', { at: at(publishedAt) })}</summary>
<p>${t('head.meaning')}</p>
${by.length === 0 ? `<p>${t('head.nobody')}</p>` : `<ul>${by.join('')}</ul>`}
<pre tabindex="0">${escapeHtml(cosignedNote(published))}</pre>
<p><a href="${cosignedPath(size)}">${t('head.keep')}</a> · <a href="${feedPath}">${t('feed')}</a></p>
<p>${t('head.verify')} <code>beleg verify export.zip --since ${page.locale === 'de' ? 'kopf' : 'head'}.txt</code></p></details>`
}

function renderPart(
  element: 'div' | 'li',
  part: Part<ShownClaim & { start: number; end: number }>,
  page: PublicPage,
  texts: Texts,
): string {
  if (part.kind === 'text')
    return element === 'li'
      ? `<li class="plain">${escapeHtml(part.text)}</li>`
      : `<p class="quiet">${escapeHtml(part.text)}</p>`
  const { claim } = part
  return `<${element} class="claim"><div>${escapeHtml(claim.text)}</div>${mark(claim, page, texts)}</${element}>`
}

/** The status, since when, and on how many days of the year; where it is not shown, that. */
function mark({ status, since, effect, withheld, correction }: ShownClaim, page: PublicPage, texts: Texts): string {
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(page.locale, `trust.${key}`, params))
  if (withheld) return `<div class="mark quiet"><span>${t('withheld')}</span></div>`
  if (status === null) return ''
  const at = (instant: Date) => formatInstant(instant, page.locale)
  const small = [
    ...(since === null ? [] : [t('since', { at: formatInstant(since, page.locale) })]),
    ...(correction === null ? [] : [t('correction', { since: at(correction.since), due: at(correction.dueAt) })]),
    // Never proven says it all; that it was in force on no day adds nothing.
    ...(effect === null || (status === 'unproven' && effect.inForce === 0)
      ? []
      : [t('effect', { days: effect.days, inForce: effect.inForce })]),
  ].map((text) => `<small>${text}</small>`)
  return `<div class="mark ${status}">${markShape(status)}<span>${t(`status.${status}`)}${small.join('')}</span></div>`
}

/** The proportions at a glance; the words above say the same to those who cannot see it. */
function bar(statement: Face): string {
  const { summary } = statement
  const shares = [
    ['--good', summary.proven],
    ['--warn', summary.lapsed],
    ['--bad', summary.contradicted],
    ['--line', summary.unproven + summary.withheld],
  ] as const
  const total = Math.max(1, summary.promises)
  let x = 0
  const rects = shares.flatMap(([colour, count]) => {
    if (count === 0) return []
    const width = (count / total) * 1000
    const rect = `<rect x="${x.toFixed(1)}" width="${Math.max(width - 3, 1).toFixed(1)}" height="6" fill="var(${colour})"/>`
    x += width
    return [rect]
  })
  return `<div class="bar" aria-hidden="true"><svg viewBox="0 0 1000 6" preserveAspectRatio="none">${rects.join('')}</svg></div>`
}

const formats = {
  instant: {
    de: new Intl.DateTimeFormat('de-DE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin' }),
    en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin' }),
  },
  date: {
    de: new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'Europe/Berlin' }),
    en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Berlin' }),
  },
}

/** An instant for readers, as Berlin has it. */
export function formatInstant(at: Date, locale: Locale): string {
  return formats.instant[locale].format(at)
}

/** A day for readers, as Berlin has it. */
export function formatDay(at: Date, locale: Locale): string {
  return formats.date[locale].format(at)
}
