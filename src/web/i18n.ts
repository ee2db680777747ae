/**
 * Languages of the application. Keys are typed: a key that no catalogue has fails the type check, and each English
 * catalogue must have the keys of its German one. Only the language in use is loaded.
 */
import { negotiateLocale, locales, type Locale } from '#platform/i18n/locale.ts'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { pageTexts } from './catalogue-de.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'beleg'
    keySeparator: false
    nsSeparator: false
    resources: { beleg: typeof pageTexts }
  }
}

/** Languages are named in themselves. */
export const languageNames: Readonly<Record<Locale, string>> = { de: 'Deutsch', en: 'English' }

const storageKey = 'beleg.locale'

const loaders: Readonly<Record<Locale, () => Promise<{ texts: Readonly<Record<string, string>> }>>> = {
  de: () => import('./catalogue-de.ts'),
  en: () => import('./catalogue-en.ts'),
}

/** Starts in the language chosen on this device, else in the browser's. */
export async function startLanguages(): Promise<void> {
  const kept = localStorage.getItem(storageKey)
  const locale = locales.find((known) => known === kept) ?? negotiateLocale(navigator.languages.join(','))
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { beleg: (await loaders[locale]()).texts } },
    defaultNS: 'beleg',
    keySeparator: false,
    nsSeparator: false,
    // React escapes.
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = locale
}

/** Switches the language and keeps the choice on this device. */
export async function switchLanguage(locale: Locale): Promise<void> {
  localStorage.setItem(storageKey, locale)
  if (i18next.language === locale) return
  if (!i18next.hasResourceBundle(locale, 'beleg')) {
    i18next.addResourceBundle(locale, 'beleg', (await loaders[locale]()).texts)
  }
  await i18next.changeLanguage(locale)
  document.documentElement.lang = locale
}

/** The language in use. */
export function currentLocale(): Locale {
  return i18next.language === 'en' ? 'en' : 'de'
}

/**
 * The text of a name that a server sends, such as a permission; the name itself when no catalogue has it, because a
 * newer server may know more than this page.
 */
export function nameText(kind: 'role' | 'permission' | 'factor' | 'register', id: string): string {
  const lookUp: (key: string) => string = i18next.t as never
  const key = `${kind}.${id}`
  const text = lookUp(key)
  return text === key ? id : text
}
