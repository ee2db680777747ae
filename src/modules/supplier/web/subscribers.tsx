/** Who asked to be told, and erasing somebody of them. */
import { removeSubscription, type ListState } from '#modules/supplier/contract/public-list.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { languageNames } from '#web/i18n.ts'
import { useRefusal } from '#web/session.ts'
import { useTranslation } from 'react-i18next'

export function Subscribers({ subscribers }: { subscribers: ListState['subscriptions'] }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refused = useRefusal()('supplier:edit')
  const remove = useAction(
    ({ id }: { id: string; email: string }) => api.call(removeSubscription, { params: { subscriptionId: id } }),
    {
      renews: ['subprocessor'],
      onDone: (_, { email }) => toast(t('subprocessors.removed', { address: email })),
    },
  )
  return (
    <Section id="subscribers" title={t('subprocessors.subscribers')} meaning={t('subprocessors.subscribers.meaning')}>
      {remove.error ? <ProblemNotice problem={remove.error} /> : null}
      <Table
        caption={t('subprocessors.subscribers')}
        rows={subscribers}
        rowKey={({ id }) => id}
        filterText={({ email }) => email}
        empty={
          <EmptyState title={t('subprocessors.subscribers.none')}>
            <p>{t('subprocessors.subscribers.none.text')}</p>
          </EmptyState>
        }
        columns={[
          { id: 'email', label: t('subprocessors.email'), isRowHeader: true, cell: ({ email }) => email },
          { id: 'locale', label: t('shell.language'), cell: ({ locale }) => languageNames[locale] },
          { id: 'state', label: t('registers.state'), cell: ({ state }) => t(`subprocessors.subscriber.${state}`) },
          { id: 'at', label: t('subprocessors.askedAt'), cell: ({ requestedAt }) => <Time at={requestedAt} /> },
          {
            id: 'remove',
            label: t('subprocessors.remove'),
            isAction: true,
            cell: (row) => (
              <Button
                size="small"
                variant="quiet"
                disabledReason={refused}
                aria-label={t('subprocessors.remove.of', { address: row.email })}
                isPending={remove.isPending && remove.variables.id === row.id}
                onPress={() => remove.mutate(row)}
              >
                {t('subprocessors.remove')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  )
}
