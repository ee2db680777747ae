/**
 * What each quantifier word demands of the evidence (domain.md §1.1). The word decides how much of the population must
 * be covered, how strong the weakest evidence may be, and how old a proof may get.
 */
import { isDuration } from '#platform/clock/calendar.ts'
import { Temporal } from 'temporal-polyfill'
import type { ClaimParameter, EvidenceClass, Quantifier } from '../vocabulary.ts'

export interface EvidenceNeed {
  /** Whether the population must be complete and reconciled with a second source. */
  readonly wholePopulation: boolean
  /** Weakest class that counts whatever the duty says: attestations and documents never prove an "all". */
  readonly minimumClass: EvidenceClass
  /** The maximum age of a proof, from the duty's own and the number that the sentence promises. */
  readonly maxAge: (dutyMaxAge: string) => string
  /** Code of the reason why the sentence cannot be proven as it stands; null when it can. */
  readonly missing: string | null
}

/**
 * "Once a day" allows 26 hours between two successes (domain.md §1.1): the run of the next day may take its time.
 */
const dailyMaxAge = 'PT26H'

export function evidenceNeed(quantifier: Quantifier, parameters: readonly ClaimParameter[]): EvidenceNeed {
  const promised = parameters.find((p) => p.unit === 'duration' && typeof p.value === 'string' && isDuration(p.value))
  const interval = promised === undefined ? null : String(promised.value)
  const none = {
    wholePopulation: false,
    minimumClass: 'attested',
    maxAge: (own: string) => own,
    missing: null,
  } as const
  switch (quantifier) {
    case 'every':
    case 'not_knowingly':
      return { ...none, wholePopulation: true, minimumClass: 'export', maxAge: (own) => shorter(own, interval) }
    case 'as_appropriate':
      return { ...none, wholePopulation: true, minimumClass: 'export' }
    case 'at_least':
      return { ...none, wholePopulation: true, maxAge: (own) => shorter(own, interval) }
    case 'regularly':
      return {
        ...none,
        wholePopulation: true,
        maxAge: (own) => shorter(own, interval),
        missing: interval === null ? 'quantifier.number_missing' : null,
      }
    case 'promptly':
      return { ...none, wholePopulation: true, missing: interval === null ? 'quantifier.deadline_missing' : null }
    case 'exists':
    case 'may':
      return none
  }
}

/** The shorter of the duty's maximum age and the interval that the sentence promises. */
function shorter(own: string, promised: string | null): string {
  if (promised === null) return own
  const limit = promised === 'P1D' ? dailyMaxAge : promised
  return approximateHours(limit) < approximateHours(own) ? limit : own
}

/** Good enough to tell which of two durations is shorter; deadlines themselves are computed on the calendar. */
function approximateHours(duration: string): number {
  return Temporal.Duration.from(duration).total({ unit: 'hours', relativeTo: '2025-01-01' })
}
