/**
 * A bundle: entries of one tenant and period with everything an outsider needs to verify them offline, as
 * docs/ledger-format.md specifies it. It is streamed: the head is chosen first, and because nothing below a head ever
 * changes, everything else can be read in many short transactions. What does not belong together is not repaired here:
 * the bundle says what is stored, and the verifier judges.
 */
import { createHash } from 'node:crypto'
import type { Blobs } from '#platform/blob/blob.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { observationLines } from '../evidence/ingest.ts'
import { openPart } from './entry.ts'
import type { PersonKeys } from './person-key.ts'
import { listSigningKeys, originOf } from './signing-key.ts'
import {
  findPlace,
  listHeads,
  listPlacedEntries,
  proveHeadInInstance,
  readFrontier,
  readHeadCovering,
  readLastHead,
  readTile,
  type PlacedEntry,
  type StoredHead,
} from './store.ts'
import { tilePath, tileWidth } from './tile.ts'
import type { ZipMember } from './zip.ts'

export const bundleFormat = 'beleg-ledger-bundle/v1'

export interface BundleSources {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
  readonly blobs: Blobs
  readonly personKeys: PersonKeys
}

export interface BundleScope {
  readonly platformTenantId: string
  readonly tenantId: string
  /** Entries recorded from here on; from the first when absent. */
  readonly from?: Date | undefined
  /** Entries recorded before; to the last that is in the tree when absent. */
  readonly until?: Date | undefined
}

/** Entries to a member. */
const pageSize = 1024
const headsPage = 2000

/** The members of a bundle, in order. Yields nothing when the tenant has no signed head yet. */
export async function* bundleMembers(sources: BundleSources, scope: BundleScope): AsyncGenerator<ZipMember> {
  const { database, clock } = sources
  const { tenantId, platformTenantId } = scope
  const within = <T>(run: (tx: TenantTx) => Promise<T>) => database.withTenant(tenantId, run)
  const chosen = await within((tx) => choose(tx, scope))
  if (chosen === null) return
  const { head, start, end } = chosen
  // The tree is told from the beginning of a tile, so that every hash is of a whole one.
  const treeStart = start - (start % tileWidth)
  const keys = await database.withTenant(platformTenantId, listSigningKeys)
  const instance = await database.withPlatform('proof of a head', (tx) => proveHeadInInstance(tx, tenantId, head.size))
  const frontier = await within((tx) => readFrontier(tx, treeStart))
  yield json('manifest.json', {
    format: bundleFormat,
    origin: originOf(platformTenantId, tenantId),
    instanceOrigin: originOf(platformTenantId),
    tenant: tenantId,
    exportedAt: clock.now().toISOString(),
    size: head.size,
    from: scope.from?.toISOString() ?? null,
    until: scope.until?.toISOString() ?? null,
    start,
    end,
    treeStart,
    frontier: frontier.map((hash) => hash.toString('base64')),
    keys: keys.map(({ publicKey, createdAt, signsUntil }) => ({
      ed25519: publicKey.toString('base64'),
      createdAt: createdAt.toISOString(),
      signsUntil: signsUntil?.toISOString() ?? null,
    })),
  })
  yield { name: 'checkpoint', bytes: Buffer.from(head.note) }
  if (instance) {
    yield { name: 'instance/checkpoint', bytes: Buffer.from(instance.note) }
    yield json('instance/proof.json', {
      index: instance.index,
      size: instance.size,
      proof: instance.proof.map((hash) => hash.toString('base64')),
    })
  }
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
    yield { name: tilePath({ level: 0, index: at / tileWidth, width }), bytes: hashes }
  }
  for (let at = start, page = 0; at < end; at += pageSize, page += 1) {
    const entries = await within((tx) => listPlacedEntries(tx, { start: at, end: Math.min(end, at + pageSize) }))
    const lines = await Promise.all(entries.map((entry) => formatEntry(sources.personKeys, tenantId, entry)))
    yield { name: `entries/${number(page)}.ndjson`, bytes: Buffer.from(lines.join('')) }
    for (const { objectId } of entries.filter(bringsEvidence)) {
      const bytes = await readEvidence(sources, tenantId, objectId)
      if (bytes !== null) yield { name: `evidence/${objectId}`, bytes }
    }
  }
}

async function choose(
  tx: TenantTx,
  { from, until }: BundleScope,
): Promise<{ head: StoredHead; start: number; end: number } | null> {
  const last = await readLastHead(tx)
  if (last === null) return null
  const start = from ? await findPlace(tx, from, last.size) : 0
  const end = until ? Math.max(start, await findPlace(tx, until, last.size)) : last.size
  const head = end === last.size ? last : await readHeadCovering(tx, Math.max(end, 1))
  return { head: head ?? last, start, end }
}

async function formatEntry(personKeys: PersonKeys, tenantId: string, entry: PlacedEntry): Promise<string> {
  const parts = await Promise.all(
    entry.parts.map((part) =>
      // What cannot be opened is not there to be shown; the verifier asks which entry tells why.
      openPart(personKeys, { tenantId, entryId: entry.id }, part).catch(
        () => ({ personId: part.personId, commitment: part.commitment, salt: null, text: null }) as const,
      ),
    ),
  )
  return `${JSON.stringify({
    index: entry.index,
    id: entry.id,
    recordedAt: entry.recordedAt.toISOString(),
    ...(entry.payload === null || entry.salt === null
      ? { commitment: entry.commitment.toString('base64') }
      : { salt: entry.salt.toString('base64'), payload: entry.payload }),
    ...(parts.length > 0 && {
      parts: parts.map((part) =>
        part.text === null
          ? { person: part.personId, commitment: part.commitment.toString('base64') }
          : { person: part.personId, salt: part.salt.toString('base64'), payload: part.text },
      ),
    }),
  })}\n`
}

function bringsEvidence(entry: PlacedEntry): boolean {
  return entry.action === 'evidence.recorded' || entry.action === 'evidence.uploaded'
}

/** The bytes whose hash the entry of an evidence holds: its file, or the lines of its facts; null when neither is there. */
async function readEvidence(
  { database, vault, blobs }: BundleSources,
  tenantId: string,
  id: string,
): Promise<Buffer | null> {
  const found = await database.withTenant(tenantId, async (tx) => {
    const row = await tx.db
      .selectFrom('evidence')
      .select(['blob_key', 'body_hash'])
      .where('tenant_id', '=', tenantId)
      .where(sql<string>`id::text`, '=', id)
      .executeTakeFirst()
    if (!row) return null
    if (row.blob_key !== null) return { keys: await vault.keysOf(tx), blobKey: row.blob_key } as const
    const facts = await tx.db
      .selectFrom('facts')
      .innerJoin('subjects', (join) =>
        join.onRef('subjects.tenant_id', '=', 'facts.tenant_id').onRef('subjects.id', '=', 'facts.subject_id'),
      )
      .select(['facts.type', 'facts.data', 'subjects.kind', 'subjects.external_id', 'subjects.name'])
      .where('facts.tenant_id', '=', tenantId)
      .where(sql<string>`facts.evidence_id::text`, '=', id)
      .execute()
    const populations = await tx.db
      .selectFrom('population_counts')
      .select(['fact_type', 'expected', 'seen', 'reconciled_against'])
      .where('tenant_id', '=', tenantId)
      .where(sql<string>`evidence_id::text`, '=', id)
      .execute()
    return { facts, populations, bodyHash: row.body_hash }
  })
  if (found === null) return null
  if (found.blobKey !== undefined) {
    const chunks: Buffer[] = []
    for await (const chunk of blobs.get(found.keys, found.blobKey)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const render = (named: boolean) =>
    Buffer.from(
      observationLines(
        found.facts.map((fact) => ({
          type: fact.type,
          subject: {
            kind: fact.kind,
            externalId: fact.external_id,
            ...(named && fact.name !== null && { name: fact.name }),
          },
          data: fact.data,
        })),
        found.populations.map((one) => ({
          factType: one.fact_type,
          expected: one.expected,
          seen: one.seen,
          reconciledAgainst: one.reconciled_against,
        })),
      ).join('\n'),
    )
  // A subject's name may have changed since: what was said then cannot be said again, and is left out.
  return (
    [render(true), render(false)].find((bytes) => createHash('sha256').update(bytes).digest().equals(found.bodyHash)) ??
    null
  )
}

function json(name: string, value: unknown): ZipMember {
  return { name, bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) }
}

function number(page: number): string {
  return String(page).padStart(6, '0')
}
