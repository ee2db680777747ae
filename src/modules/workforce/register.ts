/** The register of people as the core keeps registers: how people come to be, and who is meant by what a cell says. */
import type { Context } from '#core/context.ts'
import { idSchema } from '#core/page.ts'
import { findKeys, listKeysOf } from '#core/register/key-store.ts'
import { readDirectory } from '#core/register/directory.ts'
import type { Doors, Register, WrittenEntry } from '#core/register/register.ts'
import { emailIndexOf, openRow } from '#core/register/row.ts'
import { findByEmailIndex, listCurrentRows } from '#core/register/store.ts'
import { versionOn } from '#core/register/version.ts'
import { findPeopleByEmail, registerPeople, renamePeople } from '#modules/identity/actions/register.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { peopleShape as shape } from './contract.ts'
import { listLed } from './store.ts'

/** Everybody who could be meant by each text: a personnel number, an address, else a name. */
export async function findPeople(
  context: Doors,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { tx, services } = context
  const keys = await services.vault.keysOf(tx)
  const meant = new Map<string, ReadonlySet<string>>()
  const note = (text: string, id: string) => meant.set(text, new Set([...(meant.get(text) ?? []), id]))
  for (const { externalId, subjectId } of await findKeys(tx, keys, shape.id, texts)) note(externalId, subjectId)
  // What an export says of people who have an account and stand in no register.
  const ids = texts.filter((text) => !meant.has(text) && idSchema.safeParse(text).success)
  for (const id of (await services.personNames(tx, ids)).keys()) note(id, id)
  const emails = await findByEmails(
    context,
    texts.filter((text) => !meant.has(text) && text.includes('@')),
  )
  for (const text of texts)
    for (const id of emails.get(text.trim().toLowerCase()) ?? []) if (!meant.has(text)) note(text, id)
  const left = texts.filter((text) => !meant.has(text))
  if (left.length > 0) {
    const named = await findByNames(
      context,
      left.map((text) => text.toLowerCase()),
    )
    for (const text of left) for (const id of named.get(text.toLowerCase()) ?? []) note(text, id)
  }
  return new Map([...meant].map(([text, ids]) => [text, [...ids]]))
}

/** People by address, in the register or by their account, each once. */
async function findByEmails(
  context: Doors,
  emails: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (emails.length === 0) return new Map()
  const { tx, services } = context
  const keys = await services.vault.keysOf(tx)
  const wanted = new Map(
    emails.map((email) => [emailIndexOf(keys, shape, email).toString('hex'), email.trim().toLowerCase()]),
  )
  const found = new Map<string, Set<string>>()
  const note = (email: string, id: string) => found.set(email, (found.get(email) ?? new Set()).add(id))
  const indexes = [...wanted.keys()].map((index) => Buffer.from(index, 'hex'))
  for (const row of await findByEmailIndex(tx, shape, 'email_index', indexes))
    note(wanted.get(row.email_index.toString('hex')) ?? '', row.subject_id)
  for (const [email, id] of await findPeopleByEmail(context, emails)) note(email, id)
  return new Map([...found].map(([email, ids]) => [email, [...ids]]))
}

/** People as known now by what they are called, in small letters. */
async function findByNames(doors: Doors, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { tx, services } = doors
  const wanted = new Set(names)
  const candidates = [...(await readDirectory(doors, shape)).values()].filter(({ name }) => wanted.has(name))
  const keys = await services.vault.keysOf(tx)
  const found = new Map<string, Set<string>>()
  for (const row of await listCurrentRows(tx, shape, [...new Set(candidates.map(({ subjectId }) => subjectId))])) {
    const { fields, subjectId } = openRow(keys, shape, row)
    const name = String(fields.name).toLowerCase()
    if (wanted.has(name)) found.set(name, (found.get(name) ?? new Set()).add(subjectId))
  }
  return new Map([...found].map(([name, ids]) => [name, [...ids]]))
}

/** The name of who is in the register of people; who is not is left out. */
export function namePeople({ tx, services }: Doors, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return services.personNames(tx, ids)
}

/** By what a file names people, so that reading it back finds the same: the id of a source, else the address. */
export async function tellPeople(
  { tx, services }: Doors,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = await services.vault.keysOf(tx)
  const told = await listKeysOf(tx, keys, shape.id, ids)
  return new Map(told.toReversed().map(({ subjectId, externalId }) => [subjectId, externalId]))
}

export const peopleRegister: Register = {
  shape,
  populations: [
    {
      id: 'workforce.active-people',
      subjectKind: 'person',
      title: { de: 'Aktive Beschäftigte', en: 'Active people' },
    },
  ],
  async createSubjects(context, entries) {
    const matches = await matchPeople(
      context,
      entries.map(({ fields }) => fields),
    )
    const fresh = entries.filter((_, i) => matches[i] === null)
    const made = await registerPeople(
      context,
      fresh.map(({ fields }) => String(fields.name)),
    )
    let next = 0
    return matches.map((match) => match ?? made[next++] ?? '')
  },
  matchEntries: (doors, rows) => matchPeople(doors, rows),
  resolve: (doors, _field, names) => findPeople(doors, names),
  nameReferences: namePeople,
  tellReferences: (doors, _field, ids) => tellPeople(doors, ids),
  listDependents: ({ tx }, ids) => listLed(tx, ids),
  follow: followNames,
}

/** Who is known already by the address: in the register, or by an account. */
async function matchPeople(
  doors: Doors,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<(string | null)[]> {
  const emails = rows.map(({ email }) => (typeof email === 'string' ? email.trim().toLowerCase() : null))
  const found = await findByEmails(
    doors,
    emails.filter((email) => email !== null),
  )
  return emails.map((email) => {
    const ids = email === null ? [] : (found.get(email) ?? [])
    return ids.length === 1 ? (ids[0] ?? null) : null
  })
}

/** What the register calls somebody today is what everybody reads. */
async function followNames(context: Context, entries: readonly WrittenEntry[]): Promise<void> {
  const { tx, services } = context
  const today = dayOf(services.clock.now())
  const called = await services.personNames(
    tx,
    entries.map(({ subjectId }) => subjectId),
  )
  const people = entries.flatMap(({ subjectId: personId, versions }) => {
    const name = versionOn(versions, today)?.fields.name
    return typeof name === 'string' && called.get(personId) !== name ? [{ personId, name }] : []
  })
  if (people.length > 0) await renamePeople(context, people)
}
