/**
 * Where the questions of a sheet stand: which row has the titles, which column the question, the answer, the comment,
 * which rows are headings. It proposes; a person corrects columns before anything is taken in.
 */
import type { CellRange } from '#platform/sheet/workbook-file.ts'
import { covers, type Grid, type GridRow } from './grid.ts'
import { mostQuestionLength, type Finding, type FoundSheet, type ReadQuestion, type SheetLayout } from './shape.ts'

/** Words of titles, best first. */
const titles = {
  question: [
    /^(?:security |assessment |control |prüf|audit)?[-\s]?(?:questions?|fragen?)(?: text|text)?(?:\/| or | \/ |$|\s?\()/iu,
    /^(?:frage(?:stellung|ntext)|question ?text|assessment question|consensus assessment|kontrollfrage|prüffrage|sicherheitsfrage)/iu,
    /(?<!\p{L})(?:question|frage)(?!\p{L})/iu,
    /^(?:anforderung|requirement|control(?: specification| description)?|maßnahme|measure|kriterium|criteri(?:on|a)|prüfpunkt|beschreibung der anforderung)/iu,
  ],
  answer: [
    /^(?:your |ihre |vendor |supplier |provider |csp |caiq |csp caiq )*(?:answers?|antwort(?:en)?|responses?|reply)(?!.*(?:comment|kommentar|type))/iu,
    /^(?:ja ?\/ ?nein|yes ?\/ ?no|erfüllt|compliant|compliance|status|umsetzungs(?:status|grad)|umgesetzt|implemented|implementation status|bewertung|ergebnis|stellungnahme)/iu,
    /(?<!\p{L})(?:answer|antwort|response)(?!\p{L})/iu,
  ],
  comment: [
    /^(?:comments?|kommentar\p{L}*|bemerkung\p{L}*|anmerkung\p{L}*|remarks?|notes?|hinweis\p{L}*|erläuterung\p{L}*|begründung\p{L}*|explanation|justification|details?|additional information|weitere angaben)/iu,
    /(?:implementation description|comment|kommentar|bemerkung|erläuterung|explanation|additional|evidence|nachweis|beschreibung der umsetzung)/iu,
  ],
  reference: [
    /^(?:#|nr\.?|no\.?|id|ref\.?|lfd\.?\s?nr\.?|nummer|number|kennung)$/iu,
    /(?:question|control|frage\p{L}*|kontroll\p{L}*)[\s-]?(?:id|nr\.?|no\.?|nummer|number)/iu,
  ],
} as const
type Role = keyof typeof titles

/** Titles are looked for in so many rows that say something. */
const mostAbove = 30

function scoreTitle(role: Role, text: string): number {
  if (text.length > 120) return 0
  const at = titles[role].findIndex((pattern) => pattern.test(text.trim()))
  return at < 0 ? 0 : titles[role].length - at
}

/** The layout that the words of a sheet suggest. */
export function findLayout(grid: Grid, sheet: number): SheetLayout {
  const header = findHeader(grid)
  const found = header ?? findWithoutHeader(grid)
  const isUsed = !grid.isHidden && found.question !== null && found.answer !== null
  return { sheet, isUsed, ...found }
}

type Columns = Omit<SheetLayout, 'sheet' | 'isUsed'>

function findHeader(grid: Grid): Columns | null {
  let best: { score: number; columns: Columns } | null = null
  for (const row of grid.rows.slice(0, mostAbove)) {
    const taken = new Set<number>()
    const pick = (role: Role): number | null => {
      const scored = [...row.cells]
        .filter(([column]) => !taken.has(column))
        .map(([column, { text }]) => ({ column, score: scoreTitle(role, text) }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score || a.column - b.column)
      const [first] = scored
      if (!first) return null
      taken.add(first.column)
      return first.column
    }
    const reference = pick('reference')
    const question = pick('question')
    const answer = pick('answer')
    const comment = pick('comment')
    if (question === null) continue
    // A row of long texts is a question that has one of the words in it.
    if ((row.cells.get(question)?.text.length ?? 0) > 60 || row.cells.get(question)?.text.endsWith('?')) continue
    const score = 2 + (answer === null ? 0 : 2) + (comment === null ? 0 : 1) + (reference === null ? 0 : 0.5)
    if (row.cells.size < 2 || (best !== null && score <= best.score)) continue
    const columns = {
      headerRow: row.number,
      question,
      answer: answer ?? emptyBeside(grid, question, row),
      comment,
      reference,
    }
    best = { score, columns }
  }
  return best?.columns ?? null
}

/** Without titles: questions stand where most cells ask, answers where a list of choices is, or in the next free column. */
function findWithoutHeader(grid: Grid): Columns {
  const asking = new Map<number, number>()
  for (const { cells } of grid.rows)
    for (const [column, { text }] of cells)
      if (/\?["”“)]*$/.test(text) && text.length > 12) asking.set(column, (asking.get(column) ?? 0) + 1)
  const [best] = [...asking].toSorted((a, b) => b[1] - a[1])
  const nothing = { headerRow: 0, question: null, answer: null, comment: null, reference: null }
  if (!best || best[1] < 1) return nothing
  return { ...nothing, question: best[0], answer: emptyBeside(grid, best[0], null) }
}

function emptyBeside(grid: Grid, question: number, header: GridRow | null): number {
  const asked = grid.rows.filter(({ number, cells }) => number > (header?.number ?? 0) && cells.has(question))
  for (let column = question + 1; column < question + 8; column += 1) {
    const withList = asked.filter(({ number }) => grid.allowedAt(number, column) !== null).length
    if (withList * 2 >= asked.length && withList > 0) return column
  }
  for (let column = question + 1; column < question + 8; column += 1)
    if (!header?.cells.has(column) && asked.every(({ cells }) => !cells.has(column))) return column
  return question + 1
}

/** What a layout takes out of a sheet. */
export function readSheet(
  grid: Grid,
  layout: SheetLayout,
): { questions: ReadQuestion[]; headings: number; notes: Finding[] } {
  const { question, answer, comment, reference, headerRow, sheet } = layout
  const questions: ReadQuestion[] = []
  const notes: Finding[] = []
  let headings = 0
  let section: string | null = null
  if (question === null || answer === null) return { questions, headings, notes }
  const below = grid.rows.filter(({ number }) => number > headerRow)
  const asked = below.filter(({ cells }) => cells.has(question))
  const share = (test: (row: GridRow) => boolean) => asked.filter(test).length / Math.max(1, asked.length)
  const usual = {
    list: share(({ number }) => grid.allowedAt(number, answer) !== null) > 0.5,
    reference: reference !== null && share(({ cells }) => cells.has(reference)) > 0.5,
  }
  for (const row of below) {
    const said = row.cells.get(question)
    const first = [...row.cells].toSorted(([a], [b]) => a - b)[0]
    const merge: CellRange | undefined = grid.merges.find((range) => covers(range, row.number, answer))
    const isCovered = merge !== undefined && !(merge.left === answer && merge.top === row.number)
    const isHeading =
      said === undefined ||
      said.text === '' ||
      (isCovered && (merge?.left ?? answer) <= question && merge?.top === row.number) ||
      (!said.text.endsWith('?') &&
        !row.cells.has(answer) &&
        said.text.split(/\s+/).length <= 10 &&
        ((usual.list && grid.allowedAt(row.number, answer) === null) ||
          (usual.reference && reference !== null && !row.cells.has(reference))))
    if (isHeading) {
      const text = said?.text || (row.cells.size === 1 && (first?.[0] ?? 0) < answer ? first?.[1].text : undefined)
      if (text && text.length <= 300) {
        section = text
        headings += 1
      }
      continue
    }
    const finding = (code: string): Finding => ({ code, sheet: grid.name, row: row.number })
    if (row.isHidden) {
      notes.push(finding('row_hidden'))
      continue
    }
    const there = row.cells.get(answer)
    if (there?.isFormula) {
      notes.push(finding('answer_is_calculated'))
      continue
    }
    if (isCovered) {
      notes.push(finding('answer_is_covered'))
      continue
    }
    if (said.text.length > mostQuestionLength) {
      notes.push(finding('question_too_long'))
      continue
    }
    const commentCell = comment === null ? undefined : row.cells.get(comment)
    const commentMerge = comment === null ? undefined : grid.merges.find((range) => covers(range, row.number, comment))
    const takesComment =
      comment !== null &&
      commentCell === undefined &&
      (commentMerge === undefined || (commentMerge.left === comment && commentMerge.top === row.number))
    questions.push({
      place: { kind: 'cell', sheet, row: row.number, answer, comment: takesComment ? comment : null },
      reference: reference === null ? null : (row.cells.get(reference)?.text.slice(0, 80) ?? null),
      section,
      text: said.text,
      allowed: grid.allowedAt(row.number, answer),
      given: there?.text ? there.text.slice(0, mostQuestionLength) : null,
      takesComment,
    })
  }
  return { questions, headings, notes }
}

/** A sheet with its layout, for people to look at and correct. */
export function describeSheet(
  grid: Grid,
  layout: SheetLayout,
  read: { questions: number; headings: number },
): FoundSheet {
  const header = grid.rows.find(({ number }) => number === layout.headerRow)
  const below = grid.rows.filter(({ number }) => number > layout.headerRow)
  const width = Math.min(
    40,
    grid.rows.slice(0, 200).reduce((most, { cells }) => Math.max(most, ...cells.keys()), 0) + 3,
  )
  return {
    name: grid.name,
    isHidden: grid.isHidden,
    isProtected: grid.isProtected,
    layout,
    columns: Array.from({ length: width }, (_, index) => ({
      index,
      title: header?.cells.get(index)?.text.slice(0, 80) ?? '',
      sample:
        below
          .find(({ cells }) => cells.has(index))
          ?.cells.get(index)
          ?.text.slice(0, 80) ?? '',
    })),
    questions: read.questions,
    headings: read.headings,
  }
}
