/** Looks for the proof of claimed host names in the DNS. */
import { Resolver } from 'node:dns/promises'
import type { Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { defineRecurring, type RecurringDefinition } from '#platform/job/recurring.ts'
import { lookForProof, type FindTxtRecords } from './actions/host.ts'

export const proveHostsJob = 'trust-centre.prove-hosts'
const lookEveryMs = 60_000

/** @param dnsServers whom to ask; empty: whom this machine asks */
export function trustCentreJobs(dnsServers: readonly string[]): readonly RecurringDefinition<Services>[] {
  const findTxtRecords = createLookup(dnsServers)
  return [
    defineRecurring<Services>(proveHostsJob, lookEveryMs, async (run, services) => {
      for (const tenant of await readTenants(services)) {
        run.signal.throwIfAborted()
        if (tenant.canary) continue
        const actor = { kind: 'system', name: 'trust-centre', tenantId: tenant.id, locale: 'de' } as const
        const origin = { requestId: proveHostsJob, address: null, userAgent: null }
        try {
          await lookForProof({ services, actor, origin }, tenant.id, findTxtRecords)
        } catch (error) {
          // One zone that does not answer keeps nobody else's name from being proven.
          run.log.info({ err: error, tenant: tenant.id }, 'a host name could not be looked up')
        }
      }
    }),
  ]
}

function createLookup(dnsServers: readonly string[]): FindTxtRecords {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  if (dnsServers.length > 0) resolver.setServers([...dnsServers])
  return async (name) => {
    try {
      return await resolver.resolveTxt(name)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === 'ENOTFOUND' || code === 'ENODATA') return []
      throw error
    }
  }
}
