/** Everything that a plan needs to know of the register: entries by their keys, who is meant by a name, who is missing. */
import { findKeys, listKeysOfSource, type EntryKey } from '../key-store.ts'
import { keyOf, placeholderOf, type KnownEntry, type Lookups, type ReadRow } from '../plan.ts'
import type { Doors, Register } from '../register.ts'
import { bySubject, openRow, type StoredVersion } from '../row.ts'
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
    named: await resolveNames(context, register, rows, ({ number, source, externalId }) => {
      const key = externalId === null ? undefined : byText.get(keyOf(source, externalId))
      return key?.subjectId ?? matched.get(number) ?? placeholderOf(number)
    }),
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

/** Whom the names in the cells mean: entries of the registers, and rows of the file itself. */
async function resolveNames(
  context: Doors,
  register: Register,
  rows: readonly ReadRow[],
  idOf: (row: ReadRow) => string,
): Promise<Lookups['named']> {
  const { shape } = register
  const fields = [...new Set(rows.flatMap(({ names }) => Object.keys(names)))]
  const ofFile = shape.subjectKind === 'person' ? namesInFile(rows, shape.nameField, idOf) : new Map<string, string[]>()
  const resolved: [string, ReadonlyMap<string, readonly string[]>][] = []
  for (const field of fields) {
    const names = [...new Set(rows.flatMap((row) => row.names[field] ?? []))]
    const known = await register.resolve(context, field, names)
    resolved.push([
      field,
      new Map(
        names.map((name): [string, readonly string[]] => {
          const stored = known.get(name) ?? []
          return [name, stored.length > 0 ? stored : (ofFile.get(name.toLowerCase()) ?? [])]
        }),
      ),
    ])
  }
  return Object.fromEntries(resolved)
}

/** Rows by id, address and name in small letters; an id goes before a name that is written the same. */
function namesInFile(
  rows: readonly ReadRow[],
  nameField: string,
  idOf: (row: ReadRow) => string,
): ReadonlyMap<string, string[]> {
  const byName = new Map<string, string[]>()
  const tellers: ((row: ReadRow) => unknown)[] = [
    ({ externalId }) => externalId,
    ({ values }) => values.email,
    ({ values }) => values[nameField],
  ]
  for (const tell of tellers) {
    const told = new Map<string, string[]>()
    for (const row of rows) {
      const text = tell(row)
      if (typeof text !== 'string') continue
      const list = told.get(text.toLowerCase())
      if (list) list.push(idOf(row))
      else told.set(text.toLowerCase(), [idOf(row)])
    }
    for (const [text, ids] of told) if (!byName.has(text)) byName.set(text, ids)
  }
  return byName
}
