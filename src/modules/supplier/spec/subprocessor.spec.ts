/** The public list of subprocessors in a running instance: shown, announced with notice, mailed to who confirmed. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '#core/document/freeze.ts'
import { addContract } from '#modules/statement/contract/customer-contract.ts'
import { listVersions } from '#modules/statement/contract/version.ts'
import { addDays, dayOf } from '#platform/clock/calendar.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runNow } from '#platform/job/recurring.ts'
import { requestSubscription } from '../actions/subscription.ts'
import { forgetRequestsJob } from '../jobs.ts'
import { supplierContract } from '../contract.ts'
import { listNotices, readList, removeSubscription, showList } from '../contract/public-list.ts'
import { headerOf, openMailbox, textOf, type Mailbox } from './mailbox.ts'

let mailbox: Mailbox
let house: House
let ada: Inhabitant

const today = dayOf(new Date())
const earliest = addDays(today, 31)

beforeAll(async () => {
  mailbox = await openMailbox()
  house = await startHouse({ BELEG_SMTP_URL: mailbox.url, BELEG_MAIL_FROM: 'beleg@example.com' })
  ada = await house.enrolAdministrator()
}, 60_000)
afterAll(async () => {
  await house?.stop()
  await mailbox?.close()
})

const entry = (over: object = {}) => ({
  fields: {
    name: 'Cloud <b>Ltd</b>',
    role: 'subprocessor',
    country: 'IE',
    purpose: 'Hosting',
    data: 'All customer data',
    locations: 'Dublin',
    transferBasis: 'eea',
    startsOn: '2025-03-01',
    ...over,
  },
})
const add = (over: object = {}) => ada.client.call(supplierContract.create, { body: entry(over) as never })
const page = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${house.baseUrl}${path}`, { headers: { 'accept-language': 'en' }, ...init })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}
const data = async () => JSON.parse((await page('/subprocessors.json')).body)
const ask = (email: string, lang = 'en') =>
  page(`/subprocessors/subscriptions?lang=${lang}`, { method: 'POST', body: new URLSearchParams({ email }) })
const mailTo = async (to: string, subject: RegExp) => {
  const find = () =>
    mailbox.mails.filter((mail) => mail.to === to && subject.test(decodeWords(headerOf(mail.message, 'Subject') ?? '')))
  await expect.poll(() => find().length, { timeout: 15_000 }).toBeGreaterThan(0)
  return find().at(-1)?.message ?? ''
}
const count = async (action: string) =>
  (
    await house.owner.query('select 1 from ledger_pending where tenant_id = $1 and action = $2', [
      house.platformTenantId,
      action,
    ])
  ).rowCount

describe('a subprocessor in the register', () => {
  it('says all that customers are owed; everything missing is named at once', async () => {
    await expect(
      add({ country: 'US', data: null, locations: null, transferBasis: 'eea', contract: 'drawer 4' }),
    ).rejects.toMatchObject({
      code: 'input.invalid',
      issues: [
        { pointer: '/fields/data', code: 'required' },
        { pointer: '/fields/locations', code: 'required' },
        { pointer: '/fields/transferBasis', code: 'third_country' },
        { pointer: '/fields/contract', code: 'no_link' },
      ],
    })
    await add()
    await add({ name: 'Cleaning GmbH', role: 'supplier', data: null, locations: null, transferBasis: null })
    expect((await ada.client.call(supplierContract.list, {})).items).toHaveLength(2)
  })
})

describe('the public list', () => {
  it('is nowhere before the tenant shows it', async () => {
    for (const path of ['/subprocessors', '/subprocessors.json', '/subprocessors.atom'])
      expect([path, (await page(path)).status]).toEqual([path, 404])
    expect((await ask('eve@example.com')).status).toBe(404)
    expect((await page('/?')).body).not.toContain('/subprocessors')
  })

  it('shows what is current, without anybody who is none, and escapes what people wrote', async () => {
    await ada.stepUp()
    await ada.client.call(showList, { body: { isShown: true } })
    const told = await data()
    expect(told.current).toMatchObject([{ name: 'Cloud <b>Ltd</b>', country: 'IE', since: '2025-03-01', until: null }])
    expect(told.announced).toEqual([])
    expect(told.history).toMatchObject([{ items: [{ kind: 'listed' }] }])
    const { body, headers } = await page('/subprocessors')
    expect(body).toContain('Cloud &lt;b&gt;Ltd&lt;/b&gt;')
    expect(body).toContain('Ireland')
    expect(body).not.toContain('Cleaning')
    expect(body).not.toContain('<script')
    expect(headers.get('content-security-policy')).toContain("form-action 'self'")
    await expect.poll(async () => (await page('/?')).body).toContain('href="/subprocessors?lang=en"')
  })
})

describe('being told', () => {
  it('begins only once whoever owns the address confirmed', async () => {
    const asked = await ask('grete@example.com', 'de')
    expect(asked.status).toBe(200)
    expect(asked.body).toContain('Sehen Sie in Ihr Postfach')
    const text = textOf(await mailTo('grete@example.com', /bestätigen/))
    const path = /\/subprocessors\/confirmations\/[\w-]{64}/.exec(text)?.[0] ?? ''
    // Mail programs open links; nothing comes of that.
    expect((await page(path)).body).toContain('method="post"')
    expect((await ada.client.call(readList)).subscriptions).toMatchObject([{ state: 'requested' }])
    expect((await page(path, { method: 'POST' })).body).toContain('Confirmed')
    expect((await ada.client.call(readList)).subscriptions).toMatchObject([
      { email: 'grete@example.com', locale: 'de', state: 'confirmed' },
    ])
    expect((await page(`${path.slice(0, -3)}AAA`, { method: 'POST' })).status).toBe(410)
  })

  it('tells nobody who else is told, and mails no address twice for the asking', async () => {
    const fresh = await ask('otto@example.com')
    const known = await ask('GRETE@example.com')
    expect(known.body).toBe(fresh.body)
    await ask('otto@example.com')
    await mailTo('otto@example.com', /confirm/)
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['grete@example.com', 'otto@example.com'])
    // What would be a header, and what is no address, gets nowhere; and one machine asks so often only.
    const injected = await ask('a@example.com\r\nBcc: b@example.com')
    expect([injected.status, injected.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect((await ask('again@example.com')).status).toBe(429)
    const large = await page('/subprocessors/subscriptions', {
      method: 'POST',
      body: new URLSearchParams({ email: 'x'.repeat(5_000) }),
    })
    expect(large.status).toBe(413)
    expect(await count('subprocessor-subscription.requested')).toBe(2)
  })
})

describe('what is added to the list', () => {
  it('is refused before the objection period is over, by hand and by file, and nothing changes', async () => {
    const before = await data()
    await expect(add({ name: 'Mailer Inc', startsOn: addDays(earliest, -1) })).rejects.toMatchObject({
      code: 'subprocessor.too_early',
      issues: [{ pointer: '/fields/startsOn', code: 'objection_period_runs' }],
    })
    const file = `id;name;role;country;purpose;data;locations;transferBasis;startsOn\nm1;Mailer Inc;Unterauftragsverarbeiter;Vereinigte Staaten;Mail;Addresses;Ohio;scc;${today}\n`
    const { id } = await ada.client.call(supplierContract.upload, {
      body: { source: 'spec' },
      file: new File([file], 'suppliers.csv', { type: 'text/csv' }),
    })
    const { plan } = await ada.client.call(supplierContract.readImport, { params: { importId: id }, query: {} })
    expect(plan?.counts).toMatchObject({ new: 1, faulty: 0 })
    await expect(
      ada.client.call(supplierContract.apply, { params: { importId: id }, body: { digest: plan?.digest ?? '' } }),
    ).rejects.toMatchObject({ code: 'subprocessor.too_early' })
    expect({ ...(await data()), as_of: 0, valid_until: 0 }).toEqual({ ...before, as_of: 0, valid_until: 0 })
  })

  it('is announced, mailed in the reader’s language with one click to leave, and provable afterwards', async () => {
    const { items: versions } = await ada.client.call(listVersions)
    const statementId = versions.find(({ locale }) => locale === 'en')?.id ?? ''
    await ada.client.call(addContract, {
      body: { customer: 'Customer AG', email: 'dpo@customer.example', locale: 'en', statementId, fromOn: today },
    })
    await add({ name: 'Mailer Inc', country: 'US', transferBasis: 'scc', locations: 'Ohio', startsOn: earliest })
    const told = await data()
    expect(told.announced).toMatchObject([
      { kind: 'addition', name: 'Mailer Inc', effective_on: earliest, objection_until: addDays(earliest, -1) },
    ])
    expect(told.current).toHaveLength(1)
    const [announcement] = told.history
    expect(createHash('sha256').update(canonicalJson(announcement.items)).digest('hex')).toBe(announcement.sha256)

    const german = await mailTo('grete@example.com', /Änderung/)
    expect(textOf(german)).toContain('Neu ab')
    expect(textOf(german)).toContain('Standarddatenschutzklauseln')
    expect(textOf(german)).toContain(announcement.sha256)
    const link = headerOf(german, 'List-Unsubscribe')?.slice(1, -1) ?? ''
    expect(link).toMatch(/^http:\/\/localhost:\d+\/subprocessors\/subscriptions\/[\w-]{64}$/)
    expect(headerOf(german, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    const english = await mailTo('dpo@customer.example', /change/)
    expect(textOf(english)).toContain('New from')
    // Customers are owed it by contract: there is nothing to leave.
    expect(headerOf(english, 'List-Unsubscribe')).toBeNull()
    // Otto never confirmed.
    expect(mailbox.mails.filter(({ to }) => to === 'otto@example.com')).toHaveLength(1)

    const [first] = (await ada.client.call(readList)).announcements
    expect(first).toMatchObject({ told: 2, sha256: announcement.sha256 })
    const { items: notices } = await ada.client.call(listNotices, { params: { announcementId: first?.id ?? '' } })
    expect(notices.map(({ kind, email }) => [kind, email]).toSorted()).toEqual([
      ['customer', 'dpo@customer.example'],
      ['subscriber', 'grete@example.com'],
    ])
    expect(await count('subprocessor-notice.sent')).toBe(2)
    const feed = await page('/subprocessors.atom')
    expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    expect(/<entry><id>urn:uuid:[^<]+<\/id><title>([^<]+)/.exec(feed.body)?.[1]).toMatch(/^New from .+ Mailer Inc$/)

    // As a mail program does it, with the body that RFC 8058 §3.1 gives.
    const path = new URL(link).pathname
    expect((await page(path)).body).toContain('<button type="submit">Unsubscribe</button>')
    const ended = await page(path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect(ended.status).toBe(200)
    const again = new FormData()
    again.set('List-Unsubscribe', 'One-Click')
    expect((await page(path, { method: 'POST', body: again })).status).toBe(200)
    expect(await count('subprocessor-subscription.ended')).toBe(1)
    const { rows } = await house.owner.query(
      'select email, email_index, token from subprocessor_subscriptions where ended_at is not null',
    )
    expect(rows).toEqual([{ email: null, email_index: null, token: null }])
    const after = await ada.client.call(listNotices, { params: { announcementId: first?.id ?? '' } })
    expect(after.items.map(({ email }) => email)).toContain(null)
  })

  it('stays in the history when it is called off, and what was announced cannot be altered', async () => {
    const { items } = await ada.client.call(supplierContract.list, { query: { q: 'Mailer' } })
    const planned = items.find(({ name }) => name === 'Mailer Inc')
    await ada.client.call(supplierContract.change, {
      params: { entryId: planned?.id ?? '' },
      body: { version: planned?.version ?? '', fields: { role: 'supplier' } },
    })
    const told = await data()
    expect(told.announced).toEqual([])
    expect(told.history.map((one: { items: { kind: string }[] }) => one.items.map(({ kind }) => kind))).toEqual([
      ['withdrawn'],
      ['addition'],
      ['listed'],
    ])
    await house.owner.query('begin')
    await house.owner.query('set local role beleg_app')
    await expect(house.owner.query(`update subprocessor_announcements set items = '[]'`)).rejects.toThrow(/permission/)
    await house.owner.query('rollback')
  })
})

describe('whoever is told', () => {
  it('and never confirmed is forgotten after two days', async () => {
    const { services } = house.running.instance
    await house.owner.query(
      `update subprocessor_subscriptions set requested_at = requested_at - interval '49 hours' where confirmed_at is null`,
    )
    await runNow(services.database, forgetRequestsJob, { requestedBy: 'spec' })
    expect((await ada.client.call(readList)).subscriptions).toEqual([])
  })

  it('can be erased by the tenant, and is gone', async () => {
    await house.running.instance.services.database.withTenant(house.platformTenantId, (tx) =>
      requestSubscription(
        {
          tx,
          services: house.running.instance.services,
          actor: { kind: 'anonymous', tenantId: house.platformTenantId, locale: 'en' },
          origin: { requestId: 'spec', address: null, userAgent: null },
        },
        { email: 'otto@example.com', locale: 'en' },
      ),
    )
    const { subscriptions } = await ada.client.call(readList)
    expect(subscriptions.map(({ email }) => email)).toEqual(['otto@example.com'])
    const params = { subscriptionId: subscriptions[0]?.id ?? '' }
    await ada.client.call(removeSubscription, { params })
    await expect(ada.client.call(removeSubscription, { params })).rejects.toMatchObject({ status: 404 })
    expect((await ada.client.call(readList)).subscriptions).toEqual([])
  })
})

/** RFC 2047 words of a header, as text. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : Buffer.from(
            word
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString('utf8'),
    )
}
