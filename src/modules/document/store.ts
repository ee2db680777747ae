/** The SQL on decisions about documents; documents themselves are the core's. */
import type { TenantTx } from '#platform/database/transaction.ts'

const decisionKind = 'document_approval'

/** What was decided about a document, and why; undefined while nothing was. */
export async function readDecision(tx: TenantTx, documentId: string) {
  return tx.db
    .selectFrom('decisions')
    .select(['outcome', 'outcome_reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('object_kind', '=', 'document')
    .where('object_id', '=', documentId)
    .executeTakeFirst()
}

/** Keeps the decision of one person about what another made. */
export async function insertDecision(
  tx: TenantTx,
  given: {
    id: string
    documentId: string
    requestedBy: string
    requestedAt: Date
    by: string
    at: Date
    outcome: 'approved' | 'refused'
    reason: string
  },
): Promise<void> {
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id: given.id,
      kind: decisionKind,
      object_kind: 'document',
      object_id: given.documentId,
      reason: given.reason,
      requested_by: given.requestedBy,
      requested_at: given.requestedAt,
      decided_by: given.by,
      decided_at: given.at,
      outcome: given.outcome,
      outcome_reason: given.reason,
      valid_from: given.at,
    })
    .execute()
}
