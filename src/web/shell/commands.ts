/** What the command palette offers: pages, the sentences of the statement, language, theme, signing out. */
import { readCurrentStatement } from '#modules/statement/contract.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import type { Command } from '#ui/command-palette.tsx'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readOf } from '../api.ts'
import { currentLocale } from '../i18n.ts'
import { useSession } from '../session.ts'
import { themes, type Theme } from '../theme.ts'
import { asidePages, pages } from './pages.ts'

export interface CommandActions {
  chooseLanguage: (locale: Locale) => void
  chooseTheme: (theme: Theme) => void
  leave: () => void
}

/** Only what the reader may reach. */
export function useCommands(actions: CommandActions): readonly Command[] {
  const { t } = useTranslation()
  const router = useRouter()
  const { permissions, supportUntil } = useSession()
  const statement = useQuery({
    ...readOf(readCurrentStatement, { query: { locale: currentLocale() } }),
    enabled: permissions.includes('statement:read'),
  })
  return [
    ...[...pages, ...asidePages]
      .filter((page) => permissions.includes(page.permission))
      .map((page) => ({
        id: page.to,
        label: t(page.title),
        group: t('command.page'),
        run: () => void router.navigate({ to: page.to }),
      })),
    // The account of support is not of this tenant.
    ...(supportUntil === null
      ? [
          {
            id: 'account',
            label: t('account.title'),
            group: t('command.page'),
            run: () => void router.navigate({ to: '/account' }),
          },
          {
            id: 'calendar',
            label: t('ownCalendar.title'),
            group: t('command.page'),
            run: () => void router.navigate({ to: '/calendar' }),
          },
        ]
      : []),
    ...(statement.data?.claims ?? []).map((claim) => ({
      id: claim.id,
      label: claim.text,
      group: claim.status === null ? t('command.sentence') : t(`status.${claim.status}`),
      run: () => void router.navigate({ to: '/sentences/$claimId', params: { claimId: claim.id } }),
    })),
    ...locales.map((locale) => ({
      id: `language-${locale}`,
      label: t(`command.language.${locale}`),
      group: t('command.setting'),
      run: () => actions.chooseLanguage(locale),
    })),
    ...themes.map((theme) => ({
      id: `theme-${theme}`,
      label: t('command.theme', { theme: t(`shell.theme.${theme}`) }),
      group: t('command.setting'),
      run: () => actions.chooseTheme(theme),
    })),
    { id: 'leave', label: t('shell.signOut'), group: t('command.action'), run: actions.leave },
  ]
}
