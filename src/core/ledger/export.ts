/** The export of a bundle: it is itself an entry, written before the first byte leaves the house. */
import type { Context } from '../context.ts'
import { Problem } from '#platform/http/problem.ts'
import { bundleMembers, planBundle, type BundlePlan, type BundleScope } from './bundle.ts'
import { record } from './record.ts'
import { writeZip } from './zip.ts'

/** What a bundle of this scope holds; null before the first signed head. @throws Problem 413 `ledger.bundle_too_large` */
export async function outlineBundle(context: Context, scope: BundleScope): Promise<BundlePlan | null> {
  return planBundle(context.tx, scope)
}

/**
 * Records the export; what it returns is to be asked for when that is committed, and gives the bundle's bytes.
 * @throws Problem 409 `ledger.empty`, 413 `ledger.bundle_too_large`
 */
export async function beginExport(context: Context, scope: BundleScope): Promise<() => AsyncGenerator<Buffer>> {
  const plan = await outlineBundle(context, scope)
  if (plan === null) throw new Problem(409, 'ledger.empty')
  const { services } = context
  await record(context, {
    action: 'ledger.exported',
    object: { kind: 'ledger', id: scope.tenantId },
    after: {
      from: scope.from?.toISOString() ?? null,
      until: scope.until?.toISOString() ?? null,
      ...(scope.object && { objectKind: scope.object.kind, objectId: scope.object.id }),
      entries: plan.entries,
    },
  })
  return () => writeZip(bundleMembers(services, scope, plan))
}
