/**
 * How sentences are read, for whoever has other sentences to read by the same rules, such as the questions of a
 * customer. Pure: nothing is looked up, the same words mean the same.
 */
import type { ClaimKind, ClaimParameter } from '#core/vocabulary.ts'
import { bindSentence, threshold, type BoundMeasure } from '../reading/bind.ts'
import { conceptsIn, fold } from '../reading/concepts.ts'
import { deniesMeasure, isPlanned } from '../reading/modality.ts'
import { extractParameters } from '../reading/parameters.ts'

export type { BoundMeasure }

export interface Words {
  readonly sentence: string
  readonly leadIn: string | null
  readonly section: string | null
}

/** Measures that words are about, best first, with the score by which sentences are bound; taken ones and others. */
export function rankMeasures(
  words: Words,
  kind: ClaimKind | null = null,
): { readonly taken: readonly BoundMeasure[]; readonly others: readonly BoundMeasure[] } {
  const { measures, alternatives } = bindSentence({ ...words, isDuty: kind === 'customer_duty' }, kind)
  return { taken: measures, others: alternatives }
}

/** Below this score nothing is taken for meant. */
export const leastScore = threshold

/** The catalogue's concepts that occur in words. */
export function conceptsOf(text: string): ReadonlySet<string> {
  return conceptsIn(fold(text))
}

/** Words in the letters by which concepts are found: lower case, umlauts spelt out, single blanks, one at both ends. */
export function foldWords(text: string): string {
  return fold(text)
}

/** Numbers that words name, with what each is for. */
export function numbersOf(text: string): ClaimParameter[] {
  return extractParameters(text)
}

/** Whether words say that something is planned, or not done. */
export function takesBack(text: string): boolean {
  return isPlanned(text) || deniesMeasure(text)
}
