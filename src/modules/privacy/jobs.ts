/** What the worker does for privacy. Canary tenants are left alone: nobody is behind what is planted there. */
import type { Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { defineRecurring, type RecurringRun } from '#platform/job/recurring.ts'
import { eraseAgain, eraseApproved } from './actions/execute.ts'
import { eraseWork } from './actions/erasure.ts'
import { expireOld, expireWork } from './actions/retention.ts'

async function inEveryTenant(
  run: RecurringRun,
  services: Services,
  work: (tenantId: string) => Promise<unknown>,
): Promise<void> {
  for (const tenant of await readTenants(services)) {
    run.signal.throwIfAborted()
    if (!tenant.canary) await work(tenant.id)
  }
}

/** Approved cases; asked for with the approval, and looked for once a minute for what was interrupted or held. */
export const erasePersons = defineRecurring<Services>(eraseWork, 60_000, (run, services) =>
  inEveryTenant(run, services, (tenantId) => eraseApproved(services, tenantId, run.signal)),
)

/** Who came back with a restored backup; at the start of a worker and once an hour. */
export const eraseRestored = defineRecurring<Services>('privacy.erase-restored', 3_600_000, (run, services) =>
  inEveryTenant(run, services, (tenantId) => eraseAgain(services, tenantId, run.signal)),
)

/** What tenants keep for a period and no longer; once a day. */
export const expireLedger = defineRecurring<Services>(expireWork, 86_400_000, (run, services) =>
  inEveryTenant(run, services, (tenantId) => expireOld(services, tenantId, run.signal)),
)

export const recurring = [erasePersons, eraseRestored, expireLedger]
