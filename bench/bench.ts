/**
 * What a bench is and how it is judged: both sides in one run, slice by slice in turn, so that whatever else the
 * machine does hits both; a value is a median of at least five slices.
 */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly goal: number
  readonly direction: 'at_least' | 'at_most'
  readonly unit: string
}

export interface BenchOptions {
  /** Seconds instead of minutes, for the specs: the numbers mean nothing then. */
  readonly quick: boolean
  /** What is being done, for whoever waits. */
  readonly say: (text: string) => void
}

export interface Bench {
  readonly name: string
  readonly title: string
  readonly run: (options: BenchOptions) => Promise<readonly Metric[]>
}

/** Slices of each side; five is the least that design allows. */
export const slices = 7

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/**
 * Runs sides in turn, each round in the other order, because the first of a round finds colder caches.
 * @returns all values of each side; the first round is thrown away
 */
export async function interleave<Side extends string>(
  sides: Readonly<Record<Side, () => Promise<number>>>,
  rounds: number,
): Promise<Record<Side, number[]>> {
  // Keys of a record are its sides.
  const names = Object.keys(sides) as Side[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await sides[name]()
      if (round > 0) values[name].push(value)
    }
  }
  return values
}

/** A number with as many digits as mean something. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
