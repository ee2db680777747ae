/** One evidence: where it comes from, which facts it states, its file, and its review by another person. */
import { downloadEvidence, readEvidence } from '#core/evidence/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { bytesInWords } from '#ui/file-drop.tsx'
import { Notice } from '#ui/notice.tsx'
import { ObservedFacts } from '#ui/observed-facts.tsx'
import { Section } from '#ui/section.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EvidenceDetail } from './evidence-detail.ts'
import { ReviewActions } from './review-actions.tsx'

export function EvidencePage() {
  const { evidenceId } = useParams({ from: '/signed-in/evidence/$evidenceId' })
  const read = useQuery(readOf(readEvidence, { params: { evidenceId } }))
  return (
    <Loaded read={read} isPage>
      {(evidence) => <Detail evidence={evidence} />}
    </Loaded>
  )
}

function Detail({ evidence }: { evidence: EvidenceDetail }) {
  const { t, i18n } = useTranslation()
  const title = evidence.title ?? evidence.collector ?? evidence.sourceId
  return (
    <Page
      title={title}
      above={
        <Breadcrumb
          above={[{ key: 'evidence', link: <Link to="/evidence">{t('evidence.title')}</Link> }]}
          here={title}
        />
      }
    >
      {evidence.state === 'in_review' || evidence.review !== null ? <Review evidence={evidence} /> : null}
      <dl className="facts">
        <dt>{t('evidence.state')}</dt>
        <dd>
          <span className={`tag tag-${evidence.state}`}>{t(`evidence.state.${evidence.state}`)}</span>
        </dd>
        <dt>{t('evidence.class')}</dt>
        <dd>{t(`evidence.class.${evidence.class}`)}</dd>
        <dt>{t('evidence.source')}</dt>
        <dd>
          {evidence.sourceSystem}
          {evidence.sourceVersion === null ? null : <span className="soft"> {evidence.sourceVersion}</span>}
        </dd>
        {evidence.sourceQuery === null ? null : (
          <>
            <dt>{t('evidence.query')}</dt>
            <dd className="mono">{evidence.sourceQuery}</dd>
          </>
        )}
        <dt>{t('evidence.period')}</dt>
        <dd>
          <Time at={evidence.observedFrom} exact />
          {evidence.observedFrom === evidence.observedTo ? null : (
            <>
              {' – '}
              <Time at={evidence.observedTo} exact />
            </>
          )}
        </dd>
        {evidence.confirmedAt === null ? null : (
          <>
            <dt>{t('evidence.confirmed')}</dt>
            <dd>
              <Time at={evidence.confirmedAt} />
            </dd>
          </>
        )}
        <dt>{t('evidence.recorded')}</dt>
        <dd>
          <Time at={evidence.recordedAt} />, {evidence.recordedBy?.name ?? t('evidence.machine')}
        </dd>
        {evidence.validUntil === null ? null : (
          <>
            <dt>{t('evidence.validUntil')}</dt>
            <dd>
              <Time at={evidence.validUntil} exact />
            </dd>
          </>
        )}
      </dl>
      {evidence.file === null ? null : (
        <section className="section" aria-labelledby="file">
          <h2 id="file">{t('evidence.file')}</h2>
          <p className="row">
            {/* Served as an attachment; never shown inline. */}
            <a
              className="button button-plain"
              href={urlOf(downloadEvidence, { params: { evidenceId: evidence.id } })}
              download
            >
              {t('evidence.download')}
            </a>
            <span>
              {evidence.file.name}{' '}
              <span className="soft">
                {evidence.file.mediaType}, {bytesInWords(evidence.file.bytes, i18n.language)}
              </span>
            </span>
          </p>
        </section>
      )}
      {evidence.populations.length > 0 ? <Populations evidence={evidence} /> : null}
      <Facts evidence={evidence} />
      <section className="section" aria-labelledby="integrity">
        <h2 id="integrity">{t('evidence.integrity')}</h2>
        <CopyField label={t('evidence.hash')} value={evidence.bodySha256} />
        {evidence.file === null ? null : <CopyField label={t('evidence.fileHash')} value={evidence.file.sha256} />}
      </section>
    </Page>
  )
}

function Review({ evidence }: { evidence: EvidenceDetail }) {
  const { t } = useTranslation()
  if (evidence.review !== null) {
    return (
      <Notice
        tone={evidence.review.outcome === 'accepted' ? 'good' : 'bad'}
        title={t(`evidence.review.${evidence.review.outcome}`, { name: evidence.review.by.name })}
      >
        <p>{evidence.review.reason}</p>
        <p className="small soft">
          <Time at={evidence.review.at} />
        </p>
      </Notice>
    )
  }
  return (
    <Notice tone="warning" title={t('evidence.review.waiting')}>
      <p>{t('evidence.review.meaning')}</p>
      <ReviewActions evidence={evidence} />
    </Notice>
  )
}

function Populations({ evidence }: { evidence: EvidenceDetail }) {
  const { t } = useTranslation()
  return (
    <section className="section" aria-labelledby="populations">
      <h2 id="populations">{t('evidence.populations')}</h2>
      <Table
        caption={t('evidence.populations')}
        rows={evidence.populations}
        rowKey={(row) => row.factType}
        empty={null}
        columns={[
          { id: 'type', label: t('evidence.factType'), isRowHeader: true, cell: (row) => <code>{row.factType}</code> },
          { id: 'seen', label: t('evidence.seen'), numeric: true, cell: (row) => row.seen },
          { id: 'expected', label: t('evidence.expected'), numeric: true, cell: (row) => row.expected ?? '–' },
          {
            id: 'source',
            label: t('evidence.comparedWith'),
            cell: (row) => row.reconciledAgainst ?? t('evidence.nothing'),
          },
        ]}
      />
    </section>
  )
}

function Facts({ evidence }: { evidence: EvidenceDetail }) {
  const { t } = useTranslation()
  return (
    <Section
      id="facts"
      title={t('evidence.facts')}
      meaning={
        evidence.facts.length < evidence.factCount
          ? t('evidence.factsOf', { shown: evidence.facts.length, count: evidence.factCount })
          : t('evidence.factsMeaning')
      }
    >
      <Table
        caption={t('evidence.facts')}
        rows={evidence.facts}
        rowKey={(fact) => `${fact.subject.id} ${fact.type}`}
        filterText={(fact) =>
          `${fact.subject.name ?? ''} ${fact.subject.externalId} ${fact.type} ${JSON.stringify(fact.data)}`
        }
        empty={<p className="soft">{t('evidence.noFacts')}</p>}
        columns={[
          {
            id: 'subject',
            label: t('evidence.subject'),
            isRowHeader: true,
            sortBy: (fact) => fact.subject.name ?? fact.subject.externalId,
            cell: (fact) => (
              <>
                {fact.subject.name ?? fact.subject.externalId}
                {fact.subject.name === null ? null : <span className="subject-id">{fact.subject.externalId}</span>}
              </>
            ),
          },
          {
            id: 'type',
            label: t('evidence.factType'),
            sortBy: (fact) => fact.type,
            cell: (fact) => <code>{fact.type}</code>,
          },
          { id: 'data', label: t('evidence.observedData'), cell: (fact) => <ObservedFacts facts={fact.data} inline /> },
        ]}
      />
    </Section>
  )
}
