/**
 * The audit of the record: computes the statuses of all sentences in force anew from what was observed, for every
 * instant since the present rules hold, as known then and as known today, and names every stretch on which what is
 * stored says something else. Reads only.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Registry } from '../registry.ts'
import { ruleVersion } from '../status/status.ts'
import type { Status } from '../vocabulary.ts'
import { loadClaimHistories } from './load-history.ts'
import { hasMarks, readJudgedClaims, readJudgedUntil, readRecord } from './store.ts'
import { readTimeline, sweep, type Period, type Segment } from './timeline.ts'

export interface Disagreement {
  readonly claimId: string
  /** As known then, or as known today. */
  readonly known: 'then' | 'today'
  readonly fromAt: Date
  readonly toAt: Date
  /** Null where nothing is stored, or nothing should be. */
  readonly stored: Status | null
  readonly computed: Status | null
}

export interface Recomputation {
  readonly claims: number
  /** How many stretches of equal status were compared. */
  readonly periods: number
  /** Something changed that nobody has judged yet: what is stored is not final. */
  readonly pending: boolean
  readonly disagreements: readonly Disagreement[]
}

/** What was known is dated by who wrote it, a moment before it could be read: so short a difference is none. */
const forgivenMs = 1_000

/**
 * Recomputes one tenant, as it is at one instant; nobody waits for it.
 * @param tx in which nothing was asked yet
 */
export async function recompute(tx: TenantTx, registry: Registry): Promise<Recomputation> {
  await sql`set transaction isolation level repeatable read`.execute(tx.db)
  const claims = await readJudgedClaims(tx)
  const until = await readJudgedUntil(tx)
  const disagreements: Disagreement[] = []
  let periods = 0
  for (const claim of claims) {
    const judgedAt = until.get(claim.id)?.judgedAt
    if (judgedAt === undefined) continue
    // PostgreSQL knows no year beyond 294276.
    const everything = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') }
    const rows = (await readRecord(tx, [claim.id], everything)).get(claim.id) ?? []
    // What other rules judged is read, not recomputed.
    const begin = rows.filter((row) => row.ruleVersion === ruleVersion)
    if (begin.length === 0) continue
    for (const known of ['then', 'today'] as const) {
      const starts = begin.map(({ fromAt, knownFrom }) =>
        known === 'then' && knownFrom > fromAt ? knownFrom.getTime() : fromAt.getTime(),
      )
      const from = new Date(Math.min(...starts))
      if (from > judgedAt) continue
      const [history] = await loadClaimHistories(tx, registry, [claim], { from, knownFrom: from })
      if (history === undefined) continue
      const computed = sweep(history, from, judgedAt, known === 'then' ? null : judgedAt)
      const stored = readTimeline(rows, known)
      const found = compare(computed, stored, from, judgedAt, known === 'then' ? forgivenMs : 0)
      periods += computed.length
      disagreements.push(...found.map((difference) => ({ claimId: claim.id, known, ...difference })))
    }
  }
  return { claims: claims.length, periods, pending: await hasMarks(tx), disagreements }
}

/** Where two tellings of the same stretch of time differ for longer than is forgiven. */
export function compare(
  computed: readonly Segment<unknown>[],
  stored: readonly Period[],
  from: Date,
  until: Date,
  forgiven: number,
): Omit<Disagreement, 'claimId' | 'known'>[] {
  const instants = new Set([from.getTime(), until.getTime()])
  for (const segment of computed) instants.add(segment.fromAt.getTime())
  for (const period of stored) {
    instants.add(period.fromAt.getTime())
    if (period.toAt !== null) instants.add(period.toAt.getTime())
  }
  const ordered = [...instants].filter((at) => at >= from.getTime() && at <= until.getTime()).toSorted((a, b) => a - b)
  const differences: Omit<Disagreement, 'claimId' | 'known'>[] = []
  ordered.forEach((at, index) => {
    const end = ordered[index + 1] ?? at
    const expected = computed.findLast((segment) => segment.fromAt.getTime() <= at)?.status ?? null
    const actual =
      stored.findLast((p) => p.fromAt.getTime() <= at && (p.toAt === null || p.toAt.getTime() > at))?.status ?? null
    // The last instant is a stretch of its own.
    if (expected === actual || (end > at ? end - at <= forgiven : index > 0 && forgiven > 0)) return
    const last = differences.at(-1)
    if (last && last.toAt.getTime() === at && last.stored === actual && last.computed === expected)
      differences[differences.length - 1] = { ...last, toAt: new Date(end) }
    else differences.push({ fromAt: new Date(at), toAt: new Date(end), stored: actual, computed: expected })
  })
  return differences
}
