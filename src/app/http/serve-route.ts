/**
 * One route of the table as it is served: authenticate, check origin, permission and step-up, validate, act in one
 * transaction of the tenant, insist on the ledger entry, commit, answer. A refusal is written to the ledger too.
 */
import type { Actor, Context, Origin, Services } from '#core/context.ts'
import { recordAlone } from '#core/ledger/writer.ts'
import type { CommittedFailure, Download, ReceivedFile, Reply, Route } from '#core/module.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { isOutcomeUnknown } from '#platform/database/database-problem.ts'
import { apiHeaders } from '#platform/http/headers.ts'
import { parseInput, renderProblem } from '#platform/http/problem-document.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { startIdempotent, finishIdempotent } from './idempotency.ts'
import { receiveUpload } from './upload.ts'
import { clearSessionCookie, sessionCookie } from './cookie.ts'

export interface ServingDoors {
  readonly services: Services
  readonly texts: Texts
  /** Who sends the request; anonymous (of the platform tenant, unless the request names another) when nobody known. */
  readonly authenticate: (request: FastifyRequest) => Promise<Actor>
  /** The actor as which a session on a support visit is served. @throws Problem 403 `support.grant_over` */
  readonly followVisit?: (actor: Actor) => Promise<Actor>
  readonly subscribe: (actor: Actor, request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** A step-up older than this no longer counts. */
  readonly stepUpMs: number
}

/** Answers one request on one route. Never throws: every failure becomes a problem document. */
export async function serveRoute(
  doors: ServingDoors,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { endpoint } = route
  let actor: Actor | null = null
  try {
    actor = await doors.authenticate(request)
    if (endpoint.ofOwnSession !== true) actor = await whereTheyAre(doors, actor)
    checkOrigin(endpoint, request, doors.services.publicUrl)
    checkAccess(endpoint, actor, doors)
    if (endpoint.responds === 'events') {
      await recordRead({ actor, origin: originOf(request), services: doors.services }, endpoint, undefined)
      return await doors.subscribe(actor, request, reply)
    }
    return await act(doors, route, actor, request, reply)
  } catch (error) {
    const problem = await recorded(doors, endpoint, actor, request, toProblem(error, request))
    return sendProblem(doors, problem, request, reply, actor === null ? undefined : localeFor(actor, request))
  }
}

/** Whoever is in another tenant as support is served there and nowhere else, also when nobody knows the way. */
export async function whereTheyAre(doors: Pick<ServingDoors, 'followVisit'>, actor: Actor): Promise<Actor> {
  if (actor.kind !== 'account' || actor.visit === undefined) return actor
  if (doors.followVisit === undefined) throw new Error('a session is on a support visit where none is served')
  return doors.followVisit(actor)
}

async function act(
  doors: ServingDoors,
  route: Route,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { services } = doors
  const { endpoint } = route
  const params = parseParams(endpoint, request)
  const query = parseInput(endpoint.query ?? noQuery, request.query)
  const upload = endpoint.upload
    ? await receiveUpload(services, actor.tenantId, endpoint.upload.maxBytes, request)
    : null
  let kept = false
  try {
    const rawBody = upload ? upload.fields : request.body
    const body = endpoint.body ? parseInput(endpoint.body, rawBody ?? {}) : refuseBody(rawBody)
    const answer = createReply()
    const origin = originOf(request)
    const result = await services.database.withTenant(actor.tenantId, async (tx) => {
      const context: Context = { tx, actor, origin, services }
      const replay = await startIdempotent(context, endpoint, request, rawBody)
      if (replay) return { replayed: replay.body as unknown }
      const input = { params, query, body, reply: answer, ...(upload && { file: upload.file }) }
      const value = await route.handle(context, input)
      if ('entry' in endpoint.audit && tx.entries === 0 && !isCommittedFailure(value)) {
        throw new Error(`${endpoint.id} would have committed without a ledger entry`)
      }
      const shaped = shape(endpoint, value)
      await finishIdempotent(context, endpoint, request, shaped)
      return { value, shaped }
    })
    kept = !('replayed' in result) && !isCommittedFailure(result.value)
    if ('replayed' in result) return reply.headers(apiHeaders).status(endpoint.success).send(result.replayed)
    if (isCommittedFailure(result.value)) throw result.value.committedFailure
    await recordRead({ actor, origin, services }, endpoint, params)
    answer.apply(reply)
    return await send(doors, endpoint, actor, result.value, result.shaped, reply)
  } catch (error) {
    // It may have been committed: then the row is there and needs its file. A file too many does no harm.
    if (isOutcomeUnknown(error)) kept = true
    throw error
  } finally {
    if (upload && !kept) await upload.discard()
  }
}

function shape(endpoint: Endpoint, value: unknown): unknown {
  if (isCommittedFailure(value) || endpoint.responds !== undefined || !endpoint.output) return undefined
  return endpoint.output.parse(value)
}

async function send(
  doors: ServingDoors,
  endpoint: Endpoint,
  actor: Actor,
  value: unknown,
  shaped: unknown,
  reply: FastifyReply,
): Promise<unknown> {
  reply.headers(apiHeaders).status(endpoint.success)
  if (endpoint.responds === 'file') return sendFile(doors.services, actor, value as ReceivedFile, reply)
  // What the handler of such an endpoint returns: see `Download`.
  if (endpoint.responds === 'download') return sendDownload(value as Download, reply)
  if (endpoint.responds === 'text') return reply.type('text/plain; charset=utf-8').send(String(value))
  if (endpoint.success === 204 || !endpoint.output) return reply.send()
  return reply.send(shaped)
}

/**
 * Sends what is made on the way, as fast as the reader takes it. Its length is not known, so it goes in chunks; when it
 * breaks, the connection is cut without the last one, and no reader takes the part for the whole (RFC 9112 §8).
 */
function sendDownload({ fileName, mediaType, chunks }: Download, reply: FastifyReply): FastifyReply {
  const named = asAttachment(fileName, reply)
  if (mediaType !== undefined) named.header('content-type', mediaType)
  return named.send(Readable.from(chunks(), { objectMode: false, highWaterMark: 64 * 1024 }))
}

function asAttachment(fileName: string, reply: FastifyReply): FastifyReply {
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
}

/** Sends a stored file as a download: never inline, whatever its type claims (ASVS 5.4). */
async function sendFile(services: Services, actor: Actor, file: ReceivedFile, reply: FastifyReply): Promise<unknown> {
  const keys = await services.database.withTenant(actor.tenantId, (tx) => services.vault.keysOf(tx))
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(keys, file.blobKey)) chunks.push(chunk)
  return asAttachment(file.fileName, reply).send(Buffer.concat(chunks))
}

/** A malformed id names nothing: the answer is that of a nonexistent object, not a lesson in ids. */
function parseParams(endpoint: Endpoint, request: FastifyRequest): unknown {
  if (!endpoint.params) return undefined
  const parsed = endpoint.params.safeParse(request.params)
  if (!parsed.success) throw notFound()
  return parsed.data
}

/** A misspelt filter must not be taken for none. */
const noQuery = z.strictObject({})

function refuseBody(body: unknown): undefined {
  if (body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0))
    return undefined
  throw new Problem(400, 'input.invalid', { issues: [{ pointer: '', code: 'no_body_expected' }] })
}

/** Refuses state changes that another site's page asked the browser for (CSRF); keys are not sent by browsers. */
function checkOrigin(endpoint: Endpoint, request: FastifyRequest, publicUrl: string): void {
  if (endpoint.method === 'GET' || request.headers.authorization !== undefined) return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(403, 'request.foreign_origin')
  if (origin === undefined) return
  let from: URL
  try {
    from = new URL(origin)
  } catch {
    throw new Problem(403, 'request.foreign_origin')
  }
  if (from.host !== host && from.origin !== new URL(publicUrl).origin) throw new Problem(403, 'request.foreign_origin')
}

function checkAccess(endpoint: Endpoint, actor: Actor, doors: ServingDoors): void {
  const { access } = endpoint
  // Before all else: what anybody may do, such as signing in, is no business of support either.
  if (actor.kind === 'support' && endpoint.method !== 'GET') throw new Problem(403, 'support.read_only')
  if (typeof access === 'object' && 'public' in access) return
  if (actor.kind === 'anonymous') throw new Problem(401, 'session.needed')
  if (actor.kind === 'system') throw new Error('the system does not send requests')
  if (typeof access === 'string' && !actor.permissions.has(access)) {
    throw new Problem(403, 'permission.missing', { params: { permission: access } })
  }
  if (!endpoint.stepUp) return
  if (actor.kind === 'api-key' || actor.kind === 'support') throw new Problem(403, 'permission.person_needed')
  const age = actor.stepUpAt === null ? Infinity : doors.services.clock.now().getTime() - actor.stepUpAt.getTime()
  if (age > doors.stepUpMs) throw new Problem(403, 'session.step_up_needed')
}

/** Before the first byte of the answer: what nobody could note nobody gets to see. */
async function recordRead(context: Omit<Context, 'tx'>, endpoint: Endpoint, params: unknown): Promise<void> {
  if (!('reads' in endpoint.audit)) return recordSupport(context, endpoint)
  const parameter = endpoint.objects?.[0]
  const id = parameter === undefined ? '-' : String((params as Record<string, unknown>)[parameter])
  const kind = endpoint.id.split('.')[0] ?? endpoint.id
  await recordAlone(context, context.actor.tenantId, { action: endpoint.audit.reads, object: { kind, id } })
}

/** Whatever support asks for is an entry, also what is none for the people of the tenant. */
async function recordSupport(context: Omit<Context, 'tx'>, endpoint: Endpoint, failure?: Problem): Promise<void> {
  const { actor } = context
  if (actor.kind !== 'support') return
  await recordAlone(context, actor.tenantId, {
    action: 'support.request',
    object: { kind: 'route', id: endpoint.id },
    ...(failure && { after: { status: failure.status, code: failure.code } }),
  })
}

function isRefusal(problem: Problem): boolean {
  return problem.status === 401 || problem.status === 403 || problem.status === 404
}

/** Anonymous refusals are coalesced: one entry a minute for an address and route, or a stranger could flood the ledger. */
const recentAnonymous = new Map<string, number>()

/** A refusal is answered when it is in the ledger; where it cannot be written down, that is the answer. */
async function recorded(
  doors: ServingDoors,
  endpoint: Endpoint,
  actor: Actor | null,
  request: FastifyRequest,
  problem: Problem,
): Promise<Problem> {
  if (actor === null) return problem
  try {
    if (isRefusal(problem)) await recordRefusal(doors, endpoint, actor, originOf(request), problem)
    else await recordSupport({ actor, origin: originOf(request), services: doors.services }, endpoint, problem)
    return problem
  } catch (error) {
    return toProblem(error, request)
  }
}

async function recordRefusal(
  { services }: ServingDoors,
  endpoint: Endpoint,
  actor: Actor,
  origin: Origin,
  problem: Problem,
): Promise<void> {
  const now = services.clock.now().getTime()
  const key = `${origin.address} ${endpoint.id} ${problem.code}`
  if (actor.kind === 'anonymous' && now - (recentAnonymous.get(key) ?? 0) < 60_000) return
  await recordAlone({ actor, origin, services }, actor.tenantId, {
    action: 'access.refused',
    object: { kind: 'route', id: endpoint.id },
    after: { status: problem.status, code: problem.code },
  })
  if (actor.kind !== 'anonymous') return
  if (recentAnonymous.size > 10_000) recentAnonymous.clear()
  recentAnonymous.set(key, now)
}

/** Who asked from where, for the ledger. */
export function originOf(request: FastifyRequest): Origin {
  return { requestId: request.id, address: request.ip, userAgent: request.headers['user-agent']?.slice(0, 300) ?? null }
}

/** A person reads in the language of the account; behind a key sits a program, which says what its reader wants. */
function localeFor(actor: Actor, request: FastifyRequest): Locale {
  const wished = request.headers['accept-language']
  return actor.kind === 'api-key' && wished !== undefined ? negotiateLocale(wished) : actor.locale
}

/** Sends a problem in the reader's language. */
export function sendProblem(
  doors: Pick<ServingDoors, 'texts'>,
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  locale: Locale = 'de',
): FastifyReply {
  return reply
    .headers({ ...apiHeaders, ...problem.headers })
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(renderProblem(problem, doors.texts, locale, request.id)))
}

/** Expected problems pass; everything else is logged and becomes an opaque 500. */
export function toProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) {
    if (error.status === 503) {
      // The database is away or too busy: every request says so meanwhile, and a trace of each would bury the cause.
      const because = error.cause instanceof Error ? error.cause.message : null
      request.log.warn({ problem: error.code, because, requestId: request.id }, 'a request was not served')
    } else if (error.status >= 500) {
      request.log.error({ err: error, problem: error.code, requestId: request.id }, 'a request failed')
    }
    return error
  }
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return new Problem(413, 'input.too_large')
  if (status === 415) return new Problem(415, 'input.unsupported_type')
  if (status >= 400 && status < 500) return new Problem(status, 'input.unreadable')
  request.log.error({ err: error, requestId: request.id }, 'a request failed unexpectedly')
  return new Problem(500, 'common.unexpected')
}

function isCommittedFailure(value: unknown): value is CommittedFailure {
  return typeof value === 'object' && value !== null && 'committedFailure' in value
}

function createReply(): Reply & { apply(reply: FastifyReply): void } {
  const headers: [string, string][] = []
  return {
    setSession: (token) => headers.push(['set-cookie', token === null ? clearSessionCookie : sessionCookie(token)]),
    header: (name, value) => headers.push([name, value]),
    apply: (reply) => {
      for (const [name, value] of headers) reply.header(name, value)
    },
  }
}
