/**
 * The bitemporal record of what a claim's status was. A row says that the status held over [fromAt, toAt) and that this
 * was what we knew over [knownFrom, knownTo). Pure: how a row set changes when time passes and when something is learned
 * about the past, and how it is read. What was known at an instant never changes afterwards.
 */
import { changesOf, statusOf, type Changes, type ClaimHistory } from '../status/history.ts'
import { ruleVersion } from '../status/status.ts'
import type { ClaimJudgement } from '../status/view.ts'
import type { Status } from '../vocabulary.ts'

/** A stretch over which one status holds; the last one is open. */
export interface Segment<J = ClaimJudgement> {
  readonly fromAt: Date
  readonly status: Status
  readonly judgement: J
  /** Of the rules by which it was judged. */
  readonly ruleVersion: string
}

export interface JudgedRow<J = ClaimJudgement> extends Segment<J> {
  readonly toAt: Date | null
  readonly knownFrom: Date
}

/** What has to be written for the record to say something new. */
export interface Revision<J = ClaimJudgement> {
  /** Versions that are no longer what we know, by the instants they began; they stay readable as what was known. */
  readonly closed: readonly JudgedRow<J>[]
  /** Versions of this very instant that never were anybody's knowledge. */
  readonly removed: readonly JudgedRow<J>[]
  /** Rows that merely end now. */
  readonly ended: readonly { readonly row: JudgedRow<J>; readonly toAt: Date }[]
  readonly added: readonly JudgedRow<J>[]
  /** The rows as known from now on, in order. */
  readonly rows: readonly JudgedRow<J>[]
}

/**
 * The statuses of a claim from one instant up to another (both included), by its history.
 * @param knownAt what was known at this instant counts; null: for each instant, what was known then
 * @param changes of the history, for whoever sweeps it more than once
 */
export function sweep(
  history: ClaimHistory,
  from: Date,
  until: Date,
  knownAt: Date | null,
  changes: Changes = changesOf(history),
): Segment[] {
  const instants = knownAt === null ? [...changes.valid, ...changes.known].toSorted((a, b) => a - b) : changes.valid
  const segments: Segment[] = []
  let next = firstAfter(instants, from.getTime())
  for (let at = from.getTime(); at <= until.getTime();) {
    const instant = new Date(at)
    const judgement = statusOf(history, instant, knownAt ?? instant)
    if (judgement === null) return []
    if (segments.at(-1)?.status !== judgement.status)
      segments.push({ fromAt: instant, status: judgement.status, judgement, ruleVersion })
    while (next < instants.length && (instants[next] ?? 0) <= at) next += 1
    at = Math.min(instants[next] ?? Infinity, judgement.nextAt?.getTime() ?? Infinity)
  }
  return segments
}

/** The place of the first of ordered instants that is later than one. */
function firstAfter(instants: readonly number[], at: number): number {
  let low = 0
  let high = instants.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((instants[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The record when, at `knownAt`, the statuses from `since` on turn out to be the given ones.
 * @param rows as known until now, in order, without gaps; empty for a claim that was never judged
 * @param segments from `since` on; the first begins there
 */
export function revise<J>(
  rows: readonly JudgedRow<J>[],
  segments: readonly Segment<J>[],
  since: Date,
  knownAt: Date,
): Revision<J> {
  const wanted = mergeFrom(rows, segments, since)
  const closed: JudgedRow<J>[] = []
  const removed: JudgedRow<J>[] = []
  const ended: { row: JudgedRow<J>; toAt: Date }[] = []
  const added: JudgedRow<J>[] = []
  const kept = new Set<JudgedRow<J>>()
  const result = wanted.map((want): JudgedRow<J> => {
    const row = rows.find((r) => r.fromAt.getTime() === want.fromAt.getTime() && isSame(r, want))
    if (row !== undefined && sameInstant(row.toAt, want.toAt)) {
      kept.add(row)
      return row
    }
    // An end that is not in the past of what we know is no correction: it has just come.
    if (row !== undefined && row.toAt === null && want.toAt !== null && want.toAt >= knownAt) {
      kept.add(row)
      ended.push({ row, toAt: want.toAt })
      return { ...row, toAt: want.toAt }
    }
    const version = { ...want, knownFrom: knownAt }
    added.push(version)
    return version
  })
  for (const row of rows) if (!kept.has(row)) (row.knownFrom >= knownAt ? removed : closed).push(row)
  return { closed, removed, ended, added, rows: result }
}

interface Stretch<J> extends Segment<J> {
  readonly toAt: Date | null
}

/** The stretches as they should be: the old ones up to an instant, then the new ones, equal neighbours as one. */
function mergeFrom<J>(
  rows: readonly JudgedRow<J>[],
  segments: readonly Segment<J>[],
  since: Date,
): readonly Stretch<J>[] {
  const all: Segment<J>[] = [...rows.filter((row) => row.fromAt < since), ...segments]
  const merged: Segment<J>[] = []
  for (const segment of all) {
    const last = merged.at(-1)
    if (last === undefined || !isSame(last, segment)) merged.push(segment)
  }
  return merged.map((segment, index) => ({
    fromAt: segment.fromAt,
    toAt: merged[index + 1]?.fromAt ?? null,
    status: segment.status,
    judgement: segment.judgement,
    ruleVersion: segment.ruleVersion,
  }))
}

/** What other rules said is another judgement, even when it says the same. */
function isSame(a: Segment<unknown>, b: Segment<unknown>): boolean {
  return a.status === b.status && a.ruleVersion === b.ruleVersion
}

function sameInstant(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime()
}

/** A row of the record with the end of its being known. */
export interface RecordedRow<J = unknown> {
  readonly fromAt: Date
  readonly toAt: Date | null
  readonly knownFrom: Date
  readonly knownTo: Date | null
  readonly status: Status
  readonly judgement: J
  readonly ruleVersion: string
}

/** A stretch of a timeline. */
export interface Period<J = unknown> {
  readonly fromAt: Date
  readonly toAt: Date | null
  readonly status: Status
  readonly judgement: J
}

/** What was known of a record at an instant, as if nothing had been learned since. */
export function asKnownAt<J>(rows: readonly RecordedRow<J>[], knownAt: Date): RecordedRow<J>[] {
  return rows
    .filter((row) => row.knownFrom <= knownAt && (row.knownTo === null || row.knownTo > knownAt))
    .map((row) => ({ ...row, knownTo: null }))
}

/**
 * The timeline that a record tells.
 * @param known `then`: each instant as it was known at that instant; `today`: as we know it now
 */
export function readTimeline<J>(rows: readonly RecordedRow<J>[], known: 'then' | 'today'): Period<J>[] {
  const periods = rows
    .flatMap((row): Period<J>[] => {
      if (known === 'today')
        return row.knownTo === null
          ? [{ fromAt: row.fromAt, toAt: row.toAt, status: row.status, judgement: row.judgement }]
          : []
      // Seen while its instants passed: from when it was known, until it ended or something better was known.
      const fromAt = row.fromAt > row.knownFrom ? row.fromAt : row.knownFrom
      const ends = [row.toAt, row.knownTo].filter((end) => end !== null).map((end) => end.getTime())
      const toAt = ends.length === 0 ? null : new Date(Math.min(...ends))
      return toAt !== null && toAt <= fromAt ? [] : [{ fromAt, toAt, status: row.status, judgement: row.judgement }]
    })
    .toSorted((a, b) => a.fromAt.getTime() - b.fromAt.getTime())
  const merged: Period<J>[] = []
  for (const period of periods) {
    const last = merged.at(-1)
    if (last !== undefined && last.status === period.status && sameInstant(last.toAt, period.fromAt))
      merged[merged.length - 1] = { ...last, toAt: period.toAt }
    else merged.push(period)
  }
  return merged
}
