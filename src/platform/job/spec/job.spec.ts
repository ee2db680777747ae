import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { defineJob, enqueue, type JobDefinition } from '../job.ts'
import { startWorker, type Worker } from '../worker.ts'

let world: TestDatabase
let tenant: string
let other: string
const workers: Worker[] = []

beforeAll(async () => {
  world = await createTestDatabase()
  tenant = await world.createTenant()
  other = await world.createTenant()
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await world.owner.query('truncate beleg_job._private_jobs')
})
afterAll(() => world.close())

async function work(jobs: JobDefinition<unknown>[], graceMs = 5_000): Promise<Worker> {
  const worker = await startWorker({
    database: world.database,
    log: testLog,
    services: null,
    jobs,
    concurrency: 4,
    graceMs,
  })
  workers.push(worker)
  return worker
}

async function waitUntil(what: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
  const deadline = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await sleep(10)
  }
}

const waiting = async () =>
  (await world.owner.query<{ n: number }>('select count(*)::int as n from beleg_job._private_jobs')).rows[0]?.n

test('a job runs for the tenant that enqueued it, with its payload', async () => {
  const seen: unknown[] = []
  const greet = defineJob('spec.greet', z.object({ name: z.string() }), async ({ name }, run) => {
    seen.push([name, run.tenantId, run.attempt])
  })
  await work([greet])
  await world.database.withTenant(tenant, (tx) => enqueue(tx, greet, { name: 'Ada' }))
  await waitUntil(() => seen.length === 1)
  expect(seen).toEqual([['Ada', tenant, 1]])
})

test('a job of a transaction that rolls back never runs', async () => {
  const job = defineJob('spec.rolled-back', z.object({}), async () => {})
  await expect(
    world.database.withTenant(tenant, async (tx) => {
      await enqueue(tx, job, {})
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await waiting()).toBe(0)
})

test('three processes run each of a hundred jobs exactly once', async () => {
  const seen: number[] = []
  const count = defineJob('spec.count', z.object({ n: z.number() }), async ({ n }) => {
    seen.push(n)
    await sleep(1)
  })
  const others = [world.open(), world.open()]
  const processes = [world.database, ...others]
  for (const database of processes) {
    workers.push(await startWorker({ database, log: testLog, services: null, jobs: [count], concurrency: 3 }))
  }
  await world.database.withTenant(tenant, async (tx) => {
    for (let n = 0; n < 100; n++) await enqueue(tx, count, { n })
  })
  await waitUntil(() => seen.length >= 100)
  await sleep(100)
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
})

test('a payload that the job does not take is refused at once', async () => {
  const job = defineJob('spec.strict', z.object({ n: z.number() }), async () => {})
  await expect(
    // What a caller in plain JavaScript could do.
    world.database.withTenant(tenant, (tx) => enqueue(tx, job, { n: 'one' } as unknown as { n: number })),
  ).rejects.toThrow(z.ZodError)
  expect(await waiting()).toBe(0)
})

test('of waiting jobs with one key only the last runs, and keys of tenants do not meet', async () => {
  const seen: unknown[] = []
  const job = defineJob('spec.keyed', z.object({ n: z.number() }), async ({ n }, run) => {
    seen.push(`${run.tenantId === tenant ? 'tenant' : 'other'} ${n}`)
  })
  for (const n of [1, 2]) await world.database.withTenant(tenant, (tx) => enqueue(tx, job, { n }, { key: 'k' }))
  await world.database.withTenant(other, (tx) => enqueue(tx, job, { n: 3 }, { key: 'k' }))
  await work([job])
  await waitUntil(() => seen.length === 2)
  expect(seen.toSorted()).toEqual(['other 3', 'tenant 2'])
})

test('the app role can add a job of its own tenant and touch nothing else of the queue', async () => {
  const asApp = (statement: string) => world.database.withTenant(tenant, (tx) => sql.raw(statement).execute(tx.db))
  for (const statement of [
    'select id from beleg_job._private_jobs',
    'delete from beleg_job._private_jobs',
    `select beleg_job.add_job('spec.greet')`,
    `select beleg.enqueue_platform_job('spec.greet', '{}', null, null, 1, null)`,
    'select name from recurring_jobs',
    'select id from recurring_runs',
  ]) {
    await expect(asApp(statement), statement).rejects.toMatchObject({ code: '42501' })
  }
  await expect(
    world.database.withTenant(tenant, (tx) =>
      enqueue(
        tx,
        defineJob('spec.foreign', z.object({}), async () => {}),
        {},
        { tenantId: other },
      ),
    ),
  ).rejects.toThrow('only jobs of its own')
  expect(await waiting()).toBe(0)
})

test('a job waits for its time', async () => {
  const seen: number[] = []
  const job = defineJob('spec.later', z.object({}), async () => void seen.push(1))
  await work([job])
  await world.database.withTenant(tenant, (tx) => enqueue(tx, job, {}, { runAt: new Date(Date.now() + 1_200) }))
  await sleep(600)
  expect(seen).toEqual([])
  await waitUntil(() => seen.length === 1)
})

test('a stopping worker waits for what runs and begins nothing new', async () => {
  const seen: string[] = []
  const slow = defineJob('spec.slow', z.object({}), async () => {
    seen.push('begun')
    await sleep(300)
    seen.push('done')
  })
  const worker = await work([slow])
  await world.database.withTenant(tenant, (tx) => enqueue(tx, slow, {}))
  await waitUntil(() => seen.length === 1)
  const stopped = worker.stop()
  await world.database.withTenant(tenant, (tx) => enqueue(tx, slow, {}))
  await stopped
  expect(seen).toEqual(['begun', 'done'])
  expect(await waiting()).toBe(1)
})

test('a job that runs on past the grace is told to abort, and stays to be run again', async () => {
  let aborted = false
  let begun = false
  const endless = defineJob('spec.endless', z.object({}), async (_, run) => {
    begun = true
    await new Promise((_resolve, reject) => {
      run.signal.addEventListener('abort', () => {
        aborted = true
        reject(new Error('aborted'))
      })
    })
  })
  const worker = await work([endless], 200)
  await world.database.withTenant(tenant, (tx) => enqueue(tx, endless, {}))
  await waitUntil(() => begun)
  await worker.stop()
  expect(aborted).toBe(true)
  expect(await waiting()).toBe(1)
})

test('jobs of a worker that was killed are run by another', async () => {
  const seen: number[] = []
  const job = defineJob('spec.orphan', z.object({}), async () => void seen.push(1))
  await world.database.withTenant(tenant, (tx) => enqueue(tx, job, {}))
  await world.owner.query(
    `update beleg_job._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1`,
  )
  await work([job])
  await waitUntil(() => seen.length === 1, 15_000)
})

test('the worker outlives the loss of all its connections', async () => {
  const seen: number[] = []
  const job = defineJob('spec.survivor', z.object({ n: z.number() }), async ({ n }) => void seen.push(n))
  await work([job])
  await world.database.withTenant(tenant, (tx) => enqueue(tx, job, { n: 1 }))
  await waitUntil(() => seen.length === 1)
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await waitUntil(() =>
    world.database
      .withTenant(tenant, (tx) => enqueue(tx, job, { n: 2 }))
      .then(
        () => true,
        () => false,
      ),
  )
  await waitUntil(() => seen.length === 2, 15_000)
  expect(seen).toEqual([1, 2])
})
