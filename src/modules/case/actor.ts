/** Who works on cases: a natural person, by a session or a key. */
import type { Actor, Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'

/** @throws Problem 403 `permission.person_needed` */
export function requirePerson({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' | 'api-key' }> {
  if (actor.kind === 'account' || actor.kind === 'api-key') return actor
  throw new Problem(403, 'permission.person_needed')
}
