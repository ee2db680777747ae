/**
 * A row of a table: which cells are the measure, and what the others say of its progress. A table of people, dates or
 * versions describes; only one that names measures, or says how far they are, promises.
 */
import { readProgress, readStatusCell, readWholeProgress, type Progress } from './modality.ts'
import type { Span } from './sentences.ts'

export interface RowReading {
  readonly spans: readonly Span[]
  readonly progress: Progress | null
  /** A cell before the measure that says what it is about. */
  readonly topic: string | null
  readonly question: string | null
}

const statusHead =
  /^(?:status|stand|umsetzung(?:sstand|sgrad|sstatus)?|umgesetzt|implementiert|implemented|implementation status|state|reifegrad|erfüllt|in place|vorhanden|compliant|ja\s?\/\s?nein|yes\s?\/\s?no|realisiert|realisierung|erledigt|progress|fortschritt|done|aktiv|active)\s?\??(?:\s\(.*\))?$/iu
const asideHead =
  /^(?:nr\.?|no\.?|#|id|ref\.?|lfd\.? ?nr\.?|owner|verantwortlich\p{L}*|zuständig\p{L}*|responsible|datum|date|frist|due(?: date)?|termin|deadline|bemerkung\p{L}*|comments?|notes?|remarks?|kommentar\p{L}*|anmerkung\p{L}*|evidence|nachweise?|version|reference|referenz|quelle|source|priorität|priority|last .{1,20}|letzte .{1,20}|zuletzt.{0,20}|review date|next review|nächste .{1,20}|dsgvo.{0,12}|gdpr.{0,12}|iso.{0,20}|annex a.{0,10}|art\. ?32.{0,20})$/iu
const remarkHead = /^(?:bemerkung\p{L}*|comments?|notes?|remarks?|kommentar\p{L}*|anmerkung\p{L}*)$/iu
const topicHead =
  /^(?:bereich|kategorie|area|category|domain|schutzziel|ziel|thema|topic|gruppe|group|kapitel|chapter|kontrollziel|objective|section)$/iu
const measureHead =
  /maßnahme|measure|control|kontrolle|anforderung|requirement|beschreibung|description|umsetzung|implementation|detail|practice|regelung|schutz|thema|topic|area|bereich|safeguard|vorkehrung|report|policy|zusage|commitment/iu
const exactMeasureHead =
  /^(?:(?:konkrete |getroffene |technische |implemented )?maßnahmen?|(?:our |implemented )?measures?|umsetzung|implementation|regelung)$/iu
const describingHead =
  /^(?:datum|date|version|author|autor|name|telefon|phone|e-?mail|change|änderung|freigabe|environment|umgebung|begriff|term|abkürzung|abbreviation|definition|rolle|role|anbieter|provider|dienstleister|vendor|subprocessor|unterauftrag\p{L}*|zweck|purpose|sitz|location|country|land|cookie.{0,10}|anschrift|address)$/iu
const questionHead = /^(?:frage\p{L}*|questions?)$/iu
const answerHead = /^(?:antwort\p{L}*|answers?|response|reply)$/iu

/** Null: the row is no measure. */
export function readTableRow(text: string, cells: readonly Span[], header: readonly string[]): RowReading | null {
  const heads = header.map((cell) => cell.trim())
  const words = cells.map((cell) => text.slice(cell.start, cell.end).trim())
  const questionAt = heads.findIndex((head) => questionHead.test(head))
  const answerAt = heads.findIndex((head) => answerHead.test(head))
  const answer = cells[answerAt]
  if (questionAt >= 0 && answer !== undefined && (words[answerAt] ?? '') !== '')
    return { spans: [answer], progress: null, topic: null, question: words[questionAt] ?? null }
  // A question in the first cell and its answer in the second, without a header.
  const [asked, replied] = cells
  if (asked !== undefined && replied !== undefined && replied.end > replied.start && words[0]?.endsWith('?') === true)
    return { spans: [replied], progress: null, topic: null, question: words[0] ?? null }

  const statusAt = heads.findIndex((head) => statusHead.test(head))
  const markColumns = heads.map((head, at) => (at > 0 && head.length < 25 ? readProgress(head) : null))
  const isMarked = markColumns.filter((progress) => progress !== null).length >= 2
  const named = heads.length === 0 || statusAt >= 0 || isMarked || heads.some((head) => measureHead.test(head))
  if (!named) return null
  if (statusAt < 0 && !isMarked && heads.some((head) => describingHead.test(head))) return null

  let progress: Progress | null = null
  const aside = new Set<number>()
  if (isMarked) {
    for (const [at, meant] of markColumns.entries()) {
      if (meant === null) continue
      aside.add(at)
      const cell = words[at] ?? ''
      if (cell !== '' && readProgress(cell) !== 'none' && !/^[☐□]$/u.test(cell)) progress ??= meant
    }
    progress ??= 'none'
  } else if (statusAt >= 0) {
    aside.add(statusAt)
    const cell = words[statusAt] ?? ''
    progress = cell === '' || /^[☐□]$/u.test(cell) ? 'none' : readStatusCell(cell)
  }
  for (const [at, cell] of words.entries()) {
    if (asideHead.test(heads[at] ?? '') || /^[\p{L}]{0,3}[\d.)\s-]{1,8}$/u.test(cell)) aside.add(at)
    if (remarkHead.test(heads[at] ?? '') && readProgress(cell) === 'planned' && progress !== 'not') progress = 'planned'
    const isLoneStatus = at > 0 && statusAt < 0 && !isMarked && cell.length < 40 && (heads[at] ?? '') === ''
    const said = isLoneStatus ? readWholeProgress(cell) : null
    if (said !== null && cell !== '' && !/^[-–—]$/u.test(cell)) {
      aside.add(at)
      progress ??= said
    } else if (cell.length < 40 && /^[^\p{L}]*(?:planned|geplant|in planung|todo|tbd|🔶)/iu.test(cell) && at > 0)
      progress = 'planned'
  }
  // Two columns of measures side by side ("technical | organisational"): every cell is a candidate of its own.
  const content = cells
    .map((cell, at) => ({ ...cell, at }))
    .filter((cell) => !aside.has(cell.at) && cell.end > cell.start)
  if (heads.length > 1 && heads.every((head) => /maßnahme|measure|control/iu.test(head)))
    return { spans: content, progress, topic: null, question: null }
  let topic: string | null = null
  // "Requirement | … | Measure": what is promised begins with the measure.
  const measureAt = content.findIndex((cell) => exactMeasureHead.test(heads[cell.at] ?? ''))
  if (measureAt > 0 && (words[content[measureAt]?.at ?? 0] ?? '').length >= 12)
    topic = content
      .splice(0, measureAt)
      .map((cell) => words[cell.at] ?? '')
      .join(' ')
  const [head, second] = content
  if (
    head !== undefined &&
    second !== undefined &&
    topicHead.test(heads[head.at] ?? '') &&
    second.end - second.start > 30
  ) {
    topic = words[head.at] ?? null
    content.shift()
  }
  const first = content[0]
  const last = content.findLast((cell) => !/^[-–—.\s]*$/u.test(words[cell.at] ?? ''))
  if (first === undefined || last === undefined) return null
  return { spans: [{ start: first.start, end: last.end }], progress, topic, question: null }
}
