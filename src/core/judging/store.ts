/** The SQL on claims, judgements and marks. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { ClaimJudgement, Reason } from '../status/view.ts'
import type { ClaimKind, ClaimParameter, Modality, Quantifier, Status } from '../vocabulary.ts'
import type { JudgedRow, RecordedRow } from './timeline.ts'

export interface ClaimRow {
  readonly id: string
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly string[]
}

/** A claim of a statement in force, with the instant from which its past is judged. */
export interface JudgedClaim extends ClaimRow {
  readonly publishedAt: Date
}

/** Claims of the statements in force that can have a status. */
export async function readJudgedClaims(tx: TenantTx): Promise<JudgedClaim[]> {
  const { rows } = await sql<JudgedClaim>`
    select c.id, c.kind, c.modality, c.quantifier, c.parameters, c.measures, s.published_at as "publishedAt"
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    where c.tenant_id = ${tx.tenantId}::uuid and s.published_at is not null and s.superseded_at is null
      and c.kind in ('promise', 'option')
    order by c.statement_id, c.ordinal
  `.execute(tx.db)
  return rows
}

/** What is kept of a judgement besides its status: everything that explains it. */
export type StoredJudgement = Pick<ClaimJudgement, 'reason' | 'duties'>

/** Up to when a claim was judged, and when time alone will change it. */
export interface JudgedUntil {
  readonly judgedAt: Date
  readonly nextAt: Date | null
  readonly ruleVersion: string
}

/** How far the claims were judged, by claim. */
export async function readJudgedUntil(tx: TenantTx): Promise<Map<string, JudgedUntil>> {
  const rows = await tx.db
    .selectFrom('judgements')
    .select(['claim_id', 'judged_at', 'next_at', 'rule_version'])
    .where('tenant_id', '=', tx.tenantId)
    .where('to_at', 'is', null)
    .execute()
  return new Map(
    rows.map((row) => [row.claim_id, { judgedAt: row.judged_at, nextAt: row.next_at, ruleVersion: row.rule_version }]),
  )
}

/** What is now known of the given claims that holds at an instant or later, by claim and in order. */
export async function readKnownRows(
  tx: TenantTx,
  claimIds: readonly string[],
  since: Date,
): Promise<Map<string, JudgedRow<StoredJudgement>[]>> {
  const rows = await tx.db
    .selectFrom('judgements')
    .select(['claim_id', 'from_at', 'to_at', 'known_from', 'status', 'duties', 'rule_version'])
    .where('tenant_id', '=', tx.tenantId)
    .where('claim_id', 'in', [...claimIds])
    .where('known_to', 'is', null)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>=', since)]))
    .orderBy('claim_id')
    .orderBy('from_at')
    .execute()
  const byClaim = new Map<string, JudgedRow<StoredJudgement>[]>()
  for (const row of rows) {
    const list = byClaim.get(row.claim_id) ?? []
    byClaim.set(row.claim_id, list)
    list.push({
      fromAt: row.from_at,
      toAt: row.to_at,
      knownFrom: row.known_from,
      // Both were written below; the status is held to its list by a check of the table.
      status: row.status as Status,
      judgement: row.duties as unknown as StoredJudgement,
      ruleVersion: row.rule_version,
    })
  }
  return byClaim
}

/** Every version that was ever known of claims over a period, in order. */
export async function readRecord(
  tx: TenantTx,
  claimIds: readonly string[],
  period: { readonly from: Date; readonly to: Date },
): Promise<Map<string, RecordedRow<Reason>[]>> {
  const { rows } = await sql<{
    claim_id: string
    from_at: Date
    to_at: Date | null
    known_from: Date
    known_to: Date | null
    status: Status
    reason: Reason
    rule_version: string
  }>`
    select claim_id, from_at, to_at, known_from, known_to, status, duties -> 'reason' as reason, rule_version
    from judgements
    where tenant_id = ${tx.tenantId}::uuid and claim_id = any (${[...claimIds]}::uuid[])
      and from_at < ${period.to}::timestamptz and (to_at is null or to_at > ${period.from}::timestamptz)
    order by claim_id, from_at, known_from
  `.execute(tx.db)
  const byClaim = new Map<string, RecordedRow<Reason>[]>()
  for (const row of rows) {
    const list = byClaim.get(row.claim_id) ?? []
    byClaim.set(row.claim_id, list)
    list.push({
      fromAt: row.from_at,
      toAt: row.to_at,
      knownFrom: row.known_from,
      knownTo: row.known_to,
      status: row.status,
      judgement: row.reason,
      ruleVersion: row.rule_version,
    })
  }
  return byClaim
}

/** What is to be written for one claim. */
export interface ClaimChange {
  readonly claimId: string
  readonly closed: readonly {
    readonly fromAt: Date
    readonly knownFrom: Date
    readonly knownTo: Date
    readonly toAt: Date
  }[]
  readonly removed: readonly { readonly fromAt: Date; readonly knownFrom: Date }[]
  readonly ended: readonly { readonly fromAt: Date; readonly knownFrom: Date; readonly toAt: Date }[]
  readonly added: readonly {
    readonly fromAt: Date
    readonly toAt: Date | null
    readonly knownFrom: Date
    readonly knownTo: Date | null
    readonly status: Status
    readonly judgement: StoredJudgement
    readonly ruleVersion: string
  }[]
  /** What explains the open row now. */
  readonly present: ClaimJudgement
}

/** Writes what judging found, of all claims at once. */
export async function writeChanges(tx: TenantTx, changes: readonly ClaimChange[], at: Date): Promise<void> {
  if (changes.length === 0) return
  const closed = changes.flatMap((c) => c.closed.map((row) => ({ claim_id: c.claimId, ...row })))
  const removed = changes.flatMap((c) => c.removed.map((row) => ({ claim_id: c.claimId, ...row })))
  const ended = changes.flatMap((c) => c.ended.map((row) => ({ claim_id: c.claimId, ...row })))
  const added = changes.flatMap((c) => c.added.map((row) => ({ claim_id: c.claimId, ...row })))
  const keys = sql`claim_id uuid, "fromAt" timestamptz, "knownFrom" timestamptz`
  if (removed.length > 0)
    await sql`
      delete from judgements j using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as r (${keys})
      where j.tenant_id = ${tx.tenantId}::uuid and j.claim_id = r.claim_id and j.from_at = r."fromAt"
        and j.known_from = r."knownFrom"
    `.execute(tx.db)
  if (closed.length > 0)
    await sql`
      update judgements j
      set known_to = r."knownTo", to_at = r."toAt", next_at = null
      from jsonb_to_recordset(${JSON.stringify(closed)}::jsonb) as r (${keys}, "knownTo" timestamptz, "toAt" timestamptz)
      where j.tenant_id = ${tx.tenantId}::uuid and j.claim_id = r.claim_id and j.from_at = r."fromAt"
        and j.known_from = r."knownFrom"
    `.execute(tx.db)
  if (ended.length > 0)
    await sql`
      update judgements j set to_at = r."toAt", next_at = null
      from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as r (${keys}, "toAt" timestamptz)
      where j.tenant_id = ${tx.tenantId}::uuid and j.claim_id = r.claim_id and j.from_at = r."fromAt"
        and j.known_from = r."knownFrom"
    `.execute(tx.db)
  if (added.length > 0)
    await sql`
      insert into judgements
        (tenant_id, claim_id, from_at, to_at, known_from, known_to, status, duties, judged_at, rule_version)
      select ${tx.tenantId}::uuid, r.claim_id, r."fromAt", r."toAt", r."knownFrom", r."knownTo", r.status, r.judgement,
        ${at}::timestamptz, r."ruleVersion"
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        as r (${keys}, "toAt" timestamptz, "knownTo" timestamptz, status text, judgement jsonb, "ruleVersion" text)
    `.execute(tx.db)
  const present = changes.map(({ claimId, present: judged }) => ({
    claim_id: claimId,
    duties: { reason: judged.reason, duties: judged.duties },
    observed_at: judged.observedAt,
    next_at: judged.nextAt,
  }))
  await sql`
    update judgements j set duties = r.duties, observed_at = r.observed_at, next_at = r.next_at, judged_at = ${at}
    from jsonb_to_recordset(${JSON.stringify(present)}::jsonb)
      as r (claim_id uuid, duties jsonb, observed_at timestamptz, next_at timestamptz)
    where j.tenant_id = ${tx.tenantId}::uuid and j.claim_id = r.claim_id and j.to_at is null
  `.execute(tx.db)
}

/**
 * The clock was set back: what was judged for instants that it has not reached yet is as if it had never come to them,
 * and what was learned then is learned now, for it is at hand.
 * @returns the first instant about which that is new
 */
export async function forgetFuture(tx: TenantTx, at: Date): Promise<Date> {
  const { rows } = await sql<{ since: Date }>`
    select least(${at}::timestamptz,
      (select min(observed_to) from evidence
       where tenant_id = ${tx.tenantId}::uuid and (accepted_at > ${at} or superseded_at > ${at})),
      (select min(joined_at) from memberships
       where tenant_id = ${tx.tenantId}::uuid and (known_from > ${at} or known_to > ${at}))) as since
  `.execute(tx.db)
  await sql`
    -- Not by least(), which passes over a null.
    update evidence set accepted_at = case when accepted_at > ${at} then ${at} else accepted_at end,
      superseded_at = case when superseded_at > ${at} then ${at} else superseded_at end
    where tenant_id = ${tx.tenantId}::uuid and (accepted_at > ${at} or superseded_at > ${at})
  `.execute(tx.db)
  // Versions that came and went in that time were nobody's knowledge.
  await sql`
    delete from memberships where tenant_id = ${tx.tenantId}::uuid and known_from >= ${at} and known_to > ${at}
  `.execute(tx.db)
  await sql`
    update memberships set known_from = least(known_from, ${at}),
      known_to = case when known_to > ${at} then ${at} else known_to end
    where tenant_id = ${tx.tenantId}::uuid and (known_from > ${at} or known_to > ${at})
  `.execute(tx.db)
  await sql`
    update observation_spans set known_from = ${at} where tenant_id = ${tx.tenantId}::uuid and known_from > ${at}
  `.execute(tx.db)
  await sql`delete from judgements where tenant_id = ${tx.tenantId}::uuid and (known_from > ${at} or from_at > ${at})
  `.execute(tx.db)
  await sql`
    update judgements set known_to = null where tenant_id = ${tx.tenantId}::uuid and known_to > ${at}
  `.execute(tx.db)
  await sql`
    update judgements set to_at = null, judged_at = ${at}
    where tenant_id = ${tx.tenantId}::uuid and known_to is null and (to_at > ${at} or to_at is null)
  `.execute(tx.db)
  return rows[0]?.since ?? at
}

/** A mark as it was found. */
export interface Mark {
  readonly topic: string
  readonly sinceAt: Date
}

/**
 * Takes the lock and what was marked away, unless somebody else has the lock.
 * @returns null then
 */
export async function takeMarks(tx: TenantTx, lock: string): Promise<Mark[] | null> {
  const { rows } = await sql<{ held: boolean; topic: string | null; since_at: Date | null }>`
    with turn as materialized (
      select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as held
    ), taken as (
      delete from judging_marks
      where tenant_id = ${tx.tenantId}::uuid and (select held from turn)
      returning topic, since_at
    )
    select turn.held, taken.topic, taken.since_at from turn left join taken on true
  `.execute(tx.db)
  if (rows[0]?.held !== true) return null
  return rows.flatMap(({ topic, since_at: sinceAt }) =>
    topic === null || sinceAt === null ? [] : [{ topic, sinceAt }],
  )
}

/** Writes the present judgements as they are: whoever read them before and writes them now is told that they changed. */
export async function touchJudgements(tx: TenantTx): Promise<void> {
  await sql`
    update judgements set judged_at = judged_at where tenant_id = ${tx.tenantId}::uuid and to_at is null
  `.execute(tx.db)
}

/** Whether something changed that nobody has judged yet. */
export async function hasMarks(tx: TenantTx): Promise<boolean> {
  const { rows } = await sql<{ marked: boolean }>`
    select exists (select from judging_marks where tenant_id = ${tx.tenantId}::uuid) as marked
  `.execute(tx.db)
  return rows[0]?.marked ?? false
}

/** Sets the tenant's timer to its next transition; null when time alone changes nothing. */
export async function setTimer(tx: TenantTx, dueAt: Date | null): Promise<void> {
  await sql`select beleg.set_judging_timer(${dueAt}::timestamptz)`.execute(tx.db)
}
