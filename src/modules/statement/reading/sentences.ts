/**
 * Sentence splitting for German and English. One pass over the text, no backtracking. Abbreviations, ordinals, dates,
 * decimals, versions, addresses and host names do not end a sentence.
 */

export interface Span {
  start: number
  end: number
}

/** Never the end of a sentence, whatever follows. */
const abbreviations = new Set(
  'z b d h u a i d r o ä ggf ggfs bzw inkl exkl evtl vgl ca abs nr art artt kap ziff lit bspw sog max min mind zzgl zzt s st dr prof hr fr str tel e g i e vs no nos fig sec approx dept mr mrs ms cf al jan feb mär mrz apr jun jul aug sep sept okt oct nov dez dec mo di mi do sa so mon tue wed thu fri gem usf einschl insb insbes allg ausg bd hrsg geb verf'.split(
    ' ',
  ),
)
/** May end a sentence: only when a word follows that begins sentences. */
const softAbbreviations = new Set('etc usw inc ltd co corp gmbh ag e.v uvm u.v.m u.a z.b bzgl jh std p.a'.split(' '))
const starters = new Set(
  (
    'der die das den dem des ein eine einer es er sie wir unser unsere unserem unseren alle jede jeder jedes diese dieser dieses dazu dabei damit hierzu zudem außerdem darüber zusätzlich im in bei nach vor für mit auf zur zum als wenn falls sollte sollten sofern soweit ' +
    'the a an we our it its this these those they all each every any in on at for with if when where while additionally furthermore moreover also our you your no only access data customers employees'
  ).split(' '),
)
const months = new Set(
  'januar februar märz maerz april mai juni juli august september oktober november dezember jan feb mär mrz apr jun jul aug sep sept okt nov dez january february march may june july october december oct dec'.split(
    ' ',
  ),
)

/** Sentences in text[start, end), trimmed, in order, never overlapping. */
export function splitSentences(text: string, start: number, end: number): Span[] {
  const spans: Span[] = []
  let from = start
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    // . ! ? …
    if (code !== 46 && code !== 33 && code !== 63 && code !== 0x2026) continue
    let stop = at + 1
    while (stop < end && isCloser(text.charCodeAt(stop))) stop += 1
    if (stop < end && !isWhite(text.charCodeAt(stop))) continue
    if (code === 46 && !endsSentence(text, from, at, stop, end)) continue
    if (code !== 46 && startsLower(text, stop, end)) continue
    pushTrimmed(spans, text, from, stop)
    from = stop
    at = stop - 1
  }
  pushTrimmed(spans, text, from, end)
  return spans
}

function endsSentence(text: string, from: number, dot: number, stop: number, end: number): boolean {
  let wordStart = dot
  while (
    wordStart > from &&
    dot - wordStart < 40 &&
    !isWhite(text.charCodeAt(wordStart - 1)) &&
    !isOpener(text.charCodeAt(wordStart - 1))
  )
    wordStart -= 1
  const word = text.slice(wordStart, dot).toLowerCase()
  const next = nextWord(text, stop, end)
  if (next === '') return true
  if (stop > dot + 1 && !/[)\]]/.test(text.charAt(dot + 1))) return !startsLower(text, stop, end)
  if (/^\d{1,2}$/.test(word)) {
    // "6. September", "2. Stufe": an ordinal; "nach Art. 33. Wir …": an end.
    const lower = next.toLowerCase()
    return !months.has(lower) && starters.has(lower) && wordStart > from
  }
  if (softAbbreviations.has(word)) return /^\p{Lu}/u.test(next) && starters.has(next.toLowerCase())
  const tail = word.slice(word.lastIndexOf('.') + 1)
  if (word.includes('.') && tail.length === 1 && /\p{L}/u.test(tail)) return false
  if (abbreviations.has(word.replace(/^[^\p{L}\d]+/u, ''))) return false
  return !startsLower(text, stop, end)
}

function nextWord(text: string, from: number, end: number): string {
  let at = from
  while (at < end && isWhite(text.charCodeAt(at))) at += 1
  return /^[\p{L}\d]*/u.exec(text.slice(at, Math.min(end, at + 30)))?.[0] || (at < end ? text.charAt(at) : '')
}

function startsLower(text: string, from: number, end: number): boolean {
  return /^\p{Ll}/u.test(nextWord(text, from, end))
}

function isWhite(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029 || code === 0x202f
  )
}

/** ) ] " ' » ” ’ “ * _ */
function isCloser(code: number): boolean {
  return (
    code === 41 ||
    code === 93 ||
    code === 34 ||
    code === 39 ||
    code === 0xbb ||
    code === 0x201d ||
    code === 0x2019 ||
    code === 0x201c ||
    code === 42 ||
    code === 95
  )
}

function isOpener(code: number): boolean {
  return (
    code === 40 ||
    code === 91 ||
    code === 34 ||
    code === 39 ||
    code === 0xab ||
    code === 0x201e ||
    code === 0x201c ||
    code === 42 ||
    code === 47
  )
}

/** Takes white space and decoration (emoji, arrows, bullets) from both ends; a span without a letter is dropped. */
function pushTrimmed(spans: Span[], text: string, from: number, to: number): void {
  let start = from
  let end = to
  while (start < end && !isWordStart(text, start)) start += 1
  while (end > start && isWhite(text.charCodeAt(end - 1))) end -= 1
  if (start >= end) return
  spans.push({ start, end })
}

function isWordStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code >= 0xd800 && code <= 0xdfff) return false
  return /[\p{L}\p{N}("'„“«»‚‘§«\u005b<{`]/u.test(text.charAt(at))
}
