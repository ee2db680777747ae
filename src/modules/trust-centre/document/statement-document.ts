/**
 * The security statement for customers: as published, every sentence with what the public page shows of it, the
 * certificates that hold, and how a stranger verifies what it rests on. Made of the same reading as the page.
 */
import type { Context } from '#core/context.ts'
import type { BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { documentWords } from '#core/document/words.ts'
import type { Registry } from '#core/registry.ts'
import { setDocument, type Part } from '#modules/statement/contract/setting.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { readFace, type Face, type ShownClaim } from '../actions/face.ts'
import { findPath } from '../store.ts'
import { setShownSentence } from './sentence.ts'

/** The registry is asked for late, because it is made of this kind among others. */
export function publicStatementDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'trust-centre.statement',
    title: { de: 'Sicherheitsaussage für Kunden', en: 'Security statement for customers' },
    purpose: {
      de: 'Die veröffentlichte Fassung: jeder Satz mit dem Stand, den die öffentliche Seite zeigt, gültige Zertifikate und wie man es nachprüft.',
      en: 'The published version: every sentence with the status that the public page shows, certificates that hold, and how to verify it.',
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
  const address = `${services.publicUrl}${await findPath(tx)}`
  const t = (key: string) => texts.text(locale, `document.public.${key}`)
  return {
    title: face.title,
    cover: coverOf(face, address, t('purpose_text'), texts, locale),
    blocks: [
      ...setSentences(face, texts, locale),
      ...setCertificates(face, texts, locale),
      ...(await headOfLedger(context, locale)),
      { kind: 'heading', level: 1, text: t('verify.title') },
      { kind: 'list', ordered: true, items: verifySteps(services.publicUrl, address, texts, locale) },
    ],
  }
}

/** What stands on the first page of what is made of the public face. */
export function coverOf(
  face: Face,
  address: string,
  purpose: string,
  texts: Texts,
  locale: Locale,
): BuiltDocument['cover'] {
  const { summary } = face
  const t = (key: string, params?: Record<string, string | number>) =>
    texts.text(locale, `document.public.${key}`, params)
  const withheld = summary.withheld === 0 ? '' : ` ${t('withheld_count', { count: summary.withheld })}`
  return [
    { term: t('purpose'), value: [purpose] },
    {
      term: t('result'),
      value: [`${t('proven_of', { proven: summary.proven, promises: summary.promises })}${withheld}`],
    },
    ...(face.publishedAt === null ? [] : [{ term: t('published'), value: [instantInWords(face.publishedAt, locale)] }]),
    { term: t('address'), value: [{ text: address, href: address }] },
    { term: t('wording'), value: [{ text: face.bodyHash.toString('hex'), style: 'code' as const }] },
  ]
}

function setSentences(face: Face, texts: Texts, locale: Locale): BlockInput[] {
  const claims = face.claims.map((claim) => ({ ...claim, start: claim.start_offset, end: claim.end_offset }))
  const setPart = (part: Part<ShownClaim & { start: number; end: number }>): BlockInput =>
    part.kind === 'text' ? { kind: 'paragraph', text: [part.text] } : setShownSentence(part.claim, { locale, texts })
  return setDocument(face.title, face.body, claims).flatMap((block): BlockInput[] => {
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

/** Certificates that hold now; of none nothing is said. */
export function setCertificates({ certificates }: Face, texts: Texts, locale: Locale): BlockInput[] {
  if (certificates.shown.length === 0) return []
  const t = (key: string) => texts.text(locale, `document.public.certificate.${key}`)
  const { days } = documentWords(texts, locale)
  return [
    { kind: 'heading', level: 1, text: t('title') },
    {
      kind: 'table',
      caption: t('title'),
      columns: [
        { title: t('framework'), width: 2.2, numeric: false },
        { title: t('issued_by'), width: 2, numeric: false },
        { title: t('scope'), width: 3, numeric: false },
        { title: t('valid'), width: 2.2, numeric: false },
      ],
      rows: certificates.shown.map((one) => [
        [one.title[locale]],
        [`${one.body}, ${one.number}`],
        [one.scope],
        [days(one.validFrom, one.validTo)],
      ]),
    },
  ]
}

function verifySteps(publicUrl: string, address: string, texts: Texts, locale: Locale) {
  const t = (key: string) => texts.text(locale, `document.public.verify.${key}`)
  const data = `${address.replace(/\/$/, '')}/statement.json?lang=${locale}`
  const keys = `${publicUrl}/ledger/keys`
  const command = `beleg verify export.zip --since ${locale === 'de' ? 'kopf' : 'head'}.txt`
  return [
    [`${t('now')} `, { text: data, href: data }],
    [`${t('keys')} `, { text: keys, href: keys }],
    [`${t('command')} `, { text: command, style: 'code' as const }],
  ]
}
