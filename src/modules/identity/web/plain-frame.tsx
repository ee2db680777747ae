/** The frame of pages before there is a session: name, language, one column. */
import { Menu } from '#ui/menu.tsx'
import { locales } from '#platform/i18n/locale.ts'
import { languageNames, switchLanguage } from '#web/i18n.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export function PlainFrame({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation()
  return (
    <main className="plain-page">
      <div className="plain-head">
        <span className="wordmark-name">Beleg</span>
        <Menu
          trigger={<span lang={i18n.language}>{i18n.language.toUpperCase()}</span>}
          label={`${i18n.language.toUpperCase()}, ${t('shell.language')}`}
          selected={i18n.language}
          items={locales.map((locale) => ({
            id: locale,
            label: languageNames[locale],
            lang: locale,
            onAction: () => void switchLanguage(locale),
          }))}
        />
      </div>
      {children}
    </main>
  )
}
