/** What the catalogue says about the tables of the ledger, and the two questions that need one look at all rows. */
import { tileWidth } from '#core/ledger/tile.ts'
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface CatalogueTrigger {
  /** `table.trigger`. */
  readonly name: string
  readonly definition: string
  readonly enabled: boolean
  readonly body: string
}

/** Every trigger on a table of the ledger. */
export async function readLedgerTriggers(tx: PlatformTx): Promise<CatalogueTrigger[]> {
  const { rows } = await sql<CatalogueTrigger>`
    select c.relname || '.' || t.tgname as name,
      -- Whether the schema of its function is printed depends on the search path; its text is compared apart from this.
      replace(substr(pg_catalog.pg_get_triggerdef(t.oid), length('CREATE TRIGGER ' || t.tgname || ' ') + 1), 'FUNCTION beleg.', 'FUNCTION ')
        as definition,
      t.tgenabled in ('O', 'A') as enabled, p.prosrc as body
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where n.nspname = 'beleg' and c.relname like 'ledger\\_%' and not t.tgisinternal
    order by 1`.execute(tx.db)
  return rows
}

/** Privileges of everybody but the owner on the tables of the ledger, by table. */
export async function readLedgerRights(tx: PlatformTx): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await sql<{ name: string; held: string[] | null }>`
    select c.relname as name, (
      select array_agg(case when g.grantee = 0 then 'PUBLIC' else g.grantee::regrole::text end || ': ' || g.privilege_type || g.of_column order by 1)
      from (
        select (pg_catalog.aclexplode(c.relacl)).*, '' as of_column
        union
        select (pg_catalog.aclexplode(a.attacl)).*, ' (' || a.attname || ')' from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attacl is not null
      ) g where g.grantee <> c.relowner
    ) as held
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'beleg' and c.relname like 'ledger\\_%' and c.relkind in ('r', 'p')
    order by 1`.execute(tx.db)
  // An installation may add a suffix to the names of its roles.
  const plain = (right: string) => right.replace(/^(beleg_(?:app|platform))_\w+/, '$1')
  return new Map(rows.map((row) => [row.name, (row.held ?? []).map(plain).toSorted()]))
}

/** Whether entries have places that no head covers; and since when the oldest one waits for its place. One snapshot. */
export async function readEdge(tx: TenantTx): Promise<{ beyondHead: number | null; waitingSince: Date | null }> {
  const { rows } = await sql<{ beyond: string | null; waiting: Date | null }>`
    select
      (select min(leaf_index) from ledger_pending where tenant_id = ${tx.tenantId}::uuid
        and leaf_index >= coalesce((select max(size) from ledger_checkpoints where tenant_id = ${tx.tenantId}::uuid), 0)) as beyond,
      (select min(recorded_at) from ledger_pending where tenant_id = ${tx.tenantId}::uuid and leaf_index is null) as waiting
  `.execute(tx.db)
  const [row] = rows
  return { beyondHead: row?.beyond == null ? null : Number(row.beyond), waitingSince: row?.waiting ?? null }
}

/** Announcements in a tenant's ledger that payloads from before an instant expire, after one of them, by id. */
export async function listExpiries(tx: TenantTx, after: string | null): Promise<{ id: string; before: Date }[]> {
  const { rows } = await sql<{ id: string; before: string | null }>`
    select id, substring(payload from '"before":"([0-9TZ:.-]+)"') as before from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid and action = 'ledger.expired' and payload is not null
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id`.execute(tx.db)
  return rows.flatMap(({ id, before }) => {
    const at = new Date(before ?? Number.NaN)
    return Number.isNaN(at.getTime()) ? [] : [{ id, before: at }]
  })
}

export interface InstanceLeaf {
  readonly index: number
  readonly tenantId: string
  readonly size: number
  readonly root: Buffer
  readonly leafHash: Buffer
}

/** Leaves of the instance tree from a place on, in order. */
export async function listInstanceLeaves(tx: PlatformTx, from: number, limit: number): Promise<InstanceLeaf[]> {
  const rows = await tx.db
    .selectFrom('ledger_instance_leaves')
    .select(['leaf_index', 'tenant_id', 'size', 'root', 'leaf_hash'])
    .where('leaf_index', '>=', from)
    .orderBy('leaf_index')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    index: Number(row.leaf_index),
    tenantId: row.tenant_id,
    size: Number(row.size),
    root: row.root,
    leafHash: row.leaf_hash,
  }))
}

/** Signed heads of the instance tree of sizes in `(after, to]`. */
export async function listInstanceHeads(
  tx: PlatformTx,
  after: number,
  to: number,
): Promise<{ size: number; root: Buffer; note: string }[]> {
  const rows = await tx.db
    .selectFrom('ledger_instance_checkpoints')
    .select(['size', 'root', 'note'])
    .where('size', '>', after)
    .where('size', '<=', to)
    .orderBy('size')
    .execute()
  return rows.map((row) => ({ size: Number(row.size), root: row.root, note: row.note }))
}

/** Stored tiles of leaves of the instance tree that end in `(after, to]`. */
export async function listInstanceTiles(
  tx: PlatformTx,
  after: number,
  to: number,
): Promise<{ index: number; hashes: Buffer; root: Buffer }[]> {
  return tx.db
    .selectFrom('ledger_instance_tiles')
    .select(['tile_index as index', 'hashes', 'root'])
    .where('level', '=', 0)
    .where('tile_index', '>=', Math.floor(after / tileWidth))
    .where('tile_index', '<', Math.floor(to / tileWidth))
    .execute()
}

/** Published heads of sizes in `(after, to]`. */
export async function listPublishedHeads(
  tx: PlatformTx,
  after: number,
  to: number,
): Promise<{ size: number; root: Buffer }[]> {
  return tx.db
    .selectFrom('ledger_publications')
    .select(['size', 'root'])
    .where('size', '>', after)
    .where('size', '<=', to)
    .execute()
}

/** The last head of a tenant that the instance tree holds; null when there is none. */
export async function readInstanceMemory(
  tx: PlatformTx,
  tenantId: string,
): Promise<{ size: number; root: Buffer } | null> {
  const row = await tx.db
    .selectFrom('ledger_instance_leaves')
    .select(['size', 'root'])
    .where('tenant_id', '=', tenantId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { size: Number(row.size), root: row.root } : null
}

/** Entries that wait for their place, and since when the oldest one does. */
export async function readWaiting(tx: TenantTx): Promise<{ entries: number; since: Date | null }> {
  const row = await tx.db
    .selectFrom('ledger_pending')
    .select((eb) => [eb.fn.countAll<number>().as('entries'), eb.fn.min('recorded_at').as('since')])
    .where('tenant_id', '=', tx.tenantId)
    .where('leaf_index', 'is', null)
    .executeTakeFirstOrThrow()
  return { entries: row.entries, since: row.since }
}

/** What the head of this size placed: entries since the head before it, and their longest way from recording to it. */
export async function readLastBatch(
  tx: TenantTx,
  size: number,
): Promise<{ entries: number; mergeDelayMs: number } | null> {
  const before = await tx.db
    .selectFrom('ledger_checkpoints')
    .select('size')
    .where('tenant_id', '=', tx.tenantId)
    .where('size', '<', size)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { rows } = await sql<{ entries: number; delay: number | null }>`
    select count(*) as entries, max(extract(epoch from sequenced_at - recorded_at) * 1000)::bigint as delay
    from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid and leaf_index >= ${before?.size ?? 0} and leaf_index < ${size}`.execute(
    tx.db,
  )
  const [row] = rows
  return row === undefined || row.delay === null ? null : { entries: row.entries, mergeDelayMs: Math.max(0, row.delay) }
}

/** Whether the tenant is the one that the instance itself belongs to. */
export async function readIsPlatform(tx: TenantTx): Promise<boolean> {
  const row = await tx.db.selectFrom('tenants').select('kind').where('id', '=', tx.tenantId).executeTakeFirst()
  return row?.kind === 'platform'
}
