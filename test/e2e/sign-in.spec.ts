/** How somebody gets in: the printed link, the second factor, the recovery codes; and how a stranger does not. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { codeToType, nextStep, visit, type Visitor } from './visitor.ts'

const { enrolmentUrl } = inject('instance')
const link = new URL(enrolmentUrl ?? 'http://none')
const baseUrl = link.origin
const email = 'grace@example.com'
const password = 'Ein Satz, den niemand errät 1906'
let browser: Browser
let secret = ''
let recoveryCodes: string[] = []

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
})

afterAll(async () => {
  await browser?.close()
})

async function giveRightPassword({ page }: Visitor, words: { email: string; password: string; next: string }) {
  await page.getByLabel(words.email).fill(email)
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: words.next }).click()
}

const german = { email: 'E-Mail-Adresse', password: 'Passwort', next: 'Weiter' }
const english = { email: 'E-mail address', password: 'Password', next: 'Continue' }

test('the printed link leads the first administrator through password, authenticator and recovery codes', async () => {
  const grace = await visit(browser, { baseUrl, locale: 'de' })
  const { page } = grace
  await grace.open(link.pathname)
  await page.getByRole('heading', { name: 'Erstes Konto einrichten' }).waitFor()
  await grace.examine()

  await page.getByLabel('Ihr Name').fill('Grace')
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.getByLabel('Passwort', { exact: true }).fill('aaaaaa')
  await page.getByRole('button', { name: 'Weiter' }).click()
  const reasons = page.getByRole('alert').getByRole('listitem')
  await reasons.first().waitFor()
  expect(await reasons.count()).toBeGreaterThanOrEqual(2)
  await grace.examine()

  await page.getByLabel('Passwort', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Weiter' }).click()
  await page.getByRole('heading', { name: 'Zweiten Faktor einrichten' }).waitFor()
  await page.getByRole('img', { name: /QR-Code/ }).waitFor()
  secret = ((await page.getByRole('code').first().textContent()) ?? '').replaceAll(' ', '')
  expect(secret).toMatch(/^[A-Z2-7]{32,}$/)
  await grace.examine()

  const code = page.getByLabel('Code, den die App jetzt zeigt')
  const right = await codeToType(secret)
  await code.fill(right === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: 'Bestätigen' }).click()
  await page.getByRole('alert').filter({ hasText: 'Der Code stimmt nicht' }).waitFor()
  await code.fill(await codeToType(secret))
  await page.getByRole('button', { name: 'Bestätigen' }).click()

  await page.getByRole('heading', { name: 'Wiederherstellungscodes aufbewahren' }).waitFor()
  recoveryCodes = await page.getByRole('main').getByRole('list').first().getByRole('listitem').allTextContents()
  expect(new Set(recoveryCodes).size).toBe(10)
  await grace.examine()
  await page.getByRole('button', { name: 'Fertig' }).click({ force: true })
  await page.getByRole('status').filter({ hasText: 'Bitte bewahren Sie die Codes zuerst auf' }).waitFor()
  await page.getByRole('checkbox', { name: 'Ich habe die Codes aufbewahrt.' }).check({ force: true })
  await page.getByRole('button', { name: 'Fertig' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sicherheitsaussage von Beleg' }).waitFor()
  await grace.leave()
})

test('the link works once', async () => {
  const stranger = await visit(browser, { baseUrl, locale: 'en' })
  await stranger.open(link.pathname)
  await stranger.page.getByRole('alert').waitFor()
  await stranger.page.getByText('Ask the person who invited you for a new link.').waitFor()
  await stranger.examine()
  await stranger.leave()
})

test('whoever signs out and in again, by a recovery code or by the app, comes back to the page they wanted', async () => {
  const grace = await visit(browser, { baseUrl, locale: 'en' })
  const { page } = grace
  await grace.open('/app/people')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await grace.examine()
  await giveRightPassword(grace, english)
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
  await grace.examine()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  // The account was set up in German, and the account decides.
  await page.getByRole('heading', { level: 1, name: 'Konten' }).waitFor()

  await page.getByRole('button', { name: /Konto von Grace/ }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await giveRightPassword(grace, german)
  await page.getByRole('button', { name: 'Wiederherstellungscode verwenden' }).click()
  await page.getByLabel('Wiederherstellungscode').fill(recoveryCodes[0] ?? '')
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Code aus der App verwenden' }).click()
  await nextStep()
  await page.getByLabel('Code aus Ihrer Authenticator-App').fill(await codeToType(secret))
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Sicherheitsaussage von Beleg' }).waitFor()
  await grace.leave()
})

test.each([
  { locale: 'de', words: german, says: /stimmt nicht|stimmen nicht|falsch/i, waits: /Bitte noch \d+ Sekunden? warten/ },
  {
    locale: 'en',
    words: english,
    says: /wrong|not correct|do not match|incorrect/i,
    waits: /Please wait \d+ more seconds?/,
  },
] as const)(
  'wrong passwords are refused, then slowed down, and the page says how long ($locale)',
  async ({ locale, words, says, waits }) => {
    const stranger = await visit(browser, { baseUrl, locale })
    const { page } = stranger
    await stranger.open('/app/sign-in')
    const button = page.getByRole('button', { name: waits })
    for (let tries = 0; tries < 7 && (await button.count()) === 0; tries++) {
      await page.getByLabel(words.email).fill(`nobody-${locale}@example.com`)
      await page.getByLabel(words.password, { exact: true }).fill(`wrong ${tries}`)
      const answered = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.getByRole('button', { name: words.next }).click()
      const answer = await answered
      await page.getByRole('alert').waitFor()
      if (answer.status() !== 429) expect(await page.getByRole('alert').textContent()).toMatch(says)
      else await button.waitFor()
    }
    expect(await button.count()).toBe(1)
    await stranger.examine()
    await stranger.leave()
  },
)
