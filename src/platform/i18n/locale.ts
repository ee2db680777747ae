/** The two languages of Beleg, German first, and how a reader's wish is read. */
import { z } from 'zod'

export const locales = ['de', 'en'] as const
export const localeSchema = z.enum(locales)
export type Locale = (typeof locales)[number]

/** A text in both languages. */
export interface Localised {
  readonly de: string
  readonly en: string
}

/**
 * Chooses the language from an Accept-Language header (RFC 9110 §12.5.4): the supported language of highest weight,
 * German when none is wished for.
 */
export function negotiateLocale(header: string | undefined): Locale {
  let best: Locale = 'de'
  let bestWeight = 0
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...options] = part.trim().split(';')
    const primary = tag.toLowerCase().split('-')[0]
    const quality = options.map((o) => o.trim()).find((o) => o.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    if (Number.isFinite(weight) && weight > bestWeight && (primary === 'de' || primary === 'en')) {
      best = primary
      bestWeight = weight
    }
  }
  return best
}
