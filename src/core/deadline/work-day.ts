/**
 * Working days: Monday to Friday without public holidays, company holidays and, where a tenant says so, 24 and
 * 31 December. Public holidays come from a library, reckoned for any year.
 */
import { addToDate, weekdayOf, yearOf } from '#platform/clock/calendar.ts'
import { getHolidays } from 'feiertagejs'
import type { GermanState, WorkCalendar } from './deadline.ts'

/** Why a day is off; a public holiday with its name in German, which is its official one. */
export interface DayOff {
  /** YYYY-MM-DD */
  readonly on: string
  readonly why: 'weekend' | 'holiday' | 'company' | 'eve'
  readonly name?: string
}

/** Why a date is no working day; null when it is one. */
export function dayOffOn(on: string, calendar: WorkCalendar): DayOff | null {
  const name = publicHolidays(yearOf(on), calendar.state).get(on)
  if (name !== undefined) return { on, why: 'holiday', name }
  if (weekdayOf(on) >= 6) return { on, why: 'weekend' }
  if (calendar.evesOff === true && /-12-(24|31)$/.test(on)) return { on, why: 'eve' }
  return calendar.extraHolidays.includes(on) ? { on, why: 'company' } : null
}

/** The nearest working day from a date on, in the given direction, the date itself included. */
export function nearestWorkDay(on: string, calendar: WorkCalendar, direction: 'after' | 'before'): string {
  const step = direction === 'after' ? 'P1D' : '-P1D'
  let day = on
  // Whoever declares a whole year off would wait for ever.
  for (let tried = 0; tried < mostDaysOff; tried += 1) {
    if (dayOffOn(day, calendar) === null) return day
    day = addToDate(day, step)
  }
  return on
}

/** Public holidays of a year with their names, by date (YYYY-MM-DD). */
export function publicHolidays(year: number, state: GermanState | null): ReadonlyMap<string, string> {
  const key = `${state ?? 'BUND'} ${year}`
  const kept = reckoned.get(key)
  if (kept) return kept
  // Its own `dateString` is a day off in zones twelve hours ahead of UTC; its `date` is noon UTC everywhere.
  const holidays = new Map(
    getHolidays(year, state ?? 'BUND').map((day) => [day.date.toISOString().slice(0, 10), day.translate('de') ?? '']),
  )
  if (reckoned.size >= 500) reckoned.clear()
  reckoned.set(key, holidays)
  return holidays
}

const mostDaysOff = 800
const reckoned = new Map<string, ReadonlyMap<string, string>>()
