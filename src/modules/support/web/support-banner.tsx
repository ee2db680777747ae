/** Stands on every page while an operator is in a tenant as support, and names the way out. */
import { Time } from '#ui/time.tsx'
import { useSession } from '#web/session.ts'
import { useTranslation } from 'react-i18next'
import { LeaveButton } from './leave-button.tsx'
import './support.css'

export function SupportBanner() {
  const { t } = useTranslation()
  const { supportUntil, tenant } = useSession()
  if (supportUntil === null) return null
  return (
    <aside className="support-banner" aria-label={t('support.banner')}>
      <div className="support-banner-line">
        <p>
          <strong>{t('support.banner.where', { tenant: tenant.name })}</strong> {t('support.banner.until')}{' '}
          <Time at={supportUntil} />. {t('support.banner.recorded')}
        </p>
        <LeaveButton />
      </div>
    </aside>
  )
}
