/**
 * A page of the ledger costs the same at its newest end, in its middle and at its oldest, however it is narrowed: it
 * reads about as many pages of the database as it shows entries. BELEG_TEST_ROWS=500000 measures a larger one.
 */
import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOf, type EntryFilter } from '../entry-store.ts'

const rows = Number(process.env.BELEG_TEST_ROWS ?? 60_000)
const limit = 51
const firstMs = Date.UTC(2026, 0, 1)
let db: TestDatabase
let tenantId: string
const people = Array.from({ length: 50 }, () => randomUUID())
const rare = people.at(-1) ?? ''

beforeAll(async () => {
  db = await createTestDatabase()
  tenantId = await db.createTenant()
  // One entry a second; everybody acts and is concerned in turn, but one person in every thousandth entry only.
  await db.owner.query(
    `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash, person_id, about_id)
     select $1, (left(t, 8) || '-' || right(t, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       to_timestamp(($3::bigint + n * 1000) / 1000.0),
       (array['account.invited', 'account.roles_changed', 'session.started', 'ledger.listed', 'evidence.recorded'])[1 + n % 5],
       'thing', (n % 500)::text, repeat('x', 400), '\\x00', sha256(n::text::bytea),
       ($4::uuid[])[case when n % 1000 = 0 then 50 else 1 + n % 49 end], case when n % 3 = 0 then ($4::uuid[])[1 + n * 7 % 49] end
     from generate_series(1, $2::int) n, lateral lpad(to_hex($3::bigint + n * 1000), 12, '0') t`,
    [tenantId, rows, firstMs, people],
  )
  await db.owner.query('vacuum analyze ledger_pending')
}, 300_000)
afterAll(() => db.close())

interface Node {
  'Node Type': string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  'Actual Rows': number
}

async function costOf(
  filter: EntryFilter,
  before: string | null,
): Promise<{ blocks: number; found: number; ms: number }> {
  return db.database.withTenant(tenantId, async (tx) => {
    const query = pageOf(tx, filter, { before, limit }, sql.raw('id, payload')).compile(tx.db)
    const { rows: plan } = await tx.db.executeQuery<{ 'QUERY PLAN': { Plan: Node; 'Execution Time': number }[] }>(
      CompiledQuery.raw(`explain (analyze, buffers, format json) ${query.sql}`, [...query.parameters]),
    )
    const [top] = plan[0]?.['QUERY PLAN'] ?? []
    if (!top) throw new Error('no plan')
    return {
      blocks: top.Plan['Shared Hit Blocks'] + top.Plan['Shared Read Blocks'],
      found: top.Plan['Actual Rows'],
      ms: top['Execution Time'],
    }
  })
}

/** The id at a part of the log. */
async function idAt(part: number): Promise<string> {
  const { rows: found } = await db.owner.query<{ id: string }>(
    'select id from ledger_pending where tenant_id = $1 order by id offset $2 limit 1',
    [tenantId, Math.floor((rows - 1) * part)],
  )
  return found[0]?.id ?? ''
}

test.each<[string, EntryFilter]>([
  ['everything', {}],
  ['a person who acted or was concerned', { personId: people[3] }],
  ['a person who hardly ever did anything', { personId: rare }],
  ['an action', { action: 'account.invited' }],
  ['the beginning of an action', { action: 'account.' }],
  ['an object', { objectKind: 'thing', objectId: '77' }],
  ['a person and an action', { personId: people[3], action: 'account.roles_changed' }],
])('%s', async (name, filter) => {
  const places = [null, await idAt(0.5), await idAt(0.25)]
  const costs = []
  for (const before of places) costs.push(await costOf(filter, before))
  if (process.env.BELEG_TEST_ROWS) console.log(name, JSON.stringify(costs))
  // An entry is one block of its index and one of the table at most, times the branches that are merged.
  for (const { blocks } of costs) expect(blocks).toBeLessThan(limit * 12)
  expect(costs[0]?.found).toBeGreaterThan(0)
})

test('a day in the middle', async () => {
  const from = new Date(firstMs + (rows / 2) * 1000)
  const cost = await costOf({ from, until: new Date(from.getTime() + 3_600_000) }, null)
  expect(cost.found).toBe(limit)
  expect(cost.blocks).toBeLessThan(limit * 6)
})
