/** Cases as a table: of a list, or the tasks of a case. */
import type { CaseSummary } from '#modules/case/contract.ts'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface CaseTableProps {
  caption: string
  items: readonly CaseSummary[]
  empty: ReactNode
}

export function CaseTable({ caption, items, empty }: CaseTableProps) {
  const { t } = useTranslation()
  return (
    <Table
      caption={caption}
      rows={items}
      rowKey={(row) => row.id}
      empty={empty}
      columns={[
        {
          id: 'number',
          label: t('cases.number'),
          numeric: true,
          sortBy: (row) => row.number,
          cell: (row) => row.number,
        },
        {
          id: 'what',
          label: t('cases.what'),
          isRowHeader: true,
          cell: (row) => (
            <>
              <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                {row.title}
              </Link>
              <span className="subject-id">{row.kindName}</span>
            </>
          ),
        },
        { id: 'state', label: t('cases.state'), sortBy: (row) => row.stateName, cell: (row) => row.stateName },
        {
          id: 'owner',
          label: t('cases.owner'),
          sortBy: (row) => row.owner?.name ?? '',
          cell: (row) => row.owner?.name ?? <span className="soft">{t('cases.nobody')}</span>,
        },
        {
          id: 'due',
          label: t('cases.due'),
          sortBy: (row) => row.due?.dueAt ?? '9999',
          cell: (row) =>
            row.due === null ? (
              '–'
            ) : (
              <>
                <Time at={row.due.dueAt} />
                {row.due.overdue ? <strong className="case-overdue">{t('one-case.overdue')}</strong> : null}
              </>
            ),
        },
        {
          id: 'opened',
          label: t('cases.opened'),
          sortBy: (row) => row.openedAt,
          cell: (row) => <Time at={row.openedAt} />,
        },
      ]}
    />
  )
}
