/** A workbook is XML in a zip archive whose sums are right, and refuses what a sheet cannot hold. */
import { crc32, inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sheetRows, writeWorkbook, type Cell } from '../workbook.ts'

async function* rows(...list: readonly Cell[][]): AsyncGenerator<Cell[]> {
  yield* list
}

async function sheetOf(content: AsyncIterable<readonly Cell[]>): Promise<string> {
  const pieces: Buffer[] = []
  const sheet = {
    name: 'A & B',
    columns: [
      { title: 'One', width: 10 },
      { title: 'Two', width: 20 },
    ],
    rows: content,
  }
  for await (const piece of writeWorkbook(sheet)) pieces.push(piece)
  const archive = Buffer.concat(pieces)
  const end = archive.length - 22
  let at = archive.readUInt32LE(end + 16)
  let text = ''
  for (let i = 0; i < archive.readUInt16LE(end + 10); i += 1) {
    const [crc, packed, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset))
    const local = archive.readUInt32LE(at + 42)
    const nameLength = archive.readUInt16LE(at + 28)
    const data = local + 30 + archive.readUInt16LE(local + 26)
    const bytes = inflateRawSync(archive.subarray(data, data + (packed ?? 0)))
    expect([bytes.length, crc32(bytes)]).toEqual([size, crc])
    if (archive.toString('utf8', at + 46, at + 46 + nameLength).endsWith('sheet1.xml')) text = bytes.toString('utf8')
    at += 46 + nameLength
  }
  return text
}

test('texts, numbers, instants and nothing stand in their cells, and the sums of the archive are right', async () => {
  const text = await sheetOf(rows(['a', 1.5], [new Date('2026-11-22T12:00:00Z'), null]))
  expect(text).toContain(
    '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">a</t></is></c><c r="B2"><v>1.5</v></c></row>',
  )
  // What LibreOffice and Excel take for 22 November 2026, noon.
  expect(text).toContain('<row r="3"><c r="A3" s="1"><v>46348.5</v></c><c r="B3"/></row>')
  expect(text).toContain('<autoFilter ref="A1:B3"/>')
})

test('what XML cannot hold is replaced, what Excel would decode is escaped, and what would be calculated is a text', async () => {
  const text = await sheetOf(rows(['=1+1', 'a\u0000\uD800<&>\r_x0041_'], ['x'.repeat(40_000), '']))
  expect(text).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>')
  expect(text).toContain('>a\uFFFD\uFFFD&#60;&#38;&#62;&#13;_x005F_x0041_<')
  expect(text).not.toContain('<f>')
  expect(/>(x+…)</.exec(text)?.[1]).toHaveLength(32_767)
})

test(
  'more rows than a sheet holds end in an error, not in a workbook that lacks them',
  { timeout: 60_000 },
  async () => {
    async function* endless(): AsyncGenerator<Cell[]> {
      for (let i = 0; i < sheetRows; i += 1) yield [i]
    }
    await expect(sheetOf(endless())).rejects.toThrow('more rows than a sheet holds')
  },
)

test('a failure of what is read fails the workbook', async () => {
  async function* failing(): AsyncGenerator<Cell[]> {
    yield ['a']
    throw new Error('the database went away')
  }
  await expect(sheetOf(failing())).rejects.toThrow('the database went away')
})
