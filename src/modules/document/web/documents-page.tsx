/** All documents, newest first, narrowed by kind and state, and the way to make one. */
import {
  documentSearchSchema,
  documentStates,
  listDocumentKinds,
  listDocuments,
  type DocumentSearch,
  type DocumentSummary,
} from '#modules/document/contract.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/field.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MakeDialog } from './make-dialog.tsx'

export function DocumentsPage() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const search = useSearch({ from: '/signed-in/documents' })
  const navigate = useNavigate()
  const [isMaking, setMaking] = useState(false)
  const kinds = useQuery(readOf(listDocumentKinds, undefined))
  const read = useList<DocumentSummary>(listDocuments, { ...search })
  const show = (next: DocumentSearch) => void navigate({ to: '/documents', search: next, replace: true })
  const narrow = (name: keyof DocumentSearch, value: string) => {
    const { [name]: _, ...others } = search
    show(documentSearchSchema.parse(value === '' ? others : { ...others, [name]: value }))
  }
  return (
    <Page
      title={t('documents.title')}
      lead={t('documents.lead')}
      actions={
        <>
          <SavedViews
            list="document"
            search={search}
            onOpen={(next) => show(documentSearchSchema.catch({}).parse(next))}
          />
          <Button variant="primary" disabledReason={refusal('document:create')} onPress={() => setMaking(true)}>
            {t('documents.make')}
          </Button>
        </>
      }
    >
      <div className="filters" role="search" aria-label={t('documents.filter')}>
        <Select
          label={t('documents.kind')}
          value={search.kind ?? ''}
          onChange={(value) => narrow('kind', value)}
          options={[
            { value: '', label: t('documents.any') },
            ...(kinds.data?.items ?? []).map((kind) => ({ value: kind.id, label: kind.title[currentLocale()] })),
          ]}
        />
        <Select
          label={t('documents.state')}
          value={search.state ?? ''}
          onChange={(value) => narrow('state', value)}
          options={[
            { value: '', label: t('documents.any') },
            ...documentStates.map((value) => ({ value, label: t(`documents.state.${value}`) })),
          ]}
        />
      </div>
      <Loaded read={read}>{(items) => <Documents items={items} isNarrowed={Object.keys(search).length > 0} />}</Loaded>
      <MoreButton read={read} />
      <MakeDialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        onMade={(documentId) => void navigate({ to: '/documents/$documentId', params: { documentId } })}
      />
    </Page>
  )
}

function Documents({ items, isNarrowed }: { items: DocumentSummary[]; isNarrowed: boolean }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('documents.title')}
      rows={items}
      rowKey={(row) => row.documentId}
      empty={
        isNarrowed ? (
          <p className="soft">{t('documents.noMatch')}</p>
        ) : (
          <EmptyState title={t('documents.empty.title')}>
            <p>{t('documents.empty.text')}</p>
          </EmptyState>
        )
      }
      columns={[
        {
          id: 'title',
          label: t('documents.document'),
          isRowHeader: true,
          cell: (row) => (
            <>
              <Link to="/documents/$documentId" params={{ documentId: row.documentId }} lang={row.locale}>
                {row.title}
              </Link>
              <span className="subject-id">{row.kindTitle?.[currentLocale()] ?? row.kind}</span>
            </>
          ),
        },
        { id: 'version', label: t('documents.version'), numeric: true, cell: (row) => row.version },
        { id: 'language', label: t('documents.language'), cell: (row) => languageNames[row.locale] },
        {
          id: 'state',
          label: t('documents.state'),
          cell: (row) => <StateTag state={row.state} />,
        },
        {
          id: 'asOf',
          label: t('documents.asOf'),
          sortBy: (row) => row.asOf,
          cell: (row) => <Time at={row.asOf} exact />,
        },
        { id: 'by', label: t('documents.madeBy'), cell: (row) => row.createdBy?.name ?? t('documents.house') },
      ]}
    />
  )
}

/** A draft waits for somebody, and stands out. */
export function StateTag({ state }: { state: DocumentSummary['state'] }) {
  const { t } = useTranslation()
  const looks = { draft: 'requested', withdrawn: 'rejected' } as const
  const look = state === 'draft' || state === 'withdrawn' ? looks[state] : state
  return <span className={`tag tag-${look}`}>{t(`documents.state.${state}`)}</span>
}
