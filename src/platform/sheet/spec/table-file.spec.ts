/** One table, two kinds of files: both hold the same cells, and neither reads more rows than it sends. */
import { expect, test } from 'vitest'
import { unpackArchive } from '../../archive/unpack.ts'
import { readTable } from '../read-sheet.ts'
import { makeTableFile, type TableFormat } from '../table-file.ts'
import type { Cell } from '../workbook.ts'

const columns = [
  { title: 'Name', width: 20 },
  { title: 'Number', width: 8 },
  { title: 'At', width: 24 },
]
const rows: readonly (readonly Cell[])[] = [
  ['Müller, "Zoë"', 7, new Date('2026-11-22T12:00:00Z')],
  ['=1+1', null, null],
]

async function bytesOf(format: TableFormat, name = 'Table'): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of makeTableFile(format, { name, columns, rows }).chunks()) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

test('as text, instants are ISO 8601 in UTC, and nothing is calculated', async () => {
  expect((await bytesOf('csv')).toString('utf8')).toBe(
    '\uFEFFName,Number,At\r\n"Müller, ""Zoë""",7,2026-11-22T12:00:00.000Z\r\n\'=1+1,,\r\n',
  )
})

test('as a workbook it is the same table, whatever its sheet is called', async () => {
  const name = "[A/B]: what 'every' server *does*? \\ and a tail beyond what Excel takes"
  const bytes = await bytesOf('xlsx', name)
  const workbook = unpackArchive(bytes, { members: 10, bytes: 100_000 }).get('xl/workbook.xml')?.toString('utf8')
  expect(/<sheet name="([^"]*)"/.exec(workbook ?? '')?.[1]).toBe(' A B   what  every  server  doe')
  const { titles, rows: read } = await readTable(bytes)
  expect(titles).toEqual(['Name', 'Number', 'At'])
  expect(read.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    ['Müller, "Zoë"', '7', '2026-11-22'],
    ['=1+1', '', ''],
  ])
  expect(read.flatMap(({ cells }) => cells).some(({ isFormula }) => isFormula)).toBe(false)
})

test.each(['csv', 'xlsx'] as const)('a long table is sent as %s while its rows are still read', async (format) => {
  let read = 0
  const most = 200_000
  function* endless(): Generator<Cell[]> {
    for (; read < most; read += 1) yield [`row ${read}`, read, null]
  }
  const { chunks } = makeTableFile(format, { name: 'Long', columns, rows: endless() })
  expect(read).toBe(0)
  const parts = chunks()[Symbol.asyncIterator]()
  let bytes = 0
  while (bytes < 40_000) bytes += Buffer.from((await parts.next()).value ?? '').length
  await parts.return?.()
  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThan(most)
})
