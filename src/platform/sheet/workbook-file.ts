/**
 * A workbook of a stranger (ECMA-376) opened to be read sheet by sheet and to have single cells written: names, cells,
 * merged cells, lists of allowed values. What is written back has every other part as it was, to the byte.
 */
import { packArchive } from '../archive/pack.ts'
import { Problem } from '../http/problem.ts'
import { columnIndex } from './column.ts'
import { unpackWorkbook } from './read-sheet.ts'
import { SheetError } from './sheet-cells.ts'
import {
  readSharedStrings,
  readSheetXml,
  unescapeXml,
  writeSheetXml,
  type CellChange,
  type SheetXml,
} from './sheet-xml.ts'

export interface WorkbookSheet {
  readonly name: string
  readonly path: string
  readonly isHidden: boolean
  readonly content: SheetXml
  readonly merges: readonly CellRange[]
  readonly lists: readonly { readonly ranges: readonly CellRange[]; readonly values: readonly string[] }[]
}

/** Rows from 1, columns from 0, both ends included. */
export interface CellRange {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export interface WorkbookFile {
  readonly members: ReadonlyMap<string, Buffer>
  readonly sheets: readonly WorkbookSheet[]
}

export interface WorkbookBounds {
  readonly rows: number
  readonly columns: number
  readonly sheets: number
}

/**
 * Opens a workbook.
 * @throws Problem 422 `sheet.wrong_file`, `sheet.macros`, `sheet.damaged`, `sheet.encrypted`, `sheet.too_large`,
 * `sheet.too_many_rows`, `sheet.too_many_columns`, `sheet.too_many_sheets`
 */
export function openWorkbook(bytes: Buffer, most: WorkbookBounds): WorkbookFile {
  const members = unpackWorkbook(bytes)
  const workbook = textOf(members, 'xl/workbook.xml')
  if (workbook === null) throw new Problem(422, 'sheet.wrong_file')
  const types = textOf(members, '[Content_Types].xml') ?? ''
  if (
    [...members.keys()].some((name) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(name)) ||
    /macroEnabled/i.test(types)
  )
    throw new Problem(422, 'sheet.macros')
  try {
    return { members, sheets: readSheets(members, workbook, most) }
  } catch (cause) {
    if (!(cause instanceof SheetError)) throw cause
    const limit = cause.fault === 'too_many_columns' ? most.columns : most.rows
    throw new Problem(422, `sheet.${cause.fault}`, { params: { most: limit }, cause })
  }
}

/** The workbook with cells of its sheets written anew. @throws RangeError for a cell that is calculated */
export function writeCells(file: WorkbookFile, changes: ReadonlyMap<string, readonly CellChange[]>): Buffer {
  const members = new Map(file.members)
  for (const sheet of file.sheets) {
    const own = changes.get(sheet.path)
    if (own && own.length > 0) members.set(sheet.path, Buffer.from(writeSheetXml(sheet.content, own), 'utf8'))
  }
  return packArchive(members)
}

function textOf(members: ReadonlyMap<string, Buffer>, path: string): string | null {
  const bytes = members.get(path)
  if (bytes === undefined) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Problem(422, 'sheet.damaged', { cause })
  }
}

function readSheets(members: ReadonlyMap<string, Buffer>, workbook: string, most: WorkbookBounds): WorkbookSheet[] {
  const targets = new Map(
    [...(textOf(members, 'xl/_rels/workbook.xml.rels') ?? '').matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(
      ([tag]) => [/\bId="([^"]+)"/.exec(tag)?.[1] ?? '', pathOf(/\bTarget="([^"]+)"/.exec(tag)?.[1] ?? '')] as const,
    ),
  )
  const strings = readSharedStrings(textOf(members, 'xl/sharedStrings.xml') ?? '')
  const tags = [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].map(([tag]) => tag)
  if (tags.length > most.sheets) throw new Problem(422, 'sheet.too_many_sheets', { params: { most: most.sheets } })
  const opened = tags.flatMap((tag) => {
    const path = targets.get(/\b\w+:id="([^"]+)"/.exec(tag)?.[1] ?? '') ?? ''
    const xml = textOf(members, path)
    // Sheets of charts have no cells.
    if (xml === null || !/<(?:[\w.-]+:)?sheetData[\s/>]/.test(xml)) return []
    return [
      {
        name: unescapeXml(/\bname="([^"]*)"/.exec(tag)?.[1] ?? ''),
        path,
        isHidden: /\bstate="(?:hidden|veryHidden)"/.test(tag),
        content: readSheetXml(xml, strings, most),
      },
    ]
  })
  if (new Set(opened.map(({ path }) => path)).size < opened.length) throw new SheetError('damaged')
  const names = new Map(
    [...workbook.matchAll(/<(?:\w+:)?definedName\b[^>]*?\bname="([^"]*)"[^>]*>([^<]*)</g)].map(
      ([, name = '', target = '']) => [unescapeXml(name).toLowerCase(), unescapeXml(target)] as const,
    ),
  )
  const valuesOf = listReader(new Map(opened.map(({ name, content }) => [name.toLowerCase(), content])), names)
  return opened.map((sheet) => ({
    ...sheet,
    merges: [...sheet.content.xml.matchAll(/<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([^"']+)["']/g)].flatMap(
      ([, ref = '']) => rangesOf(ref),
    ),
    lists: readLists(sheet.content.xml, sheet.name, valuesOf),
  }))
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** "A1:B2 D4" as ranges; what is none is left out. */
function rangesOf(text: string): CellRange[] {
  return text.split(/\s+/).flatMap((one) => {
    const match = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?$/.exec(one)
    if (!match?.[1] || !match[2]) return []
    const [left, top] = [columnIndex(match[1]), Number(match[2])]
    return [{ left, top, right: columnIndex(match[3] ?? match[1]), bottom: Number(match[4] ?? match[2]) }]
  })
}

/** Rules that a cell takes one of a list (18.3.1.32), also in the form of Excel 2010 that names other sheets. */
function readLists(
  xml: string,
  own: string,
  valuesOf: (formula: string, own: string) => readonly string[],
): { ranges: CellRange[]; values: readonly string[] }[] {
  const rule = /<(?:[\w.-]+:)?dataValidation\s([^<>]*?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?dataValidation>)/g
  return [...xml.matchAll(rule)].flatMap(([, attributes = '', content = '']) => {
    if (!/\btype\s*=\s*["']list["']/.test(attributes)) return []
    const place =
      /\bsqref\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? /<xm:sqref>([^<]*)</.exec(content)?.[1] ?? ''
    const formula =
      /<(?:[\w.-]+:)?formula1[^<>]*>\s*<xm:f>([^<]*)</.exec(content)?.[1] ??
      /<(?:[\w.-]+:)?formula1[^<>]*>([^<]*)</.exec(content)?.[1] ??
      ''
    const values = valuesOf(unescapeXml(formula).trim(), own)
    return values.length === 0 ? [] : [{ ranges: rangesOf(place), values }]
  })
}

/** A list of choices longer than this is none that a question has. */
const mostValues = 50

function listReader(sheets: ReadonlyMap<string, SheetXml>, names: ReadonlyMap<string, string>) {
  const read = (formula: string, own: string, depth = 0): readonly string[] => {
    const literal = /^"([\s\S]*)"$/.exec(formula)?.[1]
    if (literal !== undefined)
      return literal
        .replaceAll('""', '"')
        .split(/[,;]/)
        .map((one) => one.trim())
        .filter((one) => one !== '')
    const named = names.get(formula.replace(/^=/, '').toLowerCase())
    if (named !== undefined && depth < 3) return read(named, own, depth + 1)
    const place =
      /^=?(?:'((?:[^']|'')+)'|([^'!]+))?!?(\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)$/.exec(formula)
    const [range] = rangesOf(place?.[3] ?? '')
    const sheet = sheets.get((place?.[1]?.replaceAll("''", "'") ?? place?.[2] ?? own).toLowerCase())
    if (!range || !sheet) return []
    const values: string[] = []
    for (const row of sheet.rows) {
      if (row.number < range.top || row.number > range.bottom) continue
      for (const cell of row.cells) {
        if (cell.column < range.left || cell.column > range.right || cell.text.trim() === '') continue
        values.push(cell.text.trim())
        if (values.length > mostValues) return []
      }
    }
    return values
  }
  return read
}
