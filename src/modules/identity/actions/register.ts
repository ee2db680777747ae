/**
 * People who are in the register and need no account: made, named and found for module workforce. One natural person is
 * one subject, whether the account or the register came first.
 */
import type { Context } from '#core/context.ts'
import { ensureSubjects, subjectKey } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import { cells, emailIndex, keysOf } from '../cell.ts'
import { weekOf } from '../rules.ts'
import { findPeopleByEmailIndex, insertPeople, listAccountStates, updateNames } from '../store/register.ts'

type Doors = Pick<Context, 'tx' | 'services'>

/** Makes people without accounts; their ids in the order of the names. */
export async function registerPeople(context: Context, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const { tx, services } = context
  const now = services.clock.now()
  const keys = await keysOf(context)
  const refs = names.map(() => ({ kind: 'person', externalId: newId(services.clock) }))
  const subjects = await ensureSubjects(tx, services.clock, 'beleg', refs)
  const ids = refs.map((ref) => {
    const id = subjects.get(subjectKey(ref))
    if (id === undefined) throw new Error('the register of subjects did not answer with the person')
    return id
  })
  const people = ids.map((id, i) => ({ id, name: keys.seal(cells.personName(id), names[i] ?? '') }))
  await insertPeople(tx, people, { at: now, week: weekOf(now) })
  return ids
}

/** Calls people what the register calls them now; who was erased stays so. */
export async function renamePeople(
  context: Doors,
  people: readonly { readonly personId: string; readonly name: string }[],
): Promise<void> {
  const keys = await keysOf(context)
  await updateNames(
    context.tx,
    people.map(({ personId, name }) => ({ id: personId, name: keys.seal(cells.personName(personId), name) })),
  )
}

/** People by the address of their account, in small letters; addresses that nobody has are left out. */
export async function findPeopleByEmail(
  context: Doors,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (emails.length === 0) return new Map()
  const keys = await keysOf(context)
  const wanted = new Map(emails.map((email) => [emailIndex(keys, email).toString('hex'), email.trim().toLowerCase()]))
  const rows = await findPeopleByEmailIndex(
    context.tx,
    [...wanted.keys()].map((index) => Buffer.from(index, 'hex')),
  )
  return new Map(
    rows.flatMap(({ person_id: personId, email_index: index }): [string, string][] => {
      const email = wanted.get(index.toString('hex'))
      return email === undefined ? [] : [[email, personId]]
    }),
  )
}

/** Every account of the tenant that a person could sign in with, and whose it is. */
export function listAccounts(context: Pick<Context, 'tx'>) {
  return listAccountStates(context.tx)
}
