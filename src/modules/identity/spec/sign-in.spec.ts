/** Signing in, and everything that must not be one: ASVS 6.3, 6.5, 7.2. Each refusal stands beside what is accepted. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as contract from '../contract.ts'
import { totpCode } from '../rules.ts'
import { createWorld, goodPassword, newEmail, type Browser, type Enrolled, type World } from './example.ts'

let world: World
let owner: Enrolled
let slug: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.close())
beforeEach(async () => {
  owner = await world.owner()
  slug = await world.slugOf(owner.tenantId)
})

const givePassword = (browser: Browser, password: string, email = owner.email) =>
  browser.send(contract.giveLoginPassword, {
    body: { tenant: slug, email, password, ...(browser.device && { device: browser.device }) },
  })
const giveCode = (browser: Browser, loginId: string, code: string) =>
  browser.send(contract.giveLoginTotp, { body: { loginId, code } })
const sessions = () => world.count('select from beleg.sessions where account_id = $1', [owner.accountId])
const isSignedIn = async (browser: Browser) => (await browser.send(contract.readSession)).body.signedIn

describe('two factors (ASVS 6.3.3)', () => {
  test('password and code together sign in, and each step stands in the ledger', async () => {
    const browser = await world.signIn(owner)
    expect(await isSignedIn(browser)).toBe(true)
    const entries = await world.ledger(owner.tenantId)
    expect(entries.slice(-2)).toEqual(['login.password_accepted', 'session.started'])
  })

  test('the password alone yields a login transaction that opens nothing', async () => {
    const browser = world.browser()
    const before = await sessions()
    const { status, body, headers } = await givePassword(browser, owner.password)
    expect(status).toBe(200)
    expect(headers['set-cookie']).toBeUndefined()
    browser.cookie = body.loginId
    expect(await isSignedIn(browser)).toBe(false)
    expect((await browser.send(contract.listPeople)).status).toBe(401)
    expect(await sessions()).toBe(before)
  })

  test('a code without a password, or with an invented transaction, opens nothing', async () => {
    const browser = world.browser()
    const { body } = await givePassword(browser, owner.password)
    const invented = `${body.loginId.slice(0, -4)}AAAA`
    const refused = await giveCode(browser, invented, world.nextCode(owner))
    expect([refused.status, refused.body.code]).toEqual([401, 'login.expired'])
    expect(browser.cookie).toBeNull()
    expect((await giveCode(browser, body.loginId, totpCode(owner.totpSecret, world.clock.now()))).status).toBe(200)
  })

  test('a login transaction is of its tenant, serves once and ends after ten minutes', async () => {
    const browser = world.browser()
    const first = (await givePassword(browser, owner.password)).body.loginId
    expect((await giveCode(browser, first, world.nextCode(owner))).status).toBe(200)
    expect((await giveCode(browser, first, world.nextCode(owner))).body.code).toBe('login.expired')
    const late = (await givePassword(browser, owner.password)).body.loginId
    world.clock.advance(10 * 60_000)
    expect((await giveCode(browser, late, world.nextCode(owner))).body.code).toBe('login.expired')
  })

  test('the database itself refuses a session below two different factors', async () => {
    const insert = (methods: string[]) =>
      world.db.owner.query(
        `insert into beleg.sessions (tenant_id, id, account_id, token_hash, methods, created_at, last_seen_at, expires_at)
         values ($1, gen_random_uuid(), $2, decode(md5(random()::text) || md5(random()::text), 'hex'), $3, now(), now(), now() + interval '1 hour')`,
        [owner.tenantId, owner.accountId, methods],
      )
    for (const methods of [
      [],
      ['password'],
      ['totp'],
      ['recovery-code'],
      ['password', 'password'],
      ['totp', 'recovery-code'],
      ['password', 'magic-link', 'totp'],
    ]) {
      await expect(insert(methods), methods.join()).rejects.toMatchObject({ constraint: 'sessions_two_factors' })
    }
    await expect(insert(['password', 'totp'])).resolves.toBeDefined()
    await expect(insert(['password', 'recovery-code'])).resolves.toBeDefined()
  })

  test('whatever is sent in whatever order, a session has two factors and was given both', async () => {
    const steps = [
      'right password',
      'wrong password',
      'right code',
      'wrong code',
      'used code',
      'recovery',
      'used recovery',
      'wait',
      'sign out',
    ] as const
    let opened = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...steps, 'right password', 'right code'), { minLength: 2, maxLength: 8 }),
        async (sequence) => {
          await world.db.owner.query('delete from beleg.login_attempts where tenant_id = $1', [owner.tenantId])
          await world.db.owner.query('delete from beleg.sessions where tenant_id = $1', [owner.tenantId])
          const browser = world.browser()
          let loginId = 'x'.repeat(64)
          let passwordGiven = false
          let lastCode = '000000'
          let spent = owner.recoveryCodes[0] ?? ''
          for (const step of sequence) {
            if (step === 'wait') world.clock.advance(11 * 60_000)
            if (step === 'wait') passwordGiven = false
            if (step === 'sign out') await browser.send(contract.signOut)
            if (step === 'wrong password') expect((await givePassword(browser, 'not the password')).status).toBe(401)
            if (step === 'right password') {
              const answer = await givePassword(browser, owner.password)
              if (answer.status === 200) loginId = answer.body.loginId
              passwordGiven ||= answer.status === 200
            }
            const before = await sessions()
            let accepted: boolean | null = null
            if (step === 'right code') {
              lastCode = world.nextCode(owner)
              accepted = (await giveCode(browser, loginId, lastCode)).status === 200
            }
            if (step === 'wrong code')
              accepted =
                (await giveCode(browser, loginId, '12345' + ((Number(world.nextCode(owner).at(-1)) + 1) % 10)))
                  .status === 200
            if (step === 'used code') accepted = (await giveCode(browser, loginId, lastCode)).status === 200
            if (step === 'recovery' || step === 'used recovery') {
              if (step === 'recovery') spent = owner.recoveryCodes.at(-1) ?? ''
              const answer = await browser.send(contract.giveLoginRecoveryCode, {
                body: { loginId, recoveryCode: spent },
              })
              accepted = answer.status === 200
              if (accepted) owner.recoveryCodes = owner.recoveryCodes.filter((code) => code !== spent)
            }
            if (accepted === true) {
              expect(passwordGiven).toBe(true)
              passwordGiven = false
              opened++
            } else if (accepted === false) expect(await sessions()).toBeLessThanOrEqual(before)
            const weak = await world.count(
              `select from beleg.sessions where tenant_id = $1 and not (methods && array['password'] and methods && array['totp', 'recovery-code'])`,
              [owner.tenantId],
            )
            expect(weak).toBe(0)
            if (!owner.recoveryCodes.length) owner.recoveryCodes = ['AAAA-AAAA-AAAA']
          }
        },
      ),
      { numRuns: 25, seed: 4711 },
    )
    // The honest way was among them.
    expect(opened).toBeGreaterThan(5)
  }, 120_000)
})

describe('codes (ASVS 6.5.1, 6.5.5)', () => {
  test('a TOTP code opens one session, and the same code in a new login opens none', async () => {
    const browser = world.browser()
    const code = world.nextCode(owner)
    expect((await giveCode(browser, (await givePassword(browser, owner.password)).body.loginId, code)).status).toBe(200)
    const before = await sessions()
    const again = await giveCode(world.browser(), (await givePassword(browser, owner.password)).body.loginId, code)
    expect([again.status, again.body.code]).toEqual([401, 'login.code_refused'])
    expect(await sessions()).toBe(before)
    expect((await world.ledger(owner.tenantId)).filter((action) => action === 'login.code_refused')).toHaveLength(1)
  })

  test('two uses of one code at the same moment open one session', async () => {
    const [a, b] = [world.browser(), world.browser()]
    const logins = [
      (await givePassword(a, owner.password)).body.loginId,
      (await givePassword(b, owner.password)).body.loginId,
    ]
    const code = world.nextCode(owner)
    const answers = await Promise.all([giveCode(a, logins[0], code), giveCode(b, logins[1], code)])
    expect(answers.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(1)
  })

  test('a code of the step before is refused, the present one is taken', async () => {
    const browser = world.browser()
    const { loginId } = (await givePassword(browser, owner.password)).body
    const old = world.nextCode(owner)
    const present = world.nextCode(owner)
    expect((await giveCode(browser, loginId, old)).body.code).toBe('login.code_refused')
    expect((await giveCode(browser, loginId, present)).status).toBe(200)
  })

  test('a recovery code works once, in any spelling, and the person is told when few are left', async () => {
    for (const code of owner.recoveryCodes.slice(0, 7)) {
      const browser = world.browser()
      const { loginId } = (await givePassword(browser, owner.password)).body
      const recoveryCode = code.toLowerCase().replaceAll('-', ' ')
      expect((await browser.send(contract.giveLoginRecoveryCode, { body: { loginId, recoveryCode } })).status).toBe(200)
    }
    const { loginId } = (await givePassword(world.browser(), owner.password)).body
    const again = await world
      .browser()
      .send(contract.giveLoginRecoveryCode, { body: { loginId, recoveryCode: owner.recoveryCodes[0] ?? '' } })
    expect([again.status, again.body.code]).toEqual([401, 'login.code_refused'])
    expect((await world.letters(owner.tenantId)).map((letter) => letter.subject)).toContain(
      'Ihre Wiederherstellungscodes gehen zur Neige',
    )
  })
})

describe('guessing (ASVS 6.3.1)', () => {
  const attacker = () => world.browser('198.51.100.7')

  test('five wrong passwords, and the sixth guess from there is dead although it is right', async () => {
    const browser = attacker()
    for (let guess = 1; guess <= 5; guess++) expect((await givePassword(browser, `wrong ${guess}`)).status).toBe(401)
    const sixth = await givePassword(browser, owner.password)
    expect([sixth.status, sixth.body.code]).toEqual([429, 'login.too_many_attempts'])
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(800)
    expect((await world.ledger(owner.tenantId)).filter((action) => action.startsWith('login.')).slice(-5)).toEqual([
      'login.refused',
      'login.refused',
      'login.refused',
      'login.refused',
      'login.stopped',
    ])
    world.clock.advance(15 * 60_000 + 1000)
    expect((await givePassword(browser, owner.password)).status).toBe(200)
  })

  test('four wrong passwords and the right one sign in', async () => {
    const browser = attacker()
    for (let guess = 1; guess <= 4; guess++) await givePassword(browser, `wrong ${guess}`)
    expect((await givePassword(browser, owner.password)).status).toBe(200)
  })

  test('six guesses at once count like six one after the other', async () => {
    const browser = attacker()
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => givePassword(browser, `wrong ${n}`)))
    expect(answers.filter((answer) => answer.status === 401).length).toBeLessThanOrEqual(5)
    expect(answers.every((answer) => answer.status === 401 || answer.status === 429)).toBe(true)
  })

  test('a stranger at hundreds of addresses is stopped, and the owner still gets in', async () => {
    let looked = 0
    await world.db.owner.query('delete from beleg.login_attempts where tenant_id = $1', [owner.tenantId])
    for (let network = 0; network < 26; network++) {
      for (let guess = 0; guess < 4; guess++) {
        if ((await givePassword(world.browser(`10.9.${network}.5`), `wrong ${guess}`)).status === 401) looked++
      }
    }
    expect(looked).toBe(100)
    expect((await givePassword(world.browser('10.9.200.5'), owner.password)).status).toBe(429)
    // At home, and abroad with the device that signed in before.
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
    const abroad = world.browser('203.0.113.99')
    abroad.device = owner.browser.device
    expect(await isSignedIn(await world.signIn(owner, abroad))).toBe(true)
    world.clock.advance(24 * 3_600_000 + 1000)
    expect((await givePassword(world.browser('10.9.200.5'), owner.password)).status).toBe(200)
  }, 60_000)

  test("another account's device token is no pass", async () => {
    const other = await world.owner()
    for (let guess = 1; guess <= 5; guess++) await givePassword(attacker(), `wrong ${guess}`)
    const browser = attacker()
    browser.device = other.browser.device
    expect((await givePassword(browser, owner.password)).status).toBe(429)
  })

  test('one password tried on many accounts from one network is stopped', async () => {
    const browser = world.browser('198.51.100.200')
    let answer = await givePassword(browser, 'Sommer2026!Sommer', newEmail())
    for (let n = 0; n < 110 && answer.status === 401; n++)
      answer = await givePassword(browser, 'Sommer2026!Sommer', newEmail())
    expect(answer.status).toBe(429)
    expect((await givePassword(world.browser('198.51.101.200'), owner.password)).status).toBe(200)
    // Somebody else's guesses in the same network do not stop a device that has signed in before.
    const neighbour = world.browser('198.51.100.201')
    expect((await givePassword(neighbour, owner.password)).status).toBe(429)
    neighbour.device = owner.browser.device
    expect(await isSignedIn(await world.signIn(owner, neighbour))).toBe(true)
    expect(neighbour.device).not.toBe(owner.browser.device)
  }, 60_000)

  test('the fifth wrong code ends the login transaction, and the owner is told that somebody knows the password', async () => {
    const browser = attacker()
    const { loginId } = (await givePassword(browser, owner.password)).body
    const right = world.nextCode(owner)
    const wrong = right === '000000' ? '000001' : '000000'
    for (let guess = 1; guess <= 5; guess++)
      expect((await giveCode(browser, loginId, wrong)).body.code).toBe('login.code_refused')
    expect((await giveCode(browser, loginId, right)).body.code).toBe('login.expired')
    // A new transaction from there does not give five more.
    const second = (await givePassword(browser, owner.password)).body.loginId
    expect((await giveCode(browser, second, world.nextCode(owner))).status).toBe(429)
    expect((await world.letters(owner.tenantId)).map((letter) => letter.subject)).toContain(
      'Falsche Codes bei der Anmeldung an Ihrem Konto',
    )
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
  })

  test('codes of one account are bounded for all strangers together', async () => {
    let looked = 0
    for (let network = 0; network < 8; network++) {
      const browser = world.browser(`10.8.${network}.5`)
      const { loginId } = (await givePassword(browser, owner.password)).body
      for (let guess = 0; guess < 4; guess++) {
        const wrong = totpCode(owner.totpSecret, world.clock.now()) === '000000' ? '000001' : '000000'
        if ((await giveCode(browser, loginId, wrong)).status === 401) looked++
      }
    }
    expect(looked).toBe(20)
    expect(await isSignedIn(await world.signIn(owner))).toBe(true)
  })
})

describe('unknown accounts (ASVS 6.3.8)', () => {
  const shown = ({ status, body }: { status: number; body: Record<string, unknown> }) => {
    const { requestId, instance, ...rest } = body
    return { status, rest, told: requestId ?? instance }
  }

  test('are answered like known ones, stopped like known ones, and take as long', async () => {
    const nobody = newEmail()
    const times: Record<string, number[]> = { known: [], unknown: [] }
    for (let guess = 1; guess <= 6; guess++) {
      const started = performance.now()
      const known = shown(await givePassword(world.browser('198.51.100.1'), 'wrong password'))
      const between = performance.now()
      const unknown = shown(await givePassword(world.browser('198.51.102.1'), 'wrong password', nobody))
      if (guess < 6) {
        times.known?.push(between - started)
        times.unknown?.push(performance.now() - between)
      }
      expect({ ...unknown, told: null }).toEqual({ ...known, told: null })
      expect(known.status).toBe(guess === 6 ? 429 : 401)
    }
    const median = (list: number[] = []) => list.toSorted((a, b) => a - b)[2] ?? 0
    const ratio = median(times.known) / median(times.unknown)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  test('a misspelt or foreign tenant is answered like an unknown account, also to somebody signed in', async () => {
    const other = await world.slugOf((await world.owner()).tenantId)
    for (const browser of [world.browser(), owner.browser]) {
      for (const tenant of ['no-such-tenant', other]) {
        const answer = await browser.send(contract.giveLoginPassword, {
          body: { tenant, email: owner.email, password: owner.password },
        })
        expect([tenant, answer.status, answer.body.code]).toEqual([tenant, 401, 'login.refused'])
      }
    }
    expect((await givePassword(world.browser(), owner.password)).status).toBe(200)
  })

  test('deactivated and merely invited accounts are answered like unknown ones', async () => {
    const employee = await world.member(owner, ['employee'])
    const invited = newEmail()
    await owner.browser.send(contract.inviteAccount, {
      body: { email: invited, name: 'Neu', roles: ['employee'], locale: 'de' },
    })
    await owner.browser.send(contract.deactivateAccount, { params: { accountId: employee.accountId } })
    for (const email of [employee.email, invited, newEmail()]) {
      const answer = await givePassword(world.browser(), employee.password, email)
      expect([answer.status, answer.body.code]).toEqual([401, 'login.refused'])
    }
  })

  test('the ledger of a wrong guess does not hold the address that was typed', async () => {
    const typed = `mistyped-${goodPassword().slice(-8)}@example.org`
    await givePassword(world.browser(), 'wrong', typed)
    expect(await world.count('select from beleg.ledger_pending where payload like $1', [`%${typed}%`])).toBe(0)
    expect((await world.ledger(owner.tenantId)).includes('login.refused')).toBe(true)
  })
})

describe('session tokens (ASVS 7.2.3, 7.2.4)', () => {
  test('are 256 random bits, differ each time, and only their hash is stored', async () => {
    const tokens = new Set<string>()
    for (let n = 0; n < 4; n++) tokens.add((await world.signIn(owner)).cookie ?? '')
    expect(tokens.size).toBe(4)
    for (const token of tokens) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(48)
      const dump = JSON.stringify((await world.db.owner.query('select * from beleg.sessions')).rows)
      expect(dump.includes(token)).toBe(false)
      expect(dump.includes(Buffer.from(token).toString('hex'))).toBe(false)
    }
  })

  test('a cookie that was there before signing in is neither kept nor alive afterwards', async () => {
    const browser = await world.signIn(owner)
    const before = browser.cookie
    await world.signIn(owner, browser)
    expect(browser.cookie).not.toBe(before)
    const fixed = world.browser()
    fixed.cookie = before
    expect(await isSignedIn(fixed)).toBe(false)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('stepping up gives a new token, and the old one is dead', async () => {
    const before = owner.browser.cookie
    await world.stepUp(owner)
    expect(owner.browser.cookie).not.toBe(before)
    const old = world.browser()
    old.cookie = before
    expect(await isSignedIn(old)).toBe(false)
    expect(await isSignedIn(owner.browser)).toBe(true)
  })

  test('a token of one tenant finds nothing in another', async () => {
    const other = await world.owner()
    const [mine, theirs] = [owner.browser.cookie ?? '', other.browser.cookie ?? '']
    const mixed = world.browser()
    mixed.cookie = Buffer.concat([
      Buffer.from(theirs, 'base64url').subarray(0, 16),
      Buffer.from(mine, 'base64url').subarray(16),
    ]).toString('base64url')
    expect(await isSignedIn(mixed)).toBe(false)
    expect(await isSignedIn(owner.browser)).toBe(true)
  })
})
