/** Frameworks in the browser: gaps and crosswalk, a statement of applicability from draft to force, a certificate. */
import { annexA } from '#catalog/frameworks.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listEvidence, reviewEvidence } from '#core/evidence/contract.ts'
import { changeLocale } from '#modules/identity/contract.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { startHouse, type House, type Inhabitant } from '../house.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let administrator: Inhabitant
let ben: Inhabitant
let ada: Visitor
let isb: Visitor
let dark: Visitor
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-soa-'))
  browser = await launchBrowser(inject('chromium'))
  house = await startHouse()
  administrator = await house.enrolAdministrator()
  ben = await house.invite({ ...administrator, stepUp: async () => {} }, { name: 'Ben Beispiel', roles: ['isb'] })
  ada = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: administrator })
  isb = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
  dark = await visit(browser, { baseUrl: house.baseUrl, locale: 'en', as: administrator, colorScheme: 'dark' })
})
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await rm(directory, { recursive: true, force: true })
})

const picture = ({ page }: Visitor, name: string) => page.screenshot({ path: `test-output/framework-${name}.png` })

async function onPhone(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.setViewportSize({ width: 390, height: 844 })
  await picture(visitor, name)
  await visitor.page.setViewportSize({ width: 1280, height: 860 })
}

test('the frameworks say what is proven and never call themselves certified', async () => {
  const { page } = isb
  await isb.open('/app/frameworks')
  const row = page.getByRole('row').filter({ hasText: 'ISO/IEC 27001' })
  await row.getByText('kein gültiges Zertifikat').waitFor()
  await page.getByText('Noch keine Erklärung zur Anwendbarkeit').waitFor()
  await page.getByText('Noch kein Zertifikat').waitFor()
  await isb.examine()
  await picture(isb, 'list')
  await onPhone(isb, 'list-phone')
})

test('a framework shows its gaps, and beside it what another one calls the same', async () => {
  const { page } = isb
  await page.getByRole('link', { name: 'ISO/IEC 27001' }).click()
  await page.getByRole('heading', { level: 1, name: 'ISO/IEC 27001' }).waitFor()
  const signIn = page.getByRole('row').filter({ hasText: 'A.8.5' })
  await signIn.getByRole('link', { name: 'Zweiter Faktor für alle Konten' }).waitFor()
  await page.getByLabel('Zeigen').selectOption('unmapped')
  await page.getByRole('row').filter({ hasText: 'A.5.32' }).getByText('keine Maßnahme').waitFor()
  await page.getByLabel('Zeigen').selectOption('all')
  await page.getByLabel('Gegenüberstellen').selectOption({ label: 'SOC 2' })
  await signIn.getByText('CC6.1').first().waitFor()
  await picture(isb, 'gap')
  await onPhone(isb, 'gap-phone')
  // The same page with fewer rows: examining 123 of them takes half a minute.
  await page.getByLabel('Zeigen').selectOption('satisfied')
  await isb.examine()
})

test('somebody begins the statement, decides one row and the rest, and reads a sheet with faults', async () => {
  const { page } = isb
  await isb.open('/app/frameworks')
  await page.getByRole('button', { name: 'Entwurf beginnen' }).click()
  const begin = page.getByRole('dialog', { name: 'Entwurf beginnen' })
  await begin.getByLabel('Geltungsbereich').fill('Beleg als Dienst, samt Entwicklung und Betrieb')
  await begin.getByRole('button', { name: 'Entwurf beginnen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Erklärung zur Anwendbarkeit, Fassung 1' }).waitFor()
  await page.getByRole('searchbox').fill('A.8.30')
  await page.getByRole('button', { name: 'A.8.30 entscheiden' }).click()
  const row = page.getByRole('dialog', { name: /^A\.8\.30/ })
  await row.getByRole('combobox', { name: 'Anwendbar' }).selectOption('no')
  await row.getByLabel('Begründung des Ausschlusses').fill('Niemand außer uns entwickelt an Beleg.')
  await picture(isb, 'row')
  await isb.examine()
  await row.getByRole('button', { name: 'Speichern' }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /offene Zeilen entscheiden/ }).click()
  const many = page.getByRole('dialog', { name: /offene Zeilen entscheiden/ })
  await many.getByRole('combobox', { name: 'Anwendbar' }).selectOption('yes')
  await many.getByText('Risiko', { exact: true }).click()
  await many.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText('0 offen').waitFor()

  const file = join(directory, 'anwendbarkeit.csv')
  const lines = annexA.map(({ id }, at) => `${id};${at === 3 ? 'vielleicht' : 'ja'};Risiko`)
  await writeFile(file, ['Nr.;Anwendbar;Gründe', ...lines.slice(1)].join('\r\n'))
  await page.getByRole('button', { name: 'Tabelle einlesen' }).click()
  const sheet = page.getByRole('dialog', { name: 'Tabelle einlesen' })
  await sheet.locator('input[type=file]').setInputFiles(file)
  await sheet.getByRole('button', { name: 'Ansehen' }).click()
  await sheet.getByText('„vielleicht“ ist weder ja noch nein.').waitFor()
  await sheet.getByText('1 Maßnahme aus Anhang A fehlt in der Datei: A.5.1').waitFor()
  await picture(isb, 'sheet')
  await isb.examine()
})

test('somebody else approves it, and it says where it and what is known disagree', async () => {
  const { page } = ada
  await ada.open('/app/frameworks')
  await page.getByRole('link', { name: 'Fassung 1' }).click()
  await page.getByRole('button', { name: 'Freigeben' }).click()
  const dialog = page.getByRole('dialog', { name: 'Freigeben' })
  await dialog.getByLabel('Begründung').fill('Gelesen und richtig befunden.')
  await dialog.getByRole('button', { name: 'Freigeben' }).click()
  await page.getByText('freigegeben', { exact: true }).first().waitFor()
  await page.getByLabel('Zeigen').selectOption('excluded')
  await page.getByRole('row').filter({ hasText: 'A.8.30' }).getByText('Niemand außer uns').waitFor()
  await ada.examine()
  await page.getByLabel('Zeigen').selectOption('all')
  await picture(ada, 'soa')
  await onPhone(ada, 'soa-phone')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'OSCAL: Plan' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('soa-v1-ssp.json')
})

test('a certificate makes it "certified", for what it covers and as long as it holds', async () => {
  const { page } = ada
  await ada.open('/app/frameworks')
  await page.getByRole('button', { name: 'Zertifikat erfassen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Zertifikat erfassen' })
  await dialog.getByLabel('Erklärung zur Anwendbarkeit').selectOption({ label: 'Fassung 1' })
  await dialog.getByLabel('Ausgestellt von').fill('Prüfstelle Nord')
  await dialog.getByLabel('Nummer').fill('PN-27001-1')
  await dialog.getByLabel('Geltungsbereich').fill('Beleg als Dienst')
  await dialog.getByLabel('Gültig ab').fill('2020-01-01')
  await dialog.getByLabel('Gültig bis').fill('2099-12-31')
  const file = join(directory, 'zertifikat.pdf')
  await writeFile(file, '%PDF-1.7')
  await dialog.locator('input[type=file]').setInputFiles(file)
  await ada.examine()
  await dialog.getByRole('button', { name: 'Zertifikat erfassen' }).click()
  await page.getByRole('row').filter({ hasText: 'PN-27001-1' }).getByText('wartet auf Prüfung').waitFor()
  const { items } = await ben.client.call(listEvidence, { query: { state: 'in_review' } })
  const body = { outcome: 'accepted', reason: 'Die Datei ist das Zertifikat.' } as const
  await ben.stepUp()
  await ben.client.call(reviewEvidence, { params: { evidenceId: items[0]?.id ?? '' }, body })
  const row = page
    .getByRole('row')
    .filter({ hasText: 'Clauses 4' })
    .or(page.getByRole('row').filter({ hasText: 'Abschnitte 4' }))
  await row.getByText('zertifiziert', { exact: true }).waitFor()
  await ada.examine()
  await picture(ada, 'certified')
  await administrator.client.call(changeLocale, { body: { locale: 'en' } })
  await dark.open('/app/frameworks')
  await dark.page.getByText('certified', { exact: true }).waitFor()
  await dark.examine()
  await picture(dark, 'dark')
  await dark.page.getByRole('link', { name: 'Version 1' }).click()
  await dark.page.getByRole('heading', { level: 1, name: /Statement of Applicability/ }).waitFor()
  await picture(dark, 'soa-dark')
  await dark.open('/app/frameworks/nis2')
  await dark.page.setViewportSize({ width: 1920, height: 1080 })
  await picture(dark, 'gap-wide-dark')
  for (const visitor of [ada, isb, dark]) await visitor.leave()
})
