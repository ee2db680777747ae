/** What surrounds every page of a signed-in reader: tenant, navigation, search, language, theme, account. */
import { SupportBanner } from '#modules/support/web/support-banner.tsx'
import { LiveContext } from './live-sign.tsx'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { switchLanguage } from '../i18n.ts'
import { useLive } from '../live.ts'
import { isSupportOver, SessionContext, sessionRead } from '../session.ts'
import { SiteHeader } from './site-header.tsx'

/** How often the session is looked at although nothing is called: it may end elsewhere. */
const sessionCheckMs = 60_000

export function Shell() {
  const { data: session, error } = useQuery({ ...sessionRead, refetchInterval: sessionCheckMs })
  const router = useRouter()
  const signedIn = session?.signedIn === true ? session : null
  const chosen = useRef<string | null>(null)

  useEffect(() => {
    // The account's language applies once, when it becomes known; afterwards the switch decides.
    if (signedIn && chosen.current !== signedIn.locale) {
      chosen.current = signedIn.locale
      void switchLanguage(signedIn.locale)
    }
  }, [signedIn])

  const ended = session?.signedIn === false
  useEffect(() => {
    if (ended) void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } })
  }, [ended, router])

  const isOver = isSupportOver(error)
  useEffect(() => {
    if (isOver) void router.navigate({ to: '/support-over' })
  }, [isOver, router])

  if (!signedIn) return null
  return (
    <SessionContext value={signedIn}>
      <SignedInFrame />
    </SessionContext>
  )
}

function SignedInFrame() {
  const { t } = useTranslation()
  const live = useLive()
  const main = useRef<HTMLElement>(null)
  const isNavigating = useRouterState({ select: (state) => state.status === 'pending' })
  return (
    <LiveContext value={live}>
      <a
        className="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t('shell.skip')}
      </a>
      <SiteHeader />
      <SupportBanner />
      <main id="main" ref={main} tabIndex={-1} aria-busy={isNavigating}>
        <Outlet />
      </main>
    </LiveContext>
  )
}
