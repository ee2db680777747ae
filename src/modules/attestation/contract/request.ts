/** Contracts about requests and the copies that come of them. Browser-safe. */
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { frameworkIdSchema } from '#modules/framework/contract/framework.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import { accessOutcomes, longest, requestStates, standstills, wishes } from '../contract.ts'

const person = z.strictObject({ personId: idSchema, name: z.string() })
const localised = z.strictObject({ de: z.string(), en: z.string() })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** One line without control characters: it stands in letters and on copies. */
export const lineSchema = (most: number) =>
  z
    .string()
    .trim()
    .min(2)
    .max(most)
    // oxlint-disable-next-line no-control-regex -- these are what must not get through
    .regex(/^[^\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]*$/)

/** What is asked for, by strangers and by staff alike. */
export const askedSchema = z.strictObject({
  name: lineSchema(longest.name),
  email: z.email().max(longest.email),
  organisation: lineSchema(longest.organisation),
  purpose: z.string().trim().min(10).max(longest.purpose),
  wants: z.enum(wishes),
  /** Whose certificates the confirmation is about; all that hold when empty. */
  frameworks: z.array(frameworkIdSchema).max(10).default([]),
  offerId: idSchema.optional(),
  locale: localeSchema.default('de'),
})
export type Asked = z.output<typeof askedSchema>

export const requestSchema = z.strictObject({
  requestId: idSchema,
  /** Of the case; null while the address is not confirmed. */
  number: z.int().nullable(),
  state: z.enum(requestStates),
  source: z.enum(['public', 'staff']),
  /** Null once the requester was erased. */
  requester: z.strictObject({ name: z.string(), email: z.string(), organisation: z.string() }).nullable(),
  wants: z.enum(wishes),
  /** Of the document that is asked for. */
  title: localised.nullable(),
  askedAt: instantSchema,
  confirmedAt: instantSchema.nullable(),
  dueAt: instantSchema.nullable(),
  overdue: z.boolean(),
  customer: z.string().nullable(),
})
export type RequestView = z.output<typeof requestSchema>

export const accessSchema = z.strictObject({
  at: instantSchema,
  outcome: z.enum(accessOutcomes),
  address: z.string().nullable(),
})

export const copySchema = z.strictObject({
  copyId: idSchema,
  number: z.int(),
  title: z.string(),
  issuedAt: instantSchema,
  issuedBy: person.nullable(),
  expiresAt: instantSchema,
  endedAt: instantSchema.nullable(),
  endReason: z.string().nullable(),
  /** Why it is not served; null while it is. */
  standstill: z.enum(standstills).nullable(),
  sha256,
  bytes: z.int(),
  served: z.int(),
  refused: z.int(),
})
export type CopyView = z.output<typeof copySchema>

export const requestDetailSchema = requestSchema.extend({
  locale: localeSchema,
  purpose: z.string().nullable(),
  /** Why it is asked for again; asked of whoever got something within the tenant's period. */
  repeatReason: z.string().nullable(),
  frameworks: z.array(frameworkIdSchema),
  /** What the organisation asked for before, newest first. */
  earlier: z.array(z.strictObject({ requestId: idSchema, state: z.enum(requestStates), askedAt: instantSchema })),
  nda: z
    .strictObject({
      ndaId: idSchema,
      source: z.enum(['accepted', 'file']),
      validFrom: z.string(),
      validTo: z.string(),
      signatory: z.string().nullable(),
    })
    .nullable(),
  /** Whom the requester named to sign, while that is awaited. */
  signatory: z.strictObject({ name: z.string(), role: z.string(), email: z.string() }).nullable(),
  certificateIds: z.array(idSchema),
  assessment: z.string().nullable(),
  proposedBy: person.nullable(),
  decidedBy: person.nullable(),
  answer: z.string().nullable(),
  answeredAt: instantSchema.nullable(),
  copy: copySchema.nullable(),
  accesses: z.array(accessSchema),
  erasedAt: instantSchema.nullable(),
  /** Proposed by the reader: another person decides. */
  isOwnProposal: z.boolean(),
})
export type RequestDetail = z.output<typeof requestDetailSchema>

const requestParams = z.strictObject({ requestId: idSchema })
const reason = z.string().trim().min(3).max(2_000)
const ofOne = { params: requestParams, output: requestDetailSchema, success: 200, objects: ['requestId'] } as const

export const listRequests = defineEndpoint({
  id: 'attestation.list',
  method: 'GET',
  path: '/api/attestations',
  summary: 'Requests for a confirmation or a document under confidentiality, newest first.',
  query: pageQuerySchema,
  output: pageOf(requestSchema),
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'attestation.listed' },
})

export const enterRequest = defineEndpoint({
  id: 'attestation.enter',
  method: 'POST',
  path: '/api/attestations',
  summary: 'Enters a request that came by letter, mail or telephone; the requester confirms the address by a link.',
  body: askedSchema.extend({ repeatReason: z.string().trim().max(longest.purpose).optional() }),
  output: requestDetailSchema,
  success: 201,
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'attestation.requested' },
})

export const readRequest = defineEndpoint({
  ...ofOne,
  id: 'attestation.read',
  method: 'GET',
  path: '/api/attestations/:requestId',
  summary: 'One request with requester, agreement, decision, copy and every access to it.',
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'attestation.read' },
})

export const proposeRequest = defineEndpoint({
  ...ofOne,
  id: 'attestation.propose',
  method: 'POST',
  path: '/api/attestations/:requestId/propose',
  summary: 'Says why a request is reasonable and which certificates answer it; another person decides.',
  body: z.strictObject({
    assessment: reason,
    /** Those that the letter states; none for a document. */
    certificateIds: z.array(idSchema).max(20).default([]),
  }),
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'attestation.proposed' },
})

export const approveRequest = defineEndpoint({
  ...ofOne,
  id: 'attestation.approve',
  method: 'POST',
  path: '/api/attestations/:requestId/approve',
  summary: 'Approves what another person proposed.',
  access: 'attestation:approve',
  stepUp: true,
  audit: { entry: 'attestation.approved' },
})

export const returnRequest = defineEndpoint({
  ...ofOne,
  id: 'attestation.return',
  method: 'POST',
  path: '/api/attestations/:requestId/return',
  summary: 'Gives a proposal back to be worked on.',
  body: z.strictObject({ reason }),
  access: 'attestation:approve',
  stepUp: false,
  audit: { entry: 'attestation.returned' },
})

export const refuseRequest = defineEndpoint({
  ...ofOne,
  id: 'attestation.refuse',
  method: 'POST',
  path: '/api/attestations/:requestId/refuse',
  summary: 'Refuses a request with a reason, which the requester is told.',
  body: z.strictObject({ reason }),
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'attestation.refused' },
})

export const issueCopy = defineEndpoint({
  ...ofOne,
  id: 'attestation.issue',
  method: 'POST',
  path: '/api/attestations/:requestId/issue',
  summary: 'Makes the copy for this recipient, marked on every page, and mails the link to it.',
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'attestation.issued' },
})

export const revokeCopy = defineEndpoint({
  ...ofOne,
  id: 'attestation.revoke',
  method: 'POST',
  path: '/api/attestations/:requestId/revoke',
  summary: 'Takes a copy back: the link ends at once, and the recipient is told why.',
  body: z.strictObject({ reason }),
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'attestation.revoked' },
})

export const eraseRequester = defineEndpoint({
  ...ofOne,
  id: 'attestation.erase-requester',
  method: 'POST',
  path: '/api/attestations/:requestId/erase',
  summary: 'Takes the requester’s name, address and words out of a closed request; what was decided stays.',
  access: 'attestation:handle',
  stepUp: true,
  audit: { entry: 'attestation.requester-erased' },
})

export const disclosureSchema = copySchema.extend({
  requestId: idSchema,
  recipient: z.string().nullable(),
  organisation: z.string().nullable(),
})
export type DisclosureView = z.output<typeof disclosureSchema>

export const listDisclosures = defineEndpoint({
  id: 'disclosure.list',
  method: 'GET',
  path: '/api/disclosures',
  summary: 'The log of disclosures: every copy that was issued, for whom, and how often it was fetched.',
  query: pageQuerySchema,
  output: pageOf(disclosureSchema),
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'disclosure.listed' },
})

export const exportDisclosures = defineEndpoint({
  id: 'disclosure.export',
  method: 'GET',
  path: '/api/disclosures/file',
  summary: 'The log of disclosures as XLSX or CSV (RFC 4180), newest first.',
  query: z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  responds: 'download',
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'disclosure.exported' },
})
