/**
 * What the attacks on tenant isolation and the look into the database's catalogue state, as facts. Browser-safe. No
 * field says whether something is good: the predicates in `rules.ts` judge.
 */
import { z } from 'zod'

export const factTypes = {
  route: 'route.isolation',
  table: 'table.row-security',
  role: 'role.privileges',
  function: 'function.security',
} as const

const names = z.array(z.string())

/**
 * One route as a stranger of another tenant met it. `object`: it names an object in its path. `list`: it answers with
 * what the caller's tenant holds.
 */
export const routeFactSchema = z.strictObject({
  attack: z.enum(['object', 'list']),
  /** False when the server has no such route, or a route that nobody attacked. */
  attacked: z.boolean(),
  declaredSuccess: z.number().int(),
  /** What the owner got for its own object: the positive control. Null when nobody asked. */
  ownerStatus: z.number().int().nullable(),
  /** What the stranger got for the owner's object. */
  strangerStatus: z.number().int().nullable(),
  /** What the stranger got for an object that does not exist. */
  missingStatus: z.number().int().nullable(),
  /** Where the stranger's two answers differ: `status`, `body`, `header:<name>`. Request id and date may differ. */
  differences: names,
  /** Fields of body and query that take the id of an object and told a foreign one from a nonexistent one. */
  telltaleFields: names,
  /** Something of the owner's stood in an answer to the stranger. */
  leaked: z.boolean(),
  /** Tables in which the owner's rows were others after the stranger's requests. */
  changedTables: names,
  /** For lists: the owner found the planted object in its own answer, so that its absence elsewhere says something. */
  ownerSawPlanted: z.boolean().nullable(),
})
export type RouteFact = z.infer<typeof routeFactSchema>

/** What an attempt at another tenant's rows came to. `unclear`: it failed for another reason, and says nothing. */
export const attemptSchema = z.enum(['refused', 'reached', 'unclear'])
export type Attempt = z.infer<typeof attemptSchema>

export const policySchema = z.strictObject({
  name: z.string(),
  command: z.string(),
  permissive: z.boolean(),
  roles: names,
  using: z.string().nullable(),
  check: z.string().nullable(),
})
export type Policy = z.infer<typeof policySchema>

/** One table: what the catalogue says about it, and what a stranger's transaction could do to its rows. */
export const tableFactSchema = z.strictObject({
  /** `tenant`: rows of tenants, under row-level security. `platform`: of no tenant, on a short list with a reason. */
  kind: z.enum(['tenant', 'platform', 'undeclared']),
  present: z.boolean(),
  hasTenantId: z.boolean(),
  rlsEnabled: z.boolean(),
  rlsForced: z.boolean(),
  policies: z.array(policySchema),
  /** Policies that are missing, altered or too many, by name. */
  policyFaults: names,
  primaryKeyStartsWithTenant: z.boolean(),
  /** Indexes that do not begin with the tenant. */
  indexesWithoutTenant: names,
  /** Foreign keys between tenants' tables that do not carry the tenant. */
  foreignKeysWithoutTenant: names,
  owner: z.string(),
  ownerIsServingRole: z.boolean(),
  ownerIsSchemaOwner: z.boolean(),
  /** `role: privilege`, with the column where it is one column's, of everything beyond what is meant. */
  grantsBeyond: names,
  /** Views, materialised views, rules, inheriting tables and publications through which rows get past the policies. */
  bypasses: names,
  /** Null for tables that are not attacked: those of the platform. */
  attack: z
    .strictObject({
      /** Whether the attacked tenant saw a row of its own: the positive control. */
      planted: z.boolean(),
      read: attemptSchema,
      readWithoutTenant: attemptSchema,
      update: attemptSchema,
      delete: attemptSchema,
      insert: attemptSchema,
      /** The same insert with the stranger's own tenant got further: the refusal was about the tenant. */
      insertControlled: z.boolean(),
    })
    .nullable(),
})
export type TableFact = z.infer<typeof tableFactSchema>

/** One role on which requests or workers reach the database. */
export const roleFactSchema = z.strictObject({
  present: z.boolean(),
  superuser: z.boolean(),
  bypassesRowSecurity: z.boolean(),
  createsRoles: z.boolean(),
  createsDatabases: z.boolean(),
  replicates: z.boolean(),
  /** Roles it is a member of, directly or through others. */
  memberships: names,
  /** Objects it owns, in any database of the server. */
  ownedObjects: z.number().int(),
  /** Schemas and databases in which it may create objects. */
  mayCreateIn: names,
  /** Settings that its sessions start with and that decide which rows they see. */
  decisiveSettings: names,
  /** Tables outside our schemas on which it has rights. */
  foreignTables: names,
})
export type RoleFact = z.infer<typeof roleFactSchema>

/** A function that runs with its owner's rights: a way past the policies, so each is on a list with a reason. */
export const functionFactSchema = z.strictObject({
  declared: z.boolean(),
  present: z.boolean(),
  /** Its text stands word for word in a migration. */
  asMigrated: z.boolean(),
  /** It fixes its search path, so that nobody slips it another table. */
  searchPathFixed: z.boolean(),
  /** Serving roles, PUBLIC and others that may call it beyond what is meant. */
  callersBeyond: names,
})
export type FunctionFact = z.infer<typeof functionFactSchema>

export const problemCodes = ['isolation.no_server', 'isolation.canary_unavailable', 'isolation.probe_unusable'] as const
