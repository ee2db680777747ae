/** A person is erased: asked for on their page, decided by somebody else, watched to its end, and seen in the ledger. */
import { listPeople } from '#modules/identity/contract.ts'
import { listEntries } from '#modules/ledger/contract.ts'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let house: House
let ada: Inhabitant
let first: Visitor
let second: Visitor
let doraId: string

openHouse(async (opening) => {
  ;({ house, ada } = opening)
  const ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  await opening.invite({ name: 'Dora Dienst', roles: ['employee'] })
  const { items } = await ada.client.call(listPeople, { query: { q: 'Dora' } })
  doraId = items[0]?.personId ?? ''
  first = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
  second = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

const showPerson = async (visitor: Visitor) => {
  await visitor.open(`/app/people/${doraId}`)
  await visitor.page.getByRole('heading', { name: 'Löschung' }).waitFor()
}

test('an account that is open stands in the way, and the button says so', async () => {
  await showPerson(first)
  const ask = first.page.getByRole('button', { name: 'Löschung beantragen' })
  expect(await ask.getAttribute('aria-disabled')).toBe('true')
  await first.page.getByText('Das Konto ist noch nicht gesperrt').first().waitFor({ state: 'attached' })
  await first.examine()
})

test('one person asks, after seeing what goes and what stays', async () => {
  const { page } = first
  await page.getByRole('button', { name: 'Konto sperren' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Konto sperren' }).click()
  await page.getByText('gesperrt', { exact: true }).waitFor()
  await showPerson(first)
  await page.getByRole('button', { name: 'Löschung beantragen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Dora Dienst löschen' })
  await dialog.getByText('E-Mails im Postausgang: 1').waitFor()
  await dialog.getByText('Die Kennung der Person').waitFor()
  await first.examine()
  // Everything that is missing is said at once.
  await dialog.getByRole('button', { name: 'Antrag stellen' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Eingegangen am').fill('2026-01-31')
  await dialog.getByLabel('Begründung').fill('Frau Dienst verlangt es mit Schreiben vom 31. Januar.')
  await dialog.getByRole('button', { name: 'Antrag stellen' }).click()
  await page.getByText('28. Februar 2026').waitFor()
  const own = page.getByRole('button', { name: 'Genehmigen', exact: true })
  expect(await own.getAttribute('aria-disabled')).toBe('true')
  await first.examine()
})

test('a hold keeps the second person from approving, until another one releases it', async () => {
  const { page } = second
  await second.open('/app/privacy')
  await page.getByText('Nichts ist gesperrt.').waitFor()
  await second.examine()
  await page.getByRole('button', { name: 'Sperre setzen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sperre setzen' })
  await dialog.getByLabel('Was wird gesperrt?').selectOption({ label: 'Dora Dienst' })
  await dialog.getByLabel('Grund').fill('Streit um Überstunden')
  await dialog.getByLabel('Aktenzeichen').fill('7 Ca 12/26')
  await second.examine()
  await dialog.getByRole('button', { name: 'Sperre setzen' }).click()
  await page.getByText('gilt', { exact: true }).waitFor()
  const own = page.getByRole('button', { name: 'Aufheben' })
  expect(await own.getAttribute('aria-disabled')).toBe('true')

  await page.getByRole('link', { name: 'Dora Dienst' }).click()
  await page.getByText('Eine rechtliche Sperre erfasst diese Person').first().waitFor()
  const approve = page.getByRole('button', { name: 'Genehmigen', exact: true })
  expect(await approve.getAttribute('aria-disabled')).toBe('true')
  await second.examine()

  await first.open('/app/privacy')
  await first.page.getByRole('button', { name: 'Aufheben' }).click()
  const release = first.page.getByRole('alertdialog', { name: 'Sperre aufheben?' })
  await release.getByLabel('Warum wird sie nicht mehr gebraucht?').fill('Vergleich')
  await first.examine()
  await release.getByRole('button', { name: 'Aufheben' }).click()
  await first.page.getByText('aufgehoben', { exact: true }).waitFor()
})

test('the other approves by keyboard, and sees it done', async () => {
  const { page } = second
  await second.open('/app/privacy')
  await page.getByRole('link', { name: 'Dora Dienst' }).click()
  const approve = page.getByRole('button', { name: 'Genehmigen', exact: true })
  await approve.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: 'Dora Dienst unwiederbringlich löschen?' })
  await dialog.waitFor()
  await second.examine()
  await dialog.getByLabel('Grund der Entscheidung').focus()
  await page.keyboard.type('Nichts steht entgegen.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('gelöscht', { exact: true }).first().waitFor({ timeout: 60_000 })
  await page.getByRole('heading', { level: 1, name: `Person ${doraId.slice(-6)} löschen` }).waitFor()
  await page.getByText('Das wurde gelöscht').waitFor()
  expect(await page.getByText('Dora').count()).toBe(0)
  await second.examine()
})

test('person and ledger say when, and in which case', async () => {
  const { page } = second
  await showPerson(second)
  await page.getByText('Die Daten dieser Person sind gelöscht').waitFor()
  expect(await page.getByRole('button', { name: 'Konto freigeben' }).count()).toBe(0)
  await second.examine()
  const { items } = await ada.client.call(listEntries, { query: { personId: doraId, limit: 50 } })
  const enrolled = items.find(({ action, erased }) => action === 'account.enrolled' && erased)
  await second.open(`/app/ledger/${enrolled?.id}`)
  await page.getByText('Personenangaben gelöscht').first().waitFor()
  await second.examine()
  await page.getByRole('link', { name: 'Zum Löschfall' }).click()
  await page.getByText('Das wurde gelöscht').waitFor()
})

test('a period of retention is proposed by one and approved by the other', async () => {
  const { page } = first
  await first.open('/app/privacy')
  await page.getByRole('button', { name: 'Andere Frist vorschlagen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Andere Frist vorschlagen' })
  await dialog.getByRole('combobox').selectOption('10')
  await dialog.getByLabel('Begründung').fill('Verjährung und Prüfung')
  await first.examine()
  await dialog.getByRole('button', { name: 'Vorschlagen' }).click()
  await page.getByText('Vorgeschlagen: 10 Jahre').waitFor()
  const own = page.getByRole('button', { name: 'Genehmigen', exact: true })
  expect(await own.getAttribute('aria-disabled')).toBe('true')
  await second.open('/app/privacy')
  await second.page.getByRole('button', { name: 'Genehmigen', exact: true }).click()
  await second.page.getByText('10 Jahre', { exact: true }).waitFor()
  await second.examine()
  await first.leave()
  await second.leave()
})
