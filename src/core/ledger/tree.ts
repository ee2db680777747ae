/**
 * The Merkle tree of RFC 6962 §2.1 with SHA-256, without storage: hashing, a compact range that grows leaf by leaf,
 * and inclusion and consistency proofs, made from any source of nodes and verified from nothing but hashes. A node is
 * named by level and index: node (l, i) is the root over the leaves [i·2^l, (i+1)·2^l), all of them present. Sizes are
 * JavaScript integers; whatever is not a safe one is refused, never rounded.
 */
import { hash } from 'node:crypto'

export const hashBytes = 32

/** Reads the hash of a complete subtree. */
export type ReadNode = (level: number, index: number) => Buffer

/** A run of leaves `[start, end)`. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** MTH({}), the root of an empty tree. */
export const emptyRoot: Buffer = hash('sha256', Buffer.alloc(0), 'buffer')

/** MTH({d}): the leaf hash of some bytes. */
export function hashLeaf(data: Uint8Array | string): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data
  const prefixed = Buffer.allocUnsafe(1 + bytes.length)
  prefixed[0] = 0
  prefixed.set(bytes, 1)
  return hash('sha256', prefixed, 'buffer')
}

/** The hash of two neighbours. */
export function hashChildren(left: Uint8Array, right: Uint8Array): Buffer {
  const pair = Buffer.allocUnsafe(1 + left.length + right.length)
  pair[0] = 1
  pair.set(left, 1)
  pair.set(right, 1 + left.length)
  return hash('sha256', pair, 'buffer')
}

/** A tree of `size` leaves as the roots of its complete subtrees, largest first: all that growing it needs. */
export interface CompactRange {
  size: number
  readonly hashes: Buffer[]
}

/** The roots that make up a tree, read from a source of nodes. */
export function readCompactRange(size: number, read: ReadNode): CompactRange {
  return { size, hashes: completeSubtrees({ start: 0, end: size }).map(({ level, index }) => read(level, index)) }
}

/** Adds one leaf hash in place; `onNode` is told of every node that became complete, the leaf first. */
export function appendLeaf(
  range: CompactRange,
  leaf: Buffer,
  onNode?: (level: number, index: number, node: Buffer) => void,
): void {
  let node = leaf
  let index = range.size
  let level = 0
  onNode?.(level, index, node)
  while (index % 2 === 1) {
    const left = range.hashes.pop()
    if (left === undefined) throw new Error('a compact range lacks one of its hashes')
    node = hashChildren(left, node)
    index = (index - 1) / 2
    level += 1
    onNode?.(level, index, node)
  }
  range.hashes.push(node)
  range.size += 1
}

/** The root of a compact range. */
export function rootOf(range: Pick<CompactRange, 'hashes'>): Buffer {
  const last = range.hashes.at(-1)
  if (last === undefined) return emptyRoot
  return range.hashes.slice(0, -1).reduceRight((right, left) => hashChildren(left, right), last)
}

/** The complete subtrees that make up a run of leaves which begins where a subtree of its size may begin. */
export function completeSubtrees({ start, end }: LeafRange): { level: number; index: number }[] {
  const parts: { level: number; index: number }[] = []
  for (let at = start; at < end;) {
    const level = Math.floor(Math.log2(end - at))
    parts.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return parts
}

/** MTH over a run of leaves, from complete subtrees. */
export function hashRange(range: LeafRange, read: ReadNode): Buffer {
  return rootOf({ hashes: completeSubtrees(range).map(({ level, index }) => read(level, index)) })
}

/** The largest power of two smaller than n, for n > 1. */
function split(n: number): number {
  const power = 2 ** Math.floor(Math.log2(n))
  return power === n ? power / 2 : power
}

/**
 * PATH(index, D[size]) of RFC 6962 §2.1.1 as runs of leaves, the leaf's sibling first.
 * @throws RangeError when there is no such leaf
 */
export function inclusionPath(index: number, size: number): LeafRange[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`there is no leaf ${index} among ${size}`)
  const path: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      path.push({ start: middle, end })
      end = middle
    } else {
      path.push({ start, end: middle })
      start = middle
    }
  }
  return path.toReversed()
}

/**
 * PROOF(older, D[newer]) of RFC 6962 §2.1.2 as runs of leaves. Empty for equal sizes and for an empty older tree.
 * @throws RangeError when the older one is larger
 */
export function consistencyPath(older: number, newer: number): LeafRange[] {
  if (!isSize(older) || !isSize(newer) || older > newer)
    throw new RangeError(`no tree of ${newer} continues one of ${older}`)
  if (older === 0 || older === newer) return []
  const path: LeafRange[] = []
  let [start, end] = [0, newer]
  while (end !== older) {
    const middle = start + split(end - start)
    if (older <= middle) {
      path.push({ start: middle, end })
      end = middle
    } else {
      path.push({ start, end: middle })
      start = middle
    }
  }
  // The old tree's own right edge, unless it is the whole old tree, which the verifier knows.
  if (start !== 0) path.push({ start, end })
  return path.toReversed()
}

/** The hashes of an inclusion proof. @throws RangeError as `inclusionPath` */
export function proveInclusion(index: number, size: number, read: ReadNode): Buffer[] {
  return inclusionPath(index, size).map((range) => hashRange(range, read))
}

/** The hashes of a consistency proof. @throws RangeError as `consistencyPath` */
export function proveConsistency(older: number, newer: number, read: ReadNode): Buffer[] {
  return consistencyPath(older, newer).map((range) => hashRange(range, read))
}

/** Whether the proof puts the leaf at this index of the tree with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  proof: readonly Uint8Array[],
  given: { index: number; size: number; leaf: Uint8Array; root: Uint8Array },
): boolean {
  return verifySubtreeInclusion(proof, { ...given, start: 0, end: given.size })
}

/** Inclusion in the subtree over `[start, end)`, which has to be one: see `isSubtree`. */
export function verifySubtreeInclusion(
  proof: readonly Uint8Array[],
  { index, start, end, leaf, root }: { index: number; start: number; end: number; leaf: Uint8Array; root: Uint8Array },
): boolean {
  if (!isSubtree(start, end) || !isSize(index) || index < start || index >= end) return false
  if (![leaf, root, ...proof].every(isHash)) return false
  let at = index - start
  let last = end - start - 1
  let node = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = hashChildren(sibling, node)
      // Levels at which the right edge has no sibling.
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      node = hashChildren(node, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && equal(node, root)
}

/**
 * Whether the proof shows that the newer tree begins with the older one (RFC 9162 §2.1.4.2). An empty tree begins every
 * other, so that a proof from it would say nothing: it is refused, save to the empty tree itself.
 */
export function verifyConsistency(
  proof: readonly Uint8Array[],
  {
    older,
    newer,
    olderRoot,
    newerRoot,
  }: { older: number; newer: number; olderRoot: Uint8Array; newerRoot: Uint8Array },
): boolean {
  if (older === 0)
    return newer === 0 && proof.length === 0 && equal(olderRoot, emptyRoot) && equal(newerRoot, emptyRoot)
  return verifySubtreeConsistency(proof, { start: 0, end: older, size: newer, subtreeRoot: olderRoot, root: newerRoot })
}

/** Whether the subtree over `[start, end)` with this root is part of the tree of this size and root; an empty one always is. */
export function verifySubtreeConsistency(
  proof: readonly Uint8Array[],
  {
    start,
    end,
    size,
    subtreeRoot,
    root,
  }: { start: number; end: number; size: number; subtreeRoot: Uint8Array; root: Uint8Array },
): boolean {
  if (!isSize(size) || end > size) return false
  if (start === end) return isSize(start) && proof.length === 0 && equal(subtreeRoot, emptyRoot)
  if (!isSubtree(start, end)) return false
  if (![subtreeRoot, root, ...proof].every(isHash)) return false
  let first = start
  let last = end - 1
  let edge = size - 1
  const climb = () => ([first, last, edge] = [half(first), half(last), half(edge)])
  if (last === edge) while (first !== last) climb()
  else while (first !== last && last % 2 === 1) climb()
  const rest = [...proof]
  // The subtree is itself a node of the tree, or the first hash is the subtree's own right edge.
  const seed = first === last ? subtreeRoot : rest.shift()
  if (seed === undefined) return false
  let older: Uint8Array = seed
  let newer: Uint8Array = seed
  for (const sibling of rest) {
    if (edge === 0) return false
    if (last % 2 === 1 || last === edge) {
      if (first < last) older = hashChildren(sibling, older)
      newer = hashChildren(sibling, newer)
      while (last % 2 === 0 && last !== 0) climb()
    } else {
      newer = hashChildren(newer, sibling)
    }
    climb()
  }
  return edge === 0 && equal(older, subtreeRoot) && equal(newer, root)
}

/** A subtree is not empty and begins at a multiple of the smallest power of two that holds it. */
export function isSubtree(start: number, end: number): boolean {
  if (!isSize(start) || !isSize(end) || start >= end) return false
  return start % 2 ** Math.ceil(Math.log2(end - start)) === 0
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes
}

function half(n: number): number {
  return Math.floor(n / 2)
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
