/**
 * Taking people out: who asked, who was named to sign, who signed, and from where a copy was fetched. What was decided and
 * what was disclosed stays, by number and hash.
 */
import { moveCase } from '#core/case/case.ts'
import { findCase } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { deleteMails } from '#core/mail/send.ts'
import { Problem } from '#platform/http/problem.ts'
import { attestationKind } from '../case.ts'
import { emailIndex } from '../cell.ts'
import { clearAddresses, findCopyOf } from '../store/copy.ts'
import { clearSignatory, listNdasSignedAt } from '../store/nda.ts'
import { listRequestsNaming, lockRequest, updateRequest, type RequestRow } from '../store/request.ts'
import { holdRequest } from './decide.ts'
import { endCopy } from './end.ts'
import { asHouse } from './house.ts'
import { openCells } from './sealed.ts'

/** @throws Problem `common.not_found`, 409 `attestation.not_closed`, `attestation.requester_erased` */
export async function eraseOne(context: Context, id: string): Promise<void> {
  const row = await holdRequest(context, id)
  const found = await findCase(context.tx, id)
  if (found?.closed_at === null) throw new Problem(409, 'attestation.not_closed')
  if (row.erased_at !== null) throw new Problem(409, 'attestation.requester_erased')
  await clear(context, row)
}

async function clear(context: Context, row: RequestRow): Promise<void> {
  const { tx, services } = context
  const copy = await findCopyOf(tx, row.id)
  if (copy !== undefined) await clearAddresses(tx, copy.id)
  await deleteMails(tx, row.mail_ids)
  await updateRequest(tx, {
    ...row,
    asked: null,
    email_index: null,
    network_index: null,
    signatory: null,
    signatory_index: null,
    sign_hash: null,
    // In words that often name whom they are about.
    assessment: null,
    answer: null,
    mail_ids: [],
    erased_at: services.clock.now(),
  })
  await record(context, { action: 'attestation.requester-erased', object: { kind: 'attestation', id: row.id } })
}

/** Requests and agreements that name somebody with that address. */
export async function findRequestsNaming(
  context: Pick<Context, 'tx' | 'services'>,
  email: string | null,
): Promise<{ readonly requestIds: readonly string[]; readonly ndaIds: readonly string[] }> {
  if (email === null) return { requestIds: [], ndaIds: [] }
  const { keys } = await openCells(context)
  const index = emailIndex(keys, email)
  return {
    requestIds: await listRequestsNaming(context.tx, index),
    ndaIds: await listNdasSignedAt(context.tx, index),
  }
}

/** Takes somebody out of them; what is still open ends with it. */
export async function eraseRequesters(
  context: Context,
  found: Awaited<ReturnType<typeof findRequestsNaming>>,
): Promise<void> {
  const { tx, services } = context
  const house = asHouse(services, tx)
  for (const id of found.requestIds) {
    const row = await lockRequest(tx, { id })
    if (!row) continue
    const open = await findCase(tx, id)
    const reason = services.texts.text(row.locale, 'attestation.ended_by_erasure')
    const copy = await findCopyOf(tx, id)
    if (open?.state === 'issued' && copy !== undefined)
      await endCopy(house, row, copy, { as: 'revoked', reason, tells: false })
    else if (open?.closed_at === null) await moveCase(house, attestationKind, id, 'refused', { reason })
    await clear(context, row)
  }
  for (const id of found.ndaIds) {
    await clearSignatory(tx, id)
    await record(context, { action: 'nda.signatory-erased', object: { kind: 'nda', id } })
  }
}
