/**
 * The watch over time: judges each tenant at its next transition and whenever something of it was marked. It sleeps
 * until the first timer of all tenants and wakes on the announcement of a change; nothing polls. Any number of
 * processes may watch: they take turns by the tenant's lock, and who comes second finds nothing left to do.
 */
import { sql } from 'kysely'
import type { Services } from '../context.ts'
import type { Registry } from '../registry.ts'
import { gatherMsAfter, judgeTenant } from './judge.ts'
import { judgeChannel, tellAgainMs } from './mark.ts'

/** So many tenants are fetched at once, and so many judged at the same time. */
const batchSize = 500
const concurrency = 4
/**
 * The process that made a change judges it; only what it leaves behind is left to the watch. No shorter than it takes
 * until a word of the same tenant comes again.
 */
const leaveToOthersMs = tellAgainMs
/** A process that was killed between change and judging is noticed by then; also the longest sleep of a timer. */
const longestSleepMs = 60_000
const retryMs = 1_000

export interface Watch {
  stop(): Promise<void>
}

/** Begins to watch. */
export async function watchTime(services: Services, registry: Registry): Promise<Watch> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let sleepsUntil = Infinity
  let heardAtMs = -Infinity
  let restsUntilMs = -Infinity
  let running: Promise<void> = Promise.resolve()

  const wakeIn = (ms: number) => {
    if (stopped) return
    const until = performance.now() + ms
    if (timer !== undefined && sleepsUntil <= until) return
    clearTimeout(timer)
    sleepsUntil = until
    timer = setTimeout(() => {
      timer = undefined
      running = running.then(look)
    }, ms)
  }
  const look = async () => {
    if (stopped) return
    const startedMs = performance.now()
    try {
      const more = await judgeDue(services, registry, () => stopped)
      const due = await findNextDue(services)
      const ms = due === null ? longestSleepMs : due.getTime() - services.clock.now().getTime()
      // What could not be judged stays due: not again at once.
      wakeIn(more ? 0 : Math.min(Math.max(ms, due !== null && ms <= 0 ? retryMs : 0), longestSleepMs))
      restsUntilMs = performance.now() + gatherMsAfter(performance.now() - startedMs)
      // What was heard while it looked may have come too late for it.
      if (heardAtMs + leaveToOthersMs > startedMs) hear()
    } catch (error) {
      services.log.warn({ err: error }, 'tenants could not be judged')
      wakeIn(retryMs)
    }
  }
  // Under a burst the watch, too, takes no more than its share of the time.
  const hear = () => wakeIn(Math.max(heardAtMs + leaveToOthersMs, restsUntilMs) - performance.now())
  const unlisten = await services.database.listen(judgeChannel, () => ((heardAtMs = performance.now()), hear()), {
    onReconnect: () => wakeIn(0),
  })
  wakeIn(0)
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await unlisten()
      await running
    },
  }
}

/**
 * Judges every tenant that is due.
 * @returns whether some may be left
 */
export async function judgeDue(services: Services, registry: Registry, stopped = () => false): Promise<boolean> {
  const now = services.clock.now()
  const due = await services.database.withPlatform('find tenants to judge', (tx) =>
    sql<{ tenant_id: string }>`select tenant_id from beleg.list_judging_due(${now}::timestamptz, ${batchSize})`
      .execute(tx.db)
      .then(({ rows }) => rows.map((row) => row.tenant_id)),
  )
  let next = 0
  let failed = 0
  const work = async () => {
    for (;;) {
      const tenantId = due[next]
      if (tenantId === undefined || stopped()) return
      next += 1
      try {
        await judgeTenant(services, registry, tenantId)
      } catch (error) {
        failed += 1
        services.log.warn({ err: error, tenantId }, 'a tenant could not be judged')
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return due.length === batchSize && failed < due.length
}

async function findNextDue(services: Services): Promise<Date | null> {
  const row = await services.database.withPlatform('find the next timer', (tx) =>
    tx.db
      .selectFrom('judging_timers')
      .innerJoin('tenants', 'tenants.id', 'judging_timers.tenant_id')
      .select('due_at')
      .where('tenants.state', '=', 'active')
      .where('tenants.canary', '=', false)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst(),
  )
  return row?.due_at ?? null
}
