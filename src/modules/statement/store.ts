/** The SQL on statements and claims. */
import type { ReadClaim } from './reading/read.ts'
import { newId } from '#platform/database/id.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { AsOf } from '#core/as-of/resolve.ts'
import type { StoredJudgement } from '#core/judging/store.ts'
import type { ClaimKind, ClaimParameter, Modality, Quantifier, Status } from '#core/vocabulary.ts'
import { sql } from 'kysely'

export interface NewStatement {
  readonly locale: Locale
  readonly title: string
  readonly body: string
  readonly bodyHash: Buffer
  readonly draftedBy: string | null
  readonly claims: readonly ReadClaim[]
}

/** Two drafts of a tenant at once wait for each other, for the number that follows. */
export async function takeTurn(tx: TenantTx): Promise<void> {
  await awaitTurn(tx, `statement version ${tx.tenantId}`)
}

export async function insertStatement(tx: TenantTx, clock: Clock, given: NewStatement): Promise<string> {
  const id = newId(clock)
  await takeTurn(tx)
  await tx.db
    .insertInto('statements')
    .values({
      tenant_id: tx.tenantId,
      id,
      locale: given.locale,
      // The next of its language.
      version: sql<number>`(
        select coalesce(max(version), 0) + 1 from statements where tenant_id = ${tx.tenantId}::uuid and locale = ${given.locale}
      )`,
      title: given.title,
      body: given.body,
      body_hash: given.bodyHash,
      drafted_by: given.draftedBy,
      created_at: clock.now(),
    })
    .execute()
  if (given.claims.length === 0) return id
  await tx.db
    .insertInto('claims')
    .values(
      given.claims.map((claim, ordinal) => ({
        tenant_id: tx.tenantId,
        id: newId(clock),
        statement_id: id,
        ordinal,
        start_offset: claim.start,
        end_offset: claim.end,
        text: claim.text,
        section: claim.section,
        lead_in: claim.leadIn,
        kind: claim.kind,
        modality: claim.modality,
        quantifier: claim.quantifier,
        quantifier_word: claim.quantifierWord,
        parameters: JSON.stringify(claim.parameters),
        measures: claim.measures.map((measure) => measure.id),
      })),
    )
    .execute()
  return id
}

/** Puts a draft in force in its language; what was in force before stays readable as superseded. */
export async function putInForce(
  tx: TenantTx,
  statementId: string,
  locale: string,
  publishedBy: string | null,
  at: Date,
): Promise<void> {
  await tx.db
    .updateTable('statements')
    .set({ superseded_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('locale', '=', locale)
    .where('published_at', 'is not', null)
    .where('superseded_at', 'is', null)
    .execute()
  await tx.db
    .updateTable('statements')
    .set({ published_at: at, published_by: publishedBy })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', statementId)
    .execute()
}

/** Ids of the claims that hold in a language. */
export async function listClaimsInForce(tx: TenantTx, locale: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from claims c join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    where c.tenant_id = ${tx.tenantId}::uuid and s.locale = ${locale} and s.published_at is not null
      and s.superseded_at is null`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** What a reader sees of a statement. */
export type StatementRow = NonNullable<Awaited<ReturnType<typeof findInForce>>>

export async function findInForce(tx: TenantTx, locale: Locale) {
  return selectOne(tx, locale)
    .where('published_at', 'is not', null)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
}

/** In the wished language, else the one there is. */
function selectOne(tx: TenantTx, locale: Locale) {
  return tx.db
    .selectFrom('statements')
    .select(['id', 'locale', 'version', 'title', 'body', 'body_hash', 'published_at'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy(sql`locale = ${locale}`, 'desc')
    .limit(1)
}

export interface JudgedClaimRow {
  readonly id: string
  readonly ordinal: number
  readonly start_offset: number
  readonly end_offset: number
  readonly text: string
  readonly section: string | null
  readonly lead_in: string | null
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly quantifier_word: string | null
  readonly parameters: ClaimParameter[]
  readonly measures: string[]
  readonly statement_id: string
  readonly statement_title: string
  readonly status: Status | null
  readonly from_at: Date | null
  readonly judgement: StoredJudgement | null
  readonly observed_at: Date | null
  readonly next_at: Date | null
  /** Whether an earlier interval of today was better than the present one. */
  readonly broke_at: Date | null
}

/** Claims with the judgement that holds now: of one statement, or one claim. */
export async function readJudgedClaims(
  tx: TenantTx,
  by: { statementId: string } | { claimId: string },
): Promise<JudgedClaimRow[]> {
  const { rows } = await sql<JudgedClaimRow>`
    select c.id, c.ordinal, c.start_offset, c.end_offset, c.text, c.section, c.lead_in, c.kind, c.modality, c.quantifier,
      c.quantifier_word, c.parameters, c.measures, c.statement_id, s.title as statement_title,
      j.status, j.from_at, j.duties as judgement, j.observed_at, j.next_at, f.opened_at as broke_at
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    left join judgements j on j.tenant_id = c.tenant_id and j.claim_id = c.id and j.to_at is null
    left join findings f on f.tenant_id = c.tenant_id and f.claim_id = c.id and f.closed_at is null
    where c.tenant_id = ${tx.tenantId}::uuid
      and ${'statementId' in by ? sql`c.statement_id = ${by.statementId}::uuid` : sql`c.id = ${by.claimId}::uuid`}
    order by c.ordinal
  `.execute(tx.db)
  return rows
}

/** The statement that was in force at an instant: in the wished language, else in the one there was. */
export async function findInForceAt(tx: TenantTx, locale: Locale, at: Date) {
  return selectOne(tx, locale)
    .where('published_at', '<=', at)
    .where((eb) => eb.or([eb('superseded_at', 'is', null), eb('superseded_at', '>', at)]))
    .executeTakeFirst()
}

/** A published statement and how long it was in force; the end is the first instant at which it no longer was. */
export interface PublishedStatement {
  readonly id: string
  readonly title: string
  readonly published_at: Date
  readonly superseded_at: Date | null
}

/**
 * The statements that were in force at some instant of a period, in order: those in the wished language, else all.
 * @param until the last instant
 */
export async function listInForceBetween(
  tx: TenantTx,
  locale: Locale,
  from: Date,
  until: Date,
): Promise<PublishedStatement[]> {
  const { rows } = await sql<PublishedStatement & { locale: string }>`
    select id, title, locale, published_at, superseded_at from statements
    where tenant_id = ${tx.tenantId}::uuid and published_at <= ${until}
      and (superseded_at is null or superseded_at > greatest(published_at, ${from}))
    order by published_at, id
  `.execute(tx.db)
  const wished = rows.filter((row) => row.locale === locale)
  return wished.length > 0 ? wished : rows
}

export interface PublishedClaim extends Pick<
  JudgedClaimRow,
  'id' | 'ordinal' | 'text' | 'kind' | 'modality' | 'quantifier' | 'parameters' | 'measures' | 'statement_id'
> {
  readonly statement_title: string
  readonly published_at: Date
  readonly superseded_at: Date | null
}

/** The sentences with a status of statements, in order. */
export async function listClaimsOfStatements(tx: TenantTx, statementIds: readonly string[]): Promise<PublishedClaim[]> {
  const { rows } = await sql<PublishedClaim>`
    select c.id, c.ordinal, c.text, c.kind, c.modality, c.quantifier, c.parameters, c.measures, c.statement_id,
      s.title as statement_title, s.published_at, s.superseded_at
    from claims c join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    where c.tenant_id = ${tx.tenantId}::uuid and c.statement_id = any (${[...statementIds]}::uuid[])
      and c.kind in ('promise', 'option')
    order by s.published_at, s.id, c.ordinal`.execute(tx.db)
  return rows
}

/** The statement of a sentence, published up to an instant. */
export async function findPublishedOf(
  tx: TenantTx,
  claimId: string,
  until: Date,
): Promise<PublishedStatement | undefined> {
  const { rows } = await sql<PublishedStatement>`
    select s.id, s.title, s.published_at, s.superseded_at
    from claims c join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    where c.tenant_id = ${tx.tenantId}::uuid and c.id = ${claimId}::uuid and s.published_at <= ${until}
  `.execute(tx.db)
  return rows[0]
}

/** Claims with the judgement that held at an instant: of one statement, or one claim. */
export async function readClaimsAt(
  tx: TenantTx,
  by: { statementId: string } | { claimId: string },
  { at, known }: AsOf,
): Promise<JudgedClaimRow[]> {
  const wasKnown =
    known === 'today'
      ? sql`j.known_to is null`
      : sql`j.known_from <= ${at} and (j.known_to is null or j.known_to > ${at})`
  const { rows } = await sql<JudgedClaimRow>`
    select c.id, c.ordinal, c.start_offset, c.end_offset, c.text, c.section, c.lead_in, c.kind, c.modality, c.quantifier,
      c.quantifier_word, c.parameters, c.measures, c.statement_id, s.title as statement_title,
      h.status, h.from_at, h.duties as judgement, h.observed_at, null as next_at,
      case when h.status in ('contradicted', 'lapsed') then h.from_at end as broke_at
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    left join lateral (
      select j.status, ${known === 'today' ? sql`j.from_at` : sql`greatest(j.from_at, j.known_from)`} as from_at,
        j.duties, j.observed_at
      from judgements j
      where j.tenant_id = c.tenant_id and j.claim_id = c.id and j.from_at <= ${at} and (j.to_at is null or j.to_at > ${at})
        and ${wasKnown}
      order by j.from_at desc
      limit 1
    ) h on true
    where c.tenant_id = ${tx.tenantId}::uuid
      and ${'statementId' in by ? sql`c.statement_id = ${by.statementId}::uuid` : sql`c.id = ${by.claimId}::uuid`}
    order by c.ordinal
  `.execute(tx.db)
  return rows
}

export async function readFactsOfSubjects(
  tx: TenantTx,
  keys: readonly { evidenceId: string; subjectId: string; type: string }[],
) {
  if (keys.length === 0) return []
  const { rows } = await sql<{ evidence_id: string; subject_id: string; type: string; data: Record<string, unknown> }>`
    select f.evidence_id, f.subject_id, f.type, f.data
    from facts f
    join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k ("evidenceId" uuid, "subjectId" uuid, type text)
      on f.evidence_id = k."evidenceId" and f.subject_id = k."subjectId" and f.type = k.type
    where f.tenant_id = ${tx.tenantId}::uuid
  `.execute(tx.db)
  return rows
}

export async function readDecisionsOf(tx: TenantTx, claimId: string, until: Date) {
  return tx.db
    .selectFrom('decisions')
    .select([
      'id',
      'kind',
      'subject_id',
      'reason',
      'requested_by',
      'decided_by',
      'outcome',
      'valid_from',
      'valid_until',
      'revoked_at',
      'decided_at',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('object_kind', '=', 'claim')
    .where('object_id', '=', claimId)
    .where('requested_at', '<=', until)
    .orderBy('requested_at', 'desc')
    .limit(100)
    .execute()
}
