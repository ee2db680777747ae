/**
 * From a clone to the first proof: `git clone`, `npm ci` with a warm cache, `npm start`, until the public page shows a
 * sentence that is proven; and the memory of everything that runs then. There is no other side: the goal is a minute on
 * the reference machine, and half a gigabyte.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort, startTestInstance } from '#test/instance.ts'
import { median, rounded, type Bench, type BenchOptions, type Metric } from './bench.ts'
import { commandOf, proportionalMegabytesOf, withDescendants } from './process.ts'

const root = join(import.meta.dirname, '..')
const rounds = 5
const patienceMs = 180_000

/** A sentence with the mark of being proven now; the legend has the mark too, but no sentence. */
const provenMark = /<(?:div|li) class="claim"><div>[^<]*<\/div><div class="mark proven">/

interface Run {
  readonly seconds: number
  readonly megabytes: number
}

export const start: Bench = {
  name: 'start',
  title: 'From a clone to the first proven sentence',
  run: async (options): Promise<Metric[]> => {
    const runs: Run[] = []
    if (options.quick) {
      runs.push(await runHere())
    } else {
      // The first fills the cache of npm and is not counted.
      for (let round = 0; round <= rounds; round++) {
        const run = await runClone(options)
        if (round > 0) runs.push(run)
      }
    }
    return [
      {
        name: 'to_first_proof',
        value: rounded(median(runs.map(({ seconds }) => seconds / 60))),
        goal: 1,
        direction: 'at_most',
        unit: 'minutes',
      },
      {
        name: 'memory',
        value: rounded(median(runs.map(({ megabytes }) => megabytes))),
        goal: 512,
        direction: 'at_most',
        unit: 'MB',
      },
    ]
  },
}

/** Without clone and installation. */
async function runHere(): Promise<Run> {
  const started = performance.now()
  const instance = await startTestInstance()
  try {
    await waitForProof(instance.url, () => true)
    return { seconds: (performance.now() - started) / 1000, megabytes: proportionalMegabytesOf(instance.pid) }
  } finally {
    await instance.stop()
  }
}

async function runClone({ say }: BenchOptions): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'beleg-bench-start-'))
  // As root the database runs as another user, who has to enter its data.
  await chmod(folder, 0o711)
  let server: ChildProcess | undefined
  try {
    const port = await findFreePort()
    const started = performance.now()
    const clone = join(folder, 'beleg')
    runToEnd('git', ['clone', '--quiet', '--no-hardlinks', root, clone], folder)
    const cloned = performance.now()
    runToEnd('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], clone)
    const installed = performance.now()
    server = spawn('npm', ['start', '--silent'], {
      cwd: clone,
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
      env: {
        ...process.env,
        BELEG_DATA: join(folder, 'data'),
        BELEG_HTTP: `127.0.0.1:${port}`,
        BELEG_HTTPS: `127.0.0.1:${await findFreePort()}`,
        BELEG_LOG_LEVEL: 'warn',
      },
    })
    const running = server
    await waitForProof(`http://127.0.0.1:${port}`, () => running.exitCode === null)
    const seconds = (performance.now() - started) / 1000
    const megabytes = proportionalMegabytesOf(running.pid ?? 0)
    say(
      `clone ${((cloned - started) / 1000).toFixed(1)} s, npm ci ${((installed - cloned) / 1000).toFixed(1)} s, ` +
        `npm start to proof ${(seconds - (installed - started) / 1000).toFixed(1)} s; ${megabytes.toFixed(0)} MB`,
    )
    return { seconds, megabytes }
  } finally {
    if (server) await stopTree(server)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

function runToEnd(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`)
}

async function waitForProof(url: string, alive: () => boolean): Promise<void> {
  const until = performance.now() + patienceMs
  while (performance.now() < until && alive()) {
    const page = await fetch(`${url}/`, { headers: { 'accept-language': 'de' } }).then(
      (response) => response.text(),
      () => '',
    )
    if (provenMark.test(page)) return
    await sleep(50)
  }
  throw new Error('no sentence was proven')
}

/** Asks the server itself to stop: everything above it ends with it. */
async function stopTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const server = withDescendants(child.pid).find((pid) => commandOf(pid).includes('src/cli/main.ts'))
  process.kill(server ?? child.pid, 'SIGTERM')
  await Promise.race([ended, sleep(20_000, undefined, { ref: false })])
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
}
