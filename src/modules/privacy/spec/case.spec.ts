/** A case of erasure: who may decide it, what stands in its way, and how it goes on after any interruption. */
import { reactivateAccount } from '#modules/identity/contract.ts'
import { newId } from '#platform/database/id.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eraseAgain, eraseApproved, eraseCase, type ErasureStep } from '../actions/execute.ts'
import * as contract from '../contract.ts'
import { dueOn, mayBecome, namesPerson } from '../rules.ts'
import { bodyOf, createCompany, type Company } from './example.ts'

let company: Company
beforeAll(async () => {
  company = await createCompany()
}, 60_000)
afterAll(() => company?.end())

const services = () => company.stage.world.services
const erase = (caseId: string, onStep?: (step: ErasureStep) => void) =>
  eraseCase(services(), company.tenantId, caseId, onStep)
const ask = (personId: string, over: object = {}) =>
  company.call('isb', contract.requestErasure, {
    params: { personId },
    body: { basis: 'art17_1b', receivedOn: '2026-03-01', reason: 'withdrew consent', ...over },
  })
const count = async (sql: string, values: unknown[]) =>
  Number((await company.db.owner.query(`select count(*) as n from ${sql}`, values)).rows[0].n)

describe('the rules', () => {
  test('a month ends on the same day of the next, or on its last', () => {
    expect(dueOn('2026-03-02')).toBe('2026-04-02')
    expect(dueOn('2026-01-31')).toBe('2026-02-28')
    expect(dueOn('2028-01-30')).toBe('2028-02-29')
    expect(dueOn('2026-12-31')).toBe('2027-01-31')
  })
  test('a case goes on as the table says, and never back', () => {
    expect(mayBecome('requested', 'approved')).toBe(true)
    expect(mayBecome('requested', 'erasing')).toBe(false)
    for (const end of ['done', 'refused', 'withdrawn'] as const)
      for (const next of contract.caseStates) expect(mayBecome(end, next)).toBe(false)
  })
  test('a text names somebody by address or by the whole name, not by a part of a word', () => {
    const person = { name: 'Ida Ode', email: 'ida@example.org' }
    expect(namesPerson('Dear IDA ODE,', person)).toBe(true)
    expect(namesPerson('to Ida@Example.org', person)).toBe(true)
    expect(namesPerson('Frida Odenwald', person)).toBe(false)
    expect(namesPerson('anything', { name: '', email: null })).toBe(false)
  })
})

describe('who may', () => {
  test('not the same person twice', async () => {
    const caseId = bodyOf(
      await company.call('owner', contract.requestErasure, {
        params: { personId: await company.leaver() },
        body: { basis: 'art17_1a', receivedOn: '2026-03-01', reason: 'asked' },
      }),
    ).caseId
    for (const endpoint of [contract.approveErasure, contract.refuseErasure]) {
      const own = await company.call('owner', endpoint, { params: { caseId }, body: { reason: 'yes' } })
      expect([own.status, own.code]).toEqual([403, 'erasure.same_person'])
    }
    expect(await company.state(caseId)).toBe('requested')
    const foreign = await company.call('isb', contract.withdrawErasure, { params: { caseId }, body: { reason: 'no' } })
    expect([foreign.status, foreign.code]).toEqual([403, 'erasure.not_yours'])
  })

  test('the database refuses what the code would let through', async () => {
    const caseId = await company.request(await company.leaver())
    await expect(
      company.db.owner.query(
        `update erasure_cases set state = 'approved', decided_by = requested_by, decided_at = requested_at where id = $1`,
        [caseId],
      ),
    ).rejects.toMatchObject({ constraint: 'erasure_cases_four_eyes' })
    await expect(
      company.db.owner.query('update erasure_cases set requested_by = person_id where id = $1', [caseId]),
    ).rejects.toMatchObject({ constraint: 'erasure_cases_four_eyes' })
  })

  test('who came in the same week is flagged, and the case says so to whoever decides', async () => {
    const caseId = await company.request(await company.leaver())
    const read = async () => bodyOf(await company.call('management', contract.readErasure, { params: { caseId } }))
    expect((await read()).sameWeek).toBe(true)
    await company.db.owner.query(`update people set created_week = created_week - 70 where subject_id = $1`, [
      company.player('management').account.personId,
    ])
    expect((await read()).sameWeek).toBe(false)
    expect((await read()).mayNotDecideBecause).toBeNull()
  })

  test('only with a fresh second factor', async () => {
    const caseId = await company.request(await company.leaver())
    const session = await company.stage.openSession(company.player('management'))
    await company.stage.letStepUpAge(session)
    const answer = await company.stage.send(
      contract.approveErasure,
      { params: { caseId }, body: { reason: 'yes' } },
      session.cookie,
    )
    expect(answer.code).toBe('session.step_up_needed')
    expect(await company.state(caseId)).toBe('requested')
  })
})

describe('what stands in the way is said, and nothing changes', () => {
  test('an account that is not locked', async () => {
    const { personId } = company.player('auditor').account
    const answer = await ask(personId)
    expect([answer.status, answer.code]).toEqual([409, 'erasure.account_open'])
    expect(await count('erasure_cases where person_id = $1', [personId])).toBe(0)
    const preview = bodyOf(await company.call('isb', contract.previewErasure, { params: { personId } }))
    expect(preview.obstacles).toEqual(['account_open'])
  })

  test('the last owner, and oneself', async () => {
    // The owner of the stage is the canary's kind; the only real one is the last.
    const { personId, accountId } = company.player('owner').account
    await company.db.owner.query('update accounts set synthetic = false where id = $1', [accountId])
    expect((await ask(personId)).code).toBe('erasure.last_owner')
    await company.db.owner.query('update accounts set synthetic = true where id = $1', [accountId])
    expect((await ask(company.player('isb').account.personId)).code).toBe('erasure.same_person')
  })

  test('nobody of that id, a day that is yet to come, and evidence that is not there', async () => {
    expect((await ask(newId())).status).toBe(404)
    const answer = await ask(await company.leaver(), { receivedOn: '2026-03-09', evidenceIds: [newId()] })
    expect(answer.code).toBe('erasure.invalid')
    expect(answer.pointers).toEqual(['/evidenceIds/0', '/receivedOn'])
  })

  test('a case that is open, also of two that come at once', async () => {
    const personId = await company.leaver()
    const codes = (await Promise.all([ask(personId), ask(personId)])).map((answer) => answer.code ?? answer.status)
    expect(codes.map(String).toSorted()).toEqual(['201', 'erasure.case_open'])
  })

  test('a case that is decided', async () => {
    const caseId = await company.request(await company.leaver())
    const refuse = () =>
      company.call('management', contract.refuseErasure, { params: { caseId }, body: { reason: 'Art. 17(3)(b)' } })
    expect((await refuse()).status).toBe(200)
    expect((await refuse()).code).toBe('erasure.not_requested')
    await erase(caseId)
    expect(await company.state(caseId)).toBe('refused')
    expect(await company.entries(caseId)).toEqual(['erasure.requested', 'erasure.refused'])
  })
})

describe('an approved case', () => {
  test('says before what it will erase and what stays', async () => {
    const personId = await company.leaver()
    const preview = bodyOf(await company.call('auditor', contract.previewErasure, { params: { personId } }))
    const numbers = Object.fromEntries(
      preview.erased.map(({ kind, count: n }: { kind: string; count: number }) => [kind, n]),
    )
    expect(numbers).toMatchObject({ names: 1, addresses: 1, mails: 0 })
    expect(preview.obstacles).toEqual([])
    const caseId = await company.request(personId)
    const detail = bodyOf(await company.call('auditor', contract.readErasure, { params: { caseId } }))
    expect(detail).toMatchObject({ state: 'requested', dueOn: '2026-02-28', overdue: true, reason: 'asked by letter' })
  })

  test('erases rows, then the key, then closes; a second one is refused by name', async () => {
    const personId = await company.close('employee')
    const { accountId, email } = company.player('employee').account
    const caseId = await company.approve(personId)
    await eraseApproved(services(), company.tenantId, AbortSignal.timeout(20_000))
    expect(await company.state(caseId)).toBe('done')
    expect(await company.entries(personId)).toContain('person.erased')
    expect(await company.entries(caseId)).toEqual(['erasure.requested', 'erasure.approved', 'erasure.completed'])
    expect(await services().personKeys.findKey(company.tenantId, personId)).toBe('erased')
    for (const table of [
      'credentials',
      'totp_factors',
      'recovery_codes',
      'sessions',
      'known_places',
      'sign_ins',
      'enrolments',
    ])
      expect(await count(`${table} where account_id = $1`, [accountId]), table).toBe(0)
    const detail = bodyOf(await company.call('auditor', contract.readErasure, { params: { caseId } }))
    expect(detail.reason).toBeNull()
    expect(detail.decisionReason).toBeNull()
    expect(detail.person.name).toBe(`Person ${personId.slice(-6)}`)
    expect(JSON.stringify(detail)).not.toContain(email)
    const again = await ask(personId)
    expect([again.status, again.code]).toEqual([409, 'erasure.already_erased'])
    expect(bodyOf(again).detail ?? bodyOf(again).title).toContain(caseId)
    const back = await company.call('owner', reactivateAccount, { params: { accountId } })
    expect(back.code).toBe('account.erased')
  })

  test.each(['rows-erased', 'key-destroyed'] as const)('goes on after an end at %s', async (at) => {
    const personId = await company.leaver()
    const caseId = await company.approve(personId)
    await expect(
      erase(caseId, (step) => {
        if (step === at) throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await company.state(caseId)).toBe('erasing')
    await erase(caseId)
    await erase(caseId)
    expect(await company.state(caseId)).toBe('done')
    expect((await company.entries(personId)).filter((action) => action === 'person.erased')).toHaveLength(1)
    expect((await company.entries(caseId)).filter((action) => action === 'erasure.completed')).toHaveLength(1)
    expect(await services().personKeys.findKey(company.tenantId, personId)).toBe('erased')
  })

  test('waits when the account was reopened meanwhile', async () => {
    const personId = await company.leaver()
    const caseId = await company.approve(personId)
    await company.db.owner.query(`update accounts set state = 'invited' where person_id = $1`, [personId])
    await erase(caseId)
    expect(await company.state(caseId)).toBe('approved')
    expect(await company.entries(personId)).not.toContain('person.erased')
  })
})

test('who comes back with a restored backup is erased again', async () => {
  const personId = await company.leaver()
  const { rows } = await company.db.owner.query('select name from people where subject_id = $1', [personId])
  const { rows: accounts } = await company.db.owner.query(
    'select id, email, email_index from accounts where person_id = $1',
    [personId],
  )
  await erase(await company.approve(personId))
  await company.db.owner.query('update people set name = $2, erased_at = null where subject_id = $1', [
    personId,
    rows[0].name,
  ])
  await company.db.owner.query(
    `update accounts set email = $2, email_index = $3, state = 'active' where person_id = $1`,
    [personId, accounts[0].email, accounts[0].email_index],
  )
  const again = () => eraseAgain(services(), company.tenantId, AbortSignal.timeout(20_000))
  expect(await again()).toBe(1)
  expect(await again()).toBe(0)
  const { rows: after } = await company.db.owner.query(
    'select p.erased_at, p.name, a.email, a.state from people p join accounts a on a.person_id = p.subject_id where p.subject_id = $1',
    [personId],
  )
  expect(after[0].erased_at).not.toBeNull()
  expect(after[0].state).toBe('deactivated')
  expect(after[0].name.equals(rows[0].name)).toBe(false)
  expect(after[0].email.equals(accounts[0].email)).toBe(false)
  expect((await company.entries(personId)).filter((action) => action === 'person.erased')).toHaveLength(2)
})

test('an operator is erased in the ledgers of the companies that they visited, too, and these say so', async () => {
  const personId = await company.leaver()
  const visited = await company.stage.world.createTenant()
  const untouched = await company.stage.world.createTenant()
  const { personKeys } = services()
  // What an entry about a visit leaves.
  await personKeys.keyFor(visited, personId)
  const caseId = await company.approve(personId)
  await expect(
    erase(caseId, (step) => {
      if (step === 'rows-erased') throw new Error('killed')
    }),
  ).rejects.toThrow('killed')
  expect(await personKeys.findKey(visited, personId)).not.toBe('erased')
  await erase(caseId)
  expect(await personKeys.findKey(visited, personId)).toBe('erased')
  expect(await personKeys.findKey(untouched, personId)).toBeNull()
  expect(await personKeys.tenantsOf(personId)).toEqual([])
  const explained = (tenantId: string) =>
    count(`ledger_pending where tenant_id = $1 and object_id = $2 and action = 'person.erased'`, [tenantId, personId])
  expect([await explained(visited), await explained(untouched)]).toEqual([1, 0])
  expect(await company.state(caseId)).toBe('done')
})
