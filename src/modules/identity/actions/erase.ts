/**
 * Taking a person out of the register: name, address, factors, sessions, keys, links and reasons. The row stays, because
 * evidence and ledger speak of its id; so do roles and dates, which say what somebody could do and not who it was.
 * Nothing here asks whether it may: that is the case's business (module privacy).
 */
import type { Context } from '#core/context.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { newId } from '#platform/database/id.ts'
import { notFound } from '#platform/http/problem.ts'
import { cells, emailIndex, keysOf } from '../cell.ts'
import { normaliseEmail } from '../rules.ts'
import { findPersonRow, lockActiveOwners, updateAccountState } from '../store/account.ts'
import {
  countTraces,
  deleteTraces,
  eraseAccountRow,
  eraseKeyNames,
  erasePersonRow,
  listResetIds,
  listUnerased,
  findPersonToErase,
  lockPerson,
  updateResetReason,
  type IdentityTraces,
} from '../store/erase.ts'

import { createAccount } from './enrol.ts'

export type { IdentityTraces } from '../store/erase.ts'

export interface Erasable {
  readonly personId: string
  /** What the person is called, and where letters went; null without an account. */
  readonly name: string
  readonly email: string | null
  readonly erasedAt: Date | null
  readonly account: { readonly id: string; readonly isClosed: boolean; readonly isLastOwner: boolean } | null
}

const noTraces: IdentityTraces = { sessions: 0, apiKeys: 0, factors: 0, enrolments: 0, resets: 0, signIns: 0 }

type Doors = Pick<Context, 'tx' | 'services'>

/** The same, locked until the end of the transaction. @throws Problem `common.not_found` */
export async function lockErasable(context: Doors, personId: string): Promise<Erasable> {
  await lockPerson(context.tx, personId)
  return readErasable(context, personId)
}

/** The person as whoever erases has to know them. @throws Problem `common.not_found` */
export async function readErasable(context: Doors, personId: string): Promise<Erasable> {
  const row = await findPersonToErase(context.tx, personId)
  if (!row) throw notFound()
  const keys = await keysOf(context)
  const owners = row.state === 'active' ? await lockActiveOwners(context.tx) : []
  const open = (cell: Parameters<typeof keys.open>[0], sealed: Buffer) =>
    // What was altered behind our back is erased all the same.
    keys.readText(cell, sealed) ?? ''
  return {
    personId,
    name: open(cells.personName(personId), row.name),
    email: row.account_id && row.email ? normaliseEmail(open(cells.email(row.account_id), row.email)) : null,
    erasedAt: row.erased_at,
    account:
      row.account_id === null
        ? null
        : {
            id: row.account_id,
            isClosed: row.state === 'deactivated',
            isLastOwner: owners.length === 1 && owners[0] === row.account_id,
          },
  }
}

/** How much of each kind identity keeps of a person. */
export async function countIdentityTraces(tx: TenantTx, person: Erasable): Promise<IdentityTraces> {
  return person.account === null ? noTraces : countTraces(tx, person.account.id)
}

/** Not a name, and the same for every reader: the end of the id, by which two of them can be told apart. */
export function pseudonymOf(personId: string): string {
  return `Person ${personId.slice(-6)}`
}

/** Erases the rows; the caller records it in the same transaction. */
export async function erasePerson(context: Doors, person: Erasable): Promise<void> {
  const { tx, services } = context
  const keys = await keysOf(context)
  const at = services.clock.now()
  const { personId, account } = person
  await erasePersonRow(tx, { personId, name: keys.seal(cells.personName(personId), pseudonymOf(personId)), at })
  if (account === null) return
  const placeholder = `erased-${account.id}@erased.invalid`
  // Before the address goes: guesses are found by its index.
  await deleteTraces(tx, account.id, emailIndex(keys, person.email ?? ''))
  await eraseAccountRow(tx, {
    accountId: account.id,
    email: keys.seal(cells.email(account.id), placeholder),
    emailIndex: emailIndex(keys, placeholder),
    at,
  })
  await eraseKeyNames(tx, account.id, at)
  for (const id of await listResetIds(tx, account.id))
    await updateResetReason(tx, id, keys.seal(cells.resetReason(id), '–'))
}

/** Ids of everybody in the register who is not erased. */
export function listUnerasedPeople(tx: TenantTx): Promise<string[]> {
  return listUnerased(tx)
}

/** Whether two of the people came into the register in the same week; who is not in it came in none. */
export async function cameInOneWeek(tx: TenantTx, personId: string, others: readonly string[]): Promise<boolean> {
  const own = await findPersonRow(tx, personId)
  for (const other of others) {
    if (other === personId) continue
    const row = await findPersonRow(tx, other)
    if (own && row && row.created_week === own.created_week) return true
  }
  return false
}

/** Used by specimens: somebody without factors whose account is closed. Returns the person's id. */
export async function plantLeaver(context: Context): Promise<string> {
  const { services, tx } = context
  const email = `specimen-${newId(services.clock)}@example.invalid`
  const account = await createAccount(context, {
    email,
    name: 'Specimen',
    roles: ['employee'],
    locale: 'en',
    synthetic: true,
  })
  await updateAccountState(tx, account.id, 'deactivated', services.clock.now())
  return account.person_id
}
