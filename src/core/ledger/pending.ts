/** Entries on their way to the disk, and the way for those that no other effect goes with. */
import type { PersonalPart } from './entry.ts'

/** An entry ready to be written. */
export interface PendingEntry {
  readonly tenantId: string
  readonly id: string
  readonly recordedAt: Date
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  readonly payload: string
  readonly salt: Buffer
  readonly leafHash: Buffer
  readonly personId: string | null
  readonly personPart: PersonalPart | null
  readonly aboutId: string | null
  readonly aboutPart: PersonalPart | null
}

/** One entry and whoever waits until it is on the disk. */
export interface Submission {
  readonly entry: PendingEntry
  resolve(): void
  reject(error: unknown): void
}

/** The end of a writer at which its entries come out. */
export interface Feed {
  /** How many wait now. */
  waiting(): number
  take(most: number): Submission[]
  /** From now on whoever has an entry writes it alone. */
  detach(): void
}

export interface LedgerWriter {
  /** Resolves when the entry is on the disk. @throws Problem of the database; it was not written then, or nobody knows */
  append(entry: PendingEntry): Promise<void>
  /** Hands over what waits; `onArrival` is called when something comes into an empty queue. */
  attach(onArrival: () => void): Feed
}
