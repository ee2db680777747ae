/** One measure on a day: what it demands, what rests on it, by which evidence, and how it fared over the year before. */
import type { AsOfQuery } from '#core/as-of/contract.ts'
import { resolveAsOf, type AsOf } from '#core/as-of/resolve.ts'
import type { Context } from '#core/context.ts'
import { factsBehind } from '#core/evidence/facts-behind.ts'
import { listEvidenceOfFacts } from '#core/evidence/list-of-facts.ts'
import { countDays } from '#core/judging/effect.ts'
import { readMeasureRecord } from '#core/judging/measure.ts'
import type { Period } from '#core/judging/timeline.ts'
import type { Registry } from '#core/registry.ts'
import type { ClaimJudgement } from '#core/status/view.ts'
import type { Status } from '#core/vocabulary.ts'
import { listPublishedClaims } from '#modules/statement/actions/list-published.ts'
import { readStatementAt } from '#modules/statement/actions/read-past.ts'
import { presentReason, readStatementNow } from '#modules/statement/actions/read.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { MeasureDetail } from '../contract.ts'
import { monthEnds } from '../rules.ts'
import { promisedBy } from './promised.ts'
import { presentSummary, readStandings } from './list.ts'
import { populationAt } from './period.ts'

/** How far back its timeline goes from its last instant. */
const timelineLength = '-P1Y'
const mostEvidence = 50

/** @throws Problem `common.not_found` for what the catalogue does not know */
export async function readOneMeasure(
  context: Context,
  registry: Registry,
  measureId: string,
  query: AsOfQuery,
): Promise<MeasureDetail> {
  const { tx, actor, services } = context
  const measure = registry.measures.get(measureId)
  if (measure === undefined) throw notFound()
  const now = services.clock.now()
  const asOf = resolveAsOf(query, now)
  const until = asOf?.at ?? now
  const knownAt = asOf?.known === 'then' ? until : now
  const from = addDuration(until, timelineLength)
  const published = await listPublishedClaims(tx, actor.locale, from, until)
  const present = published.filter(
    ({ published_at, superseded_at }) => published_at <= until && (superseded_at === null || superseded_at > until),
  )
  const standing = (await readStandings(context, registry, present, asOf)).get(measureId)
  const record = await readMeasureRecord(tx, registry, measureId, published.map(promisedBy), { from, until, knownAt })
  const periods = query.known === 'then' ? record.knownThen : record.hindsight
  const effect = countDays(periods, from, until)
  const statusOf = await statusesOf(context, registry, asOf)
  const evidence = await listEvidenceOfFacts(tx, factsBehind(registry, [measureId]), {
    observedFrom: from,
    observedUntil: until,
    until: knownAt,
    limit: mostEvidence + 1,
  })
  return {
    ...presentSummary(context, measure, present, standing),
    asOf: asOf && { at: asOf.at.toISOString(), known: asOf.known },
    proof: { ...measure.proof },
    maxAge: measure.maxAge,
    duties: registry.dutiesOf(measureId).map((duty) => {
      const judged = standing?.duties.find(({ dutyId }) => dutyId === duty.id)
      return {
        id: duty.id,
        trigger: duty.trigger,
        maxAge: duty.maxAge,
        minimumClass: duty.minimumClass,
        detectsWithinMs: registry.collectors.find(({ id }) => id === duty.collector)?.detectsWithinMs ?? null,
        judged: judged
          ? {
              status: judged.status,
              reason: presentReason(context, actor.locale, judged.reason).text,
              total: judged.population.total,
              passing: judged.population.passing,
              reconciledAgainst: judged.population.reconciledAgainst,
            }
          : null,
      }
    }),
    restingSentences: present
      .filter((claim) => claim.measures.includes(measureId))
      .map(({ id, ordinal, text, quantifier }) => ({
        claimId: id,
        ordinal,
        text,
        quantifier,
        status: statusOf.get(id) ?? null,
      })),
    history: periods.map((period) => presentPeriod(context, period, until)),
    effect: effect && { ...effect, gaps: effect.gaps.map((gap) => ({ ...gap })) },
    population: populationAt(monthEnds(from, until), (at) =>
      record.judgeAt(at, query.known === 'then' ? at : knownAt),
    ).map((point) => ({ ...point, at: point.at.toISOString() })),
    evidence: evidence.slice(0, mostEvidence).map((one) => ({
      id: one.id,
      title: one.title ?? one.source_system,
      class: one.class,
      state: one.state,
      observedAt: one.observed_to.toISOString(),
    })),
    evidenceIsCut: evidence.length > mostEvidence,
  }
}

function presentPeriod(context: Context, { status, fromAt, toAt, judgement }: Period<ClaimJudgement>, until: Date) {
  return {
    status,
    from: fromAt.toISOString(),
    to: toAt === null || toAt > until ? null : toAt.toISOString(),
    reason: presentReason(context, context.actor.locale, judgement.reason).text,
  }
}

/** The status of each sentence as it stands, or as it was recorded of a past instant. */
async function statusesOf(
  context: Context,
  registry: Registry,
  asOf: AsOf | null,
): Promise<ReadonlyMap<string, Status | null>> {
  const { locale } = context.actor
  try {
    const { claims } =
      asOf === null
        ? await readStatementNow(context, registry, locale)
        : await readStatementAt(context.tx, locale, asOf)
    return new Map(claims.map(({ id, status }) => [id, status]))
  } catch (error) {
    if (error instanceof Problem && error.code === 'statement.none_published') return new Map()
    throw error
  }
}
