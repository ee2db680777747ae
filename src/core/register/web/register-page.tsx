/**
 * A register as a table: filtered, sorted and paged by the server, so that it is as fast with a hundred thousand rows as
 * with ten; of today or of any past day. Everything that was asked for stands in the address.
 */
import { registerExportFormats, type EntryView, type RegisterSearch } from '#core/register/contract.ts'
import { fieldOf, type RegisterShape } from '#core/register/contract/shape.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { api, readOf } from '#web/api.ts'
import { ExportMenu } from '#web/export-menu.tsx'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { Pager, usePages } from '#web/pager.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PastBand } from './as-of.tsx'
import { EntryDialog } from './entry-form.tsx'
import { ImportList, UploadDialog } from './import-list.tsx'
import type { RegisterPages } from './page-of.ts'
import { paths } from './paths.ts'
import { RegisterFilters } from './register-filters.tsx'
import { labelOf, valueText } from './value.tsx'
import './register.css'

export function RegisterPage({ pages }: { pages: RegisterPages }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const { contract } = pages
  const { shape } = contract
  // Checked by the schema of the register at the route.
  const search = useSearch({ strict: false }) as RegisterSearch
  const navigate = useNavigate()
  const ask = (next: RegisterSearch) => void navigate({ to: paths[shape.id].list, search: next as never })
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null)
  const mayNot = refusal(contract.permissions.edit)
  return (
    <Page
      title={nameText('register', `title.${shape.id}`)}
      above={<RegisterNavigation />}
      lead={t(`registers.lead.${shape.id}`)}
      actions={
        <>
          <SavedViews list={`register-${shape.id}`} search={{ ...search }} onOpen={(next) => ask(next)} />
          <ExportMenu
            formats={registerExportFormats}
            // The route's schema has checked the search.
            fetchFile={(format) => api.call(contract.export, { query: { ...search, format } as never })}
          />
          <Button disabledReason={mayNot} onPress={() => setDialog('import')}>
            {t('registers.import')}
          </Button>
          <Button variant="primary" disabledReason={mayNot} onPress={() => setDialog('add')}>
            {t(`registers.add.${shape.id}`)}
          </Button>
        </>
      }
    >
      {pages.actions}
      <RegisterFilters key={JSON.stringify(search)} shape={shape} search={search} onAsk={ask} />
      <PastBand search={search} onLeave={() => ask({ ...search, asOf: undefined, known: undefined })} />
      <Rows
        key={`rows ${JSON.stringify(search)}`}
        pages={pages}
        search={search}
        onAsk={ask}
        onImport={() => setDialog('import')}
      />
      <ImportList pages={pages} />
      <EntryDialog pages={pages} entry={null} isOpen={dialog === 'add'} onClose={() => setDialog(null)} />
      <UploadDialog pages={pages} isOpen={dialog === 'import'} onClose={() => setDialog(null)} />
    </Page>
  )
}

/** The registers beside each other; only those that the reader may see. */
export function RegisterNavigation() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const mayRead: Readonly<Record<RegisterShape['id'], boolean>> = {
    people: permissions.includes('workforce:read'),
    systems: permissions.includes('asset:read'),
    'data-sets': permissions.includes('asset:read'),
    suppliers: permissions.includes('supplier:read'),
  }
  return (
    <nav className="register-nav" aria-label={t('registers.title')}>
      <ul>
        {(['people', 'systems', 'data-sets', 'suppliers'] as const)
          .filter((id) => mayRead[id])
          .map((id) => (
            <li key={id}>
              <Link to={paths[id].list} className="register-nav-link">
                {nameText('register', `title.${id}`)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}

/** How many of the entries that are asked for stand how; null while that is not known, or is not told. */
function useCounts(pages: RegisterPages, search: RegisterSearch) {
  const { sort: _sort, order: _order, q, ...asked } = search
  const { shape } = pages.contract
  const isTold = q === undefined || fieldOf(shape, shape.nameField).kind !== 'sealed'
  const { data } = useQuery({
    // The route's schema took no other word.
    ...readOf(pages.contract.count, { query: { ...asked, ...(q !== undefined && { q }) } as never }),
    enabled: isTold,
  })
  return isTold && data ? { ...data, all: data.active + data.planned + data.ended } : null
}

interface RowsProps {
  pages: RegisterPages
  search: RegisterSearch
  onAsk: (search: RegisterSearch) => void
  onImport: () => void
}

function Rows({ pages, search, onAsk, onImport }: RowsProps) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const { contract, columns } = pages
  const { shape } = contract
  const list = usePages<EntryView>(contract.list, { ...search })
  const counts = useCounts(pages, search)
  const top = useRef<HTMLDivElement>(null)
  const sorted = search.sort ?? shape.sort.field
  const descending = (search.order ?? (search.sort === undefined ? shape.sort.order : 'asc')) === 'desc'
  const isNarrowed = Object.keys(search).some((name) => !['sort', 'order'].includes(name))
  return (
    <div ref={top} className="stack-tight register-rows">
      {counts && counts.all > 0 ? (
        <p className="small soft" role="status">
          {t('registers.counts', counts)}
        </p>
      ) : null}
      <Pager pages={list} total={counts?.all ?? null} label={t('registers.pages')} />
      <Loaded read={list.read}>
        {({ items: entries }) => (
          <Table
            caption={nameText('register', `title.${shape.id}`)}
            rows={entries}
            rowKey={(entry) => entry.id}
            sort={{ column: sorted, descending }}
            onSort={(next) => onAsk({ ...search, sort: next.column, order: next.descending ? 'desc' : 'asc' })}
            empty={
              isNarrowed ? (
                <p className="soft">{t('registers.noMatch')}</p>
              ) : (
                <EmptyState
                  title={t(`registers.empty.${shape.id}`)}
                  action={
                    <Button disabledReason={refusal(contract.permissions.edit)} onPress={onImport}>
                      {t('registers.import')}
                    </Button>
                  }
                >
                  <p>{t(`registers.empty.text.${shape.id}`)}</p>
                </EmptyState>
              )
            }
            columns={[
              {
                id: shape.nameField,
                label: labelOf(shape, shape.nameField),
                isRowHeader: true,
                isSortedElsewhere: fieldOf(shape, shape.nameField).isSortable === true,
                cell: (entry) => (
                  <>
                    <Link
                      to={paths[shape.id].entry}
                      params={{ entryId: entry.id }}
                      search={
                        // Every register takes these two.
                        {
                          ...(search.asOf && { asOf: search.asOf }),
                          ...(search.known && { known: search.known }),
                        } as never
                      }
                    >
                      {entry.name}
                    </Link>
                    <span className="subject-id">{entry.externalId ?? ''}</span>
                  </>
                ),
              },
              {
                id: 'state',
                label: t('registers.state'),
                cell: (entry) => (
                  <span className={`tag tag-entry-${entry.state}`}>{t(`registers.state.${entry.state}`)}</span>
                ),
              },
              ...columns.map((name) => ({
                id: name,
                label: labelOf(shape, name),
                isSortedElsewhere: fieldOf(shape, name).isSortable === true,
                cell: (entry: EntryView) => valueText(shape, name, entry.fields[name], entry.references) || '–',
              })),
            ]}
          />
        )}
      </Loaded>
      <Pager
        pages={list}
        total={null}
        label={t('registers.pages.below')}
        isBelow
        onMove={() => top.current?.scrollIntoView()}
      />
    </div>
  )
}
