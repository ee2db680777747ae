/** SQL on imports into registers. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { ImportCounts, ImportState } from './contract.ts'
import type { Mapping } from './plan.ts'

export interface ImportRow {
  readonly id: string
  readonly register: string
  readonly source: string
  readonly complete: boolean
  readonly effective_on: string | null
  readonly mapping: Mapping
  readonly state: ImportState
  readonly file_name: string
  readonly file_sha256: Buffer
  readonly blob_key: string | null
  readonly counts: ImportCounts | null
  readonly created_by: string | null
  readonly created_at: Date
  readonly applied_by: string | null
  readonly applied_at: Date | null
  readonly undone_by: string | null
  readonly undone_at: Date | null
  readonly version: number
}

const columns = sql`id, register, source, complete, effective_on, mapping, state, file_name, file_sha256, blob_key, counts,
  created_by, created_at, applied_by, applied_at, undone_by, undone_at, version`

/** Keeps a file to be looked at. */
export async function insertImport(
  tx: TenantTx,
  row: Pick<ImportRow, 'id' | 'register' | 'source' | 'mapping' | 'file_name' | 'file_sha256' | 'created_by'> & {
    readonly blob_key: string
    readonly created_at: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.register_imports
      (tenant_id, id, register, source, complete, mapping, state, file_name, file_sha256, blob_key, created_by, created_at)
    values (${tx.tenantId}, ${row.id}, ${row.register}, ${row.source}, false, ${JSON.stringify(row.mapping)}::jsonb, 'draft',
      ${row.file_name}, ${row.file_sha256}, ${row.blob_key}, ${row.created_by}, ${row.created_at})`.execute(tx.db)
}

/** Newest first. */
export async function listImportRows(
  tx: TenantTx,
  register: string,
  page: { readonly after: { at: Date; id: string } | null; readonly limit: number },
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from beleg.register_imports
    where tenant_id = ${tx.tenantId} and register = ${register} and state <> 'discarded'
      and ${page.after === null ? sql`true` : sql`(created_at, id) < (${page.after.at}, ${page.after.id}::uuid)`}
    order by created_at desc, id desc limit ${page.limit}`.execute(tx.db)
  return rows
}

/** One import, held until the end of the transaction. */
export async function lockImport(tx: TenantTx, register: string, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from beleg.register_imports
    where tenant_id = ${tx.tenantId} and register = ${register} and id = ${id}::uuid for update`.execute(tx.db)
  return rows[0]
}

/** One import, read only. */
export async function findImport(tx: TenantTx, register: string, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from beleg.register_imports
    where tenant_id = ${tx.tenantId} and register = ${register} and id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** How the file is read. */
export async function updateImport(
  tx: TenantTx,
  id: string,
  given: Pick<ImportRow, 'source' | 'complete' | 'effective_on' | 'mapping'>,
): Promise<void> {
  await sql`
    update beleg.register_imports set source = ${given.source}, complete = ${given.complete},
      effective_on = ${given.effective_on}::date, mapping = ${JSON.stringify(given.mapping)}::jsonb, version = version + 1
    where tenant_id = ${tx.tenantId} and id = ${id}::uuid`.execute(tx.db)
}

/** It was carried out; the file goes. */
export async function markApplied(
  tx: TenantTx,
  id: string,
  given: { readonly by: string | null; readonly at: Date; readonly on: string; readonly counts: ImportCounts },
): Promise<void> {
  await sql`
    update beleg.register_imports set state = 'applied', applied_by = ${given.by}::uuid, applied_at = ${given.at},
      effective_on = ${given.on}::date, counts = ${JSON.stringify(given.counts)}::jsonb, blob_key = null, version = version + 1
    where tenant_id = ${tx.tenantId} and id = ${id}::uuid`.execute(tx.db)
}

/** It was taken back. */
export async function markUndone(
  tx: TenantTx,
  id: string,
  given: { readonly by: string | null; readonly at: Date },
): Promise<void> {
  await sql`
    update beleg.register_imports set state = 'undone', undone_by = ${given.by}::uuid, undone_at = ${given.at},
      version = version + 1
    where tenant_id = ${tx.tenantId} and id = ${id}::uuid`.execute(tx.db)
}

/** It will not be carried out; the file goes. */
export async function markDiscarded(tx: TenantTx, id: string): Promise<void> {
  await sql`
    update beleg.register_imports set state = 'discarded', blob_key = null, version = version + 1
    where tenant_id = ${tx.tenantId} and id = ${id}::uuid`.execute(tx.db)
}

/** Drafts, of one register or of all, that were begun before an instant. */
export async function listDrafts(
  tx: TenantTx,
  given: { readonly register: string | null; readonly before: Date },
): Promise<{ id: string; register: string; source: string; blob_key: string }[]> {
  const { rows } = await sql<{ id: string; register: string; source: string; blob_key: string }>`
    select id, register, source, blob_key from beleg.register_imports
    where tenant_id = ${tx.tenantId} and state = 'draft' and created_at < ${given.before}
      and (${given.register}::text is null or register = ${given.register}) for update`.execute(tx.db)
  return rows
}

/** What the files of imports are called, and their sources, whatever became of them. */
export async function listFileNames(tx: TenantTx): Promise<{ id: string; file_name: string; source: string }[]> {
  const { rows } = await sql<{ id: string; file_name: string; source: string }>`
    select id, file_name, source from beleg.register_imports where tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows
}

/** Takes the name of a file and its source, where they name a person. */
export async function eraseFileName(tx: TenantTx, id: string): Promise<void> {
  await sql`
    update beleg.register_imports set file_name = '–', source = '–'
    where tenant_id = ${tx.tenantId} and id = ${id}::uuid`.execute(tx.db)
}
