/** The record over HTTP: whose anybody may read, what stands in it, and what never does. */
import { writeFile } from 'node:fs/promises'
import type { BuiltInRole } from '#core/permission.ts'
import { openTask } from '#modules/case/contract.ts'
import { createDocument, readDocumentModel } from '#modules/document/contract.ts'
import { freezeDocument } from '#modules/document/actions/create.ts'
import { renderDocument } from '#core/document/render.ts'
import { changeAccount, readPerson } from '#modules/identity/contract.ts'
import { listEntries } from '#modules/ledger/contract.ts'
import { peopleRegister } from '#modules/workforce/register.ts'
import { createEntry } from '#core/register/actions/write.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Player, type Reply, type Stage } from '#test/matrix/stage.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportPersonRecord, readPersonRecord } from '../contract.ts'

let db: TestDatabase
let stage: Stage
let name: string

const player = (role: BuiltInRole): Player => {
  const found = stage.players.get(role)
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}
const personOf = (role: BuiltInRole) => player(role).account.personId
async function call(role: BuiltInRole, endpoint: Endpoint, request: object = {}): Promise<Reply> {
  const { cookie } = await stage.openSession(player(role))
  return stage.send(endpoint, request, cookie)
}
function json<E extends Endpoint>(endpoint: E, reply: Reply): OutputOf<E> {
  if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
  return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
}
const record = async (role: BuiltInRole, of: BuiltInRole, query: object = {}) =>
  json(readPersonRecord, await call(role, readPersonRecord, { params: { personId: personOf(of) }, query }))
const rowsOf = async (section: string, role: BuiltInRole, of: BuiltInRole, query: object = {}) =>
  ((await record(role, of, query)).sections.find(({ id }) => id === section)?.rows ?? []).map((row) =>
    row.map((cell) => {
      if (cell === null) return null
      if ('text' in cell) return cell.text
      if ('person' in cell) return cell.person.personId
      return Object.values(cell)[0] ?? null
    }),
  )

beforeAll(async () => {
  const clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  const { accountId, personId } = player('employee').account
  name = json(readPerson, await call('isb', readPerson, { params: { personId } })).name
  const change = async (roles: BuiltInRole[]) => {
    const { account } = json(readPerson, await call('isb', readPerson, { params: { personId } }))
    json(
      changeAccount,
      await call('owner', changeAccount, { params: { accountId }, body: { roles, version: account?.version } }),
    )
  }
  clock.advance(24 * 3_600_000)
  await change(['employee', 'measure-owner'])
  clock.advance(24 * 3_600_000)
  json(openTask, await call('employee', openTask, { body: { title: 'Look after the lamp' } }))
  clock.advance(24 * 3_600_000)
  await change(['employee'])
}, 60_000)
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

describe('the record of a person', () => {
  test('is read by the person, by the ISB and by auditors, and by nobody else', async () => {
    expect((await record('employee', 'employee')).person.personId).toBe(personOf('employee'))
    expect((await record('isb', 'employee')).sections.length).toBeGreaterThan(5)
    expect((await record('auditor', 'employee')).sections.length).toBeGreaterThan(5)
    for (const role of ['management', 'measure-owner', 'customer'] as const)
      expect(await call(role, readPersonRecord, { params: { personId: personOf('employee') } })).toMatchObject({
        status: 404,
        code: 'common.not_found',
      })
    const nobody = '0199d2a0-0000-7000-8000-000000000001'
    expect(await call('auditor', readPersonRecord, { params: { personId: nobody } })).toMatchObject({ status: 404 })
    expect(
      await call('auditor', readPersonRecord, { params: { personId: stage.stranger.account.personId } }),
    ).toMatchObject({ status: 404, code: 'common.not_found' })
  })

  test('says which roles the account had when', async () => {
    expect((await rowsOf('account', 'auditor', 'employee')).map(([from, to, , roles]) => [from, to, roles])).toEqual([
      [expect.stringContaining('2026-03-02'), expect.stringContaining('2026-03-03'), 'Employee'],
      [expect.stringContaining('2026-03-03'), expect.stringContaining('2026-03-05'), 'Employee, Measure owner'],
      [expect.stringContaining('2026-03-05'), null, 'Employee'],
    ])
    const first = await rowsOf('account', 'auditor', 'employee', { from: '2026-03-01', until: '2026-03-02' })
    expect(first.map(([, to, , roles]) => [to, roles])).toEqual([[null, 'Employee']])
  })

  test('says what changed about access and by whom, and in which cases the person acted', async () => {
    const access = await rowsOf('access', 'auditor', 'employee')
    expect(access.filter(([, what]) => what === 'Roles changed').map(([, , who]) => who)).toEqual([
      personOf('owner'),
      personOf('owner'),
    ])
    expect((await rowsOf('case', 'auditor', 'employee')).map(([, kind, steps]) => [kind, steps])).toEqual([
      ['Task', '1'],
    ])
    expect(await rowsOf('case', 'auditor', 'employee', { from: '2026-03-01', until: '2026-03-03' })).toEqual([])
  })

  test('says nothing of sign-ins, looks and attempts', async () => {
    const told = JSON.stringify(await record('auditor', 'employee'))
    expect(told).not.toMatch(/session\.|login\.|\.read"|\.listed"|refused"/)
  })

  test('is a confidential object: every look is an entry, also at the own one', async () => {
    const looks = async () =>
      json(listEntries, await call('auditor', listEntries, { query: { action: 'person-record.read', limit: '200' } }))
        .items
    const before = (await looks()).length
    await record('employee', 'employee')
    await record('auditor', 'employee')
    const [newest, other] = await looks()
    expect((await looks()).length).toBe(before + 2)
    expect([newest?.who.person?.id, other?.who.person?.id]).toEqual([personOf('auditor'), personOf('employee')])
    expect(newest?.object.id).toBe(personOf('employee'))
  })

  test('of days that make no sense is refused, with all that is wrong', async () => {
    const wrong = (query: object) =>
      call('employee', readPersonRecord, { params: { personId: personOf('employee') }, query })
    expect(await wrong({ from: '2026-03-05', until: '2026-03-01' })).toMatchObject({ status: 400, pointers: ['/from'] })
    expect(await wrong({ until: '2999-01-01' })).toMatchObject({ status: 400, pointers: ['/until'] })
  })

  test('knows the employments that the register knows, as known then or today', async () => {
    const boss = personOf('isb')
    const { id } = await stage.within(stage.tenantId, null, null, (context) =>
      createEntry(context, peopleRegister, {
        fields: { name: 'Somebody New', kind: 'employee', joinedOn: '2026-03-01', manager: boss },
      }),
    )
    const told = async (query: object) => {
      const reply = await call('auditor', readPersonRecord, { params: { personId: id }, query })
      const sections = json(readPersonRecord, reply).sections
      return {
        employment: sections.find((one) => one.id === 'employment')?.rows,
        population: sections.find((one) => one.id === 'population')?.rows.length,
      }
    }
    const days = { from: '2026-03-01', until: '2026-03-03' }
    const { employment, population } = await told(days)
    expect(employment).toMatchObject([
      [
        { on: '2026-03-01' },
        null,
        { text: 'employee' },
        null,
        { person: { personId: boss } },
        null,
        { on: '2026-03-01' },
        null,
      ],
    ])
    expect(population).toBe(1)
    // The register learned it on the fifth.
    expect(await told({ ...days, known: 'then' })).toEqual({ employment: [], population: 0 })
  })
})

test('the record is taken along as a file, by the person and by whoever may read it, and nobody else', async () => {
  const take = (role: BuiltInRole, format: string) =>
    call(role, exportPersonRecord, { params: { personId: personOf('employee') }, query: { format } })
  const csv = await take('employee', 'csv')
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
  expect(csv.body).toContain('Changes of access,1,What,Account ')
  expect(csv.body).toContain('Account and roles,2,Roles,"Employee, Measure owner"')
  expect((await take('auditor', 'xlsx')).headers['content-disposition']).toContain('.xlsx')
  expect(await take('management', 'csv')).toMatchObject({ status: 404, code: 'common.not_found' })
})

describe('the report of a person', () => {
  test('names nobody, is made by whoever may read records, and found by nobody else', async () => {
    const body = { kind: 'person-record.period', aboutId: personOf('employee'), locale: 'en' }
    const made = json(createDocument, await call('isb', createDocument, { body }))
    expect(made.classification).toBe('strictly_confidential')
    const model = await call('auditor', readDocumentModel, { params: { documentId: made.documentId } })
    expect(model.status).toBe(200)
    expect(name.length).toBeGreaterThan(3)
    expect(model.body).not.toContain(name)
    expect(model.body).toContain(personOf('employee'))
    expect(model.body).toContain('Roles changed')
    expect((await call('management', readDocumentModel, { params: { documentId: made.documentId } })).status).toBe(404)
    expect(await call('management', createDocument, { body })).toMatchObject({
      status: 403,
      code: 'permission.missing',
    })
    expect(await call('isb', createDocument, { body: { ...body, aboutId: 'identity.mfa' } })).toMatchObject({
      status: 400,
      code: 'document.invalid',
      pointers: ['/aboutId'],
    })
  })

  test('can be looked at', async () => {
    const kind = stage.world.registry.documentKinds.get('person-record.period')
    if (!kind) throw new Error('there is no such kind')
    const session = await stage.openSession(player('isb'))
    await stage.within(stage.tenantId, player('isb'), session, (context) =>
      freezeDocument(
        context,
        kind,
        { locale: 'de', aboutId: personOf('employee') },
        personOf('isb'),
        async (frozen) => {
          const files = await renderDocument(frozen, stage.world.services.texts)
          if (process.env.BELEG_PICTURES) await writeFile(`${process.env.BELEG_PICTURES}/person-de.pdf`, files.pdf)
          expect(Buffer.from(files.pdf).subarray(0, 5).toString()).toBe('%PDF-')
          return files
        },
      ),
    )
  })
})
