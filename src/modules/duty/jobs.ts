/** What the worker does: once a minute in each tenant, times and then reminders. Canary tenants are left alone. */
import type { Context, Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import type { Registry } from '#core/registry.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { defineRecurring, type RecurringDefinition } from '#platform/job/recurring.ts'
import { remindTenant } from './actions/remind.ts'
import { renewOccurrences } from './actions/renew.ts'

/** Name of the recurring work, and of the actor of its entries. */
export const dutyWork = 'duty.renew-and-remind'

/** The recurring work of an instance. */
export function dutyRecurring(registry: () => Registry): RecurringDefinition<Services> {
  return defineRecurring<Services>(dutyWork, 60_000, async (run, services) => {
    for (const tenant of await readTenants(services)) {
      run.signal.throwIfAborted()
      if (!tenant.canary) await keepDuties(services, registry(), tenant.id)
    }
  })
}

/** One round for one tenant. */
export async function keepDuties(services: Services, registry: Registry, tenantId: string): Promise<void> {
  const contextOf = (tx: TenantTx): Context => ({
    tx,
    services,
    actor: { kind: 'system', tenantId, name: dutyWork, locale: 'de' },
    origin: { requestId: dutyWork, address: null, userAgent: null },
  })
  await services.database.withTenant(tenantId, (tx) => renewOccurrences(contextOf(tx), registry))
  await remindTenant(services, registry, tenantId, contextOf)
}
