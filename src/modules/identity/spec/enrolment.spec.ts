/** How accounts come into being and back: invitations, the first administrator, resets. ASVS 6.2, 6.3.4, 6.4. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFirstEnrolment, createSyntheticAccount } from '../actions/begin.ts'
import * as contract from '../contract.ts'
import { totpCode } from '../rules.ts'
import { createWorld, goodPassword, newEmail, type Browser, type Enrolled, type World } from './example.ts'

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
const tokenOf = (link: { url: string } | null) => link?.url.split('/enrol/')[1] ?? ''
const sessionsOf = (accountId: string) => world.count('select from beleg.sessions where account_id = $1', [accountId])

async function invite(email = newEmail()) {
  const answer = await owner.browser.send(contract.inviteAccount, {
    body: { email, name: 'Nina Neu', roles: ['employee'], locale: 'de' },
  })
  return { email, answer, token: await world.linkFor(owner.tenantId, email) }
}

describe('the first administrator', () => {
  test('enrols by a link that is made anew at each start until it is used, and is owner', async () => {
    const tenantId = await world.createTenant()
    const first = await world.asSystem(tenantId, createFirstEnrolment)
    const second = await world.asSystem(tenantId, createFirstEnrolment)
    const browser = world.browser()
    expect((await browser.send(contract.readEnrolment, { params: { token: tokenOf(first) } })).status).toBe(410)
    const shown = await browser.send(contract.readEnrolment, { params: { token: tokenOf(second) } })
    expect(shown.body).toMatchObject({ purpose: 'first', nextStep: 'password', emailHint: null })
    const person = await world.enrol(tokenOf(second), { email: newEmail(), first: true, browser })
    expect((await browser.send(contract.readSession)).body).toMatchObject({
      roles: ['owner'],
      factors: ['password', 'totp', 'recovery-code'],
    })
    expect(person.recoveryCodes).toHaveLength(10)
    expect(await world.asSystem(tenantId, createFirstEnrolment)).toBeNull()
    // The link is used up: it makes no second owner.
    expect((await world.browser().send(contract.readEnrolment, { params: { token: tokenOf(second) } })).status).toBe(
      410,
    )
    expect(await world.count('select from beleg.accounts where tenant_id = $1', [tenantId])).toBe(1)
    expect(await world.ledger(tenantId)).toEqual(
      expect.arrayContaining([
        'enrolment.created',
        'enrolment.password_given',
        'account.created',
        'session.started',
        'account.enrolled',
      ]),
    )
  })

  test('has to state an address, and the link dies after a day', async () => {
    const tenantId = await world.createTenant()
    const token = tokenOf(await world.asSystem(tenantId, createFirstEnrolment))
    const body = { name: 'Erika', password: goodPassword(), locale: 'de' }
    const without = await world.browser().send(contract.giveEnrolmentPassword, { params: { token }, body })
    expect([without.status, without.body.code]).toEqual([422, 'enrolment.email_needed'])
    world.clock.advance(24 * 3_600_000)
    const late = await world
      .browser()
      .send(contract.giveEnrolmentPassword, { params: { token }, body: { ...body, email: newEmail() } })
    expect([late.status, late.body.code]).toEqual([410, 'enrolment.not_valid'])
  })
})

describe('an invitation', () => {
  test('goes to the person alone and leads to an account with two factors', async () => {
    const { email, token, answer } = await invite()
    expect(JSON.stringify(answer.body)).not.toContain(token)
    expect(answer.body).toMatchObject({ state: 'invited', factors: [] })
    const person = await world.enrol(token, { email })
    expect(await isSignedIn(person.browser)).toBe(true)
    const { body } = await owner.browser.send(contract.readPerson, { params: { personId: person.personId } })
    expect(body.account).toMatchObject({ state: 'active', factors: ['password', 'totp', 'recovery-code'] })
  })

  test('gives no account a factor, and no session, before both factors are there', async () => {
    const { token, answer } = await invite()
    const browser = world.browser()
    const early = await browser.send(contract.giveEnrolmentTotp, { params: { token }, body: { code: '123456' } })
    expect([early.status, early.body.code]).toEqual([409, 'enrolment.password_first'])
    const { body } = await browser.send(contract.giveEnrolmentPassword, {
      params: { token },
      body: { name: 'Nina', password: goodPassword(), locale: 'en' },
    })
    const wrong = totpCode(body.secret, world.clock.now()) === '000000' ? '000001' : '000000'
    const refused = await browser.send(contract.giveEnrolmentTotp, { params: { token }, body: { code: wrong } })
    expect([refused.status, refused.body.code]).toEqual([422, 'factor.code_refused'])
    expect(browser.cookie).toBeNull()
    const traces = `select from beleg.credentials where account_id = $1 union all select from beleg.totp_factors where account_id = $1
      union all select from beleg.sessions where account_id = $1`
    expect(await world.count(traces, [answer.body.accountId])).toBe(0)
    expect(
      (
        await browser.send(contract.giveEnrolmentTotp, {
          params: { token },
          body: { code: totpCode(body.secret, world.clock.now()) },
        })
      ).status,
    ).toBe(201)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('works once, for 72 hours, and not after a newer one or a deactivation', async () => {
    const used = await invite()
    await world.enrol(used.token, { email: used.email })
    const replaced = await invite()
    await owner.browser.send(contract.renewInvitation, { params: { accountId: replaced.answer.body.accountId } })
    const ended = await invite()
    await owner.browser.send(contract.deactivateAccount, { params: { accountId: ended.answer.body.accountId } })
    for (const { token } of [used, replaced, ended, { token: 'A'.repeat(64) }]) {
      const answer = await world.browser().send(contract.readEnrolment, { params: { token } })
      expect([answer.status, answer.body.code]).toEqual([410, 'enrolment.not_valid'])
    }
    const renewed = await world.linkFor(owner.tenantId, replaced.email)
    world.clock.advance(72 * 3_600_000 - 1000)
    expect((await world.browser().send(contract.readEnrolment, { params: { token: renewed } })).status).toBe(200)
    world.clock.advance(1000)
    expect((await world.browser().send(contract.readEnrolment, { params: { token: renewed } })).status).toBe(410)
  })

  test('shows the address only as a hint', async () => {
    const { token } = await invite('katharina.lang@example.org')
    const { body } = await world.browser().send(contract.readEnrolment, { params: { token } })
    expect(body.emailHint).toBe('ka…@example.org')
    expect(body.name).toBe('Nina Neu')
  })

  test('to an address that has an account is refused, in any spelling', async () => {
    const { email } = await invite()
    const again = await owner.browser.send(contract.inviteAccount, {
      body: { email: email.toUpperCase(), name: 'X', roles: ['employee'], locale: 'de' },
    })
    expect([again.status, again.body.code]).toEqual([409, 'account.email_taken'])
    expect(await world.count('select from beleg.accounts where tenant_id = $1', [owner.tenantId])).toBe(2)
  })

  test('neither the token nor the secret nor the address is stored in clear', async () => {
    const { token, email } = await invite()
    const browser = world.browser()
    const { body } = await browser.send(contract.giveEnrolmentPassword, {
      params: { token },
      body: { name: 'Nina', password: goodPassword(), locale: 'de' },
    })
    const tables = ['enrolments', 'accounts', 'people', 'mails', 'ledger_pending', 'subjects']
    for (const table of tables) {
      const dump = JSON.stringify((await world.db.owner.query(`select t.*::text from beleg.${table} t`)).rows)
      expect(dump, table).toContain(owner.tenantId)
      for (const secret of [token, email, body.secret]) {
        expect(dump.includes(secret), table).toBe(false)
        expect(dump.includes(Buffer.from(secret).toString('hex')), table).toBe(false)
      }
    }
  })
})

describe('passwords (ASVS 6.2.4, 6.2.12)', () => {
  test('common, leaked, short and personal ones are refused with all reasons, good ones are taken', async () => {
    const { token } = await invite('roswitha.zimmermann@example.org')
    const give = (password: string) =>
      world.browser().send(contract.giveEnrolmentPassword, {
        params: { token },
        body: { name: 'Roswitha Zimmermann', password, locale: 'de' },
      })
    const codes = async (password: string) => {
      const answer = await give(password)
      expect([password, answer.status, answer.body.code]).toEqual([password, 422, 'password.refused'])
      return answer.body.issues.map((issue: { code: string }) => issue.code)
    }
    expect(await codes('password')).toEqual(expect.arrayContaining(['password.too_short', 'password.common']))
    for (const common of ['password1234', 'Passw0rd!!!!', 'qwertyuiop123', 'iloveyou2026', 'letmein!!!!!!!'])
      expect(await codes(common)).toContain('password.common')
    expect(await codes('zimmermann ist toll')).toContain('password.personal')
    expect(await codes('abcdefghijklmnop')).toContain('password.pattern')
    expect((await give(goodPassword())).status).toBe(200)
  })
})

describe('a reset (ASVS 6.4.3, 6.4.4)', () => {
  let officer: Enrolled
  let second: Enrolled
  let employee: Enrolled
  beforeEach(async () => {
    officer = await world.member(owner, ['isb'])
    second = await world.member(owner, ['isb'])
    employee = await world.member(owner, ['employee'])
    for (const one of [owner, officer, second]) await world.stepUp(one)
  })
  const request = (by: Enrolled, of = employee) =>
    by.browser.send(contract.requestAccountReset, {
      params: { accountId: of.accountId },
      body: { reason: 'Phone lost; confirmed by a call.' },
    })
  const approve = (by: Enrolled, resetId: string) =>
    by.browser.send(contract.approveAccountReset, { params: { resetId } })

  test('is asked for by one, approved by another, and yields a link to enrol anew, never a session', async () => {
    const asked = await request(officer)
    expect(asked.status).toBe(201)
    expect(await isSignedIn(employee.browser)).toBe(true)
    const approved = await approve(second, asked.body.resetId)
    expect(approved.body).toMatchObject({ state: 'invited', factors: [] })
    expect(await isSignedIn(employee.browser)).toBe(false)
    await expect(world.signIn(employee)).rejects.toThrow('login.refused')

    const token = await world.linkFor(owner.tenantId, employee.email)
    expect(JSON.stringify([asked.body, approved.body])).not.toContain(token)
    const browser = world.browser()
    const { body } = await browser.send(contract.giveEnrolmentPassword, {
      params: { token },
      body: { name: 'Max', password: goodPassword(), locale: 'de' },
    })
    expect(await isSignedIn(browser)).toBe(false)
    expect(await sessionsOf(employee.accountId)).toBe(0)
    expect(
      (
        await browser.send(contract.giveEnrolmentTotp, {
          params: { token },
          body: { code: totpCode(body.secret, world.clock.now()) },
        })
      ).status,
    ).toBe(201)
    expect((await browser.send(contract.readSession)).body).toMatchObject({
      accountId: employee.accountId,
      roles: ['employee'],
    })
    expect(await world.ledger(owner.tenantId)).toEqual(
      expect.arrayContaining(['account-reset.requested', 'account-reset.approved', 'account.enrolled']),
    )
  })

  test('cannot be approved by who asked, nor asked for by or approved by the person concerned', async () => {
    const asked = await request(officer)
    const own = await approve(officer, asked.body.resetId)
    expect([own.status, own.body.code]).toEqual([403, 'account-reset.same_person'])
    expect((await request(officer, officer)).body.code).toBe('account-reset.same_person')
    const aboutSecond = await request(officer, second)
    const self = await approve(second, aboutSecond.body.resetId)
    expect([self.status, self.body.code]).toEqual([403, 'account-reset.same_person'])
    expect(await isSignedIn(second.browser)).toBe(true)
    expect(await isSignedIn(employee.browser)).toBe(true)
    // The database has the same rule.
    await expect(
      world.db.owner.query(
        `update beleg.account_resets set state = 'approved', decided_by = requested_by where id = $1`,
        [asked.body.resetId],
      ),
    ).rejects.toMatchObject({ constraint: 'account_resets_four_eyes' })
    expect((await approve(second, asked.body.resetId)).status).toBe(200)
  })

  test('needs a fresh second factor, ends after a day, and is decided once', async () => {
    world.clock.advance(11 * 60_000)
    expect((await request(officer)).body.code).toBe('session.step_up_needed')
    await world.stepUp(officer)
    const asked = await request(officer)
    expect((await approve(second, asked.body.resetId)).body.code).toBe('session.step_up_needed')
    expect((await request(officer)).body.code).toBe('account-reset.already_open')
    await world.stepUp(second)
    expect((await second.browser.send(contract.listAccountResets)).body.items).toHaveLength(1)
    expect((await approve(second, asked.body.resetId)).status).toBe(200)
    expect((await approve(second, asked.body.resetId)).body.code).toBe('account-reset.not_open')
    expect((await second.browser.send(contract.listAccountResets)).body.items).toHaveLength(0)
  })

  test('of an owner needs an owner, so that two lesser administrators cannot take the place', async () => {
    const another = await world.member(owner, ['owner'])
    const asked = await request(officer, another)
    const refused = await approve(second, asked.body.resetId)
    expect([refused.status, refused.body.code]).toEqual([403, 'account.owner_needed'])
    expect(await isSignedIn(another.browser)).toBe(true)
    expect((await approve(owner, asked.body.resetId)).status).toBe(200)
  })

  test('revokes the keys of the person, and the person hears of it before it is approved', async () => {
    const asked = await request(officer, second)
    expect(
      (await world.letters(owner.tenantId))
        .filter((letter) => letter.to === second.email)
        .map((letter) => letter.subject),
    ).toContain('Jemand möchte Ihren Zugang zu Beleg zurücksetzen')
    const { body } = await second.browser.send(contract.createApiKey, {
      body: { name: 'CI', permissions: ['person:read'], days: 1 },
    })
    expect((await approve(owner, asked.body.resetId)).status).toBe(200)
    expect((await world.browser().send(contract.listPeople, { bearer: body.secret })).status).toBe(401)
  })

  test('of another tenant does not exist', async () => {
    const stranger = await world.owner()
    const asked = await request(officer)
    expect((await approve(stranger, asked.body.resetId)).status).toBe(404)
    expect((await request(stranger)).status).toBe(404)
    expect(await isSignedIn(employee.browser)).toBe(true)
  })
})

describe('the canary', () => {
  test('gets a real account by the real way, whose secrets sign in', async () => {
    const made = await world.asSystem(owner.tenantId, (context) =>
      createSyntheticAccount(context, { roles: ['employee'] }),
    )
    const person = { ...owner, ...made, recoveryCodes: [...made.recoveryCodes], browser: world.browser() }
    expect(await isSignedIn(await world.signIn(person))).toBe(true)
  })
})
