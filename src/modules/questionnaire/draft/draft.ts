/**
 * Drafts the answer to a question out of a statement and what evidence says of it now. It never says yes to what is
 * not proven as it was asked: what is promised, planned or denied is said as that and left for a person, and what
 * nothing fits stays unanswered. Deterministic and offline; the words come from the catalogue of texts.
 */
import type { ClaimKind, ClaimParameter, Modality, Quantifier, Status } from '#core/vocabulary.ts'
import { conceptsOf, foldWords, rankMeasures } from '#modules/statement/actions/interpret.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { coverQuestion, type Coverage } from './cover.ts'
import { meantBy } from './matter.ts'
import { readQuestion, type AskedPart, type AskedQuestion, type Asking } from './question.ts'
import { readVocabulary, type Vocabulary } from './vocabulary.ts'

export interface KnownClaim {
  readonly id: string
  readonly text: string
  readonly section: string | null
  readonly leadIn: string | null
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly string[]
  readonly status: Status | null
  /** Since when it has that status. */
  readonly since: Date | null
}

export interface KnownStatement {
  readonly id: string
  readonly version: number
  readonly asOf: Date
  readonly claims: readonly KnownClaim[]
}

export interface AskedOf {
  readonly text: string
  readonly section: string | null
  readonly allowed: readonly string[] | null
  readonly takesComment: boolean
  /** The question in front of it. */
  readonly previous: string | null
}

export const verdicts = [
  'proven',
  'partly',
  'option',
  'not_proven',
  'planned',
  'denied',
  'contradicted',
  'customer',
  'document',
  'unanswerable',
] as const
export type Verdict = (typeof verdicts)[number]

export interface Citation {
  readonly claimId: string
  readonly text: string
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly measures: readonly string[]
  readonly version: number
  readonly status: Status | null
  /** The instant of which the status is, ISO 8601. */
  readonly asOf: string
}

export interface Draft {
  readonly locale: Locale
  readonly asking: Asking
  readonly good: 'yes' | 'no' | null
  readonly verdict: Verdict
  /** Whether it may be accepted as it is, together with others: proven as it was asked. */
  readonly isReady: boolean
  readonly answer: string | null
  readonly comment: string | null
  /** What the question is about, best first. */
  readonly measures: readonly { readonly id: string; readonly score: number }[]
  readonly citations: readonly Citation[]
  /** What was asked for and no proven sentence says. */
  readonly gaps: readonly string[]
}

/** A text of the catalogue, in the language of the question. */
export type Say = (locale: Locale, key: string, params?: Readonly<Record<string, string | number>>) => string

const mostCited = 3
/** A second measure of a question counts if it comes so close to the best. */
const closeEnough = 0.8

/** @param statements by the language of the question; both may be the same. */
export function draftAnswer(
  asked: AskedOf,
  statements: Readonly<Record<Locale, KnownStatement | null>>,
  otherwise: Locale,
  say: Say,
): Draft {
  const question = readQuestion(asked.text, asked.previous, otherwise)
  const statement = statements[question.locale] ?? statements[question.locale === 'de' ? 'en' : 'de']
  const vocabulary = asked.allowed === null ? null : readVocabulary(asked.allowed)
  const parts = question.parts.map((part) => judgePart(part, asked, statement))
  return compose(question, parts, asked, vocabulary, statement, say)
}

interface JudgedPart {
  readonly part: AskedPart
  readonly verdict: Verdict
  readonly isReady: boolean
  readonly measures: readonly { readonly id: string; readonly score: number }[]
  readonly cited: readonly KnownClaim[]
  readonly gaps: readonly string[]
  readonly choice: string | null
}

const isProven = (claim: KnownClaim) => claim.status === 'proven' || claim.status === 'due_soon'
const isPromise = (claim: KnownClaim) => claim.kind === 'promise' && claim.modality === 'does'

function judgePart(part: AskedPart, asked: AskedOf, statement: KnownStatement | null): JudgedPart {
  const ranked = rankQuestion(part, asked.section)
  const measures = [...ranked.taken, ...ranked.others].map(({ id, score }) => ({ id, score }))
  const judged = (verdict: Verdict, rest: Partial<JudgedPart> = {}): JudgedPart => ({
    part,
    verdict,
    isReady: false,
    measures,
    cited: [],
    gaps: [],
    choice: null,
    ...rest,
  })
  if (statement === null) return judged('unanswerable')
  const duty = findDuty(part, statement)
  if (duty)
    return judged('customer', {
      measures: [{ id: duty.measure, score: duty.score }, ...measures],
      cited: duty.claims,
      isReady: true,
    })

  const top = ranked.taken[0]
  const meant = ranked.taken.filter(({ score }) => score >= (top?.score ?? 0) * closeEnough).map(({ id }) => id)
  const ours = statement.claims.filter(
    ({ kind, status }) => kind !== 'customer_duty' && kind !== 'intake' && status !== 'not_applicable',
  )
  const ofTop = top === undefined ? [] : ours.filter(({ measures: own }) => own.includes(top.id))
  const related =
    ofTop.length > 0 || top === undefined
      ? []
      : ours.filter(({ measures: own }) => own.some((id) => isRelated(id, top.id)))
  const fitting = ofTop.length > 0 ? ofTop : related.length > 0 ? related : byWords(part.text, ours, top === undefined)
  if (fitting.length === 0) return judged('unanswerable')
  const all = [
    ...fitting,
    ...ours.filter((one) => !fitting.includes(one) && one.measures.some((id) => meant.includes(id))),
  ]
  const cited = nearest(part.text, all, fitting)
  const promises = all.filter(isPromise)
  if (part.asking === 'document') return judged('document', { cited })
  if (promises.length === 0) return judged(noticeVerdict(fitting), { cited })
  if (promises.some(({ status }) => status === 'contradicted'))
    return judged('contradicted', {
      cited: nearest(
        part.text,
        promises,
        promises.filter(({ status }) => status === 'contradicted'),
      ),
    })
  const proven = promises.filter(isProven)
  if (proven.length === 0 || !fitting.some((one) => isPromise(one) && isProven(one)))
    return judged('not_proven', { cited })

  const missing = meant.filter((id) => !proven.some(({ measures: own }) => own.includes(id)))
  const shown = nearest(
    part.text,
    proven,
    proven.filter((one) => fitting.includes(one)),
  )
  const open = promises.filter((one) => !isProven(one) && cited.includes(one))
  return weigh(part, asked, { measures, proven, shown, open, missing })
}

/** By its own words; by those of the question that it goes on from; and by what questions leave out. */
function rankQuestion(part: AskedPart, section: string | null): ReturnType<typeof rankMeasures> {
  const own = rankMeasures({ sentence: part.text, leadIn: part.leadIn, section })
  if (own.taken.length > 0) return own
  const meant = meantBy(part.text)
  if (meant !== null) return { taken: [meant], others: own.others }
  return part.leadIn === null ? own : rankMeasures({ sentence: `${part.leadIn} ${part.text}`, leadIn: null, section })
}

/** Something is proven: is it what was asked? */
function weigh(
  part: AskedPart,
  asked: AskedOf,
  found: {
    readonly measures: JudgedPart['measures']
    readonly proven: readonly KnownClaim[]
    readonly shown: readonly KnownClaim[]
    readonly open: readonly KnownClaim[]
    readonly missing: readonly string[]
  },
): JudgedPart {
  const { measures, proven, shown, open, missing } = found
  const coverage = coverQuestion(part.text, shown.map(inherit))
  const gaps = [...coverage.words, ...coverage.numbers, ...missing]
  const partly = (more: readonly string[] = []): JudgedPart => ({
    part,
    verdict: 'partly',
    isReady: false,
    measures,
    cited: [...shown, ...open].slice(0, mostCited),
    gaps: [...gaps, ...more],
    choice: null,
  })
  const whole = (choice: string | null = null): JudgedPart => ({
    part,
    verdict: 'proven',
    isReady: true,
    measures,
    cited: shown,
    gaps: [],
    choice,
  })
  if (open.length > 0) return partly()
  if (asked.allowed !== null && readVocabulary(asked.allowed) === null) {
    const choice = chooseOption(asked.allowed, proven)
    return choice === null ? partly() : whole(choice)
  }
  switch (part.asking) {
    case 'whether':
      if (part.good === null || coverage.lacksAll) return partly()
      // A "no, never" needs a sentence that no single case may break.
      if (part.good === 'no' && !shown.some(({ quantifier, text }) => quantifier === 'every' || isBan(text)))
        return partly()
      return gaps.length === 0 ? whole() : partly()
    case 'how_often':
      return has(shown, 'interval') && coverage.words.length === 0 ? whole() : partly()
    case 'how_long':
      return has(shown, 'retention', 'duration', 'maximum') && coverage.words.length === 0 ? whole() : partly()
    case 'until_when':
      return has(shown, 'deadline', 'maximum', 'rto', 'notice') && coverage.words.length === 0 ? whole() : partly()
    case 'since_when':
      return partly()
    case 'which':
      return isNamed(part.text) || !saysEnough(coverage, 1) ? partly() : whole()
    case 'description':
      return saysEnough(coverage, 1) ? whole() : partly()
    case 'document':
      return partly()
  }
}

const has = (claims: readonly KnownClaim[], ...names: readonly string[]) =>
  claims.some(({ parameters }) => parameters.some(({ name }) => names.includes(name)))

/** Somebody's name is asked for, which no sentence says. */
const isNamed = (text: string) =>
  /(?:^|[,:]\s*)(?:who|whom|whose|wer|wem|wen|wessen|what is the name|wie heißt)(?!\p{L})/iu.test(text)

/** Whether quoted sentences answer an open question: the words of its matter are theirs, but for some. */
function saysEnough({ words, numbers }: Coverage, most: number): boolean {
  return numbers.length === 0 && words.length <= most
}

const isBan = (text: string) =>
  /(?<!\p{L})(?:never|no|none|only|exclusively|prohibited|nie|niemals|kein\p{L}*|nur|ausschließlich|verboten|untersagt)(?!\p{L})/iu.test(
    text,
  )

const inherit = ({ text, leadIn, section, quantifier, parameters }: KnownClaim) => ({
  text: [section, leadIn, text].filter((one) => one !== null).join(': '),
  quantifier,
  parameters,
})

function noticeVerdict(claims: readonly KnownClaim[]): Verdict {
  if (claims.some(({ modality }) => modality === 'not')) return 'denied'
  if (claims.some(({ modality }) => modality === 'plans')) return 'planned'
  return claims.some(({ kind }) => kind === 'option') ? 'option' : 'not_proven'
}

const dutyAsked =
  /(?:responsib\p{L}*|in charge of|whose (?:duty|task)|verantwort\p{L}*|zuständig\p{L}*|pflicht\p{L}* (?:des|der) kunden|obligations? of the customer|customer responsibilit\p{L}*)/iu

function findDuty(
  part: AskedPart,
  statement: KnownStatement,
): { measure: string; score: number; claims: readonly KnownClaim[] } | null {
  const duties = statement.claims.filter(({ kind }) => kind === 'customer_duty')
  if (duties.length === 0 || !dutyAsked.test(part.text)) return null
  // "Our own users" in the mouth of a customer are the customer's.
  if (!/(?<!\p{L})(?:our|we|us|unser\p{L}*|wir|customers?|kunden?)(?!\p{L})/iu.test(part.text)) return null
  const ranked = rankMeasures({ sentence: part.text, leadIn: null, section: null }, 'customer_duty').taken
  const near = nearest(part.text, duties, duties).filter((one) => overlap(part.text, one.text) >= 0.4)
  const best = near[0]
  if (!best) return null
  const measure = ranked.find(({ id }) => best.measures.includes(id)) ?? { id: best.measures[0] ?? '', score: 0.5 }
  return measure.id === '' ? null : { measure: measure.id, score: measure.score, claims: [best] }
}

/** Aligned with a framework and certified for it: a question after one is told what the statement says of the other. */
function isRelated(one: string, other: string): boolean {
  const of = (id: string) => id.replace(/-certified$/, '')
  return one !== other && of(one) === of(other)
}

/** Sentences that rest on no measure, or a question about none: found by their words alone. */
function byWords(text: string, claims: readonly KnownClaim[], isUnbound: boolean): readonly KnownClaim[] {
  if (!isUnbound) return []
  return claims.filter((claim) => claim.measures.length === 0 && overlap(text, claim.text) >= 0.6)
}

const short =
  /^(?:.{1,3}|your|haben|werden|sind|does|have|with|that|this|from|which|sie|ihre|eine[rnms]?|nicht|wird|oder|auch|nach)$/

/** The share of a question's words that a sentence has, too. */
function overlap(question: string, sentence: string): number {
  const words = [...new Set(foldWords(question).trim().split(' '))].filter((word) => !short.test(word))
  const said = foldWords(sentence)
  return words.length === 0 ? 0 : words.filter((word) => said.includes(` ${word.slice(0, 6)}`)).length / words.length
}

/** The sentences that say most of what is asked, best first; at least one of those that must be there. */
function nearest(text: string, claims: readonly KnownClaim[], must: readonly KnownClaim[]): readonly KnownClaim[] {
  const concepts = conceptsOf(text)
  const score = (claim: KnownClaim) => {
    const own = conceptsOf(claim.text)
    const shared = [...concepts].filter((concept) => own.has(concept)).length / Math.max(1, concepts.size)
    return shared + overlap(text, claim.text) + (must.includes(claim) ? 0.5 : 0)
  }
  const sorted = claims.map((claim) => ({ claim, score: score(claim) })).toSorted((a, b) => b.score - a.score)
  const best = sorted[0]?.score ?? 0
  return sorted
    .filter(({ claim, score: own }, at) => at === 0 || own >= best * 0.6 || (must.includes(claim) && own >= best * 0.4))
    .slice(0, mostCited)
    .map(({ claim }) => claim)
}

/** Of answers that are sentences: the only one that proven sentences say, word for word in meaning. */
function chooseOption(allowed: readonly string[], proven: readonly KnownClaim[]): string | null {
  const covered = allowed.filter((option) => {
    const [part] = readQuestion(option, null, 'en').parts
    const plain = option.replace(/^(?:yes|ja)[,.:;\s]+/iu, '')
    if (part === undefined || part.good !== 'yes' || /^(?:no|nein)(?!\p{L})/iu.test(option)) return false
    if (plain.split(/\s+/).length < 3) return false
    const coverage = coverQuestion(plain, proven.map(inherit))
    return coverage.words.length === 0 && coverage.numbers.length === 0 && !coverage.lacksAll
  })
  return covered.length === 1 ? (covered[0] ?? null) : null
}

// ---- Words ----------------------------------------------------------------------------------------------------------

/** Worst first: what decides about a question of several parts. */
const worst: readonly Verdict[] = [
  'contradicted',
  'denied',
  'planned',
  'unanswerable',
  'not_proven',
  'document',
  'option',
  'partly',
  'customer',
  'proven',
]

function compose(
  question: AskedQuestion,
  parts: readonly JudgedPart[],
  asked: AskedOf,
  vocabulary: Vocabulary | null,
  statement: KnownStatement | null,
  say: Say,
): Draft {
  const { locale } = question
  const [first] = parts
  const verdict = worst.find((one) => parts.some((part) => part.verdict === one)) ?? 'unanswerable'
  const isMixed =
    parts.some((part) => part.verdict === 'unanswerable') && parts.some((part) => part.verdict !== 'unanswerable')
  const cited = [...new Set(parts.flatMap((part) => part.cited))]
  const goods = new Set(parts.map(({ part }) => (part.asking === 'whether' ? part.good : 'yes')))
  const word = wordOf(parts, goods.size === 1 ? ([...goods][0] ?? null) : null, vocabulary, asked, locale, say)
  // Two questions with opposite good answers, or a word that the file does not take: a person says it.
  const needsWord = asked.allowed !== null
  const isReady =
    parts.every((part) => part.isReady) && (!needsWord || word !== null) && (goods.size === 1 || asked.allowed === null)
  const text = parts
    .map((part) => sentenceOf(part, locale, say))
    .filter((one) => one !== '')
    .join(' ')
  const source =
    statement === null || cited.length === 0
      ? ''
      : say(locale, 'questionnaire.say.source', { version: statement.version, at: instantText(statement.asOf, locale) })
  const remark = text === '' ? null : [text, source].filter((one) => one !== '').join(' ')
  const isFree = asked.allowed === null
  const answer = isFree && !asked.takesComment ? joined(word, remark) : (word ?? (isFree && isReady ? text : null))
  return {
    locale,
    asking: first?.part.asking ?? 'whether',
    good: first?.part.asking === 'whether' ? (first.part.good ?? null) : null,
    verdict: isMixed ? 'partly' : verdict,
    isReady,
    answer,
    comment: asked.takesComment ? remark : null,
    measures: unique(parts.flatMap((part) => part.measures)),
    citations: cited.map((claim) => ({
      claimId: claim.id,
      text: claim.text,
      kind: claim.kind,
      modality: claim.modality,
      measures: claim.measures,
      version: statement?.version ?? 0,
      status: claim.status,
      asOf: (statement?.asOf ?? new Date(0)).toISOString(),
    })),
    gaps: [...new Set(parts.flatMap((part) => part.gaps))].slice(0, 12),
  }
}

const joined = (word: string | null, remark: string | null): string | null =>
  word !== null && remark !== null ? `${word}. ${remark}` : (word ?? remark)

/** In UTC: the reader may be anywhere. */
function instantText(at: Date, locale: Locale): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(locale === 'de' ? 'de' : 'en-GB', format).format(at)} UTC`
}

function unique<T extends { readonly id: string }>(given: readonly T[]): readonly T[] {
  return given.filter(({ id }, at) => given.findIndex((one) => one.id === id) === at).slice(0, 6)
}

/** The word to answer with; null when there is none that is true. */
function wordOf(
  parts: readonly JudgedPart[],
  good: 'yes' | 'no' | null,
  vocabulary: Vocabulary | null,
  asked: AskedOf,
  locale: Locale,
  say: Say,
): string | null {
  const [first] = parts
  if (first === undefined) return null
  if (asked.allowed !== null && vocabulary === null) return parts.length === 1 ? first.choice : null
  const own = (answer: 'yes' | 'no') =>
    vocabulary === null ? say(locale, `questionnaire.say.${answer}`) : vocabulary[answer]
  if (parts.every(({ verdict }) => verdict === 'customer')) return vocabulary?.customer ?? null
  if (!parts.some(({ part }) => part.asking === 'whether')) return null
  if (parts.every(({ isReady }) => isReady)) return good === null ? null : own(good)
  if (parts.length > 1) return null
  if (first.verdict === 'planned') return vocabulary?.planned ?? null
  if (first.verdict === 'denied' && first.part.good !== null) return own(first.part.good === 'yes' ? 'no' : 'yes')
  return null
}

function sentenceOf({ verdict, cited }: JudgedPart, locale: Locale, say: Say): string {
  if (cited.length === 0) return ''
  const quoted = (claims: readonly KnownClaim[]) =>
    claims.map(({ text }) => say(locale, 'questionnaire.say.quote', { text })).join(' ')
  const told = (key: string, claims: readonly KnownClaim[]) =>
    claims.length === 0 ? [] : [say(locale, `questionnaire.say.${key}`, { quotes: quoted(claims) })]
  if (verdict === 'customer') return told('customer', cited).join(' ')
  const promises = cited.filter(isPromise)
  const notices = cited.filter((one) => !isPromise(one))
  return [
    ...told('proven', promises.filter(isProven)),
    ...told(
      'not_proven',
      promises.filter((one) => !isProven(one) && one.status !== 'contradicted'),
    ),
    ...told(
      'contradicted',
      promises.filter(({ status }) => status === 'contradicted'),
    ),
    ...told(
      'option',
      notices.filter(({ kind }) => kind === 'option'),
    ),
    ...told(
      'planned',
      notices.filter(({ modality }) => modality === 'plans'),
    ),
    ...told(
      'denied',
      notices.filter(({ modality }) => modality === 'not'),
    ),
  ].join(' ')
}
