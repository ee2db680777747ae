/** What is reckoned of a measure. */
import { mergeWorst } from '#core/judging/measure.ts'
import type { Period } from '#core/judging/timeline.ts'
import type { Status } from '#core/vocabulary.ts'
import { expect, test } from 'vitest'
import { monthEnds } from '../rules.ts'

const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const line = (...parts: [from: number, to: number | null, status: Status][]): Period<string>[] =>
  parts.map(([from, to, status]) => ({
    fromAt: at(from),
    toAt: to === null ? null : at(to),
    status,
    judgement: `${status} from ${from}`,
  }))
const told = (periods: readonly Period<string>[]) =>
  periods.map(({ fromAt, toAt, status }) => [fromAt.getUTCDate(), toAt?.getUTCDate() ?? null, status])

test('of several sentences the worst counts, at each instant, with its own reason', () => {
  const merged = mergeWorst([
    line([1, 10, 'proven'], [10, 12, 'lapsed'], [12, null, 'proven']),
    line([5, 11, 'contradicted'], [11, null, 'proven']),
  ])
  expect(told(merged)).toEqual([
    [1, 5, 'proven'],
    [5, 11, 'contradicted'],
    [11, 12, 'lapsed'],
    [12, null, 'proven'],
  ])
  expect(merged[2]?.judgement).toBe('lapsed from 10')
})

test('a sentence that was decided not to apply hides no other, and a stretch without any is none', () => {
  expect(told(mergeWorst([line([1, null, 'not_applicable']), line([2, 4, 'proven'])]))).toEqual([
    [1, 2, 'not_applicable'],
    [2, 4, 'proven'],
    [4, null, 'not_applicable'],
  ])
  expect(told(mergeWorst([line([1, 2, 'proven']), line([5, null, 'proven'])]))).toEqual([
    [1, 2, 'proven'],
    [5, null, 'proven'],
  ])
  expect(mergeWorst([])).toEqual([])
})

test('months end on the clocks of Berlin, and the period where it ends', () => {
  const ends = monthEnds(new Date('2026-01-31T23:30:00Z'), new Date('2026-04-10T12:00:00Z'))
  expect(ends.map((end) => end.toISOString())).toEqual([
    '2026-02-28T22:59:59.999Z',
    // The clocks went forward on the 29th.
    '2026-03-31T21:59:59.999Z',
    '2026-04-10T12:00:00.000Z',
  ])
})
