/**
 * Launches the PostgreSQL that npm installed, on a unix socket only. It promises: an acknowledged commit survives a
 * kill -9 of this process (the server notices by a closed pipe and shuts down cleanly), a data directory is either
 * whole or absent, a second process on the same directory attaches to the running server and never stops it, a
 * server that dies by itself, or cannot recover, is started again, and one that ends with its process is started by another that serves.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import { ensureDataDirectory } from './data-directory.ts'
import { isConnectionLoss } from './database-problem.ts'
import { ping, readPidFile, tryAttach, watchOver, type RunningServer } from './embedded-attach.ts'
import { findPrograms, prepareProgramFiles, type PostgresMajor, type PostgresPrograms } from './embedded-binaries.ts'
import {
  clusterExists,
  explainNoAccess,
  explainOutput,
  initialiseCluster,
  isAlive,
  removeStaleClusters,
  scrubbedEnvironment,
  writeAccessFiles,
} from './embedded-cluster.ts'
import { chooseServerUser, currentUserName, type ServerUser } from './embedded-user.ts'
import { watchForDeadEnd } from './embedded-watchdog.ts'
import type { DatabaseRole } from './role.ts'

export interface EmbeddedOptions {
  /** Absolute path; see data-directory.ts. */
  readonly dataDirectory: string
  readonly major?: PostgresMajor
  /** Server settings by name, over our own. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
  readonly log: Log
  /** How long a start may take, recovery after a crash included. */
  readonly timeoutMs?: number
  /** Name of the database to connect to; created where missing. */
  readonly database?: string
  /** For processes that serve: when the server of another process ends with it, this one starts it again. */
  readonly takeOver?: boolean
}

export interface EmbeddedPostgres {
  /** How to connect as a role; peer authentication, so without a password. */
  connection(role: DatabaseRole, database?: string): pg.ClientConfig
  /** Stops the server cleanly; does nothing to a server that another process started. */
  stop(): Promise<void>
  /** True when another process started the server. */
  readonly attached: boolean
  /** Process id of the server. */
  readonly pid: number
  readonly socketDirectory: string
}

const port = 5432
/** sockaddr_un.sun_path is 108 bytes with its final zero on Linux, 104 on macOS. */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

/**
 * Keeps the server's life tied to ours: standard input is a pipe that closes when this process dies, however it dies;
 * then the server gets SIGINT, its clean fast shutdown. A shell lets what it starts in the background ignore SIGINT, and
 * until the server listens to signals itself it would be lost: hence SIGTERM before, which ends it then, and only says
 * the same more gently later. A backend that was killed while the server went down can keep it from ever ending (seen
 * with PostgreSQL 18.4: checkpointer and io workers wait for each other): after ten seconds SIGQUIT, which leaves the rest
 * to the recovery of the next start. The first line of output is the server's process id.
 */
const keeper = `
exec 3<&0
"$@" 3<&- </dev/null >/dev/null &
server=$!
(
  while read -r line; do :; done
  kill -TERM "$server"
  kill -INT "$server"
  left=40
  while kill -0 "$server" && [ "$left" -gt 0 ]; do sleep 0.25; left=$((left - 1)); done
  kill -QUIT "$server"
) <&3 >/dev/null 2>&1 &
watch=$!
exec 3<&-
echo "$server"
wait "$server"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
`

/**
 * Starts the server, or attaches to the one that already runs on the data directory.
 * @throws Problem `database.no_package`, `.no_access`, `.no_unprivileged_user`, `.no_os_user`, `.not_owner`,
 * `.disk_full`, `.corrupted`, `.other_major`, `.socket_path_too_long`, `.attach_refused`, `.start_failed`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const major = options.major ?? 18
  const clusterDirectory = join(options.dataDirectory, `postgres-${major}`)
  const packaged = findPrograms(major)
  const clientName = currentUserName()
  await ensureDataDirectory(options.dataDirectory)
  const user = await chooseServerUser(clusterDirectory)

  const place = { clusterDirectory, major, user, clientName, log: options.log, settings: options.settings ?? {} }
  const obtain = async (): Promise<RunningServer> => {
    const deadline = performance.now() + (options.timeoutMs ?? 60_000)
    for (
      let server = await tryAttach(clusterDirectory, options.log);
      ;
      server = await tryAttach(clusterDirectory, options.log)
    ) {
      if (server !== null) return server
      if (!(await clusterExists(clusterDirectory, major))) {
        await removeStaleClusters(clusterDirectory)
        const programs = await preparePrograms(packaged, options.dataDirectory, user)
        const durable = String(options.settings?.fsync ?? 'on') !== 'off'
        await initialiseCluster({ programs, major, clusterDirectory, user, durable })
      }
      const programs = await preparePrograms(packaged, options.dataDirectory, user)
      const runDirectory = await prepareRunDirectory(options.dataDirectory, user)
      await writeAccessFiles(clusterDirectory, user, clientName)
      const own = new OwnServer({ ...place, programs, runDirectory })
      const started = await own.start(deadline)
      if (started === 'ready') return own
      if (performance.now() > deadline) {
        throw new Problem(500, 'database.start_failed', {
          params: { path: clusterDirectory, detail: `it could not start in time: ${own.said}` },
        })
      }
      if (started === 'again') await sleep(againAfterMs)
    }
  }

  let running = await obtain()
  const database = options.database ?? 'beleg'
  const connect = (role: DatabaseRole, name = database): pg.ClientConfig => ({
    host: running.socketDirectory,
    port: running.port,
    user: role,
    database: name,
  })
  const deadline = performance.now() + (options.timeoutMs ?? 60_000)
  for (let isThere = false; !isThere;) {
    try {
      await createDatabase(connect('beleg_owner', 'postgres'), database)
      isThere = true
    } catch (error) {
      if (!isConnectionLoss(error) || performance.now() > deadline) {
        await running.stop()
        throw error
      }
      // It was killed just now. Our own starts again by itself; the one of another process may be gone with it.
      await sleep(againAfterMs)
      if (running.attached) running = await obtain()
    }
  }
  const stopWatching =
    options.takeOver === true
      ? watchOver(
          () => running,
          obtain,
          (next) => (running = next),
          options.log,
        )
      : null
  return {
    connection: connect,
    stop: async () => {
      await stopWatching?.()
      await running.stop()
    },
    get attached() {
      return running.attached
    },
    get pid() {
      return running.pid
    },
    socketDirectory: running.socketDirectory,
  }
}

function preparePrograms(packaged: PostgresPrograms, dataDirectory: string, user: ServerUser) {
  return prepareProgramFiles(packaged, { directory: join(dataDirectory, 'bin'), copy: user.lent })
}

/**
 * How a start ended. `taken`: another process was faster, attach to its server. `again`: it was killed while it started,
 * or the server before was, and its backends, which notice within moments, still hold its shared memory.
 */
type Start = 'ready' | 'taken' | 'again'

const againAfterMs = 100
/** What a shell says of a program that SIGKILL ended. */
const killedCode = 137

interface OwnServerOptions {
  readonly major: PostgresMajor
  readonly clusterDirectory: string
  readonly runDirectory: string
  readonly programs: PostgresPrograms
  readonly user: ServerUser
  readonly log: Log
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

/** A server that this process started and keeps alive. */
class OwnServer implements RunningServer {
  /** Turns true when another process was faster to start it again. */
  attached = false
  readonly port = port
  readonly socketDirectory: string
  pid = 0
  readonly #options: OwnServerOptions
  #child: ChildProcess | null = null
  #ended: Promise<void> = Promise.resolve()
  #stopping = false
  #stopWatching: () => void = () => {}
  #output = ''

  constructor(options: OwnServerOptions) {
    this.#options = options
    this.socketDirectory = options.runDirectory
  }

  /** The last words of the server. */
  get said(): string {
    return this.#output.slice(-500)
  }

  async start(deadline: number): Promise<Start> {
    this.#output = ''
    const { clusterDirectory, user } = this.#options
    let exited = false
    let exitCode: number | null = null
    const child = this.#spawn()
    this.#child = child
    this.#ended = new Promise((resolve) => {
      child.once('close', (code: number | null) => {
        exited = true
        exitCode = code
        resolve()
      })
    })
    try {
      this.pid = await readFirstLine(child)
      while (!exited) {
        const file = await readPidFile(clusterDirectory)
        if (file?.pid === this.pid && file.state === 'ready') {
          const answer = await ping({ host: this.socketDirectory, port, user: 'beleg_owner' })
          if (answer === 'ready' && !exited) {
            this.#stopWatching = watchForDeadEnd(this.pid, this.#options.log)
            child.once('close', (code: number | null) => {
              this.#stopWatching()
              void this.#restart(code)
            })
            return 'ready'
          }
          if (answer === 'refused') {
            throw new Problem(500, 'database.attach_refused', {
              params: { path: clusterDirectory, user: currentUserName() },
            })
          }
        }
        if (performance.now() > deadline) {
          throw new Problem(500, 'database.start_failed', {
            params: { path: clusterDirectory, detail: `not ready in time: ${this.said}` },
          })
        }
        await sleep(8)
      }
    } catch (error) {
      await this.#end()
      if ((error as NodeJS.ErrnoException).code === 'EACCES') {
        throw await explainNoAccess(this.#options.programs.root, user, error)
      }
      throw error
    }
    if (/lock file "postmaster.pid" already exists|lock file .*\.lock" already exists/.test(this.#output))
      return 'taken'
    if (exitCode === killedCode || /pre-existing shared memory block/.test(this.#output)) return 'again'
    throw explainOutput(this.#output, clusterDirectory)
  }

  #spawn(): ChildProcess {
    const { programs, user, clusterDirectory, runDirectory, log, major } = this.#options
    const settings = {
      listen_addresses: '',
      unix_socket_directories: runDirectory,
      unix_socket_permissions: '0700',
      port,
      max_connections: 100,
      // The session of a client that was killed ends although it waits for a lock.
      client_connection_check_interval: '1s',
      // Each process reads for itself, as before 18: one that was killed among the workers for it left others waiting.
      ...(major === 18 && { io_method: 'sync' }),
      timezone: 'UTC',
      log_timezone: 'UTC',
      // Statements may hold what people wrote; the log says only that something failed.
      log_min_error_statement: 'panic',
      log_min_messages: 'warning',
      log_line_prefix: '',
      ...this.#options.settings,
    }
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`])
    const child = spawn(
      '/bin/sh',
      ['-c', keeper, 'sh', join(programs.root, 'bin', 'postgres'), '-D', clusterDirectory, ...args],
      {
        cwd: '/',
        env: scrubbedEnvironment,
        stdio: ['pipe', 'pipe', 'pipe'],
        // Its own session: Ctrl-C at the terminal must reach us alone, or the server goes before our last commit.
        detached: true,
        ...(user.lent ? { uid: user.uid, gid: user.gid } : {}),
      },
    )
    // A write to the pipe never happens; its error event would still end this process.
    child.stdin.on('error', () => {})
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#output = (this.#output + chunk).slice(-8000)
      for (const line of chunk.split('\n')) {
        if (/^(WARNING|ERROR|FATAL|PANIC)/.test(line)) log.debug({ line }, 'database server')
      }
    })
    return child
  }

  async #restart(code: number | null): Promise<void> {
    if (this.#stopping) return
    this.#options.log.error({ code, output: this.said }, 'the database server ended by itself')
    // Backends of a killed server need a moment to notice and let go of its shared memory.
    for (let pauseMs = 100; !this.#stopping; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      await sleep(pauseMs)
      if (this.#stopping) return
      try {
        const started = await this.start(performance.now() + 60_000)
        if (started === 'again') continue
        if (started === 'ready') {
          this.#options.log.info({ pid: this.pid }, 'the database server runs again')
          return
        }
        this.#options.log.warn({}, 'another process runs the database server now')
        this.attached = true
        return
      } catch (error) {
        this.#options.log.error({ err: error }, 'the database server does not start')
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#end()
  }

  async #end(): Promise<void> {
    const child = this.#child
    if (!child) return
    // A server on its way down lacks the same processes as one that cannot go on.
    this.#stopWatching()
    // The same way down as when this process is killed, so that it is tried at every stop.
    child.stdin?.end()
    const late = setTimeout(() => {
      this.#options.log.warn({ pid: this.pid }, 'the database server does not stop; forcing it')
      if (isAlive(this.pid)) process.kill(this.pid, 'SIGQUIT')
    }, 30_000)
    await this.#ended
    clearTimeout(late)
  }
}

async function readFirstLine(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('error', reject)
    child.once('close', () => reject(new Error('the shell that starts the database server ended at once')))
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(Number(text.trim()))
    })
  })
}

/** Where the socket goes: beside the data, or a short directory of our own where that path would be too long. */
async function prepareRunDirectory(dataDirectory: string, user: ServerUser): Promise<string> {
  const fits = (directory: string) => Buffer.byteLength(join(directory, `.s.PGSQL.${port}`)) <= longestSocketPath
  const beside = join(dataDirectory, 'run')
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12)
  const candidates = [beside, join(process.env.XDG_RUNTIME_DIR ?? '/run', `beleg-${hash}`)]
  candidates.push(join(tmpdir(), `beleg-${user.uid}-${hash}`), `/tmp/beleg-${user.uid}-${hash}`)
  const tried: string[] = []
  for (const directory of candidates.filter(fits)) {
    try {
      await mkdir(directory, { recursive: directory === beside, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      // In a shared directory somebody else may have made it first, or put a link there.
      const info = await lstat(directory)
      const own = info.isDirectory() && (info.uid === user.uid || info.uid === process.getuid?.())
      if (!own) throw new Error('belongs to another user')
      await chmod(directory, 0o700)
      if (user.lent) await chown(directory, user.uid, user.gid)
      return directory
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
        throw new Problem(507, 'database.disk_full', { params: { path: directory }, cause: error })
      }
      tried.push(`${directory} (${(error as Error).message})`)
    }
  }
  throw new Problem(500, 'database.socket_path_too_long', {
    params: { path: beside, longest: longestSocketPath, detail: tried.join('; ') },
  })
}

async function createDatabase(config: pg.ClientConfig, name: string): Promise<void> {
  if (name === 'postgres') return
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } catch (error) {
    // 42P04, 23505: another process made it at the same moment.
    const code = (error as { code?: string }).code
    if (code !== '42P04' && code !== '23505') throw error
  } finally {
    await client.end()
  }
}
