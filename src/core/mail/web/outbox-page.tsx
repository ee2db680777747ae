/** Every mail that this instance sent or, without a mail server, kept. */
import { listOutbox } from '#core/mail/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

type Mail = OutputOf<typeof listOutbox>['items'][number]

export function OutboxPage() {
  const { t } = useTranslation()
  const read = useList<Mail>(listOutbox, {})
  return (
    <Page title={t('outbox.title')} lead={t('outbox.lead')}>
      <Loaded read={read}>
        {(mails) => (
          <Table
            caption={t('outbox.title')}
            rows={mails}
            rowKey={(mail) => mail.id}
            filterText={(mail) => `${mail.subject} ${mail.to}`}
            empty={
              <EmptyState title={t('outbox.empty.title')}>
                <p>{t('outbox.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'subject',
                label: t('outbox.subject'),
                isRowHeader: true,
                sortBy: (mail) => mail.subject,
                cell: (mail) => (
                  <Link to="/outbox/$mailId" params={{ mailId: mail.id }}>
                    {mail.subject}
                  </Link>
                ),
              },
              { id: 'to', label: t('outbox.to'), sortBy: (mail) => mail.to, cell: (mail) => mail.to },
              {
                id: 'state',
                label: t('outbox.state'),
                cell: (mail) => (
                  <>
                    <span className={`tag tag-${mail.state}`}>{t(`outbox.state.${mail.state}`)}</span>
                    {mail.failure === null ? null : <span className="subject-id">{mail.failure}</span>}
                  </>
                ),
              },
              {
                id: 'at',
                label: t('outbox.at'),
                sortBy: (mail) => mail.createdAt,
                cell: (mail) => <Time at={mail.createdAt} />,
              },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </Page>
  )
}
