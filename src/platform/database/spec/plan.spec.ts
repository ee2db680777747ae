/** Row-level security costs nothing only while the planner makes an index condition of it; this notices when not. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'

let world: TestDatabase
let app: pg.Client
let tenant: string

beforeAll(async () => {
  world = await createTestDatabase()
  tenant = await world.createTenant()
  await world.owner.query(`
    create table beleg.entries (tenant_id uuid not null, id uuid not null, at timestamptz not null, primary key (tenant_id, id));
    create index entries_latest on beleg.entries (tenant_id, at desc);
    select beleg.protect_tenant_table('beleg.entries');
    insert into beleg.entries
      select md5((n % 100)::text)::uuid, gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, 20000) n;
    create table beleg.slow_entries (like beleg.entries including all);
    alter table beleg.slow_entries enable row level security;
    grant select on beleg.slow_entries to beleg_app;
    create policy tenant_rows on beleg.slow_entries to beleg_app using (tenant_id::text = current_setting('beleg.tenant_id', true));
    analyze beleg.entries; analyze beleg.slow_entries`)
  app = new pg.Client({ ...world.connection('beleg_app'), options: '-c search_path=beleg,pg_temp' })
  app.on('error', () => {})
  await app.connect()
  await app.query(`select set_config('beleg.tenant_id', $1, false)`, [tenant])
})
afterAll(async () => {
  await app.end()
  await world.close()
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Cond'?: string
  readonly Filter?: string
  readonly Plans?: readonly PlanNode[]
}

/** Why a statement would read more than its tenant's rows; empty when it would not. */
async function faultsOfPlan(statement: string): Promise<string[]> {
  // Of the server.
  const { rows } = await app.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
    `explain (format json) ${statement}`,
  )
  const nodes: PlanNode[] = []
  const collect = (node: PlanNode) => {
    nodes.push(node)
    node.Plans?.forEach(collect)
  }
  rows[0]?.['QUERY PLAN'].forEach(({ Plan }) => collect(Plan))
  const scans = nodes.filter((node) => node['Node Type'].endsWith(' Scan') && node['Node Type'] !== 'Bitmap Heap Scan')
  const without = scans.filter((node) => !node['Index Cond']?.includes('tenant_id'))
  const filtered = nodes.filter((node) => node.Filter?.includes('tenant_id'))
  return [
    ...(scans.length === 0 ? ['no scan at all'] : []),
    ...without.map((node) => `${node['Node Type']} without an index condition on the tenant`),
    ...filtered.map((node) => `${node['Node Type']} filters ${node.Filter}`),
  ]
}

test('a page and a count read the rows of their tenant by an index', async () => {
  expect(await faultsOfPlan('select id, at from entries order by at desc limit 50')).toEqual([])
  expect(await faultsOfPlan('select count(*) from entries')).toEqual([])
  expect(await faultsOfPlan(`select count(*) from entries where tenant_id = '${tenant}'`)).toEqual([])
})

test('a policy that casts the column is found out', async () => {
  expect(await faultsOfPlan('select count(*) from slow_entries')).not.toEqual([])
})

test('the policy of every tenant table is an index condition', async () => {
  const { rows } = await world.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_policy p on p.polrelid = c.oid
     where c.relnamespace = 'beleg'::regnamespace and p.polname = 'tenant_rows' and c.relname <> 'slow_entries'
       and has_table_privilege('beleg_app', c.oid, 'select') order by 1`,
  )
  expect(rows.length).toBeGreaterThan(20)
  // Empty tables are read whole otherwise, whatever index they have.
  await app.query('set enable_seqscan = off; set enable_bitmapscan = off')
  const faults = []
  for (const { name } of rows) {
    for (const fault of await faultsOfPlan(`select 1 from ${name}`)) faults.push(`${name}: ${fault}`)
  }
  expect(faults).toEqual([])
})
