/** The standings of an account, read backwards. Pure. */

/** A change of an account as the ledger has it; `before` is null when the time to keep what it says is over. */
export interface AccountEvent {
  readonly action: string
  readonly at: Date
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** How an account stood over a stretch; null where nobody can say any more. */
export interface Standing {
  readonly fromAt: Date
  /** The first instant at which it no longer did; null for the present. */
  readonly toAt: Date | null
  readonly roles: readonly string[] | null
  readonly state: string | null
}

export interface AccountNow {
  readonly createdAt: Date
  readonly roles: readonly string[]
  readonly state: string
}

/**
 * How an account stood, the newest stretch first: what is so now, with each change taken back.
 * @param events its changes, the newest first
 */
export function standingsOf(account: AccountNow, events: readonly AccountEvent[]): Standing[] {
  const standings: Standing[] = []
  let roles: readonly string[] | null = account.roles
  let state: string | null = account.state
  let toAt: Date | null = null
  for (const event of events) {
    const { at } = event
    const next = undo(event, { roles, state })
    if (next === null) continue
    if (toAt === null || at < toAt) standings.push({ fromAt: at, toAt, roles, state })
    ;({ roles, state } = next)
    toAt = at
  }
  if (toAt === null || account.createdAt < toAt) standings.push({ fromAt: account.createdAt, toAt, roles, state })
  return standings
}

type Stand = Pick<Standing, 'roles' | 'state'>

/** How it stood before a change; null for what is none. */
function undo({ action, before, after }: AccountEvent, now: Stand): Stand | null {
  switch (action) {
    case 'account.roles_changed':
      return { ...now, roles: textsIn(before?.roles) }
    case 'account.deactivated':
      return { ...now, state: typeof before?.state === 'string' ? before.state : null }
    case 'account.reactivated':
      return { ...now, state: 'deactivated' }
    case 'account.enrolled':
      // With new factors after a reset nothing changed; what the entry was about may have expired.
      if (after === null) return { ...now, state: null }
      return after.purpose === 'reset' ? null : { ...now, state: 'invited' }
    default:
      return null
  }
}

function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null
}
