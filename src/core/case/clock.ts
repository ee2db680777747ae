/** When the clocks of cases are due, on the tenant's calendar. */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '../context.ts'
import type { Deadline, DueInstants } from '../deadline/deadline.ts'
import { dueAt } from '../deadline/reckon.ts'

/** When something that began at an instant is due: working days and holidays are those of the tenant. */
export async function dueOf(
  { tx, services }: { readonly tx: Context['tx']; readonly services: Pick<Context['services'], 'workCalendar'> },
  startedAt: Date,
  deadline: Deadline,
): Promise<DueInstants> {
  return dueAt(startedAt, deadline, await services.workCalendar(tx))
}

/** The end of a day ("2026-11-22") on the local calendar: the first instant that is too late. */
export function endOfDay(day: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 })
  return new Date(next.toZonedDateTime(defaultTimeZone).epochMilliseconds)
}
