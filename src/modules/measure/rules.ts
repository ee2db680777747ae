/** What is reckoned of a measure without looking anywhere. */
import { addDays, dayOf, startOfDay } from '#platform/clock/calendar.ts'

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
