/** Every route × everybody who might call it, generated from the table of routes (ASVS 7.5.3, 8.2.1, 8.2.2, 8.4.1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { honestRequests } from './honest.ts'
import { type Cell, summarise, tryMethods, tryRoute } from './matrix.ts'
import { composeStage, createStage, createStageClock, type Stage } from './stage.ts'

// The tests are named before the stage is set, so the table is composed here once more, without an instance.
const registry = composeStage()

let db: TestDatabase
let stage: Stage
const all: Cell[] = []

beforeAll(async () => {
  const clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
  process.stdout.write(`matrix: ${summarise(all)}\n`)
})

test('the table that is tried is the table that is served', () => {
  expect(registry.routes.map(({ endpoint }) => endpoint.id)).toEqual(
    stage.world.registry.routes.map(({ endpoint }) => endpoint.id),
  )
})

test('no honest request is kept for a route that is gone', () => {
  const ids = new Set(registry.routes.map(({ endpoint }) => endpoint.id))
  expect(Object.keys(honestRequests).filter((id) => !ids.has(id))).toEqual([])
})

describe('everybody gets what the table says at', () => {
  for (const { endpoint } of registry.routes) {
    test(`${endpoint.method} ${endpoint.path}`, async () => {
      const route = stage.world.registry.routes.find((one) => one.endpoint.id === endpoint.id)
      if (!route) throw new Error('the served table lacks it')
      const cells = await tryRoute(stage, route)
      all.push(...cells)
      expect(cells.filter((cell) => !cell.ok)).toEqual([])
      expect(cells.length).toBeGreaterThan(1)
    })
  }
})

test('a stream opens for whoever may listen, and closes with the session', async () => {
  for (const player of stage.players.values()) {
    const { cookie } = await stage.openSession(player)
    const ended = new AbortController()
    const response = await fetch(`${stage.world.url}/api/events`, { headers: { cookie }, signal: ended.signal })
    expect([response.status, response.headers.get('content-type')], player.role).toEqual([200, 'text/event-stream'])
    ended.abort()
  }
})

// Without these two a matrix that compares nothing would be as green.
test('the matrix itself finds a permission that is served otherwise than declared', async () => {
  const { world } = stage
  const permissions = { ...world.registry.permissions, 'person:read': ['owner', 'customer'] as const }
  const other: Stage = { ...stage, world: { ...world, registry: { ...world.registry, permissions } } }
  const route = world.registry.routes.find(({ endpoint }) => endpoint.id === 'person.list')
  const cells = route ? await tryRoute(other, route) : []
  const faults = cells.filter((cell) => !cell.ok).map((cell) => cell.attempt)
  expect(faults).toEqual(['isb', 'management', 'measure-owner', 'auditor', 'customer'])
})

test('the matrix itself finds a change where none may be', async () => {
  const { changed } = await stage.watch(async () => {
    await stage.openSession(stage.players.get('owner') ?? stage.stranger)
  })
  expect(changed).toContain('sessions')
})

test('a method that a path does not list is refused and changes nothing', async () => {
  const cells = await tryMethods(stage)
  all.push(...cells)
  expect(cells.filter((cell) => !cell.ok)).toEqual([])
  // A hundred paths, each with a look at every table before and after.
}, 60_000)
