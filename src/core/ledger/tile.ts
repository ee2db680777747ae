/**
 * The tree cut into tiles as C2SP tlog-tiles has them: tile (level, index) holds up to 256 consecutive nodes of the
 * tree's level 8·level, and a full one is a single node of the level above. Paths, contents, and nodes read back out of
 * tiles. A stored tile only ever grows to the right, so every smaller partial tile is a prefix of it.
 */
import { hashBytes, hashChildren, type ReadNode } from './tree.ts'

export const tileWidth = 256
export const tileHeight = 8

export interface TileName {
  readonly level: number
  readonly index: number
  /** Number of hashes; 256 for a full one. */
  readonly width: number
}

/** `tile/0/x001/x234/067` and `tile/0/000.p/112`; of the bundle of entries, `tile/entries/000`. */
export function tilePath({
  level,
  index,
  width,
}: Omit<TileName, 'level'> & { readonly level: number | 'entries' }): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return `tile/${level}/${groups.join('/')}${width === tileWidth ? '' : `.p/${width}`}`
}

/** Reads a path of tile or bundle of entries; null when it is not exactly one. */
export function parseTilePath(path: string): (Omit<TileName, 'level'> & { readonly level: number | 'entries' }) | null {
  const match = /^tile\/(0|[1-9][0-9]?|entries)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path)
  if (!match) return null
  const [, level = '', groups = '', partial] = match
  const found = {
    level: level === 'entries' ? ('entries' as const) : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? tileWidth : Number(partial),
  }
  if (typeof found.level === 'number' && found.level > 63) return null
  // Leading groups of zeros and a partial tile of 256 would be second names for the same thing.
  return Number.isSafeInteger(found.index) && tilePath(found) === path ? found : null
}

/** Every tile of a tree of this size. */
export function tilesOf(size: number): TileName[] {
  const tiles: TileName[] = []
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / tileWidth)) {
    for (let index = 0; index * tileWidth < nodes; index += 1) {
      tiles.push({ level, index, width: Math.min(tileWidth, nodes - index * tileWidth) })
    }
  }
  return tiles
}

/** The tiles whose contents differ between two sizes of the same tree: those that growing it has to store. */
export function tilesBetween(older: number, newer: number): TileName[] {
  const tiles: TileName[] = []
  let [before, after] = [older, newer]
  for (let level = 0; after > before; level += 1) {
    for (let index = Math.floor(before / tileWidth); index * tileWidth < after; index += 1) {
      tiles.push({ level, index, width: Math.min(tileWidth, after - index * tileWidth) })
    }
    ;[before, after] = [Math.floor(before / tileWidth), Math.floor(after / tileWidth)]
  }
  return tiles
}

/** The tile in which a node of the tree is found, and the run of its hashes that the node covers. */
export function tileOfNode(level: number, index: number): { level: number; index: number; start: number; end: number } {
  const tileLevel = Math.floor(level / tileHeight)
  const covered = 2 ** (level - tileLevel * tileHeight)
  const first = index * covered
  const tileIndex = Math.floor(first / tileWidth)
  const start = first - tileIndex * tileWidth
  return { level: tileLevel, index: tileIndex, start, end: start + covered }
}

/**
 * Reads nodes out of tiles that are already there.
 * @throws RangeError when a tile is missing or too short
 */
export function readNodesFrom(tileAt: (level: number, index: number) => Uint8Array | undefined): ReadNode {
  return (level, index) => {
    const place = tileOfNode(level, index)
    const tile = tileAt(place.level, place.index)
    if (tile === undefined || tile.length < place.end * hashBytes) {
      throw new RangeError(`tile ${place.level}/${place.index} does not hold node ${level}/${index}`)
    }
    const hashAt = (at: number) => Buffer.from(tile.subarray(at * hashBytes, (at + 1) * hashBytes))
    const over = (start: number, end: number): Buffer =>
      end - start === 1 ? hashAt(start) : hashChildren(over(start, (start + end) / 2), over((start + end) / 2, end))
    return over(place.start, place.end)
  }
}
