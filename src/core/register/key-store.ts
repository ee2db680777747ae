/** What sources call the entries of registers: sealed, and found by a blind index. */
import type { Clock } from '#platform/clock/clock.ts'
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export const keyColumns = [
  confidentialColumn({ table: 'register_keys', column: 'external_id', blindIndex: 'external_index' }),
]

const cellOf = (row: string): Cell => ({ table: 'register_keys', row, column: 'external_id' })

/** By which an id is found; ids are told apart by their letters' case. */
function indexOf(keys: TenantKeys, externalId: string): Buffer {
  return keys.index({ table: 'register_keys', column: 'external_id' }, externalId.normalize('NFC'))
}

export interface EntryKey {
  readonly subjectId: string
  readonly source: string
  readonly externalId: string
}

interface KeyRow {
  readonly id: string
  readonly subject_id: string
  readonly source: string
  readonly external_id: Buffer
}

function open(keys: TenantKeys, { id, subject_id: subjectId, source, external_id: sealed }: KeyRow): EntryKey {
  return { subjectId, source, externalId: keys.readText(cellOf(id), sealed) ?? '—' }
}

/** Which of these ids are known, of every source or of one. */
export async function findKeys(
  tx: TenantTx,
  keys: TenantKeys,
  register: string,
  externalIds: readonly string[],
  source: string | null = null,
): Promise<EntryKey[]> {
  if (externalIds.length === 0) return []
  const { rows } = await sql<KeyRow>`
    select id, subject_id, source, external_id from beleg.register_keys
    where tenant_id = ${tx.tenantId}::uuid and register = ${register} and (${source}::text is null or source = ${source})
      and external_index = any (${externalIds.map((id) => indexOf(keys, id))}::bytea[])`.execute(tx.db)
  return rows.map((row) => open(keys, row))
}

/** What the entries are called, the first name each got before later ones. */
export async function listKeysOf(
  tx: TenantTx,
  keys: TenantKeys,
  register: string,
  subjectIds: readonly string[],
): Promise<EntryKey[]> {
  if (subjectIds.length === 0) return []
  const { rows } = await sql<KeyRow>`
    select id, subject_id, source, external_id from beleg.register_keys
    where tenant_id = ${tx.tenantId}::uuid and register = ${register} and subject_id = any (${[...subjectIds]}::uuid[])
    order by id`.execute(tx.db)
  return rows.map((row) => open(keys, row))
}

/** All entries that a source knows. */
export async function listKeysOfSource(
  tx: TenantTx,
  keys: TenantKeys,
  register: string,
  source: string,
): Promise<EntryKey[]> {
  const { rows } = await sql<KeyRow>`
    select id, subject_id, source, external_id from beleg.register_keys
    where tenant_id = ${tx.tenantId}::uuid and register = ${register} and source = ${source} order by id`.execute(tx.db)
  return rows.map((row) => open(keys, row))
}

/** Notes what a source calls entries. @throws DatabaseError of `register_keys_external` when it calls another one so */
export async function insertKeys(
  tx: TenantTx,
  keys: TenantKeys,
  clock: Clock,
  register: string,
  entries: readonly EntryKey[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ subjectId, source, externalId }) => {
    const id = newId(clock)
    return {
      id,
      subject_id: subjectId,
      source,
      external_id: keys.seal(cellOf(id), externalId).toString('base64'),
      external_index: indexOf(keys, externalId).toString('base64'),
    }
  })
  await sql`
    insert into beleg.register_keys
      (tenant_id, id, register, source, external_id, external_index, subject_id, created_at)
    select ${tx.tenantId}::uuid, r.id, ${register}, r.source, decode(r.external_id, 'base64'),
      decode(r.external_index, 'base64'), r.subject_id, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, subject_id uuid, source text, external_id text, external_index text)`.execute(tx.db)
}

/** Takes what sources call a person: what stays is found by nothing and says nothing. Returns how many it were. */
export async function eraseKeys(tx: TenantTx, keys: TenantKeys, clock: Clock, subjectId: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.register_keys where tenant_id = ${tx.tenantId}::uuid and subject_id = ${subjectId}::uuid`.execute(
    tx.db,
  )
  for (const { id } of rows) {
    const placeholder = `erased-${newId(clock)}`
    await sql`
      update beleg.register_keys set external_id = ${keys.seal(cellOf(id), placeholder)},
        external_index = ${indexOf(keys, placeholder)}
      where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
  }
  return rows.length
}
