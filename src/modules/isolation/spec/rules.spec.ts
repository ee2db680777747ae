/** The predicates: what leaked always fails, what was not attacked never passes, and only the sound fact passes. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FunctionFact, RoleFact, RouteFact, TableFact } from '../contract.ts'
import { functionFactSchema, roleFactSchema, routeFactSchema, tableFactSchema } from '../contract.ts'
import { de } from '../locale/de.ts'
import { judgeDefinerFunction, judgeRolePrivileges, judgeRouteIsolation, judgeTableSecurity } from '../rules.ts'

const names = fc.array(fc.string({ minLength: 1 }), { maxLength: 3 })
const status = fc.option(fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503))

const routes: fc.Arbitrary<RouteFact> = fc.record({
  attack: fc.constantFrom('object', 'list'),
  attacked: fc.boolean(),
  declaredSuccess: fc.constantFrom(200, 201, 204),
  ownerStatus: status,
  strangerStatus: status,
  missingStatus: status,
  differences: names,
  telltaleFields: names,
  leaked: fc.boolean(),
  changedTables: names,
  ownerSawPlanted: fc.option(fc.boolean()),
})

const attempt = fc.constantFrom('refused', 'reached', 'unclear')
const tables: fc.Arbitrary<TableFact> = fc.record({
  kind: fc.constantFrom('tenant', 'platform', 'undeclared'),
  present: fc.boolean(),
  hasTenantId: fc.boolean(),
  rlsEnabled: fc.boolean(),
  rlsForced: fc.boolean(),
  policies: fc.constant([]),
  policyFaults: names,
  primaryKeyStartsWithTenant: fc.boolean(),
  indexesWithoutTenant: names,
  foreignKeysWithoutTenant: names,
  owner: fc.string(),
  ownerIsServingRole: fc.boolean(),
  ownerIsSchemaOwner: fc.boolean(),
  grantsBeyond: names,
  bypasses: names,
  attack: fc.option(
    fc.record({
      planted: fc.boolean(),
      read: attempt,
      readWithoutTenant: attempt,
      update: attempt,
      delete: attempt,
      insert: attempt,
      insertControlled: fc.boolean(),
    }),
  ),
})

const closedRoute: RouteFact = {
  attack: 'object',
  attacked: true,
  declaredSuccess: 200,
  ownerStatus: 200,
  strangerStatus: 404,
  missingStatus: 404,
  differences: [],
  telltaleFields: [],
  leaked: false,
  changedTables: [],
  ownerSawPlanted: null,
}
const closedTable: TableFact = {
  kind: 'tenant',
  present: true,
  hasTenantId: true,
  rlsEnabled: true,
  rlsForced: true,
  policies: [],
  policyFaults: [],
  primaryKeyStartsWithTenant: true,
  indexesWithoutTenant: [],
  foreignKeysWithoutTenant: [],
  owner: 'OWNER',
  ownerIsServingRole: false,
  ownerIsSchemaOwner: true,
  grantsBeyond: [],
  bypasses: [],
  attack: {
    planted: true,
    read: 'refused',
    readWithoutTenant: 'refused',
    update: 'refused',
    delete: 'refused',
    insert: 'refused',
    insertControlled: true,
  },
}
const boundRole: RoleFact = {
  present: true,
  superuser: false,
  bypassesRowSecurity: false,
  createsRoles: false,
  createsDatabases: false,
  replicates: false,
  memberships: [],
  ownedObjects: 0,
  mayCreateIn: [],
  decisiveSettings: [],
  foreignTables: [],
}
const reviewed: FunctionFact = {
  declared: true,
  present: true,
  asMigrated: true,
  searchPathFixed: true,
  callersBeyond: [],
}

/** For each field, one value that differs from the sound fact. */
function spoiled<F extends object>(sound: F, spoilers: Partial<F>[]): F[] {
  return spoilers.map((spoiler) => ({ ...sound, ...spoiler }))
}

test('the sound facts pass', () => {
  expect(judgeRouteIsolation(closedRoute).outcome).toBe('pass')
  expect(judgeTableSecurity(closedTable).outcome).toBe('pass')
  expect(judgeRolePrivileges(boundRole).outcome).toBe('pass')
  expect(judgeDefinerFunction(reviewed).outcome).toBe('pass')
})

test('what is stated fits its schema, and a verdict smuggled into it does not', () => {
  for (const [schema, fact] of [
    [routeFactSchema, closedRoute],
    [tableFactSchema, closedTable],
    [roleFactSchema, boundRole],
    [functionFactSchema, reviewed],
  ] as const) {
    expect(schema.safeParse(fact).success).toBe(true)
    expect(schema.safeParse({ ...fact, verdict: 'pass' }).success).toBe(false)
  }
})

test('each single flaw of a sound fact takes its pass away', () => {
  const attack = closedTable.attack
  if (attack === null) throw new Error('the sound table was attacked')
  const judged = [
    ...spoiled(closedRoute, [
      { attacked: false },
      { ownerStatus: null },
      { ownerStatus: 404 },
      { ownerStatus: 201 },
      { strangerStatus: null },
      { strangerStatus: 200 },
      { strangerStatus: 403, missingStatus: 403 },
      { missingStatus: null },
      { missingStatus: 403 },
      { differences: ['body'] },
      { telltaleFields: ['subjectId'] },
      { leaked: true },
      { changedTables: ['mails'] },
    ]).map(judgeRouteIsolation),
    ...spoiled(closedTable, [
      { kind: 'undeclared' },
      { present: false },
      { hasTenantId: false },
      { rlsEnabled: false },
      { rlsForced: false },
      { policyFaults: ['x'] },
      { primaryKeyStartsWithTenant: false },
      { indexesWithoutTenant: ['x'] },
      { foreignKeysWithoutTenant: ['x'] },
      { ownerIsServingRole: true },
      { ownerIsSchemaOwner: false },
      { grantsBeyond: ['x'] },
      { bypasses: ['x'] },
      { attack: null },
      { attack: { ...attack, planted: false } },
      { attack: { ...attack, read: 'reached' } },
      { attack: { ...attack, readWithoutTenant: 'reached' } },
      { attack: { ...attack, update: 'reached' } },
      { attack: { ...attack, delete: 'reached' } },
      { attack: { ...attack, insert: 'reached' } },
      { attack: { ...attack, read: 'unclear' } },
      { attack: { ...attack, insertControlled: false } },
    ]).map(judgeTableSecurity),
    ...spoiled(boundRole, [
      { present: false },
      { superuser: true },
      { bypassesRowSecurity: true },
      { createsRoles: true },
      { createsDatabases: true },
      { replicates: true },
      { memberships: ['x'] },
      { ownedObjects: 1 },
      { mayCreateIn: ['x'] },
      { decisiveSettings: ['x'] },
      { foreignTables: ['x'] },
    ]).map(judgeRolePrivileges),
    ...spoiled(reviewed, [
      { declared: false },
      { present: false },
      { asMigrated: false },
      { searchPathFixed: false },
      { callersBeyond: ['x'] },
    ]).map(judgeDefinerFunction),
  ]
  expect(judged.filter((verdict) => verdict.outcome === 'pass')).toEqual([])
})

describe('whatever else is true,', () => {
  test('a leak or a foreign change fails', () => {
    fc.assert(
      fc.property(routes, (fact) => {
        if (fact.leaked || fact.changedTables.length > 0) expect(judgeRouteIsolation(fact).outcome).toBe('fail')
      }),
    )
  })

  test('a route passes only when it was attacked, its control succeeded and nothing was told apart', () => {
    fc.assert(
      fc.property(routes, (fact) => {
        if (judgeRouteIsolation(fact).outcome !== 'pass') return
        expect(fact).toMatchObject({
          attacked: true,
          leaked: false,
          changedTables: [],
          telltaleFields: [],
          ownerStatus: fact.declaredSuccess,
        })
        if (fact.attack === 'object')
          expect(fact).toMatchObject({ strangerStatus: 404, missingStatus: 404, differences: [] })
      }),
    )
  })

  test('rows that were reached fail', () => {
    fc.assert(
      fc.property(tables, (fact) => {
        const { attack } = fact
        if (
          attack &&
          [attack.read, attack.readWithoutTenant, attack.update, attack.delete, attack.insert].includes('reached')
        ) {
          expect(judgeTableSecurity(fact).outcome).toBe('fail')
        }
      }),
    )
  })

  test('a table of tenants passes only when it was attacked with a row to reach for', () => {
    fc.assert(
      fc.property(tables, (fact) => {
        if (fact.kind !== 'platform' && judgeTableSecurity(fact).outcome === 'pass')
          expect(fact.attack).toMatchObject({ planted: true, read: 'refused' })
      }),
    )
  })

  test('every reason has its text', () => {
    fc.assert(
      fc.property(routes, tables, (route, table) => {
        for (const { reason } of [judgeRouteIsolation(route), judgeTableSecurity(table)])
          expect(de).toHaveProperty([`reason.${reason}`])
      }),
    )
  })
})
