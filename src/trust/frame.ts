/** The frame of the public pages beside the statement: who speaks, the way back, the other language. */
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { style } from './style.ts'

export interface Framed {
  readonly locale: Locale
  readonly organisation: string
  readonly title: string
  /** Of the statement. */
  readonly home: string
  /** Of this page, without its language; null where another language makes no sense. */
  readonly here: string | null
  /** HTML. */
  readonly main: string
  /** HTML, in the head. */
  readonly head?: string
}

/** A whole page. `main` and `head` are HTML, everything else is text. */
export function framePage(page: Framed, texts: Texts): string {
  const { locale, organisation, title, home, here, main, head = '' } = page
  const other = locale === 'de' ? 'en' : 'de'
  const t = (key: string) => escapeHtml(texts.text(locale, `trust.${key}`))
  const otherLanguage =
    here === null ? '' : `<a href="${escapeHtml(here)}?lang=${other}" lang="${other}">${t('other_language')}</a>`
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(organisation)}</title>${head}<style>${style}</style></head><body>
<header><strong>${escapeHtml(organisation)}</strong><nav><a href="${escapeHtml(home)}?lang=${locale}">${t('statement')}</a>${otherLanguage}</nav></header>
<main><h1>${escapeHtml(title)}</h1>
${main}
</main><footer><p>${t('footer')}</p></footer></body></html>
`
}
