/** A day without a time, in the reader's language. */
import { useTranslation } from 'react-i18next'

export function DayText({ on, weekday = false }: { on: string; weekday?: boolean }) {
  const { i18n } = useTranslation()
  return (
    <time className="duty-day" dateTime={on}>
      {dayInWords(on, i18n.language, weekday)}
    </time>
  )
}

/** "9. April 2026", or "Do., 9. April 2026". */
export function dayInWords(on: string, locale: string, weekday = false): string {
  // Noon in UTC, shown in UTC, is the same day for everybody.
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
    ...(weekday ? { weekday: 'short' as const } : {}),
  }).format(new Date(`${on}T12:00:00Z`))
}
