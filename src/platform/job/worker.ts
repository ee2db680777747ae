/**
 * Runs jobs and recurring work in this process. It promises a graceful stop (nothing new is begun, what runs is
 * waited for, then told to abort), to live through a database that goes away, and that what a killed process held is
 * free again within seconds: each worker holds an advisory lock by its session, and others ask for it.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run as runQueue, type Runner, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import type { JobDefinition } from './job.ts'
import {
  claimRun,
  findNextDue,
  finishRun,
  registerRecurring,
  wakeChannel,
  type ClaimedRun,
  type RecurringDefinition,
} from './recurring.ts'
import { jobSchema } from './schema.ts'

export interface WorkerOptions<Services> {
  readonly database: Database
  readonly log: Log
  /** Handed to every handler. */
  readonly services: Services
  readonly jobs: readonly JobDefinition<Services>[]
  readonly recurring?: readonly RecurringDefinition<Services>[]
  /** Jobs at a time in this process. */
  readonly concurrency?: number
  /** Recurring work at a time in this process. */
  readonly recurringConcurrency?: number
  /** How long `stop` waits for what runs before it tells it to abort. */
  readonly graceMs?: number
}

export interface Worker {
  /** By which recurring work knows who holds it; another after the session was lost. */
  readonly id: string
  /** Looks for due work now instead of at the next look, at most a second away. For a clock that was moved. */
  wake(): void
  /** Begins nothing new, waits for what runs, tells it to abort after the grace, and leaves it after another. */
  stop(): Promise<void>
}

/** What `enqueue_tenant_job` and `enqueue_platform_job` store. */
const envelope = z.object({ tenant: z.uuid().nullable(), payload: z.unknown() })

/** Looks of the scheduler are at most this far apart: notifications can be lost. */
const longestPauseMs = 1_000
const defaultGraceMs = 10_000
/** How often locks of dead workers are looked for. */
const reapEveryMs = 10_000

/** Starts the worker. Resolves when it runs; a database that is away then is waited for. */
export async function startWorker<Services>(options: WorkerOptions<Services>): Promise<Worker> {
  const { database, log } = options
  const graceMs = options.graceMs ?? defaultGraceMs
  const stopping = new AbortController()
  const abort = new AbortController()

  const session = await keepSession(database, log, stopping.signal)
  const queue = superviseQueue(options, session, stopping.signal, abort.signal)
  const scheduler = await startScheduler(options, session, stopping.signal, abort.signal)
  await queue.started

  let stopped: Promise<void> | null = null
  return {
    get id() {
      return session.id
    },
    wake: scheduler.wake,
    stop: () => {
      stopped ??= (async () => {
        stopping.abort()
        const done = Promise.all([queue.stop(), scheduler.stop()]).then(() => true)
        if (!(await endsWithin(done, graceMs))) {
          abort.abort()
          if (!(await endsWithin(done, graceMs))) {
            log.error({}, 'work goes on although it was told to abort; it is left alone')
            await queue.kill()
          }
        }
        await session.end()
      })()
      return stopped
    },
  }
}

async function endsWithin(done: Promise<boolean>, ms: number): Promise<boolean> {
  const late = new AbortController()
  const timer = sleep(ms, false, { signal: late.signal }).catch(() => false)
  const ended = await Promise.race([done, timer])
  late.abort()
  return ended
}

/**
 * The session whose locks say that this worker lives. A new session is a new worker: what the old one held may be
 * taken by others from the moment it was lost, even if we are back at once.
 */
interface LifeSession {
  readonly id: string
  /** Holds one more lock by the session, now and after it was lost. */
  hold(name: string): Promise<void>
  /** Lets go of such a lock: what it stood for is gone, though the process lives. */
  letGo(name: string): Promise<void>
  /** Aborted when the session is lost: others may take our work. A new one for each session. */
  readonly lost: AbortSignal
  readonly alive: boolean
  /** Frees the jobs of workers whose session is gone. */
  reap(): Promise<void>
  end(): Promise<void>
}

async function keepSession(database: Database, log: Log, stopping: AbortSignal): Promise<LifeSession> {
  const held = new Set<string>()
  let id = newId()
  let client: pg.Client | null = null
  let loss = new AbortController()
  let ended = false

  const lock = (on: pg.Client, name: string) => on.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
  const connect = async (): Promise<void> => {
    for (let pauseMs = 100; !ended; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        const next = await database.openSession('beleg_platform')
        const mine = new AbortController()
        const onLoss = () => {
          mine.abort()
          if (client !== next) return
          client = null
          if (ended) return
          log.warn({}, 'the session of the worker was lost')
          void connect()
        }
        next.once('end', onLoss)
        const nextId = newId()
        for (const name of [nextId, ...held]) await lock(next, name)
        if (mine.signal.aborted) continue
        id = nextId
        loss = mine
        client = next
        return
      } catch (error) {
        log.debug({ err: error }, 'the session of the worker does not come up')
        await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
        if (stopping.aborted && client === null) return
      }
    }
  }
  await connect()

  return {
    get id() {
      return id
    },
    hold: async (name) => {
      held.add(name)
      if (client) await lock(client, name).catch(() => {})
    },
    letGo: async (name) => {
      held.delete(name)
      await client?.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => {})
    },
    get lost() {
      return loss.signal
    },
    get alive() {
      return client !== null
    },
    reap: async () => {
      if (!client) return
      // Ten seconds: a queue locks its first job before it has told us its name.
      const { rows } = await client.query<{ holder: string }>(
        `select distinct locked_by as holder from ${jobSchema}._private_jobs
         where locked_by is not null and locked_at < now() - interval '10 seconds' and locked_by <> all($1::text[])`,
        [[...held]],
      )
      for (const { holder } of rows) {
        const free = await client.query<{ free: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
          [holder],
        )
        if (free.rows[0]?.free !== true) continue
        try {
          await client.query(`select ${jobSchema}.force_unlock_workers(array[$1])`, [holder])
          log.warn({ holder }, 'freed the jobs of a worker that is gone')
        } finally {
          await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [holder])
        }
      }
    },
    end: async () => {
      ended = true
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}

function superviseQueue<Services>(
  options: WorkerOptions<Services>,
  session: LifeSession,
  stopping: AbortSignal,
  abort: AbortSignal,
): { started: Promise<void>; stop: () => Promise<void>; kill: () => Promise<void> } {
  const { database, log } = options
  let runner: Runner | null = null
  let tellStarted = () => {}
  const started = new Promise<void>((resolve) => {
    tellStarted = resolve
  })
  const tasks = taskListOf(options, stopping, abort)

  const loop = (async () => {
    if (options.jobs.length === 0) return tellStarted()
    for (let pauseMs = 200; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      const concurrency = options.concurrency ?? 2
      const pool = database.openPool('beleg_platform', concurrency + 2)
      let poolId: string | null = null
      try {
        const events = new EventEmitter()
        events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
          poolId = workerPool.id
          void session.hold(poolId)
        })
        runner = await runQueue({
          pgPool: pool,
          taskList: tasks,
          noHandleSignals: true,
          parsedCronItems: [],
          preset: {
            worker: {
              schema: jobSchema,
              concurrentJobs: concurrency,
              // Only for jobs with a time: others are told by NOTIFY.
              pollInterval: 1_000,
              // Without a batch the library neither waits for the end of a job to be written when it stops, nor
              // catches its failure: a lost connection would end the process by an unhandled rejection.
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
              // Our own signal tells handlers when to abort.
              gracefulShutdownAbortTimeout: options.graceMs ?? defaultGraceMs,
            },
          },
          events: events as Parameters<typeof runQueue>[0]['events'] & EventEmitter,
          logger: queueLogger(log),
        })
        tellStarted()
        pauseMs = 200
        if (stopping.aborted) await runner.stop().catch(() => {})
        await runner.promise
      } catch (error) {
        if (!stopping.aborted) log.warn({ err: error }, 'the job queue stopped; starting it again')
      } finally {
        runner = null
        // What it could not write down while the database was away is freed by the next look, and run again.
        if (poolId !== null) await session.letGo(poolId)
        await pool.end().catch(() => {})
      }
      if (!stopping.aborted) await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
    }
    tellStarted()
  })()

  const reap = () => {
    session.reap().catch((error: unknown) => log.debug({ err: error }, 'looking for dead workers failed'))
  }
  const reaper = setInterval(reap, reapEveryMs)
  reaper.unref()
  if (options.jobs.length > 0) void started.then(reap)

  return {
    started,
    stop: async () => {
      clearInterval(reaper)
      await runner?.stop().catch(() => {})
      await loop
    },
    kill: async () => runner?.kill('work does not end').catch(() => {}),
  }
}

function taskListOf<Services>(options: WorkerOptions<Services>, stopping: AbortSignal, abort: AbortSignal): TaskList {
  return Object.fromEntries(
    options.jobs.map((job) => [
      job.name,
      async (
        stored: unknown,
        helpers: { job: { id: string | bigint; attempts: number }; abortSignal: AbortSignal },
      ) => {
        // The library may still take one while it stops; failing it leaves it to another worker a few seconds later.
        if (stopping.aborted) throw new Error('the worker is stopping')
        const { tenant, payload } = envelope.parse(stored)
        const jobId = String(helpers.job.id)
        const log = options.log.child({ job: job.name, jobId })
        try {
          await job.run(
            payload,
            {
              tenantId: tenant,
              attempt: helpers.job.attempts,
              jobId,
              log,
              signal: AbortSignal.any([helpers.abortSignal, abort]),
            },
            options.services,
          )
        } catch (error) {
          log.warn({ err: error, attempt: helpers.job.attempts }, 'a job failed')
          throw error
        }
      },
    ]),
  ) as TaskList
}

function queueLogger(log: Log): Logger {
  return new Logger((scope) => (level, message) => {
    // The library calls its ordinary coming and going "info".
    if (level === 'error') log.error({ scope }, message)
    else if (level === 'warning') log.warn({ scope }, message)
    else log.debug({ scope }, message)
  })
}

async function startScheduler<Services>(
  options: WorkerOptions<Services>,
  session: LifeSession,
  stopping: AbortSignal,
  abort: AbortSignal,
): Promise<{ wake: () => void; stop: () => Promise<void> }> {
  const { database, log } = options
  const definitions = new Map((options.recurring ?? []).map((one) => [one.name, one]))
  if (definitions.size === 0) return { wake: () => {}, stop: async () => {} }
  const names = [...definitions.keys()]
  const running = new Set<Promise<void>>()
  const most = options.recurringConcurrency ?? 4
  let wakeUp = () => {}
  let woken = false
  const wake = () => {
    woken = true
    wakeUp()
  }

  const start = (claimed: ClaimedRun, worker: string, lost: AbortSignal) => {
    const definition = definitions.get(claimed.name)
    if (!definition) return
    const done = runClaimed(options, definition, claimed, worker, AbortSignal.any([abort, lost])).finally(() => {
      running.delete(done)
      wake()
    })
    running.add(done)
  }

  const loop = async () => {
    let registered = false
    while (!stopping.aborted) {
      woken = false
      let pauseMs = longestPauseMs
      try {
        if (!registered) {
          await database.withPlatform('register recurring work', (tx) =>
            registerRecurring(tx, [...definitions.values()], database.clock.now()),
          )
          registered = true
        }
        // Without its session nobody could tell that we live.
        while (session.alive && running.size < most && !stopping.aborted) {
          const { id, lost } = session
          const claimed = await database.withPlatform('take recurring work', (tx) =>
            claimRun(tx, { worker: id, names, clock: database.clock }),
          )
          if (!claimed) break
          start(claimed, id, lost)
        }
        if (running.size < most) {
          const next = await database.withPlatform('look for recurring work', (tx) => findNextDue(tx, names))
          if (next) pauseMs = Math.max(0, Math.min(pauseMs, next.getTime() - database.clock.now().getTime()))
          // Due, and yet not taken: another worker has it in its hands.
          if (pauseMs === 0) pauseMs = 50
        }
      } catch (error) {
        log.debug({ err: error }, 'looking for recurring work failed')
      }
      if (!woken) await pauseFor(pauseMs, (resolve) => (wakeUp = resolve))
    }
  }

  const unlisten = await database.listen(wakeChannel, (name) => void (definitions.has(name) && wake()), {
    onReconnect: wake,
  })
  stopping.addEventListener('abort', wake)
  const looped = loop()
  return {
    wake,
    stop: async () => {
      await looped
      await Promise.all(running)
      await unlisten()
    },
  }
}

async function runClaimed<Services>(
  options: WorkerOptions<Services>,
  definition: RecurringDefinition<Services>,
  claimed: ClaimedRun,
  worker: string,
  signal: AbortSignal,
): Promise<void> {
  const { database } = options
  const log = options.log.child({ recurring: claimed.name })
  let failure: string | null = null
  try {
    const { scheduledAt, requestedBy } = claimed
    await definition.run({ scheduledAt, requestedBy, log, signal }, options.services)
    // It may have returned half done.
    if (signal.aborted) failure = 'aborted'
  } catch (error) {
    failure = describe(error)
    log.warn({ err: error }, 'recurring work failed')
  }
  // Until it is told: a run that nobody ends would keep its work for as long as this process lives.
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      const kept = await database.withPlatform('end recurring work', (tx) =>
        finishRun(tx, claimed, worker, database.clock.now(), failure),
      )
      if (!kept) log.warn({}, 'another worker took this work over during the run')
      return
    } catch (error) {
      log.debug({ err: error }, 'the end of recurring work could not be written')
      // When stopping, the lost session frees it.
      if (signal.aborted) return
      await sleep(pauseMs)
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof Problem) return `${error.code} ${JSON.stringify(error.params)}`
  return (error instanceof Error ? error.message : String(error)).slice(0, 2_000)
}

async function pauseFor(ms: number, register: (resolve: () => void) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    register(resolve)
    timer = setTimeout(resolve, ms)
  })
  clearTimeout(timer)
}
