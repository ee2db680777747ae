/** What specs of the ledger need: a database with tenants, a vault, entries to record, and the tree as it is stored. */
import { randomBytes } from 'node:crypto'
import type { Services } from '#core/context.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault, type Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { formatHead, openCheckpoint } from '../checkpoint.ts'
import { keyIdOf } from '../note.ts'
import { record } from '../record.ts'
import { sequenceBatch, type Sequencing, type SequencingStep } from '../sequence.ts'
import { openSigningKeys, originOf, type SigningKey } from '../signing-key.ts'
import { appendLeaf, hashLeaf, rootOf, type CompactRange } from '../tree.ts'

export interface LedgerWorld {
  readonly db: TestDatabase
  readonly masterKey: Buffer
  readonly platform: string
  readonly companies: readonly string[]
  readonly services: Sequencing
  readonly keys: () => Promise<SigningKey[]>
  /** Records entries as a request would, each in a transaction of its own; returns their ids. */
  writeEntries(tenantId: string, count: number, through?: Database): Promise<string[]>
  sequence(onStep?: (step: SequencingStep) => void): ReturnType<typeof sequenceBatch>
  sequenceAll(): Promise<void>
  /** Faults of what is stored, found by looking at every row; empty when there are none. */
  audit(): Promise<string[]>
  close(): Promise<void>
}

export function vaultOf(masterKey: Buffer, database: Database): Vault {
  return createVault({ custodian: createCustodian('environment', masterKey, true), database, clock: database.clock })
}

export async function createLedgerWorld(companies = 2): Promise<LedgerWorld> {
  const db = await createTestDatabase()
  const masterKey = randomBytes(32)
  const { database } = db
  const vault = vaultOf(masterKey, database)
  const services: Sequencing = { database, clock: database.clock, vault, log: testLog }
  const platform = await db.createTenant('platform')
  const ids: string[] = []
  for (let i = 0; i < companies; i += 1) ids.push(await db.createTenant())
  await database.withPlatform('keys of a test', async (tx) => {
    for (const id of [platform, ...ids]) await vault.createTenantKey(tx, id)
  })
  const keys = () => openSigningKeys(services, platform)
  const sequence = async (onStep?: (step: SequencingStep) => void) =>
    sequenceBatch(services, { platformTenantId: platform, keys: await keys(), ...(onStep && { onStep }) })
  return {
    db,
    masterKey,
    platform,
    companies: ids,
    services,
    keys,
    writeEntries: (tenantId, count, through = database) => writeEntries(through, tenantId, count),
    sequence,
    sequenceAll: async () => {
      for (;;) {
        const batch = await sequence()
        if (batch.entries === 0) return
      }
    },
    audit: () => auditStored(db, platform, keys),
    close: () => db.close(),
  }
}

export async function writeEntries(database: Database, tenantId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i += 1) {
    ids.push(
      await database.withTenant(tenantId, (tx) =>
        record(
          {
            tx,
            actor: { kind: 'system', tenantId, name: 'spec', locale: 'en' },
            origin: { requestId: 'spec', address: null, userAgent: null },
            // Recording asks for the clock only.
            services: { clock: database.clock } as Services,
          },
          { action: 'spec.written', object: { kind: 'thing', id: String(i) } },
        ),
      ),
    )
  }
  return ids
}

/** Written apart from the sequencer: reads rows in their order and builds every tree from its first leaf. */
async function auditStored(
  db: TestDatabase,
  platform: string,
  readKeys: () => Promise<SigningKey[]>,
): Promise<string[]> {
  const faults: string[] = []
  const keys = await readKeys()
  const verifiers = (origin: string) =>
    keys.map(({ publicKey }) => ({ name: origin, publicKey, keyId: keyIdOf(origin, publicKey) }))
  const list = async <Row>(text: string, values: unknown[] = []) => (await db.owner.query(text, values)).rows as Row[]
  const tenants = await list<{ id: string }>('select id from tenants')
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
