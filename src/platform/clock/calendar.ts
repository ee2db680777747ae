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
  const parsed = parseDuration(duration)
  if (parsed.elapsedMs !== null) return new Date(at.getTime() + parsed.elapsedMs)
  return toDate(toZoned(at, timeZone).add(parsed.duration))
}

interface ParsedDuration {
  readonly duration: Temporal.Duration
  /** Its length where it is made of elapsed time alone, which no calendar bends; else null. */
  readonly elapsedMs: number | null
}

const parsedDurations = new Map<string, ParsedDuration>()
/** Far more than duties and deadlines name. */
const mostParsed = 1_000

/** Judging adds the few durations of the duties to instants without number: each is parsed once. */
function parseDuration(text: string): ParsedDuration {
  const known = parsedDurations.get(text)
  if (known !== undefined) return known
  const duration = Temporal.Duration.from(text)
  const ofCalendar = duration.years !== 0 || duration.months !== 0 || duration.weeks !== 0 || duration.days !== 0
  const parsed = { duration, elapsedMs: ofCalendar ? null : Math.trunc(duration.total('milliseconds')) }
  if (parsedDurations.size >= mostParsed) parsedDurations.clear()
  parsedDurations.set(text, parsed)
  return parsed
}

/** Whether a text is an ISO 8601 duration of positive length. */
export function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign > 0
  } catch {
    return false
  }
}

/** The day that a clock on the wall shows at an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date, timeZone: string = defaultTimeZone): string {
  return toZoned(at, timeZone).toPlainDate().toString()
}

/** The instant at which a day begins there. @throws RangeError when the text is no day */
export function startOfDay(day: string, timeZone: string = defaultTimeZone): Date {
  return toDate(Temporal.PlainDate.from(day).toZonedDateTime(timeZone))
}

/** The first full local hour after the hour in which the instant lies, on the full hour as well. */
export function nextFullHour(at: Date, timeZone: string = defaultTimeZone): Date {
  return toDate(toZoned(at, timeZone).round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 }))
}

/** Adds an ISO 8601 duration of whole days or longer to a calendar date; 29 February + 1 year = 28 February. */
export function addToDate(on: string, duration: string): string {
  return Temporal.PlainDate.from(on).add(duration).toString()
}

/** Calendar days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(on: string): number {
  return Temporal.PlainDate.from(on).dayOfWeek
}

/** The year of a calendar date. */
export function yearOf(on: string): number {
  return Temporal.PlainDate.from(on).year
}

/** Whether a text names a time zone of the IANA database that this machine knows. */
export function isTimeZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return /^[A-Za-z]/.test(text)
  } catch {
    return false
  }
}

/** What an ISO 8601 duration is made of: calendar units, elapsed time, or both. @throws RangeError */
export function unitsOf(duration: string): { readonly hasDate: boolean; readonly hasTime: boolean } {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(duration)
  return { hasDate: years + months + weeks + days > 0, hasTime: hours + minutes + seconds + milliseconds > 0 }
}

function toZoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}

function toDate(zoned: Temporal.ZonedDateTime): Date {
  return new Date(zoned.epochMilliseconds)
}

/** The day so many days later. @throws RangeError when the text is no day */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}
