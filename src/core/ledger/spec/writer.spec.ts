/** Entries that are handed in together: each on the disk when it is acknowledged, with its place, whoever else fails. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '#core/context.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSequencer, type Sequencer } from '../sequencer.ts'
import { createMemory, sequenceBatch } from '../sequence.ts'
import type { LedgerWriter, PendingEntry } from '../pending.ts'
import { prepareEntry } from '../record.ts'
import { createLedgerWriter, recordAlone } from '../writer.ts'
import { createLedgerWorld, type LedgerWorld } from './world.ts'

let world: LedgerWorld
let writer: LedgerWriter
let sequencer: Sequencer | null = null
const personKeys = createPersonKeys()

beforeAll(async () => {
  world = await createLedgerWorld()
})
afterEach(async () => {
  await sequencer?.stop()
  sequencer = null
})
afterAll(() => world.close())

const start = () => {
  writer = createLedgerWriter(world.services.database)
  sequencer = startSequencer(world.services, world.platform, writer)
}
const contextOf = (tenantId: string) => ({
  actor: { kind: 'system' as const, tenantId, name: 'spec', locale: 'en' as const },
  origin: { requestId: 'spec', address: null, userAgent: null },
  // Recording alone asks for these.
  services: { clock: world.services.clock, personKeys, ledgerWriter: writer } as Partial<Services> as Services,
})
const append = (tenantId: string, id = 'x') =>
  recordAlone(contextOf(tenantId), tenantId, { action: 'spec.refused', object: { kind: 'route', id } })
const prepare = (tenantId: string): Promise<PendingEntry> =>
  prepareEntry(contextOf(tenantId), tenantId, { action: 'spec.refused', object: { kind: 'route', id: 'x' } })

async function placeOf(id: string): Promise<number | null | undefined> {
  const { rows } = await world.db.owner.query('select leaf_index from ledger_pending where id = $1', [id])
  return rows[0] === undefined ? undefined : rows[0].leaf_index === null ? null : Number(rows[0].leaf_index)
}
const one = async (text: string) => Number((await world.db.owner.query(text)).rows[0]?.n ?? 0)

test('what is acknowledged has its place and is under a signed head', async () => {
  start()
  const [a = '', b = ''] = world.companies
  const ids = await Promise.all(Array.from({ length: 600 }, (_, i) => append(i % 3 === 0 ? b : a)))
  for (const id of [ids[0] ?? '', ids[299] ?? '', ids[599] ?? '']) expect(await placeOf(id)).toBeTypeOf('number')
  expect(await one('select count(*) as n from ledger_pending where leaf_index is null')).toBe(0)
  expect(await world.audit()).toEqual([])
})

test('many requests share a transaction, behind what waited in the database', async () => {
  start()
  const [a = ''] = world.companies
  const batches = await one('select count(*) as n from ledger_checkpoints')
  await Promise.all([world.writeEntries(a, 10), ...Array.from({ length: 200 }, () => append(a))])
  expect((await one('select count(*) as n from ledger_checkpoints')) - batches).toBeLessThan(60)
  expect(await world.audit()).toEqual([])
})

test('one that cannot be written is refused, and takes no other with it', async () => {
  start()
  const [a = ''] = world.companies
  const before = await one('select count(*) as n from ledger_pending')
  // PostgreSQL stores no U+0000 in text.
  const results = await Promise.allSettled([append(a), append(a, 'nul \0 byte'), append(a), append(a)])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(await one('select count(*) as n from ledger_pending')).toBe(before + 3)
  await expect.poll(() => one('select count(*) as n from ledger_pending where leaf_index is null')).toBe(0)
  expect(await world.audit()).toEqual([])
})

test('a tenant that does not exist is refused', async () => {
  start()
  await expect(append('00000000-0000-7000-8000-000000000000')).rejects.toThrow()
  expect(await world.audit()).toEqual([])
})

test('while another process leads, it is written and waits for its place', async () => {
  const [a = ''] = world.companies
  await world.db.owner.query('begin; select pg_advisory_xact_lock(1650812008, 1)')
  start()
  const id = await append(a)
  expect(await placeOf(id)).toBeNull()
  await world.db.owner.query('rollback')
  await expect.poll(() => placeOf(id)).toBeTypeOf('number')
  expect(await world.audit()).toEqual([])
})

test('while another process leads for long, whoever had led before is not held up', async () => {
  const [a = ''] = world.companies
  start()
  for (let i = 0; i < 20; i += 1) await append(a)
  await world.db.owner.query('begin; select pg_advisory_xact_lock(1650812008, 1)')
  const ids = await Promise.all(Array.from({ length: 20 }, () => append(a)))
  for (const id of ids) expect(await placeOf(id)).toBeNull()
  await world.db.owner.query('rollback')
  for (const id of ids) await expect.poll(() => placeOf(id)).toBeTypeOf('number')
  expect(await world.audit()).toEqual([])
})

test.each([3, 4])('batches follow each other unread over the edges of tiles (seed %i)', async (seed) => {
  let state = seed
  const upTo = (most: number) => 1 + ((state = (state * 48_271) % 2_147_483_647) % most)
  start()
  const tenants = [...world.companies, world.platform]
  for (let entries = 0; entries < 900;) {
    const wave = Array.from({ length: upTo(80) }, () => append(tenants[upTo(tenants.length) - 1] ?? ''))
    // A transaction with an effect commits among them, and waits for the next look.
    if (upTo(4) === 1) wave.push(world.writeEntries(tenants[0] ?? '', upTo(3)).then(() => ''))
    await Promise.all(wave)
    entries += wave.length
  }
  expect(await world.audit()).toEqual([])
})

test('connections that are cut while batches follow each other lose and double nothing', async () => {
  start()
  const [a = '', b = ''] = world.companies
  let cut = 0
  let running = true
  const cutting = (async () => {
    while (running) {
      const { rows } = await world.db.owner.query<{ gone: boolean }>(`
        select pg_terminate_backend(pid) as gone from pg_stat_activity
        where usename like 'beleg_platform%' and datname = current_database() and pid <> pg_backend_pid()`)
      cut += rows.length
      await sleep(23)
    }
  })()
  const ids: string[] = []
  const caller = async (tenantId: string) => {
    for (let i = 0; i < 40; i += 1) {
      const id = await append(tenantId).catch(() => null)
      if (id !== null) ids.push(id)
    }
  }
  await Promise.all([a, b, a, b, a, b, a, b].map(caller))
  running = false
  await cutting
  expect(cut).toBeGreaterThan(3)
  for (const id of ids) await expect.poll(() => placeOf(id)).toBeTypeOf('number')
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(250)
  expect(await world.audit()).toEqual([])
})

test('without a sequencer in its process, it is written by itself and waits', async () => {
  const [a = ''] = world.companies
  writer = createLedgerWriter(world.services.database)
  const id = await append(a)
  expect(await placeOf(id)).toBeNull()
  await world.sequenceAll()
  expect(await placeOf(id)).toBeTypeOf('number')
})

test('what comes while the process stops is not lost', async () => {
  start()
  const [a = ''] = world.companies
  const early = Array.from({ length: 50 }, () => append(a))
  const stopping = sequencer?.stop()
  const late = Array.from({ length: 50 }, () => append(a))
  const ids = await Promise.all([...early, ...late])
  await stopping
  sequencer = null
  await world.sequenceAll()
  for (const id of ids) expect(await placeOf(id)).toBeTypeOf('number')
  expect(await world.audit()).toEqual([])
})

test('entries of a canary are kept out of every tree', async () => {
  start()
  const canary = await world.db.createTenant()
  await world.db.owner.query('update tenants set canary = true where id = $1', [canary])
  const id = await append(canary)
  await sleep(300)
  expect(await placeOf(id)).toBeNull()
  await world.db.owner.query('delete from ledger_pending where tenant_id = $1', [canary])
  await world.db.owner.query('update tenants set canary = false where id = $1', [canary])
})

describe('what a process remembers of the heads', () => {
  test('is given up when another one has led meanwhile', async () => {
    start()
    const [a = ''] = world.companies
    await append(a)
    for (let i = 0; i < 5; i += 1) {
      await world.writeEntries(a, 2)
      // Another process.
      await world.sequence()
      await append(a)
    }
    expect(await world.audit()).toEqual([])
  })

  test('does not survive a failure: the next batch reads what is there', async () => {
    const [a = ''] = world.companies
    const memory = createMemory()
    const given = { platformTenantId: world.platform, keys: await world.keys(), memory }
    writer = createLedgerWriter(world.services.database)
    await sequenceBatch(world.services, { ...given, fresh: [await prepare(a)] })
    const onStep = (step: string) => {
      if (step === 'extended instance') throw new Error('broken on purpose')
    }
    await expect(sequenceBatch(world.services, { ...given, fresh: [await prepare(a)], onStep })).rejects.toThrow()
    expect((await sequenceBatch(world.services, { ...given, fresh: [await prepare(a)] })).entries).toBe(1)
    expect(await world.audit()).toEqual([])
  })

  test('does not help who cut the tree back: nothing is signed on it', async () => {
    const [a = '', b = ''] = world.companies
    const memory = createMemory()
    const given = { platformTenantId: world.platform, keys: await world.keys(), memory }
    await sequenceBatch(world.services, { ...given, fresh: [await prepare(a)] })
    const { owner } = world.db
    const { rows } = await owner.query(
      'select * from ledger_checkpoints where tenant_id = $1 order by size desc limit 1',
      [a],
    )
    await owner.query('alter table ledger_checkpoints disable trigger user')
    await owner.query('delete from ledger_checkpoints where tenant_id = $1 and size = $2', [a, rows[0].size])
    await expect(
      sequenceBatch(world.services, { ...given, fresh: [await prepare(a), await prepare(b)] }),
    ).rejects.toThrow()
    const fresh = [await prepare(a), await prepare(b)]
    const batch = await sequenceBatch(world.services, { ...given, fresh })
    expect([...batch.refused.keys()]).toEqual([a])
    expect(batch.entries).toBe(1)
    // Recorded all the same.
    expect(await placeOf(fresh[0]?.id ?? '')).toBeNull()
    await owner.query(
      'insert into ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at) values ($1, $2, $3, $4, $5, $6)',
      [a, rows[0].size, rows[0].root, rows[0].frontier, rows[0].note, rows[0].signed_at],
    )
    await owner.query('alter table ledger_checkpoints enable trigger user')
    await world.sequenceAll()
    expect(await world.audit()).toEqual([])
  })
})
