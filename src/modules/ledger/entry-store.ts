/** Entries as they are stored, for reading. */
import { entryColumns, toStoredEntry, type StoredEntry } from '#core/ledger/store.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

const columns = ['leaf_index', ...entryColumns] as const

/** An entry and its place in the tree; null while it waits for one. */
export type ListedEntry = StoredEntry & { readonly place: number | null }

/** What narrows a list; each that is undefined narrows nothing. */
export interface EntryFilter {
  /** The last entry of the page before. */
  readonly before: string | null
  readonly limit: number
  /** Who acted, or whom it is about. */
  readonly personId: string | undefined
  readonly action: string | undefined
  readonly objectKind: string | undefined
  readonly objectId: string | undefined
  readonly from: Date | undefined
  readonly until: Date | undefined
}

/** Newest first. */
export async function listStoredEntries(tx: TenantTx, filter: EntryFilter): Promise<ListedEntry[]> {
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
  if (personId !== undefined)
    query = query.where((is) => is.or([is('person_id', '=', personId), is('about_id', '=', personId)]))
  if (before !== null) query = query.where('id', '<', before)
  const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute()
  return rows.map(toListedEntry)
}

/** One entry of the tenant; undefined when there is none. */
export async function findEntry(tx: TenantTx, id: string): Promise<ListedEntry | undefined> {
  const row = await tx.db
    .selectFrom('ledger_pending')
    .select(columns)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toListedEntry(row)
}

function toListedEntry(
  row: Parameters<typeof toStoredEntry>[0] & { leaf_index: number | string | bigint | null },
): ListedEntry {
  return { ...toStoredEntry(row), place: row.leaf_index === null ? null : Number(row.leaf_index) }
}
