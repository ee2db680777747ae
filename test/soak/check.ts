/**
 * What has to hold after a soak, whatever was killed when: acknowledged writes and their entries, the ledger as it is
 * stored, the bundle that an outsider verifies, and every head that was kept along the way.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseVerifierKey } from '#core/ledger/note.ts'
import { auditStored } from '#core/ledger/spec/audit.ts'
import { appendLeaf, rootOf, type CompactRange } from '#core/ledger/tree.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import type { Inhabitant } from '#test/house.ts'
import type pg from 'pg'
import type { Load } from './load.ts'
import { withOwner } from './owner.ts'

/** Signed heads by size, as anybody could have kept them. */
export interface KeptHeads {
  readonly tenant: Map<number, string>
  readonly instance: Map<number, string>
}

interface Given {
  readonly data: string
  readonly urls: readonly string[]
  readonly load: Load
  readonly heads: KeptHeads
  readonly admin: Inhabitant
}

export interface Checked {
  readonly faults: readonly string[]
  readonly entries: number
  readonly strayFiles: number
}

const root = join(import.meta.dirname, '..', '..')
/** Of a long soak so many heads are given to the verifier; all are compared with what is stored. */
const mostSince = 60

/** Looks at everything; the instance is running and at rest. */
export async function checkAll(given: Given): Promise<Checked> {
  const { data, urls } = given
  const faults: string[] = []
  const [url = ''] = urls
  const keys = await (await fetch(`${url}/ledger/keys`)).text()
  const publicKeys = keys
    .trim()
    .split('\n')
    .map((line) => parseVerifierKey(line))

  const { platform, entries, files } = await withOwner(data, async (owner) => {
    const count = async (text: string) => Number((await owner.query<{ n: string }>(text)).rows[0]?.n)
    const waiting = () =>
      count(
        `select count(*) as n from ledger_pending p join tenants t on t.id = p.tenant_id where leaf_index is null and not canary`,
      )
    for (let tries = 0; tries < 200 && (await waiting()) > 0; tries += 1) await sleep(50)
    // The collectors go on writing, so that a look must be at one moment.
    await owner.query('begin isolation level repeatable read')
    const { rows: tenants } = await owner.query<{ id: string }>(`select id from tenants where kind = 'platform'`)
    const platform = tenants[0]?.id ?? ''
    faults.push(...(await auditStored(owner, platform, publicKeys)))
    faults.push(...(await checkAcknowledged(owner, given.load)))
    faults.push(...(await checkHeads(owner, given.heads)))
    const { rows: stored } = await owner.query<{ blob_key: string }>(
      'select blob_key from evidence where blob_key is not null and tenant_id = $1',
      [platform],
    )
    await owner.query('commit')
    return {
      platform,
      entries: await count('select count(*) as n from ledger_pending'),
      files: new Set(stored.map((row) => row.blob_key)),
    }
  })

  faults.push(...(await checkDownloads(given)))
  faults.push(...(await checkBundle(given)))
  const onDisk = (await readdir(join(data, 'files', platform), { recursive: true, withFileTypes: true })).filter(
    (one) => one.isFile(),
  )
  const names = new Set(onDisk.map(({ name }) => name))
  for (const file of files) if (!names.has(file)) faults.push(`the file ${file} of an evidence is not there`)
  return { faults, entries, strayFiles: onDisk.filter(({ name }) => !files.has(name)).length }
}

async function checkAcknowledged(owner: pg.Client, load: Load): Promise<string[]> {
  const faults: string[] = []
  const idsOf = async (text: string) =>
    new Map((await owner.query<{ id: string; n: string }>(text)).rows.map((row) => [row.id, Number(row.n)]))
  const evidence = await idsOf('select id, 1 as n from evidence')
  const accounts = await idsOf('select id, 1 as n from accounts')
  const entries = await idsOf(`select action || ' ' || object_id as id, count(*) as n from ledger_pending group by 1`)
  for (const { table, action, id } of load.written) {
    if (!(table === 'evidence' ? evidence : accounts).has(id)) faults.push(`lost: ${table} ${id} was acknowledged`)
    const times = entries.get(`${action} ${id}`) ?? 0
    if (times !== 1) faults.push(`${table} ${id} has ${times} entries ${action}`)
  }
  for (const id of evidence.keys()) {
    const times = (entries.get(`evidence.recorded ${id}`) ?? 0) + (entries.get(`evidence.uploaded ${id}`) ?? 0)
    if (times !== 1) faults.push(`evidence ${id} is there with ${times} entries`)
  }
  for (const key of entries.keys()) {
    const [action = '', id = ''] = key.split(' ')
    if (/^evidence\.(recorded|uploaded)$/.test(action) && !evidence.has(id))
      faults.push(`${action} of ${id}, which is not there`)
    if (action === 'account.invited' && !accounts.has(id)) faults.push(`${action} of ${id}, which is not there`)
  }
  for (const [id, times] of load.reads) {
    const recorded = entries.get(`evidence.read ${id}`) ?? 0
    if (recorded < times) faults.push(`evidence ${id} was read ${times} times, ${recorded} are recorded`)
  }
  const refusals = entries.get('access.refused evidence.list') ?? 0
  if (refusals < load.refusals) faults.push(`${load.refusals} requests were refused, ${refusals} are recorded`)
  return faults
}

async function checkHeads(owner: pg.Client, heads: KeptHeads): Promise<string[]> {
  const faults: string[] = []
  const { rows: stored } = await owner.query<{ size: string; note: string }>(
    `select size, note from ledger_checkpoints where tenant_id = (select id from tenants where kind = 'platform')`,
  )
  const notes = new Map(stored.map((row) => [Number(row.size), row.note]))
  for (const [size, note] of heads.tenant)
    if (notes.get(size) !== note) faults.push(`the kept head of ${size} is not stored`)

  const { rows: leaves } = await owner.query<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger_instance_leaves order by leaf_index',
  )
  const range: CompactRange = { size: 0, hashes: [] }
  let met = 0
  for (const { leaf_hash: leaf } of leaves) {
    appendLeaf(range, leaf)
    const note = heads.instance.get(range.size)
    if (note === undefined) continue
    met += 1
    if (note.split('\n')[2] !== rootOf(range).toString('base64'))
      faults.push(`the published head of ${range.size} is of another instance tree`)
  }
  if (met !== heads.instance.size)
    faults.push(`${heads.instance.size - met} published heads lie beyond the instance tree`)
  return faults
}

async function checkDownloads({ load, urls, admin }: Given): Promise<string[]> {
  const faults: string[] = []
  for (const { id, sha256 } of load.written) {
    if (sha256 === undefined) continue
    const answer = await fetch(`${urls[0]}/api/evidence/${id}/file`, { headers: { cookie: admin.cookie() } })
    const content = Buffer.from(await answer.arrayBuffer())
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      faults.push(`the file of ${id} is not what was uploaded (${answer.status})`)
  }
  return faults
}

async function checkBundle({ data, heads }: Given): Promise<string[]> {
  const faults: string[] = []
  const bundle = join(data, '..', 'ledger.zip')
  const environment = { ...process.env, BELEG_DATA: data }
  const exported = await command(['ledger', 'export', bundle], environment)
  if (exported.code !== 0) return [`the ledger could not be exported: ${exported.said}`]
  const verified = await command(['verify', bundle], environment)
  if (verified.code !== 0) faults.push(`the bundle does not verify: ${verified.said}`)
  const kept = [...heads.tenant]
  const step = Math.max(1, Math.ceil(kept.length / mostSince))
  for (const [size, since] of kept.filter((_, i) => i % step === 0 || i === kept.length - 1)) {
    const report = verifyBundle(bundle, { since })
    if (!report.ok || report.since?.consistent !== true)
      faults.push(`the bundle does not continue the kept head of ${size}: ${JSON.stringify(report.findings)}`)
  }
  if ((await readFile(bundle)).length === 0) faults.push('the bundle is empty')
  return faults
}

async function command(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), ...args],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}
