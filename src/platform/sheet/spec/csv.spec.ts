/** What is written as CSV is read back as it was, and nothing of it is calculated by a spreadsheet. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteOrderMark, csvLine } from '../csv.ts'

/** A reader written apart from the writer, after the grammar of RFC 4180. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') {
      records.at(-1)?.push(cell)
      cell = ''
    } else if (character === '\r' && text[i + 1] === '\n') {
      records.at(-1)?.push(cell)
      cell = ''
      records.push([])
      i += 1
    } else cell += character
  }
  return records.slice(0, -1)
}

describe('a line', () => {
  test('is read back by a reader of RFC 4180, whatever stands in it', () => {
    const plain = fc
      .string({ unit: 'binary' })
      .filter((text) => !/^["'\s\u{FEFF}]*[=+\-@\t\r＝＋－＠]|^["']?[\t\r\n]/u.test(text))
    fc.assert(
      fc.property(fc.array(fc.array(plain, { minLength: 2, maxLength: 6 }), { minLength: 1 }), (lines) => {
        expect(parseCsv(lines.map((cells) => csvLine(cells)).join(''))).toEqual(lines)
      }),
    )
  })

  test('ends with CR LF, leaves nothing out, and quotes only what needs it', () => {
    expect(csvLine(['a', null, 7, 'b,c', 'say "x"', 'two\nlines'])).toBe('a,,7,"b,c","say ""x""","two\nlines"\r\n')
    expect(byteOrderMark).toBe('\uFEFF')
  })
})

describe('a cell that would be calculated', () => {
  test.each([
    '=1+1',
    '+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\tx',
    '"=1+1"',
    "'=1+1",
    ' =1+1',
    '\n=1',
    "\"\t=cmd|' /C calc'!A0",
    '＝1+1',
    '\uFEFF=1',
  ])('%j begins with an apostrophe', (text) => {
    expect(parseCsv(csvLine([text, 'x']))[0]).toEqual([`'${text}`, 'x'])
  })

  test('is none of the cells that only contain such characters', () => {
    for (const text of ['a=b', '1-2', 'ada@example.com', '{"a":"=1"}', '2026-03-01', "don't"])
      expect(parseCsv(csvLine([text]))[0]).toEqual([text])
  })

  test('never stands in a file, whatever stands in the ledger', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [cell = ''] = parseCsv(csvLine([text, '']))[0] ?? []
        // What a spreadsheet looks at, quotes and blanks stripped or not.
        for (const seen of [cell, cell.replace(/^["\s]+/u, '')]) expect(seen).not.toMatch(/^[=+\-@\t\r]/)
      }),
      { numRuns: 500 },
    )
  })
})
