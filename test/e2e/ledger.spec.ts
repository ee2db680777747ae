/** The ledger in a real browser: found, opened, and its proof worked out by the browser itself. */
import { readFile } from 'node:fs/promises'
import { changeAccount, listPeople } from '#modules/identity/contract.ts'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { verifyBundle } from '#trust/verify/verify.ts'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let admin: Visitor
let ada: Inhabitant
let colleague: Inhabitant

openHouse(async (opening) => {
  ;({ browser, house, ada } = opening)
  colleague = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  const { items } = await ada.client.call(listPeople, { query: {} })
  const account = items.find((person) => person.name === 'Ben Beispiel')?.account
  await ada.client.call(changeAccount, {
    params: { accountId: account?.accountId ?? '' },
    body: { roles: ['isb', 'auditor'], version: account?.version ?? 0 },
  })
  admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

test('an administrator narrows the ledger, opens an entry, and the browser works out its proof', async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByRole('heading', { name: 'Hauptbuch', level: 1 }).waitFor()
  await page.getByLabel('Handlung').fill('account.enrolled')
  await admin.examine()
  await page.getByRole('button', { name: 'Suchen', exact: true }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  await page.getByRole('link', { name: 'Konto eingerichtet' }).first().click()
  await page.getByRole('heading', { name: 'Konto eingerichtet', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'In diesem Browser nachrechnen' }).click()
  await page.getByText('Der Eintrag steht so im signierten Baum').waitFor()
  await admin.examine()
})

test('the bundle of an object is prepared by keyboard, downloaded, and holds', async () => {
  const { page } = admin
  await admin.open('/app/ledger')
  await page.getByLabel('Handlung').fill('account.enrolled')
  await page.getByRole('button', { name: 'Suchen', exact: true }).click()
  await page.getByRole('link', { name: 'Konto eingerichtet' }).first().click()
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

test('filters stand in the address, and are kept as a view that a colleague sees when it is shared', async () => {
  const { page } = admin
  await admin.open('/app/ledger?action=account.&from=2020-01-01')
  expect(await page.getByLabel('Handlung').inputValue()).toBe('account.')
  await page.getByRole('button', { name: 'Ansichten', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Als Ansicht speichern …' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Ansicht speichern' })
  await dialog.getByLabel('Name der Ansicht').fill('Konten')
  await admin.examine()
  await dialog.getByRole('checkbox', { name: /Mit allen teilen/ }).check({ force: true })
  await dialog.getByRole('button', { name: 'Speichern', exact: true }).click()
  await page.getByRole('button', { name: 'Ansicht: Konten' }).waitFor()

  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: colleague })
  await reader.open('/app/ledger')
  await reader.page.getByRole('button', { name: 'Ansichten', exact: true }).click()
  await reader.examine()
  await reader.page.getByRole('menuitem', { name: 'Konten (geteilt von Ada Admin)' }).press('Enter')
  await expect.poll(() => new URL(reader.page.url()).searchParams.get('action')).toBe('account.')
  await reader.page.getByRole('button', { name: /Ansicht: Konten/ }).waitFor()
  await expect
    .poll(() => reader.page.getByRole('rowheader').allTextContents())
    .toEqual(expect.arrayContaining([expect.stringMatching(/account\./)]))
  await reader.leave()

  await page.getByLabel('Handlung').fill('session.')
  await page.getByRole('button', { name: 'Suchen', exact: true }).click()
  await page.getByRole('button', { name: 'Ansichten', exact: true }).click()
  await page.getByRole('menuitem', { name: '„Konten“ durch diese Filter ersetzen' }).press('Enter')
  await page.getByRole('button', { name: 'Ansicht: Konten' }).click()
  await page.getByRole('menuitem', { name: 'Diese Ansicht ändern …' }).press('Enter')
  const change = page.getByRole('dialog', { name: 'Ansicht ändern' })
  await change.getByRole('button', { name: 'Ansicht löschen' }).click()
  await page.getByRole('button', { name: 'Ansichten', exact: true }).waitFor()
})

test('what is shown is downloaded as a file', async () => {
  const { page } = admin
  await admin.open('/app/ledger?action=account.enrolled')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^beleg-ledger-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('Stelle,Verzeichnet (UTC),Handlung')
  expect(text).toContain(',account.enrolled,')
})

test('an entry shows before and after beside each other, and leads to what else its person did', async () => {
  const { page } = admin
  await admin.open('/app/ledger?action=account.roles_changed')
  await page.getByRole('link', { name: 'Rollen geändert' }).first().click()
  const row = page.getByRole('row').filter({ hasText: 'roles' })
  await row.getByText('geändert').waitFor()
  await admin.examine()
  await page.getByRole('link', { name: 'Alle Einträge dieser Person' }).first().click()
  await expect.poll(() => new URL(page.url()).searchParams.get('person')).toMatch(/^[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: 'Filter aufheben' }).waitFor()
  await admin.examine()
})

test('an entry that was altered behind the application does not check out', async () => {
  const { page } = admin
  await admin.open('/app/ledger?action=account.enrolled')
  await page.getByRole('link', { name: 'Konto eingerichtet' }).last().click()
  await page.getByRole('button', { name: 'In diesem Browser nachrechnen' }).waitFor()
  await house.owner.query('alter table ledger_pending disable trigger user')
  await house.owner.query(
    `update ledger_pending set payload = replace(payload, 'Chrome', 'Krome') || ' ' where action = 'account.enrolled' and leaf_index is not null`,
  )
  await house.owner.query('alter table ledger_pending enable trigger user')
  await page.reload()
  await page.getByRole('button', { name: 'In diesem Browser nachrechnen' }).click()
  await page.getByText('Der Eintrag steht so nicht im signierten Baum').waitFor()
})
