/**
 * The cells of a sheet's XML (ECMA-376 part 1, 18.3.1.73) with their places, so that single cells can be written anew
 * and everything else stays as it was, to the byte. What is not written in the usual way (comments, CDATA) is damaged.
 */
import { columnIndex, columnName } from './column.ts'
import { SheetError } from './sheet-cells.ts'

export interface XmlCell {
  /** From 0. */
  readonly column: number
  readonly text: string
  readonly isFormula: boolean
  /** Where it stands in the XML: UTF-16 code units. */
  readonly start: number
  readonly end: number
  readonly attributes: string
}

export interface XmlRow {
  /** As a spreadsheet counts, from 1. */
  readonly number: number
  readonly isHidden: boolean
  readonly cells: readonly XmlCell[]
  readonly start: number
  readonly end: number
  /** Where the opening tag ends; the row's content begins. */
  readonly opened: number
  readonly isEmptyTag: boolean
}

export interface SheetXml {
  readonly xml: string
  /** Prefix of the namespace with its colon, or nothing. */
  readonly prefix: string
  readonly rows: readonly XmlRow[]
  /** Where the content of sheetData ends; -1 when it is one empty tag. */
  readonly closesAt: number
  readonly isProtected: boolean
}

const attributesOf = String.raw`((?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>`

/**
 * Reads a sheet.
 * @throws SheetError `damaged`, or what lies too far out
 */
export function readSheetXml(
  xml: string,
  strings: readonly string[],
  most: { readonly rows: number; readonly columns: number },
): SheetXml {
  const open = new RegExp(String.raw`<((?:[\w.-]+:)?)sheetData\s*(\/?)>`).exec(xml)
  if (!open) throw new SheetError('damaged')
  const [whole, prefix = '', isEmpty] = open
  const isProtected = xml.includes(`<${prefix}sheetProtection`)
  if (isEmpty === '/') return { xml, prefix, rows: [], closesAt: -1, isProtected }
  const from = open.index + whole.length
  const to = xml.indexOf(`</${prefix}sheetData>`, from)
  if (to < 0 || xml.slice(from, to).includes('<!')) throw new SheetError('damaged')
  const tag = new RegExp(`<${prefix}(row|c)${attributesOf}|</${prefix}(row|c)\\s*>`, 'g')
  tag.lastIndex = from
  const rows: XmlRow[] = []
  let row: { -readonly [K in keyof XmlRow]: K extends 'cells' ? XmlCell[] : XmlRow[K] } | null = null
  let cell: { start: number; opened: number; attributes: string } | null = null
  let last = 0
  for (let match = tag.exec(xml); match !== null && match.index < to; match = tag.exec(xml)) {
    const [text, opens, attributes = '', closed, closes] = match
    const end = match.index + text.length
    if (opens === 'row') {
      if (row !== null) throw new SheetError('damaged')
      const number = Number(attribute(attributes, 'r') ?? last + 1)
      if (!Number.isInteger(number) || number <= last) throw new SheetError('damaged')
      if (number > most.rows) throw new SheetError('too_many_rows')
      last = number
      const isHidden = attribute(attributes, 'hidden') === '1' || attribute(attributes, 'hidden') === 'true'
      row = { number, isHidden, cells: [], start: match.index, end, opened: end, isEmptyTag: closed === '/' }
      if (closed === '/') {
        rows.push(row)
        row = null
      }
    } else if (opens === 'c') {
      if (row === null || cell !== null) throw new SheetError('damaged')
      if (closed === '/')
        row.cells.push(
          cellOf(xml, { start: match.index, opened: end, attributes }, end, end, row, most, strings, prefix),
        )
      else cell = { start: match.index, opened: end, attributes }
    } else if (closes === 'c') {
      if (row === null || cell === null) throw new SheetError('damaged')
      row.cells.push(cellOf(xml, cell, match.index, end, row, most, strings, prefix))
      cell = null
    } else {
      if (row === null || cell !== null) throw new SheetError('damaged')
      row.end = end
      rows.push(row)
      row = null
    }
  }
  if (row !== null || cell !== null) throw new SheetError('damaged')
  return { xml, prefix, rows, closesAt: to, isProtected }
}

function cellOf(
  xml: string,
  { start, opened, attributes }: { start: number; opened: number; attributes: string },
  contentEnd: number,
  end: number,
  row: { readonly number: number; readonly cells: readonly XmlCell[] },
  most: { readonly columns: number },
  strings: readonly string[],
  prefix: string,
): XmlCell {
  const place = /^([A-Z]{1,3})([1-9][0-9]{0,8})$/.exec(attribute(attributes, 'r') ?? '')
  if (!place?.[1] || Number(place[2]) !== row.number) throw new SheetError('damaged')
  const column = columnIndex(place[1])
  if (column >= most.columns) throw new SheetError('too_many_columns')
  if (column <= (row.cells.at(-1)?.column ?? -1)) throw new SheetError('damaged')
  const content = xml.slice(opened, contentEnd)
  return {
    column,
    text: textOf(content, attribute(attributes, 't') ?? 'n', strings, prefix),
    isFormula: new RegExp(`<${prefix}f[\\s/>]`).test(content),
    start,
    end,
    attributes,
  }
}

function textOf(content: string, type: string, strings: readonly string[], prefix: string): string {
  if (content === '') return ''
  if (type === 'inlineStr') return readRuns(content, prefix)
  const value = new RegExp(`<${prefix}v(?:\\s[^<>]*)?>([^<]*)</${prefix}v>`).exec(content)?.[1]
  if (value === undefined) return ''
  if (type === 's') {
    const shared = strings[Number(value)]
    if (shared === undefined) throw new SheetError('damaged')
    return shared
  }
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  return unescapeXml(value)
}

/** The runs of a rich text together; what is only said how to pronounce it (`rPh`) is left out. */
function readRuns(xml: string, prefix: string): string {
  const spoken = xml.replaceAll(new RegExp(`<${prefix}rPh[\\s>][\\s\\S]*?</${prefix}rPh>`, 'g'), '')
  return [...spoken.matchAll(new RegExp(`<${prefix}t(?:\\s[^<>]*)?>([^<]*)</${prefix}t>`, 'g'))]
    .map(([, text = '']) => unescapeXml(text))
    .join('')
}

/** The texts that cells of all sheets share (18.4). */
export function readSharedStrings(xml: string): string[] {
  if (/<!(?!--)/.test(xml)) throw new SheetError('damaged')
  const prefix = /<((?:[\w.-]+:)?)sst[\s>/]/.exec(xml)?.[1] ?? ''
  return [...xml.matchAll(new RegExp(`<${prefix}si(?:\\s[^<>]*)?(?:/>|>([\\s\\S]*?)</${prefix}si>)`, 'g'))].map(
    ([, content = '']) => readRuns(content, prefix),
  )
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text of an element or attribute: entities, and the way in which Excel writes what XML cannot hold. */
export function unescapeXml(text: string): string {
  return text
    .replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w{2,4}));/g, (whole, hex, decimal, name) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '\u{FFFD}'
    })
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Text for an element: characters that XML 1.0 cannot hold, and what Excel would take for its own way to write them. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // oxlint-disable-next-line no-control-regex -- these are what XML cannot hold
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\u{FFFD}')
      .replaceAll(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  )
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return match?.[1] ?? match?.[2]
}

/** A cell to be written: row from 1, column from 0. */
export interface CellChange {
  readonly row: number
  readonly column: number
  readonly text: string
}

/**
 * The XML with some cells written anew as texts, which no spreadsheet calculates; each keeps its format.
 * @throws RangeError for a cell that is calculated
 */
export function writeSheetXml(sheet: SheetXml, changes: readonly CellChange[]): string {
  const { xml, prefix } = sheet
  const splices: { start: number; end: number; text: string }[] = []
  const byNumber = new Map(sheet.rows.map((row) => [row.number, row]))
  const missing: { number: number; text: string }[] = []
  for (const [number, ofRow] of [...Map.groupBy(changes, ({ row }) => row)].toSorted(([a], [b]) => a - b)) {
    const row = byNumber.get(number)
    const sorted = ofRow.toSorted((a, b) => a.column - b.column)
    const fresh = (change: CellChange) => cellXml(prefix, change, '')
    if (!row) {
      missing.push({ number, text: `<${prefix}row r="${number}">${sorted.map(fresh).join('')}</${prefix}row>` })
    } else if (row.isEmptyTag) {
      const opening = xml.slice(row.start, row.end).replace(/\s*\/>$/, '>')
      splices.push({ start: row.start, end: row.end, text: `${opening}${sorted.map(fresh).join('')}</${prefix}row>` })
    } else {
      for (const change of sorted) {
        const cell = row.cells.find(({ column }) => column === change.column)
        if (cell?.isFormula) throw new RangeError(`${columnName(change.column)}${number} is calculated`)
        if (cell) splices.push({ start: cell.start, end: cell.end, text: cellXml(prefix, change, cell.attributes) })
        else {
          const next = row.cells.find(({ column }) => column > change.column)
          const at = next?.start ?? row.end - `</${prefix}row>`.length
          splices.push({ start: at, end: at, text: fresh(change) })
        }
      }
    }
  }
  for (const { number, text } of missing) {
    const next = sheet.rows.find((row) => row.number > number)
    const at = next?.start ?? sheet.closesAt
    // Only cells that were read are written, so the sheet has rows.
    if (at < 0) throw new RangeError('the sheet has no rows')
    splices.push({ start: at, end: at, text })
  }
  let out = ''
  let at = 0
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    out += xml.slice(at, splice.start) + splice.text
    at = splice.end
  }
  return out + xml.slice(at)
}

function cellXml(prefix: string, { row, column, text }: CellChange, attributes: string): string {
  const style = attribute(attributes, 's')
  const kept = style === undefined ? '' : ` s="${style}"`
  const place = `${columnName(column)}${row}`
  return `<${prefix}c r="${place}"${kept} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}is></${prefix}c>`
}
