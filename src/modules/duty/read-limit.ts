/**
 * How often a calendar may be read: counted in this process, because a read writes nothing. Several processes allow as
 * many times that; what it is for is a program that asks without end, not a count.
 */
import { mostReadsAnHour } from './contract.ts'

const hourMs = 3_600_000
/** Beyond that many calendars the counts begin anew, so that they take no more than so much room. */
const mostKept = 10_000

/** Null when the calendar may be read now, else the milliseconds until it may. */
export type ReadLimit = (calendarId: string, at: Date) => number | null

/** An empty count. */
export function createReadLimit(): ReadLimit {
  const counts = new Map<string, { from: number; reads: number }>()
  return (calendarId, at) => {
    const now = at.getTime()
    const known = counts.get(calendarId)
    // A clock that was set back begins anew as well.
    if (known === undefined || now - known.from >= hourMs || now < known.from) {
      if (counts.size >= mostKept) counts.clear()
      counts.set(calendarId, { from: now, reads: 1 })
      return null
    }
    if (known.reads >= mostReadsAnHour) return known.from + hourMs - now
    known.reads += 1
    return null
  }
}
