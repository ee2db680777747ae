/**
 * SQL of the collector: the register of accounts and, apart from it, every table in which an account can appear. They
 * are read in one transaction with one snapshot, or an enrolment between two reads would look like a counter-example.
 */
import type { BuiltInRole } from '#core/permission.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { AccountState } from '../contract.ts'

export interface RegisteredAccount {
  readonly id: string
  readonly person_id: string
  readonly email: Buffer
  readonly roles: BuiltInRole[]
  readonly state: AccountState
  readonly synthetic: boolean
  readonly people: number
  readonly other_accounts: number
}

/** The first source: the register of accounts. */
export async function listRegistered(tx: TenantTx): Promise<RegisteredAccount[]> {
  const { rows } = await sql<RegisteredAccount>`
    select a.id, a.person_id, a.email, a.roles, a.state, a.synthetic,
      (select count(*)::int from beleg.people p where p.tenant_id = a.tenant_id and p.subject_id = a.person_id) as people,
      (count(*) over (partition by a.person_id) - 1)::int as other_accounts
    from beleg.accounts a where a.tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows
}

/** Whoever has a password, with what is stored of it. */
export async function listCredentials(tx: TenantTx): Promise<{ account_id: string; hash: string }[]> {
  const { rows } = await sql<{ account_id: string; hash: string }>`
    select account_id, hash from beleg.credentials where tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows
}

/** Passwords of links that are being enrolled. */
export async function listProvisionalHashes(tx: TenantTx): Promise<{ id: string; hash: string }[]> {
  const { rows } = await sql<{ id: string; hash: string }>`
    select id, password_hash as hash from beleg.enrolments
    where tenant_id = ${tx.tenantId} and password_hash is not null`.execute(tx.db)
  return rows
}

/** Whoever has a TOTP factor, confirmed or not. */
export async function listTotpFactors(
  tx: TenantTx,
): Promise<{ account_id: string; secret: Buffer; confirmed: boolean }[]> {
  const { rows } = await sql<{ account_id: string; secret: Buffer; confirmed: boolean }>`
    select account_id, secret, confirmed_at is not null as confirmed
    from beleg.totp_factors where tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows
}

/** Accounts with unused recovery codes. */
export async function listRecoveryHolders(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from beleg.recovery_codes
    where tenant_id = ${tx.tenantId} and used_at is null`.execute(tx.db)
  return rows.map((row) => row.account_id)
}

/** Live sessions by account, and how many of them got by with fewer than two factors. */
export async function countSessions(
  tx: TenantTx,
  now: Date,
): Promise<{ account_id: string; live: number; below: number }[]> {
  const { rows } = await sql<{ account_id: string; live: number; below: number }>`
    select account_id, count(*)::int as live,
      (count(*) filter (where not (methods && array['password'] and methods && array['totp', 'recovery-code'])))::int
        as below
    from beleg.sessions where tenant_id = ${tx.tenantId} and expires_at > ${now}
    group by account_id`.execute(tx.db)
  return rows
}

/** Everything with its end open or ahead; what has ended opens nothing. */
export async function listLiveKeys(
  tx: TenantTx,
  now: Date,
): Promise<
  {
    id: string
    account_id: string
    hash_bytes: number
    permissions: number
    created_at: Date
    expires_at: Date | null
  }[]
> {
  const { rows } = await sql<{
    id: string
    account_id: string
    hash_bytes: number
    permissions: number
    created_at: Date
    expires_at: Date | null
  }>`
    select id, account_id, length(hash) as hash_bytes, cardinality(permissions) as permissions, created_at, expires_at
    from beleg.api_keys
    where tenant_id = ${tx.tenantId} and revoked_at is null and (expires_at is null or expires_at > ${now})`.execute(
    tx.db,
  )
  return rows
}

/** Ids of all keys, live or not. */
export async function listKeyIds(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.api_keys where tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** The login record since an instant: who could still be in. */
export async function listSignIns(tx: TenantTx, since: Date): Promise<{ account_id: string; key_id: string | null }[]> {
  const { rows } = await sql<{ account_id: string; key_id: string | null }>`
    select distinct account_id, key_id from beleg.sign_ins
    where tenant_id = ${tx.tenantId} and at > ${since}`.execute(tx.db)
  return rows
}

/** Which of the named constraints are validated and which triggers enabled, from the catalogue of the database. */
export async function listGuardsInForce(tx: TenantTx, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.conname::text as name from pg_catalog.pg_constraint c
    where c.connamespace = 'beleg'::regnamespace and c.convalidated and c.conname = any (${[...names]})
    union
    select t.tgname::text from pg_catalog.pg_trigger t
    join pg_catalog.pg_class r on r.oid = t.tgrelid
    where r.relnamespace = 'beleg'::regnamespace and t.tgenabled in ('O', 'A') and t.tgname = any (${[...names]})`.execute(
    tx.db,
  )
  return rows.map((row) => row.name)
}
