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

test('the page is the same, byte for byte and head for head, whether or not the framework answered', async () => {
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${url}${path}`, { headers: { 'accept-language': 'en', ...headers } })
    const { date: _, ...rest } = Object.fromEntries(response.headers)
    return { status: response.status, headers: rest, text: await response.text() }
  }
  for (const encoding of ['br', 'gzip', 'identity']) {
    // A page says of when it is, so both have to come from the same rendering.
    await expect
      .poll(async () => {
        const [first, ordinary] = [
          await ask('/', { 'accept-encoding': encoding }),
          await ask('/?', { 'accept-encoding': encoding }),
        ]
        expect(first.headers.etag).toBeDefined()
        return (
          JSON.stringify(first) === JSON.stringify({ ...ordinary, headers: sameOrder(first.headers, ordinary.headers) })
        )
      })
      .toBe(true)
  }
  const { headers } = await ask('/', {})
  expect((await ask('/', { 'if-none-match': headers.etag ?? '' })).status).toBe(304)
})

function sameOrder(model: Record<string, string>, given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...new Set([...Object.keys(model), ...Object.keys(given)])].map((name) => [name, given[name] ?? '']),
  )
}
