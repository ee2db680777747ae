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
import type { PlatformTx } from '#platform/database/transaction.ts'
import { binaryArray } from '#platform/database/binary-array.ts'
import type { Statement } from '#platform/database/door.ts'
import type { Log } from '#platform/log/log.ts'
import { sql, type RawBuilder } from 'kysely'
import { formatHead, openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { openSigner, type Signer } from './note.ts'
import type { PendingEntry } from './pending.ts'
import { originOf, type SigningKey } from './signing-key.ts'
import { tileHeight, tileWidth } from './tile.ts'
import { appendLeaf, hashBytes, hashLeaf, rootOf, type CompactRange } from './tree.ts'

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
const mostRemembered = 10_000
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

function forget(memory: Memory): void {
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

/**
 * Takes one batch: what waits in the database and what is handed in. `only` names one tenant, also a canary's, and
 * leaves the instance tree alone.
 * @throws Problem of the database; nothing was done then
 */
export async function sequenceBatch(
  services: Sequencing,
  given: {
    readonly platformTenantId: string
    readonly keys: readonly SigningKey[]
    readonly fresh?: readonly PendingEntry[]
    readonly memory?: Memory
    readonly only?: string
    readonly onStep?: (step: SequencingStep) => void
  },
): Promise<SequencedBatch> {
  const { memory = createMemory() } = given
  const left = createMemory()
  try {
    const batch = await services.database.withPlatform(
      'sequence the ledger',
      (tx) => sequenceIn(tx, services, { fresh: [], ...given, memory, left }),
      { readsFirst: true },
    )
    if (memory.heads.size > mostRemembered) forget(memory)
    for (const [tenantId, head] of left.heads) memory.heads.set(tenantId, head)
    memory.instance = left.instance ?? memory.instance
    return batch
  } catch (error) {
    forget(memory)
    throw error
  }
}

interface ChangedHead {
  readonly tenantId: string
  readonly size: number
  readonly root: Buffer
  readonly leaf: Buffer
}

/** What of a batch is of one tenant, in the order in which it gets its places. */
interface Share {
  readonly waiting: WaitingRow[]
  readonly fresh: PendingEntry[]
}

async function sequenceIn(
  tx: PlatformTx,
  services: Sequencing,
  given: {
    readonly platformTenantId: string
    readonly keys: readonly SigningKey[]
    readonly fresh: readonly PendingEntry[]
    readonly memory: Memory
    readonly left: Memory
    readonly only?: string
    readonly onStep?: (step: SequencingStep) => void
  },
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
    tx.withCommit(() => writing.map(([tenantId, entries]) => writeEntries(tx, tenantId, entries, null)))
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
      if (share.fresh.length > 0) statements.push(writeEntries(tx, tenantId, share.fresh, null))
      if (head !== canaryTree) refused.set(tenantId, head)
      continue
    }
    const origin = originOf(platformTenantId, tenantId)
    // A copy: the one in memory stays as the database has it until the batch is committed.
    const next: Head = { ...head, range: { size: head.range.size, hashes: [...head.range.hashes] } }
    const signers = signersOf(keys, origin)
    const { root, writes } = await extendTenant(tx, { tenantId, origin, head: next, share, at, signers })
    statements.push(...writes)
    left.heads.set(tenantId, { size: next.range.size, range: next.range })
    entries += share.waiting.length + share.fresh.length
    for (const row of share.waiting) oldest = Math.min(oldest, row.recorded_at.getTime())
    for (const entry of share.fresh) oldest = Math.min(oldest, entry.recordedAt.getTime())
    const size = next.range.size
    changed.push({ tenantId, size, root, leaf: hashLeaf(formatHead({ origin, size, root })) })
    onStep?.('extended tenant')
  }
  if (changed.length > 0 && only === undefined) {
    const signers = signersOf(keys, originOf(platformTenantId))
    const instance = await extendInstance(tx, { known: memory.instance, platformTenantId, changed, at, signers })
    statements.push(instance.write)
    left.instance = instance.head
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
  given: {
    readonly platformTenantId: string
    readonly keys: readonly SigningKey[]
    readonly memory: Memory
    readonly only?: string
  },
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
    known > trusted.size ||
    (known === trusted.size && row.known_root !== null && !row.known_root.equals(rootOf(trusted.range)))
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

/** What places the entries behind the head, which moves with them; and the new root. */
async function extendTenant(
  tx: PlatformTx,
  given: {
    tenantId: string
    origin: string
    head: Head
    share: Share
    at: Date
    signers: readonly Signer[]
  },
): Promise<{ root: Buffer; writes: Statement[] }> {
  const { tenantId, origin, head, share, at, signers } = given
  const { waiting, fresh } = share
  const tiles = await growTiles(
    head.range,
    [...waiting.map((row) => row.leaf_hash), ...fresh.map((entry) => entry.leafHash)],
    async (level, first) => {
      const { rows } = await sql<{ edge: Buffer | null }>`
      select beleg.read_ledger_edge(${tenantId}::uuid, ${level}::int, ${first}::bigint) as edge`.execute(tx.db)
      return rows[0]?.edge ?? Buffer.alloc(0)
    },
  )
  const root = rootOf(head.range)
  const note = signCheckpoint({ origin, size: head.range.size, root }, signers)
  const writes = fresh.length > 0 ? [writeEntries(tx, tenantId, fresh, { first: head.size + waiting.length, at })] : []
  const extend = sql`select beleg.extend_ledger(
    ${tenantId}::uuid, ${head.size}::bigint, ${waiting.map((row) => row.id)}::uuid[], ${fresh.length}::int, ${at}::timestamptz,
    ${tiles.map((tile) => tile.level)}::int[], ${tiles.map((tile) => tile.index)}::bigint[],
    ${tiles.map((tile) => tile.hashes)}::bytea[], ${tiles.map((tile) => tile.root)}::bytea[],
    ${root}::bytea, ${Buffer.concat(head.range.hashes)}::bytea, ${note})`
  writes.push(statement(tx, extend))
  return { root, writes }
}

/** What writes entries that were handed in, with their places or to wait for them. */
function writeEntries(
  tx: PlatformTx,
  tenantId: string,
  entries: readonly PendingEntry[],
  place: { readonly first: number; readonly at: Date } | null,
): Statement {
  const uuids = (pick: (entry: PendingEntry) => string | null) => binaryArray('uuid', entries.map(pick))
  const texts = (pick: (entry: PendingEntry) => string) => binaryArray('text', entries.map(pick))
  const bytes = (pick: (entry: PendingEntry) => Buffer | null) => binaryArray('bytea', entries.map(pick))
  const recorded = binaryArray(
    'timestamptz',
    entries.map((entry) => entry.recordedAt),
  )
  const write = sql`select beleg.write_entries(
    ${tenantId}::uuid, ${place?.first ?? null}::bigint, ${place?.at ?? null}::timestamptz,
    ${uuids((entry) => entry.id)}::uuid[], ${recorded}::timestamptz[],
    ${texts((entry) => entry.action)}::text[], ${texts((entry) => entry.objectKind)}::text[],
    ${texts((entry) => entry.objectId)}::text[], ${texts((entry) => entry.payload)}::text[],
    ${bytes((entry) => entry.salt)}::bytea[], ${bytes((entry) => entry.leafHash)}::bytea[],
    ${uuids((entry) => entry.personId)}::uuid[], ${bytes((entry) => entry.personPart?.sealed ?? null)}::bytea[],
    ${bytes((entry) => entry.personPart?.commitment ?? null)}::bytea[],
    ${uuids((entry) => entry.aboutId)}::uuid[], ${bytes((entry) => entry.aboutPart?.sealed ?? null)}::bytea[],
    ${bytes((entry) => entry.aboutPart?.commitment ?? null)}::bytea[])`
  return statement(tx, write)
}

/** As the server gets it: everything that writes travels with COMMIT. */
function statement(tx: PlatformTx, given: RawBuilder<unknown>): Statement {
  const { sql: text, parameters: values } = given.compile(tx.db)
  return { text, values }
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

/** What adds heads of tenants to the instance tree and signs its head; and that head, to be remembered. */
async function extendInstance(
  tx: PlatformTx,
  given: {
    known: Head | null
    platformTenantId: string
    changed: readonly ChangedHead[]
    at: Date
    signers: readonly Signer[]
  },
): Promise<{ head: Head; write: Statement }> {
  const { known, platformTenantId, changed, at, signers } = given
  const origin = originOf(platformTenantId)
  const head = known ?? (await readInstanceHead(tx, origin, signers))
  const range: CompactRange = { size: head.range.size, hashes: [...head.range.hashes] }
  for (const { leaf } of changed) appendLeaf(range, leaf)
  const root = rootOf(range)
  const note = signCheckpoint({ origin, size: range.size, root }, signers)
  const write = sql`select beleg.extend_instance_ledger(
    ${head.size}::bigint, ${changed.map((one) => one.tenantId)}::uuid[], ${changed.map((one) => one.size)}::bigint[],
    ${changed.map((one) => one.root)}::bytea[], ${changed.map((one) => one.leaf)}::bytea[],
    ${root}::bytea, ${Buffer.concat(range.hashes)}::bytea, ${note}, ${at}::timestamptz)`
  return { head: { size: range.size, range }, write: statement(tx, write) }
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
