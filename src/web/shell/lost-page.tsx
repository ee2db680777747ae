/** Where no page is, and where a page broke. */
import { Button } from '#ui/button.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../page.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  usePageTitle(t('lost.title'))
  return (
    <main className="plain-page stack">
      <h1>{t('lost.title')}</h1>
      <p className="page-lead">{t('lost.text')}</p>
      <p>
        <Link to="/">{t('lost.home')}</Link>
      </p>
    </main>
  )
}

export function CrashPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  usePageTitle(t('crash.title'))
  return (
    <main className="plain-page stack">
      <h1>{t('crash.title')}</h1>
      <ProblemNotice problem={error instanceof Error ? error : new Error(String(error))} />
      <p className="soft">{t('crash.text')}</p>
      <div className="actions">
        <Button variant="primary" onPress={reset}>
          {t('ui.tryAgain')}
        </Button>
        <Button
          onPress={() => {
            window.location.reload()
          }}
        >
          {t('crash.reload')}
        </Button>
      </div>
    </main>
  )
}
