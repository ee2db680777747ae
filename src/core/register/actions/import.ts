/**
 * Imports into a register. A file is kept encrypted as a draft and read anew whenever it is looked at, against the
 * register as it is then; carrying it out computes the same once more, and does it only if that is what was looked at.
 */
import { createHash } from 'node:crypto'
import { announce } from '../../announce.ts'
import type { Context } from '../../context.ts'
import { record } from '../../ledger/record.ts'
import type { ReceivedFile } from '../../module.ts'
import { cutPage, decodeCursor } from '../../cursor.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { readTable, type ReadTable } from '#platform/sheet/read-sheet.ts'
import { columnName } from '#platform/sheet/column.ts'
import type { ImportCounts, ImportDetail, ImportView, PlannedRowView } from '../contract.ts'
import {
  findImport,
  insertImport,
  listImportRows,
  lockImport,
  markDiscarded,
  updateImport,
  type ImportRow,
} from '../import-store.ts'
import { choiceWordsOf, guessMapping, tellChoice, titleTest } from '../words.ts'
import { planImport, readRows, type Mapping, type PlannedRow } from '../plan.ts'
import type { Doors, Register } from '../register.ts'
import { fieldOf, type FieldValue, type RegisterShape } from '../contract/shape.ts'
import { lookUp } from './look-up.ts'

/**
 * Keeps a file as a draft.
 * @throws Problem 422 `sheet.*` when it cannot be read
 */
export async function uploadImport(
  context: Context,
  register: Register,
  file: ReceivedFile,
  given: { readonly source?: string | undefined },
): Promise<{ id: string }> {
  const { tx, services, actor } = context
  const { shape } = register
  const table = await readTable(await readBlob(context, file.blobKey), titleTest(services.texts, shape))
  const id = newId(services.clock)
  const source = given.source ?? sourceOf(file.fileName)
  await insertImport(tx, {
    id,
    register: shape.id,
    source,
    mapping: guessMapping(services.texts, shape, table.titles),
    file_name: file.fileName,
    file_sha256: Buffer.from(file.sha256, 'hex'),
    blob_key: file.blobKey,
    created_by: 'personId' in actor ? actor.personId : null,
    created_at: services.clock.now(),
  })
  await record(context, {
    action: 'register.import_uploaded',
    object: { kind: 'register-import', id },
    after: { register: shape.id, source, sha256: file.sha256, rows: table.rows.length },
  })
  return { id }
}

/** `Personal 2026-03.xlsx` comes from "personal": the same file of next month is of the same source. */
function sourceOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').toLowerCase()
  return stem.replaceAll(/[\d\s._-]+$|\(\d+\)/g, '').trim() || 'import'
}

async function readBlob({ tx, services }: Doors, key: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(await services.vault.keysOf(tx), key)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Newest first. */
export async function listImports(
  context: Context,
  register: Register,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: ImportView[]; nextCursor: string | null }> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  const rows = await listImportRows(context.tx, register.shape.id, { after, limit: query.limit + 1 })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
  return { items: await present(context, page.items), nextCursor: page.nextCursor }
}

/**
 * An import; while it is a draft with what it would do, faults first.
 * @throws Problem 404 `common.not_found`, 400 `page.bad_cursor`
 */
export async function readImport(
  context: Context,
  register: Register,
  importId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number; readonly kind?: string | undefined },
): Promise<ImportDetail> {
  const row = await findImport(context.tx, register.shape.id, importId)
  if (!row || row.state === 'discarded') throw notFound()
  const [view] = await present(context, [row])
  if (!view) throw notFound()
  if (row.state !== 'draft') return { import: view, plan: null }
  const { table, rows, digest, counts } = await planDraft(context, register, row)
  const wanted = query.kind === undefined ? faultsFirst(rows) : rows.filter(({ kind }) => kind === query.kind)
  const from = offsetOf(query.cursor)
  const shown = wanted.slice(from, from + query.limit)
  const next = from + query.limit
  return {
    import: view,
    plan: {
      titles: [...table.titles],
      mapping: { ...row.mapping },
      unread: unreadOf(table, row.mapping),
      counts,
      digest,
      items: await presentRows(context, register, table, shown),
      nextCursor: next < wanted.length ? String(next) : null,
    },
  }
}

/** What stands in the file and is not read, so that nothing is left out unseen. */
function unreadOf({ titles, rows, unread }: ReadTable, mapping: Mapping) {
  const read = new Set(Object.values(mapping))
  const columns = titles.flatMap((title, column) => {
    const isFilled = title !== '' || rows.some(({ cells }) => (cells[column]?.text ?? '') !== '')
    return read.has(column) || !isFilled ? [] : [`${columnName(column)} ${title}`.trim()]
  })
  return { columns, rows: [...unread.rows], sheets: [...unread.sheets] }
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  if (!/^\d{1,6}$/.test(cursor)) throw new Problem(400, 'page.bad_cursor')
  return Number(cursor)
}

function faultsFirst(rows: readonly PlannedRow[]): PlannedRow[] {
  const places = ['faulty', 'leaves', 'returns', 'new', 'changed', 'unchanged']
  return rows.toSorted((a, b) => places.indexOf(a.kind) - places.indexOf(b.kind))
}

export interface DraftPlan {
  readonly table: ReadTable
  readonly rows: readonly PlannedRow[]
  readonly counts: ImportCounts
  /** SHA-256 of all that would be written, hexadecimal. */
  readonly digest: string
  /** From which day on changes hold. */
  readonly on: string
}

/** What a draft would do now. */
export async function planDraft(context: Doors, register: Register, row: ImportRow): Promise<DraftPlan> {
  const { shape } = register
  if (row.blob_key === null) throw new Error('a draft has its file')
  const on = row.effective_on ?? dayOf(context.services.clock.now())
  const table = await readTable(await readBlob(context, row.blob_key), titleTest(context.services.texts, shape))
  const read = readRows(shape, table, row.mapping, choiceWordsOf(context.services.texts, shape), row.source)
  const known = await lookUp(context, register, read, { complete: row.complete, source: row.source, on })
  const rows = planImport(shape, read, known, { mapping: row.mapping, on })
  const written = rows.map(({ kind, number, subjectId, externalId, source, fields }) =>
    kind === 'unchanged' ? null : [kind, number, subjectId, source, externalId, fields],
  )
  return {
    table,
    rows,
    counts: countKinds(rows),
    digest: createHash('sha256')
      .update(JSON.stringify([on, written]))
      .digest('hex'),
    on,
  }
}

function countKinds(rows: readonly PlannedRow[]): ImportCounts {
  const counts = { new: 0, changed: 0, returns: 0, unchanged: 0, leaves: 0, faulty: 0 }
  for (const { kind } of rows) counts[kind] += 1
  return counts
}

/**
 * Says how the file is to be read.
 * @throws Problem 400 `input.invalid`, 404 `common.not_found`, 409 `register.import_not_draft`, `register.changed_meanwhile`
 */
export async function configureImport(
  context: Context,
  register: Register,
  importId: string,
  given: {
    readonly source?: string | undefined
    readonly complete?: boolean | undefined
    readonly effectiveOn?: string | null | undefined
    readonly mapping?: Readonly<Record<string, number | null>> | undefined
    readonly version: number
  },
): Promise<ImportView> {
  const row = await lockDraft(context, register, importId)
  if (row.version !== given.version) throw new Problem(409, 'register.changed_meanwhile')
  const mapping = given.mapping === undefined ? row.mapping : checkMapping(register.shape, given.mapping)
  const after = {
    source: given.source ?? row.source,
    complete: given.complete ?? row.complete,
    effective_on: given.effectiveOn === undefined ? row.effective_on : given.effectiveOn,
    mapping,
  }
  await updateImport(context.tx, importId, after)
  await record(context, {
    action: 'register.import_configured',
    object: { kind: 'register-import', id: importId },
    after: {
      source: after.source,
      complete: after.complete,
      effectiveOn: after.effective_on,
      mapping: Object.entries(mapping).map(([field, column]) => `${field}=${columnName(column)}`),
    },
  })
  const [view] = await present(context, [{ ...row, ...after, version: row.version + 1 }])
  if (!view) throw notFound()
  return view
}

function checkMapping(shape: RegisterShape, given: Readonly<Record<string, number | null>>): Mapping {
  const fields = new Set(['externalId', 'source', ...shape.fields.map(({ name }) => name)])
  const unknown = Object.keys(given).filter((field) => !fields.has(field))
  if (unknown.length > 0) {
    const issues = unknown.map((field) => ({ pointer: `/mapping/${field}`, code: 'unknown_field' }))
    throw new Problem(400, 'input.invalid', { issues })
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([field, column]) => (column === null ? [] : [[field, column]])),
  )
}

/** @throws Problem 404 `common.not_found`, 409 `register.import_not_draft` */
export async function lockDraft({ tx }: Doors, { shape }: Register, importId: string): Promise<ImportRow> {
  const row = await lockImport(tx, shape.id, importId)
  if (!row || row.state === 'discarded') throw notFound()
  if (row.state !== 'draft') throw new Problem(409, 'register.import_not_draft')
  return row
}

/** Throws a draft and its file away. @throws Problem 404 `common.not_found`, 409 `register.import_not_draft` */
export async function discardImport(context: Context, register: Register, importId: string): Promise<void> {
  const row = await lockDraft(context, register, importId)
  await dropDraft(context, row.id, row.blob_key)
  await record(context, {
    action: 'register.import_discarded',
    object: { kind: 'register-import', id: importId },
    before: { register: register.shape.id, source: row.source },
  })
  await announce(context.tx, 'registers')
}

/** The row says so first; the file goes when that is committed. */
export async function dropDraft({ tx, services }: Doors, id: string, blobKey: string | null): Promise<void> {
  await markDiscarded(tx, id)
  dropFile({ tx, services }, blobKey)
}

/** Deletes the file of an import once the transaction is committed. */
export function dropFile({ tx, services }: Doors, blobKey: string | null): void {
  if (blobKey === null) return
  const { tenantId } = tx
  tx.afterCommit(async () => void (await services.blobs.remove(tenantId, blobKey)))
}

// ---- For readers ----------------------------------------------------------------------------------------------------

/** Imports as readers see them. */
export async function present({ tx, services }: Doors, rows: readonly ImportRow[]): Promise<ImportView[]> {
  const people = rows.flatMap((row) => [row.created_by, row.applied_by, row.undone_by].filter((id) => id !== null))
  const names = await services.personNames(tx, [...new Set(people)])
  const named = (personId: string | null) => (personId === null ? null : { personId, name: names.get(personId) ?? '—' })
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    source: row.source,
    complete: row.complete,
    effectiveOn: row.effective_on,
    fileName: row.file_name,
    fileSha256: row.file_sha256.toString('hex'),
    createdAt: row.created_at.toISOString(),
    createdBy: named(row.created_by),
    appliedAt: row.applied_at?.toISOString() ?? null,
    appliedBy: named(row.applied_by),
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: named(row.undone_by),
    counts: row.counts,
    version: row.version,
  }))
}

async function presentRows(
  context: Context,
  register: Register,
  table: ReadTable,
  rows: readonly PlannedRow[],
): Promise<PlannedRowView[]> {
  const { shape } = register
  const { actor, services } = context
  const led = rows.flatMap(({ fields, before }) =>
    [fields, before].flatMap((side) =>
      Object.entries(side).flatMap(([name, value]) => {
        const { kind } = fieldOf(shape, name)
        return (kind === 'person' || kind === 'entries') && value !== null ? [value].flat() : []
      }),
    ),
  )
  const isNew = (id: string) => id.startsWith('row:')
  const names = new Map(
    await register.nameReferences(
      context,
      [...new Set(led)].filter((id) => !isNew(id)),
    ),
  )
  const tell = (name: string, value: FieldValue): string | null => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return null
    const { kind } = fieldOf(shape, name)
    const nameOf = (id: string) =>
      names.get(id) ??
      services.texts.text(actor.locale, 'register.import.row', { row: isNew(id) ? id.slice('row:'.length) : '–' })
    if (Array.isArray(value)) return value.map((id: string) => nameOf(id)).join(', ')
    const text = String(value)
    if (kind === 'person') return nameOf(text)
    return kind === 'choice' ? tellChoice(services.texts, actor.locale, text) : text
  }
  return rows.map((row) => ({
    kind: row.kind,
    number: row.number,
    externalId: row.externalId,
    name: row.name,
    changes: Object.entries(row.fields).map(([field, after]) => ({
      field,
      before: tell(field, row.before[field] ?? null),
      after: tell(field, after),
    })),
    faults: row.faults.map(({ column, code, params }) => ({
      column: column === null ? null : `${columnName(column)} ${table.titles[column] ?? ''}`.trim(),
      text: services.texts.text(actor.locale, `issue.${code}`, {
        ...params,
        ...(typeof params?.field === 'string' && {
          field: services.texts.text(actor.locale, `register.${shape.id}.${params.field}`),
        }),
      }),
    })),
  }))
}
