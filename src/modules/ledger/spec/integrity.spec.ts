/** What a look at the ledger finds, and what it does not take for a difference. */
import type { CollectorContext } from '#core/collector.ts'
import type { Services } from '#core/context.ts'
import { noOutlets } from '#core/ledger/outlet.ts'
import { createPublisher } from '#core/ledger/publish.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { factTypes, rightsFactSchema, treeFactSchema, triggerFactSchema, type TreeFact } from '../contract.ts'
import { integrityCollector } from '../integrity.ts'
import { expectedRights, expectedTriggers, judgeAction, judgeRights, judgeTree, judgeTrigger } from '../rules.ts'

let world: LedgerWorld
let collector: ReturnType<typeof integrityCollector>
let tenant: string
beforeAll(async () => {
  world = await createLedgerWorld(2)
  tenant = world.companies[0] ?? ''
  await world.writeEntries(tenant, 270)
  await world.writeEntries(world.platform, 3)
  await world.sequence()
  await world.writeEntries(tenant, 5)
  await world.sequence()
})
afterAll(() => world.close())
beforeEach(() => {
  collector = integrityCollector()
})

async function look() {
  const { database } = world.services
  const context: CollectorContext = {
    // Looking needs the clock only.
    services: world.services as unknown as Services,
    tenants: [
      { id: world.platform, kind: 'platform', canary: false },
      ...world.companies.map((id) => ({ id, kind: 'company' as const, canary: false })),
    ],
    withTenant: (id, work) => database.withTenant(id, work),
    withPlatform: (purpose, work) => database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(20_000),
  }
  return collector.observe(context)
}
async function treeOf(externalId: string): Promise<TreeFact> {
  const { facts } = await look()
  return treeFactSchema.parse(
    facts.find((fact) => fact.type === factTypes.tree && fact.subject.externalId === externalId)?.data,
  )
}
const owner = (text: string, values?: unknown[]) => world.db.owner.query(text, values)

test('a sound ledger is as it was signed, and looks the same twice', async () => {
  const first = await look()
  expect(first.facts.filter((fact) => fact.type === factTypes.tree)).toHaveLength(4)
  for (const fact of first.facts) {
    if (fact.type === factTypes.tree)
      expect(judgeTree(treeFactSchema.parse(fact.data)), fact.subject.externalId).toMatchObject({ outcome: 'pass' })
    if (fact.type === factTypes.trigger)
      expect(judgeTrigger(triggerFactSchema.parse(fact.data)), fact.subject.externalId).toMatchObject({
        outcome: 'pass',
      })
    if (fact.type === factTypes.rights)
      expect(judgeRights(rightsFactSchema.parse(fact.data)), fact.subject.externalId).toMatchObject({ outcome: 'pass' })
  }
  for (const { expected, seen } of first.populations) expect(seen).toBe(expected)
  expect(await look()).toEqual(first)
})

test('growing is no difference', async () => {
  await look()
  await world.writeEntries(tenant, 4)
  await world.sequence()
  expect((await treeOf(tenant)).differences).toEqual([])
})

describe('what the owner of the database does is found at its place, and no longer once it is mended', () => {
  test.each([
    [
      'a payload',
      'ledger_pending',
      `update ledger_pending set payload = payload || ' ' where tenant_id = $1 and leaf_index = 9`,
      `update ledger_pending set payload = rtrim(payload) where tenant_id = $1 and leaf_index = 9`,
      'entry_altered',
      9,
    ],
    [
      'a tile',
      'ledger_tiles',
      `update ledger_tiles set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) where tenant_id = $1`,
      `update ledger_tiles set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) where tenant_id = $1`,
      'tile_altered',
      0,
    ],
    [
      'a place',
      'ledger_pending',
      'update ledger_pending set leaf_index = leaf_index + 5000 where tenant_id = $1 and leaf_index = 4',
      'update ledger_pending set leaf_index = 4 where tenant_id = $1 and leaf_index = 5004',
      'entry_missing',
      4,
    ],
    [
      'a signature',
      'ledger_checkpoints',
      `update ledger_checkpoints set note = replace(note, 'beleg', 'balag') where tenant_id = $1 and size = 270`,
      `update ledger_checkpoints set note = replace(note, 'balag', 'beleg') where tenant_id = $1 and size = 270`,
      'head_not_signed',
      269,
    ],
  ] as const)('%s', async (_what, table, broken, mended, what, place) => {
    await look()
    await owner(`alter table ${table} disable trigger user`)
    await owner(broken, [tenant])
    expect((await treeOf(tenant)).differences[0]).toEqual({ what, place })
    await owner(mended, [tenant])
    await owner(`alter table ${table} enable trigger user`)
    expect((await treeOf(tenant)).differences).toEqual([])
  })

  test('a log cut back together with its head, also by a process that never saw it longer', async () => {
    const tables = ['ledger_pending', 'ledger_checkpoints']
    const { rows: heads } = await owner(
      'select * from ledger_checkpoints where tenant_id = $1 order by size desc limit 1',
      [tenant],
    )
    const [head] = heads as { size: string; root: Buffer; frontier: Buffer; note: string; signed_at: Date }[]
    if (!head) throw new Error('there is a head')
    await owner(
      'create temporary table cut as select * from ledger_pending where tenant_id = $1 and leaf_index >= 270',
      [tenant],
    )
    for (const table of tables) await owner(`alter table ${table} disable trigger user`)
    await owner('delete from ledger_pending where tenant_id = $1 and leaf_index >= 275', [tenant])
    await owner('delete from ledger_checkpoints where tenant_id = $1 and size > 275', [tenant])
    expect((await treeOf(tenant)).differences[0]?.what).toBe('head_went_back')
    await owner(
      'insert into ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at) values ($1, $2, $3, $4, $5, $6)',
      [tenant, head.size, head.root, head.frontier, head.note, head.signed_at],
    )
    await owner('insert into ledger_pending select * from cut where leaf_index >= 275')
    for (const table of tables) await owner(`alter table ${table} enable trigger user`)
    expect((await treeOf(tenant)).differences).toEqual([])
  })

  test('a leaf of the instance tree', async () => {
    await owner('alter table ledger_instance_leaves disable trigger user')
    await owner('update ledger_instance_leaves set size = size + 5000 where leaf_index = 0')
    expect((await treeOf('instance')).differences).toEqual([{ what: 'instance_leaf_altered', place: 0 }])
    await owner('update ledger_instance_leaves set size = size - 5000 where leaf_index = 0')
    await owner('alter table ledger_instance_leaves enable trigger user')
    expect((await treeOf('instance')).differences).toEqual([])
  })
})

describe('what was published', () => {
  beforeAll(async () => {
    while ((await instanceSize()) < 260) {
      await world.writeEntries(tenant, 1)
      await world.writeEntries(world.platform, 1)
      await world.sequence()
    }
    const { published } = await createPublisher(noOutlets).publish(world.services, { now: true })
    expect(published).toBeGreaterThanOrEqual(260)
  })

  test('is no difference, and its tiles are those of the leaves', async () => {
    expect((await treeOf('instance')).differences).toEqual([])
  })

  test.each([
    [
      'a tile',
      'ledger_instance_tiles',
      'update ledger_instance_tiles set hashes = set_byte(hashes, 99, 255 - get_byte(hashes, 99))',
      { what: 'tile_altered', place: 0 },
    ],
    [
      'the root of a tile',
      'ledger_instance_tiles',
      'update ledger_instance_tiles set root = set_byte(root, 0, 255 - get_byte(root, 0))',
      { what: 'tile_altered', place: 0 },
    ],
    [
      'a published root',
      'ledger_publications',
      'update ledger_publications set root = set_byte(root, 0, 255 - get_byte(root, 0))',
      { what: 'head_of_another_tree' },
    ],
  ])('%s that was changed is found, and no longer once it is mended', async (_what, table, change, expected) => {
    await owner(`alter table ${table} disable trigger user`)
    await owner(change)
    expect((await treeOf('instance')).differences).toEqual([expect.objectContaining(expected)])
    await owner(change)
    await owner(`alter table ${table} enable trigger user`)
    expect((await treeOf('instance')).differences).toEqual([])
  })

  test('is remembered when the instance tree is cut back together with its heads', async () => {
    const size = await instanceSize()
    const tables = ['ledger_instance_leaves', 'ledger_instance_checkpoints']
    for (const table of tables) await owner(`alter table ${table} disable trigger user`)
    await owner('create temporary table cut_leaves as select * from ledger_instance_leaves where leaf_index >= $1', [
      size - 2,
    ])
    await owner('create temporary table cut_heads as select * from ledger_instance_checkpoints where size > $1', [
      size - 2,
    ])
    await owner('delete from ledger_instance_leaves where leaf_index >= $1', [size - 2])
    await owner('delete from ledger_instance_checkpoints where size > $1', [size - 2])
    expect((await treeOf('instance')).differences).toEqual([{ what: 'head_went_back', place: size - 2 }])
    await owner('insert into ledger_instance_leaves select * from cut_leaves')
    await owner('insert into ledger_instance_checkpoints select * from cut_heads')
    for (const table of tables) await owner(`alter table ${table} enable trigger user`)
    expect((await treeOf('instance')).differences).toEqual([])
  })

  async function instanceSize(): Promise<number> {
    const { rows } = await owner('select coalesce(max(size), 0)::int as size from ledger_instance_checkpoints')
    return rows[0]?.size as number
  }
})

test('an entry that waits for more than five seconds is said, and one that was just written is not', async () => {
  await world.writeEntries(tenant, 1)
  expect((await treeOf(tenant)).waiting).toBe('within_5s')
  await owner(
    `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash)
     values ($1, gen_random_uuid(), now() - interval '6 seconds', 'spec.waits', 'thing', 'x', '{}', '', sha256('x'))`,
    [tenant],
  )
  const waits = await treeOf(tenant)
  expect(waits.waiting).toBe('beyond_5s')
  expect(judgeTree(waits)).toMatchObject({ outcome: 'fail', reason: 'ledger.tree_waits' })
})

test('judgements: what is not whole, unknown or too much never passes', () => {
  const sound: TreeFact = { of: 'tenant', differences: [], examined: 'whole', waiting: 'within_5s' }
  expect(judgeTree({ ...sound, examined: 'part' }).outcome).toBe('unknown')
  const definition = Object.values(expectedTriggers)[0] ?? ''
  const stands = { present: true, enabled: true, asMigrated: true, definition }
  expect(judgeTrigger(stands).outcome).toBe('pass')
  for (const worse of [
    { present: false },
    { enabled: false },
    { asMigrated: false },
    { definition: 'BEFORE INSERT ON x' },
  ])
    expect(judgeTrigger({ ...stands, ...worse }).outcome).toBe('fail')
  for (const held of Object.values(expectedRights)) expect(judgeRights({ held: [...held] }).outcome).toBe('pass')
  expect(judgeRights({ held: ['beleg_app: UPDATE'] }).outcome).toBe('fail')
  expect(judgeAction({ changes: true, declared: 'none', action: null, left: null }).outcome).toBe('fail')
  expect(judgeAction({ changes: true, declared: 'entry', action: 'a.done', left: [] })).toMatchObject({
    outcome: 'fail',
    params: { action: 'a.done' },
  })
  expect(judgeAction({ changes: true, declared: 'entry', action: 'a.done', left: ['a.done'] }).outcome).toBe('pass')
})
