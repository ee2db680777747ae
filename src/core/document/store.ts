/** The SQL on documents and their files. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { Classification, DocumentFormat } from './contract.ts'

export type DocumentState = 'draft' | 'approved' | 'rejected' | 'superseded' | 'withdrawn'

export interface DocumentRow {
  readonly id: string
  readonly kind: string
  /** Empty when its kind has none. */
  readonly scope: string
  readonly locale: Locale
  readonly title: string
  readonly classification: Classification
  readonly permission: string
  readonly as_of: Date
  readonly known_at: Date
  readonly version: number
  readonly model_sha256: Buffer
  readonly created_by: string | null
  readonly created_at: Date
  readonly state: DocumentState
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly superseded_at: Date | null
  readonly withdrawn_at: Date | null
}

const columns = sql`id, kind, scope, locale, title, classification, permission, as_of, known_at, version, model_sha256,
  created_by, created_at, state, decided_by, decided_at, superseded_at, withdrawn_at`

/** The number of the next version. Whoever asks waits until others who asked before have committed. */
export async function takeVersion(tx: TenantTx, kind: string, scope: string, locale: Locale): Promise<number> {
  await awaitTurn(tx, `document ${tx.tenantId} ${kind} ${scope} ${locale}`)
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(version), 0) + 1 as next from beleg.documents
    where tenant_id = ${tx.tenantId} and kind = ${kind} and scope = ${scope} and locale = ${locale}`.execute(tx.db)
  return rows[0]?.next ?? 1
}

/** @throws DatabaseError of `documents_version` for a version that exists */
export async function insertDocument(
  tx: TenantTx,
  row: Omit<DocumentRow, 'state' | 'decided_by' | 'decided_at' | 'superseded_at' | 'withdrawn_at'>,
): Promise<void> {
  await sql`
    insert into beleg.documents (tenant_id, id, kind, scope, locale, title, classification, permission, as_of, known_at,
      version, model_sha256, created_by, created_at, state)
    values (${tx.tenantId}, ${row.id}, ${row.kind}, ${row.scope}, ${row.locale}, ${row.title}, ${row.classification},
      ${row.permission}, ${row.as_of}, ${row.known_at}, ${row.version}, ${row.model_sha256}, ${row.created_by},
      ${row.created_at}, 'draft')`.execute(tx.db)
}

export interface DocumentFileRow {
  readonly format: DocumentFormat
  readonly blob_key: string
  readonly bytes: number
  readonly sha256: Buffer
}

/** Notes where a file of a document lies. */
export async function insertDocumentFile(tx: TenantTx, documentId: string, file: DocumentFileRow): Promise<void> {
  await sql`
    insert into beleg.document_files (tenant_id, document_id, format, blob_key, bytes, sha256)
    values (${tx.tenantId}, ${documentId}, ${file.format}, ${file.blob_key}, ${file.bytes}, ${file.sha256})`.execute(
    tx.db,
  )
}

/** What the hash is of first, then in the order in which people want them. */
export async function listDocumentFiles(tx: TenantTx, documentId: string): Promise<DocumentFileRow[]> {
  const { rows } = await sql<Omit<DocumentFileRow, 'bytes'> & { bytes: string }>`
    select format, blob_key, bytes, sha256 from beleg.document_files
    where tenant_id = ${tx.tenantId} and document_id = ${documentId}
    order by array_position(array['json', 'pdf', 'docx', 'html'], format)`.execute(tx.db)
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

/** The document, or null. `forUpdate`: whoever else decides about it waits. */
export async function findDocument(
  tx: TenantTx,
  documentId: string,
  { forUpdate = false } = {},
): Promise<DocumentRow | null> {
  const { rows } = await sql<DocumentRow>`
    select ${columns} from beleg.documents
    where tenant_id = ${tx.tenantId} and id = ${documentId} ${forUpdate ? sql`for update` : sql``}`.execute(tx.db)
  return rows[0] ?? null
}

export interface DocumentFilter {
  readonly kind: string | undefined
  readonly state: DocumentState | undefined
  /** What the reader holds: others are not listed. */
  readonly permissions: readonly string[]
  readonly before: { readonly at: Date; readonly id: string } | null
  readonly limit: number
}

/** Newest first. */
export async function listDocumentRows(tx: TenantTx, filter: DocumentFilter): Promise<DocumentRow[]> {
  const { kind, state, permissions, before, limit } = filter
  const { rows } = await sql<DocumentRow>`
    select ${columns} from beleg.documents
    where tenant_id = ${tx.tenantId} and permission = any (${[...permissions]}::text[])
      and (${kind === undefined} or kind = ${kind ?? null}) and (${state === undefined} or state = ${state ?? null})
      and (${before === null} or (created_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by created_at desc, id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** All versions of the same document in its language, newest first; at most 200. */
export async function listVersions(tx: TenantTx, of: DocumentRow): Promise<DocumentRow[]> {
  const { rows } = await sql<DocumentRow>`
    select ${columns} from beleg.documents
    where tenant_id = ${tx.tenantId} and kind = ${of.kind} and scope = ${of.scope} and locale = ${of.locale}
    order by version desc limit 200`.execute(tx.db)
  return rows
}

/** Approves or rejects a draft. @throws DatabaseError of `documents_four_eyes` for whoever made it */
export async function updateDecided(
  tx: TenantTx,
  given: { id: string; state: 'approved' | 'rejected'; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.documents set state = ${given.state}, decided_by = ${given.by}, decided_at = ${given.at}
    where tenant_id = ${tx.tenantId} and id = ${given.id} and state = 'draft'`.execute(tx.db)
}

/** Takes an approval back. */
export async function updateWithdrawn(tx: TenantTx, id: string, at: Date): Promise<void> {
  await sql`
    update beleg.documents set state = 'withdrawn', withdrawn_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${id} and state = 'approved'`.execute(tx.db)
}

/** Ends what was in force beside a document that is to be approved. Returns what it was. */
export async function supersede(tx: TenantTx, by: DocumentRow, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update beleg.documents set state = 'superseded', superseded_at = ${at}
    where tenant_id = ${tx.tenantId} and kind = ${by.kind} and scope = ${by.scope} and locale = ${by.locale}
      and state = 'approved' and id <> ${by.id}
    returning id`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** The name of the transaction's own tenant. */
export async function readOrganisation(tx: TenantTx): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from beleg.tenants where id = ${tx.tenantId}`.execute(tx.db)
  // The door was opened for this tenant; only one deleted meanwhile has no row.
  if (!rows[0]) throw new Error('the tenant of the transaction does not exist')
  return rows[0].name
}
