/** Deadlines against cases with a source, and against a second formulation that knows no library. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineSchema, defaultWorkCalendar, germanStates, workCalendarSchema, type Deadline } from '../deadline.ts'
import { dueAt, reckonDeadline } from '../reckon.ts'
import { dayOffOn, publicHolidays } from '../work-day.ts'

const germany = defaultWorkCalendar
const bavaria = { ...germany, state: 'BY' } as const
const berlin = { ...germany, state: 'BE' } as const
const hour = 3_600_000

const local = (text: string) => new Date(text)
const iso = (at: Date | undefined) => at?.toISOString().replace('.000Z', 'Z')

describe('A deadline in hours', () => {
  const in72 = { duration: 'PT72H', reckoning: '1182/71' } as const

  test.each([
    // Strict: 72 elapsed hours. Legal: from the next full hour, Art. 3(1) and (2)(a).
    ['a Tuesday', '2026-06-09T14:23:00+02:00', '2026-06-12T14:23:00+02:00', '2026-06-12T15:00:00+02:00'],
    [
      'the clocks go forward (29 March 2026)',
      '2026-03-27T14:23:00+01:00',
      '2026-03-30T15:23:00+02:00',
      '2026-03-30T16:00:00+02:00',
    ],
    [
      'the clocks go back (25 October 2026)',
      '2026-10-23T14:23:00+02:00',
      '2026-10-26T13:23:00+01:00',
      '2026-10-26T14:00:00+01:00',
    ],
    [
      'Good Friday to Easter Monday: hours are not moved',
      '2026-04-03T09:30:00+02:00',
      '2026-04-06T09:30:00+02:00',
      '2026-04-06T10:00:00+02:00',
    ],
    [
      'the full hour itself, which is the hour of the event',
      '2026-06-09T14:00:00+02:00',
      '2026-06-12T14:00:00+02:00',
      '2026-06-12T15:00:00+02:00',
    ],
    [
      'the last second of a year',
      '2026-12-31T23:59:59+01:00',
      '2027-01-03T23:59:59+01:00',
      '2027-01-04T00:00:00+01:00',
    ],
    [
      'the hour that comes twice, its first time',
      '2026-10-25T02:30:00+02:00',
      '2026-10-28T01:30:00+01:00',
      '2026-10-28T02:00:00+01:00',
    ],
    [
      'the hour that comes twice, its second time',
      '2026-10-25T02:30:00+01:00',
      '2026-10-28T02:30:00+01:00',
      '2026-10-28T03:00:00+01:00',
    ],
  ])('runs through %s', (_, started, strict, legal) => {
    const due = dueAt(local(started), in72, germany)
    expect(iso(due.dueAt)).toBe(iso(local(strict)))
    expect(iso(due.legalDueAt)).toBe(iso(local(legal)))
  })

  test('is the same whatever the calendar, and has no legal end unless one asks for it', () => {
    const started = local('2026-12-23T23:10:00+01:00')
    expect(dueAt(started, { duration: 'PT24H' }, bavaria)).toEqual({ dueAt: local('2026-12-24T23:10:00+01:00') })
  })
})

describe('A deadline in days and longer', () => {
  test.each([
    ['a year from 29 February ends on the 28th', '2028-02-29T10:00:00+01:00', 'P1Y', '2029-02-28T10:00:00+01:00'],
    ['a month from 31 January ends with February', '2026-01-31T10:00:00+01:00', 'P1M', '2026-02-28T10:00:00+01:00'],
    [
      'three months across the change of clocks keep the time of day',
      '2026-01-15T10:00:00+01:00',
      'P3M',
      '2026-04-15T10:00:00+02:00',
    ],
    ['a day across it has 23 hours', '2026-03-28T12:00:00+01:00', 'P1D', '2026-03-29T12:00:00+02:00'],
  ])('%s', (_, started, duration, due) => {
    expect(iso(dueAt(local(started), { duration }, germany).dueAt)).toBe(iso(local(due)))
  })

  test.each<[string, string, Deadline, string]>([
    // Art. 3(1) the day of the event is not counted, 3(2)(b) ends with the last hour of the last day.
    [
      'three days from a Monday',
      '2026-06-08T11:00:00+02:00',
      { duration: 'P3D', reckoning: '1182/71' },
      '2026-06-12T00:00:00+02:00',
    ],
    // Art. 3(2)(c): the same date a month later, or the last day of that month.
    [
      'a month from 31 January, whose end is a Saturday (3(4))',
      '2026-01-31T11:00:00+01:00',
      { duration: 'P1M', reckoning: '1182/71' },
      '2026-03-03T00:00:00+01:00',
    ],
    // Art. 3(4): Saturday 27 June moves to Monday.
    [
      'a week from a Saturday',
      '2026-06-20T11:00:00+02:00',
      { duration: 'P1W', reckoning: '1182/71' },
      '2026-06-30T00:00:00+02:00',
    ],
    // Art. 3(5): at least two working days. Thursday before Easter + 2 days = Saturday; the first two are Tuesday, Wednesday.
    [
      'two days from Maundy Thursday',
      '2026-04-02T11:00:00+02:00',
      { duration: 'P2D', reckoning: '1182/71' },
      '2026-04-09T00:00:00+02:00',
    ],
    [
      'a single day from a Friday',
      '2026-06-12T11:00:00+02:00',
      { duration: 'P1D', reckoning: '1182/71' },
      '2026-06-16T00:00:00+02:00',
    ],
  ])('by Regulation 1182/71: %s', (_, started, deadline, legal) => {
    expect(iso(dueAt(local(started), deadline, germany).legalDueAt)).toBe(iso(local(legal)))
  })

  test('by Regulation 1182/71 no company holiday makes longer what the law makes (Art. 2)', () => {
    const company = { ...germany, extraHolidays: ['2026-06-11', '2026-06-12', '2026-06-15'], evesOff: true }
    const monday = local('2026-06-08T11:00:00+02:00')
    expect(dueAt(monday, { duration: 'P3D', reckoning: '1182/71' }, company).legalDueAt).toEqual(
      local('2026-06-12T00:00:00+02:00'),
    )
  })

  test('is moved off a day on which nobody works, to either side, and says why', () => {
    const started = local('2025-12-25T10:00:00+01:00')
    const next = reckonDeadline(started, { duration: 'P1Y', align: 'next_working_day' }, germany)
    expect(iso(next.dueAt)).toBe(iso(local('2026-12-29T00:00:00+01:00')))
    expect(next.daysOff).toEqual([{ on: '2026-12-25', why: 'holiday', name: '1. Weihnachtstag' }])
    const before = dueAt(started, { duration: 'P1Y', align: 'previous_working_day' }, { ...germany, evesOff: true })
    expect(iso(before.dueAt)).toBe(iso(local('2026-12-24T00:00:00+01:00')))
  })
})

describe('A deadline in working days', () => {
  test.each([
    // § 187, § 188 BGB; 6 January is a holiday in Bavaria (Art. 1 BayFTG), not in Berlin.
    ['BY', bavaria, 5, '2026-12-29T10:00:00+01:00', '2027-01-08T00:00:00+01:00'],
    ['BE', berlin, 5, '2026-12-29T10:00:00+01:00', '2027-01-07T00:00:00+01:00'],
    [
      'BE with 31 December off',
      { ...berlin, evesOff: true },
      5,
      '2026-12-29T10:00:00+01:00',
      '2027-01-08T00:00:00+01:00',
    ],
    [
      'BE with company holidays',
      { ...berlin, extraHolidays: ['2026-12-30', '2027-01-04'] },
      5,
      '2026-12-29T10:00:00+01:00',
      '2027-01-09T00:00:00+01:00',
    ],
    // 8 March is a holiday in Berlin since 2019; in 2027 it is a Monday.
    ['BE on Women’s Day', berlin, 1, '2027-03-05T18:00:00+01:00', '2027-03-10T00:00:00+01:00'],
    ['BY on Women’s Day', bavaria, 1, '2027-03-05T18:00:00+01:00', '2027-03-09T00:00:00+01:00'],
    ['over Easter', germany, 2, '2026-04-02T10:00:00+02:00', '2026-04-09T00:00:00+02:00'],
    ['from a Sunday', germany, 1, '2026-06-14T10:00:00+02:00', '2026-06-16T00:00:00+02:00'],
  ])('%s', (_, calendar, workingDays, started, due) => {
    expect(iso(dueAt(local(started), { workingDays }, calendar).dueAt)).toBe(iso(local(due)))
  })

  test('Augsburg alone has the Peace Festival of 8 August', () => {
    const withFestival = germanStates.filter((state) => publicHolidays(2027, state).has('2027-08-08'))
    expect(withFestival).toEqual(['AUGSBURG'])
    expect(dayOffOn('2028-08-08', { ...germany, state: 'AUGSBURG' })).toMatchObject({ why: 'holiday' })
    expect(dayOffOn('2028-08-08', bavaria)).toBeNull()
  })

  test('ends even where nobody ever works', () => {
    const never = {
      ...germany,
      extraHolidays: Array.from({ length: 400 }, (_, day) => isoDay(Date.UTC(2026, 0, 1 + day))),
    }
    expect(dueAt(local('2026-01-01T00:00:00Z'), { workingDays: 3 }, never).dueAt.getUTCFullYear()).toBe(2027)
  })
})

describe('Against a second formulation', () => {
  const instants = fc.date({ min: new Date('2000-01-01Z'), max: new Date('2060-01-01Z'), noInvalidDate: true })
  const states = fc.constantFrom(...germanStates, null)

  test('hours elapse: the strict end is so many milliseconds away, the legal one less than an hour further', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 2000 }), states, (at, hours, state) => {
        const due = dueAt(at, { duration: `PT${hours}H`, reckoning: '1182/71' }, { ...germany, state })
        expect(due.dueAt.getTime() - at.getTime()).toBe(hours * hour)
        const later = (due.legalDueAt?.getTime() ?? 0) - due.dueAt.getTime()
        expect(later).toBeGreaterThan(0)
        expect(later).toBeLessThanOrEqual(hour)
        // Berlin is whole hours away from UTC, so that full hours there are full hours everywhere.
        expect((due.legalDueAt?.getTime() ?? 1) % hour).toBe(0)
      }),
    )
  })

  test('working days, counted backwards day by day from the end, are as many as asked for', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 40 }),
        states,
        fc.boolean(),
        (at, workingDays, state, evesOff) => {
          const calendar = { ...germany, state, evesOff }
          const last = berlinDay(new Date(dueAt(at, { workingDays }, calendar).dueAt.getTime() - 1))
          let counted = 0
          for (let day = last; day !== berlinDay(at); day = dayBefore(day))
            if (worked(day, state, evesOff)) counted += 1
          expect(counted).toBe(workingDays)
          expect(worked(last, state, evesOff)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a longer deadline never ends earlier, and the legal end is never before the strict one', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), states, (at, days, state) => {
        const calendar = { ...germany, state }
        const due = (n: number) => dueAt(at, { duration: `P${n}D`, reckoning: '1182/71' }, calendar)
        expect(due(days + 1).legalDueAt?.getTime()).toBeGreaterThanOrEqual(due(days).legalDueAt?.getTime() ?? 0)
        expect(due(days).legalDueAt?.getTime()).toBeGreaterThanOrEqual(due(days).dueAt.getTime())
      }),
      { numRuns: 200 },
    )
  })
})

test('Every fault of a deadline and a calendar is named', () => {
  const faults = (value: unknown) => deadlineSchema.safeParse(value).success
  expect(faults({ duration: 'PT72H', reckoning: '1182/71' })).toBe(true)
  expect(faults({ duration: '72 hours' })).toBe(false)
  expect(faults({ duration: 'P-1D' })).toBe(false)
  expect(faults({ duration: 'PT5H', align: 'next_working_day' })).toBe(false)
  expect(faults({ duration: 'P1DT5H', reckoning: '1182/71' })).toBe(false)
  expect(faults({ workingDays: 0 })).toBe(false)
  expect(faults({ workingDays: 2, duration: 'P1D' })).toBe(false)
  const wrong = workCalendarSchema.safeParse({
    timeZone: 'Europe/Bielefeld',
    state: 'XX',
    extraHolidays: ['2026-02-30'],
  })
  expect(wrong.error?.issues.map((issue) => issue.path.join('/'))).toEqual(['timeZone', 'state', 'extraHolidays/0'])
})

/** Gauss's Easter, German holiday law as a list, and Intl for the local day: nothing of the code under test. */
function worked(day: string, state: string | null, evesOff: boolean): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  const year = date.getUTCFullYear()
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()]
  if (date.getUTCDay() % 6 === 0) return false
  const fixed = `${month}-${dayOfMonth}`
  const inStates = (...of: string[]) => state !== null && of.includes(state)
  const afterEaster = Math.round((date.getTime() - easter(year)) / (24 * hour))
  if (['1-1', '5-1', '10-3', '12-25', '12-26'].includes(fixed)) return false
  if ([-2, 1, 39, 50].includes(afterEaster)) return false
  if (afterEaster === 60 && inStates('BW', 'BY', 'AUGSBURG', 'HE', 'NW', 'RP', 'SL')) return false
  if (fixed === '1-6' && inStates('BW', 'BY', 'AUGSBURG', 'ST')) return false
  if (fixed === '3-8' && ((inStates('BE') && year >= 2019) || (inStates('MV') && year >= 2023))) return false
  if (fixed === '8-8' && inStates('AUGSBURG')) return false
  if (fixed === '8-15' && inStates('BY', 'AUGSBURG', 'SL')) return false
  if (fixed === '9-20' && inStates('TH') && year >= 2019) return false
  const reformation = inStates('BB', 'MV', 'SN', 'ST', 'TH', 'HB', 'HH', 'NI', 'SH')
  if (fixed === '10-31' && (reformation || year === 2017)) return false
  if (fixed === '11-1' && inStates('BW', 'BY', 'AUGSBURG', 'NW', 'RP', 'SL')) return false
  // The Wednesday before 23 November.
  if (inStates('SN') && month === 11 && date.getUTCDay() === 3 && dayOfMonth >= 16 && dayOfMonth <= 22) return false
  return !(evesOff && (fixed === '12-24' || fixed === '12-31'))
}

/** Anonymous Gregorian algorithm (Meeus/Jones/Butcher). */
function easter(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  return Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1)
}

const berlinFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' })
const berlinDay = (at: Date) => berlinFormat.format(at)
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const dayBefore = (day: string) => isoDay(Date.parse(`${day}T00:00:00Z`) - 24 * hour)
