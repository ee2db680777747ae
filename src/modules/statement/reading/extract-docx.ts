/**
 * Word files → text and blocks: headings by style, lists by numbering, tables row by row. What Word does not print is
 * not read (deleted and hidden text, field codes, comments), nor what it prints on every page (headers, footers) or
 * makes itself (tables of contents). Only the tokenizer of parse5 is used, no tree: it is linear whatever the nesting.
 * ECMA-376 part 1, clause 17 (WordprocessingML).
 */
import { Tokenizer, type Token } from 'parse5'
import { BlockWriter, type ExtractedStatement, splitDisguisedItems, writeTableRow } from './block.ts'
import { readOrder, readStyles, type Styles } from './docx-style.ts'

interface Paragraph {
  text: string
  /** Letters set in bold from the start on, until the first that is not. */
  labelLength: number
  plain: boolean
  style: string
  listLevel: number | null
  outline: number | null
}

interface TableFrame {
  header: string[] | null
  rows: number
  cells: string[][]
  isHeader: boolean
  bold: boolean
}

/** What Wingdings shows at the places where forms keep their boxes. */
const symbols: Readonly<Record<string, string>> = {
  f0fc: '☑',
  f0fd: '☒',
  f0fe: '☑',
  f0fb: '✗',
  f0a8: '☐',
  f06f: '☐',
  f071: '☐',
  f0b7: '•',
  f0a7: '•',
}
/** What is inside is not what a reader sees. */
const skipped = new Set(['mc:fallback', 'w:del', 'w:movefrom', 'w:rprchange', 'w:pprchange', 'w:sectpr', 'w:tblpr'])

/** The parts of the archive, by name, as `unpackArchive` gives them. */
export function extractDocx(parts: ReadonlyMap<string, Uint8Array>): ExtractedStatement {
  const read = (name: string): string => new TextDecoder().decode(parts.get(name) ?? new Uint8Array())
  const styles = readStyles(read('word/styles.xml'))
  const numbered = readOrder(read('word/numbering.xml'))
  const reader = new DocxReader(styles, numbered)
  reader.read(read('word/document.xml'))
  const text = read('word/footnotes.xml')
  if (text !== '') reader.read(text)
  const title = /<dc:title>([^<]{1,300})<\/dc:title>/.exec(read('docProps/core.xml'))?.[1]?.trim() ?? null
  return { text: reader.writer.text(), blocks: reader.writer.blocks, namedTitle: title, namedLanguage: null }
}

class DocxReader {
  readonly writer = new BlockWriter()
  private readonly styles: Styles
  private readonly numbered: ReadonlySet<string>
  private readonly paragraphs: Paragraph[] = []
  private readonly tables: TableFrame[] = []
  private skip = 0
  private inText = false
  private bold = false
  private hidden = false
  private inProperties = false
  private inRun = false

  constructor(styles: Styles, numbered: ReadonlySet<string>) {
    this.styles = styles
    this.numbered = numbered
  }

  read(xml: string): void {
    const onText = (token: Token.CharacterToken) => {
      if (this.inText && this.skip === 0 && !this.hidden) this.append(token.chars)
    }
    const tokenizer = new Tokenizer(
      { sourceCodeLocationInfo: false },
      {
        onStartTag: (token) => {
          this.onStart(token)
          if (token.selfClosing) this.onEnd(token.tagName)
        },
        onEndTag: (token) => this.onEnd(token.tagName),
        onCharacter: onText,
        onWhitespaceCharacter: onText,
        onNullCharacter: () => {},
        onComment: () => {},
        onDoctype: () => {},
        onEof: () => {},
      },
    )
    tokenizer.write(xml, true)
    while (this.tables.length > 0) this.tables.pop()
  }

  private append(text: string): void {
    const paragraph = this.paragraphs.at(-1)
    if (paragraph === undefined || paragraph.text.length > 200_000) return
    if (!this.bold && text.trim() !== '') paragraph.plain = true
    paragraph.text += text
    if (this.bold && !paragraph.plain) paragraph.labelLength = paragraph.text.trim().length
  }

  private onStart(token: Token.TagToken): void {
    const tag = token.tagName
    if (skipped.has(tag)) {
      this.skip += 1
      return
    }
    if (this.skip > 0) return
    const value = (name = 'w:val') => token.attrs.find((attribute) => attribute.name === name)?.value
    const paragraph = this.paragraphs.at(-1)
    switch (tag) {
      case 'w:p':
        this.paragraphs.push({ text: '', labelLength: 0, plain: false, style: '', listLevel: null, outline: null })
        break
      case 'w:ppr':
        this.inProperties = true
        break
      case 'w:pstyle':
        if (paragraph !== undefined) paragraph.style = value() ?? ''
        break
      case 'w:outlinelvl':
        if (paragraph !== undefined && this.inProperties) paragraph.outline = Number(value() ?? 9)
        break
      case 'w:ilvl':
        if (paragraph !== undefined && this.inProperties) paragraph.listLevel = Number(value() ?? 0)
        break
      case 'w:numid':
        if (paragraph !== undefined && this.inProperties) {
          const id = value() ?? '0'
          if (id === '0') paragraph.listLevel = null
          else if (this.numbered.has(id)) paragraph.listLevel ??= 0
        }
        break
      case 'w:r':
        this.inRun = true
        this.bold = false
        this.hidden = false
        break
      case 'w:b':
        if (this.inRun) this.bold = isOn(value())
        break
      case 'w:vanish':
        if (this.inRun) this.hidden = isOn(value())
        break
      case 'w:t':
        this.inText = true
        break
      case 'w:tab':
        if (!this.inProperties) this.append('\t')
        break
      case 'w:br':
      case 'w:cr':
        this.append('\n')
        break
      case 'w:nobreakhyphen':
        this.append('-')
        break
      case 'w:sym':
        this.append(symbols[(value('w:char') ?? '').toLowerCase()] ?? '')
        break
      case 'w:tbl':
        this.tables.push({ header: null, rows: 0, cells: [], isHeader: false, bold: true })
        break
      case 'w:tr': {
        const table = this.tables.at(-1)
        if (table !== undefined) Object.assign(table, { cells: [], isHeader: false, bold: true })
        break
      }
      case 'w:tblheader': {
        const table = this.tables.at(-1)
        if (table !== undefined) table.isHeader = isOn(value())
        break
      }
      case 'w:tc':
        this.tables.at(-1)?.cells.push([])
        break
      case 'w:gridspan': {
        // Columns keep their places, so that a status stays under its heading.
        const table = this.tables.at(-1)
        for (let more = Math.min(Number(value() ?? 1), 20); more > 1; more -= 1) table?.cells.splice(-1, 0, [])
        break
      }
    }
  }

  private onEnd(tag: string): void {
    if (skipped.has(tag)) {
      if (this.skip > 0) this.skip -= 1
      return
    }
    if (this.skip > 0) return
    switch (tag) {
      case 'w:t':
        this.inText = false
        break
      case 'w:r':
        this.inRun = false
        this.bold = false
        this.hidden = false
        break
      case 'w:ppr':
        this.inProperties = false
        break
      case 'w:p': {
        const paragraph = this.paragraphs.pop()
        if (paragraph !== undefined) this.endParagraph(paragraph)
        break
      }
      case 'w:tr':
        this.endRow()
        break
      case 'w:tbl':
        this.tables.pop()
        break
    }
  }

  private endParagraph(paragraph: Paragraph): void {
    const text = paragraph.text.trim()
    const style = this.styles.get(paragraph.style)
    if (text === '' || style?.kind === 'generated') return
    const isBold = paragraph.labelLength > 0 && !paragraph.plain
    const table = this.tables.at(-1)
    const cell = table?.cells.at(-1)
    if (table !== undefined && cell !== undefined) {
      table.bold &&= isBold
      for (const part of splitDisguisedItems(text)) cell.push(part.text)
      return
    }
    const level = paragraph.outline !== null && paragraph.outline < 9 ? paragraph.outline + 1 : style?.headingLevel
    const listLevel = paragraph.listLevel ?? style?.listLevel ?? null
    if (level !== undefined && level !== null && text.length < 300) {
      this.writer.write('heading', text, level)
      return
    }
    if (isBold && text.length < 90 && !/[.!?:;,]$/.test(text)) {
      this.writer.write('heading', text, 6)
      return
    }
    const label = paragraph.labelLength > 0 && paragraph.plain ? { labelLength: paragraph.labelLength } : {}
    if (listLevel !== null) {
      this.writer.write('item', text, Math.max(0, listLevel), label)
      return
    }
    for (const part of splitDisguisedItems(text))
      this.writer.write(part.bulleted ? 'item' : 'paragraph', part.text, 0, part.bulleted ? {} : label)
  }

  private endRow(): void {
    const table = this.tables.at(-1)
    if (table === undefined) return
    const { cells } = table
    table.cells = []
    const outer = this.tables.at(-2)
    if (outer !== undefined) {
      // A table in a cell is read as lines of that cell.
      outer.cells.at(-1)?.push(cells.map((cell) => cell.join(' ')).join(' '))
      return
    }
    const flat = cells.map((cell) => cell.join(' ').replace(/\s+/g, ' ').trim())
    const isFirst = table.rows === 0
    table.rows += 1
    const looksLikeHeader =
      flat.length > 1 && flat.every((cell) => cell !== '' && cell.length < 60 && !/[.!?]$/.test(cell))
    if (table.isHeader || (isFirst && looksLikeHeader && (table.bold || isHeaderRow(flat)))) {
      table.header ??= flat
      return
    }
    writeTableRow(this.writer, cells, table.header)
  }
}

/** ST_OnOff: a switch without a value is on. */
function isOn(value: string | undefined): boolean {
  return value === undefined || !['0', 'false', 'off'].includes(value)
}

/** Words that head columns of measures. */
function isHeaderRow(cells: readonly string[]): boolean {
  return cells.some((cell) =>
    /^(?:nr\.?|no\.?|#|id|maßnahmen?|measures?|controls?|kontrollen?|status|stand|umsetzung\p{L}*|umgesetzt|implement\p{L}*|bemerkung\p{L}*|beschreibung|description|bereich|area|thema|topic|anforderung|requirement|details?|frage|question|antwort|answer|kategorie|category|frequenz|frequency)$/iu.test(
      cell,
    ),
  )
}
