/** Every bench prints what was promised; the numbers of a quick run mean nothing and are not looked at. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { interleave, median, rounded } from '../bench.ts'
import { cpuSecondsOf, proportionalMegabytesOf, withDescendants } from '../process.ts'

const resultSchema = z.strictObject({
  bench: z.string(),
  ratio: z.number(),
  metrics: z
    .array(
      z.strictObject({
        name: z.string(),
        value: z.number(),
        goal: z.number(),
        direction: z.enum(['at_least', 'at_most']),
        unit: z.string(),
      }),
    )
    .min(1),
})

const runBench = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, '../run.ts'), ...args], { encoding: 'utf8', input: '' })

test.each(['start', 'tenancy', 'http', 'ledger', 'assurance', 'ui', 'reading'])(
  '%s prints its result as the last line',
  { timeout: 120_000 },
  (name) => {
    const { status, stdout, stderr } = runBench(name, '--quick', '--json')
    expect(status, stderr).toBe(0)
    const result = resultSchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''))
    expect(result.bench).toBe(name)
    expect(result.ratio).toBe(result.metrics[0]?.value)
  },
)

test('a bench that does not exist is refused, with the names of those that do', () => {
  const { status, stderr } = runBench('nonsense', '--json')
  expect(status).toBe(2)
  expect(stderr).toContain('tenancy')
})

test('sides take turns, and the first round is not counted', async () => {
  const order: string[] = []
  const side = (name: string) => async () => order.push(name)
  const values = await interleave({ a: side('a'), b: side('b') }, 2)
  expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b'])
  expect(values).toEqual({ a: [4, 5], b: [3, 6] })
})

test('the median is the value in the middle, or between the two there', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), rounded(0.123456)]).toEqual([2, 2.5, 0.1235])
})

test('a process is measured with its threads and children', () => {
  expect(withDescendants(process.pid)).toContain(process.pid)
  expect(cpuSecondsOf(process.pid)).toBeGreaterThan(0)
  expect(proportionalMegabytesOf(process.pid)).toBeGreaterThan(10)
})
