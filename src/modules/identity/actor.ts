/** Who acts, where the type says only "somebody": narrowing with the right refusal. */
import type { Actor, Context } from '#core/context.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Permission } from '#platform/http/endpoint.ts'

export type SignedIn = Extract<Actor, { kind: 'account' }>
export type Person = Extract<Actor, { kind: 'account' | 'api-key' }>

/**
 * A person with a session; machines do not change factors.
 * @throws Problem `permission.person_needed` for API keys and support, `session.needed` for anybody else
 */
export function requireSession(context: Pick<Context, 'actor'>): SignedIn {
  const { actor } = context
  if (actor.kind === 'account') return actor
  if (actor.kind === 'api-key' || actor.kind === 'support') throw new Problem(403, 'permission.person_needed')
  throw new Problem(401, 'session.needed')
}

/** A person of the tenant behind a session or a key. @throws Problem `permission.person_needed` for support, `session.needed` */
export function requirePerson(context: Pick<Context, 'actor'>): Person {
  const { actor } = context
  if (actor.kind === 'account' || actor.kind === 'api-key') return actor
  if (actor.kind === 'support') throw new Problem(403, 'permission.person_needed')
  throw new Problem(401, 'session.needed')
}

/**
 * Passes for what is one's own, and for holders of the permission. To anybody else it does not exist.
 * A key acts only within its permissions, also on what belongs to its owner.
 * @throws Problem `common.not_found`
 */
export function requireOwnOr(context: Pick<Context, 'actor'>, accountId: string, permission: Permission): void {
  const actor = requirePerson(context)
  if (actor.permissions.has(permission)) return
  if (actor.kind === 'account' && actor.accountId === accountId) return
  throw notFound()
}
