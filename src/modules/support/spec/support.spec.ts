/** The way of support through a tenant: who gives, who enters, what they see, when it is over, and what stays of it. */
import { sessionCookieName } from '#app/http/cookie.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { exportBundle, listEntries } from '#modules/ledger/contract.ts'
import { createApiKey, listPeople, listRoles, readPerson, readSession, signOut } from '#modules/identity/contract.ts'
import { readMail } from '#core/mail/contract.ts'
import type { FakeClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/id.ts'
import type { Specimen } from '#core/module.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Player, type Reply, type Session, type Stage } from '#test/matrix/stage.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import { urlOf } from '#platform/http/client.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as contract from '../contract.ts'

let clock: FakeClock
let db: TestDatabase
let stage: Stage
let companyId: string
let owner: Player
let auditor: Player
let operator: Player
beforeAll(async () => {
  clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  companyId = await stage.world.createTenant()
  owner = await stage.cast(companyId, 'owner')
  auditor = await stage.cast(companyId, 'auditor')
  operator = await stage.cast(stage.world.platformTenantId, 'owner')
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

const hourMs = 3_600_000
const give = async (hours: number, by = owner) =>
  read(
    contract.giveGrant,
    await stage.send(
      contract.giveGrant,
      { body: { reason: 'The statement shows nothing.', hours } },
      (await stage.openSession(by)).cookie,
    ),
  )
const enter = async (grantId: string, session: Session): Promise<Reply> =>
  stage.send(contract.enterTenant, { body: { grantId, reason: 'Ticket 4711' } }, session.cookie)
/** An operator's session that is inside. */
const inside = async (grantId: string): Promise<Session> => {
  const session = await stage.openSession(operator)
  expect((await enter(grantId, session)).status).toBe(201)
  return session
}
const people = (session: Session, headers = {}) => stage.send(listPeople, {}, session.cookie, headers)
const outcome = ({ status, code }: Reply) => (code === null ? String(status) : `${status} ${code}`)

function read<E extends Endpoint>(endpoint: E, reply: Reply): OutputOf<E> {
  if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
  return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
}

interface Entry {
  action: string
  kind: string
  payload: { who: Record<string, string>; what: { object: { id: string } }; why?: string }
}
const entries = async (tenantId: string, action = ''): Promise<Entry[]> =>
  (
    await db.owner.query<{ action: string; payload: string }>(
      `select action, payload from beleg.ledger_pending where tenant_id = $1 and starts_with(action, $2) order by recorded_at, id`,
      [tenantId, action],
    )
  ).rows.map((row) => {
    const payload = JSON.parse(row.payload) as Entry['payload']
    return { action: row.action, kind: payload.who.kind ?? '', payload }
  })

test('an operator without a grant gets nothing: no list, no entry, nothing by a header or a cookie', async () => {
  const session = await stage.openSession(operator)
  const listed = read(contract.listOpenGrants, await stage.send(contract.listOpenGrants, {}, session.cookie))
  expect(listed.items).toEqual([])
  expect(outcome(await enter(newId(clock), session))).toBe('404 common.not_found')
  // Whoever made these up is still themselves.
  const { items } = read(listPeople, await people(session))
  const forged = [
    { 'x-beleg-tenant': companyId, 'x-support-grant': newId(clock) },
    { cookie: `${session.cookie}; __Host-beleg-support=${companyId}` },
    { 'x-tenant-id': companyId, 'x-forwarded-host': companyId },
  ]
  for (const headers of forged) {
    const seen = read(listPeople, await people(session, headers))
    expect(seen.items.map(({ personId }) => personId)).toEqual(items.map(({ personId }) => personId))
    expect(JSON.stringify(seen)).not.toContain(owner.account.personId)
  }
  const person = await stage.send(readPerson, { params: { personId: owner.account.personId } }, session.cookie)
  expect(outcome(person)).toBe('404 common.not_found')
})

test('a grant is given by an owner with a fresh second factor, for one to 72 hours, with a reason', async () => {
  const session = await stage.openSession(owner)
  const send = (body: unknown) => stage.send(contract.giveGrant, { body }, session.cookie)
  const { changed } = await stage.watch(async () => {
    for (const body of [
      { hours: 4 },
      { reason: ' ', hours: 0 },
      { reason: 'x', hours: 73 },
      { reason: 'x', hours: 1.5 },
    ])
      expect(outcome(await send(body))).toBe('400 input.invalid')
    const both = await send({ reason: '', hours: 100 })
    expect(both.pointers.toSorted()).toEqual(['/hours', '/reason'])
  }, companyId)
  expect(changed).toEqual([])
  const usual = read(contract.giveGrant, await send({ reason: 'Usual' }))
  expect(Date.parse(usual.expiresAt) - Date.parse(usual.grantedAt)).toBe(4 * hourMs)
  expect(usual).toMatchObject({ state: 'live', reason: 'Usual', visits: [], revokedAt: null, lastUsedAt: null })
  const given = (await entries(companyId, 'support-grant.given')).at(-1)
  expect(given?.payload).toMatchObject({ why: 'Usual', what: { object: { id: usual.grantId } } })
  // Sealed, as everything that people write about people.
  const { rows } = await db.owner.query('select reason from beleg.support_grants where id = $1', [usual.grantId])
  expect(rows[0].reason.toString('utf8')).not.toContain('Usual')
  const revoked = await stage.send(contract.revokeGrant, { params: { grantId: usual.grantId } }, session.cookie)
  expect(read(contract.revokeGrant, revoked).state).toBe('revoked')
  const again = await stage.send(contract.revokeGrant, { params: { grantId: usual.grantId } }, session.cookie)
  expect(outcome(again)).toBe('409 support.not_live')
  // What the operators' own tenant gives leads nowhere.
  const { grantId } = await give(1, operator)
  expect(outcome(await enter(grantId, await stage.openSession(operator)))).toBe('404 common.not_found')
})

test('nobody of a company is an operator, whatever their role, and no key is', async () => {
  const { grantId } = await give(1)
  for (const player of [owner, auditor, stage.stranger]) {
    const session = await stage.openSession(player)
    expect(outcome(await stage.send(contract.listOpenGrants, {}, session.cookie))).toBe('403 permission.missing')
    expect(outcome(await enter(grantId, session))).toBe('403 permission.missing')
    expect(outcome(await stage.send(contract.leaveTenant, {}, session.cookie))).toBe('403 permission.missing')
    const state = read(readSession, await stage.send(readSession, {}, session.cookie))
    expect(state.signedIn && state.permissions.filter((one) => one.startsWith('platform:'))).toEqual([])
  }
  const company = await stage.openSession(owner)
  const roles = read(listRoles, await stage.send(listRoles, {}, company.cookie))
  expect(JSON.stringify(roles)).not.toContain('platform:')
  const key = { body: { name: 'Key', permissions: ['platform:support'], days: 1 } }
  expect(outcome(await stage.send(createApiKey, key, company.cookie))).toBe('422 api-key.permission_not_held')

  const session = await stage.openSession(operator)
  const { secret } = read(createApiKey, await stage.send(createApiKey, key, session.cookie))
  const bearer = { authorization: `Bearer ${secret}` }
  const attempts: [Endpoint, Partial<Specimen>][] = [
    [contract.listOpenGrants, {}],
    [contract.enterTenant, { body: { grantId, reason: 'x' } }],
    [contract.leaveTenant, {}],
  ]
  for (const [endpoint, request] of attempts)
    expect(outcome(await stage.send(endpoint, request, null, bearer))).toBe('403 permission.person_needed')
  expect((await entries(companyId, 'support.entered')).length).toBe(0)
})

describe('inside', () => {
  let grantId: string
  let session: Session
  beforeAll(async () => {
    grantId = (await give(4)).grantId
    session = await inside(grantId)
  })

  test('both ledgers say who entered, through which grant and why', async () => {
    const [there] = (await entries(companyId, 'support.entered')).slice(-1)
    const { personId, accountId } = operator.account
    expect(there?.payload).toMatchObject({
      who: {
        kind: 'support',
        name: 'platform',
        grant: grantId,
        person: personId,
        account: accountId,
        session: session.sessionId,
      },
      what: { object: { kind: 'support-grant', id: grantId } },
      why: 'Ticket 4711',
    })
    const [here] = (await entries(stage.world.platformTenantId, 'support.entered')).slice(-1)
    expect(here?.payload).toMatchObject({
      who: { kind: 'account', person: personId },
      what: { object: { id: grantId }, after: { tenant: companyId } },
      why: 'Ticket 4711',
    })
  })

  test('the place they came from stands under the operator’s own key in the tenant, and in clear nowhere', async () => {
    const { rows } = await db.owner.query(
      `select payload, person_id, person_sealed from beleg.ledger_pending
       where tenant_id = $1 and action = 'support.entered' order by id desc limit 1`,
      [companyId],
    )
    expect(rows[0].person_id).toBe(operator.account.personId)
    expect(rows[0].person_sealed).not.toBeNull()
    expect(rows[0].payload).not.toContain('127.0.0.1')
    const seen = read(
      listEntries,
      await stage.send(listEntries, { query: { action: 'support.' } }, (await stage.openSession(owner)).cookie),
    )
    expect(seen.items[0]?.who).toEqual({
      kind: 'support',
      person: { id: operator.account.personId, name: '' },
      name: 'platform',
    })
  })

  test('they are who they are there: an auditor’s permissions, the tenant’s name, an end, and nothing to confirm', async () => {
    const state = read(readSession, await stage.send(readSession, {}, session.cookie))
    expect(state).toMatchObject({ tenant: { id: companyId }, roles: ['auditor'], stepUpUntil: null })
    const { cookie } = await stage.openSession(auditor)
    const theirs = read(readSession, await stage.send(readSession, {}, cookie))
    expect(state.signedIn && state.permissions).toEqual(theirs.signedIn && theirs.permissions)
    expect(state.signedIn && Date.parse(state.supportUntil ?? '') - clock.now().getTime()).toBeGreaterThan(3 * hourMs)
  })

  test('they see the tenant, not their own one, and each request is an entry of the tenant', async () => {
    const before = await entries(companyId)
    const seen = read(listPeople, await people(session))
    expect(seen.items.map(({ personId }) => personId)).toContain(owner.account.personId)
    expect(JSON.stringify(seen)).not.toContain(operator.account.personId)
    await stage.send(readSession, {}, session.cookie)
    await stage.send(listPeople, { query: { limit: 'many' } }, session.cookie)
    await stage.send(readMail, { params: { mailId: newId(clock) } }, session.cookie)
    const left = (await entries(companyId)).slice(before.length)
    expect(left.map(({ action, kind, payload }) => [action, kind, payload.what.object.id])).toEqual([
      ['person.listed', 'support', '-'],
      ['support.request', 'support', 'session.read'],
      ['support.request', 'support', 'person.list'],
      ['access.refused', 'support', 'outbox.read'],
    ])
  })

  test('they enter nothing else from there', async () => {
    const other = await give(1, stage.stranger)
    expect(outcome(await enter(other.grantId, session))).toBe('403 support.read_only')
    expect(outcome(await stage.send(contract.listOpenGrants, {}, session.cookie))).toBe('403 permission.missing')
  })

  test('a visit belongs to the session that entered: another one of the same operator is not inside', async () => {
    const other = await stage.openSession(operator)
    const state = read(readSession, await stage.send(readSession, {}, other.cookie))
    expect(state.signedIn && state.tenant.kind).toBe('platform')
    // Not even when the database is told so.
    await db.owner.query(
      `update beleg.sessions o set support_tenant_id = s.support_tenant_id, support_visit_id = s.support_visit_id
       from beleg.sessions s where s.id = $1 and o.id = $2`,
      [session.sessionId, other.sessionId],
    )
    expect(outcome(await people(other))).toBe('403 support.grant_over')
  })

  test('the tenant sees the visit in its list', async () => {
    const listed = read(
      contract.listGrants,
      await stage.send(contract.listGrants, {}, (await stage.openSession(owner)).cookie),
    )
    const grant = listed.items.find((one) => one.grantId === grantId)
    expect(grant).toMatchObject({ state: 'live', reason: 'The statement shows nothing.' })
    expect(grant?.visits).toMatchObject([
      { personId: operator.account.personId, organisation: 'platform', reason: 'Ticket 4711', leftAt: null },
    ])
    expect(grant?.lastUsedAt).not.toBeNull()
  })

  test('they leave, are themselves again, and both ledgers say so', async () => {
    expect((await stage.send(contract.leaveTenant, {}, session.cookie)).status).toBe(204)
    const state = read(readSession, await stage.send(readSession, {}, session.cookie))
    expect(state).toMatchObject({ tenant: { id: stage.world.platformTenantId, kind: 'platform' }, supportUntil: null })
    expect((await entries(companyId, 'support.left')).length).toBe(1)
    expect((await entries(stage.world.platformTenantId, 'support.left')).length).toBe(1)
    expect(outcome(await stage.send(contract.leaveTenant, {}, session.cookie))).toBe('409 support.not_inside')
  })
})

describe('it is over', () => {
  /** Everything that stands still while a request is refused, but for what says so. */
  async function isOver(session: Session): Promise<void> {
    const before = (await entries(stage.world.platformTenantId, 'access.refused')).length
    const { changed, ofSupport } = await stage.watch(async () => {
      for (const endpoint of [listPeople, readSession, contract.listGrants, contract.listOpenGrants])
        expect(outcome(await stage.send(endpoint, {}, session.cookie))).toBe('403 support.grant_over')
    }, companyId)
    expect([changed, ofSupport]).toEqual([[], 0])
    expect((await entries(stage.world.platformTenantId, 'access.refused')).length).toBe(before + 4)
    expect((await stage.send(contract.leaveTenant, {}, session.cookie)).status).toBe(204)
    expect((await people(session)).status).toBe(200)
  }

  test('at the very second at which the grant ends', async () => {
    const { grantId, expiresAt } = await give(1)
    const session = await inside(grantId)
    // Sessions go idle after an hour, so somebody looks now and then.
    clock.advance(hourMs / 2)
    expect((await people(session)).status).toBe(200)
    clock.advance(Date.parse(expiresAt) - clock.now().getTime() - 1_000)
    expect((await people(session)).status).toBe(200)
    clock.advance(1_000)
    const fresh = await stage.openSession(operator)
    expect(outcome(await enter(grantId, fresh))).toBe('404 common.not_found')
    const listed = read(contract.listOpenGrants, await stage.send(contract.listOpenGrants, {}, fresh.cookie))
    expect(listed.items.map((one) => one.grantId)).not.toContain(grantId)
    await isOver(session)
  })

  test('with the next request when the tenant takes the grant back', async () => {
    const { grantId } = await give(4)
    const session = await inside(grantId)
    expect((await people(session)).status).toBe(200)
    const company = await stage.openSession(owner)
    await stage.send(contract.revokeGrant, { params: { grantId } }, company.cookie)
    await isOver(session)
  })

  test('when the operator is one no more, and with the session', async () => {
    const { grantId } = await give(4)
    const session = await inside(grantId)
    const { accountId } = operator.account
    await db.owner.query(`update beleg.accounts set roles = '{isb}' where id = $1`, [accountId])
    expect(outcome(await people(session))).toBe('403 support.grant_over')
    await db.owner.query(`update beleg.accounts set roles = '{owner}' where id = $1`, [accountId])
    expect((await people(session)).status).toBe(200)
    expect((await stage.send(signOut, {}, session.cookie)).status).toBe(204)
    expect(outcome(await people(session))).toBe('401 session.needed')
    const forged = { ...session, cookie: `${sessionCookieName}=${'A'.repeat(64)}` }
    expect(outcome(await people(forged))).toBe('401 session.needed')
  })

  test('for a live stream within its next heartbeat', async () => {
    const { grantId } = await give(4)
    const session = await inside(grantId)
    const response = await fetch(`${stage.world.url}/api/events`, { headers: { cookie: session.cookie } })
    expect(response.status).toBe(200)
    const company = await stage.openSession(owner)
    await stage.send(contract.revokeGrant, { params: { grantId } }, company.cookie)
    // The body ends when the server closes it; a stream that stays open would run into the test's time limit.
    await response.text()
    expect((await entries(companyId, 'support.request')).at(-1)?.payload.what.object.id).toBe('event.stream')
  })
})

test('where the tenant’s side of entering cannot be written, nobody is inside and nobody stays at the door', async () => {
  const { grantId } = await give(1)
  const session = await stage.openSession(operator)
  await db.owner.query(`
    create function beleg.refuse_support() returns trigger language plpgsql as $$ begin
      if new.action = 'support.entered' and new.tenant_id = '${companyId}' then raise 'broken on purpose'; end if;
      return new;
    end $$;
    grant execute on function beleg.refuse_support() to beleg_app;
    create trigger a_breach before insert on beleg.ledger_pending for each row execute function beleg.refuse_support()`)
  try {
    const { changed, ofSupport } = await stage.watch(async () => {
      await enter(grantId, session)
      expect(outcome(await people(session))).toBe('403 support.grant_over')
    }, companyId)
    expect([changed, ofSupport]).toEqual([[], 0])
  } finally {
    await db.owner.query(`drop trigger a_breach on beleg.ledger_pending; drop function beleg.refuse_support()`)
  }
  expect((await stage.send(contract.leaveTenant, {}, session.cookie)).status).toBe(204)
  expect((await enter(grantId, session)).status).toBe(201)
  expect((await people(session)).status).toBe(200)
})

test('a proof bundle of the tenant holds what support did, and verifies', async () => {
  const { services, platformTenantId } = stage.world
  const keys = await openSigningKeys(services, platformTenantId)
  let placed: number | null
  do placed = (await sequenceBatch(services, { platformTenantId, keys })).entries
  while (placed !== 0)
  const { cookie } = await stage.openSession(owner)
  const answer = await fetch(`${stage.world.url}${urlOf(exportBundle, { query: {} })}`, { headers: { cookie } })
  const directory = await mkdtemp(join(tmpdir(), 'beleg-support-'))
  try {
    const path = join(directory, 'bundle.zip')
    await writeFile(path, Buffer.from(await answer.arrayBuffer()))
    const report = verifyBundle(path)
    expect(report.findings).toEqual([])
    // Everything that there is but what the export itself, and this session, recorded since.
    const all = await entries(companyId)
    expect(report.entries).toBe(all.findLastIndex(({ action }) => action === 'session.started'))
    expect(all.filter(({ kind }) => kind === 'support').length).toBeGreaterThan(10)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

test('the grant of one tenant opens no other, and operators learn of names and ends alone', async () => {
  const [mine, theirs] = [await give(2), await give(2, stage.stranger)]
  const session = await stage.openSession(operator)
  const { items } = read(contract.listOpenGrants, await stage.send(contract.listOpenGrants, {}, session.cookie))
  expect(items.map(({ grantId, tenant }) => [grantId, tenant.id])).toEqual(
    expect.arrayContaining([
      [mine.grantId, companyId],
      [theirs.grantId, stage.stranger.tenantId],
    ]),
  )
  expect(JSON.stringify(items)).not.toContain('The statement shows nothing.')
  await enter(theirs.grantId, session)
  const person = (personId: string) => stage.send(readPerson, { params: { personId } }, session.cookie)
  expect((await person(stage.stranger.account.personId)).status).toBe(200)
  expect(outcome(await person(owner.account.personId))).toBe('404 common.not_found')
  expect(outcome(await person(operator.account.personId))).toBe('404 common.not_found')
})

test('the owner of one tenant takes back no grant of another', async () => {
  const { grantId } = await give(1)
  const stranger = await stage.openSession(stage.stranger)
  const reply = await stage.send(contract.revokeGrant, { params: { grantId } }, stranger.cookie)
  expect(outcome(reply)).toBe('404 common.not_found')
  const session = await inside(grantId)
  expect((await people(session)).status).toBe(200)
})
