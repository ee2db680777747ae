/**
 * What became of each published sentence over a period, from what was stored: on how many days it was in force, each gap
 * with its reason, what was known then and what is known in hindsight, and how much evidence speaks of that time.
 */
import type { Context } from '#core/context.ts'
import type { PeriodOfDays } from '#core/document/kind.ts'
import { factsBehind } from '#core/evidence/facts-behind.ts'
import { countEvidenceOfFacts, type ClassCounts } from '#core/evidence/list-of-facts.ts'
import { countDays, type Effect } from '#core/judging/effect.ts'
import { compareGaps, gapsBetween, type KnownGap } from '#core/judging/gap.ts'
import { loadClaimHistories } from '#core/judging/load-history.ts'
import { hasMarks, readJudgedClaims as readClaimsInForce, readJudgedUntil, readRecord } from '#core/judging/store.ts'
import { asKnownAt, readTimeline, sweep, type Period, type Segment } from '#core/judging/timeline.ts'
import type { Registry } from '#core/registry.ts'
import type { Reason } from '#core/status/view.ts'
import type { Status } from '#core/vocabulary.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import {
  findPublishedOf,
  listInForceBetween,
  readClaimsAt,
  type JudgedClaimRow,
  type PublishedStatement,
} from '../store.ts'
import { readPresentClaims } from './read.ts'

export interface PeriodOfClaim {
  readonly id: string
  readonly ordinal: number
  readonly text: string
  readonly measures: readonly string[]
  /** Each instant as it was known at that instant; null when nothing had been judged. */
  readonly knownThen: Effect | null
  /** As it is known in hindsight. */
  readonly hindsight: Effect | null
  readonly gaps: readonly KnownGap<Reason>[]
  /** In hindsight, at the end; null when nothing had been judged. */
  readonly lastStatus: Status | null
  readonly evidence: ClassCounts
}

export interface PeriodOfStatement {
  readonly title: string
  /** The part of the period in which it was in force: first and last instant. */
  readonly from: Date
  readonly until: Date
  readonly claims: readonly PeriodOfClaim[]
}

export interface PeriodWish {
  readonly locale: Locale
  readonly days: PeriodOfDays
  /** The last instant: the end of the last day, or now. */
  readonly until: Date
  /** What was known then is the hindsight. */
  readonly knownAt: Date
  /** Whether it ends now: then what is not written down yet counts, too. */
  readonly endsNow: boolean
  /** Of one sentence only. */
  readonly claimId: string | null
}

/**
 * The period of every statement that was in force in it, in order.
 * @throws Problem 404 `statement.none_published` when none was, `common.not_found` for a sentence that was not in force
 */
export async function readPeriod(context: Context, registry: Registry, wish: PeriodWish): Promise<PeriodOfStatement[]> {
  const { tx } = context
  const { locale, days, until, claimId } = wish
  const from = startOfDay(days.fromOn)
  if (claimId !== null) {
    const statement = await findPublishedOf(tx, claimId, until)
    if (!statement || (statement.superseded_at !== null && statement.superseded_at <= from)) throw notFound()
    return [await readPeriodOf(context, registry, statement, from, wish)]
  }
  const statements = await listInForceBetween(tx, locale, from, until)
  if (statements.length === 0) throw new Problem(404, 'statement.none_published')
  const periods: PeriodOfStatement[] = []
  for (const statement of statements) periods.push(await readPeriodOf(context, registry, statement, from, wish))
  return periods
}

async function readPeriodOf(
  context: Context,
  registry: Registry,
  statement: PublishedStatement,
  periodFrom: Date,
  { until: periodUntil, knownAt, endsNow, claimId }: PeriodWish,
): Promise<PeriodOfStatement> {
  const { tx } = context
  const from = statement.published_at > periodFrom ? statement.published_at : periodFrom
  // Superseded at an instant: no longer in force at that instant.
  const lastAt = statement.superseded_at === null ? periodUntil : new Date(statement.superseded_at.getTime() - 1)
  const until = lastAt < periodUntil ? lastAt : periodUntil
  const by = claimId === null ? { statementId: statement.id } : { claimId }
  const claims = (await readClaimsAt(tx, by, { at: until, known: 'today' })).filter(
    ({ kind }) => kind === 'promise' || kind === 'option',
  )
  const record = await readRecord(
    tx,
    claims.map(({ id }) => id),
    { from, to: new Date(until.getTime() + 1) },
  )
  const wanted = claims.flatMap((claim) =>
    factsBehind(registry, claim.measures).map((facts) => ({ ...facts, key: claim.id })),
  )
  const present = endsNow && statement.superseded_at === null ? await readPresentClaims(context, registry, by) : []
  const presentOf = new Map(present.map((row) => [row.id, row]))
  const unwritten = await sweepUnwritten(tx, registry, present, until)
  const evidence = await countEvidenceOfFacts(tx, wanted, { from, to: until, knownAt })
  return {
    title: statement.title,
    from,
    until,
    claims: claims.map(({ id, ordinal, text, measures }): PeriodOfClaim => {
      const rows = record.get(id) ?? []
      const upToNow = (periods: readonly Period<Reason>[], further: readonly Segment[] | undefined) =>
        underPresent(continued(periods, further), presentOf.get(id), until)
      const rest = unwritten.get(id)
      const then = upToNow(readTimeline(rows, 'then'), rest?.knownThen)
      const hindsight = upToNow(readTimeline(asKnownAt(rows, knownAt), 'today'), rest?.knownToday)
      return {
        id,
        ordinal,
        text,
        measures,
        knownThen: countDays(then, from, until),
        hindsight: countDays(hindsight, from, until),
        gaps: compareGaps(gapsBetween(then, from, until), gapsBetween(hindsight, from, until)),
        lastStatus: hindsight.findLast((period) => period.fromAt <= until)?.status ?? null,
        evidence: evidence.get(id) ?? {},
      }
    }),
  }
}

interface Unwritten {
  readonly knownThen: readonly Segment[]
  readonly knownToday: readonly Segment[]
}

/**
 * Where a worker stands still, time goes on: what the rules say of the time since the last judging, of sentences whose
 * judgement has run out or waits.
 */
async function sweepUnwritten(
  tx: TenantTx,
  registry: Registry,
  present: readonly JudgedClaimRow[],
  now: Date,
): Promise<Map<string, Unwritten>> {
  if (present.length === 0) return new Map()
  const until = await readJudgedUntil(tx)
  const marked = await hasMarks(tx)
  const ids = new Set(present.map(({ id }) => id))
  const claims = (await readClaimsInForce(tx)).flatMap((claim) => {
    const last = until.get(claim.id)
    const waits = last !== undefined && (marked || (last.nextAt !== null && last.nextAt <= now))
    return ids.has(claim.id) && waits ? [{ claim, judgedAt: last.judgedAt }] : []
  })
  if (claims.length === 0) return new Map()
  const from = new Date(Math.min(...claims.map(({ judgedAt }) => judgedAt.getTime())))
  const histories = await loadClaimHistories(
    tx,
    registry,
    claims.map(({ claim }) => claim),
    { from, knownFrom: from },
  )
  return new Map(
    claims.flatMap(({ claim, judgedAt }, index) => {
      const history = histories[index]
      if (history === undefined) return []
      return [
        [
          claim.id,
          { knownThen: sweep(history, judgedAt, now, null), knownToday: sweep(history, judgedAt, now, now) },
        ] as const,
      ]
    }),
  )
}

/** A timeline and what follows from an instant on. */
function continued(periods: readonly Period<Reason>[], segments: readonly Segment[] = []): readonly Period<Reason>[] {
  return segments.reduce<readonly Period<Reason>[]>(
    (told, { fromAt, status, judgement }) => replaceFrom(told, { fromAt, status, judgement: judgement.reason }),
    periods,
  )
}

/** An alarm of the present lies over what was judged. */
function underPresent(
  periods: readonly Period<Reason>[],
  present: JudgedClaimRow | undefined,
  now: Date,
): readonly Period<Reason>[] {
  if (!present || present.status === null || present.judgement === null) return periods
  const { status, judgement, from_at: fromAt } = present
  return replaceFrom(periods, { fromAt: fromAt ?? now, status, judgement: judgement.reason })
}

/** From an instant on it is so; nothing changes when it was so already. */
function replaceFrom(
  periods: readonly Period<Reason>[],
  next: Omit<Period<Reason>, 'toAt'>,
): readonly Period<Reason>[] {
  if (periods.at(-1)?.status === next.status) return periods
  const before = periods.filter((period) => period.fromAt < next.fromAt)
  return [
    ...before.map((period) =>
      period.toAt === null || period.toAt > next.fromAt ? { ...period, toAt: next.fromAt } : period,
    ),
    { ...next, toAt: null },
  ]
}
