/** Questions and their answers: what was asked says what the answer is about. */
import { bindSentence, type Binding } from './bind.ts'
import { readProgress, type Progress } from './modality.ts'
import type { Span } from './sentences.ts'

const asks = /^(?:q|frage|question)\s?\d{0,3}\s?[:.)]\s*/iu
const answers = /^(?:a|antwort|answer|reply|response)\s?\d{0,3}\s?[:.)]\s*/iu

/** Whether a sentence or heading asks something. */
export function isQuestion(words: string): boolean {
  return /\?["”“)]*\s*$/.test(words) || asks.test(words)
}

/** The span without "A:" in front. */
export function withoutAnswerMark(text: string, span: Span): Span {
  const mark = answers.exec(text.slice(span.start, Math.min(span.end, span.start + 40)))
  return mark === null ? span : { start: span.start + mark[0].length, end: span.end }
}

/** "Yes.", "Nein, noch nicht.": an answer that says nothing else. */
export function isBareAnswer(words: string): boolean {
  return /^(?:(?:ja|yes)(?:[,\s]+(?:\p{L}+\s?){0,2})?|nein|no|teilweise|partially|partly)[.!]$/iu.test(words.trim())
}

const misdeed =
  /(?<!\p{L})(?:verkauf\p{L}*|weitergeb\p{L}*|weitergegeben|sell|sold|share|shared|train (?:ai|ml|models?|your)|training (?:of )?(?:ai|models?)|trainier\p{L}*|profil\p{L}*|werbung|advertis\p{L}*|tracking|leave|leaves|verlassen|drittl\p{L}*|outside|außerhalb|für eigene zwecke|own purposes|mitlesen|see my|see our|read our)(?!\p{L})/iu

/**
 * What a yes or no says of the thing asked for: "No" to a misdeed is a promise. Null: the answer is a sentence of its
 * own.
 */
export function readAnswer(question: string, words: string): Progress | null {
  const first = /^[^.,;!]{1,40}/u.exec(words)?.[0] ?? ''
  if (/^(?:ja|yes)(?!\p{L})/iu.test(first)) return null
  if (/^(?:nein|no)(?!\p{L}|\s(?:one|customer|data|access|personal|employee))/iu.test(first))
    return misdeed.test(question) ? null : 'not'
  if (
    /^(?:noch nicht|not yet|not currently|not at|currently not|derzeit nicht|aktuell nicht|bisher nicht|bislang nicht)/iu.test(
      first,
    )
  )
    return 'not'
  const progress = first.split(/\s+/).length <= 3 ? readProgress(first) : null
  return progress === 'planned' ? progress : null
}

/** An answer rests on what was asked, unless it names something better itself. */
export function bindAnswer(question: string, section: string | null, own: Binding): Binding {
  const asked = bindSentence({ sentence: question, leadIn: null, section }, null)
  const askedScore = asked.measures[0]?.score ?? 0
  const ownScore = own.measures[0]?.score ?? 0
  return askedScore > 0 && askedScore >= ownScore - 0.06 ? asked : own
}
