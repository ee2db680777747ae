/** The past: a Stichtag chosen by keyboard, a band that says so, an address that carries it, and a timeline with gaps. */
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { deleteSecondFactor, mfaSentence as sentence, openHouse } from './opening.ts'
import { visit } from './visitor.ts'

let browser: Browser
let house: House
let ada: Inhabitant
let ben: Inhabitant

openHouse(async (opening) => {
  ;({ browser, house, ada } = opening)
  ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
})

test('the statement is read as of an instant at which it stood otherwise, and the address carries the choice', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = reader
  await reader.open('/app/')
  page.setDefaultTimeout(40_000)
  const mark = () => page.getByText(sentence, { exact: true }).locator('xpath=..')
  await mark().getByText('bewiesen', { exact: true }).waitFor()
  await page.waitForTimeout(1_500)
  const provenAt = new Date().toISOString()
  await page.waitForTimeout(1_500)
  await deleteSecondFactor(house, ben)
  await mark().getByText('widerlegt', { exact: true }).waitFor()

  await reader.open(`/app/?asOf=${encodeURIComponent(provenAt)}`)
  await page.getByText('So war er damals bekannt.').waitFor()
  await mark().getByText('bewiesen', { exact: true }).waitFor()
  await page.getByText(/Sätzen waren bewiesen/).waitFor()
  await reader.examine()
  await reader.picture('statement-then')

  // From sentence to sentence the day stays the same.
  await page.getByRole('link', { name: sentence }).click()
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor()
  expect(new URL(page.url()).searchParams.get('asOf')).toBe(provenAt)
  await page.getByText('So war er damals bekannt.').waitFor()
  await page.locator('.verdict').getByText('bewiesen', { exact: true }).waitFor()
  await reader.examine()
  await reader.picture('sentence-then')

  await page.getByRole('button', { name: 'Zurück zu heute' }).click()
  await page.locator('.verdict').getByText('widerlegt', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('')
  await page.getByText('In Kraft an 0 von 1 Tag.').waitFor()
  await page.getByText('1 Lücke').click()
  await reader.examine()
  await reader.picture('sentence-timeline')
  await reader.leave()
})

test('the day is chosen by keyboard, and a day before anything was published says so', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = reader
  await reader.open('/app/')
  await page.getByRole('button', { name: 'Stichtag: heute' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Stichtag wählen' })
  await dialog.waitFor()
  await reader.examine()
  await reader.picture('control')
  await dialog.getByLabel('Stichtag').fill('2026-01-31')
  await dialog.getByLabel('Kenntnisstand').selectOption('today')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Anzeigen' }).press('Enter')
  await page.getByText('Damals gab es noch keine Sicherheitsaussage').waitFor()
  expect(new URL(page.url()).search).toBe('?asOf=2026-01-31&known=today')
  await reader.examine()
  await page.getByRole('button', { name: 'Zurück zu heute' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sicherheitsaussage von Beleg' }).waitFor()
  await reader.leave()
})

test('a day that is still to come is refused with its field', async () => {
  const answer = await fetch(`${house.baseUrl}/api/statement?asOf=2999-01-01`, { headers: { cookie: ada.cookie() } })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    code: 'input.invalid',
    issues: [{ pointer: '/asOf', code: 'in_the_future' }],
  })
})
