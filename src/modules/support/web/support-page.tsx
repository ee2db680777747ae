/** Support access: a tenant gives it, sees what became of it and takes it back; operators see who lets them in. */
import { Page } from '#web/page.tsx'
import { useSession } from '#web/session.ts'
import { useTranslation } from 'react-i18next'
import { GivenGrants } from './given-grants.tsx'
import { OpenGrants } from './open-grants.tsx'

export function SupportPage() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  if (tenant.kind === 'company') return <GivenGrants />
  return (
    <Page title={t('support.title')} lead={t('support.operator.lead')}>
      <OpenGrants />
    </Page>
  )
}
