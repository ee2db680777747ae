/**
 * Debian's rsyslog takes what the house forwards over TLS: every entry, in order, also after it was killed and started
 * again; and openpyxl opens the workbook of an export and finds no formula.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exportEntries, listEntries } from '#modules/ledger/contract.ts'
import { readForwarding } from '#modules/siem/contract.ts'
import { issueSelfSigned } from '#platform/crypto/self-signed.ts'
import { urlOf } from '#platform/http/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHouse, type House, type Inhabitant } from '../house.ts'
import { findFreePort } from '../instance.ts'

let folder: string
let port: number
let log: string
let receiver: ChildProcess
let house: House
let ada: Inhabitant

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beleg-rsyslog-'))
  port = await findFreePort()
  log = join(folder, 'received.log')
  const { certificate, privateKey } = issueSelfSigned(['localhost'], new Date(Date.UTC(2020)), new Date(Date.UTC(2120)))
  await writeFile(join(folder, 'cert.pem'), certificate)
  await writeFile(join(folder, 'key.pem'), privateKey)
  await writeFile(
    join(folder, 'rsyslog.conf'),
    `global(workDirectory="${folder}" maxMessageSize="8k"
  defaultNetstreamDriverCAFile="${folder}/cert.pem"
  defaultNetstreamDriverCertFile="${folder}/cert.pem"
  defaultNetstreamDriverKeyFile="${folder}/key.pem")
module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" port="${port}" address="127.0.0.1")
template(name="fields" type="string" string="%pri% %timestamp:::date-rfc3339% %app-name% %msgid% %msg%\\n")
action(type="omfile" file="${log}" template="fields" asyncWriting="off" flushOnTXEnd="on")
`,
  )
  receiver = await startRsyslog()
  house = await startHouse({ BELEG_SIEM: `tls://localhost:${port}`, BELEG_SIEM_CA: join(folder, 'cert.pem') })
  ada = await house.enrolAdministrator()
})
afterAll(async () => {
  await house?.stop()
  receiver?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function startRsyslog(): Promise<ChildProcess> {
  const child = spawn('rsyslogd', ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')], {
    stdio: 'ignore',
  })
  for (let tries = 0; !(await isListening()); tries += 1) {
    if (tries === 100) throw new Error('rsyslogd does not listen')
    await sleep(100)
  }
  return child
}

async function isListening(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Places of the platform's entries, in the order in which they were written down. */
function received(): number[] {
  if (!existsSync(log)) return []
  const mine = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`cs1=${house.platformTenantId} `))
  return mine.map((line) => Number(/ cn1=(\d+)/.exec(line)?.[1]))
}

async function placed(): Promise<number> {
  const { rows } = await house.owner.query<{ n: string }>(
    'select count(*) as n from ledger_pending where tenant_id = $1 and leaf_index is not null',
    [house.platformTenantId],
  )
  return Number(rows[0]?.n)
}

const inOrder = (count: number) => Array.from({ length: count }, (_, place) => place)

test('rsyslog writes down every entry once, in the order of their places', async () => {
  for (let i = 0; i < 20; i += 1) await ada.client.call(listEntries, { query: { limit: '1' } })
  const count = await placed()
  await expect.poll(() => received().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count)
  const places = received()
  expect(places).toEqual(inOrder(places.length))
  expect(readFileSync(log, 'utf8').split('\n')[0]).toMatch(
    /^\d+ \d{4}-\d\d-\d\dT\S+ beleg ledger ?CEF:0\|Beleg\|Beleg\|\d+\.\d+\.\d+\|[a-z_.-]+\|/,
  )
  expect(readFileSync(log, 'utf8')).not.toMatch(/Ada|ada@example/)
  const { forwarding } = await ada.client.call(readForwarding)
  expect(forwarding).toMatchObject({ target: `tls://localhost:${port}`, failure: null })
})

test('killed and started again, it has no gap: what was under way comes once more', async () => {
  receiver.kill('SIGKILL')
  for (let i = 0; i < 20; i += 1) await ada.client.call(listEntries, { query: { limit: '1' } })
  const count = await placed()
  await expect
    .poll(async () => (await ada.client.call(readForwarding)).forwarding?.failure, { timeout: 20_000 })
    .toContain('nicht erreichbar')
  receiver = await startRsyslog()
  await expect.poll(() => new Set(received()).size, { timeout: 90_000 }).toBeGreaterThanOrEqual(count)
  const once = [...new Set(received())]
  expect(once).toEqual(inOrder(once.length))
})

test('openpyxl opens the workbook of an export: titles, rows, instants, and no formula', async () => {
  const url = `${house.baseUrl}${urlOf(exportEntries, { query: { format: 'xlsx', action: 'ledger.' } })}`
  const answer = await fetch(url, { headers: { cookie: ada.cookie(), 'user-agent': '=1+1' } })
  const file = join(folder, 'ledger.xlsx')
  await writeFile(file, Buffer.from(await answer.arrayBuffer()))
  const script = `
import json, openpyxl, sys
sheet = openpyxl.load_workbook(sys.argv[1]).active
rows = list(sheet.iter_rows())
print(json.dumps({"title": sheet.title, "first": [c.value for c in rows[0]][:3], "rows": len(rows),
  "kinds": sorted({c.data_type for row in rows for c in row}), "at": rows[1][1].value.isoformat()}))`
  const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', script, file], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const told = JSON.parse(stdout) as { kinds: string[]; first: string[]; rows: number; title: string; at: string }
  expect(told.title).toBe('Hauptbuch')
  expect(told.first).toEqual(['Stelle', 'Verzeichnet (UTC)', 'Handlung'])
  expect(told.rows).toBeGreaterThan(20)
  // d: an instant, n: a number or nothing, s: a text; f would be a formula.
  expect(told.kinds).toEqual(['d', 'n', 's'])
  expect(Math.abs(new Date(`${told.at}Z`).getTime() - new Date().getTime())).toBeLessThan(10 * 60_000)
})
