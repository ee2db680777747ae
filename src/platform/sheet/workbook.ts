/**
 * Writes a workbook of one sheet (ECMA-376, "xlsx") row by row: whatever its length, only the row at hand is in memory.
 * Libraries for this build the sheet as one string, which for a sheet as long as Excel takes is longer than V8's
 * strings. Texts are inline strings, which no spreadsheet calculates.
 */
import { Readable, pipeline } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import {
  dataDescriptor,
  directoryLine,
  endOfArchive,
  localHeader,
  mostBytes,
  type MemberFields,
} from '../archive/zip-format.ts'
import { columnName } from './column.ts'
import { escapeXml } from './sheet-xml.ts'

/** Rows that a sheet holds, its titles included. */
export const sheetRows = 1_048_576
/** Rows are packed together once they are this long, in UTF-16 code units. */
export const chunkLength = 16_384
/** UTF-16 code units that a cell holds. */
const cellLength = 32_767

/** A date is shown as an instant in UTC: a sheet knows no time zones. */
export type Cell = string | number | Date | null

export interface Sheet {
  /** At most 31 characters without []:*?/\ */
  readonly name: string
  /** Titles, and widths in characters. */
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>
}

/** The file, in pieces. @throws RangeError when there are more rows than a sheet holds, or 4 GiB of them */
export async function* writeWorkbook(sheet: Sheet): AsyncGenerator<Buffer> {
  const archive = { at: 0, directory: [] as Buffer[] }
  for (const [name, text] of fixedParts(sheet.name)) yield* writeMember(archive, name, once(text))
  yield* writeMember(archive, 'xl/worksheets/sheet1.xml', sheetXml(sheet))
  yield endOfArchive(archive.directory, archive.at)
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

async function* sheetXml({ columns, rows }: Sheet): AsyncGenerator<string> {
  const letters = columns.map((_, i) => columnName(i))
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
  yield `<row r="1">${columns.map(({ title }, i) => textCell(`${letters[i]}1`, title, 2)).join('')}</row>`
  let count = 1
  let together = ''
  for await (const row of rows) {
    count += 1
    if (count > sheetRows) throw new RangeError('more rows than a sheet holds')
    const number = count
    together += `<row r="${number}">${row.map((cell, i) => cellXml(`${letters[i]}${number}`, cell)).join('')}</row>`
    if (together.length < chunkLength) continue
    yield together
    together = ''
  }
  const last = columnName(columns.length - 1)
  yield `${together}</sheetData><autoFilter ref="A1:${last}${count}"/></worksheet>`
}

/** Each cell says where it is: some readers refuse those that do not. */
function cellXml(at: string, cell: Cell): string {
  if (cell === null || cell === '') return `<c r="${at}"/>`
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  // Days since 30 December 1899, style 1 of the stylesheet.
  if (cell instanceof Date) return `<c r="${at}" s="1"><v>${cell.getTime() / 86_400_000 + 25_569}</v></c>`
  return textCell(at, cell)
}

function textCell(at: string, text: string, style?: number): string {
  const cut = text.length > cellLength ? `${text.slice(0, cellLength - 1)}…` : text
  return `<c r="${at}" t="inlineStr"${style === undefined ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escapeXml(cut)}</t></is></c>`
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageOf = 'http://schemas.openxmlformats.org/package/2006'
const sheetTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function fixedParts(sheetName: string): [string, string][] {
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packageOf}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetTypes}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetTypes}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetTypes}.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packageOf}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escapeXml(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packageOf}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ],
  ]
  return parts.map(([name, xml]) => [name, declaration + xml])
}

interface Archive {
  at: number
  readonly directory: Buffer[]
}

/** A member of the zip archive; its sizes follow the data, because nobody knows them before. */
async function* writeMember(archive: Archive, name: string, parts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const path = Buffer.from(name, 'utf8')
  const start = archive.at
  const fields: MemberFields = { path, method: 8, sums: null }
  const local = localHeader(fields)
  yield local

  const sums = { crc: 0, size: 0 }
  const counted = async function* () {
    for await (const part of parts) {
      const bytes = Buffer.from(part, 'utf8')
      sums.crc = crc32(bytes, sums.crc)
      sums.size += bytes.length
      yield bytes
    }
  }
  const deflate = createDeflateRaw({ level: 6 })
  // Its failure destroys the deflater, which ends the loop below with the same error.
  pipeline(Readable.from(counted(), { objectMode: false }), deflate, () => {})
  let deflated = 0
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    deflated += chunk.length
    yield chunk
  }
  archive.at = start + local.length + deflated + 16
  if (sums.size > mostBytes || archive.at > mostBytes) throw new RangeError('the workbook is larger than 4 GiB')
  const told = { ...sums, packed: deflated }
  yield dataDescriptor(told)
  archive.directory.push(directoryLine(fields, told, start))
}
