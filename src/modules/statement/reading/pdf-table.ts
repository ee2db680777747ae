/**
 * Finds tables among the lines of a page. Writers draw a table cell by cell, so a row is a cell, then one to its right
 * that begins no lower than the first ends, and so on; two such rows with the same columns are a table.
 */
/** What stands on one line without a wide gap. */
export interface Segment {
  text: string
  readonly x: number
  right: number
  readonly y: number
  height: number
  isBold: boolean
  readonly page: number
}

export interface TableRow {
  readonly cells: readonly (readonly Segment[])[]
  /** The first row of its table. */
  readonly isFirst: boolean
  readonly isHeader: boolean
}

interface Row {
  cells: Segment[][]
  /** Index after the last segment. */
  end: number
}

/** A cell of more lines than this is a column of text. */
const mostCellLines = 14

/** The page again, with rows in place of the lines that make them. */
export function findTables(segments: readonly Segment[]): (Segment | TableRow)[] {
  const pieces: (Segment | TableRow)[] = []
  let at = 0
  while (at < segments.length) {
    const rows: Row[] = []
    let next = at
    for (let row = readRow(segments, next); row !== null; row = readRow(segments, next)) {
      const [first] = rows
      if (first !== undefined && !sameColumns(first, row)) break
      rows.push(row)
      next = row.end
    }
    if (rows.length < 2) {
      const segment = segments[at]
      if (segment !== undefined) pieces.push(segment)
      at += 1
      continue
    }
    const columns = rows.toSorted((a, b) => b.cells.length - a.cells.length)[0]?.cells ?? []
    for (const [index, row] of rows.entries()) {
      const cells = placeCells(row.cells, columns)
      pieces.push({ cells, isFirst: index === 0, isHeader: index === 0 && isHeader(row, rows[1]) })
    }
    at = next
  }
  return pieces
}

function readRow(segments: readonly Segment[], start: number): Row | null {
  const first = segments[start]
  if (first === undefined) return null
  const cells: Segment[][] = [[first]]
  let at = start + 1
  for (; at < segments.length; at += 1) {
    const segment = segments[at]
    const cell = cells.at(-1)
    const last = cell?.at(-1)
    if (segment === undefined || cell === undefined || last === undefined || segment.page !== first.page) break
    const right = Math.max(...cell.map((line) => line.right))
    const left = Math.min(...cell.map((line) => line.x))
    const step = last.y - segment.y
    const bottom = Math.min(...cells.flat().map((line) => line.y))
    const top = Math.max(...cells.flat().map((line) => line.y))
    if (segment.x > right - segment.height * 0.2 && segment.y > bottom - segment.height * 0.6) {
      if (segment.y > top + segment.height * 6) break
      cells.push([segment])
    } else if (
      step > segment.height * 0.5 &&
      step < segment.height * 1.75 &&
      segment.x < right &&
      segment.right > left &&
      segment.x > left - segment.height * 0.5
    ) {
      // The first column's next line belongs to this row only if the row goes on to the right after it.
      if (cells.length === 1 && !rowFollows(segments, at, cell)) break
      cell.push(segment)
      if (cell.length > mostCellLines) return null
    } else break
  }
  if (cells.length < 2 || cells.length > 12) return null
  return { cells, end: at }
}

/** Whether, after some more lines of this cell, one stands to the right at a height that the cell has. */
function rowFollows(segments: readonly Segment[], from: number, cell: readonly Segment[]): boolean {
  const left = Math.min(...cell.map((line) => line.x))
  const top = cell[0]?.y ?? 0
  let right = Math.max(...cell.map((line) => line.right))
  for (let at = from; at < Math.min(segments.length, from + mostCellLines); at += 1) {
    const segment = segments[at]
    const before = segments[at - 1]
    if (segment === undefined || before === undefined) return false
    if (segment.x > right - segment.height * 0.2) {
      const height = segment.height
      return segment.y > before.y - height * 0.6 && segment.y <= top + height * 0.6 + (top - before.y) / 2
    }
    if (segment.x < left - segment.height * 0.5 || before.y - segment.y > segment.height * 1.75) return false
    right = Math.max(right, segment.right)
  }
  return false
}

/** Columns lie under each other, whether their cells begin at the left or stand in the middle. */
function sameColumns(a: Row, b: Row): boolean {
  const spans = (row: Row) =>
    row.cells.map(
      (cell) => [Math.min(...cell.map((line) => line.x)), Math.max(...cell.map((line) => line.right))] as const,
    )
  const [few, many] = a.cells.length < b.cells.length ? [spans(a), spans(b)] : [spans(b), spans(a)]
  const under = few.filter(([x, right]) => many.filter(([from, to]) => x < to && right > from).length === 1).length
  return under >= Math.max(2, few.length * 0.6)
}

/** Cells under the column in which they stand; a column without one is empty. */
function placeCells(cells: readonly Segment[][], columns: readonly Segment[][]): Segment[][] {
  if (cells.length === columns.length) return [...cells]
  const starts = columns.map((cell) => Math.min(...cell.map((line) => line.x)))
  const placed: Segment[][] = starts.map(() => [])
  for (const cell of cells) {
    const x = Math.min(...cell.map((line) => line.x))
    let best = 0
    for (const [at, start] of starts.entries()) if (Math.abs(start - x) < Math.abs((starts[best] ?? 0) - x)) best = at
    placed[best]?.push(...cell)
  }
  return placed
}

function isHeader(row: Row, next: Row | undefined): boolean {
  const isBold = (candidate: Row | undefined) => candidate?.cells.flat().every((line) => line.isBold) === true
  const texts = row.cells.map((cell) => cell.map((line) => line.text).join(' '))
  if (texts.some((text) => text.length > 60 || (text.length > 5 && /[.!?]$/.test(text)))) return false
  return (
    (isBold(row) && !isBold(next)) ||
    texts.some((text) =>
      /^(?:nr\.?|no\.?|#|id|maßnahmen?|measures?|controls?|status|stand|umsetzung\p{L}*|umgesetzt|implement\p{L}*|bemerkung\p{L}*|beschreibung|description|bereich|area|frage|question|antwort|answer)$/iu.test(
        text.trim(),
      ),
    )
  )
}
