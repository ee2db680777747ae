/** The language of the command line: --lang, else the locale of the terminal, else English. */
import type { Locale } from '#platform/i18n/locale.ts'

export function languageOf(wished: unknown): Locale {
  if (wished === 'de' || wished === 'en') return wished
  const terminal = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
  return terminal.toLowerCase().startsWith('de') ? 'de' : 'en'
}
