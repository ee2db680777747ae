/** Requests under confidentiality with all that belongs to them: disclosures, agreements, and what the tenant arranges. */
import { listRequests, type RequestView } from '#modules/attestation/contract/request.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { Time } from '#ui/time.tsx'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Desk } from './desk.tsx'
import { Disclosures } from './disclosures.tsx'
import { EnterDialog } from './enter-dialog.tsx'
import { Ndas } from './ndas.tsx'
import { StateTag } from './state-tag.tsx'

export function AttestationsPage() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isEntering, setEntering] = useState(false)
  return (
    <Page
      title={t('attestations.title')}
      lead={t('attestations.lead')}
      actions={
        <Button variant="primary" disabledReason={refusal('attestation:handle')} onPress={() => setEntering(true)}>
          {t('attestations.enter')}
        </Button>
      }
    >
      <Tabs
        label={t('attestations.title')}
        tabs={[
          { id: 'requests', label: t('attestations.requests'), content: <Requests /> },
          { id: 'disclosures', label: t('attestations.disclosures'), content: <Disclosures /> },
          { id: 'ndas', label: t('attestations.ndas'), content: <Ndas /> },
          { id: 'desk', label: t('attestations.desk'), content: <Desk /> },
        ]}
      />
      <EnterDialog isOpen={isEntering} onClose={() => setEntering(false)} />
    </Page>
  )
}

function Requests() {
  const { t } = useTranslation()
  const read = useList<RequestView>(listRequests, {})
  return (
    <>
      <Loaded read={read} lines={4}>
        {(items) => (
          <Table
            caption={t('attestations.requests')}
            rows={items}
            rowKey={(row) => row.requestId}
            filterText={(row) =>
              `${row.requester?.name ?? ''} ${row.requester?.organisation ?? ''} ${row.number ?? ''}`
            }
            empty={
              <EmptyState title={t('attestations.empty.title')}>
                <p>{t('attestations.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'requester',
                label: t('attestations.requester'),
                isRowHeader: true,
                sortBy: (row) => row.requester?.organisation ?? '',
                cell: (row) => (
                  <>
                    <Link to="/attestations/$requestId" params={{ requestId: row.requestId }}>
                      {row.requester?.organisation ?? t('attestations.erased')}
                    </Link>
                    <span className="subject-id">
                      {t('attestations.number', { number: row.number ?? 0 })}
                      {row.requester === null ? null : ` · ${row.requester.name}`}
                    </span>
                  </>
                ),
              },
              {
                id: 'wants',
                label: t('attestations.wants'),
                cell: (row) => row.title?.[currentLocale()] ?? t('attestations.wants.confirmation'),
              },
              { id: 'state', label: t('attestations.state'), cell: (row) => <StateTag state={row.state} /> },
              {
                id: 'customer',
                label: t('attestations.customer'),
                cell: (row) => row.customer ?? t('attestations.noCustomer'),
              },
              {
                id: 'due',
                label: t('attestations.due'),
                sortBy: (row) => row.dueAt ?? '9999',
                cell: (row) =>
                  row.dueAt === null ? (
                    '–'
                  ) : (
                    <>
                      <Time at={row.dueAt} /> {row.overdue ? <strong>{t('attestations.overdue')}</strong> : null}
                    </>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </>
  )
}
