/** Sheets and CSV files as the same thing: rows of cells, and what may stand in them. */
import { Problem } from '#platform/http/problem.ts'
import { readDelimited, type DelimitedField } from '#platform/sheet/delimited.ts'
import { formatOf } from '#platform/sheet/read-sheet.ts'
import { decodeText, guessDelimiter, type DecodedText } from '#platform/sheet/text-file.ts'
import { openWorkbook, type CellRange, type WorkbookFile } from '#platform/sheet/workbook-file.ts'

export interface GridCell {
  readonly text: string
  readonly isFormula: boolean
}

export interface GridRow {
  /** As a spreadsheet counts. */
  readonly number: number
  readonly isHidden: boolean
  readonly cells: ReadonlyMap<number, GridCell>
}

export interface Grid {
  readonly name: string
  readonly isHidden: boolean
  readonly isProtected: boolean
  /** Only those that say something. */
  readonly rows: readonly GridRow[]
  readonly merges: readonly CellRange[]
  /** What a cell takes; null when anything. */
  allowedAt(row: number, column: number): readonly string[] | null
}

export type SheetFile =
  | { readonly format: 'xlsx'; readonly grids: readonly Grid[]; readonly workbook: WorkbookFile }
  | {
      readonly format: 'csv'
      readonly grids: readonly Grid[]
      readonly source: DecodedText
      readonly delimiter: string
      readonly lines: readonly (readonly DelimitedField[])[]
      /** Lines in front of the first, which say how the file is separated. */
      readonly skipped: number
    }

const most = { rows: 50_000, columns: 100, sheets: 60 }

/** @throws Problem 422 `sheet.*` */
export function openSheetFile(bytes: Buffer): SheetFile {
  const format = formatOf(bytes)
  const file = format === 'xlsx' ? openXlsx(bytes) : openCsv(bytes)
  if (file.grids.every(({ rows }) => rows.length === 0)) throw new Problem(422, 'sheet.empty')
  return file
}

function openXlsx(bytes: Buffer): SheetFile {
  const workbook = openWorkbook(bytes, most)
  const grids = workbook.sheets.map(({ name, isHidden, content, merges, lists }) => ({
    name,
    isHidden,
    isProtected: content.isProtected,
    rows: content.rows.flatMap((row) => {
      const filled = row.cells.filter(({ text, isFormula }) => text.trim() !== '' || isFormula)
      if (filled.length === 0) return []
      const cells = new Map(filled.map((cell) => [cell.column, { text: cell.text.trim(), isFormula: cell.isFormula }]))
      return [{ number: row.number, isHidden: row.isHidden, cells }]
    }),
    merges,
    allowedAt: (row: number, column: number) =>
      lists.find(({ ranges }) => ranges.some((range) => covers(range, row, column)))?.values ?? null,
  }))
  return { format: 'xlsx', grids, workbook }
}

/** Whether a range has that cell. */
export function covers(range: CellRange, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right
}

function openCsv(bytes: Buffer): SheetFile {
  const source = decodeText(bytes)
  const told = /^sep=([,;\t|])\r?\n/i.exec(source.text)
  const skipped = told ? 1 : 0
  const delimiter = told?.[1] ?? guessDelimiter(source.text)
  const lines = readDelimited(source.text, delimiter, most.rows + skipped)
  const widest = lines.reduce((width, line) => Math.max(width, line.length), 0)
  if (widest > most.columns) throw new Problem(422, 'sheet.too_many_columns', { params: { most: most.columns } })
  const rows = lines.slice(skipped).flatMap((line, i) => {
    const filled = line.flatMap((field, column) =>
      field.text.trim() === '' ? [] : [[column, { text: field.text.trim(), isFormula: false }] as const],
    )
    return filled.length === 0 ? [] : [{ number: i + 1 + skipped, isHidden: false, cells: new Map(filled) }]
  })
  const grid = { name: '', isHidden: false, isProtected: false, rows, merges: [], allowedAt: () => null }
  return { format: 'csv', grids: [grid], source, delimiter, lines, skipped }
}
