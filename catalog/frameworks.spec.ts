/** The frameworks are data that people edit: these checks find the slip of the pen. */
import { describe, expect, it } from 'vitest'
import { annexA, frameworkById, frameworks, mappings } from './frameworks.ts'
import { defineFramework } from './frameworks/shape.ts'
import { parseMapping } from './mapping/shape.ts'
import { tomGroups, tomMapping } from './mapping/tom.ts'
import { measures } from './measures.ts'

describe('the frameworks', () => {
  it('hold as many requirements as their publishers count', () => {
    const counts = Object.fromEntries(frameworks.map(({ id, requirements }) => [id, requirements.length]))
    expect(counts).toMatchObject({ iso27001: 30 + 93, grundschutz: 111, soc2: 61, gdpr: 45, nis2: 12 + 49 })
    expect(annexA).toHaveLength(93)
    const byTheme = Map.groupBy(annexA, ({ group }) => group)
    expect([...byTheme].map(([theme, controls]) => [theme, controls.length])).toEqual([
      ['A.5', 37],
      ['A.6', 8],
      ['A.7', 14],
      ['A.8', 34],
    ])
  })

  it('refuse an id that stands twice, and a line that cannot be read', () => {
    const head = { ...frameworks[0]!, id: 'trial' }
    expect(() => defineFramework(head, '# A | Gruppe | Group\nA.1 | Eins | One\nA.1 | Zwei | Two')).toThrow(
      'stands twice',
    )
    expect(() => defineFramework(head, '# A | Gruppe | Group\nA.1 | Eins')).toThrow('title')
  })
})

describe('the order of Art. 32 GDPR', () => {
  it('has a place for every measure, and one only, of the catalogue alone', () => {
    const placed = tomMapping.map(({ measure }) => measure)
    expect(placed.toSorted()).toEqual(measures.map(({ id }) => id).toSorted())
    const categories = tomGroups.flatMap((group) => group.categories.map(({ id }) => id))
    expect(new Set(categories).size).toBe(categories.length)
    expect([...new Set(tomMapping.map(({ category }) => category))]).toEqual(categories)
  })
})

describe('the mapping', () => {
  it('maps every measure, to ISO/IEC 27001, Grundschutz, Grundschutz++ and SOC 2 without exception', () => {
    for (const id of ['iso27001', 'grundschutz', 'grundschutz-pp', 'soc2']) {
      const mapped = new Set(mappings.filter(({ framework }) => framework === id).map(({ measure }) => measure))
      expect(
        measures.map(({ id: measure }) => measure).filter((measure) => !mapped.has(measure)),
        id,
      ).toEqual([])
    }
  })

  it('agrees with the references that the measures name themselves', () => {
    const pairs = new Set(mappings.map(({ measure, requirement }) => `${measure} ${requirement}`))
    const named = measures.flatMap(({ id, references }) =>
      references
        .filter((reference) => /^(A\.|CC|A1|GDPR )/.test(reference))
        .map((reference) => `${id} ${reference.replace('GDPR ', '')}`),
    )
    expect(named.filter((pair) => !pairs.has(pair))).toEqual([])
  })

  it('leaves only those controls of Annex A without a measure that we know of', () => {
    const mapped = new Set(mappings.map(({ requirement }) => requirement))
    expect(annexA.map(({ id }) => id).filter((id) => !mapped.has(id))).toEqual(['A.5.32', 'A.7.12'])
  })

  it('refuses a requirement without a sign, a pair that stands twice, and a framework that does not exist', () => {
    expect(() => parseMapping('identity.mfa | iso A.8.5')).toThrow('has no sign')
    expect(() => parseMapping('identity.mfa | iso <A.8.5 =A.8.5')).toThrow('stands twice')
    expect(() => parseMapping('identity.mfa | pci <8.4')).toThrow('cannot read')
    expect(frameworkById('pci')).toBeUndefined()
  })
})
