/** How the measures behind the requirements of a framework stand: judged by the core, from evidence, never set. */
import { mappings, type Framework } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { Status } from '#core/vocabulary.ts'
import { readStandings } from '#modules/measure/actions/list.ts'
import { listPublishedClaims } from '#modules/statement/actions/list-published.ts'
import type { ServingMeasure } from '../contract/framework.ts'
import { standingOf } from '../rules.ts'

/** Measure → status; a measure that no published sentence demands is not in it. */
export type MeasureStatuses = ReadonlyMap<string, Status>

/** The status of every demanded measure at this instant. */
export async function readMeasureStatuses(context: Context, registry: Registry): Promise<MeasureStatuses> {
  const now = context.services.clock.now()
  const claims = await listPublishedClaims(context.tx, context.actor.locale, now, now)
  const standings = await readStandings(context, registry, claims, null)
  return new Map([...standings].map(([id, { status }]) => [id, status]))
}

const byRequirement = Map.groupBy(mappings, ({ framework, requirement }) => `${framework} ${requirement}`)

/** The measures that serve a requirement, with their statuses. */
export function servingOf(
  registry: Registry,
  statuses: MeasureStatuses,
  framework: string,
  requirement: string,
): ServingMeasure[] {
  return (byRequirement.get(`${framework} ${requirement}`) ?? []).flatMap(({ measure: id, relation }) => {
    const measure = registry.measures.get(id)
    return measure ? [{ id, title: { ...measure.title }, relation, status: statuses.get(id) ?? null }] : []
  })
}

/** Every requirement of a framework with what serves it. */
export function requirementsOf(registry: Registry, statuses: MeasureStatuses, framework: Framework) {
  return framework.requirements.map(({ id, group, title }) => {
    const measures = servingOf(registry, statuses, framework.id, id)
    return { id, group, title, measures, ...standingOf(measures) }
  })
}
