/**
 * What a tenant decides about its public page: under which name it is reached, and how much of each sentence it shows.
 * Nothing here can say that a sentence is proven. Browser-safe.
 */
import { idSchema } from '#core/page.ts'
import type { PermissionTable } from '#core/permission.ts'
import { claimKindSchema, statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const permissions: PermissionTable = {
  'trust-centre:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'trust-centre:manage': ['owner', 'isb'],
  'correction-rule:decide': ['owner', 'isb', 'management'],
}

/** Everything about a sentence, its status alone, or its wording alone. */
export const displays = ['full', 'status', 'text'] as const
export const displaySchema = z.enum(displays)
export type Display = z.output<typeof displaySchema>

const hostStateSchema = z.object({
  name: z.string(),
  state: z.enum(['claimed', 'proven']),
  /** The TXT record that proves it. */
  record: z.object({ name: z.string(), value: z.string() }),
  claimedAt: z.string(),
  provenAt: z.string().nullable(),
})
export type HostState = z.output<typeof hostStateSchema>

const shownSentenceSchema = z.object({
  claimId: idSchema,
  text: z.string(),
  section: z.string().nullable(),
  kind: claimKindSchema,
  status: statusSchema.nullable(),
  display: displaySchema,
})
export type ShownSentence = z.output<typeof shownSentenceSchema>

/** The longest anybody may call a broken sentence under correction: twice the five working days of a correction. */
const periodSchema = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('hours'), amount: z.number().int().min(1).max(336) }),
  z.strictObject({ unit: z.literal('days'), amount: z.number().int().min(1).max(14) }),
])

const personSchema = z.object({ personId: idSchema, name: z.string() })

const ruleSchema = z.object({
  id: idSchema,
  state: z.enum(['requested', 'refused', 'in-force', 'ended', 'dropped']),
  period: z.object({ unit: z.enum(['hours', 'days']), amount: z.number().int() }),
  /** Null: every sentence. Else what is in force of them, and how many were chosen. */
  sentences: z.object({ count: z.number().int(), texts: z.array(z.string()) }).nullable(),
  /** As the public page says it. */
  wording: z.string(),
  reason: z.string(),
  requestedBy: personSchema,
  requestedAt: z.string(),
  decidedBy: personSchema.nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Whether the reader is another natural person than who asked. */
  mayDecide: z.boolean(),
})
export type CorrectionRuleView = z.output<typeof ruleSchema>

const publishableSchema = z.object({
  documentId: idSchema,
  title: z.string(),
  locale: localeSchema,
  version: z.int(),
  approvedAt: z.string(),
  isShown: z.boolean(),
})
export type PublishableDocument = z.output<typeof publishableSchema>

export const readTrustCentre = defineEndpoint({
  id: 'trust-centre.read',
  method: 'GET',
  path: '/api/trust-centre',
  summary: 'What the public page shows of each sentence with a status, and under which name it is reached.',
  query: z.strictObject({ locale: localeSchema.default('de') }),
  output: z.object({
    /** Where the page is without a name of its own. */
    address: z.string(),
    host: hostStateSchema.nullable(),
    /** Rules about corrections, newest first. */
    rules: z.array(ruleSchema),
    /** Null while nothing is published. */
    statement: z
      .object({ title: z.string(), locale: localeSchema, sentences: z.array(shownSentenceSchema) })
      .nullable(),
    /** Approved and classified as public. */
    documents: z.array(publishableSchema),
  }),
  success: 200,
  access: 'trust-centre:read',
  stepUp: false,
  audit: { none: 'says what the public page says, and of what it is silent' },
})

export const claimHost = defineEndpoint({
  id: 'trust-centre.claim-host',
  method: 'PUT',
  path: '/api/trust-centre/host',
  summary: 'Names the host under which the page shall be reached; it holds once its TXT record was seen.',
  body: z.strictObject({ host: z.string().trim().min(1).max(300) }),
  output: hostStateSchema,
  success: 200,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'public-host.claimed' },
})

export const removeHost = defineEndpoint({
  id: 'trust-centre.remove-host',
  method: 'DELETE',
  path: '/api/trust-centre/host',
  summary: 'Gives the name up; the page stays at its address below this instance.',
  success: 204,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'public-host.removed' },
})

export const showSentence = defineEndpoint({
  id: 'trust-centre.show-sentence',
  method: 'PUT',
  path: '/api/trust-centre/sentences/:claimId',
  summary: 'Decides how much of a sentence is shown: everything, its status, or its wording.',
  params: z.strictObject({ claimId: idSchema }),
  body: z.strictObject({ display: displaySchema }),
  output: z.object({ claimId: idSchema, display: displaySchema }),
  success: 200,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'sentence.display_changed' },
  objects: ['claimId'],
})

export const requestCorrectionRule = defineEndpoint({
  id: 'correction-rule.request',
  method: 'POST',
  path: '/api/trust-centre/correction-rules',
  summary:
    'Proposes the rule by which a contradicted sentence is said to be under correction for a while; it holds once somebody else approves it.',
  body: z.strictObject({
    period: periodSchema,
    sentences: z.union([z.literal('all'), z.array(idSchema).min(1).max(500)]),
    /** Shown in public with the rule. */
    reason: z.string().trim().min(10).max(2000),
  }),
  output: z.object({ id: idSchema }),
  success: 201,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'correction-rule.requested' },
})

const ruleParams = z.strictObject({ ruleId: idSchema })

export const decideCorrectionRule = defineEndpoint({
  id: 'correction-rule.decide',
  method: 'POST',
  path: '/api/correction-rules/:ruleId/outcome',
  summary:
    'Approves or refuses a proposed rule; never by the natural person who proposed it. An approved one holds from then on and ends the one before.',
  params: ruleParams,
  body: z.strictObject({ outcome: z.enum(['approved', 'refused']), reason: z.string().trim().min(3).max(2000) }),
  output: z.object({ id: idSchema, outcome: z.enum(['approved', 'refused']) }),
  success: 200,
  access: 'correction-rule:decide',
  stepUp: true,
  audit: { entry: 'correction-rule.decided' },
  objects: ['ruleId'],
})

export const endCorrectionRule = defineEndpoint({
  id: 'correction-rule.end',
  method: 'POST',
  path: '/api/correction-rules/:ruleId/end',
  summary: 'Ends a rule, or drops a proposed one: from then on nothing is said to be under correction by it.',
  params: ruleParams,
  body: z.strictObject({ reason: z.string().trim().min(3).max(2000) }),
  output: z.object({ id: idSchema }),
  success: 200,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'correction-rule.ended' },
  objects: ['ruleId'],
})

export const showDocument = defineEndpoint({
  id: 'trust-centre.show-document',
  method: 'PUT',
  path: '/api/trust-centre/documents/:documentId',
  summary: 'Lets everybody download an approved document that is classified as public, or no longer.',
  params: z.strictObject({ documentId: idSchema }),
  body: z.strictObject({ isShown: z.boolean() }),
  output: z.object({ documentId: idSchema, isShown: z.boolean() }),
  success: 200,
  access: 'trust-centre:manage',
  stepUp: true,
  audit: { entry: 'public-document.changed' },
  objects: ['documentId'],
})
