/** Entries on their way to a SIEM: all of them, in order, whatever happens on the way, to nobody who cannot prove himself. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueSelfSigned } from '#platform/crypto/self-signed.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import type { Services } from '#core/context.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { testLog } from '#test/database.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forwardEntries, readForwardingState } from '../actions.ts'
import { pauseAfter } from '../rules.ts'
import type { SiemTarget } from '../target.ts'
import { deliver } from '../wire.ts'
import { startReceiver, type Receiver } from './receiver.ts'

let world: LedgerWorld
let services: Services
let directory: string
let receiver: Receiver
let target: SiemTarget
const day = 86_400_000
const personKeys = createPersonKeys()
const issued = issueSelfSigned(['localhost', '127.0.0.1'], new Date(Date.UTC(2020)), new Date(Date.UTC(2120)))
const tls = { cert: issued.certificate, key: issued.privateKey }
const signal = () => AbortSignal.timeout(30_000)
const forward = () => forwardEntries(services, target, signal())
const state = () => readForwardingState(services, target)
/** Tenant and place of every message. */
const placesOf = (messages: readonly string[]) =>
  messages.map((message) => `${/ cs1=(\S+)/.exec(message)?.[1]} ${/ cn1=(\d+)/.exec(message)?.[1]}`)
const expected = (tenantId: string, from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => `${tenantId} ${from + i}`)

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-siem-'))
  await writeFile(join(directory, 'ca.pem'), issued.certificate)
  await writeFile(join(directory, 'none.pem'), 'no certificate')
})
afterAll(() => rm(directory, { recursive: true, force: true }))
beforeEach(async () => {
  world = await createLedgerWorld(2)
  // Forwarding reads entries and asks for nothing else of the house.
  services = { ...world.services, log: testLog, personKeys } as unknown as Services
  receiver = await startReceiver(tls)
  target = { host: 'localhost', port: receiver.port, tls: true, caFile: join(directory, 'ca.pem') }
})
afterEach(async () => {
  await receiver.close()
  await world.close()
})

test('every entry of every tenant arrives once it has its place, in order, as syslog that carries CEF', async () => {
  const [one = '', two = ''] = world.companies
  await world.writeEntries(one, 1_203)
  await world.writeEntries(two, 3)
  await forward()
  expect(receiver.messages).toEqual([])
  await world.sequenceAll()
  await forward()
  const places = placesOf(receiver.messages)
  for (const [tenantId, count] of [
    [one, 1_203],
    [two, 3],
  ] as const)
    expect(places.filter((place) => place.startsWith(tenantId))).toEqual(expected(tenantId, 0, count))
  expect(receiver.messages[0]).toMatch(
    /^<110>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]+ beleg - ledger - CEF:0\|Beleg\|Beleg\|/,
  )
  expect((await state()).entriesBehind).toBe(0)
  await forward()
  expect(receiver.messages).toHaveLength(1_206)
})

test('nothing is lost and nothing is held up while the SIEM is away, and it goes on from where it was', async () => {
  const [one = ''] = world.companies
  await world.writeEntries(one, 5)
  await world.sequenceAll()
  await forward()
  await receiver.close()
  await world.writeEntries(one, 4)
  await world.sequenceAll()
  const startedMs = performance.now()
  await forward()
  expect(performance.now() - startedMs).toBeLessThan(3_000)
  expect(await state()).toMatchObject({
    entriesBehind: 4,
    state: { failures: 1, failure: { code: 'siem.unreachable' } },
  })
  // Not tried again at once.
  await forward()
  expect((await state()).state?.failures).toBe(1)
  receiver = await startReceiver(tls, receiver.port)
  await world.db.owner.query(`update siem_targets set tried_at = tried_at - interval '1 hour'`)
  await forward()
  expect(placesOf(receiver.messages)).toEqual(expected(one, 5, 9))
  expect(await state()).toMatchObject({ entriesBehind: 0, state: { failures: 0, failure: null } })
})

test('a receiver that breaks off in the middle gets everything of that delivery again: no gap, no other order', async () => {
  const [one = ''] = world.companies
  await world.writeEntries(one, 1_000)
  await world.sequenceAll()
  receiver.manner = 'cuts off'
  await forward()
  expect(receiver.messages.length).toBeGreaterThan(10)
  expect(await state()).toMatchObject({ entriesBehind: 1_000, state: { failure: { code: 'siem.broken_off' } } })
  receiver.manner = 'takes'
  receiver.messages.length = 0
  await world.db.owner.query(`update siem_targets set tried_at = tried_at - interval '1 hour'`)
  await forward()
  expect(placesOf(receiver.messages)).toEqual(expected(one, 0, 1_000))
})

test('a receiver that never ends its side has confirmed nothing', async () => {
  receiver.manner = 'never ends'
  await expect(
    deliver(target, [Buffer.from('2 hi')], signal(), { connectMs: 5_000, progressMs: 300 }),
  ).rejects.toMatchObject({ code: 'siem.not_confirmed' })
  expect(receiver.messages).toEqual(['hi'])
})

test('a slow receiver is waited for as long as it takes something', async () => {
  const [one = ''] = world.companies
  await world.writeEntries(one, 400)
  await world.sequenceAll()
  receiver.manner = 'reads slowly'
  await forward()
  expect(placesOf(receiver.messages)).toEqual(expected(one, 0, 400))
})

test('a stopped worker leaves the cursor where it was, and the next one sends again', async () => {
  const [one = ''] = world.companies
  await world.writeEntries(one, 300)
  await world.sequenceAll()
  receiver.manner = 'never ends'
  const stopping = new AbortController()
  const running = forwardEntries(services, target, stopping.signal)
  await expect.poll(() => receiver.messages.length, { timeout: 5_000 }).toBe(300)
  stopping.abort()
  await running
  expect(await state()).toMatchObject({ entriesBehind: 300, state: null })
  receiver.manner = 'takes'
  receiver.messages.length = 0
  await forward()
  expect(placesOf(receiver.messages)).toEqual(expected(one, 0, 300))
})

describe('is not sent', () => {
  beforeEach(async () => {
    await world.writeEntries(world.companies[0] ?? '', 2)
    await world.sequenceAll()
  })
  const failure = async () => (await state()).state?.failure?.code

  test('to a receiver whose certificate nobody vouches for', async () => {
    target = { ...target, caFile: null }
    await forward()
    expect([await failure(), receiver.messages]).toEqual(['siem.not_trusted', []])
  })

  test('to a receiver whose certificate is for another name, or has expired', async () => {
    const other = issueSelfSigned(['siem.example'], new Date(Date.UTC(2020)), new Date(Date.UTC(2120)))
    await writeFile(join(directory, 'other.pem'), other.certificate)
    const impostor = await startReceiver({ cert: other.certificate, key: other.privateKey })
    target = { ...target, port: impostor.port, caFile: join(directory, 'other.pem') }
    await forward()
    expect([await failure(), impostor.messages]).toEqual(['siem.not_trusted', []])
    await impostor.close()
    const old = issueSelfSigned(['localhost'], new Date(Date.UTC(2020)), new Date(Date.UTC(2020) + day))
    await writeFile(join(directory, 'old.pem'), old.certificate)
    const expired = await startReceiver({ cert: old.certificate, key: old.privateKey })
    target = { ...target, port: expired.port, caFile: join(directory, 'old.pem') }
    await forward()
    expect([await failure(), expired.messages]).toEqual(['siem.not_trusted', []])
    await expired.close()
  })

  test('to somebody who speaks no TLS', async () => {
    const plain = await startReceiver(null)
    target = { ...target, port: plain.port }
    await forward()
    expect([await failure(), plain.messages]).toEqual(['siem.unreachable', []])
    await plain.close()
  })

  test('while the file of the own authority is none', async () => {
    target = { ...target, caFile: join(directory, 'none.pem') }
    await forward()
    expect([await failure(), receiver.messages]).toEqual(['siem.ca_unreadable', []])
  })
})

test('in clear to this machine itself', async () => {
  const plain = await startReceiver(null)
  target = { host: '127.0.0.1', port: plain.port, tls: false, caFile: null }
  await world.writeEntries(world.companies[0] ?? '', 2)
  await world.sequenceAll()
  await forward()
  expect(plain.messages).toHaveLength(2)
  await plain.close()
})

test('entries of a canary stay in the house', async () => {
  const [one = '', two = ''] = world.companies
  await world.writeEntries(one, 2)
  await world.writeEntries(two, 2)
  await world.sequenceAll()
  await world.db.owner.query('update tenants set canary = true where id = $1', [two])
  await forward()
  expect(new Set(placesOf(receiver.messages))).toEqual(new Set(expected(one, 0, 2)))
})

test('after failures it waits longer and longer, at most a minute', () => {
  expect([0, 1, 2, 3, 6, 50].map(pauseAfter)).toEqual([0, 2_000, 4_000, 8_000, 60_000, 60_000])
})
