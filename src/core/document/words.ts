/** How days, instants, statuses and classes are told in the language of a document. */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { Status } from '../vocabulary.ts'

/** A status in a word. */
export function statusWord(texts: Texts, locale: Locale, status: Status): string {
  return texts.text(locale, `document.status.${status}`)
}

/** The words of a document; days are `YYYY-MM-DD`, instants as Berlin's clocks show them. */
export function documentWords(texts: Texts, locale: Locale) {
  const language = locale === 'en' ? 'en-GB' : 'de-DE'
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const instant = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: defaultTimeZone,
  })
  return {
    locale,
    status: (status: Status) => statusWord(texts, locale, status),
    className: (name: string) => texts.text(locale, `document.class.${name}`),
    /** First and last day, one of them when they are the same. */
    days: (fromOn: string, toOn: string) => day.formatRange(new Date(fromOn), new Date(toOn)),
    day: (on: string) => day.format(new Date(on)),
    instant: (at: Date) => instant.format(at),
  }
}
