/**
 * A document as DOCX, with real headings, lists and repeated header rows, so that it can be read aloud and worked on.
 * The same document gives the same bytes: no date but its own, and nothing drawn by lot.
 */
import {
  AlignmentType,
  BorderStyle,
  ConcreteHyperlink,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  type ParagraphChild,
} from 'docx'
import type { Block, DocumentModel, Inline } from './contract.ts'
import type { Imprint } from './imprint.ts'
import { markCharacters, markColours } from './mark.ts'
import { sharesAsTable } from './share-table.ts'

const serif = 'Source Serif 4'
const sans = 'Source Sans 3'
const ink = '1D1F23'
const soft = '5D626B'
const line = 'D5D2CA'
/** Twentieths of a point: A4 less its margins. */
const sheet = { width: 11_906, height: 16_838, side: 1_300, top: 1_500, bottom: 1_400 }
const textWidth = sheet.width - 2 * sheet.side

/** The file. */
export async function setDocx(model: DocumentModel, imprint: Imprint): Promise<Buffer> {
  const tables = { count: 0 }
  const lists = { count: 0 }
  const links: string[] = []
  const content = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(model.title)] }),
    new Paragraph({ style: 'Lead', children: [new TextRun(`${imprint.asOf} · ${imprint.version}`)] }),
    ...(model.cover.length === 0 ? [] : definitions(model.cover, links)),
    ...model.blocks.flatMap((block) => setBlock(block, { model, imprint, tables, lists, links })),
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(imprint.check.title)] }),
    new Paragraph({ children: [new TextRun(imprint.check.text)] }),
    new Paragraph({ style: 'Small', children: [new TextRun(`SHA-256 ${imprint.check.sha256}`)] }),
  ]
  const document = new Document({
    title: model.title,
    styles: styles(model.locale),
    numbering: {
      config: [
        {
          reference: 'ordered',
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: '%1.',
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: 400, hanging: 400 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: sheet.width, height: sheet.height },
            margin: { top: sheet.top, bottom: sheet.bottom, left: sheet.side, right: sheet.side },
          },
        },
        headers: { default: new Header({ children: [edge('Header', [model.title], [imprint.classification])] }) },
        footers: {
          default: new Footer({
            children: [
              edge(
                'Footer',
                [`${imprint.asOf} · ${imprint.version} · ${imprint.shortHash}`],
                [`${imprint.page} `, PageNumber.CURRENT, ` ${imprint.pageOf} `, PageNumber.TOTAL_PAGES],
              ),
            ],
          }),
        },
        children: content,
      },
    ],
  })
  for (const [i, href] of links.entries())
    document.Document.Relationships.addRelationship(linkId(i + 1), hyperlink, href, 'External')
  const packed = await Packer.toBuffer(document, false, [{ path: 'docProps/core.xml', data: coreXml(model, imprint) }])
  return withoutDates(packed)
}

const hyperlink = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink'
const linkId = (number: number) => `Link${number}`

interface Place {
  readonly model: DocumentModel
  readonly imprint: Imprint
  readonly tables: { count: number }
  readonly lists: { count: number }
  readonly links: string[]
}

function setBlock(block: Block, place: Place): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          children: [new TextRun(block.text)],
        }),
      ]
    case 'paragraph':
      return [new Paragraph({ children: run(block.text, place.links) })]
    case 'list': {
      place.lists.count += 1
      const how = block.ordered
        ? { numbering: { reference: 'ordered', level: 0, instance: place.lists.count } }
        : { bullet: { level: 0 } }
      return block.items.map(
        (item) => new Paragraph({ style: 'ListParagraph', ...how, children: run(item, place.links) }),
      )
    }
    case 'definitions':
      return definitions(block.items, place.links)
    case 'table':
      return setTable(block, place, textWidth)
    case 'shares':
      return setTable(sharesAsTable(block, place.model.locale), place, textWidth / 2)
    case 'judged': {
      const mark = block.status === null ? [] : run([{ status: block.status, word: block.word }], place.links)
      const below = [
        ...mark,
        ...(mark.length > 0 && block.detail.length > 0 ? [new TextRun('  ')] : []),
        ...run(block.detail, place.links),
      ]
      return [
        new Paragraph({ style: 'Judged', keepNext: below.length > 0, children: run(block.text, place.links) }),
        ...(below.length === 0 ? [] : [new Paragraph({ style: 'Detail', children: below })]),
      ]
    }
    case 'note':
      return [
        new Paragraph({
          style: 'Note',
          keepNext: true,
          children: [new TextRun({ text: block.title, bold: true, font: sans })],
        }),
        new Paragraph({ style: 'Note', children: run(block.text, place.links) }),
      ]
  }
}

/** A term and what it means in one paragraph, at a stop of their own. */
function definitions(
  items: readonly { readonly term: string; readonly value: readonly Inline[] }[],
  links: string[],
): Paragraph[] {
  return items.map(
    ({ term, value }) =>
      new Paragraph({
        style: 'Definition',
        children: [
          new TextRun({ text: term, bold: true, font: sans, color: soft, size: 18 }),
          new TextRun({ text: '\t' }),
          ...run(value, links),
        ],
      }),
  )
}

function setTable(block: Extract<Block, { kind: 'table' }>, place: Place, width: number): (Paragraph | Table)[] {
  place.tables.count += 1
  const total = block.columns.reduce((sum, column) => sum + column.width, 0)
  const widths = block.columns.map((column) => Math.floor((column.width / total) * width))
  const row = (cells: readonly ParagraphChild[][], isHead: boolean) =>
    new TableRow({
      // Left out where it is none: readers look at whether it is there.
      ...(isHead && { tableHeader: true }),
      cantSplit: isHead,
      children: cells.map(
        (children, i) =>
          new TableCell({
            width: { size: widths[i] ?? 0, type: WidthType.DXA },
            borders: isHead ? { bottom: { style: BorderStyle.SINGLE, size: 8, color: ink } } : {},
            children: [
              new Paragraph({
                style: 'Cell',
                alignment: block.columns[i]?.numeric ? AlignmentType.END : AlignmentType.START,
                keepNext: isHead,
                children,
              }),
            ],
          }),
      ),
    })
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const thin = { style: BorderStyle.SINGLE, size: 4, color: line }
  return [
    new Paragraph({
      style: 'Caption',
      keepNext: true,
      children: [new TextRun(`${place.imprint.table} ${place.tables.count}: ${block.caption}`)],
    }),
    new Table({
      width: { size: Math.floor(width), type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      margins: { top: 50, bottom: 50, left: 60, right: 60 },
      borders: { top: none, left: none, right: none, bottom: thin, insideHorizontal: thin, insideVertical: none },
      rows: [
        row(
          block.columns.map(({ title }) => [new TextRun({ text: title, bold: true })]),
          true,
        ),
        ...block.rows.map((cells) =>
          row(
            cells.map((cell) => run(cell, place.links)),
            false,
          ),
        ),
      ],
    }),
    new Paragraph({ style: 'Small', children: [] }),
  ]
}

/** `links` gathers where links lead, in order. */
function run(inlines: readonly Inline[], links: string[]): ParagraphChild[] {
  return inlines.flatMap((inline): ParagraphChild[] => {
    if (typeof inline === 'string') return [new TextRun(inline)]
    if ('status' in inline) {
      const color = markColours[inline.status].toUpperCase()
      return [
        new TextRun({ text: markCharacters[inline.status], font: 'Segoe UI Symbol', color }),
        new TextRun({ text: `\u00A0${inline.word}`, font: sans, color, bold: inline.status === 'contradicted' }),
      ]
    }
    if ('href' in inline) {
      links.push(inline.href)
      const shown = new TextRun({ text: inline.text, style: 'Hyperlink' })
      // The library's own external link is one of these with an id drawn by lot.
      return [new ConcreteHyperlink([shown], linkId(links.length)) as unknown as ParagraphChild]
    }
    if (inline.style === 'code') return [new TextRun({ text: inline.text, font: sans })]
    return [new TextRun({ text: inline.text, bold: inline.style === 'strong', italics: inline.style === 'emphasis' })]
  })
}

/** What stands above or below the text of every sheet: on the left and on the right. */
function edge(style: string, left: readonly string[], right: (typeof PageNumber.CURRENT | string)[]): Paragraph {
  return new Paragraph({
    style,
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
    children: [new TextRun(left.join('')), new TextRun({ text: '\t' }), new TextRun({ children: right })],
  })
}

function styles(locale: string) {
  const heading = (size: number, before: number, after: number) => ({
    run: { font: sans, size, bold: true, color: ink },
    paragraph: { spacing: { before, after }, keepNext: true },
  })
  const small = { font: sans, size: 17, color: soft }
  const own = (id: string, run: object, paragraph: object) => ({
    id,
    name: id,
    basedOn: 'Normal',
    quickFormat: true,
    run,
    paragraph,
  })
  return {
    default: {
      document: {
        run: { font: serif, size: 21, color: ink, language: { value: locale === 'de' ? 'de-DE' : 'en-GB' } },
        paragraph: { spacing: { after: 120, line: 288 } },
      },
      title: heading(48, 240, 120),
      heading1: heading(28, 400, 140),
      heading2: heading(23, 300, 100),
    },
    paragraphStyles: [
      own('Lead', { font: sans, size: 22, color: soft }, { spacing: { after: 280 } }),
      own('Small', small, { spacing: { after: 120 } }),
      own('Header', small, { spacing: { after: 0 }, border: { bottom: edgeLine } }),
      own('Footer', small, { spacing: { after: 0 }, border: { top: edgeLine } }),
      own('Caption', { font: sans, size: 18, color: soft }, { spacing: { before: 240, after: 80 }, keepNext: true }),
      own('Cell', { font: sans, size: 18 }, { spacing: { after: 0, line: 252 } }),
      own('ListParagraph', {}, { spacing: { after: 60 } }),
      own(
        'Definition',
        { size: 20 },
        {
          spacing: { after: 60 },
          indent: { left: 2_500, hanging: 2_500 },
          tabStops: [{ type: TabStopType.LEFT, position: 2_500 }],
        },
      ),
      own(
        'Judged',
        {},
        {
          spacing: { before: 140, after: 20 },
          border: { top: { style: BorderStyle.SINGLE, size: 4, color: line, space: 6 } },
        },
      ),
      own('Detail', small, { spacing: { after: 60 } }),
      own(
        'Note',
        { size: 20 },
        {
          indent: { left: 240 },
          border: { left: { style: BorderStyle.SINGLE, size: 18, color: '1C4F8F', space: 10 } },
        },
      ),
    ],
  }
}

const edgeLine = { style: BorderStyle.SINGLE, size: 4, color: line, space: 6 }

/** Core properties (ECMA-376 part 2, section 11) with the document's own date in place of today's. */
function coreXml(model: DocumentModel, imprint: Imprint): string {
  const at = `<dcterms:created xsi:type="dcterms:W3CDTF">${imprint.date}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${imprint.date}</dcterms:modified>`
  const names =
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const about = `${imprint.asOf} · ${imprint.version} · SHA-256 ${imprint.check.sha256}`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties ${names}><dc:title>${escapeXml(model.title)}</dc:title><dc:creator>${escapeXml(model.organisation)}</dc:creator><cp:keywords>${escapeXml(imprint.classification)}</cp:keywords><dc:description>${escapeXml(about)}</dc:description><cp:lastModifiedBy>${escapeXml(model.organisation)}</cp:lastModifiedBy><cp:revision>${model.version}</cp:revision>${at}<dc:language>${model.locale === 'de' ? 'de-DE' : 'en-GB'}</dc:language></cp:coreProperties>`
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const localMark = 0x0403_4b50
const directoryMark = 0x0201_4b50
const endMark = 0x0605_4b50
/** 1 January 1980, 0:00: the first instant that zip knows. */
const firstDay = 0x0021_0000

/** Every member of an archive dated the same (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16). */
function withoutDates(archive: Buffer): Buffer {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0 || archive.readUInt32LE(end) !== endMark) throw new Error('the archive has no end')
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const local = archive.readUInt32LE(at + 42)
    if (archive.readUInt32LE(at) !== directoryMark || archive.readUInt32LE(local) !== localMark)
      throw new Error('the directory of the archive does not lead to its members')
    archive.writeUInt32LE(firstDay, at + 12)
    archive.writeUInt32LE(firstDay, local + 10)
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return archive
}
