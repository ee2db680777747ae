/**
 * Tenants with a statement, evidence and people on a real database, with a clock that the spec moves and a module of
 * its own whose things are on or off. For specs that go through actions, without HTTP.
 */
import { createPersonKeys } from './person-keys.ts'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServices } from '#app/instance.ts'
import { systemContext } from '#app/first-run.ts'
import type { Collector, Observation } from '#core/collector.ts'
import type { Actor, Context, Services } from '#core/context.ts'
import { runCollector } from '#core/evidence/collect.ts'
import { coreManifest } from '#core/manifest.ts'
import type { Module } from '#core/module.ts'
import { createRegistry, type CatalogueMeasure, type Registry } from '#core/registry.ts'
import { switchDuty, switchType } from '#core/spec/status-world.ts'
import { ensureSubjects } from '#core/subject.ts'
import type { ClaimParameter, Quantifier, Status } from '#core/vocabulary.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { statementModule } from '#modules/statement/module.ts'
import { insertStatement, putInForce } from '#modules/statement/store.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { createFakeClock, type FakeClock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'

export interface TenantWorld {
  readonly db: TestDatabase
  readonly clock: FakeClock
  readonly services: Services
  readonly registry: Registry
  readonly platform: string
  readonly company: string
  /** What the collector of things sees at its next run; a function is called, so that it can fail. */
  observation: Observation | (() => Observation)
  /** Publishes one sentence resting on a measure and returns its claim. */
  publish(
    tenantId: string,
    sentence: { measure: string; quantifier?: Quantifier; parameters?: ClaimParameter[] },
  ): Promise<void>
  /** A new natural person. */
  person(tenantId: string): Promise<string>
  /** Does something in a tenant as a person. */
  as<T>(tenantId: string, personId: string, work: (context: Context) => Promise<T>): Promise<T>
  collect(): Promise<void>
  /** The status of the only sentence, as a reader sees it. */
  status(tenantId: string): Promise<Status | null>
  count(table: string, tenantId: string): Promise<number>
  close(): Promise<void>
}

const measure = (id: string, over: Partial<CatalogueMeasure> = {}): CatalogueMeasure => ({
  id,
  capability: 'C1',
  title: { de: id, en: id },
  proof: { de: id, en: id },
  evidenceClass: 'machine',
  maxAge: 'PT24H',
  trigger: 'continuous',
  ...over,
})

/** Things that a platform tenant observes every ten seconds. */
export const thingCollectorId = 'thing.watch'

export async function createTenantWorld(): Promise<TenantWorld> {
  const clock = createFakeClock(new Date('2026-03-02T08:00:00Z'))
  const db = await createTestDatabase({ clock })
  const directory = await mkdtemp(join(tmpdir(), 'beleg-files-'))
  const vault = createVault({
    custodian: createCustodian('environment', randomBytes(32), true),
    database: db.database,
    clock,
  })
  const services = composeServices({
    clock,
    database: db.database,
    vault,
    blobs: await openBlobs(directory),
    personKeys: createPersonKeys(),
    log: testLog,
    mailTransport: null,
    publicUrl: () => 'https://beleg.example',
  })
  let sees: TenantWorld['observation'] = { facts: [], populations: [] }
  const collector: Collector = {
    id: thingCollectorId,
    query: 'things',
    version: '1',
    everyMs: 10_000,
    detectsWithinMs: 20_000,
    observe: async () => (typeof sees === 'function' ? sees() : sees),
  }
  const things: Module = {
    name: 'thing',
    permissions: {},
    routes: [],
    factTypes: [switchType],
    duties: [
      switchDuty({ collector: thingCollectorId }),
      switchDuty({ id: 'thing.registered/all', measure: 'thing.registered', population: 'thing.registered' }),
    ],
    populations: [{ id: 'thing.registered', subjectKind: 'thing', title: { de: 'Dinge', en: 'Things' } }],
    collectors: [collector],
    jobs: [],
    confidentialColumns: [],
    tables: [],
  }
  const composed = (): Registry => registry
  const registry = createRegistry(
    [coreManifest(composed), statementModule(composed), things],
    [
      measure('thing.on'),
      measure('thing.registered'),
      measure('paper.signed', { evidenceClass: 'document', maxAge: 'P12M', trigger: 'calendar' }),
    ],
  )
  const platform = await db.createTenant('platform')
  const company = await db.createTenant('company')
  for (const tenantId of [platform, company])
    await db.database.withPlatform('keys', (tx) => vault.createTenantKey(tx, tenantId))
  let persons = 0
  return {
    db,
    clock,
    services,
    registry,
    platform,
    company,
    get observation() {
      return sees
    },
    set observation(next) {
      sees = next
    },
    publish: (tenantId, sentence) =>
      db.database.withTenant(tenantId, async (tx) => {
        const text = 'Everything is on.'
        const id = await insertStatement(tx, clock, {
          locale: 'en',
          title: 'Statement',
          body: text,
          bodyHash: randomBytes(32),
          draftedBy: null,
          claims: [
            {
              start: 0,
              end: text.length,
              text,
              section: null,
              leadIn: null,
              kind: 'promise',
              modality: 'does',
              quantifier: sentence.quantifier ?? 'every',
              quantifierWord: null,
              parameters: sentence.parameters ?? [],
              measures: [{ id: sentence.measure, capability: 'C1', score: 1 }],
              alternatives: [],
            },
          ],
        })
        await putInForce(tx, id, 'en', null, clock.now())
      }),
    async person(tenantId) {
      persons += 1
      const made = await db.database.withTenant(tenantId, (tx) =>
        ensureSubjects(tx, clock, 'beleg', [{ kind: 'person', externalId: `person-${persons}` }]),
      )
      return [...made.values()][0] ?? ''
    },
    as: (tenantId, personId, work) =>
      db.database.withTenant(tenantId, (tx) => {
        const actor: Actor = {
          kind: 'account',
          tenantId,
          accountId: personId,
          personId,
          sessionId: personId,
          roles: ['owner'],
          permissions: new Set(),
          locale: 'en',
          stepUpAt: clock.now(),
        }
        return work({ ...systemContext(services, tx, tenantId), actor })
      }),
    collect: () => runCollector(services, registry, collector),
    async status(tenantId) {
      const statement = await db.database.withTenant(tenantId, (tx) =>
        readStatementNow({ tx, services }, registry, 'en'),
      )
      return statement.claims[0]?.status ?? null
    },
    async count(table, tenantId) {
      const { rows } = await db.owner.query<{ n: string }>(`select count(*) as n from ${table} where tenant_id = $1`, [
        tenantId,
      ])
      return Number(rows[0]?.n)
    },
    async close() {
      await db.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** An observation of things by name: on, off, or not to be told. */
export function things(
  states: Readonly<Record<string, boolean | null>>,
  population: { expected?: number | null } = {},
): Observation {
  const names = Object.keys(states)
  return {
    facts: names.map((name) => ({
      subject: { kind: 'thing', externalId: name },
      type: switchType.type,
      data: { on: states[name] },
    })),
    populations: [
      {
        factType: switchType.type,
        expected: population.expected === undefined ? names.length : population.expected,
        seen: names.length,
        reconciledAgainst: population.expected === null ? null : 'a second list',
      },
    ],
  }
}
