/**
 * What a file would change in a register: every row is new, changed, unchanged or faulty, and who is missing from a
 * file that calls itself complete leaves. Every fault is named by row and column. Pure: looking up and writing down are
 * the callers' business, so that the preview and its execution are the same function.
 */
import type { ReadTable } from '#platform/sheet/read-sheet.ts'
import { readCell, type CellFault } from './cell.ts'
import {
  fieldOf,
  isSameValue,
  stateOn,
  type Field,
  type Fields,
  type FieldValue,
  type RegisterShape,
} from './contract/shape.ts'
import { amendEntry, compareVersions, isReturn, versionOn, type Version } from './version.ts'

/** Which column of the file says what: by field, and `externalId` and `source`. From 0. */
export type Mapping = Readonly<Record<string, number>>

export interface RowFault extends CellFault {
  /** Null: of the row as a whole. */
  readonly column: number | null
}

/** A row of the file, read by itself. */
export interface ReadRow {
  /** As a spreadsheet counts. */
  readonly number: number
  readonly source: string
  readonly externalId: string | null
  /** What the file says; a field of which it has no column is not in it. */
  readonly values: Readonly<Record<string, FieldValue>>
  /** What has to be looked up. */
  readonly names: Readonly<Record<string, readonly string[]>>
  readonly faults: readonly RowFault[]
}

/** An entry of the register as far as is known. */
export interface KnownEntry {
  readonly subjectId: string
  readonly versions: readonly Version[]
}

export type RowKind = 'new' | 'changed' | 'returns' | 'unchanged' | 'leaves' | 'faulty'

export interface PlannedRow {
  readonly kind: RowKind
  /** Null for an entry that the file does not mention. */
  readonly number: number | null
  readonly source: string
  readonly externalId: string | null
  /** Null for a new entry. */
  readonly subjectId: string | null
  /** What is to be written: of a new entry everything, else what changes. A new entry of the file is `row:<number>`. */
  readonly fields: Fields
  /** Of what changes, as it was. */
  readonly before: Fields
  readonly name: string
  /** Whether its source calls an entry so already. */
  readonly isNamed: boolean
  readonly faults: readonly RowFault[]
}

export interface ChoiceWords {
  readonly [field: string]: ReadonlyMap<string, string>
}

/** Reads the rows of a table by the columns of a mapping; nothing is looked up yet. */
export function readRows(
  shape: RegisterShape,
  table: ReadTable,
  mapping: Mapping,
  words: ChoiceWords,
  source: string,
): ReadRow[] {
  const mapped = shape.fields.flatMap((field) => {
    const column = mapping[field.name]
    return column === undefined ? [] : [{ field, column }]
  })
  const [idColumn, sourceColumn] = [mapping.externalId, mapping.source]
  return table.rows.map(({ number, cells }): ReadRow => {
    const faults: RowFault[] = []
    const values: Record<string, FieldValue> = {}
    const names: Record<string, readonly string[]> = {}
    const textAt = (column: number | undefined) => (column === undefined ? '' : (cells[column]?.text ?? ''))
    for (const column of new Set([...mapped.map((one) => one.column), idColumn, sourceColumn]))
      if (column !== undefined && cells[column]?.isFormula === true) faults.push({ column, code: 'formula' })
      else if (column !== undefined && cells[column]?.isMerged === true) faults.push({ column, code: 'merged_cell' })
    for (const { field, column } of mapped) {
      const reading = readCell(field, textAt(column), words[field.name] ?? new Map())
      if ('fault' in reading) faults.push({ column, ...reading.fault })
      else if ('names' in reading) names[field.name] = reading.names
      else values[field.name] = reading.value
    }
    const externalId = textAt(idColumn)
    if (externalId === '') faults.push({ column: idColumn ?? null, code: 'missing_id' })
    else if (externalId.length > 200)
      faults.push({ column: idColumn ?? null, code: 'too_long', params: { maximum: 200 } })
    return {
      number,
      source: textAt(sourceColumn).slice(0, 200) || source,
      externalId: externalId === '' ? null : externalId,
      values,
      names,
      faults,
    }
  })
}

export interface Lookups {
  /** By `keyOf` of source and id. */
  readonly byKey: ReadonlyMap<string, KnownEntry>
  /** Entries that a row means although its id is new: the same person under another source. By row number. */
  readonly byOther: ReadonlyMap<number, KnownEntry>
  /** Subjects by the name in a cell, of each field that names some; a row of the file itself is `row:<number>`. */
  readonly named: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>>
  /** Who leads whom among all that the register knows, for the tree field. */
  readonly parents: ReadonlyMap<string, string>
  /** Entries of the file's source that are in their time, for a complete file. */
  readonly present: readonly (KnownEntry & { readonly source: string; readonly externalId: string })[]
}

export interface PlanOptions {
  readonly mapping: Mapping
  /** The day from which on changes hold. */
  readonly on: string
}

/** How lookups name an entry of a source. */
export function keyOf(source: string, externalId: string): string {
  return JSON.stringify([source, externalId])
}

/** Who is meant by a row that is not in the register yet. */
export function placeholderOf(row: number): string {
  return `row:${row}`
}

/** The plan of all rows, in the order of the file; who leaves comes after them. */
export function planImport(
  shape: RegisterShape,
  rows: readonly ReadRow[],
  known: Lookups,
  { mapping, on }: PlanOptions,
): PlannedRow[] {
  const twice = repeatedKeys(rows)
  const planned = rows.map((row): PlannedRow => {
    const entry = entryOf(row, known)
    const base = entry && versionOn(entry.versions, on)
    const found = resolve(shape, row, known, mapping)
    const faults: RowFault[] = [...row.faults, ...found.faults]
    const first = row.externalId === null ? undefined : twice.get(keyOf(row.source, row.externalId))
    if (first !== undefined && first !== row.number)
      faults.push({ column: mapping.externalId ?? null, code: 'duplicate_id', params: { row: first } })
    const told = { ...row.values, ...found.values }
    const fields = entry && base ? changesOf(shape, entry.versions, base.fields, told, on) : completed(shape, told, on)
    const after: Fields = base ? { ...base.fields, ...returned(shape, base.fields, fields), ...fields } : fields
    const atFault = new Set(faults.map(({ column }) => column))
    faults.push(
      ...faultsOf(shape, after, told, mapping, base === undefined).filter(
        ({ column }) => column === null || !atFault.has(column),
      ),
    )
    return {
      kind: faults.length > 0 ? 'faulty' : kindOf(shape, base?.fields, fields),
      number: row.number,
      source: row.source,
      externalId: row.externalId,
      subjectId: entry?.subjectId ?? null,
      fields,
      before: Object.fromEntries(Object.keys(fields).map((name) => [name, base?.fields[name] ?? null])),
      name: textOf(after[shape.nameField]),
      isNamed: row.externalId !== null && known.byKey.has(keyOf(row.source, row.externalId)),
      faults,
    }
  })
  return [...refuseTwins(refuseCircles(shape, planned, known, mapping)), ...leavers(shape, planned, known, on)]
}

function entryOf(row: ReadRow, known: Lookups): KnownEntry | undefined {
  const byKey = row.externalId === null ? undefined : known.byKey.get(keyOf(row.source, row.externalId))
  return byKey ?? known.byOther.get(row.number)
}

/** First rows of the keys that a file has more than once. */
function repeatedKeys(rows: readonly ReadRow[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  const repeated = new Map<string, number>()
  for (const { source, externalId, number } of rows) {
    if (externalId === null) continue
    const key = keyOf(source, externalId)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, number)
    else repeated.set(key, earlier)
  }
  return repeated
}

function resolve(shape: RegisterShape, row: ReadRow, known: Lookups, mapping: Mapping) {
  const faults: RowFault[] = []
  const values: Record<string, FieldValue> = {}
  for (const [name, texts] of Object.entries(row.names)) {
    const field = fieldOf(shape, name)
    const column = mapping[name] ?? null
    const ids = texts.flatMap((text) => {
      const meant = known.named[name]?.get(text) ?? []
      if (meant.length === 1) return meant
      const [none, several] =
        field.kind === 'person' ? ['person_not_found', 'ambiguous_person'] : ['unknown_entry', 'ambiguous_entry']
      faults.push({ column, code: meant.length === 0 ? none : several, params: { text } })
      return []
    })
    values[name] = field.kind === 'entries' ? [...new Set(ids)].toSorted() : (ids[0] ?? null)
  }
  return { values, faults }
}

function changesOf(shape: RegisterShape, versions: readonly Version[], base: Fields, told: Fields, on: string): Fields {
  const fields = Object.fromEntries(
    Object.entries(told).filter(([name, value]) => {
      // What a new entry is given where the file says nothing cannot be emptied by that same nothing.
      const isGiven = fieldOf(shape, name).fallback !== undefined || (name === shape.startField && shape.beginsWhenTold)
      const keeps = value === null && isGiven
      return !keeps && !isSameValue(value, base[name] ?? null)
    }),
  )
  // A return that is to come was told already when it changes no version.
  const { ended, added } = compareVersions(versions, amendEntry(shape, versions, { on, fields }))
  return ended.length === 0 && added.length === 0 ? {} : fields
}

function completed(shape: RegisterShape, told: Fields, on: string): Fields {
  return Object.fromEntries(
    shape.fields.map(({ name, kind, fallback }): [string, FieldValue] => {
      const start = name === shape.startField && shape.beginsWhenTold ? on : null
      return [name, told[name] ?? fallback ?? (kind === 'entries' ? [] : start)]
    }),
  )
}

function returned(shape: RegisterShape, base: Fields, changed: Fields): Fields {
  return isReturn(shape, base, changed) ? { [shape.endField]: null } : {}
}

function kindOf(shape: RegisterShape, base: Fields | undefined, fields: Fields): RowKind {
  if (base === undefined) return 'new'
  if (Object.keys(fields).length === 0) return 'unchanged'
  return isReturn(shape, base, fields) ? 'returns' : 'changed'
}

/** What is wrong with an entry as it would be, whoever tells it: a file or a form. */
export function faultsOf(
  shape: RegisterShape,
  fields: Fields,
  told: Fields,
  mapping: Mapping,
  isNew: boolean,
): RowFault[] {
  const faults: RowFault[] = []
  const columnOf = (field: Field) => mapping[field.name] ?? null
  for (const field of shape.fields)
    if (field.isRequired && (fields[field.name] ?? null) === null && (isNew || field.name in told))
      faults.push({ column: columnOf(field), code: 'missing_value', params: { field: field.name } })
  // Who comes back begins without an end; a row that tells the former one beside it ends before it begins all the same.
  const wrong = [fields, told].find((one) => endsBeforeStart(shape, one))
  const [start, end] = [wrong?.[shape.startField], wrong?.[shape.endField]]
  if (typeof start === 'string' && typeof end === 'string')
    faults.push({
      column: columnOf(fieldOf(shape, shape.endField)),
      code: 'ends_before_it_starts',
      params: { start, end },
    })
  for (const { field, code } of shape.faultsOf?.(fields) ?? [])
    if (!faults.some(({ params }) => params?.field === field))
      faults.push({ column: mapping[field] ?? null, code, params: { field } })
  return faults
}

function endsBeforeStart(shape: RegisterShape, fields: Fields): boolean {
  const [start, end] = [fields[shape.startField], fields[shape.endField]]
  return typeof start === 'string' && typeof end === 'string' && end < start
}

/** Rows whose tree field leads back to themselves, by way of the file or of what is known. */
function refuseCircles(
  shape: RegisterShape,
  rows: readonly PlannedRow[],
  known: Lookups,
  mapping: Mapping,
): PlannedRow[] {
  const { treeField } = shape
  if (treeField === undefined) return [...rows]
  const parents = new Map(known.parents)
  for (const row of rows) {
    const parent = row.fields[treeField]
    const self = idOf(row)
    if (parent === null) parents.delete(self)
    else if (typeof parent === 'string') parents.set(self, parent)
  }
  const inCircle = circlesOf(parents)
  return rows.map((row) => {
    if (!inCircle.has(idOf(row)) || !(treeField in row.fields)) return row
    return { ...row, kind: 'faulty', faults: [...row.faults, { column: mapping[treeField] ?? null, code: 'circle' }] }
  })
}

function idOf(row: PlannedRow): string {
  return row.subjectId ?? placeholderOf(row.number ?? 0)
}

/** Everybody who is led, over whatever way, by themselves. */
export function circlesOf(parents: ReadonlyMap<string, string>): ReadonlySet<string> {
  const inCircle = new Set<string>()
  const done = new Set<string>()
  for (const start of parents.keys()) {
    const path: string[] = []
    const onPath = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && !done.has(at) && !onPath.has(at)) {
      path.push(at)
      onPath.add(at)
      at = parents.get(at)
    }
    if (at !== undefined && onPath.has(at)) for (const one of path.slice(path.indexOf(at))) inCircle.add(one)
    for (const one of path) done.add(one)
  }
  return inCircle
}

/** Two rows under different ids that mean the same entry. */
function refuseTwins(rows: readonly PlannedRow[]): PlannedRow[] {
  const first = new Map<string, number>()
  return rows.map((row) => {
    if (row.subjectId === null || row.number === null) return row
    const earlier = first.get(row.subjectId)
    if (earlier === undefined) {
      first.set(row.subjectId, row.number)
      return row
    }
    const isTold = row.faults.some(({ code }) => code === 'duplicate_id')
    const fault: RowFault = { column: null, code: 'same_entry', params: { row: earlier } }
    return { ...row, kind: 'faulty', faults: isTold ? row.faults : [...row.faults, fault] }
  })
}

function leavers(shape: RegisterShape, rows: readonly PlannedRow[], known: Lookups, on: string): PlannedRow[] {
  const inFile = new Set(rows.map((row) => row.subjectId))
  return known.present.flatMap(({ subjectId, versions, source, externalId }): PlannedRow[] => {
    const base = versionOn(versions, on)
    if (inFile.has(subjectId) || !base || stateOn(shape, base.fields, on) === 'ended') return []
    if ((base.fields[shape.endField] ?? null) !== null) return []
    const start = base.fields[shape.startField]
    // Who has not begun yet cannot have left before.
    const ends = typeof start === 'string' && start > on ? start : on
    return [
      {
        kind: 'leaves',
        number: null,
        source,
        externalId,
        subjectId,
        fields: { [shape.endField]: ends },
        before: { [shape.endField]: null },
        name: textOf(base.fields[shape.nameField]),
        isNamed: true,
        faults: [],
      },
    ]
  })
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
