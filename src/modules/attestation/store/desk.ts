/** The SQL on what the tenant arranges: the public form, its periods, and documents on offer. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface DeskRow {
  readonly is_open: boolean
  readonly repeat_days: number
  readonly copy_days: number
  readonly nda_months: number
}

/** Until somebody arranges it: closed, a quarter, a month, two years. */
const closed: DeskRow = { is_open: false, repeat_days: 90, copy_days: 30, nda_months: 24 }

/** What is arranged. */
export async function readDeskRow(tx: TenantTx): Promise<DeskRow> {
  const { rows } = await sql<DeskRow>`
    select is_open, repeat_days, copy_days, nda_months from attestation_settings
    where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return rows[0] ?? closed
}

/** Arranges it anew. */
export async function putDesk(
  tx: TenantTx,
  row: DeskRow & { readonly by: string | null; readonly at: Date },
): Promise<void> {
  await sql`
    insert into attestation_settings (tenant_id, is_open, repeat_days, copy_days, nda_months, changed_by, changed_at)
    values (${tx.tenantId}::uuid, ${row.is_open}, ${row.repeat_days}, ${row.copy_days}, ${row.nda_months},
      ${row.by}::uuid, ${row.at})
    on conflict (tenant_id) do update set is_open = excluded.is_open, repeat_days = excluded.repeat_days,
      copy_days = excluded.copy_days, nda_months = excluded.nda_months, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`.execute(tx.db)
}

export interface OfferRow {
  readonly id: string
  readonly document_id: string
  readonly title_de: string
  readonly title_en: string
  readonly offered_at: Date
  readonly withdrawn_at: Date | null
}

/** What is on offer, by title; with `ids` those, on offer or not. */
export async function listOfferRows(tx: TenantTx, ids: readonly string[] | null = null): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    select id, document_id, title_de, title_en, offered_at, withdrawn_at from offered_documents
    where tenant_id = ${tx.tenantId}::uuid
      and ${ids === null ? sql`withdrawn_at is null` : sql`id = any (${[...ids]}::uuid[])`}
    order by title_de, id limit 500`.execute(tx.db)
  return rows
}

/** @throws DatabaseError of `offered_documents_once` when it is on offer already */
export async function insertOffer(
  tx: TenantTx,
  row: Omit<OfferRow, 'withdrawn_at'> & { readonly offered_by: string | null },
): Promise<void> {
  await sql`
    insert into offered_documents (tenant_id, id, document_id, title_de, title_en, offered_by, offered_at)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.document_id}::uuid, ${row.title_de}, ${row.title_en},
      ${row.offered_by}::uuid, ${row.offered_at})`.execute(tx.db)
}

/** Whether it was on offer until now. */
export async function updateOfferWithdrawn(tx: TenantTx, id: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update offered_documents set withdrawn_at = ${at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid and withdrawn_at is null`.execute(tx.db)
  return numAffectedRows === 1n
}
