/** Writes a bundle of one tenant's ledger to a file, which is itself an entry, and hands out the last signed head. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Services } from '#core/context.ts'
import { bundleMembers } from '#core/ledger/bundle.ts'
import { record } from '#core/ledger/record.ts'
import { readLastHead } from '#core/ledger/store.ts'
import { writeZip } from '#core/ledger/zip.ts'
import { Problem } from '#platform/http/problem.ts'
import { systemContext } from './first-run.ts'

interface Period {
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

async function findTenants(
  services: Services,
  slug: string | undefined,
): Promise<{ platformTenantId: string; tenantId: string }> {
  const rows = await services.database.withPlatform('export a ledger', (tx) =>
    tx.db.selectFrom('tenants').select(['id', 'slug', 'kind']).where('canary', '=', false).execute(),
  )
  const platform = rows.find((row) => row.kind === 'platform')
  const tenant = slug === undefined ? platform : rows.find((row) => row.slug === slug)
  if (!platform || !tenant) throw new Problem(404, 'ledger.no_tenant', { params: { tenant: slug ?? '' } })
  return { platformTenantId: platform.id, tenantId: tenant.id }
}

/**
 * Exports; the file appears when it is whole.
 * @throws Problem 404 `ledger.no_tenant`, 409 `ledger.empty`
 */
export async function exportLedger(
  services: Services,
  slug: string | undefined,
  period: Period,
  path: string,
): Promise<{ bytes: number }> {
  const { platformTenantId, tenantId } = await findTenants(services, slug)
  await services.database.withTenant(tenantId, async (tx) => {
    if ((await readLastHead(tx)) === null) throw new Problem(409, 'ledger.empty')
    await record(systemContext(services, tx, tenantId), {
      action: 'ledger.exported',
      object: { kind: 'ledger', id: tenantId },
      after: { from: period.from?.toISOString() ?? null, until: period.until?.toISOString() ?? null },
    })
  })
  const temporary = `${path}.${process.pid}.part`
  let bytes = 0
  try {
    await pipeline(
      writeZip(bundleMembers(services, { platformTenantId, tenantId, ...period })),
      async function* (chunks) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          yield chunk
        }
      },
      createWriteStream(temporary, { mode: 0o600, flags: 'wx' }),
    )
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  return { bytes }
}

/** The last signed head of a tenant, to be kept out of this instance's reach. @throws Problem as `exportLedger` */
export async function readLedgerHead(services: Services, slug: string | undefined): Promise<string> {
  const { tenantId } = await findTenants(services, slug)
  const head = await services.database.withTenant(tenantId, readLastHead)
  if (head === null) throw new Problem(409, 'ledger.empty')
  return head.note
}
