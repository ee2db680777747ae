/**
 * A look through one stored tree: every entry is hashed anew from what it says, every tile compared with the leaves, and
 * every signed head with the tree as it was at its size. A pass can stop anywhere and go on in the next look, so that a
 * long log costs each look the same; the next pass begins with the first entry again.
 */
import { openCheckpoint } from '#core/ledger/checkpoint.ts'
import { keyIdOf, type Verifier } from '#core/ledger/note.ts'
import { leafHash } from '#core/ledger/entry.ts'
import { listHeads, listPlacedEntries, readLastHead, readTile, type StoredHead } from '#core/ledger/store.ts'
import { tileHeight, tileWidth } from '#core/ledger/tile.ts'
import { appendLeaf, rootOf, type CompactRange } from '#core/ledger/tree.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Difference } from './contract.ts'
import { listExpiries } from './store.ts'

export interface FoundDifference {
  readonly what: Difference
  readonly place: number | null
}

/** Where a pass stands. */
export interface Pass {
  readonly range: CompactRange
  /** By tile level: the hashes since the last full tile. */
  readonly edges: Map<number, Buffer[]>
  /** What the log says of payloads that expired: those before the newest such instant may be gone, and no others. */
  readonly expiry: { before: Date | null; readTo: string | null }
}

/** A pass that has seen nothing yet. */
export function beginPass(): Pass {
  return { range: { size: 0, hashes: [] }, edges: new Map(), expiry: { before: null, readTo: null } }
}

/** Entries to a page: some megabytes. */
const pageSize = 2_000

/** The keys of the instance under the name that they have in this log. */
export function verifiersOf(publicKeys: readonly Buffer[], origin: string): Verifier[] {
  return publicKeys.map((publicKey) => ({ name: origin, publicKey, keyId: keyIdOf(origin, publicKey) }))
}

/** Whether one of the keys signed just this head. */
export function isSignedHead(
  head: Pick<StoredHead, 'size' | 'root' | 'note'>,
  origin: string,
  keys: readonly Verifier[],
): boolean {
  try {
    const signed = openCheckpoint(head.note, origin, keys)
    return signed.size === head.size && signed.root.equals(head.root)
  } catch {
    return false
  }
}

export interface Examination {
  /** The first difference; null when there was none as far as the look went. */
  readonly difference: FoundDifference | null
  /** The pass came to the last head. */
  readonly ended: boolean
  readonly head: StoredHead | null
  readonly entries: number
}

/** Goes on with a pass over a tenant's tree, over at most so many entries. The pass is spoilt by a difference. */
export async function continuePass(
  within: <T>(run: (tx: TenantTx) => Promise<T>) => Promise<T>,
  pass: Pass,
  given: { origin: string; keys: readonly Verifier[]; signed: Set<string>; mostEntries: number; signal: AbortSignal },
): Promise<Examination> {
  const head = await within(readLastHead)
  const size = head?.size ?? 0
  const { range } = pass
  let entries = 0
  const found = (what: Difference, place: number | null): Examination => ({
    difference: { what, place },
    ended: false,
    head,
    entries,
  })
  if (range.size > size) return found('head_went_back', size)
  while (range.size < size && entries < given.mostEntries) {
    given.signal.throwIfAborted()
    const end = Math.min(size, range.size + pageSize)
    const { rows, heads } = await within(async (tx) => {
      const read = await listPlacedEntries(tx, { start: range.size, end })
      // After the entries: what is missing among them was announced before it went.
      if (read.some((row) => row.payload === null)) await readExpiries(tx, pass)
      return { rows: read, heads: await listHeads(tx, range.size, end, pageSize) }
    })
    const headAt = new Map(heads.map((one) => [one.size, one]))
    for (let place = range.size, i = 0; place < end; place += 1, i += 1) {
      const row = rows[i]
      if (row === undefined || row.index !== place) return found('entry_missing', place)
      const leaf = leafHash({
        id: row.id,
        tenantId: given.origin.split('/').at(-1) ?? '',
        recordedAt: row.recordedAt,
        commitment: row.commitment,
        parts: row.parts,
      })
      if (!leaf.equals(row.leafHash)) return found('entry_altered', place)
      if (row.payload === null && !(pass.expiry.before !== null && row.recordedAt < pass.expiry.before))
        return found('payload_missing', place)
      entries += 1
      const tile = await growTree(within, pass, leaf)
      if (tile !== null) return found(tile, place - (place % tileWidth))
      const at = headAt.get(place + 1)
      if (at === undefined) continue
      if (!at.root.equals(rootOf(range))) return found('head_of_another_tree', place)
      if (!given.signed.has(at.note)) {
        if (!isSignedHead(at, given.origin, given.keys)) return found('head_not_signed', place)
        if (given.signed.size > 100_000) given.signed.clear()
        given.signed.add(at.note)
      }
    }
  }
  return { difference: null, ended: range.size === size, head, entries }
}

/** Goes on reading what was announced to expire. */
async function readExpiries(tx: TenantTx, { expiry }: Pass): Promise<void> {
  for (const { id, before } of await listExpiries(tx, expiry.readTo)) {
    if (expiry.before === null || before > expiry.before) expiry.before = before
    expiry.readTo = id
  }
}

/** Appends a leaf and compares the tiles that became full with those that are stored. */
async function growTree(
  within: <T>(run: (tx: TenantTx) => Promise<T>) => Promise<T>,
  { range, edges }: Pass,
  leaf: Buffer,
): Promise<Extract<Difference, 'tile_altered' | 'tile_missing'> | null> {
  const full: { level: number; index: number; hashes: Buffer }[] = []
  appendLeaf(range, leaf, (level, index, node) => {
    if (level % tileHeight !== 0) return
    const tileLevel = level / tileHeight
    const edge = edges.get(tileLevel) ?? []
    edge.push(node)
    edges.set(tileLevel, edge)
    if (edge.length < tileWidth) return
    full.push({ level: tileLevel, index: Math.floor(index / tileWidth), hashes: Buffer.concat(edge) })
    edges.set(tileLevel, [])
  })
  for (const { level, index, hashes } of full) {
    const stored = await within((tx) => readTile(tx, level, index))
    if (stored === null) return 'tile_missing'
    if (!stored.equals(hashes)) return 'tile_altered'
  }
  return null
}
