/** Which instant of the past a query asks for. */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { Problem } from '#platform/http/problem.ts'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { AsOfQuery, Known } from './contract.ts'

export interface AsOf {
  readonly at: Date
  readonly known: Known
}

/**
 * The instant that is asked for; null for the present, which a query without a day and today's both mean.
 * @throws Problem 400 `input.invalid` for what is still to come
 */
export function resolveAsOf(query: AsOfQuery, now: Date, timeZone: string = defaultTimeZone): AsOf | null {
  const at = instantOf(query.asOf, now, timeZone)
  if (at === null) return null
  if (at > now) throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/asOf', code: 'in_the_future' }] })
  return { at, known: query.known }
}

/** The instant that a day or an instant means, also when it is still to come; null for the present. */
export function instantOf(asOf: AsOfQuery['asOf'], now: Date, timeZone: string = defaultTimeZone): Date | null {
  if (asOf === undefined) return null
  if (!z.iso.date().safeParse(asOf).success) return new Date(asOf)
  const day = Temporal.PlainDate.from(asOf)
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  if (day.equals(today)) return null
  return new Date(day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1)
}
