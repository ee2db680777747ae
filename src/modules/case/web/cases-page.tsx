/** All cases, newest first, narrowed by kind, state, owner and what is overdue; the filters stand in the address. */
import {
  caseExportFormats,
  caseSearchSchema,
  exportCases,
  listCasePeople,
  listCases,
  type CaseSearch,
  type CaseSummary,
} from '#modules/case/contract.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Checkbox, Select } from '#ui/field.tsx'
import { api, readOf } from '#web/api.ts'
import { ExportMenu } from '#web/export-menu.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseTable } from './case-table.tsx'
import { TaskDialog } from './task-dialog.tsx'
import './case.css'

export function CasesPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/signed-in/cases' })
  const navigate = useNavigate()
  const { permissions } = useSession()
  const [isOpening, setOpening] = useState(false)
  const read = useList<CaseSummary>(listCases, { ...search })
  const show = (next: CaseSearch) => void navigate({ to: '/cases', search: next, replace: true })
  return (
    <Page
      title={t('cases.title')}
      lead={t('cases.lead')}
      actions={
        <>
          {permissions.includes('case:work') ? (
            <Button variant="primary" onPress={() => setOpening(true)}>
              {t('cases.newTask')}
            </Button>
          ) : null}
          <SavedViews list="case" search={search} onOpen={(next) => show(caseSearchSchema.catch({}).parse(next))} />
          <ExportMenu
            formats={caseExportFormats}
            fetchFile={(format) => api.call(exportCases, { query: { ...search, format } })}
          />
        </>
      }
    >
      <Filters search={search} onShow={show} />
      <Loaded read={read}>
        {(items) => (
          <CaseTable
            caption={t('cases.title')}
            items={items}
            empty={
              Object.keys(search).length > 0 ? (
                <p className="soft">{t('cases.noMatch')}</p>
              ) : (
                <EmptyState title={t('cases.empty.title')}>
                  <p>{t('cases.empty.text')}</p>
                </EmptyState>
              )
            }
          />
        )}
      </Loaded>
      <MoreButton read={read} />
      <TaskDialog isOpen={isOpening} onClose={() => setOpening(false)} />
    </Page>
  )
}

function Filters({ search, onShow }: { search: CaseSearch; onShow: (search: CaseSearch) => void }) {
  const { t } = useTranslation()
  // Kinds and states by their names come with the list; one row is enough to ask for them.
  const words = useQuery(readOf(listCases, { query: { limit: '1' } }))
  const people = useQuery(readOf(listCasePeople, undefined))
  const kinds = words.data?.kinds ?? []
  const states = kinds.find((one) => one.kind === search.kind)?.states ?? []
  const narrow = (name: keyof CaseSearch, value: string) => {
    const { [name]: _, ...others } = search
    // A state belongs to its kind.
    const kept = name === 'kind' ? { ...others, state: undefined } : others
    const next = Object.entries({ ...kept, [name]: value }).filter(([, text]) => text !== undefined && text !== '')
    onShow(caseSearchSchema.parse(Object.fromEntries(next)))
  }
  const any = { value: '', label: t('cases.any') }
  return (
    <div className="filters" role="search" aria-label={t('cases.filter')}>
      <Select
        label={t('cases.show')}
        value={search.show ?? 'open'}
        onChange={(value) => narrow('show', value === 'open' ? '' : value)}
        options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(`cases.show.${value}`) }))}
      />
      <Select
        label={t('cases.kind')}
        value={search.kind ?? ''}
        onChange={(value) => narrow('kind', value)}
        options={[any, ...kinds.map(({ kind, name }) => ({ value: kind, label: name }))]}
      />
      {states.length === 0 ? null : (
        <Select
          label={t('cases.state')}
          value={search.state ?? ''}
          onChange={(value) => narrow('state', value)}
          options={[any, ...states.map(({ state, name }) => ({ value: state, label: name }))]}
        />
      )}
      <Select
        label={t('cases.owner')}
        value={search.owner ?? ''}
        onChange={(value) => narrow('owner', value)}
        options={[
          any,
          { value: 'me', label: t('cases.me') },
          { value: 'nobody', label: t('cases.nobody') },
          ...(people.data?.items ?? [])
            .filter((person) => person.mayWork)
            .map((person) => ({ value: person.personId, label: person.name })),
        ]}
      />
      <Checkbox isSelected={search.overdue === 'yes'} onChange={(isOnly) => narrow('overdue', isOnly ? 'yes' : '')}>
        {t('cases.overdue')}
      </Checkbox>
    </div>
  )
}
