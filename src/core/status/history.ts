/**
 * Everything that was ever observed about a claim, over valid and known time, and what of it `status()` has to look at
 * to answer for one instant. Pure: the same history gives the same answer for every (at, knownAt), whenever it is asked.
 */
import { recordFactType } from '../evidence/record-duty.ts'
import { status } from './status.ts'
import type {
  ClaimJudgement,
  ClaimView,
  DecisionView,
  DutyView,
  KnownObservation,
  MeasureView,
  NarrowedSubject,
  ObservedSubject,
  PopulationView,
} from './view.ts'
import type { Duty } from '../duty.ts'

/** A version of one episode of membership. */
export interface MembershipVersion {
  readonly source: string
  readonly joinedAt: Date
  readonly leftAt: Date | null
  readonly knownFrom: Date
  readonly knownTo: Date | null
}

export interface HistoricObservation extends KnownObservation {
  /** When other evidence took its place; from then on it does not count. */
  readonly knownTo: Date | null
  /** Some duty cannot tell from it: it does not take the place of what was told before. */
  readonly inDoubt: boolean
}

export interface SubjectHistory {
  readonly id: string
  readonly kind: string
  readonly externalId: string
  readonly name: string | null
  /** In the population of the duty. */
  readonly memberships: readonly MembershipVersion[]
  /** Among those whom the sources of its facts see; the same where the duty names no population of its own. */
  readonly sightings: readonly MembershipVersion[]
  readonly observations: readonly HistoricObservation[]
}

/** What a source once said about the completeness of its population. */
export interface PopulationCount {
  readonly source: string
  readonly evidenceId: string
  readonly observedAt: Date
  readonly knownAt: Date
  readonly knownTo: Date | null
  readonly expected: number | null
  readonly seen: number
  readonly reconciledAgainst: string | null
}

/** A stretch over which a collector was heard without a break, or over which its runs failed. */
export interface VoiceSpan {
  readonly fromAt: Date
  readonly toAt: Date
  readonly knownFrom: Date
  readonly silentAfterMs: number
  readonly evidenceId: string | null
  readonly failure: string | null
}

export interface DutyHistory {
  readonly duty: Duty
  readonly subjects: readonly SubjectHistory[]
  readonly counts: readonly PopulationCount[]
  /** Of its collector, in order of time; null when none observes it. */
  readonly voice: readonly VoiceSpan[] | null
}

export interface ClaimHistory extends Pick<ClaimView, 'kind' | 'modality' | 'quantifier' | 'parameters'> {
  readonly measures: readonly { readonly measureId: string; readonly duties: readonly DutyHistory[] }[]
  readonly decisions: readonly DecisionView[]
}

/** Later than any instant: everything that is known now. */
export const knownToday = new Date(8.64e15)

/**
 * Judges a claim for an instant of its history.
 * @param knownAt what was known at this instant counts; `knownToday` for all there is
 * @param ahead `nextAt` foresees what was not known then (`any`), or only what time alone will change (`known`)
 * @returns null for claims without a status
 */
export function statusOf(
  history: ClaimHistory,
  at: Date,
  knownAt: Date = at,
  ahead: 'any' | 'known' = 'any',
): ClaimJudgement | null {
  return status(viewAt(history, at, knownAt, ahead), at, knownAt)
}

/** What `status()` looks at for one instant. */
export function viewAt(history: ClaimHistory, at: Date, knownAt: Date, ahead: 'any' | 'known' = 'any'): ClaimView {
  return {
    kind: history.kind,
    modality: history.modality,
    quantifier: history.quantifier,
    parameters: history.parameters,
    decisions: history.decisions,
    measures: history.measures.map((measure): MeasureView => ({
      measureId: measure.measureId,
      duties: measure.duties.map((duty) => dutyViewAt(duty, at, knownAt, ahead)),
    })),
  }
}

/** What is seen of a population at instants: duties about the same facts look at it one after another. */
interface Seen {
  readonly counts: DutyHistory['counts']
  readonly voice: DutyHistory['voice']
  readonly views: Map<string, Omit<DutyView, 'duty'>>
}
const seenOf = new WeakMap<DutyHistory['subjects'], Seen>()
const mostViews = 32

function dutyViewAt(history: DutyHistory, at: Date, knownAt: Date, ahead: 'any' | 'known'): DutyView {
  const { duty, subjects, counts, voice } = history
  let seen = seenOf.get(subjects)
  if (seen?.counts !== counts || seen.voice !== voice) {
    seen = { counts, voice, views: new Map() }
    seenOf.set(subjects, seen)
  }
  const key = `${at.getTime()} ${knownAt.getTime()} ${ahead} ${duty.population ?? ''} ${duty.factType}`
  let view = seen.views.get(key)
  if (view === undefined) {
    const members = membersAt(history, at, knownAt)
    view = {
      subjects: members.map(({ subject }) => subject),
      narrowed: duty.population === undefined ? [] : narrowedAt(history, at, knownAt),
      population: populationAt(history, members.length, at, knownAt),
      changesAt: nextChange(history, at, knownAt, ahead),
    }
    if (seen.views.size >= mostViews) seen.views.clear()
    seen.views.set(key, view)
  }
  return { ...view, duty }
}

function membersAt(
  history: DutyHistory,
  at: Date,
  knownAt: Date,
): { subject: ObservedSubject; history: SubjectHistory }[] {
  return history.subjects.flatMap((subject) => {
    const joined = subject.memberships
      .filter((m) => isKnown(m, knownAt) && holds(m, at))
      .map((m) => m.joinedAt.getTime())
    if (joined.length === 0) return []
    return [
      { history: subject, subject: observedSubject(history, subject, new Date(Math.min(...joined)), at, knownAt) },
    ]
  })
}

function observedSubject(
  history: DutyHistory,
  subject: SubjectHistory,
  joinedAt: Date,
  at: Date,
  knownAt: Date,
): ObservedSubject {
  return {
    id: subject.id,
    kind: subject.kind,
    externalId: subject.externalId,
    name: subject.name,
    joinedAt,
    observations: subject.observations
      .filter((o) => o.knownTo === null || o.knownTo > knownAt)
      .map((o) => ({ ...o, observedAt: confirmedAt(o, history.voice, at, knownAt) })),
  }
}

/** A collector's later runs that saw the same confirm an observation. */
function confirmedAt(
  observation: HistoricObservation,
  voice: readonly VoiceSpan[] | null,
  at: Date,
  knownAt: Date,
): Date {
  let latest = observation.observedAt.getTime()
  for (const span of voice ?? []) {
    if (span.evidenceId !== observation.evidenceId || span.fromAt > at || span.knownFrom > knownAt) continue
    latest = Math.max(latest, Math.min(span.toAt.getTime(), at.getTime()))
  }
  return new Date(latest)
}

/**
 * Who left a register's population although the source of the facts still sees them: what was held against them then
 * stays a question until the source says that they are gone, or a second person accepts it (design.md §1).
 */
function narrowedAt(history: DutyHistory, at: Date, knownAt: Date): NarrowedSubject[] {
  return history.subjects.flatMap((subject) => {
    const known = subject.memberships.filter((m) => isKnown(m, knownAt))
    if (known.some((m) => holds(m, at))) return []
    const last = known
      .filter((m) => m.leftAt !== null && m.leftAt <= at)
      .toSorted(byEnd)
      .at(-1)
    if (last?.leftAt == null) return []
    const seen = subject.sightings.some((m) => isKnown(m, knownAt) && holds(m, at))
    return seen ? [{ ...observedSubject(history, subject, last.joinedAt, at, knownAt), leftAt: last.leftAt }] : []
  })
}

function populationAt(history: DutyHistory, members: number, at: Date, knownAt: Date): PopulationView {
  const { duty } = history
  const voice = voiceAt(history.voice, at, knownAt)
  if (duty.factType === recordFactType.type) {
    return { ...voice, expected: 1, seen: members, reconciledAgainst: 'catalogue', observed: members > 0 }
  }
  const newest = new Map<string, PopulationCount>()
  for (const count of history.counts) {
    if (count.observedAt > at || count.knownAt > knownAt || (count.knownTo !== null && count.knownTo <= knownAt))
      continue
    const other = newest.get(count.source)
    if (other === undefined || isNewer(count, other)) newest.set(count.source, count)
  }
  const counts = [...newest.values()].map(({ expected, seen, reconciledAgainst }) => ({
    expected,
    seen,
    reconciledAgainst,
  }))
  // A source that stated facts and never counted itself is unreconciled.
  const uncounted = new Map<string, number>()
  for (const { sightings } of history.subjects)
    for (const sighting of sightings)
      if (!newest.has(sighting.source) && isKnown(sighting, knownAt) && holds(sighting, at))
        uncounted.set(sighting.source, (uncounted.get(sighting.source) ?? 0) + 1)
  for (const seen of uncounted.values()) counts.push({ expected: null, seen, reconciledAgainst: null })
  const reconciled = counts.length > 0 && counts.every((c) => c.reconciledAgainst !== null && c.expected !== null)
  return {
    ...voice,
    expected: reconciled ? counts.reduce((sum, c) => sum + (c.expected ?? 0), 0) : null,
    seen: counts.reduce((sum, c) => sum + c.seen, 0),
    reconciledAgainst: reconciled ? [...new Set(counts.map((c) => c.reconciledAgainst))].join(', ') : null,
    observed: counts.length > 0,
  }
}

function voiceAt(
  voice: readonly VoiceSpan[] | null,
  at: Date,
  knownAt: Date,
): Pick<PopulationView, 'silentFrom' | 'failure'> {
  const heard = (voice ?? []).filter((span) => span.fromAt <= at && span.knownFrom <= knownAt)
  const latest = heard.at(-1)
  let silentFrom: Date | null = null
  for (const span of heard) {
    if (span.failure !== null) continue
    const until = new Date(span.toAt.getTime() + span.silentAfterMs)
    if (silentFrom === null || until > silentFrom) silentFrom = until
  }
  return { silentFrom, failure: latest?.failure ?? null }
}

/**
 * The first instant to come at which an input changes: somebody joins or leaves, a clock ahead of ours observed, or,
 * after our own was set back, something becomes known again.
 */
function nextChange(history: DutyHistory, at: Date, knownAt: Date, ahead: 'any' | 'known'): Date[] {
  let next = Infinity
  const consider = (instant: Date | null, after: Date) => {
    if (instant !== null && instant > after && instant.getTime() < next) next = instant.getTime()
  }
  // What is not known yet changes nothing before it is known.
  const considerOne = (knownFrom: Date, knownTo: Date | null, from: Date, to: Date | null) => {
    if (knownFrom <= knownAt) {
      consider(from, at)
      consider(to, at)
    }
    if (ahead === 'known') return
    consider(knownFrom, knownAt)
    consider(knownTo, knownAt)
  }
  for (const subject of history.subjects) {
    for (const versions of [subject.memberships, subject.sightings])
      for (const version of versions) considerOne(version.knownFrom, version.knownTo, version.joinedAt, version.leftAt)
    for (const o of subject.observations) considerOne(o.knownAt, o.knownTo, o.observedAt, null)
  }
  for (const count of history.counts) considerOne(count.knownAt, count.knownTo, count.observedAt, null)
  return next === Infinity || next <= at.getTime() ? [] : [new Date(next)]
}

/**
 * The same history without what decides nothing any more: answers are the same for instants from `from` on, as known at
 * `knownFrom` or later. Of the time before, the last observation of each class counts, and what was learned since.
 */
export function trimHistory(history: ClaimHistory, from: Date, knownFrom: Date): ClaimHistory {
  const trimmed = new Map<DutyHistory, DutyHistory>()
  const trim = (duty: DutyHistory): DutyHistory => ({
    ...duty,
    subjects: duty.subjects.map((subject) => ({
      ...subject,
      observations: lastOf(subject.observations, (o) => `${o.class} ${o.inDoubt}`, from, knownFrom),
    })),
    counts: lastOf(duty.counts, (count) => count.source, from, knownFrom),
  })
  return {
    ...history,
    measures: history.measures.map((measure) => ({
      ...measure,
      duties: measure.duties.map((duty) => {
        const done = trimmed.get(duty) ?? trim(duty)
        trimmed.set(duty, done)
        return done
      }),
    })),
  }
}

/** What was observed or learned in a window, and before it the last of each kind; those of one instant stand together. */
function lastOf<T extends { readonly observedAt: Date; readonly knownAt: Date; readonly knownTo: Date | null }>(
  all: readonly T[],
  kindOf: (one: T) => string,
  from: Date,
  knownFrom: Date,
): readonly T[] {
  const settled = (one: T) => one.observedAt < from && one.knownAt <= knownFrom && one.knownTo === null
  const last = new Map<string, Date>()
  for (const one of all) {
    const latest = last.get(kindOf(one))
    if (settled(one) && (latest === undefined || one.observedAt > latest)) last.set(kindOf(one), one.observedAt)
  }
  return all.filter((one) => {
    if (!settled(one)) return one.knownTo === null || one.knownTo > knownFrom
    return one.observedAt.getTime() === last.get(kindOf(one))?.getTime()
  })
}

/** When the inputs themselves change; time-outs are not among it. */
export interface Changes {
  /** Instants of valid time, in order. */
  readonly valid: readonly number[]
  /** Instants of known time, in order. */
  readonly known: readonly number[]
  /** What was learned at each instant of known time. */
  readonly learned: ReadonlyMap<number, Learned>
}

export interface Learned {
  /** The first instant of valid time that it is about. */
  readonly aboutFrom: number
  /** Whether it said of every subject and source just what the word before had said. */
  readonly confirmsOnly: boolean
}

/** The instants at which the inputs themselves change, in valid time and in known time. */
export function changesOf(history: ClaimHistory): Changes {
  const gathered = gather((add) => {
    for (const decision of history.decisions) {
      const instants = [decision.validFrom, decision.validUntil, decision.revokedAt].filter((at) => at !== null)
      for (const at of instants) add.valid(at)
      add.learned(decision.decidedAt, new Date(Math.min(...instants.map((at) => at.getTime()))), false)
    }
  })
  for (const duty of history.measures.flatMap((measure) => measure.duties)) {
    const { valid, learned } = changesOfDuty(duty)
    for (const at of valid) gathered.valid.add(at)
    for (const [knownAt, { aboutFrom, confirmsOnly }] of learned) learn(gathered, knownAt, aboutFrom, confirmsOnly)
  }
  return { valid: ordered(gathered.valid), known: ordered(gathered.learned.keys()), learned: gathered.learned }
}

interface Gathered {
  readonly valid: Set<number>
  readonly learned: Map<number, Learned>
}

function gather(
  tell: (add: {
    valid: (at: Date) => void
    learned: (knownAt: Date | null, aboutFrom: Date, confirmsOnly: boolean) => void
  }) => void,
): Gathered {
  const gathered: Gathered = { valid: new Set(), learned: new Map() }
  tell({
    valid: (at) => gathered.valid.add(at.getTime()),
    learned: (knownAt, aboutFrom, confirmsOnly) => {
      if (knownAt !== null) learn(gathered, knownAt.getTime(), aboutFrom.getTime(), confirmsOnly)
    },
  })
  return gathered
}

function learn({ learned }: Gathered, knownAt: number, aboutFrom: number, confirmsOnly: boolean): void {
  const before = learned.get(knownAt)
  learned.set(knownAt, {
    aboutFrom: Math.min(before?.aboutFrom ?? Infinity, aboutFrom),
    confirmsOnly: confirmsOnly && before?.confirmsOnly !== false,
  })
}

/** Worked out once for all duties about the same facts. */
const changesOfSubjects = new WeakMap<DutyHistory['subjects'], Pick<DutyHistory, 'counts' | 'voice'> & Gathered>()

function changesOfDuty(duty: DutyHistory): Gathered {
  const { counts, voice } = duty
  const known = changesOfSubjects.get(duty.subjects)
  if (known?.counts === counts && known.voice === voice) return known
  const gathered = gather((add) => {
    for (const subject of duty.subjects) {
      for (const versions of [subject.memberships, subject.sightings])
        for (const m of versions) {
          add.valid(m.joinedAt)
          if (m.leftAt) add.valid(m.leftAt)
          add.learned(m.knownFrom, m.joinedAt, false)
          add.learned(m.knownTo, m.joinedAt, false)
        }
      const confirming = confirmationsAmong(subject.observations, (o) => o.class, sayTheSame)
      for (const o of subject.observations) {
        add.valid(o.observedAt)
        add.learned(o.knownAt, o.observedAt, confirming.has(o))
        add.learned(o.knownTo, o.observedAt, false)
      }
    }
    const confirming = confirmationsAmong(duty.counts, (count) => count.source, countTheSame)
    for (const count of duty.counts) {
      add.valid(count.observedAt)
      add.learned(count.knownAt, count.observedAt, confirming.has(count))
      add.learned(count.knownTo, count.observedAt, false)
    }
    for (const span of duty.voice ?? []) {
      add.valid(span.fromAt)
      add.learned(span.knownFrom, span.fromAt, false)
    }
  })
  changesOfSubjects.set(duty.subjects, { ...gathered, counts, voice })
  return gathered
}

type Statement = Pick<HistoricObservation, 'evidenceId' | 'observedAt' | 'knownAt' | 'knownTo'>

/**
 * Those that repeat what stood directly before them and was known already: until that ages out, no status depends on
 * whether they were made. Of several kinds in turn none is directly before the next.
 */
function confirmationsAmong<T extends Statement>(
  all: readonly T[],
  kindOf: (one: T) => string,
  same: (one: T, other: T) => boolean,
): ReadonlySet<T> {
  const confirming = new Set<T>()
  if (all.length < 2) return confirming
  const sorted = all.toSorted(
    (a, b) => a.observedAt.getTime() - b.observedAt.getTime() || (a.evidenceId < b.evidenceId ? -1 : 1),
  )
  // What stands at one instant is weighed together: a repetition stands alone, and so does what it repeats.
  const isAlone = (index: number) =>
    sorted[index]?.observedAt.getTime() !== sorted[index - 1]?.observedAt.getTime() &&
    sorted[index]?.observedAt.getTime() !== sorted[index + 1]?.observedAt.getTime()
  sorted.forEach((one, index) => {
    const before = sorted[index - 1]
    if (before === undefined || one.knownTo !== null || before.knownTo !== null) return
    if (!isAlone(index) || !isAlone(index - 1)) return
    if (before.knownAt <= one.knownAt && kindOf(before) === kindOf(one) && same(before, one)) confirming.add(one)
  })
  return confirming
}

function sayTheSame(one: HistoricObservation, other: HistoricObservation): boolean {
  return one.validUntil === null && other.validUntil === null && JSON.stringify(one.data) === JSON.stringify(other.data)
}

function countTheSame(one: PopulationCount, other: PopulationCount): boolean {
  return one.expected === other.expected && one.seen === other.seen && one.reconciledAgainst === other.reconciledAgainst
}

function ordered(instants: Iterable<number>): number[] {
  return [...instants].toSorted((a, b) => a - b)
}

function isKnown(version: { knownFrom: Date; knownTo: Date | null }, knownAt: Date): boolean {
  return version.knownFrom <= knownAt && (version.knownTo === null || version.knownTo > knownAt)
}

function holds(membership: MembershipVersion, at: Date): boolean {
  return membership.joinedAt <= at && (membership.leftAt === null || membership.leftAt > at)
}

function byEnd(a: MembershipVersion, b: MembershipVersion): number {
  return (a.leftAt?.getTime() ?? 0) - (b.leftAt?.getTime() ?? 0)
}

/** By time, then id: a total order, so that the order of arrival cannot matter. */
function isNewer(count: PopulationCount, other: PopulationCount): boolean {
  const byTime = count.observedAt.getTime() - other.observedAt.getTime()
  return byTime > 0 || (byTime === 0 && count.evidenceId > other.evidenceId)
}
