/**
 * A public sentence is contradicted, and people deal with it: the case that the system opened is taken up, a task goes to
 * a colleague who is mentioned, the correction is decided by a second person, two people at once lose nothing, and the
 * machine closes what it sees repaired.
 */
import { changeCase, listCases, type CaseSummary } from '#modules/case/contract.ts'
import { expect, test, vi } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { deleteSecondFactor, mfaSentence as sentence, openHouse } from './opening.ts'
import { codeToType, visit, type Visitor } from './visitor.ts'

// Two browsers, and each page examined at two widths.
vi.setConfig({ testTimeout: 180_000 })

let house: House
let ada: Inhabitant
let ben: Inhabitant
let first: Visitor
let second: Visitor
let repair: () => Promise<void>
let finding: CaseSummary
let correction: CaseSummary

openHouse(async (opening) => {
  ;({ house, ada } = opening)
  ben = await opening.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  const cora = await opening.invite({ name: 'Cora Clever', roles: ['employee'] })
  first = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
  second = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ada })
  await openSentences()
  repair = await deleteSecondFactor(house, cora)
}, 180_000)

/** Until the collectors have looked at everybody once. */
async function openSentences(): Promise<void> {
  await second.open('/app/')
  await second.page
    .getByText(sentence)
    .first()
    .locator('xpath=..')
    .getByText('bewiesen', { exact: true })
    .waitFor({ timeout: 60_000 })
}

async function casesAbout(kind: string): Promise<CaseSummary[]> {
  const { items } = await ben.client.call(listCases, { query: { kind, show: 'all', limit: '200' } })
  return items.filter((item) => item.title === sentence)
}

test('Today says which public sentence is contradicted, and until when to decide', async () => {
  await expect.poll(() => casesAbout('correction'), { timeout: 30_000 }).toHaveLength(1)
  const [raised, opened] = [...(await casesAbout('finding')), ...(await casesAbout('correction'))]
  if (!raised || !opened) throw new Error('the cases are gone again')
  finding = raised
  correction = opened
  await first.open('/app/today')
  const broken = first.page.getByRole('listitem').filter({ hasText: sentence }).first()
  await broken.getByText('widerlegt', { exact: true }).waitFor()
  await first.page.getByRole('heading', { level: 2, name: 'Widerlegt', exact: true }).waitFor()
  await first.page.getByRole('heading', { level: 2, name: /Text oder Nachweis berichtigen/ }).waitFor()
  await first.examine()
})

test('the case is taken up: given to somebody, accepted, and its action planned with a reason', async () => {
  const { page } = first
  await page.getByRole('region', { name: 'Widerlegt', exact: true }).getByRole('link', { name: sentence }).click()
  await page.getByText('festgestellt (jetziger Stand)').waitFor({ state: 'attached' })
  // Who may not is told why: first somebody has to own it.
  const accept = page.getByRole('button', { name: 'Annehmen' })
  expect(await accept.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('Noch ist niemand zuständig.').first().waitFor()
  await first.examine()
  await page.getByRole('button', { name: 'Zuweisen' }).click()
  const assign = page.getByRole('dialog', { name: /zuweisen/ })
  await assign.getByLabel('Zuständig').selectOption({ label: 'Ben Beispiel' })
  await first.examine()
  await assign.getByRole('button', { name: 'Zuweisen' }).click()
  await page.getByText('Zugewiesen.').waitFor()
  await accept.click()
  await page.getByRole('dialog', { name: 'Annehmen' }).getByRole('button', { name: 'Annehmen' }).click()
  await page.getByText('angenommen (jetziger Stand)').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Ursache und Maßnahme festhalten' }).click()
  const plan = page.getByRole('dialog', { name: 'Ursache und Maßnahme festhalten' })
  await plan.getByLabel('Begründung').fill('Beim Umzug gelöscht. Cora richtet den Faktor neu ein.')
  await plan.getByRole('button', { name: 'Ursache und Maßnahme festhalten' }).click()
  await page.getByText('Maßnahme geplant (jetziger Stand)').waitFor({ state: 'attached' })
})

test('a task goes to a colleague, who is mentioned and finds both in Today', async () => {
  const { page } = first
  await page.getByRole('button', { name: 'Neue Aufgabe' }).click()
  const dialog = page.getByRole('dialog', { name: 'Neue Aufgabe' })
  await dialog.getByLabel('Was ist zu tun?').fill('Cora beim Einrichten helfen')
  await dialog.getByLabel('Wer macht es?').selectOption({ label: 'Ada Admin' })
  await dialog.getByLabel('Fällig am').fill('2099-01-31')
  await dialog.getByLabel('Checkliste').fill('App prüfen\nCode bestätigen lassen')
  await first.examine()
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await page.getByRole('link', { name: 'Cora beim Einrichten helfen' }).waitFor()
  await page.getByRole('textbox', { name: 'Kommentar' }).fill('Kannst du das heute übernehmen?')
  await page.getByLabel('Jemanden erwähnen').selectOption({ label: 'Ada Admin' })
  await page.getByText('@Ada Admin').waitFor()
  await page.getByRole('button', { name: 'Kommentieren' }).click()
  await page.getByText('Erwähnt: Ada Admin').waitFor()
  // Half a link under the header that stays in view is too small to hit, and to be examined.
  await page.evaluate('scrollTo(0, 0)')
  await first.examine()

  const colleague = second.page
  await second.open('/app/today')
  await colleague.getByRole('heading', { level: 2, name: 'Erwähnt von Ben Beispiel' }).waitFor()
  await second.examine()
  await colleague.getByRole('link', { name: 'Cora beim Einrichten helfen' }).click()
  const finish = colleague.getByRole('button', { name: 'Als erledigt melden' })
  expect(await finish.getAttribute('aria-disabled')).toBe('true')
  for (const point of ['App prüfen', 'Code bestätigen lassen']) {
    await colleague.getByText(point, { exact: true }).click()
    await colleague.getByRole('listitem').filter({ hasText: point }).getByText('abgehakt von Ada Admin').waitFor()
  }
  await second.examine()
  await finish.click()
  await colleague
    .getByRole('dialog', { name: 'Als erledigt melden' })
    .getByRole('button', { name: 'Als erledigt melden' })
    .click()
  await colleague.getByText('Dieser Vorgang ist geschlossen.').waitFor()
  await second.examine()
})

test('whoever is mentioned takes note, and a file is attached', async () => {
  const { page } = second
  await second.open(`/app/cases/${finding.id}`)
  await page.getByRole('button', { name: 'Zur Kenntnis genommen' }).click()
  await page.getByText('Sie wurden hier erwähnt').waitFor({ state: 'detached' })
  await page.locator('input[type=file]').setInputFiles({
    name: 'Protokoll.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Cora hat den Faktor neu eingerichtet.'),
  })
  await page.getByRole('button', { name: 'Anhängen' }).click()
  await page.getByRole('link', { name: 'Protokoll.txt' }).waitFor()
  await page.evaluate('scrollTo(0, 0)')
  await second.examine()
})

test('how the public sentence is corrected is proposed by one person and decided by another', async () => {
  const { page } = first
  await first.open(`/app/cases/${correction.id}`)
  await page.getByRole('button', { name: 'Neuen Nachweis vorschlagen' }).click()
  const propose = page.getByRole('dialog', { name: 'Neuen Nachweis vorschlagen' })
  await propose.getByLabel('Begründung').fill('Der Faktor ist in einer Stunde wieder eingerichtet.')
  await propose.getByRole('button', { name: 'Neuen Nachweis vorschlagen' }).click()
  await page.getByText('neuer Nachweis vorgeschlagen (jetziger Stand)').waitFor({ state: 'attached' })
  const own = page.getByRole('button', { name: 'Neuen Nachweis beschließen' })
  expect(await own.getAttribute('aria-disabled')).toBe('true')
  await page
    .getByText(/Das muss eine andere Person tun/)
    .first()
    .waitFor()
  await first.examine()

  const colleague = second.page
  await second.open('/app/today')
  await colleague
    .getByRole('region', { name: 'Berichtigung: wartet auf Ihre Entscheidung' })
    .getByRole('link', { name: sentence })
    .click()
  // Both came in the same week; that is said before, and recorded with the decision.
  await colleague.getByText(/in derselben Woche angelegt\. Das wird/).waitFor()
  await second.examine()
  await colleague.getByRole('button', { name: 'Neuen Nachweis beschließen' }).click()
  await colleague
    .getByRole('dialog', { name: 'Neuen Nachweis beschließen' })
    .getByRole('button', { name: 'Neuen Nachweis beschließen' })
    .click()
  const stepUp = colleague.getByRole('dialog', { name: /zweite/i })
  const done = colleague.getByText('Nachweis wird wiederhergestellt (jetziger Stand)')
  await stepUp.or(done).first().waitFor({ state: 'attached' })
  if (await stepUp.isVisible()) {
    await stepUp
      .getByLabel(/Code/)
      .first()
      .fill(await codeToType(ada.totpSecret))
    await stepUp.getByRole('button', { name: /Bestätigen/ }).click()
  }
  await done.waitFor({ state: 'attached' })
  await colleague.getByText('beide Personen in derselben Woche angelegt').waitFor()
})

test('who was overtaken is told by whom, and nothing is lost', async () => {
  const { page } = second
  await second.open(`/app/cases/${finding.id}`)
  await page.getByRole('button', { name: 'Als umgesetzt melden' }).click()
  const dialog = page.getByRole('dialog', { name: 'Als umgesetzt melden' })
  await dialog.getByLabel('Begründung').fill('Der Faktor ist wieder da.')
  await page.route('**/api/events', (route) => route.abort())
  const shown = (await casesAbout('finding')).find(({ id }) => id === finding.id)
  const response = await page.evaluate<{ version: number }>(
    `fetch('/api/cases/${shown?.id}').then((answer) => answer.json())`,
  )
  await ben.client.call(changeCase, {
    params: { caseId: finding.id },
    body: { version: response.version, ownerId: null },
  })
  // The page may have read anew meanwhile; then it goes by the new version, which is as good.
  await dialog.getByRole('button', { name: 'Als umgesetzt melden' }).click()
  const overtaken = dialog.getByText(/hat sich inzwischen geändert .*Ben Beispiel/)
  const moved = page.getByText('umgesetzt (jetziger Stand)')
  await overtaken.or(moved).first().waitFor({ state: 'attached' })
  await second.examine()
})

test('what the machine sees repaired it closes by itself, clocks and all', async () => {
  const { page } = first
  await repair?.()
  await first.open(`/app/cases/${correction.id}`)
  await page.getByText('Nachweis wiederhergestellt (jetziger Stand)').waitFor({ state: 'attached', timeout: 90_000 })
  await first.examine()
})

test('the list is narrowed by its address, kept as a view, and exported', async () => {
  const { page } = first
  await first.open('/app/cases')
  await first.examine()
  await page.getByLabel('Art').selectOption({ label: 'Aufgabe' })
  await page.getByLabel('Zeigen').selectOption({ label: 'geschlossene' })
  await page.getByRole('link', { name: 'Cora beim Einrichten helfen' }).waitFor()
  expect(new URL(page.url()).search).toMatch(/kind=task/)
  await page.getByRole('button', { name: 'Ansichten' }).click()
  await page.getByRole('menuitem', { name: /speichern/ }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Erledigtes')
  await page.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('button', { name: 'Ansicht: Erledigtes' }).waitFor()
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).click()])
  expect(file.suggestedFilename()).toMatch(/^beleg-cases-.*\.csv$/)
  await first.examine()
  await first.leave()
  await second.leave()
})
