/**
 * Evidence at the edge: what a source, a person or a tool may state, and how it is read back. Evidence states facts;
 * nobody can send a verdict. Browser-safe.
 */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '../page.ts'
import { evidenceClassSchema } from '../vocabulary.ts'

const name = z.string().trim().min(1).max(200)

/** Names a subject within its source. */
export const subjectRefSchema = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  externalId: name,
  name: name.optional(),
})

export const factInputSchema = z.strictObject({
  subject: subjectRefSchema,
  type: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  /** Checked against the schema of the fact type. */
  data: z.record(z.string(), z.unknown()),
})

/** `POST /api/evidence`: strict, so that a smuggled `verdict` is refused by name. */
export const evidenceInputSchema = z.strictObject({
  source: z.strictObject({
    system: name,
    /** The source's own id of this observation: the same id twice is the same import. */
    id: name,
    query: z.string().max(2000).optional(),
    version: name.optional(),
  }),
  class: z.enum(['export', 'machine']),
  observedFrom: instantSchema,
  observedTo: instantSchema,
  validUntil: instantSchema.optional(),
  /** The source's id of the observation that this one corrects: from now on that one no longer counts. */
  supersedes: name.optional(),
  facts: z.array(factInputSchema).max(10_000),
  /** Says that the facts of a type are a complete snapshot of what the source sees. */
  populations: z
    .array(
      z.strictObject({
        factType: z.string().min(1).max(80),
        expected: z.number().int().min(0).nullable(),
        reconciledAgainst: name.nullable(),
      }),
    )
    .max(100)
    .default([]),
})
export type EvidenceInput = z.output<typeof evidenceInputSchema>

export const evidenceStateSchema = z.enum(['in_review', 'accepted', 'rejected'])

export const evidenceSummarySchema = z.object({
  id: idSchema,
  title: z.string().nullable(),
  sourceSystem: z.string(),
  sourceId: z.string(),
  collector: z.string().nullable(),
  class: evidenceClassSchema,
  state: evidenceStateSchema,
  observedFrom: z.string(),
  observedTo: z.string(),
  /** Later runs that saw the same; the last of them. */
  confirmedAt: z.string().nullable(),
  recordedAt: z.string(),
  recordedBy: z.object({ personId: idSchema, name: z.string() }).nullable(),
  factCount: z.number().int(),
})

export const evidenceDetailSchema = evidenceSummarySchema.extend({
  sourceQuery: z.string().nullable(),
  sourceVersion: z.string().nullable(),
  validUntil: z.string().nullable(),
  bodySha256: z.string(),
  populations: z.array(
    z.object({
      factType: z.string(),
      expected: z.number().int().nullable(),
      seen: z.number().int(),
      reconciledAgainst: z.string().nullable(),
    }),
  ),
  /** At most 200; `factCount` says how many there are. */
  facts: z.array(
    z.object({
      subject: z.object({ id: idSchema, kind: z.string(), externalId: z.string(), name: z.string().nullable() }),
      type: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  file: z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }).nullable(),
  review: z
    .object({
      outcome: z.enum(['accepted', 'rejected']),
      by: z.object({ personId: idSchema, name: z.string() }),
      at: z.string(),
      reason: z.string(),
    })
    .nullable(),
  /** Whether the reader may review it, and why not. */
  mayReview: z.boolean(),
  mayNotReviewBecause: z.string().nullable(),
})

/** The filters of the page in its address. */
export const evidenceSearchSchema = z.strictObject({
  state: evidenceStateSchema.optional(),
  class: evidenceClassSchema.optional(),
  q: z.string().min(1).max(200).optional(),
})
export type EvidenceSearch = z.output<typeof evidenceSearchSchema>

export const listEvidence = defineEndpoint({
  id: 'evidence.list',
  method: 'GET',
  path: '/api/evidence',
  summary: 'Lists evidence, newest first.',
  query: pageQuerySchema.extend({
    state: evidenceStateSchema.optional(),
    class: evidenceClassSchema.optional(),
    q: z.string().max(200).optional(),
  }),
  output: pageOf(evidenceSummarySchema),
  success: 200,
  access: 'evidence:read',
  stepUp: false,
  audit: { none: 'a list of titles and sources without confidential content' },
})

export const readEvidence = defineEndpoint({
  id: 'evidence.read',
  method: 'GET',
  path: '/api/evidence/:evidenceId',
  summary: 'Reads one evidence with its facts.',
  params: z.strictObject({ evidenceId: idSchema }),
  output: evidenceDetailSchema,
  success: 200,
  access: 'evidence:read',
  stepUp: false,
  audit: { reads: 'evidence.read' },
  objects: ['evidenceId'],
})

export const pushEvidence = defineEndpoint({
  id: 'evidence.push',
  method: 'POST',
  path: '/api/evidence',
  summary: 'States facts that a source observed; idempotent by source system and id.',
  body: evidenceInputSchema,
  output: z.object({ id: idSchema, duplicate: z.boolean() }),
  success: 201,
  access: 'evidence:push',
  stepUp: false,
  audit: { entry: 'evidence.recorded' },
})

/** What a person states about a measure, with or without a document: reviewed by somebody else before it counts. */
export const uploadEvidence = defineEndpoint({
  id: 'evidence.upload',
  method: 'POST',
  path: '/api/evidence/uploads',
  summary: 'Files a document as evidence that a measure was performed; it counts once another person has accepted it.',
  body: z.strictObject({
    measureId: z.string().min(1).max(80),
    title: name,
    performedOn: z.iso.date(),
    outcome: z.enum(['as_intended', 'with_deviations', 'failed']),
    description: z.string().trim().max(4000).default(''),
    validUntil: z.iso.date().optional(),
  }),
  upload: { maxBytes: 25 * 1024 * 1024 },
  output: z.object({ id: idSchema }),
  success: 201,
  access: 'evidence:upload',
  stepUp: false,
  audit: { entry: 'evidence.uploaded' },
})

export const reviewEvidence = defineEndpoint({
  id: 'evidence.review',
  method: 'POST',
  path: '/api/evidence/:evidenceId/review',
  summary: 'Accepts or rejects an uploaded evidence; the reviewer is another natural person than the uploader.',
  params: z.strictObject({ evidenceId: idSchema }),
  body: z.strictObject({ outcome: z.enum(['accepted', 'rejected']), reason: z.string().trim().min(3).max(2000) }),
  output: z.object({ id: idSchema, state: evidenceStateSchema }),
  success: 200,
  access: 'evidence:review',
  stepUp: true,
  audit: { entry: 'evidence.reviewed' },
  objects: ['evidenceId'],
})

export const downloadEvidence = defineEndpoint({
  id: 'evidence.download',
  method: 'GET',
  path: '/api/evidence/:evidenceId/file',
  summary: 'Downloads the file of an evidence; never shown inline.',
  params: z.strictObject({ evidenceId: idSchema }),
  responds: 'file',
  success: 200,
  access: 'evidence:read',
  stepUp: false,
  audit: { reads: 'evidence.downloaded' },
  objects: ['evidenceId'],
})
