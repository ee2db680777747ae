/** All evidence, newest first, narrowed by state, class and words. */
import { evidenceStateSchema, listEvidence } from '#core/evidence/contract.ts'
import { evidenceClasses } from '#core/vocabulary.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/field.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Summary = OutputOf<typeof listEvidence>['items'][number]

export function EvidenceListPage() {
  const { t } = useTranslation()
  const searchId = useId()
  const [state, setState] = useState('')
  const [evidenceClass, setClass] = useState('')
  const [words, setWords] = useState('')
  const q = useDeferredValue(words.trim())
  const isNarrowed = state !== '' || evidenceClass !== '' || q !== ''
  const read = useList<Summary>(listEvidence, {
    ...(state === '' ? {} : { state }),
    ...(evidenceClass === '' ? {} : { class: evidenceClass }),
    ...(q === '' ? {} : { q }),
  })
  return (
    <Page title={t('evidence.title')} lead={t('evidence.lead')}>
      <div className="filters" role="search" aria-label={t('evidence.filter')}>
        <div className="field">
          <label htmlFor={searchId}>{t('evidence.search')}</label>
          <input
            id={searchId}
            type="search"
            className="input"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <Select
          label={t('evidence.state')}
          value={state}
          onChange={setState}
          options={[
            { value: '', label: t('evidence.any') },
            ...evidenceStateSchema.options.map((value) => ({ value, label: t(`evidence.state.${value}`) })),
          ]}
        />
        <Select
          label={t('evidence.class')}
          value={evidenceClass}
          onChange={setClass}
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
