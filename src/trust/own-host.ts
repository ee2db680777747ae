/**
 * The host names of tenants: whose page a request asks for by its Host header. All of them are kept in memory, so that
 * no name that a stranger makes up costs a look-up; they are read again when something was announced of a tenant, and
 * every few seconds, because an announcement may be lost.
 */
import type { IncomingMessage } from 'node:http'
import type { Services } from '#core/context.ts'
import { listProvenHosts, type ProvenHost } from '#modules/trust-centre/actions/host.ts'

const keepMs = 10_000

export interface OwnHosts {
  /** Whose name it is; null for the instance's own and for unknown ones. */
  find(host: string | undefined): ProvenHost | null
  /** Where a request leads: below the page of the tenant whose name was asked for, wherever it wanted to go. */
  rewrite(request: Pick<IncomingMessage, 'url' | 'headers'>): string
  /** Reads the names, now. */
  load(): Promise<void>
  /** Something changed. */
  forget(): void
}

/** What stands under every name: heads of the ledger are of the whole instance. */
const shared = /^\/ledger\/(?:checkpoint|keys|feed\.atom|publications\/)/

/** Knows no name until it has loaded. */
export function createOwnHosts(services: Pick<Services, 'database' | 'clock' | 'log'>): OwnHosts {
  let known: ReadonlyMap<string, ProvenHost> = new Map()
  let staleAt = 0
  let running: Promise<void> | null = null
  const load = () => {
    staleAt = services.clock.now().getTime() + keepMs
    running ??= services.database
      .withPlatform('host names of tenants', listProvenHosts)
      .then((hosts) => {
        known = new Map(hosts.map((one) => [one.host, one]))
      })
      .finally(() => {
        running = null
      })
    return running
  }
  const loadBehind = () => {
    load().catch((error: unknown) => services.log.warn({ err: error }, 'the host names could not be read'))
  }
  const find = (host: string | undefined): ProvenHost | null => {
    if (services.clock.now().getTime() >= staleAt) loadBehind()
    if (known.size === 0 || host === undefined) return null
    return known.get(host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')) ?? null
  }
  return {
    find,
    rewrite: ({ url = '/', headers }) => {
      const own = find(headers.host)
      if (own === null || shared.test(url)) return url
      const query = url.indexOf('?')
      const path = query === -1 ? url : url.slice(0, query)
      return `/t/${own.slug}${path === '/' ? '' : path}${query === -1 ? '' : url.slice(query)}`
    },
    load,
    forget: () => {
      staleAt = 0
    },
  }
}
