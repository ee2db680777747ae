/** The SQL on claims and judgements. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { ClaimJudgement } from '../status/view.ts'
import type { ClaimKind, ClaimParameter, Modality, Quantifier, Status } from '../vocabulary.ts'

export interface ClaimRow {
  readonly id: string
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly string[]
}

/** Claims of the statements in force that can have a status. */
export async function readJudgedClaims(tx: TenantTx): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select c.id, c.kind, c.modality, c.quantifier, c.parameters, c.measures
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    where c.tenant_id = ${tx.tenantId}::uuid and s.published_at is not null and s.superseded_at is null
      and c.kind in ('promise', 'option')
    order by c.statement_id, c.ordinal
  `.execute(tx.db)
  return rows
}

export interface OpenJudgement {
  readonly claimId: string
  readonly fromAt: Date
  readonly status: Status
  readonly nextAt: Date | null
  readonly judgement: StoredJudgement
}

/** What is kept of a judgement besides its status: everything that explains it. */
export type StoredJudgement = Pick<ClaimJudgement, 'reason' | 'duties'>

/** The judgements that hold now, by claim. */
export async function readOpenJudgements(tx: TenantTx): Promise<Map<string, OpenJudgement>> {
  const { rows } = await sql<{
    claim_id: string
    from_at: Date
    status: Status
    next_at: Date | null
    duties: StoredJudgement
  }>`
    select claim_id, from_at, status, next_at, duties
    from judgements
    where tenant_id = ${tx.tenantId}::uuid and to_at is null
  `.execute(tx.db)
  return new Map(
    rows.map((row) => [
      row.claim_id,
      { claimId: row.claim_id, fromAt: row.from_at, status: row.status, nextAt: row.next_at, judgement: row.duties },
    ]),
  )
}

/** Ends the interval that holds now and begins the next. */
export async function changeJudgement(
  tx: TenantTx,
  claimId: string,
  judged: ClaimJudgement,
  at: Date,
  ruleVersion: string,
): Promise<void> {
  await tx.db
    .updateTable('judgements')
    .set({ to_at: sql<Date>`greatest(${at}, from_at)` })
    .where('tenant_id', '=', tx.tenantId)
    .where('claim_id', '=', claimId)
    .where('to_at', 'is', null)
    .execute()
  await tx.db
    .insertInto('judgements')
    .values({
      tenant_id: tx.tenantId,
      claim_id: claimId,
      from_at: at,
      to_at: null,
      status: judged.status,
      duties: JSON.stringify({ reason: judged.reason, duties: judged.duties }),
      observed_at: judged.observedAt,
      judged_at: at,
      next_at: judged.nextAt,
      rule_version: ruleVersion,
    })
    .execute()
}

/** Keeps the interval and renews what explains it. */
export async function refreshJudgement(tx: TenantTx, claimId: string, judged: ClaimJudgement, at: Date): Promise<void> {
  await tx.db
    .updateTable('judgements')
    .set({
      duties: JSON.stringify({ reason: judged.reason, duties: judged.duties }),
      observed_at: judged.observedAt,
      judged_at: at,
      next_at: judged.nextAt,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('claim_id', '=', claimId)
    .where('to_at', 'is', null)
    .execute()
}
