/** What the items of the list have in common. */
import type { Context } from '#core/context.ts'

/** An item about which there is no case, no sentence and no date. */
export const plain = { number: null, claim: null, dueAt: null, overdue: false, stood: null } as const

/** A text of the catalogues in the reader's language. */
export function text(context: Context, key: string, params?: Record<string, string | number>): string {
  return context.services.texts.text(context.actor.locale, key, params)
}
