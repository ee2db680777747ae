/**
 * Finds the server that runs on a data directory, whoever started it, and keeps one running when the process that
 * started it is gone. It promises never to stop a server of another process.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import { isAlive, removeStalePidFile } from './embedded-cluster.ts'
import { currentUserName } from './embedded-user.ts'

/** A server that answers, ours or one of another process. */
export interface RunningServer {
  readonly attached: boolean
  readonly pid: number
  readonly port: number
  readonly socketDirectory: string
  stop(): Promise<void>
}

/** What postmaster.pid says; the lines are PostgreSQL's (src/include/utils/pidfile.h). */
interface PidFile {
  readonly pid: number
  readonly port: number
  readonly socketDirectory: string
  readonly state: string
}

/** Reads it; null where there is none. @throws Problem `database.no_access` */
export async function readPidFile(clusterDirectory: string): Promise<PidFile | null> {
  const text = await readFile(join(clusterDirectory, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES' || error.code === 'EPERM') {
        throw new Problem(500, 'database.no_access', {
          params: { path: clusterDirectory, user: currentUserName(), detail: 'postmaster.pid' },
          cause: error,
        })
      }
      return null
    },
  )
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.trim())
  return {
    pid: Number(lines[0]),
    port: Number(lines[3] ?? 0),
    socketDirectory: lines[4] ?? '',
    state: lines[7] ?? '',
  }
}

/**
 * Attaches to a server that runs on the directory; waits for one that is starting or stopping. Returns null when
 * none runs.
 */
export async function tryAttach(clusterDirectory: string, log: Log): Promise<RunningServer | null> {
  const patience = performance.now() + 60_000
  for (;;) {
    const file = await readPidFile(clusterDirectory)
    if (file === null) return null
    if (file.socketDirectory !== '') {
      // Asked before its process id is looked at: a server in another container shares the socket, not the ids.
      const answer = await ping({ host: file.socketDirectory, port: file.port, user: 'beleg_owner' })
      if (answer === 'ready') {
        log.debug({ pid: file.pid }, 'attached to the running database server')
        return { ...file, attached: true, stop: async () => {} }
      }
      if (answer === 'refused') {
        throw new Problem(500, 'database.attach_refused', {
          params: { path: clusterDirectory, user: currentUserName() },
        })
      }
      if (answer === 'absent' && (await isGone(clusterDirectory, file.pid))) return null
    } else if (await isGone(clusterDirectory, file.pid)) return null
    if (performance.now() > patience) {
      throw new Problem(500, 'database.start_failed', {
        params: { path: clusterDirectory, detail: `the server ${file.pid} does not answer (${file.state})` },
      })
    }
    await sleep(25)
  }
}

/** After a restart of the machine or container the id in postmaster.pid may be some other program's. */
async function isGone(clusterDirectory: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return true
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null)
  if (name === null || name.trim() === 'postgres') return false
  return removeStalePidFile(clusterDirectory)
}

/** `absent`: nobody listens; `waiting`: the server is there and starts or stops; `refused`: it does not want us. */
export async function ping(config: pg.ClientConfig): Promise<'ready' | 'absent' | 'waiting' | 'refused'> {
  const client = new pg.Client({ ...config, database: 'postgres', connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return 'ready'
  } catch (error) {
    // Errors of pg and of the socket alike bear a code.
    const code = (error as { code?: string }).code ?? ''
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent'
    if (code === 'EACCES' || code === 'EPERM' || code.startsWith('28')) return 'refused'
    return 'waiting'
  } finally {
    await client.end().catch(() => {})
  }
}

/** A server of another process is looked at this often: a signal to a process id costs nothing. */
const lookEveryMs = 250

/** Starts the server again when it went with the process that kept it, until the returned function is called. */
export function watchOver(
  current: () => RunningServer,
  obtain: () => Promise<RunningServer>,
  replace: (next: RunningServer) => void,
  log: Log,
): () => Promise<void> {
  let stopping = false
  let pauseMs = lookEveryMs
  const look = async () => {
    const server = current()
    if (!server.attached || isAlive(server.pid)) return
    // Of a server in another container only the socket is seen.
    if ((await ping({ host: server.socketDirectory, port: server.port, user: 'beleg_owner' })) !== 'absent' || stopping)
      return
    log.warn({ pid: server.pid }, 'the database server went with the process that kept it')
    const next = await obtain()
    replace(next)
    log.info({ pid: next.pid, attached: next.attached }, 'the database server runs again')
  }
  let looking: Promise<void> = Promise.resolve()
  let timer = setTimeout(function again() {
    looking = look().then(
      () => {
        pauseMs = lookEveryMs
      },
      (error: unknown) => {
        pauseMs = Math.min(pauseMs * 2, 10_000)
        log.error({ err: error }, 'the database server does not start')
      },
    )
    void looking.then(() => {
      if (!stopping) timer = setTimeout(again, pauseMs)
    })
  }, pauseMs)
  return async () => {
    stopping = true
    clearTimeout(timer)
    await looking
  }
}
