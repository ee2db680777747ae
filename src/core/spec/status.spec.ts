/** status(): the six values, the words of strength, populations, clearing, and what must hold for every history. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { status } from '../status/status.ts'
import type { ClaimView, DutyView } from '../status/view.ts'
import { statuses, type Status } from '../vocabulary.ts'
import { anyClaim, anyObservation, at, claim, decision, duty, noon, saw, thing } from './status-world.ts'

const judge = (view: ClaimView, when = noon) => status(view, when)?.status
const rank = (value: Status) => statuses.indexOf(value)
const good = new Set<Status | undefined>(['proven', 'due_soon'])

describe('the six values', () => {
  it('is proven when every subject was seen to keep the promise', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -1)]), thing('b', [saw(true, -1)])])))).toBe('proven')
  })
  it('is contradicted by one counter-example', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -1)]), thing('b', [saw(false, -1)])])))).toBe('contradicted')
  })
  it('lapses when the proof is too old', () => {
    const view = claim(duty([thing('a', [saw(true, -23)])]))
    expect(judge(view)).toBe('proven')
    expect(status(view, noon)?.nextAt).toEqual(at(1))
    expect(judge(view, at(1))).toBe('lapsed')
  })
  it('lapses at the end that the source itself named, when that is earlier', () => {
    const view = claim(duty([thing('a', [saw(true, -2, { validUntil: at(-1) })])]))
    expect(judge(view)).toBe('lapsed')
  })
  it('is unproven when a subject was never seen', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -1)]), thing('b', [])])))).toBe('unproven')
  })
  it('is due soon in the last fifth of its validity, where a person has to renew the proof', () => {
    const view = (trigger: 'calendar' | 'continuous') =>
      claim(duty([thing('a', [saw(true, -20)])], { duty: { trigger } }))
    expect(judge(view('calendar'))).toBe('due_soon')
    expect(judge(view('continuous'))).toBe('proven')
  })
  it('drops out when it was decided to be not applicable, until the decision ends', () => {
    const view = claim(duty([thing('a', [saw(false, -1)])]), {
      decisions: [decision('not_applicable', { validUntil: at(5) })],
    })
    expect(judge(view)).toBe('not_applicable')
    expect(status(view, noon)?.nextAt).toEqual(at(5))
    expect(judge(view, at(5))).toBe('contradicted')
  })
  it('has no status for customer duties, intake requests and notices', () => {
    for (const kind of ['customer_duty', 'intake', 'notice'] as const)
      expect(status(claim(duty([]), { kind }), noon)).toBeNull()
  })
})

describe('words of strength', () => {
  const half: DutyView = duty([thing('a', [saw(true, -1)]), thing('b', [saw(false, -1)])])
  it('lets one example carry “there is”', () => {
    expect(judge(claim(half, { quantifier: 'exists' }))).toBe('proven')
    expect(judge(claim(duty([thing('a', [saw(false, -1)])]), { quantifier: 'exists' }))).toBe('contradicted')
  })
  it('never breaks “may” by non-use, and proves it by a decision', () => {
    expect(judge(claim(half, { quantifier: 'may' }))).toBe('unproven')
    expect(judge(claim(half, { quantifier: 'may', decisions: [decision('option')] }))).toBe('proven')
  })
  it('does not prove “regularly” without a number, but still contradicts it', () => {
    const fine = duty([thing('a', [saw(true, -1)])])
    const daily = [{ name: 'interval', value: 'P1D', unit: 'duration' }]
    expect(judge(claim(fine, { quantifier: 'regularly' }))).toBe('unproven')
    expect(judge(claim(fine, { quantifier: 'regularly', parameters: daily }))).toBe('proven')
    expect(judge(claim(half, { quantifier: 'regularly' }))).toBe('contradicted')
  })
  it('does not prove “promptly” without a deadline', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -1)])]), { quantifier: 'promptly' }))).toBe('unproven')
  })
  it('takes the promised interval as the maximum age when it is shorter: once a day allows 26 hours', () => {
    const view = claim(duty([thing('a', [saw(true, -25)])], { duty: { maxAge: 'P92D' } }), {
      quantifier: 'at_least',
      parameters: [{ name: 'interval', value: 'P1D', unit: 'duration' }],
    })
    expect(judge(view)).toBe('proven')
    expect(judge(view, at(1))).toBe('lapsed')
  })
  it('excuses an “off” in “as appropriate” by a live decision with an end, and nowhere else', () => {
    const excepted = [decision('exception', { subjectId: 'b', validUntil: at(3) })]
    expect(judge(claim(half, { quantifier: 'as_appropriate' }))).toBe('contradicted')
    expect(judge(claim(half, { quantifier: 'as_appropriate', decisions: excepted }))).toBe('proven')
    expect(judge(claim(half, { quantifier: 'as_appropriate', decisions: excepted }), at(3))).toBe('contradicted')
    expect(
      judge(
        claim(half, {
          quantifier: 'as_appropriate',
          decisions: [decision('exception', { subjectId: 'b', validUntil: null })],
        }),
      ),
    ).toBe('contradicted')
    expect(judge(claim(half, { quantifier: 'every', decisions: excepted }))).toBe('contradicted')
  })
  it('never proves an “all” by an attestation or a document', () => {
    for (const weak of ['attested', 'document'] as const) {
      const view = duty([thing('a', [saw(true, -1, { class: weak })])], { duty: { minimumClass: 'attested' } })
      expect(judge(claim(view, { quantifier: 'every' }))).toBe('unproven')
      expect(judge(claim(view, { quantifier: 'exists' }))).toBe('proven')
    }
  })
  it('cannot prove a plan', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -1)])]), { modality: 'plans' }))).toBe('unproven')
  })
  it('is honest about a sentence that rests on nothing', () => {
    expect(judge(claim(duty([]), { measures: [] }))).toBe('unproven')
    expect(judge(claim(duty([]), { measures: [{ measureId: 'nobody.looks', duties: [] }] }))).toBe('unproven')
  })
})

describe('clearing a failure', () => {
  it('takes a later observation of the same subject of equal or stronger class', () => {
    const history = (...observations: ReturnType<typeof saw>[]) => judge(claim(duty([thing('a', observations)])))
    expect(history(saw(false, -3), saw(true, -2))).toBe('proven')
    expect(history(saw(false, -3), saw(true, -2, { class: 'export' }))).toBe('contradicted')
    expect(history(saw(false, -3, { class: 'attested' }), saw(true, -2))).toBe('proven')
    expect(history(saw(true, -2), saw(false, -3))).toBe('proven')
    expect(history(saw(false, -2), saw(true, -2))).toBe('contradicted')
  })
  it('does not let doubt pass for proof', () => {
    expect(judge(claim(duty([thing('a', [saw(true, -3), saw(null, -2)])])))).toBe('unproven')
    expect(judge(claim(duty([thing('a', [saw(false, -3), saw(null, -2)])])))).toBe('contradicted')
  })
})

describe('populations', () => {
  const one = [thing('a', [saw(true, -1)])]
  it('never proves from silence, a failed run, an unreconciled list or one that does not add up', () => {
    expect(judge(claim(duty(one, { population: { silentFrom: at(0) } })))).toBe('lapsed')
    expect(judge(claim(duty(one, { population: { failure: 'timeout' } })))).toBe('lapsed')
    expect(judge(claim(duty(one, { population: { expected: null, reconciledAgainst: null } })))).toBe('unproven')
    expect(judge(claim(duty(one, { population: { expected: 2 } })))).toBe('unproven')
  })
  it('never proves from nothing out of nothing', () => {
    expect(
      judge(
        claim(
          duty([], {
            population: { expected: null, reconciledAgainst: null, observed: true },
            duty: { whenEmpty: 'proves' },
          }),
        ),
      ),
    ).toBe('unproven')
    expect(judge(claim(duty([], { population: { observed: true }, duty: { whenEmpty: 'unproven' } })))).toBe('unproven')
    expect(judge(claim(duty([], { duty: { whenEmpty: 'proves' } })))).toBe('unproven')
  })
  it('proves an empty population that was reconciled with its source, where emptiness means nothing is left to do', () => {
    expect(judge(claim(duty([], { population: { observed: true }, duty: { whenEmpty: 'proves' } })))).toBe('proven')
  })
  it('gives a joining subject its grace, and no longer', () => {
    const view = claim(duty([...one, thing('new', [], -1)], { duty: { grace: 'PT4H' } }))
    expect(judge(view)).toBe('proven')
    expect(status(view, noon)?.nextAt).toEqual(at(3))
    expect(judge(view, at(3))).toBe('unproven')
  })
  it('judges only those whom the promise is about', () => {
    const admins = { applies: (data: unknown) => (data as { on: boolean | null }).on !== null }
    expect(judge(claim(duty([...one, thing('guest', [saw(null, -1)])], { duty: admins })))).toBe('proven')
  })
})

describe('for every history', () => {
  const alternatives = fc.record({ view: anyClaim, when: fc.integer({ min: -2, max: 30 }) })

  it('a further failing fact never improves a status', () => {
    fc.assert(
      fc.property(alternatives, anyObservation, fc.nat(), ({ view, when }, extra, pick) => {
        const before = status(view, at(when), at(1000))
        const after = status(addObservation(view, { ...extra, data: { on: false } }, pick), at(when), at(1000))
        if (before === null || after === null) return before === after
        return rank(after.status) <= rank(before.status)
      }),
      { numRuns: 3000 },
    )
  })

  it('unknown, silent, unreconciled and 0/0 never prove', () => {
    fc.assert(
      fc.property(alternatives, ({ view, when }) => {
        const [measure] = view.measures
        const [only] = measure?.duties ?? []
        if (!only || view.quantifier === 'may') return true
        const result = judge(view, at(when))
        const { population, subjects } = only
        const silent = population.silentFrom !== null && population.silentFrom <= at(when)
        const nothing =
          subjects.length === 0 &&
          !(population.observed && population.expected === 0 && only.duty.whenEmpty === 'proves')
        const nobodySeen =
          subjects.length > 0 &&
          subjects.every((s) => s.observations.every((o) => (o.data as { on: boolean | null }).on === null))
        const unreconciled =
          view.quantifier !== 'exists' &&
          (population.reconciledAgainst === null || population.expected !== population.seen)
        if (silent || population.failure !== null || nothing || nobodySeen || unreconciled) return !good.has(result)
        return true
      }),
      { numRuns: 3000 },
    )
  })

  it('the order of arrival does not matter once everything is known', () => {
    fc.assert(
      fc.property(alternatives, fc.infiniteStream(fc.nat()), ({ view, when }, stream) => {
        const shuffled = mapSubjects(view, (subject) => ({
          ...subject,
          observations: subject.observations
            .map((o) => ({ o: { ...o, knownAt: at((stream.next().value ?? 0) % 500) }, key: stream.next().value ?? 0 }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ o }) => o),
        }))
        expect(summary(shuffled, when)).toEqual(summary(view, when))
      }),
      { numRuns: 1000 },
    )
  })

  it('what was known at a past instant is answered from then alone', () => {
    fc.assert(
      fc.property(anyClaim, anyObservation, fc.nat(), fc.integer({ min: -24, max: 0 }), (view, extra, pick, when) => {
        const late = { ...extra, knownAt: at(when + 1) }
        expect(status(addObservation(view, late, pick), at(when))?.status).toEqual(status(view, at(when))?.status)
      }),
      { numRuns: 1000 },
    )
  })

  it('nothing changes before the announced next instant', () => {
    fc.assert(
      fc.property(anyClaim, fc.integer({ min: -2, max: 30 }), (view, when) => {
        const known = mapSubjects(view, (s) => ({
          ...s,
          observations: s.observations.filter((o) => o.observedAt <= at(when)),
        }))
        const now = status(known, at(when), at(1000))
        if (now === null) return
        const before = now.nextAt === null ? at(when + 10_000) : new Date(now.nextAt.getTime() - 1)
        expect(status(known, before, at(1000))?.status).toBe(now.status)
      }),
      { numRuns: 2000 },
    )
  })
})

function summary(view: ClaimView, when: number) {
  const judged = status(view, at(when), at(1000))
  return judged && { status: judged.status, reason: judged.reason, nextAt: judged.nextAt }
}

function mapSubjects(
  view: ClaimView,
  change: (subject: DutyView['subjects'][number]) => DutyView['subjects'][number],
): ClaimView {
  return {
    ...view,
    measures: view.measures.map((m) => ({
      ...m,
      duties: m.duties.map((d) => ({ ...d, subjects: d.subjects.map(change) })),
    })),
  }
}

function addObservation(
  view: ClaimView,
  observation: DutyView['subjects'][number]['observations'][number],
  pick: number,
): ClaimView {
  const count = view.measures[0]?.duties[0]?.subjects.length ?? 0
  if (count === 0) return view
  const target = `thing-${pick % count}`
  return mapSubjects(view, (subject) =>
    subject.id === target ? { ...subject, observations: [...subject.observations, observation] } : subject,
  )
}
