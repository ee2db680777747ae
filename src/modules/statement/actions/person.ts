/** Who takes the steps of a version: people with a session. */
import type { Actor, Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'

/** The person who acts. @throws Problem 403 `permission.person_needed` for keys and the system */
export function requirePerson({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' }> {
  if (actor.kind !== 'account') throw new Problem(403, 'permission.person_needed')
  return actor
}
