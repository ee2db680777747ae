/** Pages of a register follow each other whatever its entries are called. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listEntries } from '#core/register/actions/read.ts'
import { createEntry } from '#core/register/actions/write.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { systemContract } from '../contract.ts'
import { systemRegister } from '../register.ts'

let world: TenantWorld
beforeAll(async () => {
  world = await createTenantWorld()
})
afterAll(() => world.close())

it('the place behind an entry with the longest name there is can be asked for', async () => {
  const person = await world.person(world.company)
  const names = ['Ä', '"', '𝒮'].map((letter) => letter.repeat(200 / letter.length))
  for (const name of names)
    await world.as(world.company, person, (context) => createEntry(context, systemRegister, { fields: { name } }))
  const seen: string[] = []
  for (let cursor: string | undefined; ;) {
    const query = systemContract.list.query.parse({ limit: '1', ...(cursor !== undefined && { cursor }) })
    const page = await world.as(world.company, person, (context) => listEntries(context, systemRegister, query))
    seen.push(...page.items.map(({ name }) => name))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(seen.toSorted()).toEqual(names.toSorted())
})
