/**
 * The annex of technical and organisational measures to a contract on processing (Art. 28(3)(c), 32 GDPR), in the order
 * in which German customers expect it: each category with the published sentences whose measures belong there, and what
 * the public page shows of their status. What the published version says nothing of is said, too.
 */
import { tomCategoryOf, tomGroups, type TomCategory } from '#catalog/mapping/tom.ts'
import type { Context } from '#core/context.ts'
import type { BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import type { Registry } from '#core/registry.ts'
import { readFace, type Face, type ShownClaim } from '../actions/face.ts'
import { findPath } from '../store.ts'
import { setShownSentence } from './sentence.ts'
import { coverOf, setCertificates } from './statement-document.ts'

/** The registry is asked for late, because it is made of this kind among others. */
export function tomDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'trust-centre.tom',
    title: { de: 'Technische und organisatorische Maßnahmen (TOM)', en: 'Technical and organisational measures (TOM)' },
    purpose: {
      de: 'Anlage zum Vertrag über die Auftragsverarbeitung in der Ordnung von Art. 32 DSGVO, aus den veröffentlichten Sätzen.',
      en: 'Annex to a contract on processing in the order of Art. 32 GDPR, made of the published sentences.',
    },
    permission: 'trust-centre:read',
    classification: 'public',
    about: 'nothing',
    readsPast: false,
    build: (context, params) => build(context, registry(), params),
  })
}

async function build(context: Context, registry: Registry, { locale }: BuildParams): Promise<BuiltDocument> {
  const { services, tx } = context
  const { texts } = services
  const face = await readFace(context, registry, locale)
  const t = (key: string) => texts.text(locale, `document.tom.${key}`)
  const address = `${services.publicUrl}${await findPath(tx)}`
  const setCategory = (category: TomCategory, isOnly: boolean): BlockInput[] => {
    const sentences = sentencesOf(face, category.id)
    return [
      ...(isOnly ? [] : [{ kind: 'heading' as const, level: 2 as const, text: category.title[locale] }]),
      { kind: 'paragraph', text: [{ text: category.meaning[locale], style: 'emphasis' }] },
      ...(sentences.length === 0 ? [{ kind: 'paragraph' as const, text: [t('nothing')] }] : []),
      ...sentences.map(({ claim, measures }) =>
        setShownSentence(claim, {
          locale,
          texts,
          isAlone: true,
          measures: measures.flatMap((id) => registry.measures.get(id)?.title[locale] ?? []),
        }),
      ),
    ]
  }
  const others = promised(face).filter(({ measures }) => measures.every((id) => tomCategoryOf(id) === null))
  return {
    title: t('title'),
    cover: coverOf(face, address, t('purpose_text'), texts, locale),
    blocks: [
      ...tomGroups.flatMap(({ title, clause, categories }): BlockInput[] => [
        { kind: 'heading', level: 1, text: `${title[locale]} (${clause[locale]})` },
        ...categories.flatMap((category) => setCategory(category, categories.length === 1)),
      ]),
      ...(others.length === 0
        ? []
        : [
            { kind: 'heading' as const, level: 1 as const, text: t('others') },
            ...others.map((claim) => setShownSentence(claim, { locale, texts, isAlone: true })),
          ]),
      ...setCertificates(face, texts, locale),
      ...(await headOfLedger(context, locale)),
    ],
  }
}

/** What the statement promises or offers, customers' own duties left out. */
function promised({ claims }: Face): ShownClaim[] {
  return claims.filter(({ kind }) => kind === 'promise' || kind === 'option')
}

/** Sentences that rest on measures of a category, with those measures; one may stand in several categories. */
function sentencesOf(face: Face, category: string): { claim: ShownClaim; measures: readonly string[] }[] {
  return promised(face).flatMap((claim) => {
    const measures = claim.measures.filter((id) => tomCategoryOf(id) === category)
    return measures.length === 0 ? [] : [{ claim, measures }]
  })
}
