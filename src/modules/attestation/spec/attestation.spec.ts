/**
 * A stranger asks, proves the address, has a colleague sign, and fetches a copy that bears their name; and everything
 * that must not work on the way. Over the real pages and routes, under a clock that can be moved.
 */
import { approveDocument, createDocument } from '#modules/document/contract.ts'
import { addContract } from '#modules/statement/contract/customer-contract.ts'
import { findVersionInForce } from '#modules/statement/store/version.ts'
import { readToday } from '#modules/today/contract.ts'
import { withdrawCertificate } from '#modules/framework/contract/certificate.ts'
import { createStageClock } from '#test/matrix/stage.ts'
import { createHash } from 'node:crypto'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRequestsNaming, eraseRequesters } from '../actions/erase.ts'
import { sweepTenant } from '../actions/sweep.ts'
import * as arrangement from '../contract/arrangement.ts'
import * as request from '../contract/request.ts'
import { form, openDesk } from './example.ts'

const clock = createStageClock()
let desk: Awaited<ReturnType<typeof openDesk>>
let certificateId: string

beforeAll(async () => {
  desk = await openDesk(clock)
  certificateId = await recordOne('ISO-1', '2026-12-31')
}, 60_000)
afterAll(() => desk?.close())

const call: (typeof desk)['call'] = (...given) => desk.call(...given)
const read: (typeof desk)['read'] = (...given) => desk.read(...given)
const refused: (typeof desk)['refused'] = (...given) => desk.refused(...given)
const recordOne: (typeof desk)['recordOne'] = (...given) => desk.recordOne(...given)
const post: (typeof desk)['post'] = (...given) => desk.post(...given)
const get: (typeof desk)['get'] = (path) => desk.get(path)
const lettersTo: (typeof desk)['lettersTo'] = (to) => desk.lettersTo(to)
const linkTo: (typeof desk)['linkTo'] = (to, part) => desk.linkTo(to, part)
const entries: (typeof desk)['entries'] = (action) => desk.entries(action)

const text = { de: 'Die Parteien halten alles geheim. '.repeat(4), en: 'The parties keep all of it secret. '.repeat(4) }
const opening = { isOpen: true, repeatDays: 90, copyDays: 30, ndaMonths: 24 }
let id: string
let copyLink: string

describe('the form', () => {
  it('is not there while the tenant takes no requests, and cannot open without an agreement', async () => {
    expect((await get('/requests')).statusCode).toBe(404)
    expect((await post('/requests', form('erika@kunde.example'))).statusCode).toBe(404)
    expect(await refused('isb', arrangement.changeDesk, { body: opening })).toMatchObject({
      status: 409,
      code: 'attestation.no_nda_text',
    })
    await read('isb', arrangement.publishNdaText, { body: { text } })
    expect(await read('isb', arrangement.changeDesk, { body: opening })).toMatchObject({ isOpen: true })
    const page = await get('/requests')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("form-action 'self'")
    expect(page.body).not.toContain('<script')
  })

  it('names everything that is wrong at once, keeps what was typed, and stores nothing', async () => {
    const { statusCode, body } = await post('/requests', {
      ...form('erika@gmail.com'),
      name: '',
      purpose: 'short',
      organisation: '<b>Kunde</b>',
    })
    expect(statusCode).toBe(400)
    for (const name of ['name', 'purpose', 'email']) expect(body).toContain(`id="${name}-fault"`)
    expect(body).toContain('&lt;b&gt;Kunde&lt;/b&gt;')
    expect((await post('/requests', form('erika@gmail.com'))).body).toContain('free mail provider')
    expect(
      (await post('/requests', form('erika@kunde.example', { wants: 'document 0199d2a0-0000-7000-8000-000000000001' })))
        .body,
    ).toContain('not on offer')
    expect(await lettersTo('erika@gmail.com')).toEqual([])
    expect(await entries('attestation.requested')).toEqual([])
  })

  it('takes no other kind of body, none of another site, and nothing from programs that fill in everything', async () => {
    const asJson = await desk.pages.inject({ method: 'POST', url: '/requests', payload: form('erika@kunde.example') })
    expect(asJson.statusCode).toBe(415)
    const foreign = await desk.pages.inject({
      method: 'POST',
      url: '/requests',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'name=x',
    })
    expect(foreign.statusCode).toBe(403)
    expect((await post('/requests', form('erika@kunde.example', { purpose: 'x'.repeat(20_000) }))).statusCode).toBe(413)
    expect((await post('/requests', form('erika@kunde.example', { website: 'spam' }))).statusCode).toBe(303)
    expect(await lettersTo('erika@kunde.example')).toEqual([])
  })

  it('writes nothing that a stranger typed into the letter, and opens no case before the address is confirmed', async () => {
    expect((await post('/requests', form('erika@kunde.example'))).statusCode).toBe(303)
    const [letter] = await lettersTo('erika@kunde.example')
    expect(letter?.text).not.toMatch(/Erika|Kunde|processor/)
    expect((await read('isb', request.listRequests)).items).toEqual([])
  })

  it('does not fill a mailbox, and has enough of one network, saying so to that alone', async () => {
    for (let sent = 0; sent < 5; sent += 1)
      expect((await post('/requests', form('opfer@firma.example'), '203.0.113.9')).statusCode).toBe(303)
    expect(await lettersTo('opfer@firma.example')).toHaveLength(3)
    for (const other of ['a', 'b'])
      expect((await post('/requests', form(`${other}@firma.example`), '203.0.113.10')).statusCode).toBe(303)
    const full = [3, 4, 5, 6].map(() => post('/requests', form('c@firma.example'), '203.0.113.77'))
    const statuses = (await Promise.all(full)).map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
    expect((await post('/requests', form('d@firma.example'), '192.0.2.1')).statusCode).toBe(303)
  })
})

describe('the way of a request', () => {
  it('goes from the confirmed address to the agreement, which only the own organisation signs', async () => {
    const link = await linkTo('erika@kunde.example', 'requests/confirm')
    expect((await get(link)).body).toContain('Yes, confirm the request')
    // Looking changes nothing: scanners of mail do it.
    expect((await read('isb', request.listRequests)).items).toEqual([])
    const statement = await desk.stage.within(desk.stage.tenantId, null, null, ({ tx }) => findVersionInForce(tx, 'en'))
    const contract = { customer: 'Kunde Gruppe', email: 'einkauf@kunde.example', fromOn: '2026-01-01' }
    await read('isb', addContract, { body: { ...contract, statementId: statement?.id } })
    const confirmed = await post(link, {})
    expect(confirmed.statusCode).toBe(200)
    expect(confirmed.body).toContain('At kunde.example')
    const [listed] = (await read('isb', request.listRequests)).items
    expect(listed).toMatchObject({ state: 'nda_pending', overdue: false, customer: 'Kunde Gruppe' })
    id = listed?.requestId ?? ''
    // Ten working days from Monday 2 March 2026.
    expect(listed?.dueAt).toBe('2026-03-16T23:00:00.000Z')
    const foreign = await post(`${link}/signatory`, { name: 'Karl', role: 'CEO', email: 'karl@other.example' })
    expect(foreign.statusCode).toBe(400)
    expect(foreign.body).toContain('same domain')
    expect(await lettersTo('karl@other.example')).toEqual([])
    const named = await post(`${link}/signatory`, { name: 'Karl Kunde', role: 'CEO', email: 'karl@kunde.example' })
    expect(named.body).toContain('karl@kunde.example')
    const signing = await linkTo('karl@kunde.example', 'requests/sign')
    const shown = (await get(signing)).body
    expect(shown).toContain('The parties keep all of it secret.')
    const textId = /name="textId" value="([^"]+)"/.exec(shown)?.[1] ?? ''
    expect((await post(signing, { textId, accepts: 'yes' })).statusCode).toBe(400)
    expect(await entries('nda.accepted')).toEqual([])
    expect((await post(signing, { textId, authority: 'yes', accepts: 'yes' })).statusCode).toBe(200)
    expect((await entries('nda.accepted'))[0]?.after).toMatchObject({ request: id, text: 1 })
    expect((await lettersTo('karl@kunde.example'))[0]?.text).toContain('The parties keep all of it secret.')
    expect(await read('isb', request.readRequest, { params: { requestId: id } })).toMatchObject({
      state: 'in_review',
      nda: { source: 'accepted', validTo: '2028-03-02', signatory: 'Karl Kunde, CEO' },
    })
    // Used links are over, and that somebody tried is recorded.
    for (const used of [link, signing]) expect((await get(used)).statusCode).toBe(410)
    expect(await entries('attestation.link-refused')).toHaveLength(2)
    expect((await post(signing, { textId, authority: 'yes', accepts: 'yes' })).statusCode).toBe(410)
    expect(await entries('nda.accepted')).toHaveLength(1)
  })

  it('stands on Today for those who handle it, with its date', async () => {
    const items = (await read('isb', readToday)).items
    expect(items.find(({ href }) => href === `/attestations/${id}`)).toMatchObject({
      dueAt: '2026-03-16T23:00:00.000Z',
    })
  })

  it('is answered by certificates that hold, of what was asked about, and approved by another person', async () => {
    const params = { requestId: id }
    const assessment = 'A customer before signing: reasonable.'
    const old = await recordOne('ISO-0', '2026-02-28')
    const propose = (ids: string[]) =>
      refused('isb', request.proposeRequest, { params, body: { assessment, certificateIds: ids } })
    expect((await propose([])).issues).toEqual(['required'])
    expect((await propose([old, crypto.randomUUID()])).issues).toEqual(['certificate_not_valid', 'unknown_certificate'])
    expect(await read('isb', request.readRequest, { params })).toMatchObject({ state: 'in_review', assessment: null })
    const proposed = await read('isb', request.proposeRequest, {
      params,
      body: { assessment, certificateIds: [certificateId] },
    })
    expect(proposed).toMatchObject({ state: 'proposed', isOwnProposal: true })
    expect(await refused('isb', request.approveRequest, { params })).toMatchObject({
      status: 403,
      code: 'four_eyes.same_person',
    })
    expect(await refused('isb', request.issueCopy, { params })).toMatchObject({
      status: 409,
      code: 'case.no_such_step',
    })
    expect(await read('owner', request.approveRequest, { params })).toMatchObject({ state: 'approved' })
  })

  it(
    'ends in a copy with the name of the recipient on every page, whose hash stands in the ledger',
    { timeout: 60_000 },
    async () => {
      const issued = await read('isb', request.issueCopy, { params: { requestId: id } })
      expect(issued).toMatchObject({ state: 'issued', copy: { number: 1, standstill: null, served: 0 }, dueAt: null })
      copyLink = await linkTo('erika@kunde.example', 'copies')
      const [entry] = await entries('attestation.issued')
      expect(entry?.after).toMatchObject({ number: 1, sha256: issued.copy?.sha256, certificates: [certificateId] })
      // The link by itself opens nothing.
      expect((await get(copyLink)).body).not.toContain('name="code"')
      expect((await post(copyLink, { code: '00000000' })).statusCode).toBe(403)
      expect((await post(`${copyLink}/code`, {})).statusCode).toBe(200)
      const code = /: (\d{4} \d{4})/.exec((await lettersTo('erika@kunde.example'))[0]?.text ?? '')?.[1] ?? ''
      expect((await post(copyLink, { code: code === '0000 0000' ? '1' : '00000000' })).statusCode).toBe(403)
      const served = await post(copyLink, { code })
      expect(served.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' })
      expect(createHash('sha256').update(served.rawPayload).digest('hex')).toBe(issued.copy?.sha256)
      const { text: onPages } = await extractText(await getDocumentProxy(new Uint8Array(served.rawPayload)), {
        mergePages: false,
      })
      expect(onPages.length).toBeGreaterThan(0)
      for (const one of onPages) expect(one.replaceAll(/\s+/g, ' ')).toContain('Copy 1 for Erika Muster, Kunde GmbH')
      expect(onPages.join(' ')).toMatch(/ISO.1[\s\S]*Betrieb der Plattform/)
      // The code was good once.
      expect((await post(copyLink, { code })).statusCode).toBe(403)
      const { accesses, copy } = await read('isb', request.readRequest, { params: { requestId: id } })
      expect(accesses.map(({ outcome }) => outcome)).toEqual([
        'used_code',
        'served',
        'wrong_code',
        'code_sent',
        'used_code',
      ])
      expect(accesses[0]?.address).toBe('198.51.100.7')
      expect(copy).toMatchObject({ served: 1, refused: 3 })
      expect(await entries('attestation.copy-served')).toHaveLength(1)
      expect(JSON.stringify(await entries('attestation.copy-refused'))).not.toContain('198.51.100')
    },
  )

  it('has a code guessed at five times and no more', async () => {
    clock.advance(3_700_000)
    await post(`${copyLink}/code`, {})
    const code = /: (\d{4} \d{4})/.exec((await lettersTo('erika@kunde.example'))[0]?.text ?? '')?.[1] ?? ''
    const wrong = code === '1111 1111' ? '22222222' : '11111111'
    for (let tries = 0; tries < 5; tries += 1) await post(copyLink, { code: wrong })
    expect((await post(copyLink, { code })).statusCode).toBe(403)
    for (let asked = 0; asked < 4; asked += 1) await post(`${copyLink}/code`, {})
    expect((await post(`${copyLink}/code`, {})).statusCode).toBe(429)
  })

  it('is in the log of disclosures, which can be taken along', async () => {
    expect((await read('auditor', request.listDisclosures)).items).toMatchObject([
      { number: 1, recipient: 'Erika Muster', organisation: 'Kunde GmbH', requestId: id },
    ])
    const file = await call('auditor', request.exportDisclosures, { query: { format: 'csv' } })
    expect(file.status).toBe(200)
    expect(file.body).toContain('Erika Muster')
  })
})

describe('a document on offer', () => {
  it(
    'is known to strangers by its title alone, is an approved one, and goes out as a copy of what was frozen',
    { timeout: 90_000 },
    async () => {
      const title = { de: 'Bericht zum Penetrationstest', en: 'Report of the penetration test' }
      const draft = await read('isb', createDocument, { body: { kind: 'statement.current', locale: 'en' } })
      const { documentId } = draft
      const offer = { body: { documentId, title } }
      expect((await refused('isb', arrangement.addOffer, offer)).issues).toEqual(['not_in_force'])
      await read('owner', approveDocument, { params: { documentId }, body: { reason: 'As it is.' } })
      const { offerId } = await read('isb', arrangement.addOffer, offer)
      expect(await refused('isb', arrangement.addOffer, offer)).toMatchObject({ code: 'attestation.offered_already' })
      const shown = (await get('/requests')).body
      expect(shown).toContain(title.en)
      expect(shown).not.toContain(documentId)
      const wish = { wants: `document ${offerId}`, organisation: 'Fünfte KG' }
      expect((await post('/requests', form('eva@kunde.example', wish), '192.0.2.91')).statusCode).toBe(303)
      const again = { repeatReason: 'Another document.' }
      await post(await linkTo('eva@kunde.example', 'requests/confirm'), again)
      const [asked] = (await read('isb', request.listRequests)).items
      expect(asked).toMatchObject({ wants: 'document', title, state: 'in_review' })
      const params = { requestId: asked?.requestId }
      const assessment = 'An auditor of a customer.'
      const withLetter = { params, body: { assessment, certificateIds: [certificateId] } }
      expect((await refused('isb', request.proposeRequest, withLetter)).issues).toEqual(['only_for_confirmation'])
      await read('isb', request.proposeRequest, { params, body: { assessment } })
      await read('owner', request.approveRequest, { params })
      const { copy } = await read('isb', request.issueCopy, { params })
      const entry = (await entries('attestation.issued')).find(({ object }) => object.id === params.requestId)
      expect(entry?.after).toMatchObject({ document: documentId, model: draft.sha256, sha256: copy?.sha256 })
      const link = await linkTo('eva@kunde.example', 'copies')
      await post(`${link}/code`, {})
      const code = /: (\d{4} \d{4})/.exec((await lettersTo('eva@kunde.example'))[0]?.text ?? '')?.[1] ?? ''
      const { rawPayload } = await post(link, { code })
      const { text: onPages } = await extractText(await getDocumentProxy(new Uint8Array(rawPayload)), {
        mergePages: false,
      })
      for (const one of onPages) expect(one.replaceAll(/\s+/g, ' ')).toContain('for Erika Muster, Fünfte KG')
      // Offering it no longer takes nothing back.
      await call('isb', arrangement.withdrawOffer, { params: { offerId } })
      expect((await get('/requests')).body).not.toContain(title.en)
      expect((await get(link)).statusCode).toBe(200)
    },
  )
})

describe('asking again', () => {
  it('needs a reason, which is asked of whoever has proved the address and of nobody else', async () => {
    expect((await post('/requests', form('otto@kunde.example'), '192.0.2.80')).statusCode).toBe(303)
    const link = await linkTo('otto@kunde.example', 'requests/confirm')
    expect((await get(link)).body).toContain('Why do you need it again?')
    expect((await post(link, {})).statusCode).toBe(400)
    const done = await post(link, { repeatReason: 'The auditor lost the first one.' })
    // The agreement holds for the organisation.
    expect(done.body).toContain('Complete')
    const [second] = (await read('isb', request.listRequests)).items
    expect(await read('isb', request.readRequest, { params: { requestId: second?.requestId } })).toMatchObject({
      state: 'in_review',
      repeatReason: 'The auditor lost the first one.',
      earlier: expect.arrayContaining([expect.objectContaining({ requestId: id })]),
    })
    const params = { requestId: second?.requestId }
    const told = 'We do not hand it out twice in a month.'
    await read('isb', request.refuseRequest, { params, body: { reason: told } })
    expect((await lettersTo('otto@kunde.example'))[0]?.text).toContain(told)
    expect(await refused('isb', request.refuseRequest, { params, body: { reason: told } })).toMatchObject({
      status: 409,
    })
  })

  it('is required of staff, too, who cannot go around address and agreement', async () => {
    const body = { ...form('uwe@kunde.example'), locale: 'en' }
    expect((await refused('isb', request.enterRequest, { body })).issues).toEqual(['repeat_without_reason'])
    const entered = await read('isb', request.enterRequest, { body: { ...body, email: 'uwe@dritte.example' } })
    expect(entered).toMatchObject({ state: 'requested', source: 'staff', confirmedAt: null })
    const params = { requestId: entered.requestId }
    const given = { params, body: { assessment: 'fine', certificateIds: [certificateId] } }
    expect(await refused('isb', request.proposeRequest, given)).toMatchObject({
      status: 409,
      code: 'case.no_such_step',
    })
    await post(await linkTo('uwe@dritte.example', 'requests/confirm'), {})
    expect(await refused('isb', request.proposeRequest, given)).toMatchObject({ status: 409 })
    const nda = {
      organisation: 'Dritte AG',
      domain: 'dritte.example',
      signatoryName: 'Dora Dritte',
      signatoryRole: 'Vorstand',
      signatoryEmail: 'dora@fremd.example',
      validFrom: '2026-03-01',
      validTo: '2026-02-01',
    }
    const file = { name: 'nda.pdf', content: '%PDF-1.7' }
    expect((await refused('isb', arrangement.recordNda, { body: nda, file })).issues.toSorted()).toEqual([
      'ends_before_start',
      'foreign_signatory',
    ])
    const sound = { ...nda, signatoryEmail: 'dora@dritte.example', validTo: '2026-12-31' }
    const recorded = await read('isb', arrangement.recordNda, { body: sound, file })
    expect(await read('isb', request.readRequest, { params })).toMatchObject({
      state: 'in_review',
      nda: { ndaId: recorded.ndaId },
    })
  })
})

describe('the end of a copy', () => {
  it('comes at once when a certificate that it states is withdrawn, and is told', async () => {
    await read('isb', withdrawCertificate, { params: { certificateId }, body: { reason: 'Withdrawn by the body.' } })
    const over = await get(copyLink)
    expect(over.statusCode).toBe(410)
    expect(over.body).toContain('A certificate that it confirms holds no longer')
    expect((await post(`${copyLink}/code`, {})).statusCode).toBe(410)
    const { services } = desk.stage.world
    const before = (await read('isb', request.listDisclosures)).items.find(({ number }) => number === 1)
    expect(before).toMatchObject({ standstill: 'certificate_over', endedAt: null })
    await sweepTenant(services, desk.stage.tenantId)
    const { copy, state } = await read('isb', request.readRequest, { params: { requestId: id } })
    expect({ state, standstill: copy?.standstill }).toEqual({ state: 'expired', standstill: 'expired' })
    expect((await lettersTo('erika@kunde.example'))[0]?.text).toContain('holds no longer')
  })

  it('comes with its days, and a revocation before them', { timeout: 60_000 }, async () => {
    const [waiting] = (await read('isb', request.listRequests)).items.filter(({ state }) => state === 'in_review')
    const params = { requestId: waiting?.requestId }
    const fresh = await recordOne('ISO-2', '2026-12-31')
    await read('isb', request.proposeRequest, { params, body: { assessment: 'fine', certificateIds: [fresh] } })
    await read('owner', request.approveRequest, { params })
    const { copy } = await read('isb', request.issueCopy, { params })
    expect(copy?.expiresAt).toBe('2026-04-01T22:00:00.000Z')
    const link = await linkTo('uwe@dritte.example', 'copies')
    const reason = 'Sent to the wrong department.'
    expect(await refused('management', request.revokeCopy, { params, body: { reason } })).toMatchObject({ status: 403 })
    await read('isb', request.revokeCopy, { params, body: { reason } })
    expect((await get(link)).body).toContain(reason)
    expect((await lettersTo('uwe@dritte.example'))[0]?.text).toContain(reason)
    expect(await refused('isb', request.revokeCopy, { params, body: { reason } })).toMatchObject({ status: 409 })
  })

  it('lets the requester be erased: name, letters and addresses go, number and hash stay', async () => {
    await read('isb', request.eraseRequester, { params: { requestId: id } })
    const erased = await read('isb', request.readRequest, { params: { requestId: id } })
    expect(erased).toMatchObject({ requester: null, purpose: null, signatory: null, copy: { number: 1 } })
    expect(erased.accesses.every(({ address }) => address === null)).toBe(true)
    expect(await lettersTo('erika@kunde.example')).toEqual([])
    expect(await lettersTo('karl@kunde.example')).toEqual([])
    await desk.stage.within(desk.stage.tenantId, null, null, async (context) => {
      const found = await findRequestsNaming(context, 'KARL@kunde.example')
      expect(found.ndaIds).toHaveLength(1)
      await eraseRequesters(context, found)
    })
    expect((await read('isb', arrangement.listNdas)).items.find(({ source }) => source === 'accepted')).toMatchObject({
      signatory: null,
    })
  })

  it('forgets what nobody confirmed, and reminds of what is due', async () => {
    const entered = await read('isb', request.enterRequest, { body: { ...form('ida@vierte.example'), locale: 'en' } })
    clock.advance(9 * 86_400_000)
    await sweepTenant(desk.stage.world.services, desk.stage.tenantId)
    await sweepTenant(desk.stage.world.services, desk.stage.tenantId)
    expect(await entries('attestation.reminded')).toHaveLength(0)
    clock.advance(5 * 86_400_000)
    await sweepTenant(desk.stage.world.services, desk.stage.tenantId)
    await sweepTenant(desk.stage.world.services, desk.stage.tenantId)
    expect((await entries('attestation.reminded')).map(({ object }) => object.id)).toEqual([entered.requestId])
    expect(await get(await linkTo('opfer@firma.example', 'requests/confirm'))).toMatchObject({ statusCode: 404 })
  })
})
