/**
 * The stage for the matrix: one company with somebody in every role, another company with an owner, the real server
 * over the whole table of routes, and a clock that moves when a code is needed.
 */
import { sessionCookieName } from '#app/http/cookie.ts'
import type { Context } from '#core/context.ts'
import type { Module, Route, Specimen } from '#core/module.ts'
import { coreManifest } from '#core/manifest.ts'
import { measures } from '#catalog/measures.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import { assetModule } from '#modules/asset/module.ts'
import { attestationModule } from '#modules/attestation/module.ts'
import { caseModule } from '#modules/case/module.ts'
import { documentModule } from '#modules/document/module.ts'
import { identityModule } from '#modules/identity/module.ts'
import { privacyModule } from '#modules/privacy/module.ts'
import { statementModule } from '#modules/statement/module.ts'
import { todayModule } from '#modules/today/module.ts'
import { trustCentreModule } from '#modules/trust-centre/module.ts'
import { viewModule } from '#modules/view/module.ts'
import { supplierModule } from '#modules/supplier/module.ts'
import { workforceModule } from '#modules/workforce/module.ts'
import { type BuiltInRole, builtInRoles, permissionsOf } from '#core/permission.ts'
import { createSyntheticAccount, type SyntheticAccount } from '#modules/identity/actions/begin.ts'
import { openSession } from '#modules/identity/actions/session.ts'
import { lockAccount } from '#modules/identity/store/account.ts'
import { changedTables, printTables } from '#modules/isolation/store.ts'
import { createIsolationWorld, type IsolationWorld } from '#modules/isolation/spec/example.ts'
import { encodeBody } from '#modules/isolation/wire.ts'
import { dutyModule } from '#modules/duty/module.ts'
import { frameworkModule } from '#modules/framework/module.ts'
import { measureModule } from '#modules/measure/module.ts'
import { personRecordModule } from '#modules/person-record/module.ts'
import { questionnaireModule } from '#modules/questionnaire/module.ts'
import { ledgerModule } from '#modules/ledger/module.ts'
import { siemModule } from '#modules/siem/module.ts'
import { giveSupportGrant } from '#modules/support/actions/grant.ts'
import { enterTenant } from '#modules/support/contract.ts'
import { supportModule } from '#modules/support/module.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { createFakeClock, type FakeClock } from '#platform/clock/clock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { urlOf } from '#platform/http/client.ts'
import { sql } from 'kysely'

/** Where the fake clock of the stage stands at first; the database has to be opened with the same one. */
export const createStageClock = (): FakeClock => createFakeClock(new Date('2026-03-02T08:00:00Z'))

export interface Player {
  readonly role: BuiltInRole
  readonly tenantId: string
  readonly account: { -readonly [K in keyof SyntheticAccount]: SyntheticAccount[K] }
}

export interface Session {
  readonly cookie: string
  readonly sessionId: string
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The problem's code; null when it is none. */
  readonly code: string | null
  readonly pointers: readonly string[]
}

export interface Stage {
  readonly world: IsolationWorld
  readonly clock: FakeClock
  readonly tenantId: string
  readonly slug: string
  /** Somebody of the company in each role. */
  readonly players: ReadonlyMap<BuiltInRole, Player>
  /** The owner of another company. */
  readonly stranger: Player
  /** Who audits that company. */
  readonly strangersAuditor: Player
  /** Lets somebody play a role in a tenant. */
  cast(tenantId: string, role: BuiltInRole): Promise<Player>
  /** A session with a fresh second factor, without the cost of signing in. */
  openSession(player: Player): Promise<Session>
  /** A session of an operator who has just entered the stranger's company as support. */
  openSupport(): Promise<Session>
  /** A grant of the stranger's company that operators may enter through. */
  giveGrant(): Promise<string>
  /** Makes a session's second factor eleven minutes old. */
  letStepUpAge(session: Session): Promise<void>
  /** Runs as a person of the company, or as the house itself. */
  within<T>(
    tenantId: string,
    player: Player | null,
    session: Session | null,
    work: (context: Context) => Promise<T>,
  ): Promise<T>
  plant(route: Route, player: Player, session: Session): Promise<Specimen>
  send(
    endpoint: Endpoint,
    request: Partial<Specimen>,
    cookie: string | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
  sendMethod(method: string, path: string, cookie: string): Promise<Reply>
  /**
   * Tables in which something of the company, or of the named tenant, changed while the function ran, how many refusals
   * it recorded there, and how many entries of support.
   */
  watch(
    work: () => Promise<void>,
    tenantId?: string,
  ): Promise<{ changed: string[]; refusals: number; ofSupport: number }>
  close(): Promise<void>
}

/** The table of routes that a stage has, without an instance. */
export function composeStage(): Registry {
  const registry: Registry = createRegistry(
    [
      coreManifest(() => registry),
      identityModule(() => registry),
      statementModule(() => registry),
      caseModule(() => registry),
      todayModule(() => registry),
      privacyModule,
      viewModule(() => registry),
      workforceModule,
      assetModule,
      documentModule(() => registry),
      ...furtherModules(() => registry),
    ],
    measures,
  )
  return registry
}

/** What the world of isolation leaves out and has routes. */
function furtherModules(registry: () => Registry): Module[] {
  return [
    ledgerModule(registry),
    siemModule(null),
    supportModule,
    trustCentreModule(registry, []),
    attestationModule(registry),
    supplierModule,
    dutyModule(registry),
    measureModule(registry),
    personRecordModule(registry),
    frameworkModule(registry),
    questionnaireModule(registry),
  ]
}

export async function createStage(database: Database, clock: FakeClock): Promise<Stage> {
  const registryOf = (): IsolationWorld['registry'] => world.registry
  const world: IsolationWorld = await createIsolationWorld(database, {
    clock,
    modules: furtherModules(registryOf),
  })
  const { services, registry, server } = world
  // The tenant of the instance itself: no other may call everything.
  const tenantId = world.platformTenantId
  const otherId = await world.createTenant()

  const within: Stage['within'] = (tenant, player, session, work) =>
    database.withTenant(tenant, (tx) =>
      work({
        tx,
        services,
        origin: { requestId: 'matrix', address: '127.0.0.1', userAgent: 'matrix' },
        actor:
          player === null || session === null
            ? { kind: 'system', tenantId: tenant, name: 'matrix', locale: 'en' }
            : {
                kind: 'account',
                tenantId: tenant,
                accountId: player.account.accountId,
                personId: player.account.personId,
                sessionId: session.sessionId,
                roles: [player.role],
                permissions: permissionsOf(
                  registry.permissions,
                  [player.role],
                  tenant === world.platformTenantId ? 'platform' : 'company',
                ),
                locale: 'en',
                stepUpAt: clock.now(),
              },
      }),
    )
  const anonymously = <T>(tenant: string, work: (context: Context) => Promise<T>) =>
    within(tenant, null, null, (context) =>
      work({ ...context, actor: { kind: 'anonymous', tenantId: tenant, locale: 'en' } }),
    )
  const cast = async (tenant: string, role: BuiltInRole): Promise<Player> => ({
    role,
    tenantId: tenant,
    account: { ...(await anonymously(tenant, (context) => createSyntheticAccount(context, { roles: [role] }))) },
  })

  const players = new Map<BuiltInRole, Player>()
  for (const role of builtInRoles) players.set(role, await cast(tenantId, role))
  const stranger = await cast(otherId, 'owner')
  const strangersAuditor = await cast(otherId, 'auditor')
  await within(tenantId, null, null, async (context) => {
    const { id } = await draftStatement(
      context,
      Buffer.from('# Statement\n\nAll accounts use two factors.\n'),
      'statement.md',
      'en',
      null,
    )
    await publishOwn(context, registry, id)
  })
  const { slug } = await database.withPlatform('matrix', (tx) =>
    tx.db.selectFrom('tenants').select('slug').where('id', '=', tenantId).executeTakeFirstOrThrow(),
  )

  // Of the ledger, to which every attempt adds, entries are counted instead.
  const look = (tenant: string) =>
    database.withTenant(tenant, async (tx) => {
      const prints = await printTables(tx, ['ledger_pending'])
      const { rows } = await sql<{ refusals: number; of_support: number }>`
        select count(*) filter (where action = 'access.refused')::int as refusals,
          count(*) filter (where starts_with(payload, '{"who":{"kind":"support"'))::int as of_support
        from beleg.ledger_pending`.execute(tx.db)
      return { prints, refusals: rows[0]?.refusals ?? 0, ofSupport: rows[0]?.of_support ?? 0 }
    })
  const inject = async (options: object): Promise<Reply> => {
    const response = await server.inject({ remoteAddress: '127.0.0.1', ...options })
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    const problem =
      response.body !== '' && headers['content-type']?.startsWith('application/problem+json')
        ? (JSON.parse(response.body) as { code?: string; issues?: { pointer: string }[] })
        : null
    return {
      status: response.statusCode,
      headers,
      body: response.body,
      code: problem?.code ?? null,
      pointers: (problem?.issues ?? []).map((issue) => issue.pointer),
    }
  }

  const sitDown: Stage['openSession'] = (player) =>
    anonymously(player.tenantId, async (context) => {
      const account = await lockAccount(context.tx, player.account.accountId)
      if (!account) throw new Error(`the account of ${player.role} is gone`)
      const { token, sessionId } = await openSession(context, account, ['password', 'totp'])
      return { cookie: `${sessionCookieName}=${token}`, sessionId }
    })

  const stage: Stage = {
    world,
    clock,
    tenantId,
    slug,
    players,
    stranger,
    strangersAuditor,
    cast,
    within,
    openSession: sitDown,
    openSupport: async () => {
      const grantId = await stage.giveGrant()
      const session = await sitDown(players.get('owner') ?? stranger)
      const entered = await stage.send(enterTenant, { body: { grantId, reason: 'matrix' } }, session.cookie)
      if (entered.status !== enterTenant.success) throw new Error(`support was not let in: ${entered.body}`)
      return session
    },
    giveGrant: async () => {
      const session = await sitDown(stranger)
      const grant = await within(stranger.tenantId, stranger, session, (context) =>
        giveSupportGrant(context, { reason: 'matrix', hours: 72 }),
      )
      return grant.grantId
    },
    letStepUpAge: ({ sessionId }) =>
      within(tenantId, null, null, async ({ tx }) => {
        const at = new Date(clock.now().getTime() - 11 * 60_000)
        await sql`update beleg.sessions set step_up_at = ${at} where tenant_id = ${tenantId} and id = ${sessionId}`.execute(
          tx.db,
        )
      }),
    plant: (route, player, session) => {
      const { specimen } = route
      if (!specimen) throw new Error(`${route.endpoint.id} has no specimen`)
      return within(player.tenantId, player, session, specimen)
    },
    send: (endpoint, request, cookie, headers = {}) => {
      const { content, type } = encodeBody(endpoint, request)
      return inject({
        method: endpoint.method,
        url: urlOf(endpoint, { params: request.params ?? {}, query: request.query ?? {} }),
        headers: {
          host: 'beleg.example',
          'accept-language': 'en',
          ...(cookie && { cookie }),
          ...(type && { 'content-type': type }),
          ...headers,
        },
        ...(content && { payload: content }),
      })
    },
    sendMethod: (method, path, cookie) => inject({ method, url: path, headers: { host: 'beleg.example', cookie } }),
    watch: async (work, tenant = tenantId) => {
      const before = await look(tenant)
      await work()
      const after = await look(tenant)
      return {
        changed: changedTables(before.prints, after.prints),
        refusals: after.refusals - before.refusals,
        ofSupport: after.ofSupport - before.ofSupport,
      }
    },
    close: () => world.close(),
  }
  return stage
}
