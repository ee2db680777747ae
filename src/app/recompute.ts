/** The audit of what was judged, over all tenants of the instance. Changes nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { readTenants } from '#core/evidence/collect.ts'
import { recompute, type Recomputation } from '#core/judging/recompute.ts'
import type { Instance } from './instance.ts'

export interface RecomputedTenant extends Recomputation {
  readonly tenant: string
}

/** A change that nobody has judged yet is waited for so long. */
const pendingMs = 5_000

/** Recomputes tenant by tenant; what nobody has judged yet is waited for a moment. */
export async function recomputeTenants({ services, registry }: Instance): Promise<RecomputedTenant[]> {
  const tenants = (await readTenants(services)).filter((tenant) => !tenant.canary)
  const found: RecomputedTenant[] = []
  for (const tenant of tenants) {
    const compute = () => services.database.withTenant(tenant.id, (tx) => recompute(tx, registry))
    const until = services.clock.now().getTime() + pendingMs
    let result = await compute()
    while (result.pending && services.clock.now().getTime() < until) {
      await sleep(100)
      result = await compute()
    }
    found.push({ tenant: tenant.id, ...result })
  }
  return found
}
