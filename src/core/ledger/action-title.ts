/** What an action of the ledger is called. */
import type { Texts } from '#platform/i18n/texts.ts'
import type { Locale } from '#platform/i18n/locale.ts'

/** The title of an action in a language; its name when this version does not know it any more. */
export function actionTitle(texts: Texts, locale: Locale, action: string): string {
  const key = `action.${action}`
  return texts.has(key) ? texts.text(locale, key) : action
}
