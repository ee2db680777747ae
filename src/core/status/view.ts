/** What `status()` looks at: a claim with its duties and everything observed about their subjects. Plain data. */
import type { Duty } from '../duty.ts'
import type { ClaimKind, ClaimParameter, EvidenceClass, Modality, Quantifier, Status } from '../vocabulary.ts'

/** One fact about one subject, as some evidence recorded it. */
export interface KnownObservation {
  readonly evidenceId: string
  readonly class: EvidenceClass
  /** The last instant for which the source says it. */
  readonly observedAt: Date
  /** When it became known here: recorded, and reviewed where a review is due. */
  readonly knownAt: Date
  /** The source's own end of validity. */
  readonly validUntil: Date | null
  readonly data: unknown
}

export interface ObservedSubject {
  readonly id: string
  readonly kind: string
  readonly externalId: string
  readonly name: string | null
  readonly joinedAt: Date
  readonly observations: readonly KnownObservation[]
}

/** Somebody who left a register's population although the source of the facts still sees them. */
export interface NarrowedSubject extends ObservedSubject {
  readonly leftAt: Date
}

/** How complete the population is. */
export interface PopulationView {
  /** How many a second source says there are; null when nothing was compared. */
  readonly expected: number | null
  readonly seen: number
  readonly reconciledAgainst: string | null
  /** When the source falls silent unless it speaks again; null when it is not expected to speak by itself. */
  readonly silentFrom: Date | null
  /** Why its last run failed; null when it did not. */
  readonly failure: string | null
  /** Whether the source ever spoke. */
  readonly observed: boolean
}

export interface DutyView {
  readonly duty: Duty
  readonly subjects: readonly ObservedSubject[]
  readonly population: PopulationView
  readonly narrowed?: readonly NarrowedSubject[]
  /** Instants to come at which what is looked at changes. */
  readonly changesAt?: readonly Date[]
}

/** A live decision that bears on a claim. */
export interface DecisionView {
  readonly id: string
  readonly kind: 'not_applicable' | 'exception' | 'option' | 'narrowing'
  /** The subject an exception or a narrowing is about; null when the decision is about the claim. */
  readonly subjectId: string | null
  readonly decidedAt: Date
  readonly validFrom: Date
  readonly validUntil: Date | null
  readonly revokedAt: Date | null
}

export interface MeasureView {
  readonly measureId: string
  readonly duties: readonly DutyView[]
}

export interface ClaimView {
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly MeasureView[]
  readonly decisions: readonly DecisionView[]
}

/** Why: a code of the catalogues (`reason.<code>`) with parameters. */
export interface Reason {
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
}

export interface SubjectJudgement {
  readonly subjectId: string
  readonly kind: string
  readonly externalId: string
  readonly name: string | null
  readonly status: Exclude<Status, 'not_applicable'>
  readonly reason: Reason
  readonly evidenceId: string | null
  readonly observedAt: Date | null
}

export interface DutyJudgement {
  /** Null when a measure has no duty on this instance. */
  readonly dutyId: string | null
  readonly measureId: string
  readonly status: Exclude<Status, 'not_applicable'>
  readonly reason: Reason
  readonly population: {
    readonly total: number
    readonly passing: number
    readonly expected: number | null
    readonly reconciledAgainst: string | null
  }
  /** The subjects that decide, worst first, at most ten. */
  readonly subjects: readonly SubjectJudgement[]
}

export interface ClaimJudgement {
  readonly status: Status
  readonly reason: Reason
  readonly duties: readonly DutyJudgement[]
  /** The oldest observation that the status rests on; null when it rests on none. */
  readonly observedAt: Date | null
  /** The next instant at which the status may change although nothing new is observed; null when never. */
  readonly nextAt: Date | null
}
