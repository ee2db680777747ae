/** Payloads of the ledger expire by a period that two people decided, and by nothing else; every proof still holds. */
import type { CollectorContext } from '#core/collector.ts'
import { createPassingKeys } from '#core/ledger/person-key.ts'
import { leafHash } from '#core/ledger/entry.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { listPlacedEntries, proveStoredInclusion, readLastHead } from '#core/ledger/store.ts'
import { verifyInclusion } from '#core/ledger/tree.ts'
import { factTypes, treeFactSchema } from '#modules/ledger/contract.ts'
import { integrityCollector } from '#modules/ledger/integrity.ts'
import { judgeTree } from '#modules/ledger/rules.ts'
import { newId } from '#platform/database/id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eraseCase } from '../actions/execute.ts'
import { expireOld } from '../actions/retention.ts'
import * as contract from '../contract.ts'
import { bodyOf, createCompany, type Company } from './example.ts'

let company: Company
/** Recorded four years before everything else. */
let held: string
let old: string
beforeAll(async () => {
  company = await createCompany()
  held = await company.leaver()
  old = await company.leaver()
  await eraseCase(services(), company.tenantId, await company.approve(old))
  await place({ personId: held })
  await sequence()
  company.clock.advance(4 * 366 * 86_400_000)
  // Their sessions are long over, and their accounts are not.
  await company.call('owner', contract.readRetention)
  await sequence()
}, 60_000)
afterAll(() => company?.end())

const services = () => company.stage.world.services
const expire = () => expireOld(services(), company.tenantId, AbortSignal.timeout(30_000))
async function sequence() {
  const { platformTenantId } = company.stage.world
  const keys = await openSigningKeys(services(), platformTenantId)
  for (;;) if ((await sequenceBatch(services(), { platformTenantId, keys })).entries === 0) return
}
async function place(body: { personId: string | null }) {
  const answer = await company.call('isb', contract.placeHold, { body: { ...body, reason: 'suit', reference: '1' } })
  return bodyOf(answer).holdId as string
}
const release = (holdId: string) =>
  company.call('management', contract.releaseHold, { params: { holdId }, body: { reason: 'over' } })
const propose = (years: number | null) =>
  company.call('isb', contract.requestRetention, { body: { years, reason: 'statute of limitations' } })
const counts = async () => {
  const { rows } = await company.db.owner.query(
    `select count(*) filter (where payload is null)::int as gone, count(*) filter (where payload is not null)::int as kept,
       count(*) filter (where payload is null and person_id is distinct from $2 and about_id is distinct from $2)::int as of_others
     from ledger_pending where tenant_id = $1 and recorded_at < $3`,
    [company.tenantId, held, new Date('2027-01-01')],
  )
  return rows[0] as { gone: number; kept: number; of_others: number }
}
async function lookAtTree() {
  const { database } = services()
  const context: CollectorContext = {
    services: services(),
    tenants: [
      { id: company.stage.world.platformTenantId, kind: 'platform', canary: false },
      { id: company.tenantId, kind: 'company', canary: false },
    ],
    withTenant: (id, work) => database.withTenant(id, work),
    withPlatform: (purpose, work) => database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(30_000),
  }
  const { facts } = await integrityCollector().observe(context)
  const found = facts.find((fact) => fact.type === factTypes.tree && fact.subject.externalId === company.tenantId)
  return treeFactSchema.parse(found?.data)
}

test('a period is between 1 and 30 years, proposed once, and approved by another', async () => {
  for (const years of [0, 31, 1.5]) expect((await propose(years)).pointers).toEqual(['/years'])
  expect((await propose(null)).code).toBe('retention.same_period')
  const proposed = bodyOf(await propose(2))
  expect(proposed).toMatchObject({ inForce: null, proposals: [{ years: 2, isOwn: true }], expired: 0 })
  expect((await propose(3)).code).toBe('retention.already_requested')
  const params = { ruleId: proposed.proposals[0].ruleId }
  const own = await company.call('isb', contract.approveRetention, { params })
  expect([own.status, own.code]).toEqual([403, 'four_eyes.same_person'])
  expect(await expire()).toBe(0)
  const refused = bodyOf(await company.call('management', contract.refuseRetention, { params }))
  expect(refused).toMatchObject({ inForce: null, proposals: [] })
  expect((await company.call('management', contract.approveRetention, { params })).code).toBe('retention.not_requested')
  await expect(
    company.db.owner.query(
      `insert into retention_rules (tenant_id, id, years, state, reason, requested_by, requested_at, decided_by, decided_at)
       values ($1, $2, 2, 'in_force', 'x', $3, $4, $3, $4)`,
      [company.tenantId, newId(), held, company.clock.now()],
    ),
  ).rejects.toMatchObject({ constraint: 'retention_rules_four_eyes' })
})

test('the function expires nothing that was not announced, and nobody changes a payload past it', async () => {
  const call = (before: Date) => company.db.owner.query('select expire_ledger($1, $2, 10)', [company.tenantId, before])
  await expect(call(new Date('2027-01-01'))).rejects.toThrow('not announced')
  const gone = `commitment = sha256(salt || convert_to(payload, 'UTF8')), payload = null, salt = null, person_sealed = null, about_sealed = null`
  const byHand = () =>
    company.db.owner.query(`update ledger_pending set ${gone} where tenant_id = $1 and leaf_index = 3`, [
      company.tenantId,
    ])
  await expect(byHand()).rejects.toThrow('only added to')
  await expect(
    services().database.withTenant(company.tenantId, (tx) =>
      tx.db.updateTable('ledger_pending').set({ payload: null }).where('tenant_id', '=', tx.tenantId).execute(),
    ),
  ).rejects.toThrow('permission denied')
  // The owner can switch the guard off: that is a difference.
  const { rows } = await company.db.owner.query(
    'select payload, salt, person_sealed, about_sealed from ledger_pending where tenant_id = $1 and leaf_index = 3',
    [company.tenantId],
  )
  await company.db.owner.query('alter table ledger_pending disable trigger user')
  await byHand()
  expect((await lookAtTree()).differences).toEqual([{ what: 'payload_missing', place: 3 }])
  await company.db.owner.query(
    `update ledger_pending set payload = $2, salt = $3, person_sealed = $4, about_sealed = $5, commitment = null
     where tenant_id = $1 and leaf_index = 3`,
    [company.tenantId, rows[0].payload, rows[0].salt, rows[0].person_sealed, rows[0].about_sealed],
  )
  await company.db.owner.query('alter table ledger_pending enable trigger user')
  expect((await lookAtTree()).differences).toEqual([])
})

test('a hold on everything stops it; one on a person keeps what speaks of them', async () => {
  const { proposals } = bodyOf(await propose(2))
  await company.call('management', contract.approveRetention, { params: { ruleId: proposals[0].ruleId } })
  const everything = await place({ personId: null })
  const before = await counts()
  expect(await expire()).toBe(0)
  expect(await counts()).toEqual(before)
  await release(everything)
  await sequence()

  const expired = await expire()
  expect(expired).toBeGreaterThan(20)
  const after = await counts()
  expect(after.gone).toBe(expired)
  expect(after.of_others).toBe(expired)
  expect(after.kept).toBeGreaterThan(0)
  expect(await expire()).toBe(0)
  const { rows } = await company.db.owner.query(
    `select count(*)::int as n from ledger_pending where tenant_id = $1 and payload is null
       and (salt is not null or person_sealed is not null or about_sealed is not null or commitment is null)`,
    [company.tenantId],
  )
  expect(rows[0].n).toBe(0)
})

test('the tree is as it was signed, and each entry proves its place', async () => {
  await sequence()
  const fact = await lookAtTree()
  expect(fact.differences).toEqual([])
  expect(judgeTree(fact)).toMatchObject({ outcome: 'pass' })
  await services().database.withTenant(company.tenantId, async (tx) => {
    const head = await readLastHead(tx)
    if (!head) throw new Error('there is a head')
    const entries = await listPlacedEntries(tx, { start: 0, end: head.size })
    expect(entries).toHaveLength(head.size)
    for (const entry of entries) {
      expect(leafHash({ ...entry, tenantId: company.tenantId }).equals(entry.leafHash)).toBe(true)
      const proof = await proveStoredInclusion(tx, entry.index, head.size)
      const given = { index: entry.index, size: head.size, leaf: entry.leafHash, root: head.root }
      expect(verifyInclusion(proof, given)).toBe(true)
    }
  })
})

test.each([
  // The announcement itself: then nothing that expired is covered any more.
  ['ledger.expired', (_place: number) => 0],
  ['legal-hold.released', (place: number) => place],
])('what expired within the announced time is fine, a missing %s beyond it is not', async (action, red) => {
  await company.db.owner.query('alter table ledger_pending disable trigger user')
  const { rows } = await company.db.owner.query<{ place: string; payload: string; salt: Buffer }>(
    `select leaf_index as place, payload, salt from ledger_pending where tenant_id = $1 and payload is not null
     and leaf_index is not null and action = $2 order by leaf_index desc limit 1`,
    [company.tenantId, action],
  )
  const [last] = rows
  await company.db.owner.query(
    `update ledger_pending set commitment = sha256(salt || convert_to(payload, 'UTF8')), payload = null, salt = null
     where tenant_id = $1 and leaf_index = $2`,
    [company.tenantId, last?.place],
  )
  expect((await lookAtTree()).differences).toEqual([{ what: 'payload_missing', place: red(Number(last?.place)) }])
  await company.db.owner.query(
    'update ledger_pending set commitment = null, payload = $3, salt = $4 where tenant_id = $1 and leaf_index = $2',
    [company.tenantId, last?.place, last?.payload, last?.salt],
  )
  await company.db.owner.query('alter table ledger_pending enable trigger user')
  expect((await lookAtTree()).differences).toEqual([])
})

test('once a hold is released its entries follow', async () => {
  const { rows } = await company.db.owner.query<{ id: string }>(
    'select id from legal_holds where tenant_id = $1 and released_at is null',
    [company.tenantId],
  )
  for (const { id } of rows) await release(id)
  await sequence()
  expect(await expire()).toBeGreaterThan(0)
  // What explains the gaps stays: the erasure before, and every announcement.
  const { rows: stays } = await company.db.owner.query<{ action: string }>(
    `select distinct action from ledger_pending where tenant_id = $1 and recorded_at < $2 and payload is not null`,
    [company.tenantId, new Date('2027-01-01')],
  )
  expect(stays.map(({ action }) => action)).toEqual(['person.erased'])
  await sequence()
  expect((await lookAtTree()).differences).toEqual([])
})

test('passing keys are swept like those on the disk', async () => {
  const keys = createPassingKeys()
  const [one, other] = [newId(), newId()]
  await keys.keyFor(company.tenantId, one)
  await keys.keyFor(company.tenantId, other)
  await keys.sweep(company.tenantId, new Set([one]))
  expect(await keys.findKey(company.tenantId, one)).not.toBeNull()
  expect(await keys.findKey(company.tenantId, other)).toBeNull()
})
