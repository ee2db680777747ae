/**
 * The collector `isolation.canary`: attacks every route of the running server from another tenant, on schedule. The
 * server's own OpenAPI document is the second source for what there is to attack: a route that it serves and nobody
 * attacked does not count as closed. When the server does not answer, the run fails, and silence proves nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Collector, CollectorContext } from '#core/collector.ts'
import type { Registry } from '#core/registry.ts'
import { Problem } from '#platform/http/problem.ts'
import { z } from 'zod'
import { attackRoutes, isListRoute, isObjectRoute, unattacked } from './attack.ts'
import { type CanaryAccount, createCanaryAccount } from './canary-session.ts'
import { type CanaryTenants, ensureCanaryTenants, sweepCanary } from './canary-tenant.ts'
import { factTypes } from './contract.ts'
import { openWire, type Wire } from './wire.ts'

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-access': z.unknown() }).loose())),
})

/** `METHOD path` of every route that names an object, as the running server describes itself. */
async function describedObjectRoutes(wire: Wire): Promise<string[]> {
  const answer = await wire.get('/api/openapi.json')
  if (answer.status !== 200) throw new Problem(503, 'isolation.no_server')
  const { paths } = documentSchema.parse(JSON.parse(answer.body))
  return Object.entries(paths).flatMap(([path, operations]) =>
    /\{[A-Za-z]*Id\}/.test(path)
      ? Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{([A-Za-z]+)\}/g, ':$1')}`)
      : [],
  )
}

/** A process that has just started may not know of its own server yet. */
async function waitForServer(serverUrls: () => readonly string[], signal: AbortSignal): Promise<string> {
  for (let waitedMs = 0; waitedMs <= 8_000; waitedMs += 250) {
    const [baseUrl] = serverUrls()
    if (baseUrl !== undefined) return baseUrl
    await sleep(250, undefined, { signal })
  }
  throw new Problem(503, 'isolation.no_server')
}

/** `serverUrls`: base URLs of servers of this instance, the preferred one first. */
export function canaryCollector(registry: () => Registry, serverUrls: () => readonly string[]): Collector {
  let accounts: { owner: CanaryAccount; stranger: CanaryAccount; of: CanaryTenants } | null = null
  return {
    id: 'isolation.canary',
    query: 'requests of a stranger’s account to every route about objects of another tenant',
    version: '1',
    everyMs: 40_000,
    detectsWithinMs: 60_000,
    observe: async (context: CollectorContext) => {
      const { services } = context
      const baseUrl = await waitForServer(serverUrls, context.signal)
      const tenants = await ensureCanaryTenants(services)
      if (accounts?.of.owner.id !== tenants.owner.id || accounts.of.stranger.id !== tenants.stranger.id) {
        const account = (part: 'owner' | 'stranger') => createCanaryAccount(services, registry(), tenants[part])
        accounts = { owner: account('owner'), stranger: account('stranger'), of: tenants }
      }
      const wire = openWire(baseUrl, context.signal)
      try {
        const described = await describedObjectRoutes(wire)
        const [owner, stranger] = await Promise.all([accounts.owner.session(wire), accounts.stranger.session(wire)])
        try {
          const facts = await attackRoutes({
            services,
            registry: registry(),
            tenants,
            owner,
            stranger,
            wire,
            signal: context.signal,
          })
          for (const place of described) if (!facts.has(place)) facts.set(place, unattacked('object'))
          const lists = registry().routes.filter(isListRoute).length
          return {
            facts: [...facts]
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([place, data]) => ({ subject: { kind: 'route', externalId: place }, type: factTypes.route, data })),
            populations: [
              {
                factType: factTypes.route,
                // Both sources at once: what the server describes, and what the table declares but it does not serve.
                expected:
                  new Set([
                    ...described,
                    ...registry()
                      .routes.filter(isObjectRoute)
                      .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`),
                  ]).size + lists,
                seen: facts.size,
                reconciledAgainst: 'the OpenAPI document of the running server',
              },
            ],
          }
        } finally {
          await sweepCanary(services, tenants.owner.id)
          await sweepCanary(services, tenants.stranger.id)
        }
      } finally {
        wire.close()
      }
    },
  }
}
