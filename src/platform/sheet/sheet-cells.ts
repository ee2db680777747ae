/**
 * Looks over the XML of a sheet before anything is built of it: how far out its cells lie, which are calculated, and
 * which are covered by others.
 * Stricter than readers are: where two of them could see a cell at two places, the sheet is damaged.
 */
import { columnIndex, columnName } from './column.ts'

/** Why a sheet is not read. */
export class SheetError extends Error {
  override readonly name = 'SheetError'
  readonly fault: 'damaged' | 'too_many_rows' | 'too_many_columns'

  constructor(fault: SheetError['fault']) {
    super(`the sheet is or has ${fault}`)
    this.fault = fault
  }
}

/** A row, a cell or a formula begins; without its second group it is none that a strict reader would take. */
const tag = /<(?:[^\s<>/"'=:!?]+:)?(row|c|f)(?=[\s/>])(?:((?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>)?/g
const placeOf = /(?:^|[\s:])r\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * The cells that are calculated, such as `B7`.
 * @throws SheetError when a cell lies so far out that the table between would fill the memory, or its place is in doubt
 */
export function findFormulas(
  sheet: string,
  most: { readonly rows: number; readonly columns: number },
): ReadonlySet<string> {
  const formulas = new Set<string>()
  let row: number | null = null
  let cell = ''
  for (const [, name, attributes] of sheet.matchAll(tag)) {
    if (attributes === undefined) throw new SheetError('damaged')
    if (name === 'f') {
      formulas.add(cell)
      continue
    }
    const places = [...attributes.matchAll(placeOf)].map(([, double, single]) => double ?? single ?? '')
    if (places.length > 1) throw new SheetError('damaged')
    if (name === 'row') row = places[0] === undefined ? null : rowOf(places[0], most.rows)
    else {
      const place = /^([A-Z]{1,4})([0-9]{1,9})$/.exec(places[0] ?? '')
      if (!place?.[1] || !place[2]) throw new SheetError('damaged')
      const within = rowOf(place[2], most.rows)
      row ??= within
      if (within !== row) throw new SheetError('damaged')
      if (columnIndex(place[1]) >= most.columns) throw new SheetError('too_many_columns')
      cell = place[0]
    }
  }
  return formulas
}

function rowOf(text: string, most: number): number {
  // A leading zero is another spelling of the same place.
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new SheetError('damaged')
  if (Number(text) > most) throw new SheetError('too_many_rows')
  return Number(text)
}

const merge =
  /<(?:[^\s<>/"'=:!?]+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]{1,4})([0-9]{1,9}):([A-Z]{1,4})([0-9]{1,9})["']/g
/** Covered cells of a sheet that a person made; overlapping merges could name the same ones for ever. */
const mostCovered = 500_000

/**
 * The cells that merged ones cover, without those in which they begin, as far as the table reaches.
 * @throws SheetError when there are more of them than a table has
 */
export function findMerged(
  sheet: string,
  table: { readonly rows: number; readonly columns: number },
): ReadonlySet<string> {
  const covered = new Set<string>()
  let looked = 0
  for (const [, left = '', top = '', right = '', bottom = ''] of sheet.matchAll(merge)) {
    const lastColumn = Math.min(columnIndex(right), table.columns - 1)
    const lastRow = Math.min(Number(bottom), table.rows)
    for (let row = Number(top); row <= lastRow; row += 1)
      for (let column = columnIndex(left); column <= lastColumn; column += 1) {
        looked += 1
        if (looked > mostCovered) throw new SheetError('damaged')
        if (row !== Number(top) || column !== columnIndex(left)) covered.add(`${columnName(column)}${row}`)
      }
  }
  return covered
}
