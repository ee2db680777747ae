/**
 * Comma-separated values of a stranger with the place of every field, so that single fields can be written anew and
 * everything else stays as it was, to the byte: delimiter, quotes, line ends, encoding.
 */
import { Problem } from '../http/problem.ts'

export interface DelimitedField {
  /** Where it stands, quotes included: UTF-16 code units. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly isQuoted: boolean
}

/**
 * The fields of all lines; a quoted field may hold line ends (RFC 4180).
 * @throws Problem 422 `sheet.open_quote` naming the line, `sheet.too_many_rows`
 */
export function readDelimited(text: string, delimiter: string, mostRows: number): DelimitedField[][] {
  const rows: DelimitedField[][] = []
  let row: DelimitedField[] = []
  let at = 0
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter)
    row.push(field)
    at = field.end
    if (text[at] === delimiter) {
      at += 1
      // A delimiter at the very end has an empty field behind it.
      if (at === text.length) row.push({ start: at, end: at, text: '', isQuoted: false })
      else if (text[at] !== '\r' && text[at] !== '\n') continue
      else row.push({ start: at, end: at, text: '', isQuoted: false })
    }
    if (text.startsWith('\r\n', at)) at += 2
    else if (at < text.length) at += 1
    rows.push(row)
    row = []
    if (rows.length > mostRows) throw new Problem(422, 'sheet.too_many_rows', { params: { most: mostRows } })
  }
  return rows
}

function plain(text: string, start: number, delimiter: string): DelimitedField {
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { start, end, text: text.slice(start, end), isQuoted: false }
}

function quoted(text: string, start: number, delimiter: string): DelimitedField {
  let content = ''
  let at = start + 1
  for (;;) {
    const next = text.indexOf('"', at)
    if (next < 0)
      throw new Problem(422, 'sheet.open_quote', {
        params: { row: text.slice(0, start).split(/\r\n|[\r\n]/).length },
      })
    content += text.slice(at, next)
    if (text[next + 1] !== '"') {
      // What follows a closing quote belongs to the field, as spreadsheets read it.
      const rest = plain(text, next + 1, delimiter)
      return { start, end: rest.end, text: content + rest.text, isQuoted: true }
    }
    content += '"'
    at = next + 2
  }
}

/** What a spreadsheet would begin to calculate (CWE-1236), also behind blanks. */
const formula = /^["'\s\u{FEFF}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u

/** Fields to be written: by row and column from 0. */
export interface FieldChange {
  readonly row: number
  readonly column: number
  readonly text: string
}

/**
 * The text with some fields written anew. A line that is too short for a change gets the delimiters that it lacks.
 * @throws RangeError for a row that the text does not have
 */
export function writeDelimited(
  text: string,
  delimiter: string,
  rows: readonly (readonly DelimitedField[])[],
  changes: readonly FieldChange[],
): string {
  const splices: { start: number; end: number; text: string }[] = []
  for (const [number, ofRow] of Map.groupBy(changes, ({ row }) => row)) {
    const fields = rows[number]
    const last = fields?.at(-1)
    if (!fields || !last) throw new RangeError(`there is no row ${number}`)
    let appended = ''
    let width = fields.length
    for (const change of ofRow.toSorted((a, b) => a.column - b.column)) {
      const field = fields[change.column]
      const written = writeField(change.text, delimiter, field?.isQuoted ?? false)
      if (field) splices.push({ start: field.start, end: field.end, text: written })
      else {
        appended += delimiter.repeat(change.column + 1 - width) + written
        width = change.column + 1
      }
    }
    if (appended !== '') splices.push({ start: last.end, end: last.end, text: appended })
  }
  let out = ''
  let at = 0
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    out += text.slice(at, splice.start) + splice.text
    at = splice.end
  }
  return out + text.slice(at)
}

function writeField(text: string, delimiter: string, isQuoted: boolean): string {
  const safe = formula.test(text) ? `'${text}` : text
  const needsQuotes = isQuoted || /["\r\n]/.test(safe) || safe.includes(delimiter)
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe
}
