/** The header: who we are, where one can go, and the reader's own choices. One line on a desk, two on a phone. */
import { changeLocale, signOut } from '#modules/identity/contract.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import { CommandPalette } from '#ui/command-palette.tsx'
import { Menu } from '#ui/menu.tsx'
import { Link, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, queryClient } from '../api.ts'
import { languageNames, switchLanguage } from '../i18n.ts'
import { useSession } from '../session.ts'
import { themes, useTheme } from '../theme.ts'
import { useCommands } from './commands.ts'
import { LiveSign } from './live-sign.tsx'
import { asidePages, pages } from './pages.ts'

export function SiteHeader() {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const router = useRouter()
  const [theme, setTheme] = useTheme()
  const [isPaletteOpen, setPaletteOpen] = useState(false)

  const chooseLanguage = (locale: Locale) => {
    void switchLanguage(locale)
    // Support changes nothing, not even the language of their own account from here.
    if (session.supportUntil !== null) return
    // The account remembers it, and the server's texts are read again in the new language.
    void api.call(changeLocale, { body: { locale } }).finally(() => queryClient.invalidateQueries())
  }
  const leave = async () => {
    await api.call(signOut)
    queryClient.clear()
    await router.navigate({ to: '/sign-in' })
  }
  const commands = useCommands({ chooseLanguage, chooseTheme: setTheme, leave: () => void leave() })

  return (
    <header className="site-header">
      <div className="site-header-line">
        <Link to="/" className="wordmark">
          <span className="wordmark-name">Beleg</span>
          {session.tenant.name === 'Beleg' ? null : <span className="wordmark-tenant">{session.tenant.name}</span>}
        </Link>
        <SiteNavigation />
        <div className="site-tools">
          <LiveSign />
          <button
            type="button"
            className="header-button"
            onClick={() => setPaletteOpen(true)}
            aria-label={t('ui.palette.title')}
            aria-keyshortcuts="Control+K Meta+K"
            title={t('ui.palette.hint')}
          >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path
                d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.6-1.4L14 14"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinecap="round"
              />
            </svg>
          </button>
          <Menu
            trigger={<span aria-hidden="true">{i18n.language.toUpperCase()}</span>}
            label={`${i18n.language.toUpperCase()}, ${t('shell.language')}`}
            selected={i18n.language}
            items={locales.map((locale) => ({
              id: locale,
              label: languageNames[locale],
              lang: locale,
              onAction: () => chooseLanguage(locale),
            }))}
          />
          <Menu
            trigger={<ThemeSign />}
            label={t('shell.theme')}
            selected={theme}
            items={themes.map((choice) => ({
              id: choice,
              label: t(`shell.theme.${choice}`),
              onAction: () => setTheme(choice),
            }))}
          />
          <Menu
            trigger={<span className="initials">{initialsOf(session.name)}</span>}
            label={`${initialsOf(session.name)}, ${t('shell.account', { name: session.name })}`}
            items={[
              ...(session.supportUntil === null
                ? [
                    {
                      id: 'account',
                      label: t('account.title'),
                      onAction: () => void router.navigate({ to: '/account' }),
                    },
                    {
                      id: 'calendar',
                      label: t('ownCalendar.title'),
                      onAction: () => void router.navigate({ to: '/calendar' }),
                    },
                  ]
                : []),
              ...asidePages
                .filter((page) => session.permissions.includes(page.permission))
                .map((page) => ({
                  id: page.to,
                  label: t(page.title),
                  onAction: () => void router.navigate({ to: page.to }),
                })),
              { id: 'leave', label: t('shell.signOut'), onAction: () => void leave() },
            ]}
          />
        </div>
      </div>
      <CommandPalette isOpen={isPaletteOpen} onOpenChange={setPaletteOpen} commands={commands} />
    </header>
  )
}

function SiteNavigation() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const list = useRef<HTMLUListElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => {
    // On a phone the line is longer than the screen: the present page is kept in view. Not by `scrollIntoView`, which
    // in Chromium moves the start of the Tab order too, past the skip link.
    const link = list.current?.querySelector('[aria-current=page]')
    const line = list.current?.parentElement
    if (!link || !line) return
    const [shown, whole] = [link.getBoundingClientRect(), line.getBoundingClientRect()]
    if (shown.left < whole.left || shown.right > whole.right)
      line.scrollLeft += shown.left - whole.left - shown.width / 2
  }, [path])
  return (
    <nav className="site-nav" aria-label={t('shell.navigation')}>
      <ul ref={list}>
        {pages
          .filter((page) => permissions.includes(page.permission))
          .map((page) => (
            <li key={page.to}>
              <Link to={page.to} activeOptions={{ exact: page.to === '/' }} className="site-nav-link">
                {t(page.title)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}

function ThemeSign() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </svg>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase()
}
