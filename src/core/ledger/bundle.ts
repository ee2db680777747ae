/**
 * A bundle: entries of one tenant, of a period or about one object, with everything an outsider needs to verify them
 * offline, as docs/ledger-format.md specifies it. It is streamed: the head is chosen first, and because nothing below a
 * head ever changes, everything else can be read in many short transactions, none of which is open while the reader of
 * the bundle takes its time. What does not belong together is not repaired here: the bundle says what is stored, and the
 * verifier judges.
 */
import type { Clock } from '#platform/clock/clock.ts'
import type { Database } from '#platform/database/database.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { Problem } from '#platform/http/problem.ts'
import { findAnchor } from './anchor.ts'
import { documentMembers } from './bundle-document.ts'
import { evidenceMember, type EvidenceSources } from './bundle-evidence.ts'
import { countEntriesOf, findPlaceOfInstant, listPlacesOf, listEntriesAt, recordedErasures } from './bundle-store.ts'
import { openPart } from './entry.ts'
import type { PersonKeys } from './person-key.ts'
import { listSigningKeys, originOf } from './signing-key.ts'
import {
  listHeads,
  listPlacedEntries,
  proveHeadInInstance,
  proveStoredConsistency,
  readFrontier,
  readHeadCovering,
  readLastHead,
  readTile,
  type PlacedEntry,
  type StoredHead,
} from './store.ts'
import { openTiles } from './tile-reader.ts'
import { tilePath, tileWidth } from './tile.ts'
import { mostMembers, type LargeZipMember, type ZipMember } from './zip.ts'

export const bundleFormat = 'beleg-ledger-bundle/v1'
export const objectBundleFormat = 'beleg-object-bundle/v1'

export interface BundleSources extends EvidenceSources {
  readonly clock: Clock
  readonly personKeys: PersonKeys
}

export interface BundleScope {
  /** Whose keys sign; looked for when absent. */
  readonly platformTenantId?: string | undefined
  readonly tenantId: string
  /** Entries recorded from here on; from the first when absent. */
  readonly from?: Date | undefined
  /** Entries recorded before; to the last that is in the tree when absent. */
  readonly until?: Date | undefined
  /** Only entries about this object. */
  readonly object?: { readonly kind: string; readonly id: string } | undefined
  /** Size of a head that somebody kept: the bundle proves that it continues it. */
  readonly since?: number | undefined
}

/** What a bundle will hold. */
export interface BundlePlan {
  readonly head: StoredHead
  /** Places `[start, end)`. */
  readonly start: number
  readonly end: number
  readonly entries: number
}

/** Entries to a member. */
const pageSize = 1024
const headsPage = 2000

/**
 * Chooses the head and the places of a bundle; null when the tenant has no signed head yet.
 * @throws Problem 413 `ledger.bundle_too_large`
 */
export async function planBundle(tx: TenantTx, scope: BundleScope): Promise<BundlePlan | null> {
  const { from, until, object, since = 0 } = scope
  const last = await readLastHead(tx)
  if (last === null) return null
  const start = from ? await findPlaceOfInstant(tx, from, last.size) : 0
  const end = until ? Math.max(start, await findPlaceOfInstant(tx, until, last.size)) : last.size
  // A kept head has to be covered too, or the bundle would seem to lack what came between.
  const covered = Math.min(last.size, Math.max(end, since, 1))
  const head = object || covered === last.size ? last : ((await readHeadCovering(tx, covered)) ?? last)
  if (object) return { head, start, end, entries: await countEntriesOf(tx, object, { start, end }) }
  const members = (head.size - start) / tileWidth + (end - start) / pageSize + (head.size - start) / headsPage
  if (members > mostMembers - 100) throw new Problem(413, 'ledger.bundle_too_large')
  return { head, start, end, entries: end - start }
}

/** The members of a bundle, in order. Yields nothing when the tenant has no signed head yet. */
export async function* bundleMembers(
  sources: BundleSources,
  scope: BundleScope,
  planned?: BundlePlan,
): AsyncGenerator<ZipMember | LargeZipMember> {
  const within = <T>(run: (tx: TenantTx) => Promise<T>) => sources.database.withTenant(scope.tenantId, run)
  const plan = planned ?? (await within((tx) => planBundle(tx, scope)))
  if (plan === null) return
  yield* headMembers(sources, scope, plan)
  yield* scope.object ? objectMembers(sources, scope, plan, scope.object) : periodMembers(sources, scope, plan)
}

/** Manifest, checkpoint, and what connects it with the instance tree and with a kept head. */
async function* headMembers(
  { database, clock }: BundleSources,
  { tenantId, from, until, object, since, platformTenantId: given }: BundleScope,
  { head, start, end, entries }: BundlePlan,
): AsyncGenerator<ZipMember> {
  const treeStart = beginningOfTile(start)
  const platformTenantId = given ?? (await findPlatform(database))
  const keys = await database.withTenant(platformTenantId, listSigningKeys)
  const instance = await database.withPlatform('proof of a head', (tx) => proveHeadInInstance(tx, tenantId, head.size))
  const { frontier, consistency } = await database.withTenant(tenantId, async (tx) => ({
    frontier: object ? null : await readFrontier(tx, treeStart),
    consistency:
      since === undefined || since < 1 || since >= head.size
        ? null
        : await orNothing(proveStoredConsistency(tx, since, head.size)),
  }))
  yield json('manifest.json', {
    format: object ? objectBundleFormat : bundleFormat,
    origin: originOf(platformTenantId, tenantId),
    instanceOrigin: originOf(platformTenantId),
    tenant: tenantId,
    exportedAt: clock.now().toISOString(),
    from: from?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
    size: head.size,
    ...(frontier === null ? { object, entries } : { start, end, treeStart, frontier: frontier.map(base64) }),
    keys: keys.map(({ publicKey, createdAt, signsUntil }) => ({
      ed25519: base64(publicKey),
      createdAt: createdAt.toISOString(),
      signsUntil: signsUntil?.toISOString() ?? null,
    })),
  })
  yield { name: 'checkpoint', bytes: Buffer.from(head.note) }
  if (consistency) yield json('consistency.json', { proofs: [{ size: since, proof: consistency.map(base64) }] })
  if (instance) {
    yield { name: 'instance/checkpoint', bytes: Buffer.from(instance.note) }
    yield json('instance/proof.json', {
      index: instance.index,
      size: instance.size,
      proof: instance.proof.map(base64),
    })
  }
  yield* anchorMembers(database, tenantId, head.size)
}

/** As many as the format takes. */
const mostWitnesses = 16
const mostTokenBytes = 64 * 1024

/** The published head that covers the log, and what others signed over it. */
async function* anchorMembers(database: Database, tenantId: string, size: number): AsyncGenerator<ZipMember> {
  const anchor = await orNothing(findAnchor(database, tenantId, size))
  if (anchor === null) return
  const { head, publication, index, proof, consistency } = anchor
  yield { name: 'anchor/head', bytes: Buffer.from(head) }
  yield { name: 'anchor/checkpoint', bytes: Buffer.from(publication.note) }
  yield json('anchor/proof.json', {
    index,
    size: publication.size,
    proof: proof.map(base64),
    consistency: consistency.map(base64),
  })
  const lines = publication.cosignatures.slice(0, mostWitnesses).map(({ line }) => `${line}\n`)
  if (lines.length > 0) yield { name: 'anchor/cosignatures', bytes: Buffer.from(lines.join('')) }
  const tokens = publication.timestamps.filter(({ token }) => token.length <= mostTokenBytes).slice(0, mostWitnesses)
  for (const [i, { token }] of tokens.entries())
    yield { name: `anchor/timestamp/${String(i).padStart(2, '0')}.tst`, bytes: token }
}

async function findPlatform(database: Database): Promise<string> {
  const row = await database.withPlatform('bundle of a ledger', (tx) =>
    tx.db.selectFrom('tenants').select('id').where('kind', '=', 'platform').executeTakeFirst(),
  )
  if (!row) throw new Error('there is no platform tenant')
  return row.id
}

/** Every entry of a run of places, the earlier heads, and the tiles that lead from both to the checkpoint. */
async function* periodMembers(
  sources: BundleSources,
  scope: BundleScope,
  { head, start, end }: BundlePlan,
): AsyncGenerator<ZipMember | LargeZipMember> {
  const within = <T>(run: (tx: TenantTx) => Promise<T>) => sources.database.withTenant(scope.tenantId, run)
  const treeStart = beginningOfTile(start)
  for (let after = treeStart, page = 0; ; page += 1) {
    const heads = await within((tx) => listHeads(tx, after, head.size, headsPage))
    if (heads.length === 0) break
    yield {
      name: `heads/${number(page)}.ndjson`,
      bytes: Buffer.from(heads.map(({ note }) => `${JSON.stringify({ note })}\n`).join('')),
    }
    after = heads.at(-1)?.size ?? head.size
  }
  for (let at = treeStart; at < head.size; at += tileWidth) {
    const width = Math.min(tileWidth, head.size - at)
    const hashes = await within(async (tx) => {
      const full = width === tileWidth ? await readTile(tx, 0, at / tileWidth) : null
      // The edge of the tree, or a tile that is gone: the leaves stand for themselves.
      return (
        full ??
        Buffer.concat((await listPlacedEntries(tx, { start: at, end: at + width })).map((entry) => entry.leafHash))
      )
    })
    yield { name: tilePath({ level: 0, index: at / tileWidth, width }), bytes: hashes, incompressible: true }
  }
  const isWhole = start === 0 && scope.until === undefined
  const erased = isWhole ? await within((tx) => recordedErasures(tx, head.size)) : null
  for (let at = start, page = 0; at < end; at += pageSize, page += 1) {
    const entries = await within((tx) => listPlacedEntries(tx, { start: at, end: Math.min(end, at + pageSize) }))
    const lines = await Promise.all(entries.map((entry) => lineOf(sources, scope.tenantId, entry)))
    // Erased since the head was chosen: the entry that tells of it is not in this bundle, which would then accuse.
    if (erased !== null && lines.some((line) => hasNewLoss(line, erased))) {
      const now = await within((tx) => recordedErasures(tx, null))
      if (lines.some((line) => hasNewLoss(line, erased) && !hasNewLoss(line, now)))
        throw new Problem(409, 'ledger.erased_meanwhile')
    }
    yield entriesMember(page, lines)
    yield* evidenceMembers(sources, scope.tenantId, entries)
  }
}

/** The entries about one object, each with the proof of its place. */
async function* objectMembers(
  sources: BundleSources,
  { tenantId }: BundleScope,
  { head, start, end }: BundlePlan,
  object: { readonly kind: string; readonly id: string },
): AsyncGenerator<ZipMember | LargeZipMember> {
  const within = <T>(run: (tx: TenantTx) => Promise<T>) => sources.database.withTenant(tenantId, run)
  const places = await listPlacesOf(within, object, { start, end })
  const tiles = openTiles(head.size)
  for (let at = 0, page = 0; at < places.length; at += pageSize, page += 1) {
    const lines: EntryLine[] = []
    const entries = await within(async (tx) => {
      const found = await listEntriesAt(tx, places.slice(at, at + pageSize))
      for (const entry of found) {
        // Where the tree is not whole there is no proof: the verifier says so.
        const proof = (await orNothing(tiles.prove(tx, entry.index))) ?? []
        lines.push({ ...(await lineOf(sources, tenantId, entry)), proof: proof.map(base64) })
      }
      return found
    })
    yield entriesMember(page, lines)
    yield* evidenceMembers(sources, tenantId, entries)
  }
}

async function* evidenceMembers(
  sources: BundleSources,
  tenantId: string,
  entries: readonly PlacedEntry[],
): AsyncGenerator<ZipMember | LargeZipMember> {
  for (const { action, objectId } of entries) {
    if (action === 'document.created') yield* documentMembers(sources, tenantId, objectId)
    if (action !== 'evidence.recorded' && action !== 'evidence.uploaded') continue
    const member = await evidenceMember(sources, tenantId, objectId)
    if (member !== null) yield member
  }
}

type Content = { readonly salt: string; readonly payload: string } | { readonly commitment: string }
type EntryLine = Content & {
  readonly index: number
  readonly id: string
  readonly recordedAt: string
  readonly parts?: readonly (Content & { readonly person: string })[]
  readonly proof?: readonly string[]
}

async function lineOf(
  { personKeys }: Pick<BundleSources, 'personKeys'>,
  tenantId: string,
  entry: PlacedEntry,
): Promise<EntryLine> {
  const content = (salt: Buffer | null, payload: string | null, commitment: Buffer): Content =>
    salt === null || payload === null ? { commitment: base64(commitment) } : { salt: base64(salt), payload }
  const parts = await Promise.all(
    entry.parts.map(async (part) => {
      // What cannot be opened is not there to be shown; the verifier asks which entry tells why.
      const opened = await openPart(personKeys, { tenantId, entryId: entry.id }, part).catch(() => null)
      return { person: part.personId, ...content(opened?.salt ?? null, opened?.text ?? null, part.commitment) }
    }),
  )
  return {
    index: entry.index,
    id: entry.id,
    recordedAt: entry.recordedAt.toISOString(),
    ...content(entry.salt, entry.payload, entry.commitment),
    ...(parts.length > 0 && { parts }),
  }
}

/** Whether something is gone of which no entry under the head tells. */
function hasNewLoss(line: EntryLine, erased: Awaited<ReturnType<typeof recordedErasures>>): boolean {
  if (line.recordedAt < erased.expiredBefore) return false
  return (
    (line.parts ?? []).some((part) => !('payload' in part) && !erased.persons.has(part.person)) ||
    (!('payload' in line) && !erased.entries.has(line.id))
  )
}

function entriesMember(page: number, lines: readonly EntryLine[]): ZipMember {
  return {
    name: `entries/${number(page)}.ndjson`,
    bytes: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
  }
}

/** What it takes may not be stored any more: then there is no proof. */
async function orNothing<T>(proof: Promise<T>): Promise<T | null> {
  try {
    return await proof
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The tree is told from the beginning of a tile, so that every hash is of a whole one. */
function beginningOfTile(start: number): number {
  return start - (start % tileWidth)
}

function json(name: string, value: unknown): ZipMember {
  return { name, bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}

function number(page: number): string {
  return String(page).padStart(6, '0')
}
