/** The ledger in a real browser: found, opened, and its proof worked out by the browser itself. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import { startHouse, type House, type Inhabitant } from '../house.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let admin: Visitor
let ada: Inhabitant

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
  house = await startHouse()
  ada = await house.enrolAdministrator()
  admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

test('an administrator narrows the ledger, opens an entry, and the browser works out its proof', async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByRole('heading', { name: 'Hauptbuch', level: 1 }).waitFor()
  await page.getByLabel('Handlung').fill('account.enrolled')
  await admin.examine()
  await page.getByRole('button', { name: 'Suchen', exact: true }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  await page.getByRole('link', { name: 'account.enrolled' }).click()
  await page.getByRole('heading', { name: 'account.enrolled', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'In diesem Browser nachrechnen' }).click()
  await page.getByText('Der Eintrag steht so im signierten Baum').waitFor()
  await admin.examine()
})

test('the bundle of an object is prepared by keyboard, downloaded, and holds', async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByLabel('Handlung').fill('account.enrolled')
  await page.getByRole('button', { name: 'Suchen', exact: true }).click()
  await page.getByRole('link', { name: 'account.enrolled' }).click()
  await page.getByRole('heading', { name: 'Nachweis der Stelle' }).waitFor()
  const prepare = page.getByRole('button', { name: 'Nachweisbündel vorbereiten' })
  await prepare.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Nachweisbündel' })
  await dialog.getByText(/enthält \d+ Eintr/).waitFor()
  await dialog.getByText('npx beleg verify beleg-account-').waitFor()
  await admin.examine()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Nachweisbündel herunterladen' }).press('Enter'),
  ])
  expect(download.suggestedFilename()).toMatch(/^beleg-account-\d{4}-\d\d-\d\d\.zip$/)
  const report = verifyBundle(await download.path())
  expect(report).toMatchObject({ ok: true, object: { kind: 'account' } })
  expect(report.entries).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await expect.poll(() => prepare.evaluate((button) => button === document.activeElement)).toBe(true)
})

test('the bundle of the whole ledger is offered on its page, in English too', async () => {
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'en', as: ada })
  await reader.open('/app/ledger')
  await reader.page.getByRole('button', { name: /Nachweisbündel vorbereiten|Prepare a proof bundle/ }).click()
  const [download] = await Promise.all([
    reader.page.waitForEvent('download'),
    reader.page
      .getByRole('dialog')
      .getByRole('link', { name: /herunterladen|Download/ })
      .click(),
  ])
  expect(verifyBundle(await download.path())).toMatchObject({ ok: true, object: null, start: 0 })
  await reader.leave()
})

test('an entry that was altered behind the application does not check out', async () => {
  const { page } = admin
  await house.owner.query('alter table ledger_pending disable trigger user')
  await house.owner.query(
    `update ledger_pending set payload = replace(payload, 'Chrome', 'Krome') || ' ' where action = 'account.enrolled' and leaf_index is not null`,
  )
  await house.owner.query('alter table ledger_pending enable trigger user')
  await page.reload()
  await page.getByRole('button', { name: 'In diesem Browser nachrechnen' }).click()
  await page.getByText('Der Eintrag steht so nicht im signierten Baum').waitFor()
})
