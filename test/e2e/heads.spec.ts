/** Heads in a real browser: the ledger's second tab, who gets mail, a new key, and the page that ends the mails. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startWitness, type ForeignWitness } from '#core/ledger/spec/peer.ts'
import { runNow } from '#platform/job/recurring.ts'
import { listOutbox, readMail } from '#core/mail/contract.ts'
import { launchBrowser } from '../browser.ts'
import { startHouse, type House, type Inhabitant } from '../house.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let witness: ForeignWitness
let ada: Inhabitant
let admin: Visitor

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
  witness = await startWitness('witness.example/browser', async () => {
    const { rows } = await house.owner.query('select public_key from ledger_signing_keys order by created_at limit 1')
    return rows[0]?.public_key as Buffer
  })
  house = await startHouse({ BELEG_WITNESSES: `${witness.url} ${witness.vkey}` })
  ada = await house.enrolAdministrator()
  admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await witness?.close()
})

/** Nothing lies over what is looked at: neither what was just said nor the header of a page that was scrolled. */
async function uncover(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ausblenden' }).first().click()
  await page.evaluate('scrollTo(0, 0)')
}

test('an administrator has a head published, and sees who cosigned it', async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByRole('tab', { name: 'Köpfe und Schlüssel' }).click()
  await page.getByRole('heading', { name: 'Veröffentlichter Kopf' }).waitFor()
  await page.getByRole('button', { name: 'Jetzt veröffentlichen' }).click()
  await page.getByText('witness.example/browser').first().waitFor()
  await expect.poll(() => page.getByText('noch nicht', { exact: true }).count(), { timeout: 20_000 }).toBe(0)
  await admin.examine()
})

test('an administrator chooses who gets the heads by mail, after the second factor', { timeout: 90_000 }, async () => {
  const { page } = admin
  await house.owner.query('update sessions set step_up_at = null')
  await page.getByRole('button', { name: 'Empfänger hinzufügen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Empfänger hinzufügen' })
  await dialog.getByLabel('E-Mail-Adresse').fill('auditor@example.com')
  await admin.examine()
  await dialog.getByRole('button', { name: 'Hinzufügen', exact: true }).click()
  await page.getByRole('button', { name: 'Wiederherstellungscode verwenden' }).click()
  await page.getByLabel('Wiederherstellungscode').fill(ada.recoveryCodes[0] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: 'auditor@example.com' }).waitFor({ timeout: 60_000 })
  await uncover(page)
  await admin.examine()
  await admin.picture('heads')
})

test('a ledger that does not keep up is an alarm on its page', async () => {
  const { page } = admin
  await house.owner.query('begin')
  await house.owner.query('select pg_advisory_xact_lock(1650812008, 1)')
  await admin.open('/app/ledger')
  await page.getByText('Das Hauptbuch kommt nicht nach').waitFor({ timeout: 30_000 })
  await admin.examine()
  await admin.picture('late')
  await house.owner.query('rollback')
  await house.owner.query(`set beleg.every_tenant = 'on'`)
  await expect.poll(() => page.getByText('Das Hauptbuch kommt nicht nach').count(), { timeout: 20_000 }).toBe(0)
})

test(
  'the link in the mail ends it, in the language of the reader, without signing in',
  { timeout: 90_000 },
  async () => {
    await runNow(house.running.instance.services.database, 'ledger.mail-heads', { requestedBy: 'spec' })
    // Her session went on in the browser, under another token.
    await ada.signIn()
    const { items } = await ada.client.call(listOutbox)
    const mailId = items.find((mail) => mail.to === 'auditor@example.com')?.id ?? ''
    const { text } = await ada.client.call(readMail, { params: { mailId } })
    const link = /https?:\/\/\S+\/app\/unsubscribe\/\S+/.exec(text)?.[0] ?? ''
    const stranger = await visit(browser, { baseUrl: house.baseUrl, locale: 'en' })
    await stranger.open(new URL(link).pathname)
    await stranger.page.getByText('auditor@example.com').waitFor()
    await stranger.examine()
    await stranger.picture('unsubscribe')
    await stranger.page.getByRole('button', { name: 'Unsubscribe' }).click()
    await stranger.page.getByText('No more mail goes to this address.').waitFor()
    await stranger.examine()
    await stranger.page.reload()
    await stranger.page.getByText('This link no longer works').waitFor()
    await stranger.leave()
  },
)

test('an owner rotates the key, and both stand there with their dates', { timeout: 90_000 }, async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByRole('tab', { name: 'Köpfe und Schlüssel' }).click()
  await page.getByRole('button', { name: 'Schlüssel wechseln' }).click()
  await page.getByRole('alertdialog').getByText('Rückgängig machen lässt sich das nicht').waitFor()
  await admin.examine()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Schlüssel wechseln' }).click()
  await expect
    .poll(() => page.getByRole('table', { name: 'Signaturschlüssel' }).getByRole('row').count(), { timeout: 20_000 })
    .toBe(3)
  await uncover(page)
  await admin.examine()
  await admin.picture('keys')
})

test.each(['de', 'en'] as const)(
  'a stranger finds the published head on the public page (%s), without a script',
  async (locale) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const stranger = await visit(browser, { baseUrl: house.baseUrl, locale, colorScheme })
      await stranger.open('/')
      expect(await stranger.page.locator('script').count()).toBe(0)
      const details = stranger.page.locator('details.head')
      await details.locator('summary').click()
      await details.getByText('witness.example/browser').first().waitFor()
      await stranger.examine()
      if (colorScheme === 'light') {
        await details.scrollIntoViewIfNeeded()
        await stranger.picture(`public-${locale}`)
      }
      await stranger.leave()
    }
  },
)

test('the feed is XML that a browser parses, with the head as its content', async () => {
  const xml = await (await fetch(`${house.baseUrl}/ledger/feed.atom`)).text()
  // Of no origin: our own pages let nobody parse anything.
  const page = await admin.context.newPage()
  const found = await page.evaluate<{ root: string; errors: number; ids: string[]; content: string }>(`(() => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml')
    return {
      root: parsed.documentElement.namespaceURI + ' ' + parsed.documentElement.localName,
      errors: parsed.getElementsByTagName('parsererror').length,
      ids: [...parsed.getElementsByTagName('id')].map((id) => id.textContent),
      content: parsed.getElementsByTagName('content')[0].textContent,
    }
  })()`)
  expect([found.root, found.errors]).toEqual(['http://www.w3.org/2005/Atom feed', 0])
  expect(new Set(found.ids).size).toBe(found.ids.length)
  const size = found.content.split('\n')[1] ?? ''
  const note = await (await fetch(`${house.baseUrl}/ledger/publications/${size}`)).text()
  expect(found.content.startsWith(note)).toBe(true)
})
