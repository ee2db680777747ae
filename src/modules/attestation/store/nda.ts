/** The SQL on the tenant's own agreement and on agreements with other organisations. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql } from 'kysely'

export interface NdaTextRow {
  readonly id: string
  readonly number: number
  readonly text_de: string
  readonly text_en: string
  readonly sha256: Buffer
  readonly published_at: Date
}

/** The version in force; undefined while there is none. */
export async function findNdaText(tx: TenantTx): Promise<NdaTextRow | undefined> {
  const { rows } = await sql<NdaTextRow>`
    select id, number, text_de, text_en, sha256, published_at from nda_texts
    where tenant_id = ${tx.tenantId}::uuid order by number desc limit 1`.execute(tx.db)
  return rows[0]
}

/** Writes the next version; whoever publishes at the same time waits. Returns its number. */
export async function insertNdaText(
  tx: TenantTx,
  row: Omit<NdaTextRow, 'number'> & { readonly published_by: string | null },
): Promise<number> {
  await awaitTurn(tx, `nda text ${tx.tenantId}`)
  const { rows } = await sql<{ number: number }>`
    insert into nda_texts (tenant_id, id, number, text_de, text_en, sha256, published_by, published_at)
    select ${tx.tenantId}::uuid, ${row.id}::uuid, coalesce(max(number), 0) + 1, ${row.text_de}, ${row.text_en},
      ${row.sha256}, ${row.published_by}::uuid, ${row.published_at}::timestamptz
    from nda_texts where tenant_id = ${tx.tenantId}::uuid
    returning number`.execute(tx.db)
  return rows[0]?.number ?? 1
}

export interface NdaRow {
  readonly id: string
  readonly source: 'accepted' | 'file'
  readonly party: Buffer
  readonly domain_index: Buffer
  readonly signatory: Buffer | null
  readonly signatory_index: Buffer | null
  readonly text_id: string | null
  readonly text_number: number | null
  readonly blob_key: string | null
  readonly file_name: Buffer | null
  readonly media_type: string | null
  readonly file_bytes: number | null
  readonly file_sha256: Buffer | null
  readonly valid_from: string
  readonly valid_to: string
  readonly recorded_by: string | null
  readonly recorded_at: Date
  readonly ended_at: Date | null
  readonly end_reason: Buffer | null
}

const columns = sql`n.id, n.source, n.party, n.domain_index, n.signatory, n.signatory_index, n.text_id,
  x.number as text_number, n.blob_key, n.file_name, n.media_type, n.file_bytes::int as file_bytes, n.file_sha256,
  to_char(n.valid_from, 'YYYY-MM-DD') as valid_from, to_char(n.valid_to, 'YYYY-MM-DD') as valid_to, n.recorded_by,
  n.recorded_at, n.ended_at, n.end_reason
  from ndas n left join nda_texts x on x.tenant_id = n.tenant_id and x.id = n.text_id`

/** Newest first; at most 1,000. */
export async function listNdaRows(tx: TenantTx): Promise<NdaRow[]> {
  const { rows } = await sql<NdaRow>`
    select ${columns} where n.tenant_id = ${tx.tenantId}::uuid order by n.recorded_at desc, n.id desc limit 1000`.execute(
    tx.db,
  )
  return rows
}

/** One agreement. */
export async function findNda(tx: TenantTx, id: string): Promise<NdaRow | undefined> {
  const { rows } = await sql<NdaRow>`
    select ${columns} where n.tenant_id = ${tx.tenantId}::uuid and n.id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** Of the agreements with an organisation that hold on a day, the one that holds longest. */
export async function findNdaInForce(tx: TenantTx, domainIndex: Buffer, on: string): Promise<NdaRow | undefined> {
  const { rows } = await sql<NdaRow>`
    select ${columns}
    where n.tenant_id = ${tx.tenantId}::uuid and n.domain_index = ${domainIndex} and n.ended_at is null
      and ${on}::date between n.valid_from and n.valid_to
    order by n.valid_to desc, n.id limit 1`.execute(tx.db)
  return rows[0]
}

/** Writes a new agreement. */
export async function insertNda(
  tx: TenantTx,
  row: Omit<NdaRow, 'text_number' | 'ended_at' | 'end_reason'>,
): Promise<void> {
  await sql`
    insert into ndas (tenant_id, id, source, party, domain_index, signatory, signatory_index, text_id, blob_key,
      file_name, media_type, file_bytes, file_sha256, valid_from, valid_to, recorded_by, recorded_at)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.source}, ${row.party}, ${row.domain_index}, ${row.signatory},
      ${row.signatory_index}, ${row.text_id}::uuid, ${row.blob_key}, ${row.file_name}, ${row.media_type},
      ${row.file_bytes}, ${row.file_sha256}, ${row.valid_from}::date, ${row.valid_to}::date, ${row.recorded_by}::uuid,
      ${row.recorded_at})`.execute(tx.db)
}

/** Ends an agreement; false when it had ended. */
export async function updateNdaEnded(
  tx: TenantTx,
  given: { readonly id: string; readonly at: Date; readonly reason: Buffer },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ndas set ended_at = ${given.at}, end_reason = ${given.reason}
    where tenant_id = ${tx.tenantId}::uuid and id = ${given.id}::uuid and ended_at is null`.execute(tx.db)
  return numAffectedRows === 1n
}

/** Agreements that somebody signed, by the index of the address. */
export async function listNdasSignedAt(tx: TenantTx, emailIndex: Buffer): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ndas where tenant_id = ${tx.tenantId}::uuid and signatory_index = ${emailIndex}`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** Takes out who signed. */
export async function clearSignatory(tx: TenantTx, id: string): Promise<void> {
  await sql`
    update ndas set signatory = null, signatory_index = null
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}
