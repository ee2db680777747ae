/**
 * Runs the suites one after the other, streams what they print, and closes with one line, `N passed, N failed`, over
 * all of them. A suite that could not run, broke off, or found no test counts as a failure.
 *
 * Specs here wait for clocks, collectors and servers on a machine that others use too. When a few files of a suite fail
 * they run once more, alone; what then passes is counted as passed and named as unsteady, so that it gets mended.
 *
 * `npm test` runs all; `node bin/node24.js test/run.ts unit e2e` only those named.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

interface Suite {
  readonly name: string
  readonly title: string
  /** Vitest project, whose tests are counted; without one the command counts as one test. */
  readonly project?: string
  readonly script?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Files that failed beside others and passed alone. */
  readonly unsteady?: readonly string[]
}

export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const root = join(import.meta.dirname, '..')

/** In the order in which a fault is cheapest to find. */
const suites: readonly Suite[] = [
  { name: 'lint', title: 'Lint, own rules, layers', script: ['tools/lint.ts'] },
  { name: 'types', title: 'Types', script: ['node_modules/typescript/bin/tsc'] },
  { name: 'build', title: 'Web application', script: ['tools/build-web.ts'] },
  { name: 'unit', title: 'Units and integration on PostgreSQL 18', project: 'unit' },
  { name: 'pg15', title: 'Integration on PostgreSQL 15', project: 'unit', environment: { BELEG_TEST_PG: '15' } },
  { name: 'e2e', title: 'End to end in Chromium', project: 'e2e' },
  // Alone, not beside other specs: it starts and kills four processes again and again.
  { name: 'soak', title: 'Kills under load', project: 'soak' },
  { name: 'peers', title: 'Agreement with other programs', project: 'peers' },
]

const everyday = suites.filter(({ name }) => name !== 'peers').map(({ name }) => name)

/** More failed files than this are a fault of the change, not of the weather. */
const mostUnsteady = 3

/** Runs suites by name. @returns the exit code */
export async function runSuites(names: readonly string[], vitestArguments: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    process.stderr.write(`There is no suite ${unknown.join(', ')}: ${suites.map(({ name }) => name).join(', ')}\n`)
    return 2
  }
  const rows: (Counts & { title: string; seconds: number })[] = []
  for (const suite of suites.filter(({ name }) => names.includes(name))) {
    process.stdout.write(`\n== ${suite.title}\n`)
    const started = performance.now()
    const counts = await runSuite(suite, vitestArguments)
    rows.push({ ...counts, title: suite.title, seconds: (performance.now() - started) / 1000 })
  }
  const total = (pick: (row: Counts) => number) => rows.reduce((sum, row) => sum + pick(row), 0)
  process.stdout.write('\n')
  for (const { title, passed, failed, skipped, seconds, unsteady = [] } of rows) {
    const left = skipped > 0 ? `, ${skipped} skipped` : ''
    process.stdout.write(`${title}: ${passed} passed, ${failed} failed${left} in ${seconds.toFixed(0)} s\n`)
    for (const file of unsteady) process.stdout.write(`  unsteady, passed alone at the second attempt: ${file}\n`)
  }
  const failed = total((row) => row.failed)
  process.stdout.write(`\n${total((row) => row.passed)} passed, ${failed} failed\n`)
  return failed > 0 ? 1 : 0
}

async function runSuite(suite: Suite, vitestArguments: readonly string[]): Promise<Counts> {
  if (suite.script) {
    const code = await run(suite.script, {})
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  }
  const first = await runProject(suite, vitestArguments)
  const files = failedFiles(first.report)
  const counts = countTests(first.report, first.code)
  if (files.length === 0 || files.length > mostUnsteady || counts.failed > countIn(first.report, files, 'failed'))
    return counts
  process.stdout.write(`\n== ${suite.title}: once more, alone: ${files.join(', ')}\n`)
  const second = await runProject(suite, [...files, '--no-file-parallelism'])
  return mergeAttempts(first.report, counts, second.report, countTests(second.report, second.code))
}

async function runProject(suite: Suite, vitestArguments: readonly string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'beleg-report-'))
  const file = join(directory, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const args = ['run', '--project', suite.project ?? '', ...reporters, ...vitestArguments]
    const code = await run(['node_modules/vitest/vitest.mjs', ...args], suite.environment ?? {})
    return { code, report: await readReport(file) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function readReport(file: string): Promise<Report | null> {
  try {
    // Written by the test runner of this very run.
    return JSON.parse(await readFile(file, 'utf8')) as Report
  } catch {
    return null
  }
}

function failedFiles(report: Report | null): string[] {
  return (report?.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => relative(root, name))
}

/** Tests of these files that ended so; a file that did not load counts as one that failed. */
function countIn(report: Report | null, files: readonly string[], status: 'passed' | 'failed'): number {
  return (report?.testResults ?? [])
    .filter(({ name }) => files.includes(relative(root, name)))
    .map(({ assertionResults }) => {
      if (assertionResults.length === 0) return status === 'failed' ? 1 : 0
      return assertionResults.filter((result) => result.status === status).length
    })
    .reduce((sum, count) => sum + count, 0)
}

/** What the second attempt found replaces what the first found in the files that it ran. */
export function mergeAttempts(first: Report | null, counts: Counts, second: Report | null, again: Counts): Counts {
  const files = failedFiles(first)
  const stillFailed = failedFiles(second)
  return {
    passed: counts.passed - countIn(first, files, 'passed') + again.passed,
    failed: again.failed,
    skipped: counts.skipped,
    unsteady: again.failed === 0 ? files : files.filter((file) => !stillFailed.includes(file)),
  }
}

/** Counts what a report says; what it cannot say (an unhandled error, a file that does not load) counts as failed. */
export function countTests(report: Report | null, exitCode: number): Counts {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const known = report.numFailedTests + unloaded.length
  const silent = known === 0 && (exitCode !== 0 || report.numPassedTests === 0) ? 1 : 0
  return { passed: report.numPassedTests, failed: known + silent, skipped: report.numPendingTests }
}

async function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(2))
    child.once('exit', (code) => resolve(code ?? 2))
  })
}

if (import.meta.main) {
  const words = process.argv.slice(2)
  const split = words.indexOf('--')
  const names = split === -1 ? words : words.slice(0, split)
  process.exitCode = await runSuites(names.length > 0 ? names : everyday, split === -1 ? [] : words.slice(split + 1))
}
