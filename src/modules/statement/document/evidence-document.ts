/**
 * What a sentence rests on, as a document: its measures, what was demanded and seen, and every evidence of it. Persons
 * and accounts appear by their ids: a document outlives the erasure of names.
 */
import type { Context } from '#core/context.ts'
import type { BlockInput, Inline } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { statusWord } from '#core/document/words.ts'
import { factsBehind } from '#core/evidence/facts-behind.ts'
import { listEvidenceOfFacts } from '#core/evidence/list-of-facts.ts'
import type { Registry } from '#core/registry.ts'
import type { DutyJudgement, SubjectJudgement } from '#core/status/view.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { readClaimAt } from '../actions/read-past.ts'
import { presentReason, readClaimNow } from '../actions/read.ts'
import { knowledgeOf } from './statement-document.ts'

/** Of the newest; the document says so when there are more. */
const mostEvidence = 2_000

/** The registry is asked for late, because it is made of this kind among others. */
export function evidenceDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'statement.evidence',
    title: { de: 'Nachweise eines Satzes', en: 'Evidence of a sentence' },
    purpose: {
      de: 'Worauf der Stand eines Satzes beruht: Maßnahmen, Pflichten, was beobachtet wurde und jeder Nachweis mit seiner Prüfsumme.',
      en: 'What the status of a sentence rests on: measures, duties, what was observed, and every evidence with its hash.',
    },
    permission: 'claim:read',
    classification: 'confidential',
    about: 'claim',
    readsPast: true,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const { locale, asOf, knownAt, past } = params
  const { texts } = context.services
  const t = (key: string, given?: Record<string, string | number>) =>
    texts.text(locale, `document.evidence.${key}`, given)
  // The kind asks for it, and whoever makes the document was told so.
  const claimId = params.scope ?? ''
  const claim =
    past === null ? await readClaimNow(context, registry, claimId) : await readClaimAt(context.tx, claimId, past)
  const judged = claim.judgement?.duties ?? []
  const found = await listEvidenceOfFacts(context.tx, factsBehind(registry, claim.measures), {
    observedUntil: asOf,
    until: knownAt,
    limit: mostEvidence + 1,
  })
  return {
    title: t('title', { number: claim.ordinal + 1 }),
    cover: [
      { term: t('sentence'), value: [claim.text] },
      { term: t('statement'), value: [claim.statement_title] },
      ...(claim.status === null
        ? []
        : [
            {
              term: t('status'),
              value: [
                { status: claim.status, word: statusWord(texts, locale, claim.status) },
                ...(claim.judgement === null
                  ? []
                  : [` – ${presentReason(context, locale, claim.judgement.reason).text}`]),
              ],
            },
          ]),
      ...(claim.from_at === null || claim.status === null
        ? []
        : [{ term: t('since'), value: [instantInWords(claim.from_at, locale)] }]),
      ...knowledgeOf(texts, locale, past),
    ],
    blocks: [
      ...claim.measures.flatMap((id) => setMeasure(context, registry, id, judged, locale)),
      { kind: 'heading', level: 1, text: t('list') },
      ...(found.length > mostEvidence ? [cutNote(t('cut', { most: mostEvidence }))] : []),
      found.length === 0
        ? { kind: 'paragraph', text: [t('none')] }
        : {
            kind: 'table',
            caption: t('list'),
            columns: [
              { title: t('what'), width: 2.4, numeric: false },
              { title: t('class'), width: 1.2, numeric: false },
              { title: t('observed'), width: 1.9, numeric: false },
              { title: t('hash'), width: 2.6, numeric: false },
            ],
            rows: found
              .slice(0, mostEvidence)
              .map((one) => [
                [
                  one.title ?? one.source_system,
                  ...(one.state === 'accepted' ? [] : [` (${t(`state.${one.state}`)})`]),
                ],
                [texts.text(locale, `document.class.${one.class}`)],
                [instantInWords(one.observed_to, locale)],
                [{ text: one.sha256.toString('hex'), style: 'code' }],
              ]),
          },
      ...(await headOfLedger(context, locale)),
    ],
  }
}

function cutNote(text: string): BlockInput {
  return { kind: 'paragraph', text: [text] }
}

function setMeasure(
  context: Context,
  registry: Registry,
  measureId: string,
  judged: readonly DutyJudgement[],
  locale: Locale,
): BlockInput[] {
  const measure = registry.measures.get(measureId)
  if (measure === undefined) return []
  const { texts } = context.services
  const t = (key: string, given?: Record<string, string | number>) =>
    texts.text(locale, `document.evidence.${key}`, given)
  const own = judged.filter((duty) => duty.measureId === measureId)
  return [
    { kind: 'heading', level: 1, text: measure.title[locale] },
    {
      kind: 'definitions',
      items: [
        { term: t('measure'), value: [`${measure.id} (${measure.capability})`] },
        { term: t('proof'), value: [measure.proof[locale]] },
        ...own.map((duty) => ({
          term: t('duty'),
          value: [
            { status: duty.status, word: statusWord(texts, locale, duty.status) },
            ` – ${presentReason(context, locale, duty.reason).text} `,
            ...(duty.population.total === 0
              ? []
              : [t('passing', { passing: duty.population.passing, total: duty.population.total })]),
          ],
        })),
      ],
    },
    ...own
      .filter(({ subjects }) => subjects.length > 0)
      .map((duty): BlockInput => ({
        kind: 'table',
        caption: t('deciding'),
        columns: [
          { title: t('subject'), width: 2, numeric: false },
          { title: t('status'), width: 1.4, numeric: false },
          { title: t('reason'), width: 3, numeric: false },
        ],
        rows: duty.subjects.map((subject) => [
          nameSubject(subject),
          [{ status: subject.status, word: statusWord(texts, locale, subject.status) }],
          [presentReason(context, locale, subject.reason).text],
        ]),
      })),
  ]
}

const personal = new Set(['person', 'account'])

function nameSubject({ kind, name, externalId }: SubjectJudgement): Inline[] {
  return name === null || personal.has(kind) ? [{ text: externalId, style: 'code' }] : [name]
}
