/** Grants, as the tenant that gives them sees them. */
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { cells } from '../cell.ts'
import type { giveGrant, GrantView, listGrants } from '../contract.ts'
import { stateOf } from '../rules.ts'
import {
  insertGrant,
  insertVisit,
  listGrantRows,
  listVisitRows,
  lockGrant,
  updateGrantRevoked,
  type GrantRow,
} from '../store.ts'

const hourMs = 3_600_000

/** Nobody enters the tenant that the operators themselves belong to: a grant of it opens nothing. */
export async function giveSupportGrant(context: Context, given: InputOf<typeof giveGrant>['body']): Promise<GrantView> {
  const { tx, services } = context
  const grantedBy = requireSession(context).personId
  const at = services.clock.now()
  const id = newId(services.clock)
  const expiresAt = new Date(at.getTime() + given.hours * hourMs)
  const reason = (await services.vault.keysOf(tx)).seal(cells.grantReason(id), given.reason)
  await insertGrant(tx, { id, reason, grantedBy, at, expiresAt })
  await record(context, {
    action: 'support-grant.given',
    object: { kind: 'support-grant', id },
    after: { expiresAt: expiresAt.toISOString() },
    reason: given.reason,
  })
  return presentOne(context, id)
}

/** @throws Problem `common.not_found`, 409 `support.not_live` when it is over already */
export async function revokeSupportGrant(context: Context, grantId: string): Promise<GrantView> {
  const { tx, services } = context
  const by = requireSession(context).personId
  const grant = await lockGrant(tx, grantId)
  if (!grant) throw notFound()
  const at = services.clock.now()
  if (stateOf(grant, at) !== 'live') throw new Problem(409, 'support.not_live')
  await updateGrantRevoked(tx, { grantId, by, at })
  await record(context, {
    action: 'support-grant.revoked',
    object: { kind: 'support-grant', id: grantId },
    before: { expiresAt: grant.expires_at.toISOString() },
  })
  return presentOne(context, grantId)
}

/** Newest first. @throws Problem 400 `page.bad_cursor` */
export async function listSupportGrants(
  context: Context,
  query: InputOf<typeof listGrants>['query'],
): Promise<OutputOf<typeof listGrants>> {
  const rows = await listGrantRows(context.tx, {
    before: query.cursor === undefined ? null : decodeCursor(query.cursor),
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.granted_at, id: row.id }))
  return { items: await present(context, page.items), nextCursor: page.nextCursor }
}

async function presentOne(context: Context, grantId: string): Promise<GrantView> {
  const row = await lockGrant(context.tx, grantId)
  const [view] = row ? await present(context, [row]) : []
  if (!view) throw notFound()
  return view
}

async function present(context: Context, grants: readonly GrantRow[]): Promise<GrantView[]> {
  const { tx, services } = context
  if (grants.length === 0) return []
  const now = services.clock.now()
  const keys = await services.vault.keysOf(tx)
  const givers = [...new Set(grants.map((grant) => grant.granted_by))]
  const names = await services.personNames(tx, givers)
  const grantIds = grants.map((grant) => grant.id)
  const visits = Map.groupBy(await listVisitRows(tx, grantIds), (visit) => visit.grant_id)
  return grants.map((grant) => ({
    grantId: grant.id,
    state: stateOf(grant, now),
    reason: keys.openText(cells.grantReason(grant.id), grant.reason),
    grantedBy: { personId: grant.granted_by, name: names.get(grant.granted_by) ?? '' },
    grantedAt: grant.granted_at.toISOString(),
    expiresAt: grant.expires_at.toISOString(),
    revokedAt: grant.revoked_at?.toISOString() ?? null,
    lastUsedAt: grant.last_used_at?.toISOString() ?? null,
    visits: (visits.get(grant.id) ?? []).map((visit) => ({
      visitId: visit.id,
      personId: visit.person_id,
      organisation: visit.organisation,
      reason: keys.openText(cells.visitReason(visit.id), visit.reason),
      enteredAt: visit.entered_at.toISOString(),
      lastRequestAt: visit.last_request_at.toISOString(),
      leftAt: visit.left_at?.toISOString() ?? null,
    })),
  }))
}

/** A live grant, and a visit through it that belongs to no session: for the canary and the matrix. */
export async function grantSpecimen(context: Context): Promise<Specimen> {
  const { actor, tx, services } = context
  const at = services.clock.now()
  const [grantId, visitId, nobody] = [newId(services.clock), newId(services.clock), newId(services.clock)]
  const keys = await services.vault.keysOf(tx)
  await insertGrant(tx, {
    id: grantId,
    reason: keys.seal(cells.grantReason(grantId), 'specimen'),
    grantedBy: 'personId' in actor ? actor.personId : nobody,
    at,
    expiresAt: new Date(at.getTime() + hourMs),
  })
  await insertVisit(tx, {
    id: visitId,
    grantId,
    personId: nobody,
    accountId: nobody,
    sessionId: nobody,
    organisation: 'specimen',
    reason: keys.seal(cells.visitReason(visitId), 'specimen'),
    at,
  })
  await record(context, {
    action: 'support-grant.given',
    object: { kind: 'support-grant', id: grantId },
    after: { expiresAt: new Date(at.getTime() + hourMs).toISOString() },
  })
  return { params: { grantId } }
}
