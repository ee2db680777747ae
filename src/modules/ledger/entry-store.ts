/**
 * Entries as they are stored, for reading. Ids are UUIDv7 of the instant of recording (RFC 9562 §5.7), so that newest
 * first, a page and a period are all ranges of ids, and each way to narrow a list has an index that ends in the id.
 */
import { entryColumns, toStoredEntry, type StoredEntry } from '#core/ledger/store.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql, type RawBuilder } from 'kysely'

const columns = ['leaf_index', ...entryColumns] as const
type Row = Parameters<typeof toStoredEntry>[0] & { readonly leaf_index: number | string | bigint | null }

/** An entry and its place in the tree; null while it waits for one. */
export type ListedEntry = StoredEntry & { readonly place: number | null }

/** What narrows a list; each that is undefined narrows nothing. */
export interface EntryFilter {
  /** Who acted, or whom it is about. */
  readonly personId?: string | undefined
  /** The whole name, or its beginning up to a dot. */
  readonly action?: string | undefined
  readonly objectKind?: string | undefined
  readonly objectId?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

export interface EntryPage {
  /** Only what was recorded before this entry; null: from the newest. */
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export async function listStoredEntries(tx: TenantTx, filter: EntryFilter, page: EntryPage): Promise<ListedEntry[]> {
  const { rows } = await pageOf(tx, filter, page, sql.join(columns.map((name) => sql.ref(name)))).execute(tx.db)
  return rows.map(toListedEntry)
}

/** How many entries there are, up to `most`. */
export async function countEntries(tx: TenantTx, filter: EntryFilter, most: number): Promise<number> {
  const page = pageOf(tx, filter, { before: null, limit: most }, sql.ref('id'))
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${page}) as found`.execute(tx.db)
  return Number(rows[0]?.n ?? 0)
}

type Condition = RawBuilder<unknown>
type Newest = (more: readonly Condition[]) => RawBuilder<Row>

/** One page as a statement. Where one index cannot give the order, several are read to the limit and merged. */
export function pageOf(
  tx: Pick<TenantTx, 'tenantId'>,
  filter: EntryFilter,
  page: EntryPage,
  what: RawBuilder<unknown>,
): RawBuilder<Row> {
  const { action, personId } = filter
  const conditions: Condition[] = [sql`tenant_id = ${tx.tenantId}::uuid`]
  if (page.before !== null) conditions.push(sql`id < ${page.before}::uuid`)
  if (filter.from !== undefined) conditions.push(sql`id >= ${firstIdOf(filter.from)}::uuid`)
  if (filter.until !== undefined) conditions.push(sql`id < ${firstIdOf(filter.until)}::uuid`)
  if (filter.objectKind !== undefined) conditions.push(sql`object_kind = ${filter.objectKind}`)
  if (filter.objectId !== undefined) conditions.push(sql`object_id = ${filter.objectId}`)
  const newest: Newest = (more) => sql<Row>`(
    select ${what} from ledger_pending where ${sql.join([...conditions, ...more], sql` and `)}
    order by id desc limit ${page.limit}::int)`
  const isPrefix = action?.endsWith('.') === true
  const named: Condition[] = action === undefined || isPrefix ? [] : [sql`action = ${action}`]
  const begins: Condition[] = isPrefix ? [sql`starts_with(action, ${action})`] : []
  if (personId !== undefined) {
    const acted = newest([sql`person_id = ${personId}::uuid`, ...named, ...begins])
    // Who acted on oneself stands in both indexes.
    const concerned = newest([
      sql`about_id = ${personId}::uuid and person_id is distinct from ${personId}::uuid`,
      ...named,
      ...begins,
    ])
    return sql<Row>`(${acted} union all ${concerned} order by id desc limit ${page.limit}::int)`
  }
  if (!isPrefix || filter.objectId !== undefined) return newest([...named, ...begins])
  return newestOfActions(tx.tenantId, action, what, { newest, limit: page.limit })
}

/** Actions are few: their names are hopped along the index, and each gives its newest. */
function newestOfActions(
  tenantId: string,
  prefix: string,
  what: RawBuilder<unknown>,
  { newest, limit }: { newest: Newest; limit: number },
): RawBuilder<Row> {
  return sql<Row>`(
    with recursive names (name) as (
      (select action from ledger_pending
        where tenant_id = ${tenantId}::uuid and action >= ${prefix} order by action limit 1)
      union all
      select (select p.action from ledger_pending p
        where p.tenant_id = ${tenantId}::uuid and p.action > names.name order by p.action limit 1)
      from names where starts_with(names.name, ${prefix})
    )
    select ${what} from names cross join lateral ${newest([sql`action = names.name`])} as found
    where starts_with(names.name, ${prefix})
    order by id desc limit ${limit}::int)`
}

/** The smallest id that an entry of this millisecond can have. */
export function firstIdOf(at: Date): string {
  // Before 1970 there was nothing to record, and a UUIDv7 has 48 bits.
  const time = Math.min(Math.max(at.getTime(), 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
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

/** Of persons, those who were erased: when first, and in which case, as their own entries say. */
export async function listPersonsErased(
  tx: TenantTx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, { at: string; caseId: string | null }>> {
  if (personIds.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('ledger_pending')
    .select(['object_id', 'recorded_at', 'payload'])
    .where('tenant_id', '=', tx.tenantId)
    .where('action', '=', 'person.erased')
    .where('object_id', 'in', [...personIds])
    .orderBy('id', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.object_id,
      { at: row.recorded_at.toISOString(), caseId: /"case":"([0-9a-f-]{36})"/.exec(row.payload ?? '')?.[1] ?? null },
    ]),
  )
}

function toListedEntry(row: Row): ListedEntry {
  return { ...toStoredEntry(row), place: row.leaf_index === null ? null : Number(row.leaf_index) }
}
