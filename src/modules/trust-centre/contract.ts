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
    /** Null while nothing is published. */
    statement: z
      .object({ title: z.string(), locale: localeSchema, sentences: z.array(shownSentenceSchema) })
      .nullable(),
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
