/**
 * A document independent of how it is set: what a module builds from a query, and page, PDF and DOCX are made of. Text
 * only: no renderer takes any of it for markup, formula or program. Browser-safe.
 */
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import { idSchema, instantSchema } from '../page.ts'
import { statusSchema } from '../vocabulary.ts'

/** Public first; the same words as for data sets (domain: A.5.12). */
export const classifications = ['public', 'internal', 'confidential', 'strictly_confidential'] as const
export const classificationSchema = z.enum(classifications)
export type Classification = (typeof classifications)[number]

/** What a document can be about: nothing of several, a sentence, a measure of the catalogue, a person by their id. */
export const documentAbouts = ['nothing', 'claim', 'measure', 'person'] as const
export type DocumentAbout = (typeof documentAbouts)[number]

/** What a document is kept as: its model, on which all the others rest, and three renderings. */
export const documentFormats = ['json', 'html', 'pdf', 'docx'] as const
export const documentFormatSchema = z.enum(documentFormats)
export type DocumentFormat = (typeof documentFormats)[number]

const mostText = 100_000

/**
 * What cannot be shown, or shows something else than it says, becomes a visible sign: control characters, halves of
 * characters, and marks that turn the direction of what follows them. Line breaks and tabs become a space.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/[ \t\r\n\f\v\u0085\u2028\u2029]+/g, ' ')
      // oxlint-disable-next-line no-control-regex -- these are what must not get through
      .replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\uFFFE\uFFFF]/g, '\u{FFFD}')
  )
}

const textSchema = z.string().max(mostText).transform(cleanText)
const filledSchema = z
  .string()
  .max(mostText)
  .transform((text) => cleanText(text).trim())
  .pipe(z.string().min(1))

/** A piece of running text. A status is a shape and a word, never a colour alone. */
export const inlineSchema = z.union([
  textSchema,
  z.strictObject({
    text: filledSchema,
    /** Renderers know these and no other. */
    style: z.enum(['strong', 'emphasis', 'code']),
  }),
  z.strictObject({
    text: filledSchema,
    href: z.url({ protocol: /^https?$/ }).transform((href) => new URL(href).href),
  }),
  z.strictObject({ status: statusSchema, word: filledSchema }),
])
export type Inline = z.output<typeof inlineSchema>

const runSchema = z.array(inlineSchema).max(1_000)

const tableSchema = z
  .strictObject({
    kind: z.literal('table'),
    caption: filledSchema,
    columns: z
      .array(z.strictObject({ title: filledSchema, width: z.number().min(0.1).max(20), numeric: z.boolean() }))
      .min(1)
      .max(12),
    rows: z.array(z.array(runSchema)).max(10_000),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    message: 'every row has a cell for every column',
    path: ['rows'],
  })

export const blockSchema = z.discriminatedUnion('kind', [
  /** Level 1 stands below the title of the document. */
  z.strictObject({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2)]), text: filledSchema }),
  z.strictObject({ kind: z.literal('paragraph'), text: runSchema.min(1) }),
  z.strictObject({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(runSchema.min(1)).min(1).max(5_000) }),
  z.strictObject({
    kind: z.literal('definitions'),
    items: z
      .array(z.strictObject({ term: filledSchema, value: runSchema.min(1) }))
      .min(1)
      .max(500),
  }),
  tableSchema,
  /** A sentence, its status beside it and why below. */
  z.strictObject({
    kind: z.literal('judged'),
    text: runSchema.min(1),
    status: statusSchema.nullable(),
    word: textSchema,
    detail: runSchema,
  }),
  z.strictObject({ kind: z.literal('note'), title: filledSchema, text: runSchema.min(1) }),
  /** A bar of shares; the same as a table, for those who cannot see it. */
  z.strictObject({
    kind: z.literal('shares'),
    caption: filledSchema,
    columns: z.tuple([filledSchema, filledSchema]),
    items: z
      .array(z.strictObject({ status: statusSchema, label: filledSchema, count: z.number().int().min(0) }))
      .min(1)
      .max(12),
  }),
])
export type Block = z.output<typeof blockSchema>
export type BlockInput = z.input<typeof blockSchema>

export const documentModelSchema = z.strictObject({
  format: z.literal('beleg-document/1'),
  id: idSchema,
  /** `<module>.<what>` of whoever built it. */
  kind: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  /** What of its kind it is about; null when there is one only. */
  scope: z.string().max(200).nullable(),
  locale: localeSchema,
  title: filledSchema,
  organisation: filledSchema,
  classification: classificationSchema,
  /** The instant of which it speaks (Stichtag). */
  asOf: instantSchema,
  /** It says what was known then. */
  knownAt: instantSchema,
  /** Counted for kind, scope and language, from 1. */
  version: z.number().int().min(1),
  /** On its first page, beside the rest. */
  cover: z.array(z.strictObject({ term: filledSchema, value: runSchema.min(1) })).max(30),
  blocks: z.array(blockSchema).max(20_000),
})
export type DocumentModel = z.output<typeof documentModelSchema>
