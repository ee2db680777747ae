/** Who works here: people with an active account, for whoever gives work to somebody or writes to them. */
import type { Context } from '#core/context.ts'
import type { BuiltInRole } from '#core/permission.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { cells, keysOf } from '../cell.ts'
import { listPersonRows } from '../store/account.ts'

export interface Colleague {
  readonly personId: string
  readonly name: string
  readonly email: string
  readonly locale: Locale
  readonly roles: readonly BuiltInRole[]
}

const batch = 500

/** Everybody with an active account, the newest first. */
export async function listColleagues(context: Pick<Context, 'tx' | 'services'>): Promise<Colleague[]> {
  const keys = await keysOf(context)
  const found: Colleague[] = []
  for (let before: string | null = null; ;) {
    const rows = await listPersonRows(context.tx, { before, limit: batch, onlyWithAccount: true })
    for (const row of rows) {
      if (row.state !== 'active' || row.id === null || row.email === null) continue
      found.push({
        personId: row.person_id,
        name: keys.openText(cells.personName(row.person_id), row.name),
        email: keys.openText(cells.email(row.id), row.email),
        locale: row.locale ?? 'de',
        roles: row.roles ?? [],
      })
    }
    if (rows.length < batch) return found
    before = rows.at(-1)?.person_id ?? null
  }
}
