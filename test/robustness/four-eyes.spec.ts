/** Where two persons are needed, one does not suffice: not by another account, not by a key, not by asking twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changesNothing, idOf, makeKey, refusal, root, send, upload, type Answer } from './world.ts'

let house: House
let ada: Inhabitant
/** A colleague, who may do the same. */
let ben: Inhabitant
/** Another account, which was then given to Ada's person. */
let secondAccount: Inhabitant

beforeAll(async () => {
  house = await startHouse({ BELEG_ROLE: 'server' })
  ada = await house.enrolAdministrator()
  ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['isb'] })
  secondAccount = await house.invite(ada, { name: 'Ada Zwei', roles: ['isb'] })
  const givePersonTwice = `
    update beleg.accounts set person_id = (select person_id from beleg.accounts where tenant_id = $1 order by created_at limit 1)
    where tenant_id = $1 and id = (select id from beleg.accounts where tenant_id = $1 order by created_at desc limit 1)`
  // The database itself lets nobody have a second account; it must not help where that guard was taken away either.
  await expect(house.owner.query(givePersonTwice, [house.platformTenantId])).rejects.toMatchObject({
    constraint: 'accounts_person',
  })
  await house.owner.query('alter table beleg.accounts drop constraint accounts_person')
  await house.owner.query(givePersonTwice, [house.platformTenantId])
}, 200_000)
afterAll(() => house.stop())

const post = (path: string, person: Inhabitant, json: unknown) => send(house.baseUrl, 'POST', path, { person, json })
// Word for word what is in force: nothing weaker stands in the way of an approval.
const text = readFileSync(join(root, 'catalog', 'statements', 'beleg.de.md'), 'utf8')
const measureId = () =>
  [...house.running.instance.registry.measures.keys()].find((id) =>
    house.running.instance.registry.acceptsUpload(id),
  ) ?? ''

async function submitted(by: Inhabitant): Promise<string> {
  const id = idOf(await upload(house.baseUrl, '/api/statements', by, 'entwurf.md', text, { locale: 'de' }))
  expect((await post(`/api/statements/${id}/submit`, by, {})).status).toBe(200)
  return id
}
async function document(by: Inhabitant): Promise<string> {
  const fields = { measureId: measureId(), title: 'Protokoll', performedOn: '2026-01-02', outcome: 'as_intended' }
  return idOf(await upload(house.baseUrl, '/api/evidence/uploads', by, 'protokoll.pdf', '%PDF-1.7', fields))
}
async function request(by: Inhabitant): Promise<string> {
  const { rows } = await house.owner.query<{ id: string }>(
    `select id from beleg.claims where tenant_id = $1 and kind = 'promise' order by id limit 1`,
    [house.platformTenantId],
  )
  return idOf(
    await post(`/api/claims/${rows[0]?.id}/decisions`, by, {
      kind: 'not_applicable',
      reason: 'Das trifft auf uns nicht zu.',
    }),
  )
}

interface Pair {
  readonly what: string
  readonly begin: (by: Inhabitant) => Promise<string>
  readonly end: (id: string, by: Inhabitant) => Promise<Answer>
  readonly endsTwice: string
}

const pairs: readonly Pair[] = [
  {
    what: 'a statement is approved',
    begin: submitted,
    end: (id, by) => post(`/api/statements/${id}/approve`, by, {}),
    endsTwice: 'statement.wrong_state',
  },
  {
    what: 'a document is accepted as evidence',
    begin: document,
    end: (id, by) => post(`/api/evidence/${id}/review`, by, { outcome: 'accepted', reason: 'Gesehen und geprüft.' }),
    endsTwice: 'evidence.already_reviewed',
  },
  {
    what: 'a decision is approved',
    begin: request,
    end: (id, by) => post(`/api/decisions/${id}/outcome`, by, { outcome: 'approved', reason: 'Geprüft.' }),
    endsTwice: 'decision.already_decided',
  },
]

describe('four eyes', () => {
  it.each(pairs)(
    'are needed before $what: not the same person, not by a second account, but by another',
    { timeout: 120_000 },
    async ({ begin, end, endsTwice }) => {
      const id = await begin(ada)
      expect(id).toMatch(/^[0-9a-f-]{36}$/)
      await changesNothing(house, async () => {
        refusal(await end(id, ada), 403, 'four_eyes.same_person')
        refusal(await end(id, secondAccount), 403, 'four_eyes.same_person')
      })
      expect((await end(id, ben)).status).toBe(200)
      await changesNothing(house, async () => {
        refusal(await end(id, ben), 409, endsTwice)
      })
    },
  )

  it.each(pairs)(
    'count once when both come at the same moment before $what',
    { timeout: 60_000 },
    async ({ begin, end, endsTwice }) => {
      const id = await begin(ada)
      const answers = await Promise.all([
        end(id, ada),
        end(id, ben),
        end(id, ben),
        end(id, secondAccount),
        end(id, ben),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      for (const answer of answers)
        if (answer.status !== 200) expect(['four_eyes.same_person', endsTwice]).toContain(answer.body.code)
      expect([answers[0]?.status, answers[3]?.status]).not.toContain(200)
    },
  )

  it.each(pairs)('are those of a person, not of a key, when $what', { timeout: 60_000 }, async ({ begin, end }) => {
    const id = await begin(ada)
    const { secret } = await makeKey(ben, ['statement:approve', 'evidence:review', 'decision:decide'])
    const asKey = { ...ben, cookie: () => '' }
    await changesNothing(house, async () => {
      refusal(await end(id, asKey), 401, 'session.needed')
      for (const [path, json] of [
        [`/api/statements/${id}/approve`, {}],
        [`/api/evidence/${id}/review`, { outcome: 'accepted', reason: 'Geprüft.' }],
        [`/api/decisions/${id}/outcome`, { outcome: 'approved', reason: 'Geprüft.' }],
      ] as const) {
        refusal(await send(house.baseUrl, 'POST', path, { key: secret, json }), 403, 'permission.person_needed')
      }
    })
  })
})
