/**
 * A burst of events on two processes of which each is killed in the middle of it: what was acknowledged is judged, once.
 * The record agrees with its recomputation, no finding or case is there twice, and nothing was written to people twice.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { enrol } from '#test/house.ts'
import { launch, until, type Launched } from './process.ts'
import { beleg, idOf, makeKey, send } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'beleg-burst-'))
chmodSync(folder, 0o711)
const data = join(folder, 'data')
let launched: Launched[] = []

afterEach(async () => {
  for (const one of launched) await one.kill()
  launched = []
  // The database notices by itself that nobody is left.
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

async function begin(): Promise<Launched> {
  const running = await launch({ BELEG_DATA: data })
  launched.push(running)
  return running
}

let stated = 0

/** States, one after the other, that an account belongs to one person or is shared, until told to stop. */
function keepStating(urlOf: () => string, key: string) {
  const acknowledged: string[] = []
  let running = true
  const ended = (async () => {
    while (running) {
      stated += 1
      const now = new Date().toISOString()
      const json = {
        source: { system: 'directory', id: `run-${stated}` },
        class: 'machine',
        observedFrom: now,
        observedTo: now,
        facts: [
          {
            subject: { kind: 'account', externalId: `u-${stated % 5}` },
            type: 'account.holder',
            data: {
              registered: true,
              people: 1 + (stated % 3 === 0 ? 1 : 0),
              otherAccountsOfPerson: 0,
              functionAddress: false,
            },
          },
        ],
      }
      const answer = await send(urlOf(), 'POST', '/api/evidence', { key, json }).catch(() => null)
      if (answer?.status === 201) acknowledged.push(idOf(answer))
      else await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    acknowledged,
    async stop() {
      running = false
      await ended
    },
  }
}

async function ask<Row extends object>(sql: string): Promise<Row[]> {
  const owner = new pg.Client({ host: join(data, 'run'), user: 'beleg_owner', database: 'beleg' })
  await owner.connect()
  try {
    await owner.query(`set search_path = beleg; set beleg.every_tenant = 'on'`)
    return (await owner.query<Row>(sql)).rows
  } finally {
    await owner.end()
  }
}

it(
  'loses and doubles nothing when both processes are killed in the middle of a burst',
  { timeout: 300_000 },
  async () => {
    const first = await begin()
    const admin = await enrol(first.url, first.enrolment ?? '', { name: 'Ada Admin', email: 'ada@example.com' })
    const key = (await makeKey(admin, ['evidence:push', 'evidence:read'])).secret
    const second = await begin()
    let [here, there] = [first.url, second.url]
    const callers = Array.from({ length: 8 }, (_, index) => keepStating(() => (index % 2 === 0 ? here : there), key))
    const count = () => callers.reduce((sum, caller) => sum + caller.acknowledged.length, 0)
    const waitFor = async (more: number) => {
      const wanted = count() + more
      await until(`${more} more are acknowledged`, () => count() >= wanted, 90_000)
    }
    await waitFor(60)
    await until('a sentence broke', async () => (await ask('select from findings')).length > 0, 60_000)
    await second.kill()
    there = here
    await waitFor(40)
    // The database goes with the process that keeps it.
    await first.kill()
    const third = await begin()
    here = there = third.url
    await waitFor(40)
    for (const caller of callers) await caller.stop()

    const ids = callers.flatMap((caller) => caller.acknowledged)
    const missing = []
    for (const id of ids)
      if ((await send(third.url, 'GET', `/api/evidence/${id}`, { key })).status !== 200) missing.push(id)
    expect({ several: ids.length >= 140, missing }).toEqual({ several: true, missing: [] })

    const audit = await beleg(['doctor', '--recompute', '--json'], { environment: { BELEG_DATA: data } })
    const { findings } = JSON.parse(audit.out) as { findings: { what: string; ok: boolean; detail: string }[] }
    const recomputed = findings.filter(({ what }) => what === 'Recomputation' || /^[0-9a-f-]{36}$/.test(what))
    expect(recomputed.length).toBeGreaterThan(0)
    expect(recomputed.filter(({ ok }) => !ok)).toEqual([])

    expect(await ask(`select distinct claim_id from findings`)).not.toEqual([])
    expect(
      await ask(`
      select l.object_id, c.kind, count(*) from cases c
      join case_links l on l.tenant_id = c.tenant_id and l.case_id = c.id and l.kind = 'claim'
      where c.kind in ('finding', 'correction') group by 1, 2 having count(*) > 1`),
    ).toEqual([])
    expect(await ask(`select claim_id from judgements where to_at is null group by 1 having count(*) > 1`)).toEqual([])
    // Of the isolation canary nothing is judged, and collectors go on marking what they see.
    await until('nothing waits to be judged', async () => {
      const waiting = await ask(
        `select from judging_marks m join tenants t on t.id = m.tenant_id where t.state = 'active' and not t.canary`,
      )
      return waiting.length === 0
    })
    // What the canary planted in its own tenants may be there twice when it was killed with the process.
    expect(
      await ask(`
      select m.subject from mails m join tenants t on t.id = m.tenant_id where not t.canary
      group by 1 having count(*) > 1`),
    ).toEqual([])
    expect(await third.stop()).toBe(0)
  },
)
