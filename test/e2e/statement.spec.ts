/** The statement as the first page: read and operated by keyboard, in both languages, and true while one looks at it. */
import { listEvidence } from '#core/evidence/contract.ts'
import { changeLocale, listPeople } from '#modules/identity/contract.ts'
import { readCurrentStatement } from '#modules/statement/contract.ts'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { deleteSecondFactor, mfaSentence, openHouse } from './opening.ts'
import { visit } from './visitor.ts'

let browser: Browser
let house: House
let ada: Inhabitant
let ben: Inhabitant

openHouse(async (opening) => {
  ;({ browser, house, ada } = opening)
  ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
})

/** What stands in the document together with a sentence: its mark. */
function markOf(page: Page, sentence: string) {
  return page.getByText(sentence, { exact: true }).locator('xpath=..')
}

test('after sign-in the statement itself is read, and its proofs are reached by keyboard alone', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = reader
  await reader.open('/app/')
  await page.getByRole('heading', { level: 1, name: 'Sicherheitsaussage von Beleg' }).waitFor()
  await page.getByText(/\d+ von \d+ Sätzen sind bewiesen/).waitFor()
  await reader.examine()

  const focused = page.locator(':focus')
  await page.keyboard.press('j')
  const first = await focused.textContent()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const third = await focused.textContent()
  await page.keyboard.press('k')
  const second = await focused.textContent()
  expect(new Set([first, second, third]).size).toBe(3)
  await page.keyboard.press('k')
  expect(await focused.textContent()).toBe(first)
  await page.keyboard.press('ArrowDown')
  expect(await focused.textContent()).toBe(second)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: second ?? '' }).waitFor()
  await page.getByRole('heading', { name: 'Was der Satz verspricht' }).waitFor()
  await reader.examine()
  await reader.leave()
})

test('the command palette leads to pages, sentences and settings', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = reader
  await reader.open('/app/')
  await page.keyboard.press('Control+k')
  const search = page.getByRole('combobox', { name: 'Suchen und springen' })
  await search.waitFor()
  await reader.examine()
  await page.keyboard.type('mfa')
  await page.getByRole('option', { name: /zweite Faktor \(MFA\)/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /zweite Faktor \(MFA\)/ }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('xyzzy')
  await page.getByText('Kein Treffer.').waitFor()
  await page.keyboard.press('Escape')
  await search.waitFor({ state: 'hidden' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('heute')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Heute' }).waitFor()
  await reader.leave()
})

test('language and appearance are switched in the header, and both stay', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
  const { page } = reader
  await reader.open('/app/')
  await page.getByRole('button', { name: /Sprache/ }).click()
  await reader.examine()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Security statement of Beleg' }).waitFor()
  await expect.poll(() => page.getAttribute('html', 'lang')).toBe('en')
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  const light = await ground()
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(ground).not.toBe(light)
  const dark = await ground()
  await reader.open('/app/')
  await page.getByRole('heading', { level: 1, name: 'Security statement of Beleg' }).waitFor()
  expect(await ground()).toBe(dark)
  await reader.examine()
  await reader.leave()
  await ben.client.call(changeLocale, { body: { locale: 'de' } })
})

test.each([
  { locale: 'de', colorScheme: 'light' },
  { locale: 'en', colorScheme: 'dark' },
] as const)('every page is for everybody, in $locale and $colorScheme', async ({ locale, colorScheme }) => {
  await ada.client.call(changeLocale, { body: { locale } })
  const [people, evidence, statement] = await Promise.all([
    ada.client.call(listPeople, { query: {} }),
    ada.client.call(listEvidence, { query: {} }),
    ada.client.call(readCurrentStatement, { query: { locale } }),
  ])
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale, as: ada, colorScheme })
  const paths = [
    '/',
    `/sentences/${statement.claims.find((claim) => claim.status === 'unproven')?.id}`,
    `/sentences/${statement.claims.find((claim) => claim.kind === 'option')?.id}`,
    `/sentences/${statement.claims.find((claim) => claim.status === null)?.id}`,
    '/today',
    '/evidence',
    `/evidence/${evidence.items[0]?.id}`,
    '/people',
    `/people/${people.items[0]?.personId}`,
    '/roles',
    '/outbox',
    '/account',
    '/nowhere',
  ]
  for (const path of paths) {
    await reader.open(`/app${path}`)
    await expect.poll(() => reader.page.getAttribute('html', 'lang')).toBe(locale)
    await reader.examine()
  }
  await reader.leave()
  await ada.client.call(changeLocale, { body: { locale: 'de' } })
})

test('a second factor deleted behind our back turns the sentence red before the eyes of the reader, and green again', async () => {
  const sentence = mfaSentence
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const stranger = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', javaScriptEnabled: false })
  await reader.open('/app/')
  await stranger.open('/')
  const mark = markOf(reader.page, sentence)
  const publicMark = markOf(stranger.page, sentence)
  await mark.getByText('bewiesen', { exact: true }).waitFor({ timeout: 30_000 })
  // Lost if the page were loaded anew.
  await reader.page.evaluate(() => Object.assign(globalThis, { sameDocument: true }))

  const collector = house.running.instance.registry.collectors.find(({ id }) => id === 'identity.accounts')
  if (!collector) throw new Error('the collector of accounts has another name now')
  const repair = await deleteSecondFactor(house, ben)
  await mark.getByText('widerlegt', { exact: true }).waitFor({ timeout: collector.detectsWithinMs + 1_000 })
  await reader.page.getByText(/\d+ (?:ist|sind) heute gebrochen/).waitFor()
  await reader.examine()

  // The public page may be as old as it says, two seconds.
  await expect
    .poll(async () => (await stranger.page.reload()) && (await publicMark.getByText('widerlegt').count()), {
      timeout: 5_000,
    })
    .toBe(1)

  await reader.page.getByRole('link', { name: sentence }).click()
  await reader.page.getByRole('status').filter({ hasText: 'widerlegt' }).waitFor()
  const counterexample = reader.page.getByRole('row').filter({ hasText: 'Ben Beispiel' })
  await counterexample.getByText('widerlegt').waitFor()
  await reader.examine()
  await reader.page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Heute' }).click()
  await reader.page.getByRole('heading', { level: 3, name: sentence }).first().waitFor()
  await reader.examine()

  await repair()
  await expect
    .poll(() => reader.page.getByRole('heading', { level: 3, name: sentence }).count(), {
      timeout: 2 * collector.detectsWithinMs + 1_000,
    })
    .toBe(0)
  await reader.page
    .getByRole('navigation', { name: 'Hauptnavigation' })
    .getByRole('link', { name: 'Sicherheitsaussage' })
    .click()
  await mark.getByText('bewiesen', { exact: true }).waitFor()
  await expect
    .poll(async () => (await stranger.page.reload()) && (await publicMark.getByText('bewiesen').count()), {
      timeout: 5_000,
    })
    .toBe(1)
  expect(await reader.page.evaluate(() => 'sameDocument' in globalThis)).toBe(true)
  await reader.leave()
  await stranger.leave()
}, 120_000)
