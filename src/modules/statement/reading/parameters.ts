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
  zwölf: 12,
  twelve: 12,
  vierzehn: 14,
  fourteen: 14,
  fünfzehn: 15,
  fifteen: 15,
  zwanzig: 20,
  twenty: 20,
  dreißig: 30,
  thirty: 30,
  sechzig: 60,
  sixty: 60,
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
  [/^(?:werktage?n?|arbeitstage?n?|business days?|working days?)$/i, 'WD'],
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
  .join('|')}`
const quantity = new RegExp(
  `(?<![\\p{L}\\d.,-])(${numberWord})[\\s\\u00a0-]{0,2}(sekunden?|seconds?|minuten?|minutes?|stunden?|hours?|hrs?|h|std|werktage?n?|arbeitstage?n?|business days?|working days?|kalendertage?n?|tage?n?s?|days?|wochen?|weeks?|monate?n?s?|months?|jahre?n?s?|years?)(?![\\p{L}])`,
  'giu',
)
const cadences: readonly (readonly [RegExp, string])[] = [
  [
    /halbjährlich|semi-?annual|biannual|twice (?:a|per) year|zweimal (?:jährlich|im jahr|pro jahr)|every six months/iu,
    'P6M',
  ],
  [
    /vierteljährlich|quartalsweise|quarterly|(?:every|each|per|pro|jedes) (?:quarter|quartal)|viermal (?:jährlich|im jahr)/iu,
    'P3M',
  ],
  [
    /(?<!\p{L})jährlich|(?<!\p{L})annual(?:ly)?(?!\p{L})|(?<!\p{L})yearly|(?:once (?:a|per|every)|every|each) (?:calendar )?year|(?:einmal )?(?:im|pro) (?:kalender)?jahr(?!\p{L})|jedes jahr/iu,
    'P12M',
  ],
  [
    /(?<!\p{L})monatlich|(?<!\p{L})monthly|(?:once (?:a|per)|every|each) month|(?:im|pro|jeden) monat(?!\p{L})/iu,
    'P1M',
  ],
  [/(?<!\p{L})wöchentlich|(?<!\p{L})weekly|(?:once (?:a|per)|every|each) week|(?:pro|jede) woche(?!\p{L})/iu, 'P7D'],
  [
    /(?<!\p{L})(?:werk|arbeits)?täglich|(?<!\p{L})daily|(?<!\p{L})nightly|(?<!\p{L})nächtlich|(?:once (?:a|per)|every|each) (?:day|night)|(?:am|pro|jeden) tag(?!\p{L})|jede nacht(?!\p{L})/iu,
    'P1D',
  ],
  [/(?<!\p{L})stündlich|(?<!\p{L})hourly|(?:once (?:an|per)|every|each) hour|(?:pro|jede) stunde(?!\p{L})/iu, 'PT1H'],
]

/** Parameters in the order in which their kinds are listed here; names say what the number is for. */
export function extractParameters(sentence: string): ClaimParameter[] {
  const text = sentence.slice(0, 1_500)
  const found: ClaimParameter[] = []
  const add = (name: string, value: string | number, unit: string) => {
    if (!found.some((other) => other.name === name && other.value === value)) found.push({ name, value, unit })
  }
  let hasInterval = false
  for (const match of text.matchAll(quantity)) {
    const [whole, countText = '', unitText = ''] = match
    const count = words[countText.toLowerCase()] ?? Number(countText.replace(',', '.'))
    const unit = units.find(([pattern]) => pattern.test(unitText))?.[1]
    if (unit === undefined || !Number.isFinite(count) || count <= 0) continue
    const before = text.slice(Math.max(0, match.index - 40), match.index).toLowerCase()
    const after = text.slice(match.index + whole.length, match.index + whole.length + 12).toLowerCase()
    if (Number.isFinite(Number(countText)) && Number(countText) > 1900 && unit === 'Y') continue
    if (/(?:über|seit|over|since|more than|founded)\s+$/.test(before) && unit === 'Y') continue
    const name = /(?:alle|every|each|jede)\s+$/.test(before)
      ? 'interval'
      : /(?:mindestens|at least|for|für|aufbewahr\p{L}*|retained|kept|minimum)\s+(?:for\s+|für\s+)?$/u.test(before)
        ? 'retention'
        : /(?:nach|after) (?:höchstens|maximal|at most|no more than)\s+$/.test(before)
          ? 'maximum'
          : /(?:innerhalb|binnen|within|nach|after|no later than|spätestens|less than|weniger als)\s+(?:von\s+|the\s+)?(?:maximal\s+|höchstens\s+)?$/.test(
                before,
              )
            ? 'deadline'
            : /(?:höchstens|maximal|max\.|at most|up to|bis zu|no more than|längstens|spätestens)\s+$/.test(before)
              ? 'maximum'
              : /^\s*(?:alt|old)/.test(after)
                ? 'maximum'
                : 'duration'
    if (name === 'interval') hasInterval = true
    add(name, duration(count, unit), 'duration')
    if (unit === 'WD') add('calendar', 'business_days', 'calendar')
  }
  if (!hasInterval) {
    for (const [pattern, value] of cadences) {
      if (pattern.test(text)) {
        add('interval', value, 'duration')
        break
      }
    }
  }
  const tls = /(?<![\p{L}])(?:TLS|SSL)\s?v?\.?\s?(\d\.\d)/iu.exec(text)
  if (tls?.[1] !== undefined) add('tls_version', tls[1], 'version')
  const aes = /(?<![\p{L}])AES[\s-]?(128|192|256)(?!\d)/iu.exec(text) ?? /(?<!\d)(128|192|256)[\s-]?bit/iu.exec(text)
  if (aes?.[1] !== undefined) add('key_bits', Number(aes[1]), 'bit')
  const rsa = /(?<![\p{L}])RSA[\s-]?(2048|3072|4096)/iu.exec(text)
  if (rsa?.[1] !== undefined) add('rsa_bits', Number(rsa[1]), 'bit')
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
  const length = /(\d{1,3})\+?\s?(?:zeichen|characters?|chars?|stellen)(?!\p{L})/iu.exec(text)
  if (length?.[1] !== undefined) add('length', Number(length[1]), 'characters')
  const people =
    /(?<!\d)(zwei|two|drei|three|vier|four|\d)[\s-](?:augen|personen|persons|people|reviewers?|standorte\p{L}*|locations|regionen|regions|kopien|copies)/iu.exec(
      text,
    )
  if (people?.[1] !== undefined) add('count', words[people[1].toLowerCase()] ?? Number(people[1]), 'count')
  return found
}
