/**
 * Reviewing a draft sentence by sentence: accept, correct what was read, split, merge, take back. Every sentence has a
 * version that a change names, so that two people lose nothing of each other. Browser-safe.
 */
import { idSchema } from '#core/page.ts'
import {
  claimKindSchema,
  claimParameterSchema,
  measureIdSchema,
  modalitySchema,
  quantifierSchema,
} from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import { versionStates } from './version.ts'

export const draftClaimSchema = z.object({
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
  quantifierWord: z.string().nullable(),
  parameters: z.array(claimParameterSchema),
  measures: z.array(z.string()),
  scope: z.string().nullable(),
  version: z.number().int(),
  accepted: z.object({ personId: idSchema, name: z.string(), at: z.string() }).nullable(),
})
export type DraftClaim = z.infer<typeof draftClaimSchema>

/** What an edit did; its id takes it back while nobody changed the same sentences since. */
const editSchema = z.object({ editId: idSchema, claims: z.array(draftClaimSchema) })

const claimParams = z.strictObject({ claimId: idSchema })
const version = z.number().int().positive()

export const readReview = defineEndpoint({
  id: 'statement.read-review',
  method: 'GET',
  path: '/api/statements/:statementId/review',
  summary: 'Reads a version for review: its text and every sentence with what was read of it.',
  params: z.strictObject({ statementId: idSchema }),
  output: z.object({
    id: idSchema,
    locale: localeSchema,
    title: z.string(),
    body: z.string(),
    state: z.enum(versionStates),
    claims: z.array(draftClaimSchema),
  }),
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { none: 'versions hold no more than was or will be published' },
  objects: ['statementId'],
})

export const editClaim = defineEndpoint({
  id: 'draft-claim.edit',
  method: 'PATCH',
  path: '/api/draft-claims/:claimId',
  summary:
    'Accepts a sentence of a draft, or corrects its kind, strength, numbers, measures or scope; refused when somebody changed it meanwhile, with both values.',
  params: claimParams,
  body: z.strictObject({
    version,
    change: z
      .strictObject({
        kind: claimKindSchema,
        modality: modalitySchema,
        quantifier: quantifierSchema,
        parameters: z.array(claimParameterSchema).max(12),
        measures: z.array(measureIdSchema).max(12),
        /** Null: all systems. */
        scope: z.string().trim().min(1).max(200).nullable(),
        accepted: z.boolean(),
      })
      .partial(),
  }),
  output: editSchema,
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'draft-claim.edited' },
  objects: ['claimId'],
})

export const splitClaim = defineEndpoint({
  id: 'draft-claim.split',
  method: 'POST',
  path: '/api/draft-claims/:claimId/split',
  summary: 'Splits a sentence of a draft in two, before the character at an offset within its text.',
  params: claimParams,
  body: z.strictObject({ version, at: z.number().int().positive() }),
  output: editSchema,
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'draft-claim.split' },
  objects: ['claimId'],
})

export const mergeClaims = defineEndpoint({
  id: 'draft-claim.merge',
  method: 'POST',
  path: '/api/draft-claims/:claimId/merge',
  summary: 'Merges a sentence of a draft with the one that follows it; the weaker strength of the two holds.',
  params: claimParams,
  body: z.strictObject({ version, nextClaimId: idSchema, nextVersion: version }),
  output: editSchema,
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'draft-claim.merged' },
  objects: ['claimId'],
})

export const undoEdit = defineEndpoint({
  id: 'draft-claim.undo',
  method: 'POST',
  path: '/api/draft-claim-edits/:editId/undo',
  summary: 'Takes an edit back, unless somebody changed one of its sentences since.',
  params: z.strictObject({ editId: idSchema }),
  output: editSchema,
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'draft-claim.edit-undone' },
  objects: ['editId'],
})
