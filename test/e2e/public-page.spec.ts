/** What a visitor sees who has no account: the statement, in both languages, without a script and without a finding. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'

const { url } = inject('instance')
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'))
})

afterAll(async () => {
  await browser?.close()
})

test('a visitor reads the statement before signing in, without JavaScript', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'de-DE' })
  const page = await context.newPage()
  const answer = await page.goto(`${url}/`)
  expect(answer?.status()).toBe(200)
  expect(await page.getAttribute('html', 'lang')).toBe('de')
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
  await context.close()
})

test('the same page is there in English', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${url}/`)
  expect(await page.getAttribute('html', 'lang')).toBe('en')
  await context.close()
})

test.each(['light', 'dark'] as const)('the page has no accessibility finding in %s colours', async (colorScheme) => {
  const context = await browser.newContext({ colorScheme })
  const page = await context.newPage()
  await page.goto(`${url}/`)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  await context.close()
})
