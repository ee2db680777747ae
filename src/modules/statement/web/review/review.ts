/** What the page of a review works with. */
import type { editClaim, readReview } from '#modules/statement/contract/review.ts'
import type { OutputOf, RequestOf } from '#platform/http/endpoint.ts'

export type Review = OutputOf<typeof readReview>
export type Claim = Review['claims'][number]
export type Change = RequestOf<typeof editClaim>['body']['change']
export type CatalogueMeasure = Review['measures'][number]

/** What was not saved of a sentence. */
export interface Failure {
  readonly error: Error
  /** Null where it was no correction: a split, a merge. */
  readonly change: Change | null
}

/** What can be done to the sentences; each says by itself when it failed. */
export interface Edits {
  /** Why nothing may be changed; null when it may. */
  readonly refusal: string | null
  readonly isPending: (claimId: string) => boolean
  readonly edit: (claim: Claim, change: Change) => void
  readonly split: (claim: Claim, at: number) => void
  readonly merge: (claim: Claim, next: Claim) => void
  readonly add: (span: { start: number; end: number }) => void
  readonly undo: () => void
}
