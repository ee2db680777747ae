/**
 * The worker: collectors as recurring work, woken at once where the database tells of a change; the watch over time,
 * which judges; the clean-ups of the modules; the queue of jobs.
 */
import type { Services } from '#core/context.ts'
import { readTenants, runCollector } from '#core/evidence/collect.ts'
import { watchTime } from '#core/judging/watch.ts'
import type { Registry } from '#core/registry.ts'
import { defineRecurring, requestRun, type RecurringDefinition } from '#platform/job/recurring.ts'
import { startWorker, type Worker } from '#platform/job/worker.ts'

/** Channel of the database's triggers; payload the id of the collector that should look. */
export const observeChannel = 'beleg_observe'

/** Answers to repeated writes are kept so long. */
const keepAnswersMs = 86_400_000

/** All recurring work of an instance. */
export function recurringWork(registry: Registry): RecurringDefinition<Services>[] {
  return [
    ...registry.collectors.map((collector) =>
      defineRecurring<Services>(collector.id, collector.everyMs, (_run, services) =>
        runCollector(services, registry, collector),
      ),
    ),
    defineRecurring<Services>('core.forget-answers', 3_600_000, async (_run, services) => {
      const before = new Date(services.clock.now().getTime() - keepAnswersMs)
      for (const tenant of await readTenants(services)) {
        await services.database.withTenant(tenant.id, (tx) =>
          tx.db
            .deleteFrom('idempotency_keys')
            .where('tenant_id', '=', tx.tenantId)
            .where('created_at', '<', before)
            .execute(),
        )
      }
    }),
    ...registry.modules.flatMap((module) => module.recurring ?? []),
  ]
}

/** Starts the worker of this process. */
export async function startWork(services: Services, registry: Registry): Promise<Worker> {
  const worker = await startWorker<Services>({
    database: services.database,
    log: services.log,
    services,
    jobs: registry.jobs,
    recurring: recurringWork(registry),
    concurrency: 4,
    recurringConcurrency: 4,
  })
  const watch = await watchTime(services, registry)
  const known = new Set(registry.collectors.map((collector) => collector.id))
  const stopListening = await services.database.listen(observeChannel, (collectorId) => {
    if (!known.has(collectorId)) return
    requestRun(services.database, collectorId, 'change').catch((error: unknown) =>
      services.log.debug({ err: error, collectorId }, 'a run could not be asked for'),
    )
  })
  return {
    ...worker,
    stop: async () => {
      await stopListening()
      await watch.stop()
      await worker.stop()
    },
  }
}
