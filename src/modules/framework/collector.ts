/**
 * The collector `framework.declaration`: the Statement of Applicability of this instance's own tenant, beside what
 * evidence and registers know. Without one in force there is nothing to see, and nothing is proven.
 */
import type { Collector } from '#core/collector.ts'
import type { Registry } from '#core/registry.ts'
import { declarationAsFact, observeDeclaration, populationOf } from './actions/proof.ts'
import { collectorId, declarationFact } from './fact.ts'

/** @param registry is asked for late, because it is made of this collector among others */
export function declarationCollector(registry: () => Registry): Collector {
  return {
    id: collectorId,
    query: 'Statement of Applicability in force, statuses of the measures behind its rows, registers',
    version: '1',
    everyMs: 20_000,
    detectsWithinMs: 40_000,
    observe: async ({ services, tenants }) => {
      const own = tenants.find(({ kind }) => kind === 'platform')
      const declared = own
        ? await services.database.withTenant(
            own.id,
            (tx) => {
              const actor = { kind: 'system', name: collectorId, tenantId: own.id, locale: 'en' } as const
              const origin = { requestId: collectorId, address: null, userAgent: null }
              return observeDeclaration({ tx, services, actor, origin }, registry())
            },
            { isolation: 'repeatable read', readOnly: true },
          )
        : null
      const facts = declared === null ? [] : [declarationAsFact(declared)]
      return {
        facts,
        populations: [populationOf(declarationFact.type, facts.length)],
      }
    },
  }
}
