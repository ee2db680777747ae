/** The ledger in a real browser: found, opened, and its proof worked out by the browser itself. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { startHouse, type House } from '../house.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let admin: Visitor

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
  house = await startHouse()
  admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: await house.enrolAdministrator() })
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
