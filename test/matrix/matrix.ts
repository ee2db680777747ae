/**
 * The matrix: every route × everybody who might call it. Each cell says what was expected and what came. It is
 * generated from the table of routes, so a new route is in it the moment it exists.
 */
import type { Route, Specimen } from '#core/module.ts'
import { type BuiltInRole, builtInRoles, permissionsOf } from '#core/permission.ts'
import { newId } from '#platform/database/id.ts'
import { differencesOf } from '#modules/isolation/wire.ts'
import { honestRequests } from './honest.ts'
import type { Player, Reply, Session, Stage } from './stage.ts'

export interface Cell {
  readonly route: string
  /** Who, or what was tried. */
  readonly attempt: string
  readonly expected: string
  readonly found: string
  readonly ok: boolean
}

/** What an endpoint with this access lets through, by role. */
export function mayCall(stage: Stage, route: Route, role: BuiltInRole): boolean {
  const { access } = route.endpoint
  return typeof access !== 'string' || permissionsOf(stage.world.registry.permissions, [role], 'platform').has(access)
}

/** Streams outlive an injected request; they are attempted over a connection in a spec of their own. */
const isStream = (route: Route) => route.endpoint.responds === 'events'

/** All cells of one route. */
export async function tryRoute(stage: Stage, route: Route): Promise<Cell[]> {
  const cells: Cell[] = []
  const { endpoint } = route
  const name = `${endpoint.method} ${endpoint.path}`
  const note = (attempt: string, expected: string, found: string) =>
    cells.push({ route: name, attempt, expected, found, ok: expected === found })
  const heard: Reply[] = []
  const send: Stage['send'] = async (...request) => {
    const reply = await stage.send(...request)
    heard.push(reply)
    return reply
  }
  const owner = playerOf(stage, 'owner')
  const isPublic = typeof endpoint.access === 'object' && 'public' in endpoint.access
  const target = await honestRequest(stage, route, owner)

  if (!isPublic) {
    let found = ''
    const { changed } = await stage.watch(async () => {
      found = answerOf(await send(endpoint, target, null))
    })
    note('anonymous', '401 session.needed, nothing changed', `${found}, ${changesOf(changed)}`)
  }
  for (const role of isPublic ? (['owner'] as const) : builtInRoles) {
    const player = playerOf(stage, role)
    if (mayCall(stage, route, role)) {
      if (isStream(route)) continue
      const session = await stage.openSession(player)
      const request = await honestRequest(stage, route, player, session)
      const reply = await send(endpoint, request, session.cookie)
      note(role, String(endpoint.success), answerOf(reply))
    } else {
      const session = await stage.openSession(player)
      let found = ''
      const { changed, refusals } = await stage.watch(async () => {
        found = answerOf(await send(endpoint, target, session.cookie))
      })
      note(
        role,
        '403 permission.missing, nothing changed, 1 refusal recorded',
        `${found}, ${changesOf(changed)}, ${refusals} refusal recorded`,
      )
    }
  }
  if (!isStream(route)) await trySupport(stage, route, send, note)
  if (endpoint.objects?.length) await tryForeign(stage, route, send, note)
  if (endpoint.stepUp) await tryStaleStepUp(stage, route, send, note)
  if (endpoint.method !== 'GET') await tryForeignOrigin(stage, route, send, note)
  else if (!isStream(route)) await tryReading(stage, route, send, note)
  if (endpoint.body || endpoint.method !== 'GET') await tryMoreFields(stage, route, send, note)

  const bare = [...new Set(heard.flatMap(headersMissing))]
  note('headers of every answer', 'all there', bare.length === 0 ? 'all there' : `missing: ${bare.join(', ')}`)
  return cells
}

type Note = (attempt: string, expected: string, found: string) => void

async function tryForeign(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const { endpoint } = route
  const owner = playerOf(stage, 'owner')
  const session = await stage.openSession(stage.stranger)
  const foreign = await stage.plant(route, owner, await stage.openSession(owner))
  const params = Object.fromEntries(
    Object.entries(foreign.params).map(([name, value]) => [
      name,
      endpoint.objects?.includes(name) ? newId(stage.clock) : value,
    ]),
  )
  const replies: Reply[] = []
  const { changed } = await stage.watch(async () => {
    replies.push(
      await send(endpoint, foreign, session.cookie),
      await send(endpoint, { ...foreign, params }, session.cookie),
    )
  })
  const [hit, miss] = replies
  const differences = hit && miss ? differencesOf(hit, miss) : ['no answer']
  note(
    'owner of another tenant',
    '404 common.not_found, as of a nonexistent one, nothing changed',
    `${hit ? answerOf(hit) : ''}, ${differences.length === 0 ? 'as of a nonexistent one' : `differs in ${differences.join(', ')}`}, ${changesOf(changed)}`,
  )
  const malformed = await send(
    endpoint,
    { ...foreign, params: Object.fromEntries(Object.keys(params).map((name) => [name, 'no-id'])) },
    session.cookie,
  )
  note('a malformed id', '404 common.not_found', answerOf(malformed))
}

/** Reads that show what is a person's own, and so nothing to support, which is nobody in the tenant. */
const ofPeopleAlone: readonly string[] = ['api-key.list', 'session.list']

/** An operator who was let in: reads what an auditor reads, changes nothing, and leaves an entry with whatever it asks. */
async function trySupport(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const { endpoint } = route
  const { stranger, strangersAuditor } = stage
  const reads = endpoint.method === 'GET'
  const request = await honestRequest(stage, route, reads ? stranger : playerOf(stage, 'owner'))
  // Whoever signs in or follows a link does so as nobody yet, whatever session they have elsewhere.
  const given = { ...(request.body as object | undefined), ...request.params }
  if (['tenant', 'loginId', 'token'].some((name) => name in given)) return
  const auditor = await stage.openSession(strangersAuditor)
  const audited = reads ? answerOf(await send(endpoint, request, auditor.cookie)) : ''
  const session = await stage.openSupport()
  let found = ''
  const watched = await stage.watch(async () => {
    found = answerOf(await send(endpoint, request, session.cookie))
  }, stranger.tenantId)
  if (endpoint.ofOwnSession) {
    note('support, about the own session', String(endpoint.success), found)
    return
  }
  const isForPeople = !audited.startsWith('403') && (endpoint.stepUp || ofPeopleAlone.includes(endpoint.id))
  const expected = !reads ? '403 support.read_only' : isForPeople ? '403 permission.person_needed' : audited
  note(
    'support',
    `${expected}, nothing changed, 1 entry of support`,
    `${found}, ${changesOf(watched.changed)}, ${watched.ofSupport} entry of support`,
  )
}

async function tryStaleStepUp(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const owner = playerOf(stage, 'owner')
  const session = await stage.openSession(owner)
  const request = await honestRequest(stage, route, owner, session)
  await stage.letStepUpAge(session)
  let found = ''
  const { changed } = await stage.watch(async () => {
    found = answerOf(await send(route.endpoint, request, session.cookie))
  })
  note(
    'second factor eleven minutes old',
    '403 session.step_up_needed, nothing changed',
    `${found}, ${changesOf(changed)}`,
  )
}

async function tryForeignOrigin(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const owner = playerOf(stage, 'owner')
  const foreign: Record<string, Record<string, string>> = {
    'Origin of another site': { origin: 'https://evil.example' },
    'Origin that is no URL': { origin: 'null' },
    'Sec-Fetch-Site cross-site': { 'sec-fetch-site': 'cross-site' },
    'Sec-Fetch-Site same-site': { 'sec-fetch-site': 'same-site' },
  }
  const session = await stage.openSession(owner)
  const request = await honestRequest(stage, route, owner, session)
  for (const [attempt, headers] of Object.entries(foreign)) {
    let found = ''
    const { changed } = await stage.watch(async () => {
      found = answerOf(await send(route.endpoint, request, session.cookie, headers))
    })
    note(attempt, '403 request.foreign_origin, nothing changed', `${found}, ${changesOf(changed)}`)
  }
  // The honest baseline: the same request from our own page is not refused for its origin.
  const own = await send(route.endpoint, request, session.cookie, {
    origin: 'https://beleg.example',
    'sec-fetch-site': 'same-origin',
  })
  note('Origin of our own', String(route.endpoint.success), answerOf(own))
}

async function tryReading(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const owner = playerOf(stage, 'owner')
  const session = await stage.openSession(owner)
  const request = await honestRequest(stage, route, owner, session)
  const { changed } = await stage.watch(async () => void (await send(route.endpoint, request, session.cookie)))
  note('reading', 'nothing changed', changesOf(changed))
}

/** Fields that would make somebody more than they are, if they were taken (ASVS 15.3.3). */
const smuggled: Readonly<Record<string, unknown>> = {
  tenant_id: '01890000-0000-7000-8000-000000000000',
  role: 'owner',
  owner: true,
}

async function tryMoreFields(stage: Stage, route: Route, send: Stage['send'], note: Note): Promise<void> {
  const { endpoint } = route
  const owner = playerOf(stage, 'owner')
  const session = await stage.openSession(owner)
  const request = await honestRequest(stage, route, owner, session)
  for (const [field, value] of Object.entries(smuggled)) {
    let reply: Reply | undefined
    const { changed } = await stage.watch(async () => {
      reply = await send(
        endpoint,
        { ...request, body: { ...(request.body as object | undefined), [field]: value } },
        session.cookie,
      )
    })
    note(
      `${field} in the body`,
      '400 input.invalid, nothing changed',
      `${reply ? answerOf(reply) : ''}, ${changesOf(changed)}`,
    )
  }
}

/** Methods that a path does not list. */
export async function tryMethods(stage: Stage): Promise<Cell[]> {
  const cells: Cell[] = []
  const owner = playerOf(stage, 'owner')
  const session = await stage.openSession(owner)
  const paths = new Map<string, Set<string>>()
  for (const { endpoint } of stage.world.registry.routes) {
    const shape = endpoint.path.replaceAll(/:[A-Za-z]+/g, newId(stage.clock))
    const key = endpoint.path.replaceAll(/:[A-Za-z]+/g, ':')
    const known = [...paths].find(([path]) => path.split(' ')[0] === key)
    if (known) known[1].add(endpoint.method)
    else paths.set(`${key} ${shape}`, new Set([endpoint.method]))
  }
  for (const [both, listed] of paths) {
    const [route = '', path = ''] = both.split(' ')
    const statuses = new Map<string, number>()
    const { changed } = await stage.watch(async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        if (!listed.has(method)) statuses.set(method, (await stage.sendMethod(method, path, session.cookie)).status)
      }
    })
    for (const [method, status] of statuses) {
      // HEAD has no body to carry a code. OPTIONS and TRACE are methods of no route at all.
      const ok =
        (['HEAD', 'OPTIONS', 'TRACE'].includes(method) ? [404, 405] : [405]).includes(status) && changed.length === 0
      cells.push({
        route,
        attempt: method,
        expected: '405, nothing changed',
        found: `${status}, ${changesOf(changed)}`,
        ok,
      })
    }
  }
  return cells
}

/** Whoever plays a role. @throws Error when nobody does */
export function playerOf(stage: Stage, role: BuiltInRole): Player {
  const player = stage.players.get(role)
  if (!player) throw new Error(`nobody plays ${role}`)
  return player
}

/** What somebody who may call the route would send; plants what it is about. */
export async function honestRequest(
  stage: Stage,
  route: Route,
  player: Player,
  session?: Session,
): Promise<Partial<Specimen>> {
  if (isStream(route)) return {}
  const own = session ?? (await stage.openSession(player))
  if (route.specimen) return stage.plant(route, player, own)
  const honest = honestRequests[route.endpoint.id]
  if (!honest) throw new Error(`${route.endpoint.id} has neither a specimen nor a line in honest.ts`)
  return honest(stage, player, own)
}

function answerOf(reply: Reply): string {
  return reply.code === null ? String(reply.status) : `${reply.status} ${reply.code}`
}

function changesOf(tables: readonly string[]): string {
  return tables.length === 0 ? 'nothing changed' : `changed ${tables.join(', ')}`
}

/** Security headers that an answer lacks (ASVS 3.4, 14.3.2). */
function headersMissing(reply: Reply): string[] {
  const { headers } = reply
  const demands: Readonly<Record<string, (value: string) => boolean>> = {
    'strict-transport-security': (value) =>
      Number(/max-age=(\d+)/.exec(value)?.[1]) >= 31_536_000 && value.includes('includeSubDomains'),
    'x-content-type-options': (value) => value === 'nosniff',
    'referrer-policy': (value) => value === 'no-referrer',
    'cross-origin-resource-policy': (value) => value === 'same-origin',
    'content-security-policy': (value) =>
      value.includes("default-src 'none'") && value.includes("frame-ancestors 'none'"),
    'cache-control': (value) => value === 'no-store',
  }
  return Object.entries(demands)
    .filter(([name, accept]) => !accept(headers[name] ?? ''))
    .map(([name]) => name)
}

/** The whole matrix and its summary. */
export async function runMatrix(stage: Stage): Promise<{ cells: Cell[]; summary: string }> {
  const cells: Cell[] = []
  for (const route of stage.world.registry.routes) cells.push(...(await tryRoute(stage, route)))
  cells.push(...(await tryMethods(stage)))
  return { cells, summary: summarise(cells) }
}

export function summarise(cells: readonly Cell[]): string {
  const faults = cells.filter((cell) => !cell.ok)
  const routes = new Set(cells.map((cell) => cell.route)).size
  return [
    `${routes} routes and paths, ${cells.length} attempts, ${faults.length} not as declared`,
    ...faults.map((cell) => `- ${cell.route}, ${cell.attempt}: expected ${cell.expected}; found ${cell.found}`),
  ].join('\n')
}
