/** Word and PDF files as people send them, and as nobody should. */
import { createCipheriv } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packArchive } from '#platform/archive/pack.ts'
import { directoryLine, endOfArchive, localHeader } from '#platform/archive/zip-format.ts'
import { Problem } from '#platform/http/problem.ts'
import { layOutPages, type PdfRun } from '../reading/pdf-layout.ts'
import { withHyphens } from '../reading/hyphen.ts'
import { readStatementFile } from '../reading/read.ts'

const problemOf = async (bytes: Uint8Array, fileName: string): Promise<string> => {
  try {
    await readStatementFile(bytes, fileName)
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'read'
}

const paragraph = (text: string, properties = '', run = '') =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t>${text}</w:t></w:r></w:p>`
const cell = (...texts: string[]) => `<w:tc>${texts.map((text) => paragraph(text)).join('')}</w:tc>`
const docx = (body: string, more: Record<string, string> = {}) =>
  packArchive(
    new Map(
      Object.entries({
        'word/document.xml': `<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`,
        'word/styles.xml': `<w:styles><w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="Verz1"><w:name w:val="toc 1"/></w:style></w:styles>`,
        'word/numbering.xml': '<w:numbering><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
        'word/footer1.xml': `<w:ftr>${paragraph('All backups are encrypted.')}</w:ftr>`,
        ...more,
      }).map(([name, text]) => [name, Buffer.from(text, 'utf8')]),
    ),
  )

describe('a Word file', () => {
  it('is read by its styles, lists and tables, without what Word does not print', async () => {
    const list = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    const bytes = docx(
      [
        paragraph('Datensicherung ........ 3', '<w:pStyle w:val="Verz1"/>'),
        paragraph('Datensicherung', '<w:pStyle w:val="berschrift2"/>'),
        paragraph('Wir sorgen für:'),
        paragraph('tägliche Backups', list),
        paragraph('MFA für alle Konten', list, '<w:vanish/>'),
        '<w:p><w:del><w:r><w:delText>Wir</w:delText></w:r><w:r><w:t>Pentests jährlich.</w:t></w:r></w:del></w:p>',
        '<w:tbl>',
        `<w:tr><w:trPr><w:tblHeader/></w:trPr>${cell('Maßnahme')}${cell('Status')}</w:tr>`,
        `<w:tr><w:trPr><w:tblHeader w:val="off"/></w:trPr>${cell('Firewall')}${cell('umgesetzt')}</w:tr>`,
        `<w:tr>${cell('SIEM')}${cell('geplant')}</w:tr>`,
        `<w:tr>${cell('Notfallplan')}${cell('')}</w:tr>`,
        '</w:tbl>',
        '<w:tbl>',
        `<w:tr>${cell('Zutrittskontrolle')}${cell('• Alarmanlage', '• Videoüberwachung')}</w:tr>`,
        '</w:tbl>',
      ].join(''),
    )
    const { claims, text } = await readStatementFile(bytes, 'TOM.docx')
    expect(claims.map((claim) => [claim.text, claim.section, claim.modality])).toEqual([
      ['tägliche Backups', 'Datensicherung', 'does'],
      ['Firewall', 'Datensicherung', 'does'],
      ['SIEM', 'Datensicherung', 'plans'],
      ['Alarmanlage', 'Zutrittskontrolle', 'does'],
      ['Videoüberwachung', 'Zutrittskontrolle', 'does'],
    ])
    expect(text).not.toMatch(/MFA|Pentests|encrypted|\.\.\./)
  })

  it('is refused by name where it cannot or must not be opened', async () => {
    const zeros = Buffer.alloc(110 * 1024 * 1024)
    const packed = deflateRawSync(zeros)
    const sums = { crc: crc32(zeros), packed: packed.length, size: zeros.length }
    const fields = { path: Buffer.from('word/document.xml'), method: 8, sums } as const
    const local = localHeader(fields)
    const bomb = Buffer.concat([
      local,
      packed,
      endOfArchive([directoryLine(fields, sums, 0)], local.length + packed.length),
    ])
    const ole = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    const good = docx(paragraph('Backups run daily.'))
    expect(await problemOf(bomb, 'a.docx')).toBe('statement.too_large')
    expect(await problemOf(good.subarray(0, good.length - 30), 'a.docx')).toBe('statement.unreadable')
    expect(await problemOf(ole, 'a.docx')).toBe('statement.encrypted')
    expect(await problemOf(docx(paragraph('x'), { 'word/vbaProject.bin': 'x' }), 'a.docx')).toBe('statement.macros')
    expect(await problemOf(good, 'a.docm')).toBe('statement.macros')
    expect(await problemOf(packArchive(new Map([['xl/workbook.xml', Buffer.from('x')]])), 'a.docx')).toBe(
      'statement.unreadable',
    )
    expect(await problemOf(Buffer.from('Backups run daily.'), 'a.docx')).toBe('statement.unreadable')
    expect(await problemOf(docx(paragraph(' ')), 'a.docx')).toBe('statement.empty')
    expect(await problemOf(new Uint8Array(50 * 1024 * 1024), 'a.docx')).toBe('statement.too_large')
    expect(await problemOf(new Uint8Array(), 'a.docx')).toBe('statement.empty')
    expect(await problemOf(good, 'a.docx')).toBe('read')
  })
})

/** A PDF of one page, as small as one can be. */
function pdf(content: string, trailer = ''): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
const show = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET\n`

describe('a PDF file', () => {
  it('is read with words whole again and without page numbers', async () => {
    const content =
      show(60, 700, 'Backups werden t\\344glich erstellt und verschl\\374s-') +
      show(60, 686, 'selt. Der Zugriff ist auf Ad-') +
      show(60, 672, 'ministratoren beschr\\344nkt.') +
      show(280, 40, 'Seite 1 von 1')
    const { claims, text } = await readStatementFile(pdf(content), 'statement.pdf')
    expect(claims.map((claim) => claim.text)).toEqual([
      'Backups werden täglich erstellt und verschlüsselt.',
      'Der Zugriff ist auf Administratoren beschränkt.',
    ])
    expect(text).not.toContain('Seite')
  })

  it('is refused by name where there is nothing to read', async () => {
    const key = createCipheriv('aes-128-ecb', Buffer.alloc(16), null).update(Buffer.alloc(32)).toString('hex')
    const encrypted = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<00> <00>] `
    expect(await problemOf(pdf('0 0 100 100 re f'), 'scan.pdf')).toBe('statement.no_text')
    expect(await problemOf(pdf(show(60, 700, 'Backups run daily.'), encrypted), 'secret.pdf')).toBe(
      'statement.encrypted',
    )
    expect(await problemOf(Buffer.from('%PDF-1.7\nnothing'), 'broken.pdf')).toBe('statement.unreadable')
    expect(await problemOf(Buffer.from('Backups run daily.'), 'text.pdf')).toBe('statement.unreadable')
  })
})

describe('what stands on a page', () => {
  const line = (text: string, x: number, y: number, width: number, more: Partial<PdfRun> = {}): PdfRun => ({
    text,
    x,
    y,
    width,
    height: 10,
    isBold: false,
    ...more,
  })
  const blocks = (runs: PdfRun[]) => {
    const { text, blocks: found } = layOutPages([{ width: 600, height: 800, runs }])
    return found.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)
  }

  it('is read column by column, also where it was drawn line by line', () => {
    const left = [
      'All customer data is encrypted at',
      'rest. Backups run every night and',
      'are kept for thirty days. They are',
      'stored in a second region. Access',
      'is granted by role only and is re-',
      'viewed each quarter.',
    ]
    const right = [
      'Incidents are handled by a team',
      'that is on call. Customers are told',
      'within 48 hours. Patches are in-',
      'stalled monthly. Penetration tests',
      'take place every year and their',
      'results are tracked.',
    ]
    const rows = left.flatMap((text, at) => [
      line(text, 50, 700 - at * 12, 220),
      line(right[at] ?? '', 320, 700 - at * 12, 220),
    ])
    expect(blocks(rows).join(' ')).toMatch(
      /is reviewed each quarter\..*Incidents are handled.*Patches are installed monthly/,
    )
  })

  it('is read as a table where cells stand side by side', () => {
    const rows = [
      ['Measure', 'Status'],
      ['Firewall', 'yes'],
      ['SIEM', 'planned'],
    ].flatMap(([a = '', b = ''], at) => [line(a, 50, 700 - at * 20, 80), line(b, 300, 700 - at * 20, 40)])
    expect(blocks(rows)).toEqual(['row: Firewall | yes', 'row: SIEM | planned'])
  })

  it('is one sentence where a narrow column is stretched, and two items where the next word would have fitted', () => {
    const stretched = [
      line('Die', 50, 700, 15),
      line('Leitung', 95, 700, 35),
      line('trägt', 160, 700, 25),
      line('Verantwortung und wird informiert.', 50, 688, 135),
    ]
    expect(blocks(stretched)).toEqual(['paragraph: Die Leitung trägt Verantwortung und wird informiert.'])
    const items = ['Tägliche Backups', 'Virenschutz', 'Zentrale Protokollierung aller sicherheitsrelevanten Ereignisse']
    expect(blocks(items.map((text, at) => line(text, 50, 700 - at * 12, text.length * 5)))).toHaveLength(3)
  })

  it('keeps the hyphens of compounds', () => {
    const rows = [
      'Die IT-',
      'Sicherheit, die Daten-',
      'und Gerätesicherheit und third-',
      'party software werden geprüft.',
    ]
    expect(blocks(rows.map((text, at) => line(text, 50, 700 - at * 12, 300)))).toEqual([
      'paragraph: Die IT-Sicherheit, die Daten- und Gerätesicherheit und third-party software werden geprüft.',
    ])
  })

  it('has the hyphens back that the parser leaves out', () => {
    expect(withHyphens(['Sicher', 'heit der IT', ' ', 'Systeme'], [...'Sicher\u00adheit der IT\u00adSysteme'])).toEqual(
      ['Sicher-', 'heit der IT-', '', 'Systeme'],
    )
  })
})
