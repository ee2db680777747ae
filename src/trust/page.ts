/**
 * The public page: the statement as a document, each sentence with its present status. Server-rendered, without script,
 * at most 20 kB compressed with its styles (spec). Text of people is escaped, always.
 */
import { markShape } from '#core/document/mark.ts'
import { cosignedNote, type Publication } from '#core/ledger/publication.ts'
import type { Status } from '#core/vocabulary.ts'
import { cosignedPath, feedPath, timestampPath } from '#modules/ledger/contract.ts'
import type { JudgedClaimRow, StatementNow } from '#modules/statement/actions/read.ts'
import { setDocument, type Part } from '#modules/statement/contract/setting.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { style } from './style.ts'

export interface PublicPage {
  readonly locale: Locale
  readonly organisation: string
  /** Null when nothing is published, or nothing can be read. */
  readonly statement: StatementNow | null
  readonly unavailable?: boolean
  /** The last published head of the ledger; null while there is none. */
  readonly published: Publication | null
  readonly now: Date
  /** Path of the same page in the other language. */
  readonly otherLanguageHref: string
  readonly signInHref: string
}

/** Renders the page. */
export function renderPage(page: PublicPage, texts: Texts): string {
  const { locale, statement } = page
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.${key}`, params))
  const title =
    statement?.title ?? texts.text(locale, page.unavailable ? 'trust.unavailable_title' : 'trust.none_title')
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(page.organisation)}</title><link rel="alternate" type="application/atom+xml" title="${t('feed')}" href="${feedPath}"><style>${style}</style></head><body>
<header><strong>${escapeHtml(page.organisation)}</strong><nav><a href="${escapeHtml(page.otherLanguageHref)}" lang="${locale === 'de' ? 'en' : 'de'}">${t('other_language')}</a><a href="${escapeHtml(page.signInHref)}">${t('sign_in')}</a></nav></header>
<main><h1>${escapeHtml(title)}</h1>
${statement === null ? `<p>${t(page.unavailable ? 'unavailable' : 'none')}</p>` : renderStatement(statement, page, texts)}
${page.published === null ? '' : renderPublished(page.published, page, texts)}
</main><footer>${statement === null ? '' : `<p>${t('fingerprint', { hash: statement.bodyHash.toString('hex').slice(0, 16), at: formatDay(statement.publishedAt ?? page.now, locale) })}</p>`}<p><a href="/ledger/checkpoint">${t('ledger_head')}</a> · <a href="/ledger/keys">${t('ledger_keys')}</a> · <a href="${feedPath}">${t('feed')}</a></p><p>${t('footer')}</p></footer></body></html>
`
}

function renderStatement(statement: StatementNow, page: PublicPage, texts: Texts): string {
  const { locale } = page
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.${key}`, params))
  const { summary } = statement
  const broke =
    summary.brokeToday === 0
      ? ''
      : `; <span class="contradicted">${summary.brokeToday === 1 ? t('broke_one') : t('broke_many', { count: summary.brokeToday })}</span>`
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
  return `<p class="truth">${t('proven_of', { proven: summary.proven, promises: summary.promises })}${broke}.<small>${t('as_of', { at: formatInstant(page.now, locale) })}</small></p>
${bar(statement)}
${blocks.join('\n')}
<details class="legend"><summary>${t('legend')}</summary>${legend}</details>`
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
  part: Part<JudgedClaimRow & { start: number; end: number }>,
  page: PublicPage,
  texts: Texts,
): string {
  if (part.kind === 'text')
    return element === 'li'
      ? `<li class="plain">${escapeHtml(part.text)}</li>`
      : `<p class="quiet">${escapeHtml(part.text)}</p>`
  const { claim } = part
  return `<${element} class="claim"><div>${escapeHtml(claim.text)}</div>${mark(claim.status, claim.from_at, page, texts)}</${element}>`
}

function mark(status: Status | null, since: Date | null, page: PublicPage, texts: Texts): string {
  if (status === null) return ''
  const word = escapeHtml(texts.text(page.locale, `trust.status.${status}`))
  const from =
    since === null
      ? ''
      : `<small>${escapeHtml(texts.text(page.locale, 'trust.since', { at: formatInstant(since, page.locale) }))}</small>`
  return `<div class="mark ${status}">${markShape(status)}<span>${word}${from}</span></div>`
}

/** The proportions at a glance; the words above say the same to those who cannot see it. */
function bar(statement: StatementNow): string {
  const { summary } = statement
  const shares = [
    ['--good', summary.proven],
    ['--warn', summary.lapsed],
    ['--bad', summary.contradicted],
    ['--line', summary.unproven],
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

function formatInstant(at: Date, locale: Locale): string {
  return formats.instant[locale].format(at)
}

/** A day for readers, as Berlin has it. */
export function formatDay(at: Date, locale: Locale): string {
  return formats.date[locale].format(at)
}
