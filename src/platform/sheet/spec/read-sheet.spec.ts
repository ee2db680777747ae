/** Tables come out of files as people see them; files that are something else, or too much, are refused by name. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { packArchive } from '../../archive/pack.ts'
import { byteOrderMark, csvLine } from '../csv.ts'
import { mostColumns, mostRows, readTable, type ReadTable } from '../read-sheet.ts'
import { writeWorkbook, type Cell } from '../workbook.ts'

const texts = ({ titles, rows }: ReadTable) => [titles, ...rows.map(({ cells }) => cells.map(({ text }) => text))]
const formulas = ({ rows }: ReadTable) => rows.map(({ cells }) => cells.map(({ isFormula }) => isFormula))
const codeOf = async (bytes: Buffer) => {
  try {
    await readTable(bytes)
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'read'
}

async function workbook(rows: readonly Cell[][], titles = ['id', 'name']): Promise<Buffer> {
  async function* each() {
    yield* rows
  }
  const pieces: Buffer[] = []
  const columns = titles.map((title) => ({ title, width: 10 }))
  for await (const piece of writeWorkbook({ name: 'A', columns, rows: each() })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The titles that a register would know. */
const isTitle = (text: string) => ['id', 'name', 'team'].includes(text)

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
/** A workbook of these sheets, by path; `behind` follows the data of each. */
function handmade(sheets: Readonly<Record<string, string>>, workbookXml?: string, behind = ''): Buffer {
  const paths = Object.keys(sheets)
  const listed = paths.map((_, i) => `<sheet name="S${i}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')
  const relations = paths
    .map((path, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="${path}"/>`)
    .join('')
  const members: Record<string, string> = {
    'xl/workbook.xml': workbookXml ?? `<workbook xmlns:r="${office}"><sheets>${listed}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations}</Relationships>`,
    'xl/styles.xml': '<styleSheet/>',
  }
  for (const [path, data] of Object.entries(sheets))
    members[`xl/${path}`] = `<worksheet><sheetData>${data}</sheetData>${behind}</worksheet>`
  return packArchive(new Map(Object.entries(members).map(([name, xml]) => [name, Buffer.from(xml)])))
}
const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
const head = `<row r="1">${cell('A1', 'id')}${cell('B1', 'name')}</row>`

describe('a text file', () => {
  const rows = [
    ['id', 'name'],
    ['1', 'Jörg Müßig'],
    ['2', 'Zoë, Ärztin; 2'],
  ]
  const told = (sign: string) => rows.map((cells) => cells.map((one) => `"${one}"`).join(sign)).join('\r\n')
  const latin = (text: string) => Buffer.from(text, 'latin1')
  const big = (text: string) => Buffer.from(text, 'utf16le').swap16()

  test.each([';', ',', '\t'])('is read with the sign %j between its cells, in every usual encoding', async (sign) => {
    for (const [name, bytes] of Object.entries({
      'UTF-8': Buffer.from(told(sign)),
      'UTF-8 with a mark': Buffer.from(byteOrderMark + told(sign)),
      'Windows-1252': latin(told(sign)),
      'UTF-16, little end first': Buffer.from(byteOrderMark + told(sign), 'utf16le'),
      'UTF-16, big end first': big(byteOrderMark + told(sign)),
    }))
      expect(texts(await readTable(bytes)), name).toEqual(rows)
  })

  it('says what stands between its cells, or is guessed outside of quotes', async () => {
    expect(texts(await readTable(Buffer.from('sep=|\nid|name\n1|a;b\n')))).toEqual([
      ['id', 'name'],
      ['1', 'a;b'],
    ])
    expect(texts(await readTable(Buffer.from('"a,b,c";name\n1;x\n')))).toEqual([
      ['a,b,c', 'name'],
      ['1', 'x'],
    ])
    // The euro sign stands in Windows-1252 where Latin-1 has a control character.
    const euro = Buffer.concat([Buffer.from('id;price\n1;5 '), Buffer.from([0x80])])
    expect(texts(await readTable(euro)).at(-1)).toEqual(['1', '5 €'])
  })

  it('gives each row the number that a spreadsheet shows, also below empty ones', async () => {
    const table = await readTable(Buffer.from('id;name\n1;a\n;\n2;b\n'))
    expect(table.rows.map(({ number }) => number)).toEqual([2, 4])
  })

  it('tells what would be calculated, and reads back what was guarded against that', async () => {
    const table = await readTable(Buffer.from("id;a;b\n=1+1;-;+49 30 1\n@x;-2+A1;'=safe\n"))
    expect(formulas(table)).toEqual([
      [true, false, false],
      [true, true, false],
    ])
    expect(texts(table).at(-1)).toEqual(['@x', '-2+A1', '=safe'])
  })

  it('that was written here is read as it was', async () => {
    const plain = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text === text.trim() && text !== '')
    const table = fc.array(fc.tuple(plain, plain, plain), { minLength: 2, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, async (written) => {
        fc.pre(!/^sep=/i.test(written[0]?.[0] ?? ''))
        const lines = [['id', 'name', 'team'], ...written]
        const bytes = Buffer.from(byteOrderMark + lines.map((cells) => csvLine(cells)).join(''))
        expect(texts(await readTable(bytes))).toEqual(lines)
      }),
    )
  })

  it('in UTF-16 without a mark is read, and one in two encodings is refused by its line', async () => {
    expect(texts(await readTable(Buffer.from(told('\t'), 'utf16le')))).toEqual(rows)
    expect(texts(await readTable(big(told(';'))))).toEqual(rows)
    const mixed = Buffer.concat([Buffer.from('id;name\n1;Jörg\n2;Zoë\n'), latin('3;Jörg\n')])
    await expect(readTable(mixed)).rejects.toMatchObject({ code: 'sheet.mixed_encoding', params: { row: 4 } })
    const marked = Buffer.concat([Buffer.from(`${byteOrderMark}id;name\n1;Zoë\n`), latin('2;Jörg\n')])
    expect(await codeOf(marked)).toBe('sheet.mixed_encoding')
  })

  it('with line breaks in quotes keeps its cells and its row numbers; an open quote is refused by its line', async () => {
    const table = await readTable(Buffer.from('id;name\r\n1;"Jörg\r\nMüßig"\r\n2;"say ""x"""\r\n'))
    expect(texts(table).slice(1)).toEqual([
      ['1', 'Jörg\r\nMüßig'],
      ['2', 'say "x"'],
    ])
    expect(table.rows.map(({ number }) => number)).toEqual([2, 3])
    const open = Buffer.from('id;name\n1;a\n2;"b\n3;c\n4;d\n')
    await expect(readTable(open)).rejects.toMatchObject({ code: 'sheet.open_quote', params: { row: 3 } })
  })

  it('finds its sign by all of its first lines, not by a heading alone', async () => {
    const table = await readTable(Buffer.from('Personal; Stand März\nid,name,team\n1,"a;b",x\n2,c,y\n'), isTitle)
    expect(texts(table)).toEqual([
      ['id', 'name', 'team'],
      ['1', 'a;b', 'x'],
      ['2', 'c', 'y'],
    ])
  })

  it('may have a heading above its titles, which is told; trailing empty columns are none', async () => {
    const file = 'Personalliste;;;;\nStand 1.3.2026;;;;\n;;;;\nid;name;team;;\n1;Anna;x;;\n'
    const table = await readTable(Buffer.from(file), isTitle)
    expect(table).toMatchObject({ titles: ['id', 'name', 'team'], unread: { rows: [1, 2], sheets: [] } })
    expect(table.rows.map(({ number }) => number)).toEqual([5])
    // Where nothing is known the first row stays the one with the titles.
    expect((await readTable(Buffer.from('a;b\nid;name\n1;Anna\n'))).titles).toEqual(['a', 'b'])
  })

  it('is bounded in rows and columns, and needs a row below its titles', async () => {
    expect(await codeOf(Buffer.from(`id\n${'1\n'.repeat(mostRows)}`))).toBe('read')
    expect(await codeOf(Buffer.from(`id\n${'1\n'.repeat(mostRows + 1)}`))).toBe('sheet.too_many_rows')
    const wide = (count: number) => Array.from({ length: count }, (_, i) => i).join(';')
    expect(await codeOf(Buffer.from(`${wide(mostColumns)}\n1\n`))).toBe('read')
    expect(await codeOf(Buffer.from(`${wide(mostColumns + 1)}\n1\n`))).toBe('sheet.too_many_columns')
    expect(await codeOf(Buffer.from('id;name\n;\n'))).toBe('sheet.empty')
    expect(await codeOf(Buffer.alloc(0))).toBe('sheet.empty')
  })
})

describe('a workbook', () => {
  it('that was written here is read as it was: texts, numbers, days, and cells without anything', async () => {
    const bytes = await workbook([
      ['0017', 'Jörg <Müßig> & Söhne'],
      [17, new Date('2026-03-01T00:00:00Z')],
      [null, 'x'],
      ['=1+1', 'a text'],
    ])
    const table = await readTable(bytes)
    expect(texts(table)).toEqual([
      ['id', 'name'],
      ['0017', 'Jörg <Müßig> & Söhne'],
      ['17', '2026-03-01'],
      ['', 'x'],
      ['=1+1', 'a text'],
    ])
    expect(formulas(table).flat()).not.toContain(true)
  })

  it('tells which cells are calculated, however the file writes them', async () => {
    const row = (at: number, inner: string) => `<row r="${at}">${cell(`A${at}`, `${at}`)}${inner}</row>`
    const table = await readTable(
      handmade({
        'worksheets/sheet1.xml': [
          head,
          row(2, '<c r="B2"><f>1+1</f><v>2</v></c>'),
          row(3, "<c t='n' r='B3'><v>2</v><f>1+1</f></c>"),
          row(4, '<c r="B4" t="str"><!-- --><f ca="1"/><v>x</v></c>'),
          row(5, '<c r="B5"><v>2</v></c>'),
        ].join(''),
      }),
    )
    expect(texts(table).map((cells) => cells[1])).toEqual(['name', '2', '2', 'x', '2'])
    expect(formulas(table).map((cells) => cells[1])).toEqual([true, true, true, false])
  })

  it('is not read when a cell lies so far out that the table between would fill the memory', async () => {
    const sheet = (data: string) => codeOf(handmade({ 'worksheets/sheet1.xml': head + data }))
    expect(await sheet(`<row r="2">${cell('A2', '1')}</row>`)).toBe('read')
    expect(await sheet(`<row r="900000">${cell('A900000', '1')}</row>`)).toBe('sheet.too_many_rows')
    expect(await sheet('<row r="999999999"/>')).toBe('sheet.too_many_rows')
    expect(await sheet(`<row r="2">${cell('XFD2', '1')}</row>`)).toBe('sheet.too_many_columns')
  })

  it('is damaged when it is in doubt where a cell stands', async () => {
    const sheet = (data: string) => codeOf(handmade({ 'worksheets/sheet1.xml': head + data }))
    const value = '<v>1</v></c></row>'
    for (const data of [
      '<row r="1e9"/>',
      `<row r="2"><c r="A1e9">${value}`,
      `<row r="2"><c r="A3">${value}`,
      `<row r="2"><c r="a2">${value}`,
      `<row r="2"><c>${value}`,
      `<row r="2"><c r=A2>${value}`,
      `<row r="2"><c s="&gt;" r="A2" x:r="A1e9">${value}`,
      `<row r="2"><c s=">" r="&#65;2">${value}`,
      `<row r="02"><c r="A02">${value}`,
    ])
      expect(await sheet(data), data).toBe('sheet.damaged')
  })

  it('is read by its first sheet, and not at all when that is in doubt', async () => {
    const sheets = {
      'worksheets/sheet1.xml': `${head}<row r="2">${cell('A2', 'first')}</row>`,
      'worksheets/sheet2.xml': `${head}<row r="2">${cell('A2', 'second')}</row>`,
    }
    expect(texts(await readTable(handmade(sheets))).at(-1)?.[0]).toBe('first')
    const listed = (inner: string) => `<workbook xmlns:r="${office}"><sheets>${inner}</sheets></workbook>`
    const swapped = '<sheet name="B" sheetId="2" r:id="rId2"/><sheet name="A" sheetId="1" r:id="rId1"/>'
    expect(texts(await readTable(handmade(sheets, listed(swapped)))).at(-1)?.[0]).toBe('second')
    const hidden = `<!--<sheet name="A" sheetId="1" r:id="rId1"/>--><sheet name="B" sheetId="2" r:id="rId2"/>`
    expect(await codeOf(handmade(sheets, listed(hidden)))).toBe('sheet.damaged')
  })

  it('tells which cells are covered by merged ones, and which sheets are not read', async () => {
    const data = `${head}<row r="2">${cell('A2', '1')}${cell('B2', 'Anna')}</row><row r="3">${cell('A3', '2')}</row>`
    const merged = (refs: readonly string[]) =>
      `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
    const sheets = {
      'worksheets/sheet1.xml': data,
      'worksheets/sheet2.xml': `${head}<row r="2">${cell('A2', 'second')}</row>`,
    }
    const table = await readTable(handmade(sheets, undefined, merged(['B2:B3'])))
    expect(table.rows.map(({ cells }) => cells.map(({ isMerged }) => isMerged))).toEqual([
      [false, false],
      [false, true],
    ])
    expect(table.unread.sheets).toEqual(['S1'])
    // Everything merged with everything, over and over, would be named for ever.
    const hostile = Array.from({ length: 200_000 }, () => 'A1:CV50000')
    expect(await codeOf(handmade({ 'worksheets/sheet1.xml': data }, undefined, merged(hostile)))).toBe('sheet.damaged')
  })

  it('gives days as days, also where they count from 1904; a number without a format stays a number', async () => {
    const styles =
      '<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    const relations = `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
    const read = async (cellXml: string, properties = '') => {
      const members = {
        'xl/workbook.xml': `<workbook xmlns:r="${office}">${properties}<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': relations,
        'xl/styles.xml': styles,
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${head}<row r="2">${cell('A2', '1')}${cellXml}</row></sheetData></worksheet>`,
      }
      const bytes = packArchive(new Map(Object.entries(members).map(([name, xml]) => [name, Buffer.from(xml)])))
      return texts(await readTable(bytes)).at(-1)?.[1]
    }
    const day = (value: number) => `<c r="B2" s="1"><v>${value}</v></c>`
    expect(await read(day(44_256))).toBe('2021-03-01')
    expect(await read(day(42_794), '<workbookPr date1904="1"/>')).toBe('2021-03-01')
    expect(await read('<c r="B2"><v>44256</v></c>')).toBe('44256')
  })

  it('that is cut off anywhere is refused', async () => {
    const bytes = await workbook([['1', 'Anna']])
    for (let length = 4; length < bytes.length; length += 97)
      expect(['sheet.damaged', 'sheet.wrong_file'], `${length} bytes`).toContain(
        await codeOf(bytes.subarray(0, length)),
      )
  })
})

test('what is neither is refused by name', async () => {
  expect(await codeOf(Buffer.from('%PDF-1.7\n'))).toBe('sheet.wrong_file')
  expect(await codeOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))).toBe('sheet.wrong_file')
  expect(await codeOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('sheet.old_excel')
  expect(await codeOf(packArchive(new Map([['word/document.xml', Buffer.from('<w/>')]])))).toBe('sheet.wrong_file')
})
