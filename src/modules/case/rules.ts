/** Pure rules of the pages about cases. */
import { Temporal } from 'temporal-polyfill'
import { defaultTimeZone } from '#platform/clock/calendar.ts'

/** The end of a day ("2026-11-22") on the local calendar: the first instant that is too late. */
export function endOfDay(day: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 })
  return new Date(next.toZonedDateTime(defaultTimeZone).epochMilliseconds)
}
