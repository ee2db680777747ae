/**
 * No entry, no effect: while nothing can be written to the ledger, every request that would leave an entry is answered
 * with a failure and changes nothing at all, and works again as soon as the ledger does. Generated from the table of
 * routes: a new route is tried the moment it exists.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uploadEvidence } from '#core/evidence/contract.ts'
import { startSequencer } from '#core/ledger/sequencer.ts'
import type { Route, Specimen } from '#core/module.ts'
import { builtInRoles } from '#core/permission.ts'
import {
  createApiKey,
  giveLoginPassword,
  giveLoginTotp,
  listPeople,
  stepUp,
  changePassword,
  readSession,
} from '#modules/identity/contract.ts'
import { newId } from '#platform/database/id.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { allBreaches, differencesBetween, prepareBreaches, snapshot, whileBroken, type Breach } from './breach.ts'
import { honestRequest, mayCall, playerOf } from './matrix.ts'
import { composeStage, createStage, createStageClock, type Reply, type Session, type Stage } from './stage.ts'

const registry = composeStage()

let db: TestDatabase
let stage: Stage

beforeAll(async () => {
  const clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  await prepareBreaches(db.owner)
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

const look = () => snapshot(db.owner, stage.world.services.blobs.directory)

/** What an attempt did: its answer, and what changed by it. */
async function attempt(send: () => Promise<Reply>): Promise<{ reply: Reply; changed: string[] }> {
  const before = await look()
  const reply = await send()
  return { reply, changed: differencesBetween(before, await look()) }
}

/** Faults of an answer to what must fail. */
function faultsOf(name: string, breach: Breach, reply: Reply): string[] {
  const expected = breach === 'the disk is full' ? '507 database.disk_full' : '500 common.unexpected'
  const found = `${reply.status} ${reply.code}`
  return [
    ...(found === expected ? [] : [`${name}: ${found} instead of ${expected}`]),
    ...(reply.headers['content-type']?.startsWith('application/problem+json') === true
      ? []
      : [`${name}: no problem document`]),
    ...(reply.headers['set-cookie'] === undefined ? [] : [`${name}: sets a cookie`]),
  ]
}

/** Tries a request under each breach, with one look at what they all left behind, then with a whole ledger. */
async function tryBroken(name: string, send: () => Promise<Reply>, afterwards: string): Promise<string[]> {
  const faults: string[] = []
  const before = await look()
  for (const breach of allBreaches) {
    const reply = await whileBroken(db.owner, breach, send)
    faults.push(...faultsOf(`${name}, ${breach}`, breach, reply))
  }
  const between = await look()
  faults.push(...differencesBetween(before, between).map((table) => `${name}, with a broken ledger: changed ${table}`))
  const { status, code } = await send()
  const changed = differencesBetween(between, await look())
  const found = [status, code].filter((part) => part !== null).join(' ')
  if (found !== afterwards) faults.push(`${name}, with a whole ledger: ${found} instead of ${afterwards}`)
  if (!changed.includes('beleg.ledger_pending')) faults.push(`${name}, with a whole ledger: left no entry`)
  return faults
}

const routeOf = (endpoint: Endpoint): Route => {
  const route = stage.world.registry.routes.find((one) => one.endpoint.id === endpoint.id)
  if (!route) throw new Error(`${endpoint.id} is not served`)
  return route
}
const headersFor = (endpoint: Endpoint) => (endpoint.method === 'GET' ? {} : { 'idempotency-key': randomUUID() })

describe('while nothing can be written to the ledger, nothing is done by', () => {
  const recorded = registry.routes.filter(({ endpoint }) => !('none' in endpoint.audit))

  test.each(recorded.map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s',
    async (name, endpoint) => {
      const owner = playerOf(stage, 'owner')
      const session = await stage.openSession(owner)
      const request = await honestRequest(stage, routeOf(endpoint), owner, session)
      const headers = headersFor(endpoint)
      const send = () => stage.send(endpoint, request, session.cookie, headers)
      expect(await tryBroken(name, send, String(endpoint.success))).toEqual([])
    },
  )

  test('most routes were tried, and they are those that are served', () => {
    expect(recorded.length).toBeGreaterThan(35)
    expect(recorded.map(({ endpoint }) => endpoint.id)).toEqual(
      stage.world.registry.routes
        .filter(({ endpoint }) => !('none' in endpoint.audit))
        .map(({ endpoint }) => endpoint.id),
    )
  })
})

describe('while nothing can be written to the ledger, nobody is told of a refusal by', () => {
  const guarded = registry.routes.filter(
    ({ endpoint }) =>
      (typeof endpoint.access === 'string' || !('public' in endpoint.access)) && endpoint.responds !== 'events',
  )

  test.each(guarded.map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s',
    async (name, endpoint) => {
      const route = routeOf(endpoint)
      const owner = playerOf(stage, 'owner')
      const session = await stage.openSession(owner)
      const request = await honestRequest(stage, route, owner, session)
      const faults: string[] = []
      const refuse = async (who: string, one: Partial<Specimen>, by: Session | null, answer: string, headers = {}) =>
        faults.push(
          ...(await tryBroken(`${name} ${who}`, () => stage.send(endpoint, one, by?.cookie ?? null, headers), answer)),
        )

      await refuse('by nobody', request, null, '401 session.needed')
      const role = builtInRoles.find((one) => !mayCall(stage, route, one))
      if (role)
        await refuse(`by ${role}`, request, await stage.openSession(playerOf(stage, role)), '403 permission.missing')
      if (endpoint.method !== 'GET')
        await refuse('from another site', request, session, '403 request.foreign_origin', {
          origin: 'https://evil.example',
        })
      if (endpoint.objects?.length) {
        const params = Object.fromEntries(
          Object.entries(request.params ?? {}).map(([key, value]) => [
            key,
            endpoint.objects?.includes(key) ? newId(stage.clock) : value,
          ]),
        )
        await refuse('for what is not there', { ...request, params }, session, '404 common.not_found')
        await refuse('by a stranger', request, await stage.openSession(stage.stranger), '404 common.not_found')
      }
      if (endpoint.stepUp) {
        await stage.letStepUpAge(session)
        await refuse('without a fresh second factor', request, session, '403 session.step_up_needed')
      }
      expect(faults).toEqual([])
    },
  )
})

describe('while nothing can be written to the ledger, nothing is counted and nobody learns anything from', () => {
  const wrongCode = { code: '000000' }

  test('a wrong password, of a known address or not', async () => {
    const { email } = playerOf(stage, 'owner').account
    for (const address of [email, 'nobody@example.invalid']) {
      const body = { tenant: stage.slug, email: address, password: 'this is not it' }
      expect(
        await tryBroken(address, () => stage.send(giveLoginPassword, { body }, null), '401 login.refused'),
      ).toEqual([])
    }
  })

  test('a wrong code at sign-in', async () => {
    const owner = playerOf(stage, 'owner')
    const request = await honestRequest(stage, routeOf(giveLoginTotp), owner)
    const body = { ...(request.body as object), ...wrongCode }
    expect(await tryBroken('login', () => stage.send(giveLoginTotp, { body }, null), '401 login.code_refused')).toEqual(
      [],
    )
  })

  test('a wrong code at a step-up, and a wrong password before a new one', async () => {
    const owner = playerOf(stage, 'owner')
    const session = await stage.openSession(owner)
    expect(
      await tryBroken(
        'step-up',
        () => stage.send(stepUp, { body: wrongCode }, session.cookie),
        '422 factor.code_refused',
      ),
    ).toEqual([])
    const request = await honestRequest(stage, routeOf(changePassword), owner, session)
    const body = { ...(request.body as object), currentPassword: 'this is not it' }
    expect(
      await tryBroken('password', () => stage.send(changePassword, { body }, session.cookie), '422 password.wrong'),
    ).toEqual([])
  })

  test('the first use of a key', async () => {
    const owner = playerOf(stage, 'owner')
    const session = await stage.openSession(owner)
    const request = await honestRequest(stage, routeOf(createApiKey), owner, session)
    const made = createApiKey.output.parse(JSON.parse((await stage.send(createApiKey, request, session.cookie)).body))
    const send = () => stage.send(readSession, {}, null, { authorization: `Bearer ${made.secret}` })
    expect(await tryBroken('key', send, '200')).toEqual([])
  })
})

test('entries of many requests that are written together fail together, and each request hears of it', async () => {
  const { services, platformTenantId } = stage.world
  const owner = await stage.openSession(playerOf(stage, 'owner'))
  const customer = await stage.openSession(playerOf(stage, 'customer'))
  const count = async (action: string) =>
    Number((await db.owner.query('select count(*) as n from ledger_pending where action = $1', [action])).rows[0]?.n)
  const storm = async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => stage.send(listPeople, {}, i % 2 === 0 ? owner.cookie : customer.cookie)),
    )
    return replies.map(({ status }) => status)
  }
  const sequencer = startSequencer(services, platformTenantId, services.ledgerWriter)
  try {
    for (const breach of allBreaches) {
      const before = [await count('person.listed'), await count('access.refused')]
      const statuses = await whileBroken(db.owner, breach, storm)
      expect(new Set(statuses), breach).toEqual(new Set([breach === 'the disk is full' ? 507 : 500]))
      expect([await count('person.listed'), await count('access.refused')]).toEqual(before)
    }
    const reads = await count('person.listed')
    const refusals = await count('access.refused')
    const statuses = await storm()
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 403)).toHaveLength(10)
    expect([await count('person.listed'), await count('access.refused')]).toEqual([reads + 10, refusals + 10])
  } finally {
    await sequencer.stop()
  }
})

test('a file whose row may have been committed is kept', async () => {
  await db.owner.query(`
    create function lose_connection() returns trigger language plpgsql as $$
      begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
    grant execute on function lose_connection() to beleg_app;
    create constraint trigger lost after insert on evidence deferrable initially deferred
      for each row execute function lose_connection()`)
  try {
    const owner = playerOf(stage, 'owner')
    const session = await stage.openSession(owner)
    const request = await honestRequest(stage, routeOf(uploadEvidence), owner, session)
    const { reply, changed } = await attempt(() => stage.send(uploadEvidence, request, session.cookie))
    expect(`${reply.status} ${reply.code}`).toBe('503 database.outcome_unknown')
    expect(changed).toEqual(['files'])
  } finally {
    await db.owner.query('drop trigger lost on evidence')
  }
})

// Without this a snapshot that sees nothing would be as green.
test('the snapshot itself sees a change in any table, and a file', async () => {
  const { changed } = await attempt(async () => {
    await stage.openSession(playerOf(stage, 'owner'))
    return { status: 0, headers: {}, body: '', code: null, pointers: [] }
  })
  expect(changed).toEqual(expect.arrayContaining(['beleg.ledger_pending', 'beleg.sessions']))
  expect(Object.keys(await look()).length).toBeGreaterThan(45)
})
