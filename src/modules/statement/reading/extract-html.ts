/**
 * HTML → text without markup, and blocks. Only the tokenizer of parse5 is used, no tree: it is linear whatever the
 * nesting, and a statement needs no more than headings, paragraphs, lists and tables. Scripts, styles, navigation,
 * forms and footers are not read.
 */
import { Tokenizer, TokenizerMode } from 'parse5'
import type { Token } from 'parse5'
import { type Block, BlockWriter, type ExtractedStatement, splitDisguisedItems } from './block.ts'

const skipped = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'nav',
  'footer',
  'form',
  'button',
  'select',
  'svg',
  'math',
  'iframe',
  'object',
  'textarea',
  'head',
  'canvas',
  'audio',
  'video',
  'dialog',
])
const voids = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])
/** Source line breaks are white space in HTML; only <br> is a line. A private sign keeps the two apart. */
const lineBreak = '\ue000'
const inline = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'cite',
  'code',
  'data',
  'dfn',
  'em',
  'font',
  'i',
  'kbd',
  'label',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'var',
  'wbr',
  'img',
  'ins',
  'del',
  'tt',
  'big',
  'strike',
])

export function extractHtml(source: string): ExtractedStatement {
  const reader = new HtmlReader()
  reader.read(source)
  return {
    text: reader.writer.text(),
    blocks: reader.writer.blocks,
    namedTitle: reader.title || null,
    namedLanguage: reader.language,
  }
}

/** A block of a piece of raw HTML (as it occurs within Markdown); rows have cells instead of text. */
export interface HtmlBlock {
  readonly kind: Block['kind']
  readonly text: string
  readonly level: number
  readonly cells: readonly string[] | null
  readonly header: readonly string[] | null
}

/** The blocks in a piece of raw HTML. */
export function htmlBlocks(source: string): HtmlBlock[] {
  const reader = new HtmlReader()
  reader.read(source)
  const text = reader.writer.text()
  return reader.writer.blocks.map((block) => ({
    kind: block.kind,
    text: text.slice(block.start, block.end),
    level: block.level,
    cells: block.cells?.map((cell) => text.slice(cell.start, cell.end)) ?? null,
    header: block.header ?? null,
  }))
}

/** Takes single tags and comments away; what remains is text. */
export function stripTags(source: string): string {
  return source.startsWith('<') && source.endsWith('>') ? '' : source
}

/** What stands around the text on every page of a site: banners, paths, menus. */
function isFurniture(token: Token.TagToken): boolean {
  if (token.selfClosing || voids.has(token.tagName) || ['html', 'body', 'main', 'article'].includes(token.tagName))
    return false
  return token.attrs.some(({ name, value }) => {
    if (name === 'role') return /^(?:navigation|dialog|alertdialog|contentinfo|search|menu|menubar)$/.test(value)
    return (
      (name === 'class' || name === 'id') &&
      /(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|newsletter|sidebar-nav|skip-link)(?:[\s_-]|$)/i.test(
        value.slice(0, 500),
      )
    )
  })
}

class HtmlReader {
  readonly writer = new BlockWriter()
  title = ''
  language: string | null = null
  private text: string[] = []
  private skip = 0
  private skipTag = ''
  private inTitle = false
  private heading = 0
  private lists = 0
  private item = false
  private pre = false
  private labelLength = 0
  private plain = false
  private strong = 0
  private cells: string[] | null = null
  private headerCells = 0
  private table: { header: string[] | null; rows: string[][] } | null = null

  read(source: string): void {
    const onText = (token: Token.CharacterToken) => this.onText(token.chars)
    const tokenizer: Tokenizer = new Tokenizer(
      { sourceCodeLocationInfo: false },
      {
        onStartTag: (token) => this.onStart(token, tokenizer),
        onEndTag: (token) => this.onEnd(token.tagName),
        onCharacter: onText,
        onWhitespaceCharacter: onText,
        onNullCharacter: () => {},
        onComment: () => {},
        onDoctype: () => {},
        onEof: () => {},
      },
    )
    tokenizer.write(source, true)
    this.flush()
    if (this.table !== null) this.endTable()
  }

  private onText(chars: string): void {
    if (this.inTitle) {
      if (this.title.length < 300) this.title = `${this.title}${chars}`.slice(0, 300).trimStart()
      return
    }
    if (this.skip > 0) return
    if (this.strong === 0 && chars.trim() !== '') this.plain = true
    this.text.push(chars)
  }

  private onStart(token: Token.TagToken, tokenizer: Tokenizer): void {
    const tag = token.tagName
    if (tag === 'html')
      this.language = token.attrs.find((attribute) => attribute.name === 'lang')?.value.slice(0, 12) ?? null
    if (tag === 'title' && this.title === '') {
      tokenizer.state = TokenizerMode.RCDATA
      this.inTitle = true
      return
    }
    if (tag === 'textarea') tokenizer.state = TokenizerMode.RCDATA
    else if (tag === 'script') tokenizer.state = TokenizerMode.SCRIPT_DATA
    else if (tag === 'style' || tag === 'iframe' || tag === 'xmp' || tag === 'noembed' || tag === 'noframes')
      tokenizer.state = TokenizerMode.RAWTEXT
    if (token.selfClosing && !voids.has(tag) && skipped.has(tag)) return
    if (this.skip > 0) {
      // Only the tag that opened the skipping is counted, so that stray tags inside cannot keep it open.
      if (tag === this.skipTag) this.skip += 1
      else if (this.skipTag === 'head' && tag === 'body') this.skip = 0
      return
    }
    if (skipped.has(tag) || isFurniture(token)) {
      this.flush()
      this.skip = 1
      this.skipTag = tag
      return
    }
    if (tag === 'br') {
      this.text.push(lineBreak)
      return
    }
    if (tag === 'strong' || tag === 'b') {
      this.strong += 1
      return
    }
    if (inline.has(tag)) return
    this.openBlock(tag)
  }

  private openBlock(tag: string): void {
    if (this.cells !== null && !['td', 'th', 'tr', 'table'].includes(tag)) {
      this.text.push(' ')
      return
    }
    this.flush()
    if (/^h[1-6]$/.test(tag)) this.heading = Number(tag.slice(1))
    else if (tag === 'dt') this.heading = 6
    else if (tag === 'ul' || tag === 'ol' || tag === 'dl') this.lists += 1
    else if (tag === 'li' || tag === 'dd') {
      this.heading = 0
      this.item = true
    } else if (tag === 'pre') this.pre = true
    else if (tag === 'table') {
      if (this.table !== null) this.endTable()
      this.table = { header: null, rows: [] }
    } else if (tag === 'tr') {
      this.endRow()
      this.cells = []
      this.headerCells = 0
    } else if ((tag === 'td' || tag === 'th') && this.table !== null) {
      this.cells ??= []
      if (tag === 'th') this.headerCells += 1
    }
  }

  private onEnd(tag: string): void {
    if (tag === 'title') {
      this.inTitle = false
      return
    }
    if (this.skip > 0) {
      if (tag === this.skipTag) this.skip -= 1
      return
    }
    if (tag === 'strong' || tag === 'b') {
      if (this.strong > 0) this.strong -= 1
      if (!this.plain && this.text.length < 50) this.labelLength = this.text.join('').replace(/\s+/g, ' ').trim().length
      return
    }
    if (inline.has(tag)) return
    if (this.cells !== null && (tag === 'td' || tag === 'th')) {
      this.cells.push(this.take().replaceAll(lineBreak, ' '))
      return
    }
    if (this.cells !== null && !['tr', 'table', 'thead', 'tbody', 'tfoot'].includes(tag)) return
    if (tag === 'tr') this.endRow()
    else if (tag === 'table') this.endTable()
    else {
      this.flush()
      if (/^(?:h[1-6]|dt)$/.test(tag)) this.heading = 0
      else if ((tag === 'ul' || tag === 'ol' || tag === 'dl') && this.lists > 0) this.lists -= 1
      else if (tag === 'li' || tag === 'dd') this.item = false
      else if (tag === 'pre') this.pre = false
    }
  }

  private endRow(): void {
    if (this.cells === null) return
    const rest = this.take().replaceAll(lineBreak, ' ')
    if (rest.trim() !== '') this.cells.push(rest)
    const cells = this.cells
    this.cells = null
    const table = this.table
    if (table === null || cells.length === 0) return
    if (table.header === null && table.rows.length === 0 && this.headerCells >= cells.length) {
      table.header = cells.map((cell) => cell.replace(/\s+/g, ' ').trim())
      return
    }
    table.rows.push(cells)
    this.writer.writeRow(cells, table.header)
  }

  private endTable(): void {
    this.endRow()
    this.table = null
  }

  private take(): string {
    const text = this.text.join('')
    this.text = []
    this.labelLength = 0
    this.plain = false
    return text
  }

  private flush(): void {
    if (this.text.length === 0) return
    const { labelLength, plain } = this
    const text = this.take()
    const kind = this.pre ? 'code' : this.heading > 0 ? 'heading' : this.item ? 'item' : 'paragraph'
    const label = labelLength > 0 && plain ? { labelLength } : {}
    if (kind === 'paragraph') {
      const parts = splitDisguisedItems(text.replace(/\n/g, ' ').replaceAll(lineBreak, '\n'))
      for (const part of parts)
        this.writer.write(part.bulleted ? 'item' : 'paragraph', part.text, this.lists, part.bulleted ? {} : label)
      return
    }
    const level = kind === 'heading' ? this.heading : kind === 'item' ? Math.max(0, this.lists - 1) : 0
    if (this.writer.write(kind, text.replaceAll(lineBreak, ' '), level, label) && kind === 'item') this.item = false
  }
}
