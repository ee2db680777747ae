/**
 * Deciding: one person says why a request is reasonable and what answers it, another approves; whoever is refused is told
 * why. Nothing goes forward unless address and agreement stand.
 */
import { moveCase } from '#core/case/case.ts'
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { listAllCertificates } from '#modules/framework/actions/certificate.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { attestationKind } from '../case.ts'
import { cells } from '../cell.ts'
import type { proposeRequest } from '../contract/request.ts'
import { findRequest, lockRequest, updateRequest, type RequestRow } from '../store/request.ts'
import { writeLetter } from './house.ts'
import { openCells } from './sealed.ts'

/** A request that is a case, held. @throws Problem `common.not_found` */
export async function holdRequest({ tx }: Pick<Context, 'tx'>, id: string): Promise<RequestRow> {
  const row = (await findRequest(tx, id)) && (await lockRequest(tx, { id }))
  if (!row) throw notFound()
  return row
}

/**
 * Says why a request is reasonable and which certificates answer it.
 * @throws Problem `common.not_found`, 400 `attestation.invalid` with all issues, 409 `case.no_such_step`
 */
export async function propose(
  context: Context,
  id: string,
  given: InputOf<typeof proposeRequest>['body'],
): Promise<void> {
  const { personId } = requireSession(context)
  const row = await holdRequest(context, id)
  const issues = await faultsOfCertificates(context, row, given.certificateIds)
  if (issues.length > 0) throw new Problem(400, 'attestation.invalid', { issues })
  await moveCase(context, attestationKind, id, 'proposed', {})
  const { keys } = await openCells(context)
  await updateRequest(context.tx, {
    ...row,
    certificate_ids: [...new Set(given.certificateIds)],
    assessment: keys.seal(cells.assessment(id), given.assessment),
    proposed_by: personId,
    decided_by: null,
  })
  await record(context, {
    action: 'attestation.proposed',
    object: { kind: 'attestation', id },
    after: { certificates: given.certificateIds, wants: row.wants },
    reason: given.assessment,
  })
}

/** A letter states certificates that hold today, of what was asked for, and nothing else. */
export async function faultsOfCertificates(
  context: Context,
  row: Pick<RequestRow, 'wants' | 'frameworks'>,
  certificateIds: readonly string[],
): Promise<ProblemIssue[]> {
  if (row.wants === 'document')
    return certificateIds.length === 0 ? [] : [{ pointer: '/certificateIds', code: 'only_for_confirmation' }]
  if (certificateIds.length === 0) return [{ pointer: '/certificateIds', code: 'required' }]
  const known = new Map((await listAllCertificates(context)).items.map((one) => [one.certificateId, one]))
  return certificateIds.flatMap((id, index): ProblemIssue[] => {
    const pointer = `/certificateIds/${index}`
    const one = known.get(id)
    if (one === undefined) return [{ pointer, code: 'unknown_certificate' }]
    const params = { number: one.number }
    if (one.state !== 'valid') return [{ pointer, code: 'certificate_not_valid', params }]
    // What a certificate says of one framework, it says of no other.
    if (row.frameworks.length > 0 && !row.frameworks.includes(one.framework))
      return [{ pointer, code: 'certificate_of_other_framework', params }]
    return []
  })
}

/** @throws Problem `common.not_found`, 403 `four_eyes.same_person`, 409 `case.no_such_step` */
export async function approve(context: Context, id: string): Promise<void> {
  const { personId } = requireSession(context)
  const row = await holdRequest(context, id)
  await moveCase(context, attestationKind, id, 'approved', {})
  await updateRequest(context.tx, { ...row, decided_by: personId })
  await record(context, {
    action: 'attestation.approved',
    object: { kind: 'attestation', id },
    after: { proposedBy: row.proposed_by, certificates: row.certificate_ids },
  })
}

/** @throws Problem `common.not_found`, 409 `case.no_such_step` */
export async function giveBack(context: Context, id: string, reason: string): Promise<void> {
  requireSession(context)
  const row = await holdRequest(context, id)
  await moveCase(context, attestationKind, id, 'in_review', { reason })
  await updateRequest(context.tx, { ...row, decided_by: null })
  await record(context, { action: 'attestation.returned', object: { kind: 'attestation', id }, reason })
}

/**
 * Refuses, and tells the requester why.
 * @throws Problem `common.not_found`, 409 `case.no_such_step`
 */
export async function refuse(context: Context, id: string, reason: string): Promise<void> {
  const { personId } = requireSession(context)
  const { tx, services } = context
  const row = await holdRequest(context, id)
  await moveCase(context, attestationKind, id, 'refused', { reason })
  const sealed = await openCells(context)
  const refused = {
    ...row,
    answer: sealed.keys.seal(cells.answer(id), reason),
    answered_at: services.clock.now(),
    decided_by: personId,
    sign_hash: null,
  }
  await updateRequest(tx, refused)
  await record(context, { action: 'attestation.refused', object: { kind: 'attestation', id }, reason })
  const asked = sealed.asked(id, row.asked)
  // An address that nobody confirmed may be anybody's.
  if (asked !== null && row.confirmed_at !== null)
    await writeLetter(context, refused, { to: asked.email, template: 'attestation.refused', params: { reason } })
}
