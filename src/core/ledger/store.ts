/** What is stored of a tenant's tree, read back: heads, entries, nodes, and proofs made from them. */
import type { Tables } from '#platform/database/tables.ts'
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import type { Selectable } from 'kysely'
import { commitTo, inOrder, type PersonalPart } from './entry.ts'
import {
  appendLeaf,
  completeSubtrees,
  consistencyPath,
  hashBytes,
  hashRange,
  inclusionPath,
  type CompactRange,
  type LeafRange,
} from './tree.ts'
import { lookUp, readStoredNode, readStoredPath, type ReadHashes } from './stored-node.ts'

export interface StoredHead {
  readonly size: number
  readonly root: Buffer
  readonly note: string
  readonly signedAt: Date
}

const headColumns = ['size', 'root', 'note', 'signed_at'] as const
const toHead = (row: { size: string | number | bigint; root: Buffer; note: string; signed_at: Date }): StoredHead => ({
  size: Number(row.size),
  root: row.root,
  note: row.note,
  signedAt: row.signed_at,
})

/** The last signed head; null while there is none. */
export async function readLastHead(tx: TenantTx): Promise<StoredHead | null> {
  const row = await tx.db
    .selectFrom('ledger_checkpoints')
    .select(headColumns)
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toHead(row) : null
}

/** The first head that covers so many entries. */
export async function readHeadCovering(tx: TenantTx, size: number): Promise<StoredHead | null> {
  const row = await tx.db
    .selectFrom('ledger_checkpoints')
    .select(headColumns)
    .where('tenant_id', '=', tx.tenantId)
    .where('size', '>=', size)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst()
  return row ? toHead(row) : null
}

/** Heads of sizes in `(after, to]`, by size; at most `limit`. */
export async function listHeads(tx: TenantTx, after: number, to: number, limit: number): Promise<StoredHead[]> {
  const rows = await tx.db
    .selectFrom('ledger_checkpoints')
    .select(headColumns)
    .where('tenant_id', '=', tx.tenantId)
    .where('size', '>', after)
    .where('size', '<=', to)
    .orderBy('size')
    .limit(limit)
    .execute()
  return rows.map(toHead)
}

export interface PlacedEntry extends StoredEntry {
  readonly index: number
}

/** An entry as it is stored. */
export interface StoredEntry {
  readonly id: string
  readonly recordedAt: Date
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  /** Who acted, and whom it is about: persons. */
  readonly personId: string | null
  readonly aboutId: string | null
  /** Null, with its salt, when its time to be kept is over. */
  readonly payload: string | null
  readonly salt: Buffer | null
  /** To the payload. */
  readonly commitment: Buffer
  /** In the order of the leaf. */
  readonly parts: readonly PersonalPart[]
  readonly leafHash: Buffer
}

/** The columns of which `toStoredEntry` makes an entry. */
export const entryColumns = [
  'id',
  'recorded_at',
  'action',
  'object_kind',
  'object_id',
  'payload',
  'salt',
  'commitment',
  'leaf_hash',
  'person_id',
  'person_sealed',
  'person_commitment',
  'about_id',
  'about_sealed',
  'about_commitment',
] as const

/** Reads the columns of an entry. */
export function toStoredEntry(row: EntryRow): StoredEntry {
  return {
    id: row.id,
    recordedAt: row.recorded_at,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    personId: row.person_id,
    aboutId: row.about_id,
    payload: row.payload,
    salt: row.salt,
    // Without a payload there is one; a database that has neither fails the comparison of its leaf.
    commitment:
      row.payload !== null && row.salt !== null ? commitTo(row.salt, row.payload) : (row.commitment ?? Buffer.alloc(0)),
    parts: inOrder([
      ...partOf(row.person_id, row.person_commitment, row.person_sealed),
      ...partOf(row.about_id, row.about_commitment, row.about_sealed),
    ]),
    leafHash: row.leaf_hash,
  }
}

type EntryRow = Pick<Selectable<Tables['ledger_pending']>, (typeof entryColumns)[number]>

function partOf(personId: string | null, commitment: Buffer | null, sealed: Buffer | null): PersonalPart[] {
  return personId === null || commitment === null ? [] : [{ personId, commitment, sealed }]
}

/** Entries with places in `[start, end)`, in order. */
export async function listPlacedEntries(tx: TenantTx, { start, end }: LeafRange): Promise<PlacedEntry[]> {
  const rows = await tx.db
    .selectFrom('ledger_pending')
    .select(['leaf_index', ...entryColumns])
    .where('tenant_id', '=', tx.tenantId)
    .where('leaf_index', '>=', start)
    .where('leaf_index', '<', end)
    .orderBy('leaf_index')
    .execute()
  return rows.map((row) => ({ index: Number(row.leaf_index), ...toStoredEntry(row) }))
}

/** A full tile; null when there is none. */
export async function readTile(tx: TenantTx, level: number, index: number): Promise<Buffer | null> {
  const row = await tx.db
    .selectFrom('ledger_tiles')
    .select('hashes')
    .where('tenant_id', '=', tx.tenantId)
    .where('level', '=', level)
    .where('tile_index', '=', index)
    .executeTakeFirst()
  return row?.hashes ?? null
}

/** Leaves, or the roots of the tiles of a level. */
export const hashesOf =
  (tx: TenantTx): ReadHashes =>
  async (tileLevel, { start, end }) =>
    tileLevel === 0
      ? tx.db
          .selectFrom('ledger_pending')
          .select('leaf_hash as hash')
          .where('tenant_id', '=', tx.tenantId)
          .where('leaf_index', '>=', start)
          .where('leaf_index', '<', end)
          .orderBy('leaf_index')
          .execute()
      : tx.db
          .selectFrom('ledger_tiles')
          .select('root as hash')
          .where('tenant_id', '=', tx.tenantId)
          .where('level', '=', tileLevel - 1)
          .where('tile_index', '>=', start)
          .where('tile_index', '<', end)
          .orderBy('tile_index')
          .execute()

/** The roots that make up the tree over the first `size` entries. @throws RangeError when it is not stored */
export async function readFrontier(tx: TenantTx, size: number): Promise<Buffer[]> {
  const hashes: Buffer[] = []
  for (const { level, index } of completeSubtrees({ start: 0, end: size }))
    hashes.push(await readStoredNode(hashesOf(tx), level, index))
  return hashes
}

/** An inclusion proof from what is stored. @throws RangeError when entry or nodes are not there */
export async function proveStoredInclusion(tx: TenantTx, index: number, size: number): Promise<Buffer[]> {
  return readStoredPath(hashesOf(tx), inclusionPath(index, size))
}

/** A consistency proof from what is stored. @throws RangeError when there are no such trees */
export async function proveStoredConsistency(tx: TenantTx, older: number, newer: number): Promise<Buffer[]> {
  return readStoredPath(hashesOf(tx), consistencyPath(older, newer))
}

export interface InstanceProof {
  readonly index: number
  readonly size: number
  readonly proof: readonly Buffer[]
  readonly note: string
}

/**
 * Proof that a head of a tenant is in the instance tree, under the first head of the instance that covers it: the roots
 * kept with the head before that one and the leaves since then are all it takes, however large the tree.
 */
export async function proveHeadInInstance(
  tx: PlatformTx,
  tenantId: string,
  size: number,
): Promise<InstanceProof | null> {
  const leaf = await tx.db
    .selectFrom('ledger_instance_leaves')
    .select('leaf_index')
    .where('tenant_id', '=', tenantId)
    .where('size', '=', size)
    .executeTakeFirst()
  if (!leaf) return null
  const index = Number(leaf.leaf_index)
  const heads = tx.db.selectFrom('ledger_instance_checkpoints').select(['size', 'frontier', 'note'])
  const before = await heads.where('size', '<=', index).orderBy('size', 'desc').limit(1).executeTakeFirst()
  const head = await heads.where('size', '>', index).orderBy('size').limit(1).executeTakeFirst()
  if (!head) return null
  const start = Number(before?.size ?? 0)
  const leaves = await tx.db
    .selectFrom('ledger_instance_leaves')
    .select('leaf_hash')
    .where('leaf_index', '>=', start)
    .where('leaf_index', '<', head.size)
    .orderBy('leaf_index')
    .execute()
  const nodes = new Map<string, Buffer>()
  const range: CompactRange = { size: start, hashes: [] }
  for (const [i, { level, index: at }] of completeSubtrees({ start: 0, end: start }).entries()) {
    const hash = before?.frontier.subarray(i * hashBytes, (i + 1) * hashBytes)
    if (hash === undefined) return null
    nodes.set(`${level}/${at}`, hash)
    range.hashes.push(hash)
  }
  for (const { leaf_hash: hash } of leaves)
    appendLeaf(range, hash, (level, at, node) => nodes.set(`${level}/${at}`, node))
  const proof = inclusionPath(index, Number(head.size)).map((part) => hashRange(part, lookUp(nodes)))
  return { index, size: Number(head.size), proof, note: head.note }
}

/** The last signed head of the instance tree; null while there is none. */
export async function readLastInstanceHead(tx: PlatformTx): Promise<StoredHead | null> {
  const row = await tx.db
    .selectFrom('ledger_instance_checkpoints')
    .select(headColumns)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toHead(row) : null
}
