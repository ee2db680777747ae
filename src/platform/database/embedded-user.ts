/**
 * As whom the embedded server runs. PostgreSQL refuses to run as root, so root lends it an unprivileged user; anybody
 * else runs it as themselves. Both users must have a name: PostgreSQL looks it up (peer authentication, initdb).
 */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { Problem } from '../http/problem.ts'

const run = promisify(execFile)

export interface ServerUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
  /** True when it is not the user of this process: files have to be handed over to it. */
  readonly lent: boolean
}

/** Users that root may lend, best first. */
const lendable = ['beleg', 'postgres', '_postgres', 'nobody']

/**
 * The name of the user who runs this process; it is what peer authentication sees.
 * @throws Problem `database.no_os_user` when the user id has no name (a container started with `--user 12345`).
 */
export function currentUserName(): string {
  try {
    return userInfo().username
  } catch (error) {
    throw new Problem(500, 'database.no_os_user', { params: { uid: process.getuid?.() ?? -1 }, cause: error })
  }
}

/**
 * Chooses the server's user; of an existing cluster it is the owner of the files.
 * @throws Problem `database.no_unprivileged_user`, `database.no_os_user`, or `database.not_owner` when the files are
 * somebody else's.
 */
export async function chooseServerUser(clusterDirectory: string): Promise<ServerUser> {
  const name = currentUserName()
  // Every platform with a package has user ids; Windows has no package.
  const uid = process.getuid?.() ?? -1
  const gid = process.getgid?.() ?? -1
  const owner = await stat(clusterDirectory).catch(() => null)
  if (uid !== 0) {
    if (owner && owner.uid !== uid) {
      throw new Problem(500, 'database.not_owner', { params: { path: clusterDirectory, owner: owner.uid, user: name } })
    }
    return { uid, gid, name, lent: false }
  }
  if (owner && owner.uid !== 0) {
    const found = await lookUp(String(owner.uid))
    if (found) return found
    throw new Problem(500, 'database.no_os_user', { params: { uid: owner.uid } })
  }
  for (const candidate of lendable) {
    const found = await lookUp(candidate)
    if (found && found.uid !== 0) return found
  }
  throw new Problem(500, 'database.no_unprivileged_user', { params: { users: lendable.join(', ') } })
}

async function lookUp(user: string): Promise<ServerUser | null> {
  try {
    const [uid, gid, name] = await Promise.all(
      ['-u', '-g', '-un'].map(async (flag) => (await run('id', [flag, user])).stdout.trim()),
    )
    return { uid: Number(uid), gid: Number(gid), name: name ?? user, lent: true }
  } catch {
    return null
  }
}

/**
 * The first directory on the way to `path` that the user may not enter, by its mode bits; null when there is none.
 * Only used to explain an EACCES that has happened, so that access lists need no regard.
 */
export async function findClosedDirectory(path: string, user: ServerUser): Promise<string | null> {
  const way: string[] = []
  for (let at = dirname(path); ; at = dirname(at)) {
    way.unshift(at)
    if (at === dirname(at)) break
  }
  for (const directory of way) {
    const info = await stat(directory).catch(() => null)
    if (!info) return directory
    const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001
    if ((info.mode & bit) === 0) return directory
  }
  return null
}
