/** A customer's workbook in the browser: looked at, taken in, answered by keyboard, approved by another, given back. */
import { changeLocale } from '#modules/identity/contract.ts'
import { workbookOf } from '#modules/questionnaire/spec/example.ts'
import { readCurrentStatement } from '#modules/statement/contract.ts'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mfaSentence, openHouse } from './opening.ts'
import type { Inhabitant } from '../house.ts'
import { visit, type Visitor } from './visitor.ts'

let isb: Visitor
let ada: Visitor
let english: Visitor
let ben: Inhabitant
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-questionnaire-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))
openHouse(async ({ browser, house, ada: administrator, invite }) => {
  const { baseUrl } = house
  ben = await invite({ name: 'Ben Beispiel', roles: ['isb'] })
  isb = await visit(browser, { baseUrl, locale: 'de', as: ben })
  ada = await visit(browser, { baseUrl, locale: 'de', as: administrator })
  english = await visit(browser, { baseUrl, locale: 'en', as: ben, colorScheme: 'dark' })
})

const workbook = workbookOf([
  { name: 'Hinweise', rows: [['Bitte füllen Sie die Spalte „Antwort“ aus.']] },
  {
    name: 'Lieferantenbewertung',
    rows: [
      ['Nr.', 'Frage', 'Antwort', 'Bemerkung'],
      ['Zugänge', null, null, null],
      ['1.1', 'Ist ein zweiter Faktor (MFA) für alle Konten verpflichtend?', '', ''],
      ['1.2', 'Gibt es Konten ohne zweiten Faktor?', '', ''],
      ['1.3', 'Unterstützen Sie FIDO2-Sicherheitsschlüssel für alle Konten?', '', ''],
      ['Daten', null, null, null],
      ['2.1', 'Werden Daten bei der Übertragung verschlüsselt?', '', ''],
      ['2.2', 'Werden Sicherungen täglich erstellt und wird die Wiederherstellung getestet?', '', ''],
      ['2.3', 'Werden Kundendaten außerhalb der Europäischen Union verarbeitet?', '', ''],
      ['2.4', 'Sind die Daten verschiedener Mandanten voneinander getrennt?', '', ''],
      ['Organisation', null, null, null],
      ['3.1', 'Sind Sie nach ISO/IEC 27001 zertifiziert?', '', ''],
      ['3.2', 'Haben Sie eine Versicherung gegen Cyberrisiken?', '', ''],
      ['3.3', 'Bitte fügen Sie den letzten Bericht über einen Penetrationstest bei.', '', ''],
    ],
    merges: ['A2:D2', 'A6:D6', 'A11:D11'],
    lists: [{ at: 'C3:C14', formula: '"Ja,Nein,Entfällt"' }],
  },
])

test('a workbook is looked at before it is taken in', async () => {
  const { page } = isb
  // What is drafted is what evidence says: the first look of the collectors comes before it.
  await expect
    .poll(
      async () => {
        const { claims } = await ben.client.call(readCurrentStatement, { query: { locale: 'de' } })
        return claims.find(({ text }) => text === mfaSentence)?.status
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe('proven')
  const file = join(directory, 'lieferantenbewertung.xlsx')
  await writeFile(file, workbook)
  await isb.open('/app/questionnaires')
  await page.getByText('Noch kein Fragebogen').waitFor()
  await page.getByRole('button', { name: 'Fragebogen aufnehmen' }).click()
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('10 Fragen gefunden.').waitFor()
  await page
    .getByRole('group', { name: 'Lieferantenbewertung' })
    .getByRole('combobox', { name: 'Antwort' })
    .selectOption('1')
  await page.getByText('So lässt sich die Datei nicht aufnehmen').waitFor()
  await page
    .getByRole('group', { name: 'Lieferantenbewertung' })
    .getByRole('combobox', { name: 'Antwort' })
    .selectOption('2')
  await page.getByText('10 Fragen gefunden.').waitFor()
  await isb.examine()
  await isb.picture('questionnaire-import')
  await page.getByLabel('Wer fragt').fill('Beispiel AG')
  await page.getByRole('button', { name: 'Aufnehmen und Antworten entwerfen' }).click()
  await page.getByRole('heading', { level: 1, name: 'lieferantenbewertung' }).waitFor()
})

test('drafts stand beside their evidence, and answers are given and taken back by keyboard', async () => {
  const { page } = isb
  const panel = page.getByRole('region', { name: 'Frage und Entwurf' })
  await panel.getByRole('heading', { name: 'Ist ein zweiter Faktor' }).waitFor()
  await panel.getByText('bewiesen', { exact: true }).first().waitFor()
  await panel.getByText(/^Nachgewiesen: „/).waitFor()
  await isb.examine()
  await isb.picture('questionnaire-review')
  await page.keyboard.press('a')
  await panel.getByText('angenommen').waitFor()
  await page.keyboard.press('z')
  await panel.getByText('angenommen').waitFor({ state: 'detached' })
  await page.keyboard.press('a')
  await panel.getByText('angenommen').waitFor()
  // Past what the statement does not say.
  await page.getByRole('button', { name: /Versicherung gegen Cyberrisiken/ }).click()
  await panel.getByText('nicht zu beantworten').waitFor()
  await page.keyboard.press('w')
  await panel.getByLabel('Notiz').fill('Bitte die Buchhaltung fragen.')
  await panel.getByRole('button', { name: 'Speichern' }).click()
  await panel.getByText('braucht jemanden', { exact: true }).waitFor()
  await panel.getByText('Bitte die Buchhaltung fragen.').waitFor()
  await page.keyboard.press('e')
  await panel.getByRole('combobox', { name: 'Antwort' }).selectOption('Ja')
  await panel.getByRole('button', { name: 'Speichern' }).click()
  const reason = panel.getByLabel('Warum Sie mehr sagen, als bewiesen ist')
  await reason.fill('Die Police liegt der Geschäftsleitung vor.')
  await isb.picture('questionnaire-stated')
  await isb.examine()
  await panel.getByRole('button', { name: 'Speichern' }).click()
  await panel.getByText('Angabe von Ben Beispiel, nicht bewiesen').waitFor()
  await page.keyboard.press('k')
  await panel.getByRole('heading', { name: 'Sind Sie nach ISO/IEC 27001 zertifiziert?' }).waitFor()
  await page.getByRole('button', { name: /bewiesenen? annehmen|bewiesene Antwort annehmen/ }).click()
  await page.getByText(/Antwort(?:en)? angenommen\./).waitFor()
})

test('it reads the same in English, in the dark', async () => {
  const { page } = english
  await ben.client.call(changeLocale, { body: { locale: 'en' } })
  await english.open('/app/questionnaires')
  await page.getByRole('link', { name: 'lieferantenbewertung' }).click()
  await page.getByRole('button', { name: /Sind die Daten verschiedener Mandanten/ }).click()
  await page.getByRole('heading', { name: 'Sind die Daten verschiedener Mandanten voneinander getrennt?' }).waitFor()
  await english.examine()
  await english.picture('questionnaire-dark')
})

test('somebody else approves it, counting what stays empty, and the workbook comes back with its answers', async () => {
  const { page } = ada
  await ada.open('/app/questionnaires')
  await page.getByRole('link', { name: 'lieferantenbewertung' }).click()
  await page.getByRole('button', { name: 'Freigeben' }).click()
  const dialog = page.getByRole('dialog', { name: 'Freigeben' })
  await dialog.getByText(/von 10 Fragen bleiben ohne Antwort\./).waitFor()
  await dialog.getByLabel('Begründung').fill('Gelesen und richtig befunden.')
  await ada.picture('questionnaire-approve')
  await ada.examine()
  await dialog.getByRole('button', { name: 'Freigeben' }).click()
  await page.getByText('freigegeben', { exact: true }).first().waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Beantwortete Datei herunterladen' }).click(),
  ])
  const rows = await readSheet(await readFile(await download.path()), 'Lieferantenbewertung')
  expect(rows[2]?.[2]).toBe('Ja')
  expect(rows[12]?.slice(2)).toEqual(['Ja', '(Angabe des Unternehmens, nicht durch Nachweise belegt.)'])
  await page.getByRole('button', { name: 'Versand festhalten' }).click()
  await page.getByRole('dialog').getByLabel('An wen').fill('einkauf@beispiel.example')
  await page.getByRole('dialog').getByRole('button', { name: 'Versand festhalten' }).click()
  await page.getByText(/an einkauf@beispiel\.example/).waitFor()
  await ada.picture('questionnaire-approved')
})
