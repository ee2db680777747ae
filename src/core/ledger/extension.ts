/**
 * What makes trees longer: the statements that write entries with their places, keep the tiles that became full, and
 * leave a signed head. Nothing here reads or sends; a head is changed in place, so callers extend a copy.
 */
import { binaryArray } from '#platform/database/binary-array.ts'
import type { Statement } from '#platform/database/door.ts'
import { formatHead, signCheckpoint } from './checkpoint.ts'
import type { Signer } from './note.ts'
import type { PendingEntry } from './pending.ts'
import { tileHeight, tileWidth } from './tile.ts'
import { appendLeaf, hashBytes, hashLeaf, rootOf, type CompactRange } from './tree.ts'

/** Where a tree ends: all that making it longer needs. */
export interface Head {
  readonly range: CompactRange
  /** By level of tiles, what lies behind the last full one. A level that is not known is absent. */
  readonly edges: Map<number, Buffer[]>
}

/** The head of a tree of which nothing is known but its size and its subtrees. */
export function headOf(range: CompactRange): Head {
  return { range, edges: new Map() }
}

/** A copy to extend: the original stays as the database has it. */
export function copyHead({ range, edges }: Head): Head {
  return {
    range: { size: range.size, hashes: [...range.hashes] },
    edges: new Map([...edges].map(([level, hashes]) => [level, [...hashes]])),
  }
}

/** Whether a head can grow by so many leaves without reading what lies at the edge of a tile that becomes full. */
export function knowsEdges({ range: { size }, edges }: Head, added: number): boolean {
  for (let level = 0, width = tileWidth; width <= size + added; level += 1, width *= tileWidth) {
    const fills = Math.floor((size + added) / width) > Math.floor(size / width)
    if (fills && !edges.has(level) && Math.floor(size / (width / tileWidth)) % tileWidth !== 0) return false
  }
  return true
}

/** An entry that waits in the database for its place. */
export interface WaitingEntry {
  readonly id: string
  readonly leafHash: Buffer
}

/** A tenant's head that changed: a leaf of the instance tree. */
export interface ChangedHead {
  readonly tenantId: string
  readonly size: number
  readonly root: Buffer
  readonly leaf: Buffer
}

/**
 * Places entries behind a tenant's head, which moves with them.
 * @param readEdge reads what lies behind the last full tile of a level, from a node on
 */
export async function extendTenant(
  given: {
    readonly tenantId: string
    readonly origin: string
    readonly head: Head
    readonly waiting: readonly WaitingEntry[]
    readonly fresh: readonly PendingEntry[]
    readonly at: Date
    readonly signers: readonly Signer[]
  },
  readEdge: (level: number, first: number) => Promise<Buffer>,
): Promise<{ changed: ChangedHead; writes: Statement[] }> {
  const { tenantId, origin, head, waiting, fresh, at, signers } = given
  const first = head.range.size
  const leaves = [...waiting, ...fresh].map(({ leafHash }) => leafHash)
  const tiles = await growTiles(head, leaves, readEdge)
  const { size, hashes } = head.range
  const root = rootOf(head.range)
  const note = signCheckpoint({ origin, size, root }, signers)
  const extend: Statement = {
    text: `select beleg.extend_ledger($1::uuid, $2::bigint, $3::uuid[], $4::int, $5::timestamptz, $6::int[], $7::bigint[],
      $8::bytea[], $9::bytea[], $10::bytea, $11::bytea, $12)`,
    values: [
      tenantId,
      first,
      waiting.map(({ id }) => id),
      fresh.length,
      at.toISOString(),
      tiles.map((tile) => tile.level),
      tiles.map((tile) => tile.index),
      tiles.map((tile) => tile.hashes),
      tiles.map((tile) => tile.root),
      root,
      Buffer.concat(hashes),
      note,
    ],
  }
  const place = { first: first + waiting.length, at }
  const writes = fresh.length > 0 ? [writeEntries(tenantId, fresh, place), extend] : [extend]
  return { changed: { tenantId, size, root, leaf: hashLeaf(formatHead({ origin, size, root })) }, writes }
}

/** Adds heads of tenants to the instance tree, whose head moves with them. */
export function extendInstance(given: {
  readonly origin: string
  readonly head: Head
  readonly changed: readonly ChangedHead[]
  readonly at: Date
  readonly signers: readonly Signer[]
}): Statement {
  const { origin, head, changed, at, signers } = given
  const { range } = head
  const first = range.size
  for (const { leaf } of changed) appendLeaf(range, leaf)
  const root = rootOf(range)
  return {
    text: `select beleg.extend_instance_ledger($1::bigint, $2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea,
      $7::bytea, $8, $9::timestamptz)`,
    values: [
      first,
      changed.map((one) => one.tenantId),
      changed.map((one) => one.size),
      changed.map((one) => one.root),
      changed.map((one) => one.leaf),
      root,
      Buffer.concat(range.hashes),
      signCheckpoint({ origin, size: range.size, root }, signers),
      at.toISOString(),
    ],
  }
}

/** Writes entries that were handed in, with their places or to wait for them. */
export function writeEntries(
  tenantId: string,
  entries: readonly PendingEntry[],
  place: { readonly first: number; readonly at: Date } | null,
): Statement {
  const uuids = (pick: (entry: PendingEntry) => string | null) => binaryArray('uuid', entries.map(pick))
  const texts = (pick: (entry: PendingEntry) => string) => binaryArray('text', entries.map(pick))
  const bytes = (pick: (entry: PendingEntry) => Buffer | null) => binaryArray('bytea', entries.map(pick))
  const recorded = entries.map((entry) => entry.recordedAt)
  return {
    text: `select beleg.write_entries($1::uuid, $2::bigint, $3::timestamptz, $4::uuid[], $5::timestamptz[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::uuid[], $13::bytea[], $14::bytea[],
      $15::uuid[], $16::bytea[], $17::bytea[])`,
    values: [
      tenantId,
      place?.first ?? null,
      place?.at.toISOString() ?? null,
      uuids((entry) => entry.id),
      binaryArray('timestamptz', recorded),
      texts((entry) => entry.action),
      texts((entry) => entry.objectKind),
      texts((entry) => entry.objectId),
      texts((entry) => entry.payload),
      bytes((entry) => entry.salt),
      bytes((entry) => entry.leafHash),
      uuids((entry) => entry.personId),
      bytes((entry) => entry.personPart?.sealed ?? null),
      bytes((entry) => entry.personPart?.commitment ?? null),
      uuids((entry) => entry.aboutId),
      bytes((entry) => entry.aboutPart?.sealed ?? null),
      bytes((entry) => entry.aboutPart?.commitment ?? null),
    ],
  }
}

interface FullTile {
  readonly level: number
  readonly index: number
  readonly hashes: Buffer
  readonly root: Buffer
}

/** Appends leaves to the head and returns the tiles that became full. */
async function growTiles(
  { range, edges }: Head,
  leaves: readonly Buffer[],
  readEdge: (level: number, first: number) => Promise<Buffer>,
): Promise<FullTile[]> {
  const added = new Map<number, Buffer[]>()
  const full: { level: number; index: number; nodes: Buffer[]; root: Buffer }[] = []
  for (const leaf of leaves) {
    appendLeaf(range, leaf, (treeLevel, index, node) => {
      if (treeLevel % tileHeight !== 0) return
      const level = treeLevel / tileHeight
      if (level > 0) {
        const below = level - 1
        full.push({ level: below, index, nodes: edges.get(below) ?? added.get(below) ?? [], root: node })
        edges.set(below, [])
      }
      if (index % tileWidth === 0) edges.set(level, [])
      const known = edges.get(level)
      if (known !== undefined) known.push(node)
      else added.set(level, [...(added.get(level) ?? []), node])
    })
  }
  const tiles: FullTile[] = []
  for (const { level, index, nodes, root } of full) {
    // What lies at the edge now was there before: the new entries are placed after this.
    const had = nodes.length < tileWidth ? await readEdge(level, index * tileWidth) : Buffer.alloc(0)
    const hashes = Buffer.concat([had, ...nodes])
    if (hashes.length !== tileWidth * hashBytes) throw new Error(`the edge of tile ${level}/${index} is not whole`)
    tiles.push({ level, index, hashes, root })
  }
  return tiles
}
