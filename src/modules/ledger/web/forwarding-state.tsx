/** How far the SIEM was served, for administrators of the platform where one is configured; else nothing. */
import { readForwarding } from '#modules/siem/contract.ts'
import { Notice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

/** The page is looked at for longer than a delivery takes. */
const lookEveryMs = 10_000

export function ForwardingState() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const read = useQuery({
    ...readOf(readForwarding, undefined),
    enabled: permissions.includes('siem:read'),
    refetchInterval: (query) => (query.state.data?.forwarding ? lookEveryMs : false),
  })
  const forwarding = read.data?.forwarding ?? null
  if (forwarding === null) return null
  return (
    <section className="section" aria-labelledby="siem">
      <h2 id="siem">{t('ledger.siem')}</h2>
      {forwarding.failure === null ? null : (
        <Notice tone="bad" title={t('ledger.siem.failure')}>
          <p>{forwarding.failure}</p>
        </Notice>
      )}
      <dl className="facts">
        <dt>{t('ledger.siem.target')}</dt>
        <dd className="mono">{forwarding.target}</dd>
        <dt>{t('ledger.siem.lastPlace')}</dt>
        <dd>{forwarding.lastPlace ?? '–'}</dd>
        <dt>{t('ledger.siem.behind')}</dt>
        <dd>{t('ledger.siem.behind.value', { count: forwarding.entriesBehind })}</dd>
        <dt>{t('ledger.siem.succeeded')}</dt>
        <dd>{forwarding.succeededAt === null ? t('ledger.siem.never') : <Time at={forwarding.succeededAt} />}</dd>
      </dl>
    </section>
  )
}
