/**
 * Pushing heads out. A head of the instance tree is published once an interval: kept as published, then brought to every
 * witness and every time-stamp authority. Each of these is asked apart from the others, and one that fails is asked
 * again while its head is the last published one; nothing else waits for any of them.
 */
import type { Clock } from '#platform/clock/clock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Log } from '#platform/log/log.ts'
import { fillInstanceTiles, proveInstanceConsistency } from './instance-tree.ts'
import type { Outlets, Witness } from './outlet.ts'
import {
  insertCosignature,
  insertPublication,
  insertTimestamp,
  readCosignedSize,
  readLastPublication,
  type Publication,
} from './publication.ts'
import { readLastInstanceHead } from './store.ts'
import { askTimestamp } from './timestamp.ts'
import { askWitness } from './witness.ts'

export interface Publishing {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/** Outlets that failed are asked again after so long: soon enough for an hourly head, and no burden for a stranger. */
export const retryMs = 300_000
/** Tiles filled in one transaction. */
const mostTiles = 64

export interface Published {
  /** The size that was published now; null when none was due. */
  readonly published: number | null
  /** Outlets that did not do their part, and why: by name of witness or address of authority. */
  readonly failures: ReadonlyMap<string, string>
}

/** Remembers when it asked whom, in this process. */
export function createPublisher(outlets: Outlets) {
  const askedAt = new Map<string, { readonly size: number; readonly at: number }>()
  return {
    /**
     * Publishes when it is time, or when `now` says so, and asks the outlets that are still missing for the last
     * published head. @throws Problem of the database
     */
    async publish(
      services: Publishing,
      given: { readonly now: boolean; readonly signal?: AbortSignal },
    ): Promise<Published> {
      const published = await publishHead(services, given.now ? 0 : outlets.everyMs)
      const last = await services.database.withPlatform('last published head', readLastPublication)
      const failures = new Map<string, string>()
      if (last === null) return { published, failures }
      const isTime = (name: string) => {
        const before = askedAt.get(name)
        const at = services.clock.now().getTime()
        if (!given.now && before?.size === last.size && at < before.at + retryMs) return false
        askedAt.set(name, { size: last.size, at })
        return true
      }
      const attempt = async (name: string, ask: () => Promise<void>) => {
        if (!isTime(name)) return
        try {
          await ask()
        } catch (error) {
          given.signal?.throwIfAborted()
          const why = error instanceof Error ? error.message : String(error)
          failures.set(name, why)
          services.log.warn({ outlet: name, why, size: last.size }, 'a head was not taken')
        }
      }
      const has = (list: readonly string[], name: string) => list.includes(name)
      await Promise.all([
        ...outlets.witnesses
          .filter(
            ({ key }) =>
              !has(
                last.cosignatures.map(({ witness }) => witness),
                key.name,
              ),
          )
          .map((witness) => attempt(witness.key.name, () => bringToWitness(services, witness, last, given.signal))),
        ...outlets.timestampUrls
          .filter(
            (url) =>
              !has(
                last.timestamps.map(({ authority }) => authority),
                url,
              ),
          )
          .map((url) => attempt(url, () => bringToAuthority(services, url, last, given.signal))),
      ])
      return { published, failures }
    },
  }
}

/** Publishes the last head if it is new and the last publication so long ago; returns its size. */
async function publishHead(services: Publishing, everyMs: number): Promise<number | null> {
  const { database, clock } = services
  const due = await database.withPlatform('publish a head', async (tx) => {
    const head = await readLastInstanceHead(tx)
    const last = await readLastPublication(tx)
    if (head === null || head.size <= (last?.size ?? 0)) return null
    return last !== null && clock.now().getTime() < last.publishedAt.getTime() + everyMs ? null : head.size
  })
  if (due === null) return null
  // First, so that no proof up to a published head lacks a tile.
  for (;;) {
    const filled = await database.withPlatform('tiles of the instance tree', (tx) =>
      fillInstanceTiles(tx, due, mostTiles),
    )
    if (filled < mostTiles) break
  }
  await database.withPlatform('publish a head', (tx) => insertPublication(tx, due, clock.now()))
  return due
}

async function bringToWitness(
  { database, clock }: Publishing,
  witness: Witness,
  { size, note }: Publication,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { name } = witness.key
  const cosignature = await askWitness(witness, {
    note,
    size,
    older: await database.withPlatform('last cosigned head', (tx) => readCosignedSize(tx, name)),
    prove: (older) => database.withPlatform('prove to a witness', (tx) => proveInstanceConsistency(tx, older, size)),
    now: () => clock.now(),
    ...(signal && { signal }),
  })
  await database.withPlatform('keep a cosignature', (tx) =>
    insertCosignature(tx, { size, witness: name, line: cosignature.line, at: cosignature.at }),
  )
}

async function bringToAuthority(
  { database }: Publishing,
  url: string,
  { size, note }: Publication,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { token, generatedAt } = await askTimestamp(url, Buffer.from(note, 'utf8'), signal)
  await database.withPlatform('keep a timestamp', (tx) =>
    insertTimestamp(tx, { size, authority: url, token, at: generatedAt }),
  )
}
