/** What became of a measure over a period: when it was in force and when not and why, for whom, and by which evidence. */
import type { Context } from '#core/context.ts'
import type { PeriodOfDays } from '#core/document/kind.ts'
import { factsBehind } from '#core/evidence/facts-behind.ts'
import { countEvidenceOfFacts, type ClassCounts } from '#core/evidence/list-of-facts.ts'
import { countDays, type Effect } from '#core/judging/effect.ts'
import { compareGaps, gapsBetween, type KnownGap } from '#core/judging/gap.ts'
import { readMeasureRecord } from '#core/judging/measure.ts'
import type { Registry } from '#core/registry.ts'
import type { ClaimJudgement } from '#core/status/view.ts'
import type { Status } from '#core/vocabulary.ts'
import { listPublishedClaims, type PublishedClaim } from '#modules/statement/actions/list-published.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import { notFound } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { monthEnds } from '../rules.ts'
import { promisedBy } from './promised.ts'

/** How many a duty was about at an instant, and for how many it was kept. */
export interface PopulationPoint {
  readonly at: Date
  readonly dutyId: string
  readonly total: number
  readonly passing: number
  readonly reconciled: boolean
}

export interface MeasurePeriod {
  /** The sentences that rested on it at some instant, in order. */
  readonly claims: readonly PublishedClaim[]
  readonly knownThen: Effect | null
  readonly hindsight: Effect | null
  readonly gaps: readonly KnownGap<ClaimJudgement>[]
  readonly lastStatus: Status | null
  readonly population: readonly PopulationPoint[]
  readonly evidence: ClassCounts
}

export interface MeasurePeriodWish {
  readonly locale: Locale
  readonly days: PeriodOfDays
  /** The last instant: the end of the last day, or now. */
  readonly until: Date
  /** What was known then is the hindsight. */
  readonly knownAt: Date
}

/** @throws Problem `common.not_found` for what the catalogue does not know */
export async function readMeasurePeriod(
  { tx }: Pick<Context, 'tx'>,
  registry: Registry,
  measureId: string,
  { locale, days, until, knownAt }: MeasurePeriodWish,
): Promise<MeasurePeriod> {
  if (!registry.measures.has(measureId)) throw notFound()
  const from = startOfDay(days.fromOn)
  const claims = (await listPublishedClaims(tx, locale, from, until)).filter((claim) =>
    claim.measures.includes(measureId),
  )
  const { knownThen, hindsight, judgeAt } = await readMeasureRecord(tx, registry, measureId, claims.map(promisedBy), {
    from,
    until,
    knownAt,
  })
  const wanted = factsBehind(registry, [measureId]).map((facts) => ({ ...facts, key: measureId }))
  const counts = await countEvidenceOfFacts(tx, wanted, { from, to: until, knownAt })
  return {
    claims,
    knownThen: countDays(knownThen, from, until),
    hindsight: countDays(hindsight, from, until),
    gaps: compareGaps(gapsBetween(knownThen, from, until), gapsBetween(hindsight, from, until)),
    lastStatus: hindsight.findLast((period) => period.fromAt <= until)?.status ?? null,
    population: populationAt(monthEnds(from, until), (at) => judgeAt(at, knownAt)),
    evidence: counts.get(measureId) ?? {},
  }
}

/** How many it was about at some instants; nothing where nobody demanded it. */
export function populationAt(
  instants: readonly Date[],
  judgeAt: (at: Date) => ClaimJudgement | null,
): PopulationPoint[] {
  return instants.flatMap((at) =>
    (judgeAt(at)?.duties ?? []).flatMap(({ dutyId, population }): PopulationPoint[] =>
      dutyId === null
        ? []
        : [
            {
              at,
              dutyId,
              total: population.total,
              passing: population.passing,
              reconciled: population.reconciledAgainst !== null,
            },
          ],
    ),
  )
}
