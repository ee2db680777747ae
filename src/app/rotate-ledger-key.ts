/** A new key for the ledger's heads, asked for at the machine instead of in the application. */
import type { Services } from '#core/context.ts'
import { addKey } from '#modules/ledger/actions/head.ts'
import { Problem } from '#platform/http/problem.ts'
import { systemContext } from './first-run.ts'

/** Adds it. @throws Problem 404 `ledger.no_tenant` before the first start, and as `addKey` */
export async function rotateLedgerKey(services: Services): ReturnType<typeof addKey> {
  const platform = await services.database.withPlatform('rotate the key of the ledger', (tx) =>
    tx.db.selectFrom('tenants').select('id').where('kind', '=', 'platform').executeTakeFirst(),
  )
  if (!platform) throw new Problem(404, 'ledger.no_tenant', { params: { tenant: '' } })
  return services.database.withTenant(platform.id, (tx) => addKey(systemContext(services, tx, platform.id)))
}
