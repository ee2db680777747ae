/** Which evidence states facts of some types: for whoever lists what a sentence rests on. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { EvidenceClass } from '../vocabulary.ts'

export interface EvidenceOfFacts {
  readonly id: string
  readonly title: string | null
  readonly source_system: string
  readonly class: EvidenceClass
  readonly state: 'in_review' | 'accepted' | 'rejected'
  readonly observed_to: Date
  readonly recorded_at: Date
  /** Of its file, where it has one, else of its facts. */
  readonly sha256: Buffer
}

/** What is looked for: a type of facts, about one subject only where that is named by its external id. */
export interface WantedFacts {
  readonly type: string
  readonly about: string | null
}

/** Newest first, recorded up to an instant. */
export async function listEvidenceOfFacts(
  tx: TenantTx,
  wanted: readonly WantedFacts[],
  given: { readonly until: Date; readonly limit: number },
): Promise<EvidenceOfFacts[]> {
  if (wanted.length === 0) return []
  const { rows } = await sql<EvidenceOfFacts>`
    select e.id, e.title, e.source_system, e.class, e.state, e.observed_to, e.recorded_at,
      coalesce(e.file_sha256, e.body_hash) as sha256
    from evidence e
    where e.tenant_id = ${tx.tenantId}::uuid and e.recorded_at <= ${given.until}
      and exists (
        select from facts f
        join subjects s on s.tenant_id = f.tenant_id and s.id = f.subject_id
        join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (type text, about text)
          on w.type = f.type and (w.about is null or w.about = s.external_id)
        where f.tenant_id = e.tenant_id and f.evidence_id = e.id
      )
    order by e.recorded_at desc, e.id desc
    limit ${given.limit}`.execute(tx.db)
  return rows
}
