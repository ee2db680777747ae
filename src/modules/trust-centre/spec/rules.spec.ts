/** What the public page may say, without a database. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statuses, type Status } from '#core/vocabulary.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import {
  answerHoldsMs,
  correctionUnder,
  hashSentence,
  holdsProof,
  holdsUntil,
  proofRecord,
  readHost,
  showSentences,
  summariseShown,
  toneOf,
  type Correction,
  type CorrectionRule,
  type JudgedSentence,
} from '../rules.ts'
import type { Display } from '../contract.ts'

const now = new Date('2026-11-02T12:00:00Z')
const midnight = new Date('2026-11-01T23:00:00Z')
const effect = { fromOn: '2025-11-03', toOn: '2026-11-02', days: 365, inForce: 361, gaps: [] }

const sentence = (id: string, status: Status | null, over: Partial<JudgedSentence> = {}): JudgedSentence => ({
  id,
  kind: 'promise',
  text: id,
  status,
  from_at: new Date('2026-10-01T00:00:00Z'),
  next_at: null,
  broke_at: null,
  ...over,
})

const show = (
  sentences: JudgedSentence[],
  displays: Record<string, Display> = {},
  correctionOf: (sentence: JudgedSentence) => Correction | null = () => null,
) =>
  showSentences(
    sentences,
    ({ id }) => displays[id] ?? 'full',
    () => effect,
    correctionOf,
  )
const summary = (sentences: JudgedSentence[], displays: Record<string, Display> = {}) =>
  summariseShown(show(sentences, displays), midnight)

describe('a sentence on the public page', () => {
  it('shows everything, its status alone, or its wording alone', () => {
    const [full, status, text] = show(
      [sentence('a', 'proven'), sentence('b', 'lapsed'), sentence('c', 'contradicted', { broke_at: now })],
      { b: 'status', c: 'text' },
    )
    expect(full).toMatchObject({ status: 'proven', withheld: false, effect: { days: 365, inForce: 361 } })
    expect(status).toMatchObject({ status: 'lapsed', withheld: false, since: null, effect: null })
    expect(text).toEqual({
      id: 'c',
      kind: 'promise',
      text: 'c',
      status: null,
      withheld: true,
      since: null,
      brokeAt: null,
      nextAt: null,
      effect: null,
      correction: null,
    })
  })

  it('without a status has nothing to withhold', () => {
    expect(show([sentence('a', null, { kind: 'notice' })], { a: 'text' })[0]).toMatchObject({ withheld: false })
  })
})

describe('the summary', () => {
  it('counts what is withheld among the promises and never among the proven', () => {
    const sentences = [sentence('a', 'proven'), sentence('b', 'proven'), sentence('c', 'contradicted')]
    expect(summary(sentences)).toMatchObject({ promises: 3, proven: 2, contradicted: 1, withheld: 0 })
    expect(summary(sentences, { b: 'text', c: 'text' })).toMatchObject({
      promises: 3,
      proven: 1,
      contradicted: 0,
      withheld: 2,
    })
  })

  it('does not let a withheld status show through in what broke today', () => {
    const broken = sentence('a', 'contradicted', { broke_at: now })
    expect(summary([broken]).brokeToday).toBe(1)
    expect(summary([broken], { a: 'text' }).brokeToday).toBe(0)
  })

  it('leaves out what does not apply, and counts a promise that was never judged as unproven', () => {
    expect(summary([sentence('a', 'not_applicable'), sentence('b', null)])).toMatchObject({ promises: 1, unproven: 1 })
  })
})

describe('the badge', () => {
  it.each<[string, JudgedSentence[], Record<string, Display>, string]>([
    ['every promise proven', [sentence('a', 'proven'), sentence('b', 'due_soon')], {}, 'good'],
    ['one without a status shown', [sentence('a', 'proven'), sentence('b', 'proven')], { b: 'text' }, 'neutral'],
    ['one unproven', [sentence('a', 'proven'), sentence('b', 'unproven')], {}, 'neutral'],
    ['one lapsed', [sentence('a', 'proven'), sentence('b', 'lapsed')], {}, 'neutral'],
    ['one contradicted', [sentence('a', 'proven'), sentence('b', 'contradicted')], {}, 'bad'],
    [
      'the contradicted one withheld',
      [sentence('a', 'proven'), sentence('b', 'contradicted')],
      { b: 'text' },
      'neutral',
    ],
    ['nothing promised', [], {}, 'neutral'],
  ])('with %s', (_, sentences, displays, tone) => {
    expect(toneOf(summary(sentences, displays))).toBe(tone)
  })
})

describe('an answer', () => {
  it('holds until the next time that passes, at most a minute', () => {
    const soon = new Date(now.getTime() + 5_000)
    const late = new Date(now.getTime() + 3_600_000)
    expect(holdsUntil(show([sentence('a', 'proven', { next_at: late })]), now).getTime()).toBe(
      now.getTime() + answerHoldsMs,
    )
    const both = [sentence('a', 'proven', { next_at: late }), sentence('b', 'proven', { next_at: soon })]
    expect(holdsUntil(show(both), now)).toEqual(soon)
  })
})

describe('the rule on corrections', () => {
  const hour = 3_600_000
  const at = (hours: number) => new Date(now.getTime() + hours * hour)
  const rule: CorrectionRule = { publishedAt: at(-10), period: 'PT8H', sentenceHashes: null }
  const broken = sentence('a', 'contradicted', { from_at: at(-3) })

  it('speaks beside a contradicted sentence from when it was known until its period is over', () => {
    const due = at(-2 + 8)
    expect(correctionUnder(rule, broken, at(-2), now)).toEqual({ since: at(-2), dueAt: due })
    expect(correctionUnder(rule, broken, at(-2), new Date(due.getTime() - 1))).not.toBeNull()
    expect(correctionUnder(rule, broken, at(-2), due)).toBeNull()
  })

  it('is silent without an open correction, about other sentences, and about what began or was known before it', () => {
    expect(correctionUnder(rule, broken, null, now)).toBeNull()
    const other = { ...rule, sentenceHashes: new Set([hashSentence('b').toString('hex')]) }
    expect(correctionUnder(other, broken, at(-2), now)).toBeNull()
    expect(correctionUnder({ ...rule, publishedAt: at(-2.5) }, broken, at(-2), now)).toBeNull()
    // Broken again within sixty days: its correction is the old one, which no later rule covers.
    expect(correctionUnder(rule, broken, at(-200), now)).toBeNull()
  })

  it('says nothing where the status, or when it began, is not shown', () => {
    const always = () => ({ since: at(-2), dueAt: at(6) })
    for (const display of ['status', 'text'] as const)
      expect(show([broken], { a: display }, always)[0]?.correction).toBeNull()
  })

  it('makes nothing greener at any instant, ends by time alone, and never reaches back', () => {
    const hours = fc.integer({ min: -400, max: 400 })
    const sentences = fc.array(
      fc.record({
        status: fc.constantFrom<(Status | null)[]>(null, ...statuses),
        began: hours,
        known: fc.option(hours),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const rules = fc.record({
      published: hours,
      period: fc.constantFrom('PT1H', 'PT48H', 'P5D', 'P14D'),
      about: fc.option(fc.subarray(['0', '1', '2'])),
    })
    const tones = { bad: 0, neutral: 1, good: 2 }
    fc.assert(
      fc.property(sentences, rules, hours, (given, { published, period, about }, hour) => {
        const instant = at(hour)
        const made: CorrectionRule = {
          publishedAt: at(published),
          period,
          sentenceHashes: about && new Set(about.map((text) => hashSentence(text).toString('hex'))),
        }
        const judged = given.map(({ status, began }, index) => sentence(`${index}`, status, { from_at: at(began) }))
        const knownAt = (id: string) => {
          const known = given[Number(id)]?.known ?? null
          return known === null ? null : at(known)
        }
        const without = show(judged)
        const shown = show(judged, {}, (one) => correctionUnder(made, one, knownAt(one.id), instant))
        expect(shown.map((one) => ({ ...one, correction: null }))).toEqual(without)
        const [told, plain] = [summariseShown(shown, midnight), summariseShown(without, midnight)]
        expect({ ...told, underCorrection: 0 }).toEqual(plain)
        expect(tones[toneOf(told)]).toBe(tones[toneOf(plain)])
        expect(told.underCorrection).toBeLessThanOrEqual(told.contradicted)
        for (const { status, since, correction } of shown) {
          if (correction === null) continue
          expect(status).toBe('contradicted')
          expect(since?.getTime()).toBeGreaterThanOrEqual(made.publishedAt.getTime())
          expect(correction.since.getTime()).toBeGreaterThanOrEqual(made.publishedAt.getTime())
          expect(correction.dueAt).toEqual(addDuration(correction.since, period))
          expect(correction.dueAt.getTime()).toBeGreaterThan(instant.getTime())
          // The answer that carries the words does not outlive them.
          expect(holdsUntil(shown, instant).getTime()).toBeLessThanOrEqual(correction.dueAt.getTime())
        }
      }),
    )
  })
})

describe('a host name', () => {
  const read = (given: string) => readHost(given, 'https://beleg.example:8471')

  it('is read as it stands in the DNS', () => {
    expect(read(' Trust.Example.COM. ')).toEqual({ host: 'trust.example.com' })
    expect(read('sicherheit.müller.example')).toEqual({ host: 'sicherheit.xn--mller-kva.example' })
  })

  it.each([
    '',
    'trust',
    'trust..example',
    '-a.example',
    'a_b.example',
    '192.0.2.1',
    '[::1]',
    'a.example:80',
    'a/b.example',
    `${'a'.repeat(64)}.example`,
  ])('is not %j', (given) => {
    expect(read(given)).toEqual({ fault: 'no_host_name' })
  })

  it('is not that of the instance', () => {
    expect(read('beleg.example')).toEqual({ fault: 'host_of_instance' })
  })

  it('is proven by its own record alone, whole or in pieces', () => {
    expect(proofRecord('trust.example.com', 'abc')).toEqual({
      name: '_beleg.trust.example.com',
      value: 'beleg-host=abc',
    })
    expect(holdsProof([['v=spf1 -all'], ['beleg-', 'host=abc']], 'abc')).toBe(true)
    expect(holdsProof([['beleg-host=abcd'], ['abc']], 'abc')).toBe(false)
    expect(holdsProof([], 'abc')).toBe(false)
  })
})
