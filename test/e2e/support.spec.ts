/** Support, in two browsers: a company gives access, an operator enters, looks around, and is out when it is taken back. */
import { foundCompany } from '#app/found-company.ts'
import { expect, test } from 'vitest'
import { enrol, type House } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let house: House
let owner: Visitor
let operator: Visitor

openHouse(async (opening) => {
  ;({ house } = opening)
  const { browser, ada } = opening
  const company = await foundCompany(house.running.instance.services, { slug: 'muster', name: 'Muster GmbH' })
  const carla = await enrol(house.baseUrl, company.url, { name: 'Carla Chefin', email: 'ada@muster.example' })
  operator = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  owner = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: carla })
})

test('without a grant the operator finds nobody to enter', async () => {
  await operator.open('/app/support')
  await operator.page.getByText('Gerade gibt kein Mandant Zugang').waitFor()
  await operator.examine()
  await owner.open('/app/support')
  await owner.page.getByText('Kein Zugang gegeben').waitFor()
  await owner.examine()
})

test('an owner gives access with the keyboard alone', async () => {
  const { page } = owner
  await page.getByRole('button', { name: 'Zugang geben' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Zugang geben' })
  await dialog.waitFor()
  await owner.examine()
  await owner.picture('give')
  // The first field has the focus.
  await page.keyboard.type('Die Aussage wird nicht geladen.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: 'Die Aussage wird nicht geladen.' }).getByText('offen').waitFor()
  await dialog.waitFor({ state: 'detached' })
  await owner.examine()
})

test('the operator enters with a reason, and every page says where they are', async () => {
  const { page } = operator
  await operator.open('/app/support')
  await page.getByRole('row').filter({ hasText: 'Muster GmbH' }).getByRole('button', { name: 'Eintreten' }).click()
  const dialog = page.getByRole('dialog', { name: 'Bei Muster GmbH eintreten' })
  await dialog.getByLabel('Wozu?').fill('Vorgang 4711')
  await operator.examine()
  await dialog.getByRole('button', { name: 'Eintreten' }).click()
  const banner = page.getByRole('complementary', { name: 'Support' })
  await banner.getByText('Sie sehen Muster GmbH als Support.').waitFor()
  const navigation = page.getByRole('navigation', { name: 'Hauptnavigation' })
  for (const name of ['Konten', 'Hauptbuch', 'Heute']) {
    await navigation.getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await banner.getByText('Sie sehen Muster GmbH als Support.').waitFor()
    await operator.examine()
  }
  await page.getByRole('button', { name: 'Konto von Beleg' }).click()
  await page.getByRole('menuitem', { name: 'Support-Zugang' }).click()
  await page.getByText('Die Aussage wird nicht geladen.').waitFor()
  expect(await page.getByRole('button', { name: 'Zurücknehmen' }).getAttribute('aria-disabled')).toBe('true')
  await operator.examine()
  await navigation.getByRole('link', { name: 'Konten' }).click()
  await page.getByRole('row').filter({ hasText: 'Carla Chefin' }).waitFor()
  expect(await page.getByText('Ada Admin').count()).toBe(0)
  // Nothing can be done: what could be is refused with its reason.
  expect(await page.getByRole('button', { name: 'Person einladen' }).getAttribute('aria-disabled')).toBe('true')
  await operator.picture('inside')
})

test('the language of the page can be chosen inside, and nothing is written for it', async () => {
  const { page } = operator
  await page.getByRole('button', { name: 'DE, Sprache' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await page.getByText('You look at Muster GmbH as support.').waitFor()
  await operator.examine()
  await page.getByRole('button', { name: 'EN, Language' }).click()
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await page.getByText('Sie sehen Muster GmbH als Support.').waitFor()
})

test('the company sees who was there and what was looked at', async () => {
  const { page } = owner
  await owner.open('/app/support')
  const visits = page.getByRole('table', { name: 'Wer damit hier war' })
  const row = visits.getByRole('row').filter({ hasText: 'Support von Beleg' })
  await row.getByText('Vorgang 4711').waitFor()
  await owner.examine()
  await owner.picture('visits')
  await row.getByRole('link', { name: 'Im Hauptbuch' }).click()
  await page.getByRole('row').filter({ hasText: 'person.listed' }).getByText('Support von Beleg').first().waitFor()
  await page.getByRole('row').filter({ hasText: 'support.request' }).first().waitFor()
  // Narrowed to the operator: nobody else acted in these entries.
  expect(await page.getByRole('cell', { name: 'Carla Chefin' }).count()).toBe(0)
  await owner.examine()
  await owner.picture('ledger')
})

test('taken back, the operator is out within seconds, and finds the way home', async () => {
  await owner.open('/app/support')
  await owner.page.getByRole('button', { name: 'Zurücknehmen' }).click()
  await owner.page.getByText('zurückgenommen', { exact: true }).waitFor()
  await owner.examine()

  const { page } = operator
  await page.getByRole('heading', { level: 1, name: 'Der Support-Zugang ist zu Ende' }).waitFor()
  await operator.examine()
  await operator.picture('over')
  await page.getByRole('button', { name: 'Verlassen' }).click()
  await page.getByText('Gerade gibt kein Mandant Zugang').waitFor()
  expect(await page.getByRole('complementary', { name: 'Support' }).count()).toBe(0)
  await operator.open('/app/people')
  await page.getByRole('row').filter({ hasText: 'Ada Admin' }).waitFor()
  await operator.examine()
  await operator.leave()
  await owner.leave()
})
