/**
 * Work that comes round: collectors, timers, clean-ups. Whatever the number of processes, at most one runs each at a
 * time; a killed one is noticed by its lost session and its work taken over at once. Missed rounds are skipped, never
 * caught up. Due times come from the Clock. Any process can ask for a run, and with `runNow` wait for its end.
 */
import { sql } from 'kysely'
import type { Clock } from '../clock/clock.ts'
import { sqlStateOf, type Database } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { PlatformTx } from '../database/transaction.ts'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'

export interface RecurringRun {
  /** When it was due, or asked for. */
  readonly scheduledAt: Date
  /** Who asked for it; null when it was due. */
  readonly requestedBy: string | null
  readonly log: Log
  /** Aborted when the worker has to stop, or has lost its session and with it the work. */
  readonly signal: AbortSignal
}

export interface RecurringDefinition<in Services = never> {
  /** `<module>.<what>`, the same in every process. */
  readonly name: string
  readonly everyMs: number
  readonly run: (run: RecurringRun, services: Services) => Promise<void>
}

/** Declares recurring work; the first run is at once. */
export function defineRecurring<Services = unknown>(
  name: string,
  everyMs: number,
  handler: (run: RecurringRun, services: Services) => Promise<void>,
): RecurringDefinition<Services> {
  if (!Number.isSafeInteger(everyMs) || everyMs <= 0) throw new Error(`${name}: everyMs must be a positive integer`)
  return { name, everyMs, run: handler }
}

/** Wakes workers: its payload is a name. */
export const wakeChannel = 'beleg_recurring_wake'
/** Tells who waits that a run of the name ended. */
export const doneChannel = 'beleg_recurring_done'

export type RunOutcome = 'succeeded' | 'failed' | 'lost'

export interface FinishedRun {
  readonly id: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly outcome: RunOutcome
  readonly error: string | null
}

/**
 * Asks for a run now and waits for its end. The run begins after this call: one that is under way does not count.
 * @throws Problem `job.unknown` (404), `job.run_timeout` (504; the request is withdrawn unless it has begun)
 */
export async function runNow(
  database: Database,
  name: string,
  options: { requestedBy: string; timeoutMs?: number },
): Promise<FinishedRun> {
  const id = newId(database.clock)
  let wake = () => {}
  // Listening before asking, or a fast end is missed.
  const unlisten = await database.listen(doneChannel, () => wake(), { onReconnect: () => wake() })
  try {
    await database.withPlatform('request of a recurring run', async (tx) => {
      try {
        await tx.db
          .insertInto('recurring_runs')
          .values({ id, name, scheduled_at: database.clock.now(), requested_by: options.requestedBy })
          .execute()
      } catch (error) {
        // 23503: no process has ever declared it.
        if (sqlStateOf(error) === '23503') throw new Problem(404, 'job.unknown', { params: { name }, cause: error })
        throw error
      }
      await notify(tx, wakeChannel, name)
    })
    const deadline = performance.now() + (options.timeoutMs ?? 60_000)
    for (;;) {
      const nextDone = new Promise<void>((resolve) => {
        wake = resolve
      })
      const found = await findFinished(database, id)
      if (found) return found
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) {
        await withdraw(database, id)
        throw new Problem(504, 'job.run_timeout', { params: { name } })
      }
      // Also by the second: a notification may be lost with its connection.
      await waitFor(nextDone, Math.min(leftMs, 1_000))
    }
  } finally {
    await unlisten()
  }
}

/**
 * Asks for a run soon and does not wait: for an event that says that something changed. A request that still waits
 * covers this one too; a run that is under way does not, so another follows it.
 * @throws Problem `job.unknown` (404)
 */
export async function requestRun(database: Database, name: string, requestedBy: string): Promise<void> {
  await database.withPlatform(
    'request of a recurring run',
    async (tx) => {
      try {
        await sql`insert into recurring_runs (id, name, scheduled_at, requested_by)
          select ${newId(database.clock)}::uuid, ${name}, ${database.clock.now()}::timestamptz, ${requestedBy}
          where not exists (select from recurring_runs where name = ${name} and finished_at is null and started_at is null)
        `.execute(tx.db)
      } catch (error) {
        if (sqlStateOf(error) === '23503') throw new Problem(404, 'job.unknown', { params: { name }, cause: error })
        throw error
      }
      await notify(tx, wakeChannel, name)
    },
    { independent: true },
  )
}

async function findFinished(database: Database, id: string): Promise<FinishedRun | null> {
  const row = await database.withPlatform('wait for a recurring run', (tx) =>
    tx.db
      .selectFrom('recurring_runs')
      .select(['started_at', 'finished_at', 'outcome', 'error'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row?.started_at || !row.finished_at) return null
  return {
    id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    // The table's own check allows these three.
    outcome: row.outcome as RunOutcome,
    error: row.error,
  }
}

async function withdraw(database: Database, id: string): Promise<void> {
  await database.withPlatform('withdraw a recurring run', (tx) =>
    tx.db.deleteFrom('recurring_runs').where('id', '=', id).where('started_at', 'is', null).execute(),
  )
}

async function waitFor(event: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([event, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))])
  clearTimeout(timer)
}

async function notify(tx: PlatformTx, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx.db)
}

/** Makes the work known, and its interval current. */
export async function registerRecurring(
  tx: PlatformTx,
  definitions: readonly RecurringDefinition<never>[],
  now: Date,
): Promise<void> {
  for (const { name, everyMs } of definitions) {
    const next = new Date(now.getTime() + everyMs)
    await sql`insert into recurring_jobs (name, every_ms, next_at) values (${name}, ${everyMs}, ${now})
      on conflict (name) do update set every_ms = excluded.every_ms,
        next_at = least(recurring_jobs.next_at, ${next}::timestamptz)`.execute(tx.db)
  }
}

/** A run that this worker has taken. */
export interface ClaimedRun {
  readonly name: string
  readonly ids: readonly string[]
  readonly scheduledAt: Date
  readonly requestedBy: string | null
}

/** A finished run is kept for 7 days. */
const keepMs = 7 * 24 * 3_600_000

/**
 * Takes at most one run that is due or asked for, among the names given; null when there is none. Work of a worker
 * whose session is gone is freed on the way.
 */
export async function claimRun(
  tx: PlatformTx,
  options: { worker: string; names: readonly string[]; clock: Clock },
): Promise<ClaimedRun | null> {
  const now = options.clock.now()
  // A minute beyond one interval ahead is no clock skew between machines: the clock was set back. Due as well, or it
  // would wait for that day.
  const farAhead = new Date(now.getTime() + 60_000)
  const { rows } = await sql<{ name: string; every_ms: number; next_at: Date; worker: string | null; due: boolean }>`
    select name, every_ms, next_at, worker,
           next_at <= ${now} or next_at > ${farAhead}::timestamptz + every_ms * interval '1 millisecond' as due
    from recurring_jobs j
    where name = any(${options.names}::text[])
      and (next_at <= ${now} or next_at > ${farAhead}::timestamptz + every_ms * interval '1 millisecond'
        or exists (select from recurring_runs r where r.name = j.name and r.finished_at is null and r.started_at is null))
      and (worker is null or pg_try_advisory_xact_lock(hashtextextended(worker::text, 0)))
    order by next_at
    limit 1
    for update skip locked`.execute(tx.db)
  const job = rows[0]
  if (!job) return null
  if (job.worker !== null) await freeRunsOf(tx, job.name, job.worker, now)
  const requested = await tx.db
    .updateTable('recurring_runs')
    .set({ started_at: now, worker: options.worker })
    .where('name', '=', job.name)
    .where('finished_at', 'is', null)
    .where('started_at', 'is', null)
    .returning(['id', 'scheduled_at', 'requested_by'])
    .execute()
  const ids = requested.map((run) => run.id)
  if (ids.length === 0) {
    const id = newId(options.clock)
    await tx.db
      .insertInto('recurring_runs')
      .values({ id, name: job.name, scheduled_at: job.next_at, started_at: now, worker: options.worker })
      .execute()
    ids.push(id)
  }
  await tx.db
    .updateTable('recurring_jobs')
    .set({ worker: options.worker, ...(job.due ? { next_at: nextRound(job.next_at, job.every_ms, now) } : {}) })
    .where('name', '=', job.name)
    .execute()
  const first = requested[0]
  return {
    name: job.name,
    ids,
    scheduledAt: first?.scheduled_at ?? job.next_at,
    requestedBy: first?.requested_by ?? null,
  }
}

/** The first instant of the rhythm after now: what was missed is skipped, and the rhythm does not drift. */
export function nextRound(dueAt: Date, everyMs: number, now: Date): Date {
  const lateMs = now.getTime() - dueAt.getTime()
  if (lateMs < 0) return new Date(now.getTime() + everyMs)
  return new Date(dueAt.getTime() + (Math.floor(lateMs / everyMs) + 1) * everyMs)
}

async function freeRunsOf(tx: PlatformTx, name: string, worker: string, now: Date): Promise<void> {
  // Somebody still waits for what was asked for: it is run again.
  await tx.db
    .updateTable('recurring_runs')
    .set({ started_at: null, worker: null })
    .where('name', '=', name)
    .where('worker', '=', worker)
    .where('finished_at', 'is', null)
    .where('requested_by', 'is not', null)
    .execute()
  await tx.db
    .updateTable('recurring_runs')
    .set({ finished_at: now, outcome: 'lost', error: 'the worker ended during the run' })
    .where('name', '=', name)
    .where('worker', '=', worker)
    .where('finished_at', 'is', null)
    .where('requested_by', 'is', null)
    .execute()
}

/** Records the end of a run; false when the work was taken over by another worker meanwhile. */
export async function finishRun(
  tx: PlatformTx,
  run: ClaimedRun,
  worker: string,
  now: Date,
  error: string | null,
): Promise<boolean> {
  const released = await tx.db
    .updateTable('recurring_jobs')
    .set({ worker: null })
    .where('name', '=', run.name)
    .where('worker', '=', worker)
    .executeTakeFirst()
  if (released.numUpdatedRows === 0n) return false
  await tx.db
    .updateTable('recurring_runs')
    .set({ finished_at: now, outcome: error === null ? 'succeeded' : 'failed', error })
    .where('id', 'in', [...run.ids])
    .where('worker', '=', worker)
    .execute()
  await tx.db
    .deleteFrom('recurring_runs')
    .where('name', '=', run.name)
    .where('scheduled_at', '<', new Date(now.getTime() - keepMs))
    .where('finished_at', 'is not', null)
    .execute()
  await notify(tx, doneChannel, run.name)
  // A request that came meanwhile, or a round that passed.
  await notify(tx, wakeChannel, run.name)
  return true
}

/** When the next of the names is due; null when there is none. */
export async function findNextDue(tx: PlatformTx, names: readonly string[]): Promise<Date | null> {
  const row = await tx.db
    .selectFrom('recurring_jobs')
    .select('next_at')
    .where('name', 'in', [...names])
    .where('worker', 'is', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_at ?? null
}
