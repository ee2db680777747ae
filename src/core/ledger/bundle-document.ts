/** The files of a document that an entry of a bundle speaks of, as they were kept. */
import { listDocumentFiles } from '../document/store.ts'
import type { EvidenceSources } from './bundle-evidence.ts'
import type { LargeZipMember } from './zip.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Its members, those whose files are there: one lost file must not keep the whole ledger in the house. */
export async function* documentMembers(
  { database, vault, blobs }: EvidenceSources,
  tenantId: string,
  documentId: string,
): AsyncGenerator<LargeZipMember> {
  if (!uuid.test(documentId)) return
  const { keys, files } = await database.withTenant(tenantId, async (tx) => ({
    keys: await vault.keysOf(tx),
    files: await listDocumentFiles(tx, documentId),
  }))
  for (const { format, blob_key: blobKey } of files) {
    if ((await blobs.inspect(keys, blobKey, { headOnly: true })) === 'missing') continue
    yield { name: `document/${documentId}.${format}`, open: () => blobs.get(keys, blobKey) }
  }
}
