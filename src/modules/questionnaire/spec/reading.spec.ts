/** Questionnaires in and out: what is found in files of customers, and that only answers change in them. */
import { unpackArchive } from '#platform/archive/unpack.ts'
import { Problem } from '#platform/http/problem.ts'
import fc from 'fast-check'
import { readSheet } from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { readQuestionnaire } from '../reading/read.ts'
import { writeQuestionnaire } from '../reading/write.ts'
import { customerWorkbook, workbookOf } from './example.ts'

const members = (bytes: Buffer) => unpackArchive(bytes, { members: 100, bytes: 10_000_000 })
const codeOf = (bytes: Buffer | string): string => {
  try {
    const { problems } = readQuestionnaire(Buffer.from(bytes))
    return problems.map(({ code }) => code).join(' ')
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
const answersTo = (bytes: Buffer, given: readonly (string | null)[], comment: string | null = null) =>
  readQuestionnaire(bytes).questions.map(({ place }, at) => ({ place, answer: given[at] ?? null, comment }))

describe('a workbook', () => {
  const read = readQuestionnaire(customerWorkbook)

  test('is read with its sheets, titles, headings, lists and answers that are there already', () => {
    expect(read.problems).toEqual([])
    expect(
      read.sheets.map(({ name, layout, headings }) => [
        name,
        layout.isUsed,
        layout.headerRow,
        layout.question,
        layout.answer,
        layout.comment,
        headings,
      ]),
    ).toEqual([
      ['Instructions', false, 0, null, null, null, 0],
      ['Security', true, 2, 1, 2, 3, 1],
      ['Fragen', true, 1, 1, 2, null, 0],
      ['Lists', false, 0, null, null, null, 0],
    ])
    expect(
      read.questions.map(({ reference, section, text, allowed, given }) => [
        reference,
        section,
        text,
        allowed?.join(),
        given,
      ]),
    ).toEqual([
      ['S-1', 'Encryption & keys', 'Are all backups encrypted?', 'Yes,No,N/A', null],
      ['S-2', 'Encryption & keys', 'Do you store passwords in clear text?', 'Yes,No,N/A', null],
      ['S-3', 'Encryption & keys', 'Do you have cyber insurance?', 'Yes,No,N/A', null],
      ['S-4', 'Encryption & keys', '=cmd|calc', 'Yes,No,N/A', null],
      ['1', null, 'Wie oft werden Sicherungen erstellt?', undefined, null],
      ['2', null, 'Beschreiben Sie, wie Passwörter gespeichert werden.', undefined, 'Siehe oben'],
    ])
    expect(read.notes.map(({ code, sheet, row }) => `${code} ${sheet} ${row ?? ''}`.trim())).toEqual([
      'sheet_unused Instructions',
      'sheet_protected Security',
      'answer_is_calculated Security 6',
      'sheet_hidden Lists',
    ])
  })

  test('comes back with answers in their cells and every other part as it was, to the byte', async () => {
    const hostile = '=HYPERLINK("http://evil.example")<&>_x0041_ "ü"'
    const out = writeQuestionnaire(
      customerWorkbook,
      answersTo(customerWorkbook, ['Yes', 'No', null, null, 'Täglich.\n2×', null], hostile),
    )
    const [before, after] = [members(customerWorkbook), members(out)]
    expect([...after.keys()]).toEqual([...before.keys()])
    const changed = [...before].filter(([name, content]) => !after.get(name)?.equals(content)).map(([name]) => name)
    expect(changed).toEqual(['xl/worksheets/sheet2.xml', 'xl/worksheets/sheet3.xml'])
    // What is left without the written cells is the sheet as it was.
    const bare = (xml: string) => xml.replaceAll(/<c r="[CD](?:[4579])"[^>]*?(?:\/>|>.*?<\/c>)/g, '')
    const sheet = (of: ReadonlyMap<string, Buffer>) => of.get('xl/worksheets/sheet2.xml')?.toString('utf8') ?? ''
    expect(bare(sheet(after))).toBe(bare(sheet(before)))
    expect(sheet(after)).toContain('<c r="C4" s="3" t="inlineStr"><is><t xml:space="preserve">Yes</t></is></c>')
    expect(sheet(after)).toContain('<f>COUNTA(C4:C5)</f>')
    // Another program reads the same.
    const rows = await readSheet(out, 'Security')
    expect(rows[3]).toEqual(['S-1', 'Are all backups encrypted?', 'Yes', hostile])
    expect((await readSheet(out, 'Fragen'))[1]?.[2]).toBe('Täglich.\n2×')
    // And answered once more with nothing it is the same file.
    expect(writeQuestionnaire(out, [])).toEqual(out)
  })

  test('takes columns that a person chose instead, and says what is wrong with them', () => {
    const layout = { sheet: 0, isUsed: true, headerRow: 0, question: 0, answer: 1, comment: null, reference: null }
    const others = [1, 2, 3].map((sheet) => ({ ...layout, sheet, isUsed: false }))
    expect(
      readQuestionnaire(customerWorkbook, { layouts: [layout, ...others] }).questions.map(({ text }) => text),
    ).toEqual(['Please fill in the yellow cells.', 'Thank you.'])
    const wrong = readQuestionnaire(customerWorkbook, { layouts: [{ ...layout, answer: 0, question: 7 }, ...others] })
    expect(wrong.problems.map(({ code }) => code)).toEqual(['no_question'])
    const twice = readQuestionnaire(customerWorkbook, { layouts: [{ ...layout, answer: 0 }, ...others] })
    expect(twice.problems.map(({ code }) => code)).toContain('column_twice')
  })

  test.each([
    [
      'sheet.macros',
      workbookOf([{ name: 'A', rows: [['Question', 'Answer'], ['Is it?']] }], { 'xl/vbaProject.bin': 'x' }),
    ],
    [
      'sheet.encrypted',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    ['sheet.old_excel', Buffer.from('d0cf11e0a1b11ae1000000', 'hex')],
    ['sheet.empty', workbookOf([{ name: 'A', rows: [] }])],
    [
      'no_question_column',
      workbookOf([
        {
          name: 'A',
          rows: [
            ['Name', 'City'],
            ['Ada', 'Bonn'],
          ],
        },
      ]),
    ],
    [
      'sheet.damaged',
      workbookOf([{ name: 'A', rows: [['Question', 'Answer']] }], {
        'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c r="A1"></row></sheetData></worksheet>',
      }),
    ],
    [
      'sheet.damaged',
      workbookOf([{ name: 'A', rows: [['x']] }], {
        'xl/worksheets/sheet1.xml': '<worksheet><sheetData><!-- x --></sheetData></worksheet>',
      }),
    ],
    [
      'sheet.too_many_rows',
      workbookOf([{ name: 'A', rows: [['x']] }], {
        'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="100000"/></sheetData></worksheet>',
      }),
    ],
  ])('is refused as %s', (code, bytes) => expect(codeOf(bytes)).toBe(code))
})

describe('a CSV file', () => {
  const text = (end: string, mark: string) =>
    [
      `${mark}Nr;Frage;"Antwort";Bemerkung`,
      '1;"Sind Sicherungen ""immer"" verschlüsselt?";;',
      '2;Gibt es einen Notfallplan?',
      '3;Wo liegen die Daten?;"";x',
      '',
    ].join(end)

  test.each([
    ['UTF-8', Buffer.from(text('\n', ''), 'utf8')],
    ['UTF-8 with its mark', Buffer.from(text('\r\n', '\u{FEFF}'), 'utf8')],
    ['UTF-16', Buffer.from(text('\r\n', '\u{FEFF}'), 'utf16le')],
    ['Windows-1252', Buffer.from(text('\r\n', ''), 'latin1')],
  ])('in %s keeps delimiter, quotes, line ends and encoding', (_, bytes) => {
    expect(readQuestionnaire(bytes).questions.map(({ text: asked }) => asked)).toEqual([
      'Sind Sicherungen "immer" verschlüsselt?',
      'Gibt es einen Notfallplan?',
      'Wo liegen die Daten?',
    ])
    expect(writeQuestionnaire(bytes, [])).toEqual(bytes)
    const out = writeQuestionnaire(bytes, answersTo(bytes, ['Ja; „immer“', '=1+1', 'EU'], 'süß'))
    const decoded = new TextDecoder(
      _ === 'UTF-16' ? 'utf-16le' : _ === 'Windows-1252' ? 'windows-1252' : 'utf-8',
    ).decode(out)
    expect(decoded.split(/\r?\n/)).toEqual([
      'Nr;Frage;"Antwort";Bemerkung',
      '1;"Sind Sicherungen ""immer"" verschlüsselt?";"Ja; „immer“";süß',
      `2;Gibt es einen Notfallplan?;'=1+1;süß`,
      '3;Wo liegen die Daten?;"EU";x',
      '',
    ])
    expect(out.subarray(0, 2)).toEqual(bytes.subarray(0, 2))
  })

  test('in Windows-1252 refuses a letter that it cannot hold', () => {
    const bytes = Buffer.from(text('\n', ''), 'latin1')
    expect(() => writeQuestionnaire(bytes, answersTo(bytes, ['≥ 12']))).toThrow(
      expect.objectContaining({ code: 'questionnaire.letter_not_in_encoding' }),
    )
  })

  test('of any cells comes back with exactly one cell changed', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '"', ',', ';', '\n', ' ', 'é'), maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), cell, (rows, answer) => {
        const quote = (value: string) => `"${value.replaceAll('"', '""')}"`
        const lines = rows.map(([a, b]) => `${quote(a)},x,${quote(b)}`)
        const bytes = Buffer.from(['Question,Answer,Comment', ...lines].join('\r\n'))
        const layouts = [
          { sheet: 0, isUsed: true, headerRow: 1, question: 0, answer: 1, comment: null, reference: null },
        ]
        const [first] = readQuestionnaire(bytes, { layouts }).questions
        if (!first || first.place.kind !== 'cell' || answer === '') return
        const out = writeQuestionnaire(bytes, [{ place: first.place, answer: `A${answer}`, comment: null }])
        const expected = lines.map((line, at) =>
          first.place.kind === 'cell' && at === first.place.row - 2
            ? line.replace(
                /,x,(?=[^,]*$|".*"$)/s,
                () => `,${/["\n,]/.test(answer) ? quote(`A${answer}`) : `A${answer}`},`,
              )
            : line,
        )
        // Written into a line whose other fields hold the same signs, the others stay.
        if (rows.every(([a, b]) => !a.includes(',') && !b.includes(',')))
          expect(out.toString()).toBe(['Question,Answer,Comment', ...expected].join('\r\n'))
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['sheet.open_quote', 'Question,Answer\r\n"Is it?,'],
    ['sheet.too_many_rows', `Question,Answer\n${'Is it?,\n'.repeat(100_000)}`],
    [
      'questionnaire.too_many_questions',
      `Question,Answer\n${Array.from({ length: 2_001 }, (_, i) => `Is it ${i}?,`).join('\n')}`,
    ],
    ['no_question_column', 'Name,City\r\nAda,Bonn'],
    ['sheet.empty', ' \n '],
  ])('is refused as %s', (code, bytes) => expect(codeOf(bytes)).toBe(code))
})

describe('a VSAQ questionnaire', () => {
  const file = Buffer.from(`// Somebody's licence.
{ "questionnaire": [ { "type": "block", "text": "Security", "items": [
  { "type": "block", "text": "<b>Network</b>", "items": [
    { "type": "radiogroup", "id": "fw", "text": "Do you use firewalls? " + "Really?", "choices": [ {"fw_yes": "Yes, http://x"}, {"fw_no": "No"} ] },
    { "type": "tip", "id": "warn", "cond": "fw_no", "text": "You should.", "warn": "yes" },
    { "type": "yesno", "id": "mfa", "text": "Is MFA used?", "yes": "Yes", "no": "No", "cond": "fw_yes" },
    { "type": "checkgroup", "text": "Which standards?", "choices": [ {"iso": "ISO 27001"} ] },
    { "type": "box", "id": "how", "text": "How do you store passwords?" },
    { "type": "upload", "id": "report", "text": "Attach a report." } ] } ] } ] }`)

  test('is read with comments, joined texts and HTML, and its answers go apart in their shape', () => {
    const given = { fw_no: 'checked', how: 'Hashed.', other: 'kept' }
    const read = readQuestionnaire(file, { answers: given })
    expect(read.problems).toEqual([])
    expect(read.questions.map(({ text, section, allowed, given: said }) => [text, section, allowed, said])).toEqual([
      ['Do you use firewalls? Really?', 'Network', ['Yes, http://x', 'No'], 'No'],
      ['Is MFA used?', 'Network', ['Yes', 'No'], null],
      ['Which standards? – ISO 27001', 'Network', ['checked', ''], null],
      ['How do you store passwords?', 'Network', null, 'Hashed.'],
      ['Attach a report.', 'Network', null, null],
    ])
    const answers = read.questions.map(({ place }, at) => ({
      place,
      answer: ['Yes, http://x', 'Yes', 'checked', 'As hashes.', 'report.pdf'][at] ?? null,
      comment: null,
    }))
    expect(JSON.parse(writeQuestionnaire(file, answers, given).toString())).toEqual({
      fw_yes: 'checked',
      fw_no: '',
      mfa: 'yes',
      iso: 'checked',
      how: 'As hashes.',
      other: 'kept',
    })
  })

  const items = (...all: object[]) => JSON.stringify({ questionnaire: [{ type: 'block', text: 'B', items: all }] })
  const nested = (depth: number): object =>
    depth === 0 ? { type: 'line', id: 'a', text: 'x' } : { type: 'block', items: [nested(depth - 1)] }
  test.each([
    [
      'circular',
      items({ type: 'line', id: 'a', text: 'A?', cond: 'b' }, { type: 'line', id: 'b', text: 'B?', cond: '!a' }),
    ],
    ['id_twice', items({ type: 'line', id: 'a', text: 'A?' }, { type: 'line', id: 'a', text: 'B?' })],
    ['item_faulty', items({ type: 'line', id: 'a', text: 'A?' }, { id: 7 })],
    ['questionnaire.not_vsaq', '{"type": "x", "items": []}'],
    ['questionnaire.extension', '{"version": 1, "extensions": []}'],
    ['questionnaire.not_json', '{"questionnaire": [}'],
    ['questionnaire.too_deep', items(nested(40))],
    ['no_question', items()],
  ])('is refused as %s', (code, bytes) => expect(codeOf(bytes)).toBe(code))
})
