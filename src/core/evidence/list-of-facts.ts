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

/** Newest first, observed or confirmed from an instant up to another, as recorded and reviewed up to a third. */
export async function listEvidenceOfFacts(
  tx: TenantTx,
  wanted: readonly WantedFacts[],
  given: {
    readonly observedFrom?: Date
    readonly observedUntil: Date
    readonly until: Date
    readonly limit: number
  },
): Promise<EvidenceOfFacts[]> {
  if (wanted.length === 0) return []
  const from = given.observedFrom ?? null
  const { rows } = await sql<EvidenceOfFacts>`
    select e.id, e.title, e.source_system, e.class, e.observed_to, e.recorded_at,
      case when e.accepted_at > ${given.until} then 'in_review' else e.state end as state,
      coalesce(e.file_sha256, e.body_hash) as sha256
    from evidence e
    where e.tenant_id = ${tx.tenantId}::uuid and e.recorded_at <= ${given.until} and e.observed_from <= ${given.observedUntil}
      and (${from === null} or e.observed_to >= ${from}::timestamptz or exists (
        select from observation_spans o
        where o.tenant_id = e.tenant_id and o.evidence_id = e.id and o.to_at >= ${from}::timestamptz))
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

/** How many evidences of each class there are for a key. */
export type ClassCounts = Readonly<Partial<Record<EvidenceClass, number>>>

/**
 * Counts accepted evidence that speaks of a stretch of time, by key. What only confirms an evidence is no further one:
 * the evidence then speaks up to its last confirmation.
 * @param wanted several for one key are counted together, each evidence once
 */
export async function countEvidenceOfFacts(
  tx: TenantTx,
  wanted: readonly (WantedFacts & { readonly key: string })[],
  given: { readonly from: Date; readonly to: Date; readonly knownAt: Date },
): Promise<Map<string, ClassCounts>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ key: string; class: EvidenceClass; count: number }>`
    with wanted as (
      select w.key, w.type, w.about from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (key text, type text, about text)
    ), evidence_of as materialized (
      select distinct w.type, w.about, e.id, e.class
      from (select distinct type, about from wanted) w
      join facts f on f.tenant_id = ${tx.tenantId}::uuid and f.type = w.type
      join subjects s on s.tenant_id = f.tenant_id and s.id = f.subject_id
      join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
      where (w.about is null or w.about = s.external_id) and e.observed_from <= ${given.to}
        and e.accepted_at <= ${given.knownAt} and (e.superseded_at is null or e.superseded_at > ${given.knownAt})
        and (e.observed_to >= ${given.from} or exists (
          select from observation_spans o
          where o.tenant_id = e.tenant_id and o.evidence_id = e.id and o.to_at >= ${given.from}))
    )
    select w.key, o.class, count(distinct o.id)::int as count
    from wanted w join evidence_of o on o.type = w.type and o.about is not distinct from w.about
    group by w.key, o.class`.execute(tx.db)
  const counts = new Map<string, Partial<Record<EvidenceClass, number>>>()
  for (const row of rows) counts.set(row.key, { ...counts.get(row.key), [row.class]: row.count })
  return counts
}
