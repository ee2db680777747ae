/**
 * Walks the blocks of a statement and decides, sentence by sentence. What nothing but its form speaks for is decided at
 * the end by the company it keeps: among claims it is one.
 */
import type { Binding } from './bind.ts'
import { bindSentence } from './bind.ts'
import type { Block } from './block.ts'
import { splitBoxes } from './box.ts'
import type { ReadClaim } from './claim.ts'
import { classify, classifyLeadIn, type Classification, type LeadInClass, speaksOfDocument } from './classify.ts'
import { clauseCuts } from './clause.ts'
import { affirmedPart, deniesMeasure, endProgress, isPlanned, type Progress } from './modality.ts'
import { extractParameters } from './parameters.ts'
import { quantify } from './quantify.ts'
import { bindAnswer, isBareAnswer, isQuestion, readAnswer, withoutAnswerMark } from './question.ts'
import { readTableRow } from './row.ts'
import { type Span, splitSentences } from './sentences.ts'

interface Lead {
  text: string
  level: number
  class: LeadInClass
}

/** What a sentence stands in. */
interface Surroundings {
  kind: 'sentence' | 'item' | 'row'
  leadIn: string | null
  leadInClass: LeadInClass | null
  /** The sentence before, where a pronoun refers to it. */
  context: string | null
  afterDocument: boolean
  progress: Progress | null
  /** It answers the question above it. */
  isAnswer: boolean
}

/** A sentence that may be a claim, with what it keeps company with. */
interface Verdict {
  span: Span
  found: Classification | null
  claim: ReadClaim | null
  group: number
  listed: boolean
}

/** "1.2 ", "(3) ", "§ 4 " before a sentence is no part of it. */
const clauseNumber = /^(?:§\s?\d{1,3}[a-z]?|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(\d{1,2}\)|\([a-z]\))\s+(?=\p{L})/u
/** How much the whole document counts beside a sentence's neighbours, as if it were so many of them. */
const documentWeight = 2

const alone: Surroundings = {
  kind: 'sentence',
  leadIn: null,
  leadInClass: null,
  context: null,
  afterDocument: false,
  progress: null,
  isAnswer: false,
}

export class StatementReader {
  private readonly verdicts: Verdict[] = []
  private section: string | null = null
  private leads: Lead[] = []
  private question: string | null = null
  /** Only what follows a question at once is its answer. */
  private awaitsAnswer = false
  private group = 0
  private readonly text: string
  private readonly blocks: readonly Block[]

  constructor(text: string, blocks: readonly Block[]) {
    this.text = text
    this.blocks = blocks
  }

  read(): ReadClaim[] {
    let before: Block | null = null
    for (const [at, block] of this.blocks.entries()) {
      if ((block.kind === 'item') !== (before?.kind === 'item') || block.kind === 'heading') this.group += 1
      before = block
      switch (block.kind) {
        case 'heading':
          this.readHeading(block)
          break
        case 'code':
          break
        case 'paragraph':
          this.readParagraph(block, at)
          break
        case 'item':
          this.readItem(block, at)
          break
        case 'row':
          this.readRow(block)
          break
      }
    }
    return this.decideByCompany()
  }

  private readHeading(block: Block): void {
    this.section = cleanHeading(this.text.slice(block.start, Math.min(block.end, block.start + 300)))
    this.leads = []
    this.question = isQuestion(this.section) ? this.section : null
    this.awaitsAnswer = this.question !== null
  }

  private readParagraph(block: Block, at: number): void {
    this.leads = []
    if (this.readBoxes(block)) return
    const sentences = mergeLabel(this.text, splitSentences(this.text, block.start, block.end), block.labelEnd ?? 0)
    const next = this.blocks[at + 1]
    const introducesList = next?.kind === 'item' || next?.kind === 'row'
    let afterDocument = false
    let previous: string | null = null
    for (let index = 0; index < sentences.length; index += 1) {
      let sentence = sentences[index] ?? { start: block.start, end: block.end }
      let words = this.slice(sentence)
      const isLast = index === sentences.length - 1
      if (isQuestion(words)) {
        this.question = words
        this.awaitsAnswer = true
        continue
      }
      if (isLast && /:["”“)]?$/.test(words) && introducesList) {
        this.openLead(words, -1)
        break
      }
      // Without a list below, only a contact line makes a sentence of it ("please write to:").
      if (isLast && /:["”“)]?$/.test(words) && !(next?.kind === 'paragraph' && isIntroducedContact(this.text, next)))
        break
      const isAnswer = this.awaitsAnswer && this.question !== null
      if (isAnswer) {
        sentence = withoutAnswerMark(this.text, sentence)
        const following = sentences[index + 1]
        // "Yes. All volumes are encrypted." is one answer.
        if (following !== undefined && isBareAnswer(this.slice(sentence)) && !isQuestion(this.slice(following))) {
          sentence = { start: sentence.start, end: following.end }
          index += 1
        }
        words = this.slice(sentence)
      }
      const pronoun = /^(?:es|sie|it|they|dies|diese|this|these|dabei|hierbei|dazu)\s/iu.test(words)
      this.consider(sentence, { ...alone, context: pronoun ? previous : null, afterDocument, isAnswer })
      this.awaitsAnswer = false
      afterDocument = speaksOfDocument(words) || (afterDocument && pronoun)
      previous = words
    }
  }

  private readItem(block: Block, at: number): void {
    // A deeper list without a lead-in of its own stays below the item that it belongs to.
    while (this.leads.length > 0 && (this.leads.at(-1)?.level ?? -1) >= block.level) this.leads.pop()
    const lead = this.leads.at(-1) ?? null
    if (block.checked === false) return
    if (this.readBoxes(block)) return
    const next = this.blocks[at + 1]
    const whole = this.text.slice(block.start, Math.min(block.end, block.start + 2_000))
    if (
      next?.kind === 'item' &&
      next.level > block.level &&
      (/:["”“)]?\s*$/.test(whole) || block.end - block.start < 60)
    ) {
      this.openLead(/:\s*$/.test(whole) ? whole.trim() : `${whole.trim()}:`, block.level)
      const own = this.leads.at(-1)
      if (own !== undefined && lead !== null) own.class = lead.class
      return
    }
    if (/:["”“)]?\s*$/.test(whole)) return
    const merged = mergeLabel(this.text, splitSentences(this.text, block.start, block.end), block.labelEnd ?? 0)
    for (const sentence of merged) {
      const words = this.slice(sentence)
      if (isQuestion(words)) {
        this.question = words
        this.awaitsAnswer = true
        continue
      }
      const isAnswer = this.awaitsAnswer && lead === null
      this.consider(isAnswer ? withoutAnswerMark(this.text, sentence) : sentence, {
        ...alone,
        kind: 'item',
        leadIn: lead?.text ?? null,
        leadInClass: lead?.class ?? null,
        isAnswer,
      })
      if (isAnswer) this.awaitsAnswer = false
    }
  }

  /** A line of boxes is a list of its own. */
  private readBoxes(block: Block): boolean {
    const parts = splitBoxes(this.text, block.start, block.end)
    if (parts === null) return false
    const lead = this.leads.at(-1) ?? null
    for (const { start, end, progress } of parts) {
      this.consider(
        { start, end },
        { ...alone, kind: 'item', leadIn: lead?.text ?? null, leadInClass: lead?.class ?? null, progress },
      )
    }
    return true
  }

  private readRow(block: Block): void {
    const lead = this.leads.at(-1) ?? null
    const row = readTableRow(this.text, block.cells ?? [], block.header ?? [])
    if (row === null) return
    const asked = this.question
    if (row.question !== null) this.question = row.question
    for (const span of row.spans) {
      this.consider(span, {
        ...alone,
        kind: 'row',
        leadIn: lead?.text ?? row.topic,
        leadInClass: lead?.class ?? null,
        progress: row.progress,
        isAnswer: row.question !== null,
      })
    }
    this.question = asked
  }

  private openLead(text: string, level: number): void {
    this.leads.push({ text, level, class: classifyLeadIn(text, this.section) })
  }

  /** Decides about a sentence, or about its halves where they say different things. */
  private consider(span: Span, around: Surroundings): void {
    if (span.end - span.start < 2) return
    const number = clauseNumber.exec(this.text.slice(span.start, Math.min(span.end, span.start + 24)))
    if (number !== null && number[0].length < span.end - span.start) {
      this.consider({ start: span.start + number[0].length, end: span.end }, around)
      return
    }
    const whole = this.judge(span, around)
    if (around.progress === null && whole.found !== null) {
      for (const { left, right } of clauseCuts(this.text, span)) {
        const first = this.judge(left, around)
        const second = this.judge(right, { ...around, isAnswer: false })
        if (!saysTwoThings(first, second)) continue
        this.verdicts.push(first)
        this.consider(right, { ...around, isAnswer: false })
        return
      }
    }
    this.verdicts.push(whole)
  }

  private judge(span: Span, around: Surroundings): Verdict {
    const { group } = this
    const whole = this.slice(span)
    const words = affirmedPart(whole)
    const question = around.isAnswer ? this.question : null
    const aboutStatement = around.afterDocument && /^(?:es|sie|it|they)\s/iu.test(words)
    const context = {
      sentence: words,
      leadIn: around.leadIn ?? (aboutStatement ? null : (question ?? around.context)),
      section: this.section,
      aboutStatement,
    }
    const draft = bindSentence(context, null)
    // "We aim for it in 2027" says what only the question says that it is about.
    const asked = question ?? (draft.measures.length === 0 && isUnfulfilled(words) ? this.question : null)
    const bound = asked === null ? draft : bindAnswer(asked, this.section, draft)
    const progress = around.progress ?? (question === null ? null : readAnswer(question, words)) ?? endProgress(whole)
    const found = classify({
      ...around,
      text: words,
      section: this.section,
      progress,
      score: bound.measures[0]?.score ?? 0,
      dutyScore: bindSentence(context, 'customer_duty').measures[0]?.score ?? 0,
    })
    const listed = around.kind !== 'sentence'
    if (found === null) return { span, found, claim: null, group, listed }
    const binding = this.bindAs(context, found, bound)
    const leadIn = around.leadIn ?? question
    const { quantifier, word } = quantify(words, leadIn, found.modality)
    const own = extractParameters(words)
    const claim: ReadClaim = {
      start: span.start,
      end: span.end,
      text: this.text.slice(span.start, span.end),
      section: this.section,
      leadIn,
      kind: found.kind,
      modality: found.modality,
      quantifier,
      quantifierWord: word,
      parameters: own,
      measures: binding.measures,
      alternatives: binding.alternatives,
    }
    return { span, found, claim, group, listed }
  }

  /** A plan or a gap keeps what it is about: it has no status, but the day that it is done it will. */
  private bindAs(context: Parameters<typeof bindSentence>[0], found: Classification, draft: Binding): Binding {
    if (found.kind === 'promise' || found.kind === 'option' || found.modality !== 'does') {
      if (found.kind !== 'customer_duty' && found.kind !== 'intake') return draft
    }
    const bound = bindSentence({ ...context, isDuty: found.kind === 'customer_duty' }, found.kind)
    return bound
  }

  private decideByCompany(): ReadClaim[] {
    const claims: ReadClaim[] = []
    const companies = new Map<number, { strong: number; all: number }>()
    const add = (group: number, verdict: Verdict) => {
      const company = companies.get(group) ?? { strong: 0, all: 0 }
      company.all += 1
      if (verdict.found !== null && verdict.found.leastCompany === undefined) company.strong += 1
      companies.set(group, company)
    }
    for (const verdict of this.verdicts) add(verdict.group, verdict)
    const strongest = this.verdicts.filter(({ found }) => found !== null && found.leastCompany === undefined).length
    const ofDocument = strongest / Math.max(1, this.verdicts.length)
    for (const { found, claim, group, listed } of this.verdicts) {
      if (found === null || claim === null) continue
      const { strong, all } = companies.get(group) ?? { strong: 0, all: 1 }
      const { leastCompany } = found
      const company = (strong + documentWeight * ofDocument) / (all + documentWeight)
      const isAlone = strong === 0 && !listed
      if (leastCompany === undefined || (!isAlone && company >= leastCompany)) claims.push(claim)
    }
    return claims
  }

  /** A bounded copy for the patterns, with words whole again; the claim itself keeps its whole span. */
  private slice(span: Span): string {
    return this.text
      .slice(span.start, Math.min(span.end, span.start + 4_000))
      .replace(/(\p{Ll})-[^\S\n]*\r?\n\s*(?!(?:und|oder|bzw|sowie|and|or)(?!\p{L}))(?=\p{Ll})/gu, '$1')
      .replace(/\s+/g, ' ')
  }
}

function isUnfulfilled(words: string): boolean {
  return isPlanned(words) || deniesMeasure(words)
}

/** Two halves are two claims if one is done and the other is not, or if they rest on different capabilities. */
function saysTwoThings(first: Verdict, second: Verdict): boolean {
  const [a, b] = [first.claim, second.claim]
  if (a === null || b === null || first.found?.leastCompany !== undefined || second.found?.leastCompany !== undefined)
    return false
  const [top, other] = [a.measures[0], b.measures[0]]
  if (top === undefined || other === undefined || top.score < 0.6 || other.score < 0.6) return false
  if (a.kind === 'customer_duty' || a.kind === 'intake' || b.kind === 'intake') return false
  if (a.modality !== b.modality) return top.id !== other.id || a.kind === 'option' || b.kind === 'option'
  return top.capability !== other.capability
}

/** A bold label ("**Backups.** They run daily.") and a fragment of one or two words belong to the sentence after them. */
function mergeLabel(text: string, sentences: readonly Span[], labelEnd: number): Span[] {
  const merged: Span[] = []
  for (const sentence of sentences) {
    const last = merged.at(-1)
    const isLabel = last !== undefined && last.end - last.start < 80 && last.end <= labelEnd
    if (
      last !== undefined &&
      (isLabel ||
        (last.end - last.start < 30 &&
          !/@|[!?]$/.test(text.slice(last.start, last.end)) &&
          text.slice(last.start, last.end).split(/\s+/).length <= 2))
    )
      last.end = sentence.end
    else merged.push({ ...sentence })
  }
  return merged
}

function isIntroducedContact(text: string, block: Block): boolean {
  return /@|https?:\/\/|www\./.test(text.slice(block.start, Math.min(block.end, block.start + 200)))
}

/** A heading without marks and numbers of its markup. */
export function cleanHeading(heading: string): string {
  return heading
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s#¶:]+$/, '')
    .trim()
}
