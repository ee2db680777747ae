/**
 * Whether sentences say everything that a question asks for: each word of the question stands in them or means the same
 * to the catalogue, each name and number is there, and no group of people or things that they do not speak of. One word
 * too many in the question, and a yes would say more than is proven.
 */
import type { ClaimParameter, Quantifier } from '#core/vocabulary.ts'
import { conceptsOf, foldWords, numbersOf } from '#modules/statement/actions/interpret.ts'
import { Temporal } from 'temporal-polyfill'

export interface CoveringSentence {
  readonly text: string
  readonly quantifier: Quantifier
  readonly parameters: readonly ClaimParameter[]
}

export interface Coverage {
  /** Words of the question that nothing covers. */
  readonly words: readonly string[]
  /** Numbers that are asked for and not reached. */
  readonly numbers: readonly string[]
  /** "All" was asked, and not promised. */
  readonly lacksAll: boolean
}

/** Words that ask, and say nothing about what is asked. */
const empty = new Set(
  `often frequently frequency interval intervals haeufig oft lange long deadline frist form algorithm countries versions version latest a about above according account accordance across activities actively adequate after also always an and any applicable appropriate are as associated at available back based be been before being below between both business by can carried carry case code company companies complete conduct conducted confirm consider corresponding could covered create created currently customer customers data did do does done during each effective employ enforce enforced ensure ensured ensures entire environment environments establish established ever every execute executed exist existing exists explain fashion fixed follow following for form from full fully generally give given had handle handled has have held help hold how if implement implemented implements in including individual information initiate into involve is it its keep kept least made maintain maintained make manage may means measure measures method methods more must near need needed of offer on once one only operate operated or order organisation organisations organization organizations other our out over own part particular per perform performed performs place please possible process processed processes product products provide provided provider provides question regarding regular regularly relevant respective run see service services shall should so software solution some specific state store stored such support sure system systems take taken that the their them then there these they third this those through time to towards type types under up upon use used user users uses using various via was way we were what when where whether which while who whom will with within would you your
  aber alle allen aller alles als am an andere auch auf aus bei beim beispielsweise bereits besteht bestehen bezüglich bitte da dabei dafür damit daran das dass daten davon dazu dem den denen der deren des die dies diese diesem diesen dieser dieses doch durch durchgeführt durchführen ein eine einem einen einer eines eingesetzt entsprechend er erfolgen erfolgt erstellt es etwa falls folgende folgenden frage für ganz geben gegeben gemäß genau generell gibt gleich grundsätzlich haben hat hierbei hierfür hinsichtlich hierzu ihr ihre ihrem ihren ihrer ihres im immer in indem inklusive innerhalb insbesondere ist ja je jede jedem jeden jeder jedes jeweils kann können kunden liegen liegt maßnahme maßnahmen mit mittels müssen nach nein nutzen nutzt oder ob regelmäßig sein seine seiner seit setzen sich sichergestellt sie sind sobald sofern so sodass solche soll sollen sollte sowie stattfinden stets system systeme systemen system über um und uns unser unsere unserem unseren unserer unter unternehmen verfügen verfügt verwenden verwendet voll vollständig vom von vor vorhanden war was welche welchem welchen welcher welches wem wen wenn wer werden wie wird wo wurde wurden ziel zu zum zur zwischen dienst dienste dienstleistung umgesetzt implementiert gewährleistet eigene eigenen eigener einzeln einzelne jährlich täglich verarbeitet verarbeitung nimmt führen führt`.split(
    /\s+/,
  ),
)

/** Denials and misdeeds are the question's turn, which is judged apart. */
const turning =
  /^(?:not|never|no|none|without|nicht|keine?[mnrs]?|nie|niemals|ohne|outside|ausserhalb|clear|cleartext|plain|plaintext|text|klartext|unencrypted|unverschluesselte?[nrms]?|prevent\w*|prohibit\w*|verhinder\w*|untersag\w*|verboten|ausgeschlossen|shared|gemeinsam|genutzte?\w*|ever|jemals|access|see|zugreifen|einsehen|another)$/

const time =
  /^(?:years?|months?|weeks?|days?|hours?|minutes?|jahre?n?|monate?n?|wochen?|tage?n?|stunden?|minuten?|quartale?n?|quarters?|annual\w*|yearly|monthly|weekly|daily|hourly|quarterly|jaehrlich\w*|monatlich\w*|woechentlich\w*|taeglich\w*|stuendlich\w*|quartalsweise|once|twice|einmal|zweimal)$/

/** Groups that are covered only by their own name: "all employees" are not the contractors. */
const ownName =
  /^(?:contractor|subcontractor|freelanc|external|extern|supplier|vendor|lieferant|dienstleister|temporary|leiharbeit|praktikant|intern$|interns|mobile|mobil|laptop|usb|wireless|wlan|remote|telearbeit|homeoffice|iot|byod|guest|gast|visitor|besuch|board|vorstand|minor|kinder|child|paper|papier|physical|physisch|real|echtzeit|automat|manual|manuell|independent|unabhaengig|certif|zertif|accredit|akkredit|attest|formal|document|dokument|approv|genehmig|written|schriftlich|publish|veroeffentlich|government|behoerd|hardware|fido|biometr|customer-managed|managed|verwaltet|own|kundeneigen|guarantee|garant|legal|insur|versicher|region|location|standort|country|germany|deutschland|fips|offline|immutable|unveraender|sso|saml|api|admin|privileg)/

const sameNames: readonly (readonly string[])[] = [
  [
    'mfa',
    '2fa',
    'multi faktor',
    'multi factor',
    'zwei faktor',
    'two factor',
    'mehr faktor',
    'zweiter faktor',
    'second factor',
    'multifaktor',
    'multifactor',
  ],
  ['gdpr', 'dsgvo'],
  ['dpo', 'dsb', 'data protection officer', 'datenschutzbeauftragt'],
  ['isb', 'ciso', 'information security officer', 'informationssicherheitsbeauftragt'],
  ['isms', 'information security management system', 'informationssicherheits managementsystem'],
  ['eu', 'european union', 'europaeische union', 'europaeischen union'],
  ['siem'],
  ['avv', 'dpa'],
]

/** What of a question sentences do not cover. `context`: what the sentences inherit, such as their heading. */
export function coverQuestion(question: string, sentences: readonly CoveringSentence[]): Coverage {
  const said = sentences.map(({ text }) => text).join(' . ')
  return {
    words: uncoveredWords(question, said),
    numbers: unreachedNumbers(question, sentences),
    lacksAll:
      /(?<!\p{L})(?:all|every|each|any|always|exclusively|only|entire|mandatory|sämtliche\p{L}*|alle[nrs]?|jede[nrsm]?|ausschließlich|ausnahmslos|stets|immer|nur|verpflichtend\p{L}*)(?!\p{L})/iu.test(
        question,
      ) &&
      !sentences.some(
        ({ quantifier, parameters }) =>
          quantifier === 'every' ||
          (quantifier !== 'may' &&
            quantifier !== 'as_appropriate' &&
            parameters.length > 0 &&
            !/(?<!\p{L})(?:all|every|alle[nrs]?|jede[nrsm]?)(?!\p{L})/iu.test(question)),
      ),
  }
}

function stem(word: string): string {
  if (word.length <= 4) return word
  return word
    .replace(
      /(?:ungen|ung|ings?|ations?|ierte?[nrs]?|iert|ement|ers|ern|eten|tes|ten|ter|tem|est|ies|ied|ed|es|en|em|er|et|te|ly|s|e|t|n)$/,
      '',
    )
    .slice(0, 9)
}

function uncoveredWords(question: string, said: string): string[] {
  const folded = foldWords(said)
  const saidWords = folded.trim().split(' ')
  const saidStems = new Set(saidWords.map(stem))
  const saidConcepts = conceptsOf(said)
  const words = foldWords(question).trim().split(' ')
  const acronyms = new Set(
    (question.match(/(?<![\p{L}\d])(?=[\p{Lu}\d-]{2,})(?:[\p{Lu}]+[\d]*|\d*\p{Lu}+)(?![\p{L}\d])/gu) ?? []).map((one) =>
      foldWords(one).trim(),
    ),
  )
  // Where a number is read out of them, they are compared as numbers.
  const isTimed = numbersOf(question).length > 0
  const uncovered: string[] = []
  for (const [at, word] of words.entries()) {
    if (word.length < 2 || /^\d+$/.test(word) || turning.test(word) || (isTimed && time.test(word))) continue
    if (saidWords.includes(word) || saidStems.has(stem(word))) continue
    const group = sameNames.find((names) =>
      names.some((name) => name === word || (name.includes(' ') && inPhrase(words, at, name))),
    )
    if (group) {
      if (!group.some((name) => folded.includes(` ${name}`))) uncovered.push(word)
      continue
    }
    if (ownName.test(word) || acronyms.has(word)) {
      uncovered.push(word)
      continue
    }
    if (isEmpty(word)) continue
    if (meansTheSame(words, at, saidConcepts)) continue
    uncovered.push(word)
  }
  return [...new Set(uncovered)]
}

/** Concepts whose words are no synonyms: each place is one of its own, and "secure" means many things. */
const vague = new Set(
  'eu secure protect controlled documented standard comply align certify assess treat improve individual independent authenticate physical userAccess hosting'.split(
    ' ',
  ),
)

/** Whether a word makes a phrase mean what the sentences mean; a neighbour that does so without it is no help. */
function meansTheSame(words: readonly string[], at: number, said: ReadonlySet<string>): boolean {
  for (const [from, to] of [
    [at, at + 1],
    [at, at + 2],
    [at - 1, at + 1],
    [at, at + 3],
    [at - 1, at + 2],
    [at - 2, at + 1],
  ] as const) {
    if (from < 0) continue
    const phrase = words.slice(from, to)
    const without = conceptsOf(phrase.filter((_, i) => from + i !== at).join(' '))
    const own = [...conceptsOf(phrase.join(' '))]
    if (own.some((concept) => said.has(concept) && !without.has(concept) && !vague.has(concept))) return true
  }
  return false
}

function inPhrase(words: readonly string[], at: number, name: string): boolean {
  const wanted = name.split(' ')
  return wanted.some((_, offset) => {
    const from = at - offset
    return from >= 0 && wanted.every((one, i) => words[from + i]?.startsWith(one) === true)
  })
}

const foldedEmpty = new Set([...empty].map((word) => foldWords(word).trim()))

function isEmpty(word: string): boolean {
  return foldedEmpty.has(word)
}

/** Numbers of which less is better, when both are durations. */
function unreachedNumbers(question: string, sentences: readonly CoveringSentence[]): string[] {
  const asked = numbersOf(question)
  const promised = sentences.flatMap(({ parameters }) => parameters)
  const unreached = asked.filter((one) => !promised.some((other) => reaches(other, one)))
  // Numbers that are none of a known kind, such as a standard's, stand in the sentences as they are.
  const known = new Set(asked.flatMap(({ value }) => String(value).match(/\d+(?:\.\d+)?/g) ?? []))
  const text = sentences.map((one) => one.text).join(' ')
  const literal = (question.match(/\d+(?:[.,]\d+)*/g) ?? []).filter((one) => {
    const isKnown = known.has(one) || asked.some(({ unit }) => unit === 'duration')
    return !isKnown && !new RegExp(`(?<!\\d)${one.replaceAll('.', '\\.')}(?!\\d)`).test(text)
  })
  return [...unreached.map(({ name, value }) => `${name} ${value}`), ...literal]
}

/** Whether what is promised is at least as good as what is asked for. */
function reaches(promised: ClaimParameter, asked: ClaimParameter): boolean {
  if (promised.unit !== asked.unit) return false
  if (asked.unit === 'duration') {
    const [ours, theirs] = [hoursOf(promised.value), hoursOf(asked.value)]
    const longerIsBetter =
      asked.name === 'retention' ||
      promised.name === 'retention' ||
      asked.name === 'notice' ||
      promised.name === 'notice'
    const comparable = promised.name === asked.name || asked.name === 'duration' || asked.name === 'maximum'
    return ours !== null && theirs !== null && comparable && (longerIsBetter ? ours >= theirs : ours <= theirs)
  }
  if (promised.name !== asked.name) return false
  if (asked.unit === 'article' || asked.unit === 'calendar') return promised.value === asked.value
  const [ours, theirs] = [Number(promised.value), Number(asked.value)]
  return Number.isFinite(ours) && Number.isFinite(theirs) && ours >= theirs
}

function hoursOf(value: string | number): number | null {
  try {
    return Temporal.Duration.from(String(value)).total({ unit: 'hours', relativeTo: '2025-01-01' })
  } catch {
    return null
  }
}
