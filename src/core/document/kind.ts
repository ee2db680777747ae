/**
 * Kinds of documents. A module declares a kind in its manifest (`documentKinds`) and builds its content from queries;
 * numbering, freezing, rendering, keeping and approving are the same for all.
 */
import type { Localised, Locale } from '#platform/i18n/locale.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import type { AsOf } from '../as-of/resolve.ts'
import type { Context } from '../context.ts'
import type { BlockInput, Classification, DocumentAbout } from './contract.ts'

export interface BuildParams {
  readonly locale: Locale
  /** Id of what it is about, as the kind asks for it; null for kinds without. */
  readonly scope: string | null
  /** The instant of which it speaks, not in the future; now, unless the kind reads the past. */
  readonly asOf: Date
  /** It says what was known then. */
  readonly knownAt: Date
  /** The same for whoever reads the record of the past; null for the present. */
  readonly past: AsOf | null
  /** For kinds that speak of a period: its first and last day, which is that of the instant above. */
  readonly period: PeriodOfDays | null
}

/** Days of the local calendar, `YYYY-MM-DD`, both included. */
export interface PeriodOfDays {
  readonly fromOn: string
  readonly toOn: string
}

/** What a kind builds. Names of persons do not belong here: a document outlives their erasure. */
export interface BuiltDocument {
  readonly title: string
  readonly cover: readonly { readonly term: string; readonly value: readonly BlockInlineInput[] }[]
  readonly blocks: readonly BlockInput[]
}
type BlockInlineInput = Extract<BlockInput, { kind: 'paragraph' }>['text'][number]

export interface DocumentKind {
  /** `<module>.<what>`. */
  readonly id: string
  readonly title: Localised
  /** What it is good for, in a sentence. */
  readonly purpose: Localised
  /** Needed to make one and to read one. */
  readonly permission: Permission
  readonly classification: Classification
  /** What has to be named. */
  readonly about: DocumentAbout
  /** Whether it can speak of a past instant; else only of the present one. */
  readonly readsPast: boolean
  /** Whether it speaks of a period that ends at that instant; each period then has versions of its own. */
  readonly readsPeriod?: true
  /** @throws Problem `common.not_found` when what it is about does not exist */
  readonly build: (context: Context, params: BuildParams) => Promise<BuiltDocument>
}

/** Declares a kind of document. */
export function defineDocumentKind(kind: DocumentKind): DocumentKind {
  return kind
}
