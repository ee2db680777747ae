/**
 * The blocks that every format is read into. A block is a span of the extracted text; offsets are UTF-16 code units.
 */

/** What a stretch of text is, by its layout alone. */
export type BlockKind = 'heading' | 'paragraph' | 'item' | 'row' | 'code'

export interface Block {
  kind: BlockKind
  start: number
  end: number
  /** Heading level from 1, or nesting depth of a list item from 0. */
  level: number
  /** Table rows: the span of each cell and the words of the header row. */
  cells?: readonly { start: number; end: number }[]
  header?: readonly string[]
  /** Task list: false is an open box. */
  checked?: boolean
  /** Bold lead of a paragraph or item ("**Backups:** daily"), as an end offset. */
  labelEnd?: number
}

export interface ExtractedStatement {
  text: string
  blocks: readonly Block[]
  /** Title that the file itself names (frontmatter, <title>), if any. */
  namedTitle: string | null
  /** Language that the file itself names, if any. */
  namedLanguage: string | null
}

/** A paragraph whose lines are bullets without markup ("• one"), cut into its lines; others stay whole. */
export function splitDisguisedItems(raw: string): { bulleted: boolean; text: string }[] {
  const parts: { bulleted: boolean; text: string }[] = []
  for (const line of raw.split('\n')) {
    const mark = /^\s{0,20}(?:[•◦▪‣●○■–—✓✔]\s+|(?=[☐☑☒✗✘❌✅]\s*\S))/u.exec(line)
    const last = parts.at(-1)
    if (mark !== null) parts.push({ bulleted: true, text: line.slice(mark[0].length) })
    else if (last === undefined) parts.push({ bulleted: false, text: line })
    else last.text += ` ${line}`
  }
  return parts
}

/**
 * A row whose cells hold several paragraphs each: what stands in one cell is one measure, so a cell that lists many is
 * read as a list below its first cell. A table of one column is only a frame around text.
 */
export function writeTableRow(
  writer: BlockWriter,
  cells: readonly (readonly string[])[],
  header: readonly string[] | null,
): void {
  const filled = cells.filter((cell) => cell.some((part) => part.trim() !== ''))
  const isList = filled.some((cell) => cell.length > 1)
  const [first, ...rest] = filled
  if (first === undefined) return
  if (rest.length === 0 && (cells.length === 1 || isList)) {
    for (const part of first) writer.write(first.length > 2 && part.length < 200 ? 'item' : 'paragraph', part, 0)
    return
  }
  if (!isList || first.length > 1) {
    writer.writeRow(
      cells.map((cell) => cell.join(' ')),
      header,
    )
    return
  }
  writer.write('heading', first.join(' '), 6)
  for (const cell of rest) for (const part of cell) writer.write(cell.length > 1 ? 'item' : 'paragraph', part, 0)
}

/** Collects text and blocks of formats whose markup is taken out. */
export class BlockWriter {
  readonly blocks: Block[] = []
  private readonly parts: string[] = []
  private length = 0

  /** Appends a block; white space is collapsed, an empty text is dropped. Returns whether something was written. */
  write(kind: BlockKind, raw: string, level: number, more: { checked?: boolean; labelLength?: number } = {}): boolean {
    const text = raw.replace(/[\s\u00a0]+/g, ' ').trim()
    if (text === '') return false
    const start = this.length
    const { checked, labelLength } = more
    this.append(text)
    this.blocks.push({
      kind,
      start,
      end: start + text.length,
      level,
      ...(checked === undefined ? {} : { checked }),
      ...(labelLength === undefined ? {} : { labelEnd: start + Math.min(labelLength, text.length) }),
    })
    return true
  }

  /** Appends a table row, its cells set apart by " | ". */
  writeRow(cells: readonly string[], header: readonly string[] | null): void {
    const clean = cells.map((cell) => cell.replace(/[\s\u00a0]+/g, ' ').trim())
    if (clean.every((cell) => cell === '')) return
    const start = this.length
    let at = start
    const spans = clean.map((cell) => {
      const span = { start: at, end: at + cell.length }
      at = span.end + 3
      return span
    })
    this.append(clean.join(' | '))
    this.blocks.push({
      kind: 'row',
      start,
      end: at - 3,
      level: 0,
      cells: spans,
      ...(header === null ? {} : { header }),
    })
  }

  text(): string {
    return this.parts.join('')
  }

  private append(text: string): void {
    this.parts.push(text, '\n')
    this.length += text.length + 1
  }
}
