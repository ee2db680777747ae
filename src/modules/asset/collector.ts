/**
 * The collector `asset.registers`: every system and data set of this instance's own tenant, as its registers have it, and
 * as evidence of any source speaks of it. What only evidence knows is a counter-example; the union of both is the
 * population.
 */
import type { Collector, ObservedFact } from '#core/collector.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Services } from '#core/context.ts'
import { readLeads } from '#modules/workforce/actions.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { assetRecord, collectorId, type AssetRecord } from './fact.ts'
import { listAssets, listObserved } from './store.ts'

export const assetCollector: Collector = {
  id: collectorId,
  query: 'registers of systems and data sets, and systems and data sets that evidence speaks of',
  version: '1',
  everyMs: 20_000,
  detectsWithinMs: 40_000,
  observe: async (context) => {
    const own = context.tenants.find(({ kind }) => kind === 'platform')
    if (!own) return { facts: [], populations: [] }
    const facts = await context.services.database.withTenant(own.id, (tx) => observeAssets(context.services, tx), {
      isolation: 'repeatable read',
      readOnly: true,
    })
    return {
      facts,
      populations: [
        {
          factType: assetRecord.type,
          expected: facts.length,
          seen: facts.length,
          reconciledAgainst: 'systems and data sets that evidence speaks of',
        },
      ],
    }
  },
}

async function observeAssets(services: Services, tx: TenantTx): Promise<ObservedFact[]> {
  const assets = await listAssets(tx, dayOf(services.clock.now()))
  const observed = await listObserved(tx)
  const owners = [...new Set(assets.flatMap(({ owner_id: owner }) => owner ?? []))]
  const leads = await readLeads({ tx, services }, owners)
  const ownerOf = (id: string | null): AssetRecord['owner'] => {
    if (id === null) return 'none'
    const lead = leads.get(id)
    return lead === undefined ? 'unknown' : lead.isActive ? 'active' : 'left'
  }
  const fact = (id: string, data: AssetRecord): ObservedFact => ({
    subject: { kind: assetRecord.subjectKind, externalId: id },
    type: assetRecord.type,
    data,
  })
  const registered = assets.map((asset) =>
    fact(asset.subject_id, {
      kind: asset.kind,
      registered: true,
      owner: ownerOf(asset.owner_id),
      classified: asset.class !== null,
    }),
  )
  const known = new Set(assets.map(({ subject_id: id }) => id))
  const named = new Set(assets.map(({ kind, name }) => `${kind} ${name.toLowerCase()}`))
  const strangers = observed
    .filter(({ id, kind, external_id: externalId, name }) => {
      const isNamed = [externalId, name].some((text) => text !== null && named.has(`${kind} ${text.toLowerCase()}`))
      return !known.has(id) && !isNamed
    })
    .map(({ id, kind }) =>
      fact(id, {
        kind: kind === 'system' ? 'system' : 'data-set',
        registered: false,
        owner: 'none',
        classified: false,
      }),
    )
  return [...registered, ...strangers]
}
