/** The fixed words on every page of a document, in its language: what it is, as of when, which version, under which number. */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { shortHash, type FrozenModel } from './freeze.ts'

export interface Imprint {
  readonly locale: Locale
  readonly title: string
  readonly organisation: string
  readonly classification: string
  /** "Stichtag 22. November 2026, 18:23 Uhr". */
  readonly asOf: string
  /** "Version 3". */
  readonly version: string
  /** "Prüfsumme 3fa9 …", of which the first digits. */
  readonly shortHash: string
  readonly page: string
  readonly pageOf: string
  readonly table: string
  /** How anybody checks it, and the whole number. */
  readonly check: { readonly title: string; readonly text: string; readonly sha256: string }
  /** For whom a copy was made; it stands on every page of it. */
  readonly recipient?: string
  /** For metadata: seconds, UTC. */
  readonly date: string
}

/** Words and numbers of a frozen document; of a copy with the line that says for whom it was made. */
export function imprintOf({ model, sha256 }: FrozenModel, texts: Texts, recipient?: string): Imprint {
  const t = (key: string, params?: Record<string, string | number>) => texts.text(model.locale, key, params)
  return {
    locale: model.locale,
    title: model.title,
    organisation: model.organisation,
    classification: t(`document.classification.${model.classification}`),
    asOf: t('document.as_of', { at: instantInWords(new Date(model.asOf), model.locale) }),
    version: t('document.version', { version: model.version }),
    shortHash: t('document.hash', { hash: shortHash(sha256) }),
    page: t('document.page'),
    pageOf: t('document.page_of'),
    table: t('document.table'),
    check: {
      title: t('document.check.title'),
      text: recipient === undefined ? t('document.check.text', { id: model.id }) : t('document.check.copy'),
      sha256,
    },
    ...(recipient !== undefined && { recipient }),
    date: new Date(model.asOf).toISOString(),
  }
}

/** "22. November 2026, 18:23 Uhr MEZ", on the clocks of Berlin. */
export function instantInWords(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: defaultTimeZone,
  }).format(at)
}
