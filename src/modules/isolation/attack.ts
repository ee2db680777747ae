/**
 * One round of attacks over HTTP: for every route that names an object, the stranger asks for the owner's object and
 * for one that does not exist, and then the owner asks for its own, which must succeed or the attack proves nothing.
 * Lists are asked by both. What the owner holds is hashed before and after the stranger's requests, because an answer
 * of "not found" is no proof that nothing was done.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '#core/context.ts'
import type { Route, Specimen } from '#core/module.ts'
import { isOfPlatform } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import type { CanarySession } from './canary-session.ts'
import { type CanaryTenants, plantingContext } from './canary-tenant.ts'
import type { RouteFact } from './contract.ts'
import { namesObject, objectFieldsOf } from './object-field.ts'
import { changedTables, printTables } from './store.ts'
import { type Answer, differencesOf, type Wire } from './wire.ts'

export interface Battle {
  readonly services: Services
  readonly registry: Registry
  readonly tenants: CanaryTenants
  readonly owner: CanarySession
  readonly stranger: CanarySession
  readonly wire: Wire
  readonly signal: AbortSignal
}

/** Requests at once: more would be felt by people on a small machine. */
const atOnce = 4

/** Routes that name an object of a tenant in their path. */
export function isObjectRoute({ endpoint }: Route): boolean {
  return endpoint.objects !== undefined && endpoint.objects.length > 0
}

/** Routes that answer with what the caller's tenant holds, without being asked for one object; none that is closed to companies. */
export function isListRoute({ endpoint }: Route): boolean {
  return (
    endpoint.method === 'GET' &&
    !endpoint.path.includes(':') &&
    !(typeof endpoint.access === 'string' && isOfPlatform(endpoint.access)) &&
    (endpoint.responds === undefined || endpoint.responds === 'text')
  )
}

/** Attacks every route of the table; the facts by `METHOD path`. */
export async function attackRoutes(battle: Battle): Promise<Map<string, RouteFact>> {
  const targets = battle.registry.routes.filter(isObjectRoute)
  const specimens = new Map<Route, Specimen>()
  await eachAtOnce(targets, atOnce, async (route) => {
    const specimen = await plant(battle, route, 'owner')
    if (specimen) specimens.set(route, specimen)
  })
  const planted = plantedIds(battle, [...specimens.values()])
  const facts = new Map<Route, RouteFact>()

  const before = await printOwner(battle)
  await eachAtOnce([...specimens], atOnce, async ([route, specimen]) => {
    facts.set(route, await attackObject(battle, route, specimen, planted))
  })
  const changed = changedTables(before, await printOwner(battle))
  if (changed.length > 0) await findCulprits(battle, [...specimens.keys()], facts)

  await eachAtOnce([...specimens], atOnce, async ([route, specimen]) => {
    update(facts, route, {
      telltaleFields: await attackBodyFields(battle, route, specimens, Object.values(specimen.params)),
    })
  })
  // Last, because it may use the object up.
  await eachAtOnce([...specimens], atOnce, async ([route, specimen]) => {
    const answer = await send(battle, route, specimen, battle.owner)
    update(facts, route, { ownerStatus: answer.status })
  })
  const lists = battle.registry.routes.filter(isListRoute)
  await eachAtOnce(
    lists,
    atOnce,
    async (route) => void facts.set(route, await attackList(battle, route, specimens, planted)),
  )

  for (const route of targets)
    if (!facts.has(route)) facts.set(route, { ...unattacked('object'), declaredSuccess: route.endpoint.success })
  return new Map([...facts].map(([{ endpoint }, fact]) => [`${endpoint.method} ${endpoint.path}`, fact]))
}

/** What is said of a route that nobody attacked. */
export function unattacked(attack: RouteFact['attack']): RouteFact {
  return {
    attack,
    attacked: false,
    declaredSuccess: 0,
    ownerStatus: null,
    strangerStatus: null,
    missingStatus: null,
    differences: [],
    telltaleFields: [],
    leaked: false,
    changedTables: [],
    ownerSawPlanted: null,
  }
}

async function attackObject(
  battle: Battle,
  route: Route,
  specimen: Specimen,
  planted: ReadonlySet<string>,
): Promise<RouteFact> {
  const foreign = await send(battle, route, specimen, battle.stranger)
  const missing = await send(battle, route, withMissingObjects(battle, route, specimen), battle.stranger)
  return {
    ...unattacked('object'),
    attacked: true,
    declaredSuccess: route.endpoint.success,
    strangerStatus: foreign.status,
    missingStatus: missing.status,
    differences: differencesOf(foreign, missing),
    leaked: leaks(foreign, planted, specimen),
  }
}

/** The same request about objects that do not exist: ids of the same shape that were never given out. */
function withMissingObjects(battle: Battle, route: Route, specimen: Specimen): Specimen {
  const params = Object.fromEntries(
    Object.entries(specimen.params).map(([name, value]) => [
      name,
      route.endpoint.objects?.includes(name) ? newId(battle.services.clock) : value,
    ]),
  )
  return { ...specimen, params }
}

/**
 * An answer leaks when something of the owner's stands in it that the stranger did not send itself; what it sent may
 * stand there only in a refusal.
 */
function leaks(answer: Answer, planted: ReadonlySet<string>, sent: Specimen): boolean {
  const own = new Set(Object.values(sent.params))
  const letIn = answer.status < 400
  return [...planted].some((id) => (letIn || !own.has(id)) && answer.body.includes(id))
}

/** Everything by which the owner would be recognised. */
function plantedIds(battle: Battle, specimens: readonly Specimen[]): ReadonlySet<string> {
  const { owner, tenants } = battle
  return new Set([
    tenants.owner.id,
    owner.accountId,
    owner.personId,
    owner.sessionId,
    ...specimens.flatMap((one) => Object.values(one.params).filter(namesObject)),
  ])
}

async function attackList(
  battle: Battle,
  route: Route,
  specimens: ReadonlyMap<Route, Specimen>,
  planted: ReadonlySet<string>,
): Promise<RouteFact> {
  const query: Record<string, string> =
    route.endpoint.query && 'limit' in route.endpoint.query.shape ? { limit: '200' } : {}
  const own = await send(battle, route, { params: {}, query }, battle.owner)
  const foreign = await send(battle, route, { params: {}, query }, battle.stranger)
  const theirs = idsIn(own.body)
  const shared = [...idsIn(foreign.body)].filter((id) => theirs.has(id))
  const telltale: string[] = []
  for (const field of objectFieldsOf(route.endpoint.query)) {
    const ask = (id: string) => send(battle, route, { params: {}, query: { ...query, [field]: id } }, battle.stranger)
    const [foreignId = ''] = foreignIdsFor(battle, field, specimens)
    const [hit, miss] = [await ask(foreignId), await ask(newId(battle.services.clock))]
    if (differencesOf(hit, miss).length > 0) telltale.push(field)
  }
  return {
    ...unattacked('list'),
    attacked: true,
    declaredSuccess: route.endpoint.success,
    ownerStatus: own.status,
    strangerStatus: foreign.status,
    telltaleFields: telltale,
    // An id that both answers show belongs to one of the two.
    leaked: shared.length > 0 || [...planted].some((id) => foreign.body.includes(id)),
    ownerSawPlanted: [...planted].some((id) => own.body.includes(id)),
  }
}

function idsIn(body: string): Set<string> {
  return new Set(body.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])
}

/** Fields of a body that name an object: a foreign one in the stranger's own request must be like a nonexistent one. */
async function attackBodyFields(
  battle: Battle,
  route: Route,
  specimens: ReadonlyMap<Route, Specimen>,
  ownIds: readonly string[],
): Promise<string[]> {
  const telltale: string[] = []
  for (const field of objectFieldsOf(route.endpoint.body)) {
    const ask = async (id: string) => {
      const own = await plant(battle, route, 'stranger')
      return own && send(battle, route, { ...own, body: { ...(own.body as object), [field]: id } }, battle.stranger)
    }
    const miss = await ask(newId(battle.services.clock))
    for (const id of new Set([...foreignIdsFor(battle, field, specimens), ...ownIds.filter(namesObject)])) {
      const hit = await ask(id)
      if (!hit || !miss || telltale.includes(field)) continue
      // Two successes name different objects of the stranger's own; refusals must be equal to the byte.
      if (hit.status !== miss.status || (hit.status >= 400 && differencesOf(hit, miss).length > 0)) telltale.push(field)
    }
  }
  return telltale
}

/** Objects of the owner's that a field of this name would name. */
function foreignIdsFor(battle: Battle, field: string, specimens: ReadonlyMap<Route, Specimen>): string[] {
  const { owner } = battle
  const known: Readonly<Record<string, string>> = {
    accountId: owner.accountId,
    sessionId: owner.sessionId,
    personId: owner.personId,
  }
  const named = [...specimens.values()].flatMap(({ params }) => params[field] ?? [])
  return [known[field] ?? named[0] ?? owner.personId]
}

/** Something of the owner's changed: repeats the writing attacks one by one to find out which of them does it. */
async function findCulprits(battle: Battle, routes: readonly Route[], facts: Map<Route, RouteFact>): Promise<void> {
  let found = false
  for (const route of routes) {
    const specimen = await plant(battle, route, 'owner')
    if (!specimen) continue
    const before = await printOwner(battle)
    await send(battle, route, specimen, battle.stranger)
    const changed = changedTables(before, await printOwner(battle))
    if (changed.length === 0) continue
    found = true
    update(facts, route, { changedTables: changed })
  }
  // Nobody did it twice: what it was is not known, and what is not known is no pass.
  if (!found) throw new Problem(503, 'isolation.probe_unusable')
}

async function printOwner(battle: Battle): Promise<ReadonlyMap<string, string>> {
  return battle.services.database.withTenant(battle.tenants.owner.id, printTables)
}

async function plant(battle: Battle, route: Route, part: 'owner' | 'stranger'): Promise<Specimen | null> {
  const { services, registry, tenants } = battle
  const { specimen } = route
  if (!specimen) return null
  const { accountId, personId, sessionId } = battle[part]
  return services.database.withTenant(tenants[part].id, (tx) =>
    specimen(plantingContext(services, registry, tx, { accountId, personId, sessionId })),
  )
}

/** Sends, and once more after a hiccup: an overloaded server says nothing about isolation. */
async function send(battle: Battle, route: Route, specimen: Specimen, session: CanarySession): Promise<Answer> {
  battle.signal.throwIfAborted()
  const once = () => battle.wire.send(route.endpoint, specimen, session.cookie)
  const answer = await once()
  if (answer.status !== 429 && answer.status !== 503) return answer
  await sleep(500, undefined, { signal: battle.signal })
  const again = await once()
  if (again.status === 429 || again.status === 503) throw new Problem(503, 'isolation.no_server')
  return again
}

function update(facts: Map<Route, RouteFact>, route: Route, more: Partial<RouteFact>): void {
  const fact = facts.get(route)
  if (fact) facts.set(route, { ...fact, ...more })
}

/** Runs a function over items, so many at once; the first failure ends it. */
async function eachAtOnce<T>(items: readonly T[], limit: number, run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
}
