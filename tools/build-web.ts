/**
 * Builds the web application into dist/web when it is missing or older than its sources; `--always` builds in any
 * case. Beside each asset lies what a browser is sent instead: the same, compressed by Brotli and by gzip. The bundle is
 * made beside its place and then moved there, so a server never finds half of one.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const bundle = join(root, 'dist', 'web')

/** What the bundle is made of. */
const sources = ['src', 'catalog', 'vite.config.ts', 'package-lock.json', 'tools/build-web.ts']

/** Builds if need be. @returns whether it built */
export async function buildWeb(always: boolean): Promise<boolean> {
  const index = join(bundle, 'index.html')
  const built = existsSync(index) ? (await stat(index)).mtimeMs : 0
  const changed = Math.max(...(await Promise.all(sources.map((source) => newestChange(join(root, source))))))
  if (!always && built > changed) return false
  let vite: typeof import('vite')
  try {
    vite = await import('vite')
  } catch (error) {
    // Installed with --omit=dev: there is nothing to build with.
    if (built > 0) return false
    throw new Error('The web application is not built, and without development packages it cannot be: npm ci', {
      cause: error,
    })
  }
  const beside = join(root, 'dist', `.web-${process.pid}`)
  const surroundings = process.env.NODE_ENV
  try {
    // A test that builds would else leave React's development build behind, of twice the size.
    process.env.NODE_ENV = 'production'
    await vite.build({
      root: join(root, 'src', 'web'),
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: beside },
    })
    await compressAssets(join(beside, 'assets'))
    await rm(bundle, { recursive: true, force: true })
    await rename(beside, bundle)
  } finally {
    if (surroundings === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = surroundings
    await rm(beside, { recursive: true, force: true })
  }
  return true
}

/** Once, at Brotli's best quality: of 11 levels the last, which no answer has the time for. */
async function compressAssets(directory: string): Promise<void> {
  const compressions = { br: brotliCompressSync, gz: gzipSync }
  for (const name of await readdir(directory)) {
    if (!/\.(?:js|css|svg)$/.test(name)) continue
    const plain = await readFile(join(directory, name))
    // In a packet of its own it travels no faster when it is smaller.
    if (plain.length < 1_000) continue
    for (const [ending, compress] of Object.entries(compressions)) {
      await writeFile(join(directory, `${name}.${ending}`), compress(plain))
    }
  }
}

/** Time of the latest change below a path, in milliseconds since 1970; folders count, because files may have gone. */
async function newestChange(path: string): Promise<number> {
  const own = await stat(path)
  if (!own.isDirectory()) return own.mtimeMs
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const changes = entries.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs)
  return Math.max(own.mtimeMs, ...(await Promise.all(changes)))
}

if (import.meta.main) await buildWeb(process.argv.includes('--always'))
