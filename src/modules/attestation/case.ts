/**
 * A request as a case: it has the request's own id. What the other side does (confirming, signing) moves it by the
 * system; what the house decides is taken on the request's page, because each step does more than move the case.
 */
import type { CaseKind } from '#core/case/kind.ts'

/** Who is to be refused: at any time before a copy is out. */
const unanswered = ['requested', 'nda_pending', 'in_review', 'proposed', 'approved']

export const attestationKind: CaseKind = {
  kind: 'attestation',
  initial: 'requested',
  states: {
    requested: { phase: 'open' },
    nda_pending: { phase: 'open' },
    in_review: { phase: 'working' },
    proposed: { phase: 'deciding' },
    approved: { phase: 'working' },
    refused: { phase: 'cancelled', closes: true },
    issued: { phase: 'done' },
    expired: { phase: 'verified', closes: true },
    revoked: { phase: 'cancelled', closes: true },
  },
  courses: [
    ['requested', 'nda_pending', 'in_review', 'proposed', 'approved', 'issued', 'expired'],
    ['requested', 'refused'],
  ],
  guards: {},
  transitions: [
    { name: 'await-nda', from: ['requested'], to: 'nda_pending', by: 'system' },
    { name: 'take-up', from: ['requested', 'nda_pending'], to: 'in_review', by: 'system' },
    { name: 'propose', from: ['in_review'], to: 'proposed', by: 'action' },
    { name: 'return', from: ['proposed', 'approved'], to: 'in_review', by: 'action', needsReason: true },
    { name: 'approve', from: ['proposed'], to: 'approved', by: 'action', fourEyes: true },
    { name: 'refuse', from: unanswered, to: 'refused', by: 'action', needsReason: true },
    { name: 'issue', from: ['approved'], to: 'issued', by: 'action' },
    { name: 'expire', from: ['issued'], to: 'expired', by: 'system' },
    { name: 'revoke', from: ['issued'], to: 'revoked', by: 'action', needsReason: true },
  ],
  clocks: [
    {
      name: 'answer',
      startsIn: ['requested'],
      // It runs while the other side has to sign, too: whoever waits is reminded that somebody asked.
      stopsIn: ['refused', 'issued', 'expired', 'revoked'],
      deadline: { workingDays: 10 },
    },
  ],
  page: '/attestations',
}
