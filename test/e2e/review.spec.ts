/** A draft reviewed in the browser by key: two people over the same text, each seeing the other, nobody losing anything. */
import { importStatement } from '#modules/statement/contract.ts'
import { readReview } from '#modules/statement/contract/review.ts'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openHouse, type Opening } from './opening.ts'
import { visit, type Visitor } from './visitor.ts'

const words = `# Sicherheitsaussage

Wir freuen uns über Ihr Vertrauen. Rückfragen sind willkommen.

## Zugang

- Der zweite Faktor (MFA) ist für alle Konten verpflichtend.
- Zugriffsrechte werden regelmäßig rezertifiziert.
- Sicherungen werden täglich erstellt und verschlüsselt aufbewahrt.
- Sicherheitsvorfälle melden wir unverzüglich.

## Betrieb

- Penetrationstests finden mindestens jährlich statt.
- Kunden verwalten ihre Konten selbst.
`

let opening: Opening
let ada: Visitor
let ben: Visitor
let statementId: string
let path: string

openHouse(async (given) => {
  opening = given
  const { browser, house } = given
  const colleague = await given.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  const file = new File([words], 'aussage.md', { type: 'text/markdown' })
  ;({ id: statementId } = await given.ada.client.call(importStatement, { file, body: { locale: 'de' } }))
  path = `/app/versions/${statementId}/review`
  ada = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: given.ada })
  ben = await visit(browser, { baseUrl: house.baseUrl, locale: 'de', as: colleague })
})

const review = () => opening.ada.client.call(readReview, { params: { statementId } })
const claimOf = async (part: string) => {
  const found = (await review()).claims.find(({ text }) => text.includes(part))
  if (!found) throw new Error(`no sentence says ${part}`)
  return found
}
const line = (page: Page, part: string) => page.locator('[data-claim]').filter({ hasText: part })
const focused = (page: Page) =>
  page.evaluate<string>(
    `document.activeElement?.closest('[data-claim]')?.textContent ?? document.activeElement?.tagName`,
  )

test('sentences are gone through, accepted, numbered and rebound by key alone', async () => {
  const { page } = ada
  await ada.open(path)
  await page.getByText('0 von 6 angesehen').waitFor()
  await page.keyboard.press('j')
  await expect.poll(() => focused(page)).toContain('Der zweite Faktor')
  // The text follows: the same sentence is marked there.
  await page.locator('[data-place][aria-current]', { hasText: 'Der zweite Faktor' }).waitFor()
  await page.keyboard.press('a')
  await expect.poll(() => focused(page)).toContain('regelmäßig')
  await page.getByText('1 von 6 angesehen').waitFor()
  await page.getByText('„Regelmäßig“ braucht eine Zahl').waitFor()
  await ada.picture('review')
  await ada.examine()
  await page.keyboard.press('i')
  await page.keyboard.type('drei')
  await page.keyboard.press('Enter')
  await page.getByText('Eine ganze Zahl von 1 bis 999.').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('3')
  await page.keyboard.press('Enter')
  await page.getByText('Abstand: 3 Monate').waitFor()
  expect(await claimOf('regelmäßig')).toMatchObject({
    parameters: [{ name: 'interval', value: 'P3M', unit: 'duration' }],
  })
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toContain('regelmäßig')
  await page.keyboard.press('b')
  await page.keyboard.type('mfa')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await claimOf('regelmäßig')).measures.filter((id) => id.startsWith('identity.mfa')))
    .toHaveLength(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.type('Produktion')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await claimOf('regelmäßig')).scope).toBe('Produktion')
})

test('a sentence is split, merged and taken back, several steps far, and the focus stays', async () => {
  const { page } = ada
  await line(page, 'Sicherungen').click()
  // What is marked in the text is where it is split, unless the border is moved.
  await page.evaluate(`(() => {
    const text = document.querySelector('[data-place][aria-current]').firstChild
    getSelection().setBaseAndExtent(text, text.data.indexOf('und'), text, text.data.length)
  })()`)
  await page.keyboard.press('s')
  const slider = page.getByRole('dialog').getByRole('slider')
  await slider.waitFor()
  expect(await slider.getAttribute('aria-valuetext')).toBe('Wort 5 von 7: und')
  // "Sicherungen werden täglich erstellt | und verschlüsselt aufbewahrt."
  await page.keyboard.press('Home')
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
  await ada.picture('review-split')
  await page.keyboard.press('Enter')
  await page.getByText('1 von 7 angesehen').waitFor()
  await expect.poll(() => focused(page)).toContain('Sicherungen werden täglich erstellt')
  expect((await claimOf('verschlüsselt')).text).toBe('und verschlüsselt aufbewahrt.')
  await page.keyboard.press('m')
  await page.getByText('1 von 6 angesehen').waitFor()
  await expect.poll(() => focused(page)).toContain('erstellt und verschlüsselt')
  await page.keyboard.press('u')
  await page.getByText('1 von 7 angesehen').waitFor()
  await page.keyboard.press('u')
  await page.getByText('1 von 6 angesehen').waitFor()
  // The scope, which was set before both.
  await page.keyboard.press('u')
  await expect.poll(async () => (await claimOf('regelmäßig')).scope).toBeNull()
  await expect.poll(() => focused(page)).toContain('regelmäßig')
})

test('what was read as no sentence is grey, and becomes one by key', async () => {
  const { page } = ada
  await line(page, 'Der zweite Faktor').click()
  await page.keyboard.press('d')
  await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: 'Als Satz aufnehmen: Rückfragen' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('1 von 7 angesehen').waitFor()
  await expect.poll(() => focused(page)).toContain('Rückfragen sind willkommen.')
  await page.keyboard.press('u')
  await page.getByText('1 von 6 angesehen').waitFor()
})

test('two people see each other, and where both changed the same both values are there to choose from', async () => {
  await ben.open('/app/today')
  await ben.page.getByText('1 von 6 Sätzen angesehen').waitFor()
  await ben.page.getByRole('link', { name: 'Fassung 2, Deutsch: Sicherheitsaussage' }).click()
  await line(ben.page, 'jährlich').click()
  await line(ada.page, 'jährlich').click()
  const strength = (visitor: Visitor) => visitor.page.getByLabel('Stärke')
  await strength(ben).waitFor()
  // What Ada does reaches Ben only after he has chosen himself.
  const { promise: chosen, resolve: hasChosen } = Promise.withResolvers<void>()
  await ben.context.route('**/review', async (route) => {
    await chosen
    await route.continue()
  })
  await strength(ada).selectOption('regularly')
  await expect.poll(async () => (await claimOf('jährlich')).quantifier).toBe('regularly')
  await strength(ben).selectOption('every')
  await ben.page.getByText('Inzwischen von jemand anderem geändert').first().waitFor()
  hasChosen()
  await line(ada.page, 'Kunden verwalten').click()
  await ada.page.keyboard.press('a')
  // The other one's step arrives without reloading.
  await ben.page.getByText('2 von 6 angesehen').waitFor()
  const values = ben.page.getByRole('row').filter({ hasText: 'Stärke' })
  await values.getByText('regelmäßig').waitFor()
  await values.getByText('alle', { exact: true }).waitFor()
  await ben.picture('review-conflict')
  await ben.examine()
  await ben.page.getByRole('button', { name: 'Meines nehmen' }).click()
  await expect.poll(async () => (await claimOf('jährlich')).quantifier).toBe('every')
  await expect.poll(() => strength(ada).count()).toBe(1)
})

test('on a phone text and sentences take turns, and the keys are explained', async () => {
  const { page } = ben
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await page.getByRole('button', { name: 'Kunden verwalten ihre Konten selbst.' }).click()
  await expect.poll(() => line(page, 'Kunden verwalten').getAttribute('aria-expanded')).toBe('true')
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Tasten' }).waitFor()
  await ben.picture('review-keys')
  await page.keyboard.press('Escape')
})

test('a version that is no draft any more is shown as it was reviewed, and nothing can be changed', async () => {
  const { page } = ada
  await page.getByRole('link', { name: 'Vergleich mit der geltenden Fassung' }).click()
  await page.getByRole('button', { name: 'Einreichen' }).click()
  await page.getByRole('link', { name: 'Sätze prüfen' }).click()
  await page.getByText('Diese Fassung ist kein Entwurf mehr.').first().waitFor()
  const before = await review()
  await line(page, 'jährlich').click()
  await page.keyboard.press('a')
  await page.keyboard.press('m')
  expect(await review()).toEqual(before)
  await ada.examine()
  await ada.leave()
  await ben.leave()
})
