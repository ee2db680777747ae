/**
 * Text runs on pages → text and blocks. A PDF knows no words, lines or tables, only where glyphs stand; so distance
 * decides, in the order in which the file draws, which is the reading order of every common writer (columns one after
 * the other, tables cell by cell). Files that draw across columns line by line are sorted. What repeats on the edges of
 * pages is dropped, words broken at a line's end are whole again.
 */
import { BlockWriter, type Block, splitDisguisedItems, writeTableRow } from './block.ts'
import { isPageMark, joinLines, startsItem } from './line.ts'
import { findTables, type Segment, type TableRow } from './pdf-table.ts'

/** In points, from the lower left corner of the page; y is the baseline. */
export interface PdfRun {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isBold: boolean
}

export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly runs: readonly PdfRun[]
}

const edge = 0.1

/** The text of all pages in the order of reading, and its blocks. */
export function layOutPages(pages: readonly PdfPage[]): { text: string; blocks: readonly Block[] } {
  const lines = pages.map((page, at) => joinRuns(page, at))
  const bodyHeight = mostCommonHeight(lines.flat())
  dropRepeated(pages, lines, bodyHeight)
  const all = lines.flat()
  const writer = new BlockWriter()
  const setter = new BlockSetter(writer, bodyHeight, all)
  for (const [at, segments] of lines.entries()) {
    const ordered = orderColumns(segments, pages[at]?.width ?? 0)
    for (const piece of findTables(ordered)) setter.take(piece)
  }
  setter.end()
  return { text: writer.text(), blocks: writer.blocks }
}

function joinRuns(page: PdfPage, at: number): Segment[] {
  const segments: Segment[] = []
  let open: Segment | null = null
  for (const run of page.runs) {
    const text = run.text
      .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
      .replace(/\uf0b7|\uf0a7/g, '•')
    if (text.trim() === '') {
      if (open !== null && open.text !== '' && Math.abs(open.y - run.y) < open.height * 0.3) {
        if (run.width < open.height * 2 && !open.text.endsWith(' ')) open.text += ' '
      }
      continue
    }
    if (open !== null && Math.abs(open.y - run.y) < open.height * 0.35) {
      const gap = run.x - open.right
      const reach = isMark(open.text) ? 5 : 1.3
      if (gap > -open.height * 0.5 && gap < open.height * reach) {
        const spaced =
          /\s$/.test(open.text) || /^\s/.test(text) || gap < open.height * (open.text.endsWith('-') ? 0.45 : 0.12)
        open.text += spaced ? text : ` ${text}`
        open.right = run.x + run.width
        open.isBold &&= run.isBold
        continue
      }
    } else if (open !== null && isSuperscript(open, run)) {
      open.right = Math.max(open.right, run.x + run.width)
      continue
    }
    const { x, y, width, height, isBold } = run
    open = { text, x, right: x + width, y, height, isBold, page: at }
    segments.push(open)
  }
  for (const segment of segments) segment.text = segment.text.replace(/\s+/g, ' ').trim()
  return joinJustified(segments.filter((segment) => segment.text !== ''))
}

/**
 * A line that is stretched to fill a narrow column has wide gaps, too, but equal ones between single words; or it has
 * the edges of the line beside it.
 */
function joinJustified(segments: readonly Segment[]): Segment[] {
  const lines: Segment[][] = []
  for (const segment of segments) {
    const line = lines.at(-1)
    const last = line?.at(-1)
    if (
      line !== undefined &&
      last !== undefined &&
      Math.abs(last.y - segment.y) < segment.height * 0.35 &&
      segment.x > last.right
    )
      line.push(segment)
    else lines.push([segment])
  }
  const edges = (line: readonly Segment[] | undefined): string =>
    line === undefined ? '' : `${Math.round((line[0]?.x ?? 0) / 3)} ${Math.round((line.at(-1)?.right ?? 0) / 3)}`
  const isStretched = lines.map((line) => {
    const gaps = line.slice(1).map((segment, at) => segment.x - (line[at]?.right ?? 0))
    const widest = Math.max(...gaps)
    return line.length >= 3 && line.every(({ text }) => !/\s/.test(text)) && widest < Math.min(...gaps) * 1.4
  })
  return lines.flatMap((line, at) => {
    const isBeside = [at - 1, at + 1].some(
      (other) => edges(lines[other]) === edges(line) && (lines[other]?.length === 1 || isStretched[other] === true),
    )
    const isClose = line.slice(1).every((segment, index) => segment.x - (line[index]?.right ?? 0) < segment.height * 5)
    return line.length > 1 && isClose && (isStretched[at] === true || isBeside) ? [joinLine(line)] : line
  })
}

function joinLine(line: readonly Segment[]): Segment {
  const [first, ...rest] = line
  if (first === undefined) throw new Error('a line has a segment')
  return {
    ...first,
    text: line.map(({ text }) => text).join(' '),
    right: rest.at(-1)?.right ?? first.right,
    isBold: line.every(({ isBold }) => isBold),
  }
}

/** A bullet or a number that stands alone before its text. */
function isMark(text: string): boolean {
  return /^(?:[•◦▪‣●○■□☐☑☒✓✔·–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|§\s?\d{1,3}|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s*$/iu.test(
    text,
  )
}

/** The mark of a footnote. */
function isSuperscript(open: Segment, run: PdfRun): boolean {
  return (
    run.height < open.height * 0.8 &&
    run.y > open.y &&
    run.y - open.y < open.height &&
    Math.abs(run.x - open.right) < open.height &&
    /^[\d*†]{1,3}$/.test(run.text.trim())
  )
}

/** Headers and footers: what stands on the edge of several pages, numbers apart, and page numbers. */
function dropRepeated(pages: readonly PdfPage[], lines: Segment[][], bodyHeight: number): void {
  const isOnEdge = (segment: Segment) => {
    const { height } = pages[segment.page] ?? { height: 0 }
    return segment.y > height * (1 - edge) || segment.y < height * edge
  }
  const key = (segment: Segment) => segment.text.replace(/\d+/g, '#').toLowerCase()
  const seen = new Map<string, number>()
  for (const page of lines) {
    for (const name of new Set(page.filter(isOnEdge).map(key))) seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  const often = Math.max(2, pages.length * 0.4)
  for (const [at, page] of lines.entries()) {
    const marked = page.filter((segment) => isOnEdge(segment) && isPageMark(segment.text)).map((segment) => segment.y)
    lines[at] = page.filter(
      (segment) =>
        !isOnEdge(segment) ||
        (!isSmallPrint(segment, pages[at]?.height ?? 0, bodyHeight) &&
          (seen.get(key(segment)) ?? 0) < often &&
          !marked.some((y) => Math.abs(y - segment.y) < segment.height * 0.5)),
    )
  }
}

/** What a browser prints at the very edge, on a single page, too. */
function isSmallPrint({ y, height, text }: Segment, pageHeight: number, bodyHeight: number): boolean {
  const isOutside = y > pageHeight * 0.94 || y < pageHeight * 0.06
  return isOutside && height < bodyHeight * 0.88 && text.length < 120
}

function mostCommonHeight(segments: readonly Segment[]): number {
  const letters = new Map<number, number>()
  for (const { height, text } of segments) {
    const rounded = Math.round(height * 2) / 2
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length)
  }
  return [...letters].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 10
}

/** Words with a hyphen that the document writes within a line: they keep it at a line's end, too. */
function words(segments: readonly Segment[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { text } of segments)
    for (const match of text.matchAll(/\p{L}+-\p{L}+/gu)) if (found.size < 20_000) found.add(match[0].toLowerCase())
  return found
}

/**
 * The order of reading. Where a file draws line by line across two columns, each line is followed by one on the same
 * height to its right, and both are as wide as columns of prose are.
 */
function orderColumns(segments: readonly Segment[], width: number): readonly Segment[] {
  const pairs: [Segment, Segment][] = []
  for (const [at, segment] of segments.entries()) {
    const next = segments[at + 1]
    if (next !== undefined && Math.abs(next.y - segment.y) < segment.height * 0.35 && next.x > segment.right)
      pairs.push([segment, next])
  }
  const wide = pairs.filter(([a, b]) => a.right - a.x > width * 0.28 && b.right - b.x > width * 0.2)
  if (wide.length < 5 || wide.length < pairs.length * 0.6) return segments
  const lefts = wide.map(([left]) => left.right).toSorted((a, b) => a - b)
  const rights = wide.map(([, right]) => right.x).toSorted((a, b) => a - b)
  const gutter = ((lefts.at(-1) ?? 0) + (rights[0] ?? 0)) / 2
  if ((lefts.at(-1) ?? 0) >= (rights[0] ?? 0)) return segments
  const ordered: Segment[] = []
  let left: Segment[] = []
  let right: Segment[] = []
  const flush = () => {
    ordered.push(...left, ...right)
    left = []
    right = []
  }
  for (const segment of segments.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    if (segment.x < gutter && segment.right > gutter) {
      flush()
      ordered.push(segment)
    } else if (segment.x < gutter) left.push(segment)
    else right.push(segment)
  }
  flush()
  return ordered
}

interface OpenBlock {
  readonly kind: 'heading' | 'paragraph' | 'item'
  readonly lines: Segment[]
  readonly level: number
}

/** Puts lines together to blocks. */
class BlockSetter {
  private readonly writer: BlockWriter
  private readonly bodyHeight: number
  private readonly hyphenated: ReadonlySet<string>
  private readonly segments: readonly Segment[]
  private open: OpenBlock | null = null
  private header: string[] | null = null

  constructor(writer: BlockWriter, bodyHeight: number, segments: readonly Segment[]) {
    this.writer = writer
    this.bodyHeight = bodyHeight
    this.hyphenated = words(segments)
    this.segments = segments
  }

  take(piece: Segment | TableRow): void {
    if ('cells' in piece) {
      this.end()
      const cells = piece.cells.map((cell) => this.cellParts(cell))
      if (piece.isFirst) {
        this.header = piece.isHeader ? cells.map((cell) => cell.join(' ')) : null
        if (piece.isHeader) return
      }
      writeTableRow(this.writer, cells, this.header)
      return
    }
    if (this.open !== null && this.continues(this.open, piece)) {
      this.open.lines.push(piece)
      return
    }
    this.end()
    const kind = startsItem(piece.text) ? 'item' : this.isHeading(piece) ? 'heading' : 'paragraph'
    this.open = { kind, lines: [piece], level: kind === 'heading' ? this.headingLevel(piece) : 0 }
  }

  end(): void {
    const { open } = this
    this.open = null
    if (open === null) return
    const text = joinLines(
      open.lines.map((line) => line.text),
      this.hyphenated,
    )
    if (open.kind === 'heading') {
      this.writer.write('heading', text, open.level)
      return
    }
    if (open.kind === 'item') {
      this.writer.write('item', text.replace(startOfItem, ''), 0)
      return
    }
    for (const part of splitDisguisedItems(text)) this.writer.write(part.bulleted ? 'item' : 'paragraph', part.text, 0)
  }

  private cellParts(cell: readonly Segment[]): string[] {
    const parts: string[][] = []
    for (const line of cell) {
      if (parts.length === 0 || startsItem(line.text)) parts.push([line.text])
      else parts.at(-1)?.push(line.text)
    }
    return parts.map((lines) => joinLines(lines, this.hyphenated).replace(parts.length > 1 ? startOfItem : /^$/, ''))
  }

  private isHeading(line: Segment): boolean {
    if (line.text.length > 120 || /[.;,]$/.test(line.text) || !/\p{L}{2}/u.test(line.text)) return false
    if (line.height > this.bodyHeight * 1.12) return true
    return line.isBold && !line.text.endsWith(':')
  }

  private headingLevel(line: Segment): number {
    const ratio = line.height / this.bodyHeight
    return ratio > 1.8 ? 1 : ratio > 1.35 ? 2 : ratio > 1.12 ? 3 : 4
  }

  private continues(open: OpenBlock, line: Segment): boolean {
    const last = open.lines.at(-1)
    if (last === undefined || startsItem(line.text)) return false
    const step = last.y - line.y
    const sameType = Math.abs(last.height - line.height) < last.height * 0.08
    if (open.kind === 'heading') {
      return sameType && line.isBold === last.isBold && step > 0 && step < line.height * 1.6 && this.isHeading(line)
    }
    if (
      this.isHeading(line) &&
      !(last.isBold && open.lines.length > 0 && sameType && line.isBold && step < line.height * 1.5)
    )
      return false
    const endsSentence = /[.!?:;]["”“)]?$/.test(last.text)
    const goesOn = /^\p{Ll}/u.test(line.text) || /[\p{L}][-\u00ad\u2010]$/u.test(last.text)
    // Another column or page: only a sentence that was cut goes on there.
    if (step <= 0 || line.page !== last.page) return sameType && goesOn && !endsSentence
    if (!sameType) return false
    const usual = this.usualStep(open)
    if (step > Math.max(usual * 1.25, line.height * 1.1)) return step < line.height * 2.2 && goesOn && !endsSentence
    const first = open.lines[0] ?? last
    if (open.kind === 'item') return line.x > first.x - line.height * 0.3 || goesOn
    // A line that ends although the next word would have fitted ends its item, even without a full stop or a bullet.
    const nextWord = /^\S+/.exec(line.text)?.[0].length ?? 0
    const isShort = last.right + line.height * (0.3 + nextWord * 0.52) < this.columnRight(last)
    if (
      isShort &&
      /^[\p{Lu}\d]/u.test(line.text) &&
      !/(?:[,(–-]|(?<!\p{L})(?:und|oder|der|die|das|des|dem|den|von|mit|für|in|an|auf|zu|and|or|the|of|to|for|with|a|by))$/iu.test(
        last.text,
      )
    )
      return false
    // Paragraphs set apart by an indent, or by a line that ends early.
    if (endsSentence && line.x > last.x + line.height * 0.8) return false
    const widest = Math.max(...open.lines.slice(-6).map((own) => own.right))
    if (endsSentence && open.lines.length > 1 && last.right < widest - (widest - last.x) * 0.3) return false
    return true
  }

  private columnRight(line: Segment): number {
    return Math.max(
      ...this.segments
        .filter(
          (own) =>
            own.page === line.page && Math.abs(own.x - line.x) < 30 && Math.abs(own.y - line.y) < line.height * 5,
        )
        .map((own) => own.right),
    )
  }

  private usualStep(open: OpenBlock): number {
    const [first, second] = open.lines
    return first !== undefined && second !== undefined && first.y > second.y
      ? first.y - second.y
      : first
        ? first.height * 1.6
        : 0
  }
}

const startOfItem = /^(?:[•◦▪‣●○■□·*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+/iu
