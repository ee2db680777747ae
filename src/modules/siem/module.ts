/** Forwarding of the ledger to a SIEM, where one is configured. */
import type { Services } from '#core/context.ts'
import { defineRoute, type Module } from '#core/module.ts'
import { defineRecurring } from '#platform/job/recurring.ts'
import { forwardEntries, tellForwarding } from './actions.ts'
import { readForwarding } from './contract.ts'
import type { SiemTarget } from './target.ts'

/** An entry leaves at most so long after it got its place, when nothing waits before it. */
const everyMs = 2_000

/** The manifest; null: nothing is forwarded. */
export function siemModule(target: SiemTarget | null): Module {
  return {
    name: 'siem',
    permissions: { 'siem:read': ['owner', 'isb'] },
    routes: [defineRoute(readForwarding, (context) => tellForwarding(context, target))],
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    recurring:
      target === null
        ? []
        : [
            defineRecurring<Services>('siem.forward-entries', everyMs, (run, services) =>
              forwardEntries(services, target, run.signal),
            ),
          ],
    confidentialColumns: [],
    tables: [],
  }
}
