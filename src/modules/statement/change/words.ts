/**
 * Words of sentences for comparing them: stems that survive inflection, and the words that narrow a population or
 * soften a promise. Word lists, no model: the same two texts always compare the same.
 */

const fillers = new Set(
  `der die das den dem des ein eine einen einem einer eines und oder sowie als auch ist sind wird werden wurde wurden
  hat haben im in an am auf aus bei mit von vom zu zum zur für durch über unter nach vor sich wir unser unsere unseren
  unserer es sie er ihr ihre ihren dass wie so nur nicht kein keine alle allen aller jede jeder jedes jeden soweit
  the a an and or as is are was were be been has have had in on at by with from of to for through over under after
  before we our us it they their its that this these those so not no all any each every where when if
  sicherstellen sichergestellt stellen sicher erfolgt erfolgen findet finden statt ensure ensures ensured
  sodass damit dabei hierbei therefore thereby`.split(/\s+/),
)

/** Stems of the words that carry meaning, each once. */
export function stemsOf(text: string): ReadonlySet<string> {
  const stems = new Set<string>()
  for (const word of wordsOf(text)) if (!fillers.has(word)) stems.add(stem(word))
  return stems
}

/** The text without its spacing, case and punctuation: equal means the same sentence. */
export function plain(text: string): string {
  return wordsOf(text).join(' ')
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? []
  )
}

/** Long words by their beginning: endings say case, number and tense only. */
function stem(word: string): string {
  if (/\d/.test(word) || word.length <= 4) return word
  const bare = word.replace(/(?:ungen|ung|lichen|licher|liches|liche|lich|ings?|en|em|er|es|ed|e|n|s)$/u, '')
  return (bare.length >= 4 ? bare : word).slice(0, 9)
}

/** Shares words as a cosine over sets: 1 is the same words, 0 none in common. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  return shared(a, b) / Math.sqrt(a.size * b.size)
}

/** How much of the first is in the second. */
export function containedIn(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size === 0 ? 0 : shared(a, b) / a.size
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0
  for (const one of a) if (b.has(one)) count += 1
  return count
}

type Marks = readonly (readonly [name: string, pattern: RegExp])[]

const inclusion =
  /(?:auch|einschließlich|inklusive|insbesondere|sowohl|including|especially|in particular|also)\s+(?:\p{L}+\s+){0,2}$/iu

/** Words that leave a part of a population out. */
const narrowing: Marks = [
  // “Technical, organisational and administrative measures” are of a kind, and not for administrators.
  [
    'administrativ',
    /(?<!\p{L})(?:administrativ\p{L}*|administrator\p{L}*|admin(?:s|-\p{L}+)?)(?!\p{L})(?!\s+(?:maßnahme|kontroll|verfahren|measure|control|safeguard|procedure))/giu,
  ],
  ['privilegiert', /(?<!\p{L})(?:privilegiert\p{L}*|privileged)(?!\p{L})/giu],
  ['kritisch', /(?<!\p{L})(?:(?:geschäfts)?kritisch\p{L}*|(?:business-)?critical)(?!\p{L})/giu],
  ['produktiv', /(?<!\p{L})(?:produktiv\p{L}*|produktions\p{L}*|production)(?!\p{L})/giu],
  [
    'ausgewählt',
    /(?<!\p{L})(?:ausgewählt\p{L}*|bestimmt(?:e|en|er|es)|einige\p{L}{0,2}|selected|certain|some)(?!\p{L})/giu,
  ],
  ['wesentlich', /(?<!\p{L})(?:wesentlich(?:e|en|er|es)|wichtig(?:e|en|er|es)|key|essential|important)(?!\p{L})/giu],
  ['sensibel', /(?<!\p{L})(?:sensib\p{L}+|besonders schützenswert\p{L}*|sensitive)(?!\p{L})/giu],
  [
    'die meisten',
    /(?<!\p{L})(?:die meisten|überwiegend\p{L}*|großteils|weitgehend|most|mostly|largely|majority)(?!\p{L})/giu,
  ],
]

/** Words that promise an effort, or a rule with exceptions, instead of a result. */
const hedging: Marks = [
  [
    'in der Regel',
    /(?<!\p{L})(?:in der regel|üblicherweise|normalerweise|typischerweise|generally|usually|typically|normally|as a rule)(?!\p{L})/giu,
  ],
  [
    'bemüht',
    /(?<!\p{L})(?:bemüh\p{L}+|streb\p{L}+|angestrebt\p{L}*|strives?|seeks?|aims?|endeavou?rs?|best efforts?|reasonable efforts?)(?!\p{L})/giu,
  ],
  ['versucht', /(?<!\p{L})(?:versuch(?:en|t)|attempts?|tries|try)(?!\p{L})/giu],
  ['soll', /(?<!\p{L})(?:soll|sollen|sollte|sollten|should)(?!\p{L})/giu],
  ['möglichst', /(?<!\p{L})(?:möglichst|nach kräften|ideally|idealerweise)(?!\p{L})/giu],
]

/** A word that narrows or softens: what it is called in the list, and as it stands in the text. */
export interface Mark {
  readonly name: string
  readonly word: string
}

/** What narrows a sentence's population; a part that is only singled out ("including …") narrows nothing. */
export function narrowingIn(text: string): readonly Mark[] {
  return marksIn(text, narrowing)
}

/** What softens a sentence. */
export function hedgesIn(text: string): readonly Mark[] {
  return marksIn(text, hedging)
}

function marksIn(text: string, marks: Marks): readonly Mark[] {
  return marks.flatMap(([name, pattern]) => {
    for (const match of text.matchAll(pattern))
      if (!inclusion.test(text.slice(Math.max(0, match.index - 60), match.index))) return [{ name, word: match[0] }]
    return []
  })
}

/** Members of enumerations ("web, mail and API"): the words beside a conjunction or comma. */
export function enumeratedIn(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>()
  const joints =
    /(?<![\p{L}\p{N}])(\p{L}[\p{L}\p{N}-]*)\s*(?:,\s*(?:und|and|or|oder)?|\s(?:und|and|sowie|oder|or|as well as)\s|\/)\s*((?:\p{L}[\p{L}\p{N}-]*\s+){0,2}\p{L}[\p{L}\p{N}-]*)/giu
  for (let match = joints.exec(text); match !== null; match = joints.exec(text)) {
    for (const part of [match[1], match[2]?.split(/\s+/).at(-1), match[2]?.split(/\s+/)[0]]) {
      if (part === undefined || fillers.has(part.toLowerCase())) continue
      for (const one of stemsOf(part)) members.set(one, part)
    }
    // The second member of one joint is the first of the next.
    joints.lastIndex = match.index + (match[1]?.length ?? 1)
  }
  return members
}
