/** All questionnaires of customers, and the way to a new one. */
import { listQuestionnaires } from '#modules/questionnaire/contract/questionnaire.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { dayOf, startOfDay, Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './questionnaire.css'

export function QuestionnairesPage() {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const navigate = useNavigate()
  const read = useQuery(readOf(listQuestionnaires, undefined))
  const begin = (
    <Button
      variant="primary"
      disabledReason={refusal('questionnaire:import')}
      onPress={() => void navigate({ to: '/questionnaires/new' })}
    >
      {t('questionnaires.new')}
    </Button>
  )
  return (
    <Page
      title={t('questionnaires.title')}
      lead={t('questionnaires.lead')}
      actions={read.data?.items.length === 0 ? undefined : begin}
    >
      <Loaded read={read} lines={6}>
        {({ items }) => (
          <Table
            caption={t('questionnaires.title')}
            rows={items}
            rowKey={(row) => row.id}
            filterText={(row) => `${row.title} ${row.customer ?? ''} ${row.fileName}`}
            empty={
              <EmptyState title={t('questionnaires.empty.title')} action={begin}>
                <p>{t('questionnaires.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'title',
                label: t('questionnaires.name'),
                isRowHeader: true,
                sortBy: (row) => row.title,
                cell: (row) => (
                  <>
                    <Link to="/questionnaires/$questionnaireId" params={{ questionnaireId: row.id }} search={{}}>
                      {row.title}
                    </Link>
                    <span className="subject-id">
                      {row.customer === null ? row.fileName : `${row.customer} · ${row.fileName}`}
                    </span>
                  </>
                ),
              },
              {
                id: 'state',
                label: t('questionnaires.state'),
                cell: (row) => (
                  <span className={`tag tag-questionnaire-${row.state}`}>{t(`questionnaires.state.${row.state}`)}</span>
                ),
              },
              {
                id: 'done',
                label: t('questionnaires.done'),
                numeric: true,
                sortBy: (row) => row.done / row.questions,
                cell: (row) => t('questionnaires.doneOf', { done: row.done, total: row.questions }),
              },
              {
                id: 'due',
                label: t('questionnaires.due'),
                sortBy: (row) => row.dueOn ?? '9999',
                cell: (row) =>
                  row.dueOn === null ? (
                    '–'
                  ) : (
                    <span className={row.isOverdue ? 'questionnaire-overdue' : undefined}>
                      {dayOf(startOfDay(row.dueOn), i18n.language)}
                      {row.isOverdue ? ` (${t('questionnaires.overdue')})` : ''}
                    </span>
                  ),
              },
              {
                id: 'imported',
                label: t('questionnaires.imported'),
                sortBy: (row) => row.importedAt,
                cell: (row) => (
                  <>
                    <Time at={row.importedAt} />
                    {row.importedBy === null ? null : <span className="subject-id">{row.importedBy.name}</span>}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  )
}
