/** Who acts: erasing, holding and keeping are decided by people, never by a machine's key. */
import type { Actor, Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'

/** A person with a session. @throws Problem `permission.person_needed` for API keys, `session.needed` for anybody else */
export function requireSession(context: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' }> {
  const { actor } = context
  if (actor.kind === 'account') return actor
  if (actor.kind === 'api-key' || actor.kind === 'support') throw new Problem(403, 'permission.person_needed')
  throw new Problem(401, 'session.needed')
}
