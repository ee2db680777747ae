/**
 * The ledger, newest first, narrowed by person, object, action and time. The filters stand in the address, so that a
 * view is a link. What is asked for is asked on a button and not while typing: every look into the ledger is an entry
 * itself.
 */
import { exportEntries, exportFormats, listEntries, type LedgerSearch } from '#modules/ledger/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { startOfDay, Time } from '#ui/time.tsx'
import { api } from '#web/api.ts'
import { ExportMenu } from '#web/export-menu.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { BundleDownload } from './bundle-download.tsx'
import { HeadPanel } from './head-panel.tsx'
import { LedgerPulse } from './ledger-pulse.tsx'
import { ForwardingState } from './forwarding-state.tsx'
import { LedgerFilters } from './ledger-filters.tsx'

type Entry = OutputOf<typeof listEntries>['items'][number]

export function LedgerPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/signed-in/ledger' })
  const navigate = useNavigate()
  const ask = (next: LedgerSearch) => void navigate({ to: '/ledger', search: next })
  return (
    <Page
      title={t('ledger.title')}
      lead={t('ledger.lead')}
      actions={
        <>
          <SavedViews list="ledger" search={search} onOpen={ask} />
          <ExportMenu
            formats={exportFormats}
            fetchFile={(format) => api.call(exportEntries, { query: { ...queryOf(search), format } })}
          />
        </>
      }
    >
      <LedgerPulse />
      <Tabs
        label={t('ledger.title')}
        tabs={[
          { id: 'entries', label: t('ledger.entries'), content: <Narrowed search={search} onAsk={ask} /> },
          { id: 'heads', label: t('ledger.heads'), content: <HeadPanel /> },
        ]}
      />
    </Page>
  )
}

function Narrowed({ search, onAsk }: { search: LedgerSearch; onAsk: (search: LedgerSearch) => void }) {
  const { t } = useTranslation()
  const read = useList<Entry>(listEntries, queryOf(search))
  return (
    <>
      <LedgerFilters key={JSON.stringify(search)} search={search} onAsk={onAsk} />
      <Loaded read={read}>{(items) => <Entries items={items} isNarrowed={Object.keys(search).length > 0} />}</Loaded>
      <MoreButton read={read} />
      <section className="section" aria-labelledby="bundle">
        <h2 id="bundle">{t('ledger.bundle.title')}</h2>
        <p>{t(isOfObject(search) ? 'ledger.bundle.ofObject' : 'ledger.bundle.ofPeriod')}</p>
        <BundleDownload label={t('ledger.bundle.prepare')} query={bundleQueryOf(search)} />
      </section>
      <ForwardingState />
    </>
  )
}

function Entries({ items, isNarrowed }: { items: Entry[]; isNarrowed: boolean }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('ledger.title')}
      rows={items}
      rowKey={(row) => row.id}
      empty={
        isNarrowed ? (
          <p className="soft">{t('ledger.noMatch')}</p>
        ) : (
          <EmptyState title={t('ledger.empty')}>
            <p>{t('ledger.lead')}</p>
          </EmptyState>
        )
      }
      columns={[
        {
          id: 'action',
          label: t('ledger.action'),
          isRowHeader: true,
          cell: (row) => (
            <>
              <Link to="/ledger/$entryId" params={{ entryId: row.id }}>
                {row.title}
              </Link>
              <span className="subject-id">{row.action}</span>
              <Missing entry={row} />
            </>
          ),
        },
        { id: 'who', label: t('ledger.who'), cell: (row) => <Who entry={row} /> },
        {
          id: 'about',
          label: t('ledger.about'),
          cell: (row) => (row.about === null ? '–' : row.about.name || t('ledger.unnamed')),
        },
        { id: 'at', label: t('ledger.recorded'), cell: (row) => <Time at={row.recordedAt} /> },
        {
          id: 'place',
          label: t('ledger.place'),
          numeric: true,
          cell: (row) => row.place ?? <span className="soft">{t('ledger.waits')}</span>,
        },
      ]}
    />
  )
}

/** Says that something of an entry cannot be read any more. */
function Missing({ entry }: { entry: Pick<Entry, 'erased' | 'expired'> }) {
  const { t } = useTranslation()
  if (!entry.erased && !entry.expired) return null
  return <span className="tag tag-current">{t(entry.expired ? 'ledger.expired' : 'ledger.erased')}</span>
}

/** Who acted, in a word: the person, the part of the system, or the kind of actor. */
export function Who({ entry }: { entry: Pick<Entry, 'who'> }) {
  const { t } = useTranslation()
  const { who } = entry
  // Nobody of this tenant: its register has no name for them, and the end of their id tells one from the other.
  if (who.kind === 'support' && who.person !== null)
    return <>{t('ledger.support', { name: who.name ?? '', person: who.person.id.slice(-8) })}</>
  if (who.person !== null) return <>{who.person.name || t('ledger.unnamed')}</>
  return <>{who.name ?? (who.kind === 'anonymous' ? t('ledger.nobody') : who.kind)}</>
}

/** Days become the instants at which they begin and end in Berlin. */
function queryOf({ person, action, kind, object, from, until }: LedgerSearch): Record<string, string | undefined> {
  return {
    personId: person,
    action,
    objectKind: kind,
    objectId: object,
    from: from && startOfDay(from).toISOString(),
    until: until && startOfDay(until, 1).toISOString(),
  }
}

/** An object is named by kind and id together. */
function isOfObject({ kind, object }: LedgerSearch): boolean {
  return kind !== undefined && object !== undefined
}

/** What a bundle can be narrowed by: period and object, not who acted. */
function bundleQueryOf(search: LedgerSearch): Record<string, string | undefined> {
  const { from, until, objectKind, objectId } = queryOf(search)
  return { from, until, ...(isOfObject(search) && { objectKind, objectId }) }
}
