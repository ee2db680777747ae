/**
 * The Statement of Applicability as a table: its columns by their titles in both languages, and what a file would change,
 * with every fault by row and column. Pure: who is meant by an owner is looked up by whoever calls.
 */
import { z } from 'zod'
import type { ReadTable, SheetCell } from '#platform/sheet/read-sheet.ts'
import {
  declarations,
  inclusionReasons,
  mostLinks,
  type Declaration,
  type InclusionReason,
  type RowChange,
} from './contract/soa.ts'

export const sheetColumns = [
  'control',
  'title',
  'applicable',
  'reasons',
  'exclusionReason',
  'declared',
  'owner',
  'links',
  'note',
  'status',
  'contradictions',
] as const
export type SheetColumn = (typeof sheetColumns)[number]

/** What columns are called elsewhere, in small letters. */
const called: Readonly<Partial<Record<SheetColumn, readonly string[]>>> = {
  control: ['control', 'control id', 'id', 'ref', 'reference', 'nr.', 'kontrolle', 'maßnahme nr.', 'annex a'],
  applicable: ['applicable', 'applicable?', 'applicability', 'anwendbar', 'anwendbar?', 'anwendbarkeit'],
  reasons: ['reasons', 'reason for inclusion', 'justification for inclusion', 'gründe', 'grund der aufnahme'],
  exclusionReason: [
    'reason for exclusion',
    'justification for exclusion',
    'exclusion',
    'grund des ausschlusses',
    'begründung des ausschlusses',
  ],
  declared: ['implementation', 'declared', 'implementation status', 'umsetzung', 'umsetzungsstand'],
  owner: ['owner', 'control owner', 'responsible', 'eigner', 'verantwortlich'],
  links: ['links', 'documents', 'evidence', 'dokumente', 'verweise', 'nachweise'],
  note: ['note', 'notes', 'comment', 'comments', 'bemerkung', 'bemerkungen', 'kommentar'],
}

/** Which column a title names; `own` are the titles that we write ourselves. */
export function columnOf(title: string, own: ReadonlyMap<string, SheetColumn>): SheetColumn | null {
  const folded = title.trim().toLowerCase()
  const found = own.get(folded)
  if (found) return found
  const [column] = Object.entries(called).find(([, names]) => names.includes(folded)) ?? []
  // A key of the record above.
  return (column as SheetColumn | undefined) ?? null
}

/** Words of people for the values that we know; all in small letters. */
export interface SheetWords {
  readonly yes: readonly string[]
  readonly no: readonly string[]
  readonly reasons: ReadonlyMap<string, InclusionReason>
  readonly declared: ReadonlyMap<string, Declaration>
}

export interface PlannedRow {
  readonly row: number
  readonly controlId: string
  readonly change: RowChange
  /** By what the file names the owner; null empties it, undefined says nothing. */
  readonly owner: string | null | undefined
}

export interface SheetFault {
  readonly row: number | null
  readonly column: SheetColumn | null
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
}

export interface ReadSheet {
  readonly rows: readonly PlannedRow[]
  readonly faults: readonly SheetFault[]
  readonly unused: readonly string[]
}

const link = z.url({ protocol: /^https?$/ }).max(2_000)

/** Reads a table. What a column does not say stays; an empty cell of a column that is there empties the field. */
export function readSoaSheet(
  table: ReadTable,
  controls: readonly string[],
  words: SheetWords,
  own: ReadonlyMap<string, SheetColumn>,
): ReadSheet {
  const columns = table.titles.map((title) => columnOf(title, own))
  const faults: SheetFault[] = []
  for (const needed of ['control', 'applicable'] as const)
    if (!columns.includes(needed)) faults.push({ row: null, column: needed, code: 'column_missing' })
  const twice = columns.filter((one, at) => one !== null && columns.indexOf(one) !== at)
  for (const column of new Set(twice)) faults.push({ row: null, column, code: 'column_twice' })
  if (faults.length > 0) return { rows: [], faults, unused: [] }
  const known = new Set(controls)
  const seen = new Map<string, number>()
  const rows = table.rows.flatMap(({ number: row, cells }): PlannedRow[] => {
    const cell = (column: SheetColumn): SheetCell | undefined => cells[columns.indexOf(column)]
    const fault = (column: SheetColumn, code: string, params?: SheetFault['params']) =>
      faults.push({ row, column, code, ...(params && { params }) })
    const calculated = columns.flatMap((column, at) => (column !== null && cells[at]?.isFormula ? [column] : []))
    for (const column of calculated) if (column in called) fault(column, 'formula')
    const controlId = controlIn(cell('control')?.text ?? '')
    if (!known.has(controlId)) {
      fault('control', 'unknown_control', { value: (cell('control')?.text ?? '').slice(0, 60) })
      return []
    }
    const before = seen.get(controlId)
    if (before !== undefined) {
      fault('control', 'control_twice', { other: before })
      return []
    }
    seen.set(controlId, row)
    const has = (column: SheetColumn) => columns.includes(column)
    // The apostrophe that our own CSV puts before what a spreadsheet would calculate.
    const text = (column: SheetColumn) => (cell(column)?.text.trim() ?? '').replace(/^'(?=["'\s]*[=+\-@])/, '')
    const change: { -readonly [K in keyof RowChange]: RowChange[K] } = {}
    const applicable = text('applicable').toLowerCase()
    if (words.yes.includes(applicable)) change.applicable = true
    else if (words.no.includes(applicable)) change.applicable = false
    else fault('applicable', applicable === '' ? 'required' : 'not_yes_or_no', { value: applicable.slice(0, 60) })
    if (has('reasons')) {
      const named = split(text('reasons'))
      const reasons = named.map((one) => words.reasons.get(one.toLowerCase()))
      for (const [at, reason] of reasons.entries())
        if (reason === undefined) fault('reasons', 'unknown_reason', { value: (named[at] ?? '').slice(0, 60) })
      change.reasons = reasons.filter((one) => one !== undefined)
    }
    if (has('exclusionReason')) {
      const reason = text('exclusionReason')
      if (reason.length > 2_000) fault('exclusionReason', 'too_long', { most: 2_000 })
      change.exclusionReason = reason === '' ? null : reason.slice(0, 2_000)
    }
    if (has('declared')) {
      const said = text('declared').toLowerCase()
      const declared = said === '' ? null : words.declared.get(said)
      if (declared === undefined) fault('declared', 'unknown_declaration', { value: said.slice(0, 60) })
      else change.declared = declared
    }
    if (has('links')) {
      const links = [
        ...new Set(
          text('links')
            .split(/[\s;]+/)
            .filter((one) => one !== ''),
        ),
      ]
      for (const one of links) if (!link.safeParse(one).success) fault('links', 'no_link', { value: one.slice(0, 120) })
      if (links.length > mostLinks) fault('links', 'too_many_links', { most: mostLinks })
      change.links = links
    }
    if (has('note')) {
      if (text('note').length > 2_000) fault('note', 'too_long', { most: 2_000 })
      change.note = text('note') === '' ? null : text('note').slice(0, 2_000)
    }
    const owner = has('owner') ? (text('owner') === '' ? null : text('owner')) : undefined
    return [{ row, controlId, change, owner }]
  })
  const missing = controls.filter((id) => !seen.has(id))
  if (missing.length > 0)
    faults.push({
      row: null,
      column: 'control',
      code: 'controls_missing',
      params: { count: missing.length, ids: missing.slice(0, 93).join(', ') },
    })
  return {
    rows,
    faults,
    unused: table.titles.filter((title, at) => columns[at] === null && title !== ''),
  }
}

/** `A.8.5`, also written `8.5`, `A 8.5` or `A.8.05`. */
function controlIn(text: string): string {
  const [, theme, number] = /^(?:A[.\s]*)?([5-8])\.0?(\d{1,2})\b/i.exec(text.trim()) ?? []
  return theme === undefined || number === undefined ? text.trim() : `A.${theme}.${number}`
}

function split(text: string): string[] {
  return text
    .split(/[,;\n/+]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** Every value that a reason or a declaration may have, for whoever writes the words. */
export const sheetValues = { reasons: inclusionReasons, declared: declarations } as const
