/** Writes a bundle of one tenant's ledger to a file, which is itself an entry, and hands out the last signed head. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Services } from '#core/context.ts'
import type { BundleScope } from '#core/ledger/bundle.ts'
import { beginExport } from '#core/ledger/export.ts'
import { readLastHead } from '#core/ledger/store.ts'
import { Problem } from '#platform/http/problem.ts'
import { systemContext } from './first-run.ts'

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
 * @throws Problem 404 `ledger.no_tenant`, 409 `ledger.empty`, 413 `ledger.bundle_too_large`
 */
export async function exportLedger(
  services: Services,
  slug: string | undefined,
  scope: Omit<BundleScope, 'platformTenantId' | 'tenantId'>,
  path: string,
): Promise<{ bytes: number }> {
  const tenants = await findTenants(services, slug)
  const { tenantId } = tenants
  const chunksOf = await services.database.withTenant(tenantId, (tx) =>
    beginExport(systemContext(services, tx, tenantId), { ...tenants, ...scope }),
  )
  const temporary = `${path}.${process.pid}.part`
  let bytes = 0
  try {
    await pipeline(
      chunksOf(),
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
