/** What one measure contributes to a sentence: its duties, the subjects that decide, and what would prove it. */
import { Button } from '#ui/button.tsx'
import { ObservedFacts } from '#ui/observed-facts.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Table } from '#ui/table.tsx'
import { durationInWords, millisecondsInWords, Time } from '#ui/time.tsx'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectSourceDialog } from './connect-source-dialog.tsx'
import { FileEvidenceDialog } from './file-evidence-dialog.tsx'
import type { ClaimDetail } from './claim-detail.ts'

type Measure = ClaimDetail['measures'][number]
type Duty = Measure['duties'][number]

export function MeasureProof({ measure, claim }: { measure: Measure; claim: ClaimDetail }) {
  const { t, i18n } = useTranslation()
  const isProven = claim.status === 'proven'
  const refusal = useRefusal()
  const [open, setOpen] = useState<'upload' | 'source' | null>(null)
  const locale = i18n.language === 'en' ? 'en' : 'de'
  const headingId = `measure-${measure.id}`
  return (
    <section className="section" aria-labelledby={headingId}>
      <div className="stack-tight">
        <h2 id={headingId}>
          <Link
            to="/measures/$measureId"
            params={{ measureId: measure.id }}
            {...(claim.asOf === null ? {} : { search: { asOf: claim.asOf.at, known: claim.asOf.known } })}
            className="heading-link"
          >
            {measure.title[locale]}
          </Link>
        </h2>
        <p className="small soft">{t('measure.line', { id: measure.id })}</p>
      </div>
      {measure.duties.map((duty) => (
        <DutyView key={duty.dutyId ?? 'none'} duty={duty} isReasonAbove={duty.reason.text === claim.reason?.text} />
      ))}
      <div className="would-prove">
        <h3>{isProven ? t('measure.whatProves') : t('measure.wouldProve')}</h3>
        <p>{measure.proof[locale]}</p>
        <p className="small soft">
          {t('measure.needs', {
            class: t(`class.${measure.evidenceClass}`),
            age: durationInWords(measure.maxAge, i18n.language),
          })}
        </p>
        <div className="actions">
          {measure.acceptsUpload ? (
            <Button
              variant={isProven ? 'plain' : 'primary'}
              disabledReason={refusal('evidence:upload')}
              onPress={() => setOpen('upload')}
            >
              {t('measure.fileEvidence')}
            </Button>
          ) : null}
          <Button onPress={() => setOpen('source')}>{t('measure.connectSource')}</Button>
        </div>
      </div>
      <FileEvidenceDialog
        measureId={measure.id}
        measureTitle={measure.title[locale]}
        isOpen={open === 'upload'}
        onClose={() => setOpen(null)}
      />
      <ConnectSourceDialog isOpen={open === 'source'} onClose={() => setOpen(null)} />
    </section>
  )
}

function DutyView({ duty, isReasonAbove }: { duty: Duty; isReasonAbove: boolean }) {
  const { t, i18n } = useTranslation()
  const { population } = duty
  return (
    <div className="duty">
      <p className="duty-status">
        <StatusMark status={duty.status} />
        {isReasonAbove ? null : <span>{duty.reason.text}</span>}
      </p>
      <dl className="facts">
        <dt>{t('duty.population')}</dt>
        <dd>
          {population.total === 0 && population.expected === null
            ? t('duty.population.unknown')
            : t('duty.population.passing', { passing: population.passing, total: population.total })}
          {population.reconciledAgainst === null ? (
            <span className="soft">, {t('duty.population.unreconciled')}</span>
          ) : (
            <span className="soft">
              ,{' '}
              {t('duty.population.reconciled', {
                source: population.reconciledAgainst,
                expected: population.expected ?? '–',
              })}
            </span>
          )}
        </dd>
        {duty.detectsWithinMs === null ? null : (
          <>
            <dt>{t('duty.detection')}</dt>
            <dd>{t('duty.detection.within', { time: millisecondsInWords(duty.detectsWithinMs, i18n.language) })}</dd>
          </>
        )}
        {duty.maxAge === null ? null : (
          <>
            <dt>{t('duty.maxAge')}</dt>
            <dd>{durationInWords(duty.maxAge, i18n.language)}</dd>
          </>
        )}
        {duty.minimumClass === null ? null : (
          <>
            <dt>{t('duty.minimumClass')}</dt>
            <dd>{t(`class.${duty.minimumClass}`)}</dd>
          </>
        )}
      </dl>
      {duty.subjects.length > 0 ? <Subjects duty={duty} /> : null}
    </div>
  )
}

/** The subjects that decide, worst first as the server sends them, each with the facts that were observed. */
function Subjects({ duty }: { duty: Duty }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('duty.subjects')}
      rows={duty.subjects}
      rowKey={(subject) => subject.subjectId}
      empty={null}
      columns={[
        {
          id: 'subject',
          label: t('duty.subject'),
          isRowHeader: true,
          cell: (subject) => (
            <>
              {subject.name ?? subject.externalId}
              {subject.name === null ? null : <span className="subject-id">{subject.externalId}</span>}
            </>
          ),
        },
        { id: 'status', label: t('duty.status'), cell: (subject) => <StatusMark status={subject.status} size={14} /> },
        { id: 'reason', label: t('duty.reason'), cell: (subject) => subject.reason.text },
        {
          id: 'facts',
          label: t('duty.facts'),
          cell: (subject) =>
            subject.facts === null ? (
              '–'
            ) : (
              <details className="fact-details">
                <summary>{t('duty.facts.show')}</summary>
                <ObservedFacts facts={subject.facts} />
              </details>
            ),
        },
        {
          id: 'observed',
          label: t('duty.observed'),
          cell: (subject) => (subject.observedAt === null ? t('duty.never') : <Time at={subject.observedAt} />),
        },
        {
          id: 'evidence',
          label: t('duty.evidence'),
          cell: (subject) =>
            subject.evidenceId === null ? (
              '–'
            ) : (
              <Link to="/evidence/$evidenceId" params={{ evidenceId: subject.evidenceId }}>
                {t('duty.evidence.open')}
              </Link>
            ),
        },
      ]}
    />
  )
}
