/**
 * Reading a statement as it stands now: each sentence with its status. A judgement whose time has passed is judged
 * anew for the reader, so that a stopped worker cannot keep a sentence green.
 */
import type { Context } from '#core/context.ts'
import { readAlarms, type Alarm } from '#core/judging/alarm.ts'
import { judgeNow } from '#core/judging/judge.ts'
import { hasMarks } from '#core/judging/store.ts'
import type { Registry } from '#core/registry.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Reason } from '#core/status/view.ts'
import type { Status } from '#core/vocabulary.ts'
import { Temporal } from 'temporal-polyfill'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { findInForce, readJudgedClaims, type JudgedClaimRow, type StatementRow } from '../store.ts'

export type { JudgedClaimRow }

type ReadContext = Pick<Context, 'tx'> & {
  readonly services: Pick<Context['services'], 'clock' | 'texts' | 'database'>
}

/**
 * The chosen claims with the status that holds at this instant. What speaks against their judgements is read before
 * them: a judging that commits in between takes its marks and alarms away, and what it took them for is in the judgement.
 */
export async function readPresentClaims(
  context: ReadContext,
  registry: Registry,
  by: Parameters<typeof readJudgedClaims>[1],
): Promise<JudgedClaimRow[]> {
  const alarms = await readAlarms(context.services, context.tx.tenantId)
  const marked = await hasMarks(context.tx)
  const rows = await readJudgedClaims(context.tx, by)
  return (await withJudgements(context, registry, rows, marked)).map((row) => underAlarm(row, alarms))
}

/** A sentence whose measure has an alarm is as bad as the alarm says, whatever its last judgement was. */
function underAlarm(row: JudgedClaimRow, alarms: readonly Alarm[]): JudgedClaimRow {
  const own = alarms.filter((alarm) => row.measures.includes(alarm.measure))
  const alarm = own.find(({ status }) => status === 'contradicted') ?? own[0]
  if (alarm === undefined || row.kind !== 'promise' || row.status === 'not_applicable' || row.status === 'contradicted')
    return row
  return {
    ...row,
    status: alarm.status,
    from_at: alarm.raisedAt,
    broke_at: alarm.raisedAt,
    judgement: { reason: alarm.reason, duties: row.judgement?.duties ?? [] },
  }
}

async function withJudgements(
  context: ReadContext,
  registry: Registry,
  rows: readonly JudgedClaimRow[],
  marked: boolean,
): Promise<JudgedClaimRow[]> {
  const now = context.services.clock.now()
  const stale = rows.some(
    (row) =>
      (row.kind === 'promise' || row.kind === 'option') &&
      (row.status === null || (row.next_at !== null && row.next_at <= now)),
  )
  if (!stale && !marked) return [...rows]
  const judged = await judgeNow(context.tx, registry, now)
  return rows.map((row) => {
    const judgement = judged.get(row.id)
    if (judgement === undefined) return row
    // By time alone when that was due; else by what was marked and not judged yet.
    const changedAt = row.next_at !== null && row.next_at <= now ? row.next_at : now
    return {
      ...row,
      status: judgement.status,
      from_at: row.status === judgement.status ? row.from_at : changedAt,
      judgement: { reason: judgement.reason, duties: judgement.duties },
      observed_at: judgement.observedAt,
      next_at: judgement.nextAt,
    }
  })
}

export interface StatementNow {
  readonly id: string
  readonly locale: Locale
  readonly version: number
  readonly title: string
  readonly body: string
  readonly bodyHash: Buffer
  readonly publishedAt: Date | null
  readonly claims: readonly JudgedClaimRow[]
  readonly summary: {
    readonly promises: number
    readonly proven: number
    readonly dueSoon: number
    readonly contradicted: number
    readonly lapsed: number
    readonly unproven: number
    readonly brokeToday: number
  }
}

/**
 * The statement in force in a language, or in the other one when only that exists.
 * @throws Problem 404 `statement.none_published`
 */
export async function readStatementNow(
  context: ReadContext,
  registry: Registry,
  locale: Locale,
): Promise<StatementNow> {
  const statement = await findInForce(context.tx, locale)
  if (!statement) throw new Problem(404, 'statement.none_published')
  const claims = await readPresentClaims(context, registry, { statementId: statement.id })
  return tellStatement(statement, claims, context.services.clock.now())
}

/** A statement with its sentences; `at` is the instant their statuses are of. */
export function tellStatement(statement: StatementRow, claims: readonly JudgedClaimRow[], at: Date): StatementNow {
  return {
    id: statement.id,
    // Held to the two languages by a check of the table.
    locale: statement.locale as Locale,
    version: statement.version,
    title: statement.title,
    body: statement.body,
    bodyHash: statement.body_hash,
    publishedAt: statement.published_at,
    claims,
    summary: summarise(claims, at),
  }
}

/** Counts promises by status (design.md §7). */
function summarise(claims: readonly JudgedClaimRow[], at: Date): StatementNow['summary'] {
  const promises = claims.filter((claim) => claim.kind === 'promise' && claim.status !== 'not_applicable')
  const count = (status: Status) => promises.filter((claim) => claim.status === status).length
  const midnight = startOfDay(at)
  return {
    promises: promises.length,
    proven: count('proven') + count('due_soon'),
    dueSoon: count('due_soon'),
    contradicted: count('contradicted'),
    lapsed: count('lapsed'),
    unproven: count('unproven'),
    brokeToday: promises.filter((claim) => claim.broke_at !== null && claim.broke_at >= midnight).length,
  }
}

/** The claim with its present status. @throws Problem 404 */
export async function readClaimNow(context: ReadContext, registry: Registry, claimId: string): Promise<JudgedClaimRow> {
  const [claim] = await readPresentClaims(context, registry, { claimId })
  if (!claim) throw notFound()
  return claim
}

/** A reason in words. */
export function presentReason(context: ReadContext, locale: Locale, reason: Reason) {
  return {
    code: reason.code,
    ...(reason.params && { params: { ...reason.params } }),
    text: context.services.texts.text(locale, `reason.${reason.code}`, reason.params),
  }
}

function startOfDay(at: Date): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(defaultTimeZone)
  return new Date(zoned.startOfDay().epochMilliseconds)
}
