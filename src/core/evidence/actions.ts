/** Use-cases of evidence: pushed by a source, filed by a person, reviewed by another, read. */
import { notFound, Problem } from '#platform/http/problem.ts'
import { sql } from 'kysely'
import { announce } from '../announce.ts'
import { closeReview, openReview } from '../case/review.ts'
import type { Actor, Context } from '../context.ts'
import { decodeCursor, cutPage } from '../cursor.ts'
import { judgeAfterwards } from '../judging/judge.ts'
import { record } from '../ledger/record.ts'
import type { ReceivedFile } from '../module.ts'
import type { Registry } from '../registry.ts'
import type { EvidenceClass } from '../vocabulary.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { z } from 'zod'
import type { EvidenceInput, evidenceDetailSchema, listEvidence, uploadEvidence } from './contract.ts'
import { ingestEvidence, takeIn } from './ingest.ts'
import { recordFactType } from './record-duty.ts'
import { readFactsOf, readPopulationsOf } from './store.ts'
import type { InputOf } from '#platform/http/endpoint.ts'

/** The natural person behind an actor. */
export function personOf(actor: Actor): string {
  if (actor.kind === 'account' || actor.kind === 'api-key') return actor.personId
  throw new Error(`no person is behind an actor of kind ${actor.kind}`)
}

/** Records facts that a source pushed. @throws as `ingestEvidence` */
export async function pushFacts(
  context: Context,
  registry: Registry,
  input: EvidenceInput,
): Promise<{ id: string; duplicate: boolean }> {
  if (input.source.system === 'beleg' || input.source.system.startsWith('beleg/')) {
    throw new Problem(400, 'evidence.invalid', { issues: [{ pointer: '/source/system', code: 'reserved_source' }] })
  }
  const foreign = input.facts.findIndex((fact) => fact.type === recordFactType.type)
  if (foreign >= 0) {
    throw new Problem(400, 'evidence.invalid', {
      issues: [{ pointer: `/facts/${foreign}/type`, code: 'needs_upload' }],
    })
  }
  const seen = (factType: string) => input.facts.filter((fact) => fact.type === factType).length
  const result = await ingestEvidence(context, registry.factTypes, {
    source: input.source,
    collector: null,
    class: input.class,
    title: null,
    observedFrom: new Date(input.observedFrom),
    observedTo: new Date(input.observedTo),
    validUntil: input.validUntil === undefined ? null : new Date(input.validUntil),
    ...(input.supersedes !== undefined && { supersedes: input.supersedes }),
    facts: input.facts.map((fact) => ({
      type: fact.type,
      data: fact.data,
      subject: {
        kind: fact.subject.kind,
        externalId: fact.subject.externalId,
        ...(fact.subject.name !== undefined && { name: fact.subject.name }),
      },
    })),
    populations: input.populations.map((population) => ({ ...population, seen: seen(population.factType) })),
    recordedBy: personOf(context.actor),
    state: 'accepted',
    file: null,
  })
  judgeAfterwards(context, registry)
  return result
}

/** Files a document about a measure; it waits for another person's review. */
export async function fileDocument(
  context: Context,
  registry: Registry,
  input: InputOf<typeof uploadEvidence>['body'],
  file: ReceivedFile,
): Promise<{ id: string }> {
  if (!registry.acceptsUpload(input.measureId)) {
    throw new Problem(400, 'evidence.invalid', { issues: [{ pointer: '/measureId', code: 'not_proved_by_documents' }] })
  }
  const performedAt = new Date(`${input.performedOn}T00:00:00Z`)
  const id = newId(context.services.clock)
  const evidence = await ingestEvidence(context, registry.factTypes, {
    source: { system: 'beleg/upload', id },
    collector: null,
    class: 'document',
    title: input.title,
    observedFrom: performedAt,
    observedTo: performedAt,
    validUntil: input.validUntil === undefined ? null : new Date(`${input.validUntil}T23:59:59Z`),
    facts: [
      {
        subject: { kind: recordFactType.subjectKind, externalId: input.measureId },
        type: recordFactType.type,
        data: {
          measure: input.measureId,
          performedOn: input.performedOn,
          outcome: input.outcome,
          description: input.description,
        },
      },
    ],
    populations: [],
    recordedBy: personOf(context.actor),
    state: 'in_review',
    file: {
      blobKey: file.blobKey,
      name: file.fileName,
      bytes: file.bytes,
      sha256: file.sha256,
      mediaType: file.mediaType,
    },
  })
  await openReview(context, evidence.id)
  return { id: evidence.id }
}

/**
 * Accepts or rejects a filed document.
 * @throws Problem 404, 409 `evidence.already_reviewed`, 403 `four_eyes.same_person`
 */
export async function reviewDocument(
  context: Context,
  registry: Registry,
  evidenceId: string,
  outcome: 'accepted' | 'rejected',
  reason: string,
): Promise<{ id: string; state: 'accepted' | 'rejected' }> {
  const { tx, services } = context
  const reviewer = personOf(context.actor)
  const evidence = await tx.db
    .selectFrom('evidence')
    .select(['id', 'state', 'recorded_by', 'source_system', 'observed_to'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', evidenceId)
    .forUpdate()
    .executeTakeFirst()
  if (!evidence) throw notFound()
  if (evidence.recorded_by === null || evidence.state !== 'in_review')
    throw new Problem(409, 'evidence.already_reviewed')
  if (evidence.recorded_by === reviewer) throw new Problem(403, 'four_eyes.same_person')
  const now = services.clock.now()
  await tx.db
    .updateTable('evidence')
    .set({ state: outcome, accepted_at: outcome === 'accepted' ? now : null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', evidenceId)
    .execute()
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id: newId(services.clock),
      kind: 'evidence_review',
      object_kind: 'evidence',
      object_id: evidenceId,
      reason,
      requested_by: evidence.recorded_by,
      requested_at: now,
      decided_by: reviewer,
      decided_at: now,
      outcome: outcome === 'accepted' ? 'approved' : 'refused',
      outcome_reason: reason,
      valid_from: now,
    })
    .execute()
  if (outcome === 'accepted') {
    const facts = await readFactsOf(tx, evidenceId, 10_000)
    await takeIn(
      context,
      { id: evidenceId, source: evidence.source_system, observedTo: evidence.observed_to },
      facts.map((f) => ({ type: f.type, subjectId: f.subject_id, data: f.data })),
      [],
    )
  }
  await record(context, {
    action: 'evidence.reviewed',
    object: { kind: 'evidence', id: evidenceId },
    before: { state: 'in_review' },
    after: { state: outcome },
    reason,
  })
  await closeReview(context, evidenceId, outcome, reason)
  await announce(tx, 'evidence')
  await announce(tx, 'today')
  judgeAfterwards(context, registry)
  return { id: evidenceId, state: outcome }
}

const summaryColumns = [
  'evidence.id',
  'evidence.title',
  'evidence.source_system',
  'evidence.source_id',
  'evidence.collector',
  'evidence.class',
  'evidence.state',
  'evidence.observed_from',
  'evidence.observed_to',
  'evidence.recorded_at',
  'evidence.recorded_by',
] as const

/** Evidence with how long it was confirmed and how many facts it states. */
function selectSummaries(tx: TenantTx) {
  return tx.db
    .selectFrom('evidence')
    .leftJoin('heartbeats', (join) =>
      join.onRef('heartbeats.tenant_id', '=', 'evidence.tenant_id').onRef('heartbeats.evidence_id', '=', 'evidence.id'),
    )
    .select(summaryColumns)
    .select('heartbeats.confirmed_at')
    .select((eb) =>
      eb
        .selectFrom('facts')
        .select(eb.fn.countAll<string>().as('n'))
        .whereRef('facts.tenant_id', '=', 'evidence.tenant_id')
        .whereRef('facts.evidence_id', '=', 'evidence.id')
        .as('fact_count'),
    )
    .where('evidence.tenant_id', '=', tx.tenantId)
}

/** A page of evidence, newest first. */
export async function listAllEvidence(context: Context, query: InputOf<typeof listEvidence>['query']) {
  const { tx } = context
  const from = query.cursor === undefined ? null : decodeCursor(query.cursor)
  const pattern = `%${(query.q ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`
  const rows = await selectSummaries(tx)
    .$if(query.state !== undefined, (q) => q.where('evidence.state', '=', query.state ?? ''))
    .$if(query.class !== undefined, (q) => q.where('evidence.class', '=', query.class ?? ''))
    .$if(query.q !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          eb('evidence.title', 'ilike', pattern),
          eb('evidence.source_system', 'ilike', pattern),
          eb('evidence.source_id', 'ilike', pattern),
        ]),
      ),
    )
    .$if(from !== null, (q) =>
      q.where(
        sql<boolean>`(evidence.recorded_at, evidence.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid)`,
      ),
    )
    .orderBy('evidence.recorded_at', 'desc')
    .orderBy('evidence.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = cutPage(rows, query.limit, (row) => ({ at: row.recorded_at, id: row.id }))
  const names = await context.services.personNames(
    tx,
    page.items.flatMap((row) => (row.recorded_by === null ? [] : [row.recorded_by])),
  )
  return { nextCursor: page.nextCursor, items: page.items.map((row) => presentSummary(row, names)) }
}

interface SummaryRow {
  id: string
  title: string | null
  source_system: string
  source_id: string
  collector: string | null
  class: string
  state: string
  observed_from: Date
  observed_to: Date
  recorded_at: Date
  recorded_by: string | null
  confirmed_at: Date | null
  fact_count: string | number | null
}

function presentSummary(row: SummaryRow, names: ReadonlyMap<string, string>) {
  return {
    id: row.id,
    title: row.title,
    sourceSystem: row.source_system,
    sourceId: row.source_id,
    collector: row.collector,
    // Both words are held to the same lists by checks of the table.
    class: row.class as EvidenceClass,
    state: row.state as 'in_review' | 'accepted' | 'rejected',
    observedFrom: row.observed_from.toISOString(),
    observedTo: row.observed_to.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: person(row.recorded_by, names),
    factCount: Number(row.fact_count ?? 0),
  }
}

function person(
  personId: string | null,
  names: ReadonlyMap<string, string>,
): { personId: string; name: string } | null {
  return personId === null ? null : { personId, name: names.get(personId) ?? '—' }
}

/** One evidence with its facts. @throws Problem 404 */
export async function readOneEvidence(
  context: Context,
  evidenceId: string,
): Promise<z.input<typeof evidenceDetailSchema>> {
  const { tx, services, actor } = context
  const row = await selectSummaries(tx)
    .select([
      'source_query',
      'source_version',
      'valid_until',
      'body_hash',
      'blob_key',
      'file_name',
      'file_bytes',
      'file_sha256',
      'media_type',
    ])
    .where('evidence.id', '=', evidenceId)
    .executeTakeFirst()
  if (!row) throw notFound()
  const review = await tx.db
    .selectFrom('decisions')
    .select(['decided_by', 'decided_at', 'outcome', 'outcome_reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('object_kind', '=', 'evidence')
    .where('object_id', '=', evidenceId)
    .executeTakeFirst()
  const people = [row.recorded_by, review?.decided_by].filter((id) => id != null)
  const names = await services.personNames(tx, people)
  const obstacle = reviewObstacle(actor, row)
  const facts = await readFactsOf(tx, evidenceId, 200)
  return {
    ...presentSummary(row, names),
    sourceQuery: row.source_query,
    sourceVersion: row.source_version,
    validUntil: row.valid_until?.toISOString() ?? null,
    bodySha256: row.body_hash.toString('hex'),
    populations: (await readPopulationsOf(tx, evidenceId)).map((p) => ({
      factType: p.fact_type,
      expected: p.expected,
      seen: p.seen,
      reconciledAgainst: p.reconciled_against,
    })),
    facts: facts.map((fact) => ({
      subject: { id: fact.subject_id, kind: fact.kind, externalId: fact.external_id, name: fact.name },
      type: fact.type,
      data: fact.data as Record<string, unknown>,
    })),
    file:
      row.blob_key === null
        ? null
        : {
            name: row.file_name ?? 'file',
            mediaType: row.media_type ?? '',
            bytes: Number(row.file_bytes),
            sha256: row.file_sha256?.toString('hex') ?? '',
          },
    review:
      review?.decided_at == null
        ? null
        : {
            outcome: review.outcome === 'approved' ? ('accepted' as const) : ('rejected' as const),
            by: person(review.decided_by, names) ?? { personId: '', name: '—' },
            at: review.decided_at.toISOString(),
            reason: review.outcome_reason ?? '',
          },
    mayReview: obstacle === null,
    mayNotReviewBecause:
      obstacle === null ? null : services.texts.text('locale' in actor ? actor.locale : 'de', `problem.${obstacle}`),
  }
}

function reviewObstacle(actor: Actor, row: { state: string; recorded_by: string | null }): string | null {
  if (row.state !== 'in_review') return 'evidence.already_reviewed'
  if (actor.kind !== 'account') return 'permission.person_needed'
  if (!actor.permissions.has('evidence:review')) return 'permission.missing_here'
  return row.recorded_by === actor.personId ? 'four_eyes.same_person' : null
}

/** The file of an evidence, for download. @throws Problem 404 when there is none */
export async function findFile(context: Context, evidenceId: string): Promise<ReceivedFile> {
  const row = await context.tx.db
    .selectFrom('evidence')
    .select(['blob_key', 'file_name', 'file_bytes', 'file_sha256', 'media_type'])
    .where('tenant_id', '=', context.tx.tenantId)
    .where('id', '=', evidenceId)
    .executeTakeFirst()
  if (!row || row.blob_key === null) throw notFound()
  return {
    blobKey: row.blob_key,
    fileName: row.file_name ?? 'file',
    mediaType: row.media_type ?? 'application/octet-stream',
    bytes: Number(row.file_bytes),
    sha256: row.file_sha256?.toString('hex') ?? '',
  }
}
