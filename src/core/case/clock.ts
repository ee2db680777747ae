/** When the clocks of cases are due. */
import { addDuration, defaultTimeZone } from '#platform/clock/calendar.ts'
import { Temporal } from 'temporal-polyfill'

export type Deadline = { readonly duration: string } | { readonly workingDays: number }

export interface DueInstants {
  readonly dueAt: Date
  /** The latest that the law allows, where it reckons differently. */
  readonly legalDueAt?: Date
}

/** When something that began at an instant is due. */
export function dueOf(startedAt: Date, deadline: Deadline): DueInstants {
  if ('duration' in deadline) return { dueAt: addDuration(startedAt, deadline.duration) }
  let dueAt = startedAt
  for (let left = deadline.workingDays; left > 0;) {
    dueAt = addDuration(dueAt, 'P1D')
    if (dueAt.getUTCDay() !== 0 && dueAt.getUTCDay() !== 6) left -= 1
  }
  return { dueAt }
}

/** The end of a day ("2026-11-22") on the local calendar: the first instant that is too late. */
export function endOfDay(day: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 })
  return new Date(next.toZonedDateTime(defaultTimeZone).epochMilliseconds)
}
