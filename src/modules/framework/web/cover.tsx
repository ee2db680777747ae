/** How a requirement stands: a status where something is judged, else a word that says why there is none. */
import type { RequirementView, Standing } from '#modules/framework/contract/framework.ts'
import { StatusMark } from '#ui/status-mark.tsx'
import { dayOf, startOfDay } from '#ui/time.tsx'
import { useTranslation } from 'react-i18next'

export function CoverMark({ row }: { row: Pick<RequirementView, 'cover' | 'status'> }) {
  const { t } = useTranslation()
  if (row.status !== null) return <StatusMark status={row.status} size={14} />
  return <span className="soft">{t(`frameworks.cover.${row.cover}`)}</span>
}

/** Certified, with by whom, for what and until when; or that it is not. */
export function StandingText({ standing, certifiable }: { standing: Standing; certifiable: boolean }) {
  const { t, i18n } = useTranslation()
  if (standing.kind === 'not_certified')
    return <span className="soft">{certifiable ? t('frameworks.notCertified') : '–'}</span>
  return (
    <span>
      <strong>{t('frameworks.certified')}</strong>{' '}
      <span className="small">
        {t('frameworks.certifiedBy', {
          body: standing.body,
          until: dayOf(startOfDay(standing.validTo), i18n.language),
          scope: standing.scope,
        })}
      </span>
    </span>
  )
}
