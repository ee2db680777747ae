/** Measures as people read them: all on a day, and one with what it demands, what rests on it and how it fared. Browser-safe. */
import { asOfQuerySchema, knownSchema } from '#core/as-of/contract.ts'
import { idSchema } from '#core/page.ts'
import { evidenceClassSchema, measureIdSchema, quantifierSchema, statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

const pastSchema = z.strictObject({ at: z.string(), known: knownSchema }).nullable()
const localisedSchema = z.strictObject({ de: z.string(), en: z.string() })

export const measureSummarySchema = z.strictObject({
  id: measureIdSchema,
  capability: z.string(),
  title: localisedSchema,
  evidenceClass: evidenceClassSchema,
  /** Null when no sentence demanded it. */
  status: statusSchema.nullable(),
  /** In words. */
  reason: z.string().nullable(),
  /** Sentences in force that rest on it. */
  sentences: z.int(),
})
export type MeasureSummary = z.output<typeof measureSummarySchema>

const dutySchema = z.strictObject({
  id: z.string(),
  trigger: z.enum(['continuous', 'calendar', 'event']),
  maxAge: z.string(),
  minimumClass: evidenceClassSchema,
  /** How soon its collector sees a change; null when people bring the proof. */
  detectsWithinMs: z.number().nullable(),
  /** Null when no sentence demanded the measure. */
  judged: z
    .strictObject({
      status: statusSchema,
      reason: z.string(),
      total: z.int(),
      passing: z.int(),
      reconciledAgainst: z.string().nullable(),
    })
    .nullable(),
})

export const measureDetailSchema = measureSummarySchema.extend({
  asOf: pastSchema,
  proof: localisedSchema,
  maxAge: z.string(),
  duties: z.array(dutySchema),
  restingSentences: z.array(
    z.strictObject({
      claimId: idSchema,
      ordinal: z.int(),
      text: z.string(),
      quantifier: quantifierSchema,
      /** Of the sentence, as it was recorded. */
      status: statusSchema.nullable(),
    }),
  ),
  /** Over the year that ends at the day that is shown, as known then or today; the last period has no end. */
  history: z.array(
    z.strictObject({ status: statusSchema, from: z.string(), to: z.string().nullable(), reason: z.string() }),
  ),
  effect: z
    .strictObject({
      fromOn: z.string(),
      toOn: z.string(),
      days: z.int(),
      inForce: z.int(),
      gaps: z.array(z.strictObject({ fromOn: z.string(), toOn: z.string(), status: statusSchema })),
    })
    .nullable(),
  /** How many it was about, at the end of each month of that year and at its end. */
  population: z.array(
    z.strictObject({ at: z.string(), dutyId: z.string(), total: z.int(), passing: z.int(), reconciled: z.boolean() }),
  ),
  /** Of that year, the newest; at most 50. */
  evidence: z.array(
    z.strictObject({
      id: idSchema,
      title: z.string(),
      class: evidenceClassSchema,
      state: z.enum(['in_review', 'accepted', 'rejected']),
      observedAt: z.string(),
    }),
  ),
  evidenceIsCut: z.boolean(),
})
export type MeasureDetail = z.output<typeof measureDetailSchema>

export const listMeasures = defineEndpoint({
  id: 'measure.list',
  method: 'GET',
  path: '/api/measures',
  summary: 'Lists all measures of the catalogue with how they stand, or stood on a past day; the demanded ones first.',
  query: asOfQuerySchema,
  output: z.strictObject({ asOf: pastSchema, items: z.array(measureSummarySchema) }),
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { reads: 'measure.listed' },
})

export const readMeasure = defineEndpoint({
  id: 'measure.read',
  method: 'GET',
  path: '/api/measures/:measure',
  summary:
    'Reads a measure on a day: its duties, the sentences that rest on it, its evidence, and how it fared over a year.',
  params: z.strictObject({ measure: measureIdSchema }),
  query: asOfQuerySchema,
  output: measureDetailSchema,
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { reads: 'measure.read' },
})
