/** The runner of the suites: what failed stays failed, whatever a second attempt says about other files. */
import { expect, test } from 'vitest'
import { countTests, mergeAttempts, type Report } from '../run.ts'

const file = (name: string, ...results: readonly string[]) => ({
  name: `${process.cwd()}/${name}`,
  status: results.length === 0 || results.includes('failed') ? 'failed' : 'passed',
  assertionResults: results.map((status) => ({ status })),
})
function report(...testResults: Report['testResults'][number][]): Report {
  const count = (wanted: string) =>
    testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === wanted).length
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), numPendingTests: 0, testResults }
}
const merged = (first: Report, second: Report | null) =>
  mergeAttempts(first, countTests(first, 1), second, countTests(second, second?.numFailedTests === 0 ? 0 : 1))

test('what could not be loaded, broke off or ran nothing has failed', () => {
  expect(countTests(null, 0)).toMatchObject({ failed: 1 })
  expect(countTests(report(file('a')), 1)).toMatchObject({ passed: 0, failed: 1 })
  expect(countTests(report(file('a', 'passed')), 1)).toMatchObject({ passed: 1, failed: 1 })
  expect(countTests(report(), 0)).toMatchObject({ failed: 1 })
})

test('a file that passes alone is counted once, and named', () => {
  const first = report(file('a', 'passed', 'passed'), file('b', 'passed', 'failed'))
  expect(merged(first, report(file('b', 'passed', 'passed')))).toEqual({
    passed: 4,
    failed: 0,
    skipped: 0,
    unsteady: ['b'],
  })
})

test('a file that fails again has failed, and one that no longer runs, too', () => {
  const first = report(file('a', 'passed'), file('b', 'passed', 'failed'))
  expect(merged(first, report(file('b', 'passed', 'failed')))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    unsteady: [],
  })
  expect(merged(first, null)).toMatchObject({ passed: 1, failed: 1 })
})
