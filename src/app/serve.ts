/**
 * The server of a process: authentication, the route table, public pages, the application and live events behind two
 * listeners, TLS always and plain HTTP on loopback only.
 */
import { hostname } from 'node:os'
import type { AddressInfo } from 'node:net'
import type { Actor, Services } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { authenticate, findNamedTenant } from '#modules/identity/actions/authenticate.ts'
import { streamEvents } from '#modules/statement/contract.ts'
import { followSupportVisit } from '#modules/support/actions/visit.ts'
import { ensureSelfSigned, loadTlsCertificate, tlsServerOptions } from '#platform/crypto/tls-certificate.ts'
import { Problem } from '#platform/http/problem.ts'
import { negotiateLocale } from '#platform/i18n/locale.ts'
import { ledgerHeadPages } from '#trust/ledger-head.ts'
import { documentPages } from '#trust/document-page.ts'
import { createOwnHosts } from '#trust/own-host.ts'
import { createPublicPages } from '#trust/public-page.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config, Listen } from './config.ts'
import { serveApplication } from './http/application.ts'
import { readCookie, sessionCookieName } from './http/cookie.ts'
import { openEventHub, type EventHub } from './http/event-hub.ts'
import { requestPages } from '#trust/request-page.ts'
import { subprocessorPages } from '#trust/subprocessor-page.ts'
import { versionPages } from '#trust/version-page.ts'
import { housePages } from './http/house-pages.ts'
import { buildServer, type PageRoute } from './http/server.ts'
import { whereTheyAre, type ServingDoors } from './http/serve-route.ts'
import type { Listener } from './presence.ts'
import { version } from '#platform/version.ts'

/** How long a second factor counts for actions that need a fresh one (design.md §7). */
const stepUpMs = 10 * 60_000

export interface Serving {
  readonly listeners: readonly Listener[]
  close(): Promise<void>
}

/** Opens the listeners. @throws Problem 500 `listen.port_in_use`, `listen.not_allowed`, or of the certificate */
export async function startServing(
  config: Config,
  services: Services,
  registry: Registry,
  platformTenantId: string,
): Promise<Serving> {
  const serving = await composeServing(services, registry, platformTenantId, config.trustedProxies)
  const opened: FastifyInstance[] = []
  const listeners: Listener[] = []
  let renewal: NodeJS.Timeout | undefined
  const close = async () => {
    clearInterval(renewal)
    await serving.hub.close()
    await Promise.all(opened.map((server) => server.close()))
  }
  try {
    if (config.https) {
      const load = () =>
        config.tlsFiles
          ? loadTlsCertificate(config.tlsFiles, services.clock)
          : ensureSelfSigned(config.dataDirectory, hostname(), services.clock)
      const { certificate, privateKey } = await load()
      const server = await serving.build({ ...tlsServerOptions, cert: certificate, key: privateKey })
      // Probes and scanners break handshakes off; that is no event for the log.
      server.server.on('tlsClientError', () => {})
      opened.push(server)
      listeners.push({ protocol: 'https', ...(await listen(server, config.https, 'BELEG_HTTPS')) })
      renewal = setInterval(() => {
        load().then(
          (next) =>
            (server.server as unknown as { setSecureContext(options: object): void }).setSecureContext({
              ...tlsServerOptions,
              cert: next.certificate,
              key: next.privateKey,
            }),
          (error: unknown) => services.log.error({ err: error }, 'the certificate could not be renewed'),
        )
      }, 12 * 3_600_000)
    }
    if (config.http) {
      const server = await serving.build(null)
      opened.push(server)
      listeners.push({ protocol: 'http', ...(await listen(server, config.http, 'BELEG_HTTP')) })
    }
    return { listeners, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Everything behind the listeners, to be built once for each. */
export async function composeServing(
  services: Services,
  registry: Registry,
  platformTenantId: string,
  trustedProxies: readonly string[],
) {
  const identify = (request: FastifyRequest) => identifyActor(services, registry, platformTenantId, request)
  const followVisit = (actor: Actor) => followSupportVisit(services, registry.permissions, actor)
  const identifyThere = async (request: FastifyRequest) => whereTheyAre({ followVisit }, await identify(request))
  const hosts = createOwnHosts(services)
  await hosts.load()
  const pages = createPublicPages(services, registry, hosts)
  const hub: EventHub = await openEventHub(services, identifyThere, (tenantId) => pages.forget(tenantId))
  const pageRoutes: PageRoute[] = [
    // All are registered together: they share what they rendered.
    ...pages.endpoints.map((endpoint, index) => ({ endpoint, register: index === 0 ? pages.register : () => {} })),
    ...ledgerHeadPages(services, platformTenantId),
    ...versionPages(services),
    ...requestPages(services),
    ...subprocessorPages(services, hosts),
    ...documentPages(services, hosts),
  ]
  const all: PageRoute[] = [
    ...pageRoutes,
    ...housePages(services, () => [...registry.routes, ...all].map(({ endpoint }) => endpoint), version),
  ]
  const doors: ServingDoors = {
    services,
    texts: services.texts,
    authenticate: identify,
    followVisit,
    subscribe: hub.subscribe,
    stepUpMs,
  }
  return {
    hub,
    doors,
    async build(tls: object | null): Promise<FastifyInstance> {
      const server = await buildServer({
        ...doors,
        routes: registry.routes,
        pages: all,
        trustedProxies,
        rewriteUrl: hosts.rewrite,
        ...(tls && { tls }),
      })
      await serveApplication(server, services.log)
      return server
    },
  }
}

/**
 * The actor of a request: by key or cookie, else nobody. A link or login that names a tenant is for that tenant,
 * whoever is signed in to another one meanwhile; what names none is for the platform.
 */
async function identifyActor(
  services: Services,
  registry: Registry,
  platformTenantId: string,
  request: FastifyRequest,
): Promise<Actor> {
  const known = await authenticate(services, registry.permissions, {
    cookie: readCookie(request.headers.cookie, sessionCookieName),
    authorization: request.headers.authorization ?? null,
    passive: request.url.startsWith(streamEvents.path),
  })
  const named = await findNamedTenant(services, { ...asRecord(request.body), ...asRecord(request.params) })
  if (known && (named === null || named === known.tenantId)) return known
  return {
    kind: 'anonymous',
    tenantId: named ?? platformTenantId,
    locale: negotiateLocale(request.headers['accept-language']),
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

async function listen(server: FastifyInstance, at: Listen, variable: string): Promise<Listen> {
  try {
    await server.listen({ host: at.host, port: at.port })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const params = { address: `${at.host}:${at.port}`, variable }
    if (code === 'EADDRINUSE') throw new Problem(500, 'listen.port_in_use', { params, cause })
    if (code === 'EACCES') throw new Problem(500, 'listen.not_allowed', { params, cause })
    if (code === 'EADDRNOTAVAIL') throw new Problem(500, 'listen.no_such_address', { params, cause })
    throw cause
  }
  const { address, port } = server.server.address() as AddressInfo
  return { host: address, port }
}
