/** Formats all sources, or with `--check` names those that are not formatted. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installTools } from './install.ts'

installTools()
const root = join(import.meta.dirname, '..')
const prettier = join(import.meta.dirname, 'node_modules', 'prettier', 'bin', 'prettier.cjs')
const mode = process.argv.includes('--check') ? '--check' : '--write'
const options = ['--config', 'tools/prettier.json', '--ignore-path', 'tools/.prettierignore', '--log-level', 'warn']
const patterns = ['{src,catalog,test,bench,bin,tools}/**/*.{ts,tsx,js,css}', '*.ts', 'package.json']
const { status } = spawnSync(process.execPath, [prettier, mode, ...options, ...patterns], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 2
