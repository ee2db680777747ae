/** Approving a draft by somebody else than who made it, and rejecting or withdrawing it. */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { listVersions, supersede, updateDecided, type DocumentRow } from '#core/document/store.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { requireSession } from '../actor.ts'
import type { DocumentDetail } from '../contract.ts'
import { obstacleToApproval, obstacleToRejection } from '../rules.ts'
import { insertDecision } from '../store.ts'
import { presentDetail } from './present.ts'
import { findReadable } from './read.ts'

/**
 * Puts a draft in force; the version before is superseded.
 * @throws Problem `common.not_found`, 403 `four_eyes.same_person`, 409 `document.not_draft`, `document.newer_in_force`
 */
export async function approveDraft(
  context: Context,
  registry: Registry,
  documentId: string,
  reason: string,
): Promise<DocumentDetail> {
  const { tx, services } = context
  const actor = requireSession(context)
  const row = await findReadable(context, documentId, { forUpdate: true })
  const decider = { personId: actor.personId, mayApprove: actor.permissions.has('document:approve') }
  refuse(obstacleToApproval({ state: row.state, createdBy: row.created_by }, decider))
  const newer = (await listVersions(tx, row)).some((one) => one.state === 'approved' && one.version > row.version)
  if (newer) throw new Problem(409, 'document.newer_in_force')
  const at = services.clock.now()
  const superseded = await supersede(tx, row, at)
  await updateDecided(tx, { id: row.id, state: 'approved', by: actor.personId, at })
  await decide(context, row, { outcome: 'approved', by: actor.personId, at, reason })
  await record(context, {
    action: 'document.approved',
    object: { kind: 'document', id: row.id },
    before: { state: row.state },
    after: { state: 'approved', sha256: row.model_sha256.toString('hex'), superseded },
    reason,
  })
  await announce(tx, 'today')
  return presentDetail(context, registry, await findReadable(context, documentId))
}

/** @throws Problem `common.not_found`, 403 `permission.missing_here`, 409 `document.not_draft` */
export async function rejectDraft(
  context: Context,
  registry: Registry,
  documentId: string,
  reason: string,
): Promise<DocumentDetail> {
  const { tx, services } = context
  const actor = requireSession(context)
  const row = await findReadable(context, documentId, { forUpdate: true })
  const decider = { personId: actor.personId, mayApprove: actor.permissions.has('document:approve') }
  refuse(obstacleToRejection({ state: row.state, createdBy: row.created_by }, decider))
  const at = services.clock.now()
  await updateDecided(tx, { id: row.id, state: 'rejected', by: actor.personId, at })
  await decide(context, row, { outcome: 'refused', by: actor.personId, at, reason })
  await record(context, {
    action: 'document.rejected',
    object: { kind: 'document', id: row.id },
    before: { state: row.state },
    after: { state: 'rejected', withdrawn: row.created_by === actor.personId },
    reason,
  })
  await announce(tx, 'today')
  return presentDetail(context, registry, await findReadable(context, documentId))
}

function refuse(obstacle: string | null): void {
  if (obstacle === null) return
  throw new Problem(obstacle === 'document.not_draft' ? 409 : 403, obstacle)
}

/** Whoever withdraws decides nothing about somebody else: the ledger's entry says it all. */
async function decide(
  { tx, services }: Context,
  row: DocumentRow,
  given: { outcome: 'approved' | 'refused'; by: string; at: Date; reason: string },
): Promise<void> {
  if (row.created_by === null || row.created_by === given.by) return
  await insertDecision(tx, {
    id: newId(services.clock),
    documentId: row.id,
    requestedBy: row.created_by,
    requestedAt: row.created_at,
    ...given,
  })
}
