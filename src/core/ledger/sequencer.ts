/**
 * The sequencer of a process: sequences batch after batch. Whichever process gets the lock leads the batch.
 *
 * It looks for work every `lookEveryMs` instead of being notified: a NOTIFY in every audited transaction would make
 * commits wait for each other, because PostgreSQL holds one lock of the whole server from it to the end of the commit.
 * What requests of this process hand in wakes it at once; while one batch is written, the next one gathers.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { sqlStateOf, type Database } from '#platform/database/database.ts'
import type { LedgerWriter, PendingEntry, Submission } from './pending.ts'
import { createMemory, sequenceBatch, type SequencedBatch, type Sequencing } from './sequence.ts'
import { openSigningKeys, type SigningKey } from './signing-key.ts'
import { writeAlone } from './writer.ts'

export const lookEveryMs = 200
/** A key made in another process signs here at most so much later; its successor overlaps for much longer. */
const keepKeysMs = 30_000
/** Most entries handed in that one batch takes. */
const mostFresh = 1_000

export interface Sequencer {
  /** Looks now instead of at the next look. */
  wake(): void
  /** Finishes the batch under way. */
  stop(): Promise<void>
}

/** Runs in every process that serves or works. `writer`: where requests of this process hand entries in. */
export function startSequencer(services: Sequencing, platformTenantId: string, writer?: LedgerWriter): Sequencer {
  const stopping = new AbortController()
  let pause = new AbortController()
  let keys: { readonly list: readonly SigningKey[]; readonly readAtMs: number } | null = null
  const memory = createMemory()
  const told = new Map<string, string>()
  const feed = writer?.attach(() => pause.abort())

  const sequence = async (fresh: readonly Submission[]): Promise<SequencedBatch> => {
    const nowMs = performance.now()
    if (keys === null || nowMs - keys.readAtMs > keepKeysMs)
      keys = { list: await openSigningKeys(services, platformTenantId), readAtMs: nowMs }
    const given = { platformTenantId, keys: keys.list, memory, fresh: fresh.map(({ entry }) => entry) }
    const remembered = memory.instance !== null
    return sequenceBatch(services, given).catch((error: unknown) => {
      // Another process may have led since: once more, from what the database has.
      if (!remembered) throw error
      return sequenceBatch(services, given)
    })
  }

  const look = async (): Promise<boolean> => {
    // Whoever was just told hands in the next entry now: one batch of all is cheaper than two of halves.
    await nextTurn()
    const fresh = feed?.take(mostFresh) ?? []
    try {
      const batch = await sequence(fresh)
      for (const { resolve } of fresh) resolve()
      for (const [tenantId, why] of batch.refused) {
        if (told.get(tenantId) !== why) services.log.error({ tenantId, why }, 'a ledger cannot be continued')
        told.set(tenantId, why)
      }
      if (batch.entries !== null && batch.entries > 0) {
        services.log.debug({ entries: batch.entries, mergeDelayMs: batch.mergeDelayMs }, 'sequenced')
      }
      return batch.full || fresh.length === mostFresh
    } catch (error) {
      keys = null
      // Each by itself: recording goes on when no tree does, and one that cannot be written takes no other with it.
      await Promise.all(
        fresh.map(({ entry, resolve, reject }) => writeAgain(services.database, entry).then(resolve, reject)),
      )
      throw error
    }
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      pause = new AbortController()
      let more = false
      try {
        more = await look()
      } catch (error) {
        if (!stopping.signal.aborted) services.log.warn({ err: error }, 'the ledger could not be sequenced')
      }
      if (more) continue
      await sleep(lookEveryMs, undefined, { signal: AbortSignal.any([stopping.signal, pause.signal]) }).catch(() => {})
    }
  }
  const running = run()
  return {
    wake: () => pause.abort(),
    stop: async () => {
      stopping.abort()
      // From here on whoever has an entry writes it alone.
      feed?.detach()
      await running
      // What was recorded to the very end gets its place too; if not now, then at the next start.
      try {
        while (await look());
      } catch (error) {
        services.log.debug({ err: error }, 'the last batch waits for the next start')
      }
    },
  }
}

/** The batch may have been committed although nobody was told: then the entry is there, under its own id. */
async function writeAgain(database: Database, entry: PendingEntry): Promise<void> {
  try {
    await writeAlone(database, entry)
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error
  }
}
