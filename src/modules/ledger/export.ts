/** Proof bundles over HTTP: what one would hold, and the bundle itself, made while it is sent. */
import type { Context } from '#core/context.ts'
import type { BundleScope } from '#core/ledger/bundle.ts'
import { beginExport, outlineBundle } from '#core/ledger/export.ts'
import type { Download } from '#core/module.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import type { exportBundle, measureBundle } from './contract.ts'

type Query = InputOf<typeof exportBundle>['query']

/** @throws Problem 413 `ledger.bundle_too_large` */
export async function measureLedgerBundle(context: Context, query: Query): Promise<OutputOf<typeof measureBundle>> {
  const plan = await outlineBundle(context, scopeOf(context, query))
  return { fileName: fileNameOf(context, query), entries: plan?.entries ?? 0, size: plan?.head.size ?? 0 }
}

/** @throws Problem 409 `ledger.empty`, 413 `ledger.bundle_too_large` */
export async function streamLedgerBundle(context: Context, query: Query): Promise<Download> {
  return { fileName: fileNameOf(context, query), chunks: await beginExport(context, scopeOf(context, query)) }
}

function scopeOf({ tx }: Context, query: Query): BundleScope {
  const { from, until, objectKind, objectId, since } = query
  return {
    tenantId: tx.tenantId,
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(objectKind !== undefined && objectId !== undefined && { object: { kind: objectKind, id: objectId } }),
    ...(since !== undefined && { since }),
  }
}

/** Plain letters only: it becomes part of a command that people copy. */
function fileNameOf({ services }: Context, { objectKind }: Query): string {
  const about = (objectKind ?? 'ledger').replaceAll(/[^A-Za-z0-9-]+/g, '-')
  return `beleg-${about}-${services.clock.now().toISOString().slice(0, 10)}.zip`
}
