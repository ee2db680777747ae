/** A weaker version in the browser: compared in words, answered, approved by somebody else, announced to a customer. */
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import type { House } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let ada: Visitor
let ben: Visitor

openHouse(async ({ ada: admin, invite, ...opened }) => {
  ;({ browser, house } = opened)
  const colleague = await invite({ name: 'Ben Beispiel', roles: ['isb'] })
  ada = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: admin })
  ben = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: colleague, colorScheme: 'dark' })
})

async function weakened(): Promise<string> {
  const text = await readFile(new URL('../../catalog/statements/beleg.de.md', import.meta.url), 'utf8')
  return text
    .replace(
      'Der zweite Faktor (MFA) ist für alle Konten verpflichtend.',
      'Der zweite Faktor (MFA) ist, soweit angemessen, eingerichtet.',
    )
    .replace('- Ein Responsible-Disclosure-Programm liegt vor.\n', '')
    .replace('mindestens vierteljährlich rezertifiziert', 'mindestens monatlich rezertifiziert')
}

test('a customer is entered with the version that was promised', async () => {
  const { page } = ada
  await ada.open('/app/versions')
  await page.getByRole('row').filter({ hasText: 'in Kraft' }).first().waitFor()
  await page.getByRole('button', { name: 'Vertrag eintragen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Kunde', { exact: true }).fill('Muster GmbH')
  await dialog.getByLabel('Zugesagte Fassung').selectOption({ label: 'Fassung 1, Deutsch' })
  await dialog.getByLabel('Mitteilung an').fill('sicherheit@muster.example')
  await dialog.getByLabel('Beginn').fill('01.01.2026')
  await dialog.getByRole('button', { name: 'Vertrag eintragen' }).click()
  await page.getByRole('row').filter({ hasText: 'Muster GmbH' }).waitFor()
  await ada.picture('versions')
  await ada.examine()
})

test('a file is read and compared sentence by sentence, in words', async () => {
  const { page } = ada
  await page.getByRole('button', { name: 'Neue Fassung einlesen' }).click()
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({
      name: 'aussage.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(await weakened()),
    })
  await page.getByRole('dialog').getByRole('button', { name: 'Einlesen' }).click()
  // First the sentences are reviewed, then they are compared.
  await page.getByRole('heading', { level: 1, name: 'Fassung 2, Deutsch: Sätze prüfen' }).waitFor()
  await page.getByRole('link', { name: 'Vergleich mit der geltenden Fassung' }).click()
  await page.getByRole('heading', { level: 1, name: 'Fassung 2, Deutsch', exact: true }).waitFor()
  await page.getByText('„alle“ → „soweit angemessen“: schwächer.').waitFor()
  await page.getByText('Abstand: 3 Monate → 1 Monat: stärker.').waitFor()
  await page.getByText('2 Sätze halten die Freigabe auf').waitFor()
  await page.getByRole('button', { name: 'Einreichen' }).click()
  await page.getByText('in Prüfung').waitFor()
  expect(await page.getByRole('button', { name: 'Freigeben' }).getAttribute('aria-disabled')).toBe('true')
  await ada.picture('comparison')
  await ada.examine()
})

test('what is weaker is answered, and signed by somebody who wrote nothing of it', async () => {
  const { page } = ada
  const mfa = page.getByRole('listitem').filter({ hasText: 'Der zweite Faktor (MFA) ist für alle' }).last()
  await mfa.getByRole('button', { name: 'Urteil beantragen' }).click()
  await page
    .getByLabel('Begründung')
    .fill('Alle Konten melden sich künftig über das Firmenkonto an; der zweite Faktor wird dort erzwungen.')
  await page.getByRole('button', { name: 'Beantragen', exact: true }).click()
  const gone = page.getByRole('listitem').filter({ hasText: 'Responsible-Disclosure' }).last()
  await gone.getByRole('button', { name: 'Durch eine Maßnahme ausgleichen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ausgleichen' }).click()
  await page.getByText('Ausgeglichen durch').waitFor()

  await ben.open(new URL(page.url()).pathname)
  await ben.page.getByRole('button', { name: 'Unterschreiben' }).click()
  await ben.page.getByLabel('Warum Sie so urteilen').fill('Die Anmeldung über das Firmenkonto erzwingt ihn ohnehin.')
  await ben.picture('sign')
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Unterschreiben' }).click()
  await ben.page.getByText('Ben Beispiel urteilt').waitFor()
  await ben.page.getByRole('button', { name: 'Freigeben' }).click()
  await ben.page.getByText('freigegeben', { exact: true }).waitFor()
  await ben.page.getByRole('button', { name: 'Veröffentlichen' }).click()
  await ben.page.getByText('1 Kunde mit Vertrag wird jetzt benachrichtigt.').waitFor()
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }).click()
  await ben.page.getByText('angekündigt', { exact: true }).waitFor()
  await ben.picture('announced')
  await ben.examine()
})

test('the promised version stays readable for everybody, without a script', async () => {
  const stranger = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', javaScriptEnabled: false })
  await stranger.page.goto(`${house.baseUrl}/versions/de/1`)
  await stranger.page.getByText('Der zweite Faktor (MFA) ist für alle Konten verpflichtend.').waitFor()
  await stranger.page.getByText('In Kraft seit').waitFor()
  for (const path of ['/versions/de/2', '/versions/de/99', '/versions/fr/1', '/t/nobody/versions/de/1'])
    expect((await fetch(`${house.baseUrl}${path}`)).status, path).toBe(404)
  await stranger.picture('old-version')
  await stranger.leave()
})
