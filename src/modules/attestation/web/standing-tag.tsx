/** Whether a copy can be fetched, and until when; else why not. */
import type { CopyView } from '#modules/attestation/contract/request.ts'
import { Time } from '#ui/time.tsx'
import { useTranslation } from 'react-i18next'

export function StandingTag({ copy }: { copy: Pick<CopyView, 'standstill' | 'expiresAt'> }) {
  const { t } = useTranslation()
  if (copy.standstill !== null)
    return <span className="tag tag-rejected">{t(`disclosures.standing.${copy.standstill}`)}</span>
  return (
    <>
      <span className="tag tag-approved">{t('disclosures.standing.live')}</span>
      <span className="subject-id">
        {t('disclosures.until')} <Time at={copy.expiresAt} exact />
      </span>
    </>
  )
}
