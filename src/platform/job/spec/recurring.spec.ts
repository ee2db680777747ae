import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '#platform/clock/clock.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { defineRecurring, nextRound, requestRun, runNow, type RecurringDefinition } from '../recurring.ts'
import { startWorker, type Worker } from '../worker.ts'

let world: TestDatabase
let clock: FakeClock
const workers: Worker[] = []

beforeEach(async () => {
  clock = createFakeClock()
  world = await createTestDatabase({ clock })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await world.close()
})

async function work(recurring: RecurringDefinition<unknown>[], database = world.database): Promise<Worker> {
  const worker = await startWorker({ database, log: testLog, services: null, jobs: [], recurring, graceMs: 300 })
  workers.push(worker)
  return worker
}

async function waitUntil(what: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
  const deadline = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await sleep(5)
  }
}

const wakeAll = () => workers.forEach((worker) => worker.wake())

test('recurring work runs at once and then each time its interval has passed', async () => {
  const at: string[] = []
  await work([defineRecurring('spec.tick', 10_000, async (run) => void at.push(run.scheduledAt.toISOString()))])
  await waitUntil(() => at.length === 1)
  clock.advance(9_999)
  wakeAll()
  await sleep(100)
  expect(at).toHaveLength(1)
  clock.advance(1)
  wakeAll()
  await waitUntil(() => at.length === 2)
  expect(at).toEqual(['2026-01-15T09:00:00.000Z', '2026-01-15T09:00:10.000Z'])
})

test('of four processes exactly one runs each round', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const definition = defineRecurring('spec.once', 1_000, async () => {
    running += 1
    most = Math.max(most, running)
    runs += 1
    await sleep(20)
    running -= 1
  })
  await work([definition])
  for (let process = 0; process < 3; process++) await work([definition], world.open())
  await waitUntil(() => runs === 1)
  for (let round = 2; round <= 6; round++) {
    await waitUntil(() => running === 0)
    clock.advance(1_000)
    wakeAll()
    await waitUntil(() => runs === round)
  }
  await sleep(200)
  expect({ runs, most }).toEqual({ runs: 6, most: 1 })
})

test('rounds that were missed are skipped, and the rhythm stays', async () => {
  const at: string[] = []
  await work([defineRecurring('spec.skip', 10_000, async (run) => void at.push(run.scheduledAt.toISOString()))])
  await waitUntil(() => at.length === 1)
  clock.advance(60 * 60_000 + 3_000)
  wakeAll()
  await waitUntil(() => at.length === 2)
  await sleep(150)
  clock.advance(7_000)
  wakeAll()
  await waitUntil(() => at.length === 3)
  await sleep(150)
  expect(at).toEqual(['2026-01-15T09:00:00.000Z', '2026-01-15T09:00:10.000Z', '2026-01-15T10:00:10.000Z'])
  const { rows } = await world.owner.query<{ next_at: Date }>('select next_at from recurring_jobs')
  expect(rows[0]?.next_at.toISOString()).toBe('2026-01-15T10:00:20.000Z')
})

test('work that takes longer than its interval does not pile up', () => {
  const due = new Date('2026-01-15T09:00:00Z')
  const now = new Date('2026-01-15T09:00:25Z')
  expect(nextRound(due, 10_000, now).toISOString()).toBe('2026-01-15T09:00:30.000Z')
  expect(nextRound(due, 10_000, due).toISOString()).toBe('2026-01-15T09:00:10.000Z')
})

test('a clock that was set back by a day does not stop the work for a day', async () => {
  let runs = 0
  await work([defineRecurring('spec.back', 10_000, async () => void runs++)])
  await waitUntil(() => runs === 1)
  clock.advance(-24 * 3_600_000)
  wakeAll()
  await waitUntil(() => runs === 2)
})

test('another process asks for a run now and waits for its end', async () => {
  const seen: (string | null)[] = []
  await work([
    defineRecurring('spec.now', 3_600_000, async (run) => {
      seen.push(run.requestedBy)
      await sleep(30)
    }),
  ])
  await waitUntil(() => seen.length === 1)
  const started = performance.now()
  const run = await runNow(world.open(), 'spec.now', { requestedBy: 'beleg doctor' })
  expect(run.outcome).toBe('succeeded')
  expect(seen).toEqual([null, 'beleg doctor'])
  // By notification, not by the look each second.
  expect(performance.now() - started).toBeLessThan(700)
})

test('a run that is under way does not answer a request: it may have looked before', async () => {
  let runs = 0
  let release = () => {}
  await work([
    defineRecurring('spec.fresh', 3_600_000, async () => {
      runs += 1
      if (runs === 1) await new Promise<void>((resolve) => (release = resolve))
    }),
  ])
  await waitUntil(() => runs === 1)
  const asked = runNow(world.database, 'spec.fresh', { requestedBy: 'a' })
  const askedToo = runNow(world.database, 'spec.fresh', { requestedBy: 'b' })
  await sleep(150)
  expect(runs).toBe(1)
  release()
  const [one, two] = await Promise.all([asked, askedToo])
  expect([one.outcome, two.outcome]).toEqual(['succeeded', 'succeeded'])
  expect(runs).toBe(2)
})

test('who asked for a run that fails is told so', async () => {
  let runs = 0
  await work([
    defineRecurring('spec.fails', 3_600_000, async () => {
      runs += 1
      throw new Error('the probe found no socket')
    }),
  ])
  await waitUntil(() => runs === 1)
  const run = await runNow(world.database, 'spec.fails', { requestedBy: 'a' })
  expect(run).toMatchObject({ outcome: 'failed', error: 'the probe found no socket' })
})

test('a request for unknown work, or one that nobody serves, is a problem', async () => {
  await expect(runNow(world.database, 'spec.unknown', { requestedBy: 'a' })).rejects.toMatchObject({
    status: 404,
    code: 'job.unknown',
  })
  const worker = await work([defineRecurring('spec.deserted', 3_600_000, async () => {})])
  await worker.stop()
  await expect(runNow(world.database, 'spec.deserted', { requestedBy: 'a', timeoutMs: 300 })).rejects.toMatchObject({
    status: 504,
    code: 'job.run_timeout',
  })
  const { rows } = await world.owner.query('select id from recurring_runs where finished_at is null')
  expect(rows).toEqual([])
})

test('work of a process that was killed is taken over, and what was asked for is still done', async () => {
  let runs = 0
  let hang = true
  let release = () => {}
  const definition = defineRecurring('spec.takeover', 3_600_000, async () => {
    runs += 1
    if (hang) await new Promise<void>((resolve) => (release = resolve))
  })
  const first = await work([definition])
  await waitUntil(() => runs === 1)
  const asked = runNow(world.open(), 'spec.takeover', { requestedBy: 'a', timeoutMs: 8_000 })
  await sleep(50)
  hang = false
  await work([definition], world.open())
  await sleep(300)
  expect(runs).toBe(1)
  // What the server sees of a killed process: its session ends.
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 0)`,
    [first.id],
  )
  expect((await asked).outcome).toBe('succeeded')
  release()
  await sleep(100)
  const { rows } = await world.owner.query<{ outcome: string }>(
    `select outcome from recurring_runs where requested_by is null order by scheduled_at, id`,
  )
  expect(rows[0]?.outcome).toBe('lost')
})

test('many events that ask for a run at once cause one, and one more when the first was under way', async () => {
  let runs = 0
  let release = () => {}
  await work([
    defineRecurring('spec.event', 3_600_000, async () => {
      runs += 1
      if (runs === 1) await new Promise<void>((resolve) => (release = resolve))
    }),
  ])
  await waitUntil(() => runs === 1)
  for (let n = 0; n < 20; n++) await requestRun(world.database, 'spec.event', 'change')
  release()
  await waitUntil(() => runs === 2)
  await sleep(150)
  expect(runs).toBe(2)
  await expect(requestRun(world.database, 'spec.nobody', 'change')).rejects.toMatchObject({ code: 'job.unknown' })
})
