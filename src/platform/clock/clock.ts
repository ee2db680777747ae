/**
 * The one source of time. Everything that needs "now" takes a Clock, so that a test can move time and a deadline
 * survives restarts; `Date.now()`, `new Date()` and SQL `now()` elsewhere are lint errors.
 */
export interface Clock {
  /** The present instant. */
  now(): Date
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves by a number of milliseconds, backwards when negative. */
  advance(ms: number): void
  /** Jumps to an instant. */
  set(at: Date): void
}

/** Creates a clock for tests, standing at the given instant. */
export function createFakeClock(at: Date = new Date('2026-01-15T09:00:00Z')): FakeClock {
  let current = at.getTime()
  return {
    now: () => new Date(current),
    advance: (ms) => {
      current += ms
    },
    set: (next) => {
      current = next.getTime()
    },
  }
}
