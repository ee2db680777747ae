/**
 * Entries without another effect: refusals, and reads of what is confidential. They come from many requests at once, so
 * they wait for each other: the sequencer takes all that are there into one transaction, with their places in the tree.
 * A process in which no sequencer runs writes each by itself.
 */
import type { Database } from '#platform/database/database.ts'
import type { LedgerWriter, PendingEntry, Submission } from './pending.ts'
import { insertStatement, prepareEntry, type LedgerEntry, type Recording } from './record.ts'

/** Most entries that wait; beyond that the disk cannot keep up, and each request waits for its own transaction. */
const mostWaiting = 10_000

/** Creates the writer of a process. */
export function createLedgerWriter(database: Database): LedgerWriter {
  const waiting: Submission[] = []
  let arrival: (() => void) | null = null
  return {
    append: async (entry) => {
      const told = arrival
      if (told === null || waiting.length >= mostWaiting) return writeAlone(database, entry)
      return new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject })
        if (waiting.length === 1) told()
      })
    },
    attach: (onArrival) => {
      arrival = onArrival
      return {
        waiting: () => waiting.length,
        take: (most) => waiting.splice(0, most),
        detach: () => {
          arrival = null
        },
      }
    },
  }
}

/** Writes one entry in a transaction of its own; it gets its place later. */
export async function writeAlone(database: Database, entry: PendingEntry): Promise<void> {
  await database.withTenant(entry.tenantId, async (tx) => tx.withCommit(() => [insertStatement(entry)]))
}

/**
 * Records an entry that no other effect goes with, and returns its id when it is on the disk.
 * @throws Problem of the database, and `person_key.*`
 */
export async function recordAlone(
  context: Recording & { readonly services: { readonly ledgerWriter: LedgerWriter } },
  tenantId: string,
  entry: LedgerEntry,
): Promise<string> {
  const pending = await prepareEntry(context, tenantId, entry)
  await context.services.ledgerWriter.append(pending)
  return pending.id
}
