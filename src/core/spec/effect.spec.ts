/** Days in force and gaps, on a calendar whose days have 23, 24 and 25 hours. Pure. */
import { countDays } from '#core/judging/effect.ts'
import { compareGaps, gapsBetween } from '#core/judging/gap.ts'
import { asKnownAt, readTimeline, type Period, type RecordedRow } from '#core/judging/timeline.ts'
import type { Status } from '#core/vocabulary.ts'
import { describe, expect, it } from 'vitest'

const at = (instant: string) => new Date(`${instant}:00Z`)

/** A timeline from statuses and the instants at which they begin; the last goes on. */
function timeline(...steps: readonly (readonly [string, Status])[]): Period<string>[] {
  return steps.map(([from, status], i) => ({
    fromAt: at(from),
    toAt: steps[i + 1] === undefined ? null : at(steps[i + 1]?.[0] ?? from),
    status,
    judgement: status,
  }))
}

describe('a day', () => {
  it('of 23 hours is one day, and a gap that ends at its midnight does not touch it', () => {
    // Midnight of 29 March in Berlin is 23:00 UTC; the clocks go forward that night.
    const periods = timeline(
      ['2026-03-27T12:00', 'proven'],
      ['2026-03-28T22:30', 'lapsed'],
      ['2026-03-28T23:00', 'proven'],
    )
    expect(countDays(periods, at('2026-03-27T00:00'), at('2026-03-30T21:59'))).toEqual({
      fromOn: '2026-03-27',
      toOn: '2026-03-30',
      days: 4,
      inForce: 3,
      gaps: [{ fromOn: '2026-03-28', toOn: '2026-03-28', status: 'lapsed' }],
    })
  })

  it('of 25 hours is one day, and its last hour belongs to it', () => {
    // Berlin's 25 October lasts from 22:00 UTC to 23:00 UTC of the next day.
    const periods = timeline(
      ['2026-10-23T12:00', 'proven'],
      ['2026-10-25T22:30', 'contradicted'],
      ['2026-10-25T23:00', 'proven'],
    )
    expect(countDays(periods, at('2026-10-23T00:00'), at('2026-10-26T12:00'))).toMatchObject({
      days: 4,
      inForce: 3,
      gaps: [{ fromOn: '2026-10-25', toOn: '2026-10-25', status: 'contradicted' }],
    })
  })

  it('is not in force for a single bad instant, and takes the worst that was the case', () => {
    const periods = timeline(
      ['2026-05-01T08:00', 'proven'],
      ['2026-05-02T08:00', 'unproven'],
      ['2026-05-02T08:01', 'contradicted'],
      ['2026-05-02T08:02', 'due_soon'],
    )
    expect(countDays(periods, at('2026-05-01T08:00'), at('2026-05-03T08:00'))).toMatchObject({
      days: 3,
      inForce: 2,
      gaps: [{ status: 'contradicted' }],
    })
  })

  it('before the first judgement is no part of the period; without one there is no period', () => {
    const periods = timeline(['2026-05-10T08:00', 'proven'])
    expect(countDays(periods, at('2025-05-11T00:00'), at('2026-05-12T08:00'))).toMatchObject({ days: 3, inForce: 3 })
    expect(countDays(periods, at('2025-05-11T00:00'), at('2026-05-09T08:00'))).toBeNull()
  })
})

describe('a gap', () => {
  const from = at('2026-05-01T00:00')
  const until = at('2026-05-31T00:00')

  it('is cut to the period, and has no end while it goes on', () => {
    const periods = timeline(
      ['2026-04-01T00:00', 'lapsed'],
      ['2026-05-02T00:00', 'proven'],
      ['2026-05-30T00:00', 'contradicted'],
      ['2026-06-02T00:00', 'proven'],
    )
    expect(gapsBetween(periods, from, until).map(({ fromAt, toAt }) => [fromAt, toAt])).toEqual([
      [from, at('2026-05-02T00:00')],
      [at('2026-05-30T00:00'), null],
    ])
    expect(gapsBetween(periods, at('2026-05-02T00:00'), at('2026-05-29T00:00'))).toEqual([])
  })

  it('that was known a moment later is the same gap; any other stands by itself', () => {
    const [one, late, other] = [
      timeline(['2026-05-02T00:00', 'lapsed'], ['2026-05-03T00:00', 'proven']),
      timeline(['2026-05-02T00:00', 'lapsed'], ['2026-05-03T00:00', 'proven']).map((period) => ({
        ...period,
        fromAt: new Date(period.fromAt.getTime() + 900),
      })),
      timeline(['2026-05-02T00:00', 'contradicted'], ['2026-05-03T00:00', 'proven']),
    ].map((periods) => gapsBetween(periods, from, until))
    expect(compareGaps(late ?? [], one ?? []).map(({ known }) => known)).toEqual(['both'])
    expect(compareGaps(other ?? [], one ?? []).map(({ known, status }) => [known, status])).toEqual([
      ['today', 'lapsed'],
      ['then', 'contradicted'],
    ])
    expect(compareGaps([], [])).toEqual([])
  })
})

it('what was known at an instant is read as if nothing had been learned since', () => {
  const row = (status: Status, knownFrom: string, knownTo: string | null): RecordedRow<string> => ({
    fromAt: at('2026-05-01T00:00'),
    toAt: null,
    knownFrom: at(knownFrom),
    knownTo: knownTo === null ? null : at(knownTo),
    status,
    judgement: status,
    ruleVersion: '1',
  })
  const rows = [row('proven', '2026-05-01T00:00', '2026-05-09T00:00'), row('contradicted', '2026-05-09T00:00', null)]
  const known = (instant: string) => readTimeline(asKnownAt(rows, at(instant)), 'today').map(({ status }) => status)
  expect(known('2026-04-30T00:00')).toEqual([])
  expect(known('2026-05-08T00:00')).toEqual(['proven'])
  expect(known('2026-05-09T00:00')).toEqual(['contradicted'])
})
