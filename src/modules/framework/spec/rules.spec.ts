/** What is decided about frameworks, and what a spreadsheet says, without a database. */
import { annexA } from '#catalog/frameworks.ts'
import type { Status } from '#core/vocabulary.ts'
import { readTable } from '#platform/sheet/read-sheet.ts'
import { describe, expect, it } from 'vitest'
import {
  contradictionsOf,
  latestReview,
  obstaclesTo,
  standingOf,
  stateOfCertificate,
  type Serving,
  courseOfCertificate,
  isInScope,
} from '../rules.ts'
import { readSoaSheet, type SheetWords } from '../sheet.ts'

const serving = (status: Status | null, relation: Serving['relation'] = 'subset', id = 'a.b'): Serving => ({
  id,
  relation,
  status,
})
const nothing = {
  people: 0,
  contractors: 0,
  systems: 0,
  dataSets: 0,
  personalDataSets: 0,
  confidentialDataSets: 0,
}

describe('a requirement', () => {
  it('stands as the worst of the demanded measures that serve it', () => {
    expect(standingOf([serving('proven'), serving('lapsed'), serving(null)])).toEqual({
      cover: 'judged',
      status: 'lapsed',
    })
    expect(standingOf([serving('proven'), serving('not_applicable')]).status).toBe('proven')
    expect(standingOf([serving('not_applicable')]).status).toBe('not_applicable')
  })

  it('is not served by what only has something in common with it, and says when nobody promises anything', () => {
    expect(standingOf([serving('proven', 'intersects')])).toEqual({ cover: 'unmapped', status: null })
    expect(standingOf([serving('contradicted', 'intersects'), serving('proven')]).status).toBe('proven')
    expect(standingOf([serving(null)])).toEqual({ cover: 'unpromised', status: null })
    expect(standingOf([])).toEqual({ cover: 'unmapped', status: null })
  })
})

describe('a row', () => {
  const row = (over: object) => ({ controlId: 'A.8.30', applicable: true, declared: null, ...over })

  it('is contradicted by evidence, whatever was declared, and by a declaration without proof', () => {
    expect(contradictionsOf(row({}), [serving('contradicted'), serving('proven', 'equal', 'c.d')], nothing)).toEqual([
      { code: 'evidence_contradicts', measures: ['a.b'] },
    ])
    for (const status of ['lapsed', 'unproven', null] as const)
      expect(contradictionsOf(row({ declared: 'implemented' }), [serving(status)], nothing)).toEqual([
        { code: 'declared_not_proven' },
      ])
    expect(contradictionsOf(row({ declared: 'implemented' }), [serving('due_soon')], nothing)).toEqual([])
    expect(contradictionsOf(row({ declared: 'planned' }), [serving('unproven')], nothing)).toEqual([])
  })

  it('that is excluded is contradicted by a promise and by what a register knows', () => {
    const out = row({ applicable: false })
    expect(contradictionsOf(out, [serving(null)], nothing)).toEqual([])
    expect(contradictionsOf(out, [serving('proven')], { ...nothing, contractors: 2 })).toEqual([
      { code: 'excluded_but_promised', measures: ['a.b'] },
      { code: 'excluded_but_registered', what: 'contractors', count: 2 },
    ])
    expect(contradictionsOf({ ...out, controlId: 'A.7.12' }, [], { ...nothing, contractors: 2, people: 9 })).toEqual([])
  })

  it('keeps a draft from being approved while it is open, without reasons, or declared against evidence', () => {
    const good = {
      applicable: true,
      reasons: ['risk' as const],
      exclusionReason: null,
      declared: null,
      status: 'contradicted' as const,
    }
    const rows = annexA.map(({ id }) => ({ controlId: id, ...good }))
    expect(obstaclesTo(rows, annexA)).toEqual([])
    const change = (at: number, over: object) => rows.map((one, index) => (index === at ? { ...one, ...over } : one))
    const codes = (at: number, over: object) => obstaclesTo(change(at, over), annexA).map(({ code }) => code)
    expect(codes(0, { applicable: null })).toEqual(['soa_undecided'])
    expect(codes(1, { applicable: false, reasons: [] })).toEqual(['soa_exclusion_without_reason'])
    expect(codes(2, { reasons: [] })).toEqual(['soa_inclusion_without_reason'])
    expect(codes(3, { declared: 'implemented' })).toEqual(['soa_declared_contradicted'])
    expect(obstaclesTo(rows.slice(1), annexA)).toEqual([{ pointer: '/rows/A.5.1', code: 'soa_undecided' }])
  })
})

describe('a certificate', () => {
  it('holds from its first day to its last, and not once it is withdrawn', () => {
    const days = {
      validFrom: '2026-01-10',
      validTo: '2026-12-31',
      withdrawnAt: null,
      review: 'accepted' as const,
      covers: true,
    }
    const on = ['2026-01-09', '2026-01-10', '2026-12-31', '2027-01-01'].map((day) => stateOfCertificate(days, day))
    expect(on).toEqual(['not_yet', 'valid', 'valid', 'expired'])
    expect(stateOfCertificate({ ...days, withdrawnAt: new Date(0) }, '2026-06-01')).toBe('withdrawn')
    expect(stateOfCertificate({ ...days, covers: false }, '2026-06-01')).toBe('out_of_scope')
    expect(stateOfCertificate({ ...days, review: 'in_review' }, '2026-06-01')).toBe('in_review')
    expect(stateOfCertificate({ ...days, review: 'rejected' }, '2026-06-01')).toBe('rejected')
  })

  it('covers the scope of the Statement of Applicability that it names, and no other', () => {
    expect(isInScope('The  service', 'the service ')).toBe(true)
    expect(isInScope(null, 'The service')).toBe(true)
    expect(isInScope('The service', 'The service and its app')).toBe(false)
  })

  it('is seen by strangers from when it was accepted, and falls away at its own midnight', () => {
    const days = { validFrom: '2026-01-10', validTo: '2026-12-31', withdrawnAt: null }
    const acceptedAt = new Date('2026-02-01T09:00:00Z')
    const midnight = new Date('2026-12-31T23:00:00Z')
    const course = (over: object, now: string, given: object = {}) =>
      courseOfCertificate({ ...days, ...over }, { acceptedAt, outOfScopeAt: null, ...given }, new Date(now))
    expect(course({}, '2026-06-01T00:00:00Z')).toEqual({
      changes: [{ what: 'certified', at: acceptedAt }],
      nextAt: midnight,
    })
    expect(course({}, '2026-12-31T22:59:59Z').nextAt).toEqual(midnight)
    expect(course({}, '2026-12-31T23:00:00Z')).toEqual({
      changes: [
        { what: 'certified', at: acceptedAt },
        { what: 'expired', at: midnight },
      ],
      nextAt: null,
    })
    const at = new Date('2026-03-01T00:00:00Z')
    for (const [over, given, what] of [
      [{ withdrawnAt: at }, {}, 'withdrawn'],
      [{}, { outOfScopeAt: at }, 'out_of_scope'],
    ] as const)
      expect(course(over, '2027-06-01T00:00:00Z', given).changes).toEqual([
        { what: 'certified', at: acceptedAt },
        { what, at },
      ])
    // Accepted after its end, or by nobody: no stranger ever saw it.
    expect(course({ validTo: '2026-01-20' }, '2026-06-01T00:00:00Z')).toEqual({ changes: [], nextAt: null })
    expect(course({}, '2026-06-01T00:00:00Z', { acceptedAt: null })).toEqual({ changes: [], nextAt: null })
  })

  it('of a leap day is reviewed a year later, on the calendar', () => {
    expect(latestReview('2028-02-29')).toBe('2029-02-28')
  })
})

describe('a spreadsheet', () => {
  const words: SheetWords = {
    yes: ['yes', 'ja'],
    no: ['no', 'nein'],
    reasons: new Map([
      ['risk', 'risk'],
      ['vertrag', 'contract'],
    ]),
    declared: new Map([['umgesetzt', 'implemented']]),
  }
  const controls = ['A.5.1', 'A.5.2', 'A.8.30']
  const read = async (...lines: string[]) =>
    readSoaSheet(await readTable(Buffer.from(lines.join('\r\n'))), controls, words, new Map())

  it('is read in either language, with columns that nobody asks for left alone', async () => {
    const sheet = await read(
      'Kontrolle;Anwendbar;Gründe;Umsetzung;Eigner;Dokumente;Farbe',
      'A.5.1;ja;Risk, Vertrag;umgesetzt;ada@example.org;https://docs.example.org/a https://docs.example.org/b;rot',
      '5.2;ja;risk;;;;',
      'A 8.30 Entwicklung;nein;;;;;',
    )
    expect(sheet.faults).toEqual([])
    expect(sheet.unused).toEqual(['Farbe'])
    expect(sheet.rows).toEqual([
      {
        row: 2,
        controlId: 'A.5.1',
        owner: 'ada@example.org',
        change: {
          applicable: true,
          reasons: ['risk', 'contract'],
          declared: 'implemented',
          links: ['https://docs.example.org/a', 'https://docs.example.org/b'],
        },
      },
      {
        row: 3,
        controlId: 'A.5.2',
        owner: null,
        change: { applicable: true, reasons: ['risk'], declared: null, links: [] },
      },
      {
        row: 4,
        controlId: 'A.8.30',
        owner: null,
        change: { applicable: false, reasons: [], declared: null, links: [] },
      },
    ])
  })

  it('has every fault named by row and column, all at once', async () => {
    const { faults } = await read(
      'Control,Applicable,Reasons,Links,Implementation',
      'A.5.1,perhaps,luck,javascript:alert(1),done',
      'A.5.1,yes,risk,,',
      'A.9.9,yes,risk,,',
    )
    expect(faults.map(({ row, column, code }) => [row, column, code])).toEqual([
      [2, 'applicable', 'not_yes_or_no'],
      [2, 'reasons', 'unknown_reason'],
      [2, 'declared', 'unknown_declaration'],
      [2, 'links', 'no_link'],
      [3, 'control', 'control_twice'],
      [4, 'control', 'unknown_control'],
      [null, 'control', 'controls_missing'],
    ])
  })

  it('without the columns it needs, or with one twice, is not read at all', async () => {
    const none = await read('Title,Owner', 'Policies,ada')
    expect(none.faults.map(({ column, code }) => [column, code])).toEqual([
      ['control', 'column_missing'],
      ['applicable', 'column_missing'],
    ])
    const twice = await read('Control,ID,Applicable', 'A.5.1,A.5.1,yes')
    expect(twice.faults.map(({ code }) => code)).toEqual(['column_twice'])
  })
})
