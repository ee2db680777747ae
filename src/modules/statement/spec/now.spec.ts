/** The statement as it is read before a change was judged: the answer is exact, and so is since when. */
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStatementNow } from '../actions/read.ts'

let world: TenantWorld
beforeEach(async () => {
  world = await createTenantWorld()
})
afterEach(() => world.close())

/** Takes in what was seen, and leaves it to others to judge it. */
async function see(states: Record<string, boolean>) {
  const personId = await world.person(world.company)
  const at = world.clock.now()
  await world.as(world.company, personId, (context) =>
    ingestEvidence(context, world.registry.factTypes, {
      source: { system: 'inventory', id: at.toISOString() },
      collector: null,
      class: 'machine',
      title: null,
      observedFrom: at,
      observedTo: at,
      validUntil: null,
      ...things(states),
      recordedBy: null,
      state: 'accepted',
      file: null,
    }),
  )
}

async function read() {
  const { claims } = await world.services.database.withTenant(world.company, (tx) =>
    readStatementNow({ tx, services: world.services }, world.registry, 'en'),
  )
  return [claims[0]?.status, claims[0]?.from_at?.toISOString()]
}

it('says since when by what was learned, or by the time-out that has passed, and never by one to come', async () => {
  await world.publish(world.company, { measure: 'thing.on' })
  const begin = world.clock.now()
  await see({ a: true })
  await judgeTenant(world.services, world.registry, world.company)
  expect(await read()).toEqual(['proven', begin.toISOString()])
  // The proof holds for a day: its time-out is still to come when the opposite is learned.
  world.clock.advance(60_000)
  const brokeAt = world.clock.now()
  await see({ a: false })
  expect(await read()).toEqual(['contradicted', brokeAt.toISOString()])
  world.clock.advance(60_000)
  await judgeTenant(world.services, world.registry, world.company)
  await see({ a: true })
  await judgeTenant(world.services, world.registry, world.company)
  const provenAt = world.clock.now()
  world.clock.advance(30 * 86_400_000)
  const [status, since] = await read()
  expect(status).toBe('lapsed')
  expect(new Date(since ?? 0).getTime()).toBeGreaterThan(provenAt.getTime())
  expect(new Date(since ?? 0).getTime()).toBeLessThan(world.clock.now().getTime())
})
