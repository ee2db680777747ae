/**
 * The two kinds that the system opens by itself: a finding, whenever a sentence turns contradicted or lapsed, and the
 * correction of a public sentence that the facts contradict. Both are verified by the same machine that opened them,
 * when it sees the sentence proven again; whoever says that something is done is never the one who verifies it.
 */
import { addDuration } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { moveCase, openCase, type CaseContext } from './case.ts'
import type { CaseKind } from './kind.ts'
import { hasOwner, noOpenTasks, sentenceHolds } from './rules.ts'
import { lockCase, lockCaseAbout, readFacts } from './store.ts'

/** A sentence that breaks again so soon was not repaired: its case is opened again, with its clocks (ISO 27001, 10.2 d). */
export const recurrence = 'P60D'

const work = { permission: 'case:work' } as const
const verify = { permission: 'case:verify' } as const

export const findingKind: CaseKind = {
  kind: 'finding',
  initial: 'raised',
  states: {
    raised: { phase: 'open' },
    accepted: { phase: 'working' },
    planned: { phase: 'working' },
    implemented: { phase: 'done' },
    verified: { phase: 'verified', closes: true },
    withdrawn: { phase: 'cancelled', closes: true },
  },
  courses: [['raised', 'accepted', 'planned', 'implemented', 'verified']],
  guards: { hasOwner, noOpenTasks, sentenceHolds },
  transitions: [
    { name: 'accept', from: ['raised'], to: 'accepted', by: work, guards: ['hasOwner'] },
    // The reason is the cause that was found and what will be done about it.
    { name: 'plan', from: ['accepted'], to: 'planned', by: work, needsReason: true },
    {
      name: 'implement',
      from: ['accepted', 'planned'],
      to: 'implemented',
      by: work,
      needsReason: true,
      guards: ['noOpenTasks'],
    },
    { name: 'send-back', from: ['implemented'], to: 'accepted', by: work, needsReason: true },
    {
      name: 'verify',
      from: ['implemented'],
      to: 'verified',
      by: verify,
      fourEyes: true,
      guards: ['noOpenTasks', 'sentenceHolds'],
    },
    {
      name: 'recover',
      from: ['raised', 'accepted'],
      to: 'verified',
      by: 'system',
      guards: ['noOpenTasks', 'sentenceHolds'],
    },
    { name: 'reopen', from: ['verified'], to: 'raised', by: 'system' },
    { name: 'withdraw', from: ['raised', 'accepted', 'planned', 'implemented'], to: 'withdrawn', by: 'system' },
  ],
  clocks: [
    // 30 and 90 days: our defaults for a major nonconformity.
    {
      name: 'plan',
      startsIn: ['raised'],
      stopsIn: ['planned', 'implemented', 'verified', 'withdrawn'],
      deadline: { duration: 'P30D' },
    },
    {
      name: 'resolve',
      startsIn: ['raised'],
      stopsIn: ['implemented', 'verified', 'withdrawn'],
      deadline: { duration: 'P90D' },
    },
  ],
}

export const correctionKind: CaseKind = {
  kind: 'correction',
  initial: 'open',
  states: {
    open: { phase: 'open' },
    'text-proposed': { phase: 'deciding' },
    'proof-proposed': { phase: 'deciding' },
    'text-decided': { phase: 'working' },
    'proof-decided': { phase: 'working' },
    corrected: { phase: 'verified', closes: true },
    restored: { phase: 'verified', closes: true },
  },
  courses: [
    ['open', 'proof-proposed', 'proof-decided', 'restored'],
    ['open', 'text-proposed', 'text-decided', 'corrected'],
  ],
  guards: { sentenceHolds },
  transitions: [
    { name: 'propose-text', from: ['open'], to: 'text-proposed', by: work, needsReason: true },
    { name: 'propose-proof', from: ['open'], to: 'proof-proposed', by: work, needsReason: true },
    { name: 'approve-text', from: ['text-proposed'], to: 'text-decided', by: verify, fourEyes: true },
    { name: 'approve-proof', from: ['proof-proposed'], to: 'proof-decided', by: verify, fourEyes: true },
    {
      name: 'refuse',
      from: ['text-proposed', 'proof-proposed'],
      to: 'open',
      by: verify,
      needsReason: true,
    },
    {
      name: 'correct',
      from: ['open', 'text-proposed', 'proof-proposed', 'text-decided', 'proof-decided'],
      to: 'corrected',
      by: 'system',
    },
    {
      name: 'restore',
      from: ['open', 'text-proposed', 'proof-proposed', 'text-decided', 'proof-decided'],
      to: 'restored',
      by: 'system',
      guards: ['sentenceHolds'],
    },
    { name: 'reopen', from: ['restored'], to: 'open', by: 'system' },
  ],
  clocks: [
    {
      name: 'decision',
      startsIn: ['open'],
      stopsIn: ['text-decided', 'proof-decided', 'corrected', 'restored'],
      deadline: { workingDays: 5 },
    },
  ],
}

/**
 * A sentence turned bad: its case is opened, or opened again. One that is open already takes the new status. Whoever
 * calls holds the tenant's judging, so that nobody opens a second one.
 */
export async function openFinding(
  context: CaseContext,
  claimId: string,
  status: 'contradicted' | 'lapsed',
): Promise<void> {
  const { tx, services } = context
  const at = services.clock.now()
  const link = { kind: 'claim', id: claimId } as const
  const row = await lockCaseAbout(tx, findingKind.kind, link)
  const again = row !== undefined && (row.closed_at === null || addDuration(row.closed_at, recurrence) > at)
  let caseId: string
  if (row !== undefined && again && row.state !== 'withdrawn') {
    caseId = row.id
    await markBroken(tx, caseId, claimId, status, at)
    if (row.closed_at !== null) await moveCase(context, findingKind, caseId, 'raised', {})
  } else {
    const opened = await openCase(context, { kind: findingKind, title: null, subjects: [link] })
    caseId = opened.id
    await markBroken(tx, caseId, claimId, status, at)
  }
  if (status === 'contradicted') await openCorrection(context, claimId, caseId)
}

async function openCorrection(context: CaseContext, claimId: string, findingId: string): Promise<void> {
  const link = { kind: 'claim', id: claimId } as const
  const at = context.services.clock.now()
  const row = await lockCaseAbout(context.tx, correctionKind.kind, link)
  if (row !== undefined && row.closed_at === null) return
  if (row?.state === 'restored' && row.closed_at !== null && addDuration(row.closed_at, recurrence) > at)
    await moveCase(context, correctionKind, row.id, 'open', {})
  else await openCase(context, { kind: correctionKind, title: null, parentId: findingId, subjects: [link] })
}

/**
 * A sentence is good again. The system verifies what nobody works on any more; where somebody is at the cause, or tasks
 * are open, the case waits for them.
 */
export async function closeFinding(context: CaseContext, claimId: string): Promise<void> {
  const { tx } = context
  const link = { kind: 'claim', id: claimId } as const
  await markHealed(tx, claimId, context.services.clock.now())
  const correction = await lockCaseAbout(tx, correctionKind.kind, link)
  if (correction !== undefined && correction.closed_at === null)
    await moveCase(context, correctionKind, correction.id, 'restored', {})
  const row = await lockCaseAbout(tx, findingKind.kind, link)
  if (row !== undefined) await settleFinding(context, row.id)
}

/** Verifies a finding if its sentence holds and nobody is at work on it; else does nothing. */
export async function settleFinding(context: CaseContext, caseId: string): Promise<void> {
  const row = await lockCase(context.tx, caseId)
  if (!row || row.kind !== findingKind.kind || row.closed_at !== null) return
  const facts = await readFacts(context.tx, caseId)
  if (row.state === 'planned' || facts.openTasks > 0 || facts.sentenceBroken !== false) return
  await moveCase({ ...context, actor: judge(context.tx) }, findingKind, caseId, 'verified', {})
}

/** A statement was replaced: what was wrong with its sentences is wrong no longer. */
export async function endCasesOfClaims(context: CaseContext, claimIds: readonly string[]): Promise<void> {
  const { tx } = context
  const own = { ...context, actor: judge(tx) }
  for (const id of claimIds) {
    const link = { kind: 'claim', id } as const
    await markHealed(tx, id, context.services.clock.now())
    const correction = await lockCaseAbout(tx, correctionKind.kind, link)
    if (correction !== undefined && correction.closed_at === null)
      await moveCase(own, correctionKind, correction.id, 'corrected', {})
    const finding = await lockCaseAbout(tx, findingKind.kind, link)
    if (finding !== undefined && finding.closed_at === null)
      await moveCase(own, findingKind, finding.id, 'withdrawn', {})
  }
}

function judge({ tenantId }: TenantTx) {
  return { kind: 'system', name: 'judge', tenantId, locale: 'de' } as const
}

async function markBroken(
  tx: TenantTx,
  caseId: string,
  claimId: string,
  status: 'contradicted' | 'lapsed',
  at: Date,
): Promise<void> {
  await sql`
    insert into findings (tenant_id, id, claim_id, status, opened_at)
    values (${tx.tenantId}::uuid, ${caseId}::uuid, ${claimId}::uuid, ${status}, ${at})
    on conflict (tenant_id, id) do update set status = excluded.status, closed_at = null,
      opened_at = case when findings.closed_at is null then findings.opened_at else excluded.opened_at end
  `.execute(tx.db)
}

async function markHealed(tx: TenantTx, claimId: string, at: Date): Promise<void> {
  await sql`
    update findings set closed_at = greatest(${at}::timestamptz, opened_at)
    where tenant_id = ${tx.tenantId}::uuid and claim_id = ${claimId}::uuid and closed_at is null`.execute(tx.db)
}
