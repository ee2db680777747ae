/** The state of the ledger for people, and what an owner of the instance does about its heads: publish, rotate keys. */
import type { Context } from '#core/context.ts'
import { formatVerifierKey, keyIdOf } from '#core/ledger/note.ts'
import type { Outlets } from '#core/ledger/outlet.ts'
import { readLastPublication, type Publication } from '#core/ledger/publication.ts'
import { record } from '#core/ledger/record.ts'
import { addSigningKey, listSigningKeys, originOf, type PublicSigningKey } from '#core/ledger/signing-key.ts'
import { readLastHead } from '#core/ledger/store.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import { requestRun } from '#platform/job/recurring.ts'
import { longestMergeDelayMs, type LedgerState, type rotateSigningKey } from '../contract.ts'
import { readIsPlatform, readLastBatch, readWaiting } from '../store.ts'

/** Name of the recurring work; here, because it is asked for here. */
export const publishHeadsJob = 'ledger.publish-heads'
/** A checkpoint has at most 64 signatures, and every key of the last 90 days signs. */
const mostSigningKeys = 16

/** How the ledger of the tenant stands. */
export async function readState({ tx, services }: Context, outlets: Outlets): Promise<LedgerState> {
  const now = services.clock.now()
  const waiting = await readWaiting(tx)
  const head = await readLastHead(tx)
  const batch = head === null ? null : await readLastBatch(tx, head.size)
  const publication = await services.database.withPlatform('last published head', readLastPublication, {
    independent: true,
  })
  const oldestMs = waiting.since === null ? null : Math.max(0, now.getTime() - waiting.since.getTime())
  const keys = (await readIsPlatform(tx)) ? await listSigningKeys(tx) : null
  return {
    size: head?.size ?? 0,
    waiting: { entries: waiting.entries, oldestMs, isLate: (oldestMs ?? 0) > longestMergeDelayMs },
    head: head === null ? null : { size: head.size, signedAt: head.signedAt.toISOString() },
    lastBatch: batch === null ? null : { ...batch, isLate: batch.mergeDelayMs > longestMergeDelayMs },
    publication: publication === null ? null : present(publication, outlets),
    publishesEveryMinutes: Math.round(outlets.everyMs / 60_000),
    keys: keys?.map((key) => presentKey(key, tx.tenantId)) ?? null,
  }
}

/** With everybody who was asked; who is no longer configured and did their part stands there too. */
function present(publication: Publication, outlets: Outlets): NonNullable<LedgerState['publication']> {
  const { size, publishedAt, cosignatures, timestamps } = publication
  const merge = (asked: readonly string[], done: readonly { name: string; at: Date }[]) =>
    [...new Set([...asked, ...done.map(({ name }) => name)])].map((name) => ({
      name,
      at: done.find((one) => one.name === name)?.at.toISOString() ?? null,
    }))
  return {
    size,
    publishedAt: publishedAt.toISOString(),
    witnesses: merge(
      outlets.witnesses.map(({ key }) => key.name),
      cosignatures.map(({ witness, at }) => ({ name: witness, at })),
    ),
    authorities: merge(
      outlets.timestampUrls,
      timestamps.map(({ authority, at }) => ({ name: authority, at })),
    ),
  }
}

function presentKey(key: PublicSigningKey, platformTenantId: string): OutputOf<typeof rotateSigningKey> {
  const name = originOf(platformTenantId)
  return {
    id: key.id,
    verifierKey: formatVerifierKey({ name, publicKey: key.publicKey, keyId: keyIdOf(name, key.publicKey) }),
    createdAt: key.createdAt.toISOString(),
    signsUntil: key.signsUntil?.toISOString() ?? null,
  }
}

/** Tree and keys belong to the instance. @throws Problem 403 `ledger.platform_only` */
async function requirePlatform({ tx }: Context): Promise<void> {
  if (!(await readIsPlatform(tx))) throw new Problem(403, 'ledger.platform_only')
}

/** Asks the worker for a publication. @throws Problem 403 `ledger.platform_only` */
export async function requestHeadPublication(context: Context): Promise<void> {
  await requirePlatform(context)
  const { tx, services } = context
  await record(context, { action: 'ledger.publication_requested', object: { kind: 'ledger', id: tx.tenantId } })
  // After the commit, so that the head that is published holds this entry.
  tx.afterCommit(() => requestRun(services.database, publishHeadsJob, 'person'))
}

/**
 * Adds a signing key; the ones before it overlap for 90 days.
 * @throws Problem 403 `ledger.platform_only`, 409 `ledger.too_many_keys`
 */
export async function addKey(context: Context): Promise<OutputOf<typeof rotateSigningKey>> {
  await requirePlatform(context)
  const { tx, services } = context
  const now = services.clock.now()
  const known = await listSigningKeys(tx)
  if (known.filter((key) => key.signsUntil === null || key.signsUntil > now).length >= mostSigningKeys)
    throw new Problem(409, 'ledger.too_many_keys', { params: { most: mostSigningKeys } })
  const before = known.at(-1) ?? null
  const key = await addSigningKey(services, tx)
  await record(context, {
    action: 'ledger.key_rotated',
    object: { kind: 'ledger-key', id: key.id },
    before: { key: before?.id ?? null, publicKey: before?.publicKey.toString('base64') ?? null },
    after: { key: key.id, publicKey: key.publicKey.toString('base64') },
  })
  return presentKey(key, tx.tenantId)
}
