/** SQL on what proves an account's holder: password hashes, TOTP secrets, recovery codes. */
import { newId } from '#platform/database/id.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** The stored PHC string; null when there is none. */
export async function findPasswordHash(tx: TenantTx, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`
    select hash from beleg.credentials
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
  return rows[0]?.hash ?? null
}

/** Sets or replaces the password. */
export async function putPasswordHash(tx: TenantTx, accountId: string, hash: string, at: Date): Promise<void> {
  await sql`
    insert into beleg.credentials (tenant_id, account_id, hash, changed_at)
    values (${tx.tenantId}, ${accountId}, ${hash}, ${at})
    on conflict (tenant_id, account_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`.execute(
    tx.db,
  )
}

export interface TotpRow {
  readonly secret: Buffer
  readonly confirmed_at: Date | null
  readonly last_used_step: number
  readonly pending_secret: Buffer | null
  readonly pending_until: Date | null
}

/** Locks the factor: of two uses of one code at the same time, the second waits and then sees the first. */
export async function lockTotp(tx: TenantTx, accountId: string): Promise<TotpRow | null> {
  const { rows } = await sql<TotpRow>`
    select secret, confirmed_at, last_used_step, pending_secret, pending_until from beleg.totp_factors
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Whether a TOTP factor is set up; does not lock. */
export async function hasConfirmedTotp(tx: TenantTx, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    select account_id from beleg.totp_factors
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} and confirmed_at is not null`.execute(tx.db)
  return rows.length === 1
}

/** Sets or replaces the confirmed secret; what was pending is gone. */
export async function putTotp(
  tx: TenantTx,
  factor: { accountId: string; secret: Buffer; usedStep: number; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.totp_factors (tenant_id, account_id, secret, confirmed_at, last_used_step)
    values (${tx.tenantId}, ${factor.accountId}, ${factor.secret}, ${factor.at}, ${factor.usedStep})
    on conflict (tenant_id, account_id) do update set secret = excluded.secret, confirmed_at = excluded.confirmed_at,
      last_used_step = excluded.last_used_step, pending_secret = null, pending_until = null`.execute(tx.db)
}

/** Uses the code of a step up. */
export async function updateTotpStep(tx: TenantTx, accountId: string, step: number): Promise<void> {
  await sql`
    update beleg.totp_factors set last_used_step = ${step}
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
}

/** Keeps a new secret beside the working one until its first code. */
export async function putPendingTotp(tx: TenantTx, accountId: string, secret: Buffer, until: Date): Promise<void> {
  await sql`
    update beleg.totp_factors set pending_secret = ${secret}, pending_until = ${until}
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
}

/** Removes all factors; the trigger ends the sessions that stood on them. */
export async function deleteFactors(tx: TenantTx, accountId: string): Promise<void> {
  await sql`delete from beleg.credentials where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
  await sql`delete from beleg.totp_factors where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(
    tx.db,
  )
  await sql`delete from beleg.recovery_codes where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(
    tx.db,
  )
}

/** Removes all codes of the account and stores the hashes of new ones. */
export async function replaceRecoveryCodes(
  tx: TenantTx,
  clock: Clock,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql`delete from beleg.recovery_codes where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(
    tx.db,
  )
  await tx.db
    .insertInto('recovery_codes')
    .values(
      hashes.map((hash) => ({
        tenant_id: tx.tenantId,
        id: newId(clock),
        account_id: accountId,
        hash,
        created_at: clock.now(),
      })),
    )
    .execute()
}

/** True once for each code. */
export async function spendRecoveryCode(tx: TenantTx, accountId: string, hash: Buffer, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update beleg.recovery_codes set used_at = ${at}
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} and hash = ${hash} and used_at is null
    returning id`.execute(tx.db)
  return rows.length === 1
}

/** How many unused codes are left. */
export async function countRecoveryCodes(tx: TenantTx, accountId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from beleg.recovery_codes
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} and used_at is null`.execute(tx.db)
  return rows[0]?.left ?? 0
}
