/**
 * The statement as people and programs read it: sentences with their status, the proof of each, decisions about them,
 * and the stream of changes. Browser-safe.
 */
import { asOfQuerySchema, knownSchema } from '#core/as-of/contract.ts'
import { idSchema, instantSchema } from '#core/page.ts'
import {
  claimKindSchema,
  claimParameterSchema,
  evidenceClassSchema,
  modalitySchema,
  quantifierSchema,
  statusSchema,
} from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

/** A code of the catalogues with its parameters and, rendered in the reader's language, its text. */
export const reasonSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  text: z.string(),
})

/** Which past is shown; null for the present. */
const pastSchema = z.object({ at: z.string(), known: knownSchema }).nullable()

const localisedSchema = z.object({ de: z.string(), en: z.string() })

export const claimSummarySchema = z.object({
  id: idSchema,
  ordinal: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  section: z.string().nullable(),
  leadIn: z.string().nullable(),
  kind: claimKindSchema,
  modality: modalitySchema,
  quantifier: quantifierSchema,
  /** Null for claims without a status: customer duties, intake requests, notices. */
  status: statusSchema.nullable(),
  reason: reasonSchema.nullable(),
  since: z.string().nullable(),
})

export const statementSchema = z.object({
  asOf: pastSchema,
  id: idSchema,
  locale: localeSchema,
  title: z.string(),
  /** The text the offsets of the claims point into. */
  body: z.string(),
  publishedAt: z.string().nullable(),
  /** Counts promises only (design.md §7). */
  summary: z.object({
    promises: z.number().int(),
    proven: z.number().int(),
    dueSoon: z.number().int(),
    contradicted: z.number().int(),
    lapsed: z.number().int(),
    unproven: z.number().int(),
    /** Promises that turned contradicted or lapsed since local midnight. */
    brokeToday: z.number().int(),
  }),
  claims: z.array(claimSummarySchema),
})

export const dutyProofSchema = z.object({
  dutyId: z.string().nullable(),
  status: statusSchema,
  reason: reasonSchema,
  /** Of the built-in collector behind it: how soon it sees a change. */
  detectsWithinMs: z.number().nullable(),
  maxAge: z.string().nullable(),
  minimumClass: evidenceClassSchema.nullable(),
  population: z.object({
    total: z.number().int(),
    passing: z.number().int(),
    expected: z.number().int().nullable(),
    reconciledAgainst: z.string().nullable(),
  }),
  subjects: z.array(
    z.object({
      subjectId: idSchema,
      kind: z.string(),
      externalId: z.string(),
      name: z.string().nullable(),
      status: statusSchema,
      reason: reasonSchema,
      evidenceId: idSchema.nullable(),
      observedAt: z.string().nullable(),
      /** The observed facts themselves. */
      facts: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
})

export const claimDetailSchema = claimSummarySchema.extend({
  asOf: pastSchema,
  statementId: idSchema,
  statementTitle: z.string(),
  quantifierWord: z.string().nullable(),
  parameters: z.array(claimParameterSchema),
  observedAt: z.string().nullable(),
  nextAt: z.string().nullable(),
  measures: z.array(
    z.object({
      id: z.string(),
      capability: z.string(),
      title: localisedSchema,
      /** What would prove it. */
      proof: localisedSchema,
      evidenceClass: evidenceClassSchema,
      maxAge: z.string(),
      /** Whether a person can file evidence for it here. */
      acceptsUpload: z.boolean(),
      duties: z.array(dutyProofSchema),
    }),
  ),
  /** Over the year that ends at the day that is shown, as known then or today; the last period has no end. */
  history: z.array(
    z.object({ status: statusSchema, from: z.string(), to: z.string().nullable(), reason: reasonSchema }),
  ),
  /**
   * How many days of that year it was in force: no instant of the day was contradicted, lapsed or unproven. Null
   * where nothing had been judged yet.
   */
  effect: z
    .object({
      fromOn: z.string(),
      toOn: z.string(),
      days: z.number().int(),
      inForce: z.number().int(),
      gaps: z.array(z.object({ fromOn: z.string(), toOn: z.string(), status: statusSchema })),
    })
    .nullable(),
  decisions: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['not_applicable', 'option', 'exception', 'narrowing']),
      state: z.enum(['requested', 'approved', 'refused', 'revoked', 'expired']),
      subjectId: idSchema.nullable(),
      reason: z.string(),
      requestedBy: z.object({ personId: idSchema, name: z.string() }),
      decidedBy: z.object({ personId: idSchema, name: z.string() }).nullable(),
      validFrom: z.string(),
      validUntil: z.string().nullable(),
      mayDecide: z.boolean(),
    }),
  ),
})

export const readCurrentStatement = defineEndpoint({
  id: 'statement.read-current',
  method: 'GET',
  path: '/api/statement',
  summary: 'Reads the published statement in a language, with the status of each sentence.',
  query: asOfQuerySchema.extend({ locale: localeSchema.default('de') }),
  output: statementSchema,
  success: 200,
  access: 'statement:read',
  stepUp: false,
  audit: { none: 'the statement is public' },
})

export const readClaim = defineEndpoint({
  id: 'claim.read',
  method: 'GET',
  path: '/api/claims/:claimId',
  summary: 'Reads a sentence: why it has its status, since when, from which facts, and what would prove it.',
  params: z.strictObject({ claimId: idSchema }),
  query: asOfQuerySchema,
  output: claimDetailSchema,
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { reads: 'claim.read' },
  objects: ['claimId'],
})

export const importStatement = defineEndpoint({
  id: 'statement.import',
  method: 'POST',
  path: '/api/statements',
  summary: 'Reads a statement (text, Markdown, HTML) into a draft of claims.',
  body: z.strictObject({ locale: localeSchema.default('de') }),
  upload: { maxBytes: 5 * 1024 * 1024 },
  output: z.object({ id: idSchema, claims: z.number().int(), promises: z.number().int(), unbound: z.number().int() }),
  success: 201,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'statement.drafted' },
})

export const requestDecision = defineEndpoint({
  id: 'decision.request',
  method: 'POST',
  path: '/api/claims/:claimId/decisions',
  summary:
    'Asks for a decision about a sentence: not applicable, how an option is used, an exception for one subject, or that one left its population.',
  params: z.strictObject({ claimId: idSchema }),
  body: z.strictObject({
    kind: z.enum(['not_applicable', 'option', 'exception', 'narrowing']),
    subjectId: idSchema.optional(),
    reason: z.string().trim().min(10).max(4000),
    validUntil: instantSchema.optional(),
  }),
  output: z.object({ id: idSchema }),
  success: 201,
  access: 'decision:request',
  stepUp: false,
  audit: { entry: 'decision.requested' },
  objects: ['claimId'],
})

export const decide = defineEndpoint({
  id: 'decision.decide',
  method: 'POST',
  path: '/api/decisions/:decisionId/outcome',
  summary: 'Approves or refuses a requested decision; never by the natural person who asked.',
  params: z.strictObject({ decisionId: idSchema }),
  body: z.strictObject({ outcome: z.enum(['approved', 'refused']), reason: z.string().trim().min(3).max(2000) }),
  output: z.object({ id: idSchema, outcome: z.enum(['approved', 'refused']) }),
  success: 200,
  access: 'decision:decide',
  stepUp: true,
  audit: { entry: 'decision.decided' },
  objects: ['decisionId'],
})

export const streamEvents = defineEndpoint({
  id: 'event.stream',
  method: 'GET',
  path: '/api/events',
  summary:
    'Server-sent events: one `changed` with a topic (statement, evidence, people, cases, today) whenever something changed.',
  responds: 'events',
  success: 200,
  access: { signedIn: 'names topics only; the content is fetched by endpoints with their own permission' },
  stepUp: false,
  audit: { none: 'carries no content' },
})
