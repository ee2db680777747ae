/** What whoever acts may see. */
import type { Context } from '#core/context.ts'

/** What the actor holds; the system reads everything. */
export function holds({ actor }: Pick<Context, 'actor'>, permission: string): boolean {
  if (actor.kind === 'system') return true
  // Kept with the document as text: one that nobody declares any more is held by nobody.
  return 'permissions' in actor && [...actor.permissions].some((held) => held === permission)
}
