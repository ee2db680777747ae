/**
 * "As of" a past day (Stichtag), the same on every page that shows the past: which instant, and whether as it was known
 * then or as it is known today. Browser-safe.
 */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { Problem } from '#platform/http/problem.ts'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { instantSchema } from './page.ts'

/** `then`: frozen, late knowledge does not count; `today`: the past as we know it now. */
export const knownSchema = z.enum(['then', 'today'])
export type Known = z.output<typeof knownSchema>

/** The parameters of an address that shows the past; a day means its end. */
export const asOfQuerySchema = z.strictObject({
  asOf: z.union([z.iso.date(), instantSchema]).optional(),
  known: knownSchema.default('then'),
})
/** The same in the address of a page. */
export const asOfSearchSchema = z.strictObject({ asOf: asOfQuerySchema.shape.asOf, known: knownSchema.optional() })
export type AsOfSearch = z.output<typeof asOfSearchSchema>
export type AsOfQuery = z.output<typeof asOfQuerySchema>

export interface AsOf {
  readonly at: Date
  readonly known: Known
}

/**
 * The instant that is asked for; null for the present, which a query without a day and today's both mean.
 * @throws Problem 400 `input.invalid` for what is still to come
 */
export function resolveAsOf(query: AsOfQuery, now: Date, timeZone: string = defaultTimeZone): AsOf | null {
  if (query.asOf === undefined) return null
  if (!z.iso.date().safeParse(query.asOf).success) return pastOnly(new Date(query.asOf), query.known, now)
  const day = Temporal.PlainDate.from(query.asOf)
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  if (day.equals(today)) return null
  const end = day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1
  return pastOnly(new Date(end), query.known, now)
}

function pastOnly(at: Date, known: Known, now: Date): AsOf {
  if (at > now) throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/asOf', code: 'in_the_future' }] })
  return { at, known }
}
