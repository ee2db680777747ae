/** SQL on people and accounts. Names and addresses go in and come out sealed; who has no keys sees nothing. */
import type { BuiltInRole } from '#core/permission.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { AccountState } from '../contract.ts'

export interface AccountRow {
  readonly id: string
  readonly person_id: string
  readonly email: Buffer
  readonly email_index: Buffer
  readonly roles: BuiltInRole[]
  readonly state: AccountState
  readonly locale: Locale
  readonly synthetic: boolean
  readonly version: number
  readonly created_at: Date
}

const accountColumns = sql`a.id, a.person_id, a.email, a.email_index, a.roles, a.state, a.locale, a.synthetic, a.version, a.created_at`

/** Locks the row until the end of the transaction: whoever opens a session or changes a state waits for the other. */
export async function lockAccount(tx: TenantTx, accountId: string): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from beleg.accounts a
    where a.tenant_id = ${tx.tenantId} and a.id = ${accountId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Reads an account without locking it. */
export async function findAccount(tx: TenantTx, accountId: string): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from beleg.accounts a
    where a.tenant_id = ${tx.tenantId} and a.id = ${accountId}`.execute(tx.db)
  return rows[0] ?? null
}

/** Finds an account by the blind index of its address. */
export async function findAccountByEmail(tx: TenantTx, emailIndex: Buffer): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from beleg.accounts a
    where a.tenant_id = ${tx.tenantId} and a.email_index = ${emailIndex}`.execute(tx.db)
  return rows[0] ?? null
}

/** Locks the active owners, so that two demotions at once cannot leave none. */
export async function lockActiveOwners(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.accounts
    where tenant_id = ${tx.tenantId} and state = 'active' and not synthetic and 'owner' = any (roles)
    order by id for update`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** Accounts that are open, of people; the oldest first. */
export async function listActiveAccounts(tx: TenantTx): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from beleg.accounts a
    where a.tenant_id = ${tx.tenantId} and a.state = 'active' and not a.synthetic
    order by a.created_at, a.id`.execute(tx.db)
  return rows
}

/** Whether anybody has ever got in: then there is no first administrator to enrol. */
export async function hasEnrolledAccount(tx: TenantTx): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from beleg.accounts
      where tenant_id = ${tx.tenantId} and not synthetic and (state <> 'invited' or 'owner' = any (roles))
    ) as found`.execute(tx.db)
  return rows[0]?.found ?? false
}

/** The person must be in the register of subjects already. */
export async function insertPerson(
  tx: TenantTx,
  person: { id: string; name: Buffer; createdAt: Date; createdWeek: string },
): Promise<void> {
  await sql`
    insert into beleg.people (tenant_id, subject_id, name, created_at, created_week)
    values (${tx.tenantId}, ${person.id}, ${person.name}, ${person.createdAt}, ${person.createdWeek})`.execute(tx.db)
}

/** Sets the sealed name. */
export async function updatePersonName(tx: TenantTx, personId: string, name: Buffer): Promise<void> {
  await sql`
    update beleg.people set name = ${name}
    where tenant_id = ${tx.tenantId} and subject_id = ${personId}`.execute(tx.db)
}

/** @throws DatabaseError of constraint `accounts_email` when the address has an account already. */
export async function insertAccount(
  tx: TenantTx,
  account: {
    id: string
    personId: string
    email: Buffer
    emailIndex: Buffer
    roles: readonly BuiltInRole[]
    state: AccountState
    locale: Locale
    synthetic: boolean
    createdAt: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.accounts
      (tenant_id, id, person_id, email, email_index, roles, state, locale, synthetic, created_at, changed_at)
    values (${tx.tenantId}, ${account.id}, ${account.personId}, ${account.email}, ${account.emailIndex},
      ${[...account.roles]}, ${account.state}, ${account.locale}, ${account.synthetic}, ${account.createdAt},
      ${account.createdAt})`.execute(tx.db)
}

/** Sets a new state; triggers end what the old one allowed. */
export async function updateAccountState(
  tx: TenantTx,
  accountId: string,
  state: AccountState,
  at: Date,
): Promise<void> {
  await sql`
    update beleg.accounts set state = ${state}, version = version + 1, changed_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${accountId}`.execute(tx.db)
}

/** False when somebody changed the account since that version. */
export async function updateAccountRoles(
  tx: TenantTx,
  change: { accountId: string; roles: readonly BuiltInRole[]; version: number; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update beleg.accounts set roles = ${[...change.roles]}, version = version + 1, changed_at = ${change.at}
    where tenant_id = ${tx.tenantId} and id = ${change.accountId} and version = ${change.version}
    returning id`.execute(tx.db)
  return rows.length === 1
}

/** Sets the language; no new version, because nobody else is concerned. */
export async function updateAccountLocale(tx: TenantTx, accountId: string, locale: Locale, at: Date): Promise<void> {
  await sql`
    update beleg.accounts set locale = ${locale}, changed_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${accountId}`.execute(tx.db)
}

/** A person as registers show it; account fields are null for people without one. */
export interface PersonRow {
  readonly person_id: string
  readonly name: Buffer
  readonly person_created_at: Date
  /** When everything personal of the row was erased. */
  readonly erased_at: Date | null
  readonly created_week: string
  readonly id: string | null
  readonly email: Buffer | null
  readonly roles: BuiltInRole[] | null
  readonly state: AccountState | null
  readonly locale: Locale | null
  readonly version: number | null
  readonly account_created_at: Date | null
  readonly has_password: boolean
  readonly has_totp: boolean
  readonly codes_left: number
  readonly last_seen_at: Date | null
  readonly invited_until: Date | null
}

const personColumns = sql`
  p.subject_id as person_id, p.name, p.created_at as person_created_at, p.erased_at, p.created_week,
  a.id, a.email, a.roles, a.state, a.locale, a.version, a.created_at as account_created_at,
  exists (select from beleg.credentials c where c.tenant_id = a.tenant_id and c.account_id = a.id) as has_password,
  exists (select from beleg.totp_factors f
    where f.tenant_id = a.tenant_id and f.account_id = a.id and f.confirmed_at is not null) as has_totp,
  (select count(*)::int from beleg.recovery_codes r
    where r.tenant_id = a.tenant_id and r.account_id = a.id and r.used_at is null) as codes_left,
  (select max(s.last_seen_at) from beleg.sessions s
    where s.tenant_id = a.tenant_id and s.account_id = a.id) as last_seen_at,
  (select max(e.expires_at) from beleg.enrolments e
    where e.tenant_id = a.tenant_id and e.account_id = a.id and e.used_at is null) as invited_until`

/** Newest first; `before` is the person id of the last row of the previous page. */
export async function listPersonRows(
  tx: TenantTx,
  page: { before: string | null; limit: number; onlyWithAccount: boolean },
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select ${personColumns}
    from beleg.people p left join beleg.accounts a on a.tenant_id = p.tenant_id and a.person_id = p.subject_id
    where p.tenant_id = ${tx.tenantId} and (${page.before}::uuid is null or p.subject_id < ${page.before}::uuid)
      and (a.id is not null or not ${page.onlyWithAccount}::boolean)
    order by p.subject_id desc limit ${page.limit}`.execute(tx.db)
  return rows
}

/** One person as registers show it. */
export async function findPersonRow(tx: TenantTx, personId: string): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`
    select ${personColumns}
    from beleg.people p left join beleg.accounts a on a.tenant_id = p.tenant_id and a.person_id = p.subject_id
    where p.tenant_id = ${tx.tenantId} and p.subject_id = ${personId}`.execute(tx.db)
  return rows[0] ?? null
}

/** Sealed names by person id; unknown ids are left out. */
export async function listNames(
  tx: TenantTx,
  personIds: readonly string[],
): Promise<{ person_id: string; name: Buffer }[]> {
  const { rows } = await sql<{ person_id: string; name: Buffer }>`
    select subject_id as person_id, name from beleg.people
    where tenant_id = ${tx.tenantId} and subject_id = any (${[...new Set(personIds)]}::uuid[])`.execute(tx.db)
  return rows
}

/** Sealed names of the people behind accounts. */
export async function listAccountNames(
  tx: TenantTx,
  accountIds: readonly string[],
): Promise<{ account_id: string; person_id: string; name: Buffer }[]> {
  const { rows } = await sql<{ account_id: string; person_id: string; name: Buffer }>`
    select a.id as account_id, a.person_id, p.name
    from beleg.accounts a
    join beleg.people p on p.tenant_id = a.tenant_id and p.subject_id = a.person_id
    where a.tenant_id = ${tx.tenantId} and a.id = any (${[...new Set(accountIds)]}::uuid[])`.execute(tx.db)
  return rows
}

export interface TenantRow {
  readonly name: string
  readonly kind: 'platform' | 'company'
  readonly slug: string
}

/** The tenant of the transaction. */
export async function readTenant(tx: TenantTx): Promise<TenantRow> {
  const { rows } = await sql<TenantRow>`
    select name, kind, slug from beleg.tenants where id = ${tx.tenantId}`.execute(tx.db)
  // The door was opened for this tenant; only a tenant deleted meanwhile has no row.
  if (!rows[0]) throw new Error('the tenant of the transaction does not exist')
  return rows[0]
}
