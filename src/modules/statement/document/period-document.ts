/**
 * The period report for an auditor (SOC 2 Type II: operating over a period, not at a point in time): on how many days
 * each published sentence was in force, every gap with its reason, and what was only known in hindsight.
 */
import type { Context } from '#core/context.ts'
import type { BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { documentWords } from '#core/document/words.ts'
import type { Effect, Gap } from '#core/judging/effect.ts'
import type { Registry } from '#core/registry.ts'
import { evidenceClasses } from '#core/vocabulary.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { notFound } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { readPeriod, type PeriodOfClaim, type PeriodOfStatement } from '../actions/read-period.ts'
import { presentReason } from '../actions/read.ts'

/** Of one statement; the document says so when there are more. */
const mostGaps = 2_000
/** In the words below a sentence; all of them stand in the table. */
const mostGapsInWords = 12

/** Of the whole statement. The registry is asked for late, because it is made of this kind among others. */
export function periodDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'statement.period',
    title: { de: 'Zeitraumbericht', en: 'Period report' },
    purpose: {
      de: 'An wie vielen Tagen eines Zeitraums jeder Satz in Kraft war, jede Lücke mit ihrem Grund, und was erst im Nachhinein bekannt wurde.',
      en: 'On how many days of a period each sentence was in force, every gap with its reason, and what became known only in hindsight.',
    },
    permission: 'claim:read',
    classification: 'confidential',
    about: 'nothing',
    readsPast: true,
    readsPeriod: true,
    build: (context, params) => build(context, registry(), params),
  })
}

/** Of one sentence. */
export function periodOfClaimDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'statement.period-claim',
    title: { de: 'Zeitraumbericht eines Satzes', en: 'Period report of a sentence' },
    purpose: {
      de: 'An wie vielen Tagen eines Zeitraums ein Satz in Kraft war und jede Lücke mit ihrem Grund.',
      en: 'On how many days of a period a sentence was in force, and every gap with its reason.',
    },
    permission: 'claim:read',
    classification: 'confidential',
    about: 'claim',
    readsPast: true,
    readsPeriod: true,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const { locale, asOf, knownAt, past, period, scope } = params
  // The kinds say that they speak of one.
  if (period === null) throw notFound()
  const words = wordsOf(context, locale)
  const { t } = words
  const statements = await readPeriod(context, registry, {
    locale,
    days: period,
    until: asOf,
    knownAt,
    endsNow: past === null,
    claimId: scope,
  })
  const claims = statements.flatMap((statement) => statement.claims)
  const whole = claims.filter(({ hindsight }) => hindsight !== null && hindsight.inForce === hindsight.days)
  const days = words.days(period.fromOn, period.toOn)
  const [first] = claims
  return {
    title: scope === null || !first ? t('title', { days }) : t('title_claim', { number: first.ordinal + 1, days }),
    cover: [
      ...(scope === null || !first ? [] : [{ term: t('sentence'), value: [first.text] }]),
      { term: t('period'), value: [days] },
      { term: t('result'), value: [t('result_text', { whole: whole.length, all: claims.length })] },
      { term: t('known_up_to'), value: [instantInWords(knownAt, locale)] },
    ],
    blocks: [
      ...statements.flatMap((statement) => setStatement(context, words, statement)),
      { kind: 'heading', level: 1, text: t('counting') },
      {
        kind: 'list',
        ordered: false,
        items: [
          [t('counting.day', { zone: defaultTimeZone })],
          [t('counting.stretch')],
          [t('counting.then')],
          [t('counting.hindsight', { at: instantInWords(knownAt, locale) })],
          [t('counting.evidence')],
        ],
      },
      ...(await headOfLedger(context, locale)),
    ],
  }
}

type Words = ReturnType<typeof wordsOf>

function wordsOf({ services: { texts } }: Context, locale: Locale) {
  return {
    ...documentWords(texts, locale),
    t: (key: string, params?: Record<string, string | number>) => texts.text(locale, `document.period.${key}`, params),
  }
}

function setStatement(context: Context, words: Words, statement: PeriodOfStatement): BlockInput[] {
  const { t } = words
  const { claims } = statement
  const gaps = claims.flatMap((claim) => claim.gaps.map((gap) => ({ claim, gap })))
  const head: BlockInput[] = [
    { kind: 'heading', level: 1, text: statement.title },
    {
      kind: 'paragraph',
      text: [t('in_force', { from: words.instant(statement.from), until: words.instant(statement.until) })],
    },
  ]
  if (claims.length === 0) return [...head, { kind: 'paragraph', text: [t('no_sentences')] }]
  return [
    ...head,
    {
      kind: 'table',
      caption: t('overview'),
      columns: [
        { title: t('number'), width: 0.6, numeric: true },
        { title: t('sentence'), width: 4.6, numeric: false },
        { title: t('days'), width: 0.9, numeric: true },
        { title: t('in_force_then'), width: 1.3, numeric: true },
        { title: t('in_force_hindsight'), width: 1.5, numeric: true },
        { title: t('evidence'), width: 1.4, numeric: true },
        { title: t('last_status'), width: 1.9, numeric: false },
      ],
      rows: claims.map((claim) => [
        [String(claim.ordinal + 1)],
        [claim.text],
        [count(claim.hindsight?.days)],
        [count(claim.knownThen?.inForce)],
        [count(claim.hindsight?.inForce)],
        [String(countEvidence(claim))],
        claim.lastStatus === null
          ? [t('not_judged')]
          : [{ status: claim.lastStatus, word: words.status(claim.lastStatus) }],
      ]),
    },
    { kind: 'heading', level: 2, text: t('sentences') },
    ...claims.map((claim) => setClaim(words, claim)),
    { kind: 'heading', level: 2, text: t('gaps') },
    ...(gaps.length > mostGaps
      ? [{ kind: 'paragraph' as const, text: [t('gaps_cut', { most: mostGaps, all: gaps.length })] }]
      : []),
    gaps.length === 0
      ? { kind: 'paragraph', text: [t('no_gaps')] }
      : {
          kind: 'table',
          caption: t('gaps'),
          columns: [
            { title: t('number'), width: 0.6, numeric: true },
            { title: t('status'), width: 1.7, numeric: false },
            { title: t('from'), width: 1.6, numeric: false },
            { title: t('to'), width: 1.6, numeric: false },
            { title: t('known'), width: 1.4, numeric: false },
            { title: t('reason'), width: 3.6, numeric: false },
          ],
          rows: gaps
            .slice(0, mostGaps)
            .map(({ claim, gap }) => [
              [String(claim.ordinal + 1)],
              [{ status: gap.status, word: words.status(gap.status) }],
              [words.instant(gap.fromAt)],
              [gap.toAt === null ? t('goes_on') : words.instant(gap.toAt)],
              [t(`known.${gap.known}`)],
              [presentReason(context, words.locale, gap.judgement).text],
            ]),
        },
  ]
}

function setClaim(words: Words, claim: PeriodOfClaim): BlockInput {
  const { t } = words
  const { hindsight, knownThen } = claim
  const says = [
    t('sentence_number', { number: claim.ordinal + 1 }),
    ...(hindsight === null
      ? [t('never_judged')]
      : [t('in_force_on', { inForce: hindsight.inForce, count: hindsight.days }), ...gapsInWords(words, hindsight)]),
    ...(differ(knownThen, hindsight)
      ? [knownThen === null ? t('then_nothing') : t('then_on', { inForce: knownThen.inForce, count: knownThen.days })]
      : []),
    evidenceInWords(words, claim),
  ]
  return {
    kind: 'judged',
    text: [claim.text],
    status: claim.lastStatus,
    word: claim.lastStatus === null ? '' : words.status(claim.lastStatus),
    detail: [says.join(' ')],
  }
}

function gapsInWords(words: Words, { gaps }: Effect): string[] {
  if (gaps.length === 0) return []
  const told = gaps
    .slice(0, mostGapsInWords)
    .map(({ fromOn, toOn, status }: Gap) => `${words.days(fromOn, toOn)} (${words.status(status)})`)
  const more = gaps.length - told.length
  return [words.t('gaps_on', { gaps: told.join('; ') }), ...(more > 0 ? [words.t('gaps_more', { count: more })] : [])]
}

function evidenceInWords(words: Words, claim: PeriodOfClaim): string {
  const total = countEvidence(claim)
  if (total === 0) return words.t('no_evidence')
  const classes = evidenceClasses.flatMap((name) => {
    const number = claim.evidence[name] ?? 0
    return number === 0 ? [] : [`${words.className(name)} ${number}`]
  })
  return words.t('evidence_of', { total, classes: classes.join(', ') })
}

function countEvidence({ evidence }: PeriodOfClaim): number {
  return evidenceClasses.reduce((sum, name) => sum + (evidence[name] ?? 0), 0)
}

function differ(then: Effect | null, hindsight: Effect | null): boolean {
  return then?.inForce !== hindsight?.inForce || then?.days !== hindsight?.days
}

function count(number: number | undefined): string {
  return number === undefined ? '–' : String(number)
}
