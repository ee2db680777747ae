/** One request: who asks and what for, whether address and agreement stand, what was decided, the copy and its accesses. */
import { readRequest, type RequestDetail } from '#modules/attestation/contract/request.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { writeDay } from '#ui/day-text.ts'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RequestSteps } from './request-steps.tsx'
import { StandingTag } from './standing-tag.tsx'
import { StateTag } from './state-tag.tsx'

export function RequestPage() {
  const { requestId } = useParams({ from: '/signed-in/attestations/$requestId' })
  const read = useQuery(readOf(readRequest, { params: { requestId } }))
  return (
    <Loaded read={read} isPage>
      {(found) => <Detail found={found} />}
    </Loaded>
  )
}

function Detail({ found }: { found: RequestDetail }) {
  const { t, i18n } = useTranslation()
  const title = t('attestations.of', {
    number: found.number ?? 0,
    organisation: found.requester?.organisation ?? t('attestations.erased'),
  })
  const { nda } = found
  return (
    <Page
      title={title}
      above={
        <Breadcrumb
          above={[{ key: 'attestations', link: <Link to="/attestations">{t('attestations.title')}</Link> }]}
          here={title}
        />
      }
    >
      <p>
        <StateTag state={found.state} />{' '}
        {found.dueAt === null ? null : (
          <>
            {t('attestations.dueAt')} <Time at={found.dueAt} exact />
            {found.overdue ? <strong> {t('attestations.overdue')}</strong> : null}
          </>
        )}
      </p>
      <RequestSteps found={found} />
      <dl className="facts">
        <dt>{t('attestations.wants')}</dt>
        <dd>{found.title?.[currentLocale()] ?? t('attestations.wants.confirmation')}</dd>
        <dt>{t('attestations.requester')}</dt>
        <dd>
          {found.requester === null
            ? t('attestations.erased')
            : `${found.requester.name}, ${found.requester.organisation}`}
        </dd>
        <dt>{t('attestations.email')}</dt>
        <dd>
          {found.requester?.email ?? '–'}
          {', '}
          {found.confirmedAt === null ? t('attestations.unconfirmed') : t('attestations.confirmed')}
        </dd>
        <dt>{t('attestations.customer')}</dt>
        <dd>{found.customer ?? t('attestations.noCustomer')}</dd>
        <dt>{t('attestations.purpose')}</dt>
        <dd>{found.purpose ?? '–'}</dd>
        {found.repeatReason === null ? null : (
          <>
            <dt>{t('attestations.repeatReason')}</dt>
            <dd>{found.repeatReason}</dd>
          </>
        )}
        <dt>{t('attestations.source')}</dt>
        <dd>
          {t(`attestations.source.${found.source}`)}, <Time at={found.askedAt} exact />
        </dd>
        <dt>{t('attestations.nda')}</dt>
        <dd>
          {nda === null
            ? found.signatory === null
              ? t('attestations.nda.none')
              : t('attestations.nda.waiting', { name: found.signatory.name, email: found.signatory.email })
            : `${nda.signatory ?? t('attestations.erased')}; ${writeDay(nda.validFrom, i18n.language)} – ${writeDay(nda.validTo, i18n.language)}`}
        </dd>
        {found.assessment === null ? null : (
          <>
            <dt>{t('attestations.assessment')}</dt>
            <dd>
              {found.assessment}
              {found.proposedBy === null ? null : <span className="subject-id">{found.proposedBy.name}</span>}
            </dd>
          </>
        )}
        {found.decidedBy === null ? null : (
          <>
            <dt>{t('attestations.decidedBy')}</dt>
            <dd>{found.decidedBy.name}</dd>
          </>
        )}
        {found.answer === null ? null : (
          <>
            <dt>{t('attestations.answer')}</dt>
            <dd>{found.answer}</dd>
          </>
        )}
      </dl>
      <Earlier found={found} />
      <Copy found={found} />
    </Page>
  )
}

function Earlier({ found: { earlier } }: { found: RequestDetail }) {
  const { t } = useTranslation()
  if (earlier.length === 0) return null
  return (
    <section className="section" aria-labelledby="earlier">
      <h2 id="earlier">{t('attestations.earlier')}</h2>
      <ul className="bullets">
        {earlier.map((one) => (
          <li key={one.requestId}>
            <Link to="/attestations/$requestId" params={{ requestId: one.requestId }}>
              <Time at={one.askedAt} exact />
            </Link>{' '}
            <StateTag state={one.state} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Copy({ found: { copy, accesses } }: { found: RequestDetail }) {
  const { t } = useTranslation()
  if (copy === null) return null
  return (
    <section className="section" aria-labelledby="copy">
      <h2 id="copy">{t('disclosures.number', { number: copy.number })}</h2>
      <dl className="facts">
        <dt>{t('disclosures.what')}</dt>
        <dd>{copy.title}</dd>
        <dt>{t('attestations.state')}</dt>
        <dd>
          <StandingTag copy={copy} />
        </dd>
        {copy.endReason === null ? null : (
          <>
            <dt>{t('attestations.reason')}</dt>
            <dd>{copy.endReason}</dd>
          </>
        )}
        <dt>{t('disclosures.issued')}</dt>
        <dd>
          <Time at={copy.issuedAt} exact />
          {copy.issuedBy === null ? null : `, ${copy.issuedBy.name}`}
        </dd>
        <dt>{t('disclosures.hash')}</dt>
        <dd>
          <code className="hash">{copy.sha256}</code>
        </dd>
      </dl>
      <h3>{t('disclosures.accesses')}</h3>
      <Table
        caption={t('disclosures.accesses')}
        rows={accesses}
        rowKey={(row) => `${row.at} ${row.outcome}`}
        empty={<p className="soft">{t('disclosures.noAccess')}</p>}
        columns={[
          { id: 'at', label: t('disclosures.at'), isRowHeader: true, cell: (row) => <Time at={row.at} exact /> },
          { id: 'outcome', label: t('disclosures.outcome'), cell: (row) => t(`disclosures.outcome.${row.outcome}`) },
          { id: 'address', label: t('disclosures.address'), cell: (row) => row.address ?? '–' },
        ]}
      />
    </section>
  )
}
