/** Everything about erasing and keeping: cases, legal holds, and how long the ledger keeps what it says. */
import { listErasures } from '#modules/privacy/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { useSession } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Day } from './day.tsx'
import { Holds } from './holds.tsx'
import { Retention } from './retention.tsx'

type Case = OutputOf<typeof listErasures>['items'][number]

export function PrivacyPage() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')}>
      <Cases />
      {permissions.includes('legal-hold:read') ? <Holds /> : null}
      {permissions.includes('retention:read') ? <Retention /> : null}
    </Page>
  )
}

function Cases() {
  const { t } = useTranslation()
  const read = useList<Case>(listErasures, {})
  return (
    <section className="section" aria-labelledby="cases">
      <h2 id="cases">{t('erasure.cases')}</h2>
      <Loaded read={read}>
        {(items) => (
          <Table
            caption={t('erasure.cases')}
            rows={items}
            rowKey={(row) => row.caseId}
            filterText={(row) => `${row.person.name} ${row.caseId}`}
            empty={
              <EmptyState title={t('erasure.empty.title')}>
                <p>{t('erasure.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'person',
                label: t('erasure.person'),
                isRowHeader: true,
                cell: (row) => (
                  <Link to="/erasures/$caseId" params={{ caseId: row.caseId }}>
                    {row.person.name}
                  </Link>
                ),
              },
              {
                id: 'state',
                label: t('erasure.state'),
                sortBy: (row) => row.state,
                cell: (row) => <span className={`tag tag-${row.state}`}>{t(`erasure.state.${row.state}`)}</span>,
              },
              {
                id: 'due',
                label: t('erasure.dueOn'),
                sortBy: (row) => row.dueOn,
                cell: (row) => (
                  <>
                    <Day on={row.dueOn} /> {row.overdue ? <strong>{t('erasure.overdue')}</strong> : null}
                  </>
                ),
              },
              { id: 'by', label: t('erasure.requestedBy'), cell: (row) => row.requestedBy.name },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </section>
  )
}
