/** Arrays in PostgreSQL's binary format arrive as they were given, on every supported version. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { binaryArray } from '../binary-array.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())

async function arrive(type: string, array: Buffer): Promise<unknown[]> {
  const { rows } = await db.owner.query(`select unnest($1::${type}[]) as value`, [array])
  return rows.map(({ value }) => value as unknown)
}

test('ids, texts, bytes and instants, with nothing among them', async () => {
  const ids = [randomUUID(), null, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  expect(await arrive('uuid', binaryArray('uuid', ids))).toEqual(ids)
  const texts = ['', null, 'null', '{"a",\\b}', 'Größe 🧾', 'x'.repeat(100_000)]
  expect(await arrive('text', binaryArray('text', texts))).toEqual(texts)
  const bytes = [Buffer.alloc(0), null, randomBytes(1), randomBytes(70_000)]
  expect(await arrive('bytea', binaryArray('bytea', bytes))).toEqual(bytes)
  const instants = [
    '2026-11-22T12:08:43.123Z',
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00.000Z',
    '2199-02-28T00:00:00.001Z',
  ].map((text) => new Date(text))
  expect(await arrive('timestamptz', binaryArray('timestamptz', instants))).toEqual(instants)
})

test('none at all', async () => {
  expect(await arrive('text', binaryArray('text', []))).toEqual([])
})

test('another type than the parameter is refused, not misread', async () => {
  await expect(arrive('text', binaryArray('uuid', [randomUUID()]))).rejects.toThrow()
})
