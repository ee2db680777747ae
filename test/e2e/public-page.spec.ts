/** What a visitor sees who has no account: the statement, in both languages, without a script and without a finding. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { visit } from './visitor.ts'

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

test.each(['de', 'en'] as const)(
  'the page (%s) is for everybody, on a desk and on a phone, and runs no script',
  async (locale) => {
    const stranger = await visit(browser, { baseUrl: url, locale })
    const started: string[] = []
    stranger.page.on('request', (request) => {
      if (request.resourceType() !== 'document') started.push(request.url())
    })
    await stranger.open('/')
    expect(await stranger.page.locator('script').count()).toBe(0)
    await stranger.examine()
    // The other language is one step away, and so is the way in.
    const [other, title] =
      locale === 'de'
        ? (['English', 'Security statement of Beleg'] as const)
        : (['Deutsch', 'Sicherheitsaussage von Beleg'] as const)
    await stranger.page.getByRole('link', { name: other }).click()
    await stranger.page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(
      await stranger.page.getByRole('link', { name: locale === 'de' ? 'Sign in' : 'Anmelden' }).getAttribute('href'),
    ).toBe('/app/')
    expect(started).toEqual([])
    await stranger.leave()
  },
)

test.each(['de', 'en'])('the page (%s) weighs at most 20 kB on the wire, styles and all', async (language) => {
  for (const encoding of ['br', 'gzip']) {
    const answer = await fetch(`${url}/`, { headers: { 'accept-language': language, 'accept-encoding': encoding } })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(Number(answer.headers.get('content-length'))).toBeLessThanOrEqual(20_000)
  }
})

test('the page prints: dark ink on paper, nothing cut off at the edge', async () => {
  const stranger = await visit(browser, { baseUrl: url, locale: 'de', colorScheme: 'dark' })
  const { page } = stranger
  await stranger.open('/')
  await page.emulateMedia({ media: 'print', colorScheme: 'light' })
  // A4 without margins of 15 mm, at 96 dpi.
  await page.setViewportSize({ width: 680, height: 1000 })
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
  const pdf = await page.pdf({
    format: 'A4',
    margin: { top: '15mm', right: '15mm', bottom: '15mm', left: '15mm' },
    tagged: true,
  })
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
  expect(pages).toBeGreaterThanOrEqual(1)
  expect(pages).toBeLessThanOrEqual(5)
  await stranger.leave()
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
