/**
 * One run of a built-in collector: observe, then either confirm the last evidence or record a new one, and judge. The
 * facts belong to the platform tenant, whose statement speaks of this instance; no company tenant is proved by them.
 */
import { Problem } from '#platform/http/problem.ts'
import { sql } from 'kysely'
import type { Collector, CollectorContext, Observation } from '../collector.ts'
import type { Context, Services } from '../context.ts'
import { clearAlarms, raiseAlarms } from '../judging/alarm.ts'
import { judgeTenant } from '../judging/judge.ts'
import { markChange } from '../judging/mark.ts'
import type { Registry } from '../registry.ts'
import { checkFacts, hashObservation, ingestEvidence } from './ingest.ts'
import { confirmHeartbeat, failHeartbeat, readBackObservation, readLastObservation } from './store.ts'

/** An unchanged observation becomes new evidence this often all the same, so that the ledger holds a recent one. */
const renewAfterMs = 3_600_000

/** Every tenant of the instance, the platform tenant first. */
export async function readTenants(services: Services): Promise<CollectorContext['tenants']> {
  const rows = await services.database.withPlatform('collect on every tenant', (tx) =>
    tx.db
      .selectFrom('tenants')
      .select(['id', 'kind', 'canary'])
      .where('state', '=', 'active')
      .orderBy('created_at')
      .execute(),
  )
  return rows
    .map((row) => ({
      id: row.id,
      kind: row.kind === 'platform' ? ('platform' as const) : ('company' as const),
      canary: row.canary,
    }))
    .toSorted((a, b) => Number(b.kind === 'platform') - Number(a.kind === 'platform'))
}

/**
 * Runs a collector once.
 * @throws what the observation threw, after noting the failure in the heartbeat
 */
export async function runCollector(services: Services, registry: Registry, collector: Collector): Promise<void> {
  const tenants = await readTenants(services)
  const platform = tenants.find((tenant) => tenant.kind === 'platform')
  if (!platform) return
  const startedAt = services.clock.now()
  let observation: Observation
  try {
    observation = await collector.observe({
      services,
      tenants,
      withTenant: (tenantId, work) => services.database.withTenant(tenantId, work),
      withPlatform: (purpose, work) => services.database.withPlatform(purpose, work),
      signal: AbortSignal.timeout(collector.detectsWithinMs),
    })
    checkFacts(registry.factTypes, observation.facts)
  } catch (error) {
    await noteFailure(services, registry, platform.id, collector, error)
    throw error
  }
  try {
    await recordRun(services, registry, platform.id, collector, observation, startedAt)
    await judgeTenant(services, registry, platform.id)
    await services.database.withTenant(platform.id, proveReadable)
  } catch (error) {
    // What was seen must not be lost because the place to write it down is broken.
    await raiseAlarms(services, registry, platform.id, collector, observation)
    throw error
  }
  await clearAlarms(services, platform.id, collector.id)
}

/** Records what a run saw, in one transaction. */
async function recordRun(
  services: Services,
  registry: Registry,
  tenantId: string,
  collector: Collector,
  observation: Observation,
  startedAt: Date,
): Promise<void> {
  await services.database.withTenant(tenantId, async (tx) => {
    const context: Context = {
      tx,
      services,
      actor: { kind: 'system', name: collector.id, tenantId, locale: 'de' },
      origin: { requestId: `collector ${collector.id}`, address: null, userAgent: null },
    }
    const same = await findSameObservation(tx, collector.id, observation, startedAt)
    const evidenceId = same ?? (await renew(context, registry, collector, observation, startedAt))
    // Dated by its start: what changed while it looked may not have been seen.
    const anew = await confirmHeartbeat(tx, {
      collector: collector.id,
      evidenceId,
      at: startedAt,
      knownAt: services.clock.now(),
      silentAfterMs: silenceOf(collector),
    })
    if (anew) await markChange(tx, services.clock, [{ collector: collector.id }], startedAt)
  })
}

/**
 * The recent evidence that says what was just observed, and whose facts still stand as they were recorded; null when
 * there is none: what somebody altered in the tables is observed anew, not confirmed.
 */
async function findSameObservation(
  tx: Context['tx'],
  collector: string,
  observation: Observation,
  startedAt: Date,
): Promise<string | null> {
  const last = await readLastObservation(tx, collector)
  if (last === undefined || startedAt.getTime() - last.recorded_at.getTime() >= renewAfterMs) return null
  // The clock was set back: what it says of a time to come is no observation of this one.
  if (last.observed_to > startedAt) return null
  const hash = hashObservation(observation.facts, observation.populations)
  if (!last.body_hash.equals(hash)) return null
  const stored = await readBackObservation(tx, last.id)
  return hash.equals(hashObservation(stored.facts, stored.populations)) ? last.id : null
}

/**
 * Without its policy a table shows no rows and takes none silently: what was just written has to be there to be read.
 * @throws Error when it is not
 */
async function proveReadable(tx: Context['tx']): Promise<void> {
  const { rows } = await sql<{ readable: boolean }>`
    select exists (select from heartbeats where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from evidence where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from facts where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from memberships where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from population_counts where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from subjects where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from claims where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from statements where tenant_id = ${tx.tenantId}::uuid)
      and exists (select from judgements where tenant_id = ${tx.tenantId}::uuid) as readable
  `.execute(tx.db)
  if (rows[0]?.readable !== true) throw new Error('what was recorded cannot be read back')
}

async function noteFailure(
  services: Services,
  registry: Registry,
  tenantId: string,
  collector: Collector,
  error: unknown,
): Promise<void> {
  const failure = error instanceof Problem ? error.code : error instanceof Error ? error.name : 'unknown'
  try {
    await services.database.withTenant(tenantId, async (tx) => {
      const at = services.clock.now()
      const beat = { collector: collector.id, at, silentAfterMs: silenceOf(collector), failure }
      if (await failHeartbeat(tx, beat)) await markChange(tx, services.clock, [{ collector: collector.id }], at)
    })
    await judgeTenant(services, registry, tenantId)
  } catch {
    await raiseAlarms(services, registry, tenantId, collector, null)
  }
}

/** A collector that was not heard from for so long is silent: two detection intervals, so that one lost run is forgiven. */
export function silenceOf(collector: Pick<Collector, 'detectsWithinMs'>): number {
  return Math.min(2 * collector.detectsWithinMs, 60_000)
}

async function renew(
  context: Context,
  registry: Registry,
  collector: Collector,
  observation: Observation,
  startedAt: Date,
): Promise<string> {
  const { id } = await ingestEvidence(context, registry.factTypes, {
    source: {
      system: `beleg/${collector.id}`,
      id: startedAt.toISOString(),
      query: collector.query,
      version: collector.version,
    },
    collector: collector.id,
    class: 'machine',
    title: null,
    observedFrom: startedAt,
    observedTo: startedAt,
    validUntil: null,
    facts: observation.facts,
    populations: observation.populations,
    recordedBy: null,
    state: 'accepted',
    file: null,
  })
  return id
}
