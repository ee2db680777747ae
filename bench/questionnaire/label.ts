/** What is known of a question before anything reads it. */

/** How questions of customers are put. */
export const forms = [
  'polar',
  'negated',
  'compound',
  'parameter',
  'which',
  'open',
  'document',
  'control',
  'choice',
  'follow-up',
] as const
export type QuestionForm = (typeof forms)[number]

/**
 * What an honest answer out of the bench's statement is: `yes` where what was asked is proven as it was asked; `person`
 * where the statement says something about it that is not proof of it; `customer` where it is theirs to do; `none` where
 * the statement says nothing.
 */
export type Outcome = 'yes' | 'person' | 'customer' | 'none'

export interface Label {
  readonly form: QuestionForm
  readonly text: string
  /** The measure that it is about; null when the catalogue has none. */
  readonly measure: string | null
  readonly outcome: Outcome
  readonly section?: string
  readonly allowed?: readonly string[]
  /** The question in front of it, for those that go on. */
  readonly after?: string
}

type Rest = Pick<Label, 'section' | 'allowed' | 'after'>

/** One label in a line. */
export function label(
  form: QuestionForm,
  measure: string | null,
  outcome: Outcome,
  text: string,
  rest: Rest = {},
): Label {
  return { form, text, measure, outcome, ...rest }
}
