/** What takes two people: one invites and the other follows, one files and the other reviews, one asks and the other decides. */
import { readCurrentStatement } from '#modules/statement/contract.ts'
import { expect, test } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { openHouse } from './opening.ts'
import { codeToType, visit, type Visitor } from './visitor.ts'

const email = 'carla@example.com'
let house: House
let ada: Inhabitant
/** At the browser for the whole file: Ada in German, Carla in English. */
let admin: Visitor
let carla: Visitor
let sentences: readonly { id: string; text: string }[] = []
let link = ''

openHouse(async (opening) => {
  ;({ house, ada } = opening)
  // Before Ada's session gets another token in her browser.
  sentences = (await ada.client.call(readCurrentStatement, { query: { locale: 'en' } })).claims
  admin = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  carla = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'en' })
})

async function openSentence(visitor: Visitor, beginning: string): Promise<void> {
  await visitor.open(`/app/sentences/${sentences.find(({ text }) => text.startsWith(beginning))?.id}`)
}

test('an invitation waits in the outbox, and only a fresh second factor opens it', async () => {
  const { page } = admin
  await admin.open('/app/people')
  await page.getByRole('button', { name: 'Person einladen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Person einladen' })
  await dialog.getByLabel('Name', { exact: true }).fill('Carla Castle')
  await dialog.getByLabel('E-Mail-Adresse').fill(email)
  await admin.examine()
  await dialog.getByRole('checkbox', { name: 'Informationssicherheit (ISB)' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Einladen' }).click()
  await page
    .getByRole('status')
    .filter({ hasText: `Der Link ging an ${email}` })
    .waitFor()
  await page.getByRole('row').filter({ hasText: 'Carla Castle' }).getByText('eingeladen').waitFor()

  await page.getByRole('button', { name: /^AA, / }).click()
  await page.getByRole('menuitem', { name: 'Postausgang' }).click()
  const row = page.getByRole('row').filter({ hasText: email })
  await row.waitFor()
  // As if the enrolment were more than ten minutes ago.
  await house.owner.query(`update sessions set step_up_at = step_up_at - interval '11 minutes'`)
  expect(await page.getByText('/enrol/').count()).toBe(0)
  await row.getByRole('link').click()
  const factor = page.getByRole('dialog', { name: 'Bitte bestätigen Sie, dass Sie es sind' })
  await factor.waitFor()
  await admin.examine()
  await factor.getByRole('button', { name: 'Wiederherstellungscode verwenden' }).click()
  await factor.getByLabel('Wiederherstellungscode').fill('nope-nope-nope')
  await factor.getByRole('button', { name: 'Bestätigen' }).click()
  await factor.getByRole('alert').waitFor()
  await factor.getByLabel('Wiederherstellungscode').fill(ada.recoveryCodes[0] ?? '')
  await factor.getByRole('button', { name: 'Bestätigen' }).click()
  const written = page.getByRole('link', { name: /\/enrol\// })
  await written.waitFor()
  link = (await written.getAttribute('href')) ?? ''
  await admin.examine()
})

test('the invited person enrols by that link, in their own language', async () => {
  const { page } = carla
  await carla.open(new URL(link).pathname)
  await page.getByRole('heading', { name: /^Welcome to/ }).waitFor()
  await page.getByLabel('Password', { exact: true }).fill('A sentence that nobody guesses 1815')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor()
  const secret = ((await page.getByRole('code').first().textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code that the app shows now').fill(await codeToType(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('checkbox', { name: 'I have kept the codes.' }).check({ force: true })
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { level: 1, name: 'Security statement of Beleg' }).waitFor()
})

test('what one person filed proves nothing until another has accepted it, and then at once', async () => {
  const { page } = carla
  await openSentence(carla, 'An information security officer')
  const verdict = page.getByRole('status').filter({ hasText: 'last changed' })
  await verdict.getByText('unproven', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'File evidence' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'File evidence' })
  await dialog.getByLabel('Title').fill('Letter of appointment')
  await dialog.getByRole('button', { name: 'File', exact: true }).click()
  await dialog.getByText('Please choose the document.').waitFor()
  await carla.examine()
  await dialog.getByLabel('Performed on').fill(new Date().toISOString().slice(0, 10))
  await dialog.getByLabel('What was done and found?').fill('Appointed by the management, accepted, with a deputy.')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Choose a file' }).click()
  await (
    await chooser
  ).setFiles({ name: 'appointment.txt', mimeType: 'text/plain', buffer: Buffer.from('We appoint Carla Castle.') })
  await dialog.getByRole('button', { name: 'File', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'waits for review by another person' }).waitFor()
  expect(await verdict.getByText('unproven', { exact: true }).count()).toBe(1)

  await page.getByRole('link', { name: 'Evidence', exact: true }).click()
  await page.getByLabel('State').selectOption({ label: 'in review' })
  await page.getByRole('link', { name: 'Letter of appointment' }).click()
  const accept = page.getByRole('button', { name: 'Accept' })
  await accept.waitFor()
  expect(await accept.getAttribute('aria-disabled')).toBe('true')
  await page
    .getByText(/same person|another person/i)
    .first()
    .waitFor()
  await carla.examine()
  await openSentence(carla, 'An information security officer')

  const colleague = admin.page
  await admin.open('/app/today')
  await colleague.getByRole('heading', { level: 2, name: 'Wartet auf Ihre Prüfung' }).waitFor()
  await admin.examine()
  await colleague.getByRole('link', { name: 'Letter of appointment' }).click()
  await colleague.getByRole('button', { name: 'Annehmen' }).click()
  const review = colleague.getByRole('dialog', { name: 'Nachweis annehmen' })
  await review.getByLabel('Begründung').fill('Urkunde gelesen, Unterschriften geprüft.')
  await admin.examine()
  await review.getByRole('button', { name: 'Annehmen' }).click()
  await colleague.getByText('Angenommen von Ada Admin').waitFor()
  await admin.examine()
  await verdict.getByText('proven', { exact: true }).waitFor({ timeout: 5_000 })
  await carla.examine()
})

test('a decision that one person asks for is made by another', async () => {
  const { page } = carla
  const reason = 'Single sign-on is offered from next year on.'
  await openSentence(carla, 'Sign-in can take place')
  await page.getByRole('button', { name: 'Ask for a decision' }).click()
  const ask = page.getByRole('dialog', { name: 'Ask for a decision' })
  await ask.getByLabel('Reason').fill('short')
  await ask.getByRole('button', { name: 'Ask', exact: true }).click()
  await ask.getByRole('alert').waitFor()
  await carla.examine()
  await ask.getByLabel('Reason').fill(reason)
  await ask.getByRole('button', { name: 'Ask', exact: true }).click()
  const decision = page.getByRole('listitem').filter({ hasText: reason })
  await decision.getByText('requested', { exact: true }).waitFor()
  expect(await decision.getByRole('button', { name: 'Approve' }).getAttribute('aria-disabled')).toBe('true')
  await decision.getByText('You asked for this decision yourself').first().waitFor({ state: 'attached' })

  const colleague = admin.page
  await admin.open('/app/today')
  await colleague.getByRole('listitem').filter({ hasText: reason }).getByRole('link').click()
  await colleague.getByRole('button', { name: 'Genehmigen' }).click()
  const decide = colleague.getByRole('dialog', { name: 'Entscheidung genehmigen' })
  await decide.getByLabel('Warum?').fill('Nach Rücksprache mit dem Vertrieb.')
  await admin.examine()
  await decide.getByRole('button', { name: 'Genehmigen' }).click()
  await colleague.getByText('genehmigt', { exact: true }).waitFor()
  await decision.getByText('approved', { exact: true }).waitFor()
  await page.getByText('decided by Ada Admin').waitFor()
  await carla.examine()
  await carla.leave()
  await admin.leave()
})
