/**
 * Brings the record of one claim up to an instant: what time alone changed at the instant it changed, and what was
 * learned since at the instant it was learned, also about the past. Pure. The outcome does not depend on when or how
 * often it is done: judging once after a day is judging after each change.
 */
import { changesOf, statusOf, trimHistory, type Changes, type ClaimHistory } from '../status/history.ts'
import type { ClaimJudgement } from '../status/view.ts'
import { ruleVersion } from '../status/status.ts'
import { revise, sweep, type JudgedRow, type Revision, type Segment } from './timeline.ts'
import type { ClaimChange, StoredJudgement } from './store.ts'

export interface Rejudging {
  /** The rows that are known, from `since` on at least, in order; empty for a claim that was never judged. */
  readonly rows: readonly JudgedRow<StoredJudgement>[]
  /** Up to when it was judged; for a claim that never was, when it was published. */
  readonly judgedAt: Date
  /** When time alone changes it; null when never, or when it has never been judged. */
  readonly nextAt: Date | null
  /** The first instant about which something new may be known. */
  readonly since: Date
  /** Whether something was marked; if not, only time has passed. */
  readonly learned: boolean
}

interface Version {
  row: JudgedRow<StoredJudgement>
  readonly stored: JudgedRow<StoredJudgement> | null
  knownTo: Date | null
  removed: boolean
}

/** @returns null for claims without a status */
export function rejudge(
  claimId: string,
  history: ClaimHistory,
  given: Rejudging,
  at: Date,
): (ClaimChange & { readonly pastChanged: boolean; readonly openedAt: Date }) | null {
  const present = statusOf(history, at)
  if (present === null) return null
  const changes = changesOf(history)
  let remembered = history
  const versions = new Map<JudgedRow<StoredJudgement>, Version>()
  for (const row of given.rows) versions.set(row, { row, stored: row, knownTo: null, removed: false })
  const every = [...versions.values()]
  let rows = given.rows
  let { nextAt } = given
  const apply = (revision: Revision<StoredJudgement>, knownAt: Date) => {
    for (const row of revision.closed) find(versions, row).knownTo = knownAt
    for (const row of revision.removed) find(versions, row).removed = true
    for (const { row, toAt } of revision.ended) find(versions, row).row = { ...row, toAt }
    for (const row of revision.added) {
      const version = { row, stored: null, knownTo: null, removed: false }
      versions.set(row, version)
      every.push(version)
    }
    // An ended row goes on under its new shape.
    rows = revision.rows.map((row) => {
      const ended = revision.ended.find((end) => end.row.fromAt === row.fromAt && end.toAt === row.toAt)
      if (ended) versions.set(row, find(versions, ended.row))
      return row
    })
  }
  const passTime = (from: Date, until: Date) => {
    if (nextAt === null || nextAt > until || from >= until) return
    for (const segment of sweep(remembered, from, until, from, changes).slice(rows.length === 0 ? 0 : 1))
      apply(revise(rows, [stored(segment)], segment.fromAt, segment.fromAt), segment.fromAt)
  }

  let cursor = given.judgedAt
  let looks = 0
  for (const { knownAt, since, restSince, confirmsOnly } of lessonsOf(changes, given, at)) {
    passTime(cursor, new Date(knownAt.getTime() - 1))
    const before = cursor
    cursor = knownAt
    if (confirmsOnly && (nextAt === null || nextAt > knownAt)) continue
    looks += 1
    // Under a burst much is learned between two judgings; what no later lesson asks for any more need not be looked at.
    if (looks % looksBetweenTrims === 0)
      remembered = trimHistory(remembered, restSince < before ? restSince : before, before)
    const segments = sweep(remembered, since, knownAt, knownAt, changes)
    apply(revise(rows, segments.map(stored), since, knownAt), knownAt)
    // What will be learned comes as a lesson of its own.
    nextAt = statusOf(remembered, knownAt, knownAt, 'known')?.nextAt ?? null
  }
  passTime(cursor, at)
  if (rows.at(-1)?.status !== present.status) {
    const segment = { fromAt: at, status: present.status, judgement: present, ruleVersion }
    apply(revise(rows, [stored(segment)], at, at), at)
  }

  const open = rows.at(-1)
  if (open === undefined) throw new Error('a judged claim has a present')
  return {
    claimId,
    closed: every.flatMap(({ stored: row, row: now, knownTo, removed }) =>
      row !== null && !removed && knownTo !== null
        ? [{ fromAt: row.fromAt, knownFrom: row.knownFrom, knownTo, toAt: now.toAt ?? knownTo }]
        : [],
    ),
    removed: every.flatMap(({ stored: row, removed }) =>
      row !== null && removed ? [{ fromAt: row.fromAt, knownFrom: row.knownFrom }] : [],
    ),
    ended: every.flatMap(({ stored: row, row: now, knownTo, removed }) =>
      row !== null && !removed && knownTo === null && now.toAt !== null && row.toAt === null
        ? [{ fromAt: row.fromAt, knownFrom: row.knownFrom, toAt: now.toAt }]
        : [],
    ),
    added: every.flatMap(({ stored: row, row: now, knownTo, removed }) =>
      row === null && !removed ? [{ ...now, toAt: knownTo === null ? now.toAt : (now.toAt ?? knownTo), knownTo }] : [],
    ),
    present,
    openedAt: open.fromAt,
    pastChanged: every.some(({ row, stored: was }) => was === null && row.fromAt < given.judgedAt && row.toAt !== null),
  }
}

const looksBetweenTrims = 8

/** Something was learned at an instant, about instants from another on. */
interface Lesson {
  readonly knownAt: Date
  readonly since: Date
  /** The first instant that it or any later lesson is about. */
  readonly restSince: Date
  /** Whether it only repeated what was known: unless that has aged out meanwhile, nothing is to be done. */
  readonly confirmsOnly: boolean
}

/** What was learned since it was last judged, in order. */
function lessonsOf(changes: Changes, given: Rejudging, at: Date): Lesson[] {
  const instants = learnedAt(changes, given, at)
  let restSince = at
  return instants
    .map((knownAt, index) => {
      // The first one takes in what bears an earlier instant and was still being written when the last judging looked.
      const learned = index === 0 ? undefined : changes.learned.get(knownAt.getTime())
      return {
        knownAt,
        since: new Date(Math.max(given.since.getTime(), learned?.aboutFrom ?? 0)),
        confirmsOnly: learned?.confirmsOnly ?? false,
      }
    })
    .toReversed()
    .map((lesson) => {
      if (lesson.since < restSince) restSince = lesson.since
      return { ...lesson, restSince }
    })
    .toReversed()
}

/** The instants at which something was learned since it was last judged. */
function learnedAt(changes: Changes, given: Rejudging, at: Date): Date[] {
  if (given.rows.length === 0) {
    const later = changes.known.filter((known) => known > given.judgedAt.getTime() && known <= at.getTime())
    return [given.judgedAt, ...later.map((known) => new Date(known))]
  }
  const judgedAt = given.judgedAt.getTime()
  // Two changes of one instant: the second is learned at that instant, too.
  const after = given.learned ? judgedAt - 1 : judgedAt
  const instants = changes.known.filter((k) => k > after && k <= at.getTime())
  // What bears an earlier instant was still being written when the last judging looked: it is learned now.
  return instants.length === 0 && given.learned ? [at] : instants.map((known) => new Date(known))
}

function stored(segment: Segment<ClaimJudgement>): Segment<StoredJudgement> {
  return { ...segment, judgement: { reason: segment.judgement.reason, duties: segment.judgement.duties } }
}

function find(versions: ReadonlyMap<JudgedRow<StoredJudgement>, Version>, row: JudgedRow<StoredJudgement>): Version {
  const version = versions.get(row)
  if (version === undefined) throw new Error('a row of the record that nobody put there')
  return version
}
