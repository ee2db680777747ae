/**
 * Loads what `status()` needs of the history of claims: everything from an instant on, and the state at that instant,
 * which is the last fact of each subject and class before it (and what was learned late of the time before). What is older decides nothing any more, so that the cost
 * does not grow with the years.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Duty } from '../duty.ts'
import { recordFactType } from '../evidence/record-duty.ts'
import type { Registry } from '../registry.ts'
import type {
  ClaimHistory,
  DutyHistory,
  HistoricObservation,
  MembershipVersion,
  PopulationCount,
  SubjectHistory,
  VoiceSpan,
} from '../status/history.ts'
import type { DecisionView } from '../status/view.ts'
import { evidenceClasses, type EvidenceClass } from '../vocabulary.ts'
import type { ClaimRow } from './store.ts'

/** Which part of the history is asked for. */
export interface HistoryWindow {
  /** Answers are wanted for this instant and later ones. */
  readonly from: Date
  /** As it was known at this instant or later. */
  readonly knownFrom: Date
}

/** The histories of the given claims, in their order. */
export async function loadClaimHistories(
  tx: TenantTx,
  registry: Registry,
  claims: readonly ClaimRow[],
  window: HistoryWindow,
): Promise<ClaimHistory[]> {
  const measures = [...new Set(claims.flatMap((claim) => claim.measures))]
  const duties = measures.flatMap((id) => registry.dutiesOf(id))
  if (duties.length === 0) {
    const decisions = await loadDecisions(tx, claims)
    return claims.map((claim) => historyOf(claim, registry, new Map(), decisions))
  }
  const factTypes = [...new Set(duties.map((duty) => duty.factType))]
  const populations = [...new Set(duties.flatMap((duty) => duty.population ?? []))]
  const collectors = [...new Set(duties.flatMap((duty) => duty.collector ?? []))]
  // Sent together; only the observations wait for the answer whose they are.
  const [decisions, [memberships, observations], counts, voices] = await Promise.all([
    loadDecisions(tx, claims),
    loadMemberships(tx, factTypes, populations, duties, window).then(
      async (members) => [members, await loadObservations(tx, duties, members, window)] as const,
    ),
    loadCounts(tx, factTypes, window),
    loadVoices(tx, collectors, window),
  ])
  const histories = new Map<Duty, DutyHistory>()
  // Duties about the same facts share them, so that what is worked out for one serves all.
  const shared = new Map<string, readonly SubjectHistory[]>()
  const none = { counts: [], voice: [] }
  for (const duty of duties) {
    const { factType, population = '', collector } = duty
    const key = `${factType} ${population} ${collector ?? ''} ${factType === recordFactType.type ? duty.measure : ''}`
    const subjects = shared.get(key) ?? subjectsOf(duty, memberships, observations)
    shared.set(key, subjects)
    histories.set(duty, {
      duty,
      subjects,
      counts: counts.get(factType) ?? none.counts,
      voice: collector === undefined ? null : (voices.get(collector) ?? none.voice),
    })
  }
  return claims.map((claim) => historyOf(claim, registry, histories, decisions))
}

function historyOf(
  claim: ClaimRow,
  registry: Registry,
  histories: ReadonlyMap<Duty, DutyHistory>,
  decisions: ReadonlyMap<string, DecisionView[]>,
): ClaimHistory {
  return {
    kind: claim.kind,
    modality: claim.modality,
    quantifier: claim.quantifier,
    parameters: claim.parameters,
    decisions: decisions.get(claim.id) ?? [],
    measures: claim.measures.map((measureId) => ({
      measureId,
      duties: registry.dutiesOf(measureId).flatMap((duty) => {
        const history = histories.get(duty)
        return history === undefined ? [] : [history]
      }),
    })),
  }
}

interface SubjectRow {
  readonly id: string
  readonly kind: string
  readonly externalId: string
  readonly name: string | null
  readonly memberships: MembershipVersion[]
}

/** Members by population, each with all its versions of the window. */
type Members = ReadonlyMap<string, ReadonlyMap<string, SubjectRow>>

function subjectsOf(
  duty: Duty,
  members: Members,
  observations: ReadonlyMap<string, readonly HistoricObservation[]>,
): SubjectHistory[] {
  const sighted = members.get(duty.factType)
  const belonging = duty.population === undefined ? sighted : members.get(duty.population)
  return (
    [...(belonging?.values() ?? [])]
      // A record is about one measure: the population is that measure alone.
      .filter((subject) => duty.factType !== recordFactType.type || subject.externalId === duty.measure)
      .map((subject) => ({
        ...subject,
        sightings: sighted?.get(subject.id)?.memberships ?? [],
        observations: observations.get(`${duty.factType} ${subject.id}`) ?? [],
      }))
  )
}

async function loadMemberships(
  tx: TenantTx,
  factTypes: readonly string[],
  populations: readonly string[],
  duties: readonly Duty[],
  { from, knownFrom }: HistoryWindow,
): Promise<Members> {
  const pairs = duties.flatMap((duty) =>
    duty.population === undefined ? [] : [{ population: duty.population, type: duty.factType }],
  )
  const { rows } = await sql<{
    population: string
    subject_id: string
    kind: string
    external_id: string
    name: string | null
    source: string
    joined_at: Date
    left_at: Date | null
    known_from: Date
    known_to: Date | null
  }>`
    select m.population, s.id as subject_id, s.kind, s.external_id, s.name, m.source, m.joined_at, m.left_at,
      m.known_from, m.known_to
    from memberships m
    join subjects s on s.tenant_id = m.tenant_id and s.id = m.subject_id
    where m.tenant_id = ${tx.tenantId}::uuid and m.population = any (${[...factTypes, ...populations]}::text[])
      and (m.known_to is null or m.known_to > ${knownFrom})
      and (m.left_at is null or m.left_at >= ${from} or exists (
        -- Who left a register while the source of the facts still sees them.
        select from memberships o
        join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p (population text, type text) on p.type = o.population
        where o.tenant_id = m.tenant_id and p.population = m.population and o.subject_id = m.subject_id
          and (o.known_to is null or o.known_to > ${knownFrom}) and (o.left_at is null or o.left_at >= ${from})
      ))
    order by m.population, s.external_id, s.id, m.joined_at, m.known_from
  `.execute(tx.db)
  const members = new Map<string, Map<string, SubjectRow>>()
  for (const row of rows) {
    const byId = members.get(row.population) ?? new Map<string, SubjectRow>()
    members.set(row.population, byId)
    const subject = byId.get(row.subject_id) ?? {
      id: row.subject_id,
      kind: row.kind,
      externalId: row.external_id,
      name: row.name,
      memberships: [],
    }
    byId.set(row.subject_id, subject)
    subject.memberships.push({
      source: row.source,
      joinedAt: row.joined_at,
      leftAt: row.left_at,
      knownFrom: row.known_from,
      knownTo: row.known_to,
    })
  }
  return members
}

/** An observation, out of a fact and its evidence. */
const observed = sql`f.type, f.subject_id, f.class, f.evidence_id, f.observed_at, e.accepted_at, e.superseded_at,
      e.valid_until, f.in_doubt, f.data`

/** Observations by fact type and subject. */
async function loadObservations(
  tx: TenantTx,
  duties: readonly Duty[],
  members: Members,
  { from, knownFrom }: HistoryWindow,
): Promise<Map<string, HistoricObservation[]>> {
  const wanted = new Map<string, Set<string>>()
  for (const duty of duties) {
    const ids = wanted.get(duty.factType) ?? new Set<string>()
    wanted.set(duty.factType, ids)
    for (const id of members.get(duty.population ?? duty.factType)?.keys() ?? []) ids.add(id)
  }
  const subjects = [...wanted].flatMap(([type, ids]) => [...ids].map((id) => ({ type, id })))
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{
    type: string
    subject_id: string
    class: EvidenceClass
    evidence_id: string
    observed_at: Date
    accepted_at: Date
    superseded_at: Date | null
    valid_until: Date | null
    in_doubt: boolean
    data: unknown
  }>`
    with wanted as materialized (
      select type, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as w (type text, id uuid)
    ), kinds as materialized (
      select t.type, c.class, d.in_doubt
      from (select distinct type from wanted) t
      cross join unnest(${[...evidenceClasses]}::text[]) as c (class)
      cross join (values (false), (true)) as d (in_doubt)
      where exists (
        select from facts f
        where f.tenant_id = ${tx.tenantId}::uuid and f.type = t.type and f.class = c.class and f.in_doubt = d.in_doubt
      )
    )
    select b.type, b.subject_id, b.class, b.evidence_id, b.observed_at, b.accepted_at, b.superseded_at, b.valid_until,
      b.in_doubt, b.data
    from wanted w
    join kinds k on k.type = w.type
    cross join lateral (
      select ${observed}
      from facts f
      join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
      where f.tenant_id = ${tx.tenantId}::uuid and f.type = w.type and f.class = k.class and f.in_doubt = k.in_doubt
        and f.subject_id = w.id and f.observed_at < ${from} and e.state = 'accepted'
        and e.accepted_at <= ${knownFrom} and e.superseded_at is null
      order by f.observed_at desc
      -- Facts of the same instant stand beside each other: which of them counts is for status() to say.
      fetch first 1 row with ties
    ) b
    union all
    -- What was learned, or ceased to count, in the window, of the time before it.
    select ${observed}
    from evidence e
    join facts f on f.tenant_id = e.tenant_id and f.evidence_id = e.id
    join wanted w on w.type = f.type and w.id = f.subject_id
    where e.tenant_id = ${tx.tenantId}::uuid and e.state = 'accepted' and f.observed_at < ${from}
      and (e.accepted_at > ${knownFrom} or e.superseded_at > ${knownFrom})
    union all
    select ${observed}
    from facts f
    join wanted w on w.type = f.type and w.id = f.subject_id
    join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
    where f.tenant_id = ${tx.tenantId}::uuid and f.type = any (${[...wanted.keys()]}::text[])
      and f.observed_at >= ${from} and e.state = 'accepted'
      and (e.superseded_at is null or e.superseded_at > ${knownFrom})
  `.execute(tx.db)
  return groupRows(
    rows,
    (row) => `${row.type} ${row.subject_id}`,
    (row): HistoricObservation => ({
      evidenceId: row.evidence_id,
      class: row.class,
      observedAt: row.observed_at,
      knownAt: row.accepted_at,
      knownTo: row.superseded_at,
      validUntil: row.valid_until,
      inDoubt: row.in_doubt,
      data: row.data,
    }),
  )
}

/** What a source said, out of a count and its evidence. */
const counted = sql`p.fact_type, p.source, p.evidence_id, p.observed_at, e.accepted_at, e.superseded_at, p.expected,
      p.seen, p.reconciled_against`

/** What each source said of the completeness of its population, by fact type. */
async function loadCounts(
  tx: TenantTx,
  factTypes: readonly string[],
  { from, knownFrom }: HistoryWindow,
): Promise<Map<string, PopulationCount[]>> {
  const { rows } = await sql<{
    fact_type: string
    source: string
    evidence_id: string
    observed_at: Date
    accepted_at: Date
    superseded_at: Date | null
    expected: number | null
    seen: number
    reconciled_against: string | null
  }>`
    with recursive sources as (
      (select fact_type, source from population_counts
       where tenant_id = ${tx.tenantId}::uuid order by fact_type, source limit 1)
      union all
      select n.fact_type, n.source from sources s
      cross join lateral (
        select p.fact_type, p.source from population_counts p
        where p.tenant_id = ${tx.tenantId}::uuid and (p.fact_type, p.source) > (s.fact_type, s.source)
        order by p.fact_type, p.source limit 1
      ) n
    )
    select c.fact_type, c.source, c.evidence_id, c.observed_at, c.accepted_at, c.superseded_at, c.expected, c.seen,
      c.reconciled_against
    from sources s
    cross join lateral (
      (select ${counted}
       from population_counts p
       join evidence e on e.tenant_id = p.tenant_id and e.id = p.evidence_id
       where p.tenant_id = ${tx.tenantId}::uuid and p.fact_type = s.fact_type and p.source = s.source
         and p.observed_at < ${from} and e.state = 'accepted'
         and e.accepted_at <= ${knownFrom} and e.superseded_at is null
       order by p.observed_at desc
       fetch first 1 row with ties)
      union all
      select ${counted}
      from evidence e
      join population_counts p on p.tenant_id = e.tenant_id and p.evidence_id = e.id
      where e.tenant_id = ${tx.tenantId}::uuid and e.state = 'accepted' and p.observed_at < ${from}
        and p.fact_type = s.fact_type and p.source = s.source
        and (e.accepted_at > ${knownFrom} or e.superseded_at > ${knownFrom})
      union all
      select ${counted}
      from population_counts p
      join evidence e on e.tenant_id = p.tenant_id and e.id = p.evidence_id
      where p.tenant_id = ${tx.tenantId}::uuid and p.fact_type = s.fact_type and p.source = s.source
        and p.observed_at >= ${from} and e.state = 'accepted'
        and (e.superseded_at is null or e.superseded_at > ${knownFrom})
    ) c
    where s.fact_type = any (${[...factTypes]}::text[])
  `.execute(tx.db)
  return groupRows(
    rows,
    (row) => row.fact_type,
    (row): PopulationCount => ({
      source: row.source,
      evidenceId: row.evidence_id,
      observedAt: row.observed_at,
      knownAt: row.accepted_at,
      knownTo: row.superseded_at,
      expected: row.expected,
      seen: row.seen,
      reconciledAgainst: row.reconciled_against,
    }),
  )
}

/** When each collector was heard: the last stretches before the window, and those in it. */
async function loadVoices(
  tx: TenantTx,
  collectors: readonly string[],
  { from, knownFrom }: HistoryWindow,
): Promise<Map<string, VoiceSpan[]>> {
  if (collectors.length === 0) return new Map()
  // Before the window the last one heard, and what failed since; all failures where none was ever heard.
  const before = (failed: boolean) => sql`
    (select o.from_at from observation_spans o
     where o.tenant_id = ${tx.tenantId}::uuid and o.collector = c.collector and o.from_at < ${from}
       and o.known_from <= ${knownFrom} and (o.failure is not null) = ${failed}
     order by o.from_at desc limit 1)`
  const { rows } = await sql<{
    collector: string
    from_at: Date
    to_at: Date
    known_from: Date
    silent_after_ms: number
    evidence_id: string | null
    failure: string | null
  }>`
    select s.collector, s.from_at, s.to_at, s.known_from, s.silent_after_ms, s.evidence_id, s.failure
    from unnest(${[...collectors]}::text[]) as c (collector)
    join observation_spans s on s.tenant_id = ${tx.tenantId}::uuid and s.collector = c.collector
      and s.from_at >= least(${from}::timestamptz, coalesce(${before(false)}, ${before(true)}))
    order by s.collector, s.from_at
  `.execute(tx.db)
  return groupRows(
    rows,
    (row) => row.collector,
    (row): VoiceSpan => ({
      fromAt: row.from_at,
      toAt: row.to_at,
      knownFrom: row.known_from,
      silentAfterMs: row.silent_after_ms,
      evidenceId: row.evidence_id,
      failure: row.failure,
    }),
  )
}

async function loadDecisions(tx: TenantTx, claims: readonly ClaimRow[]): Promise<Map<string, DecisionView[]>> {
  const ids = claims.map((claim) => claim.id).filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('decisions')
    .select(['id', 'kind', 'object_id', 'subject_id', 'decided_at', 'valid_from', 'valid_until', 'revoked_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('object_kind', '=', 'claim')
    .where('object_id', 'in', ids)
    .where('outcome', '=', 'approved')
    .execute()
  return groupRows(
    rows.flatMap(({ decided_at: decidedAt, ...row }) => (decidedAt === null ? [] : [{ ...row, decidedAt }])),
    (row) => row.object_id,
    (row): DecisionView => ({
      id: row.id,
      // The insert checks the kind against this union.
      kind: row.kind as DecisionView['kind'],
      subjectId: row.subject_id,
      decidedAt: row.decidedAt,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      revokedAt: row.revoked_at,
    }),
  )
}

/** Rows by their key, in the order in which they came, each as it is told. */
function groupRows<Row, Told>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  tell: (row: Row) => Told,
): Map<string, Told[]> {
  return new Map(Array.from(Map.groupBy(rows, keyOf), ([key, group]) => [key, group.map(tell)]))
}
