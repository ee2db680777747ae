/**
 * Reads a table out of a file of a stranger: CSV as programs write it (UTF-8 with or without byte order mark, UTF-16,
 * Windows-1252; commas, semicolons or tabs) or the first sheet of an Excel workbook. Every cell comes as the text that a
 * person sees; which cells are calculated is told, so that nobody takes a formula for data. The size is bounded before
 * anything is built: bytes, unpacked bytes, rows, columns.
 */
import { CsvError, parse as parseCsv } from 'csv-parse/sync'
import { readSheet as readExcel } from 'read-excel-file/node'
import { packArchive } from '../archive/pack.ts'
import { ArchiveError, unpackArchive } from '../archive/unpack.ts'
import { Problem } from '../http/problem.ts'
import { columnName } from './column.ts'
import { findFormulas, findMerged, SheetError } from './sheet-cells.ts'
import { decodeText, encodingOf, guessDelimiter } from './text-file.ts'

export interface SheetCell {
  /** As it stands in the file, trimmed; a date is `YYYY-MM-DD`. */
  readonly text: string
  readonly isFormula: boolean
  /** Covered by a merged cell that begins elsewhere: what a person sees here is not in the file. */
  readonly isMerged: boolean
}

export interface SheetRow {
  /** As a spreadsheet counts: the first row of the file is 1. */
  readonly number: number
  readonly cells: readonly SheetCell[]
}

export interface ReadTable {
  readonly format: 'csv' | 'xlsx'
  readonly titles: readonly string[]
  /** Rows above the titles that are not empty, and sheets behind the first: what is not read. */
  readonly unread: { readonly rows: readonly number[]; readonly sheets: readonly string[] }
  /** The rows below it that are not empty. */
  readonly rows: readonly SheetRow[]
}

export const mostRows = 50_000
export const mostColumns = 100
const mostUnpackedBytes = 128 * 1024 * 1024
const mostMembers = 1_000

/** In so many rows titles are looked for: above them stand a heading, a date, who made the list. */
const mostAbove = 10

/**
 * Reads a file. Titles stand in the first row that is not empty, or in one of the next that has more of what
 * `isTitle` knows.
 * @throws Problem 422 `sheet.wrong_file`, `sheet.old_excel`, `sheet.encrypted`, `sheet.damaged`, `sheet.open_quote`,
 * `sheet.mixed_encoding`, `sheet.too_large`, `sheet.too_many_rows`, `sheet.too_many_columns`, `sheet.empty`
 */
export async function readTable(bytes: Buffer, isTitle: (text: string) => boolean = () => false): Promise<ReadTable> {
  const format = formatOf(bytes)
  const { rows, sheets } = format === 'xlsx' ? await readWorkbook(bytes) : { rows: readCsv(bytes), sheets: [] }
  const filled = rows.filter(({ cells }) => cells.some(({ text }) => text !== ''))
  const titles = findTitles(filled, isTitle)
  const [head, ...below] = filled.slice(titles)
  if (!head || below.length === 0) throw new Problem(422, 'sheet.empty')
  if (below.length > mostRows) throw new Problem(422, 'sheet.too_many_rows', { params: { most: mostRows } })
  const width = filled.reduce(
    (most, { cells }) => Math.max(most, cells.findLastIndex(({ text }) => text !== '') + 1),
    0,
  )
  if (width > mostColumns) throw new Problem(422, 'sheet.too_many_columns', { params: { most: mostColumns } })
  return {
    format,
    titles: Array.from({ length: width }, (_, i) => head.cells[i]?.text ?? ''),
    unread: { rows: filled.slice(0, titles).map(({ number }) => number), sheets },
    rows: below.map(({ number, cells }) => ({ number, cells: cells.slice(0, width) })),
  }
}

function findTitles(rows: readonly SheetRow[], isTitle: (text: string) => boolean): number {
  const known = rows
    .slice(0, mostAbove)
    .map(({ cells }) => new Set(cells.flatMap(({ text }) => (isTitle(text) ? [text] : []))).size)
  const best = Math.max(0, ...known)
  // One word alone may be a heading.
  return best > Math.max(1, known[0] ?? 0) ? known.indexOf(best) : 0
}

/**
 * What a file is, by its first bytes.
 * @throws Problem 422 `sheet.wrong_file`, `sheet.old_excel`, `sheet.encrypted`
 */
export function formatOf(bytes: Buffer): 'csv' | 'xlsx' {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'xlsx'
  // A compound file: Excel up to 2003, or a workbook under a password.
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex')))
    throw new Problem(422, bytes.includes('EncryptedPackage', 0, 'utf16le') ? 'sheet.encrypted' : 'sheet.old_excel')
  if (bytes.subarray(0, 5).equals(Buffer.from('%PDF-')) || (encodingOf(bytes) === 'bytes' && bytes.includes(0)))
    throw new Problem(422, 'sheet.wrong_file')
  return 'csv'
}

// ---- CSV ------------------------------------------------------------------------------------------------------------

/** What a spreadsheet would begin to calculate (CWE-1236); a lone sign is a dash. */
const formula = /^[=@\uFF1D\uFF20]|^[+\-\uFF0B\uFF0D](?=.*[A-Za-z(=!|])/u
/** An apostrophe that `csvLine` puts in front of such a cell. */
const guarded = /^'(?=["'\s\u{FEFF}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/u

function readCsv(bytes: Buffer): SheetRow[] {
  const { text } = decodeText(bytes)
  const told = /^sep=([,;\t|])\r?\n/i.exec(text)
  const body = told ? text.slice(told[0].length) : text
  const skipped = told ? 1 : 0
  let records: { record: string[]; info: { lines: number } }[]
  try {
    // The shape that the option `info` asks for.
    records = parseCsv(body, {
      delimiter: told?.[1] ?? guessDelimiter(body),
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      max_record_size: 1_000_000,
      to: mostRows + 1_000,
    }) as unknown as typeof records
  } catch (cause) {
    if (cause instanceof CsvError && cause.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new Problem(422, 'sheet.open_quote', { params: { row: openQuoteIn(body) + skipped }, cause })
    throw new Problem(422, 'sheet.damaged', { cause })
  }
  return records.map(({ record }, i) => ({
    number: i + 1 + skipped,
    cells: record.map((cell) => {
      const trimmed = cell.trim()
      const isGuarded = guarded.test(trimmed)
      return {
        text: isGuarded ? trimmed.slice(1) : trimmed,
        isFormula: !isGuarded && formula.test(trimmed),
        isMerged: false,
      }
    }),
  }))
}

/** The line of the last quote, which nothing closes. */
function openQuoteIn(text: string): number {
  return text.slice(0, text.lastIndexOf('"')).split(/\r\n|[\r\n]/).length
}

// ---- Workbooks ------------------------------------------------------------------------------------------------------

async function readWorkbook(bytes: Buffer): Promise<{ rows: SheetRow[]; sheets: string[] }> {
  const members = unpackWorkbook(bytes)
  const workbook = members.get('xl/workbook.xml')?.toString('utf8')
  if (workbook === undefined) throw new Problem(422, 'sheet.wrong_file')
  const path = firstSheet(workbook, members)
  const sheet = members.get(path)
  if (sheet === undefined) throw new Problem(422, 'sheet.damaged')
  const xml = sheet.toString('utf8')
  const formulas = formulasIn(xml)
  // The library is given what was inflated and looked over here, not the file: of sheets only that one, so that a
  // workbook whose first sheet is another for the library has none.
  const looked = [...members].filter(([name, content]) => name === path || !content.includes('sheetData'))
  let data: readonly (readonly unknown[])[]
  try {
    // Numbers as they are written: a personnel number keeps its zeros and its length.
    data = await readExcel(packArchive(new Map(looked)), 1, { parseNumber: (text: string) => text })
  } catch (cause) {
    throw new Problem(422, 'sheet.damaged', { cause })
  }
  const width = data.reduce((most, row) => Math.max(most, row.length), 0)
  const covered = mergedIn(xml, { rows: data.length, columns: width })
  const rows = data.map((row, i) => ({
    number: i + 1,
    cells: row.map((value, column) => {
      const place = `${columnName(column)}${i + 1}`
      return { text: textOf(value), isFormula: formulas.has(place), isMerged: covered.has(place) }
    }),
  }))
  return { rows, sheets: sheetNames(workbook).slice(1) }
}

function mergedIn(xml: string, size: { rows: number; columns: number }): ReadonlySet<string> {
  try {
    return findMerged(xml, size)
  } catch (cause) {
    throw new Problem(422, 'sheet.damaged', { cause })
  }
}

/** What the sheets are called, in their order. */
function sheetNames(workbook: string): string[] {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"/g)].map(([, name = '']) =>
    name.replaceAll(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole),
  )
}

/**
 * The members of a workbook, within bounds.
 * @throws Problem 422 `sheet.wrong_file`, `sheet.damaged`, `sheet.encrypted`, `sheet.too_large`
 */
export function unpackWorkbook(bytes: Buffer): ReadonlyMap<string, Buffer> {
  try {
    return unpackArchive(bytes, { members: mostMembers, bytes: mostUnpackedBytes })
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause
    const codes = {
      not_zip: 'sheet.wrong_file',
      damaged: 'sheet.damaged',
      encrypted: 'sheet.encrypted',
      too_large: 'sheet.too_large',
    } as const
    throw new Problem(422, codes[cause.fault], { cause })
  }
}

/** Which member is the sheet that stands first in the workbook. */
function firstSheet(workbook: string, members: ReadonlyMap<string, Buffer>): string {
  const id = /<(?:\w+:)?sheet\b[^>]*?\b\w+:id="([^"]+)"/.exec(workbook)?.[1]
  const relations = members.get('xl/_rels/workbook.xml.rels')?.toString('utf8') ?? ''
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`Id="${id}"`))
  const target = /\bTarget="([^"]+)"/.exec(relation ?? '')?.[1] ?? 'worksheets/sheet1.xml'
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** @throws Problem 422 `sheet.damaged`, `sheet.too_many_rows`, `sheet.too_many_columns` */
function formulasIn(sheet: string): ReadonlySet<string> {
  try {
    // Rows that are empty do not count against the table's own bound.
    return findFormulas(sheet, { rows: mostRows + 1_000, columns: mostColumns })
  } catch (cause) {
    if (!(cause instanceof SheetError)) throw cause
    const most = cause.fault === 'too_many_columns' ? mostColumns : mostRows
    throw new Problem(422, `sheet.${cause.fault}`, { params: { most }, cause })
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  // A sheet knows no time zones: its days come as midnight in UTC.
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value).trim()
}
