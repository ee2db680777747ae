/** What is reckoned of a measure without looking anywhere. */
import type { Promised } from '#core/judging/measure.ts'
import type { PublishedClaim } from '#modules/statement/actions/list-published.ts'
import { addDays, dayOf, startOfDay } from '#platform/clock/calendar.ts'

/** A sentence as the judging takes it. */
export function promisedBy(claim: PublishedClaim): Promised {
  return { ...claim, publishedAt: claim.published_at, supersededAt: claim.superseded_at }
}

/** The last instant of each month between two instants, and the last instant of all. */
export function monthEnds(from: Date, until: Date): Date[] {
  const ends: Date[] = []
  for (let day = `${dayOf(from).slice(0, 7)}-01`; ;) {
    // 31 days after the first of a month is always in the next one.
    const next = `${addDays(day, 31).slice(0, 7)}-01`
    const end = new Date(startOfDay(next).getTime() - 1)
    if (end >= until) return [...ends, until]
    ends.push(end)
    day = next
  }
}
