/** Boxes that a form has ticked or left open, wherever they stand in a line. */
import type { Progress } from './modality.ts'
import { readProgress } from './modality.ts'
import type { Span } from './sentences.ts'

export interface BoxedPart extends Span {
  /** Null: no box says anything of it. */
  readonly progress: Progress | null
}

const box = /[☐☑☒✗✘❌✅□▢◻]|\[[ xX]\](?=\s)/gu
const open = /^(?:[☐□▢◻]|\[ \])$/u
const crossed = /^[✗✘❌]$/u

/**
 * The parts of text[start, end) that boxes stand before, or null where there is no box. "☒ Alarm ☐ Cameras" are two
 * parts, "Alarm ☒ yes ☐ no" is one. An open box makes its part `none`: a form that nobody filled in promises nothing.
 */
export function splitBoxes(text: string, start: number, end: number): BoxedPart[] | null {
  const body = text.slice(start, end)
  const marks = [...body.slice(0, 4_000).matchAll(box)]
  const [first] = marks
  if (first === undefined) return null
  const parts = marks.map((mark, at) => {
    const from = start + mark.index + mark[0].length
    const to = at + 1 < marks.length ? start + (marks[at + 1]?.index ?? 0) : end
    const span = trim(text, from, to)
    const state: Progress = open.test(mark[0]) ? 'none' : crossed.test(mark[0]) ? 'not' : 'done'
    return { ...span, state, words: text.slice(span.start, span.end) }
  })
  const label = trim(text, start, start + first.index)
  const isAnswer = parts.every(({ words }) => words === '' || (words.length < 30 && readProgress(words) !== null))
  if (label.end > label.start && isAnswer) {
    const chosen = parts.find(({ state }) => state !== 'none')
    const said = chosen === undefined ? 'none' : chosen.words === '' ? chosen.state : readProgress(chosen.words)
    return [{ ...label, progress: said }]
  }
  // A mark in the middle of a sentence is an ornament.
  if (label.end > label.start && marks.length === 1 && !/[:–-]$/.test(text.slice(label.start, label.end))) return null
  return parts
    .filter((part) => part.end > part.start)
    .map(({ start: from, end: to, state }) => ({ start: from, end: to, progress: state }))
}

function trim(text: string, start: number, end: number): Span {
  let from = start
  let to = end
  while (from < to && /\s/.test(text.charAt(from))) from += 1
  while (to > from && /[\s,;|]/.test(text.charAt(to - 1))) to -= 1
  return { start: from, end: to }
}
