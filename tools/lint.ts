/**
 * `npm run lint`: oxlint with types, the rules of our own, and the layers. `--shrink` writes the allowlist down where
 * breaches have gone; nothing but an editor makes it longer.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installTools } from './install.ts'
import { cruiseLayers } from './layers.ts'
import { faultsAgainst, rules, shrink, type Allowlist } from './rules/all.ts'
import { findBreaches, readSources, type Finding } from './rules/rule.ts'

const root = join(import.meta.dirname, '..')
const allowlistFile = join(import.meta.dirname, 'rules', 'allowlist.json')

/** Fewer files than this, and something was not looked at. */
const fewestFiles = 250

installTools()
const linted = spawnSync(
  process.execPath,
  [join(import.meta.dirname, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--config', '.oxlintrc.json', '.'],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // It looks for the part that knows types in the root's node_modules only.
    env: {
      ...process.env,
      OXLINT_TSGOLINT_PATH: join(import.meta.dirname, 'node_modules', 'oxlint-tsgolint', 'bin', 'tsgolint.js'),
    },
  },
)

const sources = readSources(root)
const cruised = await cruiseLayers(root)
const breaches: Finding[] = [
  ...findBreaches(sources, rules),
  ...cruised.breaches.map(({ rule, from, to }) => ({ rule, path: from, line: 1, message: `knows ${to}` })),
]
// A file of ours, written by the line below.
const allowlist = JSON.parse(readFileSync(allowlistFile, 'utf8')) as Allowlist
if (process.argv.includes('--shrink')) {
  writeFileSync(allowlistFile, `${JSON.stringify(shrink(breaches, allowlist), null, 2)}\n`)
} else {
  const faults = faultsAgainst(breaches, allowlist)
  if (sources.length < fewestFiles || cruised.modules < fewestFiles) {
    faults.push(`Only ${sources.length} files were read and ${cruised.modules} followed: the rules see nothing.`)
  }
  for (const fault of faults) console.error(fault)
  console.log(
    `${sources.length} files under ${rules.length} rules of our own, ${cruised.modules} in layers: ${faults.length} faults`,
  )
  process.exitCode = faults.length > 0 || linted.status !== 0 ? 1 : 0
}
