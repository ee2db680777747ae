/**
 * Markdown → text without markup, and blocks. Raw HTML inside is read as HTML. Frontmatter gives title and language and is not part of the text.
 */
import MarkdownIt from 'markdown-it'
import { BlockWriter, type ExtractedStatement, splitDisguisedItems } from './block.ts'
import { htmlBlocks, stripTags } from './extract-html.ts'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

/** Longer inline runs are taken as they are: emphasis and links in them would cost more than linear time. */
const maxInlineLength = 4_000

// html: true only makes the parser hand raw HTML over as a token of its own, which is then dropped or read for tables.
const markdown = new MarkdownIt({ html: true, linkify: false }).disable(['inline', 'text_join'], true)
const inlineOnly = new MarkdownIt({ html: true, linkify: false })

export function extractMarkdown(source: string): ExtractedStatement {
  const { body, fields } = splitFrontmatter(source)
  const writer = new BlockWriter()
  const tokens = markdown.parse(body, {})
  let depth = -1
  let listItemOpen = false
  let heading = 0
  let inCell = false
  let cells: string[] = []
  let header: string[] | null = null
  let inHead = false
  for (const token of tokens) {
    switch (token.type) {
      case 'heading_open':
        heading = Number(token.tag.slice(1))
        break
      case 'heading_close':
        heading = 0
        break
      case 'bullet_list_open':
      case 'ordered_list_open':
        depth += 1
        break
      case 'bullet_list_close':
      case 'ordered_list_close':
        depth -= 1
        break
      case 'list_item_open':
        listItemOpen = true
        break
      case 'table_open':
        header = null
        break
      case 'thead_open':
        inHead = true
        break
      case 'thead_close':
        inHead = false
        break
      case 'tr_open':
        cells = []
        break
      case 'th_open':
      case 'td_open':
        inCell = true
        break
      case 'th_close':
      case 'td_close':
        inCell = false
        break
      case 'tr_close':
        if (inHead) header = cells
        else writer.writeRow(cells, header)
        break
      case 'inline': {
        const { text, labelLength, bold } = readInline(token)
        if (inCell) cells.push(text)
        else if (heading > 0) writer.write('heading', text, heading)
        else if (listItemOpen) {
          const box = /^\[([ xX])\]\s+/.exec(text)
          const item = box === null ? text : text.slice(box[0].length)
          writer.write('item', item, Math.max(0, depth), {
            ...(box === null ? {} : { checked: box[1] !== ' ' }),
            ...(labelLength > 0 && box === null ? { labelLength } : {}),
          })
          listItemOpen = false
        } else if (bold && text.length < 90 && !/[.!?]\s*$/.test(text) && !/:\s*$/.test(text))
          writer.write('heading', text, 6)
        else writeParagraph(writer, text, depth, labelLength)
        break
      }
      case 'code_block':
      case 'fence':
        writer.write('code', token.content.slice(0, 20_000), 0)
        break
      case 'html_block':
        // A list or a question between tags is text like any other.
        for (const block of htmlBlocks(token.content)) {
          if (block.cells !== null) writer.writeRow(block.cells, block.header)
          else writer.write(block.kind, block.text, block.kind === 'item' ? Math.max(0, depth) : block.level)
        }
        break
      default:
        break
    }
  }
  return {
    text: writer.text(),
    blocks: writer.blocks,
    namedTitle: fields.get('title') ?? null,
    namedLanguage: fields.get('lang') ?? fields.get('language') ?? null,
  }
}

function writeParagraph(writer: BlockWriter, text: string, depth: number, labelLength: number): void {
  for (const part of splitDisguisedItems(text)) {
    if (part.bulleted) writer.write('item', part.text, Math.max(0, depth))
    else writer.write('paragraph', part.text, depth + 1, labelLength > 0 ? { labelLength } : {})
  }
}

function readInline(token: Token): { text: string; labelLength: number; bold: boolean } {
  if (token.content.length > maxInlineLength) return { text: token.content, labelLength: 0, bold: false }
  let text = ''
  let strong = 0
  let labelLength = 0
  let plain = false
  for (const child of inlineOnly.parseInline(token.content, {})[0]?.children ?? []) {
    if (child.type === 'strong_open') strong += 1
    else if (child.type === 'strong_close') {
      strong -= 1
      if (!plain) labelLength = text.trim().length
    } else if (child.type === 'text' || child.type === 'code_inline') {
      text += child.content
      if (strong === 0 && child.content.trim() !== '') plain = true
    } else if (child.type === 'softbreak' || child.type === 'hardbreak') text += '\n'
    else if (child.type === 'image') text += ''
    else if (child.type === 'html_inline') text += /^<br/i.test(child.content) ? '\n' : stripTags(child.content)
  }
  return { text: text.replace(/[^\S\n]+/g, ' ').trim(), labelLength, bold: labelLength > 0 && !plain }
}

function splitFrontmatter(source: string): { body: string; fields: Map<string, string> } {
  const fields = new Map<string, string>()
  const open = /^\s*---[ \t]*\r?\n/.exec(source.slice(0, 200))
  if (open === null) return { body: source, fields }
  const close = source.indexOf('\n---', open[0].length - 1)
  if (close < 0 || close > 20_000) return { body: source, fields }
  const head = source.slice(open[0].length, close)
  // A thematic break is no frontmatter: every line must be a field, a continuation, a comment or a list entry.
  if (!head.split('\n').every((line) => /^(?:[\w-]+\s*:|\s+\S|#|-\s|\s*$)/.test(line))) return { body: source, fields }
  for (const line of head.split('\n')) {
    const field = /^([\w-]{1,40})\s*:\s*(.{0,300})/.exec(line)
    if (field?.[1] !== undefined && field[2] !== undefined) {
      fields.set(field[1].toLowerCase(), field[2].trim().replace(/^["']|["']$/g, ''))
    }
  }
  const end = source.indexOf('\n', close + 1)
  return { body: end < 0 ? '' : source.slice(end + 1), fields }
}
