/** Which systems and data sets belong to the populations of the registers, and since when. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '#core/context.ts'
import { readMembers } from '#core/population.ts'
import { readEntry } from '#core/register/actions/read.ts'
import { changeEntry, createEntry } from '#core/register/actions/write.ts'
import type { Register } from '#core/register/register.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { dataSetRegister, systemRegister } from '../register.ts'

let world: TenantWorld
let keeper: string
const as = <T>(work: (context: Context) => Promise<T>) => world.as(world.company, keeper, work)
beforeAll(async () => {
  world = await createTenantWorld()
  keeper = await world.person(world.company)
})
afterAll(() => world.close())

const belonging = (population: string, day: string) =>
  as(async ({ tx }) => (await readMembers(tx, population, startOfDay(day))).map(({ subjectId }) => subjectId))
async function change(register: Register, id: string, fields: Record<string, unknown>, effectiveOn: string) {
  const { entry } = await as((context) => readEntry(context, register, id, {}))
  const { version } = entry
  await as((context) => changeEntry(context, register, id, { version, fields, effectiveOn }))
}

it('a system belongs while it is in service', async () => {
  const { id } = await as((context) =>
    createEntry(context, systemRegister, { fields: { name: 'Portal', startsOn: '2024-05-01' } }),
  )
  await change(systemRegister, id, { endsOn: '2026-06-30' }, '2026-03-02')
  expect(await belonging('asset.systems', '2024-04-30')).toEqual([])
  expect(await belonging('asset.systems', '2024-05-01')).toEqual([id])
  expect(await belonging('asset.systems', '2026-06-30')).toEqual([id])
  expect(await belonging('asset.systems', '2026-07-01')).toEqual([])
  expect(await belonging('asset.data-sets', '2026-03-02')).toEqual([])
})

it('a data set is of the first tier from the day on which it is put there, and until it is taken out', async () => {
  const { id } = await as((context) =>
    createEntry(context, dataSetRegister, { fields: { name: 'Customers', startsOn: '2024-05-01', tier: '2' } }),
  )
  await change(dataSetRegister, id, { tier: '1' }, '2026-04-01')
  await change(dataSetRegister, id, { tier: '3' }, '2026-05-01')
  expect(await belonging('asset.tier-1-data-sets', '2026-03-31')).toEqual([])
  expect(await belonging('asset.tier-1-data-sets', '2026-04-01')).toEqual([id])
  expect(await belonging('asset.tier-1-data-sets', '2026-04-30')).toEqual([id])
  expect(await belonging('asset.tier-1-data-sets', '2026-05-01')).toEqual([])
  for (const day of ['2024-05-01', '2026-03-31', '2026-05-01'])
    expect(await belonging('asset.data-sets', day), day).toEqual([id])
})
