/** What the kinds of claims are called at a terminal. */
import type { ClaimKind } from '#core/vocabulary.ts'
import type { Locale } from '#platform/i18n/locale.ts'

export const claimKinds: Readonly<Record<Locale, Readonly<Record<ClaimKind, string>>>> = {
  de: {
    promise: 'Zusage',
    option: 'Möglichkeit',
    customer_duty: 'Kundenpflicht',
    intake: 'Bitte an Meldende',
    notice: 'Hinweis',
  },
  en: {
    promise: 'promise',
    option: 'option',
    customer_duty: 'customer duty',
    intake: 'request to reporters',
    notice: 'notice',
  },
}
