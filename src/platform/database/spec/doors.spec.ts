import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'

let world: TestDatabase
beforeAll(async () => { world = await createTestDatabase() })
afterAll(() => world.close())

test('a tenant sees its own row of tenants', async () => {
  const a = await world.createTenant()
  await world.createTenant('platform')
  const rows = await world.database.withTenant(a, (tx) => tx.db.selectFrom('tenants').select('id').execute())
  expect(rows).toEqual([{ id: a }])
})
