/** The catalogue is data that people edit: these checks find the slip of the pen. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readStatement } from '#modules/statement/reading/read.ts'
import { coverageRows } from './coverage.ts'
import { concepts, measureById, measures, parseSignal } from './measures.ts'

const root = new URL('../', import.meta.url)

describe('measures', () => {
  it('serve every capability from C1 to C29', () => {
    const served = new Set(measures.map((measure) => measure.capability))
    expect(Array.from({ length: 29 }, (_, at) => `C${at + 1}`).filter((capability) => !served.has(capability))).toEqual(
      [],
    )
  })

  it('keep the ids that modules build on', () => {
    const promised = [
      'identity.mfa',
      'identity.mfa-admin',
      'identity.sso',
      'identity.individual-accounts',
      'identity.secure-authentication',
      'identity.password-storage',
      'identity.api-keys',
      'isolation.tenant-separation',
      'isolation.row-security',
      'cryptography.transit',
      'cryptography.at-rest-fields',
      'cryptography.at-rest-volume',
      'cryptography.secret-storage',
      'cryptography.key-access',
      'ledger.admin-actions',
      'ledger.integrity',
      'access.least-privilege',
      'access.rbac',
    ]
    expect(promised.filter((id) => measureById(id) === undefined)).toEqual([])
  })

  it('never leave a German or English text empty or equal', () => {
    for (const measure of measures) {
      expect(measure.proof.de, measure.id).not.toBe(measure.proof.en)
      expect(measure.title.de, measure.id).not.toBe('')
    }
  })

  it('name only measures that exist in their pairs', () => {
    expect(measures.flatMap((measure) => measure.together ?? []).filter((id) => measureById(id) === undefined)).toEqual(
      [],
    )
  })

  it('recognise by terms in folded spelling, so that none is dead', () => {
    const misspelt = [...concepts].flatMap(([name, terms]) =>
      terms.filter((term) => !/^\*?[a-z0-9@]+(?: [a-z0-9@]+)*\*?$/.test(term)).map((term) => `${name}: ${term}`),
    )
    expect(misspelt).toEqual([])
  })

  it('refuse a signal with an unknown concept', () => {
    expect(() => parseSignal('0.9 backup nonsense')).toThrow('unknown concept "nonsense"')
    expect(() => parseSignal('2 backup')).toThrow('bad signal')
  })
})

describe('coverage', () => {
  it('lists exactly the 113 rows K1–K52 and M1–M61 in order', () => {
    const expected = [
      ...Array.from({ length: 52 }, (_, at) => `K${at + 1}`),
      ...Array.from({ length: 61 }, (_, at) => `M${at + 1}`),
    ]
    expect(coverageRows.map((row) => row.id)).toEqual(expected)
  })

  it('rests every row on measures of the catalogue, one of them of the row’s capability', () => {
    for (const row of coverageRows) {
      const found = row.measures.map((id) => measureById(id))
      expect(found, row.id).not.toContain(undefined)
      expect(
        found.map((measure) => measure?.capability),
        row.id,
      ).toContain(row.capability)
    }
  })

  it('names only test files that exist', () => {
    const named = coverageRows.flatMap((row) => row.spec?.split(', ') ?? [])
    expect(named.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
  })
})

describe('the example statement', () => {
  const read = (language: 'de' | 'en') => {
    const url = new URL(`catalog/statements/beleg.${language}.md`, root)
    return readStatement(readFileSync(url), url.pathname)
  }

  it('says the same in German and English, sentence by sentence', () => {
    const [de, en] = [read('de'), read('en')]
    expect(de.language).toBe('de')
    expect(en.language).toBe('en')
    const shape = (claims: typeof de.claims) =>
      claims.map((claim) => ({
        kind: claim.kind,
        modality: claim.modality,
        quantifier: claim.quantifier,
        parameters: claim.parameters,
        measures: claim.measures.map((measure) => measure.id),
      }))
    expect(shape(en.claims)).toEqual(shape(de.claims))
  })

  it('promises nothing without a measure, and holds every kind of sentence', () => {
    const { claims } = read('de')
    expect(claims.filter((claim) => claim.measures.length === 0)).toEqual([])
    expect(new Set(claims.map((claim) => claim.kind))).toEqual(
      new Set(['promise', 'option', 'customer_duty', 'intake', 'notice']),
    )
    const mfa = claims.find((claim) => claim.text.includes('MFA'))
    expect(mfa).toMatchObject({ quantifier: 'every', measures: [{ id: 'identity.mfa', capability: 'C12' }] })
  })
})
