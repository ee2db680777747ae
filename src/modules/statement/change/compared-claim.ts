/** What of a sentence is compared between two versions, and what a comparison says of it. Pure data. */
import type { ClaimKind, ClaimParameter, Modality, Quantifier } from '#core/vocabulary.ts'
import type { Direction, Effect } from '../contract/version.ts'

export interface ComparedClaim {
  readonly id: string
  readonly text: string
  readonly leadIn: string | null
  readonly section: string | null
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly quantifierWord: string | null
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly string[]
  /** The systems that it speaks about; null: all. */
  readonly scope: string | null
}

export type { Direction, Effect }

/** One difference; the code names the text `change.<code>`. */
export type Difference =
  | { readonly code: 'kind'; readonly effect: Effect; readonly from: ClaimKind; readonly to: ClaimKind }
  | { readonly code: 'modality'; readonly effect: Effect; readonly from: Modality; readonly to: Modality }
  | { readonly code: 'quantifier'; readonly effect: Effect; readonly from: Strength; readonly to: Strength }
  | {
      readonly code: 'parameter'
      readonly effect: Effect
      readonly from: ClaimParameter | null
      readonly to: ClaimParameter | null
    }
  | { readonly code: 'scope'; readonly effect: Effect; readonly from: string | null; readonly to: string | null }
  /** Words that make the population smaller, or the promise softer, came or went. */
  | { readonly code: 'narrowed' | 'hedged'; readonly effect: Effect; readonly word: string }
  | { readonly code: 'measure'; readonly effect: Effect; readonly measure: string }
  /** One thing of an enumeration is named no longer. */
  | { readonly code: 'dropped'; readonly effect: Effect; readonly word: string }
  | { readonly code: 'reworded'; readonly effect: Effect }

export interface Strength {
  readonly quantifier: Quantifier
  /** The word as it stands in the sentence; null where grammar decided. */
  readonly word: string | null
}

/** What became of one sentence of the older version, or a sentence that is new. */
export interface ClaimChange {
  readonly direction: Direction
  /** Null for one that was added. */
  readonly before: ComparedClaim | null
  /** More than one where it was split; the same stands in several changes where sentences were merged. */
  readonly after: readonly ComparedClaim[]
  readonly differences: readonly Difference[]
  /** Whether a compensating measure or a judgement is needed before the version can be approved. */
  readonly demandsAnswer: boolean
}
