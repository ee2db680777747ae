/** The bytes of evidence that an entry of a bundle speaks of: a file as it was uploaded, or the lines of its facts. */
import { createHash } from 'node:crypto'
import type { Blobs } from '#platform/blob/blob.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import { observationLines } from '../evidence/ingest.ts'
import type { LargeZipMember, ZipMember } from './zip.ts'

export interface EvidenceSources {
  readonly database: Database
  readonly vault: Vault
  readonly blobs: Blobs
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The member of an evidence, its file not held whole; null when neither file nor facts are there. */
export async function evidenceMember(
  { database, vault, blobs }: EvidenceSources,
  tenantId: string,
  id: string,
): Promise<ZipMember | LargeZipMember | null> {
  if (!uuid.test(id)) return null
  const name = `evidence/${id}`
  const found = await database.withTenant(tenantId, async (tx) => {
    const row = await tx.db
      .selectFrom('evidence')
      .select(['blob_key', 'body_hash'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
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
      .where('facts.evidence_id', '=', id)
      .execute()
    const populations = await tx.db
      .selectFrom('population_counts')
      .select(['fact_type', 'expected', 'seen', 'reconciled_against'])
      .where('tenant_id', '=', tenantId)
      .where('evidence_id', '=', id)
      .execute()
    return { facts, populations, bodyHash: row.body_hash }
  })
  if (found === null) return null
  if (found.blobKey !== undefined) {
    const { keys, blobKey } = found
    // One lost file must not keep the whole ledger in the house; the verifier counts what is not there.
    if ((await blobs.inspect(keys, blobKey, { headOnly: true })) === 'missing') return null
    return { name, open: () => blobs.get(keys, blobKey) }
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
  const bytes = [render(true), render(false)].find((one) =>
    createHash('sha256').update(one).digest().equals(found.bodyHash),
  )
  return bytes === undefined ? null : { name, bytes }
}
