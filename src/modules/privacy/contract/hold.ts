/** Contracts about legal holds: a duty to keep that outweighs erasing and expiring. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

const person = z.strictObject({ personId: idSchema, name: z.string() })
const reason = z.string().trim().min(1).max(1000)

export const holdSchema = z.strictObject({
  holdId: idSchema,
  /** Null: everything of the tenant is held. */
  person: person.nullable(),
  /** Null once the person was erased. */
  reason: z.string().nullable(),
  /** Number of a file or case elsewhere. */
  reference: z.string().nullable(),
  placedBy: person,
  placedAt: instantSchema,
  releasedBy: person.nullable(),
  releasedAt: instantSchema.nullable(),
  releaseReason: z.string().nullable(),
  /** Why the reader may not release it; null when they may. */
  mayNotReleaseBecause: z.string().nullable(),
})
export type HoldView = z.infer<typeof holdSchema>

export const listHolds = defineEndpoint({
  id: 'legal-hold.list',
  method: 'GET',
  path: '/api/legal-holds',
  summary: 'Legal holds that stand, and the last ones that were released.',
  output: z.strictObject({ items: z.array(holdSchema) }),
  success: 200,
  access: 'legal-hold:read',
  stepUp: false,
  audit: { reads: 'legal-hold.listed' },
})

export const placeHold = defineEndpoint({
  id: 'legal-hold.place',
  method: 'POST',
  path: '/api/legal-holds',
  summary: 'Keeps a person, or everything of the tenant, from being erased and from expiring.',
  body: z.strictObject({
    personId: idSchema.nullable(),
    reason,
    reference: z.string().trim().min(1).max(200),
  }),
  output: holdSchema,
  success: 201,
  access: 'legal-hold:place',
  stepUp: false,
  audit: { entry: 'legal-hold.placed' },
})

export const releaseHold = defineEndpoint({
  id: 'legal-hold.release',
  method: 'POST',
  path: '/api/legal-holds/:holdId/release',
  summary: 'Ends a hold that somebody else placed.',
  params: z.strictObject({ holdId: idSchema }),
  body: z.strictObject({ reason }),
  output: holdSchema,
  success: 200,
  access: 'legal-hold:release',
  stepUp: true,
  audit: { entry: 'legal-hold.released' },
  objects: ['holdId'],
})
