/** Who acts: statements of applicability are approved by people with a session. */
import type { Actor, Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'

/** A person with a session. @throws Problem 403 `permission.person_needed` for anybody else who came so far */
export function requireSession({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' }> {
  if (actor.kind !== 'account') throw new Problem(403, 'permission.person_needed')
  return actor
}

/** The natural person behind whoever acts; null for the house itself. */
export function personBehind({ actor }: Pick<Context, 'actor'>): string | null {
  return actor.kind === 'account' || actor.kind === 'api-key' ? actor.personId : null
}
