/**
 * Forms on the public pages: plain HTML that any browser posts, also one of text. What a page was sent is shown again
 * with everything that is wrong with it; text of people is escaped, always.
 */
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { Problem } from '#platform/http/problem.ts'
import { formStyle } from './form-style.ts'

export type Fields = Readonly<Record<string, string>>

/** Whoever has more to say writes a letter. */
export const mostFormBytes = 16 * 1024

/** Fields of a posted form; of a name that comes twice the last. */
export function readForm(body: unknown): Fields {
  return typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : {}
}

export interface FormWords {
  readonly locale: Locale
  readonly t: (key: string, params?: Record<string, string | number>) => string
  readonly fields: Fields
  /** By field, what is wrong with it. */
  readonly faults: ReadonlyMap<string, string>
  /** Of the whole, where it is about no field. */
  readonly fault: string | null
}

/** Words of a page in a language, with what was sent and what was wrong with it. */
export function formWords(
  texts: Texts,
  locale: Locale,
  given: { readonly fields?: Fields; readonly problem?: Problem | null } = {},
): FormWords {
  const { fields = {}, problem = null } = given
  const issues = (problem?.issues ?? []).map(
    ({ pointer, code, params }) => [fieldOf(pointer), texts.text(locale, `issue.${code}`, params)] as const,
  )
  return {
    locale,
    t: (key, params) => escapeHtml(texts.text(locale, `trust.request.${key}`, params)),
    fields,
    faults: new Map(issues),
    fault: problem === null || issues.length > 0 ? null : texts.text(locale, `problem.${problem.code}`, problem.params),
  }
}

/** What is wanted and which document is one choice. */
function fieldOf(pointer: string): string {
  const name = pointer.split('/')[1] ?? ''
  return name === 'offerId' ? 'wants' : name
}

interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'email' | 'area' | 'code'
  readonly autocomplete?: string
  readonly most: number
  readonly isOptional?: boolean
}

/** A field with label, hint and what is wrong with it; label and hint come escaped. */
export function field({ fields, faults }: FormWords, given: Field): string {
  const { name, label, hint, type = 'text', most } = given
  const fault = faults.get(name)
  const described = [hint === undefined ? [] : `${name}-hint`, fault === undefined ? [] : `${name}-fault`].flat()
  const shared = `id="${name}" name="${name}" maxlength="${most}"${given.isOptional ? '' : ' required'}${given.autocomplete === undefined ? '' : ` autocomplete="${given.autocomplete}"`}${described.length === 0 ? '' : ` aria-describedby="${described.join(' ')}"`}${fault === undefined ? '' : ' aria-invalid="true"'}`
  const value = escapeHtml(fields[name] ?? '')
  const control =
    type === 'area'
      ? `<textarea rows="4" ${shared}>${value}</textarea>`
      : type === 'code'
        ? `<input type="text" inputmode="numeric" ${shared} value="">`
        : `<input type="${type}" ${shared} value="${value}">`
  return `<p class="field"><label for="${name}">${label}</label>${hint === undefined ? '' : `<small id="${name}-hint">${hint}</small>`}${control}${fault === undefined ? '' : `<strong class="fault" id="${name}-fault">${escapeHtml(fault)}</strong>`}</p>`
}

/** A box to be ticked. */
export function tick({ fields, faults }: FormWords, name: string, label: string): string {
  const fault = faults.get(name)
  return `<p class="tick"><input type="checkbox" id="${name}" name="${name}" value="yes" required${fields[name] === 'yes' ? ' checked' : ''}${fault === undefined ? '' : ` aria-invalid="true" aria-describedby="${name}-fault"`}> <label for="${name}">${label}</label>${fault === undefined ? '' : `<strong class="fault" id="${name}-fault">${escapeHtml(fault)}</strong>`}</p>`
}

/** What is wrong, above a form, each with the label of its field; empty when nothing is. Labels come escaped. */
export function faultsAbove({ t, faults, fault }: FormWords, labels: Readonly<Record<string, string>>): string {
  if (fault !== null) return `<div class="faults" role="alert"><p>${escapeHtml(fault)}</p></div>`
  if (faults.size === 0) return ''
  const items = [...faults].map(
    ([name, text]) => `<li>${labels[name] ?? ''} <a href="#${escapeHtml(name)}">${escapeHtml(text)}</a></li>`,
  )
  return `<div class="faults" role="alert"><p>${t('faults')}</p><ul>${items.join('')}</ul></div>`
}

/** A whole page around what it says; title and body come escaped. */
export function formPage(
  words: FormWords,
  given: { readonly organisation: string; readonly home: string; readonly title: string; readonly body: string },
): string {
  const { locale, t } = words
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${given.title} · ${escapeHtml(given.organisation)}</title><style>${formStyle}</style></head><body>
<header><strong>${escapeHtml(given.organisation)}</strong><nav><a href="${escapeHtml(given.home)}?lang=${locale}">${t('statement')}</a></nav></header>
<main><h1>${given.title}</h1>
${given.body}
</main><footer><p>${t('footer')}</p></footer></body></html>
`
}
