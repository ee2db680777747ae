/** What answers are drafted from: the published statement in each language, with what evidence says of it now. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { Problem } from '#platform/http/problem.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import type { KnownStatement, Say } from '../draft/draft.ts'
import type { StatusesNow } from '../rules.ts'

export interface Knowledge {
  readonly statements: Readonly<Record<Locale, KnownStatement | null>>
  readonly statuses: StatusesNow
  readonly say: Say
}

/** Reads the statement in force; nothing of it where none was published. */
export async function readKnowledge(context: Context, registry: Registry): Promise<Knowledge> {
  const { services } = context
  const statements: Record<Locale, KnownStatement | null> = { de: null, en: null }
  const asOf = services.clock.now()
  for (const locale of locales) statements[locale] = await readOne(context, registry, locale, asOf)
  const claims = locales.flatMap((locale) => statements[locale]?.claims ?? [])
  return {
    statements,
    statuses: new Map(claims.map(({ id, status }) => [id, status])),
    say: (locale, key, params) => services.texts.text(locale, key, params),
  }
}

async function readOne(
  context: Context,
  registry: Registry,
  locale: Locale,
  asOf: Date,
): Promise<KnownStatement | null> {
  try {
    const { id, version, claims } = await readStatementNow(context, registry, locale)
    return {
      id,
      version,
      asOf,
      claims: claims.map((claim) => ({
        id: claim.id,
        text: claim.text,
        section: claim.section,
        leadIn: claim.lead_in,
        kind: claim.kind,
        modality: claim.modality,
        quantifier: claim.quantifier,
        parameters: claim.parameters,
        measures: claim.measures,
        status: claim.status,
        since: claim.from_at,
      })),
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'statement.none_published') return null
    throw error
  }
}
