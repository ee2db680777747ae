/**
 * The end of a copy: revoked by a person, run out, or because what it rests on holds no longer. The file goes at once,
 * its hash stays; the recipient of a copy that ends early is told why.
 */
import { moveCase } from '#core/case/case.ts'
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { Problem } from '#platform/http/problem.ts'
import { attestationKind } from '../case.ts'
import { cells } from '../cell.ts'
import { findCopyOf, updateCopyEnded, type CopyRow } from '../store/copy.ts'
import type { RequestRow } from '../store/request.ts'
import { holdRequest } from './decide.ts'
import { writeLetter } from './house.ts'
import { openCells } from './sealed.ts'

/** @throws Problem `common.not_found`, 409 `case.no_such_step` */
export async function revoke(context: Context, id: string, reason: string): Promise<void> {
  requireSession(context)
  const row = await holdRequest(context, id)
  const copy = await findCopyOf(context.tx, id)
  if (copy === undefined) throw new Problem(409, 'case.no_such_step')
  await endCopy(context, row, copy, { as: 'revoked', reason, tells: true })
}

/** Ends a copy with its case. */
export async function endCopy(
  context: Context,
  row: RequestRow,
  copy: CopyRow,
  given: { readonly as: 'expired' | 'revoked'; readonly reason: string | null; readonly tells: boolean },
): Promise<void> {
  const { tx, services } = context
  const { as, reason } = given
  await moveCase(context, attestationKind, row.id, as, reason === null ? {} : { reason })
  const sealed = await openCells(context)
  await updateCopyEnded(tx, {
    id: copy.id,
    as,
    at: services.clock.now(),
    reason: reason === null ? null : sealed.keys.seal(cells.copyEndReason(copy.id), reason),
  })
  const { blob_key: blobKey } = copy
  if (blobKey !== null) tx.afterCommit(async () => void (await services.blobs.remove(tx.tenantId, blobKey)))
  await record(context, {
    action: as === 'revoked' ? 'attestation.revoked' : 'attestation.expired',
    object: { kind: 'attestation', id: row.id },
    after: { copy: copy.id, sha256: copy.sha256.toString('hex') },
    ...(reason !== null && { reason }),
  })
  const asked = sealed.asked(row.id, row.asked)
  if (given.tells && reason !== null && asked !== null)
    await writeLetter(context, row, {
      to: asked.email,
      template: 'attestation.ended',
      params: { title: copy.title, number: copy.number, reason },
    })
}
