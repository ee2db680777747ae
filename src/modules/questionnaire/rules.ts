/** What follows from answers and the statuses of now: what is stale, what is open, what stands in the way. Pure. */
import type { Status } from '#core/vocabulary.ts'
import type { AnswerState, QuestionnaireDetail } from './contract/questionnaire.ts'
import type { Citation } from './draft/draft.ts'

/** Statuses of the sentences in force, by their ids. */
export type StatusesNow = ReadonlyMap<string, Status | null>

const isProven = (status: Status | null) => status === 'proven' || status === 'due_soon'

/** Whether something that an answer rests on is not as it was: a sentence replaced, a proof come or gone. */
export function isStale(citations: readonly Pick<Citation, 'claimId' | 'status'>[], now: StatusesNow): boolean {
  return citations.some(({ claimId, status }) => {
    const present = now.get(claimId)
    if (present === undefined) return true
    return present !== status && !(isProven(present) && isProven(status))
  })
}

/** Whether the file gets something from a person there. */
export const isWritten = (state: AnswerState) => state === 'accepted' || state === 'edited'

interface Counted {
  readonly state: AnswerState
  readonly answer: string | null
  readonly comment: string | null
  readonly given: string | null
  readonly isStale: boolean
  readonly isReady: boolean
  readonly isStated: boolean
  readonly isUnanswerable: boolean
}

/** How a questionnaire stands. */
export function countAnswers(questions: readonly Counted[]): QuestionnaireDetail['counts'] {
  const count = (test: (question: Counted) => boolean) => questions.filter(test).length
  const says = ({ state, answer, comment }: Counted) =>
    isWritten(state) && ((answer ?? '') !== '' || (comment ?? '') !== '')
  return {
    questions: questions.length,
    done: count(({ state }) => isWritten(state) || state === 'left_empty'),
    needsSomebody: count(({ state }) => state === 'needs_somebody'),
    ready: count((one) => one.state === 'open' && one.isReady && !one.isStale && one.given === null),
    unanswerable: count((one) => one.isUnanswerable && one.state === 'open' && one.given === null),
    stated: count(({ isStated }) => isStated),
    stale: count((one) => one.isStale && isWritten(one.state)),
    empty: count((one) => !says(one) && one.given === null),
  }
}
