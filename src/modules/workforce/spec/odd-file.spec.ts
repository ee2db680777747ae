/** Files as other programs and people make them: what is read is right, what is not is named by row and column. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peopleRegister } from '../register.ts'
import { createRegisterWorld, type RegisterWorld } from './example.ts'

let world: RegisterWorld
beforeAll(async () => {
  world = await createRegisterWorld()
})
afterAll(() => world.close())

const look = async (file: string | Buffer) => world.look(peopleRegister, await world.upload(peopleRegister, file))
const faultsOf = ({ items }: Awaited<ReturnType<typeof look>>) =>
  items.flatMap(({ number, faults }) => faults.map(({ column, text }) => `${number} ${column}: ${text}`))
const joinedOf = ({ items }: Awaited<ReturnType<typeof look>>) =>
  items.map(({ changes }) => changes.find(({ field }) => field === 'joinedOn')?.after)

it('says which columns, and which rows above the titles, are not read', async () => {
  const plan = await look(
    'Personalliste Stand 1.3.2026;;;;;\n\nPersonalnummer;Name;Eintritt;Name;Kostenstelle;\n1;Anna;2020-01-01;Amsel;4711;\n',
  )
  expect(plan.counts).toMatchObject({ new: 1, faulty: 0 })
  expect(plan.mapping).toEqual({ externalId: 0, name: 1, joinedOn: 2 })
  expect(plan.unread).toEqual({ columns: ['D Name', 'E Kostenstelle'], rows: [1], sheets: [] })
})

it('reads a day however it is written, as long as it can only be that day', async () => {
  const written = ['2021-03-01', '1.3.2021', '01.03.2021 00:00', '2021-03-01 00:00:00', '2021/03/01', '20210301']
  const plan = await look(`id;name;joinedOn\n${written.map((day, i) => `${i};Anna;${day}`).join('\n')}\n`)
  expect(faultsOf(plan)).toEqual([])
  expect(new Set(joinedOf(plan))).toEqual(new Set(['2021-03-01']))

  const unclear = ['1.3.21', '03/04/2021', '44256', '2021-02-30', '2021-3-1', '20211301']
  const refused = await look(`id;name;joinedOn\n${unclear.map((day, i) => `${i};Anna;${day}`).join('\n')}\n`)
  expect(refused.counts).toMatchObject({ new: 0, faulty: unclear.length })
  expect(faultsOf(refused).map((fault) => fault.slice(0, 13))).toEqual(unclear.map((_, i) => `${i + 2} C joinedOn:`))
  expect(faultsOf(refused)[2]).toContain('a number')
})

it('names a letter that the file has lost already, and one of another encoding', async () => {
  const lost = await look('id;name;joinedOn\n1;J\u{FFFD}rg;2020-01-01\n2;Anna;2020-01-01\n')
  expect(faultsOf(lost)).toEqual(['2 B name: Holds a character that is lost in the file already.'])
  // In code page 850 the byte of ü is none in Windows-1252.
  const dos = Buffer.concat([
    Buffer.from('id;name;joinedOn\n1;M'),
    Buffer.from([0x81]),
    Buffer.from('ller;2020-01-01\n'),
  ])
  expect(faultsOf(await look(dos))).toEqual(['2 B name: Holds a control character.'])
})

it('takes a name with a line break in it for what it is: no name', async () => {
  const plan = await look('id;name;joinedOn\r\n1;"Anna\r\nAmsel";2020-01-01\r\n2;Ben;2020-01-01\r\n')
  expect(faultsOf(plan)).toEqual(['2 B name: Holds a control character.'])
  expect(plan.counts).toMatchObject({ new: 1, faulty: 1 })
})

it('refuses a return that tells the former last day beside it, the first time as the second', async () => {
  const file = (row: string) => `Personalnummer;Name;Eintritt;Austritt\n${row}\n`
  await world.bring(peopleRegister, file('77;Rita Rabe;2020-01-01;2022-12-31'))
  const plan = await look(file('77;Rita Rabe;2024-02-01;2022-12-31'))
  expect(faultsOf(plan)).toEqual(['2 D Austritt: The end 2022-12-31 is before the beginning 2024-02-01.'])
  const { counts } = await look(file('77;Rita Rabe;2024-02-01;'))
  expect(counts).toMatchObject({ returns: 1, faulty: 0 })
})
