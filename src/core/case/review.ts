/**
 * A filed evidence that waits for another person. The review itself is an action of the evidence; the case gives it an
 * owner, a clock and a place where people talk about it.
 */
import { moveCase, openCase, type CaseContext } from './case.ts'
import type { CaseKind } from './kind.ts'
import { lockCaseAbout } from './store.ts'

export const reviewKind: CaseKind = {
  kind: 'review',
  initial: 'waiting',
  states: {
    waiting: { phase: 'deciding' },
    accepted: { phase: 'verified', closes: true },
    rejected: { phase: 'cancelled', closes: true },
  },
  courses: [
    ['waiting', 'accepted'],
    ['waiting', 'rejected'],
  ],
  guards: {},
  transitions: [
    { name: 'accept', from: ['waiting'], to: 'accepted', by: 'action', fourEyes: true },
    { name: 'reject', from: ['waiting'], to: 'rejected', by: 'action', fourEyes: true },
  ],
  // Our default: longer than ten working days nobody remembers what the document is about.
  clocks: [
    {
      name: 'decision',
      startsIn: ['waiting'],
      stopsIn: ['accepted', 'rejected'],
      deadline: { workingDays: 10 },
    },
  ],
}

/** Opens the review of an evidence in the name of whoever filed it. */
export async function openReview(context: CaseContext, evidenceId: string): Promise<void> {
  await openCase(context, { kind: reviewKind, title: null, subjects: [{ kind: 'evidence', id: evidenceId }] })
}

/** Closes it with the outcome of the review; evidence that has no case has none. */
export async function closeReview(
  context: CaseContext,
  evidenceId: string,
  outcome: 'accepted' | 'rejected',
  reason: string,
): Promise<void> {
  const row = await lockCaseAbout(context.tx, reviewKind.kind, { kind: 'evidence', id: evidenceId })
  if (row !== undefined && row.closed_at === null) await moveCase(context, reviewKind, row.id, outcome, { reason })
}
