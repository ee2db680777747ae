/** The security statement as a document: every sentence with its status at the instant of which it speaks, and why. */
import type { AsOf } from '#core/as-of/resolve.ts'
import type { Context } from '#core/context.ts'
import type { BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import type { Registry } from '#core/registry.ts'
import { statusWord } from '#core/document/words.ts'
import { statuses, type Status } from '#core/vocabulary.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { readStatementAt } from '../actions/read-past.ts'
import { presentReason, readStatementNow, type JudgedClaimRow, type StatementNow } from '../actions/read.ts'
import { setDocument, type Part } from '../contract/setting.ts'

/** The registry is asked for late, because it is made of this kind among others. */
export function statementDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'statement.current',
    title: { de: 'Sicherheitsaussage mit Stand', en: 'Security statement with its status' },
    purpose: {
      de: 'Jeder Satz mit seinem Stand am Stichtag, seit wann er gilt und warum.',
      en: 'Every sentence with its status on the day, since when it holds and why.',
    },
    permission: 'claim:read',
    classification: 'internal',
    about: 'nothing',
    readsPast: true,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, { locale, past }: BuildParams): Promise<BuiltDocument> {
  const { texts } = context.services
  const t = (key: string, params?: Record<string, string | number>) =>
    texts.text(locale, `document.statement.${key}`, params)
  const statement =
    past === null ? await readStatementNow(context, registry, locale) : await readStatementAt(context.tx, locale, past)
  const { summary } = statement
  return {
    title: statement.title,
    cover: [
      { term: t('purpose'), value: [t('purpose_text')] },
      { term: t('proven'), value: [t('proven_of', { proven: summary.proven, promises: summary.promises })] },
      ...(statement.publishedAt === null
        ? []
        : [{ term: t('published'), value: [instantInWords(statement.publishedAt, locale)] }]),
      ...knowledgeOf(texts, locale, past),
      { term: t('wording'), value: [{ text: statement.bodyHash.toString('hex'), style: 'code' as const }] },
    ],
    blocks: [
      {
        kind: 'shares',
        caption: t('shares'),
        columns: [t('status'), t('promises')],
        items: countPromises(statement, texts, locale),
      },
      ...setSentences(context, registry, statement, locale),
      ...(await headOfLedger(context, locale)),
    ],
  }
}

/** For the cover of a document about the past: what of it counts. The present knows only itself. */
export function knowledgeOf(texts: Texts, locale: Locale, past: AsOf | null): BuiltDocument['cover'] {
  if (past === null) return []
  return [
    {
      term: texts.text(locale, 'document.known'),
      value: [texts.text(locale, `document.known.${past.known}`)],
    },
  ]
}

function countPromises(statement: StatementNow, texts: Texts, locale: Locale) {
  const promises = statement.claims.filter(({ kind }) => kind === 'promise')
  return (
    statuses
      .map((status) => ({
        status,
        label: statusWord(texts, locale, status),
        count: promises.filter((claim) => claim.status === status).length,
      }))
      // From the best to the worst, as people read a bar.
      .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  )
}

const order: readonly Status[] = ['proven', 'due_soon', 'lapsed', 'contradicted', 'unproven', 'not_applicable']

function setSentences(context: Context, registry: Registry, statement: StatementNow, locale: Locale): BlockInput[] {
  const claims = statement.claims.map((claim) => ({ ...claim, start: claim.start_offset, end: claim.end_offset }))
  const setPart = (part: Part<(typeof claims)[number]>): BlockInput =>
    part.kind === 'text' ? { kind: 'paragraph', text: [part.text] } : setSentence(context, registry, part.claim, locale)
  return setDocument(statement.title, statement.body, claims).flatMap((block): BlockInput[] => {
    switch (block.kind) {
      case 'heading':
        return block.text.trim() === '' ? [] : [{ kind: 'heading', level: 1, text: block.text }]
      case 'paragraph':
        return block.parts.map(setPart)
      case 'list':
        return block.items.flat().map(setPart)
    }
  })
}

function setSentence(context: Context, registry: Registry, claim: JudgedClaimRow, locale: Locale): BlockInput {
  const { texts } = context.services
  const t = (key: string, params?: Record<string, string | number>) =>
    texts.text(locale, `document.statement.${key}`, params)
  const measures = claim.measures.flatMap((id) => registry.measures.get(id)?.title[locale] ?? [])
  const says = [
    claim.judgement === null ? null : presentReason(context, locale, claim.judgement.reason).text,
    claim.status === null || claim.from_at === null ? null : t('since', { at: instantInWords(claim.from_at, locale) }),
    claim.status === null || measures.length === 0 ? null : t('rests_on', { measures: measures.join(', ') }),
  ]
  return {
    kind: 'judged',
    text: [claim.text],
    status: claim.status,
    word: claim.status === null ? '' : statusWord(texts, locale, claim.status),
    detail: [[t('sentence', { number: claim.ordinal + 1 }), ...says.filter((one) => one !== null)].join(' ')],
  }
}
