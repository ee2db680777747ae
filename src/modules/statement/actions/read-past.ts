/**
 * Reading a statement and its sentences as of a past instant, from what was stored: as it was known then, or as it is
 * known today. Nothing is judged anew, and no alarm of the present colours the past.
 */
import type { AsOf } from '#core/as-of/resolve.ts'
import { countDays, type Effect } from '#core/judging/effect.ts'
import { readRecord } from '#core/judging/store.ts'
import { readTimeline, type Period } from '#core/judging/timeline.ts'
import type { Reason } from '#core/status/view.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { findInForceAt, readClaimsAt, type JudgedClaimRow } from '../store.ts'
import { tellStatement, type StatementNow } from './read.ts'

/**
 * The statement that was in force at an instant.
 * @throws Problem 404 `statement.none_published`
 */
export async function readStatementAt(tx: TenantTx, locale: Locale, asOf: AsOf): Promise<StatementNow> {
  const statement = await findInForceAt(tx, locale, asOf.at)
  if (!statement) throw new Problem(404, 'statement.none_published')
  const claims = await readClaimsAt(tx, { statementId: statement.id }, asOf)
  return tellStatement(statement, claims, asOf.at)
}

/** A sentence as it was at an instant. @throws Problem 404 when there is no such sentence */
export async function readClaimAt(tx: TenantTx, claimId: string, asOf: AsOf): Promise<JudgedClaimRow> {
  const [claim] = await readClaimsAt(tx, { claimId }, asOf)
  if (!claim) throw notFound()
  return claim
}

export interface ClaimTimeline {
  readonly periods: readonly Period<Reason>[]
  readonly effect: Effect | null
}

/** How far back a timeline goes from its last instant. */
const timelineLength = '-P1Y'

/** The statuses of a sentence over the year that ends at an instant, and how many days of it they held. */
export async function readClaimTimeline(tx: TenantTx, claimId: string, asOf: AsOf): Promise<ClaimTimeline> {
  const from = addDuration(asOf.at, timelineLength)
  const to = new Date(asOf.at.getTime() + 1)
  const record = (await readRecord(tx, [claimId], { from, to })).get(claimId) ?? []
  const periods = readTimeline(record, asOf.known).flatMap((period): Period<Reason>[] => {
    if (period.fromAt > asOf.at || (period.toAt !== null && period.toAt <= from)) return []
    const toAt = period.toAt === null || period.toAt > asOf.at ? null : period.toAt
    return [{ ...period, fromAt: period.fromAt < from ? from : period.fromAt, toAt }]
  })
  return { periods, effect: countDays(periods, from, asOf.at) }
}
