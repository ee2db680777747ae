/** What the module does by the clock: addresses that nobody confirmed are not kept. */
import type { Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { defineRecurring, type RecurringDefinition } from '#platform/job/recurring.ts'
import { forgetUnconfirmed } from './actions/subscription.ts'

export const forgetRequestsJob = 'supplier.forget-requests'
const everyMs = 3_600_000

export const supplierJobs: readonly RecurringDefinition<Services>[] = [
  defineRecurring<Services>(forgetRequestsJob, everyMs, async (run, services) => {
    for (const tenant of await readTenants(services)) {
      run.signal.throwIfAborted()
      await services.database.withTenant(tenant.id, (tx) => forgetUnconfirmed({ tx, services }))
    }
  }),
]
