/** Where support lands when the grant ended while they looked. */
import { usePageTitle } from '#web/page.tsx'
import { useTranslation } from 'react-i18next'
import { LeaveButton } from './leave-button.tsx'

export function SupportOverPage() {
  const { t } = useTranslation()
  usePageTitle(t('support.over.title'))
  return (
    <main className="plain-page stack">
      <h1>{t('support.over.title')}</h1>
      <p className="page-lead">{t('support.over.text')}</p>
      <div className="actions">
        <LeaveButton />
      </div>
    </main>
  )
}
