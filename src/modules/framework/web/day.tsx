/** A day of the calendar in words. */
import { dayOf, startOfDay } from '#ui/time.tsx'
import { useTranslation } from 'react-i18next'

export function DayText({ day }: { day: string }) {
  const { i18n } = useTranslation()
  return <time dateTime={day}>{dayOf(startOfDay(day), i18n.language)}</time>
}
