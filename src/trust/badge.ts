/**
 * The badge: an image of our own making for other people's pages. It says in numbers what is proven and of when that is;
 * green only when every promise is shown and proven. Read aloud it says the same.
 */
import type { Face } from '#modules/trust-centre/actions/face.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { formatDay, formatInstant } from './page.ts'

const colours = { good: '#1f6f43', bad: '#b3261e', neutral: '#5d626b' } as const
/** Not colour alone. */
const shapes = {
  good: '<path d="M3 7.4l2.6 2.6L11 4.4" fill="none" stroke="#fff" stroke-width="2"/>',
  bad: '<path d="M3.6 3.6l6.8 6.8M10.4 3.6l-6.8 6.8" fill="none" stroke="#fff" stroke-width="2"/>',
  neutral: '<path d="M3 7h8" fill="none" stroke="#fff" stroke-width="2"/>',
} as const

/** Renders it; without a statement it says that nothing is known, and is not green. */
export function renderBadge(face: Face | null, locale: Locale, texts: Texts): string {
  const t = (key: string, params?: Record<string, string | number>) => texts.text(locale, `trust.badge.${key}`, params)
  const tone = face === null ? 'neutral' : face.tone
  const label = t('label')
  const brokenOf = ({ summary: { contradicted, underCorrection } }: Face) =>
    underCorrection === 0 ? '' : `${t('under_correction', { contradicted, count: underCorrection })} `
  const said =
    face === null
      ? t('unknown')
      : `${t('proven_of', { proven: face.summary.proven, promises: face.summary.promises })} · ${formatDay(face.asOf, locale)}`
  const full =
    face === null
      ? `${label}: ${said}`
      : `${label}: ${said}. ${brokenOf(face)}${t('valid_until', { at: formatInstant(face.validUntil, locale) })}`
  const left = widthOf(label) + 16
  const right = widthOf(said) + 34
  const text = (x: number, of: string) =>
    `<text x="${x}" y="15" textLength="${widthOf(of)}" lengthAdjust="spacingAndGlyphs">${escapeHtml(of)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" lang="${locale}" role="img" aria-labelledby="t" width="${left + right}" height="22" viewBox="0 0 ${left + right} 22"><title id="t">${escapeHtml(full)}</title><rect width="${left}" height="22" fill="#2b2e33"/><rect x="${left}" width="${right}" height="22" fill="${colours[tone]}"/><g transform="translate(${left + 6} 4)">${shapes[tone]}</g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(8, label)}${text(left + 24, said)}</g></svg>
`
}

/** About as wide as the text is in Verdana at 11 px; `textLength` makes other fonts fit. */
function widthOf(text: string): number {
  return Math.ceil([...text].reduce((sum, one) => sum + (/[iIjlft.,:;·' 1]/.test(one) ? 4.6 : 7.1), 0))
}
