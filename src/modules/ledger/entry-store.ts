/** Entries as they are stored, for reading. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

const columns = [
  'id',
  'leaf_index',
  'recorded_at',
  'action',
  'object_kind',
  'object_id',
  'payload',
  'salt',
  'leaf_hash',
] as const

export interface EntryRow {
  readonly id: string
  readonly leaf_index: string | number | bigint | null
  readonly recorded_at: Date
  readonly action: string
  readonly object_kind: string
  readonly object_id: string
  readonly payload: string
  readonly salt: Buffer
  readonly leaf_hash: Buffer
}

/** What narrows a list; each that is undefined narrows nothing. */
export interface EntryFilter {
  readonly before: { readonly at: Date; readonly id: string } | null
  readonly limit: number
  readonly personId: string | undefined
  readonly action: string | undefined
  readonly objectKind: string | undefined
  readonly objectId: string | undefined
  readonly from: Date | undefined
  readonly until: Date | undefined
}

/** Newest first. */
export async function listEntryRows(tx: TenantTx, filter: EntryFilter): Promise<EntryRow[]> {
  const { before, action, personId } = filter
  let query = tx.db.selectFrom('ledger_pending').select(columns).where('tenant_id', '=', tx.tenantId)
  if (action !== undefined)
    query = action.endsWith('.')
      ? query.where(sql<boolean>`starts_with(action, ${action})`)
      : query.where('action', '=', action)
  if (filter.objectKind !== undefined) query = query.where('object_kind', '=', filter.objectKind)
  if (filter.objectId !== undefined) query = query.where('object_id', '=', filter.objectId)
  if (filter.from !== undefined) query = query.where('recorded_at', '>=', filter.from)
  if (filter.until !== undefined) query = query.where('recorded_at', '<', filter.until)
  if (personId !== undefined) {
    // As `record` writes it: a payload is text, so that its bytes stay what was hashed, and begins with who acted.
    const begins = ['account', 'api-key'].map((kind) => `{"who":{"kind":"${kind}","person":"${personId}"`)
    query = query.where(
      sql<boolean>`(starts_with(payload, ${begins[0] ?? ''}) or starts_with(payload, ${begins[1] ?? ''}))`,
    )
  }
  if (before !== null)
    query = query.where(sql<boolean>`(recorded_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  return query.orderBy('recorded_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()
}

/** One entry of the tenant; undefined when there is none. */
export async function findEntry(tx: TenantTx, id: string): Promise<EntryRow | undefined> {
  return tx.db
    .selectFrom('ledger_pending')
    .select(columns)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
}
