/** The log of disclosures: what was handed to whom, whether it can still be fetched, and how often it was. */
import { exportDisclosures, listDisclosures, type DisclosureView } from '#modules/attestation/contract/request.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api } from '#web/api.ts'
import { ExportMenu } from '#web/export-menu.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StandingTag } from './standing-tag.tsx'

export function Disclosures() {
  const { t } = useTranslation()
  const read = useList<DisclosureView>(listDisclosures, {})
  return (
    <>
      <div className="actions">
        <ExportMenu
          formats={['xlsx', 'csv']}
          fetchFile={(format) => api.call(exportDisclosures, { query: { format } })}
        />
      </div>
      <Loaded read={read} lines={3}>
        {(items) => (
          <Table
            caption={t('attestations.disclosures')}
            rows={items}
            rowKey={(row) => row.copyId}
            filterText={(row) => `${row.organisation ?? ''} ${row.recipient ?? ''} ${row.title}`}
            empty={
              <EmptyState title={t('disclosures.empty.title')}>
                <p>{t('disclosures.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'copy',
                label: t('disclosures.copy'),
                isRowHeader: true,
                sortBy: (row) => row.number,
                cell: (row) => (
                  <>
                    <Link to="/attestations/$requestId" params={{ requestId: row.requestId }}>
                      {row.title}
                    </Link>
                    <span className="subject-id">{t('disclosures.number', { number: row.number })}</span>
                  </>
                ),
              },
              {
                id: 'for',
                label: t('disclosures.for'),
                cell: (row) =>
                  row.recipient === null ? t('attestations.erased') : `${row.recipient}, ${row.organisation ?? ''}`,
              },
              {
                id: 'issued',
                label: t('disclosures.issued'),
                sortBy: (row) => row.issuedAt,
                cell: (row) => <Time at={row.issuedAt} />,
              },
              { id: 'standing', label: t('attestations.state'), cell: (row) => <StandingTag copy={row} /> },
              { id: 'served', label: t('disclosures.served'), numeric: true, cell: (row) => row.served },
              { id: 'refused', label: t('disclosures.refused'), numeric: true, cell: (row) => row.refused },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </>
  )
}
