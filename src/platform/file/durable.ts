/** Files that are there after a crash, whole and under their name, or not at all. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file that only its owner may read and gives it its name when it is on the disk; an earlier file of that name
 * stays as it is, so that of two processes that write at once both find the one that came first. The file system must
 * know hard links.
 * @throws what the file system says
 */
export async function createDurably(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(temporary, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
    await syncDirectory(dirname(path))
  } finally {
    await unlink(temporary).catch(() => {})
  }
}

/** Makes new names in a directory durable; a no-op where directories cannot be opened (Windows). */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  await directory.sync().finally(() => directory.close())
}

/** Whether an error of the file system bears this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
