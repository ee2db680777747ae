/** Compares the declarations of companies with evidence and registers, and tells when a certificate's days begin. */
import type { Context, Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import type { Registry } from '#core/registry.ts'
import { judgeAfterwards } from '#core/judging/judge.ts'
import { defineRecurring, type RecurringDefinition } from '#platform/job/recurring.ts'
import { restateChanged, stateDeclaration } from './actions/proof.ts'

export const declareJob = 'framework.declare'
const lookEveryMs = 10 * 60_000

/** The recurring work of frameworks. The registry is asked for late, because it is made of this module among others. */
export function frameworkJobs(registry: () => Registry): readonly RecurringDefinition<Services>[] {
  return [
    defineRecurring<Services>(declareJob, lookEveryMs, async (run, services) => {
      for (const tenant of await readTenants(services)) {
        run.signal.throwIfAborted()
        if (tenant.canary) continue
        await services.database.withTenant(tenant.id, async (tx) => {
          const actor = { kind: 'system', name: declareJob, tenantId: tenant.id, locale: 'de' } as const
          const context: Context = {
            tx,
            services,
            actor,
            origin: { requestId: declareJob, address: null, userAgent: null },
          }
          // The collector looks after this instance's own declaration.
          if (tenant.kind === 'company') await stateDeclaration(context, registry())
          await restateChanged(context, registry())
          judgeAfterwards(context, registry())
        })
      }
    }),
  ]
}
