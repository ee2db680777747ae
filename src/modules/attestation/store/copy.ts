/** The SQL on copies that were issued and on every access to them. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql } from 'kysely'
import type { AccessOutcome } from '../contract.ts'

export interface CopyRow {
  readonly id: string
  readonly request_id: string
  readonly number: number
  readonly blob_key: string | null
  readonly bytes: number
  readonly sha256: Buffer
  readonly title: string
  readonly document_id: string | null
  readonly certificate_ids: readonly string[]
  readonly nda_id: string
  readonly issued_by: string | null
  readonly issued_at: Date
  readonly expires_at: Date
  readonly ended_at: Date | null
  readonly ended_as: 'expired' | 'revoked' | null
  readonly end_reason: Buffer | null
  readonly link_hash: Buffer
  readonly code_hash: Buffer | null
  readonly code_until: Date | null
  readonly code_tries: number
}

const columns = sql`id, request_id, number, blob_key, bytes::int as bytes, sha256, title, document_id, certificate_ids,
  nda_id, issued_by, issued_at, expires_at, ended_at, ended_as, end_reason, link_hash, code_hash, code_until, code_tries`

/** The number of the next copy. Whoever asks waits until others who asked before have committed. */
export async function takeCopyNumber(tx: TenantTx): Promise<number> {
  await awaitTurn(tx, `copy ${tx.tenantId}`)
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from attestation_copies
    where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return rows[0]?.next ?? 1
}

/** Writes a new copy. */
export async function insertCopy(
  tx: TenantTx,
  row: Omit<CopyRow, 'ended_at' | 'ended_as' | 'end_reason' | 'code_hash' | 'code_until' | 'code_tries'>,
): Promise<void> {
  await sql`
    insert into attestation_copies (tenant_id, id, request_id, number, blob_key, bytes, sha256, title, document_id,
      certificate_ids, nda_id, issued_by, issued_at, expires_at, link_hash, code_tries)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.request_id}::uuid, ${row.number}, ${row.blob_key}, ${row.bytes},
      ${row.sha256}, ${row.title}, ${row.document_id}::uuid, ${[...row.certificate_ids]}::uuid[], ${row.nda_id}::uuid,
      ${row.issued_by}::uuid, ${row.issued_at}, ${row.expires_at}, ${row.link_hash}, 0)`.execute(tx.db)
}

/** The copy of a request; undefined while none was issued. */
export async function findCopyOf(tx: TenantTx, requestId: string): Promise<CopyRow | undefined> {
  const { rows } = await sql<CopyRow>`
    select ${columns} from attestation_copies
    where tenant_id = ${tx.tenantId}::uuid and request_id = ${requestId}::uuid`.execute(tx.db)
  return rows[0]
}

/** Holds a copy, by its link, until the end of the transaction. */
export async function lockCopyByLink(tx: TenantTx, linkHash: Buffer): Promise<CopyRow | undefined> {
  const { rows } = await sql<CopyRow>`
    select ${columns} from attestation_copies
    where tenant_id = ${tx.tenantId}::uuid and link_hash = ${linkHash} for update`.execute(tx.db)
  return rows[0]
}

/** Newest first. */
export async function listCopyRows(
  tx: TenantTx,
  given: { readonly before: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<CopyRow[]> {
  const { before, limit } = given
  const { rows } = await sql<CopyRow>`
    select ${columns} from attestation_copies
    where tenant_id = ${tx.tenantId}::uuid
      and (${before === null} or (issued_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by issued_at desc, id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** Copies that were not ended. */
export async function listLiveCopies(tx: TenantTx): Promise<CopyRow[]> {
  const { rows } = await sql<CopyRow>`
    select ${columns} from attestation_copies
    where tenant_id = ${tx.tenantId}::uuid and ended_at is null order by id`.execute(tx.db)
  return rows
}

/** Ends a copy; its file goes, its hash stays. */
export async function updateCopyEnded(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly as: 'expired' | 'revoked'
    readonly at: Date
    readonly reason: Buffer | null
  },
): Promise<void> {
  await sql`
    update attestation_copies set ended_at = ${given.at}, ended_as = ${given.as}, end_reason = ${given.reason},
      blob_key = null, code_hash = null
    where tenant_id = ${tx.tenantId}::uuid and id = ${given.id}::uuid and ended_at is null`.execute(tx.db)
}

/** Sets or takes the code that opens a copy now, or counts a wrong guess at it. */
export async function updateCode(
  tx: TenantTx,
  given: Pick<CopyRow, 'id' | 'code_hash' | 'code_until' | 'code_tries'>,
): Promise<void> {
  await sql`
    update attestation_copies set code_hash = ${given.code_hash}, code_until = ${given.code_until},
      code_tries = ${given.code_tries}
    where tenant_id = ${tx.tenantId}::uuid and id = ${given.id}::uuid`.execute(tx.db)
}

export interface AccessRow {
  readonly id: string
  readonly copy_id: string
  readonly at: Date
  readonly outcome: AccessOutcome
  readonly address: Buffer | null
}

/** Notes an access. */
export async function insertAccess(tx: TenantTx, row: AccessRow): Promise<void> {
  await sql`
    insert into attestation_accesses (tenant_id, id, copy_id, at, outcome, address)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.copy_id}::uuid, ${row.at}, ${row.outcome}, ${row.address})`.execute(
    tx.db,
  )
}

/** Accesses to a copy, newest first; at most 500. */
export async function listAccesses(tx: TenantTx, copyId: string): Promise<AccessRow[]> {
  const { rows } = await sql<AccessRow>`
    select id, copy_id, at, outcome, address from attestation_accesses
    where tenant_id = ${tx.tenantId}::uuid and copy_id = ${copyId}::uuid order by at desc, id desc limit 500`.execute(
    tx.db,
  )
  return rows
}

/** How many codes were mailed for a copy since an instant. */
export async function countCodes(tx: TenantTx, copyId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select count(*)::int as sent from attestation_accesses
    where tenant_id = ${tx.tenantId}::uuid and copy_id = ${copyId}::uuid and at > ${since} and outcome = 'code_sent'
    `.execute(tx.db)
  return rows[0]?.sent ?? 0
}

/** By copy, how often it was served and how often refused. */
export async function countAccesses(
  tx: TenantTx,
  copyIds: readonly string[],
): Promise<Map<string, { served: number; refused: number }>> {
  const { rows } = await sql<{ copy_id: string; served: number; refused: number }>`
    select copy_id, count(*) filter (where outcome = 'served')::int as served,
      count(*) filter (where outcome not in ('served', 'code_sent'))::int as refused
    from attestation_accesses
    where tenant_id = ${tx.tenantId}::uuid and copy_id = any (${[...copyIds]}::uuid[]) group by copy_id`.execute(tx.db)
  return new Map(rows.map(({ copy_id: id, served, refused }) => [id, { served, refused }]))
}

/** Takes out from where a copy was asked for. */
export async function clearAddresses(tx: TenantTx, copyId: string): Promise<void> {
  await sql`
    update attestation_accesses set address = null
    where tenant_id = ${tx.tenantId}::uuid and copy_id = ${copyId}::uuid`.execute(tx.db)
}
