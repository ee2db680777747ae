/** One measure: how it stands, what it demands and of whom, the sentences on it, how it fared, and its evidence. */
import type { AsOfSearch } from '#core/as-of/contract.ts'
import { readMeasure, type MeasureDetail } from '#modules/measure/contract.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Notice } from '#ui/notice.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Table } from '#ui/table.tsx'
import { dayOf, durationInWords, millisecondsInWords, Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { AsOfBand, AsOfControl } from '#web/as-of.tsx'
import { History } from '#web/history.tsx'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { PeriodReport } from '#web/period-report.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './measure.css'

export function MeasurePage() {
  const { measureId } = useParams({ from: '/signed-in/measures/$measureId' })
  const search = useSearch({ from: '/signed-in/measures/$measureId' })
  const navigate = useNavigate({ from: '/measures/$measureId' })
  const show = (next: AsOfSearch) => void navigate({ search: next })
  const read = useQuery(readOf(readMeasure, { params: { measure: measureId }, query: search }))
  return (
    <Loaded read={read} isPage>
      {(measure) => <Detail measure={measure} search={search} onShow={show} />}
    </Loaded>
  )
}

interface DetailProps {
  measure: MeasureDetail
  search: AsOfSearch
  onShow: (search: AsOfSearch) => void
}

function Detail({ measure, search, onShow }: DetailProps) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const report = <PeriodReport kind="measure.period" aboutId={measure.id} />
  return (
    <Page
      title={measure.title[locale]}
      above={
        <Breadcrumb
          above={[
            {
              key: 'measures',
              link: (
                <Link to="/measures" search={search}>
                  {t('measures.title')}
                </Link>
              ),
            },
          ]}
          here={measure.id}
        />
      }
    >
      <AsOfBand asOf={measure.asOf} onBack={() => onShow({})} />
      {measure.status === null ? (
        <Notice title={t(measure.sentences > 0 ? 'measures.mayOnly' : 'measures.notDemanded')}>
          <p>{t(measure.sentences > 0 ? 'measures.mayOnly.meaning' : 'measures.notDemanded.meaning')}</p>
        </Notice>
      ) : (
        <div className="measure-status" role="status">
          <StatusMark status={measure.status} size={22} />
          {measure.reason === null ? null : <p>{measure.reason}</p>}
        </div>
      )}
      <Demands measure={measure} />
      <Sentences measure={measure} search={search} />
      {measure.history.length > 0 ? (
        <>
          <History
            effect={measure.effect}
            periods={measure.history}
            asOf={measure.asOf}
            search={search}
            onShow={onShow}
          >
            {report}
          </History>
          <p className="small soft">{t('measures.rules')}</p>
        </>
      ) : (
        <div className="row">
          {report}
          <AsOfControl search={search} onChange={onShow} />
        </div>
      )}
      <Population measure={measure} />
      <Evidence measure={measure} />
    </Page>
  )
}

function Demands({ measure }: { measure: MeasureDetail }) {
  const { t, i18n } = useTranslation()
  const locale = currentLocale()
  return (
    <section className="section" aria-labelledby="demands">
      <h2 id="demands">{t('measures.demands')}</h2>
      <p>{measure.proof[locale]}</p>
      {measure.duties.length === 0 ? <p className="soft">{t('measures.noDuty')}</p> : null}
      {measure.duties.map((duty) => (
        <div key={duty.id} className="measure-duty">
          <h3>
            <code>{duty.id}</code>
          </h3>
          {duty.judged === null ? null : (
            <p className="measure-duty-status">
              <StatusMark status={duty.judged.status} /> {duty.judged.reason}
            </p>
          )}
          <dl className="facts">
            {duty.judged === null ? null : (
              <>
                <dt>{t('measures.population')}</dt>
                <dd>
                  {t('measures.passing', { passing: duty.judged.passing, total: duty.judged.total })},{' '}
                  <span className="soft">
                    {t(duty.judged.reconciledAgainst === null ? 'measures.unreconciled' : 'measures.reconciled')}
                  </span>
                </dd>
              </>
            )}
            <dt>{t('measures.trigger')}</dt>
            <dd>{t(`measures.trigger.${duty.trigger}`)}</dd>
            <dt>{t('measures.maxAge')}</dt>
            <dd>{durationInWords(duty.maxAge, i18n.language)}</dd>
            <dt>{t('measures.class')}</dt>
            <dd>{t(`class.${duty.minimumClass}`)}</dd>
            {duty.detectsWithinMs === null ? null : (
              <>
                <dt>{t('measures.detection')}</dt>
                <dd>{millisecondsInWords(duty.detectsWithinMs, i18n.language)}</dd>
              </>
            )}
          </dl>
        </div>
      ))}
    </section>
  )
}

function Sentences({ measure, search }: { measure: MeasureDetail; search: AsOfSearch }) {
  const { t } = useTranslation()
  return (
    <section className="section" aria-labelledby="sentences">
      <h2 id="sentences">{t('measures.restingSentences')}</h2>
      <Table
        caption={t('measures.restingSentences')}
        rows={measure.restingSentences}
        rowKey={(row) => row.claimId}
        empty={<p className="soft">{t('measures.noSentences')}</p>}
        columns={[
          { id: 'number', label: t('measures.number'), cell: (row) => row.ordinal + 1 },
          {
            id: 'sentence',
            label: t('measures.sentence'),
            isRowHeader: true,
            cell: (row) => (
              <Link
                to="/sentences/$claimId"
                params={{ claimId: row.claimId }}
                search={search}
                className="measure-sentence"
              >
                {row.text}
              </Link>
            ),
          },
          {
            id: 'status',
            label: t('measures.status'),
            cell: (row) => (row.status === null ? '–' : <StatusMark status={row.status} size={14} />),
          },
        ]}
      />
    </section>
  )
}

/** How many it was about: the auditor's question whether somebody was left out. */
function Population({ measure }: { measure: MeasureDetail }) {
  const { t, i18n } = useTranslation()
  if (measure.population.length === 0) return null
  const rows = measure.population.map((point, id) => ({ ...point, id }))
  const severalDuties = new Set(rows.map(({ dutyId }) => dutyId)).size > 1
  return (
    <section className="section" aria-labelledby="population">
      <h2 id="population">{t('measures.populationOverTime')}</h2>
      <Table
        caption={t('measures.populationOverTime')}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={null}
        columns={[
          {
            id: 'at',
            label: t('measures.endOf'),
            isRowHeader: true,
            cell: (row) => dayOf(new Date(row.at), i18n.language),
          },
          ...(severalDuties
            ? [
                {
                  id: 'duty',
                  label: t('measures.duty'),
                  cell: (row: (typeof rows)[number]) => <code>{row.dutyId}</code>,
                },
              ]
            : []),
          { id: 'total', label: t('measures.total'), numeric: true, cell: (row) => row.total },
          { id: 'passing', label: t('measures.kept'), numeric: true, cell: (row) => row.passing },
          {
            id: 'reconciled',
            label: t('measures.compared'),
            cell: (row) => t(row.reconciled ? 'measures.reconciled' : 'measures.unreconciled'),
          },
        ]}
      />
    </section>
  )
}

function Evidence({ measure }: { measure: MeasureDetail }) {
  const { t } = useTranslation()
  return (
    <section className="section" aria-labelledby="evidence">
      <h2 id="evidence">{t('measures.evidence')}</h2>
      <Table
        caption={t('measures.evidence')}
        rows={measure.evidence}
        rowKey={(row) => row.id}
        empty={<p className="soft">{t('measures.noEvidence')}</p>}
        columns={[
          {
            id: 'evidence',
            label: t('measures.evidenceTitle'),
            isRowHeader: true,
            cell: (row) => (
              <Link to="/evidence/$evidenceId" params={{ evidenceId: row.id }}>
                {row.title}
              </Link>
            ),
          },
          { id: 'class', label: t('measures.class'), cell: (row) => t(`class.${row.class}`) },
          { id: 'state', label: t('measures.state'), cell: (row) => t(`measures.state.${row.state}`) },
          { id: 'at', label: t('measures.observed'), cell: (row) => <Time at={row.observedAt} exact /> },
        ]}
      />
      {measure.evidenceIsCut ? <p className="small soft">{t('measures.evidenceCut')}</p> : null}
    </section>
  )
}
