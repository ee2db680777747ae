/** How times follow the evidence, which reminder is next and whom it reaches. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  defaultSettings,
  nextReminder,
  recipientOf,
  reconcile,
  reminderSteps,
  rhythmicDue,
  type Circle,
  type Demand,
  type OpenOccurrence,
  type ReminderStep,
} from '../rules.ts'

const at = (text: string) => new Date(text)
const { calendar } = defaultSettings

describe('A rhythm', () => {
  const rhythm = (every: string, yearlyBy: string | null = null, align: 'previous_working_day' | null = null) => ({
    every,
    yearlyBy,
    align,
  })
  test.each([
    [
      'every three months, on the local calendar',
      rhythm('P3M'),
      '2026-01-31T10:00:00+01:00',
      '2026-04-30T10:00:00+02:00',
    ],
    ['the gap counts, not the calendar year', rhythm('P1Y'), '2025-02-03T10:00:00+01:00', '2026-02-03T10:00:00+01:00'],
    [
      'by 31 March, held late last year',
      rhythm('P1Y', '03-31'),
      '2025-05-10T10:00:00+02:00',
      '2026-04-01T00:00:00+02:00',
    ],
    [
      'by 31 March, done early in March already',
      rhythm('P1Y', '03-31'),
      '2026-03-02T10:00:00+01:00',
      '2027-03-02T10:00:00+01:00',
    ],
    ['by the end of February', rhythm('P1Y', '02-29'), '2026-06-01T10:00:00+02:00', '2027-03-01T00:00:00+01:00'],
    // 3 October 2026 is a Saturday and a holiday: Friday the 2nd.
    [
      'on a working day before',
      rhythm('P3M', null, 'previous_working_day'),
      '2026-07-03T10:00:00+02:00',
      '2026-10-03T00:00:00+02:00',
    ],
  ])('%s', (_, own, from, due) => {
    expect(rhythmicDue(at(from), own, calendar)).toEqual(at(due))
  })

  test('never leaves a gap longer than its interval, whatever day of the year it is due by', () => {
    const days = fc.date({ min: at('2020-01-01Z'), max: at('2040-01-01Z'), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (from, month, day) => {
        const by = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const due = rhythmicDue(from, rhythm('P1Y', by), calendar).getTime()
        expect(due).toBeLessThanOrEqual(rhythmicDue(from, rhythm('P1Y'), calendar).getTime())
        expect(due).toBeGreaterThan(from.getTime())
      }),
    )
  })
})

const demand = (over: Partial<Demand> = {}): Demand => ({
  dutyId: 'review.yearly/record',
  measureId: 'review.yearly',
  occasion: 'measure',
  subjectId: null,
  startedAt: at('2026-01-01Z'),
  dueAt: at('2027-01-01Z'),
  legalDueAt: null,
  breaksAt: null,
  basis: null,
  doneBy: null,
  ...over,
})
const proven = (evidenceId: string, on: string, due: string) => ({
  startedAt: at(on),
  dueAt: at(due),
  breaksAt: at(due),
  basis: { evidenceId, observedAt: at(on) },
})
/** A small store that takes the steps, as the database does. */
function follow(rounds: readonly { now: string; demands: readonly Demand[] }[]) {
  let open: OpenOccurrence[] = []
  const log: string[] = []
  let ids = 0
  const done = new Set<string>()
  for (const { now, demands } of rounds) {
    for (const step of reconcile(open, demands, done, at(now))) {
      log.push(step.do)
      if (step.do === 'open') {
        ids += 1
        const { basis, ...rest } = step.demand
        open.push({ ...rest, id: String(ids), basisId: basis?.evidenceId ?? null, missedAt: null })
      } else if (step.do === 'move') {
        const { basis, ...rest } = step.demand
        open = open.map((one) => (one.id === step.id ? { ...one, ...rest, basisId: basis?.evidenceId ?? null } : one))
      } else if (step.do === 'miss') {
        open = open.map((one) => (one.id === step.id ? { ...one, missedAt: one.dueAt } : one))
      } else {
        const one = open.find(({ id }) => id === step.id)
        if (one?.occasion.startsWith('event')) done.add(`${one.dutyId} ${one.occasion}`)
        open = open.filter(({ id }) => id !== step.id)
      }
    }
    expect(reconcile(open, demands, done, at(now)), 'a second look finds nothing').toEqual([])
  }
  return { log, open }
}

describe('Times follow the evidence', () => {
  test('from a proof to the next: the old one is done, a new one is open', () => {
    const first = demand(proven('e1', '2026-02-01Z', '2027-02-01Z'))
    const second = demand(proven('e2', '2026-12-01Z', '2027-12-01Z'))
    const { log, open } = follow([
      { now: '2026-02-02Z', demands: [first] },
      { now: '2026-12-02Z', demands: [second] },
    ])
    expect(log).toEqual(['open', 'finish', 'open'])
    expect(open).toMatchObject([{ basisId: 'e2', dueAt: at('2027-12-01Z') }])
  })
  test('late is late: a proof after the due date finishes what was missed, even if nobody looked in between', () => {
    const first = demand(proven('e1', '2026-02-01Z', '2027-02-01Z'))
    const second = demand(proven('e2', '2027-03-01Z', '2028-03-01Z'))
    const rounds = { now: '2026-02-02Z', demands: [first] }
    expect(follow([rounds, { now: '2027-03-02Z', demands: [second] }]).log).toEqual(['open', 'miss', 'finish', 'open'])
    expect(
      follow([rounds, { now: '2027-02-01Z', demands: [first] }, { now: '2027-03-02Z', demands: [second] }]).log,
    ).toEqual(['open', 'miss', 'finish', 'open'])
  })
  test('the first proof finishes what never had one, however old it is', () => {
    const { log } = follow([
      { now: '2026-01-02Z', demands: [demand()] },
      { now: '2026-01-03Z', demands: [demand(proven('e1', '2025-12-01Z', '2026-12-01Z'))] },
    ])
    expect(log).toEqual(['open', 'finish', 'open'])
  })
  test('a proof that is taken back moves the time, and a sentence that is withdrawn drops it', () => {
    const { log, open } = follow([
      { now: '2026-12-02Z', demands: [demand(proven('e2', '2026-12-01Z', '2027-12-01Z'))] },
      { now: '2026-12-03Z', demands: [demand(proven('e1', '2026-02-01Z', '2027-02-01Z'))] },
      { now: '2026-12-04Z', demands: [] },
    ])
    expect(log).toEqual(['open', 'move', 'drop'])
    expect(open).toEqual([])
  })
  test('an event is dealt with once', () => {
    const event = demand({ occasion: 'event 1' })
    const dealt = { ...event, doneBy: { evidenceId: 'e1', observedAt: at('2026-06-01Z') } }
    const { log } = follow([
      { now: '2026-01-02Z', demands: [event] },
      { now: '2026-06-02Z', demands: [dealt] },
      { now: '2026-07-02Z', demands: [dealt] },
    ])
    expect(log).toEqual(['open', 'finish'])
  })
})

describe('A reminder', () => {
  const due = at('2026-06-15T22:00:00Z')
  const next = (now: string, ...taken: string[]) => nextReminder(due, defaultSettings, new Set(taken), at(now))
  test('comes 14, 3 and 1 days before, when it is due, and then goes to deputy and superior', () => {
    expect(reminderSteps(due, defaultSettings).map(({ step, at: when }) => [step, when.toISOString()])).toEqual([
      ['before-14', '2026-06-01T22:00:00.000Z'],
      ['before-3', '2026-06-12T22:00:00.000Z'],
      ['before-1', '2026-06-14T22:00:00.000Z'],
      ['due', '2026-06-15T22:00:00.000Z'],
      ['deputy', '2026-06-16T22:00:00.000Z'],
      ['superior', '2026-06-18T22:00:00.000Z'],
    ])
  })
  test('is not taken before its time, nor twice', () => {
    expect(next('2026-06-01T21:59:59Z')).toBeNull()
    expect(next('2026-06-01T22:00:00Z')).toBe('before-14')
    expect(next('2026-06-11T00:00:00Z', 'before-14')).toBeNull()
  })
  test('what was slept through is not sent afterwards', () => {
    expect(next('2026-06-17T00:00:00Z', 'before-14')).toBe('deputy')
    expect(next('2026-06-17T00:00:00Z', 'before-14', 'deputy')).toBeNull()
  })
  test('a clock that was set back sends nothing anew', () => {
    expect(next('2026-06-13T00:00:00Z', 'due')).toBeNull()
  })

  const circle = (over: Partial<Circle> = {}): Circle => ({
    ownerId: 'olga',
    deputyOf: new Map([['olga', 'dirk']]),
    superiorOf: new Map([['olga', 'sven']]),
    absent: new Map(),
    able: new Set(['olga', 'dirk', 'sven', 'ines', 'vera']),
    fallback: ['ines'],
    ...over,
  })
  test.each<[string, ReminderStep, Partial<Circle>, string | null]>([
    ['goes to the owner', 'before-3', {}, 'olga'],
    ['goes to whoever stands in while the owner is away', 'before-3', { absent: new Map([['olga', 'vera']]) }, 'vera'],
    ['goes to the standing deputy where none was named', 'before-3', { absent: new Map([['olga', null]]) }, 'dirk'],
    [
      'goes on when the deputy is away as well',
      'due',
      {
        absent: new Map([
          ['olga', 'dirk'],
          ['dirk', 'vera'],
        ]),
      },
      'vera',
    ],
    [
      'ends with the ISB where two stand in for each other and both are away',
      'due',
      {
        absent: new Map([
          ['olga', 'dirk'],
          ['dirk', 'olga'],
        ]),
      },
      'ines',
    ],
    ['goes to the deputy after that', 'deputy', {}, 'dirk'],
    ['goes to the superior after that', 'superior', {}, 'sven'],
    ['goes to the superior where there is no deputy', 'deputy', { deputyOf: new Map() }, 'sven'],
    ['goes to the ISB where there is nobody above', 'superior', { superiorOf: new Map() }, 'ines'],
    ['passes over who cannot act', 'deputy', { able: new Set(['olga', 'sven', 'ines']) }, 'ines'],
    ['goes to the ISB where nobody answers for the measure', 'before-14', { ownerId: null }, 'ines'],
    [
      'escalates past an owner who would get it again',
      'deputy',
      { deputyOf: new Map(), superiorOf: new Map() },
      'ines',
    ],
    ['reaches nobody where there is nobody', 'due', { able: new Set(), fallback: [] }, null],
  ])('%s', (_, step, over, expected) => {
    expect(recipientOf(step, circle(over))).toBe(expected)
  })
})
