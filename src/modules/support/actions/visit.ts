/**
 * Visits: an operator enters a tenant through one of its grants, is followed there with every request, and leaves. A
 * visit is kept with the tenant and named by the operator's session, so that there is nothing to steal beside the
 * session itself; whether it goes on is looked up anew with each request.
 */
import { requireSession } from '#core/actor.ts'
import type { Actor, Context, Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { permissionsOf, type PermissionTable } from '#core/permission.ts'
import { setSupportVisit } from '#modules/identity/actions/session.ts'
import { newId } from '#platform/database/id.ts'
import type { Permission, InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { cells } from '../cell.ts'
import type { enterTenant, listOpenGrants } from '../contract.ts'
import { mayStay, stateOf, supportRole, usedEveryMs } from '../rules.ts'
import {
  findVisit,
  insertVisit,
  listOpenGrantRows,
  lockGrant,
  readTenantName,
  touchVisit,
  updateVisitLeft,
} from '../store.ts'

type Operator = Extract<Actor, { kind: 'account' }>
type Support = Extract<Actor, { kind: 'support' }>

const needed: Permission = 'platform:support'
const over = () => new Problem(403, 'support.grant_over')

/** Which companies let operators in now. */
export async function listTenantsToEnter(context: Context): Promise<OutputOf<typeof listOpenGrants>> {
  requireSession(context)
  return {
    items: (await openGrants(context)).map((row) => ({
      grantId: row.grant_id,
      tenant: { id: row.tenant_id, name: row.tenant_name },
      grantedAt: row.granted_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    })),
  }
}

function openGrants({ services }: Context) {
  // It sees what is committed of other tenants, and changes nothing.
  return services.database.withPlatform('grants for support', (tx) => listOpenGrantRows(tx, services.clock.now()), {
    independent: true,
  })
}

/**
 * Enters. The session's side is committed first and opens nothing by itself: only the visit does, which is written with
 * its entry in one transaction of the tenant. Where that fails, or the grant ended meanwhile, the session's next
 * request is refused as it is when a grant is over.
 * @throws Problem `common.not_found` for whatever is no live grant
 */
export async function enterTenantAsSupport(
  context: Context,
  given: InputOf<typeof enterTenant>['body'],
): Promise<OutputOf<typeof enterTenant>> {
  const actor = requireSession(context)
  const { services } = context
  const open = (await openGrants(context)).find((row) => row.grant_id === given.grantId)
  if (!open) throw notFound()
  const organisation = await readTenantName(context.tx)
  const visitId = newId(services.clock)
  await setSupportVisit(context, { tenantId: open.tenant_id, visitId })
  await record(context, {
    action: 'support.entered',
    object: { kind: 'support-grant', id: given.grantId },
    after: { tenant: open.tenant_id, visit: visitId },
    reason: given.reason,
  })
  context.tx.afterCommit(() =>
    services.database.withTenant(open.tenant_id, async (tx) => {
      const at = services.clock.now()
      const grant = await lockGrant(tx, given.grantId)
      if (!grant || stateOf(grant, at) !== 'live') return
      const reason = (await services.vault.keysOf(tx)).seal(cells.visitReason(visitId), given.reason)
      const { personId, accountId, sessionId } = actor
      const visit = { id: visitId, grantId: grant.id, personId, accountId, sessionId, organisation, reason, at }
      await insertVisit(tx, visit)
      await touchVisit(tx, { id: visitId, grantId: grant.id, at })
      const there = { tenantId: open.tenant_id, grantId: grant.id, visitId, organisation, until: grant.expires_at }
      await record(
        { ...context, tx, actor: asSupport(actor, there, new Set()) },
        {
          action: 'support.entered',
          object: { kind: 'support-grant', id: grant.id },
          after: { visit: visitId },
          reason: given.reason,
        },
      )
    }),
  )
  return { tenant: { id: open.tenant_id, name: open.tenant_name }, until: open.expires_at.toISOString() }
}

/** Leaves, whatever became of the grant. @throws Problem 409 `support.not_inside` */
export async function leaveTenantAsSupport(context: Context): Promise<void> {
  const actor = requireSession(context)
  const { services } = context
  const { visit } = actor
  if (!visit) throw new Problem(409, 'support.not_inside')
  await setSupportVisit(context, null)
  await record(context, {
    action: 'support.left',
    object: { kind: 'support-visit', id: visit.visitId },
    before: { tenant: visit.tenantId },
  })
  context.tx.afterCommit(() =>
    services.database.withTenant(visit.tenantId, async (tx) => {
      const found = await findVisit(tx, visit.visitId)
      if (!found || !(await updateVisitLeft(tx, visit.visitId, services.clock.now()))) return
      const { grant_id: grantId, organisation, expires_at: until } = found
      await record(
        { ...context, tx, actor: asSupport(actor, { ...visit, grantId, organisation, until }, new Set()) },
        { action: 'support.left', object: { kind: 'support-grant', id: grantId }, after: { visit: visit.visitId } },
      )
    }),
  )
}

/**
 * As whom a request of a session on a visit is served: support, in that tenant, with the permissions of an auditor.
 * @param table the permissions of all modules
 * @throws Problem 403 `support.grant_over` when the visit is over for any reason
 */
export async function followSupportVisit(
  services: Pick<Services, 'clock' | 'database'>,
  table: PermissionTable,
  actor: Actor,
): Promise<Support> {
  if (actor.kind !== 'account' || !actor.visit || !actor.permissions.has(needed)) throw over()
  const { visit } = actor
  const now = services.clock.now()
  return services.database.withTenant(visit.tenantId, async (tx) => {
    const found = await findVisit(tx, visit.visitId)
    if (!found || !mayStay(found, actor.sessionId, now)) throw over()
    const { grant_id: grantId, organisation, expires_at: until } = found
    if (now.getTime() - found.last_request_at.getTime() >= usedEveryMs)
      await touchVisit(tx, { id: visit.visitId, grantId, at: now })
    return asSupport(actor, { ...visit, grantId, organisation, until }, permissionsOf(table, [supportRole], 'company'))
  })
}

function asSupport(
  { personId, accountId, sessionId, locale }: Operator,
  there: Pick<Support, 'tenantId' | 'grantId' | 'visitId' | 'organisation' | 'until'>,
  permissions: ReadonlySet<Permission>,
): Support {
  return { kind: 'support', ...there, personId, accountId, sessionId, roles: [supportRole], permissions, locale }
}
