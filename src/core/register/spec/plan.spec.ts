/** What holds of the plan of a file, whatever stands in it: nothing is lost, order does not matter, twice is once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadTable } from '#platform/sheet/read-sheet.ts'
import type { RegisterShape } from '../contract/shape.ts'
import { circlesOf, keyOf, planImport, readRows, type KnownEntry, type Lookups, type Mapping } from '../plan.ts'
import { amendEntry, beginEntry } from '../version.ts'

const shape: RegisterShape = {
  id: 'systems',
  subjectKind: 'system',
  table: 'systems',
  fields: [
    { name: 'name', column: 'name', kind: 'text', isRequired: true },
    { name: 'class', column: 'class', kind: 'choice', choices: ['public', 'internal'] },
    { name: 'startsOn', column: 'starts_on', kind: 'date', isRequired: true },
    { name: 'endsOn', column: 'ends_on', kind: 'date' },
  ],
  startField: 'startsOn',
  endField: 'endsOn',
  beginsWhenTold: true,
  nameField: 'name',
  sort: { field: 'name', order: 'asc' },
}
const words = {
  class: new Map([
    ['public', 'public'],
    ['internal', 'internal'],
  ]),
}
const on = '2026-03-02'
const titles = ['externalId', 'name', 'class', 'startsOn', 'endsOn']

/** A cell as people fill it: right, empty, or wrong. */
const cells = fc.record({
  externalId: fc.constantFrom('1', '2', '3', '4', '5', ''),
  name: fc.constantFrom('Portal', 'Mail', 'Wiki', ''),
  class: fc.constantFrom('public', 'Internal', '', 'secret'),
  startsOn: fc.constantFrom('2024-01-01', '1.6.2025', '2026-05-01', '', '31.2.2025'),
  endsOn: fc.constantFrom('', '2025-12-31', '2026-04-01'),
})
type Cells = Record<string, string>
const rows = fc.array(cells as fc.Arbitrary<Cells>, { minLength: 1, maxLength: 8 })

function read(content: readonly Cells[], columns: readonly string[] = titles) {
  const table: ReadTable = {
    format: 'csv',
    titles: columns,
    unread: { rows: [], sheets: [] },
    rows: content.map((row, i) => ({
      number: i + 2,
      cells: columns.map((name) => ({ text: row[name] ?? '', isFormula: false, isMerged: false })),
    })),
  }
  const mapping: Mapping = Object.fromEntries(columns.map((name, i) => [name, i]))
  return { rows: readRows(shape, table, mapping, words, 'cmdb'), mapping }
}

function plan(content: readonly Cells[], known: Lookups, columns?: readonly string[]) {
  const { rows: readOut, mapping } = read(content, columns)
  return planImport(shape, readOut, known, { mapping, on })
}

const nothing: Lookups = { byKey: new Map(), byOther: new Map(), named: {}, parents: new Map(), present: [] }

/** The register once the rows without a fault were carried out. */
function applied(content: readonly Cells[], known: Lookups): Lookups {
  const byKey = new Map(known.byKey)
  for (const row of plan(content, known)) {
    if (row.externalId === null || row.kind === 'faulty') continue
    const key = keyOf(row.source, row.externalId)
    const entry = byKey.get(key)
    const versions = entry
      ? amendEntry(shape, entry.versions, { on, fields: row.fields })
      : beginEntry(shape, row.fields, on)
    byKey.set(key, { subjectId: entry?.subjectId ?? `subject ${row.externalId}`, versions })
  }
  return { ...known, byKey }
}

describe('the plan of a file', () => {
  it('has each row of the file once, in its order, with a fault exactly where it is called faulty', () => {
    fc.assert(
      fc.property(rows, rows, (earlier, content) => {
        const planned = plan(content, applied(earlier, nothing))
        expect(planned.map(({ number }) => number)).toEqual(content.map((_, i) => i + 2))
        for (const { kind, faults, fields } of planned) {
          expect(kind === 'faulty').toBe(faults.length > 0)
          if (kind === 'unchanged') expect(fields).toEqual({})
        }
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(rows, rows, (earlier, content) => {
        const known = applied(earlier, nothing)
        const first = plan(content, known)
        const second = plan(content, applied(content, known))
        for (const [i, row] of first.entries())
          if (row.kind !== 'faulty') expect(second[i]?.kind, JSON.stringify(row)).toBe('unchanged')
      }),
    )
  })

  it('is the same in whatever order the columns stand', () => {
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.shuffledSubarray(titles, { minLength: titles.length }),
        (earlier, content, columns) => {
          const known = applied(earlier, nothing)
          const plain = (planned: ReturnType<typeof plan>, by: readonly string[]) =>
            planned.map((row) => ({
              ...row,
              faults: row.faults
                .map(({ column, ...fault }) => JSON.stringify({ ...fault, at: column === null ? null : by[column] }))
                .toSorted(),
            }))
          expect(plain(plan(content, known, columns), columns)).toEqual(plain(plan(content, known), titles))
        },
      ),
    )
  })

  it('leaves alone what the file has no column for', () => {
    fc.assert(
      fc.property(rows, rows, (earlier, content) => {
        const known = applied(earlier, nothing)
        for (const { kind, subjectId, fields } of plan(content, known, ['externalId', 'name']))
          if (subjectId !== null && kind !== 'faulty')
            expect(Object.keys(fields).every((name) => name === 'name')).toBe(true)
      }),
    )
  })

  it('of a complete file lets exactly those leave who are there and whom it does not mention', () => {
    fc.assert(
      fc.property(rows, rows, (earlier, content) => {
        const { byKey } = applied(earlier, nothing)
        const present = [...byKey].map(([key, entry]: [string, KnownEntry]) => {
          const [source, externalId] = JSON.parse(key) as [string, string]
          return { ...entry, source, externalId }
        })
        const planned = plan(content, { ...nothing, byKey, present })
        const mentioned = new Set(content.map(({ externalId }) => externalId))
        const leaving = planned.filter(({ kind }) => kind === 'leaves')
        const expected = present.filter(
          ({ externalId, versions }) => !mentioned.has(externalId) && (versions.at(-1)?.fields.endsOn ?? null) === null,
        )
        expect(leaving.map(({ externalId }) => externalId)).toEqual(expected.map(({ externalId }) => externalId))
        for (const { fields, subjectId } of leaving) {
          const start = present.find((entry) => entry.subjectId === subjectId)?.versions.at(-1)?.fields.startsOn
          expect(String(fields.endsOn) >= String(start)).toBe(true)
        }
      }),
    )
  })
})

describe('circles', () => {
  it('are found exactly where a way up comes back to where it began', () => {
    const edges = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 9 })
    fc.assert(
      fc.property(edges, (list) => {
        const parents = new Map(list.map(([from, to]) => [String(from), String(to)]))
        const found = circlesOf(parents)
        for (const start of parents.keys()) {
          let at: string | undefined = parents.get(start)
          for (let i = 0; i < 10 && at !== undefined && at !== start; i += 1) at = parents.get(at)
          expect(found.has(start), start).toBe(at === start)
        }
      }),
    )
  })
})
