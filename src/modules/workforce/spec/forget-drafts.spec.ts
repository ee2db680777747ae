/** Files that name people do not wait for ever. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyImport } from '#core/register/actions/apply.ts'
import { readImport } from '#core/register/actions/import.ts'
import { draftLivesMs, forgetDrafts } from '#core/register/jobs.ts'
import { testLog } from '#test/database.ts'
import { peopleRegister } from '../register.ts'
import { createRegisterWorld, type RegisterWorld } from './example.ts'

let world: RegisterWorld
beforeAll(async () => {
  world = await createRegisterWorld()
})
afterAll(() => world.close())

const forget = () => {
  const { clock, services } = world.world
  const signal = AbortSignal.timeout(20_000)
  return forgetDrafts.run({ scheduledAt: clock.now(), requestedBy: null, log: testLog, signal }, services)
}
const files = async () => (await world.world.services.blobs.list(world.world.company)).keys.length
const discarded = async () => {
  const { rows } = await world.world.db.owner.query<{ object_id: string }>(
    "select object_id from ledger_pending where tenant_id = $1 and action = 'register.import_discarded'",
    [world.world.company],
  )
  return rows.map((row) => row.object_id)
}

it('a draft that nobody applies goes after a day with its file, which the ledger says; what was applied stays', async () => {
  const file = (name: string) => `id;name;joinedOn\n1;${name};2020-01-01\n`
  const applied = await world.bring(peopleRegister, file('Anna'))
  const old = await world.upload(peopleRegister, file('Ben'))
  world.world.clock.advance(draftLivesMs - 60_000)
  const young = await world.upload(peopleRegister, file('Carla'))
  await forget()
  expect(await files()).toBe(2)
  world.world.clock.advance(120_000)
  await forget()
  expect(await files()).toBe(1)
  expect(await discarded()).toEqual([old])
  const read = (id: string) => world.as((context) => readImport(context, peopleRegister, id, { limit: 10 }))
  await expect(read(old)).rejects.toMatchObject({ status: 404 })
  expect((await read(applied)).import.state).toBe('applied')
  // What is not forgotten can be carried out.
  const { plan } = await read(young)
  await world.as((context) => applyImport(context, peopleRegister, young, plan?.digest ?? ''))
  await forget()
  expect(await discarded()).toEqual([old])
})
