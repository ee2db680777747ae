/** What is decided about frameworks without looking anywhere. */
import type { Requirement } from '#catalog/frameworks.ts'
import type { Relation } from '#catalog/mapping/shape.ts'
import { statuses, type Status } from '#core/vocabulary.ts'
import { addDays, addToDate, startOfDay } from '#platform/clock/calendar.ts'
import type { ProblemIssue } from '#platform/http/problem.ts'
import type { CertificateState } from './contract/certificate.ts'
import type { Cover } from './contract/framework.ts'
import type { Declaration, InclusionReason } from './contract/soa.ts'

/** A measure that is mapped to a requirement; no status when nobody demands it. */
export interface Serving {
  readonly id: string
  readonly relation: Relation
  readonly status: Status | null
}

/**
 * How a requirement stands: the worst of the demanded measures. What only has something in common with it says nothing
 * about it, and what was decided not to apply counts where all is so.
 */
export function standingOf(serving: readonly Serving[]): { cover: Cover; status: Status | null } {
  const counted = serving.filter(({ relation }) => relation !== 'intersects')
  if (counted.length === 0) return { cover: 'unmapped', status: null }
  const judged = counted.flatMap(({ status }) => (status === null ? [] : [status]))
  const [worst] = judged.toSorted((a, b) => statuses.indexOf(a) - statuses.indexOf(b))
  return worst === undefined ? { cover: 'unpromised', status: null } : { cover: 'judged', status: worst }
}

/** What people decided about a control. */
export interface DecidedRow {
  readonly controlId: string
  readonly applicable: boolean | null
  readonly reasons: readonly InclusionReason[]
  readonly exclusionReason: string | null
  readonly declared: Declaration | null
}

/** What the registers know that may speak against an exclusion; numbers of today. */
export interface KnownInRegisters {
  readonly people: number
  readonly contractors: number
  readonly systems: number
  readonly dataSets: number
  readonly personalDataSets: number
  readonly confidentialDataSets: number
}

/** Controls that cannot be excluded while a register knows something of the kind. */
const speaksAgainst: Readonly<Record<keyof KnownInRegisters, readonly string[]>> = {
  people: ['A.5.16', 'A.5.18', 'A.6.2', 'A.6.3', 'A.6.5', 'A.8.1', 'A.8.5'],
  contractors: ['A.5.19', 'A.5.20', 'A.6.6', 'A.8.30'],
  systems: ['A.5.9', 'A.8.8', 'A.8.9', 'A.8.13', 'A.8.15'],
  dataSets: ['A.5.9', 'A.5.12', 'A.8.10', 'A.8.13'],
  personalDataSets: ['A.5.34'],
  confidentialDataSets: ['A.8.3', 'A.8.24'],
}

export type Contradiction =
  | { readonly code: 'evidence_contradicts' | 'excluded_but_promised'; readonly measures: readonly string[] }
  | { readonly code: 'declared_not_proven' }
  | { readonly code: 'excluded_but_registered'; readonly what: keyof KnownInRegisters; readonly count: number }

/** Where a row and what is known disagree (demand: statement of applicability, measures and registers agree). */
export function contradictionsOf(
  row: Pick<DecidedRow, 'controlId' | 'applicable' | 'declared'>,
  serving: readonly Serving[],
  known: KnownInRegisters,
): Contradiction[] {
  const counted = serving.filter(({ relation }) => relation !== 'intersects')
  if (row.applicable === false) {
    const promised = counted.filter(({ status }) => status !== null && status !== 'not_applicable')
    const registered = Object.entries(speaksAgainst).flatMap(([name, controls]): Contradiction[] => {
      // The keys of the record above.
      const what = name as keyof KnownInRegisters
      return controls.includes(row.controlId) && known[what] > 0
        ? [{ code: 'excluded_but_registered', what, count: known[what] }]
        : []
    })
    return [
      ...(promised.length > 0
        ? [{ code: 'excluded_but_promised' as const, measures: promised.map(({ id }) => id) }]
        : []),
      ...registered,
    ]
  }
  const { status } = standingOf(serving)
  if (status === 'contradicted')
    return [
      {
        code: 'evidence_contradicts',
        measures: counted.filter((one) => one.status === 'contradicted').map(({ id }) => id),
      },
    ]
  const isProven = status === 'proven' || status === 'due_soon'
  return row.declared === 'implemented' && !isProven ? [{ code: 'declared_not_proven' }] : []
}

/** What keeps a draft from being approved, row by row; nothing when it may be. */
export function obstaclesTo(
  rows: readonly (DecidedRow & { readonly status: Status | null })[],
  controls: readonly Pick<Requirement, 'id'>[],
): ProblemIssue[] {
  const byId = new Map(rows.map((row) => [row.controlId, row]))
  return controls.flatMap(({ id }): ProblemIssue[] => {
    const pointer = `/rows/${id}`
    const row = byId.get(id)
    if (row === undefined || row.applicable === null) return [{ pointer, code: 'soa_undecided' }]
    if (!row.applicable) return row.exclusionReason === null ? [{ pointer, code: 'soa_exclusion_without_reason' }] : []
    return [
      ...(row.reasons.length === 0 ? [{ pointer, code: 'soa_inclusion_without_reason' }] : []),
      ...(row.declared === 'implemented' && row.status === 'contradicted'
        ? [{ pointer, code: 'soa_declared_contradicted' }]
        : []),
    ]
  })
}

/** The last day for a review of what is decided on a day: twelve months later (domain: C3). */
export function latestReview(decidedOn: string): string {
  return addToDate(decidedOn, 'P12M')
}

/** Whether a version in force should have been looked at again by a day. */
export function isReviewOverdue(version: { readonly state: string; readonly review_by: string | null }, day: string) {
  return version.state === 'approved' && version.review_by !== null && version.review_by < day
}

export interface CertificateDays {
  readonly validFrom: string
  readonly validTo: string
  readonly withdrawnAt: Date | null
  /** What a second person said to the file. */
  readonly review: 'in_review' | 'accepted' | 'rejected'
  /** Whether it speaks of what is in scope today (`isInScope`). */
  readonly covers: boolean
}

/** Whether a certificate holds on a day of the local calendar, its first and last day included, for what is in scope. */
export function stateOfCertificate(
  { validFrom, validTo, withdrawnAt, review, covers }: CertificateDays,
  day: string,
): CertificateState {
  if (withdrawnAt !== null) return 'withdrawn'
  if (review !== 'accepted') return review
  if (day < validFrom) return 'not_yet'
  if (day > validTo) return 'expired'
  return covers ? 'valid' : 'out_of_scope'
}

/** Whether a certificate speaks of what is in scope today: that of the Statement of Applicability in force. */
export function isInScope(soaScope: string | null, scopeInForce: string | null): boolean {
  const plain = (scope: string | null) => scope?.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase() ?? null
  return soaScope === null || plain(soaScope) === plain(scopeInForce)
}

export interface CertificateChange {
  readonly what: 'certified' | 'expired' | 'withdrawn' | 'out_of_scope'
  readonly at: Date
}

/**
 * What strangers saw of a certificate so far, and when time alone changes it next. One that was accepted after its last
 * day, or withdrawn before its first, was never seen.
 * @param given.acceptedAt when a second person had looked at it; null while nobody has
 * @param given.outOfScopeAt since when its scope is that of the Statement of Applicability in force no longer
 */
export function courseOfCertificate(
  { validFrom, validTo, withdrawnAt }: Pick<CertificateDays, 'validFrom' | 'validTo' | 'withdrawnAt'>,
  given: { readonly acceptedAt: Date | null; readonly outOfScopeAt: Date | null },
  now: Date,
): { readonly changes: readonly CertificateChange[]; readonly nextAt: Date | null } {
  if (given.acceptedAt === null) return { changes: [], nextAt: null }
  const first = startOfDay(validFrom)
  const begins = given.acceptedAt > first ? given.acceptedAt : first
  const ends: CertificateChange[] = [{ what: 'expired', at: startOfDay(addDays(validTo, 1)) }]
  if (withdrawnAt !== null) ends.push({ what: 'withdrawn', at: withdrawnAt })
  if (given.outOfScopeAt !== null) ends.push({ what: 'out_of_scope', at: given.outOfScopeAt })
  const [end] = ends.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (end === undefined || end.at <= begins) return { changes: [], nextAt: null }
  const course: CertificateChange[] = [{ what: 'certified', at: begins }, end]
  return {
    changes: course.filter(({ at }) => at <= now),
    nextAt: course.find(({ at }) => at > now)?.at ?? null,
  }
}
