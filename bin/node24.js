#!/usr/bin/env node
// Runs a script on the Node that this package pins (node_modules/node-linux-*), whatever the machine has.
// Plain JavaScript for Node 20: it is the only file that has to run there.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Path of the Node to use: the pinned one on Linux, else the running one if it is new enough. */
export function findNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(pinned)) return pinned
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return process.execPath
  console.error(
    `Beleg needs Node 24 or newer; this is ${process.versions.node}, and no pinned Node was installed. Run npm ci first, or install Node 24.`,
  )
  process.exit(2)
}

/** Replaces this process, as far as Node allows: same stdio, signals passed on, same exit code. */
export function runOnPinnedNode(args) {
  // What was compiled once is kept beside what was installed, and is as trustworthy; where that cannot be written, not.
  const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'compiled')
  const child = spawn(findNode(), args, { stdio: 'inherit', env: { NODE_COMPILE_CACHE, ...process.env } })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(error.message)
    process.exit(2)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) runOnPinnedNode(process.argv.slice(2))
