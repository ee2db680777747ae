/** The SQL on evidence, facts, populations and memberships. Evidence is never updated but by its review. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { ObservedFact, ObservedPopulation } from '../collector.ts'
import type { Snapshot } from '../population.ts'
import type { NewEvidence } from './ingest.ts'

export async function findBySourceId(tx: TenantTx, system: string, sourceId: string) {
  return tx.db
    .selectFrom('evidence')
    .select(['id', 'body_hash', 'class', 'observed_from', 'observed_to', 'valid_until'])
    .where('tenant_id', '=', tx.tenantId)
    .where('source_system', '=', system)
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
}

/** Inserts it; false when the source has stated something under this id already, be it a moment ago in parallel. */
export async function insertEvidence(
  tx: TenantTx,
  id: string,
  given: NewEvidence,
  bodyHash: Buffer,
  now: Date,
): Promise<boolean> {
  const inserted = await tx.db
    .insertInto('evidence')
    .values({
      tenant_id: tx.tenantId,
      id,
      source_system: given.source.system,
      source_id: given.source.id,
      source_query: given.source.query ?? null,
      source_version: given.source.version ?? null,
      collector: given.collector,
      class: given.class,
      title: given.title,
      observed_from: given.observedFrom,
      observed_to: given.observedTo,
      valid_until: given.validUntil,
      recorded_at: now,
      recorded_by: given.recordedBy,
      state: given.state,
      accepted_at: given.state === 'accepted' ? now : null,
      body_hash: bodyHash,
      blob_key: given.file?.blobKey ?? null,
      file_name: given.file?.name ?? null,
      file_bytes: given.file?.bytes ?? null,
      file_sha256: given.file ? Buffer.from(given.file.sha256, 'hex') : null,
      media_type: given.file?.mediaType ?? null,
    })
    .onConflict((conflict) => conflict.constraint('evidence_source_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function insertFacts(
  tx: TenantTx,
  evidenceId: string,
  facts: readonly (ObservedFact & { subjectId: string; inDoubt: boolean })[],
  given: Pick<NewEvidence, 'class' | 'observedTo'>,
): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((fact, ordinal) => ({
    ordinal,
    subject_id: fact.subjectId,
    type: fact.type,
    data: fact.data,
    in_doubt: fact.inDoubt,
  }))
  // One parameter whatever the number of facts: PostgreSQL takes at most 65,535.
  await sql`
    insert into facts (tenant_id, evidence_id, ordinal, subject_id, type, data, class, observed_at, in_doubt)
    select ${tx.tenantId}::uuid, ${evidenceId}::uuid, r.ordinal, r.subject_id, r.type, r.data, ${given.class},
      ${given.observedTo}, r.in_doubt
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (ordinal integer, subject_id uuid, type text, data jsonb, in_doubt boolean)
  `.execute(tx.db)
}

export async function insertPopulations(
  tx: TenantTx,
  evidenceId: string,
  populations: readonly ObservedPopulation[],
  given: Pick<NewEvidence, 'source' | 'observedTo'>,
): Promise<void> {
  if (populations.length === 0) return
  await tx.db
    .insertInto('population_counts')
    .values(
      populations.map((population) => ({
        tenant_id: tx.tenantId,
        evidence_id: evidenceId,
        fact_type: population.factType,
        expected: population.expected,
        seen: population.seen,
        reconciled_against: population.reconciledAgainst,
        source: given.source.system,
        observed_at: given.observedTo,
      })),
    )
    .execute()
}

/**
 * What the source has stated about a fact type for this instant or a later one, beside the given evidence: nothing, only
 * about some subjects, or once about all of them.
 */
export async function findStatedSince(
  tx: TenantTx,
  source: string,
  factType: string,
  at: Date,
  besides: string,
): Promise<'nothing' | 'partial' | 'complete'> {
  const { rows } = await sql<{ facts: boolean; counts: boolean; complete: boolean }>`
    select
      exists (
        select from facts f
        join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
        where f.tenant_id = ${tx.tenantId}::uuid and f.type = ${factType} and f.observed_at >= ${at}
          and e.source_system = ${source} and e.state = 'accepted' and e.superseded_at is null
          and e.id <> ${besides}::uuid
      ) as facts,
      coalesce(p.counts, false) as counts, coalesce(p.complete, false) as complete
    from (
      select true as counts, bool_or(p.reconciled_against is not null and p.expected = p.seen) as complete
      from population_counts p
      join evidence e on e.tenant_id = p.tenant_id and e.id = p.evidence_id
      where p.tenant_id = ${tx.tenantId}::uuid and p.fact_type = ${factType} and p.source = ${source}
        and p.observed_at >= ${at} and e.state = 'accepted' and e.superseded_at is null and e.id <> ${besides}::uuid
      having count(*) > 0
    ) p right join (values (1)) one on true
  `.execute(tx.db)
  const [row] = rows
  if (row?.complete === true) return 'complete'
  return row?.facts === true || row?.counts === true ? 'partial' : 'nothing'
}

/** Ends the counting of a source's earlier evidence in favour of another one; null when there is none to end. */
export async function supersedeEvidence(
  tx: TenantTx,
  by: string,
  source: string,
  sourceId: string,
  at: Date,
): Promise<{ observedTo: Date; types: string[] } | null> {
  const { rows } = await sql<{ observed_to: Date; types: string[] }>`
    with ended as (
      update evidence set superseded_at = ${at}
      where tenant_id = ${tx.tenantId}::uuid and source_system = ${source} and source_id = ${sourceId}
        and state = 'accepted' and superseded_at is null and id <> ${by}::uuid
      returning id, observed_to
    ), bound as (
      update evidence set supersedes = (select id from ended) where tenant_id = ${tx.tenantId}::uuid and id = ${by}::uuid
    )
    select ended.observed_to, array(
      select type from facts f where f.tenant_id = ${tx.tenantId}::uuid and f.evidence_id = ended.id
      union select fact_type from population_counts p where p.tenant_id = ${tx.tenantId}::uuid and p.evidence_id = ended.id
    ) as types
    from ended
  `.execute(tx.db)
  const [row] = rows
  return row === undefined ? null : { observedTo: row.observed_to, types: row.types }
}

/** Everything that a source stated about whom there is, in any order. */
export async function readSnapshots(tx: TenantTx, source: string, factType: string): Promise<Snapshot[]> {
  const { rows } = await sql<{ observed_to: Date; subject_ids: string[] | null; complete: boolean }>`
    select e.observed_to, coalesce(p.reconciled_against is not null and p.expected = p.seen, false) as complete,
      (select array_agg(f.subject_id) from facts f
       where f.tenant_id = e.tenant_id and f.evidence_id = e.id and f.type = ${factType}) as subject_ids
    from evidence e
    left join population_counts p on p.tenant_id = e.tenant_id and p.evidence_id = e.id and p.fact_type = ${factType}
    where e.tenant_id = ${tx.tenantId}::uuid and e.source_system = ${source} and e.state = 'accepted'
      and e.superseded_at is null
  `.execute(tx.db)
  return rows
    .filter((row) => row.subject_ids !== null || row.complete)
    .map((row) => ({ observedAt: row.observed_to, subjectIds: row.subject_ids ?? [], complete: row.complete }))
}

export async function readFactsOf(tx: TenantTx, evidenceId: string, limit: number) {
  return tx.db
    .selectFrom('facts')
    .innerJoin('subjects', (join) =>
      join.onRef('subjects.tenant_id', '=', 'facts.tenant_id').onRef('subjects.id', '=', 'facts.subject_id'),
    )
    .select([
      'subjects.id as subject_id',
      'subjects.kind',
      'subjects.external_id',
      'subjects.name',
      'facts.type',
      'facts.data',
    ])
    .where('facts.tenant_id', '=', tx.tenantId)
    .where('facts.evidence_id', '=', evidenceId)
    .orderBy('facts.ordinal')
    .limit(limit)
    .execute()
}

export async function readPopulationsOf(tx: TenantTx, evidenceId: string) {
  return tx.db
    .selectFrom('population_counts')
    .select(['fact_type', 'expected', 'seen', 'reconciled_against'])
    .where('tenant_id', '=', tx.tenantId)
    .where('evidence_id', '=', evidenceId)
    .orderBy('fact_type')
    .execute()
}

/**
 * Notes that a collector's run saw what an evidence says: it is heard, without a break if it was heard shortly before.
 * @param heartbeat `at`: when the run began; `knownAt`: when this is written
 * @returns whether it begins to be heard anew, after silence, a failure, or with new evidence
 */
export async function confirmHeartbeat(
  tx: TenantTx,
  heartbeat: { collector: string; evidenceId: string; at: Date; knownAt: Date; silentAfterMs: number },
): Promise<boolean> {
  const { collector, evidenceId, at, knownAt, silentAfterMs } = heartbeat
  const { rows } = await sql<{ continued: number }>`
    with beat as (
      insert into heartbeats (tenant_id, collector, evidence_id, confirmed_at, attempted_at, silent_after_ms, failure)
      values (${tx.tenantId}::uuid, ${collector}, ${evidenceId}::uuid, ${at}, ${at}, ${silentAfterMs}, null)
      on conflict (tenant_id, collector) do update set
        evidence_id = excluded.evidence_id, confirmed_at = excluded.confirmed_at, attempted_at = excluded.attempted_at,
        silent_after_ms = excluded.silent_after_ms, failure = null
    ), continued as (
      update observation_spans s set to_at = greatest(s.to_at, ${at}), silent_after_ms = ${silentAfterMs}
      from (
        select from_at from observation_spans
        where tenant_id = ${tx.tenantId}::uuid and collector = ${collector} order by from_at desc limit 1
      ) last
      where s.tenant_id = ${tx.tenantId}::uuid and s.collector = ${collector} and s.from_at = last.from_at
        and s.evidence_id = ${evidenceId}::uuid and s.to_at <= ${at}
        -- What is written later than it would have been silent was silence as long as it was not written.
        and s.to_at + s.silent_after_ms * interval '1 millisecond' > ${knownAt}
      returning 1
    )
    select count(*)::int as continued from continued
  `.execute(tx.db)
  if ((rows[0]?.continued ?? 0) > 0) return false
  await beginSpan(tx, { collector, at, knownAt, silentAfterMs, evidenceId, failure: null })
  return true
}

/**
 * Notes that a collector's run failed; what it saw before is not confirmed by that.
 * @returns whether it was not failing the same way before
 */
export async function failHeartbeat(
  tx: TenantTx,
  heartbeat: { collector: string; at: Date; silentAfterMs: number; failure: string },
): Promise<boolean> {
  const { collector, at, silentAfterMs, failure } = heartbeat
  const { rows } = await sql<{ continued: number }>`
    with beat as (
      insert into heartbeats (tenant_id, collector, attempted_at, silent_after_ms, failure)
      values (${tx.tenantId}::uuid, ${collector}, ${at}, ${silentAfterMs}, ${failure})
      on conflict (tenant_id, collector) do update set attempted_at = excluded.attempted_at, failure = excluded.failure
    ), continued as (
      update observation_spans s set to_at = greatest(s.to_at, ${at})
      from (
        select from_at from observation_spans
        where tenant_id = ${tx.tenantId}::uuid and collector = ${collector} order by from_at desc limit 1
      ) last
      where s.tenant_id = ${tx.tenantId}::uuid and s.collector = ${collector} and s.from_at = last.from_at
        and s.failure = ${failure} and s.to_at <= ${at}
      returning 1
    )
    select count(*)::int as continued from continued
  `.execute(tx.db)
  if ((rows[0]?.continued ?? 0) > 0) return false
  await beginSpan(tx, { collector, at, knownAt: at, silentAfterMs, evidenceId: null, failure })
  return true
}

/** Begins a stretch. What a clock that was set back has not reached yet was not heard. */
async function beginSpan(
  tx: TenantTx,
  span: {
    collector: string
    at: Date
    knownAt: Date
    silentAfterMs: number
    evidenceId: string | null
    failure: string | null
  },
): Promise<void> {
  await sql`
    delete from observation_spans
    where tenant_id = ${tx.tenantId}::uuid and collector = ${span.collector} and from_at >= ${span.at}
  `.execute(tx.db)
  await sql`
    with cut as (
      update observation_spans set to_at = ${span.at}
      where tenant_id = ${tx.tenantId}::uuid and collector = ${span.collector} and to_at > ${span.at}
    )
    insert into observation_spans
      (tenant_id, collector, from_at, to_at, known_from, silent_after_ms, evidence_id, failure)
    values (${tx.tenantId}::uuid, ${span.collector}, ${span.at}, ${span.at}, ${span.knownAt}, ${span.silentAfterMs},
      ${span.evidenceId}::uuid, ${span.failure})
  `.execute(tx.db)
}

/** The evidence that a collector's last run left, to compare the next with. */
export async function readLastObservation(tx: TenantTx, collector: string) {
  return tx.db
    .selectFrom('heartbeats')
    .innerJoin('evidence', (join) =>
      join.onRef('evidence.tenant_id', '=', 'heartbeats.tenant_id').onRef('evidence.id', '=', 'heartbeats.evidence_id'),
    )
    .select(['evidence.id', 'evidence.body_hash', 'evidence.recorded_at', 'evidence.observed_to'])
    .where('heartbeats.tenant_id', '=', tx.tenantId)
    .where('heartbeats.collector', '=', collector)
    .executeTakeFirst()
}

/**
 * What status() would read of an evidence now: its facts of subjects that are members, and its counts. Equal to what was
 * observed unless somebody changed a row behind the application's back.
 */
export async function readBackObservation(
  tx: TenantTx,
  evidenceId: string,
): Promise<{ facts: ObservedFact[]; populations: ObservedPopulation[] }> {
  const { rows } = await sql<{ kind: string; external_id: string; name: string | null; type: string; data: unknown }>`
    select s.kind, s.external_id, s.name, c.type, c.data
    from facts c
    join subjects s on s.tenant_id = c.tenant_id and s.id = c.subject_id
    where c.tenant_id = ${tx.tenantId}::uuid and c.evidence_id = ${evidenceId}::uuid
      and exists (select from evidence e where e.tenant_id = c.tenant_id and e.id = c.evidence_id
        and e.class = c.class and e.observed_to = c.observed_at)
      and exists (
        select from memberships m
        where m.tenant_id = c.tenant_id and m.population = c.type and m.subject_id = c.subject_id
          and m.known_to is null and m.left_at is null
      )
  `.execute(tx.db)
  const populations = await readPopulationsOf(tx, evidenceId)
  return {
    facts: rows.map((row) => ({
      subject: { kind: row.kind, externalId: row.external_id, ...(row.name !== null && { name: row.name }) },
      type: row.type,
      data: row.data,
    })),
    populations: populations.map((row) => ({
      factType: row.fact_type,
      expected: row.expected,
      seen: row.seen,
      reconciledAgainst: row.reconciled_against,
    })),
  }
}
