/** A document from the wish to the file: made by one, looked at, approved by another, checked by its hash, superseded. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Download } from 'playwright-core'
import { expect, test } from 'vitest'
import { approveDocument, createDocument } from '#modules/document/contract.ts'
import type { Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let ada: Visitor
let isb: Visitor
let stranger: Visitor
let owner: Inhabitant
let ben: Inhabitant

openHouse(async ({ browser, house, ada: first, invite }) => {
  owner = first
  ben = await invite({ name: 'Ben Beispiel', roles: ['isb'] })
  stranger = await visit(browser, { baseUrl: house.baseUrl, locale: 'de' })
  ada = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: owner })
  isb = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
})

const bytesOf = async (download: Download) => readFile(await download.path())

async function makeStatement({ page, open }: Visitor): Promise<void> {
  await open('/app/documents')
  await page.getByRole('button', { name: 'Erstellen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erstellen' })
  await dialog.getByLabel('Art').selectOption({ label: 'Sicherheitsaussage mit Stand' })
  await dialog.getByRole('button', { name: 'Erstellen' }).click()
  await page.getByRole('heading', { name: 'Freigabe' }).waitFor()
}

test('somebody makes the statement as it stands and sees what it will say', async () => {
  const { page } = isb
  await isb.open('/app/')
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Dokumente' }).click()
  await page.getByText('Noch kein Dokument').waitFor()
  await isb.examine()
  await page.getByRole('button', { name: 'Erstellen' }).click()
  await page.getByRole('dialog', { name: 'Erstellen' }).waitFor()
  await isb.examine()
  await page.keyboard.press('Escape')
  await makeStatement(isb)
  await page.getByRole('status').filter({ hasText: 'Fassung 1 ist erstellt' }).waitFor()
  const sheet = page.getByRole('article')
  await sheet.getByText('Der zweite Faktor (MFA) ist für alle Konten verpflichtend.').waitFor()
  // Who made it may take it back, not approve it, and reads why.
  await page
    .getByText('Das muss eine andere Person tun als die, von der es stammt (Vier-Augen-Prinzip).')
    .first()
    .waitFor()
  await isb.examine()
  await isb.picture('document')
})

test('the files are what the page says, and the hash is that of the content file', async () => {
  const { page } = isb
  const fetched = async (name: string | RegExp) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) }
  }
  const pdf = await fetched(/^PDF/)
  expect(pdf.name).toMatch(/^statement-current-\d{4}-\d\d-\d\d-v1-de\.pdf$/)
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await fetched(/^DOCX/)).bytes.subarray(0, 2).toString()).toBe('PK')
  expect((await fetched(/^HTML/)).bytes.toString('utf8')).toContain('<html lang="de">')
  const json = await fetched(/^Inhaltsdatei/)
  const shown = await page.locator('.copy-field-value').first().textContent()
  expect(createHash('sha256').update(json.bytes).digest('hex')).toBe(shown)
})

test('somebody else approves it, and a later version supersedes it', async () => {
  const { page } = ada
  await ada.open('/app/documents?state=draft')
  await page.getByRole('row').filter({ hasText: 'Ben Beispiel' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Freigeben' }).click()
  const dialog = page.getByRole('dialog', { name: 'Dokument freigeben' })
  await dialog.getByLabel('Begründung').fill('Gelesen und richtig befunden.')
  await ada.examine()
  await dialog.getByRole('button', { name: 'Freigeben' }).click()
  await page.getByText('Ada Admin').waitFor()
  await page.getByText('freigegeben', { exact: true }).first().waitFor()
  await ada.examine()

  await makeStatement(isb)
  await isb.page.getByRole('heading', { name: 'Alle Fassungen' }).waitFor()
  const second = isb.page.url()
  await page.goto(second)
  await page.getByRole('button', { name: 'Freigeben' }).click()
  await dialog.getByLabel('Begründung').fill('Gelesen und richtig befunden.')
  await dialog.getByRole('button', { name: 'Freigeben' }).click()
  const versions = page.getByRole('region', { name: 'Alle Fassungen' }).getByRole('listitem')
  await versions.filter({ hasText: 'Fassung 1' }).getByText('abgelöst').waitFor()
  await versions.getByRole('link', { name: 'Fassung 1' }).click()
  await page.getByText('Eine neuere Fassung hat dieses Dokument abgelöst.').waitFor()
  await ada.examine()
})

test('the evidence of one sentence is a document too, and the list is narrowed by kind', async () => {
  const { page } = isb
  await isb.open('/app/documents')
  await page.getByRole('button', { name: 'Erstellen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erstellen' })
  await dialog.getByLabel('Art').selectOption({ label: 'Nachweise eines Satzes' })
  const sentences = dialog.locator('select[name=aboutId]')
  await expect.poll(() => sentences.locator('option').count()).toBeGreaterThan(5)
  const mfa = await sentences.locator('option').filter({ hasText: 'zweite Faktor' }).first().getAttribute('value')
  await sentences.selectOption(mfa ?? '')
  await dialog.getByRole('button', { name: 'Erstellen' }).click()
  const sheet = page.getByRole('article')
  await sheet.getByText('Nachweise, neueste zuerst').first().waitFor()
  expect(await sheet.getByText('beleg/identity.accounts').count()).toBeGreaterThan(0)
  // Names are in the register, where they can be erased.
  expect(await sheet.getByText('Ben Beispiel').count()).toBe(0)
  await isb.examine()
  await isb.picture('document-evidence')
  await isb.open('/app/documents?kind=statement.evidence')
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  await isb.picture('documents')
  await isb.examine()
})

test('the TOM annex is offered to everybody by decision, and says at its address when its approval is withdrawn', async () => {
  const body = { kind: 'trust-centre.tom', locale: 'de' } as const
  const { documentId } = await ben.client.call(createDocument, { body })
  await owner.client.call(approveDocument, { params: { documentId }, body: { reason: 'Gelesen.' } })
  const { page } = ada
  await ada.open('/app/public-page')
  const offered = page.getByRole('region', { name: 'Dokumente für alle' })
  await offered.getByRole('button', { name: 'Für alle zeigen' }).press('Enter')
  await page.getByText('Jeder kann das Dokument jetzt herunterladen.').waitFor()
  await ada.examine()
  await ada.picture('public-page-documents')
  await stranger.open('/')
  await stranger.page.getByRole('link', { name: 'Dokumente' }).click()
  await stranger.page.getByRole('heading', { level: 1, name: 'Dokumente' }).waitFor()
  await stranger.examine()
  await stranger.picture('trust-documents')
  const link = stranger.page.getByRole('link', { name: /1: PDF$/ })
  const [download] = await Promise.all([stranger.page.waitForEvent('download'), link.click()])
  expect((await bytesOf(download)).subarray(0, 5).toString()).toBe('%PDF-')
  await stranger.page.getByRole('link', { name: 'Technische und organisatorische Maßnahmen', exact: true }).click()
  await stranger.page.getByText(/^In Kraft seit/).waitFor()
  await ada.open(`/app/documents/${documentId}`)
  await page.getByRole('button', { name: 'Freigabe zurückziehen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Freigabe zurückziehen' })
  await dialog.getByLabel('Begründung').fill('Nennt den falschen Ort.')
  await ada.examine()
  await dialog.getByRole('button', { name: 'Freigabe zurückziehen' }).click()
  await page.getByText('Die Freigabe dieses Dokuments ist zurückgezogen.').waitFor()
  await ada.examine()
  await stranger.page.reload()
  await stranger.page.getByText(/Dieses Dokument gilt nicht mehr/).waitFor()
  await stranger.examine()
  await stranger.picture('trust-document-withdrawn')
  await stranger.leave()
  await isb.leave()
  await ada.leave()
})
