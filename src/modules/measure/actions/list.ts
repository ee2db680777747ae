/** All measures on a day. */
import type { AsOfQuery } from '#core/as-of/contract.ts'
import { resolveAsOf, type AsOf } from '#core/as-of/resolve.ts'
import type { Context } from '#core/context.ts'
import { readAlarms } from '#core/judging/alarm.ts'
import { judgeMeasuresAt } from '#core/judging/measure.ts'
import type { CatalogueMeasure, Registry } from '#core/registry.ts'
import type { DutyJudgement, Reason } from '#core/status/view.ts'
import { statuses, type Status } from '#core/vocabulary.ts'
import { listPublishedClaims, type PublishedClaim } from '#modules/statement/actions/list-published.ts'
import { presentReason } from '#modules/statement/actions/read.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import type { listMeasures, MeasureSummary } from '../contract.ts'
import { promisedBy } from './promised.ts'

/** How a measure stands. */
export interface Standing {
  readonly status: Status
  readonly reason: Reason
  readonly duties: readonly DutyJudgement[]
}

/** The demanded ones first, the worst of them first; then the rest of the catalogue. */
export async function listAllMeasures(
  context: Context,
  registry: Registry,
  query: AsOfQuery,
): Promise<OutputOf<typeof listMeasures>> {
  const asOf = resolveAsOf(query, context.services.clock.now())
  const at = asOf?.at ?? context.services.clock.now()
  const claims = await listPublishedClaims(context.tx, context.actor.locale, at, at)
  const standings = await readStandings(context, registry, claims, asOf)
  const items = [...registry.measures.values()].map((measure) =>
    presentSummary(context, measure, claims, standings.get(measure.id)),
  )
  const rank = ({ status, sentences }: MeasureSummary) =>
    status !== null ? statuses.indexOf(status) : statuses.length + (sentences > 0 ? 0 : 1)
  return {
    asOf: asOf && { at: asOf.at.toISOString(), known: asOf.known },
    items: items.toSorted((a, b) => rank(a) - rank(b)),
  }
}

/** How each demanded measure stands, or stood at a past instant. */
export async function readStandings(
  { tx, services }: Context,
  registry: Registry,
  claims: readonly PublishedClaim[],
  asOf: AsOf | null,
): Promise<ReadonlyMap<string, Standing>> {
  const now = services.clock.now()
  const at = asOf?.at ?? now
  const judged: Map<string, Standing> = await judgeMeasuresAt(
    tx,
    registry,
    claims.map(promisedBy),
    at,
    asOf?.known === 'then' ? at : now,
  )
  // What could not even be recorded: it lies over the present, and over nothing else.
  for (const alarm of asOf === null ? await readAlarms(services, tx.tenantId) : []) {
    const standing = judged.get(alarm.measure)
    if (standing === undefined || standing.status === 'not_applicable' || standing.status === 'contradicted') continue
    judged.set(alarm.measure, { ...standing, status: alarm.status, reason: alarm.reason })
  }
  return judged
}

/** A measure as lists show it. */
export function presentSummary(
  context: Context,
  { id, capability, title, evidenceClass }: CatalogueMeasure,
  claims: readonly PublishedClaim[],
  standing: Standing | undefined,
): MeasureSummary {
  return {
    id,
    capability,
    title: { ...title },
    evidenceClass,
    status: standing?.status ?? null,
    reason: standing === undefined ? null : presentReason(context, context.actor.locale, standing.reason).text,
    sentences: claims.filter((claim) => claim.measures.includes(id)).length,
  }
}
