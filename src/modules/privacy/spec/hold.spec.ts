/** A legal hold stops what would erase, whenever it comes, and is released by another than who placed it. */
import { newId } from '#platform/database/id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eraseCase } from '../actions/execute.ts'
import * as contract from '../contract.ts'
import { bodyOf, createCompany, type Company } from './example.ts'

let company: Company
beforeAll(async () => {
  company = await createCompany()
}, 60_000)
afterAll(() => company?.end())

const place = async (personId: string | null) => {
  const answer = await company.call('isb', contract.placeHold, {
    body: { personId, reason: 'suit over unpaid wages', reference: '7 Ca 12/26' },
  })
  expect(answer.status).toBe(201)
  return bodyOf(answer).holdId as string
}
const release = (role: 'isb' | 'management', holdId: string) =>
  company.call(role, contract.releaseHold, { params: { holdId }, body: { reason: 'settled' } })
const approve = (caseId: string) =>
  company.call('management', contract.approveErasure, { params: { caseId }, body: { reason: 'yes' } })
const erase = (caseId: string) => eraseCase(company.stage.world.services, company.tenantId, caseId)

test.each([['the person'], ['the whole tenant']])('a hold on %s keeps a case from being approved', async (whom) => {
  const personId = await company.leaver()
  const holdId = await place(whom === 'the person' ? personId : null)
  // The month runs all the same.
  const caseId = await company.request(personId)
  const preview = bodyOf(await company.call('auditor', contract.readErasure, { params: { caseId } })).preview
  expect(preview.obstacles).toEqual(['held'])
  expect(preview.holds).toMatchObject([{ holdId, ofTenant: whom !== 'the person' }])
  const refused = await approve(caseId)
  expect([refused.status, refused.code]).toEqual([409, 'erasure.held'])
  expect(await company.state(caseId)).toBe('requested')
  expect((await release('management', holdId)).status).toBe(200)
  expect((await approve(caseId)).status).toBe(200)
})

test('a hold that comes after the approval keeps the worker from it, until it is released', async () => {
  const personId = await company.leaver()
  const caseId = await company.approve(personId)
  const holdId = await place(personId)
  await erase(caseId)
  expect(await company.state(caseId)).toBe('approved')
  expect(await company.entries(personId)).not.toContain('person.erased')
  await release('management', holdId)
  await erase(caseId)
  expect(await company.state(caseId)).toBe('done')
  // What the hold said of the person went with the person.
  const holds = bodyOf(await company.call('auditor', contract.listHolds)).items
  expect(holds.find((hold: { holdId: string }) => hold.holdId === holdId)).toMatchObject({
    reason: null,
    reference: null,
    releaseReason: null,
    person: { name: `Person ${personId.slice(-6)}` },
  })
  const late = await company.call('isb', contract.placeHold, { body: { personId, reason: 'late', reference: 'x' } })
  expect([late.status, late.code]).toEqual([409, 'legal-hold.too_late'])
})

test('of a hold that is being placed while somebody is erased, one comes first', async () => {
  const personId = await company.leaver()
  const caseId = await company.approve(personId)
  const [placed] = await Promise.all([
    company.call('isb', contract.placeHold, { body: { personId, reason: 'suit', reference: 'x' } }),
    erase(caseId),
  ])
  const state = await company.state(caseId)
  expect([placed.status, state]).toEqual(placed.status === 201 ? [201, 'approved'] : [409, 'done'])
})

test('whoever placed it does not release it, also past the code; twice is refused', async () => {
  const holdId = await place(await company.leaver())
  const own = await release('isb', holdId)
  expect([own.status, own.code]).toEqual([403, 'legal-hold.same_person'])
  await expect(
    company.db.owner.query('update legal_holds set released_by = placed_by, released_at = placed_at where id = $1', [
      holdId,
    ]),
  ).rejects.toMatchObject({ constraint: 'legal_holds_four_eyes' })
  expect((await release('management', holdId)).status).toBe(200)
  expect((await release('management', holdId)).code).toBe('legal-hold.released')
  expect(await company.entries(holdId)).toEqual(['legal-hold.placed', 'legal-hold.released'])
})

test('a hold needs somebody who is there, a reason and a reference', async () => {
  const nobody = await company.call('isb', contract.placeHold, {
    body: { personId: newId(), reason: 'suit', reference: 'x' },
  })
  expect(nobody.status).toBe(404)
  const empty = await company.call('isb', contract.placeHold, { body: { personId: null, reason: ' ', reference: '' } })
  expect(empty.pointers.toSorted()).toEqual(['/reason', '/reference'])
})
