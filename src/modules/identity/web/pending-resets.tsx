/** Resets of factors that wait for the second pair of eyes. */
import { approveAccountReset, listAccountResets, rejectAccountReset } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

export function PendingResets() {
  const { t } = useTranslation()
  const toast = useToast()
  const session = useSession()
  const read = useQuery(readOf(listAccountResets, undefined))
  const renews = ['account-reset.', 'person.', 'today.', 'outbox.']
  const approve = useAction((resetId: string) => api.call(approveAccountReset, { params: { resetId } }), {
    renews,
    onDone: () => toast(t('reset.approved')),
  })
  const reject = useAction((resetId: string) => api.call(rejectAccountReset, { params: { resetId } }), {
    renews,
    onDone: () => toast(t('reset.rejected')),
  })
  const resets = read.data?.items ?? []
  if (resets.length === 0) return null
  return (
    <section className="stack" aria-labelledby="resets">
      <h2 id="resets">{t('reset.pending')}</h2>
      {approve.error ? <ProblemNotice problem={approve.error} /> : null}
      {reject.error ? <ProblemNotice problem={reject.error} /> : null}
      {resets.map((reset) => {
        const isOwn = reset.requestedBy === session.personId
        return (
          <Notice key={reset.resetId} tone="warning" title={t('reset.of', { name: reset.name })}>
            <p>{reset.reason}</p>
            <p className="small soft">
              {t('reset.by', { name: reset.requestedByName })} <Time at={reset.requestedAt} /> · {t('reset.ends')}{' '}
              <Time at={reset.expiresAt} />
            </p>
            {reset.sameWeek ? <p className="small">{t('reset.sameWeek')}</p> : null}
            <div className="actions">
              <Button
                size="small"
                variant="primary"
                isPending={approve.isPending}
                disabledReason={isOwn ? t('reset.own') : null}
                onPress={() => approve.mutate(reset.resetId)}
              >
                {t('reset.approve')}
              </Button>
              <Button size="small" isPending={reject.isPending} onPress={() => reject.mutate(reset.resetId)}>
                {isOwn ? t('reset.withdraw') : t('reset.reject')}
              </Button>
            </div>
          </Notice>
        )
      })}
    </section>
  )
}
