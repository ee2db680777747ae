/**
 * A process of the product that is kept running, as a service manager keeps it: whenever it ends, it is started again on
 * the same data directory and ports. It may be killed at any moment, also while it starts.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Kept {
  readonly name: string
  /** Null between an end and the next start. */
  readonly pid: number | null
  /** It said that it runs. */
  readonly ready: boolean
  /** From each start to the moment when it said so. */
  readonly startMs: readonly number[]
  /** What it wrote before it ended although nobody had killed it. */
  readonly ownEnds: readonly { readonly wasReady: boolean; readonly code: number | null; readonly said: string }[]
  /** What it wrote to standard error since its last start. */
  readonly said: string
  /** The one-time link of its first start; null when it printed none. */
  readonly enrolment: string | null
  /** SIGKILL to this process alone. False when it was not running. */
  kill(): boolean
  /** SIGTERM, and no further start; the exit code. */
  stop(): Promise<number | null>
}

const root = join(import.meta.dirname, '..', '..')
/** A service manager waits as well, or a process that cannot start takes the machine. */
const pauseMs = 50

/** Starts it and goes on without waiting until it is ready. */
export function keep(name: string, environment: Readonly<Record<string, string>>): Kept {
  const bare = Object.fromEntries(
    Object.entries(process.env).filter(
      ([variable]) => !variable.startsWith('BELEG_') && variable !== 'DATABASE_URL' && variable !== 'VITEST',
    ),
  )
  const startMs: number[] = []
  const ownEnds: Kept['ownEnds'][number][] = []
  let child: ChildProcess | null = null
  let ready = false
  let killed = false
  let stopping = false
  let enrolment: string | null = null
  let said = ''

  const run = async (): Promise<number | null> => {
    for (;;) {
      said = ''
      const startedAt = performance.now()
      killed = false
      const one = spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), 'start', '--json', '--lang', 'en'],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            ...bare,
            NODE_COMPILE_CACHE: join(tmpdir(), 'beleg-soak-compiled'),
            BELEG_LOG_LEVEL: 'warn',
            ...environment,
          },
        },
      )
      child = one
      one.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, 20_000)))
      createInterface({ input: one.stdout }).once('line', (line) => {
        // Of our own command, in the shape that it documents.
        const started = JSON.parse(line) as { enrolment: string | null }
        enrolment ??= started.enrolment
        ready = true
        startMs.push(performance.now() - startedAt)
      })
      const code = await new Promise<number | null>((resolve) => one.once('close', resolve))
      const wasReady = ready
      child = null
      ready = false
      if (stopping) return code
      if (!killed) ownEnds.push({ wasReady, code, said })
      await sleep(pauseMs)
      if (stopping) return code
    }
  }
  const ended = run()
  return {
    name,
    get pid() {
      return child?.pid ?? null
    },
    get ready() {
      return ready
    },
    startMs,
    ownEnds,
    get said() {
      return said
    },
    get enrolment() {
      return enrolment
    },
    kill: () => {
      killed = true
      return child?.kill('SIGKILL') ?? false
    },
    stop: async () => {
      stopping = true
      child?.kill('SIGTERM')
      return ended
    },
  }
}
