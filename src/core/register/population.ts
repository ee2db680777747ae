/**
 * Populations that a register keeps for the duties: a module says who counts among them, and on which days somebody
 * does follows from the versions.
 */
import { startOfDay } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { setMembership, type Population } from '../population.ts'
import type { Fields, RegisterShape } from './contract/shape.ts'
import { activeDays, type Version } from './version.ts'

export interface RegisterPopulation extends Population {
  /** Which entries belong while they are in their time; all of them without it. */
  readonly counts?: (fields: Fields) => boolean
}

/**
 * Brings the populations of a register up to what its entries are now, in the transaction that wrote them.
 * @param entries with all their versions; one without any was never there
 * @param knownAt when this is learned: the present instant
 */
export async function keepPopulations(
  tx: TenantTx,
  register: { readonly shape: RegisterShape; readonly populations: readonly RegisterPopulation[] },
  entries: readonly { readonly subjectId: string; readonly versions: readonly Version[] }[],
  knownAt: Date,
): Promise<void> {
  if (entries.length === 0) return
  // Thousands of entries begin on few days, and a day's first instant costs a look at the time zone.
  const starts = new Map<string, Date>()
  const startOf = (day: string) => {
    const at = starts.get(day) ?? startOfDay(day)
    starts.set(day, at)
    return at
  }
  for (const { id, counts } of register.populations) {
    const members = entries.map(({ subjectId, versions }) => ({
      subjectId,
      episodes: activeDays(register.shape, versions, counts).map(({ from, to }) => ({
        joinedAt: startOf(from),
        leftAt: to === null ? null : startOf(to),
      })),
    }))
    await setMembership(tx, id, members, knownAt)
  }
}
