/** All evidence, newest first, narrowed by state, class and words. */
import {
  evidenceSearchSchema,
  evidenceStateSchema,
  listEvidence,
  type EvidenceSearch,
} from '#core/evidence/contract.ts'
import { evidenceClasses } from '#core/vocabulary.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/field.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Summary = OutputOf<typeof listEvidence>['items'][number]

export function EvidenceListPage() {
  const { t } = useTranslation()
  const searchId = useId()
  const search = useSearch({ from: '/signed-in/evidence' })
  const navigate = useNavigate()
  // What was typed is asked for and stands in the address a moment later.
  const [words, setWords] = useState(search.q ?? '')
  const asked = useDeferredValue(search)
  const isNarrowed = Object.keys(asked).length > 0
  const read = useList<Summary>(listEvidence, { ...asked })
  const show = (next: EvidenceSearch) => void navigate({ to: '/evidence', search: next, replace: true })
  const narrow = (name: keyof EvidenceSearch, value: string) => {
    const { [name]: _, ...others } = search
    show(evidenceSearchSchema.parse(value === '' ? others : { ...others, [name]: value }))
  }
  return (
    <Page
      title={t('evidence.title')}
      lead={t('evidence.lead')}
      actions={
        <SavedViews
          list="evidence"
          search={search}
          onOpen={(next) => {
            setWords(next.q ?? '')
            show(evidenceSearchSchema.catch({}).parse(next))
          }}
        />
      }
    >
      <div className="filters" role="search" aria-label={t('evidence.filter')}>
        <div className="field">
          <label htmlFor={searchId}>{t('evidence.search')}</label>
          <input
            id={searchId}
            type="search"
            className="input"
            value={words}
            maxLength={200}
            onChange={(event) => {
              setWords(event.target.value)
              narrow('q', event.target.value.trim())
            }}
          />
        </div>
        <Select
          label={t('evidence.state')}
          value={search.state ?? ''}
          onChange={(value) => narrow('state', value)}
          options={[
            { value: '', label: t('evidence.any') },
            ...evidenceStateSchema.options.map((value) => ({ value, label: t(`evidence.state.${value}`) })),
          ]}
        />
        <Select
          label={t('evidence.class')}
          value={search.class ?? ''}
          onChange={(value) => narrow('class', value)}
          options={[
            { value: '', label: t('evidence.any') },
            ...evidenceClasses.map((value) => ({ value, label: t(`evidence.class.${value}`) })),
          ]}
        />
      </div>
      <Loaded read={read}>
        {(items) => (
          <Table
            caption={t('evidence.title')}
            rows={items}
            rowKey={(row) => row.id}
            empty={
              isNarrowed ? (
                <p className="soft">{t('evidence.noMatch')}</p>
              ) : (
                <EmptyState title={t('evidence.empty.title')}>
                  <p>{t('evidence.empty.text')}</p>
                </EmptyState>
              )
            }
            columns={[
              {
                id: 'title',
                label: t('evidence.what'),
                isRowHeader: true,
                cell: (row) => (
                  <>
                    <Link to="/evidence/$evidenceId" params={{ evidenceId: row.id }}>
                      {row.title ?? row.collector ?? row.sourceId}
                    </Link>
                    <span className="subject-id">{row.sourceSystem}</span>
                  </>
                ),
              },
              { id: 'class', label: t('evidence.class'), cell: (row) => t(`evidence.class.${row.class}`) },
              {
                id: 'state',
                label: t('evidence.state'),
                cell: (row) => <span className={`tag tag-${row.state}`}>{t(`evidence.state.${row.state}`)}</span>,
              },
              { id: 'facts', label: t('evidence.facts'), numeric: true, cell: (row) => row.factCount },
              {
                id: 'observed',
                label: t('evidence.observed'),
                sortBy: (row) => row.confirmedAt ?? row.observedTo,
                cell: (row) => <Time at={row.confirmedAt ?? row.observedTo} />,
              },
              {
                id: 'by',
                label: t('evidence.by'),
                cell: (row) => row.recordedBy?.name ?? t('evidence.machine'),
              },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </Page>
  )
}
