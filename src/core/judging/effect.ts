/**
 * How long a sentence held over a period, in days (SOC 2 Type II: period, not snapshot). Pure. A day of the local
 * calendar counts as in force when at no instant of it the sentence was contradicted, lapsed or unproven; what was
 * decided not to apply breaks no day. Days before the first judgement are not part of the period.
 */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { Temporal } from 'temporal-polyfill'
import type { Status } from '../vocabulary.ts'
import type { Period } from './timeline.ts'

export interface Gap {
  /** First and last day, ISO 8601. */
  readonly fromOn: string
  readonly toOn: string
  /** The worst that was the case. */
  readonly status: Status
}

export interface Effect {
  readonly fromOn: string
  readonly toOn: string
  readonly days: number
  readonly inForce: number
  readonly gaps: readonly Gap[]
}

const broken: readonly Status[] = ['contradicted', 'lapsed', 'unproven']

/** Whether a sentence of that status is not in force. */
export function isBroken(status: Status): boolean {
  return broken.includes(status)
}

/**
 * Counts the days.
 * @param periods in order; the last may be open
 * @param from the first instant asked for; later when the first period begins later
 * @param until the last instant asked for
 * @returns null when nothing was judged up to then
 */
export function countDays(
  periods: readonly Period[],
  from: Date,
  until: Date,
  timeZone: string = defaultTimeZone,
): Effect | null {
  const [first] = periods
  if (first === undefined || first.fromAt > until) return null
  const begin = dayOf(first.fromAt > from ? first.fromAt : from, timeZone)
  const end = dayOf(until, timeZone)
  const bad = new Map<string, Status>()
  for (const period of periods) {
    if (!isBroken(period.status)) continue
    const fromAt = period.fromAt > from ? period.fromAt : from
    // The end is the first instant that no longer belongs to it.
    const toAt = period.toAt === null || period.toAt > until ? until : new Date(period.toAt.getTime() - 1)
    if (toAt < fromAt) continue
    const last = dayOf(toAt, timeZone)
    for (let day = dayOf(fromAt, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
      const worst = bad.get(day.toString())
      if (worst === undefined || broken.indexOf(period.status) < broken.indexOf(worst))
        bad.set(day.toString(), period.status)
    }
  }
  const days = begin.until(end).days + 1
  return { fromOn: begin.toString(), toOn: end.toString(), days, inForce: days - bad.size, gaps: gapsOf(bad) }
}

/** Days that follow each other, as one gap. */
function gapsOf(bad: ReadonlyMap<string, Status>): Gap[] {
  const gaps: Gap[] = []
  for (const [day, status] of [...bad].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const last = gaps.at(-1)
    if (last && Temporal.PlainDate.from(last.toOn).add({ days: 1 }).toString() === day) {
      const worse = broken.indexOf(status) < broken.indexOf(last.status) ? status : last.status
      gaps[gaps.length - 1] = { ...last, toOn: day, status: worse }
    } else gaps.push({ fromOn: day, toOn: day, status })
  }
  return gaps
}

function dayOf(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}
