/**
 * Takes the pictures of the README by hand (`node bin/node24.js test/e2e/pictures.ts`): a fresh instance, two people, and
 * a second factor deleted in the database a moment ago. What is green or red on them was observed.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { changeLocale } from '#modules/identity/contract.ts'
import { launchBrowser } from '../browser.ts'
import { startHouse } from '../house.ts'
import { deleteSecondFactor } from './opening.ts'
import { visit } from './visitor.ts'

const folder = join(import.meta.dirname, '../../docs/images')
const sentence = 'The second factor (MFA) is mandatory for all accounts.'

const browser = await launchBrowser()
const house = await startHouse()
try {
  await mkdir(folder, { recursive: true })
  const ada = await house.enrolAdministrator()
  await ada.client.call(changeLocale, { body: { locale: 'en' } })
  const ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['isb'] })
  const reader = await visit(browser, { baseUrl: house.baseUrl, locale: 'en', as: ada })
  const { page } = reader
  await reader.open('/app/')
  const stands = page.getByText(sentence, { exact: true }).locator('xpath=..')
  await stands.getByText('proven', { exact: true }).waitFor()
  // Until every collector has looked once.
  await page.waitForTimeout(20_000)
  await deleteSecondFactor(house, ben)
  await stands.getByText('contradicted', { exact: true }).waitFor()
  // The mark pulses for a few seconds after a change.
  await page.waitForTimeout(8_000)
  await page.screenshot({ path: join(folder, 'statement.png') })
  await page.getByRole('link', { name: sentence }).click()
  await page.getByRole('row').filter({ hasText: 'Ben Beispiel' }).getByText('contradicted').waitFor()
  // Nothing is under the pointer.
  await page.mouse.move(1279, 1)
  // From the sentence at the top to the account that breaks it at the bottom.
  await page.evaluate('scrollTo(0, 78)')
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(folder, 'sentence.png') })
  await reader.leave()
} finally {
  await browser.close()
  await house.stop()
}
