/** The register of people with their accounts, as administrators and auditors see it. */
import type { Context } from '#core/context.ts'
import { idSchema } from '#core/page.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { cells, keysOf } from '../cell.ts'
import type { AccountView, PersonView } from '../contract.ts'
import {
  findAccount,
  findPersonRow,
  listAccountNames,
  listNames,
  listPersonRows,
  type PersonRow,
} from '../store/account.ts'
import { factorsOf } from './session.ts'

const batch = 500
/** A search reads names by decrypting them; so many people are looked at for one page (about 0.2 s). */
const searchedAtMost = 20_000

/**
 * A page of people, newest first. Names are sealed, so a search opens them one by one instead of asking an index
 * that would give them away.
 */
export async function listPeople(
  context: Context,
  query: { q?: string | undefined; account?: 'with' | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: PersonView[]; nextCursor: string | null }> {
  const keys = await keysOf(context)
  const wanted = fold(query.q ?? '')
  const items: PersonView[] = []
  let before = readCursor(query.cursor)
  for (let looked = 0; looked < searchedAtMost; looked += batch) {
    const limit = wanted === '' ? query.limit + 1 : batch
    const rows = await listPersonRows(context.tx, { before, limit, onlyWithAccount: query.account === 'with' })
    for (const row of rows) {
      const person = presentPerson(keys, row)
      if (wanted !== '' && !matches(person, wanted)) continue
      if (items.length === query.limit) return { items, nextCursor: items.at(-1)?.personId ?? null }
      items.push(person)
    }
    if (rows.length < batch || wanted === '') return { items, nextCursor: null }
    before = rows.at(-1)?.person_id ?? null
  }
  return { items, nextCursor: before }
}

/** Upper case first, so that ß and ss are the same. */
function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().trim()
}

function matches(person: PersonView, wanted: string): boolean {
  const text = fold(`${person.name} ${person.account?.email ?? ''}`)
  return wanted.split(/\s+/).every((word) => text.includes(word))
}

/** A cursor is the id of the last person. @throws Problem 400 `page.bad_cursor`: the beginning again would never end */
function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  if (!idSchema.safeParse(cursor).success) throw new Problem(400, 'page.bad_cursor')
  return cursor
}

/** One person with the account. @throws Problem `common.not_found` */
export async function readPerson(context: Context, personId: string): Promise<PersonView> {
  const row = await findPersonRow(context.tx, personId)
  if (!row) throw notFound()
  return presentPerson(await keysOf(context), row)
}

/** The account as it is now, after a change. */
export async function presentAccount(context: Context, accountId: string): Promise<AccountView> {
  const account = await findAccount(context.tx, accountId)
  const person = account && (await findPersonRow(context.tx, account.person_id))
  const view = person && presentPerson(await keysOf(context), person).account
  if (!view) throw notFound()
  return view
}

/** Names by person id, for display in other modules; people who are not in the register are left out. */
export async function readPersonNames(
  vault: Vault,
  tx: TenantTx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map()
  const keys = await vault.keysOf(tx)
  const rows = await listNames(tx, personIds)
  return new Map(rows.map((row) => [row.person_id, openName(keys, row)]))
}

/** Names of the people behind accounts of the tenant, by account id. */
export async function readAccountNames(
  vault: Vault,
  tx: TenantTx,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map()
  const keys = await vault.keysOf(tx)
  const rows = await listAccountNames(tx, accountIds)
  return new Map(rows.map((row) => [row.account_id, openName(keys, row)]))
}

/**
 * A name that was altered behind our back is a finding of the at-rest probe; the page that would explain it must not
 * fail for it. It is never shown as it stands.
 */
function openName(keys: TenantKeys, row: { person_id: string; name: Buffer }): string {
  return keys.readText(cells.personName(row.person_id), row.name) ?? '—'
}

/** What people may know of each other: the name. */
export async function nameOfPerson(context: Context, personId: string): Promise<string> {
  const row = await findPersonRow(context.tx, personId)
  if (!row) throw notFound()
  return (await keysOf(context)).openText(cells.personName(personId), row.name)
}

function presentPerson(keys: TenantKeys, row: PersonRow): PersonView {
  return {
    personId: row.person_id,
    name: openName(keys, row),
    createdAt: row.person_created_at.toISOString(),
    erasedAt: row.erased_at?.toISOString() ?? null,
    account: presentAccountOf(keys, row),
  }
}

function presentAccountOf(keys: TenantKeys, row: PersonRow): AccountView | null {
  const { id, email, roles, state, locale, version, account_created_at: createdAt } = row
  if (!id || !email || !roles || !state || !locale || version === null || !createdAt) return null
  return {
    accountId: id,
    personId: row.person_id,
    email: keys.openText(cells.email(id), email),
    roles,
    state,
    locale,
    version,
    factors: factorsOf(row),
    createdAt: createdAt.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    invitedUntil: row.invited_until?.toISOString() ?? null,
  }
}
