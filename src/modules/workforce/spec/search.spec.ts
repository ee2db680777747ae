/** Names are sealed; who is looked for by part of one is found all the same, at once, and never by an erased one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countEntries, listEntries } from '#core/register/actions/read.ts'
import { changeEntry, createEntry } from '#core/register/actions/write.ts'
import type { RegisterSearch } from '#core/register/contract.ts'
import { peopleShape as shape } from '../contract.ts'
import { eraseEmployments } from '../actions.ts'
import { peopleRegister } from '../register.ts'
import { createRegisterWorld, type RegisterWorld } from './example.ts'

let world: RegisterWorld
beforeAll(async () => {
  world = await createRegisterWorld()
  await world.bring(
    peopleRegister,
    [
      'id;name;email;department;joinedOn;leftOn',
      '1;Jörg Groß;joerg@example.com;Betrieb;2020-01-01;',
      '2;Anna Amsel;anna@example.com;Betrieb;2021-01-01;',
      '3;Anna Baer;baer@example.com;Vertrieb;2022-01-01;2023-01-01',
      '',
    ].join('\n'),
  )
})
afterAll(() => world.close())

const find = async (query: RegisterSearch & { limit?: number; cursor?: string }) => {
  const found = await world.as((context) => listEntries(context, peopleRegister, { limit: 50, ...query }))
  return { names: found.items.map(({ name }) => name), ids: found.items, next: found.nextCursor }
}
const namesOf = async (query: RegisterSearch) => (await find(query)).names

describe('a search for part of a name', () => {
  it('takes words in any order, in any case, from name and address, beside the other filters', async () => {
    expect(await namesOf({ q: 'AMSEL an' })).toEqual(['Anna Amsel'])
    expect(await namesOf({ q: 'gross' })).toEqual(['Jörg Groß'])
    expect(await namesOf({ q: 'baer@' })).toEqual(['Anna Baer'])
    expect(await namesOf({ q: 'anna', sort: 'joinedOn', order: 'asc' })).toEqual(['Anna Amsel', 'Anna Baer'])
    expect(await namesOf({ q: 'anna', state: 'ended' })).toEqual(['Anna Baer'])
    expect(await namesOf({ q: 'anna', department: 'Betrieb' })).toEqual(['Anna Amsel'])
    expect(await namesOf({ q: 'nobody' })).toEqual([])
  })

  it('goes on where the page before ended', async () => {
    const first = await find({ q: 'anna', limit: 1 })
    const second = await find({ q: 'anna', limit: 1, ...(first.next !== null && { cursor: first.next }) })
    expect([...first.names, ...second.names].toSorted()).toEqual(['Anna Amsel', 'Anna Baer'])
    expect(second.next).toBe(null)
  })

  it('finds who was added or renamed just now, under the new name alone, and on past days under the old one', async () => {
    const dora = await world.as((context) =>
      createEntry(context, peopleRegister, { fields: { name: 'Dora Dienst', joinedOn: '2020-01-01' } }),
    )
    expect(await namesOf({ q: 'dienst' })).toEqual(['Dora Dienst'])
    world.world.clock.advance(24 * 3_600_000)
    await world.as((context) =>
      changeEntry(context, peopleRegister, dora.id, { version: dora.version, fields: { name: 'Dora Fink' } }),
    )
    expect(await namesOf({ q: 'dora fink' })).toEqual(['Dora Fink'])
    expect(await namesOf({ q: 'dienst' })).toEqual([])
    expect(await namesOf({ q: 'dienst', asOf: '2026-03-02' })).toEqual(['Dora Dienst'])
  })

  it('finds also what becomes known while the clock stands earlier', async () => {
    await namesOf({ q: 'anna' })
    world.world.clock.advance(-3_600_000)
    await world.as((context) =>
      createEntry(context, peopleRegister, { fields: { name: 'Emil Eule', joinedOn: '2020-01-01' } }),
    )
    expect(await namesOf({ q: 'eule' })).toEqual(['Emil Eule'])
    world.world.clock.advance(3_600_000)
    expect(await namesOf({ q: 'eule' })).toEqual(['Emil Eule'])
  })

  it('finds nobody by a name that was erased, here or by another process', async () => {
    const frida = await world.as((context) =>
      createEntry(context, peopleRegister, { fields: { name: 'Frida Falke', joinedOn: '2020-01-01' } }),
    )
    const gerd = await world.as((context) =>
      createEntry(context, peopleRegister, { fields: { name: 'Gerd Geier', joinedOn: '2020-01-01' } }),
    )
    expect(await namesOf({ q: 'falke' })).toHaveLength(1)
    await world.as((context) => eraseEmployments(context, frida.id, () => false))
    expect(await namesOf({ q: 'falke' })).toEqual([])
    // As the other process leaves it: this one is not told.
    const { rows } = await world.world.db.owner.query<{ id: string }>(
      'select id from employments where tenant_id = $1 and subject_id = $2',
      [world.world.company, gerd.id],
    )
    await world.as(async ({ tx, services }) => {
      const keys = await services.vault.keysOf(tx)
      const cell = { table: shape.table, row: rows[0]?.id ?? '', column: 'name' }
      await tx.db
        .updateTable('employments')
        .set({ name: keys.seal(cell, 'erased') })
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', cell.row)
        .execute()
    })
    expect(await namesOf({ q: 'geier' })).toEqual([])
  })
})

it('a count follows the filters, and not a name: whether somebody is there is told by the list alone', async () => {
  const count = (query: RegisterSearch) => world.as((context) => countEntries(context, peopleRegister, query))
  expect(await count({ department: 'Betrieb' })).toEqual({ active: 2, planned: 0, ended: 0 })
  expect(await count({ department: 'Vertrieb', asOf: '2022-06-01' })).toEqual({ active: 1, planned: 0, ended: 0 })
})
