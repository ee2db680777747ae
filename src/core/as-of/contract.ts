/**
 * "As of" a past day (Stichtag), the same on every page that shows the past: which instant, and whether as it was known
 * then or as it is known today. Browser-safe.
 */
import { z } from 'zod'
import { instantSchema } from '../page.ts'

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
