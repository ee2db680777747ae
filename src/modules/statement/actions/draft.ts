/** From a file to a draft; what becomes of it is in `version.ts`. */
import { createHash } from 'node:crypto'
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { readStatementFile } from '../reading/read.ts'
import { insertStatement } from '../store.ts'
import { insertAuthor } from '../store/version.ts'

/**
 * Reads a statement into a draft.
 * @throws Problem 4xx `statement.*` when the file cannot be read as one
 */
export async function draftStatement(
  context: Context,
  bytes: Uint8Array,
  fileName: string,
  locale: Locale,
  draftedBy: string | null,
): Promise<{ id: string; claims: number; promises: number; unbound: number }> {
  const read = await readStatementFile(bytes, fileName)
  const bodyHash = createHash('sha256').update(read.text, 'utf8').digest()
  const id = await insertStatement(context.tx, context.services.clock, {
    locale,
    title: read.title ?? fileName,
    body: read.text,
    bodyHash,
    draftedBy,
    claims: read.claims,
  })
  if (draftedBy !== null) await insertAuthor(context.tx, id, draftedBy, context.services.clock.now())
  await record(context, {
    action: 'statement.drafted',
    object: { kind: 'statement', id },
    after: { locale, claims: read.claims.length, sha256: bodyHash.toString('hex') },
  })
  await announce(context.tx, 'statement')
  const rated = read.claims.filter((claim) => claim.kind === 'promise' || claim.kind === 'option')
  return {
    id,
    claims: read.claims.length,
    promises: read.claims.filter((claim) => claim.kind === 'promise').length,
    unbound: rated.filter((claim) => claim.measures.length === 0).length,
  }
}
