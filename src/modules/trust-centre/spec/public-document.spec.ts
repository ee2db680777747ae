/** Documents for everybody in a running instance: made of the public face, approved by two, downloaded by strangers. */
import { createHash } from 'node:crypto'
import { tomGroups } from '#catalog/mapping/tom.ts'
import {
  approveDocument,
  createDocument,
  readDocumentModel,
  withdrawApproval,
  type DocumentDetail,
} from '#modules/document/contract.ts'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTrustCentre, showDocument, showSentence } from '../contract.ts'

let house: House
let ada: Inhabitant
let ben: Inhabitant

beforeAll(async () => {
  house = await startHouse()
  ada = await house.enrolAdministrator()
  ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['isb'] })
}, 60_000)
afterAll(() => house?.stop())

const make = (kind: string, locale: 'de' | 'en') => ada.client.call(createDocument, { body: { kind, locale } })
const approve = (documentId: string) =>
  ben.client.call(approveDocument, { params: { documentId }, body: { reason: 'Read and found right.' } })
const show = (documentId: string, isShown: boolean) =>
  ada.client.call(showDocument, { params: { documentId }, body: { isShown } })
const page = async (path: string) => {
  const answer = await fetch(`${house.baseUrl}${path}`, { headers: { 'accept-language': 'en' } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const text = async (path: string) => (await page(path)).bytes.toString('utf8')
let statement: DocumentDetail
let withheldText: string

describe('the statement for customers', () => {
  it('says of each sentence what the public page says, and no more', async () => {
    const { statement: shown } = await ada.client.call(readTrustCentre, { query: { locale: 'en' } })
    const hidden = shown?.sentences[0]
    withheldText = hidden?.text ?? ''
    await ada.client.call(showSentence, { params: { claimId: hidden?.claimId ?? '' }, body: { display: 'text' } })
    statement = await make('trust-centre.statement', 'en')
    expect(statement).toMatchObject({ classification: 'public', state: 'draft' })
    const model = await ada.client.call(readDocumentModel, { params: { documentId: statement.documentId } })
    const judged = model.blocks.filter((block) => block.kind === 'judged')
    expect(judged.length).toBeGreaterThan(20)
    expect(judged.find((block) => block.text[0] === withheldText)).toMatchObject({
      status: null,
      detail: ['The status is not shown.'],
    })
    const promises = shown?.sentences.filter(({ kind }) => kind === 'promise').length
    expect(JSON.stringify(model.cover)).toContain(
      `of ${promises} promises are proven. Promises whose status is not shown: 1.`,
    )
    expect(JSON.stringify(model.blocks)).toContain('beleg verify export.zip --since head.txt')
  })
})

describe('the annex of measures', () => {
  it('has every heading of Art. 32 in its order, in both languages, and says where nothing is promised', async () => {
    for (const locale of ['de', 'en'] as const) {
      const { documentId } = await make('trust-centre.tom', locale)
      const { blocks } = await ada.client.call(readDocumentModel, { params: { documentId } })
      const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [[block.level, block.text]] : []))
      const expected = tomGroups.flatMap(({ title, clause, categories }) => [
        [1, `${title[locale]} (${clause[locale]})`],
        ...(categories.length === 1 ? [] : categories.map((category) => [2, category.title[locale]])),
      ])
      expect(headings.slice(0, expected.length)).toEqual(expected)
      const at = (heading: string) => blocks.findIndex((block) => block.kind === 'heading' && block.text === heading)
      const [from, to] =
        locale === 'de'
          ? [at('Zugangskontrolle'), at('Zugriffskontrolle')]
          : [at('System access control'), at('Data access control')]
      expect(JSON.stringify(blocks.slice(from, to))).toMatch(/\(MFA\)/)
      expect(JSON.stringify(blocks)).toContain(
        locale === 'de'
          ? 'Dazu sagt die veröffentlichte Fassung nichts.'
          : 'The published version says nothing of this.',
      )
    }
  })
})

describe('a public document', () => {
  it('is one that was approved by somebody else and is classified as public', async () => {
    await expect(show(statement.documentId, true)).rejects.toMatchObject({ code: 'trust-centre.not_publishable' })
    const internal = await make('statement.current', 'en')
    await approve(internal.documentId)
    await expect(show(internal.documentId, true)).rejects.toMatchObject({ code: 'trust-centre.not_publishable' })
    await approve(statement.documentId)
    expect((await ada.client.call(readTrustCentre, { query: {} })).documents).toMatchObject([
      { documentId: statement.documentId, isShown: false },
    ])
    // Approved alone shows nothing to strangers.
    for (const path of ['', '/pdf']) expect((await page(`/documents/${statement.documentId}${path}`)).status).toBe(404)
  })

  it('is found from the statement and downloaded without signing in, byte for byte as its hash says', async () => {
    await show(statement.documentId, true)
    await expect.poll(() => text('/?')).toContain('href="/documents?lang=en"')
    expect(await text('/documents')).toContain(`/documents/${statement.documentId}/pdf`)
    expect(await text(`/documents/${statement.documentId}`)).toContain('In force since')
    for (const { format, sha256 } of statement.files) {
      const { bytes, headers } = await page(`/documents/${statement.documentId}/${format}`)
      expect(createHash('sha256').update(bytes).digest('hex'), format).toBe(sha256)
      expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    }
    const { bytes } = await page(`/documents/${statement.documentId}/pdf`)
    const { text: written } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
    expect(written).toContain(withheldText.slice(0, 40))
    for (const path of ['/documents/nobody', `/documents/${statement.documentId}/exe`, '/t/unknown/documents'])
      expect((await page(path)).status).toBe(404)
  })

  it('says so when it is superseded or its approval is withdrawn, and stays to be read', async () => {
    const next = await make('trust-centre.statement', 'en')
    await approve(next.documentId)
    await show(next.documentId, true)
    const old = await text(`/documents/${statement.documentId}`)
    expect(old).toContain('A newer version applies since then.')
    expect(old).toContain(`/documents/${next.documentId}?lang=en`)
    expect((await page(`/documents/${statement.documentId}/pdf`)).status).toBe(200)
    expect(await text('/documents')).not.toContain(statement.documentId)
    await ben.client.call(withdrawApproval, {
      params: { documentId: next.documentId },
      body: { reason: 'It names the wrong scope.' },
    })
    expect(await text(`/documents/${next.documentId}`)).toContain('This document is in force no longer.')
    expect(await text('/documents')).toContain('There is no document here at present.')
    await expect(
      ben.client.call(withdrawApproval, { params: { documentId: next.documentId }, body: { reason: 'Again.' } }),
    ).rejects.toMatchObject({ code: 'document.not_in_force' })
    await show(next.documentId, false)
    expect((await page(`/documents/${next.documentId}`)).status).toBe(404)
  })
})
