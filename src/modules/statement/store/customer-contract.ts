/** The SQL on contracts of customers, and on who was told of a version. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'

export interface ContractRow {
  readonly id: string
  readonly customer: Buffer
  readonly email: Buffer | null
  readonly locale: Locale
  readonly statement_id: string
  readonly statement_locale: Locale
  readonly statement_version: number
  readonly statement_title: string
  readonly from_on: string
  readonly until_on: string | null
  readonly created_at: Date
}

/** Contracts, newest first; with `on`, only those that hold on that day or later. */
export async function listContractRows(
  tx: TenantTx,
  filter: { readonly on?: string; readonly id?: string } = {},
): Promise<ContractRow[]> {
  const { rows } = await sql<ContractRow>`
    select k.id, k.customer, k.email, k.locale, k.statement_id, s.locale as statement_locale,
      s.version as statement_version, s.title as statement_title, k.from_on::text as from_on,
      k.until_on::text as until_on, k.created_at
    from customer_contracts k
    join statements s on s.tenant_id = k.tenant_id and s.id = k.statement_id
    where k.tenant_id = ${tx.tenantId}::uuid
      and (${filter.id ?? null}::uuid is null or k.id = ${filter.id ?? null}::uuid)
      and (${filter.on ?? null}::date is null or k.until_on is null or k.until_on >= ${filter.on ?? null}::date)
    order by k.created_at desc, k.id desc
    limit 2000`.execute(tx.db)
  return rows
}

/** Adds a contract; what names the customer comes sealed. */
export async function insertContract(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly customer: Buffer
    readonly email: Buffer | null
    readonly emailIndex: Buffer | null
    readonly locale: Locale
    readonly statementId: string
    readonly fromOn: string
    readonly untilOn: string | null
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('customer_contracts')
    .values({
      tenant_id: tx.tenantId,
      id: given.id,
      customer: given.customer,
      email: given.email,
      email_index: given.emailIndex,
      locale: given.locale,
      statement_id: given.statementId,
      from_on: given.fromOn,
      until_on: given.untilOn,
      created_by: given.by,
      created_at: given.at,
    })
    .execute()
}

/** Sets the last day of a contract. */
export async function updateContractEnd(tx: TenantTx, id: string, untilOn: string): Promise<void> {
  await sql`
    update customer_contracts set until_on = ${untilOn}::date
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

/** Contracts whose contact is at that address. */
export async function listContractsAt(tx: TenantTx, emailIndex: Buffer): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('customer_contracts')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('email_index', '=', emailIndex)
    .execute()
  return rows.map(({ id }) => id)
}

/** Takes the address out of a contract. */
export async function clearContact(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .updateTable('customer_contracts')
    .set({ email: null, email_index: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute()
}

/** Notes that a customer was told; false when they were already. */
export async function insertNotice(
  tx: TenantTx,
  given: {
    readonly statementId: string
    readonly contractId: string
    readonly mailId: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('statement_notices')
    .values({
      tenant_id: tx.tenantId,
      statement_id: given.statementId,
      contract_id: given.contractId,
      mail_id: given.mailId,
      sent_at: given.at,
    })
    .execute()
}

/** How many customers were told of a version. */
export async function countNotices(tx: TenantTx, statementId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('statement_notices')
    .select((eb) => eb.fn.countAll<string>().as('notices'))
    .where('tenant_id', '=', tx.tenantId)
    .where('statement_id', '=', statementId)
    .executeTakeFirstOrThrow()
  return Number(row.notices)
}
