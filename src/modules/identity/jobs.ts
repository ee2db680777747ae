/** Clean-up: what no longer opens anything is removed once an hour, in every tenant. */
import type { Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { defineRecurring } from '#platform/job/recurring.ts'
import { lifetimes } from './rules.ts'
import { deleteSpent } from './store/session.ts'

const dayMs = 24 * 3_600_000

/** Wrong guesses are kept a week, the login record three months. */
export const forgetSpent = defineRecurring<Services>('identity.forget-spent', 3_600_000, async (run, services) => {
  for (const tenant of await readTenants(services)) {
    run.signal.throwIfAborted()
    const now = services.clock.now()
    const ago = (ms: number) => new Date(now.getTime() - ms)
    await services.database.withTenant(tenant.id, (tx) =>
      deleteSpent(tx, {
        now,
        seenBefore: ago(lifetimes.sessionIdleMs),
        signInsBefore: ago(90 * dayMs),
        attemptsBefore: ago(7 * dayMs),
        placesBefore: ago(lifetimes.knownPlaceMs),
      }),
    )
  }
})
