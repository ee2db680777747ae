/**
 * The collector `isolation.row-security`: what the catalogue says about every table, role and function with its owner's
 * rights, and what a stranger's transaction could do to the rows of each table. The tables that the modules declare are
 * the second source: a table that only one of the two knows is a counter-example. What is stated changes only when
 * something changed.
 */
import type { Collector, ObservedFact } from '#core/collector.ts'
import type { Registry } from '#core/registry.ts'
import { Problem } from '#platform/http/problem.ts'
import { readMigrations } from '#platform/database/migrate.ts'
import { ensureCanaryTenants } from './canary-tenant.ts'
import { type FunctionFact, factTypes, type Policy, type RoleFact, type TableFact } from './contract.ts'
import {
  appRole,
  definerFunctions,
  foreignSchemas,
  ownerRole,
  platformRole,
  platformTables,
  schema,
  tenantPolicies,
  tenantPrivileges,
} from './expectation.ts'
import { plantEverywhere } from './plant.ts'
import { judgeTableSecurity } from './rules.ts'
import {
  type CatalogueFunction,
  type CatalogueRole,
  type CatalogueTable,
  readCatalogueRole,
  readCatalogueTables,
  readCurrentRole,
  readDefinerFunctions,
} from './store.ts'
import { attackTables, listTablesHolding } from './table-probe.ts'

/** Names of roles on this server, by the names that the code uses. */
interface RoleNames {
  readonly app: string
  readonly platform: string
}

interface TableObservation extends ObservedFact {
  readonly data: TableFact
}

/** A table that cannot be planted in is not tried again before so long. */
const plantAgainMs = 60_000

export function rowSecurityCollector(registry: () => Registry): Collector {
  let plantedAt = -Infinity
  let migrated: string | undefined
  return {
    id: 'isolation.row-security',
    query: 'catalogue of the database, and attempts of a stranger’s transaction on the rows of every table',
    version: '1',
    everyMs: 10_000,
    detectsWithinMs: 20_000,
    observe: async (context) => {
      const { services } = context
      const declared = registry().tables
      const tenants = await ensureCanaryTenants(services)
      const app = await context.withTenant(tenants.stranger.id, readCurrentRole)
      const seen = await context.withPlatform('read the catalogue', async (tx) => {
        const platform = await readCurrentRole(tx)
        const roles: RoleNames = { app, platform }
        return {
          roles,
          tables: await readCatalogueTables(tx),
          app: await readCatalogueRole(tx, app, [schema]),
          platform: await readCatalogueRole(tx, platform, [schema, ...foreignSchemas]),
          functions: await readDefinerFunctions(tx, schema, [app, platform]),
        }
      })
      const present = new Set(
        seen.tables.filter((table) => table.schema === schema && table.has_tenant_id).map((table) => table.name),
      )
      const targets = [...present].filter((name) => !(name in platformTables)).toSorted()
      const holding = async () => context.withTenant(tenants.keeper.id, (tx) => listTablesHolding(tx, targets))
      let planted = await holding()
      const now = services.clock.now().getTime()
      const gaps = () => declared.some((table) => present.has(table) && !planted.has(table))
      // Only into a sound database: where a policy hides the rows they are not missing, and planting anew would fail.
      if (
        gaps() &&
        now - plantedAt > plantAgainMs &&
        isSound(tableFacts(seen.tables, declared, seen.roles, () => null))
      ) {
        plantedAt = now
        await plantEverywhere(services, registry(), tenants.keeper)
        planted = await holding()
        // Planted for good: the next gap is mended at once.
        if (!gaps()) plantedAt = -Infinity
      }
      const attacks = await attackTables(context, tenants.stranger.id, tenants.keeper.id, targets)
      const tables = tableFacts(seen.tables, declared, seen.roles, (name) => {
        const attack = attacks.get(name)
        return attack === undefined ? null : { planted: planted.has(name), ...attack }
      })
      migrated ??= (await readMigrations()).map((migration) => migration.sql).join('\n')
      const functions = functionFacts(seen.functions, seen.roles, migrated)
      const roles: ObservedFact[] = [roleFact(appRole, seen.app), roleFact(platformRole, seen.platform)]
      return {
        facts: [...tables, ...roles, ...functions],
        populations: [
          {
            factType: factTypes.table,
            expected: new Set([...declared, ...Object.keys(platformTables)]).size,
            seen: tables.length,
            reconciledAgainst: 'tables that the modules declare, and the list of tables of the platform',
          },
          { factType: factTypes.role, expected: 2, seen: roles.length, reconciledAgainst: 'the doors to the database' },
          {
            factType: factTypes.function,
            expected: Object.keys(definerFunctions).length,
            seen: functions.length,
            reconciledAgainst: 'the list of functions with their owner’s rights',
          },
        ],
      }
    },
  }
}

function tableFacts(
  found: readonly CatalogueTable[],
  declared: readonly string[],
  roles: RoleNames,
  attackOn: (name: string) => TableFact['attack'],
): TableObservation[] {
  const byName = new Map(
    found.map((table) => [table.schema === schema ? table.name : `${table.schema}.${table.name}`, table]),
  )
  const ofTenants = new Set(
    [...byName].filter(([name, table]) => table.has_tenant_id && !(name in platformTables)).map(([name]) => name),
  )
  const names = new Set([...byName.keys(), ...declared, ...Object.keys(platformTables)])
  return [...names].toSorted().map((name) => {
    const table = byName.get(name)
    const kind = name in platformTables ? 'platform' : declared.includes(name) ? 'tenant' : 'undeclared'
    const data =
      table === undefined
        ? absentTable(kind)
        : describeTable(table, name, kind, roles, ofTenants, kind === 'platform' ? null : attackOn(name))
    return { subject: { kind: 'table', externalId: name }, type: factTypes.table, data }
  })
}

/** Whether the catalogue alone gives no reason to complain of any table. */
function isSound(tables: readonly TableObservation[]): boolean {
  return tables.every(({ data }) => judgeTableSecurity(data).outcome !== 'fail')
}

function absentTable(kind: TableFact['kind']): TableFact {
  return {
    kind,
    present: false,
    hasTenantId: false,
    rlsEnabled: false,
    rlsForced: false,
    policies: [],
    policyFaults: [],
    primaryKeyStartsWithTenant: false,
    indexesWithoutTenant: [],
    foreignKeysWithoutTenant: [],
    owner: '',
    ownerIsServingRole: false,
    ownerIsSchemaOwner: false,
    grantsBeyond: [],
    bypasses: [],
    attack: null,
  }
}

function describeTable(
  table: CatalogueTable,
  name: string,
  kind: TableFact['kind'],
  roles: RoleNames,
  ofTenants: ReadonlySet<string>,
  attack: TableFact['attack'],
): TableFact {
  const plain = (role: string) => plainRole(role, roles, table.schema_owner)
  const policies = table.policies.map((policy) => ({ ...policy, roles: policy.roles.map(plain).toSorted() }))
  const expected = kind === 'platform' ? (platformTables[name]?.policies ?? []) : tenantPolicies
  return {
    kind,
    present: true,
    hasTenantId: table.has_tenant_id,
    rlsEnabled: table.rls_enabled,
    rlsForced: table.rls_forced,
    policies,
    policyFaults: [
      ...faultsOfPolicies(policies, expected),
      // A table of the platform whose policies count needs them enforced too.
      ...(kind === 'platform' && expected.length > 0 && !(table.rls_enabled && table.rls_forced)
        ? ['row security is off']
        : []),
    ],
    primaryKeyStartsWithTenant: table.primary_key_first === 'tenant_id',
    indexesWithoutTenant:
      kind === 'platform'
        ? []
        : table.indexes.filter((index) => index.first !== 'tenant_id').map((index) => index.name),
    foreignKeysWithoutTenant: table.foreign_keys
      .filter((key) => (ofTenants.has(key.target) || key.target === 'tenants') && !carriesTenant(key))
      .map((key) => key.name),
    owner: plain(table.owner),
    ownerIsServingRole: table.owner === roles.app || table.owner === roles.platform,
    ownerIsSchemaOwner: table.owner === table.schema_owner,
    grantsBeyond: table.grants
      .filter((grant) => !mayHold(kind, name, plain(grant.role), grant.privilege, grant.column))
      .map((grant) => `${plain(grant.role)}: ${grant.privilege}${grant.column === null ? '' : ` (${grant.column})`}`)
      .toSorted(),
    bypasses: [...table.bypasses],
    attack,
  }
}

/** A reference carries the tenant when it pairs it with the tenant of what it refers to. */
function carriesTenant(key: CatalogueTable['foreign_keys'][number]): boolean {
  return key.pairs.some(
    ([here, there]) => here === 'tenant_id' && there === (key.target === 'tenants' ? 'id' : 'tenant_id'),
  )
}

function mayHold(
  kind: TableFact['kind'],
  name: string,
  role: string,
  privilege: string,
  column: string | null,
): boolean {
  if (column !== null) return false
  const four: readonly string[] = tenantPrivileges
  if (kind !== 'platform') return role === appRole && four.includes(privilege)
  if (role === platformRole) return four.includes(privilege)
  return role === appRole && (platformTables[name]?.app.includes(privilege) ?? false)
}

/** Names of policies that are missing, altered or too many. */
function faultsOfPolicies(found: readonly Policy[], expected: readonly Policy[]): string[] {
  const faults: string[] = []
  for (const policy of expected) {
    const same = found.find((one) => one.name === policy.name)
    if (!same) faults.push(`${policy.name} is missing`)
    else if (textOf(same) !== textOf(policy)) faults.push(`${policy.name} is altered`)
  }
  for (const policy of found)
    if (!expected.some((one) => one.name === policy.name)) faults.push(`${policy.name} is unknown`)
  return faults
}

function textOf(policy: Policy): string {
  const plain = (expression: string | null) => expression?.replaceAll(/\s+/g, ' ') ?? null
  return JSON.stringify([policy.command, policy.permissive, policy.roles, plain(policy.using), plain(policy.check)])
}

function plainRole(role: string, roles: RoleNames, schemaOwner: string): string {
  if (role === roles.app) return appRole
  if (role === roles.platform) return platformRole
  return role === schemaOwner ? ownerRole : role
}

function roleFact(name: string, role: CatalogueRole | undefined): ObservedFact {
  if (!role) throw new Problem(500, 'isolation.probe_unusable')
  const data: RoleFact = {
    present: true,
    superuser: role.superuser,
    bypassesRowSecurity: role.bypasses,
    createsRoles: role.creates_roles,
    createsDatabases: role.creates_databases,
    replicates: role.replicates,
    memberships: [...role.memberships],
    ownedObjects: role.owned,
    mayCreateIn: [...role.creates_in],
    decisiveSettings: [...role.settings],
    foreignTables: [...role.foreign_tables],
  }
  return { subject: { kind: 'database-role', externalId: name }, type: factTypes.role, data }
}

function functionFacts(found: readonly CatalogueFunction[], roles: RoleNames, migrated: string): ObservedFact[] {
  const bySignature = new Map(found.map((one) => [one.signature, one]))
  const signatures = new Set([...bySignature.keys(), ...Object.keys(definerFunctions)])
  return [...signatures].toSorted().map((signature) => {
    const one = bySignature.get(signature)
    const expected = definerFunctions[signature]
    const data: FunctionFact = {
      declared: expected !== undefined,
      present: one !== undefined,
      asMigrated: one !== undefined && one.body.trim() !== '' && migrated.includes(one.body),
      searchPathFixed: one?.config.includes('search_path=pg_catalog, pg_temp') ?? false,
      callersBeyond: (one?.callers ?? [])
        .map((role) => plainRole(role, roles, ''))
        .filter((role) => !expected?.callers.includes(role)),
    }
    return { subject: { kind: 'database-function', externalId: signature }, type: factTypes.function, data }
  })
}
