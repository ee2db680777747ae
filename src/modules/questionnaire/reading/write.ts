/** A questionnaire out: the same file, with answers and comments where they belong and everything else as it was. */
import { Problem } from '#platform/http/problem.ts'
import { writeDelimited, type FieldChange } from '#platform/sheet/delimited.ts'
import type { CellChange } from '#platform/sheet/sheet-xml.ts'
import { encodeText, lettersMissingIn } from '#platform/sheet/text-file.ts'
import { writeCells } from '#platform/sheet/workbook-file.ts'
import { openSheetFile } from './grid.ts'
import type { WrittenAnswer } from './shape.ts'
import { looksLikeVsaq, writeVsaqAnswers } from './vsaq.ts'

/**
 * Writes answers into the file that was asked with. Of a VSAQ questionnaire that is the file of its answers.
 * @throws Problem 422 `questionnaire.letter_not_in_encoding` when a CSV file cannot hold a letter
 */
export function writeQuestionnaire(
  bytes: Buffer,
  answers: readonly WrittenAnswer[],
  given: Readonly<Record<string, string>> = {},
): Buffer {
  if (looksLikeVsaq(bytes)) return Buffer.from(`${JSON.stringify(writeVsaqAnswers(given, answers), null, 2)}\n`, 'utf8')
  const file = openSheetFile(bytes)
  const cells = answers.flatMap(({ place, answer, comment }) =>
    place.kind !== 'cell'
      ? []
      : [
          ...(answer === null || answer === ''
            ? []
            : [{ sheet: place.sheet, row: place.row, column: place.answer, text: answer }]),
          ...(comment === null || comment === '' || place.comment === null
            ? []
            : [{ sheet: place.sheet, row: place.row, column: place.comment, text: comment }]),
        ],
  )
  if (file.format === 'xlsx') {
    const changes = new Map<string, CellChange[]>()
    for (const { sheet, row, column, text } of cells) {
      const path = file.workbook.sheets[sheet]?.path ?? ''
      changes.set(path, [...(changes.get(path) ?? []), { row, column, text }])
    }
    return writeCells(file.workbook, changes)
  }
  const missing = lettersMissingIn(file.source.encoding, cells.map(({ text }) => text).join(''))
  if (missing.length > 0)
    throw new Problem(422, 'questionnaire.letter_not_in_encoding', {
      params: { letters: missing.slice(0, 8).join(' ') },
    })
  // A spreadsheet counts lines from 1.
  const changes: FieldChange[] = cells.map(({ row, column, text }) => ({ row: row - 1, column, text }))
  return encodeText({ ...file.source, text: writeDelimited(file.source.text, file.delimiter, file.lines, changes) })
}
