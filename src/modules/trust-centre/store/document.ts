/** SQL on which documents everybody may read. */
import type { DocumentRow } from '#core/document/store.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface ShownDocumentRow extends DocumentRow {
  readonly shown: boolean
  readonly changed_at: Date
}

const columns = sql`d.id, d.kind, d.scope, d.locale, d.title, d.classification, d.permission, d.as_of, d.known_at,
  d.version, d.model_sha256, d.created_by, d.created_at, d.state, d.decided_by, d.decided_at, d.superseded_at,
  d.withdrawn_at`

/** What is or was shown, in the order of title and language, newest version first. */
export async function listShownRows(tx: TenantTx): Promise<ShownDocumentRow[]> {
  const { rows } = await sql<ShownDocumentRow>`
    select ${columns}, p.shown, p.changed_at from public_documents p
    join documents d on d.tenant_id = p.tenant_id and d.id = p.document_id
    where p.tenant_id = ${tx.tenantId}::uuid
    order by d.title, d.locale, d.version desc limit 500`.execute(tx.db)
  return rows
}

/** One that is or was shown. */
export async function findShown(tx: TenantTx, documentId: string): Promise<ShownDocumentRow | undefined> {
  const { rows } = await sql<ShownDocumentRow>`
    select ${columns}, p.shown, p.changed_at from public_documents p
    join documents d on d.tenant_id = p.tenant_id and d.id = p.document_id
    where p.tenant_id = ${tx.tenantId}::uuid and p.document_id = ${documentId}::uuid`.execute(tx.db)
  return rows[0]
}

/** Approved documents that are classified as public, and whether they are shown; null: never decided. */
export async function listPublishable(tx: TenantTx): Promise<(DocumentRow & { shown: boolean | null })[]> {
  const { rows } = await sql<DocumentRow & { shown: boolean | null }>`
    select ${columns}, p.shown from documents d
    left join public_documents p on p.tenant_id = d.tenant_id and p.document_id = d.id
    where d.tenant_id = ${tx.tenantId}::uuid and d.state = 'approved' and d.classification = 'public'
    order by d.title, d.locale, d.version desc limit 500`.execute(tx.db)
  return rows
}

/** Keeps whether a document is shown. */
export async function putShown(
  tx: TenantTx,
  row: { readonly documentId: string; readonly shown: boolean; readonly by: string | null; readonly at: Date },
): Promise<void> {
  await sql`
    insert into public_documents (tenant_id, document_id, shown, changed_by, changed_at)
    values (${tx.tenantId}::uuid, ${row.documentId}::uuid, ${row.shown}, ${row.by}::uuid, ${row.at})
    on conflict (tenant_id, document_id) do update
      set shown = excluded.shown, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx.db)
}
