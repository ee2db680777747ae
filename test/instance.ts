/**
 * A running instance of its own for end-to-end tests, comparisons and benches: the real command on a data directory
 * that goes away with it, on ports that were free a moment ago.
 */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface TestInstance {
  /** Of the plain listener, without a trailing slash. */
  readonly url: string
  /** Of the TLS listener, self-signed. */
  readonly secureUrl: string
  /** One-time link for the first administrator. */
  readonly enrolmentUrl: string | null
  readonly dataDirectory: string
  /** Of the process that serves. */
  readonly pid: number
  /** Stops it as an operator would and removes its data. */
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..')

/** Starts it and waits until it serves. @throws Error with what it printed when it does not come up */
export async function startTestInstance(
  options: { environment?: Readonly<Record<string, string>>; root?: string; timeoutMs?: number } = {},
): Promise<TestInstance> {
  // The key file lies beside the data directory, so both go into a folder of their own.
  const folder = await mkdtemp(join(tmpdir(), 'beleg-instance-'))
  const dataDirectory = join(folder, 'data')
  // mkdtemp closes it to others, and as root the database runs as another user.
  await chmod(folder, 0o711)
  const [port, securePort] = await Promise.all([findFreePort(), findFreePort()])
  const own = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('BELEG_') && name !== 'DATABASE_URL' && name !== 'VITEST',
    ),
  )
  const child = spawn(process.execPath, [join(options.root ?? root, 'bin', 'beleg.js'), 'start', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...own,
      BELEG_DATA: dataDirectory,
      BELEG_HTTP: `127.0.0.1:${port}`,
      BELEG_HTTPS: `127.0.0.1:${securePort}`,
      BELEG_LOG_LEVEL: 'warn',
      ...options.environment,
    },
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-8_000)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    const forced = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await ended
    clearTimeout(forced)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  const timeoutMs = options.timeoutMs ?? 60_000
  try {
    const started = await new Promise<{ pid: number; enrolment: string | null }>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(late)
        try {
          resolve(JSON.parse(line))
        } catch (cause) {
          reject(new Error(`an unexpected first line: ${line}`, { cause }))
        }
      })
      void ended.then(() => reject(new Error('it ended')))
    })
    return {
      url: `http://127.0.0.1:${port}`,
      secureUrl: `https://127.0.0.1:${securePort}`,
      enrolmentUrl: started.enrolment,
      dataDirectory,
      pid: started.pid,
      stop,
    }
  } catch (error) {
    await stop()
    throw new Error(`The instance did not start:\n${complaints}`, { cause: error })
  }
}

/** A port that nobody listens on now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
