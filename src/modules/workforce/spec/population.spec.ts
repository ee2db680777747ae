/** Who belongs to the people of a company, over valid and known time, whatever way the register learns of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { undoImport } from '#core/register/actions/apply.ts'
import { listEntries } from '#core/register/actions/read.ts'
import { changeEntry, createEntry } from '#core/register/actions/write.ts'
import { readMembers } from '#core/population.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import { peopleRegister } from '../register.ts'
import { createRegisterWorld, type RegisterWorld } from './example.ts'

const dayMs = 24 * 3_600_000
let world: RegisterWorld
beforeEach(async () => {
  world = await createRegisterWorld()
})
afterEach(() => world.close())

/** Names of those who belong on a day; at noon, so that every time zone of Europe has that day. */
const activeOn = (day: string, knownAt: Date | null = null) =>
  world.as(async ({ tx, services }) => {
    const noon = new Date(startOfDay(day).getTime() + dayMs / 2)
    const members = await readMembers(tx, 'workforce.active-people', noon, knownAt)
    const names = await services.personNames(
      tx,
      members.map(({ subjectId }) => subjectId),
    )
    return members.map(({ subjectId }) => names.get(subjectId)).toSorted()
  })
const create = (name: string, joinedOn: string) =>
  world.as((context) => createEntry(context, peopleRegister, { fields: { name, joinedOn } }))
const change = async (name: string, fields: Record<string, unknown>) => {
  const { items } = await world.as((context) => listEntries(context, peopleRegister, { limit: 10 }))
  const entry = items.find((item) => item.name === name)
  await world.as((context) =>
    changeEntry(context, peopleRegister, entry?.id ?? '', { version: entry?.version ?? '', fields }),
  )
}
const later = (days: number) => {
  world.world.clock.advance(days * dayMs)
  return world.world.clock.now()
}

// The clock of the spec begins on 2 March 2026.
describe('the active people', () => {
  it('are those whose employment has begun, from its first day on; who is to come joins then', async () => {
    await create('Anna', '2020-01-01')
    await create('Ben', '2026-04-01')
    expect(await activeOn('2019-12-31')).toEqual([])
    expect(await activeOn('2020-01-01')).toEqual(['Anna'])
    expect(await activeOn('2026-03-31')).toEqual(['Anna'])
    expect(await activeOn('2026-04-01')).toEqual(['Anna', 'Ben'])
  })

  it('have left on the day after their last, and are back with their second employment', async () => {
    await create('Anna', '2020-01-01')
    await change('Anna', { leftOn: '2026-02-15' })
    expect(await activeOn('2026-02-15')).toEqual(['Anna'])
    expect(await activeOn('2026-02-16')).toEqual([])
    await change('Anna', { joinedOn: '2026-03-02' })
    expect(await activeOn('2026-02-28')).toEqual([])
    expect(await activeOn('2026-03-02')).toEqual(['Anna'])
    expect(await activeOn('2026-02-15')).toEqual(['Anna'])
  })

  it('of a past day are others as known then and as known today, when a leaving became known late', async () => {
    await create('Anna', '2020-01-01')
    const before = world.world.clock.now()
    const learned = later(30)
    await change('Anna', { leftOn: '2026-01-31' })
    expect(await activeOn('2026-02-10')).toEqual([])
    expect(await activeOn('2026-02-10', before)).toEqual(['Anna'])
    expect(await activeOn('2026-02-10', learned)).toEqual([])
    expect(await activeOn('2026-01-31')).toEqual(['Anna'])
  })

  it('stay who they are when only their department changes', async () => {
    await create('Anna', '2020-01-01')
    const rows = () => world.world.count('memberships', world.world.company)
    const before = await rows()
    later(1)
    await change('Anna', { department: 'Betrieb' })
    expect(await rows()).toBe(before)
  })

  it('follow an import, and are as before once it is taken back', async () => {
    const file = (rows: string) => `id;name;joinedOn;leftOn\n${rows}`
    await world.bring(peopleRegister, file('1;Anna;2020-01-01;\n2;Ben;2021-01-01;\n'))
    later(1)
    const id = await world.bring(peopleRegister, file('1;Anna;2020-01-01;2026-02-28\n3;Carla;2026-01-01;\n'))
    const imported = world.world.clock.now()
    expect(await activeOn('2026-03-01')).toEqual(['Ben', 'Carla'])
    later(1)
    await world.as((context) => undoImport(context, peopleRegister, id, 'wrong file'))
    expect(await activeOn('2026-03-01')).toEqual(['Anna', 'Ben'])
    expect(await activeOn('2026-03-01', imported)).toEqual(['Ben', 'Carla'])
  })

  it('are those of the register after a complete file left some of them out', async () => {
    const file = (rows: string) => `id;name;joinedOn\n${rows}`
    await world.bring(peopleRegister, file('1;Anna;2020-01-01\n2;Ben;2021-01-01\n'))
    later(1)
    await world.bring(peopleRegister, file('1;Anna;2020-01-01\n'), { complete: true, effectiveOn: '2026-02-28' })
    expect(await activeOn('2026-02-28')).toEqual(['Anna', 'Ben'])
    expect(await activeOn('2026-03-01')).toEqual(['Anna'])
  })
})
