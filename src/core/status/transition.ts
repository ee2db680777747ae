/** When decisions begin and cease to bear on a status. */
import type { DecisionView } from './view.ts'

/** Whether a decision holds at an instant. */
export function isLive(decision: DecisionView, at: Date): boolean {
  return (
    decision.validFrom <= at &&
    (decision.validUntil === null || at < decision.validUntil) &&
    (decision.revokedAt === null || at < decision.revokedAt)
  )
}

/** The instants at which a decision changes what it says. */
export function transitionsOf(decision: DecisionView): Date[] {
  return [decision.validFrom, decision.validUntil, decision.revokedAt].filter((instant) => instant !== null)
}
