/**
 * A world for the specs of identity: a real database, the real HTTP server over the module's routes, a clock that the
 * spec moves, and people with browsers. Letters are read from the outbox, as their addressees would.
 */
import { createLedgerWriter } from '#core/ledger/writer.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { buildServer } from '#app/http/server.ts'
import { readCookie, sessionCookieName } from '#app/http/cookie.ts'
import { identityAccessMeasures } from '#catalog/measures/identity-access.ts'
import type { Actor, Context, Services } from '#core/context.ts'
import { defaultWorkCalendar } from '#core/deadline/deadline.ts'
import { mailColumns } from '#core/mail/send.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import type { Blobs } from '#platform/blob/blob.ts'
import { createFakeClock, type FakeClock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { urlOf } from '#platform/http/client.ts'
import { createTexts } from '#platform/i18n/texts.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { randomBytes } from 'node:crypto'
import { authenticate, findNamedTenant } from '../actions/authenticate.ts'
import { createFirstEnrolment } from '../actions/begin.ts'
import { readPersonNames } from '../actions/people.ts'
import * as contract from '../contract.ts'
import { de } from '../locale/de.ts'
import { en } from '../locale/en.ts'
import { identityModule } from '../module.ts'
import { lifetimes, totpCode } from '../rules.ts'

export interface Answer {
  readonly status: number
  // JSON as it came back; specs assert it field by field.
  readonly body: ReturnType<typeof JSON.parse>
  readonly headers: Readonly<Record<string, unknown>>
}

/** Somebody's browser at some address: keeps the session cookie and the device token. */
export interface Browser {
  cookie: string | null
  device: string | undefined
  readonly address: string
  send(
    endpoint: Endpoint,
    request?: { params?: object; query?: object; body?: object; bearer?: string },
  ): Promise<Answer>
}

export interface Enrolled {
  readonly tenantId: string
  readonly accountId: string
  readonly personId: string
  readonly email: string
  readonly password: string
  totpSecret: string
  recoveryCodes: string[]
  readonly browser: Browser
}

export interface World {
  readonly db: TestDatabase
  readonly clock: FakeClock
  readonly services: Services
  readonly registry: Registry
  close(): Promise<void>
  createTenant(kind?: 'platform' | 'company'): Promise<string>
  slugOf(tenantId: string): Promise<string>
  browser(address?: string): Browser
  /** A context of the system in a tenant. */
  asSystem<T>(tenantId: string, work: (context: Context) => Promise<T>): Promise<T>
  /** The one-time token of the newest letter to an address. */
  linkFor(tenantId: string, email: string): Promise<string>
  letters(tenantId: string): Promise<{ to: string; subject: string; text: string }[]>
  /** Enrols by link; `given.email` for the first administrator. */
  enrol(token: string, given: { email: string; first?: boolean; name?: string; browser?: Browser }): Promise<Enrolled>
  /** The owner of a new tenant. */
  owner(kind?: 'platform' | 'company'): Promise<Enrolled>
  /** Somebody whom `by` invited and who has enrolled. */
  member(by: Enrolled, roles: readonly BuiltInRole[], email?: string): Promise<Enrolled>
  /** Moves to the next step and returns its code. */
  nextCode(person: Enrolled): string
  signIn(person: Enrolled, browser?: Browser): Promise<Browser>
  stepUp(person: Enrolled): Promise<void>
  /** Actions in the ledger of a tenant, oldest first. */
  ledger(tenantId: string): Promise<string[]>
  /** One number by one statement, behind the doors. */
  count(sql: string, values?: unknown[]): Promise<number>
}

export const goodPassword = () => `korrekt Pferd ${randomBytes(6).toString('hex')}`
let people = 0
export const newEmail = () => `person${++people}@example.org`

export async function createWorld(): Promise<World> {
  const clock = createFakeClock(new Date('2026-03-02T08:00:00Z'))
  const db = await createTestDatabase({ clock })
  const custodian = createCustodian('environment', randomBytes(32), true)
  const vault = createVault({ custodian, database: db.database, clock })
  const texts = createTexts([{ de, en }])
  const services: Services = {
    clock,
    database: db.database,
    vault,
    // No route of this module touches files.
    blobs: {} as Blobs,
    personKeys: createPersonKeys(),
    ledgerWriter: createLedgerWriter(db.database),
    log: testLog,
    texts,
    mailTransport: null,
    personNames: (tx, ids) => readPersonNames(vault, tx, ids),
    accountNames: async () => new Map(),
    registeredPerson: async () => null,
    workCalendar: async () => defaultWorkCalendar,
    publicUrl: 'https://beleg.example',
  }
  const registry: Registry = createRegistry([identityModule(() => registry)], identityAccessMeasures)
  const fallback = await newTenant('company')
  const server = await buildServer({
    services,
    texts,
    routes: registry.routes,
    pages: [],
    trustedProxies: [],
    stepUpMs: lifetimes.stepUpMs,
    subscribe: async () => {},
    authenticate: async (request): Promise<Actor> => {
      const known = await authenticate(services, registry.permissions, {
        cookie: readCookie(request.headers.cookie, sessionCookieName),
        authorization: request.headers.authorization ?? null,
      })
      if (known) return known
      const named = { ...(request.body as object | null), ...(request.params as object) }
      return { kind: 'anonymous', tenantId: (await findNamedTenant(services, named)) ?? fallback, locale: 'de' }
    },
  })

  async function newTenant(kind: 'platform' | 'company'): Promise<string> {
    const id = await db.createTenant(kind)
    await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, id))
    return id
  }

  const world: World = {
    db,
    clock,
    services,
    registry,
    close: async () => {
      await server.close()
      await db.close()
    },
    createTenant: (kind = 'company') => newTenant(kind),
    slugOf: async (tenantId) => {
      const { rows } = await db.owner.query<{ slug: string }>('select slug from beleg.tenants where id = $1', [
        tenantId,
      ])
      return rows[0]?.slug ?? ''
    },
    browser: (address = '192.0.2.10') => {
      const self: Browser = {
        cookie: null,
        device: undefined,
        address,
        send: async (endpoint, request = {}) => {
          const response = await server.inject({
            method: endpoint.method,
            url: urlOf(endpoint, { params: { ...request.params }, query: { ...request.query } }),
            remoteAddress: address,
            headers: {
              host: 'beleg.example',
              ...(self.cookie === null || request.bearer ? {} : { cookie: `${sessionCookieName}=${self.cookie}` }),
              ...(request.bearer ? { authorization: `Bearer ${request.bearer}` } : {}),
            },
            ...(request.body && { payload: request.body }),
          })
          for (const set of [response.headers['set-cookie'] ?? []].flat()) {
            if (set.startsWith(`${sessionCookieName}=`))
              self.cookie = readCookie(set.split(';')[0], sessionCookieName) || null
          }
          const body = response.body === '' ? null : JSON.parse(response.body)
          if (typeof body?.device === 'string') self.device = body.device
          return { status: response.statusCode, body, headers: response.headers }
        },
      }
      return self
    },
    asSystem: (tenantId, work) =>
      db.database.withTenant(tenantId, (tx) =>
        work({
          tx,
          services,
          actor: { kind: 'system', name: 'spec', tenantId, locale: 'de' },
          origin: { requestId: 'spec', address: '192.0.2.10', userAgent: null },
        }),
      ),
    letters: (tenantId) =>
      db.database.withTenant(tenantId, async (tx) => {
        const keys = await vault.keysOf(tx)
        const rows = await tx.db
          .selectFrom('mails')
          .select(['id', 'recipient', 'subject', 'body'])
          .orderBy('id')
          .execute()
        return rows.map((row) => ({
          to: keys.openText(mailColumns.recipient(row.id), row.recipient),
          subject: row.subject,
          text: keys.openText(mailColumns.body(row.id), row.body),
        }))
      }),
    linkFor: async (tenantId, email) => {
      const letters = (await world.letters(tenantId)).filter(
        (letter) => letter.to === email && letter.text.includes('/enrol/'),
      )
      return /\/enrol\/(\S+)/.exec(letters.at(-1)?.text ?? '')?.[1] ?? 'no letter'
    },
    enrol: async (token, { email, first = false, name = 'Erika Beispiel', browser = world.browser() }) => {
      const password = goodPassword()
      const given = await browser.send(contract.giveEnrolmentPassword, {
        params: { token },
        body: { name, password, locale: 'de', ...(first && { email }) },
      })
      if (given.status !== 200) throw new Error(`enrolling failed: ${JSON.stringify(given)}`)
      const totpSecret: string = given.body.secret
      const confirmed = await browser.send(contract.giveEnrolmentTotp, {
        params: { token },
        body: { code: totpCode(totpSecret, clock.now()) },
      })
      if (confirmed.status !== 201) throw new Error(`confirming failed: ${JSON.stringify(confirmed)}`)
      const { body } = await browser.send(contract.readSession)
      return {
        tenantId: body.tenant.id,
        accountId: body.accountId,
        personId: body.personId,
        email,
        password,
        totpSecret,
        recoveryCodes: confirmed.body.recoveryCodes,
        browser,
      }
    },
    owner: async (kind = 'company') => {
      const tenantId = await newTenant(kind)
      const link = await world.asSystem(tenantId, createFirstEnrolment)
      return world.enrol(link?.url.split('/enrol/')[1] ?? '', { email: newEmail(), first: true })
    },
    member: async (by, roles, email = newEmail()) => {
      const body = { email, name: 'Max Muster', roles: [...roles], locale: 'de' }
      const invited = await by.browser.send(contract.inviteAccount, { body })
      if (invited.status !== 201) throw new Error(`inviting failed: ${JSON.stringify(invited)}`)
      return world.enrol(await world.linkFor(by.tenantId, email), { email })
    },
    nextCode: (person) => {
      clock.advance(30_000)
      return totpCode(person.totpSecret, clock.now())
    },
    signIn: async (person, browser = world.browser()) => {
      const opened = await browser.send(contract.giveLoginPassword, {
        body: {
          tenant: await world.slugOf(person.tenantId),
          email: person.email,
          password: person.password,
          ...(browser.device && { device: browser.device }),
        },
      })
      if (opened.status !== 200) throw new Error(`the password was not taken: ${JSON.stringify(opened)}`)
      const done = await browser.send(contract.giveLoginTotp, {
        body: { loginId: opened.body.loginId, code: world.nextCode(person) },
      })
      if (done.status !== 200) throw new Error(`the code was not taken: ${JSON.stringify(done)}`)
      return browser
    },
    stepUp: async (person) => {
      const done = await person.browser.send(contract.stepUp, { body: { code: world.nextCode(person) } })
      if (done.status !== 200) throw new Error(`stepping up failed: ${JSON.stringify(done)}`)
    },
    ledger: async (tenantId) => {
      const { rows } = await db.owner.query<{ action: string }>(
        'select action from beleg.ledger_pending where tenant_id = $1 order by recorded_at, id',
        [tenantId],
      )
      return rows.map((row) => row.action)
    },
    count: async (sql, values = []) => {
      const { rows } = await db.owner.query<{ n: number }>(`select count(*)::int as n from (${sql}) counted`, values)
      return rows[0]?.n ?? 0
    },
  }
  return world
}
