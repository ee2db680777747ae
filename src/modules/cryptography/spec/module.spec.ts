/** The manifest as the core takes it: facts fit their types, a second look says the same, and sabotage turns the verdict. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measures } from '#catalog/measures.ts'
import type { Collector, CollectorContext, Observation } from '#core/collector.ts'
import type { Services } from '#core/context.ts'
import { checkFacts, hashObservation } from '#core/evidence/ingest.ts'
import { createRegistry } from '#core/registry.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { ensureSelfSigned, tlsServerOptions } from '#platform/crypto/tls-certificate.ts'
import { createVault } from '#platform/crypto/vault.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { de } from '../locale/de.ts'
import { en } from '../locale/en.ts'
import { cryptographyModule } from '../module.ts'

let db: TestDatabase
let directory: string
let services: Pick<Services, 'clock' | 'database' | 'vault' | 'blobs'>
let server: Server
let tenants: CollectorContext['tenants']

const module = cryptographyModule({
  columns: () => [
    confidentialColumn({ table: 'mails', column: 'recipient' }),
    confidentialColumn({ table: 'mails', column: 'body' }),
  ],
  pids: () => [],
  listeners: () => [],
  publicUrls: () => [],
  databaseDirectory: null,
})
const registry = createRegistry([module], measures)

beforeAll(async () => {
  db = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'beleg-cryptography-'))
  const custodian = createCustodian('environment', Buffer.from('0123456789abcdef0123456789ABCDEF'), true)
  const vault = createVault({ custodian, database: db.database, clock: systemClock })
  services = { clock: systemClock, database: db.database, vault, blobs: await openBlobs(join(directory, 'blobs')) }
  const ids = [await db.createTenant('platform'), await db.createTenant()]
  for (const id of ids) await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, id))
  tenants = ids.map((id, i) => ({ id, kind: i === 0 ? ('platform' as const) : ('company' as const), canary: false }))
  const { certificate, privateKey } = await ensureSelfSigned(directory, 'localhost', systemClock)
  server = createServer({ cert: certificate, key: privateKey, ...tlsServerOptions }).listen(0, '0.0.0.0')
  server.on('tlsClientError', () => undefined)
  await once(server, 'listening')
})
afterAll(async () => {
  server?.close()
  await db?.close()
  await rm(directory, { recursive: true, force: true })
})

async function observe(id: string): Promise<Observation> {
  const collector = module.collectors.find((one): one is Collector => one.id === id)
  if (collector === undefined) throw new Error(`no collector ${id}`)
  const observation = await collector.observe({
    // The collectors of this module use only what is here.
    services: services as Services,
    tenants,
    withTenant: (tenantId, work) => db.database.withTenant(tenantId, work),
    withPlatform: (purpose, work) => db.database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(20_000),
  })
  checkFacts(registry.factTypes, observation.facts)
  return observation
}

/** Outcomes of a duty over what its collector sees. */
async function judge(dutyId: string): Promise<string[]> {
  const duty = module.duties.find((one) => one.id === dutyId)
  if (duty?.collector === undefined) throw new Error(`no duty ${dutyId}`)
  const { facts } = await observe(duty.collector)
  return facts
    .filter((fact) => fact.type === duty.factType)
    .map((fact) => {
      const { outcome, reason } = duty.predicate(fact.data, [])
      expect(Object.keys(de)).toContain(`reason.${reason}`)
      return outcome
    })
}

describe('the collectors', () => {
  test.each(module.collectors.map(({ id }) => id))(
    '%s states facts that fit their types, and the same again',
    async (id) => {
      const [first, second] = [await observe(id), await observe(id)]
      expect(first.facts.length).toBeGreaterThan(0)
      expect(
        hashObservation(second.facts, second.populations).equals(hashObservation(first.facts, first.populations)),
      ).toBe(true)
      for (const { expected, seen } of first.populations) expect(seen).toBe(expected)
    },
  )

  test('see a listener in clear that somebody opens, and that it is gone', async () => {
    expect(await judge('cryptography.transit/endpoints')).toEqual(['pass'])
    const leak = createHttpServer((_, response) => response.end()).listen(0, '0.0.0.0')
    await once(leak, 'listening')
    expect((leak.address() as AddressInfo).port).toBeGreaterThan(0)
    expect((await judge('cryptography.transit/endpoints')).toSorted()).toEqual(['fail', 'pass'])
    leak.closeAllConnections()
    leak.close()
    await once(leak, 'close')
    expect(await judge('cryptography.transit/endpoints')).toEqual(['pass'])
    expect(await judge('cryptography.certificates/validity')).toEqual(['pass'])
  })

  test('see a plaintext file beside the tenants, and that it is gone', async () => {
    expect(await judge('cryptography.at-rest-fields/files')).toEqual(['pass'])
    await writeFile(join(services.blobs.directory, 'dump.sql'), 'plaintext')
    expect(await judge('cryptography.at-rest-fields/files')).toEqual(['fail'])
    await rm(join(services.blobs.directory, 'dump.sql'))
    expect(await judge('cryptography.at-rest-fields/files')).toEqual(['pass'])
  })

  test('read the columns of every tenant', async () => {
    expect(await judge('cryptography.at-rest-fields/columns')).toEqual(['pass', 'pass'])
  })

  test('never call the volume of a database proven that they cannot see', async () => {
    expect((await judge('cryptography.at-rest-volume/volumes')).at(-1)).toBe('unknown')
  })
})

test('every reason has a text in both languages', () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(de).toSorted())
})
