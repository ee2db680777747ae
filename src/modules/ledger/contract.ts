/**
 * What the looks at the ledger state, as facts. Browser-safe. No field says whether something is good: the predicates in
 * `rules.ts` judge. Counters stay out, so that an unchanged ledger is an unchanged observation.
 */
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
