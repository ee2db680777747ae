/**
 * The whole ledger as it is stored, looked at by somebody else than the sequencer: reads rows in their order and builds
 * every tree anew from its first leaf. Whoever calls it is the owner of the database and sees every tenant.
 */
import type pg from 'pg'
import { formatHead, openCheckpoint } from '../checkpoint.ts'
import { keyIdOf } from '../note.ts'
import { originOf } from '../signing-key.ts'
import { appendLeaf, hashLeaf, rootOf, type CompactRange } from '../tree.ts'

/**
 * Faults of what is stored; none when every tenant's entries have the places from 0 on without a gap, and every head and
 * tile is of just these entries. Canaries stay out of the instance tree, and so out of this.
 */
export async function auditStored(
  owner: pg.Client,
  platform: string,
  keys: readonly { readonly publicKey: Buffer }[],
): Promise<string[]> {
  // One moment of it: a sequencer may be at work.
  await owner.query('begin isolation level repeatable read read only')
  try {
    return await findFaults(owner, platform, keys)
  } finally {
    await owner.query('rollback')
  }
}

async function findFaults(
  owner: pg.Client,
  platform: string,
  keys: readonly { readonly publicKey: Buffer }[],
): Promise<string[]> {
  const faults: string[] = []
  const verifiers = (origin: string) =>
    keys.map(({ publicKey }) => ({ name: origin, publicKey, keyId: keyIdOf(origin, publicKey) }))
  const list = async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[]
  const tenants = await list<{ id: string }>('select id from tenants where not canary')
  const roots = new Map<string, Buffer>()
  for (const { id } of tenants) {
    const rows = await list<{ leaf_index: string; leaf_hash: Buffer }>(
      'select leaf_index, leaf_hash from ledger_pending where tenant_id = $1 and leaf_index is not null order by leaf_index',
      [id],
    )
    const heads = await list<{ size: string; root: Buffer; note: string }>(
      'select size, root, note from ledger_checkpoints where tenant_id = $1 order by size',
      [id],
    )
    const range: CompactRange = { size: 0, hashes: [] }
    for (const [i, row] of rows.entries()) {
      if (Number(row.leaf_index) !== i) faults.push(`${id}: place ${i} holds ${row.leaf_index}`)
      appendLeaf(range, row.leaf_hash)
      const head = heads.find((one) => Number(one.size) === i + 1)
      if (!head) continue
      const root = rootOf(range)
      roots.set(`${id} ${head.size}`, root)
      if (!root.equals(head.root)) faults.push(`${id}: head ${head.size} is not that of its entries`)
      const origin = originOf(platform, id)
      const signed = openCheckpoint(head.note, origin, verifiers(origin))
      if (signed.size !== i + 1 || !signed.root.equals(root)) faults.push(`${id}: head ${head.size} signs another tree`)
    }
    if (Number(heads.at(-1)?.size ?? 0) !== rows.length)
      faults.push(`${id}: ${rows.length} entries, head of ${heads.at(-1)?.size}`)
    const tiles = await list<{ level: number; tile_index: string; hashes: Buffer }>(
      'select level, tile_index, hashes from ledger_tiles where tenant_id = $1 and level = 0 order by tile_index',
      [id],
    )
    if (tiles.length !== Math.floor(rows.length / 256))
      faults.push(`${id}: ${tiles.length} tiles for ${rows.length} entries`)
    for (const tile of tiles) {
      const at = Number(tile.tile_index) * 256
      if (!Buffer.concat(rows.slice(at, at + 256).map((row) => row.leaf_hash)).equals(tile.hashes))
        faults.push(`${id}: tile ${tile.tile_index}`)
    }
  }
  const leaves = await list<{ tenant_id: string; size: string; root: Buffer; leaf_hash: Buffer }>(
    'select tenant_id, size, root, leaf_hash from ledger_instance_leaves order by leaf_index',
  )
  const range: CompactRange = { size: 0, hashes: [] }
  for (const leaf of leaves) {
    const key = `${leaf.tenant_id} ${leaf.size}`
    if (!roots.get(key)?.equals(leaf.root)) faults.push(`the instance tree holds a head that no tenant has: ${key}`)
    roots.delete(key)
    const expected = hashLeaf(
      formatHead({ origin: originOf(platform, leaf.tenant_id), size: Number(leaf.size), root: leaf.root }),
    )
    if (!expected.equals(leaf.leaf_hash)) faults.push(`the leaf of ${key} is another`)
    appendLeaf(range, leaf.leaf_hash)
  }
  if (roots.size > 0) faults.push(`heads that the instance tree lacks: ${[...roots.keys()].join(', ')}`)
  const [last] = await list<{ size: string; note: string }>(
    'select size, note from ledger_instance_checkpoints order by size desc limit 1',
  )
  if (last) {
    const signed = openCheckpoint(last.note, originOf(platform), verifiers(originOf(platform)))
    if (signed.size !== leaves.length || !signed.root.equals(rootOf(range)))
      faults.push('the head of the instance is another')
  } else if (leaves.length > 0) faults.push('the instance tree has no head')
  return faults
}
