/**
 * A table as a file that is made while it is sent: comma-separated values, or a workbook of one sheet. One description
 * of its columns and rows serves both; whatever its length, neither holds more than some rows at a time.
 */
import { byteOrderMark, csvLine } from './csv.ts'
import { chunkLength, writeWorkbook, type Sheet } from './workbook.ts'

/** Also the ending of the file's name. */
export type TableFormat = 'csv' | 'xlsx'

export interface TableFile {
  readonly mediaType: string
  /** Asked once: rows are read while the file is sent. */
  readonly chunks: () => AsyncIterable<Uint8Array | string>
}

const mediaTypes: Readonly<Record<TableFormat, string>> = {
  // RFC 7111 §5.1
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * The table in that format. The name of the sheet is any text; what Excel refuses in one is left out. Instants are
 * written as ISO 8601 in UTC where a file knows no dates (CSV).
 */
export function makeTableFile(format: TableFormat, table: Sheet): TableFile {
  return {
    mediaType: mediaTypes[format],
    chunks: () => (format === 'csv' ? writeCsv(table) : writeWorkbook({ ...table, name: sheetName(table.name) })),
  }
}

/** Excel refuses names of sheets with these, and longer ones. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31)

async function* writeCsv({ columns, rows }: Sheet): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns.map(({ title }) => title))
  let lines = ''
  for await (const row of rows) {
    lines += csvLine(row.map((cell) => (cell instanceof Date ? cell.toISOString() : cell)))
    if (lines.length < chunkLength) continue
    yield lines
    lines = ''
  }
  if (lines !== '') yield lines
}
