/**
 * The numbers that a sentence promises: intervals and limits as ISO 8601 durations (a year is P12M, so that "yearly"
 * and "every 12 months" are equal), TLS version, key length, percentages, counts, articles of law.
 */
import type { ClaimParameter } from '#core/vocabulary.ts'

const words: Readonly<Record<string, number>> = {
  ein: 1,
  eine: 1,
  einem: 1,
  einer: 1,
  eines: 1,
  einen: 1,
  one: 1,
  a: 1,
  an: 1,
  zwei: 2,
  two: 2,
  drei: 3,
  three: 3,
  vier: 4,
  four: 4,
  fünf: 5,
  five: 5,
  sechs: 6,
  six: 6,
  sieben: 7,
  seven: 7,
  acht: 8,
  eight: 8,
  neun: 9,
  nine: 9,
  zehn: 10,
  ten: 10,
  elf: 11,
  eleven: 11,
  zwölf: 12,
  twelve: 12,
  dreizehn: 13,
  thirteen: 13,
  vierzehn: 14,
  fourteen: 14,
  fünfzehn: 15,
  fifteen: 15,
  sechzehn: 16,
  sixteen: 16,
  achtzehn: 18,
  eighteen: 18,
  zwanzig: 20,
  twenty: 20,
  dreißig: 30,
  thirty: 30,
  'thirty-six': 36,
  sechsunddreißig: 36,
  vierzig: 40,
  forty: 40,
  'forty-five': 45,
  fünfzig: 50,
  fifty: 50,
  sechzig: 60,
  sixty: 60,
  hundert: 100,
  hundred: 100,
  neunzig: 90,
  ninety: 90,
  zweiundsiebzig: 72,
  'seventy-two': 72,
  vierundzwanzig: 24,
  'twenty-four': 24,
  achtundvierzig: 48,
  'forty-eight': 48,
}

type Unit = 'S' | 'MIN' | 'H' | 'D' | 'WD' | 'W' | 'M' | 'Y'
const units: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:sekunden?|seconds?|secs?)$/i, 'S'],
  [/^(?:minuten?|minutes?|mins?)$/i, 'MIN'],
  [/^(?:stunden?|hours?|hrs?|h|std)$/i, 'H'],
  [/^(?:werktag(?:e|en|es|s)?|arbeitstag(?:e|en|es|s)?|business days?|working days?)$/i, 'WD'],
  [/^(?:tage?n?s?|days?|kalendertage?n?)$/i, 'D'],
  [/^(?:wochen?|weeks?)$/i, 'W'],
  [/^(?:monate?n?s?|months?)$/i, 'M'],
  [/^(?:jahre?n?s?|years?)$/i, 'Y'],
]

function duration(count: number, unit: Unit): string {
  switch (unit) {
    case 'S':
      return `PT${count}S`
    case 'MIN':
      return `PT${count}M`
    case 'H':
      return `PT${count}H`
    case 'D':
    case 'WD':
      return `P${count}D`
    case 'W':
      return `P${count * 7}D`
    case 'M':
      return `P${count}M`
    case 'Y':
      return `P${count * 12}M`
  }
}

const numberWord = `\\d{1,5}(?:[.,]\\d{1,2})?|${Object.keys(words)
  .filter((word) => word.length > 1)
  .toSorted((a, b) => b.length - a.length)
  .join('|')}`
const quantity = new RegExp(
  `(?<![\\p{L}\\d.,-])(${numberWord})[\\s\\u00a0-]{0,2}(?:(?:consecutive|subsequent|full|further|weiteren?|vollen?|aufeinanderfolgenden?) )?(sekunden?|seconds?|minuten?|minutes?|mins?|stunden?|hours?|hrs?|h|std|werktag(?:e|en|es|s)?|arbeitstag(?:e|en|es|s)?|business days?|working days?|kalendertage?n?|calendar days?|tage?n?s?|days?|wochen?|weeks?|monate?n?s?|months?|jahre?n?s?|years?)(?![\\p{L}])`,
  'giu',
)
const cadences: readonly (readonly [RegExp, string])[] = [
  [
    /halbjährlich|semi-?annual|biannual|twice (?:a|per|each|every) year|twice yearly|twice annually|(?:zweimal|2x|2 ?mal) (?:jährlich|im jahr|pro jahr)|every six months/iu,
    'P6M',
  ],
  [
    /vierteljährlich|quartalsweise|quarterly|(?:every|each|per|pro|jedes|im|once a) (?:quarter|quartal)|(?:viermal|four times|4x) (?:jährlich|im jahr|pro jahr|a year|per year)/iu,
    'P3M',
  ],
  [/(?:dreimal|three times|3x) (?:jährlich|im jahr|pro jahr|a year|per year)/iu, 'P4M'],
  [
    /(?:each|every|jede[ns]|im) (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|januar|februar|märz|mai|juni|juli|oktober|dezember|frühjahr|sommer|herbst)(?!\p{L})|(?<!\p{L})jährlich|(?<!\p{L})annual(?:ly)?(?!\p{L})|(?<!\p{L})yearly|(?:once (?:a|per|every)|every|each) (?:calendar )?year|(?:einmal )?(?:im|pro) (?:kalender)?jahr(?!\p{L})|jedes jahr|alljährlich/iu,
    'P12M',
  ],
  [
    /(?<!\p{L})monatlich|(?<!\p{L})monthly|(?:once (?:a|per)|every|each) month|(?:im|pro|jeden) monat(?!\p{L})/iu,
    'P1M',
  ],
  [
    /(?:each|every|jeden) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?! of)|(?<!\p{L})wöchentlich|(?<!\p{L})weekly|(?:once (?:a|per)|every|each) week|(?:pro|jede) woche(?!\p{L})/iu,
    'P7D',
  ],
  [
    /(?<!\p{L})(?:werk|arbeits)?täglich|(?<!\p{L})daily|(?<!\p{L})nightly|(?<!\p{L})nächtlich|(?:once (?:a|per)|every|each) (?:day|night)|(?:am|pro|jeden) tag(?!\p{L})|jede nacht(?!\p{L})/iu,
    'P1D',
  ],
  [/(?<!\p{L})stündlich|(?<!\p{L})hourly|(?:once (?:an|per)|every|each) hour|(?:pro|jede) stunde(?!\p{L})/iu, 'PT1H'],
]

/** What a duration is for, by the words beside it; the first that fits. */
const purposes: readonly (readonly [name: string, before: RegExp | null, after: RegExp | null])[] = [
  ['interval', /(?:alle|every|each|jede)\s+(?:\p{L}+\s)?$/u, null],
  [
    'notice',
    null,
    /^\s*(?:im voraus|vorher|vorab|zuvor|in advance|ahead|before|beforehand|prior|notice|vor (?:der|dem|deren|inkraft))/u,
  ],
  [
    'retention',
    /(?:aufbewahr\p{L}*|retained|retain|kept|keep\p{L}*|stored|vorgehalten|retention|speicherdauer|aufbewahrungsfrist)[^.;]{0,30}$/u,
    null,
  ],
  [
    'retention',
    null,
    /^(?:\s*lang)?[^.;,]{0,25}(?:auf$|auf[.]|aufbewahr|vorgehalten|aufgehoben|gespeichert|retention|retained|archiviert)/u,
  ],
  ['maximum', /(?:nach|after) (?:höchstens|maximal|at most|no more than)\s+$/u, null],
  [
    'maximum',
    /(?:expires?|verfällt|verfallen|enden?|endet|lock\p{L}*|sperr\p{L}*|timeout\p{L}*|log\p{L}* out)\s(?:\p{L}+\s){0,3}(?:nach|after)\s+$/u,
    null,
  ],
  [
    'deadline',
    /(?:innerhalb|binnen|within|inside|nach|after|in den ersten|in the first|no later than|not later than|spätestens|less than|weniger als|in under|latest|in any case within|in)\s+(?:von\s+|the\s+|jedoch\s+)?(?:maximal\s+|höchstens\s+|first\s+|next\s+|ersten\s+|nach\s+)?$/u,
    /^(?!\s*(?:alt|old)(?!\p{L}))/u,
  ],
  [
    'maximum',
    /(?:höchstens|maximal|max\.|at most|up to|bis zu|no more than|längstens|spätestens|under|unter)\s+(?:von\s+)?$/u,
    null,
  ],
  ['maximum', null, /^\s*(?:alt|old)(?!\p{L})/u],
  ['retention', /(?:mindestens|at least|for|für|minimum)\s+(?:for\s+|für\s+)?$/u, null],
]
const recoveryTime =
  /(?:rto|recovery time|wiederanlauf\p{L}*|wiederherstellungszeit|restoring|restore (?:the )?service)/iu
const recoveryPoint = /(?:rpo|recovery point|data may be lost|datenverlust|data loss|of data (?:may|can|is lost))/iu

/** Recovery objectives name themselves, before or after the number but in the same clause. */
function recoveryName(text: string, start: number, end: number): string | null {
  const before =
    text
      .slice(Math.max(0, start - 60), start)
      .split(/[,;]|\s(?:and|und)\s/u)
      .at(-1) ?? ''
  const after = text.slice(end, end + 40).split(/[,;]|\s(?:and|und)\s/u)[0] ?? ''
  for (const clause of [before, after]) {
    if (recoveryPoint.test(clause)) return 'rpo'
    if (recoveryTime.test(clause)) return 'rto'
  }
  return null
}

function purposeOf(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 50), start).toLowerCase()
  const after = text.slice(end, end + 30).toLowerCase()
  const recovery = recoveryName(text, start, end)
  if (recovery !== null) return recovery
  for (const [name, left, right] of purposes) {
    if ((left === null || left.test(before)) && (right === null || right.test(after))) return name
  }
  return 'duration'
}

/** Parameters in the order in which their kinds are listed here; names say what the number is for. */
export function extractParameters(sentence: string): ClaimParameter[] {
  const text = sentence.slice(0, 1_500)
  const found: ClaimParameter[] = []
  const add = (name: string, value: string | number, unit: string) => {
    if (!found.some((other) => other.name === name && other.value === value)) found.push({ name, value, unit })
  }
  addDurations(text, add)
  addCryptography(text, add)
  for (const match of text.matchAll(/(?<![\d.,])(\d{1,3}(?:[.,]\d{1,4})?)\s?(?:%|prozent|percent)/giu)) {
    if (match[1] !== undefined) add('percentage', Number(match[1].replace(',', '.')), '%')
  }
  for (const match of text.matchAll(
    /(?<!\p{L})(?:Art(?:\.|ikel|icles?)?|§§?)\s?(\d{1,3})(?:\s?(?:\/|,|und|and|bis|to|–|-)\s?(\d{1,3})(?!\d|\s?(?:h|%|std|stunden|hours|tage|days)(?!\p{L})))?/giu,
  )) {
    for (const article of [match[1], match[2]]) {
      if (article !== undefined) add(match[0].startsWith('§') ? 'section' : 'article', Number(article), 'article')
    }
  }
  addCounts(text, add)
  return found
}

type Add = (name: string, value: string | number, unit: string) => void

function numberOf(word: string): number {
  return words[word.toLowerCase()] ?? Number(word.replace(',', '.'))
}

function addDurations(text: string, add: Add): void {
  let hasInterval = false
  for (const match of text.matchAll(quantity)) {
    const [whole, countText = '', unitText = ''] = match
    const count = numberOf(countText)
    const unit = units.find(([pattern]) => pattern.test(unitText))?.[1]
    if (unit === undefined || !Number.isFinite(count) || count <= 0) continue
    const before = text.slice(Math.max(0, match.index - 40), match.index).toLowerCase()
    if (Number(countText) > 1900 && unit === 'Y') continue
    if (/(?:über|seit|over|since|more than|founded)\s+$/.test(before) && unit === 'Y') continue
    // "once a year" and "einmal im Jahr" are cadences, below.
    if (
      /^(?:an?|eine?[mrns]?|one)$/i.test(countText) &&
      /(?:once|twice|times|mal|einmal|zweimal)\s+(?:im\s+)?$/.test(before)
    )
      continue
    const name = purposeOf(text, match.index, match.index + whole.length)
    if (name === 'interval') hasInterval = true
    add(name, duration(count, unit), 'duration')
    if (unit === 'WD') add('calendar', 'business_days', 'calendar')
  }
  if (hasInterval) return
  const cadence = cadences.find(([pattern]) => pattern.test(text))
  if (cadence !== undefined) add('interval', cadence[1], 'duration')
}

function addCryptography(text: string, add: Add): void {
  const tls = /(?<![\p{L}])(?:TLS|SSL)(?:[\s-]?v|\s?[≥>=]+|\s(?:in\s|ab\s)?version|-)?\.?\s?(\d\.\d)/iu.exec(text)
  const spelt = tls === null ? /(?<!\p{L})TLS[^.;]{0,30}\bversion\s?(\d\.\d)/iu.exec(text) : null
  if (spelt?.[1] !== undefined) add('tls_version', spelt[1], 'version')
  // "TLS 1.0 and 1.1 are disabled" promises no version.
  const isRefused =
    /^1\.[01]$/.test(tls?.[1] ?? '') &&
    /disabled|deaktiviert|abgeschaltet|refus|reject|abgelehnt|not|nicht|kein/iu.test(text)
  if (tls?.[1] !== undefined && !isRefused) add('tls_version', tls[1], 'version')
  const aes = /(?<![\p{L}])AES[\s-]?(128|192|256)(?!\d)/iu.exec(text) ?? /(?<!\d)(128|192|256)[\s-]?bit/iu.exec(text)
  if (aes?.[1] !== undefined) add('key_bits', Number(aes[1]), 'bit')
  const rsa = /(?<![\p{L}])RSA[\s-]?(2048|3072|4096)/iu.exec(text)
  if (rsa?.[1] !== undefined) add('rsa_bits', Number(rsa[1]), 'bit')
}

const lengthOf = new RegExp(
  `(?<![\\p{L}\\d])(${numberWord})\\+?[\\s-]?(?:zeichen|characters?|chars?|stellen|stellig\\p{L}*)(?!\\p{L})`,
  'iu',
)
const attemptsOf = new RegExp(
  `(?<![\\p{L}\\d])(${numberWord})\\s(?:\\p{L}+\\s){0,2}(?:fehlversuch\\p{L}*|fehleingab\\p{L}*|versuch\\p{L}*|attempts?|logins?|anmeldeversuch\\p{L}*)`,
  'iu',
)
const countOf = new RegExp(
  `(?<![\\p{L}\\d])(${numberWord})[\\s-](?:\\p{L}+\\s)?(?:augen|personen|persons|people|reviewers?|approvals?|standorte\\p{L}*|locations|regionen|regions|kopien|copies|zonen|zones|rechenzentren|data cent(?:re|er)s)`,
  'iu',
)

function addCounts(text: string, add: Add): void {
  for (const [name, pattern, unit] of [
    ['length', lengthOf, 'characters'],
    ['attempts', attemptsOf, 'count'],
    ['count', countOf, 'count'],
  ] as const) {
    const word = pattern.exec(text)?.[1]
    const value = word === undefined ? Number.NaN : numberOf(word)
    if (Number.isFinite(value) && value > 0) add(name, value, unit)
  }
}
