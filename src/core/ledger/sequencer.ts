/**
 * The sequencer of a process: sequences batch after batch. Whichever process gets the lock leads the batch.
 *
 * It looks for work every `lookEveryMs` instead of being notified: a NOTIFY in every audited transaction would make
 * commits wait for each other, because PostgreSQL holds one lock of the whole server from it to the end of the commit.
 * What requests of this process hand in wakes it at once. Between two looks, behind the heads that it left itself, it
 * need not read: it sends a batch in one write. One batch at a time: a second one under way gains nothing measurable
 * and would stand on heads that are not there yet.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { sqlStateOf, type Database, type Line } from '#platform/database/database.ts'
import type { LedgerWriter, PendingEntry, Submission } from './pending.ts'
import { createMemory, followMemory, forget, sequenceBatch, type SequencedBatch, type Sequencing } from './sequence.ts'
import { openSigningKeys, type SigningKey } from './signing-key.ts'
import { writeAlone } from './writer.ts'

export const lookEveryMs = 200
/** A key made in another process signs here at most so much later; its successor overlaps for much longer. */
const keepKeysMs = 30_000
/** Most entries handed in that one batch takes. */
const mostFresh = 1_000
/** After another process moved a head, every batch reads first for so long. */
const contestedMs = 1_000

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
  const wake = () => pause.abort()
  const feed = writer?.attach(wake)
  let lookAtMs = 0
  let contestedUntilMs = 0
  let line: Line | null = null

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

  /** Each by itself: recording goes on when no tree does, and one that cannot be written takes no other with it. */
  const writeApart = async (fresh: readonly Submission[]): Promise<void> => {
    await Promise.all(
      fresh.map(({ entry, resolve, reject }) => writeAgain(services.database, entry).then(resolve, reject)),
    )
  }

  const look = async (fresh: readonly Submission[]): Promise<boolean> => {
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
      await writeApart(fresh)
      throw error
    }
  }

  /** Sends a batch behind the remembered heads. @returns false when it cannot do so without reading */
  const follow = async (fresh: readonly Submission[]): Promise<boolean> => {
    if (keys === null) return false
    const entries = fresh.map(({ entry }) => entry)
    const statements = await followMemory(services, { platformTenantId, keys: keys.list, memory, fresh: entries })
    if (statements === null) return false
    try {
      await send(statements)
      for (const { resolve } of fresh) resolve()
      services.log.debug({ entries: fresh.length }, 'sequenced at once')
    } catch (error) {
      forget(memory)
      contestedUntilMs = performance.now() + contestedMs
      // Only its words: a lost connection carries every statement that waited on it.
      services.log.debug({ because: error instanceof Error ? error.message : null }, 'a batch did not follow')
      await writeApart(fresh)
    }
    return true
  }

  const openLine = async (): Promise<boolean> => {
    line = await services.database.openLine().catch(() => null)
    if (line === null) contestedUntilMs = performance.now() + contestedMs
    return line !== null
  }

  const send = async (statements: Parameters<Line['send']>[0]): Promise<void> => {
    const used = line
    if (used === null) throw new Error('there is no line')
    await used.send(statements).catch(async (error: unknown) => {
      // Whatever it was: the next batch gets a connection about which nothing is unknown.
      if (line === used) line = null
      await used.end()
      throw error
    })
  }

  /** One step: a look when it is time, else a batch of what was handed in. @returns whether more is to be done at once */
  const step = async (): Promise<boolean> => {
    // Whoever was just told hands in the next entry now: one batch of all is cheaper than two of halves.
    await nextTurn()
    const nowMs = performance.now()
    const mayFollow =
      nowMs < lookAtMs && nowMs >= contestedUntilMs && keys !== null && nowMs - keys.readAtMs < keepKeysMs
    if (mayFollow) {
      if ((feed?.waiting() ?? 0) === 0) return false
      if (line === null && !(await openLine())) return true
      const fresh = feed?.take(mostFresh) ?? []
      return (await follow(fresh)) || look(fresh)
    }
    lookAtMs = performance.now() + lookEveryMs
    return look(feed?.take(mostFresh) ?? [])
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      pause = new AbortController()
      let more = false
      try {
        more = await step()
      } catch (error) {
        if (!stopping.signal.aborted) services.log.warn({ err: error }, 'the ledger could not be sequenced')
      }
      if (more) continue
      const patienceMs = Math.max(1, Math.min(lookEveryMs, lookAtMs - performance.now()))
      await sleep(patienceMs, undefined, { signal: AbortSignal.any([stopping.signal, pause.signal]) }).catch(() => {})
    }
  }
  const running = run()
  return {
    wake: () => {
      lookAtMs = 0
      wake()
    },
    stop: async () => {
      stopping.abort()
      feed?.detach()
      await running
      // What was recorded to the very end gets its place too; if not now, then at the next start.
      try {
        while (await look(feed?.take(mostFresh) ?? []));
      } catch (error) {
        services.log.debug({ err: error }, 'the last batch waits for the next start')
      }
      await line?.end()
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
