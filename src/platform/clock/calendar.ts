/**
 * Date arithmetic on the local calendar: months and years as people count them (29 February + 1 year = 28 February),
 * hours as elapsed time through every change of clocks. ISO 8601 durations in, instants out.
 */
import { Temporal } from 'temporal-polyfill'

/** The calendar on which deadlines are computed when a tenant has not chosen another. */
export const defaultTimeZone = 'Europe/Berlin'

/**
 * Adds an ISO 8601 duration to an instant.
 * @throws RangeError when the text is no duration.
 */
export function addDuration(at: Date, duration: string, timeZone: string = defaultTimeZone): Date {
  return toDate(toZoned(at, timeZone).add(duration))
}

/** Whether a text is an ISO 8601 duration of positive length. */
export function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign > 0
  } catch {
    return false
  }
}

function toZoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}

function toDate(zoned: Temporal.ZonedDateTime): Date {
  return new Date(zoned.epochMilliseconds)
}

/** The day that a clock on the wall shows at an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date, timeZone: string = defaultTimeZone): string {
  return toZoned(at, timeZone).toPlainDate().toString()
}

/** The instant at which a day begins there. @throws RangeError when the text is no day */
export function startOfDay(day: string, timeZone: string = defaultTimeZone): Date {
  return toDate(Temporal.PlainDate.from(day).toZonedDateTime(timeZone))
}

/** The day so many days later. @throws RangeError when the text is no day */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}
