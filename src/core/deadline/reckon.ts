/**
 * From an instant and a deadline to the instants it is due. Pure. It promises: days, months and years are those of the
 * local calendar; hours elapse through nights, weekends and changes of the clock; the strict end is never after the
 * legal one.
 */
import { addDuration, addToDate, dayOf, nextFullHour, startOfDay, unitsOf } from '#platform/clock/calendar.ts'
import type { Deadline, DueInstants, WorkCalendar } from './deadline.ts'
import { dayOffOn, nearestWorkDay, type DayOff } from './work-day.ts'

/** How the instants came about, for whoever wants to check them. */
export interface Reckoning extends DueInstants {
  readonly startedAt: Date
  /** From when the law counts, where it reckons differently. */
  readonly legalFromAt?: Date
  /** Days that were passed over because nobody works, in order; at most 60 of them. */
  readonly daysOff: readonly DayOff[]
}

/**
 * When something that began is due.
 * @param startedAt the event
 * @returns the first instants that are too late
 */
export function dueAt(startedAt: Date, deadline: Deadline, calendar: WorkCalendar): DueInstants {
  const { dueAt: strict, legalDueAt } = reckonDeadline(startedAt, deadline, calendar)
  return legalDueAt === undefined ? { dueAt: strict } : { dueAt: strict, legalDueAt }
}

/** As `dueAt`, with the way it was reckoned. */
export function reckonDeadline(startedAt: Date, deadline: Deadline, calendar: WorkCalendar): Reckoning {
  if ('workingDays' in deadline) return reckonWorkingDays(startedAt, deadline.workingDays, calendar)
  const end = addDuration(startedAt, deadline.duration, calendar.timeZone)
  const { dueAt: strict, daysOff } = align(end, deadline.align, calendar)
  if (deadline.reckoning === undefined) return { startedAt, dueAt: strict, daysOff }
  const legal = reckonByRegulation(startedAt, deadline.duration, calendar)
  return {
    startedAt,
    dueAt: strict,
    legalFromAt: legal.fromAt,
    // Moved to the working day after it, the strict end could pass the legal one.
    legalDueAt: legal.dueAt < strict ? strict : legal.dueAt,
    daysOff: daysOff.length > 0 ? daysOff : legal.daysOff,
  }
}

/** The day of the event is not counted (§ 187 BGB); due with the end of the last day (§ 188 BGB). */
function reckonWorkingDays(startedAt: Date, workingDays: number, calendar: WorkCalendar): Reckoning {
  const daysOff: DayOff[] = []
  let on = dayOf(startedAt, calendar.timeZone)
  // A calendar on which nobody ever works would never end.
  for (let counted = 0, passed = 0; counted < workingDays && passed < workingDays + 800; passed += 1) {
    on = addToDate(on, 'P1D')
    const off = dayOffOn(on, calendar)
    if (off === null) counted += 1
    else daysOff.push(off)
  }
  return { startedAt, dueAt: endOfDate(on, calendar), daysOff: daysOff.slice(0, 60) }
}

function align(
  end: Date,
  direction: 'next_working_day' | 'previous_working_day' | undefined,
  calendar: WorkCalendar,
): { dueAt: Date; daysOff: DayOff[] } {
  if (direction === undefined) return { dueAt: end, daysOff: [] }
  const on = dayOf(end, calendar.timeZone)
  const off = dayOffOn(on, calendar)
  if (off === null) return { dueAt: end, daysOff: [] }
  const target = nearestWorkDay(on, calendar, direction === 'next_working_day' ? 'after' : 'before')
  return { dueAt: endOfDate(target, calendar), daysOff: [off] }
}

/**
 * Regulation (EEC, Euratom) No 1182/71, Article 3: the hour or day of the event is not counted (1); a period of hours
 * ends with its last hour, any other with the last hour of its last day (2), moved to the working day after it when it
 * is none (4); two days or more contain at least two working days (5). Hours are not moved: (4) excepts them, and
 * authorities do not apply (5) to them. Days off are public holidays and weekends (Article 2), not the company's own.
 */
function reckonByRegulation(
  startedAt: Date,
  duration: string,
  own: WorkCalendar,
): { fromAt: Date; dueAt: Date; daysOff: DayOff[] } {
  const calendar: WorkCalendar = { ...own, extraHolidays: [], evesOff: false }
  const { timeZone } = calendar
  if (!unitsOf(duration).hasDate) {
    const fromAt = nextFullHour(startedAt, timeZone)
    return { fromAt, dueAt: addDuration(fromAt, duration, timeZone), daysOff: [] }
  }
  const eventOn = dayOf(startedAt, timeZone)
  const firstOn = addToDate(eventOn, 'P1D')
  const plannedOn = addToDate(eventOn, duration)
  const daysOff: DayOff[] = []
  let lastOn = plannedOn
  let workDays = 0
  for (let on = firstOn; on <= plannedOn && workDays < 2; on = addToDate(on, 'P1D')) {
    if (dayOffOn(on, calendar) === null) workDays += 1
  }
  const needed = plannedOn > firstOn ? 2 : 0
  for (let passed = 0; passed < 800; passed += 1) {
    const off = dayOffOn(lastOn, calendar)
    if (off === null && workDays >= needed) break
    if (off !== null) daysOff.push(off)
    lastOn = addToDate(lastOn, 'P1D')
    if (dayOffOn(lastOn, calendar) === null) workDays += 1
  }
  return { fromAt: startOfDay(firstOn, timeZone), dueAt: endOfDate(lastOn, calendar), daysOff: daysOff.slice(0, 60) }
}

/** The first instant of the day after. */
function endOfDate(on: string, { timeZone }: WorkCalendar): Date {
  return startOfDay(addToDate(on, 'P1D'), timeZone)
}
