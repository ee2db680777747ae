/** Everything that a plan needs to know of the register: entries by their keys, who is meant by a name, who is missing. */
import { findKeys, listKeysOfSource, type EntryKey } from '../key-store.ts'
import { keyOf, placeholderOf, type KnownEntry, type Lookups, type ReadRow } from '../plan.ts'
import type { Doors, Register } from '../register.ts'
import { bySubject, openRow, type StoredVersion } from '../row.ts'
import type { Fields } from '../contract/shape.ts'
import { listCurrentRows, listParents } from '../store.ts'

/** Looks everything up in as many statements as there are kinds of things, whatever the number of rows. */
export async function lookUp(
  context: Doors,
  register: Register,
  rows: readonly ReadRow[],
  given: { readonly complete: boolean; readonly source: string; readonly on: string },
): Promise<Lookups> {
  const { tx, services } = context
  const { shape } = register
  const keys = await services.vault.keysOf(tx)
  const ids = rows.flatMap(({ externalId }) => externalId ?? [])
  const found = await findKeys(tx, keys, shape.id, ids)
  const byText = new Map(found.map((key) => [keyOf(key.source, key.externalId), key]))
  const present = given.complete ? await listKeysOfSource(tx, keys, shape.id, given.source) : []
  const unknown = rows.filter(({ source, externalId }) => externalId !== null && !byText.has(keyOf(source, externalId)))
  const matched = await matchOthers(context, register, unknown)
  const subjects = [...found, ...present].map(({ subjectId }) => subjectId)
  const versions = await readAll(context, register, [...new Set([...subjects, ...matched.values()])])
  const known = (subjectId: string): KnownEntry => ({ subjectId, versions: versions.get(subjectId) ?? [] })
  return {
    byKey: new Map([...byText].map(([text, { subjectId }]) => [text, known(subjectId)])),
    byOther: new Map([...matched].map(([row, subjectId]) => [row, known(subjectId)])),
    named: await resolveNames(context, register, rows),
    parents: await listParents(tx, shape, given.on),
    present: present.map((key: EntryKey) => ({
      ...known(key.subjectId),
      source: key.source,
      externalId: key.externalId,
    })),
  }
}

/** Rows whose id is new, but that mean somebody who is known otherwise. By row number. */
async function matchOthers(
  context: Doors,
  register: Register,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, string>> {
  if (!register.matchEntries || rows.length === 0) return new Map()
  const matches = await register.matchEntries(
    context,
    rows.map(({ values }) => values),
  )
  return new Map(
    rows.flatMap(({ number }, i): [number, string][] => {
      const subjectId = matches[i]
      return subjectId === null || subjectId === undefined ? [] : [[number, subjectId]]
    }),
  )
}

async function readAll(
  { tx, services }: Doors,
  { shape }: Register,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
  const keys = await services.vault.keysOf(tx)
  const rows = await listCurrentRows(tx, shape, subjects)
  return bySubject(rows.map((row) => openRow(keys, shape, row)))
}

/** Whom the names in the cells mean: entries of the registers, and new ones of the file itself. */
async function resolveNames(context: Doors, register: Register, rows: readonly ReadRow[]): Promise<Lookups['named']> {
  const { shape } = register
  const fields = [...new Set(rows.flatMap(({ names }) => Object.keys(names)))]
  const ofFile = shape.subjectKind === 'person' ? namesInFile(rows, shape.nameField) : new Map<string, number[]>()
  const resolved: [string, ReadonlyMap<string, readonly string[]>][] = []
  for (const field of fields) {
    const names = [...new Set(rows.flatMap((row) => row.names[field] ?? []))]
    const known = await register.resolve(context, field, names)
    resolved.push([
      field,
      new Map(
        names.map((name): [string, readonly string[]] => {
          const stored = known.get(name) ?? []
          const told = ofFile.get(name.toLowerCase()) ?? []
          return [name, stored.length > 0 ? stored : told.map((row) => placeholderOf(row))]
        }),
      ),
    ])
  }
  return Object.fromEntries(resolved)
}

/** Row numbers by id, address and name in small letters; an id goes before a name that is written the same. */
function namesInFile(rows: readonly ReadRow[], nameField: string): ReadonlyMap<string, number[]> {
  const byName = new Map<string, number[]>()
  const tellers: ((row: ReadRow) => unknown)[] = [
    ({ externalId }) => externalId,
    ({ values }: { values: Fields }) => values.email,
    ({ values }) => values[nameField],
  ]
  for (const tell of tellers) {
    const told = new Map<string, number[]>()
    for (const row of rows) {
      const text = tell(row)
      if (typeof text !== 'string') continue
      const list = told.get(text.toLowerCase())
      if (list) list.push(row.number)
      else told.set(text.toLowerCase(), [row.number])
    }
    for (const [text, numbers] of told) if (!byName.has(text)) byName.set(text, numbers)
  }
  return byName
}
