/**
 * The public page of two hundred sentences for strangers, in a browser and in a text browser, and the page on which it
 * is set up: by hand, by keyboard, in both languages.
 */
import { changeLocale } from '#modules/identity/contract.ts'
import type { ReadClaim } from '#modules/statement/reading/read.ts'
import { insertStatement, putInForce, type NewStatement } from '#modules/statement/store.ts'
import { createHash } from 'node:crypto'
import { announce } from '#core/announce.ts'
import { markChange } from '#core/judging/mark.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { startHouse, type House, type Inhabitant } from '../house.ts'
import { visit } from './visitor.ts'

/** Different sentences, as statements of that length have them. */
const subjects = {
  de: [
    'Server',
    'Arbeitsplätze',
    'Datenbanken',
    'Netze',
    'Backups',
    'Protokolle',
    'Schlüssel',
    'Konten',
    'Räume',
    'Verträge',
  ],
  en: ['servers', 'workplaces', 'databases', 'networks', 'backups', 'logs', 'keys', 'accounts', 'rooms', 'contracts'],
}
const regions = ['Frankfurt', 'Nürnberg', 'Falkenstein', 'Berlin']
function longStatement(locale: 'de' | 'en'): NewStatement {
  const title = locale === 'de' ? 'Sicherheitsaussage der Muster GmbH' : 'Security statement of Muster GmbH'
  let body = `${title}\n`
  const claims: ReadClaim[] = []
  for (const [section, subject] of subjects[locale].entries()) {
    body += `${subject}\n`
    for (let index = 0; index < 20; index += 1) {
      const place = `${regions[index % 4]}, ${locale === 'de' ? 'Bereich' : 'area'} ${section * 20 + index + 1}`
      const text =
        locale === 'de'
          ? `Alle ${subject} (${place}) sind verschlüsselt und werden mindestens jährlich überprüft.`
          : `All ${subject} (${place}) are encrypted and are reviewed at least once a year.`
      const start = body.length + 2
      claims.push({
        start,
        end: start + text.length,
        text,
        section: subject,
        leadIn: null,
        kind: 'promise',
        modality: 'does',
        quantifier: 'every',
        quantifierWord: null,
        parameters: [],
        measures: [],
        alternatives: [],
      })
      body += `- ${text}\n`
    }
  }
  return { locale, title, body, bodyHash: createHash('sha256').update(body, 'utf8').digest(), draftedBy: null, claims }
}

let house: House
let ada: Inhabitant
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
  house = await startHouse()
  ada = await house.enrolAdministrator()
  const { services } = house.running.instance
  for (const locale of ['de', 'en'] as const)
    await services.database.withTenant(house.platformTenantId, async (tx) => {
      const id = await insertStatement(tx, services.clock, longStatement(locale))
      const at = services.clock.now()
      await putInForce(tx, id, locale, null, at)
      await announce(tx, 'statement')
      await markChange(tx, services.clock, ['all'], at)
    })
})

/** Until every sentence was judged. */
async function judged(): Promise<void> {
  await expect
    .poll(async () => (await (await fetch(`${house.baseUrl}/statement.json`)).json()).summary.promises, {
      timeout: 30_000,
    })
    .toBe(200)
}

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

test.each(['de', 'en'] as const)(
  'two hundred sentences (%s) are for everybody, on a desk, a phone and paper',
  async (locale) => {
    await judged()
    const stranger = await visit(browser, { baseUrl: house.baseUrl, locale })
    await stranger.open('/')
    expect(await stranger.page.locator('.claim').count()).toBe(200)
    await stranger.examine()
    await stranger.picture(`trust-200-${locale}`)
    await stranger.page.emulateMedia({ media: 'print' })
    await stranger.page.setViewportSize({ width: 680, height: 1000 })
    expect(
      await stranger.page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
    ).toBe(true)
    await stranger.leave()
  },
)

test.each(['de', 'en'] as const)(
  'two hundred sentences (%s) take at most 20 kB on the wire, and read well as text',
  async (language) => {
    for (const encoding of ['br', 'gzip']) {
      const answer = await fetch(`${house.baseUrl}/`, {
        headers: { 'accept-language': language, 'accept-encoding': encoding },
      })
      expect(Number(answer.headers.get('content-length'))).toBeLessThanOrEqual(20_000)
    }
    const raw = await (await fetch(`${house.baseUrl}/?lang=${language}`)).text()
    // As a text browser does: without styles and tags, a line for each block, the status after its sentence.
    const plain = raw
      .replaceAll(/<(style|svg)[\s\S]*?<\/\1>/g, '')
      .replaceAll(/<\/(div|li|p|h\d)>/g, '\n')
      .replaceAll(/<[^>]+>/g, ' ')
    const word = language === 'de' ? 'nicht bewiesen' : 'not proven'
    const sentence =
      language === 'de' ? /Bereich 77\) sind [^\n]+\n\s*nicht bewiesen/ : /area 77\) are [^\n]+\n\s*not proven/
    expect(plain).toMatch(sentence)
    expect(plain.split(word).length).toBeGreaterThan(200)
  },
)

test('what is shown is decided on a page of its own, by keyboard, and strangers see it at once', async () => {
  await ada.client.call(changeLocale, { body: { locale: 'de' } })
  const desk = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  const { page } = desk
  await desk.open('/app/public-page')
  const box = page.getByRole('combobox', { name: /Bereich 3\)/ })
  await box.waitFor()
  await box.focus()
  await page.keyboard.press('End')
  await page.getByText('Die öffentliche Seite zeigt es jetzt so.').waitFor()
  await page.getByText('Bei einem Satz wird der Stand nicht gezeigt.').waitFor()
  await page.getByLabel('Hostname', { exact: true }).fill('trust.muster.example')
  await page.getByRole('button', { name: 'Namen eintragen' }).click()
  await page.getByText('_beleg.trust.muster.example').waitFor()
  await desk.examine()
  await desk.picture('public-page-de')
  const stranger = await visit(browser, { baseUrl: house.baseUrl, locale: 'de' })
  await stranger.open('/')
  await stranger.page.getByText('bei 1 wird der Stand nicht angezeigt').waitFor()
  await stranger.picture('trust-withheld-de')
  const elsewhere = await stranger.context.newPage()
  await elsewhere.setContent(`<img alt="" src="${house.baseUrl}/badge.svg?lang=de">`)
  await expect.poll(() => elsewhere.evaluate('document.images[0].naturalWidth')).toBeGreaterThan(200)
  if (process.env.BELEG_PICTURES !== undefined)
    await elsewhere.screenshot({ path: `${process.env.BELEG_PICTURES}/badge-de.png` })
  await stranger.leave()
  await desk.leave()
}, 180_000)
