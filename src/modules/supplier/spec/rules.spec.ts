/** What the public list says, and what a change makes known of it, without a database. */
import { describe, expect, it } from 'vitest'
import { amendEntry, beginEntry, type Version } from '#core/register/version.ts'
import type { Fields } from '#core/register/contract/shape.ts'
import { supplierShape as shape } from '../contract.ts'
import { compareSpans, earliestEffectOn, entryOn, listOn, objectionUntil, spansOf } from '../rules.ts'

const today = '2026-11-10'
const given = { today, earliestOn: earliestEffectOn(today, 30) }
const fields = (over: Fields = {}): Fields => ({
  name: 'Cloud Ltd',
  role: 'subprocessor',
  address: null,
  country: 'IE',
  purpose: 'Hosting',
  data: 'Everything',
  locations: 'Dublin',
  transferBasis: 'eea',
  contract: null,
  startsOn: '2026-01-01',
  endsOn: null,
  ...over,
})
const begin = (over: Fields = {}) => beginEntry(shape, fields(over), today)
const amend = (versions: readonly Version[], on: string, change: Fields) =>
  amendEntry(shape, versions, { on, fields: change })
const compare = (before: readonly Version[], after: readonly Version[]) => {
  const { items, tooEarly } = compareSpans('id', spansOf(before), spansOf(after), given)
  return {
    items: items.map(({ kind, effectiveOn }) => `${kind} ${effectiveOn}`),
    tooEarly: tooEarly.map(({ on }) => on),
  }
}

describe('a subprocessor', () => {
  it('is on the list on its own days, and only in that role', () => {
    const spans = spansOf(begin({ startsOn: '2026-02-01', endsOn: '2026-12-31' }))
    const listed = ['2026-01-31', '2026-02-01', '2026-12-31', '2027-01-01'].map((day) => entryOn(spans, day) !== null)
    expect(listed).toEqual([false, true, true, false])
    expect(spansOf(begin({ role: 'supplier' }))).toEqual([])
  })
})

describe('what is added', () => {
  it('is announced, and refused before the objection period is over', () => {
    expect(given.earliestOn).toBe('2026-12-11')
    expect(compare([], begin({ startsOn: '2026-12-11' }))).toEqual({ items: ['addition 2026-12-11'], tooEarly: [] })
    for (const on of ['2026-12-10', today, '2025-01-01'])
      expect(compare([], begin({ startsOn: on })).tooEarly).toEqual([on])
  })

  it('is also a supplier that becomes a subprocessor, and one that comes back', () => {
    const supplier = begin({ role: 'supplier' })
    expect(compare(supplier, amend(supplier, today, { role: 'subprocessor' })).tooEarly).toEqual([today])
    const over = begin({ endsOn: '2026-06-30' })
    expect(compare(over, amend(over, today, { startsOn: '2026-12-20' }))).toEqual({
      items: ['addition 2026-12-20'],
      tooEarly: [],
    })
    // Taking the end back afterwards would say that it never ended.
    expect(compare(over, amend(over, today, { endsOn: null })).tooEarly).toEqual(['2026-07-01'])
  })

  it('can be put off or called off, but not brought forward into the period', () => {
    const planned = begin({ startsOn: '2026-12-20' })
    expect(compare(planned, begin({ startsOn: '2027-02-01' })).items).toEqual(['postponed 2027-02-01'])
    expect(compare(planned, []).items).toEqual(['withdrawn 2026-12-20'])
    expect(compare(planned, begin({ startsOn: '2026-12-01' })).tooEarly).toEqual(['2026-12-01'])
  })
})

describe('what changes', () => {
  const listed = begin()

  it('needs notice where customers would judge anew', () => {
    for (const change of [
      { country: 'US' },
      { locations: 'Ohio' },
      { transferBasis: 'scc' },
      { data: 'More' },
    ] as const) {
      expect(compare(listed, amend(listed, today, change)).tooEarly).toEqual([today])
      expect(compare(listed, amend(listed, '2026-12-11', change))).toEqual({
        items: ['change 2026-12-11'],
        tooEarly: [],
      })
    }
  })

  it('is at once where name or address are put right, and what nobody reads says nothing', () => {
    expect(compare(listed, amend(listed, today, { name: 'Cloud plc' }))).toEqual({
      items: [`change ${today}`],
      tooEarly: [],
    })
    expect(compare(listed, amend(listed, today, { contract: 'https://dms.example/1' })).items).toEqual([])
  })

  it('can be called off before it holds', () => {
    const planned = amend(listed, '2026-12-20', { locations: 'Ohio' })
    expect(compare(planned, listed)).toEqual({ items: ['withdrawn 2026-12-20'], tooEarly: [] })
  })
})

describe('what ends', () => {
  it('ends without notice, and is told; an end that is taken back in time, too', () => {
    const listed = begin()
    const ends = amend(listed, today, { endsOn: '2026-11-30' })
    expect(compare(listed, ends)).toEqual({ items: ['removal 2026-12-01'], tooEarly: [] })
    expect(compare(ends, listed)).toEqual({ items: ['continued 2026-12-01'], tooEarly: [] })
    // Gone from the register altogether: told today, whatever day it began.
    expect(compare(listed, []).items).toEqual([`removal ${today}`])
  })
})

describe('the objection period', () => {
  const items = (before: readonly Version[], after: readonly Version[]) =>
    compareSpans('id', spansOf(before), spansOf(after), given).items

  it('runs from the announcement on, and only where there is something to object to', () => {
    const listed = begin()
    expect(objectionUntil(items([], begin({ startsOn: '2027-03-01' })), today, 30)).toBe('2026-12-10')
    expect(objectionUntil(items(listed, amend(listed, '2027-01-01', { locations: 'Ohio' })), today, 30)).toBe(
      '2026-12-10',
    )
    expect(objectionUntil(items(listed, amend(listed, today, { name: 'Cloud plc' })), today, 30)).toBeNull()
    expect(objectionUntil(items(listed, []), today, 30)).toBeNull()
  })
})

describe('the list of a day', () => {
  it('says who is in use since when, what is to come, and when time alone changes it', () => {
    const suppliers = [
      { supplierId: 'a', spans: spansOf(amend(begin({ name: 'Zeta' }), '2027-01-01', { locations: 'Cork' })) },
      { supplierId: 'b', spans: spansOf(begin({ name: 'Beta', startsOn: '2026-12-24' })) },
      { supplierId: 'c', spans: spansOf(begin({ name: 'Alpha', endsOn: '2026-11-30' })) },
      { supplierId: 'd', spans: spansOf(begin({ name: 'Gone', endsOn: '2026-11-01' })) },
    ]
    const { current, planned, nextOn } = listOn(suppliers, today)
    expect(current.map(({ entry, sinceOn, untilOn }) => [entry.name, sinceOn, untilOn])).toEqual([
      ['Alpha', '2026-01-01', '2026-11-30'],
      ['Zeta', '2026-01-01', null],
    ])
    expect(planned.map(({ kind, entry, effectiveOn }) => [kind, entry.name, effectiveOn])).toEqual([
      ['addition', 'Beta', '2026-12-24'],
      ['change', 'Zeta', '2027-01-01'],
    ])
    expect(nextOn).toBe('2026-12-01')
    expect(listOn(suppliers, '2026-12-24').current.map(({ entry }) => entry.name)).toEqual(['Beta', 'Zeta'])
  })
})
