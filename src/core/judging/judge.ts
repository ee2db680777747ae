/**
 * Keeps the judgements of a tenant true: asks `status()` for every claim in force, stores what changed as intervals,
 * opens and closes findings, and tells every process. Judging twice changes nothing.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { announce } from '../announce.ts'
import { closeFinding, openFinding } from '../case/finding.ts'
import type { Services } from '../context.ts'
import { record } from '../ledger/record.ts'
import type { Registry } from '../registry.ts'
import { ruleVersion, status } from '../status/status.ts'
import type { ClaimJudgement } from '../status/view.ts'
import type { Status } from '../vocabulary.ts'
import { loadClaimViews } from './load-views.ts'
import { changeJudgement, readJudgedClaims, readOpenJudgements, refreshJudgement } from './store.ts'

export interface JudgedChange {
  readonly claimId: string
  readonly from: Status | null
  readonly to: Status
}

/** Waits for a judging of the tenant that is under way; the next one waits until the transaction ends. */
export async function holdJudging(tx: TenantTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`judge ${tx.tenantId}`}, 0))`.execute(tx.db)
}

/** Judges a tenant in a transaction of its own and returns what changed. */
export async function judgeTenant(services: Services, registry: Registry, tenantId: string): Promise<JudgedChange[]> {
  return services.database.withTenant(tenantId, (tx) => judgeWithin(tx, services, registry))
}

/** Judges within a running transaction. One process at a time for each tenant. */
export async function judgeWithin(tx: TenantTx, services: Services, registry: Registry): Promise<JudgedChange[]> {
  await holdJudging(tx)
  const at = services.clock.now()
  const judged = await judgeNow(tx, registry, at)
  const open = await readOpenJudgements(tx)
  const changes: JudgedChange[] = []
  const context = {
    tx,
    services,
    actor: { kind: 'system', name: 'judge', tenantId: tx.tenantId, locale: 'de' },
    origin: ownOrigin,
  } as const
  for (const [claimId, judgement] of judged) {
    const before = open.get(claimId)
    if (before?.status === judgement.status) {
      await refreshJudgement(tx, claimId, judgement, at)
      continue
    }
    await changeJudgement(tx, claimId, judgement, at, ruleVersion)
    changes.push({ claimId, from: before?.status ?? null, to: judgement.status })
    if (judgement.status === 'contradicted' || judgement.status === 'lapsed') {
      await openFinding(context, claimId, judgement.status)
    } else if (before?.status === 'contradicted' || before?.status === 'lapsed') {
      await closeFinding(context, claimId)
    }
    await record(context, {
      action: 'claim.judged',
      object: { kind: 'claim', id: claimId },
      before: { status: before?.status ?? null },
      after: { status: judgement.status, reason: judgement.reason.code },
    })
  }
  if (changes.length > 0) {
    await announce(tx, 'statement')
    await announce(tx, 'today')
  }
  return changes
}

/** What `status()` says now of every claim in force; reads only. */
export async function judgeNow(tx: TenantTx, registry: Registry, at: Date): Promise<Map<string, ClaimJudgement>> {
  const claims = await readJudgedClaims(tx)
  const views = await loadClaimViews(tx, registry, claims)
  const judged = new Map<string, ClaimJudgement>()
  claims.forEach((claim, index) => {
    const view = views[index]
    const judgement = view === undefined ? null : status(view, at)
    if (judgement !== null) judged.set(claim.id, judgement)
  })
  return judged
}

const ownOrigin = { requestId: 'judge', address: null, userAgent: null }
