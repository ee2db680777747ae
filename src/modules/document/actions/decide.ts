/** Approving a draft by somebody else than who made it, and rejecting or withdrawing it. */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { listVersions, supersede, updateDecided, updateWithdrawn, type DocumentRow } from '#core/document/store.ts'
import { record, type LedgerValue } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { requireSession } from '#core/actor.ts'
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
  const { tx } = context
  return decideDraft(context, registry, documentId, {
    reason,
    state: 'approved',
    obstacle: obstacleToApproval,
    async effect(row, { at }) {
      const newer = (await listVersions(tx, row)).some((one) => one.state === 'approved' && one.version > row.version)
      if (newer) throw new Problem(409, 'document.newer_in_force')
      return { sha256: row.model_sha256.toString('hex'), superseded: await supersede(tx, row, at) }
    },
  })
}

/** @throws Problem `common.not_found`, 403 `permission.missing_here`, 409 `document.not_draft` */
export async function rejectDraft(
  context: Context,
  registry: Registry,
  documentId: string,
  reason: string,
): Promise<DocumentDetail> {
  return decideDraft(context, registry, documentId, {
    reason,
    state: 'rejected',
    obstacle: obstacleToRejection,
    effect: async (row, { by }) => ({ withdrawn: row.created_by === by }),
  })
}

/**
 * Takes the approval of a document in force back, whoever gave it: that needs nobody else.
 * @throws Problem `common.not_found`, 409 `document.not_in_force`
 */
export async function takeApprovalBack(
  context: Context,
  registry: Registry,
  documentId: string,
  reason: string,
): Promise<DocumentDetail> {
  const { tx, services } = context
  requireSession(context)
  const row = await findReadable(context, documentId, { forUpdate: true })
  if (row.state !== 'approved') throw new Problem(409, 'document.not_in_force')
  await updateWithdrawn(tx, row.id, services.clock.now())
  await record(context, {
    action: 'document.approval_withdrawn',
    object: { kind: 'document', id: row.id },
    before: { state: row.state },
    after: { state: 'withdrawn' },
    reason,
  })
  await announce(tx, 'today')
  return presentDetail(context, registry, await findReadable(context, documentId))
}

interface DraftDecision {
  readonly reason: string
  readonly state: 'approved' | 'rejected'
  readonly obstacle: typeof obstacleToApproval
  /** What comes with it, and what the ledger says of that. */
  effect(row: DocumentRow, decided: { by: string; at: Date }): Promise<Readonly<Record<string, LedgerValue>>>
}

async function decideDraft(
  context: Context,
  registry: Registry,
  documentId: string,
  { reason, state, obstacle, effect }: DraftDecision,
): Promise<DocumentDetail> {
  const { tx, services } = context
  const actor = requireSession(context)
  const row = await findReadable(context, documentId, { forUpdate: true })
  const decider = { personId: actor.personId, mayApprove: actor.permissions.has('document:approve') }
  refuse(obstacle({ state: row.state, createdBy: row.created_by }, decider))
  const decided = { by: actor.personId, at: services.clock.now() }
  const after = { state, ...(await effect(row, decided)) }
  await updateDecided(tx, { id: row.id, state, ...decided })
  await decide(context, row, { outcome: state === 'approved' ? 'approved' : 'refused', reason, ...decided })
  await record(context, {
    action: state === 'approved' ? 'document.approved' : 'document.rejected',
    object: { kind: 'document', id: row.id },
    before: { state: row.state },
    after,
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
