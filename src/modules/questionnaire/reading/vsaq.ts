/**
 * Google's questionnaires (VSAQ): JSON with items in blocks, and answers apart as `{id: value}`. Files of theirs have
 * comments and texts joined by `+`; both are read, neither is evaluated. A text may hold HTML: only its words are kept.
 */
import { Problem } from '#platform/http/problem.ts'
import { z } from 'zod'
import {
  mostQuestionLength,
  mostQuestions,
  type Finding,
  type ReadQuestion,
  type ReadQuestionnaire,
  type WrittenAnswer,
} from './shape.ts'

/** Blocks within blocks, at most so deep. */
const mostDepth = 20
const mostItems = 5_000

const choiceSchema = z.record(z.string(), z.string())
const itemSchema = z.looseObject({
  type: z.string(),
  id: z.string().max(300).optional(),
  text: z.string().optional(),
  cond: z.string().max(2_000).optional(),
  choices: z.array(choiceSchema).max(200).optional(),
  yes: z.string().optional(),
  no: z.string().optional(),
  items: z.array(z.unknown()).optional(),
})
type Item = z.output<typeof itemSchema>

/** Whether a file may be one: JSON, perhaps behind comments. */
export function looksLikeVsaq(bytes: Buffer): boolean {
  const start = withoutComments(
    bytes
      .subarray(0, 4_000)
      .toString('utf8')
      .replace(/^\u{FEFF}/u, ''),
  )
  return /^\s*[{[]/.test(start) && /"(?:questionnaire|items|type|version|extensions)"/.test(bytes.toString('latin1'))
}

/** Comments are left out and texts joined, both outside of texts only. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? ' ')
    .replaceAll(/("(?:[^"\\\n]|\\.)*")((?:\s*\+\s*"(?:[^"\\\n]|\\.)*")+)/g, (_, first: string, rest: string) => {
      const more = [...rest.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, part]) => part)
      return `${first.slice(0, -1)}${more.join('')}"`
    })
}

function parse(bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Problem(422, 'questionnaire.not_json', { cause })
  }
  try {
    return JSON.parse(withoutComments(text))
  } catch (cause) {
    throw new Problem(422, 'questionnaire.not_json', { cause })
  }
}

/**
 * Reads a questionnaire and, when there is one, the file of its answers.
 * @throws Problem 422 `questionnaire.not_json`, `questionnaire.not_vsaq`, `questionnaire.extension`,
 * `questionnaire.too_deep`, `questionnaire.too_many_questions`
 */
export function readVsaq(bytes: Buffer, answers: Readonly<Record<string, string>> = {}): ReadQuestionnaire {
  const given = z.looseObject({ questionnaire: z.array(z.unknown()) }).safeParse(parse(bytes))
  if (!given.success) {
    const isExtension = z.looseObject({ extensions: z.array(z.unknown()) }).safeParse(parse(bytes)).success
    throw new Problem(422, isExtension ? 'questionnaire.extension' : 'questionnaire.not_vsaq')
  }
  const reader = new VsaqReader(answers)
  reader.readItems(given.data.questionnaire, null, null, 0)
  const problems = [...reader.problems, ...circular(reader.conditions)]
  const unknown = [...reader.conditions].flatMap(([id, condition]) =>
    idsIn(condition).flatMap((name) =>
      reader.ids.has(name) ? [] : [{ code: 'condition_unknown', sheet: null, row: null, params: { id, name } }],
    ),
  )
  return {
    format: 'vsaq',
    title: reader.title,
    sheets: [],
    questions: reader.questions,
    problems,
    notes: [...reader.notes, ...unknown],
  }
}

class VsaqReader {
  readonly questions: ReadQuestion[] = []
  readonly problems: Finding[] = []
  readonly notes: Finding[] = []
  readonly ids = new Set<string>()
  readonly conditions = new Map<string, string>()
  title: string | null = null
  private items = 0
  private unnamed = 0
  private readonly answers: Readonly<Record<string, string>>

  constructor(answers: Readonly<Record<string, string>>) {
    this.answers = answers
  }

  readItems(items: readonly unknown[], section: string | null, condition: string | null, depth: number): void {
    if (depth > mostDepth) throw new Problem(422, 'questionnaire.too_deep', { params: { most: mostDepth } })
    let about: string | null = null
    for (const raw of items) {
      this.items += 1
      if (this.items > mostItems)
        throw new Problem(422, 'questionnaire.too_many_questions', { params: { most: mostQuestions } })
      const read = itemSchema.safeParse(raw)
      if (!read.success) {
        this.problems.push({ code: 'item_faulty', sheet: null, row: null, params: { number: this.items } })
        continue
      }
      const item = read.data
      const own = [condition, item.cond].filter((one) => one !== null && one !== undefined && one !== '').join(' && ')
      this.note(item.id, item.cond)
      if (item.items !== undefined) {
        const heading = wordsOf(item.text ?? '')
        if (depth === 0) this.title ??= heading === '' ? null : heading
        this.readItems(item.items, heading === '' ? section : heading, own === '' ? null : own, depth + 1)
      } else if (item.type === 'info') about = wordsOf(item.text ?? '')
      else this.readItem(item, section, own === '' ? null : own, about)
    }
  }

  private note(id: string | undefined, condition: string | undefined): void {
    if (id === undefined) return
    if (this.ids.has(id)) this.problems.push({ code: 'id_twice', sheet: null, row: null, params: { id } })
    this.ids.add(id)
    if (condition) this.conditions.set(id, condition)
  }

  private readItem(item: Item, section: string | null, condition: string | null, about: string | null): void {
    if (item.type === 'tip' || item.type === 'spacer' || item.type === 'groupitem') {
      if (item.type === 'tip') this.notes.push({ code: 'tip', sheet: null, row: null, params: { id: item.id ?? '' } })
      return
    }
    const text = wordsOf(item.text ?? '') || about || ''
    const choices = (item.choices ?? [])
      .flatMap((one) => Object.entries(one))
      .map(([id, label]) => ({ id, label: wordsOf(label) }))
    const id = item.id ?? `unnamed ${(this.unnamed += 1)}`
    const add = (
      value: 'text' | 'radio' | 'check' | 'yesno' | 'file',
      question: string,
      itemId: string,
      of: readonly { label: string; id: string }[] | null,
      allowed: readonly string[] | null,
      given: string | null,
    ) => {
      if (question === '' || question.length > mostQuestionLength) return
      if (this.questions.length >= mostQuestions)
        throw new Problem(422, 'questionnaire.too_many_questions', { params: { most: mostQuestions } })
      const place = { kind: 'item' as const, id: itemId, choices: of, value, condition }
      this.questions.push({ place, reference: itemId, section, text: question, allowed, given, takesComment: false })
    }
    const said = (name: string) => (Object.hasOwn(this.answers, name) ? (this.answers[name] ?? null) : null)
    const isChecked = (name: string) => ['checked', 'true', 'yes'].includes(said(name) ?? '')
    switch (item.type) {
      case 'radiogroup':
        for (const choice of choices) this.note(choice.id, undefined)
        add(
          'radio',
          text,
          id,
          choices,
          choices.map(({ label }) => label),
          choices.find((one) => isChecked(one.id))?.label ?? null,
        )
        return
      case 'checkgroup':
        for (const choice of choices) {
          this.note(choice.id, undefined)
          const whole = text === '' ? choice.label : `${text} – ${choice.label}`
          add('check', whole, choice.id, null, ['checked', ''], isChecked(choice.id) ? 'checked' : null)
        }
        return
      case 'check':
      case 'radio':
        add('check', text, id, null, ['checked', ''], isChecked(id) ? 'checked' : null)
        return
      case 'yesno': {
        const pair = [
          { id: 'yes', label: wordsOf(item.yes ?? '') || 'Yes' },
          { id: 'no', label: wordsOf(item.no ?? '') || 'No' },
        ]
        const chosen = pair.find((one) => one.id === said(id))?.label ?? null
        add(
          'yesno',
          text,
          id,
          pair,
          pair.map(({ label }) => label),
          chosen,
        )
        return
      }
      case 'line':
      case 'box':
        if (item.id === undefined)
          this.notes.push({ code: 'item_without_id', sheet: null, row: null, params: { text: text.slice(0, 80) } })
        else add('text', text, id, null, null, said(id)?.trim() || null)
        return
      case 'upload':
        add('file', text, id, null, null, null)
        return
      default:
        this.notes.push({ code: 'item_unknown', sheet: null, row: null, params: { type: item.type.slice(0, 40) } })
    }
  }
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of a text that may hold HTML. */
function wordsOf(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/li|li|p|ul|\/ul)\b[^>]*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#?\w+);/g, (whole, name: string) => names[name] ?? whole)
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The items that a condition asks: `a && (b || !c)`, `a/yes`. */
function idsIn(condition: string): string[] {
  return [...condition.matchAll(/"[^"]*"|[^\s()&|!,"]+/g)].flatMap(([token]) => {
    const name = token.replace(/^\^/, '').replace(/\/(?:yes|no)$/, '')
    return token.startsWith('"') || /^(?:true|false|contains|matches)$/.test(name) ? [] : [name]
  })
}

/** Items that are shown only when they are answered themselves. */
function circular(conditions: ReadonlyMap<string, string>): Finding[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: Finding[] = []
  const visit = (id: string, path: readonly string[]): void => {
    if (state.get(id) === 'done') return
    if (state.get(id) === 'open') {
      found.push({
        code: 'circular',
        sheet: null,
        row: null,
        params: { path: [...path.slice(path.indexOf(id)), id].join(' → ') },
      })
      return
    }
    state.set(id, 'open')
    for (const next of idsIn(conditions.get(id) ?? '')) if (conditions.has(next)) visit(next, [...path, id])
    state.set(id, 'done')
  }
  for (const id of conditions.keys()) visit(id, [])
  return found
}

/**
 * The file of answers in VSAQ's shape: what was given before, with the new answers laid over it. A chosen answer is
 * `checked` under its own id, and those beside it are taken back.
 */
export function writeVsaqAnswers(
  before: Readonly<Record<string, string>>,
  answers: readonly WrittenAnswer[],
): Record<string, string> {
  const out: Record<string, string> = Object.assign(Object.create(null), before)
  for (const { place, answer, comment } of answers) {
    if (place.kind !== 'item' || place.value === 'file') continue
    if (place.value === 'radio') {
      for (const choice of place.choices ?? []) {
        if (choice.label === answer) out[choice.id] = 'checked'
        else if (Object.hasOwn(out, choice.id)) out[choice.id] = ''
      }
    } else if (place.value === 'yesno') {
      const chosen = place.choices?.find(({ label }) => label === answer)
      if (chosen) out[place.id] = chosen.id
    } else if (place.value === 'check') {
      if (answer !== null) out[place.id] = answer
    } else {
      const text = [answer, comment].filter((one) => one !== null && one !== '').join('\n\n')
      if (text !== '') out[place.id] = text
    }
  }
  return out
}
