import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Collector } from '#core/collector.ts'
import type { Context } from '#core/context.ts'
import { readEntry } from '#core/register/actions/read.ts'
import { changeEntry, createEntry } from '#core/register/actions/write.ts'
import { ensureSubjects } from '#core/subject.ts'
import { defineFactType, type FactType } from '#core/duty.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { z } from 'zod'
import { createAccount } from '#modules/identity/actions/enrol.ts'
import { employmentCollector } from '#modules/workforce/collector.ts'
import { judgeEmployment, type AccountEmployment } from '#modules/workforce/fact.ts'
import { peopleRegister } from '#modules/workforce/register.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { assetCollector } from '../collector.ts'
import { judgeRecord, type AssetRecord } from '../fact.ts'
import { systemRegister } from '../register.ts'

let world: TenantWorld
let keeper: string
const as = <T>(work: (context: Context) => Promise<T>) => world.as(world.platform, keeper, work)
beforeAll(async () => {
  world = await createTenantWorld()
  const made = await world.db.database.withTenant(world.platform, (tx) =>
    ensureSubjects(tx, world.clock, 'spec', [{ kind: 'person', externalId: 'keeper' }]),
  )
  keeper = [...made.values()][0] ?? ''
})
afterAll(() => world.close())

async function reasons(collector: Collector, judge: (data: never) => { reason: string }): Promise<string[]> {
  const { facts, populations } = await collector.observe({
    services: world.services,
    tenants: [{ id: world.platform, kind: 'platform', canary: false }],
    withTenant: (id, work) => world.db.database.withTenant(id, work),
    withPlatform: (purpose, work) => world.db.database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(20_000),
  })
  const [population] = populations
  return [...facts.map(({ data }) => judge(data as never).reason), `${population?.expected} ${population?.seen}`]
}
const ofAccounts = () => reasons(employmentCollector, (data: AccountEmployment) => judgeEmployment(data))
const ofAssets = () => reasons(assetCollector, (data: AssetRecord) => judgeRecord(data))

it('an account of nobody, of a colleague, and of a leaver are told apart; without a register nothing is', async () => {
  const account = (name: string) => ({
    email: `${name}@example.com`,
    name,
    roles: ['employee'] as const,
    locale: 'de' as const,
    synthetic: false,
  })
  await as((context) => createAccount(context, account('anna')))
  expect(await ofAccounts()).toEqual(['1 0'])
  await as((context) => createEntry(context, peopleRegister, { fields: { name: 'Ben', joinedOn: '2020-01-01' } }))
  expect(await ofAccounts()).toEqual(['account.of_nobody', '1 1'])
  // The same person, known by the address of the account.
  const anna = await as((context) =>
    createEntry(context, peopleRegister, {
      fields: { name: 'Anna', email: 'anna@example.com', joinedOn: '2020-01-01' },
    }),
  )
  expect(await ofAccounts()).toEqual(['account.of_colleague', '1 1'])
  await as((context) =>
    changeEntry(context, peopleRegister, anna.id, { version: anna.version, fields: { leftOn: '2026-03-01' } }),
  )
  expect(await ofAccounts()).toEqual(['account.of_leaver', '1 1'])
})

it('whoever is invited at an address that the register knows is that person', async () => {
  const carla = await as((context) =>
    createEntry(context, peopleRegister, {
      fields: { name: 'Carla', email: 'carla@example.com', joinedOn: '2020-01-01' },
    }),
  )
  const account = await as((context) =>
    createAccount(context, {
      email: 'Carla@example.com',
      name: 'C.',
      roles: ['employee'],
      locale: 'de',
      synthetic: false,
    }),
  )
  expect(account.person_id).toBe(carla.id)
})

it('a system without owner or class, of a leaver, and one that only evidence knows are counter-examples', async () => {
  expect(await ofAssets()).toEqual(['0 0'])
  const system = await as((context) =>
    createEntry(context, systemRegister, { fields: { name: 'Portal' }, externalId: 'portal' }),
  )
  const change = async (fields: Record<string, unknown>) => {
    const { entry } = await as((context) => readEntry(context, systemRegister, system.id, {}))
    const { version } = entry
    await as((context) => changeEntry(context, systemRegister, system.id, { version, fields }))
  }
  expect(await ofAssets()).toEqual(['asset.no_owner', '1 1'])
  const dora = await as((context) =>
    createEntry(context, peopleRegister, { fields: { name: 'Dora', joinedOn: '2020-01-01' } }),
  )
  await change({ owner: dora.id })
  expect(await ofAssets()).toEqual(['asset.not_classified', '1 1'])
  await change({ class: 'internal' })
  expect(await ofAssets()).toEqual(['asset.in_order', '1 1'])
  await as((context) =>
    changeEntry(context, peopleRegister, dora.id, { version: dora.version, fields: { leftOn: '2026-03-01' } }),
  )
  expect(await ofAssets()).toEqual(['asset.owner_left', '1 1'])
  const scan = defineFactType({
    type: 'system.scan',
    subjectKind: 'system',
    title: { de: 'Scan', en: 'Scan' },
    schema: z.strictObject({ up: z.boolean() }),
  })
  await as((context) =>
    ingestEvidence(context, new Map<string, FactType>([[scan.type, scan]]), {
      source: { system: 'scanner', id: 'run-1' },
      collector: null,
      class: 'machine',
      title: null,
      observedFrom: world.clock.now(),
      observedTo: world.clock.now(),
      validUntil: null,
      facts: ['shadow', 'portal'].map((externalId) => ({
        subject: { kind: 'system', externalId },
        type: scan.type,
        data: { up: true },
      })),
      populations: [],
      recordedBy: null,
      state: 'accepted',
      file: null,
    }),
  )
  expect(await ofAssets()).toEqual(['asset.owner_left', 'asset.not_registered', '2 2'])
})
