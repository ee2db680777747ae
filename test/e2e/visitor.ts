/**
 * A person at a browser: a context of their own, whose every page is watched for errors of the console and of the
 * content security policy, and which can be examined: no accessibility finding, no sideways scrolling on a phone.
 */
import { AxeBuilder } from '@axe-core/playwright'
import { totpCode } from '#modules/identity/rules.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Inhabitant } from '../house.ts'

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Opens a path of the application and waits for its heading. */
  open(path: string): Promise<void>
  /** Fails on an accessibility finding, on sideways scrolling at 390 px, and on anything the console complained about. */
  examine(): Promise<void>
  /** The whole page on a desk, on a phone and in dark colours, for whoever asks for it by `BELEG_PICTURES=folder`. */
  picture(name: string): Promise<void>
  /** Fails on anything the console complained about, and goes. */
  leave(): Promise<void>
}

export interface VisitorOptions {
  baseUrl: string
  locale: Locale
  /** Signed in as. */
  as?: Inhabitant
  colorScheme?: 'light' | 'dark'
  javaScriptEnabled?: boolean
}

const desk = { width: 1280, height: 860 }
const phone = { width: 390, height: 844 }

/** How long a code of an authenticator lasts (RFC 6238). */
const stepMs = 30_000

/** WCAG 2.2 AA, and what is good practice beyond it. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Lets somebody sit down at a browser. */
export async function visit(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    locale: options.locale === 'de' ? 'de-DE' : 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
    // Colours in the middle of a transition are nobody's contrast.
    reducedMotion: 'reduce',
    viewport: desk,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  if (options.as) {
    const [name = '', value = ''] = options.as.cookie().split('=')
    // The language of the device, as if chosen there before; the account's own follows after sign-in.
    await context.addCookies([
      { name, value, url: options.baseUrl.replace('http:', 'https:'), httpOnly: true, sameSite: 'Strict' },
    ])
  }
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // A refusal is an answer (wrong code, second factor needed); Chromium reports each as a failed resource.
    const isRefusal = /Failed to load resource: .* status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  return {
    context,
    page,
    async open(path) {
      await page.goto(`${options.baseUrl}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    async examine() {
      const findings = (await findViolations(page)).map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
      )
      expect(findings, `${page.url()} for everybody`).toEqual([])
      await page.setViewportSize(phone)
      // What floats above the page takes a moment to find its new place.
      await expect.poll(() => tooWide(page), { message: `${page.url()} on a phone`, timeout: 2_000 }).toEqual([])
      await page.setViewportSize(desk)
      expect(complaints, `${page.url()} without complaints of the browser`).toEqual([])
    },
    async picture(name) {
      const folder = process.env.BELEG_PICTURES
      if (folder === undefined) return
      const keep = (of: string) => page.screenshot({ path: join(folder, `${name}-${of}.png`), fullPage: true })
      await mkdir(folder, { recursive: true })
      // The header stands where one has scrolled to.
      await page.evaluate('scrollTo(0, 0)')
      await keep('desk')
      await page.setViewportSize(phone)
      // What floats above the page takes a moment to find its new place.
      await page.waitForTimeout(500)
      await keep('phone')
      await page.setViewportSize(desk)
      await page.emulateMedia({ colorScheme: 'dark' })
      await keep('dark')
      await page.emulateMedia({ colorScheme: options.colorScheme ?? 'light' })
    },
    async leave() {
      expect(complaints, `${page.url()} without complaints of the browser`).toEqual([])
      await context.close()
    },
  }
}

/**
 * What axe finds. What a message covers for a few seconds, or the header until one scrolls, is no smaller for it: targets
 * that seem too small are measured once more at the top of the page, without messages.
 */
async function findViolations(page: Page) {
  const analyse = async () => (await new AxeBuilder({ page }).withTags(rules).analyze()).violations
  const showMessages = (visibility: string) =>
    page.evaluate(`document.querySelector('.toasts')?.style.setProperty('visibility', '${visibility}')`)
  const found = await analyse()
  if (!found.some(({ id }) => id === 'target-size')) return found
  await showMessages('hidden')
  await page.evaluate('scrollTo(0, 0)')
  const uncovered = await analyse()
  await showMessages('visible')
  return [...found.filter(({ id }) => id !== 'target-size'), ...uncovered.filter(({ id }) => id === 'target-size')]
}

/** What stands beyond the right edge of a page that scrolls sideways; empty when it does not. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { documentElement } = document
    if (documentElement.scrollWidth <= documentElement.clientWidth) return []
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 160))
  })()`)
}

/** The code that an app shows now, with time enough left to type it: only the present one counts. */
export async function codeToType(secret: string): Promise<string> {
  const leftMs = stepMs - (new Date().getTime() % stepMs)
  if (leftMs < 3_000) await nextStep()
  return totpCode(secret, new Date())
}

/** Waits for the next thirty-second step, in which a second factor is fresh again. */
export async function nextStep(): Promise<void> {
  const now = new Date().getTime()
  await new Promise((resolve) => setTimeout(resolve, stepMs - (now % stepMs) + 100))
}
