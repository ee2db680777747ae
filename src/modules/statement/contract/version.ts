/**
 * Versions of a statement and what changed between them: comparison, answers to what became weaker, approval,
 * publication. Browser-safe.
 */
import { idSchema, instantSchema } from '#core/page.ts'
import { claimKindSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const versionStates = ['draft', 'review', 'approved', 'announced', 'published', 'superseded'] as const
export type VersionState = (typeof versionStates)[number]

export const directions = ['stronger', 'neutral', 'weaker', 'removed', 'added'] as const
export type Direction = (typeof directions)[number]

/** What one difference does. `look`: nobody but a person can tell, so it counts as weaker until one did. */
export const effects = ['stronger', 'neutral', 'weaker', 'look'] as const
export type Effect = (typeof effects)[number]

/** Where a version that was in force stays for ever, for everybody. */
export function versionPath(slug: string | null, locale: string, version: number): string {
  return `${slug === null ? '' : `/t/${slug}`}/versions/${locale}/${version}`
}

const personSchema = z.object({ personId: idSchema, name: z.string() }).nullable()

const versionSchema = z.object({
  id: idSchema,
  locale: localeSchema,
  version: z.number().int(),
  title: z.string(),
  state: z.enum(versionStates),
  claims: z.number().int(),
  sha256: z.string(),
  draftedBy: personSchema,
  createdAt: z.string(),
  submittedAt: z.string().nullable(),
  approvedBy: personSchema,
  approvedAt: z.string().nullable(),
  announcedAt: z.string().nullable(),
  /** From when on it is to hold, once it was announced. */
  effectiveAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  supersededAt: z.string().nullable(),
  /** How many contracts name it. */
  pinned: z.number().int(),
  /** Its address for good, once it was published. */
  path: z.string().nullable(),
})
export type VersionView = z.infer<typeof versionSchema>

export const listVersions = defineEndpoint({
  id: 'statement.list-versions',
  method: 'GET',
  path: '/api/statements',
  summary: 'Lists every version of the statement with its state, newest first, and the days of notice.',
  output: z.object({ items: z.array(versionSchema), noticeDays: z.number().int() }),
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { none: 'versions hold no more than was or will be published' },
})

const sentenceSchema = z.object({
  id: idSchema,
  text: z.string(),
  section: z.string().nullable(),
  kind: claimKindSchema,
  measures: z.array(z.object({ id: z.string(), title: z.string() })),
})

const changeSchema = z.object({
  /** By which it is answered: the sentence of the older version, or the new one where there is none. */
  claimId: idSchema,
  direction: z.enum(directions),
  before: sentenceSchema.nullable(),
  after: z.array(sentenceSchema),
  differences: z.array(z.object({ code: z.string(), effect: z.enum(effects), text: z.string() })),
  demandsAnswer: z.boolean(),
  /** Null while nobody answered, or where the sentences were altered since. */
  answer: z
    .object({
      kind: z.enum(['measure', 'judgement']),
      measure: z.object({ id: z.string(), title: z.string() }).nullable(),
      decisionId: idSchema.nullable(),
      outcome: z.enum(['approved', 'refused']).nullable(),
      reason: z.string().nullable(),
      givenBy: personSchema,
      givenAt: z.string(),
      decidedBy: personSchema,
      mayDecide: z.boolean(),
    })
    .nullable(),
  isAnswered: z.boolean(),
  /** Measures that other promises of this version keep, and that may compensate. */
  compensations: z.array(z.object({ id: z.string(), title: z.string() })),
})
export type ChangeView = z.infer<typeof changeSchema>

export const comparisonSchema = z.object({
  version: versionSchema,
  /** What it is compared with; null for the first of its language. */
  base: versionSchema.nullable(),
  counts: z.object({
    stronger: z.number().int(),
    neutral: z.number().int(),
    weaker: z.number().int(),
    removed: z.number().int(),
    added: z.number().int(),
  }),
  changes: z.array(changeSchema),
  /** What keeps it from being approved, in words. */
  obstacles: z.array(z.object({ claimId: idSchema, code: z.string(), text: z.string() })),
  /** Whether the reader wrote a part of it, and so may not approve it. */
  isAuthor: z.boolean(),
  /** Customers with a contract and an address, and how many of them were told. */
  customers: z.number().int(),
  told: z.number().int(),
  /** From when on it may hold at the earliest if it is published now. */
  earliestAt: z.string(),
})

const statementParams = z.strictObject({ statementId: idSchema })
const changeParams = z.strictObject({ statementId: idSchema, claimId: idSchema })
const reason = z.string().trim().min(10).max(4000)
const versionOutput = z.object({
  id: idSchema,
  state: z.enum(versionStates),
  effectiveAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
})

export const readComparison = defineEndpoint({
  id: 'statement.compare',
  method: 'GET',
  path: '/api/statements/:statementId/comparison',
  summary: 'Compares a version with the one it replaces, sentence by sentence, and says what became weaker and why.',
  params: statementParams,
  output: comparisonSchema,
  success: 200,
  access: 'claim:read',
  stepUp: false,
  audit: { none: 'versions hold no more than was or will be published' },
  objects: ['statementId'],
})

export const submitStatement = defineEndpoint({
  id: 'statement.submit',
  method: 'POST',
  path: '/api/statements/:statementId/submit',
  summary: 'Submits a draft for review; it is not written any more from then on.',
  params: statementParams,
  output: versionOutput,
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'statement.submitted' },
  objects: ['statementId'],
})

export const returnStatement = defineEndpoint({
  id: 'statement.return',
  method: 'POST',
  path: '/api/statements/:statementId/return',
  summary: 'Makes a version a draft again that was submitted, approved or announced, with a reason.',
  params: statementParams,
  body: z.strictObject({ reason }),
  output: versionOutput,
  success: 200,
  access: 'statement:approve',
  stepUp: false,
  audit: { entry: 'statement.returned' },
  objects: ['statementId'],
})

export const approveStatement = defineEndpoint({
  id: 'statement.approve',
  method: 'POST',
  path: '/api/statements/:statementId/approve',
  summary:
    'Approves a submitted version; by a natural person who wrote nothing of it, and only when whatever is weaker or removed is answered.',
  params: statementParams,
  output: versionOutput,
  success: 200,
  access: 'statement:approve',
  stepUp: true,
  audit: { entry: 'statement.approved' },
  objects: ['statementId'],
})

export const publishStatement = defineEndpoint({
  id: 'statement.publish',
  method: 'POST',
  path: '/api/statements/:statementId/publish',
  summary:
    'Publishes an approved version, now or from a later instant on; where something is weaker, customers are told first and it holds after the notice.',
  params: statementParams,
  body: z.strictObject({ effectiveAt: instantSchema.optional() }).default({}),
  output: versionOutput,
  success: 200,
  access: 'statement:publish',
  stepUp: true,
  audit: { entry: 'statement.published' },
  objects: ['statementId'],
})

export const compensateChange = defineEndpoint({
  id: 'statement-change.compensate',
  method: 'PUT',
  path: '/api/statements/:statementId/changes/:claimId/measure',
  summary: 'Answers a weaker or removed sentence by a measure that another promise of the version keeps.',
  params: changeParams,
  body: z.strictObject({ measure: z.string().min(1).max(80) }),
  output: z.object({ claimId: idSchema, measure: z.string() }),
  success: 200,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'statement-change.compensated' },
  objects: ['statementId', 'claimId'],
})

export const requestJudgement = defineEndpoint({
  id: 'statement-change.request-judgement',
  method: 'POST',
  path: '/api/statements/:statementId/changes/:claimId/judgement',
  summary:
    'Asks for the judgement that a weaker or removed sentence does not materially reduce the overall level of protection.',
  params: changeParams,
  body: z.strictObject({ reason }),
  output: z.object({ decisionId: idSchema }),
  success: 201,
  access: 'statement:draft',
  stepUp: false,
  audit: { entry: 'statement-change.judgement-requested' },
  objects: ['statementId', 'claimId'],
})

export const decideJudgement = defineEndpoint({
  id: 'statement-change.decide-judgement',
  method: 'POST',
  path: '/api/statement-judgements/:decisionId/outcome',
  summary:
    'Signs or refuses such a judgement; never by who asked for it, nor by anybody who wrote a part of the version.',
  params: z.strictObject({ decisionId: idSchema }),
  body: z.strictObject({ outcome: z.enum(['approved', 'refused']), reason }),
  output: z.object({ decisionId: idSchema, outcome: z.enum(['approved', 'refused']) }),
  success: 200,
  access: 'statement:approve',
  stepUp: true,
  audit: { entry: 'statement-change.judgement-decided' },
  objects: ['decisionId'],
})

export const changeNotice = defineEndpoint({
  id: 'statement-settings.change',
  method: 'PUT',
  path: '/api/statement-settings',
  summary: 'Sets how many days before a weaker version customers are told.',
  body: z.strictObject({ noticeDays: z.number().int().min(0).max(365) }),
  output: z.object({ noticeDays: z.number().int() }),
  success: 200,
  access: 'statement:approve',
  stepUp: true,
  audit: { entry: 'statement-settings.changed' },
})
