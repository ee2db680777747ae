/**
 * The HTTP server, composed from the route table: API, public pages and the web application. It refuses to be built
 * from a faulty table, answers unlisted methods with 405, and renders every failure as a problem document.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Route } from '#core/module.ts'
import type { Method } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import { faultsOf } from '#platform/http/route-table.ts'
import { negotiateLocale } from '#platform/i18n/locale.ts'
import multipart from '@fastify/multipart'
import { fastify, LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { answerClientError } from './client-error.ts'
import { sendProblem, serveRoute, toProblem, type ServingDoors } from './serve-route.ts'

/** A page or text that belongs to no signed-in person: served outside the transaction of a tenant. */
export interface PageRoute {
  readonly endpoint: Route['endpoint']
  readonly register: (server: FastifyInstance) => void
}

export interface ServerOptions extends ServingDoors {
  readonly routes: readonly Route[]
  readonly pages: readonly PageRoute[]
  /** Addresses of the declared reverse proxy; only from them are X-Forwarded-* believed. */
  readonly trustedProxies: readonly string[]
  /** Where a request leads, by the name it asks for. */
  readonly rewriteUrl?: (request: Pick<IncomingMessage, 'url' | 'headers'>) => string
  /** Listens for TLS with these options, else in clear. */
  readonly tls?: object
}

/** JSON bodies; uploads have a limit of their own. 10,000 facts fit. */
const bodyLimitBytes = 8 * 1024 * 1024

const unlistedMethods: readonly (Method | 'HEAD')[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Builds a server that does not listen yet.
 * @throws Error naming every fault of the route table
 */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const endpoints = [...options.routes, ...options.pages].map(({ endpoint }) => endpoint)
  const faults = faultsOf(endpoints)
  for (const { endpoint, specimen } of options.routes) {
    if (endpoint.objects?.length && !specimen)
      faults.push(`${endpoint.method} ${endpoint.path}: takes an object id but has no specimen for the canary`)
  }
  if (faults.length > 0) throw new Error(`The route table is faulty:\n- ${faults.join('\n- ')}`)

  const server = fastify({
    loggerInstance: options.services.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    ...(options.rewriteUrl && { rewriteUrl: options.rewriteUrl }),
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    exposeHeadRoutes: false,
    // An address that cannot be decoded never comes to a route.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void sendProblem(options, toProblem(error, request), request, reply, localeOf(request.headers))
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
      answerClientError(options.services.texts, error, socket),
    forceCloseConnections: 'idle',
    connectionTimeout: 0,
    requestTimeout: 60_000,
    keepAliveTimeout: 20_000,
    // Said below, in the shape and language of every other problem.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    ...(options.tls && { https: options.tls }),
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance
  await server.register(multipart)
  let stopping = false
  server.addHook('preClose', async () => {
    stopping = true
  })
  server.addHook('onRequest', async () => {
    if (stopping) throw new Problem(503, 'server.stopping', { headers: { 'retry-after': '1' } })
  })

  for (const route of options.routes) {
    server.route({
      method: route.endpoint.method,
      url: route.endpoint.path,
      handler: (request, reply) => serveRoute(options, route, request, reply),
    })
  }
  for (const page of options.pages) page.register(server)
  refuseUnlistedMethods(server, endpoints, options)

  server.setNotFoundHandler((request, reply) =>
    sendProblem(options, new Problem(404, 'common.not_found'), request, reply, localeOf(request.headers)),
  )
  server.setErrorHandler((error, request, reply) =>
    sendProblem(options, toProblem(error, request), request, reply, localeOf(request.headers)),
  )
  return server
}

function refuseUnlistedMethods(
  server: FastifyInstance,
  endpoints: readonly Route['endpoint'][],
  doors: ServingDoors,
): void {
  const listed = new Map<string, Set<Method>>()
  for (const endpoint of endpoints) {
    const shape = endpoint.path.replaceAll(/:[^/]+/g, ':')
    const methods = listed.get(shape) ?? new Set<Method>()
    methods.add(endpoint.method)
    listed.set(shape, methods)
  }
  const registered = new Set<string>()
  for (const endpoint of endpoints) {
    const shape = endpoint.path.replaceAll(/:[^/]+/g, ':')
    if (registered.has(shape)) continue
    registered.add(shape)
    const allowed = listed.get(shape) ?? new Set()
    const refused = unlistedMethods.filter((method) => !allowed.has(method as Method))
    const allow = [...allowed].join(', ')
    server.route({
      method: refused,
      url: endpoint.path,
      handler: (request, reply) =>
        sendProblem(
          doors,
          new Problem(405, 'request.method_not_allowed', { headers: { allow } }),
          request,
          reply,
          localeOf(request.headers),
        ),
    })
  }
}

function localeOf(headers: { 'accept-language'?: string | undefined }) {
  return negotiateLocale(headers['accept-language'])
}
