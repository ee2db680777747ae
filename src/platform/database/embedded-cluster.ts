/**
 * The files of the embedded server: initialised beside their place and put there by rename, so that a cluster either
 * exists whole or not at all; who may connect is written anew at every start of the server.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemClock } from '../clock/clock.ts'
import { Problem } from '../http/problem.ts'
import type { PostgresMajor, PostgresPrograms } from './embedded-binaries.ts'
import { findClosedDirectory, type ServerUser } from './embedded-user.ts'

/** Roles of the server; only these may connect, over the socket, as the user who runs Beleg. */
export const embeddedRoles = ['beleg_owner', 'beleg_app', 'beleg_platform'] as const

/** What every program of PostgreSQL sees of our environment. */
export const scrubbedEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Removes half made clusters of processes that are gone. An hour is far beyond any initialisation. */
export async function removeStaleClusters(clusterDirectory: string): Promise<void> {
  const parent = dirname(clusterDirectory)
  const prefix = `${basename(clusterDirectory)}.new-`
  for (const name of await readdir(parent).catch(() => [])) {
    if (!name.startsWith(prefix)) continue
    const path = join(parent, name)
    const pid = Number(name.slice(prefix.length).split('-')[0])
    const info = await stat(path).catch(() => null)
    const ageMs = info ? systemClock.now().getTime() - info.mtimeMs : 0
    if (!isAlive(pid) || ageMs > 3_600_000) await rm(path, { recursive: true, force: true })
  }
}

/**
 * Removes a postmaster.pid whose process id now belongs to another program: PostgreSQL itself would take that for a
 * running server. Only when it is older than a server needs to open its socket, because in another container's
 * namespace the same id may be a server that starts just now. Returns false while it is too young to tell.
 */
export async function removeStalePidFile(clusterDirectory: string): Promise<boolean> {
  const path = join(clusterDirectory, 'postmaster.pid')
  const info = await stat(path).catch(() => null)
  if (info === null) return true
  if (systemClock.now().getTime() - info.mtimeMs < 10_000) return false
  await rm(path, { force: true })
  return true
}

/** Whether a process with this id runs, ours or somebody else's. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Looks at what lies where the cluster belongs.
 * @throws Problem `database.other_major` when only another major version's cluster is there (an empty one beside it
 * would look like lost data), `database.corrupted` when the directory is not a cluster.
 */
export async function clusterExists(clusterDirectory: string, major: PostgresMajor): Promise<boolean> {
  const parent = dirname(clusterDirectory)
  const entries = await readdir(clusterDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Problem(500, 'database.no_access', {
      params: { path: clusterDirectory, user: process.getuid?.() ?? -1, detail: error.code ?? '' },
      cause: error,
    })
  })
  if (entries === null) {
    const others = (await readdir(parent).catch(() => [])).filter((name) => /^postgres-\d+$/.test(name))
    const other = others[0]
    if (other) {
      throw new Problem(500, 'database.other_major', {
        params: { path: join(parent, other), found: other.slice('postgres-'.length), wanted: major },
      })
    }
    return false
  }
  const version = await readFile(join(clusterDirectory, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version === null) {
    throw new Problem(500, 'database.corrupted', {
      params: { path: clusterDirectory, detail: 'PG_VERSION is missing' },
    })
  }
  if (version.trim() !== String(major)) {
    throw new Problem(500, 'database.other_major', {
      params: { path: clusterDirectory, found: version.trim(), wanted: major },
    })
  }
  return true
}

/** Initialises a cluster; when two processes do it at once, one of the two results stays and both may use it. */
export async function initialiseCluster(options: {
  programs: PostgresPrograms
  major: PostgresMajor
  clusterDirectory: string
  user: ServerUser
  durable: boolean
}): Promise<void> {
  const { clusterDirectory, user } = options
  const temporary = `${clusterDirectory}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await mkdir(temporary, { mode: 0o700 })
    if (user.lent) await chown(temporary, user.uid, user.gid)
    // Bytewise order everywhere, order for people by explicit collation. The builtin provider knows the cases of all
    // letters and never changes with the machine's libc; it exists since 17.
    const locale =
      options.major >= 17
        ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
        : ['--locale=C', ...(process.platform === 'linux' ? ['--lc-ctype=C.UTF-8'] : [])]
    await runProgram(
      join(options.programs.root, 'bin', 'initdb'),
      [
        '-D',
        temporary,
        '-U',
        'beleg_owner',
        '--auth-local=peer',
        '--auth-host=reject',
        '-E',
        'UTF8',
        '--data-checksums',
        ...locale,
        ...(options.durable ? [] : ['--no-sync']),
      ],
      user,
    )
    await rename(temporary, clusterDirectory)
    if (options.durable) await syncDirectory(dirname(clusterDirectory))
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new Problem(507, 'database.disk_full', { params: { path: clusterDirectory }, cause: error })
    }
    if (code === 'EACCES' || code === 'EPERM') throw await explainNoAccess(clusterDirectory, user, error)
    throw error
  }
}

/** Writes who may connect: nobody over the network, and over the socket only the user who runs Beleg. */
export async function writeAccessFiles(clusterDirectory: string, user: ServerUser, clientName: string): Promise<void> {
  // The maintenance database and the templates are the owner's alone.
  const hba = [
    'local all beleg_owner peer map=beleg',
    'local all beleg_app,beleg_platform peer map=beleg',
    'local all all reject',
    'host all all all reject',
  ]
  const quoted = `"${clientName.replaceAll('"', '""')}"`
  const ident = embeddedRoles.map((role) => `beleg ${quoted} ${role}`)
  await writeOwned(join(clusterDirectory, 'pg_hba.conf'), `${hba.join('\n')}\n`, user)
  await writeOwned(join(clusterDirectory, 'pg_ident.conf'), `${ident.join('\n')}\n`, user)
}

async function writeOwned(path: string, text: string, user: ServerUser): Promise<void> {
  const temporary = `${path}.new-${process.pid}`
  try {
    await writeFile(temporary, text, { mode: 0o600 })
    await chmod(temporary, 0o600)
    if (user.lent) await chown(temporary, user.uid, user.gid)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new Problem(507, 'database.disk_full', { params: { path }, cause: error })
    }
    throw error
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function runProgram(file: string, args: readonly string[], user: ServerUser): Promise<void> {
  let output = ''
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: '/',
      env: scrubbedEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user.lent ? { uid: user.uid, gid: user.gid } : {}),
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-4000)
      })
    }
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw explainOutput(output, file)
}

/** Turns what a program of PostgreSQL said before it gave up into a Problem that says what to do. */
export function explainOutput(output: string, path: string): Problem {
  const said = output.trim().split('\n').slice(-8).join('\n')
  const params = { path, detail: said }
  if (/No space left on device|Disk quota exceeded|Check free disk space/i.test(output)) {
    return new Problem(507, 'database.disk_full', { params })
  }
  if (/database files are incompatible with server/i.test(output)) {
    return new Problem(500, 'database.other_major', { params: { ...params, found: 'other', wanted: 'other' } })
  }
  if (/Permission denied|Operation not permitted/i.test(output)) {
    return new Problem(500, 'database.no_access', { params: { ...params, user: 'server' } })
  }
  if (/could not look up effective user ID|user does not exist/i.test(output)) {
    return new Problem(500, 'database.no_os_user', { params: { ...params, uid: -1 } })
  }
  if (
    /invalid (primary )?checkpoint|could not locate a valid checkpoint|could not (open|read|find) .*(file|directory|control)|is not a valid data directory|incorrect checksum|invalid data in|PANIC:/i.test(
      output,
    )
  ) {
    return new Problem(500, 'database.corrupted', { params })
  }
  return new Problem(500, 'database.start_failed', { params })
}

/** The Problem for an EACCES: which directory the server's user may not enter. */
export async function explainNoAccess(path: string, user: ServerUser, cause: unknown): Promise<Problem> {
  const closed = await findClosedDirectory(path, user)
  return new Problem(500, 'database.no_access', {
    params: { path: closed ?? path, user: user.name, detail: closed ? 'not enterable' : 'not writable' },
    cause,
  })
}
