/** The real command as a process of its own that can be stopped, killed and started again on the same directory. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { bareEnvironment, root } from './world.ts'

export interface Launched {
  readonly pid: number
  readonly url: string
  readonly enrolment: string | null
  /** What it wrote to standard error so far. */
  log(): string
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL, to this process alone. */
  kill(): Promise<void>
  readonly ended: Promise<number | null>
}

/** Starts `beleg start` on a data directory with ports of its choice, and waits until it serves. */
export async function launch(environment: Record<string, string>): Promise<Launched> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), 'start', '--json'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...bareEnvironment(),
        BELEG_HTTP: '127.0.0.1:0',
        BELEG_HTTPS: '127.0.0.1:0',
        BELEG_LOG_LEVEL: 'warn',
        ...environment,
      },
    },
  )
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-5_000_000)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const line = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`did not start: ${log}`)), 90_000)
    createInterface({ input: child.stdout }).once('line', (text) => {
      clearTimeout(late)
      resolve(text)
    })
    void ended.then(() => {
      clearTimeout(late)
      reject(new Error(`ended instead of starting: ${log}`))
    })
  })
  const started = JSON.parse(line) as { pid: number; addresses: string[]; enrolment: string | null }
  return {
    pid: started.pid,
    url: started.addresses.find((address) => address.startsWith('http:')) ?? '',
    enrolment: started.enrolment,
    log: () => log,
    ended,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The process id of the embedded server on a data directory; null when none runs. */
export function serverPidOf(dataDirectory: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataDirectory, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0])
    return isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

/** Waits until something holds, looking every 50 ms. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const end = performance.now() + timeoutMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
