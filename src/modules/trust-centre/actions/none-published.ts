/** A page that says nothing yet. */
import { Problem } from '#platform/http/problem.ts'

/** Null while nothing is published. */
export function noneWhenNothingIsPublished(error: unknown): null {
  if (error instanceof Problem && error.code === 'statement.none_published') return null
  throw error
}
