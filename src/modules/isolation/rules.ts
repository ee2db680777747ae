/**
 * Predicates over what the attacks and the catalogue showed. Pure. The order inside each is worst first: what leaked
 * outranks what could leak, that outranks what is unknown, and only what was attacked with its positive control passes.
 */
import type { Verdict } from '#core/duty.ts'
import type { FunctionFact, RoleFact, RouteFact, TableFact } from './contract.ts'

type Params = NonNullable<Verdict['params']>
const verdict =
  (outcome: Verdict['outcome']) =>
  (reason: string, params?: Params): Verdict =>
    params === undefined ? { outcome, reason } : { outcome, reason, params }
const pass = verdict('pass')
const fail = verdict('fail')
const unknown = verdict('unknown')
const list = (names: readonly string[]) => names.join(', ')

/** Is an object of another tenant the same to this route as one that does not exist? */
export function judgeRouteIsolation(fact: RouteFact): Verdict {
  if (fact.leaked) return fail('isolation.route_leaked', { status: fact.strangerStatus ?? 0 })
  if (fact.changedTables.length > 0)
    return fail('isolation.route_changed_foreign', { tables: list(fact.changedTables) })
  if (!fact.attacked) return unknown('isolation.route_not_attacked')
  if (fact.attack === 'list') return judgeList(fact)
  const { ownerStatus, strangerStatus, missingStatus, declaredSuccess } = fact
  // Whoever is let in although the object is foreign reached it, also when the answer shows nothing.
  if (strangerStatus !== null && strangerStatus >= 200 && strangerStatus < 400) {
    return fail('isolation.route_let_in', { status: strangerStatus })
  }
  if (fact.differences.length > 0) return fail('isolation.route_tells_apart', { differences: list(fact.differences) })
  if (fact.telltaleFields.length > 0)
    return fail('isolation.route_field_tells_apart', { fields: list(fact.telltaleFields) })
  if (strangerStatus === null || missingStatus === null) return unknown('isolation.route_not_attacked')
  if (strangerStatus !== missingStatus) return fail('isolation.route_tells_apart', { differences: 'status' })
  // A suite that is refused for another reason proves nothing.
  if (strangerStatus !== 404) return unknown('isolation.route_other_refusal', { status: strangerStatus })
  if (ownerStatus === null) return unknown('isolation.route_control_missing')
  if (ownerStatus !== declaredSuccess)
    return unknown('isolation.route_control_failed', { status: ownerStatus, expected: declaredSuccess })
  return pass('isolation.route_closed')
}

function judgeList(fact: RouteFact): Verdict {
  if (fact.telltaleFields.length > 0)
    return fail('isolation.route_field_tells_apart', { fields: list(fact.telltaleFields) })
  if (fact.ownerStatus === null || fact.strangerStatus === null) return unknown('isolation.route_not_attacked')
  if (fact.ownerStatus !== fact.declaredSuccess) {
    return unknown('isolation.route_control_failed', { status: fact.ownerStatus, expected: fact.declaredSuccess })
  }
  // A tenant that has nothing of the kind may say so with 404.
  if (fact.strangerStatus !== fact.declaredSuccess && fact.strangerStatus !== 404) {
    return unknown('isolation.route_other_refusal', { status: fact.strangerStatus })
  }
  return pass(fact.ownerSawPlanted === true ? 'isolation.list_closed' : 'isolation.list_shows_no_objects')
}

/** Can a tenant's rows in this table be reached by another, or by whoever forgot the tenant? */
export function judgeTableSecurity(fact: TableFact): Verdict {
  const { attack } = fact
  if (attack !== null) {
    const reached = (['read', 'readWithoutTenant', 'update', 'delete', 'insert'] as const).filter(
      (way) => attack[way] === 'reached',
    )
    if (reached.length > 0) return fail('isolation.table_reached', { ways: list(reached) })
  }
  if (fact.kind === 'undeclared') return fail('isolation.table_undeclared')
  if (!fact.present) return fail('isolation.table_missing')
  if (fact.ownerIsServingRole) return fail('isolation.table_owned_by_serving_role', { owner: fact.owner })
  if (!fact.ownerIsSchemaOwner) return fail('isolation.table_owned_by_other', { owner: fact.owner })
  if (fact.bypasses.length > 0) return fail('isolation.table_bypassed', { by: list(fact.bypasses) })
  if (fact.grantsBeyond.length > 0) return fail('isolation.table_granted_beyond', { grants: list(fact.grantsBeyond) })
  if (fact.policyFaults.length > 0) return fail('isolation.table_policies', { policies: list(fact.policyFaults) })
  if (fact.kind === 'platform') return pass('isolation.table_of_platform')
  if (!fact.hasTenantId) return fail('isolation.table_without_tenant')
  if (!fact.rlsEnabled) return fail('isolation.table_unprotected')
  if (!fact.rlsForced) return fail('isolation.table_not_forced')
  if (!fact.primaryKeyStartsWithTenant) return fail('isolation.table_key_without_tenant')
  if (fact.indexesWithoutTenant.length > 0)
    return fail('isolation.table_index_without_tenant', { indexes: list(fact.indexesWithoutTenant) })
  if (fact.foreignKeysWithoutTenant.length > 0) {
    return fail('isolation.table_foreign_key_without_tenant', { keys: list(fact.foreignKeysWithoutTenant) })
  }
  if (attack === null) return unknown('isolation.table_not_attacked')
  if (!attack.planted) return unknown('isolation.table_nothing_planted')
  const unclear = (['read', 'readWithoutTenant', 'update', 'delete', 'insert'] as const).filter(
    (way) => attack[way] === 'unclear',
  )
  if (unclear.length > 0) return unknown('isolation.table_attack_unclear', { ways: list(unclear) })
  if (!attack.insertControlled) return unknown('isolation.table_control_failed')
  return pass('isolation.table_closed')
}

/** Is the role bound by row-level security, and can it become nobody who is not? */
export function judgeRolePrivileges(fact: RoleFact): Verdict {
  if (!fact.present) return unknown('isolation.role_missing')
  if (fact.superuser) return fail('isolation.role_superuser')
  if (fact.bypassesRowSecurity) return fail('isolation.role_bypasses')
  if (fact.memberships.length > 0) return fail('isolation.role_member', { roles: list(fact.memberships) })
  if (fact.createsRoles || fact.createsDatabases || fact.replicates) return fail('isolation.role_too_strong')
  if (fact.ownedObjects > 0) return fail('isolation.role_owns', { objects: fact.ownedObjects })
  if (fact.mayCreateIn.length > 0) return fail('isolation.role_creates', { places: list(fact.mayCreateIn) })
  if (fact.decisiveSettings.length > 0)
    return fail('isolation.role_settings', { settings: list(fact.decisiveSettings) })
  if (fact.foreignTables.length > 0) return fail('isolation.role_foreign_tables', { tables: list(fact.foreignTables) })
  return pass('isolation.role_bound')
}

/** Does a function with its owner's rights do just what was reviewed, for just those who were meant? */
export function judgeDefinerFunction(fact: FunctionFact): Verdict {
  if (!fact.declared) return fail('isolation.function_undeclared')
  if (!fact.present) return unknown('isolation.function_missing')
  if (!fact.asMigrated) return fail('isolation.function_altered')
  if (!fact.searchPathFixed) return fail('isolation.function_search_path')
  if (fact.callersBeyond.length > 0) return fail('isolation.function_callers', { callers: list(fact.callersBeyond) })
  return pass('isolation.function_as_reviewed')
}
