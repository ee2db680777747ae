/**
 * How a measure stood, by itself: judged as each sentence promises it, apart from what else that sentence rests on; the
 * worst counts. Judgements are stored of sentences only, so this is reckoned by the rules of today from what was known
 * at each instant (docs/decisions/0020). Whoever needs the record of a sentence reads that.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Registry } from '../registry.ts'
import { statusOf, type ClaimHistory } from '../status/history.ts'
import type { ClaimJudgement } from '../status/view.ts'
import { statuses, type Status } from '../vocabulary.ts'
import { loadClaimHistories } from './load-history.ts'
import type { ClaimRow } from './store.ts'
import { sweep, type Period } from './timeline.ts'

/** A sentence that promises measures, and when it was in force; the end is the first instant at which it no longer was. */
export interface Promised extends ClaimRow {
  readonly publishedAt: Date
  readonly supersededAt: Date | null
}

/** What a sentence that only may be, or is still planned, says nothing about whether a measure is in force. */
function demands({ kind, modality, quantifier }: ClaimRow): boolean {
  return kind === 'promise' && modality !== 'plans' && quantifier !== 'may'
}

function isInForce({ publishedAt, supersededAt }: Promised, at: Date): boolean {
  return publishedAt <= at && (supersededAt === null || supersededAt > at)
}

/**
 * The judgement of each measure at an instant; measures that no sentence demanded then are left out.
 * @param knownAt what was known then counts
 */
export async function judgeMeasuresAt(
  tx: TenantTx,
  registry: Registry,
  claims: readonly Promised[],
  at: Date,
  knownAt: Date,
): Promise<Map<string, ClaimJudgement>> {
  const pairs = claims
    .filter((claim) => demands(claim) && isInForce(claim, at))
    .flatMap((claim) => claim.measures.map((id) => ({ ...claim, measures: [id] })))
  const histories = await loadClaimHistories(tx, registry, pairs, { from: at, knownFrom: at })
  const judged = new Map<string, ClaimJudgement>()
  for (const [index, { measures }] of pairs.entries()) {
    const [id] = measures
    const history = histories[index]
    const found = history && statusOf(history, at, knownAt)
    if (!found || id === undefined) continue
    const other = judged.get(id)
    if (other === undefined || isWorse(found.status, other.status)) judged.set(id, found)
  }
  return judged
}

/** A measure over a stretch of time. */
export interface MeasureRecord {
  /** Each instant as it was known at that instant. */
  readonly knownThen: readonly Period<ClaimJudgement>[]
  /** As it was known at the instant that was asked for. */
  readonly hindsight: readonly Period<ClaimJudgement>[]
  /** Of a sentence that demands it, for looking at single instants; null when none did. */
  readonly judgeAt: (at: Date, knownAt: Date) => ClaimJudgement | null
}

/**
 * How a measure stood between two instants, both included.
 * @param claims those that rest on it
 * @param knownAt what was known then is the hindsight
 */
export async function readMeasureRecord(
  tx: TenantTx,
  registry: Registry,
  measureId: string,
  claims: readonly Promised[],
  { from, until, knownAt }: { readonly from: Date; readonly until: Date; readonly knownAt: Date },
): Promise<MeasureRecord> {
  const demanding = claims
    .filter((claim) => demands(claim) && claim.measures.includes(measureId))
    .map((claim) => ({ ...claim, measures: [measureId] }))
  const histories = await loadClaimHistories(tx, registry, demanding, { from, knownFrom: from })
  const told = demanding.flatMap((claim, index) => {
    const history = histories[index]
    return history === undefined ? [] : [{ claim, history }]
  })
  const timeline = (known: Date | null) =>
    mergeWorst(told.map(({ claim, history }) => periodsOf(claim, history, { from, until, knownAt: known })))
  return {
    knownThen: timeline(null),
    hindsight: timeline(knownAt),
    judgeAt: (at, known) => {
      const found = told.filter(({ claim }) => isInForce(claim, at)).map(({ history }) => statusOf(history, at, known))
      return found.reduce((worst, one) => (one && (!worst || isWorse(one.status, worst.status)) ? one : worst), null)
    },
  }
}

function periodsOf(
  claim: Promised,
  history: ClaimHistory,
  { from, until, knownAt }: { from: Date; until: Date; knownAt: Date | null },
): Period<ClaimJudgement>[] {
  const start = claim.publishedAt > from ? claim.publishedAt : from
  const end = claim.supersededAt !== null && claim.supersededAt <= until ? claim.supersededAt : null
  const segments = sweep(history, start, end === null ? until : new Date(end.getTime() - 1), knownAt)
  return segments.map(({ fromAt, status, judgement }, index) => ({
    fromAt,
    toAt: segments[index + 1]?.fromAt ?? end,
    status,
    judgement,
  }))
}

/** Several timelines as one that is as bad as the worst of them. What was decided not to apply counts where all is so. */
export function mergeWorst<J>(timelines: readonly (readonly Period<J>[])[]): Period<J>[] {
  const all = timelines.flat()
  const edges = new Set(
    all.flatMap(({ fromAt, toAt }) => [fromAt.getTime(), ...(toAt === null ? [] : [toAt.getTime()])]),
  )
  const merged: Period<J>[] = []
  const instants = [...edges].toSorted((a, b) => a - b)
  for (const [index, at] of instants.entries()) {
    const next = instants[index + 1]
    const present = all.filter(({ fromAt, toAt }) => fromAt.getTime() <= at && (toAt === null || toAt.getTime() > at))
    const worst = present.toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status))[0]
    if (worst === undefined) continue
    const period = { ...worst, fromAt: new Date(at), toAt: next === undefined ? null : new Date(next) }
    const last = merged.at(-1)
    if (last !== undefined && last.status === worst.status && last.toAt?.getTime() === at)
      merged[merged.length - 1] = { ...last, toAt: period.toAt }
    else merged.push(period)
  }
  return merged
}

function isWorse(one: Status, other: Status): boolean {
  return statuses.indexOf(one) < statuses.indexOf(other)
}
