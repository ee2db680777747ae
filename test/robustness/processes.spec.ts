/** Processes and databases that go away: what was acknowledged is there, and what serves says so or comes back. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { enrol } from '#test/house.ts'
import { isAlive, launch, serverPidOf, until, type Launched } from './process.ts'
import { idOf, makeKey, refusal, send, type Answer } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'beleg-processes-'))
chmodSync(folder, 0o711)
let places = 0
let launched: Launched[] = []
let data = ''

async function begin(environment: Record<string, string> = {}): Promise<Launched> {
  const running = await launch({ BELEG_DATA: data, ...environment })
  launched.push(running)
  return running
}

async function keyOf(running: Launched): Promise<string> {
  const admin = await enrol(running.url, running.enrolment ?? '', { name: 'Ada Admin', email: 'ada@example.com' })
  return (await makeKey(admin, ['evidence:push', 'evidence:read'])).secret
}

afterEach(async () => {
  for (const one of launched) await one.kill()
  launched = []
  await until('the database servers are gone', () => serversOn(data).length === 0)
  rmSync(data, { recursive: true, force: true })
})

/** Every process that was started for this data directory. */
function serversOn(directory: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return words.includes(directory) && !words.includes('main.ts')
      } catch {
        return false
      }
    })
}

let runs = 0
function push(url: string, key: string): Promise<Answer> {
  const facts = [
    {
      subject: { kind: 'account', externalId: `u-${runs % 7}` },
      type: 'account.holder',
      data: { registered: true, people: 1, otherAccountsOfPerson: 0, functionAddress: false },
    },
  ]
  const json = {
    source: { system: 'directory', id: `run-${++runs}` },
    class: 'machine',
    observedFrom: '2026-01-02T03:00:00Z',
    observedTo: '2026-01-02T03:04:00Z',
    facts,
  }
  return send(url, 'POST', '/api/evidence', { key, json })
}

/** Pushes one after the other until told to stop, whatever happens meanwhile. */
function keepPushing(url: string, key: string) {
  const acknowledged: string[] = []
  const refused: Answer[] = []
  let running = true
  const ended = (async () => {
    while (running) {
      try {
        const answer = await push(url, key)
        if (answer.status === 201) acknowledged.push(idOf(answer))
        else {
          refused.push(answer)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      } catch {
        // The server itself is gone.
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  })()
  return {
    acknowledged,
    refused,
    async stop() {
      running = false
      await ended
    },
  }
}

/** Asks for each evidence that was acknowledged. */
async function expectAll(url: string, key: string, ids: readonly string[]): Promise<void> {
  const missing: string[] = []
  for (const id of ids) if ((await send(url, 'GET', `/api/evidence/${id}`, { key })).status !== 200) missing.push(id)
  expect({ acknowledged: ids.length, missing }).toEqual({ acknowledged: ids.length, missing: [] })
}

const health = async (url: string) => (await fetch(`${url}/api/health`).catch(() => null))?.status ?? 0
const statusesOf = (page: string) => [...page.matchAll(/class="mark (\w+)"/g)].map((match) => match[1])

describe('when the database goes away', () => {
  it('requests are answered with 503, nothing is green, and all comes back with it', { timeout: 180_000 }, async () => {
    data = join(folder, `data-${++places}`)
    const running = await begin()
    const key = await keyOf(running)
    const pushing = keepPushing(running.url, key)
    await until('some writes were acknowledged', () => pushing.acknowledged.length >= 20)
    const statusesNow = async () => statusesOf(await (await fetch(running.url)).text()).join(' ')
    let before = ''
    await until(
      'every collector has looked',
      async () => {
        const [earlier, now] = [before, (before = await statusesNow())]
        await new Promise((resolve) => setTimeout(resolve, 4_000))
        return now.includes('proven') && now === earlier
      },
      90_000,
    )

    const killed = serverPidOf(data) ?? 0
    // Without its files it cannot be started again before we allow it.
    renameSync(join(data, 'postgres-18'), join(data, 'away-18'))
    process.kill(killed, 'SIGKILL')
    await until('the health says no', async () => (await health(running.url)) === 503)
    await until('the public page says so', async () => (await fetch(running.url)).status === 503, 10_000)
    const page = await (await fetch(running.url, { headers: { 'accept-language': 'de' } })).text()
    expect(page).toContain('Unbekannt ist nie grün')
    expect(statusesOf(page)).toEqual([])
    refusal(await push(running.url, key), 503, 'database.unavailable')
    refusal(await send(running.url, 'GET', '/api/evidence', { key }), 503, 'database.unavailable')
    expect(isAlive(running.pid)).toBe(true)

    renameSync(join(data, 'away-18'), join(data, 'postgres-18'))
    await until('the database runs again', async () => (await health(running.url)) === 200, 60_000)
    const acknowledgedThen = pushing.acknowledged.length
    await until('writes are acknowledged again', () => pushing.acknowledged.length >= acknowledgedThen + 10)
    await pushing.stop()
    for (const answer of pushing.refused) {
      expect(answer.status).toBe(503)
      expect(['database.unavailable', 'database.outcome_unknown']).toContain(answer.body.code)
    }
    await expectAll(running.url, key, pushing.acknowledged)
    await until('the statuses are back', async () => (await statusesNow()) === before, 60_000)
    expect(running.log().includes('the database server ended by itself')).toBe(true)
    expect(await running.stop()).toBe(0)
    expect(serversOn(data)).toEqual([])
  })

  it('for a moment, the process that kept it starts it again by itself', { timeout: 120_000 }, async () => {
    data = join(folder, `data-${++places}`)
    const running = await begin()
    const key = await keyOf(running)
    const pushing = keepPushing(running.url, key)
    for (let times = 0; times < 3; times++) {
      const count = pushing.acknowledged.length
      await until('writes are acknowledged', () => pushing.acknowledged.length >= count + 5)
      const killed = serverPidOf(data) ?? 0
      process.kill(killed, 'SIGKILL')
      await until('another server runs', () => (serverPidOf(data) ?? killed) !== killed)
      await until('it is ready', async () => (await health(running.url)) === 200)
    }
    await pushing.stop()
    await expectAll(running.url, key, pushing.acknowledged)
    expect(await running.stop()).toBe(0)
  })
})

describe('two processes on one data directory', () => {
  it('both serve, and when the first is killed the second takes over the database', { timeout: 180_000 }, async () => {
    data = join(folder, `data-${++places}`)
    const first = await begin()
    const key = await keyOf(first)
    const second = await begin()
    const [one, two] = [keepPushing(first.url, key), keepPushing(second.url, key)]
    await until('both acknowledge', () => one.acknowledged.length >= 10 && two.acknowledged.length >= 10)
    const killed = serverPidOf(data)
    await first.kill()
    await one.stop()
    await until('another server runs', () => ![null, killed].includes(serverPidOf(data)), 60_000)
    await until('the second serves again', async () => (await health(second.url)) === 200, 60_000)
    const count = two.acknowledged.length
    await until('the second acknowledges again', () => two.acknowledged.length >= count + 10)
    await two.stop()
    for (const answer of two.refused) {
      expect(answer.status).toBe(503)
      expect(['database.unavailable', 'database.outcome_unknown']).toContain(answer.body.code)
    }
    await expectAll(second.url, key, [...one.acknowledged, ...two.acknowledged])

    const third = await begin()
    expect(await second.stop()).toBe(0)
    await until(
      'the third takes over in turn',
      async () => (await health(third.url)) === 200 && serverPidOf(data) !== null,
      60_000,
    )
    await until('the third acknowledges', async () => (await push(third.url, key)).status === 201, 60_000)
    expect(await third.stop()).toBe(0)
    expect(serversOn(data)).toEqual([])
  })
})

describe('a process that ends', () => {
  it(
    'on SIGTERM finishes the request that waits, leaves no server behind, and starts again',
    { timeout: 120_000 },
    async () => {
      data = join(folder, `data-${++places}`)
      const running = await begin()
      const key = await keyOf(running)
      const owner = new pg.Client({ host: join(data, 'run'), user: 'beleg_owner', database: 'beleg' })
      await owner.connect()
      await owner.query('begin; lock table beleg.evidence in access exclusive mode')
      let answered = false
      const slow = push(running.url, key).finally(() => (answered = true))
      await new Promise((resolve) => setTimeout(resolve, 300))
      const stopped = running.stop()
      await new Promise((resolve) => setTimeout(resolve, 700))
      expect({ answered, alive: isAlive(running.pid) }).toEqual({ answered: false, alive: true })
      await owner.query('commit')
      await owner.end()
      const answer = await slow
      expect(answer.status).toBe(201)
      expect(await stopped).toBe(0)
      expect(serverPidOf(data)).toBeNull()
      expect(serversOn(data)).toEqual([])
      const again = await begin()
      await expectAll(again.url, key, [idOf(answer)])
      expect(again.enrolment).toBeNull()
      expect(await again.stop()).toBe(0)
    },
  )
})
