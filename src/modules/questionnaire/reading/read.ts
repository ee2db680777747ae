/** A questionnaire in: which file it is, what it asks, and what stands in the way. */
import { Problem } from '#platform/http/problem.ts'
import { openSheetFile } from './grid.ts'
import { describeSheet, findLayout, readSheet } from './layout.ts'
import {
  mostQuestions,
  type Finding,
  type FoundSheet,
  type ReadQuestion,
  type ReadQuestionnaire,
  type SheetLayout,
} from './shape.ts'
import { looksLikeVsaq, readVsaq } from './vsaq.ts'

export interface ReadOptions {
  /** What a person said of the sheets; for those that are not named the reader's own proposal holds. */
  readonly layouts?: readonly SheetLayout[]
  /** Of a VSAQ questionnaire. */
  readonly answers?: Readonly<Record<string, string>>
}

/**
 * Reads a questionnaire; deterministic, nothing is fetched or calculated.
 * @throws Problem 422 `sheet.*`, `questionnaire.*` naming what is wrong with the file
 */
export function readQuestionnaire(bytes: Buffer, options: ReadOptions = {}): ReadQuestionnaire {
  if (bytes.length === 0) throw new Problem(422, 'sheet.empty')
  return looksLikeVsaq(bytes) ? finish(readVsaq(bytes, options.answers)) : readSheets(bytes, options.layouts ?? [])
}

function readSheets(bytes: Buffer, layouts: readonly SheetLayout[]): ReadQuestionnaire {
  const file = openSheetFile(bytes)
  const questions: ReadQuestion[] = []
  const sheets: FoundSheet[] = []
  const problems: Finding[] = []
  const notes: Finding[] = []
  for (const [index, grid] of file.grids.entries()) {
    const layout = layouts.find(({ sheet }) => sheet === index) ?? findLayout(grid, index)
    const read = layout.isUsed ? readSheet(grid, layout) : { questions: [], headings: 0, notes: [] }
    sheets.push(describeSheet(grid, layout, { questions: read.questions.length, headings: read.headings }))
    if (layout.isUsed) {
      problems.push(...faultsOf(layout, grid.name, read.questions.length))
      if (grid.isProtected) notes.push({ code: 'sheet_protected', sheet: grid.name, row: null })
    } else notes.push({ code: grid.isHidden ? 'sheet_hidden' : 'sheet_unused', sheet: grid.name, row: null })
    questions.push(...read.questions)
    notes.push(...read.notes)
    if (questions.length > mostQuestions)
      throw new Problem(422, 'questionnaire.too_many_questions', { params: { most: mostQuestions } })
  }
  return finish({ format: file.format, title: null, sheets, questions, problems, notes })
}

function faultsOf(layout: SheetLayout, sheet: string, questions: number): Finding[] {
  const found = (code: string): Finding => ({ code, sheet, row: null })
  const { question, answer, comment } = layout
  const chosen = [question, answer, comment].filter((column) => column !== null)
  return [
    ...(question === null ? [found('no_question_column')] : []),
    ...(answer === null ? [found('no_answer_column')] : []),
    ...(new Set(chosen).size < chosen.length ? [found('column_twice')] : []),
    ...(question !== null && answer !== null && questions === 0 ? [found('no_question')] : []),
  ]
}

function finish(read: ReadQuestionnaire): ReadQuestionnaire {
  if (read.questions.length > 0 || read.problems.length > 0) return read
  return {
    ...read,
    problems: [{ code: read.format === 'vsaq' ? 'no_question' : 'no_question_column', sheet: null, row: null }],
  }
}
