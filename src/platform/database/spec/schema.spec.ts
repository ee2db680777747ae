import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { dumpSchema, schemaFile } from '../dump.ts'
import { generateTables, tablesFile } from '../generate-tables.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.close())

test('the migrations produce exactly the committed schema (else: npm run db:dump)', async () => {
  expect(await dumpSchema(world.owner)).toBe(await readFile(schemaFile, 'utf8'))
})

test('the types of the tables are those of the database (else: npm run db:types)', async () => {
  expect(await generateTables(world.owner)).toBe(await readFile(tablesFile, 'utf8'))
})
