/** Reading the ledger over HTTP: who may, what is found, and a proof that an independent verifier believes. */
import { commitTo, leafHash } from '#core/ledger/entry.ts'
import { openCheckpoint } from '#core/ledger/checkpoint.ts'
import { parseVerifierKey } from '#core/ledger/note.ts'
import { verifyInclusion } from '#core/ledger/tree.ts'
import { listPeople } from '#modules/identity/contract.ts'
import { ProblemError } from '#platform/http/client.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listEntries, readEntry } from '../contract.ts'

let house: House
let ada: Inhabitant
let eve: Inhabitant
beforeAll(async () => {
  house = await startHouse()
  ada = await house.enrolAdministrator()
  eve = await house.invite(ada, { name: 'Eve Employee', roles: ['employee'] })
})
afterAll(() => house.stop())

test('an administrator finds who did what, by action, object and time, page by page', async () => {
  const invited = await ada.client.call(listEntries, { query: { action: 'account.invited' } })
  expect(invited.items).toHaveLength(1)
  expect(invited.items[0]).toMatchObject({
    who: { kind: 'account', person: { name: 'Ada Admin' } },
    object: { kind: 'account' },
  })
  const byObject = await ada.client.call(listEntries, {
    query: { objectKind: 'account', objectId: invited.items[0]?.object.id ?? '' },
  })
  expect(byObject.items.map((entry) => entry.action)).toContain('account.invited')
  const beginning = await ada.client.call(listEntries, { query: { action: 'account.' } })
  expect(beginning.items.length).toBeGreaterThan(0)
  expect(beginning.items.every((entry) => entry.action.startsWith('account.'))).toBe(true)
  const later = await ada.client.call(listEntries, { query: { from: '2100-01-01T00:00:00Z' } })
  expect(later.items).toEqual([])
  const personId = invited.items[0]?.who.person?.id ?? ''
  const byPerson = await ada.client.call(listEntries, { query: { personId } })
  expect(byPerson.items.length).toBeGreaterThan(1)
  expect(byPerson.items.every(({ who, about }) => [who.person?.id, about?.id].includes(personId))).toBe(true)

  const seen: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await ada.client.call(listEntries, {
      query: { limit: '7', until: invited.items[0]?.recordedAt ?? '', ...(cursor && { cursor }) },
    })
    seen.push(...page.items.map((entry) => entry.id))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const { rows } = await house.owner.query(
    'select id from ledger_pending where tenant_id = $1 and recorded_at < $2 order by recorded_at desc, id desc',
    [house.platformTenantId, invited.items[0]?.recordedAt],
  )
  expect(seen).toEqual(rows.map((row: { id: string }) => row.id))
})

test('one entry proves its place under the head, by keys that are public', async () => {
  const { items } = await ada.client.call(listEntries, { query: { action: 'account.invited' } })
  const entryId = items[0]?.id ?? ''
  let entry = await ada.client.call(readEntry, { params: { entryId } })
  for (let tries = 0; entry.proof === null && tries < 20; tries += 1) {
    await sleep(100)
    entry = await ada.client.call(readEntry, { params: { entryId } })
  }
  const { proof, place } = entry
  if (proof === null || place === null) throw new Error('the entry never got its place')
  const leaf = leafHash({
    id: entry.id,
    tenantId: house.platformTenantId,
    recordedAt: new Date(entry.recordedAt),
    commitment: commitTo(Buffer.from(entry.salt ?? '', 'base64'), entry.payload ?? ''),
    parts: entry.parts.map((part) => ({
      personId: part.person,
      commitment: commitTo(Buffer.from(part.salt ?? '', 'base64'), part.payload ?? ''),
    })),
  })
  expect(leaf.toString('base64')).toBe(entry.leafHash)
  const root = Buffer.from(proof.root, 'base64')
  expect(
    verifyInclusion(
      proof.path.map((hash) => Buffer.from(hash, 'base64')),
      { index: place, size: proof.size, leaf, root },
    ),
  ).toBe(true)
  expect(proof.text).toContain(`c2sp.org/tlog-proof@v1\nindex ${place}\n${proof.path[0]}\n`)

  const [vkey = ''] = (await (await fetch(`${house.baseUrl}/ledger/keys`)).text()).trim().split('\n')
  const key = parseVerifierKey(vkey)
  const answer = await fetch(`${house.baseUrl}/ledger/checkpoint`)
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(openCheckpoint(await answer.text(), `beleg/${house.platformTenantId}`, [key]).size).toBeGreaterThan(0)
})

test('reading the ledger is an entry itself, and who may not read it is refused, which is one too', async () => {
  await ada.client.call(listEntries)
  const refusal = await eve.client.call(listEntries).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ProblemError)
  const { items } = await ada.client.call(listEntries, { query: { limit: '20' } })
  expect(items.map((entry) => entry.action)).toEqual(expect.arrayContaining(['ledger.listed', 'access.refused']))
  await expect(eve.client.call(listPeople)).rejects.toBeInstanceOf(ProblemError)
})

test('an entry that does not exist is not found', async () => {
  await expect(
    ada.client.call(readEntry, { params: { entryId: '01a20344-91cd-7498-b91c-02a0ca0d50f8' } }),
  ).rejects.toMatchObject({ status: 404 })
})
