/** What the process writes to its log, at its most talkative, holds no secret of anybody. */
import { createApiKey, giveLoginPassword, giveLoginTotp, signOut } from '#modules/identity/contract.ts'
import { totpCode } from '#modules/identity/rules.ts'
import { createLog } from '#platform/log/log.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { startHouse, type House } from '#test/house.ts'
import { gatherLines, send, upload } from './world.ts'

const { lines, destination } = gatherLines()
let house: House
afterAll(() => house.stop())

describe('the log', () => {
  it(
    'of enrolment, sign-in, keys, evidence and everything that fails about them holds no secret',
    { timeout: 180_000 },
    async () => {
      house = await startHouse({}, { log: createLog({ level: 'trace', process: 'test', destination }) })
      const link = house.running.firstRun.enrolment?.url ?? ''
      const ada = await house.enrolAdministrator()
      const cookies = [ada.cookie()]
      const key = await ada.client.call(createApiKey, {
        body: { name: 'logs', permissions: ['evidence:push'], days: 1 },
      })
      const evidence = {
        source: { system: 'directory', id: 'run-1' },
        class: 'machine',
        observedFrom: '2026-01-02T03:00:00Z',
        observedTo: '2026-01-02T03:04:00Z',
        facts: [],
      }
      expect((await send(house.baseUrl, 'POST', '/api/evidence', { key: key.secret, json: evidence })).status).toBe(201)
      const content = 'Für alle Konten ist Mehr-Faktor-Authentisierung verpflichtend. Streng vertraulicher Satz.'
      await upload(house.baseUrl, '/api/statements', ada, 'gut.md', content)
      await upload(house.baseUrl, '/api/statements', ada, 'schlecht.exe', content)

      // Everything that is refused, cut short or breaks is logged the most.
      const wrong = {
        password: 'Ein falsches Passwort-4711',
        code: '918273',
        token: 'beleg_falscher-schluessel-0815',
        enrolment: 'falscher-link-2342',
      }
      const at = (path: string, json: unknown, headers = {}) => send(house.baseUrl, 'POST', path, { json, headers })
      await at('/api/login/password', { email: ada.email, password: wrong.password })
      await at('/api/login/password', { email: ada.email, password: { nested: wrong.password }, extra: wrong.code })
      await at('/api/login/totp', { loginId: wrong.enrolment, code: wrong.code })
      await at(`/api/enrolment/${wrong.enrolment}/password`, { name: 'x', password: wrong.password, locale: 'de' })
      await send(house.baseUrl, 'POST', '/api/evidence', { key: wrong.token, json: evidence })
      await send(house.baseUrl, 'POST', '/api/login/password', {
        raw: `{"email":"a","password":"${wrong.password}`,
        headers: { 'content-type': 'application/json' },
      })
      await send(house.baseUrl, 'GET', `/api/session?token=${wrong.token}`, {
        headers: { cookie: `__Host-beleg=${wrong.token}` },
      })

      await ada.client.call(signOut)
      const login = await ada.client.call(giveLoginPassword, { body: { email: ada.email, password: ada.password } })
      const code = totpCode(ada.totpSecret, new Date())
      await ada.client.call(giveLoginTotp, { body: { loginId: login.loginId, code } }).catch(() => {})
      cookies.push(ada.cookie())

      // A broken table makes the statements themselves fail, with what they carried.
      await house.owner.query(
        'alter table beleg.sign_ins rename to sign_ins_away; alter table beleg.login_attempts rename to login_attempts_away',
      )
      await at('/api/login/password', { email: ada.email, password: wrong.password })
      await send(house.baseUrl, 'POST', '/api/evidence', {
        key: key.secret,
        json: { ...evidence, source: { system: 'directory', id: 'run-2' } },
      })
      await house.owner.query(
        'alter table beleg.sign_ins_away rename to sign_ins; alter table beleg.login_attempts_away rename to login_attempts',
      )

      const log = lines.join('')
      expect(lines.length).toBeGreaterThan(20)
      const secrets = {
        password: ada.password,
        totpSecret: ada.totpSecret,
        code,
        key: key.secret,
        enrolment: link.split('/').at(-1) ?? '',
        loginId: login.loginId,
        content: 'Streng vertraulicher Satz',
        ...Object.fromEntries(ada.recoveryCodes.map((one, index) => [`recovery code ${index}`, one])),
        ...Object.fromEntries(
          cookies.filter((one) => one !== '').map((one, index) => [`cookie ${index}`, one.split('=')[1] ?? '']),
        ),
        ...Object.fromEntries(Object.entries(wrong).map(([name, value]) => [`wrong ${name}`, value])),
      }
      const leaked = Object.entries(secrets).filter(([, value]) => value.length >= 6 && log.includes(value))
      expect(
        leaked.map(([name, value]) => `${name}: ${lines.find((line) => line.includes(value))?.slice(0, 400)}`),
      ).toEqual([])
      // Encoded it would be one all the same.
      for (const [name, value] of Object.entries(secrets)) {
        if (value.length < 12) continue
        for (const form of [
          Buffer.from(value).toString('base64url').slice(2, -4),
          Buffer.from(value).toString('hex'),
          encodeURIComponent(value),
        ]) {
          expect(log.includes(form), name).toBe(false)
        }
      }
    },
  )

  it('is one JSON object a line, also of what went wrong', () => {
    for (const line of lines.join('').trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })
})
