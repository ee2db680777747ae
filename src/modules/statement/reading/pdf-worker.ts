/**
 * Takes the text runs out of a PDF, in a worker thread: a parser of somebody else, fed by strangers. Whatever takes too
 * long or too much here is ended from outside, and the house goes on. No script of the file is run and no font is drawn.
 */
import { parentPort } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { withHyphens } from './hyphen.ts'
import type { PdfPage, PdfRun } from './pdf-layout.ts'

export interface PdfRequest {
  readonly bytes: Uint8Array
  readonly mostPages: number
  /** UTF-16 code units of text. */
  readonly mostText: number
}

export type PdfAnswer =
  | { readonly pages: readonly PdfPage[]; readonly title: string | null; readonly language: string | null }
  | { readonly fault: 'encrypted' | 'damaged' | 'too_large' }

parentPort?.on('message', (request: PdfRequest) => {
  void answer(request).then((result) => parentPort?.postMessage(result))
})

async function answer(request: PdfRequest): Promise<PdfAnswer> {
  try {
    return await readPages(request)
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    return { fault: name === 'PasswordException' ? 'encrypted' : 'damaged' }
  }
}

async function readPages({ bytes, mostPages, mostText }: PdfRequest): Promise<PdfAnswer> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: false })
  if (pdf.numPages > mostPages) return { fault: 'too_large' }
  let left = mostText
  const pages: PdfPage[] = []
  for (let at = 1; at <= pdf.numPages; at += 1) {
    const page = await pdf.getPage(at)
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view
    const content = await page.getTextContent()
    const items = content.items.filter((item) => 'str' in item)
    const glyphs = await readGlyphs(page)
    const bold = boldFonts(page, new Set(items.map((item) => item.fontName)))
    const texts = withHyphens(
      items.map((item) => item.str),
      glyphs,
    )
    const runs: PdfRun[] = []
    for (const [index, item] of items.entries()) {
      const text = texts[index] ?? item.str
      if (text === '') continue
      // Declared as any: six numbers, PDF 32000-1 8.3.3.
      const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform as number[]
      const height = Math.hypot(c, d)
      // Watermarks and marginal notes stand at an angle.
      if (height === 0 || Math.abs(b) > Math.abs(a) * 0.1) continue
      left -= text.length
      if (left < 0) return { fault: 'too_large' }
      runs.push({ text, x: x - x0, y: y - y0, width: item.width, height, isBold: bold.has(item.fontName) })
    }
    pages.push({ width: x1 - x0, height: y1 - y0, runs })
    page.cleanup()
  }
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }))
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim().slice(0, 300) : ''
  const language = 'Language' in info && typeof info.Language === 'string' ? info.Language.slice(0, 12) : null
  return { pages, title: title === '' ? null : title, language }
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>

/** What a page draws, glyph by glyph, or null where its operators cannot be read. */
async function readGlyphs(page: Page): Promise<string[] | null> {
  try {
    const { fnArray, argsArray } = await page.getOperatorList()
    const glyphs: string[] = []
    for (const [at, operator] of fnArray.entries()) {
      if (operator !== showText) continue
      // Undeclared by the library: glyphs, and numbers that move the next one.
      const [shown] = argsArray[at] as [unknown]
      for (const glyph of Array.isArray(shown) ? (shown as readonly ({ unicode?: unknown } | number | null)[]) : []) {
        if (glyph !== null && typeof glyph === 'object' && typeof glyph.unicode === 'string')
          glyphs.push(...glyph.unicode.normalize('NFKC'))
      }
    }
    return glyphs
  } catch {
    return null
  }
}

/** The operator of pdf.js for drawing text, into which it turns all others. */
const showText = 44

/** The fonts of a page that are bold by name; they are known once its operators were read. */
function boldFonts(page: Page, names: ReadonlySet<string>): ReadonlySet<string> {
  const bold = new Set<string>()
  for (const name of names) {
    if (name === '' || !page.commonObjs.has(name)) continue
    // Undeclared by the library.
    const font = page.commonObjs.get(name) as { name?: unknown; bold?: unknown; black?: unknown } | null
    const face = typeof font?.name === 'string' ? font.name : ''
    if (font?.bold === true || font?.black === true || /bold|black|heavy|semibold|demi/i.test(face)) bold.add(name)
  }
  return bold
}
