/** SQL on people as the register of people needs it: many at a time. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { AccountState } from '../contract.ts'

/** People who are in the register of subjects already. */
export async function insertPeople(
  tx: TenantTx,
  people: readonly { readonly id: string; readonly name: Buffer }[],
  given: { readonly at: Date; readonly week: string },
): Promise<void> {
  const rows = people.map(({ id, name }) => ({ id, name: name.toString('base64') }))
  await sql`
    insert into beleg.people (tenant_id, subject_id, name, created_at, created_week)
    select ${tx.tenantId}::uuid, r.id, decode(r.name, 'base64'), ${given.at}::timestamptz, ${given.week}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text)`.execute(tx.db)
}

/** Sets sealed names; who was erased keeps none. */
export async function updateNames(
  tx: TenantTx,
  people: readonly { readonly id: string; readonly name: Buffer }[],
): Promise<void> {
  const rows = people.map(({ id, name }) => ({ id, name: name.toString('base64') }))
  // Of a table without statistics the planner reads every row for each of these: 10,000 at once took 18 s.
  for (let at = 0; at < rows.length; at += 500)
    await sql`
      update beleg.people p set name = decode(r.name, 'base64')
      from jsonb_to_recordset(${JSON.stringify(rows.slice(at, at + 500))}::jsonb) as r (id uuid, name text)
      where p.tenant_id = ${tx.tenantId}::uuid and p.subject_id = r.id and p.erased_at is null`.execute(tx.db)
}

/** Whose account has one of these addresses. */
export async function findPeopleByEmailIndex(
  tx: TenantTx,
  indexes: readonly Buffer[],
): Promise<{ person_id: string; email_index: Buffer }[]> {
  const { rows } = await sql<{ person_id: string; email_index: Buffer }>`
    select person_id, email_index from beleg.accounts
    where tenant_id = ${tx.tenantId}::uuid and email_index = any (${[...indexes]}::bytea[])`.execute(tx.db)
  return rows
}

export interface AccountHolderRow {
  readonly id: string
  readonly person_id: string
  readonly state: AccountState
  readonly created_at: Date
}

/** Accounts of people, whatever their state. */
export async function listAccountStates(tx: TenantTx): Promise<AccountHolderRow[]> {
  const { rows } = await sql<AccountHolderRow>`
    select id, person_id, state, created_at from beleg.accounts
    where tenant_id = ${tx.tenantId}::uuid and not synthetic order by id`.execute(tx.db)
  return rows
}
