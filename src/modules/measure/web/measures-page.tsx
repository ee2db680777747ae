/** All measures, the demanded ones first, as they stand or stood on a past day. */
import type { AsOfSearch } from '#core/as-of/contract.ts'
import { listMeasures, type MeasureSummary } from '#modules/measure/contract.ts'
import { StatusMark } from '#ui/status-mark.tsx'
import { Table } from '#ui/table.tsx'
import { readOf } from '#web/api.ts'
import { AsOfBand, AsOfControl } from '#web/as-of.tsx'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function MeasuresPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/signed-in/measures' })
  const navigate = useNavigate({ from: '/measures' })
  const show = (next: AsOfSearch) => void navigate({ search: next })
  const read = useQuery(readOf(listMeasures, { query: search }))
  return (
    <Page
      title={t('measures.title')}
      lead={t('measures.lead')}
      actions={<AsOfControl search={search} onChange={show} />}
    >
      <Loaded read={read} lines={12}>
        {({ items, asOf }) => (
          <>
            <AsOfBand asOf={asOf} onBack={() => show({})} />
            <Catalogue items={items} search={search} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** What sentences rest on; the rest of the catalogue can be opened. */
function Catalogue({ items, search }: { items: readonly MeasureSummary[]; search: AsOfSearch }) {
  const { t } = useTranslation()
  const inUse = items.filter(({ sentences }) => sentences > 0)
  const others = items.filter(({ sentences }) => sentences === 0)
  return (
    <>
      <Measures caption={t('measures.title')} items={inUse} search={search} />
      {others.length === 0 ? null : (
        <details>
          <summary>{t('measures.others', { count: others.length })}</summary>
          <Measures caption={t('measures.others', { count: others.length })} items={others} search={search} />
        </details>
      )}
    </>
  )
}

interface MeasuresProps {
  caption: string
  items: readonly MeasureSummary[]
  search: AsOfSearch
}

function Measures({ caption, items, search }: MeasuresProps) {
  const { t } = useTranslation()
  const title = ({ title: titles }: MeasureSummary) => titles[currentLocale()]
  return (
    <Table
      caption={caption}
      rows={items}
      rowKey={(row) => row.id}
      filterText={(row) => `${title(row)} ${row.id} ${row.capability}`}
      empty={<p className="soft">{t('measures.none')}</p>}
      columns={[
        {
          id: 'measure',
          label: t('measures.measure'),
          isRowHeader: true,
          sortBy: title,
          cell: (row) => (
            <>
              <Link to="/measures/$measureId" params={{ measureId: row.id }} search={search}>
                {title(row)}
              </Link>
              <span className="subject-id">{row.id}</span>
            </>
          ),
        },
        {
          id: 'status',
          label: t('measures.status'),
          cell: (row) =>
            row.status === null ? (
              <span className="soft">{t(row.sentences > 0 ? 'measures.mayOnly' : 'measures.notDemanded')}</span>
            ) : (
              <StatusMark status={row.status} size={14} />
            ),
        },
        { id: 'reason', label: t('measures.reason'), cell: (row) => row.reason ?? '–' },
        {
          id: 'sentences',
          label: t('measures.sentences'),
          numeric: true,
          sortBy: (row) => row.sentences,
          cell: (row) => row.sentences,
        },
        {
          id: 'capability',
          label: t('measures.capability'),
          sortBy: (row) => Number(row.capability.slice(1)),
          cell: (row) => row.capability,
        },
      ]}
    />
  )
}
