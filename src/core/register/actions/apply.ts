/** Carrying an import out and taking it back, each in one transaction and as a whole. */
import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { record } from '../../ledger/record.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { ImportView } from '../contract.ts'
import { lockImport, markApplied, markUndone, type ImportRow } from '../import-store.ts'
import { insertKeys } from '../key-store.ts'
import { placeholderOf, type PlannedRow } from '../plan.ts'
import type { Doors, Register } from '../register.ts'
import { bySubject, openRow, type StoredVersion } from '../row.ts'
import type { Fields, FieldValue } from '../contract/shape.ts'
import { listCurrentRows, listRowsOfImport, lockRegister } from '../store.ts'
import { amendEntry, beginEntry, type Version } from '../version.ts'
import { dropFile, lockDraft, planDraft, present } from './import.ts'
import { writeVersions, type VersionChange } from './write.ts'

/** So many entries are named when an import cannot be taken back. */
const mostNamed = 100

/**
 * Carries a draft out, if it still does what was looked at.
 * @throws Problem 404 `common.not_found`, 409 `register.import_not_draft`, `register.import_faulty`,
 * `register.import_other_now`
 */
export async function applyImport(
  context: Context,
  register: Register,
  importId: string,
  digest: string,
): Promise<ImportView> {
  const { tx, services, actor } = context
  const { shape } = register
  await lockRegister(tx, shape)
  const row = await lockDraft(context, register, importId)
  const plan = await planDraft(context, register, row)
  if (plan.counts.faulty > 0)
    throw new Problem(409, 'register.import_faulty', { params: { count: plan.counts.faulty } })
  if (plan.digest !== digest) throw new Problem(409, 'register.import_other_now')
  const changes = await changesOf(context, register, plan.rows, plan.on)
  await writeVersions(context, register, changes, { importId, endedBy: importId })
  const at = services.clock.now()
  const by = 'personId' in actor ? actor.personId : null
  await markApplied(tx, importId, { by, at, on: plan.on, counts: plan.counts })
  dropFile(context, row.blob_key)
  await record(context, {
    action: 'register.imported',
    object: { kind: 'register-import', id: importId },
    after: {
      register: shape.id,
      source: row.source,
      sha256: row.file_sha256.toString('hex'),
      complete: row.complete,
      effectiveOn: plan.on,
      written: commitmentTo(plan.rows),
      ...plan.counts,
    },
  })
  return viewOf(context, register, importId)
}

/** The ledger names nobody of the file, and says all the same what was written: SHA-256 over ids and versions. */
function commitmentTo(rows: readonly PlannedRow[]): string {
  const written = rows.filter(({ kind }) => kind !== 'unchanged')
  return createHash('sha256')
    .update(JSON.stringify(written.map(({ kind, number, fields }) => [kind, number, fields])))
    .digest('hex')
}

async function changesOf(
  context: Context,
  register: Register,
  rows: readonly PlannedRow[],
  on: string,
): Promise<VersionChange[]> {
  const { tx, services } = context
  const { shape } = register
  const fresh = rows.filter(({ kind, subjectId }) => kind === 'new' && subjectId === null)
  const made = await register.createSubjects(
    context,
    fresh.map(({ source, externalId, fields }) => ({ source, externalId: externalId ?? '', fields })),
  )
  const subjectOf = new Map(fresh.map((row, i) => [placeholderOf(row.number ?? 0), made[i] ?? '']))
  const idOf = (row: PlannedRow) => row.subjectId ?? subjectOf.get(placeholderOf(row.number ?? 0)) ?? ''
  await nameNew(context, register, rows, idOf)
  const settle = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, settled(value, subjectOf)]))
  const written = rows.filter(({ kind }) => kind !== 'unchanged')
  const keys = await services.vault.keysOf(tx)
  const known = bySubject(
    (
      await listCurrentRows(
        tx,
        shape,
        written.flatMap(({ subjectId }) => subjectId ?? []),
      )
    ).map((row) => openRow(keys, shape, row)),
  )
  return written.map((row): VersionChange => {
    const subjectId = idOf(row)
    const before = known.get(subjectId) ?? []
    const fields = settle(row.fields)
    const after = before.length === 0 ? beginEntry(shape, fields, on) : amendEntry(shape, before, { on, fields })
    return { subjectId, before, after }
  })
}

/** New entries, and old ones that this source calls something for the first time. */
async function nameNew(
  { tx, services }: Context,
  { shape }: Register,
  rows: readonly PlannedRow[],
  idOf: (row: PlannedRow) => string,
): Promise<void> {
  const keys = await services.vault.keysOf(tx)
  const named = rows.flatMap((row) =>
    row.externalId === null || row.isNamed
      ? []
      : [{ subjectId: idOf(row), source: row.source, externalId: row.externalId }],
  )
  await insertKeys(tx, keys, services.clock, shape.id, named)
}

function settled(value: FieldValue, subjectOf: ReadonlyMap<string, string>): FieldValue {
  if (Array.isArray(value)) return value.map((id: string) => subjectOf.get(id) ?? id)
  return typeof value === 'string' ? (subjectOf.get(value) ?? value) : value
}

/**
 * Takes an import back: what was known before it is known again, as of now.
 * @throws Problem 404 `common.not_found`, 409 `register.import_not_applied`, `register.undo_collides` naming every entry
 * that somebody changed since, or to which something new leads
 */
export async function undoImport(
  context: Context,
  register: Register,
  importId: string,
  reason: string,
): Promise<ImportView> {
  const { tx, services, actor } = context
  const { shape } = register
  await lockRegister(tx, shape)
  const row = await lockImport(tx, shape.id, importId)
  if (!row || row.state === 'discarded') throw notFound()
  if (row.state !== 'applied') throw new Problem(409, 'register.import_not_applied')
  const changes = await inverseOf(context, register, row)
  await writeVersions(context, register, changes, { importId: null, endedBy: null })
  const by = 'personId' in actor ? actor.personId : null
  await markUndone(tx, importId, { by, at: services.clock.now() })
  await record(context, {
    action: 'register.import_undone',
    object: { kind: 'register-import', id: importId },
    before: { state: 'applied' },
    after: { state: 'undone', entries: changes.length },
    reason,
  })
  return viewOf(context, register, importId)
}

async function inverseOf(context: Context, register: Register, row: ImportRow): Promise<VersionChange[]> {
  const { tx, services } = context
  const { shape } = register
  const keys = await services.vault.keysOf(tx)
  const stored = await listRowsOfImport(tx, shape, row.id)
  const added = bySubject(stored.added.map((one) => openRow(keys, shape, one)))
  const ended = bySubject(stored.ended.map((one) => openRow(keys, shape, one)))
  const subjects = [...new Set([...added.keys(), ...ended.keys()])]
  const now = bySubject((await listCurrentRows(tx, shape, subjects)).map((one) => openRow(keys, shape, one)))
  const collisions: string[] = []
  const changes = subjects.map((subjectId): VersionChange => {
    const [current, ofImport, before] = [now, added, ended].map((map) => map.get(subjectId) ?? [])
    if (hasChangedSince(current ?? [], ofImport ?? [], row))
      collisions.push(nameOf(register, current ?? ofImport ?? []))
    const stays = (current ?? []).filter((version) => !(ofImport ?? []).some(({ id }) => id === version.id))
    const after = [...stays, ...(before ?? []).map(plainVersion)].toSorted((a, b) =>
      a.validFrom < b.validFrom ? -1 : 1,
    )
    return { subjectId, before: current ?? [], after }
  })
  const gone = new Set(changes.filter(({ after }) => after.length === 0).map(({ subjectId }) => subjectId))
  collisions.push(...(await stillNamed(context, register, gone, changes)))
  if (collisions.length > 0) {
    const issues = collisions
      .slice(0, mostNamed)
      .map((name, i) => ({ pointer: `/entries/${i}`, code: 'changed_since', params: { name } }))
    throw new Problem(409, 'register.undo_collides', { params: { count: collisions.length }, issues })
  }
  return changes
}

/** Something of the import is not what is known now, or something became known after it. */
function hasChangedSince(
  current: readonly StoredVersion[],
  ofImport: readonly StoredVersion[],
  row: ImportRow,
): boolean {
  const standing = new Set(current.map(({ id }) => id))
  const at = row.applied_at ?? row.created_at
  return ofImport.some(({ id }) => !standing.has(id)) || current.some(({ knownFrom }) => knownFrom > at)
}

/** Entries that would be gone, and to which others of the register lead that stay. */
async function stillNamed(
  context: Doors,
  register: Register,
  gone: ReadonlySet<string>,
  changes: readonly VersionChange[],
): Promise<string[]> {
  if (gone.size === 0) return []
  const led = (await register.listDependents?.(context, [...gone])) ?? []
  const undone = new Map(changes.map(({ subjectId, after }) => [subjectId, after]))
  const names = led.filter(({ from, to }) => {
    const after = undone.get(from)
    return after === undefined || after.some(({ fields }) => Object.values(fields).flat().includes(to))
  })
  const left = new Set(names.map(({ to }) => to))
  return changes.filter(({ subjectId }) => left.has(subjectId)).map(({ before }) => nameOf(register, before))
}

function plainVersion({ validFrom, validTo, episode, fields }: Version): Version {
  return { validFrom, validTo, episode, fields }
}

function nameOf({ shape }: Register, versions: readonly Version[]): string {
  const name = versions.at(-1)?.fields[shape.nameField]
  return typeof name === 'string' ? name : '—'
}

async function viewOf(context: Context, { shape }: Register, importId: string): Promise<ImportView> {
  const row = await lockImport(context.tx, shape.id, importId)
  const [view] = row ? await present(context, [row]) : []
  if (!view) throw notFound()
  return view
}
