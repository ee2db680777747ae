/** SQL on grants and visits. Reasons go in and come out sealed. */
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface GrantRow {
  readonly id: string
  readonly reason: Buffer
  readonly granted_by: string
  readonly granted_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly last_used_at: Date | null
}

const grantColumns = sql`id, reason, granted_by, granted_at, expires_at, revoked_at, last_used_at`

/** @throws DatabaseError of `support_grants_lifetime` for more than 72 hours */
export async function insertGrant(
  tx: TenantTx,
  grant: { id: string; reason: Buffer; grantedBy: string; at: Date; expiresAt: Date },
): Promise<void> {
  await sql`
    insert into beleg.support_grants (tenant_id, id, reason, granted_by, granted_at, expires_at)
    values (${tx.tenantId}, ${grant.id}, ${grant.reason}, ${grant.grantedBy}, ${grant.at}, ${grant.expiresAt})`.execute(
    tx.db,
  )
}

/** Locks the row: whoever enters and whoever revokes wait for each other. */
export async function lockGrant(tx: TenantTx, grantId: string): Promise<GrantRow | null> {
  const { rows } = await sql<GrantRow>`
    select ${grantColumns} from beleg.support_grants
    where tenant_id = ${tx.tenantId} and id = ${grantId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Newest first. */
export async function listGrantRows(
  tx: TenantTx,
  page: { before: { at: Date; id: string } | null; limit: number },
): Promise<GrantRow[]> {
  const { before } = page
  const { rows } = await sql<GrantRow>`
    select ${grantColumns} from beleg.support_grants
    where tenant_id = ${tx.tenantId}
      and (${before === null} or (granted_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by granted_at desc, id desc limit ${page.limit}`.execute(tx.db)
  return rows
}

/** Takes a grant back. */
export async function updateGrantRevoked(
  tx: TenantTx,
  given: { grantId: string; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.support_grants set revoked_by = ${given.by}, revoked_at = ${given.at}
    where tenant_id = ${tx.tenantId} and id = ${given.grantId} and revoked_at is null`.execute(tx.db)
}

export interface OpenGrantRow {
  readonly grant_id: string
  readonly tenant_id: string
  readonly tenant_name: string
  readonly granted_at: Date
  readonly expires_at: Date
}

/** Grants of all companies that hold at an instant; the one that ends first comes first. */
export async function listOpenGrantRows(tx: PlatformTx, now: Date): Promise<OpenGrantRow[]> {
  const { rows } = await sql<OpenGrantRow>`
    select grant_id, tenant_id, tenant_name, granted_at, expires_at
    from beleg.list_support_grants(${now}::timestamptz)`.execute(tx.db)
  return rows
}

/** The name of the transaction's own tenant. */
export async function readTenantName(tx: TenantTx): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from beleg.tenants where id = ${tx.tenantId}`.execute(tx.db)
  // The door was opened for this tenant; only a tenant deleted meanwhile has no row.
  if (!rows[0]) throw new Error('the tenant of the transaction does not exist')
  return rows[0].name
}

export interface VisitRow {
  readonly id: string
  readonly grant_id: string
  readonly person_id: string
  readonly organisation: string
  readonly reason: Buffer
  readonly entered_at: Date
  readonly last_request_at: Date
  readonly left_at: Date | null
}

/** Notes that an operator entered. */
export async function insertVisit(
  tx: TenantTx,
  visit: {
    id: string
    grantId: string
    personId: string
    accountId: string
    sessionId: string
    organisation: string
    reason: Buffer
    at: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.support_visits (tenant_id, id, grant_id, person_id, account_id, session_id, organisation, reason,
      entered_at, last_request_at)
    values (${tx.tenantId}, ${visit.id}, ${visit.grantId}, ${visit.personId}, ${visit.accountId}, ${visit.sessionId},
      ${visit.organisation}, ${visit.reason}, ${visit.at}, ${visit.at})`.execute(tx.db)
}

const visitsShown = 100

/** Visits through some grants, newest first. */
export async function listVisitRows(tx: TenantTx, grantIds: readonly string[]): Promise<VisitRow[]> {
  const { rows } = await sql<VisitRow>`
    select v.id, v.grant_id, v.person_id, v.organisation, v.reason, v.entered_at, v.last_request_at, v.left_at
    from unnest(${[...grantIds]}::uuid[]) as g (id)
    cross join lateral (
      select id, grant_id, person_id, organisation, reason, entered_at, last_request_at, left_at
      from beleg.support_visits
      where tenant_id = ${tx.tenantId} and grant_id = g.id order by entered_at desc limit ${visitsShown}
    ) v
    order by v.entered_at desc, v.id`.execute(tx.db)
  return rows
}

export interface FollowedVisit {
  readonly grant_id: string
  readonly session_id: string
  readonly organisation: string
  readonly last_request_at: Date
  readonly left_at: Date | null
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly tenant_active: boolean
}

/** All that decides whether a visit goes on. */
export async function findVisit(tx: TenantTx, visitId: string): Promise<FollowedVisit | null> {
  const { rows } = await sql<FollowedVisit>`
    select v.grant_id, v.session_id, v.organisation, v.last_request_at, v.left_at, g.expires_at, g.revoked_at,
      t.state = 'active' as tenant_active
    from beleg.support_visits v
    join beleg.support_grants g on g.tenant_id = v.tenant_id and g.id = v.grant_id
    join beleg.tenants t on t.id = v.tenant_id
    where v.tenant_id = ${tx.tenantId} and v.id = ${visitId}`.execute(tx.db)
  return rows[0] ?? null
}

/** Notes that a visit, and so its grant, was used. */
export async function touchVisit(tx: TenantTx, visit: { id: string; grantId: string; at: Date }): Promise<void> {
  await sql`
    update beleg.support_visits set last_request_at = ${visit.at}
    where tenant_id = ${tx.tenantId} and id = ${visit.id} and last_request_at < ${visit.at}`.execute(tx.db)
  await sql`
    update beleg.support_grants set last_used_at = ${visit.at}
    where tenant_id = ${tx.tenantId} and id = ${visit.grantId}
      and (last_used_at is null or last_used_at < ${visit.at})`.execute(tx.db)
}

/** Notes that somebody left; false when they had left before. */
export async function updateVisitLeft(tx: TenantTx, visitId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update beleg.support_visits set left_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${visitId} and left_at is null returning id`.execute(tx.db)
  return rows.length === 1
}
