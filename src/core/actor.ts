/** Who acts, where the type says only "somebody": narrowing with the right refusal. */
import { Problem } from '#platform/http/problem.ts'
import type { Actor, Context } from './context.ts'

/** A person with a session. @throws Problem 403 `permission.person_needed` for anybody else who came so far */
export function requireSession({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' }> {
  if (actor.kind !== 'account') throw new Problem(403, 'permission.person_needed')
  return actor
}

/** The natural person behind whoever acts; null for the house itself, and for support, which is nobody here. */
export function personBehind({ actor }: Pick<Context, 'actor'>): string | null {
  return actor.kind === 'account' || actor.kind === 'api-key' ? actor.personId : null
}
