/** One framework: how each requirement stands and which measures serve it; beside it what another framework calls the same. */
import {
  listFrameworks,
  readFramework,
  type FrameworkDetail,
  type RequirementView,
} from '#modules/framework/contract/framework.ts'
import { statuses } from '#core/vocabulary.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Select } from '#ui/field.tsx'
import { Proportion } from '#ui/proportion.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Table, type Column } from '#ui/table.tsx'
import { readOf } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CoverMark, StandingText } from './cover.tsx'
import './framework.css'

export function FrameworkPage() {
  const { frameworkId } = useParams({ from: '/signed-in/frameworks/$frameworkId' })
  const read = useQuery(readOf(readFramework, { params: { framework: frameworkId } }))
  return (
    <Loaded read={read} lines={14} isPage>
      {(framework) => <Framework key={framework.id} framework={framework} />}
    </Loaded>
  )
}

const filters = ['all', 'failing', 'satisfied', 'unpromised', 'unmapped'] as const
type Filter = (typeof filters)[number]

function isShown(row: RequirementView, filter: Filter): boolean {
  const isGood = row.status === 'proven' || row.status === 'due_soon' || row.status === 'not_applicable'
  if (filter === 'failing') return row.cover === 'judged' && !isGood
  if (filter === 'satisfied') return isGood
  return filter === 'all' || row.cover === filter
}

function Framework({ framework }: { framework: FrameworkDetail }) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const [filter, setFilter] = useState<Filter>('all')
  const [otherId, setOtherId] = useState('')
  const all = useQuery(readOf(listFrameworks, undefined))
  const other = useQuery({
    ...readOf(readFramework, { params: { framework: otherId } }),
    enabled: otherId !== '',
  })
  const rows = framework.requirements.filter((row) => isShown(row, filter))
  return (
    <Page
      title={framework.title[locale]}
      lead={`${framework.edition} · ${framework.extent[locale]}`}
      above={
        <Breadcrumb
          above={[{ key: 'frameworks', link: <Link to="/frameworks">{t('frameworks.title')}</Link> }]}
          here={framework.title[locale]}
        />
      }
    >
      {framework.certifiable ? (
        <p>
          <StandingText standing={framework.standing} certifiable />
        </p>
      ) : null}
      <Counts framework={framework} />
      <p className="small soft">{t('frameworks.reading')}</p>
      <div className="filters" role="search" aria-label={t('frameworks.filter')}>
        <Select
          label={t('frameworks.show')}
          value={filter}
          // One of the values above.
          onChange={(value) => setFilter(value as Filter)}
          options={filters.map((value) => ({ value, label: t(`frameworks.show.${value}`) }))}
        />
        <Select
          label={t('frameworks.compare')}
          value={otherId}
          onChange={setOtherId}
          options={[
            { value: '', label: t('frameworks.compare.none') },
            ...(all.data?.items ?? [])
              .filter(({ id }) => id !== framework.id)
              .map(({ id, title }) => ({ value: id, label: title[locale] })),
          ]}
        />
      </div>
      <Requirements framework={framework} rows={rows} other={otherId === '' ? null : (other.data ?? null)} />
    </Page>
  )
}

function Counts({ framework: { counts } }: { framework: FrameworkDetail }) {
  const { t } = useTranslation()
  const judged = statuses
    .filter((status) => status !== 'not_applicable')
    .toReversed()
    .map((status) => ({ status, label: t(`status.${status}`), amount: counts.byStatus[status] ?? 0 }))
  const without = counts.unpromised + counts.unmapped
  return (
    <div className="soa-summary">
      <Proportion
        caption={t('frameworks.counts')}
        parts={[...judged, { status: 'not_applicable', label: t('frameworks.without'), amount: without }]}
      />
      <p className="cover-line">
        {judged
          .filter(({ amount }) => amount > 0)
          .map(({ status, amount }) => (
            <span key={status}>
              <StatusMark status={status} size={12} /> {amount}
            </span>
          ))}
        <span className="soft">
          {t('frameworks.cover.unpromised')}: {counts.unpromised}
        </span>
        <span className="soft">
          {t('frameworks.cover.unmapped')}: {counts.unmapped}
        </span>
      </p>
    </div>
  )
}

/** Requirements of the other framework that one of the same measures serves, more than touching it. */
function sharedWith(row: RequirementView, other: FrameworkDetail): string[] {
  const own = new Set(row.measures.filter(({ relation }) => relation !== 'intersects').map(({ id }) => id))
  return other.requirements
    .filter((one) => one.measures.some(({ id, relation }) => relation !== 'intersects' && own.has(id)))
    .map(({ id }) => id)
}

interface RequirementsProps {
  framework: FrameworkDetail
  rows: readonly RequirementView[]
  other: FrameworkDetail | null
}

function Requirements({ framework, rows, other }: RequirementsProps) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const groups = new Map(framework.groups.map(({ id, title }) => [id, title[locale]]))
  const columns: Column<RequirementView>[] = [
    {
      id: 'requirement',
      label: t('frameworks.requirement'),
      isRowHeader: true,
      cell: (row) => (
        <>
          <strong>{row.id}</strong> {row.title[locale]}
          <span className="subject-id">{groups.get(row.group)}</span>
        </>
      ),
    },
    { id: 'status', label: t('frameworks.status'), cell: (row) => <CoverMark row={row} /> },
    { id: 'measures', label: t('frameworks.measures'), cell: (row) => <MeasureList row={row} /> },
    ...(other === null
      ? []
      : [
          {
            id: 'other',
            label: other.title[locale],
            cell: (row: RequirementView) => (
              <span className="crosswalk-ids">{sharedWith(row, other).join(', ') || '–'}</span>
            ),
          },
        ]),
  ]
  return (
    <Table
      caption={framework.title[locale]}
      rows={rows}
      rowKey={(row) => row.id}
      filterText={(row) =>
        `${row.id} ${row.title[locale]} ${row.measures.map(({ id, title }) => `${id} ${title[locale]}`).join(' ')}`
      }
      empty={<p className="soft">{t('frameworks.nothing')}</p>}
      columns={columns}
    />
  )
}

/** The measures that serve a requirement, each with its relation and how it stands. */
export function MeasureList({ row }: { row: Pick<RequirementView, 'measures'> }) {
  const { t } = useTranslation()
  if (row.measures.length === 0) return <span className="soft">–</span>
  return (
    <ul className="measure-list">
      {row.measures.map(({ id, title, relation, status }) => (
        <li key={id}>
          <Link to="/measures/$measureId" params={{ measureId: id }}>
            {title[currentLocale()]}
          </Link>
          <span className="small soft">{t(`frameworks.relation.${relation}`)}</span>
          {status === null ? null : (
            <span className="small">
              <StatusMark status={status} size={12} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
