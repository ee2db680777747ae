/**
 * The ledger at the edge: entries as people read them, and what the looks at it state as facts. Browser-safe. No field says whether something is good: the predicates in
 * `rules.ts` judge. Counters stay out, so that an unchanged ledger is an unchanged observation.
 */
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const factTypes = {
  tree: 'ledger.tree',
  trigger: 'ledger.trigger',
  rights: 'ledger.rights',
  action: 'ledger.action',
} as const

/** How what is stored differs from what was signed. */
export const differences = [
  'entry_altered',
  'entry_missing',
  'payload_missing',
  'entry_beyond_head',
  'tile_altered',
  'tile_missing',
  'head_of_another_tree',
  'head_not_signed',
  'head_went_back',
  'instance_lacks_head',
  'instance_leaf_altered',
] as const
export type Difference = (typeof differences)[number]

/** One tree: of a tenant, or of the instance. */
export const treeFactSchema = z.strictObject({
  of: z.enum(['tenant', 'instance']),
  /** The first of each kind, with its place in the log where it has one. */
  differences: z.array(z.strictObject({ what: z.enum(differences), place: z.int().nullable() })),
  /** Whether the last pass through all entries has come to its end. */
  examined: z.enum(['whole', 'part']),
  /** Whether an entry has waited for its place for more than five seconds. */
  waiting: z.enum(['within_5s', 'beyond_5s']),
})
export type TreeFact = z.infer<typeof treeFactSchema>

/** One trigger on a table of the ledger. Subject: `table.trigger`. */
export const triggerFactSchema = z.strictObject({
  present: z.boolean(),
  enabled: z.boolean(),
  /** As the server prints it; empty when there is none. */
  definition: z.string(),
  /** The text of its function stands word for word in a migration. */
  asMigrated: z.boolean(),
})
export type TriggerFact = z.infer<typeof triggerFactSchema>

/** What the serving roles and others may do with a table of the ledger: `role: PRIVILEGE`. */
export const rightsFactSchema = z.strictObject({ held: z.array(z.string()) })
export type RightsFact = z.infer<typeof rightsFactSchema>

/** One route, what it declares to leave in the ledger, and what it left when it was tried. Subject: `METHOD /path`. */
export const actionFactSchema = z.strictObject({
  changes: z.boolean(),
  declared: z.enum(['entry', 'reads', 'none']),
  action: z.string().nullable(),
  /** Null when it was not tried; else the actions of the entries that were there to be read. */
  left: z.array(z.string()).nullable(),
})
export type ActionFact = z.infer<typeof actionFactSchema>

/** One entry as lists show it. */
export const entrySummarySchema = z.object({
  id: idSchema,
  /** Its place in the log; null while it is recorded and not yet in the tree. */
  place: z.number().int().nullable(),
  recordedAt: z.string(),
  action: z.string(),
  /** What the action is called, in the reader's language. */
  title: z.string(),
  object: z.object({ kind: z.string(), id: z.string() }),
  who: z.object({
    kind: z.string(),
    /** The natural person behind it; null for the system and for whoever did not sign in. */
    person: z.object({ id: idSchema, name: z.string() }).nullable(),
    /** Part of the system that acted. */
    name: z.string().nullable(),
  }),
  /** The person it is about, when that is said. */
  about: z.object({ id: z.string(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  /** Something personal in it was erased. */
  erased: z.boolean(),
  /** Its payload's time to be kept is over. */
  expired: z.boolean(),
})

/** A value of a field as it was recorded: confidential ones as a commitment. */
const fields = z.record(z.string(), z.unknown())

export const entryDetailSchema = entrySummarySchema.extend({
  occurredAt: z.string(),
  before: fields.nullable(),
  after: fields.nullable(),
  where: z.object({ request: z.string().nullable(), address: z.string().nullable(), userAgent: z.string().nullable() }),
  /** What the leaf is made of: see docs/ledger-format.md. */
  payload: z.string().nullable(),
  salt: z.string().nullable(),
  commitment: z.string(),
  parts: z.array(
    z.object({
      person: z.string(),
      commitment: z.string(),
      salt: z.string().nullable(),
      payload: z.string().nullable(),
      /** When the person was erased, and in which case; null when they were not. */
      erased: z.object({ at: z.string(), caseId: z.string().nullable() }).nullable(),
    }),
  ),
  leafHash: z.string(),
  proof: z
    .object({
      size: z.number().int(),
      root: z.string(),
      /** Base64, the leaf's sibling first (RFC 6962 §2.1.1). */
      path: z.array(z.string()),
      /** The same as a C2SP tlog-proof, with the signed head. */
      text: z.string(),
    })
    .nullable(),
})

/** What narrows the ledger, by list and export alike. */
const filterShape = {
  /** Who acted, or whom it is about. */
  personId: idSchema.optional(),
  /** The whole name, or its beginning up to a dot: `account.` finds `account.invited`. */
  action: z.string().max(80).optional(),
  objectKind: z.string().max(80).optional(),
  objectId: z.string().max(200).optional(),
  from: instantSchema.optional(),
  /** Before this instant. */
  until: instantSchema.optional(),
}
export type LedgerFilter = z.output<z.ZodObject<typeof filterShape>>

function endsAfterStart({ from, until }: Pick<LedgerFilter, 'from' | 'until'>): boolean {
  return from === undefined || until === undefined || new Date(from) < new Date(until)
}
const period = { path: ['until'], params: { code: 'end_before_start' } }

/** The filters of the page in its address: days instead of instants, because a view is kept for longer than a day. */
export const ledgerSearchSchema = z.strictObject({
  person: idSchema.optional(),
  action: z.string().min(1).max(80).optional(),
  kind: z.string().min(1).max(80).optional(),
  object: z.string().min(1).max(200).optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
})
export type LedgerSearch = z.output<typeof ledgerSearchSchema>

export const listEntries = defineEndpoint({
  id: 'ledger.list',
  method: 'GET',
  path: '/api/ledger',
  summary: 'Lists entries of the ledger, newest first.',
  query: pageQuerySchema.extend(filterShape).refine(endsAfterStart, period),
  output: pageOf(entrySummarySchema),
  success: 200,
  access: 'ledger:read',
  stepUp: false,
  audit: { reads: 'ledger.listed' },
})

export const exportFormats = ['csv', 'xlsx', 'ndjson', 'cef'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportEntries = defineEndpoint({
  id: 'ledger.export-entries',
  method: 'GET',
  path: '/api/ledger/export',
  summary: 'The same entries as a file, newest first: CSV (RFC 4180), XLSX, JSON by the line, or CEF for a SIEM.',
  query: z
    .strictObject({ ...filterShape, format: z.enum(exportFormats).default('ndjson') })
    .refine(endsAfterStart, period),
  responds: 'download',
  success: 200,
  access: 'ledger:export',
  stepUp: true,
  audit: { entry: 'ledger.entries_exported' },
})

export const readEntry = defineEndpoint({
  id: 'ledger.read',
  method: 'GET',
  path: '/api/ledger/:entryId',
  summary: 'Reads one entry with what changed and the proof of its place in the signed tree.',
  params: z.strictObject({ entryId: idSchema }),
  output: entryDetailSchema,
  success: 200,
  access: 'ledger:read',
  stepUp: false,
  audit: { reads: 'ledger.read' },
  objects: ['entryId'],
})

/** Which entries a bundle holds: of a period, about one object, or both. */
const bundleQuerySchema = z
  .strictObject({
    from: instantSchema.optional(),
    until: instantSchema.optional(),
    objectKind: z.string().min(1).max(80).optional(),
    objectId: z.string().min(1).max(200).optional(),
    /** Size of a head that was kept: the bundle proves that it continues it. */
    since: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .refine(({ objectKind, objectId }) => objectKind !== undefined || objectId === undefined, {
    path: ['objectKind'],
    params: { code: 'required' },
  })
  .refine(({ objectKind, objectId }) => objectId !== undefined || objectKind === undefined, {
    path: ['objectId'],
    params: { code: 'required' },
  })
  .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) <= Date.parse(until), {
    path: ['until'],
    params: { code: 'end_before_start' },
  })

export const measureBundle = defineEndpoint({
  id: 'ledger.measure-bundle',
  method: 'GET',
  path: '/api/ledger/bundle/outline',
  summary: 'Says what a proof bundle would hold.',
  query: bundleQuerySchema,
  output: z.object({
    fileName: z.string(),
    entries: z.number().int(),
    /** Entries under the signed head; 0 while there is none. */
    size: z.number().int(),
  }),
  success: 200,
  access: 'ledger:export',
  stepUp: true,
  audit: { none: 'counts entries; taking them along is recorded' },
})

export const exportBundle = defineEndpoint({
  id: 'ledger.export',
  method: 'GET',
  path: '/api/ledger/bundle',
  summary: 'Streams a proof bundle, a zip archive that `beleg verify` judges offline.',
  query: bundleQuerySchema,
  responds: 'download',
  success: 200,
  access: 'ledger:export',
  stepUp: true,
  audit: { entry: 'ledger.exported' },
})

export {
  cosignedPath,
  feedPath,
  ledgerStateSchema,
  longestMergeDelayMs,
  publicationPath,
  publicationSchema,
  readLedgerState,
  requestPublication,
  rotateSigningKey,
  signingKeySchema,
  timestampPath,
  type LedgerState,
} from './contract/head.ts'
export {
  addRecipient,
  endSubscription,
  listRecipients,
  mostRecipients,
  readSubscription,
  recipientSchema,
  removeRecipient,
  unsubscribePage,
  type Recipient,
} from './contract/recipient.ts'
