/** Contracts about erasing a person. Browser-safe. */
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

/** Why a person may demand erasure: GDPR Art. 17(1)(a) to (f); or nobody demanded it, and the storage period is over. */
export const legalBases = [
  'art17_1a',
  'art17_1b',
  'art17_1c',
  'art17_1d',
  'art17_1e',
  'art17_1f',
  'storage_period_over',
] as const
export type LegalBasis = (typeof legalBases)[number]

export const caseStates = ['requested', 'approved', 'erasing', 'done', 'refused', 'withdrawn'] as const
export type CaseState = (typeof caseStates)[number]

/** What stands in the way of erasing somebody. */
export const obstacles = ['already_erased', 'same_person', 'last_owner', 'account_open', 'case_open', 'held'] as const
export type Obstacle = (typeof obstacles)[number]

/** What is erased of a person; counted before and after. */
export const erasedKinds = [
  'names',
  'addresses',
  'entries',
  'mails',
  'sessions',
  'signIns',
  'apiKeys',
  'factors',
  'enrolments',
  'resets',
  'answers',
  'headRecipients',
  'employments',
  'views',
  'caseTexts',
] as const
export type ErasedKind = (typeof erasedKinds)[number]

/** What stays of a person, under their id alone or because it is not theirs. */
export const stayingKinds = ['entries', 'evidence', 'decisions', 'statements', 'foreignIds'] as const
export type StayingKind = (typeof stayingKinds)[number]

const counts = <Kind extends string>(kinds: readonly Kind[]) =>
  z.array(z.strictObject({ kind: z.enum(kinds), count: z.number().int() }))
const person = z.strictObject({ personId: idSchema, name: z.string() })
const day = z.iso.date()

export const previewSchema = z.strictObject({
  personId: idSchema,
  name: z.string(),
  erasedAt: instantSchema.nullable(),
  /** The case that erased the person, or is about to. */
  caseId: idSchema.nullable(),
  obstacles: z.array(z.enum(obstacles)),
  erased: counts(erasedKinds),
  stays: counts(stayingKinds),
  holds: z.array(z.strictObject({ holdId: idSchema, ofTenant: z.boolean(), placedAt: instantSchema })),
})
export type Preview = z.infer<typeof previewSchema>

export const caseSchema = z.strictObject({
  caseId: idSchema,
  person,
  basis: z.enum(legalBases),
  state: z.enum(caseStates),
  receivedOn: day,
  dueOn: day,
  overdue: z.boolean(),
  requestedBy: person,
  requestedAt: instantSchema,
  decidedBy: person.nullable(),
  decidedAt: instantSchema.nullable(),
  erasedAt: instantSchema.nullable(),
  doneAt: instantSchema.nullable(),
})

const caseDetailSchema = caseSchema.extend({
  /** Null once it is erased with what it speaks of. */
  reason: z.string().nullable(),
  decisionReason: z.string().nullable(),
  /** Evidence that the requester named. It stays, and so do the statuses that rest on it. */
  evidence: z.array(z.strictObject({ evidenceId: idSchema, title: z.string().nullable(), proves: z.boolean() })),
  /** While it is open: as it would be now. */
  preview: previewSchema.nullable(),
  /** Afterwards: what was erased. */
  erased: counts(erasedKinds).nullable(),
  /** Requester, person concerned or reader came into the register in one week. */
  sameWeek: z.boolean(),
  /** Why the reader may not decide; null when they may. */
  mayNotDecideBecause: z.string().nullable(),
  mayWithdraw: z.boolean(),
})
export type CaseView = z.infer<typeof caseDetailSchema>

const reason = z.string().trim().min(1).max(1000)
const personParams = z.strictObject({ personId: idSchema })
const caseParams = z.strictObject({ caseId: idSchema })

export const previewErasure = defineEndpoint({
  id: 'erasure.preview',
  method: 'GET',
  path: '/api/people/:personId/erasure',
  summary: 'What erasing a person would erase, what stays and why, and what stands in its way.',
  params: personParams,
  output: previewSchema,
  success: 200,
  access: 'erasure:read',
  stepUp: false,
  audit: { reads: 'erasure.previewed' },
  objects: ['personId'],
})

export const requestErasure = defineEndpoint({
  id: 'erasure.request',
  method: 'POST',
  path: '/api/people/:personId/erasures',
  summary: 'Opens a case to erase a person; somebody else has to approve it.',
  params: personParams,
  body: z.strictObject({
    basis: z.enum(legalBases),
    /** The day on which the demand came in, from which the month runs; for an ended storage period, its end. */
    receivedOn: day,
    reason,
    evidenceIds: z.array(idSchema).max(50).default([]),
  }),
  output: caseSchema,
  success: 201,
  access: 'erasure:request',
  stepUp: true,
  audit: { entry: 'erasure.requested' },
  objects: ['personId'],
})

export const listErasures = defineEndpoint({
  id: 'erasure.list',
  method: 'GET',
  path: '/api/erasures',
  summary: 'Cases to erase persons, newest first.',
  query: pageQuerySchema.extend({ personId: idSchema.optional(), state: z.enum(caseStates).optional() }),
  output: pageOf(caseSchema),
  success: 200,
  access: 'erasure:read',
  stepUp: false,
  audit: { reads: 'erasure.listed' },
})

export const readErasure = defineEndpoint({
  id: 'erasure.read',
  method: 'GET',
  path: '/api/erasures/:caseId',
  summary: 'One case with its preview, or with what was erased.',
  params: caseParams,
  output: caseDetailSchema,
  success: 200,
  access: 'erasure:read',
  stepUp: false,
  audit: { reads: 'erasure.read' },
  objects: ['caseId'],
})

export const approveErasure = defineEndpoint({
  id: 'erasure.approve',
  method: 'POST',
  path: '/api/erasures/:caseId/approve',
  summary: 'The second pair of eyes: the person is erased within a minute, for good.',
  params: caseParams,
  body: z.strictObject({ reason }),
  output: caseSchema,
  success: 200,
  access: 'erasure:approve',
  stepUp: true,
  audit: { entry: 'erasure.approved' },
  objects: ['caseId'],
})

export const refuseErasure = defineEndpoint({
  id: 'erasure.refuse',
  method: 'POST',
  path: '/api/erasures/:caseId/refuse',
  summary: 'Refuses a case, with the reason that the person is owed.',
  params: caseParams,
  body: z.strictObject({ reason }),
  output: caseSchema,
  success: 200,
  access: 'erasure:approve',
  stepUp: false,
  audit: { entry: 'erasure.refused' },
  objects: ['caseId'],
})

export const withdrawErasure = defineEndpoint({
  id: 'erasure.withdraw',
  method: 'POST',
  path: '/api/erasures/:caseId/withdraw',
  summary: 'Whoever opened a case takes it back before it is decided.',
  params: caseParams,
  body: z.strictObject({ reason }),
  output: caseSchema,
  success: 200,
  access: 'erasure:request',
  stepUp: false,
  audit: { entry: 'erasure.withdrawn' },
  objects: ['caseId'],
})
