/** SQL on wrong guesses and known places. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { AttemptCounter } from '../rules.ts'

export type AttemptKind = 'password' | 'second-factor'

/** What is guessed at, and from where; empty bytes stand for "all". */
export interface AttemptKey {
  readonly kind: AttemptKind
  readonly identity: Buffer
  readonly place: Buffer
}

export const anything = Buffer.alloc(0)

/**
 * Takes the turn for one identity and place until the transaction ends. False when somebody else has it: guesses from
 * one place are looked at one after the other, and do not queue up for database connections.
 */
export async function takeTurn(tx: TenantTx, key: AttemptKey): Promise<boolean> {
  // 1768187246 is 'iden': the space of this lock.
  const name = Buffer.concat([Buffer.from(tx.tenantId), key.identity, key.place]).toString('hex')
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(1768187246, hashtext(${name})) as taken`.execute(tx.db)
  return rows[0]?.taken ?? false
}

/** Reads a counter and locks it. */
export async function lockAttempts(tx: TenantTx, key: AttemptKey): Promise<AttemptCounter | null> {
  const { rows } = await sql<{
    failures: number
    blocks: number
    window_from: Date
    last_failed_at: Date
    blocked_until: Date | null
  }>`
    select failures, blocks, window_from, last_failed_at, blocked_until from beleg.login_attempts
    where tenant_id = ${tx.tenantId} and kind = ${key.kind} and identity = ${key.identity} and place = ${key.place}
    for update`.execute(tx.db)
  const row = rows[0]
  if (!row) return null
  return {
    failures: row.failures,
    blocks: row.blocks,
    windowFrom: row.window_from,
    lastFailedAt: row.last_failed_at,
    blockedUntil: row.blocked_until,
  }
}

/** Reads when a stop ends, without waiting for anybody. */
export async function findBlockedUntil(tx: TenantTx, key: AttemptKey): Promise<Date | null> {
  const { rows } = await sql<{ blocked_until: Date | null }>`
    select blocked_until from beleg.login_attempts
    where tenant_id = ${tx.tenantId} and kind = ${key.kind} and identity = ${key.identity} and place = ${key.place}`.execute(
    tx.db,
  )
  return rows[0]?.blocked_until ?? null
}

/** Writes a counter. */
export async function putAttempts(tx: TenantTx, key: AttemptKey, counter: AttemptCounter): Promise<void> {
  await sql`
    insert into beleg.login_attempts
      (tenant_id, kind, identity, place, failures, blocks, window_from, last_failed_at, blocked_until)
    values (${tx.tenantId}, ${key.kind}, ${key.identity}, ${key.place}, ${counter.failures}, ${counter.blocks},
      ${counter.windowFrom}, ${counter.lastFailedAt}, ${counter.blockedUntil})
    on conflict (tenant_id, kind, identity, place) do update set failures = excluded.failures,
      blocks = excluded.blocks, window_from = excluded.window_from, last_failed_at = excluded.last_failed_at,
      blocked_until = excluded.blocked_until`.execute(tx.db)
}

/** Forgets what was guessed wrong from a place, after both factors were right from there. */
export async function deleteAttempts(tx: TenantTx, identity: Buffer, place: Buffer): Promise<void> {
  await sql`
    delete from beleg.login_attempts
    where tenant_id = ${tx.tenantId} and identity = ${identity} and place = ${place}`.execute(tx.db)
}

/** Whether the account signed in from there with both factors since an instant. */
export async function isKnownPlace(
  tx: TenantTx,
  given: { accountId: string; place: Buffer; usedAfter: Date },
): Promise<boolean> {
  const { rows } = await sql`
    select place from beleg.known_places
    where tenant_id = ${tx.tenantId} and account_id = ${given.accountId} and place = ${given.place}
      and last_used_at > ${given.usedAfter}`.execute(tx.db)
  return rows.length === 1
}

/** Remembers a place, or that it was used again. */
export async function putKnownPlace(tx: TenantTx, accountId: string, place: Buffer, at: Date): Promise<void> {
  await sql`
    insert into beleg.known_places (tenant_id, account_id, place, last_used_at)
    values (${tx.tenantId}, ${accountId}, ${place}, ${at})
    on conflict (tenant_id, account_id, place) do update set last_used_at = excluded.last_used_at`.execute(tx.db)
}

/** Forgets a place; nothing happens when it was not known. */
export async function deleteKnownPlace(tx: TenantTx, accountId: string, place: Buffer): Promise<void> {
  await sql`
    delete from beleg.known_places
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} and place = ${place}`.execute(tx.db)
}
