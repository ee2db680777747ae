/** The SQL on evidence, facts, populations and memberships. Evidence is never updated but by its review. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { ObservedFact, ObservedPopulation } from '../collector.ts'
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
  facts: readonly (ObservedFact & { subjectId: string })[],
): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((fact, ordinal) => ({ ordinal, subject_id: fact.subjectId, type: fact.type, data: fact.data }))
  // One parameter whatever the number of facts: PostgreSQL takes at most 65,535.
  await sql`
    insert into facts (tenant_id, evidence_id, ordinal, subject_id, type, data)
    select ${tx.tenantId}::uuid, ${evidenceId}::uuid, r.ordinal, r.subject_id, r.type, r.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (ordinal integer, subject_id uuid, type text, data jsonb)
  `.execute(tx.db)
}

export async function insertPopulations(
  tx: TenantTx,
  evidenceId: string,
  populations: readonly ObservedPopulation[],
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
      })),
    )
    .execute()
}

/** Opens a membership for every subject that has none open. */
export async function joinMembers(
  tx: TenantTx,
  factType: string,
  source: string,
  subjectIds: readonly string[],
  at: Date,
): Promise<void> {
  if (subjectIds.length === 0) return
  await sql`
    insert into memberships (tenant_id, fact_type, source, subject_id, joined_at)
    select ${tx.tenantId}::uuid, ${factType}, ${source}, s.id, ${at}
    from unnest(${[...subjectIds]}::uuid[]) as s (id)
    where not exists (
      select from memberships m
      where m.tenant_id = ${tx.tenantId}::uuid and m.fact_type = ${factType} and m.source = ${source}
        and m.subject_id = s.id and m.left_at is null
    )
    on conflict do nothing
  `.execute(tx.db)
}

/** Ends the membership of everybody the snapshot no longer names. */
export async function leaveMembers(
  tx: TenantTx,
  factType: string,
  source: string,
  subjectIds: readonly string[],
  at: Date,
): Promise<void> {
  await sql`
    update memberships set left_at = greatest(${at}, joined_at)
    where tenant_id = ${tx.tenantId}::uuid and fact_type = ${factType} and source = ${source} and left_at is null
      and not (subject_id = any (${[...subjectIds]}::uuid[]))
  `.execute(tx.db)
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
 * Makes the facts of an evidence the current ones, for every subject and class of which nothing newer is known.
 * Facts of the same instant stand beside each other: which of them counts is for status() to say.
 */
export async function replaceCurrentFacts(tx: TenantTx, evidenceId: string): Promise<void> {
  await sql`
    insert into current_facts (tenant_id, type, subject_id, class, evidence_id, observed_at, data)
    select f.tenant_id, f.type, f.subject_id, e.class, e.id, e.observed_to, f.data
    from facts f
    join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
    where f.tenant_id = ${tx.tenantId}::uuid and f.evidence_id = ${evidenceId}::uuid
      and not exists (
        select from current_facts c
        where c.tenant_id = f.tenant_id and c.type = f.type and c.subject_id = f.subject_id and c.class = e.class
          and c.observed_at > e.observed_to
      )
    on conflict do nothing
  `.execute(tx.db)
  await sql`
    delete from current_facts c
    using facts f, evidence e
    where e.tenant_id = ${tx.tenantId}::uuid and e.id = ${evidenceId}::uuid
      and f.tenant_id = e.tenant_id and f.evidence_id = e.id
      and c.tenant_id = f.tenant_id and c.type = f.type and c.subject_id = f.subject_id and c.class = e.class
      and c.observed_at < e.observed_to
  `.execute(tx.db)
}

/** Notes that a collector's run saw again what an evidence says. */
export async function confirmHeartbeat(
  tx: TenantTx,
  heartbeat: { collector: string; evidenceId: string; at: Date; silentAfterMs: number },
): Promise<void> {
  await sql`
    insert into heartbeats (tenant_id, collector, evidence_id, confirmed_at, attempted_at, silent_after_ms, failure)
    values (${tx.tenantId}::uuid, ${heartbeat.collector}, ${heartbeat.evidenceId}::uuid, ${heartbeat.at}, ${heartbeat.at}, ${heartbeat.silentAfterMs}, null)
    on conflict (tenant_id, collector) do update set
      evidence_id = excluded.evidence_id, confirmed_at = excluded.confirmed_at, attempted_at = excluded.attempted_at,
      silent_after_ms = excluded.silent_after_ms, failure = null
  `.execute(tx.db)
}

/** Notes that a collector's run failed; what it saw before is not confirmed by that. */
export async function failHeartbeat(
  tx: TenantTx,
  heartbeat: { collector: string; at: Date; silentAfterMs: number; failure: string },
): Promise<void> {
  await sql`
    insert into heartbeats (tenant_id, collector, attempted_at, silent_after_ms, failure)
    values (${tx.tenantId}::uuid, ${heartbeat.collector}, ${heartbeat.at}, ${heartbeat.silentAfterMs}, ${heartbeat.failure})
    on conflict (tenant_id, collector) do update set attempted_at = excluded.attempted_at, failure = excluded.failure
  `.execute(tx.db)
}

/** The evidence that a collector's last run left, to compare the next with. */
export async function readLastObservation(tx: TenantTx, collector: string) {
  return tx.db
    .selectFrom('heartbeats')
    .innerJoin('evidence', (join) =>
      join.onRef('evidence.tenant_id', '=', 'heartbeats.tenant_id').onRef('evidence.id', '=', 'heartbeats.evidence_id'),
    )
    .select(['evidence.id', 'evidence.body_hash', 'evidence.recorded_at', 'heartbeats.confirmed_at'])
    .where('heartbeats.tenant_id', '=', tx.tenantId)
    .where('heartbeats.collector', '=', collector)
    .executeTakeFirst()
}

/**
 * What status() would read of an evidence now: its current facts of subjects that are members, and its counts. Equal to
 * what was observed unless somebody changed a row behind the application's back.
 */
export async function readBackObservation(
  tx: TenantTx,
  evidenceId: string,
): Promise<{ facts: ObservedFact[]; populations: ObservedPopulation[] }> {
  const { rows } = await sql<{ kind: string; external_id: string; name: string | null; type: string; data: unknown }>`
    select s.kind, s.external_id, s.name, c.type, c.data
    from current_facts c
    join subjects s on s.tenant_id = c.tenant_id and s.id = c.subject_id
    where c.tenant_id = ${tx.tenantId}::uuid and c.evidence_id = ${evidenceId}::uuid
      and exists (
        select from memberships m
        where m.tenant_id = c.tenant_id and m.fact_type = c.type and m.subject_id = c.subject_id and m.left_at is null
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
