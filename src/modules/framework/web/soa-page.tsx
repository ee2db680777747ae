/** A version of the statement of applicability: all controls, what was decided, what evidence says, and where they disagree. */
import {
  downloadSoaOscal,
  downloadSoaSheet,
  oscalModels,
  readSoa,
  type SoaDetail,
  type SoaRow,
} from '#modules/framework/contract/soa.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/field.tsx'
import { Notice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { keepFile } from '#web/download.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CoverMark } from './cover.tsx'
import { DayText } from './day.tsx'
import { SoaStateTag } from './frameworks-page.tsx'
import './framework.css'
import { ApproveDialog, DiscardDialog } from './soa-decision.tsx'
import { RowDialog } from './soa-row-dialog.tsx'
import { SheetDialog } from './soa-sheet-dialog.tsx'

export function SoaPage() {
  const { soaId } = useParams({ from: '/signed-in/soa/$soaId' })
  const read = useQuery(readOf(readSoa, { params: { soaId } }))
  return (
    <Loaded read={read} lines={14} isPage>
      {(soa) => <Statement soa={soa} />}
    </Loaded>
  )
}

function Statement({ soa }: { soa: SoaDetail }) {
  const { t } = useTranslation()
  const title = t('soa.pageTitle', { number: soa.number })
  return (
    <Page
      title={title}
      lead={soa.scope}
      above={
        <Breadcrumb
          above={[{ key: 'frameworks', link: <Link to="/frameworks">{t('frameworks.title')}</Link> }]}
          here={title}
        />
      }
      actions={<Decisions soa={soa} />}
    >
      <Summary soa={soa} />
      <Downloads soa={soa} />
      <Rows soa={soa} />
    </Page>
  )
}

function Decisions({ soa }: { soa: SoaDetail }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [open, setOpen] = useState<'approve' | 'discard' | 'sheet' | null>(null)
  if (soa.state !== 'draft') return null
  const close = () => setOpen(null)
  return (
    <>
      <Button variant="primary" disabledReason={soa.mayNotApproveBecause} onPress={() => setOpen('approve')}>
        {t('soa.approve')}
      </Button>
      <Button disabledReason={refusal('framework:edit')} onPress={() => setOpen('sheet')}>
        {t('soa.import')}
      </Button>
      <Button variant="quiet" disabledReason={refusal('framework:edit')} onPress={() => setOpen('discard')}>
        {t('soa.discard')}
      </Button>
      <ApproveDialog soa={soa} isOpen={open === 'approve'} onClose={close} />
      <DiscardDialog soa={soa} isOpen={open === 'discard'} onClose={close} />
      <SheetDialog soa={soa} isOpen={open === 'sheet'} onClose={close} />
    </>
  )
}

function Summary({ soa }: { soa: SoaDetail }) {
  const { t } = useTranslation()
  const count = (test: (row: SoaRow) => boolean) => soa.rows.filter(test).length
  const disagreeing = count(({ contradictions }) => contradictions.length > 0)
  return (
    <div className="soa-summary">
      <p className="cover-line">
        <SoaStateTag soa={soa} />
        {soa.decidedBy === null ? null : <span>{t('soa.approvedBy', { name: soa.decidedBy.name })}</span>}
        {soa.reviewBy === null ? null : (
          <span>
            {t('soa.reviewBy')}: <DayText day={soa.reviewBy} />
          </span>
        )}
      </p>
      <p className="cover-line">
        <span>{t('soa.count.applicable', { count: count(({ applicable }) => applicable === true) })}</span>
        <span>{t('soa.count.excluded', { count: count(({ applicable }) => applicable === false) })}</span>
        {soa.state === 'draft' ? (
          <span>{t('soa.count.open', { count: count(({ applicable }) => applicable === null) })}</span>
        ) : null}
      </p>
      {disagreeing > 0 ? (
        <Notice tone="warning" title={t('soa.disagreeing', { count: disagreeing })}>
          <p>{t('soa.disagreeing.meaning')}</p>
        </Notice>
      ) : null}
    </div>
  )
}

function Downloads({ soa }: { soa: SoaDetail }) {
  const { t } = useTranslation()
  const sheet = useAction(
    (format: 'xlsx' | 'csv') => api.call(downloadSoaSheet, { params: { soaId: soa.soaId }, query: { format } }),
    { renews: [], onDone: keepFile },
  )
  const oscal = useAction(
    (model: (typeof oscalModels)[number]) => api.call(downloadSoaOscal, { params: { soaId: soa.soaId, model } }),
    { renews: [], onDone: keepFile },
  )
  return (
    <div className="actions soa-downloads" role="group" aria-label={t('soa.downloads')}>
      <Button size="small" onPress={() => sheet.mutate('xlsx')} isPending={sheet.isPending}>
        {t('soa.download.xlsx')}
      </Button>
      <Button size="small" onPress={() => sheet.mutate('csv')} isPending={sheet.isPending}>
        {t('soa.download.csv')}
      </Button>
      {oscalModels.map((model) => (
        <Button key={model} size="small" onPress={() => oscal.mutate(model)} isPending={oscal.isPending}>
          {t(`soa.oscal.${model}`)}
        </Button>
      ))}
      <Link to="/documents">{t('soa.asDocument')}</Link>
    </div>
  )
}

const filters = ['all', 'contradicting', 'open', 'applicable', 'excluded', 'failing'] as const
type Filter = (typeof filters)[number]

const shows: Readonly<Record<Filter, (row: SoaRow) => boolean>> = {
  all: () => true,
  contradicting: ({ contradictions }) => contradictions.length > 0,
  open: ({ applicable }) => applicable === null,
  applicable: ({ applicable }) => applicable === true,
  excluded: ({ applicable }) => applicable === false,
  failing: ({ applicable, status }) => applicable !== false && status !== 'proven' && status !== 'due_soon',
}

function Rows({ soa }: { soa: SoaDetail }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [filter, setFilter] = useState<Filter>('all')
  const [chosen, setChosen] = useState<readonly SoaRow[]>([])
  const locale = currentLocale()
  const open = soa.rows.filter(shows.open)
  const isDraft = soa.state === 'draft'
  return (
    <>
      <div className="filters" role="search" aria-label={t('frameworks.filter')}>
        <Select
          label={t('frameworks.show')}
          value={filter}
          // One of the values above.
          onChange={(value) => setFilter(value as Filter)}
          options={filters.map((value) => ({ value, label: t(`soa.show.${value}`) }))}
        />
        {isDraft && open.length > 0 ? (
          <Button disabledReason={refusal('framework:edit')} onPress={() => setChosen(open)}>
            {t('soa.decideOpen', { count: open.length })}
          </Button>
        ) : null}
      </div>
      <Table
        caption={t('soa.title')}
        rows={soa.rows.filter(shows[filter])}
        rowKey={(row) => row.controlId}
        filterText={(row) => `${row.controlId} ${row.title[locale]} ${row.owner?.name ?? ''} ${row.note ?? ''}`}
        empty={<p className="soft">{t('frameworks.nothing')}</p>}
        columns={[
          {
            id: 'control',
            label: t('soa.control'),
            isRowHeader: true,
            cell: (row) => (
              <>
                <strong>{row.controlId}</strong> {row.title[locale]}
                {row.contradictions.map(({ code, text }) => (
                  <span key={code} className="subject-id soa-contradiction">
                    {text}
                  </span>
                ))}
              </>
            ),
          },
          {
            id: 'applicable',
            label: t('soa.applicable'),
            cell: (row) =>
              t(row.applicable === null ? 'soa.undecided' : row.applicable ? 'soa.applies' : 'soa.excluded'),
          },
          { id: 'why', label: t('soa.why'), cell: (row) => <Why row={row} /> },
          {
            id: 'status',
            label: t('soa.status'),
            cell: (row) =>
              row.applicable === false ? (
                '–'
              ) : (
                <>
                  <CoverMark row={row} />
                  {row.declared === null ? null : (
                    <span className="subject-id">
                      {t('soa.declaredAs', { declared: t(`soa.declared.${row.declared}`) })}
                    </span>
                  )}
                </>
              ),
          },
          {
            id: 'measures',
            label: t('soa.promised'),
            cell: (row) => <Promised row={row} />,
          },
          { id: 'owner', label: t('soa.owner'), cell: (row) => row.owner?.name ?? '–' },
          {
            id: 'open',
            label: t('soa.open'),
            isAction: true,
            cell: (row) => (
              <Button
                size="small"
                variant="quiet"
                aria-label={t(isDraft ? 'soa.decideRow' : 'soa.lookRow', { control: row.controlId })}
                onPress={() => setChosen([row])}
              >
                {t(isDraft ? 'soa.decide' : 'soa.look')}
              </Button>
            ),
          },
        ]}
      />
      <RowDialog soa={soa} rows={chosen} onClose={() => setChosen([])} />
    </>
  )
}

/** How many of the measures that serve it a sentence promises: a status never speaks for the others. */
function Promised({ row }: { row: SoaRow }) {
  const { t } = useTranslation()
  const serving = row.measures.filter(({ relation }) => relation !== 'intersects')
  if (serving.length === 0) return <>–</>
  const promised = serving.filter(({ status }) => status !== null).length
  return <>{t('soa.promisedOf', { promised, total: serving.length })}</>
}

function Why({ row }: { row: SoaRow }) {
  const { t } = useTranslation()
  if (row.applicable === false) return <>{row.exclusionReason ?? '–'}</>
  return <>{row.reasons.map((reason) => t(`soa.reason.${reason}`)).join(', ') || '–'}</>
}
