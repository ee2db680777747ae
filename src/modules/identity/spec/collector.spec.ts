/**
 * What the collector sees when rows are broken behind the application's back, and what the duties make of it. Every
 * sabotage begins from a passing instance and is repaired again.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Observation } from '#core/collector.ts'
import type { Verdict } from '#core/duty.ts'
import { checkFacts } from '#core/evidence/ingest.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { accountCollector, readStorage } from '../collector.ts'
import * as contract from '../contract.ts'
import { createWorld, newEmail, type Enrolled, type World } from './example.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.close())

async function observe(): Promise<Observation> {
  const observation = await accountCollector.observe({
    services: world.services,
    tenants: await readTenants(world.services),
    withTenant: (tenantId, work) => world.db.database.withTenant(tenantId, work),
    withPlatform: (purpose, work) => world.db.database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(20_000),
  })
  checkFacts(world.registry.factTypes, observation.facts)
  return observation
}

/** What the duties of a measure say about an observation: everything but "pass", by subject. */
function verdicts({ facts }: Observation, measure: string): { subject: string; verdict: Verdict }[] {
  return world.registry.dutiesOf(measure).flatMap((duty) =>
    facts
      .filter((fact) => fact.type === duty.factType && (duty.applies?.(fact.data as never) ?? true))
      .map((fact) => ({ subject: fact.subject.externalId, verdict: duty.predicate(fact.data as never, []) }))
      .filter(({ verdict }) => verdict.outcome !== 'pass'),
  )
}
const measures = [
  'identity.mfa',
  'identity.mfa-admin',
  'identity.individual-accounts',
  'identity.password-storage',
  'identity.api-keys',
  'identity.secure-authentication',
]
const faults = (observation: Observation) =>
  Object.fromEntries(
    measures
      .map((measure) => [measure, verdicts(observation, measure).map(({ verdict }) => verdict.reason)])
      .filter(([, list]) => list?.length),
  )

const run = (sql: string, values: unknown[] = []) => world.db.owner.query(sql, values)

describe('an empty instance', () => {
  test('has an empty population that was reconciled', async () => {
    const observation = await observe()
    const factors = observation.populations.find((population) => population.factType === 'account.factors')
    expect(factors).toMatchObject({ expected: 0, seen: 0 })
    expect(factors?.reconciledAgainst).toContain('login record')
    expect(world.registry.dutiesOf('identity.mfa').map((duty) => duty.whenEmpty)).toEqual(['unproven', 'proves'])
  })
})

describe('an instance with people', () => {
  let owner: Enrolled
  let employee: Enrolled
  let key: { keyId: string }
  beforeAll(async () => {
    owner = await world.owner('platform')
    employee = await world.member(owner, ['employee'])
    await world.owner('company')
    key = (
      await owner.browser.send(contract.createApiKey, { body: { name: 'CI', permissions: ['person:read'], days: 30 } })
    ).body.key
  })
  beforeEach(async () => {
    expect(faults(await observe())).toEqual({})
  })

  test('is seen whole, over all tenants and by ids alone, and passes', async () => {
    const observation = await observe()
    const accounts = observation.facts.filter((fact) => fact.type === 'account.factors')
    expect(accounts).toHaveLength(3)
    expect(accounts.filter((fact) => (fact.data as { administrative: boolean }).administrative)).toHaveLength(2)
    const text = JSON.stringify(observation)
    for (const secret of [owner.email, employee.email, 'Erika', 'Max', owner.totpSecret])
      expect(text.includes(secret)).toBe(false)
  })

  test('is stated in the same words as long as nothing changes, also while people sign in', async () => {
    const before = await observe()
    await world.signIn(employee)
    await owner.browser.send(contract.listPeople)
    expect(await observe()).toEqual(before)
  })

  test('somebody who was invited is no account yet, nor while enrolling; a deactivated person no longer', async () => {
    const email = newEmail()
    await owner.browser.send(contract.inviteAccount, {
      body: { email, name: 'Neu', roles: ['employee'], locale: 'de' },
    })
    const token = await world.linkFor(owner.tenantId, email)
    await world.browser().send(contract.giveEnrolmentPassword, {
      params: { token },
      body: { name: 'Neu', password: 'gelbe Lampen am Fluss', locale: 'de' },
    })
    const during = await observe()
    expect(during.facts.filter((fact) => fact.type === 'account.factors')).toHaveLength(3)
    expect(during.facts.filter((fact) => fact.type === 'password.storage')).toHaveLength(4)
    const person = await world.enrol(token, { email })
    expect((await observe()).facts.filter((fact) => fact.type === 'account.factors')).toHaveLength(4)
    await owner.browser.send(contract.deactivateAccount, { params: { accountId: person.accountId } })
    const after = await observe()
    expect(after.facts.filter((fact) => fact.type === 'account.factors')).toHaveLength(3)
    expect(faults(after)).toEqual({})
  })

  const sabotages: [string, (go: () => Promise<Observation>) => Promise<Observation>, Record<string, string[]>][] = [
    [
      'a second factor that is deleted',
      async (go) => {
        const { rows } = await run('delete from beleg.totp_factors where account_id = $1 returning *', [
          employee.accountId,
        ])
        const seen = await go()
        const row = rows[0]
        await run(
          'insert into beleg.totp_factors (tenant_id, account_id, secret, confirmed_at, last_used_step) values ($1, $2, $3, $4, $5)',
          [row.tenant_id, row.account_id, row.secret, row.confirmed_at, row.last_used_step],
        )
        return seen
      },
      { 'identity.mfa': ['account.no_second_factor'], 'identity.secure-authentication': ['account.no_second_factor'] },
    ],
    [
      'a second factor that was never confirmed, of an administrator',
      async (go) => {
        await run('update beleg.totp_factors set confirmed_at = null where account_id = $1', [owner.accountId])
        const seen = await go()
        await run('update beleg.totp_factors set confirmed_at = now() where account_id = $1', [owner.accountId])
        await world.signIn(owner, owner.browser)
        return seen
      },
      {
        'identity.mfa': ['account.no_second_factor', 'api-key.owner_one_factor'],
        'identity.mfa-admin': ['account.no_second_factor'],
        'identity.api-keys': ['api-key.owner_one_factor'],
        'identity.secure-authentication': ['account.no_second_factor'],
      },
    ],
    [
      'a secret that was copied from another account',
      async (go) => {
        const { rows } = await run('select secret from beleg.totp_factors where account_id = $1', [employee.accountId])
        await run(
          'update beleg.totp_factors set secret = (select secret from beleg.totp_factors where account_id = $2) where account_id = $1',
          [employee.accountId, owner.accountId],
        )
        const seen = await go()
        await run('update beleg.totp_factors set secret = $2 where account_id = $1', [
          employee.accountId,
          rows[0].secret,
        ])
        return seen
      },
      {
        'identity.mfa': ['account.second_factor_unreadable'],
        'identity.secure-authentication': ['account.second_factor_unreadable'],
      },
    ],
    [
      'a hash that was replaced by the password',
      async (go) => {
        const { rows } = await run('select hash from beleg.credentials where account_id = $1', [employee.accountId])
        await run('update beleg.credentials set hash = $2 where account_id = $1', [
          employee.accountId,
          employee.password,
        ])
        const seen = await go()
        await run('update beleg.credentials set hash = $2 where account_id = $1', [employee.accountId, rows[0].hash])
        return seen
      },
      {
        'identity.password-storage': ['password.not_hashed'],
        'identity.secure-authentication': ['password.not_hashed'],
      },
    ],
    [
      'a cheap hash',
      async (go) => {
        const { rows } = await run('select hash from beleg.credentials where account_id = $1', [employee.accountId])
        await run(`update beleg.credentials set hash = replace(hash, 'm=19456', 'm=8192') where account_id = $1`, [
          employee.accountId,
        ])
        const seen = await go()
        await run('update beleg.credentials set hash = $2 where account_id = $1', [employee.accountId, rows[0].hash])
        return seen
      },
      {
        'identity.password-storage': ['password.hash_too_cheap'],
        'identity.secure-authentication': ['password.hash_too_cheap'],
      },
    ],
    [
      'a credential without an account',
      async (go) => {
        await run('alter table beleg.credentials drop constraint credentials_account')
        await run(
          `insert into beleg.credentials (tenant_id, account_id, hash, changed_at)
           select tenant_id, '018f0000-0000-7000-8000-00000000dead', hash, changed_at from beleg.credentials where account_id = $1`,
          [employee.accountId],
        )
        const seen = await go()
        await run(`delete from beleg.credentials where account_id = '018f0000-0000-7000-8000-00000000dead'`)
        await run(
          'alter table beleg.credentials add constraint credentials_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)',
        )
        return seen
      },
      {
        'identity.mfa': ['account.not_registered'],
        'identity.mfa-admin': ['account.not_registered'],
        'identity.individual-accounts': ['account.not_registered'],
        'identity.secure-authentication': ['account.not_registered'],
      },
    ],
    [
      'somebody in the login record whom the register does not know',
      async (go) => {
        await run(
          `insert into beleg.sign_ins (tenant_id, id, account_id, at) values ($1, gen_random_uuid(), gen_random_uuid(), $2)`,
          [owner.tenantId, world.clock.now()],
        )
        const seen = await go()
        await run('delete from beleg.sign_ins where account_id not in (select id from beleg.accounts)')
        return seen
      },
      {
        'identity.mfa': ['account.not_registered'],
        'identity.mfa-admin': ['account.not_registered'],
        'identity.individual-accounts': ['account.not_registered'],
        'identity.secure-authentication': ['account.not_registered'],
      },
    ],
    [
      'a key without an end, after the check was dropped',
      async (go) => {
        await run('alter table beleg.api_keys drop constraint api_keys_expiry')
        await run('update beleg.api_keys set expires_at = null where id = $1', [key.keyId])
        const seen = await go()
        await run(`update beleg.api_keys set expires_at = created_at + interval '30 days' where id = $1`, [key.keyId])
        await run(
          `alter table beleg.api_keys add constraint api_keys_expiry check (expires_at is not null and expires_at <= created_at + interval '2160 hours')`,
        )
        return seen
      },
      {
        'identity.mfa': ['api-key.endless'],
        'identity.api-keys': ['api-key.endless'],
        'identity.secure-authentication': ['sign-in.guard_missing'],
      },
    ],
    [
      'a session of one factor, after the check was dropped',
      async (go) => {
        await world.signIn(employee, employee.browser)
        const { rows } = await run(
          `select pg_get_constraintdef(oid) as check from pg_constraint where conname = 'sessions_two_factors'`,
        )
        await run('alter table beleg.sessions drop constraint sessions_two_factors')
        await run(`update beleg.sessions set methods = '{password}' where account_id = $1`, [employee.accountId])
        const seen = await go()
        await run('delete from beleg.sessions where account_id = $1', [employee.accountId])
        await run(`alter table beleg.sessions add constraint sessions_two_factors ${rows[0].check}`)
        return seen
      },
      {
        'identity.mfa': ['account.session_below_two_factors'],
        'identity.secure-authentication': ['sign-in.guard_missing', 'account.session_below_two_factors'],
      },
    ],
    [
      'a trigger that is switched off',
      async (go) => {
        await run('alter table beleg.accounts disable trigger accounts_end_access')
        const seen = await go()
        await run('alter table beleg.accounts enable trigger accounts_end_access')
        return seen
      },
      { 'identity.secure-authentication': ['sign-in.guard_missing'] },
    ],
    [
      'a deactivated account whose session was kept alive',
      async (go) => {
        await world.signIn(employee, employee.browser)
        await run('alter table beleg.accounts disable trigger accounts_end_access')
        await run(`update beleg.accounts set state = 'deactivated' where id = $1`, [employee.accountId])
        await run('alter table beleg.accounts enable trigger accounts_end_access')
        const seen = await go()
        await run(`update beleg.accounts set state = 'active' where id = $1`, [employee.accountId])
        return seen
      },
      {
        'identity.mfa': ['account.session_without_right'],
        'identity.secure-authentication': ['account.session_without_right'],
      },
    ],
  ]

  test.each(sabotages)(
    '%s turns the right sentences red, and no other; repaired, all are green again',
    async (_, sabotage, expected) => {
      expect(faults(await sabotage(observe))).toEqual(expected)
      expect(faults(await observe())).toEqual({})
    },
  )

  test('a session of one factor does not authenticate even where the check is gone', async () => {
    const browser = await world.signIn(employee)
    await run('alter table beleg.sessions drop constraint sessions_two_factors')
    await run(`update beleg.sessions set methods = '{password}' where account_id = $1`, [employee.accountId])
    expect((await browser.send(contract.readSession)).body.signedIn).toBe(false)
    await run(`update beleg.sessions set methods = '{password,totp}' where account_id = $1`, [employee.accountId])
    expect((await browser.send(contract.readSession)).body.signedIn).toBe(true)
    await run(`alter table beleg.sessions add constraint sessions_two_factors check (
      methods && array['password'] and methods && array['totp', 'recovery-code'] and methods <@ array['password', 'totp', 'recovery-code'])`)
  })

  test('who becomes active and signs in while it looks is not mistaken for a counter-example', async () => {
    const person = await world.member(owner, ['employee'])
    await owner.browser.send(contract.deactivateAccount, { params: { accountId: person.accountId } })
    // It has read the register when it comes to the sessions, and waits there until both have changed.
    await run('begin')
    await run('lock table beleg.sessions in access exclusive mode')
    const looking = observe()
    await expect
      .poll(() => world.count(`select from pg_locks where relation = 'beleg.sessions'::regclass and not granted`))
      .toBe(1)
    await run(`update beleg.accounts set state = 'active' where id = $1`, [person.accountId])
    await run(
      `insert into beleg.sessions (tenant_id, id, account_id, token_hash, methods, created_at, last_seen_at, expires_at)
       values ($1, gen_random_uuid(), $2, decode(md5('a') || md5('b'), 'hex'), '{password,totp}', $3, $3, $3::timestamptz + interval '1 hour')`,
      [person.tenantId, person.accountId, world.clock.now()],
    )
    await run('commit')
    expect(faults(await looking)).toEqual({})
    expect((await observe()).facts.some((fact) => fact.subject.externalId === person.accountId)).toBe(true)
  })

  test('every change that matters tells the collector to look at once', async () => {
    const heard: string[] = []
    const stop = await world.db.database.listen('beleg_observe', (payload) => heard.push(payload))
    const changes: [string, () => Promise<unknown>][] = [
      [
        'factor',
        () =>
          run('update beleg.totp_factors set confirmed_at = confirmed_at where account_id = $1', [employee.accountId]),
      ],
      ['password', () => run('update beleg.credentials set hash = hash where account_id = $1', [employee.accountId])],
      ['account', () => run('update beleg.accounts set roles = roles where id = $1', [employee.accountId])],
      ['key', () => run('update beleg.api_keys set expires_at = expires_at where id = $1', [key.keyId])],
      ['session', () => run('update beleg.sessions set methods = methods where account_id = $1', [employee.accountId])],
    ]
    for (const [what, change] of changes) {
      heard.length = 0
      await change()
      await expect.poll(() => heard, { message: what, timeout: 2_000 }).toContain('identity.accounts')
    }
    heard.length = 0
    // A mere request is no change.
    world.clock.advance(61_000)
    await owner.browser.send(contract.readSession)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(heard).toEqual([])
    await stop()
  })
})

describe('reading a stored password', () => {
  test.each([
    ['plaintext', 'correct horse battery staple', 'other'],
    ['md5', '5f4dcc3b5aa765d61d8327deb882cf99', 'other'],
    ['bcrypt', '$2b$12$abcdefghijklmnopqrstuuEPzQ0AQvzJ0s1KZcGLCbbmDqC0TjUYm', 'other'],
    [
      'argon2i',
      '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g',
      'other',
    ],
    [
      'argon2id',
      '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g',
      'argon2id',
    ],
  ])('%s is told from argon2id', (_, stored, scheme) => {
    expect(readStorage(stored, false).scheme).toBe(scheme)
  })
})
