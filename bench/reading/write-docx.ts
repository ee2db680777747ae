/** Writes a little Markdown (headings, lists, tables, bold, paragraphs) as a Word file, as a person would have typed it. */
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import MarkdownIt from 'markdown-it'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const

export async function writeDocx(source: string): Promise<Uint8Array> {
  const children: (Paragraph | Table)[] = []
  const lists: { numbered: boolean; instance: number }[] = []
  let rows: TableRow[] = []
  let cells: TableCell[] = []
  let level: number | null = null
  let instance = 0
  let inHead = false
  let inCell = false
  for (const token of new MarkdownIt({ html: false }).parse(source, {})) {
    if (token.type === 'heading_open') level = Number(token.tag.slice(1))
    else if (token.type === 'heading_close') level = null
    else if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open')
      lists.push({ numbered: token.type === 'ordered_list_open', instance: (instance += 1) })
    else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop()
    else if (token.type === 'table_open') rows = []
    else if (token.type === 'thead_open') inHead = true
    else if (token.type === 'thead_close') inHead = false
    else if (token.type === 'th_open' || token.type === 'td_open') inCell = true
    else if (token.type === 'th_close' || token.type === 'td_close') inCell = false
    else if (token.type === 'tr_open') cells = []
    else if (token.type === 'tr_close') rows.push(new TableRow({ children: cells, tableHeader: inHead }))
    else if (token.type === 'table_close') children.push(new Table({ rows }))
    else if (token.type === 'inline') {
      const runs = runsOf(token)
      const list = lists.at(-1)
      if (inCell) cells.push(new TableCell({ children: [new Paragraph({ children: runs })] }))
      else if (level !== null)
        children.push(new Paragraph({ children: runs, heading: headings[level - 1] ?? 'Heading6' }))
      else if (list === undefined) children.push(new Paragraph({ children: runs }))
      else if (list.numbered) {
        const numbering = { reference: 'numbers', level: lists.length - 1, instance: list.instance }
        children.push(new Paragraph({ children: runs, numbering }))
      } else children.push(new Paragraph({ children: runs, bullet: { level: lists.length - 1 } }))
    }
  }
  const levels = [0, 1, 2].map((at) => ({
    level: at,
    format: at === 0 ? LevelFormat.DECIMAL : LevelFormat.LOWER_LETTER,
    text: `%${at + 1}.`,
    alignment: AlignmentType.START,
  }))
  const section = {
    headers: { default: new Header({ children: [new Paragraph('Vertraulich – nur für Kunden')] }) },
    footers: { default: new Footer({ children: [new Paragraph('Alle Daten sind verschlüsselt. Seite 1')] }) },
    children,
  }
  return await Packer.toBuffer(
    new Document({ numbering: { config: [{ reference: 'numbers', levels }] }, sections: [section] }),
  )
}

function runsOf(token: Token): TextRun[] {
  let bold = false
  const runs: TextRun[] = []
  for (const child of token.children ?? []) {
    if (child.type === 'strong_open') bold = true
    else if (child.type === 'strong_close') bold = false
    else if (child.type === 'softbreak') runs.push(new TextRun(' '))
    else if (child.content !== '') runs.push(new TextRun({ text: child.content, bold }))
  }
  return runs
}
