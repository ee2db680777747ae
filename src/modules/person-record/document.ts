/**
 * The record of a person as a document. It names nobody: the person and everybody else appear by their ids, because a
 * document outlives the erasure of names. Whoever may read it finds the names by the ids, as long as there are any.
 */
import type { Context } from '#core/context.ts'
import type { BlockInput, Inline } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { documentWords } from '#core/document/words.ts'
import type { Registry } from '#core/registry.ts'
import { readPerson } from '#modules/identity/actions/people.ts'
import { startOfDay } from '#platform/clock/calendar.ts'
import { notFound } from '#platform/http/problem.ts'
import { tellSections } from './actions/sections.ts'
import type { Cell, Section } from './contract.ts'

/** The registry is asked for late, because it is made of this kind among others. */
export function personRecordDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'person-record.period',
    title: { de: 'Zeitraumbericht zu einer Person', en: 'Period report of a person' },
    purpose: {
      de: 'Beschäftigung, Konto und Rollen, Zugänge, Entscheidungen, Pflichten und Nachweise einer Person in einem Zeitraum, mit Kennungen statt Namen.',
      en: 'Employment, account and roles, access, decisions, duties and evidence of a person over a period, with ids instead of names.',
    },
    permission: 'person-record:read',
    classification: 'strictly_confidential',
    about: 'person',
    readsPast: true,
    readsPeriod: true,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const { locale, asOf, knownAt, period, scope } = params
  // The kind says that it is about a person and speaks of a period.
  if (scope === null || period === null) throw notFound()
  const { texts } = context.services
  const t = (key: string, given?: Record<string, string | number>) =>
    texts.text(locale, `document.person-record.${key}`, given)
  const words = documentWords(texts, locale)
  const { account } = await readPerson(context, scope)
  const days = words.days(period.fromOn, period.toOn)
  const sections = await tellSections(context, registry, {
    personId: scope,
    account,
    locale,
    days: period,
    stretch: { from: startOfDay(period.fromOn), until: asOf, knownAt },
  })
  return {
    title: t('title', { days }),
    cover: [
      { term: t('person'), value: [{ text: scope, style: 'code' }] },
      ...(account === null
        ? []
        : [{ term: t('account'), value: [{ text: account.accountId, style: 'code' as const }] }]),
      { term: t('period'), value: [days] },
      { term: t('known_up_to'), value: [instantInWords(knownAt, locale)] },
    ],
    blocks: [
      { kind: 'note', title: t('names.title'), text: [t('names.text')] },
      ...sections.flatMap((section) => setSection(section, words, t('cut'))),
      { kind: 'heading', level: 1, text: t('limits') },
      { kind: 'paragraph', text: [t('limits.text')] },
      ...(await headOfLedger(context, locale)),
    ],
  }
}

type Words = ReturnType<typeof documentWords>

function setSection(section: Section, words: Words, cut: string): BlockInput[] {
  return [
    { kind: 'heading', level: 1, text: section.title },
    ...(section.isCut ? [{ kind: 'paragraph' as const, text: [cut] }] : []),
    section.rows.length === 0
      ? { kind: 'paragraph', text: [section.empty] }
      : {
          kind: 'table',
          caption: section.title,
          columns: section.columns.map((title, index) => ({
            title,
            width: widthOf(section.rows.map((row) => row[index] ?? null)),
            numeric: false,
          })),
          rows: section.rows.map((row) => row.map((cell) => setCell(cell, words))),
        },
  ]
}

/** Ids need room, days little. */
function widthOf(cells: readonly Cell[]): number {
  const one = cells.find((cell) => cell !== null) ?? null
  if (one === null || 'on' in one) return 1.2
  if ('at' in one) return 1.6
  if ('person' in one || 'code' in one) return 2.6
  return 2
}

function setCell(cell: Cell, words: Words): Inline[] {
  if (cell === null) return ['–']
  if ('at' in cell) return [words.instant(new Date(cell.at))]
  if ('on' in cell) return [words.day(cell.on)]
  if ('person' in cell) return [{ text: cell.person.personId, style: 'code' }]
  if ('code' in cell) return [{ text: cell.code, style: 'code' }]
  return [cell.text]
}
