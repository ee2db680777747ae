/** Accounts in the hands of administrators: roles, locking out, lost factors, keys of machines. */
import { spawn } from 'node:child_process'
import { listOutbox } from '#core/mail/contract.ts'
import { listPeople } from '#modules/identity/contract.ts'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let browser: Browser
let house: House
let ada: Inhabitant
let ben: Inhabitant
let dora: Inhabitant
let admin: Visitor
/** Ben at his browser, whose session got another token by its second factor. */
let second: Visitor

openHouse(async (opening) => {
  ;({ browser, house, ada } = opening)
  ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  dora = await opening.invite({ name: 'Dora Dienst', roles: ['employee'] })
  admin = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
})

async function openPerson(name: string): Promise<void> {
  const { items } = await ada.client.call(listPeople, { query: {} })
  await admin.open(`/app/people/${items.find((person) => person.name === name)?.personId}`)
  await admin.page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Gives a second factor in the dialog that asks for it. */
async function confirm({ page }: Visitor, { recoveryCodes }: Inhabitant): Promise<void> {
  const factor = page.getByRole('dialog', { name: 'Bitte bestätigen Sie, dass Sie es sind' })
  await factor.getByRole('button', { name: 'Wiederherstellungscode verwenden' }).click()
  await factor.getByLabel('Wiederherstellungscode').fill(recoveryCodes[0] ?? '')
  await factor.getByRole('button', { name: 'Bestätigen' }).click()
}

test('a changed role applies at once: the navigation of the person concerned grows', async () => {
  const employee = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: dora })
  await employee.open('/app/')
  const navigation = employee.page.getByRole('navigation', { name: 'Hauptnavigation' })
  expect(await navigation.getByRole('link', { name: 'Nachweise' }).count()).toBe(0)

  const { page } = admin
  await openPerson('Dora Dienst')
  await page.getByRole('button', { name: 'Rollen ändern' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rollen ändern' })
  await dialog.waitFor()
  await admin.examine()
  await dialog.getByRole('checkbox', { name: 'Prüfung (nur lesen)' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('status').filter({ hasText: 'Die Rollen sind geändert' }).waitFor()
  await page.getByText('Mitarbeit, Prüfung (nur lesen)').waitFor()

  await employee.open('/app/')
  await navigation.getByRole('link', { name: 'Nachweise' }).waitFor()
  await employee.leave()
})

test('a locked account is out at its next step, and can be let in again', async () => {
  const employee = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: dora })
  await employee.open('/app/')
  const { page } = admin
  await openPerson('Dora Dienst')
  await page.getByRole('button', { name: 'Konto sperren' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Konto von Dora Dienst sperren?' })
  await dialog.waitFor()
  await admin.examine()
  await dialog.getByRole('button', { name: 'Konto sperren' }).click()
  await page.getByText('gesperrt', { exact: true }).waitFor()
  await page.getByText('Keine offene Sitzung.').waitFor()
  // Its own page may have gone there by itself.
  await employee.open('/app/today')
  await employee.page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await employee.leave()
  await page.getByRole('button', { name: 'Konto freigeben' }).click()
  await page.getByText('aktiv', { exact: true }).waitFor()
})

test('lost factors are reset by two administrators, and the link goes to the person alone', async () => {
  const { page } = admin
  await openPerson('Dora Dienst')
  await page.getByRole('button', { name: 'Faktoren zurücksetzen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Faktoren von Dora Dienst zurücksetzen' })
  await dialog.getByLabel(/Was ist geschehen/).fill('Telefon verloren; am Schreibtisch erkannt.')
  await admin.examine()
  await dialog.getByRole('button', { name: 'Beantragen' }).click()
  await page.getByRole('status').filter({ hasText: 'Eine zweite Person muss zustimmen' }).waitFor()
  await admin.open('/app/people')
  const own = page.getByRole('button', { name: 'Freigeben', exact: true })
  await own.waitFor()
  expect(await own.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('Sie haben das selbst beantragt').first().waitFor({ state: 'attached' })
  await admin.examine()

  second = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
  await second.open('/app/people')
  // As if Ben had signed in more than ten minutes ago.
  await house.owner.query(`update sessions set step_up_at = step_up_at - interval '11 minutes'`)
  await second.page.getByRole('button', { name: 'Freigeben', exact: true }).click()
  await confirm(second, ben)
  await second.page.getByRole('status').filter({ hasText: 'Die alten Faktoren gelten nicht mehr' }).waitFor()
  const { items } = await ada.client.call(listOutbox)
  expect(items.some(({ to, subject }) => to === dora.email && /zurück|neu/i.test(subject))).toBe(true)
})

test('sessions of a colleague are listed and ended', async () => {
  await openPerson('Ben Beispiel')
  await admin.examine()
  await admin.page.getByRole('button', { name: 'Beenden' }).first().click()
  await admin.page.getByText('Keine offene Sitzung.').waitFor()
  // His own page may have gone there by itself.
  await second.open('/app/evidence')
  await second.page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await second.leave()
})

test('a key is shown once, serves the command line, and is dead when revoked', async () => {
  const { page } = admin
  await admin.open('/app/account')
  await page.getByRole('button', { name: 'Schlüssel erstellen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schlüssel erstellen' })
  await dialog.getByLabel('Bezeichnung').fill('Sicherungsserver Köln')
  await admin.examine()
  await dialog.getByRole('button', { name: 'Schlüssel erstellen' }).click()
  await confirm(admin, ada)
  const shown = page.getByRole('alertdialog', { name: 'Schlüssel erstellen' })
  const secret = (await shown.getByRole('code').textContent()) ?? ''
  expect(secret.length).toBeGreaterThan(30)
  await admin.examine()
  await shown.getByRole('button', { name: 'Ich habe es aufbewahrt' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Sicherungsserver Köln' })
  await row.waitFor()
  await page.reload()
  await row.waitFor()
  expect(await page.content()).not.toContain(secret)

  const first = await push(secret, 'one')
  expect([first.code, first.errors]).toEqual([0, ''])
  await admin.open('/app/evidence')
  await page.getByRole('row').filter({ hasText: 'sicherung-koeln' }).waitFor()

  await admin.open('/app/account')
  await row.getByRole('button', { name: 'Widerrufen' }).click()
  await row.getByText(/widerrufen/).waitFor()
  const second = await push(secret, 'two')
  expect(second.code).toBe(2)
  expect(second.errors).not.toBe('')
  await admin.examine()
  await admin.leave()
})

/** What a machine does: `beleg evidence push -`. */
async function push(key: string, id: string): Promise<{ code: number | null; errors: string }> {
  const at = new Date().toISOString()
  const evidence = {
    source: { system: 'sicherung-koeln', id },
    class: 'machine',
    observedFrom: at,
    observedTo: at,
    facts: [],
  }
  const child = spawn(process.execPath, ['bin/beleg.js', 'evidence', 'push', '-', '--url', house.baseUrl], {
    env: { ...process.env, BELEG_API_KEY: key, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  child.stdin.end(JSON.stringify(evidence))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, errors }
}
