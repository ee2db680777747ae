/** Heads on their way out of a whole house: published, cosigned, in the feed, by mail, and under a new key. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportLedger } from '#app/export-ledger.ts'
import { createTenant } from '#app/first-run.ts'
import { rotateLedgerKey } from '#app/rotate-ledger-key.ts'
import { openCheckpoint } from '#core/ledger/checkpoint.ts'
import { findCosignature, parseWitnessKey } from '#core/ledger/cosignature.ts'
import { parseNote, parseVerifierKey } from '#core/ledger/note.ts'
import { startWitness, type ForeignWitness } from '#core/ledger/spec/peer.ts'
import { listOutbox, readMail } from '#core/mail/contract.ts'
import { createFirstEnrolment } from '#modules/identity/actions/begin.ts'
import { ProblemError } from '#platform/http/client.ts'
import { runNow } from '#platform/job/recurring.ts'
import { enrol, startHouse, type House, type Inhabitant } from '#test/house.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import {
  addRecipient,
  endSubscription,
  listEntries,
  listRecipients,
  readLedgerState,
  readSubscription,
  removeRecipient,
  requestPublication,
  rotateSigningKey,
} from '../contract.ts'

let house: House
let witness: ForeignWitness
let ada: Inhabitant
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beleg-head-'))
  witness = await startWitness('witness.example/house', async () => {
    const { rows } = await house.owner.query('select public_key from ledger_signing_keys order by created_at limit 1')
    return rows[0]?.public_key as Buffer
  })
  house = await startHouse({ BELEG_WITNESSES: `${witness.url} ${witness.vkey}` })
  ada = await house.enrolAdministrator()
})
afterAll(async () => {
  await house?.stop()
  await witness?.close()
  await rm(folder, { recursive: true, force: true })
})

const text = async (path: string) => (await fetch(`${house.baseUrl}${path}`)).text()
const publicKeys = async () =>
  (await text('/ledger/keys'))
    .trimEnd()
    .split('\n')
    .map((line) => parseVerifierKey(line))
const stateOf = () => ada.client.call(readLedgerState)
const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => (error instanceof ProblemError ? `${error.status} ${error.code}` : String(error)),
  )
const actions = async (action: string) =>
  (await ada.client.call(listEntries, { query: { action } })).items.map(
    (entry) => entry.who.person?.name ?? entry.who.kind,
  )

test('a head that is asked for is published, cosigned, and stands on every public page', async () => {
  const before = (await stateOf()).publication?.size ?? 0
  await ada.client.call(requestPublication)
  await expect.poll(async () => (await stateOf()).publication?.size ?? 0, { timeout: 10_000 }).toBeGreaterThan(before)
  await expect
    .poll(async () => (await stateOf()).publication?.witnesses[0]?.at ?? null, { timeout: 10_000 })
    .not.toBeNull()
  const { publication } = await stateOf()
  if (publication === null) throw new Error('it was published')
  const note = await text(`/ledger/publications/${publication.size}/cosigned`)
  expect(publication.witnesses.map(({ name }) => name)).toEqual(['witness.example/house'])
  // Under our key and under that of the witness it is a signed note like any other.
  const origin = `beleg/${house.platformTenantId}`
  expect(openCheckpoint(note, origin, await publicKeys()).size).toBe(publication.size)
  const lines = note
    .slice(note.indexOf('\n\n') + 2)
    .trimEnd()
    .split('\n')
  expect(findCosignature(lines, parseNote(note).text, parseWitnessKey(witness.vkey), new Date()).line).toBe(
    lines.at(-1),
  )

  const published = await fetch(`${house.baseUrl}/ledger/publications/${publication.size}`)
  expect(published.headers.get('cache-control')).toContain('immutable')
  expect(note.startsWith(await published.text())).toBe(true)
  const page = await text('/?lang=en')
  expect(page).toContain('Cosigned by the witness witness.example/house')
  expect(page).toContain(note.split('\n')[2])
  expect(page).not.toContain('<script')
  expect(await actions('ledger.publication_requested')).toEqual(['Ada Admin'])
})

test('the feed has an entry for each published head, and says when nothing is new', async () => {
  const first = await fetch(`${house.baseUrl}/ledger/feed.atom`)
  expect(first.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
  expect(first.headers.get('cache-control')).toContain('public')
  const { publication } = await stateOf()
  // The feed is at most half a minute old.
  await expect
    .poll(async () => (await text('/ledger/feed.atom')).includes(`</title>\n<published>${publication?.publishedAt}`), {
      timeout: 40_000,
      interval: 1_000,
    })
    .toBe(true)
  const current = await fetch(`${house.baseUrl}/ledger/feed.atom`)
  const xml = await current.text()
  expect(xml).toContain(await text(`/ledger/publications/${publication?.size}/cosigned`))
  expect(xml).toContain('cosigned by witness.example/house')
  const again = await fetch(`${house.baseUrl}/ledger/feed.atom`, {
    headers: { 'if-none-match': current.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
}, 60_000)

test.each(['0', '01', '1e3', '999999999', 'x', '1/timestamps/1', '1/timestamps/0', '../keys%00'])(
  'there is no published head at %s',
  async (place) => {
    expect([404, 400]).toContain((await fetch(`${house.baseUrl}/ledger/publications/${place}`)).status)
  },
)

describe('mail', () => {
  const email = 'Auditor@Example.com'
  const mails = async () => (await ada.client.call(listOutbox)).items.filter((mail) => mail.to === email)
  const mailNow = () => runNow(house.running.instance.services.database, 'ledger.mail-heads', { requestedBy: 'spec' })

  test('an address is added with a fresh second factor, once, and only if it is one', async () => {
    await house.owner.query('update sessions set step_up_at = null')
    expect(await codeOf(ada.client.call(addRecipient, { body: { email, locale: 'de' } }))).toBe(
      '403 session.step_up_needed',
    )
    await ada.stepUp()
    const added = await ada.client.call(addRecipient, { body: { email, locale: 'de' } })
    expect(added).toMatchObject({ email, locale: 'de', mailedAt: null })
    expect(await codeOf(ada.client.call(addRecipient, { body: { email: email.toLowerCase(), locale: 'en' } }))).toBe(
      '409 head-recipient.known',
    )
    for (const wrong of [
      { email: 'nobody', locale: 'de' },
      { email, locale: 'fr' },
      { email, locale: 'de', more: 1 },
      {},
    ])
      expect(await codeOf(ada.client.call(addRecipient, { body: wrong as never }))).toBe('400 input.invalid')
    expect((await ada.client.call(listRecipients)).items).toEqual([added])
    expect(await actions('head-recipient.added')).toEqual(['Ada Admin'])
    const { rows } = await house.owner.query(`select email, token from head_recipients`)
    expect(Buffer.concat([rows[0].email, rows[0].token]).toString('latin1').toLowerCase()).not.toContain('auditor')
  }, 60_000)

  test('gets one mail a day, whose head an export of the ledger is verified against', async () => {
    await mailNow()
    await mailNow()
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    const { text: body } = await ada.client.call(readMail, { params: { mailId: mail?.id ?? '' } })
    const [own = '', instance = ''] = [...body.matchAll(/^----- [^\n]* -----\n(beleg\/.*?\n)----- Ende -----$/gms)].map(
      (match) => match[1] ?? '',
    )
    const tenant = house.platformTenantId
    const keys = (await publicKeys()).map((key) => key.publicKey)
    expect(parseNote(own).text.split('\n')[0]).toBe(`beleg/${tenant}/${tenant}`)
    expect(openCheckpoint(instance, `beleg/${tenant}`, await publicKeys()).size).toBeGreaterThan(0)

    await sleep(500)
    const bundle = join(folder, 'export.zip')
    await exportLedger(house.running.instance.services, undefined, { from: undefined, until: undefined }, bundle)
    const options = { keys: keys.map((key) => key.toString('base64')) }
    const report = verifyBundle(bundle, { ...options, since: own })
    expect(report.since).toEqual({ size: Number(parseNote(own).text.split('\n')[1]), consistent: true })
    const other = own.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) - 1}\n`)
    expect(verifyBundle(bundle, { ...options, since: other }).findings.map((one) => one.code)).toContain(
      'head.wrong_signature',
    )
    expect(await actions('head.mailed')).toEqual(['system'])
  })

  test('the next one comes the next day', async () => {
    await house.owner.query(`update head_recipients set mailed_at = mailed_at - interval '1 day'`)
    await mailNow()
    expect(await mails()).toHaveLength(2)
  })

  test('whoever holds the link ends it without an account, once', async () => {
    const [mail] = await mails()
    const { text: body } = await ada.client.call(readMail, { params: { mailId: mail?.id ?? '' } })
    const token = /\/app\/unsubscribe\/(\S+)/.exec(body)?.[1] ?? ''
    const path = `/api/head-subscriptions/${token}`
    const shown = await fetch(`${house.baseUrl}${path}`)
    expect(readSubscription.output.parse(await shown.json())).toEqual({ tenantName: 'Beleg', email })
    expect((await ada.client.call(listRecipients)).items).toHaveLength(1)
    const wrong = `${token.slice(0, -6)}AAAAAA`
    expect((await fetch(`${house.baseUrl}/api/head-subscriptions/${wrong}`, { method: 'DELETE' })).status).toBe(410)
    expect((await fetch(`${house.baseUrl}${path}`, { method: 'DELETE' })).status).toBe(204)
    expect((await fetch(`${house.baseUrl}${path}`, { method: 'DELETE' })).status).toBe(410)
    expect(await codeOf(ada.client.call(endSubscription, { params: { token } }))).toBe('410 head-recipient.not_valid')
    expect((await ada.client.call(listRecipients)).items).toEqual([])
    expect(await actions('head-recipient.unsubscribed')).toEqual(['anonymous'])
  })

  test('an administrator ends it, too', async () => {
    await ada.stepUp()
    const { id } = await ada.client.call(addRecipient, { body: { email, locale: 'en' } })
    await ada.client.call(removeRecipient, { params: { recipientId: id } })
    expect(await codeOf(ada.client.call(removeRecipient, { params: { recipientId: id } }))).toBe('404 common.not_found')
    expect(await actions('head-recipient.removed')).toEqual(['Ada Admin'])
  }, 60_000)
})

describe('the signing key', () => {
  test('is rotated by an owner with a fresh second factor, and both keys sign', async () => {
    await house.owner.query('update sessions set step_up_at = null')
    expect(await codeOf(ada.client.call(rotateSigningKey))).toBe('403 session.step_up_needed')
    await ada.stepUp()
    const key = await ada.client.call(rotateSigningKey)
    const { keys } = await stateOf()
    expect(keys?.map(({ signsUntil }) => signsUntil === null)).toEqual([false, true])
    expect(keys?.at(-1)).toEqual(key)
    const [older, newer] = keys ?? []
    expect(new Date(older?.signsUntil ?? '').getTime() - new Date(newer?.createdAt ?? '').getTime()).toBe(
      90 * 86_400_000,
    )
    expect(await text('/ledger/keys')).toBe(`${keys?.map(({ verifierKey }) => `${verifierKey}\n`).join('')}`)
    // The sequencer reads its keys anew twice a minute.
    const signers = async () => {
      await ada.client.call(listEntries)
      const note = await text('/ledger/checkpoint')
      return openCheckpoint(note, `beleg/${house.platformTenantId}`, await publicKeys()).signedBy.length
    }
    await expect.poll(signers, { timeout: 45_000, interval: 1_000 }).toBe(2)
  }, 90_000)

  test('is rotated at the machine, which is recorded as well', async () => {
    const before = (await stateOf()).keys?.length ?? 0
    const { verifierKey } = await rotateLedgerKey(house.running.instance.services)
    const { keys } = await stateOf()
    expect(keys).toHaveLength(before + 1)
    expect(keys?.at(-1)?.verifierKey).toBe(verifierKey)
    expect(await actions('ledger.key_rotated')).toEqual(['system', 'Ada Admin'])
  })

  test('is not rotated beyond what a checkpoint can carry', async () => {
    const { services } = house.running.instance
    for (let keys = (await stateOf()).keys?.length ?? 0; keys < 16; keys += 1) await rotateLedgerKey(services)
    await expect(rotateLedgerKey(services)).rejects.toMatchObject({ code: 'ledger.too_many_keys' })
    expect((await stateOf()).keys).toHaveLength(16)
  })
})

test('a company tenant sees its own ledger, and neither rotates keys nor publishes', async () => {
  const { services } = house.running.instance
  const id = await createTenant(services, { kind: 'company', slug: 'firma', name: 'Firma', canary: false })
  const enrolment = await services.database.withTenant(id, (tx) =>
    createFirstEnrolment({
      tx,
      services,
      actor: { kind: 'system', name: 'spec', tenantId: id, locale: 'de' },
      origin: { requestId: 'spec', address: null, userAgent: null },
    }),
  )
  const eve = await enrol(house.baseUrl, enrolment?.url ?? '', { name: 'Eve', email: 'ada@firma.example' })
  await expect.poll(async () => (await eve.client.call(readLedgerState)).size, { timeout: 10_000 }).toBeGreaterThan(0)
  const state = await eve.client.call(readLedgerState)
  expect(state.keys).toBeNull()
  expect(state.publication?.size).toBe((await stateOf()).publication?.size)
  expect(await codeOf(eve.client.call(requestPublication))).toBe('403 ledger.platform_only')
  expect(await codeOf(eve.client.call(rotateSigningKey))).toBe('403 ledger.platform_only')
  expect((await stateOf()).keys).toHaveLength(16)
})

test('an entry that waits is told with its age, and is late after five seconds', async () => {
  expect((await stateOf()).waiting.isLate).toBe(false)
  await expect.poll(async () => (await stateOf()).lastBatch?.isLate).toBe(false)
  // The leader's lock, held from outside: entries wait, as when no worker runs.
  await house.owner.query('begin')
  await house.owner.query('select pg_advisory_xact_lock(1650812008, 1)')
  await ada.client.call(listEntries)
  await expect.poll(async () => (await stateOf()).waiting.isLate, { timeout: 10_000, interval: 500 }).toBe(true)
  const { waiting } = await stateOf()
  expect(waiting.entries).toBeGreaterThan(0)
  expect(waiting.oldestMs).toBeGreaterThan(5_000)
  await house.owner.query('rollback')
  await house.owner.query(`set beleg.every_tenant = 'on'`)
  await expect.poll(async () => (await stateOf()).waiting.isLate, { timeout: 10_000 }).toBe(false)
}, 40_000)
