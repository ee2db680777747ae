/** SQL that takes a person out of the tables of identity. What stays are ids, dates, roles and states. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { AccountState } from '../contract.ts'

export interface PersonToErase {
  readonly person_id: string
  readonly name: Buffer
  readonly erased_at: Date | null
  readonly account_id: string | null
  readonly email: Buffer | null
  readonly state: AccountState | null
}

/** Locks the person and the account until the end of the transaction. */
export async function lockPerson(tx: TenantTx, personId: string): Promise<void> {
  // An outer join cannot be locked as a whole.
  await sql`
    select subject_id from beleg.people
    where tenant_id = ${tx.tenantId} and subject_id = ${personId} for update`.execute(tx.db)
  await sql`
    select id from beleg.accounts
    where tenant_id = ${tx.tenantId} and person_id = ${personId} for update`.execute(tx.db)
}

/** The person with the account. */
export async function findPersonToErase(tx: TenantTx, personId: string): Promise<PersonToErase | null> {
  const { rows } = await sql<PersonToErase>`
    select p.subject_id as person_id, p.name, p.erased_at,
      a.id as account_id, a.email, a.state
    from beleg.people p left join beleg.accounts a on a.tenant_id = p.tenant_id and a.person_id = p.subject_id
    where p.tenant_id = ${tx.tenantId} and p.subject_id = ${personId}`.execute(tx.db)
  return rows[0] ?? null
}

export interface IdentityTraces {
  readonly sessions: number
  readonly apiKeys: number
  readonly factors: number
  readonly enrolments: number
  readonly resets: number
  readonly signIns: number
}

/** How many rows of each kind speak of an account. */
export async function countTraces(tx: TenantTx, accountId: string): Promise<IdentityTraces> {
  const { rows } = await sql<IdentityTraces>`
    select
      (select count(*)::int from beleg.sessions where tenant_id = ${tx.tenantId} and account_id = ${accountId}) as sessions,
      (select count(*)::int from beleg.api_keys where tenant_id = ${tx.tenantId} and account_id = ${accountId}) as "apiKeys",
      (select count(*)::int from beleg.credentials where tenant_id = ${tx.tenantId} and account_id = ${accountId})
        + (select count(*)::int from beleg.totp_factors where tenant_id = ${tx.tenantId} and account_id = ${accountId})
        + (select count(*)::int from beleg.recovery_codes where tenant_id = ${tx.tenantId} and account_id = ${accountId})
        as factors,
      (select count(*)::int from beleg.enrolments where tenant_id = ${tx.tenantId} and account_id = ${accountId}) as enrolments,
      (select count(*)::int from beleg.account_resets where tenant_id = ${tx.tenantId} and account_id = ${accountId}) as resets,
      (select count(*)::int from beleg.sign_ins where tenant_id = ${tx.tenantId} and account_id = ${accountId}) as "signIns"
    `.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('counting answered with nothing')
  return row
}

/** Puts a placeholder in the place of the name, and says when. */
export async function erasePersonRow(
  tx: TenantTx,
  person: { personId: string; name: Buffer; at: Date },
): Promise<void> {
  await sql`
    update beleg.people set name = ${person.name}, erased_at = ${person.at}
    where tenant_id = ${tx.tenantId} and subject_id = ${person.personId}`.execute(tx.db)
}

/** Closes the account for good, under a placeholder that is nobody's address. */
export async function eraseAccountRow(
  tx: TenantTx,
  account: { accountId: string; email: Buffer; emailIndex: Buffer; at: Date },
): Promise<void> {
  await sql`
    update beleg.accounts set email = ${account.email}, email_index = ${account.emailIndex}, state = 'deactivated',
      version = version + 1, changed_at = ${account.at}
    where tenant_id = ${tx.tenantId} and id = ${account.accountId}`.execute(tx.db)
}

const ofAccount = [
  'sessions',
  'login_transactions',
  'known_places',
  'credentials',
  'totp_factors',
  'recovery_codes',
  'enrolments',
  'sign_ins',
] as const

/** Deletes everything by which an account signed in or was seen; wrong guesses at its address, too. */
export async function deleteTraces(tx: TenantTx, accountId: string, emailIndex: Buffer): Promise<void> {
  for (const table of ofAccount)
    await sql`
      delete from beleg.${sql.ref(table)}
      where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
  await sql`
    delete from beleg.login_attempts where tenant_id = ${tx.tenantId} and identity = ${emailIndex}`.execute(tx.db)
}

/** Revokes the keys and takes their names, which their owner chose. */
export async function eraseKeyNames(tx: TenantTx, accountId: string, at: Date): Promise<void> {
  await sql`
    update beleg.api_keys set name = '–', revoked_at = coalesce(revoked_at, ${at})
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
}

/** Resets about an account, whose reasons are to be replaced. */
export async function listResetIds(tx: TenantTx, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.account_resets
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** Replaces why a reset was asked for. */
export async function updateResetReason(tx: TenantTx, resetId: string, reason: Buffer): Promise<void> {
  await sql`
    update beleg.account_resets set reason = ${reason}
    where tenant_id = ${tx.tenantId} and id = ${resetId}`.execute(tx.db)
}

/** Everybody who is not erased, by id. */
export async function listUnerased(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select subject_id as id from beleg.people
    where tenant_id = ${tx.tenantId} and erased_at is null`.execute(tx.db)
  return rows.map((row) => row.id)
}
