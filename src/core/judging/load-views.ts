/**
 * Loads what `status()` looks at for all claims of a tenant: members of the populations, the latest facts by subject
 * and class, how complete each population is, when each collector falls silent, and the live decisions.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Duty } from '../duty.ts'
import { recordFactType } from '../evidence/record-duty.ts'
import type { Registry } from '../registry.ts'
import type { ClaimView, DecisionView, KnownObservation, ObservedSubject, PopulationView } from '../status/view.ts'
import type { EvidenceClass } from '../vocabulary.ts'
import type { ClaimRow } from './store.ts'

/** The views of the given claims, in their order. */
export async function loadClaimViews(
  tx: TenantTx,
  registry: Registry,
  claims: readonly ClaimRow[],
): Promise<ClaimView[]> {
  const factTypes = [
    ...new Set(
      claims.flatMap((claim) => claim.measures).flatMap((id) => registry.dutiesOf(id).map((duty) => duty.factType)),
    ),
  ]
  const subjects = await loadSubjects(tx, factTypes)
  const populations = await loadPopulations(tx, factTypes)
  const heartbeats = await loadHeartbeats(tx)
  const decisions = await loadDecisions(tx)
  return claims.map((claim) => ({
    kind: claim.kind,
    modality: claim.modality,
    quantifier: claim.quantifier,
    parameters: claim.parameters,
    decisions: decisions.get(claim.id) ?? [],
    measures: claim.measures.map((measureId) => ({
      measureId,
      duties: registry.dutiesOf(measureId).map((duty) => {
        const members = membersOf(duty, measureId, subjects.get(duty.factType) ?? [])
        return { duty, subjects: members, population: populationOf(duty, members, populations, heartbeats) }
      }),
    })),
  }))
}

/** A record is about one measure: the population is that measure alone. */
function membersOf(duty: Duty, measureId: string, members: readonly ObservedSubject[]): readonly ObservedSubject[] {
  return duty.factType === recordFactType.type ? members.filter((member) => member.externalId === measureId) : members
}

function populationOf(
  duty: Duty,
  members: readonly ObservedSubject[],
  populations: ReadonlyMap<string, SourceCount[]>,
  heartbeats: ReadonlyMap<string, Heartbeat>,
): PopulationView {
  const heartbeat = duty.collector === undefined ? undefined : heartbeats.get(duty.collector)
  const silence = {
    silentFrom: heartbeat?.confirmedAt ? new Date(heartbeat.confirmedAt.getTime() + heartbeat.silentAfterMs) : null,
    failure: heartbeat?.failure ?? null,
  }
  if (duty.factType === recordFactType.type) {
    return {
      ...silence,
      expected: 1,
      seen: members.length,
      reconciledAgainst: 'catalogue',
      observed: members.length > 0,
    }
  }
  const sources = populations.get(duty.factType) ?? []
  const reconciled =
    sources.length > 0 && sources.every((source) => source.reconciledAgainst !== null && source.expected !== null)
  return {
    ...silence,
    expected: reconciled ? sources.reduce((sum, source) => sum + (source.expected ?? 0), 0) : null,
    seen: sources.reduce((sum, source) => sum + source.seen, 0),
    reconciledAgainst: reconciled ? [...new Set(sources.map((source) => source.reconciledAgainst))].join(', ') : null,
    observed: sources.length > 0,
  }
}

async function loadSubjects(tx: TenantTx, factTypes: readonly string[]): Promise<Map<string, ObservedSubject[]>> {
  const { rows } = await sql<{
    fact_type: string
    subject_id: string
    kind: string
    external_id: string
    name: string | null
    joined_at: Date
    observations:
      | {
          evidenceId: string
          class: EvidenceClass
          observedAt: string
          knownAt: string
          validUntil: string | null
          data: unknown
        }[]
      | null
  }>`
    select m.fact_type, s.id as subject_id, s.kind, s.external_id, s.name, m.joined_at,
      (
        select jsonb_agg(jsonb_build_object(
          'evidenceId', c.evidence_id, 'class', c.class, 'validUntil', e.valid_until, 'knownAt', e.accepted_at, 'data', c.data,
          'observedAt', greatest(c.observed_at, h.confirmed_at)
        ))
        from current_facts c
        join evidence e on e.tenant_id = c.tenant_id and e.id = c.evidence_id
        left join heartbeats h on h.tenant_id = c.tenant_id and h.evidence_id = c.evidence_id
        where c.tenant_id = m.tenant_id and c.type = m.fact_type and c.subject_id = m.subject_id
      ) as observations
    from (
      select tenant_id, fact_type, subject_id, min(joined_at) as joined_at
      from memberships
      where tenant_id = ${tx.tenantId}::uuid and left_at is null and fact_type = any (${[...factTypes]}::text[])
      group by tenant_id, fact_type, subject_id
    ) m
    join subjects s on s.tenant_id = m.tenant_id and s.id = m.subject_id
    order by m.fact_type, s.external_id
  `.execute(tx.db)
  const byType = new Map<string, ObservedSubject[]>()
  for (const row of rows) {
    const list = byType.get(row.fact_type) ?? []
    list.push({
      id: row.subject_id,
      kind: row.kind,
      externalId: row.external_id,
      name: row.name,
      joinedAt: row.joined_at,
      observations: (row.observations ?? []).map((o): KnownObservation => ({
        evidenceId: o.evidenceId,
        class: o.class,
        observedAt: new Date(o.observedAt),
        knownAt: new Date(o.knownAt),
        validUntil: o.validUntil === null ? null : new Date(o.validUntil),
        data: o.data,
      })),
    })
    byType.set(row.fact_type, list)
  }
  return byType
}

interface SourceCount {
  readonly expected: number | null
  readonly seen: number
  readonly reconciledAgainst: string | null
}

/**
 * The newest count of each source; a source that stated facts and never counted itself is unreconciled. Somebody's
 * upload about a single subject is no source of a population.
 */
async function loadPopulations(tx: TenantTx, factTypes: readonly string[]): Promise<Map<string, SourceCount[]>> {
  const { rows } = await sql<{
    fact_type: string
    expected: number | null
    seen: number
    reconciled_against: string | null
  }>`
    select fact_type, expected, seen, reconciled_against
    from (
      select p.fact_type, p.expected, p.seen, p.reconciled_against,
        row_number() over (partition by p.fact_type, e.source_system order by e.observed_to desc, e.id desc) as newest
      from population_counts p
      join evidence e on e.tenant_id = p.tenant_id and e.id = p.evidence_id
      where p.tenant_id = ${tx.tenantId}::uuid and e.state = 'accepted' and p.fact_type = any (${[...factTypes]}::text[])
    ) counts
    where newest = 1
    union all
    select m.fact_type, null, count(*)::integer, null
    from memberships m
    where m.tenant_id = ${tx.tenantId}::uuid and m.left_at is null and m.fact_type = any (${[...factTypes]}::text[])
      and not exists (
        select from population_counts p join evidence e on e.tenant_id = p.tenant_id and e.id = p.evidence_id
        where p.tenant_id = m.tenant_id and p.fact_type = m.fact_type and e.source_system = m.source
      )
    group by m.fact_type, m.source
  `.execute(tx.db)
  const byType = new Map<string, SourceCount[]>()
  for (const row of rows) {
    const list = byType.get(row.fact_type) ?? []
    list.push({ expected: row.expected, seen: row.seen, reconciledAgainst: row.reconciled_against })
    byType.set(row.fact_type, list)
  }
  return byType
}

interface Heartbeat {
  readonly confirmedAt: Date | null
  readonly silentAfterMs: number
  readonly failure: string | null
}

async function loadHeartbeats(tx: TenantTx): Promise<Map<string, Heartbeat>> {
  const rows = await tx.db
    .selectFrom('heartbeats')
    .select(['collector', 'confirmed_at', 'silent_after_ms', 'failure'])
    .where('tenant_id', '=', tx.tenantId)
    .execute()
  return new Map(
    rows.map((row) => [
      row.collector,
      { confirmedAt: row.confirmed_at, silentAfterMs: row.silent_after_ms, failure: row.failure },
    ]),
  )
}

async function loadDecisions(tx: TenantTx): Promise<Map<string, DecisionView[]>> {
  const rows = await tx.db
    .selectFrom('decisions')
    .select(['id', 'kind', 'object_id', 'subject_id', 'decided_at', 'valid_from', 'valid_until', 'revoked_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('object_kind', '=', 'claim')
    .where('outcome', '=', 'approved')
    .execute()
  const byClaim = new Map<string, DecisionView[]>()
  for (const row of rows) {
    if (row.decided_at === null) continue
    const list = byClaim.get(row.object_id) ?? []
    list.push({
      id: row.id,
      // The insert checks the kind against this union.
      kind: row.kind as DecisionView['kind'],
      subjectId: row.subject_id,
      decidedAt: row.decided_at,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      revokedAt: row.revoked_at,
    })
    byClaim.set(row.object_id, list)
  }
  return byClaim
}
