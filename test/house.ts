/**
 * A whole instance inside the test's own process, for tests that have to reach behind it: embedded PostgreSQL, server
 * and worker in a temporary data directory, people who enrol as everybody does, over HTTP. Nothing of it is mocked.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#app/config.ts'
import { startInstance, type Running } from '#app/start.ts'
import { listOutbox, readMail } from '#core/mail/contract.ts'
import type { BuiltInRole } from '#core/permission.ts'
import {
  giveEnrolmentPassword,
  giveEnrolmentTotp,
  giveLoginPassword,
  giveLoginRecoveryCode,
  inviteAccount,
  stepUp,
} from '#modules/identity/contract.ts'
import { recoveryCodesLow, totpCode } from '#modules/identity/rules.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { createClient, type Client } from '#platform/http/client.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import pg from 'pg'

export interface Inhabitant {
  readonly email: string
  readonly password: string
  readonly totpSecret: string
  readonly recoveryCodes: readonly string[]
  /** Calls as this person. */
  readonly client: Client
  /** Signs in again, after the session was ended; by the last recovery code, so that nobody waits for the next TOTP. */
  signIn(): Promise<void>
  /** Gives a fresh second factor: the last recovery code. */
  stepUp(): Promise<void>
  /** The session cookie, for a browser. */
  cookie(): string
}

export interface House {
  readonly running: Running
  readonly baseUrl: string
  readonly dataDirectory: string
  readonly platformTenantId: string
  /** The owner of the database: past the application, for sabotage and for looking behind the doors. */
  readonly owner: pg.Client
  /** The first administrator, by the link that the start printed. */
  enrolAdministrator(): Promise<Inhabitant>
  /** Somebody invited by an administrator whose second factor is fresh (as after enrolling), by the link in the outbox. */
  invite(administrator: Inhabitant, given: { name: string; roles: BuiltInRole[] }): Promise<Inhabitant>
  stop(): Promise<void>
}

/** Starts one; takes about three seconds. */
export async function startHouse(
  environment: Readonly<Record<string, string>> = {},
  options: { log?: Log; clock?: Clock } = {},
): Promise<House> {
  const directory = await mkdtemp(join(tmpdir(), 'beleg-house-'))
  // As root the database runs as another user, who has to get through.
  await chmod(directory, 0o711)
  const dataDirectory = join(directory, 'data')
  const config = readConfig({
    BELEG_DATA: dataDirectory,
    BELEG_HTTP: '127.0.0.1:0',
    BELEG_HTTPS: '127.0.0.1:0',
    ...environment,
  })
  const log = options.log ?? createLog({ level: process.env.BELEG_TEST_LOG ?? 'fatal', process: 'test' })
  const running = await startInstance(config, { log, environment, ...(options.clock && { clock: options.clock }) })
  const listener = running.listeners.find(({ protocol }) => protocol === 'http')
  const baseUrl = `http://localhost:${listener?.port}`
  if (!running.instance.embedded) throw new Error('the house brings its own database')
  const owner = new pg.Client({
    ...running.instance.embedded.connection('beleg_owner'),
    options: '-c search_path=beleg,public',
  })
  owner.on('error', () => {})
  await owner.connect()
  await owner.query(`set beleg.every_tenant = 'on'`)
  return {
    running,
    baseUrl,
    dataDirectory,
    platformTenantId: running.firstRun.platformTenantId,
    owner,
    enrolAdministrator: () =>
      enrol(baseUrl, running.firstRun.enrolment?.url ?? '', { name: 'Ada Admin', email: 'ada@example.com' }),
    async invite(administrator, { name, roles }) {
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`
      await administrator.client.call(inviteAccount, { body: { email, name, roles, locale: 'de' } })
      const { items } = await administrator.client.call(listOutbox)
      const mail = await administrator.client.call(readMail, { params: { mailId: items[0]?.id ?? '' } })
      return enrol(baseUrl, /https?:\/\/\S+\/enrol\/\S+/.exec(mail.text)?.[0] ?? '', { name, email })
    },
    async stop() {
      await owner.end().catch(() => {})
      await running.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Somebody who follows an enrolment link, as everybody does. */
export async function enrol(
  baseUrl: string,
  link: string,
  given: { name: string; email: string; headers?: Readonly<Record<string, string>> },
): Promise<Inhabitant> {
  const token = link.split('/').at(-1) ?? ''
  const password = `Ein langes ${crypto.randomUUID()}`
  const jar = { cookie: '' }
  const client = createClient({ baseUrl, fetch: withCookie(jar, given.headers), locale: () => 'de' })
  // Only the first administrator states an address; everybody else was invited at theirs.
  const stated = given.email.startsWith('ada@') ? { email: given.email } : {}
  const setup = await client.call(giveEnrolmentPassword, {
    params: { token },
    body: { name: given.name, password, locale: 'de', ...stated },
  })
  // A code of the last seconds of a step would be refused when it arrives in the next.
  while (new Date().getTime() % 30_000 > 26_000) await new Promise((resolve) => setTimeout(resolve, 250))
  const enrolled = await client.call(giveEnrolmentTotp, {
    params: { token },
    body: { code: totpCode(setup.secret, new Date()) },
  })
  const codesLeft = [...enrolled.recoveryCodes]
  const lastCode = () => {
    // The rest stay for the spec; few of them left would send a letter of their own.
    if (codesLeft.length <= recoveryCodesLow + 1) throw new Error('this spec signs in more often than there are codes')
    return codesLeft.pop() ?? ''
  }
  return {
    email: given.email,
    password,
    totpSecret: setup.secret,
    recoveryCodes: enrolled.recoveryCodes,
    client,
    cookie: () => jar.cookie,
    async signIn() {
      const login = await client.call(giveLoginPassword, { body: { email: given.email, password } })
      await client.call(giveLoginRecoveryCode, { body: { loginId: login.loginId, recoveryCode: lastCode() } })
    },
    async stepUp() {
      await client.call(stepUp, { body: { recoveryCode: lastCode() } })
    },
  }
}

function withCookie(jar: { cookie: string }, sent: Readonly<Record<string, string>> = {}): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    for (const [name, value] of Object.entries(sent)) headers.set(name, value)
    if (jar.cookie !== '') headers.set('cookie', jar.cookie)
    const answer = await fetch(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.cookie = /Max-Age=0/i.test(line) ? '' : pair
    }
    return answer
  }
}
