/** SQL on employments beyond what every register has. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** Whom the register knows by that address as far as is known now, and who has no account. */
export async function findWithoutAccount(tx: TenantTx, emailIndex: Buffer): Promise<string | null> {
  const { rows } = await sql<{ subject_id: string }>`
    select distinct e.subject_id from beleg.employments e
    where e.tenant_id = ${tx.tenantId}::uuid and e.email_index = ${emailIndex} and e.known_to is null
      and not exists (select from beleg.accounts a where a.tenant_id = e.tenant_id and a.person_id = e.subject_id)
    limit 2`.execute(tx.db)
  // Two people with one address: nobody can say who is meant.
  return rows.length === 1 ? (rows[0]?.subject_id ?? null) : null
}

/** Whose manager or deputy somebody is, as known now. */
export async function listLed(tx: TenantTx, ids: readonly string[]): Promise<{ from: string; to: string }[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select e.subject_id as "from", led.id as "to" from beleg.employments e
    cross join lateral (values (e.manager_id), (e.deputy_id)) as led (id)
    where e.tenant_id = ${tx.tenantId}::uuid and e.known_to is null and led.id = any (${[...ids]}::uuid[])`.execute(
    tx.db,
  )
  return rows
}

export interface EmploymentSpan {
  readonly subject_id: string
  readonly manager_id: string | null
  readonly joined_on: string
  readonly left_on: string | null
}

/** How everybody stands on a day, as known now. */
export async function listEmployments(tx: TenantTx, day: string): Promise<EmploymentSpan[]> {
  const { rows } = await sql<EmploymentSpan>`
    select subject_id, manager_id, joined_on, left_on from beleg.employments
    where tenant_id = ${tx.tenantId}::uuid and known_to is null
      and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)`.execute(tx.db)
  return rows
}

/** Every version that was ever known of somebody. */
export async function listVersionsOf(tx: TenantTx, personId: string): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.employments where tenant_id = ${tx.tenantId}::uuid and subject_id = ${personId}::uuid`.execute(
    tx.db,
  )
  return rows
}

export interface EmploymentVersion {
  readonly valid_from: string
  readonly valid_to: string | null
  readonly kind: string
  readonly department: string | null
  readonly manager_id: string | null
  readonly deputy_id: string | null
  readonly joined_on: string
  readonly left_on: string | null
}

/** What was known at an instant of somebody's employments that held on some day of a period, in order. */
export async function listVersionsBetween(
  tx: TenantTx,
  personId: string,
  days: { readonly fromOn: string; readonly toOn: string },
  knownAt: Date,
): Promise<EmploymentVersion[]> {
  const { rows } = await sql<EmploymentVersion>`
    select valid_from, valid_to, kind, department, manager_id, deputy_id, joined_on, left_on from beleg.employments
    where tenant_id = ${tx.tenantId}::uuid and subject_id = ${personId}::uuid
      and valid_from <= ${days.toOn}::date and (valid_to is null or valid_to > ${days.fromOn}::date)
      and known_from <= ${knownAt} and (known_to is null or known_to > ${knownAt})
    order by valid_from limit 500`.execute(tx.db)
  return rows
}

/** Puts a placeholder for the name of a version, and takes its address. */
export async function eraseVersion(tx: TenantTx, id: string, name: Buffer): Promise<void> {
  await sql`
    update beleg.employments set name = ${name}, email = null, email_index = null
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

export interface LeadRow {
  readonly subject_id: string
  readonly manager_id: string | null
  readonly deputy_id: string | null
  readonly active: boolean
}

/** Who leads and stands in for people on a day, as known now. */
export async function listLeads(tx: TenantTx, personIds: readonly string[], day: string): Promise<LeadRow[]> {
  const { rows } = await sql<LeadRow>`
    select subject_id, manager_id, deputy_id,
      joined_on <= ${day}::date and (left_on is null or left_on >= ${day}::date) as active
    from beleg.employments
    where tenant_id = ${tx.tenantId}::uuid and known_to is null and subject_id = any (${[...personIds]}::uuid[])
      and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)`.execute(tx.db)
  return rows
}
