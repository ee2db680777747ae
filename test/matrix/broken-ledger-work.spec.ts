/**
 * No entry, no effect, also where nobody sends a request: collectors, judging and what an operator does on the command
 * line. While nothing can be written to the ledger they fail and change nothing, but for the alarm by which the failure
 * of a collector becomes visible; afterwards they succeed.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportLedger } from '#app/export-ledger.ts'
import { foundCompany } from '#app/found-company.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { allBreaches, differencesBetween, prepareBreaches, snapshot, whileBroken, type Breach } from './breach.ts'

let world: TenantWorld
const folder = mkdtempSync(join(tmpdir(), 'beleg-broken-'))

beforeAll(async () => {
  world = await createTenantWorld()
  await prepareBreaches(world.db.owner)
})
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

const look = () => snapshot(world.db.owner, world.services.blobs.directory)
const entries = () => world.count('ledger_pending', world.platform)

/** Fails under each breach; returns what changed nevertheless. */
async function changedInVain(work: () => Promise<unknown>): Promise<string[]> {
  const changed = new Set<string>()
  for (const breach of allBreaches) {
    const before = await look()
    await whileBroken(world.db.owner, breach, () => expect(work(), breach).rejects.toThrow())
    for (const name of differencesBetween(before, await look())) changed.add(name)
  }
  return [...changed]
}

describe('while nothing can be written to the ledger', () => {
  test('a collector records nothing but an alarm, and its sentence turns; with the ledger it comes back', async () => {
    await world.publish(world.platform, { measure: 'thing.on' })
    world.observation = things({ lamp: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
    world.clock.advance(1_000)
    world.observation = things({ lamp: false })
    expect(await changedInVain(() => world.collect())).toEqual(['beleg.alarms'])
    expect(await world.status(world.platform)).toBe('contradicted')
    world.observation = things({ lamp: true, bell: true })
    const before = await entries()
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
    expect(await entries()).toBeGreaterThan(before)
  })

  test('a failing collector is noted without an entry, but no status changes for it', async () => {
    world.observation = () => {
      throw new Error('the source is away')
    }
    world.clock.advance(1_000)
    const changed = await changedInVain(() => world.collect())
    expect(changed.filter((name) => /judgements|findings|evidence|facts/.test(name))).toEqual([])
    world.observation = things({ lamp: true, bell: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
  })

  test('time alone changes no judgement', async () => {
    world.clock.advance(30 * 86_400_000)
    expect(await changedInVain(() => judgeTenant(world.services, world.registry, world.platform))).toEqual([])
    const before = await entries()
    expect(await judgeTenant(world.services, world.registry, world.platform)).not.toEqual([])
    expect(await entries()).toBeGreaterThan(before)
  })

  test('no bundle leaves the house', async () => {
    const keys = await openSigningKeys(world.services, world.platform)
    await sequenceBatch(world.services, { platformTenantId: world.platform, keys })
    const path = join(folder, 'ledger.zip')
    expect(await changedInVain(() => exportLedger(world.services, undefined, {}, path))).toEqual([])
    expect(readdirSync(folder)).toEqual([])
    await exportLedger(world.services, undefined, {}, path)
    expect(existsSync(path)).toBe(true)
  })

  test.each(allBreaches)('no tenant is opened (%s), and the name stays free', async (breach: Breach) => {
    const slug = `new-${allBreaches.indexOf(breach)}`
    const found = () => foundCompany(world.services, { slug, name: 'New' })
    const stateOf = async () =>
      (await world.db.owner.query<{ state: string }>('select state from tenants where slug = $1', [slug])).rows[0]
        ?.state
    await whileBroken(world.db.owner, breach, () => expect(found()).rejects.toThrow())
    expect(await stateOf()).not.toBe('active')
    const made = await found()
    expect(await stateOf()).toBe('active')
    expect(made.url).toContain('/enrol/')
    const { rows } = await world.db.owner.query<{ action: string }>(
      'select action from ledger_pending where tenant_id = $1 order by id',
      [made.id],
    )
    expect(rows.filter(({ action }) => action === 'tenant.created')).toHaveLength(1)
    // Once it is open, the name is taken.
    await expect(found()).rejects.toThrow()
  })
})
