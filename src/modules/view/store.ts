/** SQL on saved views. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface ViewRow {
  readonly id: string
  readonly list: string
  readonly name: string
  /** Written below from a record of texts. */
  readonly search: Readonly<Record<string, string>>
  readonly shared: boolean
  readonly owner_id: string
}

const columns = sql`id, list, name, search, shared, owner_id`

/** The own views of a list and the shared ones, by name. */
export async function listViewRows(tx: TenantTx, lists: readonly string[], personId: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select ${columns} from saved_views
    where tenant_id = ${tx.tenantId}::uuid and list = any(${[...lists]}::text[]) and (shared or owner_id = ${personId}::uuid)
    order by lower(name), id`.execute(tx.db)
  return rows
}

/** One view, held until the end of the transaction; undefined when there is none. */
export async function lockView(tx: TenantTx, id: string): Promise<ViewRow | undefined> {
  const { rows } = await sql<ViewRow>`
    select ${columns} from saved_views where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid for update`.execute(
    tx.db,
  )
  return rows[0]
}

/** How many views a person keeps; whoever counts at the same time waits, so that the limit is one. */
export async function countViews(tx: TenantTx, personId: string): Promise<number> {
  await sql`select id from subjects where tenant_id = ${tx.tenantId}::uuid and id = ${personId}::uuid for no key update`.execute(
    tx.db,
  )
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from saved_views where tenant_id = ${tx.tenantId}::uuid and owner_id = ${personId}::uuid`.execute(
    tx.db,
  )
  return Number(rows[0]?.n ?? 0)
}

/** @throws DatabaseError of `saved_views_name` for a name that its owner has already */
export async function insertView(tx: TenantTx, view: ViewRow, at: Date): Promise<void> {
  await sql`
    insert into saved_views (tenant_id, id, list, name, search, shared, owner_id, created_at, changed_at)
    values (${tx.tenantId}::uuid, ${view.id}::uuid, ${view.list}, ${view.name}, ${JSON.stringify(view.search)}::jsonb,
      ${view.shared}::boolean, ${view.owner_id}::uuid, ${at}::timestamptz, ${at}::timestamptz)`.execute(tx.db)
}

/** @throws DatabaseError of `saved_views_name` */
export async function updateView(
  tx: TenantTx,
  view: Pick<ViewRow, 'id' | 'name' | 'search' | 'shared'>,
  at: Date,
): Promise<void> {
  await sql`
    update saved_views set name = ${view.name}, search = ${JSON.stringify(view.search)}::jsonb,
      shared = ${view.shared}::boolean, changed_at = ${at}::timestamptz
    where tenant_id = ${tx.tenantId}::uuid and id = ${view.id}::uuid`.execute(tx.db)
}

/** Deletes one; nothing happens when it is gone. */
export async function deleteView(tx: TenantTx, id: string): Promise<void> {
  await sql`delete from saved_views where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

/** Every view of the tenant: for whoever has to find a person in them. */
export async function listAllViews(tx: TenantTx): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select ${columns} from saved_views where tenant_id = ${tx.tenantId}::uuid order by id`.execute(tx.db)
  return rows
}
