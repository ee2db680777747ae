/** What needs somebody today. Browser-safe. */
import { asOfQuerySchema, knownSchema } from '#core/as-of/contract.ts'
import { idSchema } from '#core/page.ts'
import { statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const todayKinds = [
  'finding',
  'correction',
  'review',
  'decision',
  'version',
  'judgement',
  'rule',
  'task',
  'duty',
  'mention',
  'reset',
  'erasure',
  'hold',
  'lapsing',
  'broken',
  'first-steps',
] as const
export type TodayKind = (typeof todayKinds)[number]

/** In whose hands something was; `sentence`: it was no case yet. */
export const handsThen = ['mine', 'nobody', 'others', 'unknown', 'sentence'] as const

export const todayItemSchema = z.object({
  id: z.string(),
  kind: z.enum(todayKinds),
  /** What is the matter, in few words. */
  label: z.string(),
  /** The sentence, document or task concerned. */
  title: z.string(),
  /** Why, or what for; may be empty. */
  detail: z.string(),
  /** The number of the case; null when it is none. */
  number: z.number().int().nullable(),
  /** The public sentence that is at stake. */
  claim: z
    .object({
      id: idSchema,
      text: z.string(),
      status: statusSchema.nullable(),
      /** When it will break unless somebody acts; null when it is broken, or will not break by itself. */
      breaksAt: z.string().nullable(),
    })
    .nullable(),
  /** The strict end of the clock that runs out first. */
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  /** Path in the web application. */
  href: z.string(),
  since: z.string(),
  /** Of a past day: in whose hands it was, and how it stood; null for the present. */
  stood: z
    .object({
      hands: z.enum(handsThen),
      /** Null for a sentence, and where nobody can say any more. */
      state: z.string().nullable(),
      owner: z.object({ personId: idSchema, name: z.string() }).nullable(),
    })
    .nullable(),
})
export type TodayItem = z.output<typeof todayItemSchema>

export const readToday = defineEndpoint({
  id: 'today.read',
  method: 'GET',
  path: '/api/today',
  summary:
    'Lists what the caller can do something about: overdue first, then by what breaks next; of a past day, what was open then.',
  query: asOfQuerySchema,
  output: z.object({
    /** Which past is shown; null for the present. */
    asOf: z.object({ at: z.string(), known: knownSchema }).nullable(),
    /** Whether all that was open is there; else the beginning. */
    areAll: z.boolean(),
    items: z.array(todayItemSchema),
  }),
  success: 200,
  access: 'today:read',
  stepUp: false,
  audit: { none: 'what the caller may read anyway' },
})
