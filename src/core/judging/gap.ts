/**
 * Gaps of a timeline by the instant, for whoever has to explain each of them: which stretches were broken, and whether
 * that was known while they lasted or only came out afterwards. Pure.
 */
import { isBroken } from './effect.ts'
import type { Period } from './timeline.ts'

/** When a gap was known: while it lasted and still today, only while it lasted, or only afterwards. */
export type GapKnown = 'both' | 'then' | 'today'

export interface KnownGap<J> extends Period<J> {
  readonly known: GapKnown
}

/** What was observed is known a moment later: so small a difference is none. */
const sameWithinMs = 60_000

/** The broken stretches between two instants, both included; one that goes on has no end. */
export function gapsBetween<J>(periods: readonly Period<J>[], from: Date, until: Date): Period<J>[] {
  return periods.flatMap((period): Period<J>[] => {
    if (!isBroken(period.status) || period.fromAt > until || (period.toAt !== null && period.toAt <= from)) return []
    return [
      {
        ...period,
        fromAt: period.fromAt < from ? from : period.fromAt,
        toAt: period.toAt === null || period.toAt > until ? null : period.toAt,
      },
    ]
  })
}

/** Gaps as they were known then and as they are known today, in one list by their beginning. */
export function compareGaps<J>(then: readonly Period<J>[], today: readonly Period<J>[]): KnownGap<J>[] {
  const left = new Set(then)
  const paired = today.map((gap): KnownGap<J> => {
    const same = [...left].find((other) => isSameGap(gap, other))
    if (same !== undefined) left.delete(same)
    return { ...gap, known: same === undefined ? 'today' : 'both' }
  })
  return [...paired, ...[...left].map((gap): KnownGap<J> => ({ ...gap, known: 'then' }))].toSorted(
    (a, b) => a.fromAt.getTime() - b.fromAt.getTime(),
  )
}

function isSameGap(a: Period<unknown>, b: Period<unknown>): boolean {
  const near = (one: Date, other: Date) => Math.abs(one.getTime() - other.getTime()) < sameWithinMs
  const endTogether = a.toAt === null || b.toAt === null ? a.toAt === b.toAt : near(a.toAt, b.toAt)
  return a.status === b.status && near(a.fromAt, b.fromAt) && endTogether
}
