/**
 * A sabotage breaks something real behind the application's back: in the database as its owner, on the disk, on the
 * network. It may not call a collector. What it broke it repairs again.
 */
import type { House, Inhabitant } from '#test/house.ts'

export interface SabotageWorld {
  readonly house: House
  /** Enrolled last: whose account is broken. */
  readonly colleague: Inhabitant
  /** Moves the clock of the instance by so many milliseconds from the true time; 0 sets it right. */
  readonly setClock: (byMs: number) => void
}

export interface Sabotage {
  /** `<module>.<what is broken>`. */
  readonly id: string
  /** The measure whose sentences must turn. */
  readonly measure: string
  /** The collector that has to see it; its promised interval is the deadline. */
  readonly collector: string
  /** Breaks it and returns how to repair it. */
  readonly breakIt: (world: SabotageWorld) => Promise<() => Promise<void>>
  /** What the sentences must turn to; contradicted unless it is a silence, or a population that does not add up. */
  readonly turnsTo?: 'contradicted' | 'lapsed' | 'unproven'
  /** How soon, where that is not the collector's interval: a silence is told from two of them, and no sooner. */
  readonly withinMs?: number
  /** What has to be there before it can be broken; undone by nobody. */
  readonly prepare?: (world: SabotageWorld) => Promise<void>
}

/** A sabotage of one statement as the database's owner, which another one repairs. */
export function breakBySql(
  named: Pick<Sabotage, 'id' | 'measure' | 'collector'>,
  broken: string,
  repaired: string,
): Sabotage {
  return {
    ...named,
    breakIt: async ({ house: { owner } }) => {
      await owner.query(broken)
      return async () => {
        await owner.query(repaired)
      }
    },
  }
}
