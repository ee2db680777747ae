import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { applyImport, undoImport } from '#core/register/actions/apply.ts'
import { configureImport, discardImport, readImport } from '#core/register/actions/import.ts'
import { listEntries, readEntry } from '#core/register/actions/read.ts'
import { changeEntry } from '#core/register/actions/write.ts'
import { peopleRegister } from '../register.ts'
import { createRegisterWorld, type RegisterWorld } from './example.ts'

let world: RegisterWorld
const worlds: RegisterWorld[] = []
beforeEach(async () => {
  world = await createRegisterWorld()
  worlds.push(world)
})
afterAll(async () => {
  await Promise.all(worlds.map((one) => one.close()))
})

const people = (rows: string) => `Personalnummer;Name;E-Mail;Abteilung;Vorgesetzte Person;Eintritt;Austritt\n${rows}`
const list = (query: Parameters<typeof listEntries>[2] = { limit: 200 }) =>
  world.as((context) => listEntries(context, peopleRegister, query))
const versions = () => world.world.count('employments', world.world.company)
const entryOf = async (name: string) => {
  const { items } = await list()
  const found = items.find((item) => item.name === name)
  if (!found) throw new Error(`${name} is not in the register`)
  return found
}

describe('a file of people', () => {
  it('is shown first, changes nothing until it is applied, and then stands in the register', async () => {
    const id = await world.upload(
      peopleRegister,
      people('1;Anna Amsel;anna@example.com;Betrieb;;2020-01-01;\n2;Ben Baer;ben@example.com;Betrieb;1;1.3.2021;\n'),
    )
    const plan = await world.look(peopleRegister, id)
    expect(plan.counts).toMatchObject({ new: 2, faulty: 0 })
    expect(plan.mapping).toEqual({
      externalId: 0,
      name: 1,
      email: 2,
      department: 3,
      manager: 4,
      joinedOn: 5,
      leftOn: 6,
    })
    expect(await versions()).toBe(0)
    await world.as((context) => applyImport(context, peopleRegister, id, plan.digest))
    const ben = await entryOf('Ben Baer')
    const anna = await entryOf('Anna Amsel')
    expect(ben).toMatchObject({
      state: 'active',
      externalId: '2',
      source: 'hr',
      fields: { joinedOn: '2021-03-01', manager: anna.id, kind: 'employee', leftOn: null },
      references: { [anna.id]: 'Anna Amsel' },
    })
  })

  it('brought twice changes nothing the second time', async () => {
    const file = people(
      '1;Anna Amsel;anna@example.com;Betrieb;;2020-01-01;\n2;Ben Baer;;Betrieb;Anna Amsel;2021-03-01;\n',
    )
    await world.bring(peopleRegister, file)
    const before = await versions()
    const id = await world.upload(peopleRegister, file)
    const plan = await world.look(peopleRegister, id)
    expect(plan.counts).toEqual({ new: 0, changed: 0, returns: 0, unchanged: 2, leaves: 0, faulty: 0 })
    await world.as((context) => applyImport(context, peopleRegister, id, plan.digest))
    expect(await versions()).toBe(before)
  })

  it('names every fault by row and column, and applies nothing while there is one', async () => {
    await world.bring(peopleRegister, people('9;Nora Noack;nora@example.com;;;2020-01-01;\n'))
    const before = await versions()
    const id = await world.upload(
      peopleRegister,
      people(
        [
          '1;Anna;anna@example.com;;niemand;2020-01-01;',
          '1;Anton;;;;2020-01-01;',
          ';Berta;;;;2020-01-01;',
          '3;Carla;;;;31.2.2020;',
          '4;Dora;;;;2020-01-01;2019-01-01',
          '5;Emil;;;6;2020-01-01;',
          '6;Fritz;;;5;2020-01-01;',
          '7;=1+1;;;;2020-01-01;',
          '8;;keine Adresse;;;2020-01-01;',
        ].join('\n'),
      ),
    )
    const plan = await world.look(peopleRegister, id, 'faulty')
    const faults = plan.items.map(({ number, faults }) => [number, faults.map(({ column }) => column)])
    expect(faults).toEqual([
      [2, ['E Vorgesetzte Person']],
      [3, ['A Personalnummer']],
      [4, ['A Personalnummer']],
      [5, ['F Eintritt']],
      [6, ['G Austritt']],
      [7, ['E Vorgesetzte Person']],
      [8, ['E Vorgesetzte Person']],
      [9, ['B Name']],
      [10, ['C E-Mail', 'B Name']],
    ])
    expect(plan.counts.faulty).toBe(9)
    await expect(world.as((context) => applyImport(context, peopleRegister, id, plan.digest))).rejects.toMatchObject({
      code: 'register.import_faulty',
    })
    expect(await versions()).toBe(before)
  })

  it('that calls itself complete lets those leave whom it does not mention, and deletes nobody', async () => {
    await world.bring(peopleRegister, people('1;Anna;;;;2020-01-01;\n2;Ben;;;;2020-01-01;\n'))
    await world.bring(peopleRegister, people('1;Anna;;;;2020-01-01;\n'), { complete: true, effectiveOn: '2026-02-28' })
    expect(await entryOf('Ben')).toMatchObject({ state: 'ended', fields: { leftOn: '2026-02-28' } })
    const then = await list({ limit: 10, asOf: '2026-02-20' })
    expect(then.items.find(({ name }) => name === 'Ben')).toMatchObject({ state: 'active' })
  })

  it('keeps what it has no column for', async () => {
    await world.bring(peopleRegister, people('1;Anna;;Betrieb;;2020-01-01;\n2;Ben;;Betrieb;1;2020-01-01;\n'))
    await world.bring(peopleRegister, 'Personnel number,Name\n2,Benedikt\n')
    const anna = await entryOf('Anna')
    expect(await entryOf('Benedikt')).toMatchObject({ fields: { manager: anna.id, department: 'Betrieb' } })
  })

  it('with a later beginning than the last end is a return, and the first employment stays', async () => {
    await world.bring(peopleRegister, people('1;Anna;;Betrieb;;2020-01-01;2024-06-30\n'))
    const id = await world.upload(peopleRegister, people('1;Anna;;Vertrieb;;2026-01-01;\n'))
    const plan = await world.look(peopleRegister, id)
    expect(plan.counts).toMatchObject({ returns: 1 })
    await world.as((context) => applyImport(context, peopleRegister, id, plan.digest))
    expect(await entryOf('Anna')).toMatchObject({ state: 'active', fields: { leftOn: null, department: 'Vertrieb' } })
    const asOf = async (day: string) => (await list({ limit: 10, asOf: day })).items[0]
    expect(await asOf('2023-01-01')).toMatchObject({ state: 'active', fields: { department: 'Betrieb' } })
    expect(await asOf('2025-01-01')).toMatchObject({ state: 'ended', fields: { leftOn: '2024-06-30' } })
  })

  it('finds people who are known by their address under another source', async () => {
    await world.bring(peopleRegister, people('1;Anna;anna@example.com;;;2020-01-01;\n'))
    await world.bring(peopleRegister, 'id;name;email;joinedOn\nu-17;Anna;Anna@Example.com;2020-01-01\n', {
      source: 'idp',
    })
    const { items } = await list()
    expect(items).toHaveLength(1)
    const detail = await world.as((context) => readEntry(context, peopleRegister, items[0]?.id ?? '', {}))
    expect(detail.keys).toEqual([
      { source: 'hr', externalId: '1' },
      { source: 'idp', externalId: 'u-17' },
    ])
  })

  it('leads to somebody whom it means by address, and who is in the register of another source', async () => {
    await world.bring(peopleRegister, people('1;Anna;anna@example.com;;;2020-01-01;\n'))
    await world.bring(
      peopleRegister,
      'id;name;email;manager;joinedOn\nu-1;Anna;anna@example.com;;2020-01-01\nu-2;Ben;;u-1;2021-01-01\n',
      { source: 'idp' },
    )
    const anna = await entryOf('Anna')
    expect(await entryOf('Ben')).toMatchObject({ fields: { manager: anna.id } })
  })

  it('is applied only as it was looked at', async () => {
    await world.bring(peopleRegister, people('1;Anna;;Betrieb;;2020-01-01;\n'))
    const id = await world.upload(peopleRegister, people('1;Anna;;Vertrieb;;2020-01-01;\n'))
    const { digest } = await world.look(peopleRegister, id)
    const anna = await entryOf('Anna')
    await world.as((context) =>
      changeEntry(context, peopleRegister, anna.id, { version: anna.version, fields: { department: 'Vertrieb' } }),
    )
    await expect(world.as((context) => applyImport(context, peopleRegister, id, digest))).rejects.toMatchObject({
      code: 'register.import_other_now',
    })
  })

  it('is read by other columns when somebody says so', async () => {
    const id = await world.upload(peopleRegister, 'Nr;Wer;Seit wann\n1;Anna;2020-01-01\n')
    expect((await world.look(peopleRegister, id)).counts).toMatchObject({ faulty: 1 })
    await world.as((context) =>
      configureImport(context, peopleRegister, id, { version: 1, mapping: { externalId: 0, name: 1, joinedOn: 2 } }),
    )
    expect((await world.look(peopleRegister, id)).counts).toMatchObject({ new: 1, faulty: 0 })
    await expect(
      world.as((context) => configureImport(context, peopleRegister, id, { version: 2, mapping: { salary: 3 } })),
    ).rejects.toMatchObject({ issues: [{ pointer: '/mapping/salary', code: 'unknown_field' }] })
  })

  it('goes with its draft', async () => {
    const id = await world.upload(peopleRegister, people('1;Anna;;;;2020-01-01;\n'))
    const files = () => world.world.services.blobs.list(world.world.company)
    expect((await files()).keys).toHaveLength(1)
    await world.as((context) => discardImport(context, peopleRegister, id))
    expect((await files()).keys).toHaveLength(0)
    await expect(world.as((context) => readImport(context, peopleRegister, id, { limit: 10 }))).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('an import', () => {
  const first = people('1;Anna;;Betrieb;;2020-01-01;\n2;Ben;;Betrieb;1;2020-01-01;\n')
  const second = people('1;Anna;;Vertrieb;;2020-01-01;\n3;Carla;;;1;2026-03-01;\n')
  const told = async () => (await list()).items.map(({ name, fields, state }) => ({ name, fields, state }))

  it('is taken back as a whole, and what was known meanwhile stays to be read', async () => {
    await world.bring(peopleRegister, first)
    const before = await told()
    world.world.clock.advance(3_600_000)
    const id = await world.bring(peopleRegister, second, { complete: true })
    expect((await told()).map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['Carla', 'active'],
        ['Anna', 'active'],
      ]),
    )
    world.world.clock.advance(24 * 3_600_000)
    await world.as((context) => undoImport(context, peopleRegister, id, 'wrong file'))
    expect(await told()).toEqual(before)
    const then = await list({ limit: 10, asOf: '2026-03-02', known: 'then' })
    expect(then.items.map(({ name }) => name).toSorted()).toEqual(['Anna', 'Ben', 'Carla'])
    const today = await list({ limit: 10, asOf: '2026-03-02', known: 'today' })
    expect(today.items.map(({ name }) => name).toSorted()).toEqual(['Anna', 'Ben'])
  })

  it('is not taken back once somebody changed what it brought, and says who that is', async () => {
    await world.bring(peopleRegister, first)
    world.world.clock.advance(1_000)
    const id = await world.bring(peopleRegister, second)
    world.world.clock.advance(1_000)
    const anna = await entryOf('Anna')
    await world.as((context) =>
      changeEntry(context, peopleRegister, anna.id, { version: anna.version, fields: { department: 'Einkauf' } }),
    )
    const before = await versions()
    await expect(world.as((context) => undoImport(context, peopleRegister, id, 'wrong file'))).rejects.toMatchObject({
      code: 'register.undo_collides',
      issues: [{ code: 'changed_since', params: { name: 'Anna' } }],
    })
    expect(await versions()).toBe(before)
  })

  it('is not taken back once somebody new is led by whom it brought', async () => {
    const id = await world.bring(peopleRegister, first)
    world.world.clock.advance(1_000)
    await world.bring(peopleRegister, people('7;Gina;;;2;2026-01-01;\n'), { source: 'other' })
    await expect(world.as((context) => undoImport(context, peopleRegister, id, 'wrong file'))).rejects.toMatchObject({
      issues: [{ params: { name: 'Ben' } }],
    })
  })
})
