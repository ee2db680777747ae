/** Proof bundles over HTTP: who may take one along, what is recorded, and what a broken transfer looks like. */
import { verifyBundle } from '#trust/verify/verify.ts'
import { ProblemError, urlOf } from '#platform/http/client.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportBundle, listEntries, measureBundle } from '../contract.ts'

let house: House
let directory: string
let ada: Inhabitant
let eve: Inhabitant
beforeAll(async () => {
  house = await startHouse()
  directory = await mkdtemp(join(tmpdir(), 'beleg-export-'))
  ada = await house.enrolAdministrator()
  eve = await house.invite(ada, { name: 'Eve Employee', roles: ['employee'] })
})
afterAll(async () => {
  await house?.stop()
  await rm(directory, { recursive: true, force: true })
})

const urlFor = (query: Record<string, unknown>) => `${house.baseUrl}${urlOf(exportBundle, { query })}`
const exports = async () =>
  Number(
    (await house.owner.query(`select count(*) as n from ledger_pending where action = 'ledger.exported'`)).rows[0].n,
  )
async function open(query: Record<string, unknown>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) =>
    get(urlFor(query), { headers: { cookie: ada.cookie() }, agent: false }, resolve).on('error', reject),
  )
}
let files = 0
async function save(bytes: Buffer): Promise<string> {
  const path = join(directory, `${(files += 1)}.zip`)
  await writeFile(path, bytes)
  return path
}

test('the ledger of a tenant comes as a bundle that holds, and taking it along is an entry', async () => {
  const outline = await ada.client.call(measureBundle)
  expect(outline.entries).toBeGreaterThan(5)
  expect(outline.fileName).toMatch(/^beleg-ledger-\d{4}-\d\d-\d\d\.zip$/)
  expect(await exports()).toBe(0)
  const answer = await fetch(urlFor({}), { headers: { cookie: ada.cookie() } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain(outline.fileName)
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const report = verifyBundle(await save(Buffer.from(await answer.arrayBuffer())))
  expect(report.findings).toEqual([])
  expect(report.entries).toBeGreaterThanOrEqual(outline.entries)
  expect(report.origin).toContain(house.platformTenantId)
  expect(await exports()).toBe(1)
})

test('one object’s entries come with the proof of their places', async () => {
  const { items } = await ada.client.call(listEntries, { query: { action: 'account.invited' } })
  const { kind, id } = items[0]?.object ?? { kind: '', id: '' }
  const query = { objectKind: kind, objectId: id }
  const listed = await ada.client.call(listEntries, { query })
  const answer = await fetch(urlFor(query), { headers: { cookie: ada.cookie() } })
  const report = verifyBundle(await save(Buffer.from(await answer.arrayBuffer())))
  expect(report).toMatchObject({ ok: true, object: { kind, id }, findings: [] })
  expect(report.entries).toBe(listed.items.length)
})

test('nobody gets one without the right or without a fresh second factor, and nothing is recorded as taken', async () => {
  const before = await exports()
  await expect(eve.client.call(measureBundle)).rejects.toMatchObject({ status: 403, code: 'permission.missing' })
  expect((await fetch(urlFor({}), { headers: { cookie: eve.cookie() } })).status).toBe(403)
  expect((await fetch(urlFor({}))).status).toBe(401)
  expect(await exports()).toBe(before)
})

test('half an object, an end before its beginning and a strange size are refused, every one of them named', async () => {
  const before = await exports()
  const answer = await fetch(
    urlFor({ objectId: 'x', from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z', since: 1 }),
    { headers: { cookie: ada.cookie() } },
  )
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    code: 'input.invalid',
    issues: [
      { pointer: '/objectKind', code: 'required' },
      { pointer: '/until', code: 'end_before_start' },
    ],
  })
  await expect(ada.client.call(measureBundle, { query: { since: '0' } })).rejects.toThrow(ProblemError)
  expect(await exports()).toBe(before)
})

/** Entries enough for a bundle larger than what lies in buffers on the way, of words that hardly become shorter. */
async function fillLedger(): Promise<void> {
  await house.owner.query('alter table ledger_pending disable trigger ledger_pending_unplaced')
  await house.owner.query(
    `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash)
     select $1, uuidv7(), clock_timestamp(), 'spec.filled', 'thing', n::text,
       (select string_agg(encode(sha256((n * 100 + part)::text::bytea), 'hex'), '') from generate_series(1, 32) as part),
       sha256('salt'), sha256(n::text::bytea)
     from generate_series(1, 12000) as n`,
    [house.platformTenantId],
  )
  await house.owner.query('alter table ledger_pending enable trigger ledger_pending_unplaced')
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await house.owner.query('select count(*) as n from ledger_pending where leaf_index is null')
    if (Number(rows[0].n) < 50) return
    await sleep(100)
  }
}
/** Transactions that nobody has gone on with for a while; the house's own looks end by themselves. */
const stuck = async () =>
  Number(
    (
      await house.owner.query(
        `select count(*) as n from pg_stat_activity
         where state like 'idle in transaction%' and state_change < clock_timestamp() - interval '100 ms'`,
      )
    ).rows[0].n,
  )

test('a reader who goes away ends the export, and no connection stays behind', { timeout: 60_000 }, async () => {
  await fillLedger()
  for (let i = 0; i < 12; i += 1) {
    const answer = await open({})
    await new Promise((resolve) => answer.once('data', resolve))
    answer.destroy()
  }
  await expect.poll(stuck, { timeout: 5_000 }).toBe(0)
  // Every pool still has what it takes for a whole one.
  const answer = await fetch(urlFor({}), { headers: { cookie: ada.cookie() } })
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(12_000_000)
})

test('a reader who is slow holds no transaction open, and the rest waits for them', async () => {
  const answer = await open({})
  await new Promise((resolve) => answer.once('readable', resolve))
  await expect.poll(stuck, { timeout: 5_000 }).toBe(0)
  let bytes = 0
  for await (const chunk of answer) bytes += (chunk as Buffer).length
  expect(bytes).toBeGreaterThan(12_000_000)
})

// What breaks it lies behind what the reader has taken: the rest was not read ahead.
test('a transfer that breaks is no archive', async () => {
  const chunks: Buffer[] = []
  const answer = await open({})
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise((resolve) => answer.once('data', resolve))
  answer.pause()
  await house.owner.query('alter table ledger_pending rename to ledger_pending_away')
  answer.resume()
  const ended = await new Promise((resolve) => {
    answer.once('end', () => resolve('whole'))
    answer.once('error', () => resolve('broken'))
  })
  await house.owner.query('alter table ledger_pending_away rename to ledger_pending')
  expect(ended).toBe('broken')
  expect(answer.complete).toBe(false)
  const path = await save(Buffer.concat(chunks))
  expect(() => verifyBundle(path)).toThrow(expect.objectContaining({ fault: 'bundle.truncated' }) as Error)
})
