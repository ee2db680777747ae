/**
 * The collector `ledger.admin-actions`: does what every route with a specimen does, as an administrator of a canary
 * tenant, inside a transaction that is always rolled back, and reads out of the ledger's table what it left there. What
 * a route declares to leave has to be among it. Routes without a specimen are known by their declaration, which the
 * edge enforces: a change without an entry does not commit.
 */
import { createPassingKeys } from '#core/ledger/person-key.ts'
import { forgetRecorded, writeRecorded } from '#core/ledger/record.ts'
import type { Collector, ObservedFact } from '#core/collector.ts'
import type { Context, Services } from '#core/context.ts'
import type { Reply, Route } from '#core/module.ts'
import { permissionsOf } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { createSyntheticAccount } from '#modules/identity/actions/begin.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { sql } from 'kysely'
import { factTypes, type ActionFact } from './contract.ts'

/** Tries the routes of the registry that it is handed late, because it is part of it. */
export function adminActionsCollector(registry: () => Registry): Collector {
  return {
    id: 'ledger.admin-actions',
    query:
      'what every route declares to leave in the ledger, and what it leaves when an administrator of a canary tenant uses it',
    version: '1',
    everyMs: 30_000,
    detectsWithinMs: 55_000,
    observe: async ({ services, tenants, signal }) => {
      const canary = tenants.findLast((tenant) => tenant.canary)
      // The canary's tenants are made by its first look; until then nothing was tried.
      if (!canary) throw new Problem(503, 'ledger.no_canary')
      const { routes } = registry()
      const left = await tryRoutes(services, registry(), canary.id, signal)
      if (left.size === 0) throw new Problem(503, 'ledger.nothing_tried')
      const facts = routes.map((route) => factOf(route, left.get(route) ?? null))
      return {
        facts,
        populations: [
          {
            factType: factTypes.action,
            expected: new Set(routes.map(nameOf)).size,
            seen: facts.length,
            reconciledAgainst: 'the table of routes',
          },
        ],
      }
    },
  }
}

function nameOf({ endpoint }: Route): string {
  return `${endpoint.method} ${endpoint.path}`
}

function factOf(route: Route, left: readonly string[] | null): ObservedFact {
  const { audit, method } = route.endpoint
  const data: ActionFact = {
    changes: method !== 'GET',
    declared: 'entry' in audit ? 'entry' : 'reads' in audit ? 'reads' : 'none',
    action: 'entry' in audit ? audit.entry : 'reads' in audit ? audit.reads : null,
    left: left === null ? null : [...new Set(left)].toSorted(),
  }
  return { subject: { kind: 'route', externalId: nameOf(route) }, type: factTypes.action, data }
}

const noReply: Reply = { setSession: () => {}, header: () => {} }

class RolledBack extends Error {
  constructor() {
    super('rolled back on purpose')
  }
}

/** The actions of the entries that each route left which could be tried. Nothing of it stays. */
async function tryRoutes(
  services: Services,
  registry: Registry,
  tenantId: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<Route, readonly string[]>> {
  const left = new Map<Route, readonly string[]>()
  try {
    await services.database.withTenant(tenantId, async (tx) => {
      const context = await administrator(services, registry, { tx, tenantId })
      for (const route of registry.routes) {
        signal.throwIfAborted()
        // Files are stored outside of the transaction and would stay.
        if (!route.specimen || !('entry' in route.endpoint.audit) || route.endpoint.upload) continue
        await writeRecorded(tx)
        await sql`savepoint before_route`.execute(tx.db)
        try {
          left.set(route, await tryRoute(context, route, route.specimen))
        } catch (error) {
          // A route that refuses its own specimen was not tried; the matrix of routes sees to that.
          services.log.debug({ err: error, route: nameOf(route) }, 'a route could not be tried')
        }
        forgetRecorded(tx)
        await sql`rollback to savepoint before_route`.execute(tx.db)
      }
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
  return left
}

async function tryRoute(
  context: Context,
  { endpoint, handle }: Route,
  specimen: NonNullable<Route['specimen']>,
): Promise<readonly string[]> {
  const planted = await specimen(context)
  // By the number of its request, which no other entry has.
  const requestId = newId(context.services.clock)
  await handle(
    { ...context, origin: { ...context.origin, requestId } },
    {
      params: endpoint.params?.parse(planted.params),
      query: endpoint.query?.parse(planted.query ?? {}),
      body: endpoint.body?.parse(planted.body ?? {}),
      reply: noReply,
    },
  )
  await writeRecorded(context.tx)
  const { rows } = await sql<{ action: string }>`
    select action from ledger_pending
    where tenant_id = ${context.tx.tenantId}::uuid and leaf_index is null and strpos(payload, ${`"request":"${requestId}"`}) > 0`.execute(
    context.tx.db,
  )
  return rows.map((row) => row.action)
}

async function administrator(
  services: Services,
  registry: Registry,
  given: { tx: Context['tx']; tenantId: string },
): Promise<Context> {
  const { tx, tenantId } = given
  const origin = { requestId: 'ledger.admin-actions', address: null, userAgent: null }
  // Nothing that is tried leaves by mail, or a key of persons who never were.
  const quiet: Services = { ...services, mailTransport: null, personKeys: createPassingKeys() }
  const account = await createSyntheticAccount(
    { tx, origin, services: quiet, actor: { kind: 'anonymous', tenantId, locale: 'en' } },
    { roles: ['owner'], name: 'Ledger' },
  )
  return {
    tx,
    origin,
    services: quiet,
    actor: {
      kind: 'account',
      tenantId,
      accountId: account.accountId,
      personId: account.personId,
      sessionId: newId(services.clock),
      roles: ['owner'],
      permissions: permissionsOf(registry.permissions, ['owner'], 'company'),
      locale: 'en',
      stepUpAt: services.clock.now(),
    },
  }
}
