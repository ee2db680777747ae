/** Contracts about how long the ledger keeps what its entries say. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const longestYears = 30

const person = z.strictObject({ personId: idSchema, name: z.string() })
const ruleSchema = z.strictObject({
  ruleId: idSchema,
  /** Null: for ever. */
  years: z.number().int().nullable(),
  reason: z.string(),
  requestedBy: person,
  requestedAt: instantSchema,
  decidedBy: person.nullable(),
  decidedAt: instantSchema.nullable(),
})

export const retentionSchema = z.strictObject({
  /** Null: nothing was ever decided, and everything is kept. */
  inForce: ruleSchema.nullable(),
  /** What waits for a second person. */
  proposals: z.array(ruleSchema.extend({ isOwn: z.boolean() })),
  /** Entries that still say what happened, and those that say it no more. */
  kept: z.number().int(),
  expired: z.number().int(),
  /** A hold on the whole tenant stops the expiring. */
  held: z.boolean(),
})
export type RetentionView = z.infer<typeof retentionSchema>

export const readRetention = defineEndpoint({
  id: 'retention.read',
  method: 'GET',
  path: '/api/retention',
  summary: 'How long the ledger keeps what its entries say, and what is proposed instead.',
  output: retentionSchema,
  success: 200,
  access: 'retention:read',
  stepUp: false,
  audit: { none: 'A setting that everybody who may see it may know.' },
})

export const requestRetention = defineEndpoint({
  id: 'retention.request',
  method: 'POST',
  path: '/api/retention',
  summary: 'Proposes another period, of 1 to 30 years or null for ever; somebody else has to approve it.',
  body: z.strictObject({
    years: z.number().int().min(1).max(longestYears).nullable(),
    reason: z.string().trim().min(1).max(1000),
  }),
  output: retentionSchema,
  success: 201,
  access: 'retention:request',
  stepUp: true,
  audit: { entry: 'retention.requested' },
})

const params = z.strictObject({ ruleId: idSchema })

export const approveRetention = defineEndpoint({
  id: 'retention.approve',
  method: 'POST',
  path: '/api/retention/:ruleId/approve',
  summary: 'The second pair of eyes: the period is in force, and what is older expires within a day, for good.',
  params,
  output: retentionSchema,
  success: 200,
  access: 'retention:approve',
  stepUp: true,
  audit: { entry: 'retention.approved' },
  objects: ['ruleId'],
})

export const refuseRetention = defineEndpoint({
  id: 'retention.refuse',
  method: 'POST',
  path: '/api/retention/:ruleId/refuse',
  summary: 'Refuses a proposed period, or takes back one’s own proposal.',
  params,
  output: retentionSchema,
  success: 200,
  access: 'retention:approve',
  stepUp: false,
  audit: { entry: 'retention.refused' },
  objects: ['ruleId'],
})
