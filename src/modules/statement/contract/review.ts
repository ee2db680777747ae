/**
 * Reviewing a draft sentence by sentence: accept, correct what was read, split, merge, add what was not read as one, take
 * back. Every sentence has a version that a change names, so that two people lose nothing of each other. Browser-safe.
 */
import { idSchema } from '#core/page.ts'
import {
  claimKindSchema,
  claimParameterSchema,
  measureIdSchema,
  modalitySchema,
  quantifierSchema,
  type ClaimKind,
  type ClaimParameter,
  type Quantifier,
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
  /** What the reader would bind it to, best first; empty when nothing in the catalogue fits. */
  suggestions: z.array(z.object({ id: z.string(), score: z.number() })),
  scope: z.string().nullable(),
  version: z.number().int(),
  accepted: z.object({ personId: idSchema, name: z.string(), at: z.string() }).nullable(),
})
export type DraftClaim = z.infer<typeof draftClaimSchema>

/** The number that a sentence needs and does not name: how often "regularly" is, how soon "promptly" is. */
export function missingNumber(claim: {
  readonly kind: ClaimKind
  readonly quantifier: Quantifier
  readonly parameters: readonly Pick<ClaimParameter, 'name'>[]
}): 'interval' | 'deadline' | null {
  if (claim.kind !== 'promise') return null
  const needed = claim.quantifier === 'regularly' ? 'interval' : claim.quantifier === 'promptly' ? 'deadline' : null
  return needed === null || claim.parameters.some(({ name }) => name === needed) ? null : needed
}

/** What an edit did; its id takes it back while nobody changed the same sentences since. */
const editSchema = z.object({ editId: idSchema, claims: z.array(draftClaimSchema) })

/** What can be done to the sentences of a draft. */
export const editKinds = ['add', 'edit', 'split', 'merge', 'undo'] as const
export type EditKind = (typeof editKinds)[number]

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
    number: z.number().int(),
    title: z.string(),
    body: z.string(),
    state: z.enum(versionStates),
    claims: z.array(draftClaimSchema),
    /** Sentences of the text that were read as no claim; headings are not among them. */
    unread: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
    /** Every measure a sentence may rest on. */
    measures: z.array(
      z.object({ id: z.string(), capability: z.string(), title: z.object({ de: z.string(), en: z.string() }) }),
    ),
    /** The reader's own edits that can still be taken back, newest first. */
    undoable: z.array(z.object({ editId: idSchema, kind: z.enum(editKinds), text: z.string() })),
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

export const addClaim = defineEndpoint({
  id: 'draft-claim.add',
  method: 'POST',
  path: '/api/statements/:statementId/claims',
  summary: 'Makes a sentence of a stretch of the text that was read as none.',
  params: z.strictObject({ statementId: idSchema }),
  body: z.strictObject({ start: z.number().int().nonnegative(), end: z.number().int().positive() }),
  output: editSchema,
  success: 201,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'draft-claim.added' },
  objects: ['statementId'],
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
