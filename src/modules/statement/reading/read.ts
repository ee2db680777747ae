/**
 * Reads any security statement: bytes in, sentences with kind, strength, numbers and the measures they rest on out.
 * Pure and deterministic: same bytes, same claims. Claims are verbatim spans of `text`, in order, never overlapping.
 */
import type { ClaimKind, ClaimParameter, Modality, Quantifier } from '#core/vocabulary.ts'
import { type Binding, bindSentence, type BoundMeasure } from './bind.ts'
import type { Block, ExtractedStatement } from './block.ts'
import {
  type Candidate,
  type Classification,
  classify,
  classifyLeadIn,
  type LeadInClass,
  speaksOfDocument,
} from './classify.ts'
import { extractFile, extractStatement } from './extract.ts'
import { extractParameters } from './parameters.ts'
import { quantify } from './quantify.ts'
import { type Span, splitSentences } from './sentences.ts'

export interface ReadClaim {
  /** UTF-16 code units into `text`; `text.slice(start, end)` is the claim's text. */
  start: number
  end: number
  text: string
  /** Nearest heading above, or null. */
  section: string | null
  /** The sentence that introduces the list this claim stands in, or null. */
  leadIn: string | null
  kind: ClaimKind
  modality: Modality
  quantifier: Quantifier
  /** The word that carries the quantifier, verbatim; null where grammar decided. */
  quantifierWord: string | null
  parameters: ClaimParameter[]
  /** The claim rests on all of these, best first; empty means honestly none. */
  measures: BoundMeasure[]
  /** Candidates not taken. */
  alternatives: BoundMeasure[]
}

export interface ReadStatement {
  text: string
  language: 'de' | 'en'
  title: string | null
  claims: ReadClaim[]
}

interface Lead {
  text: string
  level: number
  class: LeadInClass
  /** Index of the last block that it reached. */
  reach: number
}

/** Any statement: txt, md, mdx, html, docx or pdf. @throws Problem: see extractFile. */
export async function readStatementFile(bytes: Uint8Array, fileName: string): Promise<ReadStatement> {
  return readExtracted(await extractFile(bytes, fileName))
}

/** A statement that is no PDF, at once. @throws Problem: see extractFile. */
export function readStatement(bytes: Uint8Array, fileName: string): ReadStatement {
  return readExtracted(extractStatement(bytes, fileName))
}

/** Reads a statement that is text already, such as one edited on screen. */
export function readExtracted(extracted: ExtractedStatement): ReadStatement {
  const { text, blocks } = extracted
  const reader = new StatementReader(text, blocks)
  reader.read()
  const language = readLanguage(extracted)
  return { text, language, title: readTitle(extracted), claims: reader.claims }
}

class StatementReader {
  readonly claims: ReadClaim[] = []
  private section: string | null = null
  private leads: Lead[] = []
  private readonly text: string
  private readonly blocks: readonly Block[]

  constructor(text: string, blocks: readonly Block[]) {
    this.text = text
    this.blocks = blocks
  }

  read(): void {
    for (const [at, block] of this.blocks.entries()) {
      switch (block.kind) {
        case 'heading':
          this.section = cleanHeading(this.text.slice(block.start, Math.min(block.end, block.start + 300)))
          this.leads = []
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
  }

  private readParagraph(block: Block, at: number): void {
    this.leads = []
    const sentences = mergeLabel(this.text, splitSentences(this.text, block.start, block.end), block.labelEnd ?? 0)
    const next = this.blocks[at + 1]
    const introducesList = next?.kind === 'item' || next?.kind === 'row'
    let afterDocument = false
    let previous: string | null = null
    for (const [index, sentence] of sentences.entries()) {
      const words = this.slice(sentence)
      const isLast = index === sentences.length - 1
      if (isLast && /:["”“)]?$/.test(words) && introducesList) {
        this.openLead(words, -1)
        break
      }
      // Without a list below, only a contact line makes a sentence of it ("please write to:").
      if (isLast && /:["”“)]?$/.test(words) && !(next?.kind === 'paragraph' && isIntroducedContact(this.text, next)))
        break
      const pronoun = /^(?:es|sie|it|they|dies|diese|this|these|dabei|hierbei|dazu)\s/iu.test(words)
      this.consider(sentence, 'sentence', {
        leadIn: null,
        leadInClass: null,
        context: pronoun ? previous : null,
        afterDocument,
        status: null,
      })
      afterDocument = speaksOfDocument(words) || (afterDocument && pronoun)
      previous = words
    }
  }

  private readItem(block: Block, at: number): void {
    // A deeper list without a lead-in of its own stays below the item that it belongs to.
    while (this.leads.length > 0 && (this.leads.at(-1)?.level ?? -1) >= block.level) this.leads.pop()
    const lead = this.leads.at(-1) ?? null
    if (block.checked === false) return
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
    const sentences = splitSentences(this.text, block.start, block.end)
    const merged = mergeLabel(this.text, sentences, block.labelEnd ?? 0)
    for (const sentence of merged) {
      this.consider(sentence, 'item', {
        leadIn: lead?.text ?? null,
        leadInClass: lead?.class ?? null,
        context: null,
        afterDocument: false,
        status: null,
      })
    }
  }

  private readRow(block: Block): void {
    const lead = this.leads.at(-1) ?? null
    const cells = block.cells ?? []
    const header = block.header ?? []
    const statusAt = header.findIndex((cell) =>
      /^(?:status|stand|umsetzung|umgesetzt|implementiert|implemented|state|reifegrad|erfüllt)\b/iu.test(cell.trim()),
    )
    const words = cells.map((cell) => this.text.slice(cell.start, cell.end))
    const status =
      statusAt >= 0
        ? (words[statusAt] ?? null)
        : (words.find(
            (cell) => cell.length < 40 && /^[^\p{L}]*(?:planned|geplant|in planung|offen|todo|tbd|🔶)/iu.test(cell),
          ) ?? null)
    // A table of people, dates, versions or frequencies describes; only one that names measures promises.
    if (
      header.some((cell) =>
        /^(?:datum|date|version|author|autor|name|telefon|phone|e-?mail|change|änderung|freigabe|comments?|environment|umgebung|begriff|term|abkürzung|definition)$/iu.test(
          cell.trim(),
        ),
      )
    )
      return
    const named =
      header.length === 0 ||
      statusAt >= 0 ||
      header.some((cell) =>
        /maßnahme|measure|control|kontrolle|anforderung|requirement|beschreibung|description|umsetzung|implementation|detail|practice|regelung|schutz|thema|topic|area|bereich/iu.test(
          cell,
        ),
      )
    if (!named) return
    // Two columns of measures side by side ("technical | organisational"): every cell is a candidate of its own.
    if (header.length > 1 && header.every((cell) => /maßnahme|measure|control/iu.test(cell))) {
      for (const cell of cells) {
        this.consider(cell, 'row', {
          leadIn: lead?.text ?? null,
          leadInClass: lead?.class ?? null,
          context: null,
          afterDocument: false,
          status,
        })
      }
      return
    }
    const content = cells.filter((cell, index) => index !== statusAt && cell.end > cell.start)
    const first = content[0]
    const last = content.at(-1)
    if (first === undefined || last === undefined) return
    this.consider({ start: Math.min(first.start, last.start), end: last.end }, 'row', {
      leadIn: lead?.text ?? null,
      leadInClass: lead?.class ?? null,
      context: null,
      afterDocument: false,
      status,
    })
  }

  private openLead(text: string, level: number): void {
    this.leads.push({ text, level, class: classifyLeadIn(text, this.section), reach: 0 })
  }

  private consider(
    span: Span,
    kind: Candidate['kind'],
    more: {
      leadIn: string | null
      leadInClass: LeadInClass | null
      context: string | null
      afterDocument: boolean
      status: string | null
    },
  ): void {
    if (span.end - span.start < 3) return
    const words = this.slice(span)
    const aboutStatement = more.afterDocument && /^(?:es|sie|it|they)\s/iu.test(words)
    const context = {
      sentence: words,
      leadIn: more.leadIn ?? (aboutStatement ? null : more.context),
      section: this.section,
      aboutStatement,
    }
    const draft = bindSentence(context, null)
    const found = classify({
      text: words,
      kind,
      leadIn: more.leadIn,
      leadInClass: more.leadInClass,
      section: this.section,
      status: more.status,
      afterDocument: more.afterDocument,
      score: draft.measures[0]?.score ?? 0,
    })
    if (found === null) return
    const binding = this.bindAs(context, found, draft)
    const { quantifier, word } = quantify(words, more.leadIn, found.modality)
    this.claims.push({
      start: span.start,
      end: span.end,
      text: this.text.slice(span.start, span.end),
      section: this.section,
      leadIn: more.leadIn,
      kind: found.kind,
      modality: found.modality,
      quantifier,
      quantifierWord: word,
      parameters: extractParameters(words),
      measures: binding.measures,
      alternatives: binding.alternatives,
    })
  }

  private bindAs(context: Parameters<typeof bindSentence>[0], found: Classification, draft: Binding): Binding {
    // A plan has no proof, and what is openly not done promises nothing: the measures are only shown as related.
    if (found.kind === 'notice' && found.modality !== 'does')
      return { measures: [], alternatives: [...draft.measures, ...draft.alternatives].slice(0, 4) }
    if (found.kind === 'promise' || found.kind === 'option') return draft
    return bindSentence(context, found.kind)
  }

  /** A bounded copy for the patterns; the claim itself keeps its whole span. */
  private slice(span: Span): string {
    return this.text.slice(span.start, Math.min(span.end, span.start + 4_000)).replace(/\s+/g, ' ')
  }
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

function cleanHeading(heading: string): string {
  return heading
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s#¶:]+$/, '')
    .trim()
}

const german =
  /(?<!\p{L})(?:der|die|das|und|ist|sind|werden|wird|für|mit|von|nicht|eine?|durch|auf|im|zur|zum|bei|sowie|oder|des|dem)(?!\p{L})/giu
const english =
  /(?<!\p{L})(?:the|and|is|are|of|to|for|with|by|not|our|we|that|this|or|from|in|on|an|be|has|have)(?!\p{L})/giu

function readLanguage(extracted: ExtractedStatement): 'de' | 'en' {
  const sample = extracted.text.slice(0, 30_000)
  const de = sample.match(german)?.length ?? 0
  const en = sample.match(english)?.length ?? 0
  if (de !== en) return de > en ? 'de' : 'en'
  return extracted.namedLanguage?.toLowerCase().startsWith('en') === true ? 'en' : 'de'
}

function readTitle(extracted: ExtractedStatement): string | null {
  const { text, blocks } = extracted
  const headings = blocks.slice(0, 30).filter((block) => block.kind === 'heading')
  const top = headings.find((block) => block.level === 1) ?? headings[0]
  const title =
    top === undefined ? extracted.namedTitle : cleanHeading(text.slice(top.start, Math.min(top.end, top.start + 300)))
  return title === null || title === '' ? (extracted.namedTitle ?? null) : title
}
