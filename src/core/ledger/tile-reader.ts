/**
 * Proofs for many places of one tree, read out of its tiles: neighbours share tiles, and all share the upper ones, so a
 * proof costs about one row once the first is made. Holds a bounded number of tiles.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { hashesOf, readTile } from './store.ts'
import { readNodesFrom, tileOfNode, tileWidth } from './tile.ts'
import { completeSubtrees, inclusionPath, proveInclusion, type ReadNode } from './tree.ts'

/** 8 KiB each. */
const mostTiles = 512
/** Inner nodes above the lowest tiles; each would else be hashed anew from up to 128 others. */
const mostNodes = 20_000

export interface TileReader {
  /** Inclusion of one place. @throws RangeError when what it takes is not stored */
  prove(tx: TenantTx, index: number): Promise<Buffer[]>
}

/** Reads the tree of the first `size` entries of a tenant. */
export function openTiles(size: number): TileReader {
  const tiles = new Map<string, Buffer>()
  const nodes = new Map<string, Buffer>()
  const tileAt = (level: number, index: number) => tiles.get(`${level}/${index}`)
  const readNode: ReadNode = (level, index) => {
    const key = `${level}/${index}`
    const known = nodes.get(key)
    if (known !== undefined) return known
    const node = readNodesFrom(tileAt)(level, index)
    if (level >= 8) {
      if (nodes.size >= mostNodes) nodes.clear()
      nodes.set(key, node)
    }
    return node
  }
  return {
    prove: async (tx, index) => {
      const path = inclusionPath(index, size).flatMap(completeSubtrees)
      for (const { level, index: at } of path) {
        if (nodes.has(`${level}/${at}`)) continue
        const tile = tileOfNode(level, at)
        const key = `${tile.level}/${tile.index}`
        const held = tiles.get(key)
        // The last used stand last, so that the first to go is the one not used for longest.
        if (held !== undefined) tiles.delete(key)
        tiles.set(key, held ?? (await readTileWithin(tx, tile.level, tile.index, size)))
      }
      const proof = proveInclusion(index, size, readNode)
      for (const key of tiles.keys()) {
        if (tiles.size <= mostTiles) break
        tiles.delete(key)
      }
      return proof
    },
  }
}

/** A tile as far as the tree of this size fills it; at its edge it is made from what lies below. */
async function readTileWithin(tx: TenantTx, level: number, index: number, size: number): Promise<Buffer> {
  const start = index * tileWidth
  const end = Math.min(start + tileWidth, Math.floor(size / tileWidth ** level))
  if (end - start === tileWidth) {
    const full = await readTile(tx, level, index)
    if (full !== null) return full
  }
  const rows = await hashesOf(tx)(level, { start, end })
  return Buffer.concat(rows.map(({ hash }) => hash))
}
