/** Subprocessors in a browser: entered, shown, subscribed to by a stranger without script, announced; on desk, phone, paper. */
import { listOutbox, readMail } from '#core/mail/contract.ts'
import { supplierContract } from '#modules/supplier/contract.ts'
import { addDays, dayOf } from '#platform/clock/calendar.ts'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let house: House
let ada: Inhabitant
let desk: Visitor
let stranger: Visitor

openHouse(async (opening) => {
  ;({ house, ada } = opening)
  desk = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  stranger = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de' })
})

const wolke = {
  name: 'Wolke Rechenzentren GmbH',
  role: 'subprocessor',
  address: 'Lange Straße 1, 60311 Frankfurt am Main',
  country: 'DE',
  purpose: 'Betrieb der Server und der Sicherungen',
  data: 'Alle Daten der Kunden, verschlüsselt',
  locations: 'Frankfurt am Main und Nürnberg',
  transferBasis: 'eea',
  startsOn: '2024-02-01',
}

test('a subprocessor is entered by form, with what the transfer rests on', async () => {
  const { page } = desk
  await desk.open('/app/registers/suppliers')
  await page.getByText('Noch kein Lieferant steht im Register.').waitFor()
  await page.getByRole('button', { name: 'Lieferanten aufnehmen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lieferanten aufnehmen' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Brief & Co. Inc.')
  await dialog.getByLabel('Land des Sitzes').selectOption({ label: 'Vereinigte Staaten' })
  await dialog.getByLabel('Zweck').fill('Versand von E-Mails')
  await dialog.getByLabel('Datenkategorien').fill('E-Mail-Adressen und Inhalte der Mails')
  await dialog.getByLabel('Orte der Verarbeitung').fill('Ohio, Dublin')
  await dialog.getByLabel('Übermittlung in Drittländer').selectOption('eea')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await dialog.getByText(/Der Sitz liegt außerhalb des EWR/).waitFor()
  await dialog.getByLabel('Übermittlung in Drittländer').selectOption('scc')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('link', { name: 'Brief & Co. Inc.' }).waitFor()
  await ada.client.call(supplierContract.create, { body: { fields: wolke } })
  await page.getByRole('link', { name: wolke.name }).waitFor()
  await desk.examine()
  await desk.picture('suppliers-de')
})

test('the list is shown by decision, and strangers find it from the statement', async () => {
  const { page } = desk
  await desk.open('/app/subprocessors')
  await page.getByText('wird nicht gezeigt').waitFor()
  await desk.examine()
  await page.getByRole('button', { name: 'Liste zeigen' }).press('Enter')
  await page.getByText('Die öffentliche Seite zeigt die Liste jetzt.').waitFor()
  await stranger.open('/')
  await stranger.page.getByRole('link', { name: 'Unterauftragsverarbeiter' }).click()
  await stranger.page.getByRole('heading', { level: 1, name: 'Unterauftragsverarbeiter' }).waitFor()
  await stranger.page.getByText('Vereinigte Staaten').first().waitFor()
})

test('a stranger asks to be told without script, by keyboard, and confirms by the link in the mail', async () => {
  const { page } = stranger
  await page.getByLabel('E-Mail-Adresse').fill('dsb@kunde.example')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' }).waitFor()
  await stranger.examine()
  const { items } = await ada.client.call(listOutbox)
  const { text } = await ada.client.call(readMail, { params: { mailId: items[0]?.id ?? '' } })
  const link = /http\S+\/confirmations\/\S+/.exec(text)?.[0] ?? ''
  await page.goto(link)
  await page.getByRole('button', { name: 'Bestätigen' }).press('Enter')
  await page.getByRole('heading', { name: 'Bestätigt' }).waitFor()
})

test('what is announced stands in public with its objection period, in both languages, on a phone and on paper', async () => {
  await ada.client.call(supplierContract.create, {
    body: {
      fields: {
        ...wolke,
        name: 'Stimme Analytics SAS',
        address: '12 rue de la Paix, Paris',
        country: 'FR',
        purpose: 'Auswertung von Störungsmeldungen',
        data: 'Fehlerberichte ohne Inhalte',
        locations: 'Paris',
        startsOn: addDays(dayOf(new Date()), 45),
      },
    },
  })
  for (const locale of ['de', 'en'] as const) {
    const { page } = stranger
    await stranger.open(`/subprocessors?lang=${locale}`)
    await page
      .getByText(locale === 'de' ? 'Sie können bis einschließlich' : 'You can object until')
      .first()
      .waitFor()
    await stranger.examine()
    await stranger.picture(`subprocessors-${locale}`)
  }
  const { page } = stranger
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('textbox').count()).toBe(0)
  if (process.env.BELEG_PICTURES !== undefined)
    await page.pdf({ path: `${process.env.BELEG_PICTURES}/subprocessors-print.pdf`, format: 'A4' })
  await page.emulateMedia({ media: 'screen' })
  await desk.open('/app/subprocessors')
  await expect
    .poll(() => desk.page.getByRole('button', { name: 'eine Adresse' }).count(), {
      timeout: 15_000,
    })
    .toBe(1)
  await desk.examine()
  await desk.picture('subprocessor-list-de')
  await desk.page.getByRole('button', { name: 'eine Adresse' }).click()
  await desk.page.getByRole('dialog').getByText('dsb@kunde.example').waitFor()
  await desk.examine()
})
