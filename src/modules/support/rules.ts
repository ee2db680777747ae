/** What support decides without looking anywhere: when a grant holds, and what support may do. Times are given. */
import type { BuiltInRole } from '#core/permission.ts'

/** Support sees what this role sees, and changes nothing. */
export const supportRole: BuiltInRole = 'auditor'

/** The last use is written at most so often. */
export const usedEveryMs = 60_000

export interface GrantTimes {
  readonly expires_at: Date
  readonly revoked_at: Date | null
}

export type GrantState = 'live' | 'expired' | 'revoked'

/** A grant ends at its very instant, or when it is taken back, whatever comes first. */
export function stateOf(grant: GrantTimes, now: Date): GrantState {
  if (grant.revoked_at !== null) return 'revoked'
  return grant.expires_at > now ? 'live' : 'expired'
}

/** Whether a visit still counts: nobody left, its grant holds, and it is the session's own that entered. */
export function mayStay(
  visit: GrantTimes & { readonly left_at: Date | null; readonly session_id: string; readonly tenant_active: boolean },
  sessionId: string,
  now: Date,
): boolean {
  return (
    visit.left_at === null && visit.session_id === sessionId && visit.tenant_active && stateOf(visit, now) === 'live'
  )
}
