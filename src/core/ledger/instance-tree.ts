/**
 * The instance tree as it is stored: its tiles, which are filled from its leaves whenever a head is published, and
 * consistency proofs for witnesses. A tile that is filled never changes; a tree of a million leaves has 4,000 of them.
 */
import type { PlatformTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { readStoredPath, type ReadHashes } from './stored-node.ts'
import { tileWidth } from './tile.ts'
import { appendLeaf, consistencyPath, inclusionPath, rootOf, type CompactRange } from './tree.ts'

const hashesOf =
  (tx: PlatformTx): ReadHashes =>
  async (tileLevel, { start, end }) =>
    tileLevel === 0
      ? tx.db
          .selectFrom('ledger_instance_leaves')
          .select('leaf_hash as hash')
          .where('leaf_index', '>=', start)
          .where('leaf_index', '<', end)
          .orderBy('leaf_index')
          .execute()
      : tx.db
          .selectFrom('ledger_instance_tiles')
          .select('root as hash')
          .where('level', '=', tileLevel - 1)
          .where('tile_index', '>=', start)
          .where('tile_index', '<', end)
          .orderBy('tile_index')
          .execute()

/**
 * Fills the tiles of the first `size` leaves that are not stored yet, at most so many; returns how many it filled.
 * @throws what the database refuses: leaves that are missing
 */
export async function fillInstanceTiles(tx: PlatformTx, size: number, most: number): Promise<number> {
  let nodes = size
  let filled = 0
  for (let level = 0; nodes >= tileWidth; level += 1) {
    const full = Math.floor(nodes / tileWidth)
    const { next } = await tx.db
      .selectFrom('ledger_instance_tiles')
      .select((eb) => eb.fn.coalesce(eb(eb.fn.max('tile_index'), '+', 1), eb.lit(0)).as('next'))
      .where('level', '=', level)
      .executeTakeFirstOrThrow()
    let index = next
    for (; index < full && filled < most; index += 1, filled += 1) {
      const hashes = await hashesOf(tx)(level, { start: index * tileWidth, end: (index + 1) * tileWidth })
      const range: CompactRange = { size: 0, hashes: [] }
      for (const { hash } of hashes) appendLeaf(range, hash)
      await sql`select beleg.add_instance_tile(${level}::int, ${index}::bigint, ${rootOf(range)}::bytea)`.execute(tx.db)
    }
    // The level above is made of tiles that are stored.
    nodes = index
  }
  return filled
}

/**
 * A consistency proof between two sizes of the instance tree (RFC 6962 §2.1.2), from tiles that were filled up to the
 * newer one. @throws RangeError when there are no such trees
 */
export async function proveInstanceConsistency(tx: PlatformTx, older: number, newer: number): Promise<Buffer[]> {
  return readStoredPath(hashesOf(tx), consistencyPath(older, newer))
}

/**
 * An inclusion proof of a leaf of the instance tree (RFC 6962 §2.1.1), from tiles that were filled up to this size.
 * @throws RangeError when there is no such leaf, or its tiles are not filled
 */
export async function proveInstanceInclusion(tx: PlatformTx, index: number, size: number): Promise<Buffer[]> {
  return readStoredPath(hashesOf(tx), inclusionPath(index, size))
}
