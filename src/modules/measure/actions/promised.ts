/** Sentences of the statement in the shape of the judging. */
import type { Promised } from '#core/judging/measure.ts'
import type { PublishedClaim } from '#modules/statement/actions/list-published.ts'

/** A sentence as the judging takes it. */
export function promisedBy(claim: PublishedClaim): Promised {
  return { ...claim, publishedAt: claim.published_at, supersededAt: claim.superseded_at }
}
