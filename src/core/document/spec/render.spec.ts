import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { BlockInput } from '../contract.ts'
import { canonicalJson, freezeModel, shortHash } from '../freeze.ts'
import { model, render } from './example.ts'

/** A loaded machine takes ten times as long as an idle one. */
const patience = 120_000

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function openPdf(pdf: Buffer) {
  // It takes the buffer away from whoever hands it over.
  const proxy = await getDocumentProxy(new Uint8Array(pdf))
  const { text } = await extractText(proxy, { mergePages: false })
  return { proxy, pages: text, text: text.join('\n') }
}

async function textOfDocx(docx: Buffer): Promise<string> {
  return (await mammoth.extractRawText({ buffer: docx })).value
}

/** A member of a zip archive, found by its local header. */
function member(archive: Buffer, name: string): string {
  let at = archive.readUInt32LE(archive.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16)
  while (archive.readUInt32LE(at) === 0x0201_4b50) {
    const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    if (archive.toString('utf8', at + 46, at + 46 + nameBytes) === name) {
      const local = archive.readUInt32LE(at + 42)
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      const data = archive.subarray(start, start + archive.readUInt32LE(at + 20))
      return (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data).toString('utf8')
    }
    at += 46 + nameBytes + extra + comment
  }
  throw new Error(`the archive has no ${name}`)
}

interface Structure {
  readonly role?: string
  readonly children?: readonly Structure[]
}

function roles(node: Structure | null): string[] {
  return node === null ? [] : [node.role ?? '', ...(node.children ?? []).flatMap(roles)]
}

describe('a document', () => {
  it('says the same as page, PDF and DOCX, with date, version, number and classification on each sheet', async () => {
    const long = await render({
      blocks: Array.from({ length: 120 }, (_, i) => ({ kind: 'paragraph' as const, text: [`Absatz ${i}, mit Text.`] })),
    })
    const { pages } = await openPdf(long.pdf)
    expect(pages.length).toBeGreaterThan(2)
    const [asOf, version, hash] = ['Stichtag 2. März 2026 um 09:00 MEZ', 'Fassung 3', shortHash(long.sha256)]
    for (const [i, page] of pages.entries())
      for (const part of [asOf, version, hash, 'Intern', `Seite ${i + 1} von ${pages.length}`])
        expect(page.replaceAll(/\s+/g, ' ')).toContain(part)
    const footer = member(long.docx, 'word/footer1.xml')
    const header = member(long.docx, 'word/header1.xml')
    for (const part of [asOf, version, hash, 'PAGE', 'NUMPAGES']) expect(footer).toContain(part)
    expect(header).toContain('Intern')
    expect(header).toContain('Sicherheitsaussage')
    const html = long.html.toString('utf8')
    for (const part of [asOf, version, hash, 'Intern', 'counter(page)', 'counter(pages)']) expect(html).toContain(part)

    const { pdf, docx, html: page } = await render()
    const texts = [(await openPdf(pdf)).text, await textOfDocx(docx), page.toString('utf8')]
    for (const text of texts)
      for (const part of [
        'Zugang',
        'Alle Konten haben zwei Faktoren.',
        'widerlegt',
        'Schritt zwei',
        'identity.mfa',
        '17',
      ])
        expect(text.replaceAll(/\s+/g, ' ')).toContain(part)
  })

  it('has the same bytes whenever and wherever it is rendered, so that its number means something', async () => {
    const first = await render()
    // Something else in between, with lists, links and tables of its own.
    const other = await render({ title: 'Etwas anderes', locale: 'en' })
    const again = await render()
    for (const format of ['json', 'html', 'pdf', 'docx'] as const) {
      expect(sha256(again[format]), format).toBe(sha256(first[format]))
      expect(sha256(other[format]), format).not.toBe(sha256(first[format]))
    }
    expect(sha256(first.json)).toBe(first.sha256)
  })

  it('is numbered by what it says, however its fields are ordered', () => {
    const given = model()
    const turned = Object.fromEntries(Object.entries(given).toReversed())
    expect(freezeModel(turned).sha256).toBe(freezeModel(given).sha256)
    expect(freezeModel({ ...given, version: 4 }).sha256).not.toBe(freezeModel(given).sha256)
    // RFC 8785, section 3.2.3.
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(
      Object.values(
        JSON.parse(
          `[${canonicalJson(keys)
            .match(/(?<=:)\d/g)
            ?.join()}]`,
        ) as number[],
      ),
    ).toEqual([2, 4, 6, 7, 1, 5, 3])
  })

  it('is a PDF that can be heard: tagged, with language, title, headings, lists, and header cells', async () => {
    const { pdf } = await render()
    const raw = pdf.toString('latin1')
    expect(raw).toContain('/StructTreeRoot')
    expect(raw).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/)
    expect(raw).toMatch(/\/Lang \(de(-DE)?\)/)
    const { proxy } = await openPdf(pdf)
    const tree: string[] = []
    for (let i = 1; i <= proxy.numPages; i += 1)
      tree.push(...roles((await (await proxy.getPage(i)).getStructTree()) as Structure | null))
    for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD', 'Caption', 'Link'])
      expect(tree).toContain(role)
    expect((await proxy.getMetadata()).info).toMatchObject({ Title: 'Sicherheitsaussage', Author: 'Muster GmbH' })
    expect(await proxy.getOutline()).toHaveLength(2)
  })

  it('is a DOCX with real headings, lists and header rows, in its language', async () => {
    const { docx } = await render()
    const { value: html } = await mammoth.convertToHtml({ buffer: docx })
    expect(html).toContain('<h1>Zugang</h1>')
    expect(html).toContain('<h2>Grundlagen</h2>')
    expect(html).toContain('<strong>fetter</strong>')
    expect(html).toMatch(/<ul><li>Punkt eins<\/li><li>Punkt zwei<\/li><\/ul>/)
    expect(html).toMatch(/<ol><li>Schritt eins<\/li><li>Schritt zwei<\/li><\/ol>/)
    expect(html).toMatch(/<thead><tr><th><p><strong>Nachweis/)
    const xml = member(docx, 'word/document.xml')
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2)
    expect(member(docx, 'word/styles.xml')).toContain('w:val="de-DE"')
    const core = member(docx, 'docProps/core.xml')
    expect(core).toContain('<dc:title>Sicherheitsaussage</dc:title>')
    expect(core).toContain('2026-03-02T08:00:00.000Z')
    expect(xml).toContain('<w:pStyle w:val="Title"/>')
    expect(html).toContain('<a href="https://example.org/a?b=c">Verweis</a>')
  })

  it('is a page that runs no program, fetches nothing and says so itself', async () => {
    const { html } = await render()
    const page = html.toString('utf8')
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`)
    expect(page).not.toMatch(/<script|\ssrc=|\son\w+=|url\(|@import/)
    expect(page).toContain('<html lang="de">')
  })
})

describe('what hostile people write into a document', () => {
  const hostile = [
    '#let x = read("/etc/passwd"); #eval("1+1") $sum_(i=0)^n$ *fett* _schräg_ `roh` @ref <label> // kein Kommentar',
    '</style></title><script>alert(1)</script><img src=x onerror=alert(1)> &amp; "quotes" \'single\'',
    ']]> <w:p/> &#x41; <!-- Kommentar --> {{title}} ${process.env} %s \\u0041 \\input{x}',
    '=HYPERLINK("http://x.example") +1 -1 @x',
    'مرحبا بالعالم שלום עולם 日本語 😀👩‍👩‍👧‍👦 Straße ﬁ',
  ]

  it('is text and nothing else, in every format', async () => {
    const blocks: BlockInput[] = hostile.flatMap((text): BlockInput[] => [
      { kind: 'heading', level: 2, text },
      { kind: 'paragraph', text: [text, { text, style: 'code' }, { status: 'proven', word: text }] },
      { kind: 'list', ordered: true, items: [[text]] },
      { kind: 'definitions', items: [{ term: text, value: [text] }] },
      { kind: 'judged', text: [text], status: 'contradicted', word: 'widerlegt', detail: [text] },
      { kind: 'note', title: text, text: [text] },
      { kind: 'table', caption: text, columns: [{ title: text, width: 1, numeric: false }], rows: [[[text]]] },
    ])
    const { pdf, docx, html } = await render({ title: hostile[1] ?? '', organisation: hostile[0] ?? '', blocks })
    const inPdf = (await openPdf(pdf)).text.replaceAll(/\s+/g, '')
    const inDocx = (await textOfDocx(docx)).replaceAll(/\s+/g, '')
    for (const text of hostile.slice(0, 4)) {
      // A line may end within, and a syllable with a hyphen.
      const bare = text.replaceAll(/\s+/g, '')
      expect(inDocx.split(bare).length).toBeGreaterThan(8)
      expect(inPdf.replaceAll('-', '')).toContain(bare.slice(0, 24).replaceAll('-', ''))
    }
    expect(inDocx).toContain(hostile[4]?.replaceAll(/\s+/g, ''))
    // Nothing vanishes: what its fonts lack is named there.
    for (const word of ['‹U+65E5›‹U+672C›', 'Straße', '‹U+1F600›', '‹U+0645›']) expect(inPdf).toContain(word)
    const page = html.toString('utf8')
    expect(page).not.toMatch(/<script|<img|<w:p/)
    expect(page.split('</style>')).toHaveLength(2)
  })

  it('cannot turn the direction of what follows, nor hide, nor be no character at all', async () => {
    const {
      model: frozen,
      pdf,
      docx,
    } = await render({
      title: 'Rechnung \u202Egnp.exe\u2066',
      blocks: [{ kind: 'paragraph', text: ['eins\u0000zwei\u0008drei\uD800vier\tfünf\nsechs\u200Bsieben'] }],
    })
    expect(frozen.title).toBe('Rechnung \uFFFDgnp.exe\uFFFD')
    expect(frozen.blocks[0]).toEqual({
      kind: 'paragraph',
      text: ['eins\uFFFDzwei\uFFFDdrei\uFFFDvier fünf sechs\u200Bsieben'],
    })
    expect((await openPdf(pdf)).text).toContain('vier fünf sechs')
    expect(await textOfDocx(docx)).toContain('vier fünf sechs')
  })

  it('stays within the page, be it a word of ten thousand letters', { timeout: patience }, async () => {
    const word = 'Donaudampfschifffahrt'.repeat(477)
    const { pdf, docx } = await render({
      blocks: [
        { kind: 'paragraph', text: [word] },
        { kind: 'judged', text: [word], status: 'proven', word: 'bewiesen', detail: [word] },
        {
          kind: 'table',
          caption: 'Lang',
          columns: [
            { title: 'Wort', width: 1, numeric: false },
            { title: 'Rest', width: 1, numeric: false },
          ],
          rows: [[[word.slice(0, 2000)], [{ text: 'f3a9'.repeat(16), style: 'code' }]]],
        },
      ],
    })
    const { proxy, text } = await openPdf(pdf)
    expect(text.replaceAll(/\s+/g, '')).toContain(word.slice(0, 40))
    for (let number = 1; number <= proxy.numPages; number += 1) {
      const page = await proxy.getPage(number)
      const [, , right = 0, top = 0] = page.view
      for (const item of (await page.getTextContent()).items) {
        if (!('transform' in item)) continue
        const [x = 0, y = 0] = (item.transform as number[]).slice(4)
        expect(x).toBeGreaterThan(0)
        expect(x + item.width, item.str).toBeLessThan(right - 40)
        expect(y).toBeGreaterThan(0)
        expect(y).toBeLessThan(top)
      }
    }
    expect(await textOfDocx(docx)).toContain(word)
  })

  it('may be a table of two thousand rows: its header stands on every sheet', { timeout: patience }, async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => [[`Zeile ${i}`], [String(i)]])
    const columns = [
      { title: 'Spaltenkopf', width: 3, numeric: false },
      { title: 'Zahl', width: 1, numeric: true },
    ]
    const { pdf, docx } = await render({ blocks: [{ kind: 'table', caption: 'Viele', columns, rows }] })
    const { pages } = await openPdf(pdf)
    expect(pages.length).toBeGreaterThan(30)
    for (const page of pages.slice(0, -1)) expect(page).toContain('Spaltenkopf')
    expect(pages.join('\n')).toContain('Zeile 1999')
    expect(await textOfDocx(docx)).toContain('Zeile 1999')
  })

  it('is refused where it is no document, and all that is wrong is named', () => {
    const broken = {
      ...model(),
      title: '   ',
      version: 0,
      smuggled: true,
      blocks: [
        { kind: 'html', text: '<b>x</b>' },
        { kind: 'paragraph', text: [{ text: 'x', href: 'javascript:alert(1)' }] },
        { kind: 'table', caption: 'x', columns: [{ title: 'a', width: 1, numeric: false }], rows: [[['1'], ['2']]] },
      ],
    }
    let paths: string[] = []
    try {
      freezeModel(broken)
    } catch (error) {
      paths = (error as { issues: { path: PropertyKey[] }[] }).issues.map(({ path }) => path.slice(0, 2).join('/'))
    }
    expect(new Set(paths)).toEqual(new Set(['title', 'version', '', 'blocks/0', 'blocks/1', 'blocks/2']))
    const much = { kind: 'paragraph' as const, text: ['x'.repeat(100_000)] }
    expect(() => freezeModel(model({ blocks: Array.from({ length: 90 }, () => much) }))).toThrow(RangeError)
  })
})
