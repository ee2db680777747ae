/** SQL on what belongs to a person: who stands in for them, when they are away, the address of their calendar. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface DeputyRow {
  readonly person_id: string
  readonly deputy_id: string | null
  readonly superior_id: string | null
}

/** Everybody's. */
export async function listDeputies(tx: TenantTx): Promise<DeputyRow[]> {
  const { rows } = await sql<DeputyRow>`
    select person_id, deputy_id, superior_id from deputies where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return rows
}

/** Writes who stands in for a person, in the place of what was arranged before. */
export async function putDeputy(tx: TenantTx, row: DeputyRow, at: Date): Promise<void> {
  await sql`
    insert into deputies (tenant_id, person_id, deputy_id, superior_id, changed_at)
    values (${tx.tenantId}::uuid, ${row.person_id}::uuid, ${row.deputy_id}::uuid, ${row.superior_id}::uuid, ${at})
    on conflict (tenant_id, person_id) do update set deputy_id = excluded.deputy_id,
      superior_id = excluded.superior_id, changed_at = excluded.changed_at`.execute(tx.db)
}

export interface AbsenceRow {
  readonly id: string
  readonly person_id: string
  readonly deputy_id: string | null
  /** YYYY-MM-DD, both days included. */
  readonly from_on: string
  readonly until_on: string
}

const absenceColumns = sql`id, person_id, deputy_id, from_on::text as from_on, until_on::text as until_on`

/** Absences that are not over on a day, of one person or of all, the next first. */
export async function listAbsenceRows(tx: TenantTx, on: string, personId: string | null): Promise<AbsenceRow[]> {
  const { rows } = await sql<AbsenceRow>`
    select ${absenceColumns} from absences
    where tenant_id = ${tx.tenantId}::uuid and until_on >= ${on}::date
      and (${personId}::uuid is null or person_id = ${personId}::uuid)
    order by from_on, id limit 1000`.execute(tx.db)
  return rows
}

/** Adds an absence. */
export async function insertAbsence(tx: TenantTx, row: AbsenceRow, at: Date): Promise<void> {
  await sql`
    insert into absences (tenant_id, id, person_id, deputy_id, from_on, until_on, created_at)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.person_id}::uuid, ${row.deputy_id}::uuid,
      ${row.from_on}::date, ${row.until_on}::date, ${at})`.execute(tx.db)
}

/** One absence; undefined when there is none. */
export async function findAbsence(tx: TenantTx, id: string): Promise<AbsenceRow | undefined> {
  const { rows } = await sql<AbsenceRow>`
    select ${absenceColumns} from absences where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** Takes an absence back. */
export async function deleteAbsence(tx: TenantTx, id: string): Promise<void> {
  await sql`delete from absences where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

export interface FeedRow {
  readonly id: string
  readonly person_id: string
  readonly created_at: Date
}

const feedColumns = sql`id, person_id, created_at`

/** The address of a person’s calendar; undefined without one. */
export async function findFeed(tx: TenantTx, personId: string): Promise<FeedRow | undefined> {
  const { rows } = await sql<FeedRow>`
    select ${feedColumns} from calendar_feeds
    where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid`.execute(tx.db)
  return rows[0]
}

/** The feed behind a token's hash; undefined without one. */
export async function findFeedByToken(tx: TenantTx, tokenHash: Buffer): Promise<FeedRow | undefined> {
  const { rows } = await sql<FeedRow>`
    select ${feedColumns} from calendar_feeds
    where tenant_id = ${tx.tenantId}::uuid and token_hash = ${tokenHash}`.execute(tx.db)
  return rows[0]
}

/** Puts a new address in the place of an old one, which ends with it. */
export async function putFeed(
  tx: TenantTx,
  feed: { id: string; personId: string; tokenHash: Buffer; at: Date },
): Promise<void> {
  await deleteFeed(tx, feed.personId)
  await sql`
    insert into calendar_feeds (tenant_id, id, person_id, token_hash, created_at)
    values (${tx.tenantId}::uuid, ${feed.id}::uuid, ${feed.personId}::uuid, ${feed.tokenHash}, ${feed.at})`.execute(
    tx.db,
  )
}

/** Ends a person's address; how many there were. */
export async function deleteFeed(tx: TenantTx, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from calendar_feeds where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}

/** Takes out of everybody's arrangements what says when a person was away and who stood in for whom. */
export async function deletePersonal(tx: TenantTx, personId: string): Promise<void> {
  await sql`delete from absences where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid`.execute(
    tx.db,
  )
  await sql`delete from deputies where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid`.execute(
    tx.db,
  )
  await sql`delete from measure_owners where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid`.execute(
    tx.db,
  )
  await deleteFeed(tx, personId)
}
