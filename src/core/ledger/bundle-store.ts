/** What bundles read of the ledger beside what `store.ts` has: places by instant and by object, and what was erased. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { entryColumns, toStoredEntry, type PlacedEntry } from './store.ts'
import type { LeafRange } from './tree.ts'

/** So many entries around an instant may have got their places in another order than their ids. */
const lookAhead = 1000

/**
 * The first place recorded at or after an instant, among the first `size` entries; `size` when there is none. Found by
 * id, which begins with the instant: there is an index.
 */
export async function findPlaceOfInstant(tx: TenantTx, at: Date, size: number): Promise<number> {
  const { rows } = await sql<{ place: string | null }>`
    select min(leaf_index) as place from (
      select leaf_index from beleg.ledger_pending
      where tenant_id = ${tx.tenantId} and id >= ${lowestId(at)}::uuid and recorded_at >= ${at} and leaf_index is not null
      order by id limit ${lookAhead}
    ) as near`.execute(tx.db)
  const place = rows[0]?.place
  return Math.min(size, place == null ? size : Number(place))
}

/** The smallest UUIDv7 of an instant; before 1970 that of 1970. */
function lowestId(at: Date): string {
  const time = Math.min(Math.max(0, at.getTime()), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

interface ObjectName {
  readonly kind: string
  readonly id: string
}

/** How many entries about an object have places in the range. */
export async function countEntriesOf(tx: TenantTx, object: ObjectName, { start, end }: LeafRange): Promise<number> {
  const row = await tx.db
    .selectFrom('ledger_pending')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('tenant_id', '=', tx.tenantId)
    .where('object_id', '=', object.id)
    .where('object_kind', '=', object.kind)
    .where('leaf_index', '>=', start)
    .where('leaf_index', '<', end)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

const placesPage = 20_000

/** The places of entries about an object, in order; read page by page, because there may be very many. */
export async function listPlacesOf(
  within: <T>(run: (tx: TenantTx) => Promise<T>) => Promise<T>,
  object: ObjectName,
  { start, end }: LeafRange,
): Promise<number[]> {
  const places: number[] = []
  for (let after: string | null = null; ;) {
    const rows: { id: string; leaf_index: string | number | bigint | null }[] = await within((tx) => {
      let query = tx.db
        .selectFrom('ledger_pending')
        .select(['id', 'leaf_index'])
        .where('tenant_id', '=', tx.tenantId)
        .where('object_id', '=', object.id)
        .where('object_kind', '=', object.kind)
        .where('leaf_index', '>=', start)
        .where('leaf_index', '<', end)
      if (after !== null) query = query.where('id', '>', after)
      return query.orderBy('id').limit(placesPage).execute()
    })
    for (const row of rows) places.push(Number(row.leaf_index))
    const last = rows.at(-1)
    if (last === undefined || rows.length < placesPage) return places.toSorted((a, b) => a - b)
    after = last.id
  }
}

/** Entries at some places, in order. */
export async function listEntriesAt(tx: TenantTx, places: readonly number[]): Promise<PlacedEntry[]> {
  const rows = await tx.db
    .selectFrom('ledger_pending')
    .select(['leaf_index', ...entryColumns])
    .where('tenant_id', '=', tx.tenantId)
    .where('leaf_index', 'in', [...places])
    .orderBy('leaf_index')
    .execute()
  return rows.map((row) => ({ index: Number(row.leaf_index), ...toStoredEntry(row) }))
}

/** What entries tell of erasures; of those below a size, or of all when it is null. */
export async function recordedErasures(
  tx: TenantTx,
  size: number | null,
): Promise<{ persons: ReadonlySet<string>; entries: ReadonlySet<string>; expiredBefore: string }> {
  let query = tx.db
    .selectFrom('ledger_pending')
    .select(['action', 'object_id', 'payload'])
    .where('tenant_id', '=', tx.tenantId)
    .where('action', 'in', ['person.erased', 'ledger.erased', 'ledger.expired'])
  if (size !== null) query = query.where('leaf_index', '<', size)
  const rows = await query.execute()
  const of = (action: string) => rows.filter((row) => row.action === action)
  // As the verifier reads them.
  const expired = of('ledger.expired').flatMap(
    ({ payload }) => /"before":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/.exec(payload ?? '')?.[1] ?? [],
  )
  return {
    persons: new Set(of('person.erased').map((row) => row.object_id)),
    entries: new Set(of('ledger.erased').map((row) => row.object_id)),
    expiredBefore: expired.toSorted().at(-1) ?? '',
  }
}
