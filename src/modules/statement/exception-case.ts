/**
 * The request for a decision about a sentence as a case: asked for by one natural person, decided by another, and ended
 * when the decision's time is over. Asking and deciding are the decision's own actions.
 */
import { moveCase, openCase, type CaseContext } from '#core/case/case.ts'
import type { CaseKind } from '#core/case/kind.ts'
import { listClocks, lockCaseAbout } from '#core/case/store.ts'
import type { Services } from '#core/context.ts'
import { defineJob, enqueue } from '#platform/job/job.ts'
import { z } from 'zod'

export const exceptionKind: CaseKind = {
  kind: 'exception',
  initial: 'requested',
  states: {
    requested: { phase: 'deciding' },
    approved: { phase: 'done' },
    refused: { phase: 'cancelled', closes: true },
    ended: { phase: 'verified', closes: true },
  },
  courses: [
    ['requested', 'approved', 'ended'],
    ['requested', 'refused'],
  ],
  guards: {},
  transitions: [
    { name: 'approve', from: ['requested'], to: 'approved', by: 'action', fourEyes: true },
    { name: 'refuse', from: ['requested'], to: 'refused', by: 'action', fourEyes: true },
    // By the clock: an exception has an end.
    { name: 'end', from: ['approved'], to: 'ended', by: 'system' },
  ],
  clocks: [
    {
      name: 'decision',
      startsIn: ['requested'],
      stopsIn: ['approved', 'refused', 'ended'],
      deadline: { workingDays: 10 },
    },
    { name: 'validity', startsIn: ['requested'], stopsIn: ['refused', 'ended'] },
  ],
}

/** Opens the case of a decision that was asked for; `validUntil` is when it would end. */
export async function openRequest(
  context: CaseContext,
  decision: {
    readonly id: string
    readonly claimId: string
    readonly subjectId: string | null
    readonly validUntil: Date
  },
): Promise<void> {
  await openCase(context, {
    kind: exceptionKind,
    title: null,
    subjects: [
      { kind: 'decision', id: decision.id },
      { kind: 'claim', id: decision.claimId },
      ...(decision.subjectId === null ? [] : [{ kind: 'subject', id: decision.subjectId } as const]),
    ],
    clocks: { validity: { dueAt: decision.validUntil } },
  })
}

/** Moves it with the decision; one that has no case has none. */
export async function closeRequest(
  context: CaseContext,
  decisionId: string,
  outcome: 'approved' | 'refused',
  reason: string,
): Promise<void> {
  const row = await lockCaseAbout(context.tx, exceptionKind.kind, { kind: 'decision', id: decisionId })
  if (row?.state !== 'requested') return
  await moveCase(context, exceptionKind, row.id, outcome, { reason })
  const validity = (await listClocks(context.tx, [row.id])).find((clock) => clock.name === 'validity')
  if (outcome === 'approved' && validity)
    await enqueue(context.tx, endRequest, { decisionId }, { runAt: validity.due_at })
}

/** Ends a case when the time of its decision is over; the decision itself counts no longer from that instant on. */
export const endRequest = defineJob(
  'statement.end-request',
  z.strictObject({ decisionId: z.uuid() }),
  async ({ decisionId }, run, services: Services) => {
    const { tenantId } = run
    if (tenantId === null) return
    await services.database.withTenant(tenantId, async (tx) => {
      const row = await lockCaseAbout(tx, exceptionKind.kind, { kind: 'decision', id: decisionId })
      if (row?.state !== 'approved') return
      const validity = (await listClocks(tx, [row.id])).find((clock) => clock.name === 'validity')
      // The queue goes by the clock of the database: where that runs ahead, it comes again.
      if (validity && validity.due_at > services.clock.now())
        return void (await enqueue(tx, endRequest, { decisionId }, { runAt: validity.due_at }))
      const actor = { kind: 'system', name: 'statement.end-request', tenantId, locale: 'de' } as const
      const origin = { requestId: 'statement.end-request', address: null, userAgent: null }
      await moveCase({ tx, services, actor, origin }, exceptionKind, row.id, 'ended', {})
    })
  },
)
