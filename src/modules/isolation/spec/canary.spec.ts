/** Routes that leak, in every way we know, and that the canary sees each; and that it proves nothing by accident. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Observation } from '#core/collector.ts'
import type { Verdict } from '#core/duty.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { hashObservation } from '#core/evidence/ingest.ts'
import { record } from '#core/ledger/record.ts'
import { defineRoute, failAfterCommit, type Module } from '#core/module.ts'
import { idSchema } from '#core/page.ts'
import { createFakeClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/id.ts'
import { defineEndpoint, type Endpoint } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { RouteFact } from '../contract.ts'
import { canaryCollector } from '../canary.ts'
import { judgeRouteIsolation } from '../rules.ts'
import { createIsolationWorld, type IsolationWorld } from './example.ts'

// Every run tries all routes of the house, however many there are.
vi.setConfig({ testTimeout: 60_000 })

/** What leaks: a cache by id that forgot the tenant, as such caches do. */
const notes = new Map<string, { tenantId: string; text: string }>()
let leaking = new Set<string>()

const params = z.strictObject({ noteId: idSchema })
const reading = { success: 200, access: 'note:use', stepUp: false, audit: { reads: 'note.read' } } as const
const note = z.object({ id: z.string(), text: z.string() })
const writing = { access: 'note:use', stepUp: false, audit: { entry: 'note.changed' } } as const

const endpoints = {
  read: defineEndpoint({
    ...reading,
    id: 'note.read',
    method: 'GET',
    path: '/api/notes/:noteId',
    summary: 'Reads.',
    params,
    output: note,
    objects: ['noteId'],
  }),
  list: defineEndpoint({
    ...reading,
    id: 'note.list',
    method: 'GET',
    path: '/api/notes',
    summary: 'Lists.',
    output: z.object({ items: z.array(note) }),
  }),
  remove: defineEndpoint({
    ...writing,
    id: 'note.remove',
    method: 'DELETE',
    path: '/api/notes/:noteId',
    summary: 'Removes.',
    params,
    success: 204,
    objects: ['noteId'],
  }),
  quiet: defineEndpoint({
    ...writing,
    id: 'note.hush',
    method: 'POST',
    path: '/api/notes/:noteId/hush',
    summary: 'Changes.',
    params,
    success: 204,
    objects: ['noteId'],
  }),
  tell: defineEndpoint({
    ...reading,
    id: 'note.tell',
    method: 'GET',
    path: '/api/notes/:noteId/tell',
    summary: 'Tells.',
    params,
    output: note,
    objects: ['noteId'],
  }),
  attach: defineEndpoint({
    ...writing,
    id: 'note.attach',
    method: 'POST',
    path: '/api/notes/:noteId/files',
    summary: 'Takes a file.',
    params,
    body: z.strictObject({ title: z.string() }),
    upload: { maxBytes: 1000 },
    success: 204,
    objects: ['noteId'],
  }),
  link: defineEndpoint({
    ...writing,
    id: 'note.link',
    method: 'POST',
    path: '/api/notes/:noteId/links',
    summary: 'Refers to another.',
    params,
    body: z.strictObject({ otherId: idSchema.optional() }),
    success: 204,
    objects: ['noteId'],
  }),
} as const satisfies Record<string, Endpoint>

const plant = async (context: { tx: { tenantId: string } }) => {
  const id = newId()
  notes.set(id, { tenantId: context.tx.tenantId, text: 'a note' })
  return { params: { noteId: id } }
}

/** The note, and with a leak also another tenant's. */
function find(leak: string, tenantId: string, id: string) {
  const found = notes.get(id)
  if (!found || (found.tenantId !== tenantId && !leaking.has(leak))) throw notFound()
  return { id, text: found.text }
}

const noteModule: Module = {
  name: 'note',
  permissions: { 'note:use': ['owner'] },
  routes: [
    defineRoute(endpoints.read, async ({ tx }, input) => find('read', tx.tenantId, input.params.noteId), plant),
    defineRoute(endpoints.list, async ({ tx }) => ({
      items: [...notes]
        .filter(([, one]) => leaking.has('list') || one.tenantId === tx.tenantId)
        .map(([id, { text }]) => ({ id, text })),
    })),
    defineRoute(
      endpoints.remove,
      async (context, input) => {
        find('remove', context.tx.tenantId, input.params.noteId)
        notes.delete(input.params.noteId)
        await record(context, { action: 'note.changed', object: { kind: 'note', id: input.params.noteId } })
        return undefined
      },
      plant,
    ),
    defineRoute(
      endpoints.quiet,
      async (context, input) => {
        const { tx } = context
        const found = notes.get(input.params.noteId)
        if (found && found.tenantId !== tx.tenantId) {
          if (!leaking.has('quiet')) throw notFound()
          // Does it all the same, and answers that there is no such thing.
          await sql`select set_config('beleg.tenant_id', ${found.tenantId}, true)`.execute(tx.db)
          await sql`update subjects set name = 'seized'`.execute(tx.db)
          return failAfterCommit(notFound())
        }
        find('quiet', tx.tenantId, input.params.noteId)
        await record(context, { action: 'note.changed', object: { kind: 'note', id: input.params.noteId } })
        return undefined
      },
      plant,
    ),
    defineRoute(
      endpoints.tell,
      async ({ tx }, input) => {
        const found = notes.get(input.params.noteId)
        if (found && found.tenantId !== tx.tenantId) {
          if (leaking.has('status')) throw new Problem(403, 'permission.missing_here')
          if (leaking.has('body')) throw new Problem(404, 'statement.none_published')
          if (leaking.has('header')) throw new Problem(404, 'common.not_found', { headers: { 'x-owner': 'somebody' } })
          if (leaking.has('crash')) throw new Error('a join that found what it should not have')
        }
        return find('tell', tx.tenantId, input.params.noteId)
      },
      plant,
    ),
    defineRoute(
      endpoints.attach,
      async (context, input) => {
        find('attach', context.tx.tenantId, input.params.noteId)
        await context.services.blobs.remove(context.tx.tenantId, input.file.blobKey)
        await record(context, { action: 'note.changed', object: { kind: 'note', id: input.params.noteId } })
        return undefined
      },
      async (context) => ({
        ...(await plant(context)),
        body: { title: 'specimen' },
        file: { name: 'specimen.txt', content: 'specimen' },
      }),
    ),
    defineRoute(
      endpoints.link,
      async (context, input) => {
        find('link', context.tx.tenantId, input.params.noteId)
        const other = input.body.otherId
        if (other !== undefined) {
          // Looked up before its tenant was asked for: an oracle of existence.
          if (leaking.has('other') && notes.has(other)) throw new Problem(409, 'decision.already_decided')
          if (notes.get(other)?.tenantId !== context.tx.tenantId) throw new Problem(422, 'decision.invalid')
        }
        await record(context, { action: 'note.changed', object: { kind: 'note', id: input.params.noteId } })
        return undefined
      },
      plant,
    ),
  ],
  factTypes: [],
  duties: [],
  collectors: [],
  jobs: [],
  confidentialColumns: [],
  tables: [],
}

let db: TestDatabase
let world: IsolationWorld

beforeAll(async () => {
  db = await createTestDatabase()
  world = await createIsolationWorld(db.database, { modules: [noteModule] })
})
afterAll(async () => {
  await world?.close()
  await db?.close()
})
afterEach(() => {
  leaking = new Set()
  notes.clear()
})

const observe = () => world.observe('isolation.canary')
const judged = (observation: Observation) =>
  new Map<string, Verdict>(
    observation.facts.map((fact) => [fact.subject.externalId, judgeRouteIsolation(fact.data as RouteFact)]),
  )
const troubles = (observation: Observation) =>
  [...judged(observation)]
    .filter(([, { outcome }]) => outcome !== 'pass')
    .map(([place, { outcome, reason }]) => `${place} ${outcome} ${reason}`)

test('a sound server passes: every route that names an object was attacked, and its owner got the declared success', async () => {
  const observation = await observe()
  expect(troubles(observation)).toEqual([])
  const objects = observation.facts.filter((fact) => (fact.data as RouteFact).attack === 'object')
  const declared = world.registry.routes
    .filter(({ endpoint }) => endpoint.objects?.length)
    .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
  expect(objects.map((fact) => fact.subject.externalId).toSorted()).toEqual(declared.toSorted())
  for (const { data } of objects) {
    const fact = data as RouteFact
    expect(fact.ownerStatus).toBe(fact.declaredSuccess)
    expect([fact.strangerStatus, fact.missingStatus]).toEqual([404, 404])
  }
  expect(observation.populations).toEqual([
    {
      factType: 'route.isolation',
      expected: observation.facts.length,
      seen: observation.facts.length,
      reconciledAgainst: 'the OpenAPI document of the running server',
    },
  ])
})

test('lists show the owner what was planted, or there would be nothing to miss', async () => {
  const observation = await observe()
  for (const place of [
    'GET /api/evidence',
    'GET /api/people',
    'GET /api/outbox',
    'GET /api/notes',
    'GET /api/statement',
  ]) {
    expect(world.fact<RouteFact>(observation, place), place).toMatchObject({ ownerSawPlanted: true, leaked: false })
  }
})

describe('it sees', () => {
  test.each([
    ['a cache that forgot the tenant, read', 'read', 'GET /api/notes/:noteId', 'isolation.route_leaked'],
    ['a list of everybody’s', 'list', 'GET /api/notes', 'isolation.route_leaked'],
    ['a deletion of what is foreign', 'remove', 'DELETE /api/notes/:noteId', 'isolation.route_let_in'],
    ['a file taken for what is foreign', 'attach', 'POST /api/notes/:noteId/files', 'isolation.route_let_in'],
    [
      'a change that is answered with “not found”',
      'quiet',
      'POST /api/notes/:noteId/hush',
      'isolation.route_changed_foreign',
    ],
    [
      'another status for foreign than for nonexistent',
      'status',
      'GET /api/notes/:noteId/tell',
      'isolation.route_tells_apart',
    ],
    ['another text of the same status', 'body', 'GET /api/notes/:noteId/tell', 'isolation.route_tells_apart'],
    ['one header more', 'header', 'GET /api/notes/:noteId/tell', 'isolation.route_tells_apart'],
    ['a crash where the object is foreign', 'crash', 'GET /api/notes/:noteId/tell', 'isolation.route_tells_apart'],
    [
      'an id in a body that tells foreign from nonexistent',
      'other',
      'POST /api/notes/:noteId/links',
      'isolation.route_field_tells_apart',
    ],
  ])('%s, and sees it mended', async (_name, leak, place, reason) => {
    leaking = new Set([leak])
    const broken = await observe()
    expect(judged(broken).get(place)).toMatchObject({ outcome: 'fail', reason })
    leaking = new Set()
    expect(troubles(await observe())).toEqual([])
  })
})

test('two runs of a sound server state the very same', async () => {
  const [one, other] = [await observe(), await observe()]
  expect(hashObservation(one.facts, one.populations).equals(hashObservation(other.facts, other.populations))).toBe(true)
})

test('what it plants is swept: the database and the files do not grow', async () => {
  await observe()
  const { rows: tables } = await db.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'beleg' and column_name = 'tenant_id'`,
  )
  const count = async () => {
    const counts: Record<string, number> = {}
    for (const { name } of tables) {
      counts[name] =
        (await db.owner.query<{ n: number }>(`select count(*)::int as n from beleg.${name}`)).rows[0]?.n ?? -1
    }
    return counts
  }
  const before = await count()
  await observe()
  await observe()
  expect(await count()).toEqual(before)
  for (const { id } of (await db.owner.query<{ id: string }>('select id from beleg.tenants where canary')).rows) {
    expect(await world.services.blobs.list(id)).toEqual({ keys: [], strangers: [] })
  }
})

test('its tenants are marked, and everybody who has an account there is synthetic', async () => {
  const { rows } = await db.owner.query(
    `select t.canary, a.synthetic from beleg.accounts a join beleg.tenants t on t.id = a.tenant_id where t.slug like 'canary-%'`,
  )
  expect(rows.length).toBeGreaterThan(1)
  expect(rows.every((row: { canary: boolean; synthetic: boolean }) => row.canary && row.synthetic)).toBe(true)
})

test('a session that somebody ended is opened again by signing in', async () => {
  await observe()
  await db.owner.query(`delete from beleg.sessions s using beleg.tenants t where t.id = s.tenant_id and t.canary`)
  expect(troubles(await observe())).toEqual([])
})

test('an account that somebody took away is made anew', async () => {
  await observe()
  await db.owner.query(
    `update beleg.accounts a set state = 'deactivated' from beleg.tenants t where t.id = a.tenant_id and t.canary`,
  )
  expect(troubles(await observe())).toEqual([])
})

test('two workers take turns without signing each other out', async () => {
  const other = canaryCollector(
    () => world.registry,
    () => world.serverUrls,
  )
  const observeOther = async () =>
    other.observe({
      services: world.services,
      tenants: await readTenants(world.services),
      withTenant: (tenantId, work) => db.database.withTenant(tenantId, work),
      withPlatform: (purpose, work) => db.database.withPlatform(purpose, work),
      signal: AbortSignal.timeout(20_000),
    })
  const accounts = async () =>
    (
      await db.owner.query(
        `select a.id from beleg.accounts a join beleg.tenants t on t.id = a.tenant_id where t.slug like 'canary-%' order by 1`,
      )
    ).rows
  await observe()
  expect(troubles(await observeOther())).toEqual([])
  const before = await accounts()
  expect(troubles(await observe())).toEqual([])
  expect(troubles(await observeOther())).toEqual([])
  expect(await accounts()).toEqual(before)
})

test('a server that does not answer is silence, and no pass', async () => {
  const { serverUrls } = world
  world.serverUrls = ['http://127.0.0.1:1']
  await expect(observe()).rejects.toMatchObject({ code: 'isolation.no_server' })
  world.serverUrls = serverUrls
  expect(troubles(await observe())).toEqual([])
})

test('a route that the server serves and the canary does not know proves nothing', async () => {
  const other = await createTestDatabase()
  const blind = await createIsolationWorld(other.database, {
    modules: [noteModule],
    believed: (registry) => ({
      ...registry,
      routes: registry.routes.filter(({ endpoint }) => endpoint.id !== 'note.read'),
    }),
  })
  try {
    const observation = await blind.observe('isolation.canary')
    expect(judged(observation).get('GET /api/notes/:noteId')).toMatchObject({
      outcome: 'unknown',
      reason: 'isolation.route_not_attacked',
    })
  } finally {
    await blind.close()
    await other.close()
  }
})

test('it stays signed in over hours, giving its second factor again and again', async () => {
  const clock = createFakeClock(new Date('2026-03-02T08:00:00Z'))
  const other = await createTestDatabase({ clock })
  const slow = await createIsolationWorld(other.database, { clock })
  try {
    for (const minutes of [0, 9, 9, 59, 70, 13 * 60]) {
      clock.advance(minutes * 60_000)
      expect(troubles(await slow.observe('isolation.canary')), `after ${minutes} minutes more`).toEqual([])
    }
  } finally {
    await slow.close()
    await other.close()
  }
}, 60_000)
