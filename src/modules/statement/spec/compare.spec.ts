/** Versions compared sentence by sentence, as the reader reads them; rules by properties over made-up statements. */
import { readStatement } from '../reading/read.ts'
import { compareVersions, compensatingMeasures } from '../change/compare.ts'
import type { ClaimChange, ComparedClaim } from '../change/compared-claim.ts'
import { claimKinds, modalities, quantifiers, type ClaimParameter } from '#core/vocabulary.ts'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

let last = 0
function read(text: string): ComparedClaim[] {
  last += 1
  return readStatement(Buffer.from(text), 'statement.md').claims.map((claim, index) => ({
    ...claim,
    id: `${last}-${index}`,
    measures: claim.measures.map(({ id }) => id),
    scope: null,
  }))
}

/** One sentence before and after, as items of a list. */
function one(before: string, after: string): ClaimChange {
  const changes = compareVersions(read(`# A\n\n- ${before}\n`), read(`# A\n\n- ${after}\n`))
  expect(changes).toHaveLength(1)
  return changes[0] as ClaimChange
}

const codes = (change: ClaimChange) => change.differences.map(({ code, effect }) => `${code} ${effect}`)

describe('one sentence', () => {
  test.each([
    [
      'Der zweite Faktor (MFA) ist für alle Konten verpflichtend.',
      'Der zweite Faktor (MFA) ist, soweit angemessen, für Konten eingerichtet.',
      'quantifier weaker',
    ],
    ['MFA is mandatory for all accounts.', 'MFA is mandatory for administrative accounts.', 'measure weaker'],
    [
      'Backups of all systems are created at least daily.',
      'Backups of critical systems are created at least daily.',
      'narrowed weaker',
    ],
    [
      'Ein Penetrationstest wird mindestens einmal jährlich durch unabhängige Dritte durchgeführt.',
      'Ein Penetrationstest wird mindestens alle zwei Jahre durch unabhängige Dritte durchgeführt.',
      'parameter weaker',
    ],
    [
      'Daten im Ruhezustand sind mit AES-256 verschlüsselt.',
      'Daten im Ruhezustand sind mit AES-128 verschlüsselt.',
      'parameter weaker',
    ],
    [
      'Data in transit is protected with TLS 1.3 only.',
      'Data in transit is protected with TLS 1.2 only.',
      'parameter weaker',
    ],
    [
      'Sicherungen werden mindestens einmal täglich erstellt und verschlüsselt.',
      'Sicherungen werden mindestens einmal täglich erstellt.',
      'measure weaker',
    ],
    [
      'Audit logs are retained for at least 12 months.',
      'Audit logs are retained for at least 6 months.',
      'parameter weaker',
    ],
    [
      'Schwachstellen werden innerhalb von 30 Tagen behoben.',
      'Wir bemühen uns, Schwachstellen innerhalb von 30 Tagen zu beheben.',
      'hedged weaker',
    ],
    [
      'Ein Penetrationstest wird mindestens einmal jährlich durch unabhängige Dritte durchgeführt.',
      'Ein Penetrationstest kann durch unabhängige Dritte durchgeführt werden.',
      'kind weaker',
    ],
    [
      'Die Übertragung ist für Web, Mail und API mit TLS 1.2 verschlüsselt.',
      'Die Übertragung ist für Web und Mail mit TLS 1.2 verschlüsselt.',
      'dropped look',
    ],
  ])('%s → %s', (before, after, expected) => {
    const change = one(before, after)
    expect(change).toMatchObject({ direction: 'weaker', demandsAnswer: true })
    expect(codes(change)).toContain(expected)
  })

  test.each([
    ['Backups are created at least weekly and encrypted.', 'Backups are created at least daily and encrypted.'],
    ['Data in transit is encrypted with TLS 1.2 only.', 'Data in transit is encrypted with TLS 1.3 only.'],
    [
      'Ein Penetrationstest kann durch unabhängige Dritte durchgeführt werden.',
      'Ein Penetrationstest wird mindestens einmal jährlich durch unabhängige Dritte durchgeführt.',
    ],
    ['MFA is mandatory for administrative accounts.', 'MFA is mandatory for all accounts.'],
  ])('is stronger: %s → %s', (before, after) => {
    expect(one(before, after)).toMatchObject({ direction: 'stronger', demandsAnswer: false })
  })

  test.each([
    [
      'Ein Penetrationstest wird mindestens einmal jährlich durch unabhängige Dritte durchgeführt.',
      'Unabhängige Dritte führen mindestens alle 12 Monate einen Penetrationstest durch.',
    ],
    ['All data at rest is encrypted with AES-256.', 'We encrypt all data at rest using AES-256.'],
    ['Die Mandanten sind strikt voneinander getrennt.', 'Mandanten sind voneinander strikt getrennt.'],
  ])('says the same in other words: %s → %s', (before, after) => {
    expect(one(before, after)).toMatchObject({ direction: 'neutral', demandsAnswer: false })
  })

  test('a number whose direction is not known is for a person to look at', () => {
    const kept = (value: string): ComparedClaim => ({
      id: value,
      text: `Customer data is retained for ${value} after the end of the contract.`,
      leadIn: null,
      section: null,
      kind: 'promise',
      modality: 'does',
      quantifier: 'every',
      quantifierWord: null,
      parameters: [{ name: 'retention', value, unit: 'duration' }],
      measures: [],
      scope: null,
    })
    const [change] = compareVersions([kept('P6M')], [kept('P12M')])
    expect(change?.direction).toBe('weaker')
    expect(change?.differences.map(({ effect }) => effect)).toEqual(['look'])
  })
})

describe('whole versions', () => {
  test.each(['de', 'en'])('the example compared with itself is neutral throughout (%s)', async (locale) => {
    const text = await readFile(new URL(`../../../../catalog/statements/beleg.${locale}.md`, import.meta.url), 'utf8')
    const changes = compareVersions(read(text), read(text))
    expect(changes.length).toBeGreaterThan(25)
    expect(changes.filter((change) => change.direction !== 'neutral' || change.differences.length > 0)).toEqual([])
  })

  test.each(['de', 'en'])(
    'each sentence that is taken out of the example is removed, and only that (%s)',
    async (locale) => {
      const text = await readFile(new URL(`../../../../catalog/statements/beleg.${locale}.md`, import.meta.url), 'utf8')
      const all = read(text)
      for (const gone of all) {
        const changes = compareVersions(all, all.filter((claim) => claim !== gone).toReversed())
        const told = changes.filter(({ direction }) => direction !== 'neutral')
        expect(told.map(({ direction, before }) => [direction, before?.id])).toEqual([['removed', gone.id]])
      }
    },
  )

  test('a sentence may be split and merged again without a loss', () => {
    const whole =
      '# A\n\n- Sicherungen werden mindestens einmal täglich erstellt und verschlüsselt.\n- MFA ist für alle Konten verpflichtend.\n'
    const split =
      '# A\n\n- MFA ist für alle Konten verpflichtend.\n- Sicherungen werden mindestens einmal täglich erstellt.\n- Sicherungen werden verschlüsselt.\n'
    for (const [before, after] of [
      [whole, split],
      [split, whole],
    ] as const) {
      const changes = compareVersions(read(before), read(after))
      expect(changes.map(({ direction }) => direction)).not.toContain('removed')
      expect(changes.map(({ direction }) => direction)).not.toContain('added')
      expect(changes.filter(({ direction }) => direction === 'weaker')).toEqual([])
    }
  })

  test('a part that is lost in a split is seen', () => {
    const changes = compareVersions(
      read('# A\n\n- Backups are created at least daily and encrypted.\n'),
      read('# A\n\n- Backups are created at least daily.\n- Backups may be encrypted.\n'),
    )
    expect(changes[0]).toMatchObject({ direction: 'weaker' })
  })

  test('a new duty of the customer demands an answer, a new promise does not', () => {
    const before = '# A\n\n- MFA is mandatory for all accounts.\n'
    const after = `${before}- Backups are created at least daily.\n\nThe customer remains responsible for:\n\n- the protection of its own devices\n`
    const added = compareVersions(read(before), read(after)).filter(({ direction }) => direction === 'added')
    expect(added.map(({ after: [claim], demandsAnswer }) => [claim?.kind, demandsAnswer])).toEqual([
      ['promise', false],
      ['customer_duty', true],
    ])
  })

  test('only what is promised anew or more strongly compensates', () => {
    const changes = compareVersions(
      read(
        '# A\n\n- MFA is mandatory for all accounts.\n- Backups are created at least daily.\n- Each tenant is strictly separated.\n',
      ),
      read(
        '# A\n\n- Backups are created at least monthly.\n- Each tenant is strictly separated.\n- A penetration test is carried out at least once a year by independent third parties.\n',
      ),
    )
    const [removed] = changes
    expect(removed?.direction).toBe('removed')
    expect([...compensatingMeasures(changes, removed as ClaimChange)]).toEqual(['pentest.independent'])
  })
})

describe('any two versions', () => {
  const parameter: fc.Arbitrary<ClaimParameter> = fc.oneof(
    fc.record({
      name: fc.constantFrom('interval', 'deadline', 'maximum', 'retention', 'duration'),
      value: fc.constantFrom('PT4H', 'P1D', 'P7D', 'P30D', 'P3M', 'P12M', 'P24M'),
      unit: fc.constant('duration'),
    }),
    fc.record({ name: fc.constant('key_bits'), value: fc.constantFrom(128, 192, 256), unit: fc.constant('bit') }),
    fc.record({
      name: fc.constant('tls_version'),
      value: fc.constantFrom('1.1', '1.2', '1.3'),
      unit: fc.constant('version'),
    }),
  )
  const words = fc
    .array(fc.stringMatching(/^[a-z]{7,9}$/), { minLength: 4, maxLength: 9 })
    .map((list) => list.join(' '))
  const strength = fc.record({
    kind: fc.constantFrom(...claimKinds),
    modality: fc.constantFrom(...modalities),
    quantifier: fc.constantFrom(...quantifiers),
    quantifierWord: fc.option(fc.constantFrom('every', 'at least', 'soweit angemessen'), { nil: null }),
    parameters: fc.uniqueArray(parameter, { maxLength: 3, selector: ({ name }) => name }),
    measures: fc.uniqueArray(fc.constantFrom('a.one', 'a.two', 'b.one', 'b.two'), { maxLength: 2 }),
    scope: fc.option(fc.constantFrom('Produktion', 'Test'), { nil: null }),
  })
  const claim = (id: string): fc.Arbitrary<ComparedClaim> =>
    fc
      .record({ text: words, rest: strength })
      .map(({ text, rest }) => ({ id, text, leadIn: null, section: null, ...rest }))
  const version = (prefix: string) =>
    fc
      .integer({ min: 0, max: 6 })
      .chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => claim(`${prefix}${i}`))))

  test('a version compared with itself, in any order, is neutral', () => {
    fc.assert(
      fc.property(version('a'), fc.integer(), (claims, seed) => {
        const shuffled = claims.toSorted((x, y) => hash(x.id, seed) - hash(y.id, seed))
        for (const change of compareVersions(claims, shuffled)) expect(change.direction).toBe('neutral')
      }),
      { numRuns: 200 },
    )
  })

  test('no sentence gets lost', () => {
    fc.assert(
      fc.property(version('a'), version('b'), (before, after) => {
        const changes = compareVersions(before, after)
        expect(changes.flatMap((change) => change.before?.id ?? []).toSorted()).toEqual(
          before.map(({ id }) => id).toSorted(),
        )
        expect(new Set(changes.flatMap((change) => change.after.map(({ id }) => id)))).toEqual(
          new Set(after.map(({ id }) => id)),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('what is stronger one way is weaker the other way, and what is neutral stays so', () => {
    fc.assert(
      fc.property(words, strength, strength, (text, from, to) => {
        const before = { id: 'a', text, leadIn: null, section: null, ...from }
        const after = { id: 'b', text, leadIn: null, section: null, ...to }
        const [there] = compareVersions([before], [after])
        const [back] = compareVersions([after], [before])
        if (there?.direction === 'stronger') expect(back?.direction).toBe('weaker')
        if (there?.direction === 'neutral') expect(back?.direction).toBe('neutral')
      }),
      { numRuns: 500 },
    )
  })

  test('a sentence that is taken out is removed, whatever stays', () => {
    fc.assert(
      fc.property(version('a'), fc.nat(), (claims, at) => {
        fc.pre(claims.length > 0)
        const gone = claims[at % claims.length]
        const removed = compareVersions(
          claims,
          claims.filter((one) => one !== gone),
        ).filter(({ direction }) => direction === 'removed')
        expect(removed.map(({ before }) => before?.id)).toEqual([gone?.id])
      }),
      { numRuns: 200 },
    )
  })
})

function hash(text: string, seed: number): number {
  let value = seed
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 0x01000193)
  return value
}
