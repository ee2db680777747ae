/** Entries get their places in the tree: without gap, duplicate or fork, whatever fails and whoever is killed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SequencingStep } from '../sequence.ts'
import { startSequencer } from '../sequencer.ts'
import { addSigningKey, listSigningKeys, originOf, overlapMs } from '../signing-key.ts'
import { parseNote } from '../note.ts'
import { createLedgerWorld, type LedgerWorld } from './world.ts'

let world: LedgerWorld
beforeAll(async () => {
  world = await createLedgerWorld()
})
afterAll(() => world.close())

const one = async (text: string, values: unknown[] = []) =>
  Number((await world.db.owner.query(text, values)).rows[0]?.n ?? 0)
const waiting = () => one('select count(*) as n from ledger_pending where leaf_index is null')
const placed = () => one('select count(*) as n from ledger_pending where leaf_index is not null')

test('every entry of every tenant gets the next place, and the heads are signed', async () => {
  const [a = '', b = ''] = world.companies
  await Promise.all([world.writeEntries(a, 30), world.writeEntries(b, 5), world.writeEntries(world.platform, 3)])
  const batch = await world.sequence()
  expect(batch.entries).toBe(38)
  expect(batch.refused.size).toBe(0)
  expect(await waiting()).toBe(0)
  expect(await world.audit()).toEqual([])
  expect((await world.sequence()).entries).toBe(0)
  expect(await one('select max(size) as n from ledger_instance_checkpoints')).toBe(3)
})

test('batches grow one tree, across the edges of tiles', async () => {
  const [a = ''] = world.companies
  for (const count of [1, 224, 1, 1, 300, 7]) {
    await world.writeEntries(a, count)
    await world.sequence()
  }
  expect(await world.audit()).toEqual([])
  expect(await one('select count(*) as n from ledger_tiles where tenant_id = $1', [a])).toBe(2)
})

test.each<SequencingStep>(['locked', 'read', 'extended tenant', 'extended instance'])(
  'after a failure when it had %s, nothing is half done',
  async (step) => {
    const [a = '', b = ''] = world.companies
    await Promise.all([world.writeEntries(a, 3), world.writeEntries(b, 3)])
    const before = await placed()
    const heads = await one('select count(*) as n from ledger_checkpoints')
    await expect(
      world.sequence((reached) => {
        if (reached === step) throw new Error('broken on purpose')
      }),
    ).rejects.toThrow('broken on purpose')
    expect(await placed()).toBe(before)
    expect(await one('select count(*) as n from ledger_checkpoints')).toBe(heads)
    expect((await world.sequence()).entries).toBe(6)
    expect(await world.audit()).toEqual([])
  },
)

test('who does not get the lock does nothing', async () => {
  const [a = ''] = world.companies
  await world.writeEntries(a, 1)
  await world.db.owner.query('begin; select pg_advisory_xact_lock(1650812008, 1)')
  expect((await world.sequence()).entries).toBeNull()
  await world.db.owner.query('rollback')
  expect((await world.sequence()).entries).toBe(1)
})

test('an entry that commits late is placed late, and none is lost', async () => {
  const [a = ''] = world.companies
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const before = await placed()
  const late = world.services.database.withTenant(a, async (tx) => {
    await tx.db
      .insertInto('ledger_pending')
      .values({
        tenant_id: a,
        id: crypto.randomUUID(),
        recorded_at: new Date(0),
        action: 'spec.late',
        object_kind: 'thing',
        object_id: 'x',
        payload: '{}',
        salt: Buffer.alloc(32),
        leaf_hash: Buffer.alloc(32, 1),
      })
      .execute()
    await held
  })
  await world.writeEntries(a, 2)
  await world.sequence()
  expect(await placed()).toBe(before + 2)
  release()
  await late
  await world.sequence()
  expect(await placed()).toBe(before + 3)
  expect(await world.audit()).toEqual([])
})

describe('the database itself refuses', () => {
  const refused = async (text: string, values: unknown[] = []) => {
    const before = await world.audit()
    await expect(world.db.owner.query(text, values)).rejects.toMatchObject({ code: '23001' })
    expect(await world.audit()).toEqual(before)
  }
  test('to change, delete or truncate what is recorded, also to its owner', async () => {
    await refused(`update ledger_pending set payload = '{}' where leaf_index = 0`)
    await refused('update ledger_pending set leaf_index = leaf_index + 1000')
    await refused('delete from ledger_pending where leaf_index = 1')
    await refused('truncate ledger_pending')
    await refused('delete from ledger_checkpoints')
    await refused(`update ledger_checkpoints set note = ''`)
    await refused('delete from ledger_tiles')
    await refused(`update ledger_signing_keys set seed = ''`)
    await refused('delete from ledger_instance_leaves')
    await refused('truncate ledger_instance_checkpoints')
  })

  test('an entry that brings its place along', async () => {
    const [a = ''] = world.companies
    await refused(
      `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash, leaf_index, sequenced_at)
       values ($1, gen_random_uuid(), now(), 'x', 'x', 'x', '', '', sha256(''), 999999, now())`,
      [a],
    )
  })

  test('the serving roles to write a head by hand, or to change an entry', async () => {
    const [a = ''] = world.companies
    const attempts = [
      () =>
        world.services.database.withTenant(a, (tx) =>
          tx.db.updateTable('ledger_pending').set({ payload: '' }).where('tenant_id', '=', a).execute(),
        ),
      () =>
        world.services.database.withTenant(a, (tx) =>
          tx.db.deleteFrom('ledger_checkpoints').where('tenant_id', '=', a).execute(),
        ),
      () =>
        world.services.database.withPlatform('attempt', (tx) => tx.db.deleteFrom('ledger_instance_leaves').execute()),
      () =>
        world.services.database.withPlatform('attempt', (tx) =>
          tx.db.selectFrom('ledger_checkpoints').select('size').execute(),
        ),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: '42501' })
  })
})

describe('a tree that somebody cut back or forged is not continued', () => {
  const owner = async (text: string, values: unknown[]) => {
    const { owner: client } = world.db
    await client.query('alter table ledger_checkpoints disable trigger user')
    try {
      await client.query(text, values)
    } finally {
      await client.query('alter table ledger_checkpoints enable trigger user')
    }
  }
  test('nor signed: the others go on', async () => {
    const [a = '', b = ''] = world.companies
    const { rows } = await world.db.owner.query(
      'select * from ledger_checkpoints where tenant_id = $1 order by size desc limit 1',
      [a],
    )
    const [head] = rows as { size: string; root: Buffer; frontier: Buffer; note: string; signed_at: Date }[]
    if (!head) throw new Error('there is a head')
    const heads = await one('select count(*) as n from ledger_checkpoints where tenant_id = $1', [a])
    await world.writeEntries(a, 1)
    await world.writeEntries(b, 1)
    await owner('delete from ledger_checkpoints where tenant_id = $1 and size = $2', [a, head.size])
    const cut = await world.sequence()
    expect([...cut.refused]).toEqual([[a, 'its last head is not the one that the instance tree holds']])
    expect(cut.entries).toBe(1)
    const put = (root: Buffer, frontier: Buffer) =>
      owner(
        'insert into ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at) values ($1, $2, $3, $4, $5, $6)',
        [a, head.size, root, frontier, head.note, head.signed_at],
      )
    const other = Buffer.from(head.frontier)
    other[0] = (other[0] ?? 0) ^ 1
    await put(head.root, other)
    expect([...(await world.sequence()).refused.values()]).toEqual(['its last head is not made up by its own hashes'])
    await owner('delete from ledger_checkpoints where tenant_id = $1 and size = $2', [a, head.size])
    await put(head.root, head.frontier)
    expect(await one('select count(*) as n from ledger_checkpoints where tenant_id = $1', [a])).toBe(heads)
    expect((await world.sequence()).entries).toBe(1)
    expect(await world.audit()).toEqual([])
  })
})

test('a new key signs beside the old one, and both stay until the overlap ends', async () => {
  const { services, platform } = world
  const [a = ''] = world.companies
  await services.database.withTenant(platform, (tx) => addSigningKey(services, tx))
  const listed = await services.database.withTenant(platform, listSigningKeys)
  expect(listed).toHaveLength(2)
  expect(listed[0]?.signsUntil?.getTime()).toBe((listed[1]?.createdAt.getTime() ?? 0) + overlapMs)
  expect(listed[1]?.signsUntil).toBeNull()
  await world.writeEntries(a, 1)
  await world.sequence()
  const { rows } = await world.db.owner.query(
    'select note from ledger_checkpoints where tenant_id = $1 order by size desc limit 1',
    [a],
  )
  expect(parseNote(rows[0].note as string).signatures.map((line) => line.name)).toEqual([
    originOf(platform, a),
    originOf(platform, a),
  ])
  expect(await world.audit()).toEqual([])
})

test('within a second of being recorded an entry is under a signed head', async () => {
  const [a = ''] = world.companies
  const sequencer = startSequencer(world.services, world.platform)
  try {
    await world.writeEntries(a, 100)
    for (let waitedMs = 0; (await waiting()) > 0 && waitedMs < 5_000; waitedMs += 50) await sleep(50)
    const { rows } = await world.db.owner.query(
      `select max(extract(epoch from sequenced_at - recorded_at)) as s from (select * from ledger_pending where leaf_index is not null order by sequenced_at desc limit 100) t`,
    )
    expect(Number(rows[0].s)).toBeLessThan(1)
  } finally {
    await sequencer.stop()
  }
  expect(await world.audit()).toEqual([])
})

test(
  'two would-be leaders, killed at random under load: no gap, no duplicate, no fork',
  { timeout: 120_000 },
  async () => {
    const given = JSON.stringify({
      connections: {
        beleg_app: world.db.connection('beleg_app'),
        beleg_platform: world.db.connection('beleg_platform'),
      },
      masterKey: world.masterKey.toString('base64'),
      platform: world.platform,
    })
    const start = async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'sequencer-process.ts')], {
        env: { ...process.env, BELEG_SPEC_SEQUENCER: given },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      return child
    }
    const before = await one('select count(*) as n from ledger_pending')
    let writing = true
    let acknowledged = 0
    const writers = [...world.companies, world.platform].map(async (tenantId) => {
      while (writing) {
        const { length } = await world.writeEntries(tenantId, 5)
        acknowledged += length
      }
    })
    const steady = await start()
    for (let kill = 0; kill < 8; kill += 1) {
      const child = await start()
      await sleep(Math.random() * 400)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    writing = false
    await Promise.all(writers)
    steady.kill('SIGKILL')
    await once(steady, 'exit')
    // The server may take a moment to notice that the killed leader is gone.
    for (let tries = 0; (await waiting()) > 0 && tries < 100; tries += 1) {
      await world.sequence()
      await sleep(20)
    }
    expect(await one('select count(*) as n from ledger_pending')).toBe(before + acknowledged)
    expect(await waiting()).toBe(0)
    expect(acknowledged).toBeGreaterThan(100)
    expect(await world.audit()).toEqual([])
  },
)
