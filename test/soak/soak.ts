/**
 * kill -9 under load: two servers and a worker on one data directory, people and programs who write without rest, and a
 * random one of node processes, database server, single backends, or several at once, killed again and again. At the
 * end everything that was acknowledged is there with its entry, the ledger is whole, and nothing is left lying about.
 */
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { measures } from '#catalog/measures.ts'
import { coreManifest } from '#core/manifest.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import { statementModule } from '#modules/statement/module.ts'
import { enrol } from '#test/house.ts'
import { findFreePort } from '#test/instance.ts'
import { commandOf } from '../../bench/process.ts'
import { checkAll, type KeptHeads } from './check.ts'
import { keep, type Kept } from './keep.ts'
import { startLoad } from './load.ts'
import { withOwner } from './owner.ts'

export interface SoakOptions {
  readonly kills: number
  readonly seed: number
  readonly say: (line: string) => void
}

export interface SoakReport {
  readonly seed: number
  readonly kills: number
  readonly killed: Readonly<Record<string, number>>
  readonly seconds: number
  readonly acknowledged: number
  readonly entries: number
  readonly heads: number
  /** From a kill to the next acknowledged write. */
  readonly recoveryMs: { readonly median: number; readonly slowest: number }
  readonly startMs: { readonly median: number; readonly slowest: number }
  /** Starts that gave up because the database was killed under them, and were tried again. */
  readonly brokenStarts: number
  readonly answers: Readonly<Record<string, number>>
  /** Files of uploads that nobody was told of: allowed, and counted. */
  readonly strayFiles: number
  /** What must not be; empty when everything holds. */
  readonly faults: readonly string[]
}

/** Nothing may take longer to come back. */
const patienceMs = 60_000

/** Runs it. @throws Error when the instance does not come up, or not come back */
export async function runSoak({ kills, seed, say }: SoakOptions): Promise<SoakReport> {
  const started = performance.now()
  const random = randomFrom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'beleg-soak-'))
  // As root the database runs as another user, who has to get through.
  await chmod(folder, 0o711)
  const data = join(folder, 'data')
  const ports = [await findFreePort(), await findFreePort()]
  const urls = ports.map((port) => `http://localhost:${port}`)
  const common = { BELEG_DATA: data, BELEG_HTTPS: '127.0.0.1:0' }
  const kept: Kept[] = [keep('server 1', { ...common, BELEG_ROLE: 'server', BELEG_HTTP: `127.0.0.1:${ports[0]}` })]
  let load: Awaited<ReturnType<typeof startLoad>> | null = null
  try {
    const [first] = kept
    await until('the first server is ready', () => first?.ready === true)
    const admin = await enrol(urls[0] ?? '', first?.enrolment ?? '', { name: 'Ada Admin', email: 'ada@example.com' })
    kept.push(keep('server 2', { ...common, BELEG_ROLE: 'server', BELEG_HTTP: `127.0.0.1:${ports[1]}` }))
    kept.push(keep('worker', { ...common, BELEG_ROLE: 'worker', BELEG_HTTP: '127.0.0.1:0' }))
    await until('all are ready', () => kept.every((one) => one.ready))
    load = await startLoad(urls, admin, measureWithDocuments())

    const heads: KeptHeads = { tenant: new Map(), instance: new Map() }
    const killed = new Map<string, number>()
    const recoveries: number[] = []
    for (let kill = 1; kill <= kills; kill += 1) {
      // Now and then the next blow comes while the last is not overcome.
      const patient = random() < 0.85
      const before = load.acknowledgements
      const since = performance.now()
      const enough = 1 + Math.floor(random() * 20)
      if (patient) {
        const { acknowledgements } = load
        await until(
          `a write is acknowledged after kill ${kill - 1}`,
          () => (load?.acknowledgements ?? 0) > acknowledgements,
        )
        if (kill > 1) recoveries.push(performance.now() - since)
        await until('some more are', () => (load?.acknowledgements ?? 0) >= before + enough)
        await keepHeads(heads, urls, data)
      }
      await sleep(random() * 250)
      const victim = strike(random, kept, data)
      killed.set(victim, (killed.get(victim) ?? 0) + 1)
      if (kill % 10 === 0 || kill === kills)
        say(`${kill} of ${kills} kills, ${load.acknowledgements} acknowledged, ${heads.tenant.size} heads kept`)
    }
    const last = load
    const count = last.acknowledgements
    await until('a write is acknowledged after the last kill', () => last.acknowledgements > count)
    await until('all are ready', () => kept.every((one) => one.ready))
    await last.stop()

    const checked = await checkAll({ data, urls, load: last, heads, admin })
    const codes = await Promise.all(kept.toReversed().map((one) => one.stop()))
    const faults = [
      ...checked.faults,
      ...codes.flatMap((code, i) => (code === 0 ? [] : [`${kept.toReversed()[i]?.name} ended with ${code}`])),
      ...kept.flatMap((one) =>
        one.ownEnds
          .filter((end) => end.wasReady || end.code !== 2 || !brokenStart.test(end.said))
          .map((end) => `${one.name} ended by itself (${end.code}): ${end.said.slice(-3_000)}`),
      ),
      ...[...last.answers]
        .filter(([answer]) => !allowedAnswers.test(answer))
        .map(([answer, times]) => `${times} × ${answer}`),
      ...(await leftovers(data)),
    ]
    const starts = kept.flatMap((one) => one.startMs)
    return {
      seed,
      kills,
      killed: Object.fromEntries(killed),
      seconds: Math.round((performance.now() - started) / 1000),
      acknowledged: last.acknowledgements,
      entries: checked.entries,
      heads: heads.tenant.size + heads.instance.size,
      recoveryMs: { median: middle(recoveries), slowest: Math.round(Math.max(0, ...recoveries)) },
      startMs: { median: middle(starts), slowest: Math.round(Math.max(0, ...starts)) },
      brokenStarts: kept.reduce((sum, one) => sum + one.ownEnds.length, 0),
      answers: Object.fromEntries([...last.answers].toSorted()),
      strayFiles: checked.strayFiles,
      faults,
    }
  } catch (cause) {
    throw new Error(describe(kept, data), { cause })
  } finally {
    await load?.stop()
    await Promise.all(kept.map((one) => one.stop()))
    for (const pid of processesOn(data)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** The last words of a start whose database was killed under it: it gives up, and is to be tried again. */
const brokenStart = /\n?(The database cannot be reached right now|The connection broke while saving)[^\n]*\n$/

/** What a client may hear while things are killed: success, the refusal it asked for, or "not now". */
const allowedAnswers = /^(\w+ (20\d|no answer|503 (database\.\w+|server\.stopping))|refuse 403 permission\.missing)$/

/** Kills one or several; says what. */
function strike(random: () => number, kept: readonly Kept[], data: string): string {
  const nodes = kept.filter((one) => one.pid !== null)
  const postmaster = postmasterOf(data)
  const dice = random()
  const node = nodes[Math.floor(random() * nodes.length)]
  if (dice < 0.35 && node?.kill()) return node.name
  if (postmaster === null) return node?.kill() ? node.name : 'nobody was there'
  if (dice < 0.6) {
    const children = childrenOf(postmaster)
    const child = children[Math.floor(random() * children.length)]
    return child !== undefined && shoot(child) ? 'backend' : 'nobody was there'
  }
  if (dice < 0.85) return shoot(postmaster) ? 'database server' : 'nobody was there'
  if (dice < 0.96) {
    const hit = shoot(postmaster)
    return node?.kill() && hit ? `database server and ${node.name}` : 'database server'
  }
  shoot(postmaster)
  for (const one of nodes) one.kill()
  return 'everything'
}

function shoot(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

async function keepHeads(heads: KeptHeads, urls: readonly string[], data: string): Promise<void> {
  for (const url of urls) {
    const note = await fetch(`${url}/ledger/checkpoint`).then(
      async (response) => (response.status === 200 ? response.text() : null),
      () => null,
    )
    if (note !== null) heads.instance.set(sizeOf(note), note)
  }
  await withOwner(data, async (owner) => {
    const { rows } = await owner.query<{ note: string }>(
      `select note from ledger_checkpoints where tenant_id = (select id from tenants where kind = 'platform') order by size desc limit 1`,
    )
    const note = rows[0]?.note
    if (note !== undefined) heads.tenant.set(sizeOf(note), note)
  }).catch(() => {})
}

const sizeOf = (note: string): number => Number(note.split('\n')[1])

/** Of the database server on a data directory; null when none runs. */
function postmasterOf(data: string): number | null {
  try {
    const pid = Number(readFileSync(join(data, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Every process that was started for a data directory or works in it, and is none of ours. */
function processesOn(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        // Backends of the database write over their command line, but stay in its directory.
        return commandOf(pid).includes(data) || readlinkSync(`/proc/${pid}/cwd`).startsWith(data)
      } catch {
        return false
      }
    })
}

/** Who was there when something did not come back, and what they say. */
function describe(kept: readonly Kept[], data: string): string {
  const processes = kept.map(
    (one) => `${one.name}: pid ${one.pid}, ${one.ready ? 'ready' : 'not ready'}, says: ${one.said.slice(-2_000)}`,
  )
  const others = processesOn(data).map((pid) => `${pid}: ${statusOf(pid)} ${commandOf(pid).slice(0, 200)}`)
  const lock = join(data, 'postgres-18', 'postmaster.pid')
  const file = existsSync(lock) ? readFileSync(lock, 'utf8').replaceAll('\n', ' | ') : 'no postmaster.pid'
  return ['the soak broke off', ...processes, `database server ${postmasterOf(data)}: ${file}`, ...others].join('\n')
}

/** State, parent and pending signals of a process, as Linux tells them. */
function statusOf(pid: number): string {
  try {
    const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')
    return lines
      .filter((line) => /^(State|PPid|SigPnd|ShdPnd):/.test(line))
      .join(' ')
      .replaceAll('\t', ' ')
  } catch {
    return 'gone'
  }
}

/** Processes, locks, sockets and half-written files that are there although everything was stopped. */
async function leftovers(data: string): Promise<string[]> {
  const end = performance.now() + 5_000
  while (processesOn(data).length > 0 && performance.now() < end) await sleep(50)
  const names = await readdir(data, { recursive: true })
  return [
    ...processesOn(data).map((pid) => `the process ${pid} is left over`),
    ...names
      .filter((name) => /postmaster\.(pid|opts\.lock)$|\.lock$|\.s\.PGSQL|\.new-\d+$|\.part$/.test(name))
      .map((name) => `${name} is left over`),
  ]
}

function measureWithDocuments(): string {
  const registry: Registry = createRegistry([coreManifest(() => registry), statementModule(() => registry)], measures)
  const id = [...registry.measures.keys()].find((one) => registry.acceptsUpload(one))
  if (id === undefined) throw new Error('no measure takes documents')
  return id
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + patienceMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain until ${what}`)
    await sleep(5)
  }
}

function middle(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)
}

/** Numbers in [0, 1) that a seed determines (mulberry32, public domain, by Tommy Ettinger). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
