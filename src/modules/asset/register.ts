/** The registers of systems and data sets as the core keeps registers. */
import type { Context } from '#core/context.ts'
import { findKeys, listKeysOf } from '#core/register/key-store.ts'
import type { Doors, NewEntry, Register } from '#core/register/register.ts'
import type { RegisterShape } from '#core/register/contract/shape.ts'
import { findByName, listNames } from '#core/register/store.ts'
import { ensureSubjects, subjectKey } from '#core/subject.ts'
import { findPeople, namePeople, tellPeople } from '#modules/workforce/actions.ts'
import { dataSetShape, systemShape } from './contract.ts'
import { listHeld } from './store.ts'

/** What evidence of the same source calls a system is that very system. */
async function makeSubjects(
  { tx, services }: Context,
  kind: string,
  entries: readonly NewEntry[],
): Promise<readonly string[]> {
  const ids = new Map<string, string>()
  for (const source of new Set(entries.map((entry) => entry.source))) {
    const refs = entries
      .filter((entry) => entry.source === source)
      .map(({ externalId, fields }) => ({ kind, externalId, name: String(fields.name) }))
    for (const [key, id] of await ensureSubjects(tx, services.clock, source, refs)) ids.set(`${source}\n${key}`, id)
  }
  return entries.map(({ source, externalId }) => ids.get(`${source}\n${subjectKey({ kind, externalId })}`) ?? '')
}

/** Entries by id of any source, else by name. */
async function findEntries(
  { tx, services }: Doors,
  shape: RegisterShape,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = await services.vault.keysOf(tx)
  const meant = new Map<string, string[]>()
  const note = (text: string, id: string) => meant.set(text, [...new Set([...(meant.get(text) ?? []), id])])
  for (const { externalId, subjectId } of await findKeys(tx, keys, shape.id, texts)) note(externalId, subjectId)
  const left = texts.filter((text) => !meant.has(text))
  const named = await findByName(
    tx,
    shape,
    left.map((text) => text.toLowerCase()),
  )
  for (const text of left) for (const row of named) if (row.name === text.toLowerCase()) note(text, row.subject_id)
  return meant
}

async function nameAll(doors: Doors, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const systems = await listNames(doors.tx, systemShape, ids)
  return new Map([
    ...(await namePeople(doors, ids)),
    ...systems.map(({ subject_id: id, name }): [string, string] => [id, name]),
  ])
}

async function tellEntries({ tx, services }: Doors, shape: RegisterShape, ids: readonly string[]) {
  const told = await listKeysOf(tx, await services.vault.keysOf(tx), shape.id, ids)
  return new Map(told.toReversed().map(({ subjectId, externalId }) => [subjectId, externalId]))
}

export const systemRegister: Register = {
  shape: systemShape,
  populations: [
    { id: 'asset.systems', subjectKind: 'system', title: { de: 'Systeme in Betrieb', en: 'Systems in service' } },
  ],
  createSubjects: (context, entries) => makeSubjects(context, systemShape.subjectKind, entries),
  resolve: (doors, _field, names) => findPeople(doors, names),
  nameReferences: nameAll,
  tellReferences: (doors, _field, ids) => tellPeople(doors, ids),
  listDependents: ({ tx }, ids) => listHeld(tx, ids),
}

export const dataSetRegister: Register = {
  shape: dataSetShape,
  populations: [
    { id: 'asset.data-sets', subjectKind: 'data-set', title: { de: 'Geführte Datenbestände', en: 'Data sets kept' } },
    {
      id: 'asset.tier-1-data-sets',
      subjectKind: 'data-set',
      title: { de: 'Datenbestände der Stufe 1', en: 'Tier 1 data sets' },
      counts: ({ tier }) => tier === '1',
    },
  ],
  createSubjects: (context, entries) => makeSubjects(context, dataSetShape.subjectKind, entries),
  resolve: (doors, field, names) =>
    field === 'systems' ? findEntries(doors, systemShape, names) : findPeople(doors, names),
  nameReferences: nameAll,
  tellReferences: (doors, field, ids) =>
    field === 'systems' ? tellEntries(doors, systemShape, ids) : tellPeople(doors, ids),
}
