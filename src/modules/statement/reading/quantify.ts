/**
 * The promised strength of a sentence: the word that carries it, verbatim, and its machine meaning. Where several
 * stand in one sentence the weaker promise wins where it changes what breaks the claim ("may" outranks "regularly",
 * a number outranks "regularly", "regularly" outranks "all"); without a word the grammatical number decides.
 */
import type { Modality, Quantifier } from '#core/vocabulary.ts'

export interface Quantified {
  quantifier: Quantifier
  /** As it stands in the text, or null when grammar decided. */
  word: string | null
}

/** A pattern of whole words, over several lines if need be; \b does not know umlauts. */
export function wordPattern(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.replace(/\n\s*/g, '')})(?![\\p{L}\\d])`, 'iu')
}

const number =
  '(?:\\d+|ein|einmal|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|one|once|twice|two|three|four|five|six|seven|eight|nine|ten|twelve)'
const cadence =
  '(?:(?:halb|viertel)?jähr(?:lich(?:e|er|en|es)?)|(?:monat|wöchent|täg|stünd|quartalsweise|minüt|nächt|werktäg|arbeitstäg)(?:lich(?:e|er|en|es)?)?|quartalsweise|daily|hourly|nightly|weekly|monthly|quarterly|annual(?:ly)?|yearly|biannual(?:ly)?|semi-?annual(?:ly)?)'

const patterns: readonly (readonly [Quantifier, RegExp])[] = [
  [
    'not_knowingly',
    wordPattern(`
  nicht wissentlich|wissentlich(?: \\p{L}+){0,3} (?:kein\\p{L}*|nicht)|not knowingly|knowingly|nicht bewusst|
  not intentionally`),
  ],
  [
    'as_appropriate',
    wordPattern(`
  (?:so(?:weit|fern)|wo|wenn|falls)(?: \\p{L}+){0,6}? (?:angemessen|zumutbar|möglich|erforderlich|sinnvoll|
  unterstützt|zulässig|anwendbar|notwendig|verfügbar|machbar|vertretbar)|(?:where|when|if|as|to the extent|
  insofar as|wherever)(?! soon)(?: \\p{L}+){0,4}? (?:appropriate|feasible|possible|practicable|practical|
  supported|applicable|permitted|necessary|required|reasonable)|(?:where|wherever|if|as far as|soweit|sofern|wo)(?: \\p{L}+){0,4}? (?:supports?|allows?|permits?|erlaubt|erlauben|gestattet)|nach Möglichkeit|bei Bedarf|angemessenerweise|
  bedarfsgerecht|reasonably and appropriately|as needed|commercially reasonable`),
  ],
]
const atLeast = wordPattern(
  `(?:mindestens|wenigstens|zumindest|spätestens alle|nicht seltener als|at least|no less than|not less than|a minimum of|minimum of|at a minimum)(?: (?:alle|every|on an?|für|for|von|of))?(?: ${number}(?:x|mal)?(?: mal)?(?: (?:im|pro|a|per|every|each|am))?(?: [\\p{L}-]+)?| ${cadence})|mindestens (?=TLS|AES)`,
)
const everyInterval = wordPattern(
  `(?:alle|every) ${number} (?:minuten|stunden|tage|wochen|monate|jahre|minutes|hours|days|weeks|months|years)|(?:einmal|zweimal|dreimal|viermal|once|twice|\\d+ ?(?:x|mal|times)) (?:(?:pro|im|am|in der|je|a|per|every|each) ?)?(?:${cadence}|jahr|monat|woche|tag|quartal|year|month|week|day|quarter)|jede[nsmr]? (?:tag|woche|monat|quartal|jahr|nacht|stunde)|(?:every|each|jede[nsmr]?) (?:day|night|week|month|quarter|year|hour|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|monday|friday|sunday|frühjahr|sommer|herbst|winter|januar|märz|montag|freitag|sonntag)|(?:pro|per) (?:jahr|monat|quartal|year|month|quarter)|on an? (?:annual|yearly|quarterly|monthly|weekly|daily) basis|${cadence}`,
)
const regularly = wordPattern(`
  regelmäßig(?:e|er|en|es|em)?|turnusmäßig(?:e|er|en|es)?|periodisch(?:e|er|en)?|regular(?:ly)?|periodic(?:ally)?|
  routinely|on a regular basis|in regelmäßigen Abständen|laufend|fortlaufend|wiederkehrend(?:e|er|en)?|
  at regular intervals|von Zeit zu Zeit|from time to time|recurring`)
const promptly = wordPattern(
  'am (?:selben|gleichen) (?:tag|abend)|on the same day|the same day|same-day|zeitnah(?:e|er|en)?|unverzüglich(?:e|er|en)?|umgehend(?:e|er|en)?|schnellstmöglich|sofort(?:ige|iger|igen)?|ohne schuldhaftes Zögern|zügig|rechtzeitig|so schnell wie möglich|fristgerecht|without undue delay|prompt(?:ly)?|timely|in a timely manner|immediate(?:ly)?|as soon as possible|without delay|swiftly|expeditiously|right away|' +
    `(?:innerhalb(?: von)?|binnen|within|inside|spätestens nach|in less than|in weniger als|no later than)(?: (?:the|der|maximal|höchstens))? ${number}(?:[- ]?(?:business |working |calendar )?\\p{L}+)?`,
)
const every = wordPattern(`
  all(?:e|er|en|es|em)?|jede(?:r|s|n|m)?|ausschließlich(?:e|er|en|es)?|verpflichtend(?:e|er|en|es)?|verbindlich|
  obligatorisch(?:e|er|en|es)?|zwingend|strikt(?:e|er|en|es)?|streng|nur|stets|immer|grundsätzlich|sämtliche(?:r|
  n|s)?|durchgängig|lückenlos(?:e|er|en)?|vollständig|ausnahmslos|niemals|nie|keinerlei|kein(?:e|er|en|em|es)?|
  standardmäßig|überall|in jedem Fall|all|every|each|any|only|solely|exclusively|mandatory|strict(?:ly)?|always|
  never|must|required|entire(?:ly)?|without exception|at all times|by default|everyone|everybody|everywhere|none|
  compulsory|whenever|jedes mal|every time|no one|nobody|enforced`)
const may = wordPattern(`
  k(?:ann|önnen|önnte|önnten)|dürfen|darf|optional(?:e|er|en)?|may|might|can|could|optionally|möglicherweise|
  gegebenenfalls|ggf\\.|be able to`)
const existence = wordPattern(`
  es existier(?:t|en)|existier(?:t|en)|lieg(?:t|en) vor|es gibt|besteht|ist benannt|ist bestellt|wurde benannt|
  (?:haben|hat|unterhält|unterhalten|betreiben|betreibt|führen|führt|pflegen|verfügen über|verfügt über) ein(?:e|
  en|em|er)?|there (?:is|are|exists)|in place|(?:have|has|maintains?|operates?|keeps?|retains?|run|runs|
  established|appointed|designated) an?|is appointed|has been appointed|have appointed`)
const indefiniteStart = /^(?:[„"“'(]\s?)?(?:ein|eine|a|an)\s/i
/** Uncountable heads and plurals in the nominal style of bullets. */
const plural = wordPattern(`
  sind|werden|wurden|haben|are|were|have|erhalten|durchlaufen|erfolgen|laufen|müssen|bestehen|enthalten|finden|
  liegen`)
const massNoun =
  /(?:verschlüsselung|authentifizierung|protokollierung|überwachung|isolierung|trennung|speicherung|beschränkung|monitoring|logging|encryption|authentication|isolation|segregation|access|data|traffic|daten|zugriff|mfa|sso|software|hosting|training|personal|personnel|communication|kommunikation|principle|prinzips?|privilege|übertragung|zugang)/i

/** Quantifier of a sentence; `leadIn` lends its word where the sentence has none. */
export function quantify(sentence: string, leadIn: string | null, modality: Modality): Quantified {
  const looked = sentence.slice(0, 1_500)
  const lead = leadIn?.slice(-600) ?? null
  const own = find(looked)
  if (modality === 'may') {
    const word = may.exec(looked)?.[0] ?? (lead === null ? null : (may.exec(lead)?.[0] ?? null))
    return own?.quantifier === 'not_knowingly' ? own : { quantifier: 'may', word }
  }
  if (own !== null) return own
  const inherited = lead === null ? null : find(lead)
  if (inherited !== null) return inherited
  const exists = existence.exec(looked)
  if (exists !== null) return { quantifier: 'exists', word: exists[0] }
  return { quantifier: grammar(looked, lead), word: null }
}

function find(text: string): Quantified | null {
  const often = regularly.exec(text)
  for (const [quantifier, pattern] of patterns) {
    const match = pattern.exec(text)
    // "regelmäßig intern und, sofern erforderlich, extern": the condition bounds an addition, not the promise.
    if (match !== null && !(often !== null && often.index < match.index)) return { quantifier, word: match[0] }
  }
  const interval = atLeast.exec(text) ?? everyInterval.exec(text)
  const all = every.exec(text)
  if (often !== null)
    return interval === null
      ? { quantifier: 'regularly', word: often[0] }
      : { quantifier: 'at_least', word: interval[0] }
  const soon = promptly.exec(text)
  // "Alle Vorfälle werden zeitnah …": what breaks it is the missed limit.
  if (soon !== null && (interval === null || (soon.index ?? 0) <= (interval.index ?? 0)))
    return { quantifier: 'promptly', word: soon[0] }
  // "every 90 days" is an interval, not a population.
  if (interval !== null && all !== null && inside(all, interval)) return { quantifier: 'at_least', word: interval[0] }
  if (all !== null) return { quantifier: 'every', word: all[0] }
  if (interval !== null) return { quantifier: 'at_least', word: interval[0] }
  return null
}

function inside(inner: RegExpExecArray, outer: RegExpExecArray): boolean {
  return inner.index >= outer.index && inner.index < outer.index + outer[0].length
}

function grammar(sentence: string, leadIn: string | null): Quantified['quantifier'] {
  const start = sentence.replace(/^[^\p{L}]+/u, '')
  const body = start.replace(/^[^:–]{1,60}(?::|\s–)\s+/, '')
  // "An assessment is carried out before …": every time, although the article is indefinite.
  const everyTime =
    /(?:carried out|performed|conducted|durchgeführt|erfolgt)/i.test(body) &&
    /(?<!\p{L})(?:before|prior|for each|vor|bei jede[rm])\s/iu.test(body)
  // "A transfer to third countries does not take place" excludes every one.
  const isExcluded = /(?<!\p{L})(?:nicht|nie|not|never)(?!\p{L})/iu.test(body)
  if (indefiniteStart.test(body) && !everyTime && !isExcluded) return 'exists'
  const opening = body
    .split(/[\s,]+/)
    .slice(0, 9)
    .join(' ')
  if (
    /(?:plan|prozess|process|policy|richtlinie|programm|program|programme|konzept|lösung|solution|team|beauftragter?|officer|register|verzeichnis)(?=$|[\s,.)])/i.test(
      opening,
    ) &&
    !plural.test(body)
  )
    return 'exists'
  if (
    leadIn !== null &&
    /(?:darunter|u\. ?a\.|unterstützt|orientiert|such as|supported by|align|standards|frameworks|rahmenwerk)/i.test(
      leadIn,
    )
  )
    return 'exists'
  if (
    /^(?:die|der) (?:verantwortung|gesamtverantwortung|geschäftsführung|geschäftsleitung|operative)|^(?:overall )?responsibility|^(?:the )?(?:management|executive|board) (?:is|has|team|board)/i.test(
      body,
    )
  )
    return 'exists'
  if (plural.test(body) || massNoun.test(opening)) return 'every'
  if (
    /(?<!\p{L})(?:unterhält|unterhalten|verfügt|betreibt|maintains?|operates?) (?:ein|a|an|unser|our|its)/iu.test(body)
  )
    return 'exists'
  return 'every'
}
