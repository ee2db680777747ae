/** Where the link in a mail with heads leads: one button ends the mails. Opening the page ends nothing. */
import { endSubscription, readSubscription } from '#modules/ledger/contract.ts'
import { PlainFrame } from '#modules/identity/web/plain-frame.tsx'
import { Button } from '#ui/button.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { usePageTitle } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function UnsubscribePage() {
  const { t } = useTranslation()
  usePageTitle(t('unsubscribe.title'))
  const { token } = useParams({ from: '/unsubscribe/$token' })
  // The link dies with its use: what was read once stays until the end.
  const read = useQuery({ ...readOf(readSubscription, { params: { token } }), staleTime: Number.POSITIVE_INFINITY })
  const end = useAction(() => api.call(endSubscription, { params: { token } }), { renews: [] })
  return (
    <PlainFrame>
      <div className="stack">
        <h1>{t('unsubscribe.title')}</h1>
        {end.isSuccess ? (
          <p role="status">{t('unsubscribe.done')}</p>
        ) : (
          <Loaded read={read} lines={2}>
            {({ email, tenantName }) => (
              <>
                {end.error ? <ProblemNotice problem={end.error} /> : null}
                <p>{t('unsubscribe.text', { address: email, tenant: tenantName })}</p>
                <div className="actions">
                  <Button variant="primary" isPending={end.isPending} onPress={() => end.mutate(undefined)}>
                    {t('unsubscribe.do')}
                  </Button>
                </div>
              </>
            )}
          </Loaded>
        )}
      </div>
    </PlainFrame>
  )
}
