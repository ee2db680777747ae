/** Reading a register: the list as of a day, one entry with everything that was ever known of it. */
import { addDays, dayOf, startOfDay } from '#platform/clock/calendar.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { EntryView, RegisterSearch } from '../contract.ts'
import { fold, holdsWords, readDirectory } from '../directory.ts'
import { listKeysOf } from '../key-store.ts'
import type { Doors, Register } from '../register.ts'
import { openRow, referencesIn, type StoredVersion } from '../row.ts'
import { fieldOf, stateOn, type Field, type RegisterShape } from '../contract/shape.ts'
import {
  countEntries as countStored,
  isSealed,
  listHistoryRows,
  listVersionRows,
  type EntryFilter,
  type Moment,
  type PageQuery,
  type VersionRow,
} from '../store.ts'

const batch = 500
/** So many rows that a search found are asked for by their ids. */
const mostAskedFor = 5_000
const mostHistory = 200

/** The day that is asked for, today without one; with what was known at its end, or with what is known now. */
export function momentOf(
  { services }: Pick<Context, 'services'>,
  { asOf, known }: Pick<RegisterSearch, 'asOf' | 'known'>,
): Moment {
  const day = asOf ?? dayOf(services.clock.now())
  return { day, knownAt: known === 'then' ? startOfDay(addDays(day, 1)) : null }
}

/** A page of entries. @throws Problem 400 `page.bad_cursor` */
export async function listEntries(
  context: Doors,
  register: Register,
  query: RegisterSearch & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: EntryView[]; nextCursor: string | null }> {
  const moment = momentOf(context, query)
  const { versions, nextCursor } = await readVersions(context, register, moment, query)
  return { items: await presentEntries(context, register, moment, versions), nextCursor }
}

/** A page of versions as they held at a moment. */
export async function readVersions(
  doors: Doors,
  { shape }: Register,
  moment: Moment,
  query: RegisterSearch & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ versions: StoredVersion[]; nextCursor: string | null }> {
  const { tx, services } = doors
  const keys = await services.vault.keysOf(tx)
  const sort = fieldOf(shape, query.sort ?? shape.sort.field)
  const words = wordsOf(shape, query)
  const asked: PageQuery = {
    ...filterOf(shape, moment, query),
    sort,
    descending: (query.order ?? (query.sort === undefined ? shape.sort.order : 'asc')) === 'desc',
    after: query.cursor === undefined ? null : readCursor(query.cursor),
    limit: query.limit + 1,
  }
  const rows = words.length === 0 ? await listVersionRows(tx, shape, asked) : await search(doors, shape, asked, words)
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
  const versions = rows.slice(0, query.limit).map((row) => openRow(keys, shape, row))
  return {
    // Opened anew: nobody is found by a name that was erased meanwhile.
    versions: words.length === 0 ? versions : versions.filter((version) => holdsWords(textOf(shape, version), words)),
    nextCursor: last ? encodeCursor(String(last[sort.column] ?? ''), last.subject_id) : null,
  }
}

/** The words of a search that only those who open names can answer, folded. */
function wordsOf(shape: RegisterShape, { q }: RegisterSearch): readonly string[] {
  return q && isSealed(fieldOf(shape, shape.nameField)) ? fold(q).split(/\s+/) : []
}

function filterOf(shape: RegisterShape, moment: Moment, query: RegisterSearch): EntryFilter {
  const field = fieldOf(shape, shape.nameField)
  return {
    moment,
    equal: equalOf(shape.fields, query),
    // One of three words, by the contract.
    state: (query.state as EntryFilter['state'] | undefined) ?? null,
    among: null,
    named: query.q && !isSealed(field) ? { field, text: query.q } : null,
  }
}

/** Rows whose sealed texts hold words. Few are asked for by their ids; where there are many, each is looked up in turn. */
async function search(
  doors: Doors,
  shape: RegisterShape,
  asked: PageQuery,
  words: readonly string[],
): Promise<VersionRow[]> {
  const directory = await readDirectory(doors, shape)
  const isMeant = (id: string) => holdsWords(directory.get(id)?.text ?? '', words)
  const meant = [...directory.keys()].filter(isMeant)
  if (meant.length <= mostAskedFor) return listVersionRows(doors.tx, shape, { ...asked, among: meant })
  const found: VersionRow[] = []
  for (let { after } = asked; ;) {
    const rows = await listVersionRows(doors.tx, shape, { ...asked, after, limit: batch })
    found.push(...rows.filter(({ id }) => isMeant(id)))
    const last = rows.at(-1)
    if (found.length >= asked.limit || rows.length < batch || !last) return found.slice(0, asked.limit)
    after = { value: String(last[asked.sort.column] ?? ''), id: last.subject_id }
  }
}

function textOf(shape: RegisterShape, { fields }: StoredVersion): string {
  return fold(shape.fields.map((field) => (isSealed(field) ? (fields[field.name] ?? '') : '')).join(' '))
}

function equalOf(fields: readonly Field[], query: RegisterSearch): EntryFilter['equal'] {
  // The schema of the query took no other names.
  const given = query as Readonly<Record<string, string | undefined>>
  return fields.flatMap((field) => {
    const value = field.isFilter ? given[field.name] : undefined
    return value === undefined ? [] : [{ field, value }]
  })
}

const cursorSchema = z.tuple([z.string().max(400), z.uuid()])

function encodeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url')
}

function readCursor(cursor: string): { value: string; id: string } {
  try {
    const [value, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { value, id }
  } catch (cause) {
    throw new Problem(400, 'page.bad_cursor', { cause })
  }
}

/** Entries as readers see them, with the names of what they lead to. */
export async function presentEntries(
  context: Doors,
  register: Register,
  moment: Moment,
  versions: readonly StoredVersion[],
): Promise<EntryView[]> {
  const { tx, services } = context
  const { shape } = register
  const subjects = versions.map(({ subjectId }) => subjectId)
  const keys = await listKeysOf(tx, await services.vault.keysOf(tx), shape.id, subjects)
  const keyOf = new Map(keys.toReversed().map((key) => [key.subjectId, key]))
  const led = [...new Set(versions.flatMap(({ fields }) => referencesIn(shape, fields)))]
  const names = await register.nameReferences(context, led)
  return versions.map(({ id, subjectId, fields, validFrom }) => {
    const name = fields[shape.nameField]
    const key = keyOf.get(subjectId)
    return {
      id: subjectId,
      name: typeof name === 'string' ? name : '',
      state: stateOn(shape, fields, moment.day),
      source: key?.source ?? null,
      externalId: key?.externalId ?? null,
      fields: copyOf(fields),
      references: Object.fromEntries(referencesIn(shape, fields).map((one) => [one, names.get(one) ?? '—'])),
      version: id,
      validFrom,
    }
  })
}

function copyOf(fields: StoredVersion['fields']): Record<string, string | string[] | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' || value === null ? value : [...value],
    ]),
  )
}

/** An entry as it stood, and its history. @throws Problem 404 `common.not_found`, also when it was not known then */
export async function readEntry(
  context: Doors,
  register: Register,
  entryId: string,
  query: Pick<RegisterSearch, 'asOf' | 'known'>,
) {
  const { tx, services } = context
  const { shape } = register
  const keys = await services.vault.keysOf(tx)
  const rows = await listHistoryRows(tx, shape, entryId, mostHistory)
  const history = rows.map((row) => openRow(keys, shape, row))
  const moment = momentOf(context, query)
  const held = history.find((version) => holds(version, moment))
  if (!held) throw notFound()
  const [entry] = await presentEntries(context, register, moment, [held])
  if (!entry) throw notFound()
  const led = [...new Set(history.flatMap(({ fields }) => referencesIn(shape, fields)))]
  const named = await listKeysOf(tx, keys, shape.id, [entryId])
  return {
    entry,
    keys: named.map(({ source, externalId }) => ({ source, externalId })),
    history: history.map(({ id, validFrom, validTo, knownFrom, knownTo, episode, importId, fields }) => ({
      id,
      validFrom,
      validTo,
      knownFrom: knownFrom.toISOString(),
      knownTo: knownTo?.toISOString() ?? null,
      episode,
      importId,
      fields: copyOf(fields),
    })),
    references: Object.fromEntries(await register.nameReferences(context, led)),
  }
}

function holds(version: StoredVersion, { day, knownAt }: Moment): boolean {
  const isKnown =
    knownAt === null
      ? version.knownTo === null
      : version.knownFrom <= knownAt && (version.knownTo === null || version.knownTo > knownAt)
  return isKnown && version.validFrom <= day && (version.validTo === null || version.validTo > day)
}

/** How many of the entries that are asked for stand how. */
export async function countEntries(context: Doors, { shape }: Register, query: RegisterSearch) {
  const filter = filterOf(shape, momentOf(context, query), query)
  const words = wordsOf(shape, query)
  if (words.length === 0) return countStored(context.tx, shape, filter)
  const directory = await readDirectory(context, shape)
  const among = [...directory].flatMap(([id, { text }]) => (holdsWords(text, words) ? [id] : []))
  return countStored(context.tx, shape, { ...filter, among })
}
