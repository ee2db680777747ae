/**
 * The case of a time that is due: it has the time's own id, so that there is one for each, whoever opens it. People say
 * who works on it and that they are done; that it is done, the system says, when evidence shows it.
 */
import type { CaseKind } from '#core/case/kind.ts'
import { hasOwner, noOpenTasks } from '#core/case/rules.ts'

const work = { permission: 'case:work' } as const

export const dutyKind: CaseKind = {
  kind: 'duty',
  initial: 'open',
  states: {
    open: { phase: 'open' },
    working: { phase: 'working' },
    done: { phase: 'done' },
    verified: { phase: 'verified', closes: true },
    dropped: { phase: 'cancelled', closes: true },
  },
  courses: [['open', 'working', 'done', 'verified']],
  guards: { hasOwner, noOpenTasks },
  transitions: [
    { name: 'accept', from: ['open'], to: 'working', by: work, guards: ['hasOwner'] },
    { name: 'report', from: ['working'], to: 'done', by: work, guards: ['noOpenTasks'] },
    { name: 'send-back', from: ['done'], to: 'working', by: work, needsReason: true },
    // The proof is there, whatever people have said: no guard keeps it waiting.
    { name: 'prove', from: ['open', 'working', 'done'], to: 'verified', by: 'system' },
    { name: 'drop', from: ['open', 'working', 'done'], to: 'dropped', by: 'system' },
  ],
  // Without a deadline of its own: due when the time is. What is said to be done goes on until it is proven.
  clocks: [{ name: 'due', startsIn: ['open'], stopsIn: ['verified', 'dropped'] }],
  page: '/duties',
}
