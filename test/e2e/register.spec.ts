/** The registers in a real browser: brought by file, looked at before, read as of a past day, changed and taken back. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { peopleContract } from '#modules/workforce/contract.ts'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let house: House
let ada: Inhabitant
let admin: Visitor

openHouse(async (opening) => {
  ;({ house, ada } = opening)
  admin = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

const titles = 'Personalnummer;Name;E-Mail;Beschäftigung;Abteilung;Vorgesetzte Person;Eintritt;Austritt'
const faulty = `${titles}
1;Ada Admin;ada@example.com;Geschäftsleitung;Leitung;;2019-04-01;
2;Ben Beispiel;ben@example.com;angestellt;Betrieb;niemand;31.2.2021;
3;Cem Celik;cem@example.com;angestellt;Betrieb;1;2022-09-01;2021-01-01
`
const sound = `${titles}
1;Ada Admin;ada@example.com;Geschäftsleitung;Leitung;;2019-04-01;
2;Ben Beispiel;ben@example.com;angestellt;Betrieb;1;2021-03-01;
3;Cem Celik;cem@example.com;angestellt;Betrieb;2;2022-09-01;2024-06-30
4;Dora Dienst;dora@example.com;extern;Vertrieb;1;2023-01-01;
`

async function upload(name: string, text: string): Promise<void> {
  const { page } = admin
  await page.getByRole('button', { name: 'Importieren', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Datei importieren' })
  await dialog.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await dialog.getByLabel('Quelle').fill('hr')
  await dialog.getByRole('button', { name: 'Ansehen' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('heading', { name: 'Vorschau' }).waitFor()
}

test('a file with faults is shown with every fault by row and column, and cannot be applied', async () => {
  const { page } = admin
  await admin.open('/app/registers/people')
  await page.getByText('Noch niemand steht im Register.').waitFor()
  await admin.examine()
  await upload('personal.csv', faulty)
  await page.getByText('„niemand“ steht weder im Register der Personen noch in dieser Datei.').waitFor()
  await page.getByText('„31.2.2021“ ist kein Datum.').waitFor()
  await page.getByText('Das Ende 2021-01-01 liegt vor dem Beginn 2022-09-01.').waitFor()
  await admin.examine()
  await page.getByRole('button', { name: 'Übernehmen' }).press('Enter')
  await page.getByText('2 Zeilen haben Fehler. Solange wird nichts übernommen.').first().waitFor()
  await page.getByRole('button', { name: 'Entwurf verwerfen' }).click()
  await page.getByText('Noch niemand steht im Register.').waitFor()
})

test('a sound file is applied and stands in the table; who has an account stays the same person', async () => {
  const { page } = admin
  await upload('personal.csv', sound)
  await page.getByRole('button', { name: 'neu: 4' }).waitFor()
  await admin.examine()
  await page.getByRole('button', { name: 'Übernehmen' }).click()
  await page.getByText('Dieser Import steht im Register.').waitFor()
  await admin.examine()
  await admin.open('/app/registers/people')
  await page.getByRole('rowheader', { name: /Dora Dienst/ }).waitFor()
  await page.getByText('3 aktiv · 0 geplant · 1 beendet').waitFor()
  await admin.examine()
  await page.getByRole('link', { name: 'Ada Admin' }).first().click()
  await page.getByRole('heading', { name: 'Konto', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Konto ansehen' }).waitFor()
  await admin.examine()
})

test('an entry is changed from a day on, and a past day shows it as it was', async () => {
  const { page } = admin
  await admin.open('/app/registers/people')
  await page.getByRole('link', { name: 'Dora Dienst' }).click()
  await page.getByRole('button', { name: 'Ändern' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ändern' })
  await dialog.getByLabel('Abteilung').fill('Einkauf')
  const leader = dialog.getByRole('combobox', { name: 'Vorgesetzte Person' })
  await leader.fill('Ben')
  await page.getByRole('option', { name: /Ben Beispiel/ }).click()
  await admin.examine()
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText('Dora Dienst ist gespeichert.').waitFor()
  await page.getByText('Abteilung: Einkauf').waitFor()
  await admin.examine()
  await admin.open('/app/registers/people')
  await page.getByLabel('Stichtag').fill('2023-06-01')
  await page.getByRole('button', { name: 'Anzeigen' }).click()
  await page.getByText('so wie er heute bekannt ist').waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Dora Dienst' })
  await row.getByText('Vertrieb').waitFor()
  await page.getByRole('row').filter({ hasText: 'Cem Celik' }).getByText('aktiv').waitFor()
  await admin.examine()
  await page.getByRole('button', { name: 'Zum heutigen Stand' }).click()
  await row.getByText('Einkauf').waitFor()
  expect(new URL(page.url()).searchParams.get('asOf')).toBe(null)
})

test('an import that somebody built upon is not taken back, and says who that is', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'personal.csv' }).click()
  await page.getByRole('button', { name: 'Import zurücknehmen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import zurücknehmen' })
  await dialog.getByLabel('Begründung').fill('Falsche Datei')
  await dialog.getByRole('button', { name: 'Import zurücknehmen' }).click()
  await dialog.getByText('Dora Dienst wurde seither geändert oder wird gebraucht.').waitFor()
  await admin.examine()
  await page.keyboard.press('Escape')
})

test('a system and a data set in it are added by form, with an owner, by keyboard', async () => {
  const { page } = admin
  await admin.open('/app/registers/systems')
  await page.getByRole('button', { name: 'System aufnehmen' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'System aufnehmen' })
  await dialog.getByLabel('Name', { exact: true }).fill('Kundenportal')
  await dialog.getByRole('combobox', { name: 'Eigner' }).fill('Ben')
  await page.getByRole('option', { name: /Ben Beispiel/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Klasse').selectOption('confidential')
  await dialog.getByRole('button', { name: 'Speichern' }).press('Enter')
  await page.getByRole('rowheader', { name: /Kundenportal/ }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Kundenportal' }).getByText('Ben Beispiel').waitFor()
  await admin.examine()

  await admin.open('/app/registers/data-sets')
  await page.getByRole('button', { name: 'Datenbestand aufnehmen' }).click()
  const form = page.getByRole('dialog', { name: 'Datenbestand aufnehmen' })
  await form.getByLabel('Name', { exact: true }).fill('Bestellungen')
  await form.getByRole('combobox', { name: 'Liegt in' }).fill('Kunden')
  await page.getByRole('option', { name: /Kundenportal/ }).click()
  await form.getByRole('button', { name: 'Kundenportal entfernen' }).waitFor()
  await admin.examine()
  await form.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('link', { name: 'Bestellungen' }).click()
  await page.getByRole('link', { name: 'Kundenportal' }).click()
  await page.getByRole('heading', { level: 1, name: 'Kundenportal' }).waitFor()
  await admin.examine()
})

test('what is shown is downloaded in the shape in which it is imported', async () => {
  const { page } = admin
  await admin.open('/app/registers/people?state=active')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^beleg-people-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('Personalnummer,Quelle,Name,E-Mail,Beschäftigung')
  expect(text).toContain('2,hr,Ben Beispiel,ben@example.com,angestellt,Betrieb,1,')
  expect(text).not.toContain('Cem')
})

test('a long register is shown a page at a time, says which rows of how many, and is paged by keyboard', async () => {
  const { page } = admin
  const rows = Array.from({ length: 1_234 }, (_, i) => `L${i};Lea ${i};;angestellt;Lager;;2000-01-01;`)
  const { id } = await ada.client.call(peopleContract.upload, {
    body: { source: 'lager' },
    file: new File([[titles, ...rows, ''].join('\n')], 'lager.csv', { type: 'text/csv' }),
  })
  const { plan } = await ada.client.call(peopleContract.readImport, { params: { importId: id }, query: { limit: '1' } })
  await ada.client.call(peopleContract.apply, { params: { importId: id }, body: { digest: plan?.digest ?? '' } })

  await admin.open('/app/registers/people?department=Lager')
  await page.getByText('1.234 aktiv · 0 geplant · 0 beendet').waitFor()
  const pager = page.getByRole('navigation', { name: 'Seiten der Liste', exact: true })
  await pager.getByText('Zeilen 1 bis 50 von 1.234').waitFor()
  expect(await page.getByRole('table', { name: 'Personen' }).getByRole('row').count()).toBe(51)
  await admin.examine()
  const first = await page.getByRole('rowheader').first().innerText()
  const next = pager.getByRole('button', { name: 'Weiter' })
  await next.press('Enter')
  await pager.getByText('Zeilen 51 bis 100 von 1.234').waitFor()
  expect(await page.getByRole('rowheader').first().innerText()).not.toBe(first)
  // Whoever pages on stays at the button.
  expect(await next.evaluate((button) => button === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await pager.getByText('Zeilen 101 bis 150 von 1.234').waitFor()
  expect(await page.getByRole('table', { name: 'Personen' }).getByRole('row').count()).toBe(51)
  await admin.examine()
  await pager.getByRole('button', { name: 'Zurück' }).press('Enter')
  await pager.getByRole('button', { name: 'Zurück' }).press('Enter')
  await pager.getByText('Zeilen 1 bis 50 von 1.234').waitFor()
  expect(await page.getByRole('rowheader').first().innerText()).toBe(first)
  await pager.getByRole('button', { name: 'Zurück' }).press('Enter')
  await page.getByText('Das ist der Anfang der Liste.').first().waitFor()

  await page.getByLabel('Name enthält').fill('lea 777')
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: 'Lea 777' }).waitFor()
  expect(await page.getByRole('table', { name: 'Personen' }).getByRole('row').count()).toBe(2)
})

test('a list that somebody made for people is read, and says what of it is not', async () => {
  const { page } = admin
  await admin.open('/app/registers/people')
  await upload(
    'liste.csv',
    `Personalliste Stand März;;;\nPersonalnummer;Name;Eintritt;Kostenstelle\n9;Zoe Zander;1.3.2020;4711\n`,
  )
  await page.getByText('Nicht gelesen wird').waitFor()
  await page.getByText('Spalten: D Kostenstelle').waitFor()
  await page.getByText('Zeilen über den Spaltentiteln: 1').waitFor()
  await admin.examine()
  await page.getByRole('button', { name: 'Entwurf verwerfen' }).click()
})
