/** Whether what a person writes says more than what is proven: then it stands under their name. */
import { takesBack } from '#modules/statement/actions/interpret.ts'
import { coverQuestion } from './cover.ts'
import type { Draft } from './draft.ts'
import { readVocabulary, saysWell } from './vocabulary.ts'

export interface GivenAnswer {
  readonly answer: string | null
  readonly comment: string | null
}

/** Words that answer nothing, or send the reader elsewhere. */
const saysNothing =
  /^(?:n\/?\.?a\.?|not applicable|nicht (?:anwendbar|zutreffend|relevant)|entfällt|see (?:comment|below|above|attached.*)|siehe (?:kommentar|unten|oben|anlage.*)|-|–|unknown|unbekannt|open|offen|we do not (?:answer|disclose|share) this.*|dazu machen wir keine angaben.*)\.?$/iu

/**
 * A draft that is proven may be cut and its sentences put in another order; a yes that is not drafted, and every
 * sentence that no proven one covers, says more. What takes something back never does.
 */
export function saysMore(draft: Draft, given: GivenAnswer, allowed: readonly string[] | null): boolean {
  const { answer, comment } = given
  const isChoice = allowed !== null
  if (answer !== null && answer !== '' && answer !== draft.answer) {
    const isWord = readVocabulary([answer]) !== null
    if (isWord || !isChoice) {
      if (saysWell(answer, draft.good) && !(draft.isReady && draft.asking === 'whether')) return true
    } else if (!saysNothing.test(answer.trim()) && !takesBack(answer)) return true
  }
  const texts = [isChoice ? null : answer, comment].filter((one) => one !== null && one !== '')
  return texts.some((text) => sentencesOf(text ?? '').some((sentence) => isMore(sentence, draft)))
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?;][”“"’)]?)\s+|\n+/u)
    .map((one) => one.trim())
    .filter((one) => /[\p{L}\d]/u.test(one))
}

function isMore(sentence: string, draft: Draft): boolean {
  const drafted = `${draft.answer ?? ''}\n${draft.comment ?? ''}`
  const plain = sentence.replace(/^(?:yes|no|ja|nein)(?![\p{L}\d])[.,;:–-]?\s*/iu, '').trim()
  if (plain === '' || drafted.includes(plain) || saysNothing.test(plain) || takesBack(plain)) return false
  const proven = draft.citations.filter(({ status }) => status === 'proven' || status === 'due_soon')
  if (proven.length === 0) return true
  const { words, numbers, lacksAll } = coverQuestion(
    plain,
    proven.map(({ text }) => ({ text, quantifier: 'every' as const, parameters: [] })),
  )
  return (
    words.length > 0 ||
    numbers.some((number) => !proven.some(({ text }) => text.includes(number.split(' ').at(-1) ?? ''))) ||
    lacksAll
  )
}
