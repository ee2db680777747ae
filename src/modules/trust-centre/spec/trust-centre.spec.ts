/** A tenant's public page in a running instance: under its own name, showing what was decided, and never more. */
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identitySabotages } from '#modules/identity/spec/sabotage.ts'
import { readToday } from '#modules/today/contract.ts'
import { foundCompany } from '#app/found-company.ts'
import { runNow } from '#platform/job/recurring.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import {
  claimHost,
  decideCorrectionRule,
  endCorrectionRule,
  readTrustCentre,
  removeHost,
  requestCorrectionRule,
  showSentence,
} from '../contract.ts'
import { proveHostsJob } from '../jobs.ts'
import { serveZone, type Zone } from './zone.ts'

const host = 'trust.beleg.example'
let zone: Zone
let house: House
let ada: Inhabitant

beforeAll(async () => {
  zone = await serveZone()
  house = await startHouse({ BELEG_DNS_SERVERS: zone.address })
  ada = await house.enrolAdministrator()
  await foundCompany(house.running.instance.services, { slug: 'other', name: 'Other' })
})

afterAll(async () => {
  await house?.stop()
  await zone?.close()
})

async function ask(path: string, under?: string, method = 'GET') {
  const sent = request(`${house.baseUrl}${path}`, {
    method,
    headers: { 'accept-language': 'en', ...(under !== undefined && { host: under }) },
  }).end()
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    sent.on('response', resolve).on('error', reject),
  )
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const data = async (under?: string) => JSON.parse((await ask('/statement.json', under)).body)
const prove = async () => {
  const { services } = house.running.instance
  await runNow(services.database, proveHostsJob, { requestedBy: 'spec' })
}
const sentences = async () =>
  (await ada.client.call(readTrustCentre, { query: { locale: 'en' } })).statement?.sentences ?? []
// Of this tenant: the canary tries the same routes in tenants of its own.
const entries = async (action: string) =>
  (
    await house.owner.query('select 1 from ledger_pending where tenant_id = $1 and action = $2', [
      house.platformTenantId,
      action,
    ])
  ).rowCount

describe('the statement as data', () => {
  it('says of each sentence what holds, and of the whole until when', async () => {
    const { headers } = await ask('/statement.json')
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
    })
    const told = await data()
    const holds = new Date(told.valid_until).getTime() - new Date(told.as_of).getTime()
    expect(holds).toBeGreaterThan(0)
    expect(holds).toBeLessThanOrEqual(60_000)
    const promises = told.sentences.filter(({ kind }: { kind: string }) => kind === 'promise')
    expect(promises.length).toBeGreaterThan(20)
    expect(told.summary).toMatchObject({ promises: promises.length, status_not_shown: 0 })
    for (const one of promises) expect(one).toMatchObject({ status_shown: true, status: expect.any(String) })
    expect(promises.some(({ period }: { period: { days: number } | null }) => period?.days === 1)).toBe(true)
  })
})

describe('what is shown of a sentence', () => {
  it('is decided with a fresh second factor, told to readers, and counts as nothing proven', async () => {
    // Whatever is proven once every collector has looked.
    await expect.poll(async () => (await data()).summary.proven, { timeout: 60_000, interval: 500 }).toBeGreaterThan(2)
    const proven = (await data()).sentences.find(({ status }: { status: string }) => status === 'proven')
    const before = (await data()).summary
    await ada.stepUp()
    await ada.client.call(showSentence, { params: { claimId: proven.id }, body: { display: 'text' } })
    await expect
      .poll(async () => (await data()).sentences.find(({ id }: { id: string }) => id === proven.id))
      .toMatchObject({ text: proven.text, status: null, status_shown: false, since: null, period: null })
    expect((await data()).summary).toMatchObject({ promises: before.promises, status_not_shown: 1 })
    const page = (await ask('/?')).body
    expect(page).toContain('the status of 1 is not shown')
    expect(page).toContain('>status not shown<')
    expect((await ask('/changes.atom')).body).toContain('The status of this sentence is no longer shown')
    expect((await sentences()).find(({ claimId }) => claimId === proven.id)).toMatchObject({
      display: 'text',
      status: 'proven',
    })
    expect(await entries('sentence.display_changed')).toBe(1)
  })

  it('cannot be green by anybody’s wish', async () => {
    const [first] = await sentences()
    const kept = await sentences()
    const params = { claimId: first?.claimId ?? '' }
    for (const body of [
      { display: 'full', status: 'proven' },
      { display: 'proven' },
      { status: 'proven' },
      { display: 'full', summary: { proven: 49 } },
    ])
      await expect(ada.client.call(showSentence, { params, body: body as never })).rejects.toMatchObject({
        status: 400,
        code: 'input.invalid',
      })
    expect(await sentences()).toEqual(kept)
    expect(await entries('sentence.display_changed')).toBe(1)
  })
})

describe('the badge', () => {
  it('says in numbers what is proven, for pictures and for ears, and is not green while a sentence is not', async () => {
    const { body, headers } = await ask('/badge.svg?lang=de')
    expect(headers['content-type']).toBe('image/svg+xml; charset=utf-8')
    expect(headers['cache-control']).toBe('public, max-age=30')
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
    const [, proven = '', promises = ''] =
      /<title id="t">Sicherheitsaussage: (\d+) von (\d+) bewiesen · [^<]+ Gilt bis [^<]+<\/title>/.exec(body) ?? []
    expect(Number(promises)).toBeGreaterThan(20)
    expect(Number(proven)).toBeLessThan(Number(promises))
    expect(body).not.toContain('#1f6f43')
    expect(body).not.toContain('script')
  })
})

describe('the feed of changes', () => {
  it('tells of versions and statuses, each under an id that stays', async () => {
    const { body, headers } = await ask('/changes.atom?lang=de')
    expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
    expect(body).toContain('Neue Fassung: Sicherheitsaussage von Beleg')
    expect(body).toContain('Stand geändert: nicht bewiesen → bewiesen')
    const ids = [...body.matchAll(/<entry><id>([^<]+)/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const again = [...(await ask('/changes.atom?lang=de')).body.matchAll(/<entry><id>([^<]+)/g)].map(([, id]) => id)
    expect(again).toEqual(expect.arrayContaining(ids.slice(0, 5)))
  })
})

describe('the rule on corrections', () => {
  const reason = 'Whoever reads us shall know that we are at it.'
  const mfa = 'The second factor (MFA) is mandatory for all accounts.'
  const rules = async (by: Inhabitant) => (await by.client.call(readTrustCentre, { query: { locale: 'en' } })).rules
  const told = async () => (await data()).sentences.find(({ text: words }: { text: string }) => words === mfa)
  let ben: Inhabitant
  let cleo: Inhabitant

  async function publish(sentences: 'all' | string[]): Promise<string> {
    await ada.stepUp()
    const body = { period: { unit: 'hours' as const, amount: 48 }, sentences, reason }
    const { id } = await ada.client.call(requestCorrectionRule, { body })
    await ben.stepUp()
    await ben.client.call(decideCorrectionRule, {
      params: { ruleId: id },
      body: { outcome: 'approved', reason: 'Forty-eight hours are enough.' },
    })
    return id
  }

  it('is refused with every fault named, and is approved by another natural person alone', async () => {
    ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['isb'] })
    cleo = await house.invite(ada, { name: 'Cleo Beispiel', roles: ['employee'] })
    const propose = (body: object) => ada.client.call(requestCorrectionRule, { body: body as never })
    const sound = { period: { unit: 'days', amount: 5 }, sentences: 'all', reason }
    for (const wrong of [
      { period: { unit: 'days', amount: 15 } },
      { period: { unit: 'hours', amount: 0 } },
      { sentences: [] },
      { reason: 'short' },
      { status: 'proven' },
    ])
      await expect(propose({ ...sound, ...wrong })).rejects.toMatchObject({ status: 400, code: 'input.invalid' })
    await expect(propose({ ...sound, sentences: [crypto.randomUUID()] })).rejects.toMatchObject({
      code: 'correction-rule.invalid',
      issues: [{ pointer: '/sentences/0', code: 'no_sentence_in_force' }],
    })
    expect(await rules(ada)).toEqual([])
    const { id } = await propose(sound)
    const params = { ruleId: id }
    await expect(
      ada.client.call(decideCorrectionRule, { params, body: { outcome: 'approved', reason } }),
    ).rejects.toMatchObject({ code: 'four_eyes.same_person' })
    const { items } = await ben.client.call(readToday, { query: {} })
    expect(items.filter(({ kind }) => kind === 'rule')).toMatchObject([
      { href: '/public-page', title: 'Regel zur Berichtigung' },
    ])
    expect((await ada.client.call(readToday, { query: {} })).items.filter(({ kind }) => kind === 'rule')).toEqual([])
    // Proposed is not published.
    expect((await data()).correction_rule).toBeNull()
    await ada.client.call(endCorrectionRule, { params, body: { reason: 'Too long.' } })
    expect(await rules(ben)).toMatchObject([{ state: 'dropped', mayDecide: false }])
    await expect(
      ben.client.call(decideCorrectionRule, { params, body: { outcome: 'approved', reason } }),
    ).rejects.toMatchObject({ code: 'correction-rule.over' })
  })

  it('is in public with its reason, and speaks beside what breaks after it, which stays contradicted', async () => {
    await expect.poll(async () => (await told()).status, { timeout: 60_000 }).toBe('proven')
    const claimId = (await told()).id
    await publish([claimId])
    await expect
      .poll(async () => (await data()).correction_rule)
      .toMatchObject({ period: 'PT48H', reason, wording: expect.stringContaining('at most 48 hours') })
    const sabotage = identitySabotages.find(({ id }) => id === 'identity.second-factor-deleted')
    const repair = await sabotage?.breakIt({
      house,
      colleague: cleo,
      setClock: () => {
        throw new Error('this house goes by the true time')
      },
    })
    await expect
      .poll(async () => (await told()).correction, { timeout: 60_000 })
      .toMatchObject({ since: expect.any(String), due_at: expect.any(String) })
    const { status, correction } = await told()
    expect(status).toBe('contradicted')
    expect(new Date(correction.due_at).getTime() - new Date(correction.since).getTime()).toBe(48 * 3_600_000)
    const { summary, correction_rule: rule } = await data()
    expect(summary.under_correction).toBe(1)
    expect(summary.contradicted).toBeGreaterThanOrEqual(1)
    expect(new Date(correction.since).getTime()).toBeGreaterThanOrEqual(new Date(rule.published_at).getTime())
    const page = (await ask('/?')).body
    expect(page).toMatch(/>contradicted<small>since [^<]+<\/small><small>under correction since [^<]+, due [^<]+</)
    expect(page).toContain(reason)
    const badge = (await ask('/badge.svg?lang=en')).body
    expect(badge).toContain(`of these under correction: 1.`)
    expect(badge).toContain('#b3261e')
    expect((await ask('/changes.atom?lang=en')).body).toContain('Contradicted and under correction, due')

    // Ended, and published anew: it never reaches back.
    const [inForce] = await rules(ada)
    await ada.client.call(endCorrectionRule, { params: { ruleId: inForce?.id ?? '' }, body: { reason: 'No longer.' } })
    await expect.poll(async () => (await data()).correction_rule).toBeNull()
    expect(await told()).toMatchObject({ status: 'contradicted', correction: null })
    await publish('all')
    await expect.poll(async () => (await data()).correction_rule).not.toBeNull()
    expect(await told()).toMatchObject({ status: 'contradicted', correction: null })
    expect((await data()).summary.under_correction).toBe(0)
    await repair?.()
    expect((await rules(ada)).map(({ state }) => state)).toEqual(['in-force', 'ended', 'dropped'])
    for (const [action, times] of Object.entries({ requested: 3, decided: 2, ended: 2 }))
      expect([action, await entries(`correction-rule.${action}`)]).toEqual([action, times])
  })
})

describe('a name of one’s own', () => {
  it('is refused with every fault named, and nothing changes', async () => {
    for (const given of ['not a name', new URL(house.baseUrl).hostname, '192.0.2.1'])
      await expect(ada.client.call(claimHost, { body: { host: given } })).rejects.toMatchObject({
        code: 'input.invalid',
        issues: [{ pointer: '/host', code: 'no_host_name' }],
      })
    expect(await ada.client.call(readTrustCentre, { query: {} })).toMatchObject({ host: null })
  })

  it('holds once its record was seen, and not before', async () => {
    const claimed = await ada.client.call(claimHost, { body: { host: host.toUpperCase() } })
    expect(claimed).toMatchObject({ name: host, state: 'claimed', record: { name: `_beleg.${host}` } })
    // Somebody else's record proves nothing.
    zone.records.set(claimed.record.name, 'beleg-host=somebody')
    await prove()
    expect(await ada.client.call(readTrustCentre, { query: {} })).toMatchObject({ host: { state: 'claimed' } })
    zone.records.set(claimed.record.name, claimed.record.value)
    await prove()
    expect(await ada.client.call(readTrustCentre, { query: {} })).toMatchObject({ host: { state: 'proven' } })
    expect(await entries('public-host.proven')).toBe(1)
    await expect.poll(async () => (await data(host)).address).toBe(`https://${host}/`)
  })

  it('leads to the tenant’s page, data, feed and badge, whatever the letters and the port', async () => {
    const page = await ask('/', `Trust.Beleg.Example:8443`)
    expect(page.status).toBe(200)
    // Who signs in does so at the address of the instance.
    expect(page.body).toMatch(/href="http:\/\/[^"]+\/app\/sign-in\?tenant=platform"/)
    expect(page.body).toContain('href="/statement.json?lang=en"')
    expect((await ask('/changes.atom', host)).body).toContain(`href="https://${host}/changes.atom?lang=en"`)
    expect((await ask('/badge.svg', host)).status).toBe(200)
    expect((await ask('/ledger/keys', host)).status).toBe(200)
  })

  it('leads nowhere else: not to another tenant, the application or its API', async () => {
    const nowhere = await ask('/nowhere', host)
    expect(nowhere.status).toBe(404)
    const same = (body: string) => JSON.stringify({ ...JSON.parse(body), requestId: null, instance: null })
    for (const path of [
      '/t/other',
      '/t/platform',
      '/app/',
      '/api/session',
      '/api/trust-centre',
      '/t/other/badge.svg',
    ]) {
      const answer = await ask(path, host)
      expect([path, answer.status]).toEqual([path, 404])
      expect(same(answer.body)).toBe(same(nowhere.body))
    }
  })

  it('is unknown to nobody but its owner: any other name shows the platform’s own page', async () => {
    const { body } = await ask('/', 'nobody.example')
    expect(body).toContain('href="/app/"')
  })

  it('is given up with a fresh second factor', async () => {
    await ada.client.call(removeHost)
    await expect.poll(async () => (await data(host)).address).not.toContain(host)
    await expect(ada.client.call(removeHost)).rejects.toMatchObject({ code: 'common.not_found' })
  })
})

describe('another tenant', () => {
  it('has a page of its own that says nothing yet, and no data, feed or badge', async () => {
    expect((await ask('/t/other')).status).toBe(404)
    const unknown = await ask('/t/unknown/statement.json')
    for (const path of ['/t/other/statement.json', '/t/other/changes.atom', '/t/other/badge.svg'])
      expect([path, (await ask(path)).status]).toEqual([path, unknown.status])
    expect(unknown.status).toBe(404)
  })
})
