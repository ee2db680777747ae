/** The ledger as a file: what stands in it, who may have it, and that its length costs neither memory nor a snapshot. */
import { exportEntriesAs } from '../actions/export.ts'
import { exportEntries, listEntries } from '../contract.ts'
import { urlOf } from '#platform/http/client.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

// What is alive, not what the collector has not come to yet.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

let house: House
let ada: Inhabitant
let eve: Inhabitant
beforeAll(async () => {
  house = await startHouse()
  ada = await house.enrolAdministrator()
  eve = await house.invite(ada, { name: 'Eve Employee', roles: ['employee'] })
})
afterAll(() => house.stop())

const get = (query: Record<string, string>, as: Inhabitant = ada, init: RequestInit = {}) =>
  fetch(`${house.baseUrl}${urlOf(exportEntries, { query })}`, {
    ...init,
    headers: { cookie: as.cookie(), 'accept-language': 'de', ...init.headers },
  })
const problemOf = async (answer: Response) =>
  z
    .object({ code: z.string(), issues: z.array(z.object({ pointer: z.string(), code: z.string() })).default([]) })
    .parse(await answer.json())
const entrySchema = z.looseObject({
  id: z.uuid(),
  place: z.int().nullable(),
  action: z.string(),
  recordedAt: z.string(),
})

test('the same entries come as lines of JSON, newest first, and the export is recorded before it begins', async () => {
  const answer = await get({ format: 'ndjson', action: 'account.' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename\*=UTF-8''beleg-ledger-\d{4}-\d\d-\d\d\.ndjson$/,
  )
  const lines = (await answer.text()).trim().split('\n')
  const entries = lines.map((line) => entrySchema.parse(JSON.parse(line)))
  const listed = await ada.client.call(listEntries, { query: { action: 'account.', limit: '200' } })
  expect(entries.map((entry) => entry.id)).toEqual(listed.items.map((entry) => entry.id))
  expect(Object.keys(entries[0] ?? {}).toSorted()).toEqual([
    'about',
    'action',
    'after',
    'before',
    'erased',
    'expired',
    'id',
    'object',
    'occurredAt',
    'place',
    'reason',
    'recordedAt',
    'where',
    'who',
  ])
  const { rows } = await house.owner.query<{ payload: string }>(
    `select payload from ledger_pending where action = 'ledger.entries_exported' order by id desc limit 1`,
  )
  expect(JSON.parse(rows[0]?.payload ?? '')).toMatchObject({
    what: { after: { format: 'ndjson', action: 'account.' } },
  })
})

test('as CSV with titles in the language of the reader, and a name that would be calculated is not', async () => {
  await get({ format: 'csv' }, ada, { headers: { 'user-agent': '=HYPERLINK("x")' } })
  const german = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    await (await get({ format: 'csv' })).arrayBuffer(),
  )
  expect(german.startsWith('\uFEFFStelle,Verzeichnet (UTC),Handlung,')).toBe(true)
  expect(german.endsWith('\r\n')).toBe(true)
  expect(german).toContain(`"'=HYPERLINK(""x"")"`)
  expect(german).not.toMatch(/(^|,)"?=/m)
})

test('as a workbook whose sheet is XML with a row for each entry', async () => {
  const answer = await get({ format: 'xlsx', action: 'account.' })
  expect(answer.headers.get('content-type')).toContain('spreadsheetml')
  const parts = unzip(Buffer.from(await answer.arrayBuffer()))
  expect([...parts.keys()]).toContain('xl/worksheets/sheet1.xml')
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
  const listed = await ada.client.call(listEntries, { query: { action: 'account.', limit: '200' } })
  expect(sheet.match(/<row /g)).toHaveLength(listed.items.length + 1)
  expect(sheet).toContain('<t xml:space="preserve">Handlung</t>')
  expect(sheet).not.toContain('<f>')
})

test('as CEF, in which nobody is named', async () => {
  const text = await (await get({ format: 'cef' })).text()
  const lines = text.trim().split('\n')
  expect(lines.length).toBeGreaterThan(10)
  expect(
    lines.every((line) => /^CEF:0\|Beleg\|Beleg\|\d+\.\d+\.\d+\|[a-z_.-]+\|[a-z_.-]+\|\d\|rt=\d{13} /.test(line)),
  ).toBe(true)
  expect(text).not.toMatch(/Ada|Eve|@example/)
})

describe('is refused', () => {
  const count = async () => {
    const { rows } = await house.owner.query<{ n: string }>(
      `select count(*) as n from ledger_pending where action = 'ledger.entries_exported'`,
    )
    return Number(rows[0]?.n)
  }

  test('with everything that is wrong at once, and nothing is recorded as exported', async () => {
    const before = await count()
    const answer = await get({ format: 'pdf', from: 'yesterday', personId: 'eve', colour: 'red' })
    expect(answer.status).toBe(400)
    const { code, issues } = await problemOf(answer)
    expect(code).toBe('input.invalid')
    expect(issues.map(({ pointer, code: issue }) => `${pointer} ${issue}`).toSorted()).toEqual([
      '/colour unknown_field',
      '/format not_one_of',
      '/from wrong_format',
      '/personId wrong_format',
    ])
    const backwards = await get({ from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' })
    expect([backwards.status, (await problemOf(backwards)).issues]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/until', code: 'end_before_start' })],
    ])
    expect(await count()).toBe(before)
  })

  test('without the permission, and without a fresh second factor', async () => {
    const before = await count()
    expect([(await get({}, eve)).status, (await fetch(`${house.baseUrl}/api/ledger/export`)).status]).toEqual([
      403, 401,
    ])
    await house.owner.query(`update sessions set step_up_at = step_up_at - interval '11 minutes'`)
    expect((await problemOf(await get({}))).code).toBe('session.step_up_needed')
    await house.owner.query(`update sessions set step_up_at = step_up_at + interval '11 minutes'`)
    expect(await count()).toBe(before)
  })

  test('not for a person that nobody knows: then the file has its titles and nothing else', async () => {
    const answer = await get({ format: 'csv', personId: '01a20344-91cd-7498-b91c-02a0ca0d50f8' })
    expect([answer.status, (await answer.text()).trimEnd().split('\r\n').length]).toEqual([200, 1])
  })
})

describe('a ledger of 100,000 entries', () => {
  const many = 100_000
  beforeAll(async () => {
    // Rows as `record` writes them, in bulk; nothing is verified here.
    await house.owner.query(
      `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash)
       select $1, ('01890000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n / 16 % 4096), 3, '0')
           || '-8' || lpad(to_hex(n % 16), 3, '0') || '-000000000000')::uuid,
         timestamptz '2023-06-28' + n * interval '1 ms', 'bulk.written', 'thing', n::text,
         json_build_object('who', json_build_object('kind', 'system', 'name', 'spec'), 'what', json_build_object('after',
           json_build_object('text', repeat('x', 300))), 'when', json_build_object('occurredAt', '2023-06-28T00:00:00Z'),
           'where', json_build_object('request', 'spec', 'address', null, 'userAgent', null))::text,
         decode(repeat('00', 32), 'hex'), sha256(n::text::bytea)
       from generate_series(1, $2::int) n`,
      [house.platformTenantId, many],
    )
    await house.owner.query('analyze ledger_pending')
  }, 120_000)

  test.each(['csv', 'ndjson', 'cef', 'xlsx'])(
    'streams whole as %s, within a bounded memory',
    async (format) => {
      const live = () => {
        collectGarbage()
        const { heapUsed, arrayBuffers } = process.memoryUsage()
        return (heapUsed + arrayBuffers) / 2 ** 20
      }
      const before = live()
      let most = before
      let nextLook = 0
      let bytes = 0
      let lineEnds = 0
      const answer = await get({ format, action: 'bulk.written' })
      for await (const chunk of answer.body ?? []) {
        bytes += chunk.length
        if (format !== 'xlsx') for (const byte of chunk) if (byte === 10) lineEnds += 1
        if (bytes < nextLook) continue
        // A workbook packs well: it is looked at more often.
        nextLook = bytes + (format === 'xlsx' ? 2 ** 18 : 2 ** 22)
        most = Math.max(most, live())
      }
      if (format !== 'xlsx') expect(lineEnds).toBe(many + (format === 'csv' ? 1 : 0))
      // The whole of it would be 40 to 70 MiB, and more as entries. Meanwhile the house does its other work.
      expect(most - before).toBeLessThan(30)
    },
    120_000,
  )

  test('is made no faster than it is taken, and whoever hangs up ends it, without a transaction left behind', async () => {
    const hanging = new AbortController()
    const answer = await get({ format: 'ndjson', action: 'bulk.written' }, ada, { signal: hanging.signal })
    const reader = answer.body?.getReader()
    await reader?.read()
    const busy = async () => {
      const { rows } = await house.owner.query<{ n: string }>(
        `select count(*) as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'
           and usename like 'beleg_app%' and state_change < now() - interval '500 ms'`,
      )
      return Number(rows[0]?.n)
    }
    // Nobody reads: nothing is held meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await busy()).toBe(0)
    hanging.abort()
    await expect(reader?.read() ?? Promise.resolve()).rejects.toThrow()
    // The house serves on.
    expect((await ada.client.call(listEntries, { query: { limit: '1' } })).items).toHaveLength(1)
  })

  test('a failure in the middle cuts the answer off: nobody takes a part for the whole', async () => {
    const answer = await get({ format: 'ndjson', action: 'bulk.written' })
    const reader = answer.body?.getReader()
    await reader?.read()
    await house.owner.query('alter table ledger_pending rename to ledger_pending_gone')
    try {
      const readOn = async () => {
        for (;;) if ((await reader?.read())?.done !== false) return 'ended'
      }
      await expect(readOn()).rejects.toThrow()
    } finally {
      await house.owner.query('alter table ledger_pending_gone rename to ledger_pending')
    }
    expect((await get({ format: 'ndjson', action: 'account.enrolled' })).status).toBe(200)
  })

  test('is refused as a sheet that has no row for the last of them, by a word about the filter', async () => {
    const { services } = house.running.instance
    const tenantId = house.platformTenantId
    const ask = (most: number) =>
      services.database.withTenant(tenantId, (tx) =>
        exportEntriesAs(
          {
            tx,
            services,
            actor: { kind: 'system', tenantId, name: 'spec', locale: 'en' },
            origin: { requestId: 'spec', address: null, userAgent: null },
          },
          { format: 'xlsx', action: 'bulk.written' },
          most,
        ),
      )
    await expect(ask(many - 1)).rejects.toMatchObject({
      status: 422,
      code: 'ledger.too_many_rows',
      params: { most: many - 1, filter: 'action=bulk.written' },
    })
    await expect(ask(many)).resolves.toMatchObject({ fileName: expect.stringMatching(/\.xlsx$/) })
  })
})

/** Members of an archive by its directory, as every unzip finds them. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  const found = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let i = 0; i < archive.readUInt16LE(end + 10); i += 1) {
    const [packed, name, local] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ]
    const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    found.set(
      archive.toString('utf8', at + 46, at + 46 + name),
      inflateRawSync(archive.subarray(data, data + packed)).toString('utf8'),
    )
    at += 46 + name + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return found
}
