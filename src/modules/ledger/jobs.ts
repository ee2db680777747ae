/** Heads leave the house: published for everybody, brought to witnesses and authorities, mailed to recipients. */
import type { Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import type { Outlets } from '#core/ledger/outlet.ts'
import { createPublisher } from '#core/ledger/publish.ts'
import { defineRecurring, type RecurringDefinition } from '#platform/job/recurring.ts'
import { publishHeadsJob } from './actions/head.ts'
import { mailHeads } from './actions/recipient.ts'

/** Whether a publication is due is looked up this often: soon after a start, and an outlet that came back gets its head. */
const lookEveryMs = 60_000
const mailEveryMs = 3_600_000

/** The recurring work of the ledger. */
export function ledgerJobs(outlets: Outlets): readonly RecurringDefinition<Services>[] {
  const publisher = createPublisher(outlets)
  return [
    defineRecurring<Services>(publishHeadsJob, lookEveryMs, async (run, services) => {
      await publisher.publish(services, { now: run.requestedBy !== null, signal: run.signal })
    }),
    defineRecurring<Services>('ledger.mail-heads', mailEveryMs, async (run, services) => {
      for (const tenant of await readTenants(services)) {
        run.signal.throwIfAborted()
        if (tenant.canary) continue
        const actor = { kind: 'system', name: 'ledger', tenantId: tenant.id, locale: 'de' } as const
        const origin = { requestId: 'ledger.mail-heads', address: null, userAgent: null }
        await mailHeads({ services, actor, origin }, tenant.id)
      }
    }),
  ]
}
