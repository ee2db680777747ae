/** What administrators may do with accounts and people, and what keys of machines can do. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { builtInRoles } from '#core/permission.ts'
import * as contract from '../contract.ts'
import { createWorld, newEmail, type Enrolled, type World } from './example.ts'

let world: World
let owner: Enrolled
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.close())
beforeEach(async () => {
  owner = await world.owner()
})
const read = async (accountId: string) =>
  (await world.db.owner.query('select roles, state, version from beleg.accounts where id = $1', [accountId])).rows[0]
const change = (by: Enrolled, of: Enrolled, roles: string[], version: number) =>
  by.browser.send(contract.changeAccount, { params: { accountId: of.accountId }, body: { roles, version } })

describe('roles', () => {
  test('are changed by others and count at once, also within a session', async () => {
    const member = await world.member(owner, ['isb'])
    expect((await member.browser.send(contract.listPeople)).status).toBe(200)
    const { version } = await read(member.accountId)
    const answer = await change(owner, member, ['employee'], version)
    expect(answer.body.roles).toEqual(['employee'])
    const refused = await member.browser.send(contract.listPeople)
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing'])
    expect(await world.ledger(owner.tenantId)).toContain('account.roles_changed')
  })

  test('nobody changes their own', async () => {
    const { version } = await read(owner.accountId)
    const refused = await change(owner, owner, ['owner', 'isb'], version)
    expect([refused.status, refused.body.code]).toEqual([403, 'account.own_roles'])
    expect((await read(owner.accountId)).roles).toEqual(['owner'])
  })

  test('administrative ones are granted, invited and taken by owners alone', async () => {
    const officer = await world.member(owner, ['isb'])
    const employee = await world.member(owner, ['employee'])
    await world.stepUp(officer)
    const { version } = await read(employee.accountId)
    for (const roles of [['isb'], ['owner'], ['employee', 'owner']]) {
      expect((await change(officer, employee, roles, version)).body.code).toBe('account.owner_needed')
      const invited = await officer.browser.send(contract.inviteAccount, {
        body: { email: newEmail(), name: 'X', roles, locale: 'de' },
      })
      expect(invited.body.code).toBe('account.owner_needed')
    }
    expect(
      (await officer.browser.send(contract.deactivateAccount, { params: { accountId: owner.accountId } })).body.code,
    ).toBe('account.owner_needed')
    expect((await read(employee.accountId)).roles).toEqual(['employee'])
    expect((await change(officer, employee, ['employee', 'measure-owner'], version)).status).toBe(200)
  })

  test('of the last owner stay, also when two owners demote each other at once', async () => {
    const other = await world.member(owner, ['owner'])
    await world.stepUp(owner)
    const [mine, theirs] = [(await read(owner.accountId)).version, (await read(other.accountId)).version]
    const answers = await Promise.all([
      change(owner, other, ['employee'], theirs),
      change(other, owner, ['employee'], mine),
    ])
    expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1)
    expect(
      await world.count(
        `select from beleg.accounts where tenant_id = $1 and state = 'active' and 'owner' = any (roles)`,
        [owner.tenantId],
      ),
    ).toBeGreaterThanOrEqual(1)
  })

  test('a change that was made from an old view is refused', async () => {
    const member = await world.member(owner, ['employee'])
    const { version } = await read(member.accountId)
    expect((await change(owner, member, ['employee', 'auditor'], version)).status).toBe(200)
    const stale = await change(owner, member, ['customer'], version)
    expect([stale.status, stale.body.code]).toEqual([409, 'account.changed_meanwhile'])
    expect((await read(member.accountId)).roles).toEqual(['employee', 'auditor'])
  })

  test('unknown fields such as a tenant, a state or a person are refused (mass assignment)', async () => {
    const member = await world.member(owner, ['employee'])
    const { version } = await read(member.accountId)
    for (const extra of [{ state: 'deactivated' }, { tenant_id: owner.tenantId }, { personId: owner.personId }]) {
      const answer = await owner.browser.send(contract.changeAccount, {
        params: { accountId: member.accountId },
        body: { roles: ['auditor'], version, ...extra },
      })
      expect([answer.status, answer.body.code]).toEqual([400, 'input.invalid'])
    }
    expect((await read(member.accountId)).roles).toEqual(['employee'])
  })

  test('the matrix shows every role with its permissions, and the database knows the same roles', async () => {
    const { body } = await owner.browser.send(contract.listRoles)
    expect(body.items.map((item: { role: string }) => item.role)).toEqual([...builtInRoles])
    expect(body.items[0].permissions).toContain('account:grant-administrative')
    await world.db.owner.query('update beleg.accounts set roles = $2 where id = $1', [
      owner.accountId,
      [...builtInRoles],
    ])
    await expect(
      world.db.owner.query('update beleg.accounts set roles = $2 where id = $1', [owner.accountId, ['root']]),
    ).rejects.toMatchObject({ constraint: 'accounts_roles' })
  })
})

describe('the own account', () => {
  test('is not deactivated by oneself, and the last owner not by anybody', async () => {
    const self = await owner.browser.send(contract.deactivateAccount, { params: { accountId: owner.accountId } })
    expect([self.status, self.body.code]).toEqual([403, 'account.own_state'])
    expect((await read(owner.accountId)).state).toBe('active')
  })
})

describe('people', () => {
  test('are found by name and address, page by page, and only by who may', async () => {
    const emails = Array.from({ length: 5 }, (_, n) => `anna.kurz${n}-${crypto.randomUUID()}@example.org`)
    for (const email of emails) {
      await owner.browser.send(contract.inviteAccount, {
        body: { email, name: 'Anna Größer', roles: ['employee'], locale: 'de' },
      })
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { body } = await owner.browser.send(contract.listPeople, {
        query: { limit: 2, q: 'grös', ...(cursor && { cursor }) },
      })
      seen.push(...body.items.map((item: { account: { email: string } }) => item.account.email))
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(emails.toReversed())
    expect((await owner.browser.send(contract.listPeople, { query: { q: 'anna.kurz3' } })).body.items).toHaveLength(1)
    expect((await owner.browser.send(contract.listPeople)).body.items).toHaveLength(6)
    const employee = await world.member(owner, ['employee'])
    expect((await employee.browser.send(contract.listPeople)).status).toBe(403)
    expect(await world.ledger(owner.tenantId)).toContain('person.listed')
  })

  test('of another tenant do not exist', async () => {
    const stranger = await world.owner()
    const paths = [
      [contract.readPerson, { personId: owner.personId }],
      [contract.deactivateAccount, { accountId: owner.accountId }],
      [contract.listSessions, { accountId: owner.accountId }],
      [contract.renewInvitation, { accountId: owner.accountId }],
    ] as const
    for (const [endpoint, params] of paths) {
      const foreign = await stranger.browser.send(endpoint, { params })
      const invented = await stranger.browser.send(endpoint, {
        params: Object.fromEntries(Object.keys(params).map((name) => [name, crypto.randomUUID()])),
      })
      expect([endpoint.id, foreign.status, foreign.body.code]).toEqual([endpoint.id, 404, 'common.not_found'])
      expect({ ...foreign.body, requestId: '', instance: '' }).toEqual({
        ...invented.body,
        requestId: '',
        instance: '',
      })
    }
    expect((await read(owner.accountId)).state).toBe('active')
  })
})

describe('API keys', () => {
  const create = (by: Enrolled, permissions: string[], days = 30) =>
    by.browser.send(contract.createApiKey, { body: { name: 'CI', permissions, days } })
  const use = (secret: string) => world.browser().send(contract.listPeople, { bearer: secret })

  test('open what they are scoped to, and nothing else of their owner', async () => {
    const { body } = await create(owner, ['person:read'])
    expect((await use(body.secret)).status).toBe(200)
    const machine = world.browser()
    const invite = await machine.send(contract.inviteAccount, {
      bearer: body.secret,
      body: { email: newEmail(), name: 'X', roles: ['employee'], locale: 'de' },
    })
    expect([invite.status, invite.body.code]).toEqual([403, 'permission.missing'])
    const makeKey = await machine.send(contract.createApiKey, {
      bearer: body.secret,
      body: { name: 'x', permissions: ['person:read'], days: 1 },
    })
    expect(makeKey.status).toBe(403)
    expect((await machine.send(contract.signOut, { bearer: body.secret })).body.code).toBe('permission.person_needed')
    expect(await world.ledger(owner.tenantId)).toEqual(expect.arrayContaining(['api-key.created', 'api-key.used']))
  })

  test('hold only permissions that their owner has, today and later', async () => {
    const officer = await world.member(owner, ['isb'])
    await world.stepUp(officer)
    const refused = await create(officer, ['person:read', 'account:grant-administrative'])
    expect([refused.status, refused.body.code]).toEqual([422, 'api-key.permission_not_held'])
    expect(refused.body.issues[0].pointer).toBe('/permissions/1')
    const { body } = await create(officer, ['person:read'])
    await change(owner, officer, ['employee'], (await read(officer.accountId)).version)
    expect((await use(body.secret)).status).toBe(403)
  })

  test('end on time, at most after 90 days, and when they are revoked', async () => {
    expect((await create(owner, ['person:read'], 91)).body.code).toBe('input.invalid')
    const { body: short } = await create(owner, ['person:read'], 1)
    const { body: revoked } = await create(owner, ['person:read'], 90)
    expect((await owner.browser.send(contract.revokeApiKey, { params: { keyId: revoked.key.keyId } })).status).toBe(204)
    expect((await use(revoked.secret)).status).toBe(401)
    expect((await use(short.secret)).status).toBe(200)
    world.clock.advance(24 * 3_600_000)
    expect((await use(short.secret)).status).toBe(401)
    expect(await world.ledger(owner.tenantId)).toContain('api-key.revoked')
  })

  test('whose owner lost a factor open nothing', async () => {
    const { body } = await create(owner, ['person:read'])
    expect((await use(body.secret)).status).toBe(200)
    await world.db.owner.query('delete from beleg.totp_factors where account_id = $1', [owner.accountId])
    expect((await use(body.secret)).status).toBe(401)
  })

  test('are stored as a hash, and no altered key opens anything', async () => {
    const { body } = await create(owner, ['person:read'])
    const dump = JSON.stringify((await world.db.owner.query('select k.*::text from beleg.api_keys k')).rows)
    expect(dump).toContain(body.key.keyId)
    expect(dump.includes(body.secret)).toBe(false)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: body.secret.length - 1 }), fc.constantFrom(...'aZ09'), async (at, letter) => {
        fc.pre(body.secret[at] !== letter)
        const altered = body.secret.slice(0, at) + letter + body.secret.slice(at + 1)
        expect((await use(altered)).status).toBe(401)
      }),
      { numRuns: 30 },
    )
  })

  test('are refused by the database without scope or end, or for longer than 90 days', async () => {
    const insert = (permissions: string[], end: string | null) =>
      world.db.owner.query(
        `insert into beleg.api_keys (tenant_id, id, account_id, name, hash, prefix, permissions, created_at, expires_at)
         values ($1, gen_random_uuid(), $2, 'x', decode(md5(random()::text) || md5(random()::text), 'hex'), 'x', $3, '2026-01-01Z', $4)`,
        [owner.tenantId, owner.accountId, permissions, end],
      )
    await expect(insert([], '2026-01-02Z')).rejects.toMatchObject({ constraint: 'api_keys_scoped' })
    await expect(insert(['person:read'], null)).rejects.toMatchObject({ constraint: 'api_keys_expiry' })
    await expect(insert(['person:read'], '2026-04-02Z')).rejects.toMatchObject({ constraint: 'api_keys_expiry' })
    await expect(insert(['person:read'], '2026-04-01Z')).resolves.toBeDefined()
  })

  test('of others are seen and revoked by who may, and do not exist for anybody else', async () => {
    const measures = await world.member(owner, ['measure-owner'])
    const employee = await world.member(owner, ['employee'])
    await world.stepUp(measures)
    const { body } = await create(measures, ['person:read'])
    expect((await employee.browser.send(contract.listApiKeys)).body.items).toHaveLength(0)
    expect((await measures.browser.send(contract.listApiKeys)).body.items).toHaveLength(1)
    expect((await owner.browser.send(contract.listApiKeys)).body.items).toHaveLength(1)
    expect((await employee.browser.send(contract.revokeApiKey, { params: { keyId: body.key.keyId } })).status).toBe(404)
    expect((await use(body.secret)).status).toBe(200)
    expect((await owner.browser.send(contract.revokeApiKey, { params: { keyId: body.key.keyId } })).status).toBe(204)
    expect((await use(body.secret)).status).toBe(401)
  })
})

describe('specimens', () => {
  test('are requests that succeed for who may make them', async () => {
    for (const { endpoint, specimen } of world.registry.routes) {
      if (!specimen) continue
      await world.stepUp(owner)
      const { body: me } = await owner.browser.send(contract.readSession)
      const planted = await world.db.database.withTenant(owner.tenantId, (tx) =>
        specimen({
          tx,
          services: world.services,
          actor: {
            kind: 'account',
            tenantId: owner.tenantId,
            accountId: owner.accountId,
            personId: owner.personId,
            sessionId: me.sessionId,
            roles: ['owner'],
            permissions: new Set(me.permissions),
            locale: 'de',
            stepUpAt: null,
          },
          origin: { requestId: 'spec', address: null, userAgent: null },
        }),
      )
      const answer = await owner.browser.send(endpoint, {
        params: planted.params,
        ...(planted.body !== undefined && { body: planted.body as object }),
      })
      expect([endpoint.id, answer.status, answer.body?.code]).toEqual([endpoint.id, endpoint.success, undefined])
    }
  })
})
