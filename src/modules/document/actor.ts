/** Who acts: documents are made and decided by people with a session. */
import type { Actor, Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'

/** A person with a session. @throws Problem 403 `permission.person_needed` for anybody else who came so far */
export function requireSession({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'account' }> {
  if (actor.kind !== 'account') throw new Problem(403, 'permission.person_needed')
  return actor
}

/** What the actor holds; the system reads everything. */
export function holds({ actor }: Pick<Context, 'actor'>, permission: string): boolean {
  if (actor.kind === 'system') return true
  // Kept with the document as text: one that nobody declares any more is held by nobody.
  return 'permissions' in actor && [...actor.permissions].some((held) => held === permission)
}
