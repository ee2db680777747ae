/** Saved views over HTTP: one's own, everybody's, and nobody else's. */
import { listEntries } from '#modules/ledger/contract.ts'
import { ProblemError } from '#platform/http/client.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeView, listViews, mostViews, removeView, saveView } from '../contract.ts'

let house: House
let ada: Inhabitant
let ben: Inhabitant
let mia: Inhabitant
let eve: Inhabitant
beforeAll(async () => {
  house = await startHouse()
  ada = await house.enrolAdministrator()
  ben = await house.invite(ada, { name: 'Ben Isb', roles: ['isb'] })
  mia = await house.invite(ada, { name: 'Mia Measure', roles: ['measure-owner'] })
  eve = await house.invite(ada, { name: 'Eve Employee', roles: ['employee'] })
})
afterAll(() => house.stop())

async function refusal(call: Promise<unknown>) {
  const error = await call.then(() => null).catch((thrown: unknown) => thrown)
  if (!(error instanceof ProblemError)) throw new Error('it was not refused', { cause: error })
  return error
}
const rows = async () =>
  // Not the specimens of the canary.
  (await house.owner.query('select * from saved_views where tenant_id = $1', [house.platformTenantId])).rows
const save = (as: Inhabitant, body: Parameters<typeof saveBody>[0] = {}) =>
  as.client.call(saveView, { body: saveBody(body) })
function saveBody(over: Partial<{ list: string; name: string; search: Record<string, string>; shared: boolean }>) {
  return { list: 'ledger', name: `View ${crypto.randomUUID()}`, search: { action: 'account.' }, ...over }
}

test('a view is kept under its name, found again, renamed, replaced and deleted, each with an entry', async () => {
  const made = await save(ada, { name: '  Konten ' })
  expect(made).toMatchObject({ name: 'Konten', mine: true, mayChange: true, shared: false, ownerName: 'Ada Admin' })
  const found = await ada.client.call(listViews, { query: { list: 'ledger' } })
  expect(found.items).toEqual([made])
  const params = { viewId: made.id }
  const changed = await ada.client.call(changeView, {
    params,
    body: { name: 'Rollen', search: { action: 'account.roles_changed', from: '2026-01-01' } },
  })
  expect(changed).toEqual({ ...made, name: 'Rollen', search: { action: 'account.roles_changed', from: '2026-01-01' } })
  await ada.client.call(removeView, { params })
  expect((await ada.client.call(listViews, { query: { list: 'ledger' } })).items).toEqual([])
  const { items } = await ada.client.call(listEntries, { query: { objectKind: 'view', objectId: made.id } })
  expect(items.map(({ action }) => action)).toEqual(['view.removed', 'view.changed', 'view.saved'])
})

test('a private view does not exist for anybody else, administrators included', async () => {
  const view = await save(mia, { list: 'evidence', search: { state: 'accepted' } })
  for (const somebody of [ada, ben]) {
    expect((await somebody.client.call(listViews, { query: { list: 'evidence' } })).items).toEqual([])
    const call = { params: { viewId: view.id } }
    expect(await refusal(somebody.client.call(changeView, { ...call, body: { name: 'x' } }))).toMatchObject({
      status: 404,
    })
    expect(await refusal(somebody.client.call(removeView, call))).toMatchObject({ status: 404 })
  }
  expect((await mia.client.call(listViews, { query: { list: 'evidence' } })).items).toEqual([view])
  await mia.client.call(removeView, { params: { viewId: view.id } })
})

test('a shared view is seen by everybody who may read the list, and changed by its owner and by administrators', async () => {
  const view = await save(mia, { list: 'evidence', search: { state: 'accepted' }, shared: true })
  const [seen] = (await ada.client.call(listViews, { query: { list: 'evidence' } })).items
  expect(seen).toEqual({ ...view, mine: false, mayChange: true, ownerName: 'Mia Measure' })
  const own = await save(ada, { list: 'evidence', search: {}, shared: true })
  const refused = await refusal(mia.client.call(changeView, { params: { viewId: own.id }, body: { name: 'Mine' } }))
  expect(refused).toMatchObject({ status: 403, code: 'permission.missing' })
  await ben.client.call(changeView, { params: { viewId: view.id }, body: { name: 'Angenommene' } })
  await ben.client.call(removeView, { params: { viewId: view.id } })
  await ada.client.call(removeView, { params: { viewId: own.id } })
  expect(await rows()).toEqual([])
})

test('who may not read a list keeps and sees no views of it', async () => {
  expect(await refusal(save(mia))).toMatchObject({ status: 403, code: 'permission.missing' })
  expect(await refusal(mia.client.call(listViews, { query: { list: 'ledger' } }))).toMatchObject({ status: 403 })
  expect(await refusal(save(eve, { list: 'evidence' }))).toMatchObject({ status: 403, code: 'permission.missing' })
  expect(await rows()).toEqual([])
})

test('what is wrong is named, all of it, and nothing is kept', async () => {
  const issuesOf = async (body: object) => {
    const { code, issues } = await refusal(ada.client.call(saveView, { body: body as never }))
    return [code, ...issues.map((issue) => `${issue.pointer} ${issue.code}`).toSorted()]
  }
  expect(await issuesOf({ list: 'ledger', name: 'x'.repeat(81), search: [], more: 1 })).toEqual([
    'input.invalid',
    '/more unknown_field',
    '/name too_long',
    '/search wrong_type',
  ])
  expect(await issuesOf({ list: 'invoices', name: 'x', search: {} })).toEqual(['input.invalid', '/list not_one_of'])
  expect(
    await issuesOf({ list: 'ledger', name: 'x', search: { person: 'eve', from: 'yesterday', colour: 'red' } }),
  ).toEqual([
    'input.invalid',
    '/search/colour unknown_field',
    '/search/from wrong_format',
    '/search/person wrong_format',
  ])
  expect(await issuesOf({ list: 'ledger', name: ' ', search: {} })).toEqual(['input.invalid', '/name too_short'])
  expect(await rows()).toEqual([])
  const view = await save(ada)
  const nothing = await refusal(ada.client.call(changeView, { params: { viewId: view.id }, body: {} }))
  expect(nothing.issues[0]?.code).toBe('nothing_to_change')
  await ada.client.call(removeView, { params: { viewId: view.id } })
})

test('a name is taken once for its owner and list, also in a race, and free for everybody else', async () => {
  const body = { list: 'evidence', name: 'Meine', search: {} }
  const tries = await Promise.allSettled([1, 2, 3].map(() => save(ada, body)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'view.name_taken' })
  await save(mia, body)
  const other = await save(ada, { ...body, name: 'Andere' })
  expect(
    await refusal(ada.client.call(changeView, { params: { viewId: other.id }, body: { name: 'Meine' } })),
  ).toMatchObject({ code: 'view.name_taken' })
  await house.owner.query('delete from saved_views where tenant_id = $1', [house.platformTenantId])
})

test('nobody keeps more than a hundred, also at the same time', { timeout: 60_000 }, async () => {
  const [owner] = // Not the owner of the canary's tenant.
    (
      await house.owner.query<{ person_id: string }>(
        `select person_id from accounts where roles = '{owner}' and tenant_id = $1`,
        [house.platformTenantId],
      )
    ).rows
  await house.owner.query(
    `insert into saved_views (tenant_id, id, list, name, search, shared, owner_id, created_at, changed_at)
     select $1, gen_random_uuid(), 'evidence', n::text, '{}', false, $2, now(), now() from generate_series(1, $3::int) n`,
    [house.platformTenantId, owner?.person_id, mostViews - 1],
  )
  const tries = await Promise.allSettled([1, 2, 3, 4].map(() => save(ada)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await rows()).toHaveLength(mostViews)
})
