/** Whom this instance can write to: people whose account is open, with what one has to know to do so. */
import type { Context } from '#core/context.ts'
import type { BuiltInRole } from '#core/permission.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { cells, keysOf } from '../cell.ts'
import { findAccount, findPersonRow, listActiveAccounts } from '../store/account.ts'

export interface Reachable {
  readonly personId: string
  readonly accountId: string
  readonly roles: readonly BuiltInRole[]
  readonly locale: Locale
}

/** Everybody with an open account, those who came first first; no addresses. */
export async function listReachable(tx: TenantTx): Promise<Reachable[]> {
  const rows = await listActiveAccounts(tx)
  return rows.map((row) => ({ personId: row.person_id, accountId: row.id, roles: row.roles, locale: row.locale }))
}

/** The person with an open account; null for anybody else. */
export async function findReachable(tx: TenantTx, personId: string): Promise<Reachable | null> {
  const row = await findPersonRow(tx, personId)
  if (!row?.id || row.state !== 'active' || !row.roles || !row.locale) return null
  return { personId, accountId: row.id, roles: row.roles, locale: row.locale }
}

/** Where letters to an account go; null when it is not open any more. */
export async function addressOf(context: Pick<Context, 'tx' | 'services'>, accountId: string): Promise<string | null> {
  const account = await findAccount(context.tx, accountId)
  if (account?.state !== 'active') return null
  return (await keysOf(context)).openText(cells.email(accountId), account.email)
}
