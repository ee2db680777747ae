/** Sessions end when they should: ASVS 7.3, 7.4, 7.5. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authenticate } from '../actions/authenticate.ts'
import * as contract from '../contract.ts'
import { totpCode } from '../rules.ts'
import { createWorld, goodPassword, type Browser, type Enrolled, type World } from './example.ts'

let world: World
let owner: Enrolled
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.close())
beforeEach(async () => {
  owner = await world.owner()
})
const isSignedIn = async (browser: Browser) => (await browser.send(contract.readSession)).body.signedIn
const minutes = (n: number) => n * 60_000

describe('time limits', () => {
  test('a session that rests for an hour is over, one that is used is not (ASVS 7.3.1)', async () => {
    const used = await world.signIn(owner)
    const resting = await world.signIn(owner)
    for (let n = 0; n < 4; n++) {
      world.clock.advance(minutes(20))
      expect(await isSignedIn(used)).toBe(true)
    }
    expect(await isSignedIn(resting)).toBe(false)
    expect((await resting.send(contract.listPeople)).status).toBe(401)
  })

  test('a page that only stays open does not keep its session from going idle (ASVS 7.3.1)', async () => {
    const browser = await world.signIn(owner)
    const watch = () =>
      authenticate(world.services, world.registry.permissions, {
        cookie: browser.cookie,
        authorization: null,
        passive: true,
      })
    for (let n = 0; n < 2; n++) {
      world.clock.advance(minutes(29))
      expect(await watch()).toMatchObject({ kind: 'account' })
    }
    world.clock.advance(minutes(3))
    expect(await watch()).toBeNull()
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('after twelve hours a session is over however busy it was (ASVS 7.3.2)', async () => {
    const browser = await world.signIn(owner)
    for (let n = 0; n < 23; n++) {
      world.clock.advance(minutes(30))
      expect(await isSignedIn(browser)).toBe(true)
    }
    world.clock.advance(minutes(30) + 1000)
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('stepping up does not lengthen the twelve hours', async () => {
    const { body } = await owner.browser.send(contract.readSession)
    world.clock.advance(minutes(30))
    await world.stepUp(owner)
    expect((await owner.browser.send(contract.readSession)).body.endsAt).toBe(body.endsAt)
  })

  test('a request writes that the session was seen at most once a minute', async () => {
    const seen = async () =>
      (
        await world.db.owner.query('select last_seen_at from beleg.sessions where account_id = $1', [owner.accountId])
      ).rows[0]?.last_seen_at.getTime()
    const first = await seen()
    world.clock.advance(30_000)
    await isSignedIn(owner.browser)
    expect(await seen()).toBe(first)
    world.clock.advance(31_000)
    await isSignedIn(owner.browser)
    expect(await seen()).toBe(first + 61_000)
  })
})

describe('ending sessions', () => {
  test('signing out ends the session on the server (ASVS 7.4.1)', async () => {
    const browser = await world.signIn(owner)
    const { cookie } = browser
    expect((await browser.send(contract.signOut)).status).toBe(204)
    expect(browser.cookie).toBeNull()
    const thief = world.browser()
    thief.cookie = cookie
    expect(await isSignedIn(thief)).toBe(false)
    expect(await isSignedIn(owner.browser)).toBe(true)
    expect(await world.ledger(owner.tenantId)).toContain('session.ended')
  })

  test('a deactivated person is out at once: sessions, half-finished logins and API keys (ASVS 7.4.2)', async () => {
    const officer = await world.member(owner, ['isb'])
    await world.stepUp(officer)
    const made = await officer.browser.send(contract.createApiKey, {
      body: { name: 'CI', permissions: ['person:read'], days: 30 },
    })
    const slug = await world.slugOf(owner.tenantId)
    const half = await world
      .browser()
      .send(contract.giveLoginPassword, { body: { tenant: slug, email: officer.email, password: officer.password } })
    const machine = world.browser()
    expect((await machine.send(contract.listPeople, { bearer: made.body.secret })).status).toBe(200)
    expect(await isSignedIn(officer.browser)).toBe(true)

    const answer = await owner.browser.send(contract.deactivateAccount, { params: { accountId: officer.accountId } })
    expect(answer.body.state).toBe('deactivated')

    expect(await isSignedIn(officer.browser)).toBe(false)
    expect((await machine.send(contract.listPeople, { bearer: made.body.secret })).status).toBe(401)
    const code = world.nextCode(officer)
    const late = await world.browser().send(contract.giveLoginTotp, { body: { loginId: half.body.loginId, code } })
    expect(late.body.code).toBe('login.expired')
    expect(await world.ledger(owner.tenantId)).toContain('account.deactivated')

    await world.stepUp(owner)
    expect(
      (await owner.browser.send(contract.reactivateAccount, { params: { accountId: officer.accountId } })).body.state,
    ).toBe('active')
    expect(await isSignedIn(await world.signIn(officer))).toBe(true)
    // The key does not come back with the person.
    expect((await machine.send(contract.listPeople, { bearer: made.body.secret })).status).toBe(401)
  })

  test.each([
    ['the password is deleted', 'delete from beleg.credentials where account_id = $1'],
    ['the second factor is deleted', 'delete from beleg.totp_factors where account_id = $1'],
    [
      'the second factor is no longer confirmed',
      'update beleg.totp_factors set confirmed_at = null where account_id = $1',
    ],
  ])('when %s behind our back, the sessions that stood on it end', async (_, sabotage) => {
    expect(await isSignedIn(owner.browser)).toBe(true)
    await world.db.owner.query(sabotage, [owner.accountId])
    expect(await world.count('select from beleg.sessions where account_id = $1', [owner.accountId])).toBe(0)
    expect(await isSignedIn(owner.browser)).toBe(false)
  })

  test('a deactivated person is out also when the trigger that ends sessions was switched off', async () => {
    const employee = await world.member(owner, ['employee'])
    await world.db.owner.query('alter table beleg.accounts disable trigger accounts_end_access')
    await owner.browser.send(contract.deactivateAccount, { params: { accountId: employee.accountId } })
    await world.db.owner.query('alter table beleg.accounts enable trigger accounts_end_access')
    expect(await world.count('select from beleg.sessions where account_id = $1', [employee.accountId])).toBe(1)
    expect(await isSignedIn(employee.browser)).toBe(false)
  })

  test('everybody ends the own sessions, and only who may ends those of others', async () => {
    const employee = await world.member(owner, ['employee'])
    const colleague = await world.member(owner, ['employee'])
    const second = await world.signIn(employee)
    const { body } = await second.send(contract.listSessions, { params: { accountId: employee.accountId } })
    expect(body.items.filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    const target = body.items.find((one: { current: boolean }) => !one.current).sessionId

    const foreign = await colleague.browser.send(contract.endSession, { params: { sessionId: target } })
    expect([foreign.status, foreign.body.code]).toEqual([404, 'common.not_found'])
    expect(
      (await colleague.browser.send(contract.listSessions, { params: { accountId: employee.accountId } })).status,
    ).toBe(404)
    expect(
      (await colleague.browser.send(contract.endAccountSessions, { params: { accountId: employee.accountId } })).status,
    ).toBe(404)
    expect(await isSignedIn(employee.browser)).toBe(true)

    expect((await second.send(contract.endSession, { params: { sessionId: target } })).status).toBe(204)
    expect(await isSignedIn(employee.browser)).toBe(false)
    expect(
      (await owner.browser.send(contract.endAccountSessions, { params: { accountId: employee.accountId } })).status,
    ).toBe(204)
    expect(await isSignedIn(second)).toBe(false)
    expect(await world.ledger(owner.tenantId)).toContain('session.all_ended')
  })

  test('a session of another tenant does not exist', async () => {
    const other = await world.owner()
    const { body } = await other.browser.send(contract.readSession)
    const answer = await owner.browser.send(contract.endSession, { params: { sessionId: body.sessionId } })
    const invented = await owner.browser.send(contract.endSession, { params: { sessionId: crypto.randomUUID() } })
    expect([answer.status, answer.body.code]).toEqual([invented.status, invented.body.code])
    expect(await isSignedIn(other.browser)).toBe(true)
  })
})

describe('stepping up (ASVS 7.5.1, 7.5.3)', () => {
  const sensitive = [
    [contract.startTotp, undefined],
    [contract.renewRecoveryCodes, undefined],
    [contract.changePassword, { currentPassword: 'x', newPassword: 'y' }],
    [contract.createApiKey, { name: 'CI', permissions: ['person:read'], days: 1 }],
  ] as const

  test('after ten minutes factors and keys are closed until a code is given again', async () => {
    world.clock.advance(minutes(10) + 1000)
    for (const [endpoint, body] of sensitive) {
      const refused = await owner.browser.send(endpoint, body ? { body } : {})
      expect([endpoint.id, refused.status, refused.body.code]).toEqual([endpoint.id, 403, 'session.step_up_needed'])
    }
    expect(await world.ledger(owner.tenantId)).not.toContain('factor.recovery_codes_renewed')
    await world.stepUp(owner)
    expect((await owner.browser.send(contract.renewRecoveryCodes)).body.recoveryCodes).toHaveLength(10)
    expect(await world.ledger(owner.tenantId)).toContain('session.stepped_up')
  })

  test('who guesses at it loses the session at the fifth wrong code, and nothing else of the owner', async () => {
    const stolen = await world.signIn(owner)
    const wrong = () => (totpCode(owner.totpSecret, world.clock.now()) === '000000' ? '000001' : '000000')
    for (let guess = 1; guess <= 5; guess++) {
      expect((await stolen.send(contract.stepUp, { body: { code: wrong() } })).body.code).toBe('factor.code_refused')
    }
    expect(await isSignedIn(stolen)).toBe(false)
    expect(await isSignedIn(owner.browser)).toBe(true)
    await world.stepUp(owner)
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
  })
})

describe('the own factors', () => {
  test('a new authenticator works once confirmed; other sessions end and the owner is told', async () => {
    const elsewhere = await world.signIn(owner)
    await world.stepUp(owner)
    const before = owner.browser.cookie
    const { body } = await owner.browser.send(contract.startTotp)
    // The old one works until then.
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
    const refused = await owner.browser.send(contract.confirmTotp, { body: { code: world.nextCode(owner) } })
    expect([refused.status, refused.body.code]).toEqual([422, 'factor.code_refused'])
    expect(
      (await owner.browser.send(contract.confirmTotp, { body: { code: totpCode(body.secret, world.clock.now()) } }))
        .status,
    ).toBe(204)
    expect(owner.browser.cookie).not.toBe(before)
    expect(await isSignedIn(owner.browser)).toBe(true)
    expect(await isSignedIn(elsewhere)).toBe(false)
    const old = world.nextCode(owner)
    const slug = await world.slugOf(owner.tenantId)
    const browser = world.browser()
    const login = await browser.send(contract.giveLoginPassword, {
      body: { tenant: slug, email: owner.email, password: owner.password },
    })
    expect(
      (await browser.send(contract.giveLoginTotp, { body: { loginId: login.body.loginId, code: old } })).status,
    ).toBe(401)
    owner.totpSecret = body.secret
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
    expect((await world.letters(owner.tenantId)).map((letter) => letter.subject)).toContain(
      'Ein Faktor Ihres Kontos wurde neu gesetzt',
    )
    expect(await world.ledger(owner.tenantId)).toContain('factor.totp_replaced')
  })

  test('a password is changed with the current one and a good new one', async () => {
    const newPassword = goodPassword()
    const wrong = await owner.browser.send(contract.changePassword, { body: { currentPassword: 'wrong', newPassword } })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'password.wrong'])
    const weak = await owner.browser.send(contract.changePassword, {
      body: { currentPassword: owner.password, newPassword: 'password123456' },
    })
    expect([weak.status, weak.body.code]).toEqual([422, 'password.refused'])
    const same = await owner.browser.send(contract.changePassword, {
      body: { currentPassword: owner.password, newPassword: owner.password },
    })
    expect(same.body.issues.map((issue: { code: string }) => issue.code)).toContain('password.same')
    expect(
      (await owner.browser.send(contract.changePassword, { body: { currentPassword: owner.password, newPassword } }))
        .status,
    ).toBe(204)
    expect(await isSignedIn(await world.signIn({ ...owner, password: newPassword }))).toBe(true)
    await expect(world.signIn(owner)).rejects.toThrow('the password was not taken')
    expect(await world.ledger(owner.tenantId)).toContain('factor.password_changed')
  })

  test('new recovery codes end the old ones', async () => {
    const [old = ''] = owner.recoveryCodes
    const fresh: string[] = (await owner.browser.send(contract.renewRecoveryCodes)).body.recoveryCodes
    const slug = await world.slugOf(owner.tenantId)
    const attempt = async (recoveryCode: string) => {
      const browser = world.browser()
      const { body } = await browser.send(contract.giveLoginPassword, {
        body: { tenant: slug, email: owner.email, password: owner.password },
      })
      return (await browser.send(contract.giveLoginRecoveryCode, { body: { loginId: body.loginId, recoveryCode } }))
        .status
    }
    expect(await attempt(old)).toBe(401)
    expect(await attempt(fresh[0] ?? '')).toBe(200)
  })

  test('the language is kept with the account', async () => {
    expect((await owner.browser.send(contract.changeLocale, { body: { locale: 'en' } })).status).toBe(204)
    expect((await owner.browser.send(contract.readSession)).body.locale).toBe('en')
  })
})
