/**
 * Texts by key in German and English, composed from the catalogues of the modules. Keys are flat ("problem.x.y");
 * placeholders are `{{name}}`. A key that no catalogue holds is a programming error, caught by the catalogue spec;
 * at run time the key itself is shown rather than nothing.
 */
import { createInstance } from 'i18next'
import { locales, type Locale } from './locale.ts'

export interface Catalogue {
  readonly de: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
}

export type TextParams = Readonly<Record<string, string | number>>

export interface Texts {
  /** The text of a key in a language. */
  text(locale: Locale, key: string, params?: TextParams): string
  has(key: string): boolean
}

/**
 * Composes catalogues.
 * @throws Error when two catalogues define the same key.
 */
export function createTexts(catalogues: readonly Catalogue[]): Texts {
  const resources = { de: { translation: merge(catalogues, 'de') }, en: { translation: merge(catalogues, 'en') } }
  const engine = createInstance()
  void engine.init({
    resources,
    lng: 'de',
    fallbackLng: false,
    supportedLngs: [...locales],
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    // Escaping is the business of the page that shows the text, which knows its own syntax.
    interpolation: { escapeValue: false },
  })
  type Translate = (key: string, params?: TextParams) => string
  // The web application narrows i18next's keys to its own catalogues for the whole program; these are other ones.
  const fix = (locale: Locale) => engine.getFixedT(locale) as unknown as Translate
  const fixed = { de: fix('de'), en: fix('en') }
  return {
    text: (locale, key, params) => fixed[locale](key, { ...params }),
    has: (key) => key in resources.de.translation,
  }
}

function merge(catalogues: readonly Catalogue[], locale: Locale): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const catalogue of catalogues) {
    for (const [key, text] of Object.entries(catalogue[locale])) {
      if (key in merged && merged[key] !== text) throw new Error(`Two catalogues define the text ${key}`)
      merged[key] = text
    }
  }
  return merged
}
