/** Versions between the table, where names are sealed, and the plain values that rules and readers work with. */
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { newId } from '#platform/database/id.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Fields, FieldValue, RegisterShape } from './contract/shape.ts'
import { isSealed, type NewVersionRow, type SealedRow, type StoredValue, type VersionRow } from './store.ts'
import type { Version } from './version.ts'

export interface StoredVersion extends Version {
  readonly id: string
  readonly subjectId: string
  readonly knownFrom: Date
  readonly knownTo: Date | null
  readonly importId: string | null
}

const cellOf = (shape: RegisterShape, column: string, row: string): Cell => ({ table: shape.table, row, column })

/** An address as it is found: however it was written. */
export function emailIndexOf(keys: TenantKeys, shape: RegisterShape, email: string): Buffer {
  return keys.index({ table: shape.table, column: 'email' }, email.trim().toLowerCase())
}

/** Opens a row. What was altered behind our back is not shown as it stands; the at-rest probe finds it. */
export function openRow(keys: TenantKeys, shape: RegisterShape, row: VersionRow): StoredVersion {
  const fields = shape.fields.map((field): [string, FieldValue] => {
    // The columns of a shape hold what the kinds of its fields say.
    const stored = row[field.column] as StoredValue
    if (!isSealed(field)) return [field.name, stored as FieldValue]
    if (!Buffer.isBuffer(stored)) return [field.name, null]
    return [field.name, keys.readText(cellOf(shape, field.column, row.id), stored) ?? '—']
  })
  return {
    id: row.id,
    subjectId: row.subject_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    knownFrom: row.known_from,
    knownTo: row.known_to,
    importId: row.import_id,
    episode: row.episode,
    fields: Object.fromEntries(fields),
  }
}

/** What stands in the sealed cells of a row, by field; an empty cell is not in it. */
export function openTexts(keys: TenantKeys, shape: RegisterShape, row: SealedRow): ReadonlyMap<string, string> {
  return new Map(
    shape.fields.filter(isSealed).flatMap((field): [string, string][] => {
      const text = keys.readText(cellOf(shape, field.column, row.id), row[field.column])
      return text === null ? [] : [[field.name, text]]
    }),
  )
}

/** A new row of a version; its cells are bound to its own id. */
export function sealRow(
  keys: TenantKeys,
  clock: Clock,
  shape: RegisterShape,
  subjectId: string,
  version: Version,
): NewVersionRow {
  const id = newId(clock)
  const columns = shape.fields.flatMap((field): [string, StoredValue][] => {
    const value = version.fields[field.name] ?? null
    if (!isSealed(field)) return [[field.column, value]]
    const text = typeof value === 'string' ? value : null
    const sealed = text === null ? null : keys.seal(cellOf(shape, field.column, id), text)
    if (field.kind !== 'email') return [[field.column, sealed]]
    return [
      [field.column, sealed],
      [`${field.column}_index`, text === null ? null : emailIndexOf(keys, shape, text)],
    ]
  })
  return {
    id,
    subject_id: subjectId,
    valid_from: version.validFrom,
    valid_to: version.validTo,
    episode: version.episode,
    ...Object.fromEntries(columns),
  }
}

/** Versions by subject, in the order of their days. */
export function bySubject(versions: readonly StoredVersion[]): Map<string, StoredVersion[]> {
  const grouped = new Map<string, StoredVersion[]>()
  for (const version of versions) {
    const list = grouped.get(version.subjectId)
    if (list) list.push(version)
    else grouped.set(version.subjectId, [version])
  }
  return grouped
}

/** Whom and what the fields of a version lead to. */
export function referencesIn(shape: RegisterShape, fields: Fields): string[] {
  return shape.fields.flatMap(({ name, kind }) => {
    const value = fields[name]
    if (kind === 'person' && typeof value === 'string') return [value]
    return kind === 'entries' && Array.isArray(value) ? [...value] : []
  })
}
