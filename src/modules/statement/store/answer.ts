/** The SQL on answers to changes, with the judgements (decisions) that some of them are. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** What a judgement is about, in the table of decisions. */
export const judgementObject = 'statement'
export const judgementKind = 'no_reduction'

export interface AnswerRow {
  readonly claim_id: string
  readonly digest: Buffer
  readonly measure_id: string | null
  readonly given_by: string
  readonly given_at: Date
  readonly decision_id: string | null
  readonly reason: string | null
  readonly outcome: 'approved' | 'refused' | null
  readonly outcome_reason: string | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

/** The answers to changes of a version. */
export async function listAnswers(tx: TenantTx, statementId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select a.claim_id, a.digest, a.measure_id, a.given_by, a.given_at, a.decision_id, d.reason, d.outcome,
      d.outcome_reason, d.decided_by, d.decided_at
    from statement_answers a
    left join decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
    where a.tenant_id = ${tx.tenantId}::uuid and a.statement_id = ${statementId}::uuid`.execute(tx.db)
  return rows
}

/** Puts an answer in the place of the one before; the decision of that one stays with the decisions. */
export async function putAnswer(
  tx: TenantTx,
  given: {
    readonly statementId: string
    readonly claimId: string
    readonly digest: Buffer
    readonly measure: string | null
    readonly decisionId: string | null
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await sql`
    insert into statement_answers
      (tenant_id, statement_id, claim_id, digest, measure_id, decision_id, given_by, given_at)
    values (${tx.tenantId}::uuid, ${given.statementId}::uuid, ${given.claimId}::uuid, ${given.digest}, ${given.measure},
      ${given.decisionId}::uuid, ${given.by}::uuid, ${given.at})
    on conflict (tenant_id, statement_id, claim_id) do update set digest = excluded.digest,
      measure_id = excluded.measure_id, decision_id = excluded.decision_id, given_by = excluded.given_by,
      given_at = excluded.given_at`.execute(tx.db)
}

/** A judgement that was asked for; it is signed when somebody else decides it. */
export async function insertJudgement(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly statementId: string
    readonly reason: string
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id: given.id,
      kind: judgementKind,
      object_kind: judgementObject,
      object_id: given.statementId,
      reason: given.reason,
      requested_by: given.by,
      requested_at: given.at,
      valid_from: given.at,
    })
    .execute()
}

/** A judgement that somebody asked for, locked. */
export async function lockJudgement(tx: TenantTx, decisionId: string) {
  return tx.db
    .selectFrom('decisions')
    .select(['id', 'object_id', 'requested_by', 'outcome'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', decisionId)
    .where('object_kind', '=', judgementObject)
    .where('kind', '=', judgementKind)
    .forUpdate()
    .executeTakeFirst()
}

/** Signs or refuses a judgement. */
export async function updateJudged(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly outcome: 'approved' | 'refused'
    readonly reason: string
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .updateTable('decisions')
    .set({
      outcome: given.outcome,
      outcome_reason: given.reason,
      decided_by: given.by,
      decided_at: given.at,
      valid_from: given.at,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', given.id)
    .execute()
}
