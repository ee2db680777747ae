/**
 * Where this instance keeps what must survive: `BELEG_DATA`, else /var/lib/beleg for root, else the XDG data home.
 * The directory itself may be entered by others (0711) because the database server runs as another user when Beleg
 * runs as root; each thing inside protects itself.
 */
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { Problem } from '../http/problem.ts'

export interface DataDirectoryOptions {
  environment?: Readonly<Record<string, string | undefined>>
  /** User id of the process; null where the platform has none. */
  uid?: number | null
  home?: string
}

/** Names the data directory without touching the disk. A relative `BELEG_DATA` is read from the working directory. */
export function resolveDataDirectory(options: DataDirectoryOptions = {}): string {
  const environment = options.environment ?? process.env
  const uid = options.uid === undefined ? (process.getuid?.() ?? null) : options.uid
  const named = environment.BELEG_DATA?.trim()
  if (named) return resolve(named)
  if (uid === 0) return '/var/lib/beleg'
  const xdg = environment.XDG_DATA_HOME
  // The XDG specification says that a relative path is invalid and to be ignored.
  if (xdg && isAbsolute(xdg)) return join(xdg, 'beleg')
  return join(options.home ?? homedir(), '.local', 'share', 'beleg')
}

/**
 * Creates the data directory where it is missing.
 * @throws Problem `database.no_access` when it may not be created, `database.disk_full` when it cannot.
 */
export async function ensureDataDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o711 })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new Problem(507, 'database.disk_full', { params: { path: directory }, cause: error })
    }
    throw new Problem(500, 'database.no_access', {
      params: { path: directory, user: process.getuid?.() ?? 'unknown', detail: code },
      cause: error,
    })
  }
}
