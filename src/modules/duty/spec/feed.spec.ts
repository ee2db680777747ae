/** The calendar at a secret address, over HTTP, read by a parser of somebody else's. */
import ICAL from 'ical.js'
import { ProblemError } from '#platform/http/client.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeCalendar, type CalendarDuty } from '../calendar.ts'
import { createFeed, listDuties, mostReadsAnHour, readFeedState, revokeFeed, assignMeasure } from '../contract.ts'
import { keepDuties } from '../jobs.ts'

let house: House
let ada: Inhabitant
let ben: Inhabitant
beforeAll(async () => {
  house = await startHouse()
  ada = await house.enrolAdministrator()
  ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['measure-owner'] })
  const { services, registry } = house.running.instance
  await keepDuties(services, registry, house.platformTenantId)
}, 120_000)
afterAll(() => house.stop())

const fetchCalendar = (url: string) => fetch(url.replace(/^https?:\/\/[^/]+/, house.baseUrl))
const personIdOf = async (email: string) => {
  const { rows } = await house.owner.query<{ person_id: string }>(
    'select person_id from accounts where tenant_id = $1 order by created_at',
    [house.platformTenantId],
  )
  return rows[email === ada.email ? 0 : 1]?.person_id ?? ''
}

test('holds what its owner answers for, and nothing of anybody else', async () => {
  const { items } = await ada.client.call(listDuties, {})
  const [mine, others] = [items[0], items.find((one) => one.measure.id !== items[0]?.measure.id)]
  if (!mine || !others) throw new Error('the example statement promises several things in time')
  for (const [measureId, email] of [[mine.measure.id, ada.email] as const, [others.measure.id, ben.email] as const])
    await ada.client.call(assignMeasure, { body: { measureId, personId: await personIdOf(email) } })
  const { url } = await ada.client.call(createFeed)
  const answer = await fetchCalendar(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()))
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  expect(events.map((event) => event.summary)).toEqual([mine.measure.title])
  expect(events[0]?.startDate.isDate).toBe(true)
  expect(events[0]?.startDate.toString()).toBe(mine.dueOn)
  expect(events[0]?.component.getAllSubcomponents('valarm')).toHaveLength(1)
  const again = await (await fetchCalendar(url)).text()
  expect(again, 'the same twice').toContain(`UID:${mine.occurrenceId}@`)
  expect((await ada.client.call(readFeedState)).createdAt).not.toBeNull()
})

test('is kept as a hash alone', async () => {
  const { url } = await ada.client.call(createFeed)
  const token = url.split('/').at(-1) ?? ''
  const { rows } = await house.owner.query('select * from calendar_feeds where tenant_id = $1', [
    house.platformTenantId,
  ])
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(token)
  const { rows: entries } = await house.owner.query('select payload from ledger_pending where tenant_id = $1', [
    house.platformTenantId,
  ])
  expect(JSON.stringify(entries)).not.toContain(token)
})

test('a wrong, a revoked, a replaced address and that of a closed account are one and the same nothing', async () => {
  const said = async (url: string) => {
    const answer = await fetchCalendar(url)
    const { requestId, ...problem } = (await answer.json()) as Record<string, unknown>
    void requestId
    return { status: answer.status, problem: { ...problem, instance: undefined } }
  }
  const first = (await ben.client.call(createFeed)).url
  const second = (await ben.client.call(createFeed)).url
  const wrong = second.replace(/[^/]+$/, mintToken(house.platformTenantId).token)
  const nothing = await said(wrong)
  expect(nothing).toMatchObject({ status: 404, problem: { code: 'common.not_found' } })
  expect(await said(first)).toEqual(nothing)
  expect((await fetchCalendar(second)).status).toBe(200)
  await ben.client.call(revokeFeed)
  expect(await said(second)).toEqual(nothing)
  const refused = await ben.client.call(revokeFeed).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ProblemError)
  const third = (await ben.client.call(createFeed)).url
  await house.owner.query(`update accounts set state = 'deactivated' where tenant_id = $1 and person_id = $2`, [
    house.platformTenantId,
    await personIdOf(ben.email),
  ])
  expect(await said(third)).toEqual(nothing)
})

test('is not read without end', async () => {
  const { url } = await ada.client.call(createFeed)
  const statuses: number[] = []
  for (let reads = 0; reads <= mostReadsAnHour; reads += 1) statuses.push((await fetchCalendar(url)).status)
  expect(statuses.at(-2)).toBe(200)
  expect(statuses.at(-1)).toBe(429)
})

const duty = (over: Partial<CalendarDuty['view']> = {}, dated: Partial<CalendarDuty> = {}): CalendarDuty => ({
  view: {
    occurrenceId: '019a0000-0000-7000-8000-000000000001',
    dutyId: 'a/b',
    measure: { id: 'a', title: 'Managementbewertung' },
    subject: null,
    owner: null,
    state: 'open',
    startedAt: '2026-01-01T00:00:00.000Z',
    countsFrom: 'proof',
    dueAt: '2026-06-15T22:00:00.000Z',
    dueOn: '2026-06-15',
    legalDueAt: null,
    breaksAt: null,
    doneAt: null,
    evidenceId: null,
    sentence: null,
    ...over,
  },
  hasClock: false,
  version: 1,
  changedAt: new Date('2026-01-01T00:00:00Z'),
  ...dated,
})
const texts = {
  name: 'Fristen',
  host: 'beleg.example',
  timeZone: 'Europe/Berlin',
  pageOf: (id: string) => `https://beleg.example/app/duties/${id}`,
  sentenceOf: (sentence: string) => `Satz: „${sentence}“`,
}
const parse = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
}

test('lines are folded at 75 octets and end as RFC 5545 wants; hostile texts stay texts', () => {
  const hostile = 'Übung; mit, Komma\\ und\nZeile\r\nBEGIN:VEVENT\r\nSUMMARY:böse 🙂 '.repeat(12)
  const text = writeCalendar([duty({ measure: { id: 'a', title: hostile } })], texts)
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const events = parse(text)
  expect(events).toHaveLength(1)
  expect(events[0]?.summary.replaceAll(/\s/g, '')).toBe(hostile.replaceAll(/\s/g, ''))
})

test('a date that moved keeps its UID and counts its SEQUENCE; the same duties give the same bytes', () => {
  const [before] = parse(writeCalendar([duty()], texts))
  const [after] = parse(writeCalendar([duty({ dueOn: '2026-06-20' }, { version: 3 })], texts))
  expect(after?.uid).toBe(before?.uid)
  expect([before?.sequence, after?.sequence]).toEqual([0, 2])
  expect(writeCalendar([duty()], texts)).toBe(writeCalendar([duty()], texts))
  expect(writeCalendar([duty()], texts)).toContain('X-WR-TIMEZONE:Europe/Berlin')
})

test('a deadline of hours is an instant in UTC, one of days a day everywhere', () => {
  const [hours] = parse(writeCalendar([duty({}, { hasClock: true })], texts))
  expect(hours?.startDate.toJSDate()).toEqual(new Date('2026-06-15T22:00:00Z'))
  const [days] = parse(writeCalendar([duty()], texts))
  expect([days?.startDate.toString(), days?.endDate.toString()]).toEqual(['2026-06-15', '2026-06-16'])
})
