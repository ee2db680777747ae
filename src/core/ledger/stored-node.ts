/**
 * Nodes of a stored tree and proofs made of them, from leaves and from the roots of full tiles: at most 128 hashes are
 * read for one node, however large the tree.
 */
import { tileHeight } from './tile.ts'
import { appendLeaf, completeSubtrees, hashRange, type CompactRange, type LeafRange, type ReadNode } from './tree.ts'

/** Reads consecutive hashes of a tile level: leaves for level 0, the roots of the tiles of the level below else. */
export type ReadHashes = (tileLevel: number, range: LeafRange) => Promise<readonly { readonly hash: Buffer }[]>

/** The hash of a complete subtree. @throws RangeError when it is not stored */
export async function readStoredNode(read: ReadHashes, level: number, index: number): Promise<Buffer> {
  const tileLevel = Math.floor(level / tileHeight)
  const width = 2 ** (level - tileLevel * tileHeight)
  const hashes = await read(tileLevel, { start: index * width, end: (index + 1) * width })
  const range: CompactRange = { size: 0, hashes: [] }
  for (const { hash } of hashes) appendLeaf(range, hash)
  const [node] = range.hashes
  if (hashes.length !== width || node === undefined) throw new RangeError(`node ${level}/${index} is not stored`)
  return node
}

/** The hashes over runs of leaves, as a proof needs them. @throws RangeError when nodes are not stored */
export async function readStoredPath(read: ReadHashes, path: readonly LeafRange[]): Promise<Buffer[]> {
  const proof: Buffer[] = []
  for (const range of path) {
    const nodes = new Map<string, Buffer>()
    for (const { level, index } of completeSubtrees(range))
      nodes.set(`${level}/${index}`, await readStoredNode(read, level, index))
    proof.push(hashRange(range, lookUp(nodes)))
  }
  return proof
}

/** Nodes that are at hand. */
export function lookUp(nodes: ReadonlyMap<string, Buffer>): ReadNode {
  return (level, index) => {
    const node = nodes.get(`${level}/${index}`)
    if (node === undefined) throw new RangeError(`node ${level}/${index} is not known`)
    return node
  }
}
