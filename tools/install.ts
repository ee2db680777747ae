/**
 * Installs the linters of tools/ when they are missing or older than their lock file. They are kept apart from the
 * package: `npm ci` refuses a lock file with platform packages that a registry lacks, `npm install` tolerates it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const tools = import.meta.dirname

/** Makes sure that the linters are there. @throws Error when they could not be installed */
export function installTools(): void {
  const marker = join(tools, 'node_modules', '.package-lock.json')
  const current = existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(tools, 'package.json')).mtimeMs
  if (current) return
  const args = [
    'install',
    '--prefix',
    tools,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--loglevel=error',
  ]
  const { npm_node_execpath: node, npm_execpath: npm } = process.env
  // The npm that runs this script, which need not be the one on the path.
  const [command, ...before] = node !== undefined && npm !== undefined ? [node, npm] : ['npm']
  const { status, error } = spawnSync(command, [...before, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error('The linters of tools/ could not be installed.', { cause: error })
  // A wrong optional package is skipped silently.
  for (const binary of ['oxlint', 'tsgolint', 'prettier', 'depcruise']) {
    if (!existsSync(toolPath(binary))) throw new Error(`The installation of tools/ left out ${binary}.`)
  }
}

/** Path of a linter's command. */
export function toolPath(name: string): string {
  return join(tools, 'node_modules', '.bin', name)
}
