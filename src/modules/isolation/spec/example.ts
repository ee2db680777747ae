/**
 * A world for the specs of isolation: every module of the house with the real server, listening on a port of its own,
 * over a database of its own. Specs may add modules, such as one with a leaking route.
 */
import { createLedgerWriter } from '#core/ledger/writer.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServing } from '#app/serve.ts'
import { texts } from '#app/texts.ts'
import { measures } from '#catalog/measures.ts'
import type { Collector, Observation } from '#core/collector.ts'
import type { Services } from '#core/context.ts'
import { defaultWorkCalendar } from '#core/deadline/deadline.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { checkFacts } from '#core/evidence/ingest.ts'
import { coreManifest } from '#core/manifest.ts'
import type { Module } from '#core/module.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import { readPersonNames } from '#modules/identity/actions/people.ts'
import { caseModule } from '#modules/case/module.ts'
import { documentModule } from '#modules/document/module.ts'
import { identityModule } from '#modules/identity/module.ts'
import { privacyModule } from '#modules/privacy/module.ts'
import { statementModule } from '#modules/statement/module.ts'
import { todayModule } from '#modules/today/module.ts'
import { assetModule } from '#modules/asset/module.ts'
import { viewModule } from '#modules/view/module.ts'
import { workforceModule } from '#modules/workforce/module.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { systemClock, type Clock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { createLog } from '#platform/log/log.ts'
import type { FastifyInstance } from 'fastify'
import { isolationModule } from '../module.ts'

export interface IsolationWorld {
  readonly services: Services
  readonly registry: Registry
  readonly platformTenantId: string
  readonly server: FastifyInstance
  /** Where the server listens. */
  readonly url: string
  /** What the canary is told; a spec may change it. */
  serverUrls: readonly string[]
  collector(id: string): Collector
  /** One run of a collector, with its facts checked against their types. */
  observe(id: string): Promise<Observation>
  /** Of an observation, one fact's data. */
  fact<T>(observation: Observation, externalId: string): T
  createTenant(kind?: 'platform' | 'company'): Promise<string>
  close(): Promise<void>
}

export async function createIsolationWorld(
  database: Database,
  options: {
    modules?: readonly Module[]
    clock?: Clock
    /** What the canary believes the table of routes to be. */
    believed?: (registry: Registry) => Registry
  } = {},
): Promise<IsolationWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'beleg-isolation-'))
  const clock = options.clock ?? systemClock
  const vault = createVault({ custodian: createCustodian('environment', randomBytes(32), true), database, clock })
  const services: Services = {
    clock,
    database,
    vault,
    blobs: await openBlobs(join(directory, 'blobs')),
    personKeys: createPersonKeys(),
    ledgerWriter: createLedgerWriter(database),
    log: createLog({ level: process.env.BELEG_TEST_LOG ?? 'fatal', process: 'test' }),
    texts,
    mailTransport: null,
    personNames: (tx, ids) => readPersonNames(vault, tx, ids),
    accountNames: async () => new Map(),
    registeredPerson: async () => null,
    workCalendar: async () => defaultWorkCalendar,
    publicUrl: 'https://beleg.example',
  }
  const createTenant = async (kind: 'platform' | 'company' = 'company') => {
    const id = newId(clock)
    await database.withPlatform('spec', async (tx) => {
      await tx.db
        .insertInto('tenants')
        .values({ id, kind, slug: `spec-${id}`, name: kind, created_at: clock.now(), state: 'active' })
        .execute()
      await vault.createTenantKey(tx, id)
    })
    return id
  }
  const platformTenantId = await createTenant('platform')

  const composed = (): Registry => registry
  const around = { registry: () => options.believed?.(composed()) ?? composed(), serverUrls: () => world.serverUrls }
  const registry: Registry = createRegistry(
    [
      coreManifest(composed),
      identityModule(composed),
      statementModule(composed),
      caseModule(composed),
      todayModule(composed),
      privacyModule,
      isolationModule(around),
      viewModule(composed),
      workforceModule,
      assetModule,
      documentModule(composed),
      ...(options.modules ?? []),
    ],
    measures,
  )

  const serving = await composeServing(services, registry, platformTenantId, [])
  const server = await serving.build(null)
  await server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`

  const world: IsolationWorld = {
    services,
    registry,
    platformTenantId,
    server,
    url,
    serverUrls: [url],
    collector: (id) => {
      const found = composed().collectors.find((one) => one.id === id)
      if (!found) throw new Error(`no collector ${id}`)
      return found
    },
    observe: async (id) => {
      const observation = await world.collector(id).observe({
        services,
        tenants: await readTenants(services),
        withTenant: (tenantId, work) => database.withTenant(tenantId, work),
        withPlatform: (purpose, work) => database.withPlatform(purpose, work),
        signal: AbortSignal.timeout(20_000),
      })
      checkFacts(composed().factTypes, observation.facts)
      return observation
    },
    fact: <T>(observation: Observation, externalId: string) => {
      const found = observation.facts.find((fact) => fact.subject.externalId === externalId)
      if (!found) throw new Error(`no fact about ${externalId}`)
      // Checked against its schema by `observe`; the spec knows which one.
      return found.data as T
    },
    createTenant,
    close: async () => {
      await serving.hub.close()
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return world
}
