/**
 * One batch of the sequencer: gives entries their places in the trees, those that wait in the database and those that
 * are handed in. One batch is one transaction, from reading what waits to signed heads of tenants and of the instance:
 * after a crash at any point either all of it is there or nothing. One leader at a time by an advisory lock that ends
 * with the transaction, and the database function itself refuses what does not follow the last head, so that two
 * would-be leaders cannot make a fork. Before a tree is continued its last head has to be one that we signed, and not
 * older than what the instance tree remembers, or the one that this process left there: otherwise nothing is signed.
 */
import type { Clock } from '#platform/clock/clock.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import type { Statement } from '#platform/database/door.ts'
import type { PlatformTx } from '#platform/database/transaction.ts'
import type { Log } from '#platform/log/log.ts'
import { sql } from 'kysely'
import { openCheckpoint } from './checkpoint.ts'
import {
  copyHead,
  extendInstance,
  extendTenant,
  headOf,
  knowsEdges,
  writeEntries,
  type ChangedHead,
  type Head,
} from './extension.ts'
import { openSigner, type Signer } from './note.ts'
import type { PendingEntry } from './pending.ts'
import { originOf, type SigningKey } from './signing-key.ts'
import { hashBytes, rootOf } from './tree.ts'

export interface Sequencing {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
  readonly log: Log
}

export interface SequencedBatch {
  /** Entries that got their places; null when another process leads. What was handed in is written in any case. */
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

const mostEntries = 4_000
/** Most tenants whose heads are remembered. */
const mostRemembered = 2_000
/** 'beleg ledger', as two numbers beside those of the vault. */
const leaderLock = [1_650_812_008, 1] as const

interface WaitingRow {
  tenant_id: string
  id: string
  recorded_at: Date
  leaf_hash: Buffer
}

/**
 * The heads that this process left, so that the next batch need not read them. The database refuses a batch when
 * somebody else has moved one meanwhile.
 */
export interface Memory {
  readonly heads: Map<string, Head>
  instance: Head | null
}

/** A memory of nothing. */
export function createMemory(): Memory {
  return { heads: new Map(), instance: null }
}

/** Forgets what the database may no longer have. */
export function forget(memory: Memory): void {
  memory.heads.clear()
  memory.instance = null
}

interface HeadRow {
  tenant_id: string
  canary: boolean
  size: string | null
  root: Buffer | null
  frontier: Buffer | null
  note: string | null
  known_size: string | null
  known_root: Buffer | null
}

export interface Batch {
  readonly platformTenantId: string
  readonly keys: readonly SigningKey[]
  /** Entries handed in. */
  readonly fresh?: readonly PendingEntry[]
  readonly memory?: Memory
  /** One tenant, also a canary's; the instance tree is left alone. */
  readonly only?: string
  readonly onStep?: (step: SequencingStep) => void
}

/**
 * Takes one batch: what waits in the database and what is handed in.
 * @throws Problem of the database; nothing was done then
 */
export async function sequenceBatch(services: Sequencing, given: Batch): Promise<SequencedBatch> {
  const { memory = createMemory() } = given
  const left = createMemory()
  try {
    const batch = await services.database.withPlatform(
      'sequence the ledger',
      (tx) => sequenceIn(tx, services, { fresh: [], ...given, memory, left }),
      { readsFirst: true },
    )
    remember(memory, left)
    return batch
  } catch (error) {
    forget(memory)
    throw error
  }
}

function remember(memory: Memory, left: Memory): void {
  if (memory.heads.size > mostRemembered) memory.heads.clear()
  for (const [tenantId, head] of left.heads) memory.heads.set(tenantId, head)
  memory.instance = left.instance ?? memory.instance
}

/**
 * The statements of a batch of nothing but entries that were handed in, behind the heads that this process remembers,
 * which it then takes for written: whoever sends them forgets the memory when they fail. They are one transaction. Null
 * when something would have to be read first.
 */
export async function followMemory(
  services: Pick<Sequencing, 'clock'>,
  given: Required<Omit<Batch, 'only' | 'onStep'>>,
): Promise<Statement[] | null> {
  const { platformTenantId, keys, fresh, memory } = given
  if (memory.instance === null) return null
  const at = services.clock.now()
  // Another leader's batch is not waited for long: the heads have moved then, and the database refuses this one.
  const statements: Statement[] = [
    { text: `set local lock_timeout = '100ms'`, values: [] },
    { text: 'select pg_advisory_xact_lock($1::int, $2::int)', values: [...leaderLock] },
  ]
  const left = createMemory()
  const changed: ChangedHead[] = []
  for (const [tenantId, entries] of Map.groupBy(fresh, (entry) => entry.tenantId)) {
    const known = memory.heads.get(tenantId)
    if (known === undefined || !knowsEdges(known, entries.length)) return null
    const origin = originOf(platformTenantId, tenantId)
    const head = copyHead(known)
    const signers = signersOf(keys, origin)
    const extended = await extendTenant({ tenantId, origin, head, waiting: [], fresh: entries, at, signers }, unread)
    statements.push(...extended.writes)
    changed.push(extended.changed)
    left.heads.set(tenantId, head)
  }
  left.instance = copyHead(memory.instance)
  const origin = originOf(platformTenantId)
  statements.push(extendInstance({ origin, head: left.instance, changed, at, signers: signersOf(keys, origin) }))
  remember(memory, left)
  return statements
}

const unread = async (): Promise<Buffer> => Promise.reject(new Error('the edge of a tile is not remembered'))

/** What of a batch is of one tenant, in the order in which it gets its places. */
interface Share {
  readonly waiting: WaitingRow[]
  readonly fresh: PendingEntry[]
}

async function sequenceIn(
  tx: PlatformTx,
  services: Sequencing,
  given: Batch & { readonly fresh: readonly PendingEntry[]; readonly memory: Memory; readonly left: Memory },
): Promise<SequencedBatch> {
  const { platformTenantId, keys, fresh, memory, left, only, onStep } = given
  // Sent together: who does not get the lock has read for nothing, which is rare.
  const locking = sql<{ leads: boolean }>`
    select pg_try_advisory_xact_lock(${leaderLock[0]}::int, ${leaderLock[1]}::int) as leads`.execute(tx.db)
  const reading = sql<WaitingRow>`
    select tenant_id, id, recorded_at, leaf_hash from beleg.read_waiting_entries(${mostEntries}::int, ${only ?? null}::uuid)`.execute(
    tx.db,
  )
  const [{ rows: locked }, { rows }] = await Promise.all([locking, reading])
  const refused = new Map<string, string>()
  if (locked[0]?.leads !== true) {
    const writing = [...Map.groupBy(fresh, (entry) => entry.tenantId)]
    tx.withCommit(() => writing.map(([tenantId, entries]) => writeEntries(tenantId, entries, null)))
    return { entries: null, mergeDelayMs: 0, refused, full: false }
  }
  onStep?.('locked')
  onStep?.('read')
  const shares = new Map<string, Share>()
  const shareOf = (tenantId: string) => {
    const share = shares.get(tenantId) ?? { waiting: [], fresh: [] }
    shares.set(tenantId, share)
    return share
  }
  for (const row of rows) shareOf(row.tenant_id).waiting.push(row)
  for (const entry of fresh) shareOf(entry.tenantId).fresh.push(entry)
  if (shares.size === 0) return { entries: 0, mergeDelayMs: 0, refused, full: false }
  const at = services.clock.now()
  const heads = await findHeads(tx, [...shares.keys()], { ...given, memory })
  const changed: ChangedHead[] = []
  const statements: Statement[] = []
  let entries = 0
  let oldest = at.getTime()
  for (const [tenantId, share] of shares) {
    const head = heads.get(tenantId) ?? 'no head was read'
    if (typeof head === 'string') {
      if (share.fresh.length > 0) statements.push(writeEntries(tenantId, share.fresh, null))
      if (head !== canaryTree) refused.set(tenantId, head)
      continue
    }
    const origin = originOf(platformTenantId, tenantId)
    const next = copyHead(head)
    const { waiting, fresh: handedIn } = share
    const extended = await extendTenant(
      {
        tenantId,
        origin,
        head: next,
        waiting: waiting.map((row) => ({ id: row.id, leafHash: row.leaf_hash })),
        fresh: handedIn,
        at,
        signers: signersOf(keys, origin),
      },
      (level, first) => readEdge(tx, tenantId, level, first),
    )
    statements.push(...extended.writes)
    changed.push(extended.changed)
    left.heads.set(tenantId, next)
    entries += waiting.length + handedIn.length
    for (const row of waiting) oldest = Math.min(oldest, row.recorded_at.getTime())
    for (const entry of handedIn) oldest = Math.min(oldest, entry.recordedAt.getTime())
    onStep?.('extended tenant')
  }
  if (changed.length > 0 && only === undefined) {
    const origin = originOf(platformTenantId)
    const signers = signersOf(keys, origin)
    left.instance = memory.instance ? copyHead(memory.instance) : await readInstanceHead(tx, origin, signers)
    statements.push(extendInstance({ origin, head: left.instance, changed, at, signers }))
  }
  tx.withCommit(() => statements)
  onStep?.('extended instance')
  return { entries, mergeDelayMs: at.getTime() - oldest, refused, full: rows.length === mostEntries }
}

/** Said instead of a head: entries of the canary's tenants stay without a place, and are swept. */
const canaryTree = 'a tree of the canary'

/** The heads to continue, by tenant: remembered or read; a text says why there is none that may be continued. */
async function findHeads(
  tx: PlatformTx,
  tenantIds: readonly string[],
  given: Batch & { readonly memory: Memory },
): Promise<ReadonlyMap<string, Head | string>> {
  const { platformTenantId, keys, memory, only } = given
  const heads = new Map<string, Head | string>()
  for (const tenantId of tenantIds) {
    const head = memory.heads.get(tenantId)
    if (head !== undefined) heads.set(tenantId, head)
  }
  const unknown = tenantIds.filter((tenantId) => !heads.has(tenantId))
  if (unknown.length === 0) return heads
  const { rows } = await sql<HeadRow>`
    select tenant_id, canary, size, root, frontier, note, known_size, known_root from beleg.read_ledger_heads(${unknown}::uuid[])`.execute(
    tx.db,
  )
  for (const row of rows) {
    const origin = originOf(platformTenantId, row.tenant_id)
    heads.set(
      row.tenant_id,
      row.canary && row.tenant_id !== only ? canaryTree : confirmHead(row, origin, signersOf(keys, origin)),
    )
  }
  return heads
}

/** A head that we signed, and not another one than the instance tree holds. */
function confirmHead(row: HeadRow, origin: string, signers: readonly Signer[]): Head | string {
  const trusted = trustHead(row, origin, signers)
  if (typeof trusted === 'string') return trusted
  const known = row.known_size === null ? 0 : Number(row.known_size)
  if (
    known > trusted.range.size ||
    (known === trusted.range.size && row.known_root !== null && !row.known_root.equals(rootOf(trusted.range)))
  ) {
    return 'its last head is not the one that the instance tree holds'
  }
  return trusted
}

/** A stored head that we signed and that its own hashes make up. */
function trustHead(
  row: Pick<HeadRow, 'size' | 'root' | 'frontier' | 'note'>,
  origin: string,
  signers: readonly Signer[],
): Head | string {
  const { size, root, frontier, note } = row
  if (size === null || root === null || frontier === null || note === null) return headOf({ size: 0, hashes: [] })
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
  return headOf({ size: Number(size), hashes })
}

const signers = new WeakMap<SigningKey, Map<string, Signer>>()

/** The keys under the name that they have in this log. Opening one costs more than signing with it. */
function signersOf(keys: readonly SigningKey[], origin: string): Signer[] {
  return keys.map((key) => {
    const opened = signers.get(key) ?? new Map<string, Signer>()
    signers.set(key, opened)
    const signer = opened.get(origin) ?? openSigner(origin, key.seed)
    if (opened.size > mostRemembered) opened.clear()
    opened.set(origin, signer)
    return signer
  })
}

async function readEdge(tx: PlatformTx, tenantId: string, level: number, first: number): Promise<Buffer> {
  const { rows } = await sql<{ edge: Buffer | null }>`
    select beleg.read_ledger_edge(${tenantId}::uuid, ${level}::int, ${first}::bigint) as edge`.execute(tx.db)
  return rows[0]?.edge ?? Buffer.alloc(0)
}

/** @throws Error when the tree cannot be continued */
async function readInstanceHead(tx: PlatformTx, origin: string, signers: readonly Signer[]): Promise<Head> {
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
  return head
}
