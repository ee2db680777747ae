/**
 * The sequencer: gives pending entries their places in the trees. One batch is one transaction, from reading what waits
 * to signed heads of tenants and of the instance: after a crash at any point either all of it is there or nothing. One
 * leader at a time by an advisory lock that ends with the transaction, and the database function itself refuses what
 * does not follow the last head, so that two would-be leaders cannot make a fork. Before a tree is continued its last
 * head has to be one that we signed, and not older than what the instance tree remembers: otherwise nothing is signed.
 *
 * It looks for work every `lookEveryMs` instead of being notified: a NOTIFY in every audited transaction would make
 * commits wait for each other, because PostgreSQL holds one lock of the whole server from it to the end of the commit.
 */
import type { Clock } from '#platform/clock/clock.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import type { PlatformTx } from '#platform/database/transaction.ts'
import type { Log } from '#platform/log/log.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { formatHead, openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { openSigner, type Signer } from './note.ts'
import { openSigningKeys, originOf, type SigningKey } from './signing-key.ts'
import { tileHeight, tileWidth } from './tile.ts'
import { appendLeaf, hashBytes, hashLeaf, rootOf, type CompactRange } from './tree.ts'

export interface Sequencing {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
  readonly log: Log
}

export interface SequencedBatch {
  /** Null when another process leads. */
  readonly entries: number | null
  /** Longest from recording to signing in this batch. */
  readonly mergeDelayMs: number
  /** Tenants whose tree cannot be continued, and why: nothing was signed for them. */
  readonly refused: ReadonlyMap<string, string>
  /** More may be waiting. */
  readonly full: boolean
}

/** Where a test may make it fail. */
export type SequencingStep = 'locked' | 'read' | 'extended tenant' | 'extended instance'

export const lookEveryMs = 200
/** A key made in another process signs here at most so much later; its successor overlaps for much longer. */
const keepKeysMs = 30_000
const mostEntries = 4_000
/** 'beleg ledger', as two numbers beside those of the vault. */
const leaderLock = [1_650_812_008, 1] as const

interface Head {
  readonly size: number
  readonly range: CompactRange
}

interface WaitingRow {
  tenant_id: string
  id: string
  recorded_at: Date
  leaf_hash: Buffer
}

interface HeadRow {
  tenant_id: string
  size: string | null
  root: Buffer | null
  frontier: Buffer | null
  note: string | null
  known_size: string | null
  known_root: Buffer | null
}

/**
 * Takes one batch of what waits. `only` names one tenant, also a canary's, and leaves the instance tree alone.
 * @throws Problem of the database; nothing was done then
 */
export async function sequenceBatch(
  services: Sequencing,
  given: {
    readonly platformTenantId: string
    readonly keys: readonly SigningKey[]
    readonly only?: string
    readonly onStep?: (step: SequencingStep) => void
  },
): Promise<SequencedBatch> {
  const { platformTenantId, keys, only, onStep } = given
  return services.database.withPlatform('sequence the ledger', async (tx) => {
    const { rows: locked } = await sql<{ leads: boolean }>`
      select pg_try_advisory_xact_lock(${leaderLock[0]}::int, ${leaderLock[1]}::int) as leads`.execute(tx.db)
    if (locked[0]?.leads !== true) return { entries: null, mergeDelayMs: 0, refused: new Map(), full: false }
    onStep?.('locked')
    const { rows } = await sql<WaitingRow>`
      select tenant_id, id, recorded_at, leaf_hash from beleg.read_waiting_entries(${mostEntries}::int, ${only ?? null}::uuid)`.execute(
      tx.db,
    )
    onStep?.('read')
    if (rows.length === 0) return { entries: 0, mergeDelayMs: 0, refused: new Map(), full: false }
    const at = services.clock.now()
    const byTenant = Map.groupBy(rows, (row) => row.tenant_id)
    const heads = await readHeads(tx, [...byTenant.keys()], platformTenantId, keys)
    const refused = new Map<string, string>()
    const changed: { tenantId: string; size: number; root: Buffer; leaf: Buffer }[] = []
    let entries = 0
    let oldest = at.getTime()
    for (const [tenantId, waiting] of byTenant) {
      const head = heads.get(tenantId)
      if (head === undefined || typeof head === 'string') {
        refused.set(tenantId, head ?? 'no head was read')
        continue
      }
      const origin = originOf(platformTenantId, tenantId)
      const root = await extendTenant(tx, { tenantId, origin, head, waiting, at, signers: signersOf(keys, origin) })
      entries += waiting.length
      for (const row of waiting) oldest = Math.min(oldest, row.recorded_at.getTime())
      const size = head.range.size
      changed.push({ tenantId, size, root, leaf: hashLeaf(formatHead({ origin, size, root })) })
      onStep?.('extended tenant')
    }
    if (changed.length > 0 && only === undefined) {
      await extendInstance(tx, { platformTenantId, changed, at, signers: signersOf(keys, originOf(platformTenantId)) })
    }
    onStep?.('extended instance')
    return { entries, mergeDelayMs: at.getTime() - oldest, refused, full: rows.length === mostEntries }
  })
}

/** The heads to continue, by tenant; a text says why there is none that may be continued. */
async function readHeads(
  tx: PlatformTx,
  tenantIds: readonly string[],
  platformTenantId: string,
  keys: readonly SigningKey[],
): Promise<ReadonlyMap<string, Head | string>> {
  const { rows } = await sql<HeadRow>`
    select tenant_id, size, root, frontier, note, known_size, known_root from beleg.read_ledger_heads(${[...tenantIds]}::uuid[])`.execute(
    tx.db,
  )
  return new Map(
    rows.map((row): [string, Head | string] => {
      const origin = originOf(platformTenantId, row.tenant_id)
      const trusted = trustHead(row, origin, signersOf(keys, origin))
      if (typeof trusted === 'string') return [row.tenant_id, trusted]
      const known = row.known_size === null ? 0 : Number(row.known_size)
      if (
        known > trusted.size ||
        (known === trusted.size && row.known_root !== null && !row.known_root.equals(rootOf(trusted.range)))
      ) {
        return [row.tenant_id, 'its last head is not the one that the instance tree holds']
      }
      return [row.tenant_id, trusted]
    }),
  )
}

/** A stored head that we signed and that its own hashes make up. */
function trustHead(
  row: Pick<HeadRow, 'size' | 'root' | 'frontier' | 'note'>,
  origin: string,
  signers: readonly Signer[],
): Head | string {
  const { size, root, frontier, note } = row
  if (size === null || root === null || frontier === null || note === null)
    return { size: 0, range: { size: 0, hashes: [] } }
  const hashes = Array.from({ length: frontier.length / hashBytes }, (_, i) =>
    Buffer.from(frontier.subarray(i * hashBytes, (i + 1) * hashBytes)),
  )
  let subtrees = 0
  for (let rest = Number(size); rest > 0; rest = Math.floor(rest / 2)) subtrees += rest % 2
  if (hashes.length !== subtrees || !rootOf({ hashes }).equals(root))
    return 'its last head is not made up by its own hashes'
  try {
    const signed = openCheckpoint(note, origin, signers)
    if (signed.size !== Number(size) || !signed.root.equals(root)) return 'its last head was signed for another tree'
  } catch {
    return 'its last head bears no signature of ours'
  }
  return { size: Number(size), range: { size: Number(size), hashes } }
}

function signersOf(keys: readonly SigningKey[], origin: string): Signer[] {
  return keys.map((key) => openSigner(origin, key.seed))
}

/** Places the entries behind the head, which moves with them; returns the new root. */
async function extendTenant(
  tx: PlatformTx,
  given: {
    tenantId: string
    origin: string
    head: Head
    waiting: readonly WaitingRow[]
    at: Date
    signers: readonly Signer[]
  },
): Promise<Buffer> {
  const { tenantId, origin, head, waiting, at, signers } = given
  const tiles = await growTiles(
    head.range,
    waiting.map((row) => row.leaf_hash),
    async (level, first) => {
      const { rows } = await sql<{ edge: Buffer | null }>`
      select beleg.read_ledger_edge(${tenantId}::uuid, ${level}::int, ${first}::bigint) as edge`.execute(tx.db)
      return rows[0]?.edge ?? Buffer.alloc(0)
    },
  )
  const root = rootOf(head.range)
  const note = signCheckpoint({ origin, size: head.range.size, root }, signers)
  await sql`select beleg.extend_ledger(
    ${tenantId}::uuid, ${head.size}::bigint, ${waiting.map((row) => row.id)}::uuid[], ${at}::timestamptz,
    ${tiles.map((tile) => tile.level)}::int[], ${tiles.map((tile) => tile.index)}::bigint[],
    ${tiles.map((tile) => tile.hashes)}::bytea[], ${tiles.map((tile) => tile.root)}::bytea[],
    ${root}::bytea, ${Buffer.concat(head.range.hashes)}::bytea, ${note})`.execute(tx.db)
  return root
}

interface FullTile {
  readonly level: number
  readonly index: number
  readonly hashes: Buffer
  readonly root: Buffer
}

/** Appends leaves to the range and returns the tiles that became full; `readEdge` gives the part of one that was there. */
async function growTiles(
  range: CompactRange,
  leaves: readonly Buffer[],
  readEdge: (tileLevel: number, first: number) => Promise<Buffer>,
): Promise<FullTile[]> {
  const before = range.size
  const fresh = new Map<string, Buffer[]>()
  const roots = new Map<string, Buffer>()
  for (const leaf of leaves) {
    appendLeaf(range, leaf, (level, index, node) => {
      if (level % tileHeight !== 0) return
      const tileLevel = level / tileHeight
      const key = `${tileLevel}/${Math.floor(index / tileWidth)}`
      const hashes = fresh.get(key)
      if (hashes === undefined) fresh.set(key, [node])
      else hashes.push(node)
      if (tileLevel > 0) roots.set(`${tileLevel - 1}/${index}`, node)
    })
  }
  const full: FullTile[] = []
  for (const [key, root] of roots) {
    const [level = 0, index = 0] = key.split('/').map(Number)
    const added = fresh.get(key) ?? []
    const first = index * tileWidth
    const had = Math.floor(before / tileWidth ** level) > first ? await readEdge(level, first) : Buffer.alloc(0)
    // What lies at the edge now was there before: the new entries are placed after this.
    const hashes = Buffer.concat([had, ...added])
    if (hashes.length !== tileWidth * hashBytes) throw new Error(`the edge of tile ${key} is not whole`)
    full.push({ level, index, hashes, root })
  }
  return full
}

/** Adds heads of tenants to the instance tree and signs its head. */
async function extendInstance(
  tx: PlatformTx,
  given: {
    platformTenantId: string
    changed: readonly { tenantId: string; size: number; root: Buffer; leaf: Buffer }[]
    at: Date
    signers: readonly Signer[]
  },
): Promise<void> {
  const { platformTenantId, changed, at, signers } = given
  const origin = originOf(platformTenantId)
  const last = await tx.db
    .selectFrom('ledger_instance_checkpoints')
    .select(['size', 'root', 'frontier', 'note'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const head = trustHead(
    last ? { ...last, size: String(last.size) } : { size: null, root: null, frontier: null, note: null },
    origin,
    signers,
  )
  if (typeof head === 'string') throw new Error(`the instance tree cannot be continued: ${head}`)
  for (const { leaf } of changed) appendLeaf(head.range, leaf)
  const root = rootOf(head.range)
  const note = signCheckpoint({ origin, size: head.range.size, root }, signers)
  await sql`select beleg.extend_instance_ledger(
    ${head.size}::bigint, ${changed.map((one) => one.tenantId)}::uuid[], ${changed.map((one) => one.size)}::bigint[],
    ${changed.map((one) => one.root)}::bytea[], ${changed.map((one) => one.leaf)}::bytea[],
    ${root}::bytea, ${Buffer.concat(head.range.hashes)}::bytea, ${note}, ${at}::timestamptz)`.execute(tx.db)
}

export interface Sequencer {
  /** Looks now instead of at the next look. */
  wake(): void
  /** Finishes the batch under way. */
  stop(): Promise<void>
}

/** Runs in every worker process; whichever gets the lock leads the batch. */
export function startSequencer(services: Sequencing, platformTenantId: string): Sequencer {
  const stopping = new AbortController()
  let pause = new AbortController()
  let keys: { readonly list: readonly SigningKey[]; readonly readAtMs: number } | null = null
  const told = new Map<string, string>()

  const look = async (): Promise<boolean> => {
    const nowMs = performance.now()
    if (keys === null || nowMs - keys.readAtMs > keepKeysMs)
      keys = { list: await openSigningKeys(services, platformTenantId), readAtMs: nowMs }
    const batch = await sequenceBatch(services, { platformTenantId, keys: keys.list })
    for (const [tenantId, why] of batch.refused) {
      if (told.get(tenantId) !== why) services.log.error({ tenantId, why }, 'a ledger cannot be continued')
      told.set(tenantId, why)
    }
    if (batch.entries !== null && batch.entries > 0) {
      services.log.debug({ entries: batch.entries, mergeDelayMs: batch.mergeDelayMs }, 'sequenced')
    }
    return batch.full
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      let more = false
      try {
        more = await look()
      } catch (error) {
        keys = null
        if (!stopping.signal.aborted) services.log.warn({ err: error }, 'the ledger could not be sequenced')
      }
      if (more) continue
      pause = new AbortController()
      await sleep(lookEveryMs, undefined, { signal: AbortSignal.any([stopping.signal, pause.signal]) }).catch(() => {})
    }
  }
  const running = run()
  return {
    wake: () => pause.abort(),
    stop: async () => {
      stopping.abort()
      await running
      // What was recorded to the very end gets its place too; if not now, then at the next start.
      await look().catch((error: unknown) =>
        services.log.debug({ err: error }, 'the last batch waits for the next start'),
      )
    },
  }
}
