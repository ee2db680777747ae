import { afterAll, beforeAll, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { startHouse } from '../house.ts'
import { visit } from './visitor.ts'
const sound = `Personalnummer;Name;E-Mail;Beschäftigung;Abteilung;Vorgesetzte Person;Eintritt;Austritt
1;Ada Admin;ada@example.com;Geschäftsleitung;Leitung;;2019-04-01;
2;Ben Beispiel;ben@example.com;angestellt;Betrieb;1;2021-03-01;
3;Cem Celik;cem@example.com;angestellt;Betrieb;2;2022-09-01;2024-06-30
4;Dora Dienst;dora@example.com;extern;Vertrieb;1;2023-01-01;
`
test('shots', { timeout: 200000 }, async () => {
  const browser = await launchBrowser(inject('chromium'))
  const house = await startHouse({}, {})
  const ada = await house.enrolAdministrator()
  const admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada, colorScheme: (process.env.SCHEME as never) ?? 'light' })
  const { page } = admin
  await admin.open('/app/registers/people')
  await page.waitForTimeout(1000)
  await page.screenshot({ path: '/tmp/shots-reg/empty.png', fullPage: true })
  await page.getByRole('button', { name: 'Importieren', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Datei importieren' })
  await dialog.locator('input[type=file]').setInputFiles({ name: 'personal.csv', mimeType: 'text/csv', buffer: Buffer.from(sound) })
  await page.screenshot({ path: '/tmp/shots-reg/dialog.png' })
  await dialog.getByRole('button', { name: 'Ansehen' }).click()
  await page.getByRole('heading', { name: 'Vorschau' }).waitFor()
  await page.screenshot({ path: '/tmp/shots-reg/preview.png', fullPage: true })
  page.on('response', async (r) => { if (r.status() >= 400) console.log('ANSWER', r.status(), r.url(), await r.text()) })
  await page.getByRole('button', { name: 'Übernehmen' }).click()
  await page.waitForTimeout(3000)
  await page.screenshot({ path: '/tmp/shots-reg/applied.png', fullPage: true })
  await admin.open('/app/registers/people?asOf=2024-01-01&known=today')
  await page.waitForTimeout(1000)
  await page.screenshot({ path: '/tmp/shots-reg/list.png', fullPage: true })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.screenshot({ path: '/tmp/shots-reg/list-phone.png', fullPage: true })
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.getByRole('link', { name: 'Cem Celik' }).click()
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/shots-reg/entry.png', fullPage: true })
  await page.getByRole('button', { name: 'Zum heutigen Stand' }).click()
  await page.getByRole('button', { name: 'Ändern' }).click()
  await page.waitForTimeout(500)
  await page.getByRole('combobox', { name: 'Vorgesetzte Person' }).fill('Ben')
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/shots-reg/form.png' })
  await browser.close()
  await house.stop()
})
