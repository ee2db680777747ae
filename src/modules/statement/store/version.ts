/** The SQL on versions of a statement: their states, their sentences for comparing, and who wrote them. */
import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { ComparedClaim } from '../change/compared-claim.ts'
import type { VersionTimes } from '../change/state.ts'
import { sql } from 'kysely'

export interface VersionRow extends VersionTimes {
  readonly id: string
  readonly locale: Locale
  readonly version: number
  readonly title: string
  readonly body: string
  readonly body_hash: Buffer
  readonly drafted_by: string | null
  readonly created_at: Date
  readonly submitted_by: string | null
  readonly approved_by: string | null
  readonly replaces_id: string | null
  readonly wording_hash: Buffer | null
  readonly meaning_hash: Buffer | null
  readonly effective_at: Date | null
  readonly published_by: string | null
}

const columns = sql`s.id, s.locale, s.version, s.title, s.body, s.body_hash, s.drafted_by, s.created_at, s.submitted_by,
  s.submitted_at, s.approved_by, s.approved_at, s.replaces_id, s.wording_hash, s.meaning_hash, s.announced_at,
  s.effective_at, s.published_by, s.published_at, s.superseded_at`

/** A version, locked until the end of the transaction; undefined when there is none. */
export async function lockVersion(tx: TenantTx, statementId: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from statements s where s.tenant_id = ${tx.tenantId}::uuid and s.id = ${statementId}::uuid
    for update`.execute(tx.db)
  return rows[0]
}

/** A version; undefined when there is none. */
export async function findVersion(tx: TenantTx, statementId: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from statements s
    where s.tenant_id = ${tx.tenantId}::uuid and s.id = ${statementId}::uuid`.execute(tx.db)
  return rows[0]
}

/** The version in force in just that language. */
export async function findVersionInForce(tx: TenantTx, locale: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from statements s
    where s.tenant_id = ${tx.tenantId}::uuid and s.locale = ${locale} and s.published_at is not null
      and s.superseded_at is null`.execute(tx.db)
  return rows[0]
}

/** A version that was in force once, by its number. */
export async function findPublishedVersion(
  tx: TenantTx,
  locale: Locale,
  version: number,
): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from statements s
    where s.tenant_id = ${tx.tenantId}::uuid and s.locale = ${locale} and s.version = ${version}
      and s.published_at is not null`.execute(tx.db)
  return rows[0]
}

/** Whether another version of the language was announced and is not in force yet. */
export async function isOtherAnnounced(tx: TenantTx, locale: string, statementId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from statements where tenant_id = ${tx.tenantId}::uuid and locale = ${locale} and id <> ${statementId}::uuid
        and announced_at is not null and published_at is null
    ) as waits`.execute(tx.db)
  return rows[0]?.waits ?? false
}

export interface ListedVersion extends Omit<VersionRow, 'body'> {
  readonly claims: number
  readonly pinned: number
}

/** Every version, newest first. */
export async function listVersions(tx: TenantTx): Promise<ListedVersion[]> {
  const { rows } = await sql<ListedVersion>`
    select s.id, s.locale, s.version, s.title, s.body_hash, s.drafted_by, s.created_at, s.submitted_by, s.submitted_at,
      s.approved_by, s.approved_at, s.replaces_id, s.wording_hash, s.meaning_hash, s.announced_at, s.effective_at,
      s.published_by, s.published_at, s.superseded_at,
      (select count(*)::int from claims c where c.tenant_id = s.tenant_id and c.statement_id = s.id) as claims,
      (select count(*)::int from customer_contracts k where k.tenant_id = s.tenant_id and k.statement_id = s.id) as pinned
    from statements s where s.tenant_id = ${tx.tenantId}::uuid
    order by s.created_at desc, s.id desc
    limit 500`.execute(tx.db)
  return rows
}

/** A sentence with its place in the text. */
export interface VersionClaim extends ComparedClaim {
  readonly ordinal: number
  readonly start: number
  readonly end: number
}

/** The sentences of a version, in order. */
export async function listClaims(tx: TenantTx, statementId: string): Promise<VersionClaim[]> {
  const { rows } = await sql<VersionClaim>`
    select id, ordinal, start_offset as "start", end_offset as "end", text, lead_in as "leadIn", section, kind, modality,
      quantifier, quantifier_word as "quantifierWord", parameters, measures, scope
    from claims where tenant_id = ${tx.tenantId}::uuid and statement_id = ${statementId}::uuid
    order by ordinal`.execute(tx.db)
  return rows
}

/** Somebody wrote something of a version; said twice is said once. */
export async function insertAuthor(tx: TenantTx, statementId: string, personId: string, at: Date): Promise<void> {
  await tx.db
    .insertInto('statement_authors')
    .values({ tenant_id: tx.tenantId, statement_id: statementId, person_id: personId, first_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Everybody who wrote something of a version. */
export async function listAuthors(tx: TenantTx, statementId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.db
    .selectFrom('statement_authors')
    .select('person_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('statement_id', '=', statementId)
    .execute()
  return new Set(rows.map((row) => row.person_id))
}

async function update(tx: TenantTx, statementId: string, set: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update statements set ${set} where tenant_id = ${tx.tenantId}::uuid and id = ${statementId}::uuid`.execute(tx.db)
}

/** Whether somebody asked for a judgement about it that nobody has signed or refused. */
export async function awaitsJudgement(tx: TenantTx, statementId: string): Promise<boolean> {
  const { rows } = await sql<{ awaits: boolean }>`
    select exists (
      select from statement_answers a join decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
      where a.tenant_id = ${tx.tenantId}::uuid and a.statement_id = ${statementId}::uuid and d.outcome is null
    ) as awaits`.execute(tx.db)
  return rows[0]?.awaits ?? false
}

/** Submitted, and not written any more. */
export function markSubmitted(tx: TenantTx, statementId: string, by: string, at: Date): Promise<void> {
  return update(tx, statementId, sql`submitted_by = ${by}::uuid, submitted_at = ${at}`)
}

/** A draft again: what was approved and announced of it is no longer so. */
export function markReturned(tx: TenantTx, statementId: string): Promise<void> {
  return update(
    tx,
    statementId,
    sql`submitted_by = null, submitted_at = null, approved_by = null, approved_at = null, replaces_id = null,
      wording_hash = null, meaning_hash = null, announced_at = null, effective_at = null, published_by = null`,
  )
}

export interface Fixed {
  readonly replaces: string | null
  readonly wording: Buffer
  readonly meaning: Buffer
}

/** Approved, with what is fixed by that. */
export function markApproved(tx: TenantTx, statementId: string, by: string, at: Date, fixed: Fixed): Promise<void> {
  return update(
    tx,
    statementId,
    sql`approved_by = ${by}::uuid, approved_at = ${at}, replaces_id = ${fixed.replaces}::uuid,
      wording_hash = ${fixed.wording}, meaning_hash = ${fixed.meaning}`,
  )
}

/** Announced, with the instant from which it is to hold. */
export function markAnnounced(
  tx: TenantTx,
  statementId: string,
  given: { readonly by: string; readonly at: Date; readonly effectiveAt: Date },
): Promise<void> {
  return update(
    tx,
    statementId,
    sql`published_by = ${given.by}::uuid, announced_at = ${given.at}, effective_at = ${given.effectiveAt}`,
  )
}

/** What the house publishes of its own is fixed as it goes into force. */
export function fixVersion(tx: TenantTx, statementId: string, fixed: Fixed): Promise<void> {
  return update(
    tx,
    statementId,
    sql`replaces_id = ${fixed.replaces}::uuid, wording_hash = ${fixed.wording}, meaning_hash = ${fixed.meaning}`,
  )
}

/** Days of notice that the tenant chose; null while it chose none. */
export async function readNoticeDays(
  tx: TenantTx,
): Promise<{ readonly notice_days: number; readonly version: number } | undefined> {
  return tx.db
    .selectFrom('statement_settings')
    .select(['notice_days', 'version'])
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst()
}

/** Sets the tenant's own days of notice. */
export async function putNoticeDays(tx: TenantTx, clock: Clock, days: number): Promise<void> {
  await sql`
    insert into statement_settings (tenant_id, notice_days, version, changed_at)
    values (${tx.tenantId}::uuid, ${days}, 1, ${clock.now()})
    on conflict (tenant_id) do update set notice_days = excluded.notice_days, version = statement_settings.version + 1,
      changed_at = excluded.changed_at`.execute(tx.db)
}
