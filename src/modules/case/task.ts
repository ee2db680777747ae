/** A task: work that somebody gives to somebody, alone or below another case. */
import type { CaseKind } from '#core/case/kind.ts'
import { allTicked, noOpenTasks } from '#core/case/rules.ts'

const work = { permission: 'case:work' } as const

export const taskKind: CaseKind = {
  kind: 'task',
  initial: 'open',
  states: {
    open: { phase: 'open' },
    // What the worker says is enough here; where it is not, the parent is verified.
    done: { phase: 'done', closes: true },
    cancelled: { phase: 'cancelled', closes: true },
  },
  courses: [
    ['open', 'done'],
    ['open', 'cancelled'],
  ],
  guards: { allTicked, noOpenTasks },
  transitions: [
    { name: 'finish', from: ['open'], to: 'done', by: work, guards: ['allTicked', 'noOpenTasks'] },
    { name: 'cancel', from: ['open'], to: 'cancelled', by: work, needsReason: true },
    { name: 'reopen', from: ['done', 'cancelled'], to: 'open', by: work, needsReason: true },
  ],
  clocks: [{ name: 'due', startsIn: ['open'], stopsIn: ['done', 'cancelled'] }],
}
