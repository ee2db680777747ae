/** Deadlines in the browser: what is due, how that came about, who answers for it, one's own calendar and absence. */
import { keepDuties } from '#modules/duty/jobs.ts'
import { expect, test } from 'vitest'
import type { House } from '../house.ts'
import { openHouse } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

let house: House
let ada: Visitor
let emil: Visitor

openHouse(async (opening) => {
  ;({ house } = opening)
  await opening.invite({ name: 'Ben Beispiel', roles: ['measure-owner'] })
  const emilEinfach = await opening.invite({ name: 'Emil Einfach', roles: ['employee'] })
  const { services, registry } = house.running.instance
  // In force for thirty days, with a review every week: that one is overdue, the others are due within a year.
  await house.owner.query(
    `update statements set published_at = published_at - interval '30 days' where tenant_id = $1`,
    [house.platformTenantId],
  )
  await house.owner.query(
    `insert into duty_rhythms (tenant_id, duty_id, every, changed_at) values ($1, 'management-review.yearly/record', 'P1W', $2)`,
    [house.platformTenantId, services.clock.now()],
  )
  await keepDuties(services, registry, house.platformTenantId)
  ada = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: opening.ada })
  emil = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: emilEinfach, colorScheme: 'dark' })
})

test('the list says what is due when, and which sentence hangs on it', async () => {
  const { page } = ada
  await ada.open('/app/duties')
  const row = page.getByRole('row').filter({ hasText: 'Managementbewertung' })
  await row.first().waitFor()
  await ada.examine()
  await ada.picture('list')
  await page.getByLabel('Stand').selectOption('overdue')
  await page.waitForURL(/state=overdue/)
  await ada.picture('overdue')
})

test('the month shows the same on its days, and is left and entered by the keyboard', async () => {
  const { page } = ada
  await ada.open('/app/duties?show=month')
  await page.getByRole('heading', { level: 2 }).waitFor()
  await page.getByRole('button', { name: 'Vorheriger Monat' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/month=\d{4}-\d\d/)
  await page.getByRole('button', { name: 'Heute' }).click()
  const due = await house.owner.query<{ due: Date }>(
    `select due_at as due from duty_occurrences where tenant_id = $1 order by due_at desc limit 1`,
    [house.platformTenantId],
  )
  const month = due.rows[0]?.due.toISOString().slice(0, 7) ?? ''
  await ada.open(`/app/duties?show=month&month=${month}`)
  await page.locator('.month-items a').first().waitFor()
  await ada.examine()
  await ada.picture('month')
})

test('what is overdue is a case, reached from the deadline and leading back to it, and stands in Today once', async () => {
  const { page } = ada
  await ada.open('/app/duties?state=overdue')
  await page.getByRole('link', { name: 'Managementbewertung', exact: true }).first().click()
  await page.getByRole('link', { name: /^Vorgang \d+$/ }).click()
  await page.getByText('Schließt sich, sobald der Nachweis da ist').waitFor()
  await ada.examine()
  await ada.picture('case')
  await page.getByRole('link', { name: 'Frist: Managementbewertung' }).click()
  await page.getByRole('heading', { level: 2, name: 'So ergibt sich die Frist' }).waitFor()
  await ada.open('/app/today')
  const items = page.getByRole('link', { name: 'Managementbewertung', exact: true })
  await items.first().waitFor()
  expect(await items.count()).toBe(1)
  await ada.examine()
  await ada.picture('today')
})

test('one deadline explains itself, gets an owner and a rhythm, and refuses a looser one', async () => {
  const { page } = ada
  await ada.open('/app/duties')
  await page.getByRole('link', { name: 'Managementbewertung', exact: true }).first().click()
  await page.getByRole('heading', { level: 2, name: 'So ergibt sich die Frist' }).waitFor()
  await ada.examine()
  await page.getByRole('button', { name: 'Ändern', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Zuständigkeit ändern' })
  await dialog.getByRole('combobox', { name: 'Zuständig' }).selectOption({ label: 'Ben Beispiel' })
  await ada.examine()
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Ben Beispiel').first().waitFor()
  await page.getByRole('button', { name: 'Rhythmus ändern' }).click()
  const rhythm = page.getByRole('dialog', { name: 'Eigener Rhythmus' })
  await rhythm.getByRole('combobox', { name: 'Höchstens zwischen zwei Nachweisen' }).selectOption('P3M')
  await rhythm.getByRole('button', { name: 'Speichern' }).click()
  await rhythm.waitFor({ state: 'detached' })
  await page.getByText('alle 3 Monate').waitFor()
  await ada.picture('duty')
})

test('calendar and reminders are chosen, and every fault is named', async () => {
  const { page } = ada
  await ada.open('/app/settings/calendar')
  await page.getByLabel('Zeitzone').fill('Europe/Bielefeld')
  await page.getByLabel('Weitere freie Tage').fill('2026-13-01')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText('Diese Zeitzone ist unbekannt').first().waitFor()
  await ada.examine()
  await page.getByLabel('Zeitzone').fill('Europe/Berlin')
  await page.getByLabel('Weitere freie Tage').fill('2026-12-28\n2026-12-29')
  await page.getByLabel('Feiertage von').selectOption('BY')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText('Heilige Drei Könige').first().waitFor()
  await ada.examine()
  await ada.picture('settings')
})

test('everybody has a calendar with a secret address, and says when they are away', async () => {
  const { page } = emil
  await emil.open('/app/calendar')
  await page.getByRole('button', { name: 'Adresse erzeugen' }).click()
  const address = await page.locator('.copy-field-value').textContent()
  const answer = await fetch(String(address).replace(/^https?:\/\/[^/]+/, house.baseUrl))
  expect(await answer.text()).toContain('BEGIN:VCALENDAR')
  await emil.examine()
  await page.getByLabel('Erster Tag').fill('2030-07-20')
  await page.getByLabel('Letzter Tag').fill('2030-07-10')
  await page.getByRole('button', { name: 'Eintragen', exact: true }).click()
  await page.getByText('Das Ende liegt vor dem Anfang.').first().waitFor()
  await page.getByLabel('Letzter Tag').fill('2030-08-02')
  await page.getByRole('button', { name: 'Eintragen', exact: true }).click()
  await page.getByText('20. Juli 2030').first().waitFor()
  await emil.examine()
  await emil.picture('own')
  await page.getByRole('button', { name: 'Abwesenheit 20. Juli 2030 – 2. August 2030 zurücknehmen' }).click()
  await page.getByText('Keine Abwesenheit eingetragen.').waitFor()
  await page.getByRole('button', { name: 'Adresse widerrufen' }).click()
  await page.getByText('Ihr Kalender hat noch keine Adresse.').waitFor()
  await emil.leave()
})
