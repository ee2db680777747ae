/** The past beyond the statement: Today, a measure, a person, their reports, and days as Germans write them. */
import { expect, test } from 'vitest'
import { deleteSecondFactor, mfaSentence as sentence, openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let reader: Visitor
let brokenAt: string

openHouse(async (opening) => {
  const { browser, house, ada } = opening
  const ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = reader
  await reader.open('/app/')
  page.setDefaultTimeout(40_000)
  const mark = () => page.getByText(sentence, { exact: true }).locator('xpath=..')
  await mark().getByText('bewiesen', { exact: true }).waitFor()
  await deleteSecondFactor(house, ben)
  await mark().getByText('widerlegt', { exact: true }).waitFor()
  await page.waitForTimeout(1_500)
  brokenAt = new Date().toISOString()
  await page.waitForTimeout(500)
})

test('Today shows what waited at an instant, in whose hands, without a thing to press', async () => {
  const { page } = reader
  await reader.open(`/app/today?asOf=${encodeURIComponent(brokenAt)}`)
  await page.getByRole('heading', { level: 1, name: 'Was damals wartete' }).waitFor()
  await page.getByRole('heading', { name: 'Bei niemandem' }).waitFor()
  await page.getByRole('link', { name: sentence }).first().waitFor()
  await page.getByText('Feststellung').first().waitFor()
  await reader.examine()
  await reader.picture('today-then')
  const main = page.getByRole('main')
  expect(await main.getByRole('button').allTextContents()).toHaveLength(2)
  await page.getByRole('button', { name: 'Zurück zu heute' }).click()
  await page.getByRole('heading', { level: 1, name: 'Heute' }).waitFor()
})

test('a day is typed as Germans write it, and what is no day is said', async () => {
  const { page } = reader
  await reader.open('/app/today')
  await page.getByRole('button', { name: 'Stichtag: heute' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stichtag wählen' })
  const field = dialog.getByLabel('Stichtag')
  expect(await field.getAttribute('placeholder')).toBe('TT.MM.JJJJ')
  await field.fill('31.11.2026')
  await field.press('Tab')
  await dialog.getByText('Das ist kein Tag. Schreiben Sie ihn wie 22.11.2026.').waitFor()
  await reader.examine()
  await field.fill('5.1.2026')
  await field.press('Tab')
  expect(await field.inputValue()).toBe('05.01.2026')
  await reader.picture('date-field')
  await dialog.getByRole('button', { name: 'Anzeigen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Was damals wartete' }).waitFor()
  expect(new URL(page.url()).search).toBe('?asOf=2026-01-05')
  await page.getByText('Nichts wartete').waitFor()
  await reader.examine()
})

test('a measure is reached from its sentence: how it stands, since when, for whom, and its report', async () => {
  const { page } = reader
  await reader.open('/app/')
  await page.getByRole('link', { name: sentence }).click()
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor()
  await page.getByRole('heading', { level: 2 }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Was sie verlangt' }).waitFor()
  await page.locator('.measure-status').getByText('widerlegt', { exact: true }).waitFor()
  await page.getByRole('row').filter({ hasText: sentence }).getByText('widerlegt').waitFor()
  await reader.examine()
  await reader.picture('measure')
  await page.getByRole('link', { name: 'Maßnahmen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Maßnahmen' }).waitFor()
  await page.getByRole('table', { name: 'Maßnahmen' }).waitFor()
  await reader.examine()
  await reader.picture('measures')

  await page.goBack()
  await page.getByRole('button', { name: 'Zeitraumbericht' }).click()
  const dialog = page.getByRole('dialog', { name: 'Zeitraumbericht erstellen' })
  await dialog.getByLabel('Erster Tag').fill('01.11.2026')
  await reader.examine()
  await dialog.getByRole('button', { name: 'Erstellen' }).click()
  await page.getByRole('heading', { name: 'Freigabe' }).waitFor()
  await page.getByRole('article').getByText('So wird gezählt').waitFor()
  await reader.examine()
  await reader.picture('measure-report')
}, 120_000)

test('the period report of the whole statement fits on a phone', async () => {
  const { page } = reader
  await reader.open('/app/documents')
  await page.getByRole('button', { name: 'Erstellen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erstellen' })
  await dialog.getByLabel('Art').selectOption({ label: 'Zeitraumbericht' })
  await dialog.getByRole('button', { name: 'Erstellen' }).click()
  await page.getByRole('heading', { name: 'Freigabe' }).waitFor()
  await page.getByRole('article').getByText('So wird gezählt').waitFor()
  await reader.examine()
  await reader.picture('statement-report')
}, 120_000)

test('a person reads what is recorded about them, and an administrator what is recorded about another', async () => {
  const { page } = reader
  await reader.open('/app/account')
  await page.getByRole('link', { name: 'Was über Sie aufgezeichnet ist' }).click()
  await page.getByRole('heading', { level: 1, name: 'Was über Sie aufgezeichnet ist' }).waitFor()
  await page.getByRole('heading', { name: 'Konto und Rollen' }).waitFor()
  await reader.examine()
  await reader.open('/app/people')
  await page.getByRole('link', { name: 'Ben Beispiel' }).click()
  await page.getByRole('link', { name: 'Akte' }).click()
  await page.getByRole('heading', { level: 1, name: 'Akte von Ben Beispiel' }).waitFor()
  await page.getByRole('table', { name: 'Änderungen am Zugang' }).getByText('Konto eingerichtet').waitFor()
  await reader.examine()
  await reader.picture('record')
  await page.getByLabel('Erster Tag').fill('01.01.2026')
  await page.getByLabel('Letzter Tag').fill('02.01.2026')
  await page.getByRole('button', { name: 'Anzeigen' }).click()
  await page.getByText('In diesem Zeitraum gab es kein Konto.').waitFor()
  expect(new URL(page.url()).search).toContain('from=2026-01-01&until=2026-01-02')
  await reader.examine()
  await reader.leave()
})
