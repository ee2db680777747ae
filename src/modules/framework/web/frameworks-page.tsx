/** Frameworks, the versions of the statement of applicability, and certificates: the first page of what others require. */
import { listFrameworks, type FrameworkSummary } from '#modules/framework/contract/framework.ts'
import { beginSoa, listSoa, type SoaSummary } from '#modules/framework/contract/soa.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Certificates } from './certificates.tsx'
import { StandingText } from './cover.tsx'
import './framework.css'
import { DayText } from './day.tsx'

export function FrameworksPage() {
  const { t } = useTranslation()
  const read = useQuery(readOf(listFrameworks, undefined))
  return (
    <Page title={t('frameworks.title')} lead={t('frameworks.lead')}>
      <Loaded read={read} lines={8}>
        {({ items }) => <Frameworks items={items} />}
      </Loaded>
      <Statements />
      <Certificates />
    </Page>
  )
}

const satisfiedIn = ({ counts }: FrameworkSummary) => (counts.byStatus.proven ?? 0) + (counts.byStatus.due_soon ?? 0)
const failingIn = ({ counts }: FrameworkSummary) =>
  (counts.byStatus.contradicted ?? 0) + (counts.byStatus.lapsed ?? 0) + (counts.byStatus.unproven ?? 0)

function Frameworks({ items }: { items: readonly FrameworkSummary[] }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('frameworks.title')}
      rows={items}
      rowKey={(row) => row.id}
      empty={null}
      columns={[
        {
          id: 'framework',
          label: t('frameworks.framework'),
          isRowHeader: true,
          cell: (row) => (
            <>
              <Link to="/frameworks/$frameworkId" params={{ frameworkId: row.id }}>
                {row.title[currentLocale()]}
              </Link>
              <span className="subject-id">
                {row.edition} · {row.extent[currentLocale()]}
              </span>
            </>
          ),
        },
        {
          id: 'standing',
          label: t('frameworks.standing'),
          cell: (row) => <StandingText standing={row.standing} certifiable={row.certifiable} />,
        },
        { id: 'total', label: t('frameworks.requirements'), numeric: true, cell: (row) => row.counts.total },
        { id: 'satisfied', label: t('frameworks.satisfied'), numeric: true, cell: satisfiedIn },
        { id: 'failing', label: t('frameworks.failing'), numeric: true, cell: failingIn },
        {
          id: 'unpromised',
          label: t('frameworks.unpromised'),
          numeric: true,
          cell: (row) => row.counts.unpromised,
        },
        { id: 'unmapped', label: t('frameworks.unmapped'), numeric: true, cell: (row) => row.counts.unmapped },
      ]}
    />
  )
}

function Statements() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isBeginning, setBeginning] = useState(false)
  const read = useQuery(readOf(listSoa, undefined))
  const hasDraft = read.data?.items.some(({ state }) => state === 'draft') ?? false
  const begin = (
    <Button
      disabledReason={refusal('framework:edit') ?? (hasDraft ? t('soa.draftOpen') : null)}
      onPress={() => setBeginning(true)}
    >
      {t('soa.begin')}
    </Button>
  )
  return (
    <section className="section" aria-labelledby="soa">
      <h2 id="soa">{t('soa.title')}</h2>
      <Loaded read={read} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('soa.empty.title')} action={begin}>
              <p>{t('soa.empty.text')}</p>
            </EmptyState>
          ) : (
            <>
              <div className="actions">{begin}</div>
              <Versions items={items} />
            </>
          )
        }
      </Loaded>
      <BeginDialog isOpen={isBeginning} onClose={() => setBeginning(false)} />
    </section>
  )
}

function Versions({ items }: { items: readonly SoaSummary[] }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('soa.title')}
      rows={items}
      rowKey={(row) => row.soaId}
      empty={null}
      columns={[
        {
          id: 'version',
          label: t('soa.version'),
          isRowHeader: true,
          cell: (row) => (
            <>
              <Link to="/soa/$soaId" params={{ soaId: row.soaId }}>
                {t('soa.versionNumber', { number: row.number })}
              </Link>
              <span className="subject-id">{row.scope}</span>
            </>
          ),
        },
        { id: 'state', label: t('soa.state'), cell: (row) => <SoaStateTag soa={row} /> },
        { id: 'begun', label: t('soa.begun'), cell: (row) => <Time at={row.createdAt} exact /> },
        { id: 'decided', label: t('soa.decidedBy'), cell: (row) => row.decidedBy?.name ?? '–' },
        {
          id: 'review',
          label: t('soa.reviewBy'),
          cell: (row) => (row.reviewBy === null ? '–' : <DayText day={row.reviewBy} />),
        },
      ]}
    />
  )
}

/** A draft waits for somebody; what is overdue says so. */
export function SoaStateTag({ soa }: { soa: Pick<SoaSummary, 'state' | 'isOverdue'> }) {
  const { t } = useTranslation()
  const tone = { draft: 'requested', approved: 'approved', superseded: 'superseded', discarded: 'rejected' }[soa.state]
  return (
    <>
      <span className={`tag tag-${tone}`}>{t(`soa.state.${soa.state}`)}</span>
      {soa.isOverdue ? <span className="soa-contradiction"> {t('soa.overdue')}</span> : null}
    </>
  )
}

function BeginDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const begin = useAction((scope: string) => api.call(beginSoa, { body: { scope } }), {
    renews: ['soa.'],
    onDone: ({ soaId }) => void navigate({ to: '/soa/$soaId', params: { soaId } }),
  })
  return (
    <Dialog title={t('soa.begin')} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('soa.begin.meaning')}</p>
      <Form label={t('soa.begin')} problem={begin.error} onSubmit={(data) => begin.mutate(textOf(data, 'scope'))}>
        <TextField name="scope" label={t('soa.scope')} hint={t('soa.scope.hint')} rows={3} isRequired wide />
        <FormActions submit={t('soa.begin')} isPending={begin.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
