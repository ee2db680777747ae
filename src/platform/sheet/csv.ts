/**
 * Comma-separated values as RFC 4180 describes them: a line ends with CR LF, and what holds a comma, a quote or a line
 * end stands in quotes. The file begins with a byte order mark, without which Excel takes UTF-8 for something else. A
 * cell that a spreadsheet would calculate gets an apostrophe in front, so that opening a file never runs what a
 * stranger wrote into a log (CWE-1236).
 */

/** U+FEFF, the first character of a file. */
export const byteOrderMark = '\u{FEFF}'

/**
 * What a spreadsheet begins to calculate at, also behind quotes and blanks, which some strip when they read: OWASP's
 * list for CSV injection with the full-width forms that Excel takes for the same.
 */
const formula = /^["'\s\u{FEFF}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|^["']?[\t\r\n]/u

/** One line with its end. Numbers are written as they are; null is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
