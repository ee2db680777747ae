/**
 * status(claim, at, knownAt): whether a sentence is true, from facts alone. Pure and total. It promises: unknown is
 * never green (silence, a failed scan, an unreconciled population and 0/0 never prove); a further failing fact never
 * improves a status; with everything known, the order of arrival does not matter (specs of the same names).
 */
import { addDuration } from '#platform/clock/calendar.ts'
import type { Duty, Verdict } from '../duty.ts'
import { evidenceClasses, statuses, type EvidenceClass, type Quantifier, type Status } from '../vocabulary.ts'
import { evidenceNeed, type EvidenceNeed } from './quantifier.ts'
import { separationBreach } from './separation.ts'
import { isLive, transitionsOf } from './transition.ts'
import type {
  ClaimJudgement,
  ClaimView,
  DecisionView,
  DutyJudgement,
  DutyView,
  KnownObservation,
  ObservedSubject,
  Reason,
  SubjectJudgement,
} from './view.ts'

/** Bumped when a rule below changes its meaning; stored with each judgement. */
export const ruleVersion = '2'

type Rated = Exclude<Status, 'not_applicable'>

const shownSubjects = 10

/**
 * Judges a claim as of an instant, from what was known at another.
 * @param at the instant the answer is about
 * @param knownAt what had been recorded by then counts; defaults to `at`
 * @returns null for claims without a status (customer duties, intake requests, notices)
 */
export function status(claim: ClaimView, at: Date, knownAt: Date = at): ClaimJudgement | null {
  if (claim.kind !== 'promise' && claim.kind !== 'option') return null
  const decisions = claim.decisions.filter((decision) => decision.decidedAt <= knownAt)
  const transitions = decisions.flatMap((decision) => transitionsOf(decision))
  for (const { decidedAt } of claim.decisions) if (decidedAt > knownAt) transitions.push(decidedAt)
  const live = decisions.filter((decision) => isLive(decision, at))

  const dismissed = live.find((decision) => decision.kind === 'not_applicable')
  if (dismissed) return settle('not_applicable', { code: 'claim.not_applicable' }, [], null, transitions, at)
  if (claim.modality === 'plans') return settle('unproven', { code: 'claim.plan' }, [], null, transitions, at)
  if (claim.kind === 'option' || claim.quantifier === 'may') return judgeOption(live, transitions, at)
  if (claim.measures.length === 0) return settle('unproven', { code: 'claim.no_measure' }, [], null, transitions, at)

  const need = evidenceNeed(claim.quantifier, claim.parameters)
  const judged = claim.measures.flatMap((measure) =>
    measure.duties.length === 0
      ? [withoutDuty(measure.measureId)]
      : measure.duties.map((view) => judgeDuty(view, claim, need, live, at, knownAt, transitions)),
  )
  const incomplete = need.missing === null ? [] : [{ status: 'unproven' as const, reason: { code: need.missing } }]
  const decisive = worstOf<Pick<DutyJudgement, 'status' | 'reason'>>([...incomplete, ...judged])
  // A claim with measures yields at least one judgement each.
  if (decisive === null) return settle('unproven', { code: 'claim.no_measure' }, [], null, transitions, at)
  const observed = judged.flatMap((duty) =>
    duty.subjects.flatMap((s) => (s.observedAt ? [s.observedAt.getTime()] : [])),
  )
  const oldest = observed.length > 0 ? new Date(Math.min(...observed)) : null
  return settle(decisive.status, decisive.reason, judged, oldest, transitions, at)
}

/** An option is never broken by non-use; what it needs is the recorded decision whether and how it is used. */
function judgeOption(live: readonly DecisionView[], transitions: Date[], at: Date): ClaimJudgement {
  const decided = live.some((decision) => decision.kind === 'option')
  return decided
    ? settle('proven', { code: 'option.decided' }, [], null, transitions, at)
    : settle('unproven', { code: 'option.undecided' }, [], null, transitions, at)
}

function withoutDuty(measureId: string): DutyJudgement {
  return {
    dutyId: null,
    measureId,
    status: 'unproven',
    reason: { code: 'measure.no_duty' },
    population: { total: 0, passing: 0, expected: null, reconciledAgainst: null },
    subjects: [],
  }
}

function judgeDuty(
  view: DutyView,
  claim: ClaimView,
  need: EvidenceNeed,
  live: readonly DecisionView[],
  at: Date,
  knownAt: Date,
  transitions: Date[],
): DutyJudgement {
  const { duty, population } = view
  const silent = population.silentFrom !== null && population.silentFrom <= at
  if (population.silentFrom !== null) transitions.push(population.silentFrom)
  transitions.push(...(view.changesAt ?? []))

  const subjects = view.subjects
    .filter((subject) => subject.joinedAt <= at)
    .flatMap((subject) => {
      const judged = judgeSubject(subject, duty, claim, need, silent, at, knownAt, transitions)
      return judged === null ? [] : [excuse(judged, claim.quantifier, live)]
    })
  const narrowed = (view.narrowed ?? []).flatMap((subject) => {
    const left = judgeSubject(subject, duty, claim, need, false, subject.leftAt, knownAt, [])
    const judged = judgeSubject(subject, duty, claim, need, silent, at, knownAt, transitions)
    if (left?.status !== 'contradicted' || judged?.status !== 'contradicted') return []
    if (live.some((decision) => decision.kind === 'narrowing' && decision.subjectId === subject.id)) return []
    return [{ ...judged, status: 'unproven' as const, reason: { code: 'subject.narrowed' } }]
  })
  const passing = subjects.filter((s) => s.status === 'proven' || s.status === 'due_soon').length
  const summary = {
    dutyId: duty.id,
    measureId: duty.measure,
    population: {
      total: subjects.length,
      passing,
      expected: population.expected,
      reconciledAgainst: population.reconciledAgainst,
    },
    subjects: [...subjects, ...narrowed].toSorted(byWorst).slice(0, shownSubjects),
  }
  const bySubjects = claim.quantifier === 'exists' ? bestOf(subjects) : worstOf(subjects)
  const flaw = flawOf(view, subjects.length, silent, need)
  const decisive = worstOf([bySubjects, worstOf(narrowed), flaw].filter((r) => r !== null))
  // No subject and no flaw: an empty population that was reconciled and may prove.
  if (decisive === null) return { ...summary, status: 'proven', reason: { code: 'population.empty_reconciled' } }
  // Where all keep it, no single reason speaks for them.
  const all = decisive.status === 'proven' && subjects.length > 1 && claim.quantifier !== 'exists'
  return {
    ...summary,
    status: decisive.status,
    reason: all ? { code: 'population.all_pass', params: { total: subjects.length } } : decisive.reason,
  }
}

/** What is wrong with the population itself; null when nothing is. */
function flawOf(
  view: DutyView,
  total: number,
  silent: boolean,
  need: EvidenceNeed,
): { status: Rated; reason: Reason } | null {
  const { duty, population } = view
  if (population.failure !== null) {
    const reason = { code: 'population.run_failed', params: { failure: population.failure } }
    return { status: population.observed ? 'lapsed' : 'unproven', reason }
  }
  if (!population.observed && total === 0) return { status: 'unproven', reason: { code: 'population.never_observed' } }
  if (silent) return { status: 'lapsed', reason: { code: 'population.silent' } }
  if (need.wholePopulation) {
    if (population.expected === null || population.reconciledAgainst === null) {
      return { status: 'unproven', reason: { code: 'population.unreconciled' } }
    }
    if (population.seen !== population.expected) {
      return {
        status: 'unproven',
        reason: { code: 'population.incomplete', params: { seen: population.seen, expected: population.expected } },
      }
    }
  }
  if (total === 0) {
    const reconciled = population.expected === 0 && population.reconciledAgainst !== null
    if (!reconciled || duty.whenEmpty === 'unproven')
      return { status: 'unproven', reason: { code: 'population.empty' } }
  }
  return null
}

/** Null when the duty does not apply to the subject, or the subject is still within its grace. */
function judgeSubject(
  subject: ObservedSubject,
  duty: Duty,
  claim: ClaimView,
  need: EvidenceNeed,
  silent: boolean,
  at: Date,
  knownAt: Date,
  transitions: Date[],
): SubjectJudgement | null {
  const known = subject.observations.filter((o) => o.knownAt <= knownAt && o.observedAt <= at).toSorted(byObservation)
  // Facts were parsed by the schema of their type when they came in.
  const applicable = known.filter((o) => duty.applies?.(o.data as never) ?? true)
  const failure = failureAmong(known, duty, claim)
  const latest = known.at(-1)
  if (latest !== undefined && !applicable.includes(latest) && failure === null) return null

  const base = { subjectId: subject.id, kind: subject.kind, externalId: subject.externalId, name: subject.name }
  if (failure !== null) return { ...base, status: 'contradicted', ...from(failure) }

  const proof = proofAmong(applicable, duty, claim, need)
  if (proof === null) {
    if (duty.grace !== undefined) {
      const graceEnd = addDuration(subject.joinedAt, duty.grace)
      transitions.push(graceEnd)
      if (at < graceEnd) return null
    }
    const doubt = applicable.at(-1)
    if (doubt === undefined) {
      return {
        ...base,
        status: 'unproven',
        reason: { code: 'subject.never_observed' },
        evidenceId: null,
        observedAt: null,
      }
    }
    const verdict = verdictOf(doubt, duty, claim)
    const breach = separationBreach(duty, doubt.data)
    const reason: Reason =
      verdict.outcome === 'unknown'
        ? reasonOf(verdict)
        : (breach ?? { code: 'subject.class_too_weak', params: { class: doubt.class } })
    return { ...base, status: 'unproven', ...from({ observation: doubt, reason }) }
  }
  const endsAt = endOf(proof.observation, duty, need)
  const warnsAt = warningBefore(proof.observation.observedAt, endsAt)
  transitions.push(endsAt, warnsAt)
  if (at >= endsAt) return { ...base, status: 'lapsed', ...from({ ...proof, reason: { code: 'subject.proof_aged' } }) }
  if (silent) return { ...base, status: 'lapsed', ...from({ ...proof, reason: { code: 'population.silent' } }) }
  // A warning is for proofs that somebody has to renew; a collector renews its own with every run.
  if (at >= warnsAt && duty.trigger !== 'continuous') {
    return { ...base, status: 'due_soon', ...from({ ...proof, reason: { code: 'subject.due_soon' } }) }
  }
  return { ...base, status: 'proven', ...from(proof) }
}

/** When a proof ages out: by the maximum age or by the source's own end, whichever is earlier. */
function endOf(observation: KnownObservation, duty: Duty, need: EvidenceNeed): Date {
  const agesAt = addDuration(observation.observedAt, need.maxAge(duty.maxAge))
  return observation.validUntil !== null && observation.validUntil < agesAt ? observation.validUntil : agesAt
}

export interface Proof {
  readonly evidenceId: string
  readonly observedAt: Date
  /** When it ceases to prove. */
  readonly endsAt: Date
}

/** What proves a subject of a duty in a claim, and until when, whatever speaks against it; null when nothing does. */
export function findProof(subject: ObservedSubject, duty: Duty, claim: ClaimView, at: Date): Proof | null {
  const known = subject.observations.filter((o) => o.knownAt <= at && o.observedAt <= at).toSorted(byObservation)
  const applicable = known.filter((o) => duty.applies?.(o.data as never) ?? true)
  const need = evidenceNeed(claim.quantifier, claim.parameters)
  const proof = proofAmong(applicable, duty, claim, need)
  if (proof === null) return null
  const { evidenceId, observedAt } = proof.observation
  return { evidenceId, observedAt, endsAt: endOf(proof.observation, duty, need) }
}

/** How old a proof may get in a claim, as an ISO 8601 duration: the duty's own, or less when the sentence promises so. */
export function promisedAge(duty: Duty, claim: ClaimView): string {
  return evidenceNeed(claim.quantifier, claim.parameters).maxAge(duty.maxAge)
}

interface Found {
  readonly observation: KnownObservation
  readonly reason: Reason
}

/**
 * The failure that no later observation of equal or stronger class has cleared, by a pass or because the duty does not
 * apply any more; the latest one when there are several. Observations must be sorted.
 */
function failureAmong(sorted: readonly KnownObservation[], duty: Duty, claim: ClaimView): Found | null {
  let open: { found: Found; strength: number }[] = []
  for (const observation of sorted) {
    // Facts were parsed by the schema of their type when they came in.
    const applies = duty.applies?.(observation.data as never) ?? true
    const verdict = verdictOf(observation, duty, claim)
    // Whoever checked themselves cannot clear what somebody else found.
    if (applies && verdict.outcome === 'pass' && separationBreach(duty, observation.data) !== null) continue
    const strength = strengthOf(observation.class)
    if (applies && verdict.outcome === 'fail')
      open.push({ found: { observation, reason: reasonOf(verdict) }, strength })
    if (!applies || verdict.outcome === 'pass') {
      open = open.filter(
        (failure) => failure.strength > strength || failure.found.observation.observedAt >= observation.observedAt,
      )
    }
  }
  return open.at(-1)?.found ?? null
}

/** The pass that holds the longest among the classes that suffice, unless a later observation of them is in doubt. */
function proofAmong(
  sorted: readonly KnownObservation[],
  duty: Duty,
  claim: ClaimView,
  need: EvidenceNeed,
): Found | null {
  const minimum = Math.max(strengthOf(duty.minimumClass), strengthOf(need.minimumClass))
  let proof: Found | null = null
  for (const observation of sorted) {
    if (strengthOf(observation.class) < minimum) continue
    const verdict = verdictOf(observation, duty, claim)
    if (verdict.outcome === 'pass' && separationBreach(duty, observation.data) !== null) continue
    if (verdict.outcome === 'pass') proof = { observation, reason: reasonOf(verdict) }
    if (verdict.outcome === 'unknown') proof = null
  }
  return proof
}

/** In "as appropriate", a live reasoned decision excuses an "off"; in every other strength a failure stays a failure. */
function excuse(judged: SubjectJudgement, quantifier: Quantifier, live: readonly DecisionView[]): SubjectJudgement {
  if (judged.status !== 'contradicted' || quantifier !== 'as_appropriate') return judged
  const decision = live.find((d) => d.kind === 'exception' && d.subjectId === judged.subjectId && d.validUntil !== null)
  return decision ? { ...judged, status: 'proven', reason: { code: 'subject.excepted' } } : judged
}

function settle(
  rated: Status,
  reason: Reason,
  duties: readonly DutyJudgement[],
  observedAt: Date | null,
  transitions: readonly Date[],
  at: Date,
): ClaimJudgement {
  const upcoming = transitions.map((t) => t.getTime()).filter((t) => t > at.getTime())
  return {
    status: rated,
    reason,
    duties,
    observedAt,
    nextAt: upcoming.length > 0 ? new Date(Math.min(...upcoming)) : null,
  }
}

/** The last 14 days or fifth of the validity, whichever is shorter (design.md §7). */
function warningBefore(observedAt: Date, endsAt: Date): Date {
  const fifth = (endsAt.getTime() - observedAt.getTime()) / 5
  return new Date(endsAt.getTime() - Math.min(fifth, 14 * 24 * 3_600_000))
}

function from(found: Found): { reason: Reason; evidenceId: string; observedAt: Date } {
  return { reason: found.reason, evidenceId: found.observation.evidenceId, observedAt: found.observation.observedAt }
}

function verdictOf(observation: KnownObservation, duty: Duty, claim: ClaimView): Verdict {
  return duty.predicate(observation.data, claim.parameters)
}

function reasonOf(verdict: Verdict): Reason {
  return verdict.params === undefined ? { code: verdict.reason } : { code: verdict.reason, params: verdict.params }
}

function strengthOf(evidenceClass: EvidenceClass): number {
  return evidenceClasses.indexOf(evidenceClass)
}

function rank(rated: Status): number {
  return statuses.indexOf(rated)
}

/** The first of the worst; null of none. */
function worstOf<T extends { status: Rated }>(rated: readonly T[]): T | null {
  return rated.reduce<T | null>(
    (worst, next) => (worst === null || rank(next.status) < rank(worst.status) ? next : worst),
    null,
  )
}

/** The first of the best; null of none. */
function bestOf<T extends { status: Rated }>(rated: readonly T[]): T | null {
  return rated.reduce<T | null>(
    (best, next) => (best === null || rank(next.status) > rank(best.status) ? next : best),
    null,
  )
}

function byWorst(a: SubjectJudgement, b: SubjectJudgement): number {
  return rank(a.status) - rank(b.status) || compareText(a.externalId, b.externalId)
}

/** By time, then strength, then id: a total order, so that the order of arrival cannot matter. */
function byObservation(a: KnownObservation, b: KnownObservation): number {
  return (
    a.observedAt.getTime() - b.observedAt.getTime() ||
    strengthOf(a.class) - strengthOf(b.class) ||
    compareText(a.evidenceId, b.evidenceId)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
