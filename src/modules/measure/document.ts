/**
 * The period report of a measure: when it was in force and when not and why, which sentences rested on it, how many it
 * was about, and the evidence that carried it. Subjects appear by number only: a document outlives the erasure of names.
 */
import type { Context } from '#core/context.ts'
import type { BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { documentWords } from '#core/document/words.ts'
import { factsBehind } from '#core/evidence/facts-behind.ts'
import { listEvidenceOfFacts, type EvidenceOfFacts } from '#core/evidence/list-of-facts.ts'
import type { Effect } from '#core/judging/effect.ts'
import type { CatalogueMeasure, Registry } from '#core/registry.ts'
import { evidenceClasses } from '#core/vocabulary.ts'
import { presentReason } from '#modules/statement/actions/read.ts'
import { defaultTimeZone, startOfDay } from '#platform/clock/calendar.ts'
import { notFound } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { readMeasurePeriod, type MeasurePeriod } from './actions/period.ts'

/** Of the first; the document says so when there are more. */
const mostGaps = 2_000
/** Of the newest. */
const mostEvidence = 1_000

/** The registry is asked for late, because it is made of this kind among others. */
export function measurePeriodDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'measure.period',
    title: { de: 'Zeitraumbericht einer Maßnahme', en: 'Period report of a measure' },
    purpose: {
      de: 'An wie vielen Tagen eines Zeitraums eine Maßnahme in Kraft war, jede Lücke mit ihrem Grund, die Sätze darauf und die Nachweise, die sie trugen.',
      en: 'On how many days of a period a measure was in force, every gap with its reason, the sentences on it and the evidence that carried it.',
    },
    permission: 'claim:read',
    classification: 'confidential',
    about: 'measure',
    readsPast: true,
    readsPeriod: true,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const { locale, asOf, knownAt, period, scope } = params
  const measure = registry.measures.get(scope ?? '')
  // The kind says that it speaks of a period.
  if (measure === undefined || period === null) throw notFound()
  const words = wordsOf(context, locale)
  const { t } = words
  const told = await readMeasurePeriod(context, registry, measure.id, {
    locale,
    days: period,
    until: asOf,
    knownAt,
  })
  const evidence = await listEvidenceOfFacts(context.tx, factsBehind(registry, [measure.id]), {
    observedFrom: startOfDay(period.fromOn),
    observedUntil: asOf,
    until: knownAt,
    limit: mostEvidence + 1,
  })
  const days = words.days(period.fromOn, period.toOn)
  const total = evidenceClasses.reduce((sum, name) => sum + (told.evidence[name] ?? 0), 0)
  return {
    title: t('title', { measure: measure.title[locale], days }),
    cover: [
      { term: t('measure'), value: [`${measure.title[locale]} (${measure.id}, ${measure.capability})`] },
      { term: t('period'), value: [days] },
      { term: t('result'), value: [result(words, told)] },
      ...(told.lastStatus === null
        ? []
        : [{ term: t('last_status'), value: [{ status: told.lastStatus, word: words.status(told.lastStatus) }] }]),
      { term: t('known_up_to'), value: [instantInWords(knownAt, locale)] },
    ],
    blocks: [
      ...setDemand(words, registry, measure),
      ...setSentences(words, told),
      ...setGaps(context, words, told),
      ...setPopulation(words, told),
      ...setEvidence(words, evidence, total, told),
      { kind: 'heading', level: 1, text: t('counting') },
      {
        kind: 'list',
        ordered: false,
        items: [
          [t('counting.day', { zone: defaultTimeZone })],
          [t('counting.strength')],
          [t('counting.rules')],
          [t('counting.then')],
          [t('counting.hindsight', { at: instantInWords(knownAt, locale) })],
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
    t: (key: string, params?: Record<string, string | number>) => texts.text(locale, `document.measure.${key}`, params),
  }
}

function result({ t }: Words, { hindsight, knownThen, claims }: MeasurePeriod): string {
  if (hindsight === null) return t(claims.length === 0 ? 'not_demanded' : 'never_judged')
  const says = [t('in_force_on', { inForce: hindsight.inForce, count: hindsight.days })]
  if (differ(knownThen, hindsight))
    says.push(
      knownThen === null ? t('then_nothing') : t('then_on', { inForce: knownThen.inForce, count: knownThen.days }),
    )
  return says.join(' ')
}

function differ(then: Effect | null, hindsight: Effect): boolean {
  return then?.inForce !== hindsight.inForce || then.days !== hindsight.days
}

function setDemand(words: Words, registry: Registry, measure: CatalogueMeasure): BlockInput[] {
  const { t, locale } = words
  const duties = registry.dutiesOf(measure.id)
  return [
    { kind: 'heading', level: 1, text: t('demand') },
    { kind: 'definitions', items: [{ term: t('proof'), value: [measure.proof[locale]] }] },
    duties.length === 0
      ? { kind: 'paragraph', text: [t('no_duty')] }
      : {
          kind: 'table',
          caption: t('duties'),
          columns: [
            { title: t('duty'), width: 3, numeric: false },
            { title: t('trigger'), width: 1.6, numeric: false },
            { title: t('max_age'), width: 1.4, numeric: false },
            { title: t('class'), width: 1.4, numeric: false },
          ],
          rows: duties.map((duty) => [
            [{ text: duty.id, style: 'code' }],
            [t(`trigger.${duty.trigger}`)],
            [{ text: duty.maxAge, style: 'code' }],
            [words.className(duty.minimumClass)],
          ]),
        },
  ]
}

function setSentences({ t, instant }: Words, { claims }: MeasurePeriod): BlockInput[] {
  return [
    { kind: 'heading', level: 1, text: t('sentences') },
    claims.length === 0
      ? { kind: 'paragraph', text: [t('no_sentences')] }
      : {
          kind: 'table',
          caption: t('sentences'),
          columns: [
            { title: t('number'), width: 0.6, numeric: true },
            { title: t('sentence'), width: 5, numeric: false },
            { title: t('word'), width: 1.8, numeric: false },
            { title: t('published'), width: 1.7, numeric: false },
            { title: t('superseded'), width: 1.7, numeric: false },
          ],
          rows: claims.map((claim) => [
            [String(claim.ordinal + 1)],
            [claim.text],
            [t(`quantifier.${claim.quantifier}`)],
            [instant(claim.published_at)],
            [claim.superseded_at === null ? t('in_force') : instant(claim.superseded_at)],
          ]),
        },
  ]
}

function setGaps(context: Context, words: Words, { gaps, hindsight }: MeasurePeriod): BlockInput[] {
  const { t } = words
  return [
    { kind: 'heading', level: 1, text: t('gaps') },
    ...(gaps.length > mostGaps
      ? [{ kind: 'paragraph' as const, text: [t('gaps_cut', { most: mostGaps, all: gaps.length })] }]
      : []),
    gaps.length === 0
      ? { kind: 'paragraph', text: [t(hindsight === null ? 'never_judged' : 'no_gaps')] }
      : {
          kind: 'table',
          caption: t('gaps'),
          columns: [
            { title: t('status'), width: 1.7, numeric: false },
            { title: t('from'), width: 1.6, numeric: false },
            { title: t('to'), width: 1.6, numeric: false },
            { title: t('known'), width: 1.4, numeric: false },
            { title: t('reason'), width: 4, numeric: false },
          ],
          rows: gaps
            .slice(0, mostGaps)
            .map((gap) => [
              [{ status: gap.status, word: words.status(gap.status) }],
              [words.instant(gap.fromAt)],
              [gap.toAt === null ? t('goes_on') : words.instant(gap.toAt)],
              [t(`known.${gap.known}`)],
              [presentReason(context, words.locale, gap.judgement.reason).text],
            ]),
        },
  ]
}

function setPopulation({ t, instant }: Words, { population }: MeasurePeriod): BlockInput[] {
  return [
    { kind: 'heading', level: 1, text: t('population') },
    population.length === 0
      ? { kind: 'paragraph', text: [t('no_population')] }
      : {
          kind: 'table',
          caption: t('population_at'),
          columns: [
            { title: t('at'), width: 2, numeric: false },
            { title: t('duty'), width: 3.4, numeric: false },
            { title: t('total'), width: 1, numeric: true },
            { title: t('passing'), width: 1.2, numeric: true },
            { title: t('reconciled'), width: 1.4, numeric: false },
          ],
          rows: population.map((point) => [
            [instant(point.at)],
            [{ text: point.dutyId, style: 'code' }],
            [String(point.total)],
            [String(point.passing)],
            [t(point.reconciled ? 'yes' : 'no')],
          ]),
        },
  ]
}

function setEvidence(
  words: Words,
  evidence: readonly EvidenceOfFacts[],
  total: number,
  told: MeasurePeriod,
): BlockInput[] {
  const { t } = words
  const classes = evidenceClasses.flatMap((name) => {
    const number = told.evidence[name] ?? 0
    return number === 0 ? [] : [`${words.className(name)} ${number}`]
  })
  return [
    { kind: 'heading', level: 1, text: t('evidence') },
    {
      kind: 'paragraph',
      text: [total === 0 ? t('no_evidence') : t('evidence_of', { total, classes: classes.join(', ') })],
    },
    ...(evidence.length > mostEvidence
      ? [{ kind: 'paragraph' as const, text: [t('evidence_cut', { most: mostEvidence })] }]
      : []),
    ...(evidence.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: t('evidence'),
            columns: [
              { title: t('what'), width: 2.4, numeric: false },
              { title: t('class'), width: 1.2, numeric: false },
              { title: t('observed'), width: 1.7, numeric: false },
              { title: t('hash'), width: 2.8, numeric: false },
            ],
            rows: evidence
              .slice(0, mostEvidence)
              .map((one) => [
                [
                  one.title ?? one.source_system,
                  ...(one.state === 'accepted' ? [] : [` (${t(`state.${one.state}`)})`]),
                ],
                [words.className(one.class)],
                [words.instant(one.observed_to)],
                [{ text: one.sha256.toString('hex'), style: 'code' as const }],
              ]),
          },
        ]),
  ]
}
