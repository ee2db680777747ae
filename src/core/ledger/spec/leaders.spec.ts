/**
 * Two and three would-be leaders at once, each with its memory of the heads and with entries of its own in hand, while
 * transactions commit in any order or not at all and sessions are cut off at any step: no gap, no duplicate, no fork.
 */
import type { PendingEntry } from '../pending.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '#core/context.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { afterEach, expect, test } from 'vitest'
import { prepareEntry, record, type LedgerEntry } from '../record.ts'
import { createMemory, sequenceBatch, type SequencingStep } from '../sequence.ts'
import { startSequencer } from '../sequencer.ts'
import { createLedgerWriter } from '../writer.ts'
import { createLedgerWorld, vaultOf, type LedgerWorld } from './world.ts'

let world: LedgerWorld | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

const entry: LedgerEntry = { action: 'spec.written', object: { kind: 'thing', id: 'x' } }
const origin = { requestId: 'spec', address: null, userAgent: null }

function contextOf(one: LedgerWorld, tenantId: string) {
  return {
    actor: { kind: 'system', tenantId, name: 'spec', locale: 'en' } as const,
    origin,
    // Recording asks for nothing else.
    services: { clock: one.services.clock, personKeys: createPersonKeys() } as Services,
  }
}

const rowsOf = async (one: LedgerWorld) =>
  (await one.db.owner.query<{ id: string; leaf_index: string | null }>('select id, leaf_index from ledger_pending'))
    .rows

/** Numbers in [0, 1) that a seed determines. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

test.each<SequencingStep>(['locked', 'read', 'extended tenant', 'extended instance'])(
  'what a leader had in hand and in memory when it failed after "%s" was not written, and is not mixed up later',
  async (step) => {
    world = await createLedgerWorld(2)
    const { services, companies, platform } = world
    const [a = '', b = ''] = companies
    const memory = createMemory()
    const keys = await world.keys()
    const lead = (fresh: readonly PendingEntry[], failAt?: SequencingStep) =>
      sequenceBatch(services, {
        platformTenantId: platform,
        keys,
        memory,
        fresh,
        onStep: (reached) => {
          if (reached === failAt) throw new Error('broken on purpose')
        },
      })
    const make = (tenantId: string) => prepareEntry(contextOf(world as LedgerWorld, tenantId), tenantId, entry)
    await world.writeEntries(a, 3)
    expect((await lead([await make(a), await make(b)])).entries).toBe(5)

    await world.writeEntries(b, 2)
    const lost = [await make(a), await make(b), await make(a)]
    await expect(lead(lost, step)).rejects.toThrow('broken on purpose')
    const ids = new Set((await rowsOf(world)).map((row) => row.id))
    expect(lost.filter(({ id }) => ids.has(id))).toEqual([])
    expect((await lead(lost)).entries).toBe(5)
    expect(await world.audit()).toEqual([])
    expect((await rowsOf(world)).filter((row) => row.leaf_index === null)).toEqual([])
  },
)

test('a leader whose memory is old is refused by the database, and leads again from what is there', async () => {
  world = await createLedgerWorld(1)
  const { services, companies, platform } = world
  const [a = ''] = companies
  const keys = await world.keys()
  const [first, second] = [createMemory(), createMemory()]
  const lead = async (memory: typeof first) =>
    sequenceBatch(services, {
      platformTenantId: platform,
      keys,
      memory,
      fresh: [await prepareEntry(contextOf(world as LedgerWorld, a), a, entry)],
    })
  await lead(first)
  await lead(second)
  await expect(lead(first)).rejects.toThrow()
  expect((await lead(first)).entries).toBe(1)
  await expect(lead(second)).rejects.toThrow()
  expect((await lead(second)).entries).toBe(1)
  expect(await rowsOf(world)).toHaveLength(4)
  expect(await world.audit()).toEqual([])
})

test.each([
  [2, 11],
  [3, 12],
  [3, 13],
])(
  '%i would-be leaders, cut off at any step, while transactions commit in any order (seed %i)',
  { timeout: 60_000 },
  async (leaders, seed) => {
    world = await createLedgerWorld(2)
    const one = world
    const { db, masterKey, platform, companies, services } = one
    const random = randomFrom(seed)
    const tenants = [...companies, platform]
    const tenant = () => tenants[Math.floor(random() * tenants.length)] ?? platform
    const running = Array.from({ length: leaders }, (_, i) => {
      const database = db.open({ name: `leader ${i}` })
      const writer = createLedgerWriter(database)
      return {
        database,
        writer,
        sequencer: startSequencer({ ...services, database, vault: vaultOf(masterKey, database) }, platform, writer),
      }
    })
    const acknowledged: string[] = []
    const rolledBack: string[] = []
    const until = performance.now() + 6_000
    const busy = () => performance.now() < until

    // Requests whose entries travel with their own COMMIT, late, early or never.
    const committing = Array.from({ length: 6 }, async () => {
      while (busy()) {
        const tenantId = tenant()
        const context = contextOf(one, tenantId)
        const gone = random() < 0.25
        const made: string[] = []
        await db.database
          .withTenant(tenantId, async (tx) => {
            for (let i = Math.floor(random() * 3); i >= 0; i -= 1) made.push(await record({ ...context, tx }, entry))
            await tx.db.selectFrom('tenants').select('id').execute()
            await sleep(random() * 60)
            if (gone) throw new Error('rolled back on purpose')
          })
          .then(
            () => acknowledged.push(...made),
            () => rolledBack.push(...made),
          )
      }
    })
    // Refusals and reads, handed to whichever process they came to.
    const handing = running.flatMap(({ writer }) =>
      Array.from({ length: 4 }, async () => {
        while (busy()) {
          const tenantId = tenant()
          const pending = await prepareEntry(contextOf(one, tenantId), tenantId, entry)
          await writer.append(pending).then(
            () => acknowledged.push(pending.id),
            // Nobody was told that it is there: then it may be or not.
            () => {},
          )
          await sleep(random() * 10)
        }
      }),
    )
    let cuts = 0
    const cutting = (async () => {
      while (busy()) {
        await sleep(10 + random() * 120)
        const { rowCount } = await db.owner.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = $1 and state <> 'idle'`,
          [`leader ${Math.floor(random() * leaders)}`],
        )
        cuts += rowCount ?? 0
      }
    })()
    await Promise.all([...committing, ...handing, cutting])
    for (const { sequencer } of running) await sequencer.stop()
    await one.sequenceAll()

    const rows = await rowsOf(one)
    const places = new Map(rows.map((row) => [row.id, row.leaf_index]))
    expect(acknowledged.filter((id) => !places.has(id))).toEqual([])
    expect(rolledBack.filter((id) => places.has(id))).toEqual([])
    expect(rows.filter((row) => row.leaf_index === null)).toEqual([])
    expect(await one.audit()).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(200)
    expect(rolledBack.length).toBeGreaterThan(5)
    expect(cuts).toBeGreaterThan(5)
  },
)
