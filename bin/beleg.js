#!/usr/bin/env node
// `npx beleg …`: starts the command line on the pinned Node.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOnPinnedNode } from './node24.js'

const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'cli', 'main.ts')
runOnPinnedNode(['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)])
