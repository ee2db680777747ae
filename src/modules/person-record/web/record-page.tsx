/** What is known of a person over a period: of oneself, or of whom one may examine. */
import type { Known } from '#core/as-of/contract.ts'
import {
  exportPersonRecord,
  readPersonRecord,
  recordSearchSchema,
  type Cell,
  type RecordSearch,
  type Section,
} from '#modules/person-record/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { urlOf } from '#platform/http/client.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Table } from '#ui/table.tsx'
import { dayOf, startOfDay, Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { KnownSelect } from '#web/known-select.tsx'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { PeriodReport } from '#web/period-report.tsx'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function RecordPage() {
  const { personId } = useParams({ from: '/signed-in/people/$personId/record' })
  const search = useSearch({ from: '/signed-in/people/$personId/record' })
  const read = useQuery(readOf(readPersonRecord, { params: { personId }, query: search }))
  return (
    <Loaded read={read} isPage>
      {(record) => <Detail record={record} search={search} />}
    </Loaded>
  )
}

function Detail({ record, search }: { record: OutputOf<typeof readPersonRecord>; search: RecordSearch }) {
  const { t } = useTranslation()
  const session = useSession()
  const { personId, name } = record.person
  const isOwn = session.personId === personId
  const mayExamine = session.permissions.includes('person-record:read')
  return (
    <Page
      title={isOwn ? t('record.own') : t('record.title', { name })}
      lead={t('record.lead')}
      above={
        session.permissions.includes('person:read') ? (
          <Breadcrumb
            above={[
              { key: 'people', link: <Link to="/people">{t('people.title')}</Link> },
              {
                key: 'person',
                link: (
                  <Link to="/people/$personId" params={{ personId }}>
                    {name}
                  </Link>
                ),
              },
            ]}
            here={t('record.nav')}
          />
        ) : null
      }
      actions={
        <>
          {(['xlsx', 'csv'] as const).map((format) => (
            <a
              key={format}
              className="button button-quiet button-small"
              href={urlOf(exportPersonRecord, { params: { personId }, query: { ...search, format } })}
              download
            >
              {t(`record.take.${format}`)}
            </a>
          ))}
          {mayExamine ? <PeriodReport kind="person-record.period" aboutId={personId} /> : null}
        </>
      }
    >
      <PeriodForm key={JSON.stringify(search)} record={record} search={search} />
      {record.sections.map((section) => (
        <SectionView key={section.id} section={section} />
      ))}
      <p className="small soft">{t('record.limits')}</p>
    </Page>
  )
}

/** Asked on a button: every look is an entry. */
function PeriodForm({ record, search }: { record: OutputOf<typeof readPersonRecord>; search: RecordSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/people/$personId/record' })
  const [from, setFrom] = useState(record.fromOn)
  const [until, setUntil] = useState(record.toOn)
  const [known, setKnown] = useState<Known>(search.known ?? 'today')
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        // A field that holds no day says so itself.
        const wish = recordSearchSchema.safeParse({ from, until, known })
        if (wish.success) void navigate({ search: wish.data })
      }}
    >
      <DateField label={t('record.from')} value={from} onChange={setFrom} />
      <DateField label={t('record.until')} value={until} onChange={setUntil} />
      <KnownSelect value={known} onChange={setKnown} />
      <div className="actions">
        <Button type="submit">{t('record.show')}</Button>
      </div>
    </form>
  )
}

function SectionView({ section }: { section: Section }) {
  const { t } = useTranslation()
  const rows = section.rows.map((cells, id) => ({ id, cells }))
  const headingId = `record-${section.id}`
  return (
    <section className="section" aria-labelledby={headingId}>
      <h2 id={headingId}>{section.title}</h2>
      <Table
        caption={section.title}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={<p className="soft">{section.empty}</p>}
        columns={section.columns.map((label, index) => ({
          id: String(index),
          label,
          isRowHeader: index === 0,
          cell: (row: (typeof rows)[number]) => <CellView cell={row.cells[index] ?? null} />,
        }))}
      />
      {section.isCut ? <p className="small soft">{t('record.cut')}</p> : null}
    </section>
  )
}

function CellView({ cell }: { cell: Cell }) {
  const { i18n } = useTranslation()
  if (cell === null) return <>–</>
  if ('at' in cell) return <Time at={cell.at} exact seconds />
  if ('on' in cell) return <>{dayOf(startOfDay(cell.on), i18n.language)}</>
  if ('person' in cell) return <>{cell.person.name}</>
  if ('code' in cell) return <code className="value">{cell.code}</code>
  // The server names a path of this application.
  return cell.href === undefined ? <>{cell.text}</> : <Link to={cell.href}>{cell.text}</Link>
}
