/** What is read out of a questionnaire, whatever file it came in. Plain data. */

/** Columns of a sheet, from 0; the header's row as a spreadsheet counts, 0 without one. */
export interface SheetLayout {
  readonly sheet: number
  readonly isUsed: boolean
  readonly headerRow: number
  readonly question: number | null
  readonly answer: number | null
  readonly comment: number | null
  readonly reference: number | null
}

/** Where an answer is written. */
export type Place =
  | {
      readonly kind: 'cell'
      readonly sheet: number
      readonly row: number
      readonly answer: number
      readonly comment: number | null
    }
  | {
      readonly kind: 'item'
      readonly id: string
      /** What stands for a chosen answer: `id` of the choice, or the value of the item. */
      readonly choices: readonly { readonly label: string; readonly id: string }[] | null
      readonly value: 'text' | 'radio' | 'check' | 'yesno' | 'file'
      readonly condition: string | null
    }

export interface ReadQuestion {
  readonly place: Place
  /** What the file calls it. */
  readonly reference: string | null
  readonly section: string | null
  readonly text: string
  /** Answers that the file takes; null when any. */
  readonly allowed: readonly string[] | null
  /** What somebody had answered in the file already. */
  readonly given: string | null
  readonly takesComment: boolean
}

/** Something that is wrong or worth knowing; `row` as a spreadsheet counts. */
export interface Finding {
  readonly code: string
  readonly sheet: string | null
  readonly row: number | null
  readonly params?: Readonly<Record<string, string | number>>
}

export interface FoundSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly isProtected: boolean
  readonly layout: SheetLayout
  /** Titles or, without a header, the first words of each column. */
  readonly columns: readonly { readonly index: number; readonly title: string; readonly sample: string }[]
  readonly questions: number
  readonly headings: number
}

export interface ReadQuestionnaire {
  readonly format: 'xlsx' | 'csv' | 'vsaq'
  readonly title: string | null
  readonly sheets: readonly FoundSheet[]
  readonly questions: readonly ReadQuestion[]
  /** With one of these it is not taken in. */
  readonly problems: readonly Finding[]
  readonly notes: readonly Finding[]
}

/** An answer on its way into the file. */
export interface WrittenAnswer {
  readonly place: Place
  readonly answer: string | null
  readonly comment: string | null
}

export const mostQuestions = 2_000
export const mostQuestionLength = 4_000
