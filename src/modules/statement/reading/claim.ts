/** What is read out of a statement, sentence by sentence. */
import type { ClaimKind, ClaimParameter, Modality, Quantifier } from '#core/vocabulary.ts'
import type { BoundMeasure } from './bind.ts'

export interface ReadClaim {
  /** UTF-16 code units into `text`; `text.slice(start, end)` is the claim's text. */
  start: number
  end: number
  text: string
  /** Nearest heading above, or null. */
  section: string | null
  /** The sentence that introduces the list this claim stands in, the question it answers, or null. */
  leadIn: string | null
  kind: ClaimKind
  modality: Modality
  quantifier: Quantifier
  /** The word that carries the quantifier, verbatim; null where grammar decided. */
  quantifierWord: string | null
  parameters: ClaimParameter[]
  /** The claim rests on all of these, best first; empty means honestly none. */
  measures: BoundMeasure[]
  /** Candidates not taken. */
  alternatives: BoundMeasure[]
}
