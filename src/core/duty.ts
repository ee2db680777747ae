/**
 * Duties and the fact types they judge. Evidence states facts; a duty's predicate judges them, so that one observation
 * serves a strong and a weak promise. Modules declare both as data with pure functions.
 */
import type { Localised } from '#platform/i18n/locale.ts'
import type { z } from 'zod'
import type { Deadline } from './deadline/deadline.ts'
import type { ClaimParameter, EvidenceClass } from './vocabulary.ts'

/** What one kind of observation says about a subject. */
export interface FactType<D = unknown> {
  /** `<subject>.<what>`, such as `account.factors`. */
  readonly type: string
  readonly subjectKind: string
  readonly title: Localised
  /** Strict: unknown fields, verdicts among them, are refused. */
  readonly schema: z.ZodType<D>
  /** Whether some duty cannot tell from it; known to the registry. */
  readonly inDoubt?: (data: unknown) => boolean
}

/** A predicate's answer about one fact; the reason is a code of the catalogues (`reason.<code>`). */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'unknown'
  readonly reason: string
  readonly params?: Readonly<Record<string, string | number>>
}

export interface Duty<D = unknown> {
  /** `<measure>/<what>`; stable, judgements refer to it. */
  readonly id: string
  /** Id of the measure in the catalogue. */
  readonly measure: string
  readonly trigger: 'continuous' | 'calendar' | 'event'
  readonly factType: string
  /** Restricts the population by what the fact says ("administrators only"). */
  readonly applies?: (data: D) => boolean
  /** Pure; `parameters` are the numbers of the claim. */
  readonly predicate: (data: D, parameters: readonly ClaimParameter[]) => Verdict
  /** ISO 8601 duration: how old the proof may be. */
  readonly maxAge: string
  /** Weakest class that proves. */
  readonly minimumClass: EvidenceClass
  /** ISO 8601 duration that a subject may take to be observed after it joined; none when absent. */
  readonly grace?: string
  /**
   * What an empty population means once it was reconciled with its source: nothing to do (`proves`) or nothing known
   * (`unproven`). 0/0 that nobody reconciled never proves.
   */
  readonly whenEmpty: 'proves' | 'unproven'
  /** With the trigger `event`: what has to happen to a subject, and how soon afterwards the proof is due. */
  readonly event?: { readonly name: string; readonly within: Deadline }
  /**
   * Pairs of parts that two different natural persons must have taken (`['tester', 'operator']`). Evidence that breaks
   * this, or does not say who it was, proves nothing; what it says against is heard all the same.
   */
  readonly separation?: readonly (readonly [string, string])[]
  /** Who took which part according to a fact: ids of natural persons, never of accounts. */
  readonly persons?: (data: D) => Readonly<Record<string, string | null>>
  /** Id of the register's population it is about; without it, those whom the sources of its facts have seen. */
  readonly population?: string
  /** Only facts that this built-in collector observed count towards the population of a platform claim. */
  readonly collector?: string
}

/** Declares a fact type and keeps the type of its data. */
export function defineFactType<D>(factType: FactType<D>): FactType<D> {
  return factType
}

/** Declares a duty over a fact type, with a typed predicate. */
export function defineDuty<D>(factType: FactType<D>, duty: Omit<Duty<D>, 'factType'>): Duty {
  // The registry hands each predicate only data that its own fact type's schema has parsed.
  return { ...duty, factType: factType.type } as Duty
}
