/**
 * The ledger, newest first, narrowed by action, object, person and time. What is asked for is asked on a button and not
 * while typing: every look into the ledger is an entry itself.
 */
import { listEntries } from '#modules/ledger/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { DateField, TextField } from '#ui/field.tsx'
import { Table } from '#ui/table.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { Time } from '#ui/time.tsx'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { BundleDownload } from './bundle-download.tsx'
import { HeadPanel } from './head-panel.tsx'
import { LedgerPulse } from './ledger-pulse.tsx'

type Entry = OutputOf<typeof listEntries>['items'][number]

const nothing = { action: '', objectKind: '', objectId: '', personId: '', from: '', until: '' }
type Filter = typeof nothing

export function LedgerPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')}>
      <LedgerPulse />
      <Tabs
        label={t('ledger.title')}
        tabs={[
          { id: 'entries', label: t('ledger.entries'), content: <Entries /> },
          { id: 'heads', label: t('ledger.heads'), content: <HeadPanel /> },
        ]}
      />
    </Page>
  )
}

function Entries() {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Filter>(nothing)
  const read = useList<Entry>(listEntries, queryOf(asked))
  const isNarrowed = Object.values(asked).some((value) => value !== '')
  return (
    <>
      <Filters onAsk={setAsked} />
      <Loaded read={read}>
        {(items) => (
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
              { id: 'at', label: t('ledger.recorded'), cell: (row) => <Time at={row.recordedAt} /> },
              {
                id: 'action',
                label: t('ledger.action'),
                isRowHeader: true,
                cell: (row) => (
                  <>
                    <Link to="/ledger/$entryId" params={{ entryId: row.id }}>
                      {row.action}
                    </Link>
                    <span className="subject-id">{row.object.kind}</span>
                  </>
                ),
              },
              { id: 'who', label: t('ledger.who'), cell: (row) => whoOf(row, t('ledger.nobody')) },
              {
                id: 'place',
                label: t('ledger.place'),
                numeric: true,
                cell: (row) => row.place ?? <span className="soft">{t('ledger.waits')}</span>,
              },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
      <section className="section" aria-labelledby="bundle">
        <h2 id="bundle">{t('ledger.bundle.title')}</h2>
        <p>{t(isOfObject(asked) ? 'ledger.bundle.ofObject' : 'ledger.bundle.ofPeriod')}</p>
        <BundleDownload label={t('ledger.bundle.prepare')} query={bundleQueryOf(asked)} />
      </section>
    </>
  )
}

function Filters({ onAsk }: { onAsk: (filter: Filter) => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<Filter>(nothing)
  const bind = (name: keyof Filter) => ({
    value: draft[name],
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    onAsk(draft)
  }
  return (
    <form className="filters" role="search" aria-label={t('ledger.filter')} onSubmit={ask}>
      <TextField label={t('ledger.action')} {...bind('action')} />
      <TextField label={t('ledger.objectKind')} {...bind('objectKind')} />
      <TextField label={t('ledger.objectId')} {...bind('objectId')} />
      <TextField label={t('ledger.personId')} {...bind('personId')} />
      <DateField label={t('ledger.from')} {...bind('from')} />
      <DateField label={t('ledger.until')} {...bind('until')} />
      <Button type="submit">{t('ledger.search')}</Button>
    </form>
  )
}

/** Days become the instants at which they begin here. */
function queryOf(filter: Filter): Record<string, string | undefined> {
  const given = (value: string) => (value.trim() === '' ? undefined : value.trim())
  const instant = (day: string) => (day === '' ? undefined : new Date(`${day}T00:00:00`).toISOString())
  return {
    action: given(filter.action),
    objectKind: given(filter.objectKind),
    objectId: given(filter.objectId),
    personId: given(filter.personId),
    from: instant(filter.from),
    until: instant(filter.until),
  }
}

/** An object is named by kind and id together. */
function isOfObject({ objectKind, objectId }: Filter): boolean {
  return objectKind.trim() !== '' && objectId.trim() !== ''
}

/** What a bundle can be narrowed by: period and object, not who acted. */
function bundleQueryOf(filter: Filter): Record<string, string | undefined> {
  const { from, until, objectKind, objectId } = queryOf(filter)
  return { from, until, ...(isOfObject(filter) && { objectKind, objectId }) }
}

/** Who acted, in one word: the person, the part of the system, or the kind of actor. */
export function whoOf({ who }: Pick<Entry, 'who'>, nobody: string): string {
  return (who.person?.name || who.name) ?? (who.kind === 'anonymous' ? nobody : who.kind)
}
