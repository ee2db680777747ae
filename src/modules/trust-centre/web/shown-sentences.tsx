/** The sentences with what is shown of each. */
import {
  displays,
  type readTrustCentre,
  showSentence,
  type Display,
  type ShownSentence,
} from '#modules/trust-centre/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/field.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

interface ShownSentencesProps {
  statement: OutputOf<typeof readTrustCentre>['statement']
  locale: 'de' | 'en'
  onLocale: (locale: 'de' | 'en') => void
}

export function ShownSentences({ statement, locale, onLocale }: ShownSentencesProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const mayNot = useRefusal()('trust-centre:manage') !== null
  const show = useAction(
    ({ claimId, display }: { claimId: string; display: Display }) =>
      api.call(showSentence, { params: { claimId }, body: { display } }),
    { renews: ['trust-centre.'], onDone: () => toast(t('publicPage.display.changed')) },
  )
  const sentences: readonly ShownSentence[] = statement?.sentences ?? []
  return (
    <Section id="sentences" title={t('publicPage.sentences')} meaning={t('publicPage.sentences.meaning')}>
      <div className="filters">
        <Select
          label={t('publicPage.language')}
          value={locale}
          onChange={(value) => onLocale(value === 'en' ? 'en' : 'de')}
          options={(['de', 'en'] as const).map((value) => ({ value, label: t(`publicPage.language.${value}`) }))}
        />
      </div>
      {show.error ? <ProblemNotice problem={show.error} /> : null}
      {sentences.length === 0 ? null : (
        <p>{t('publicPage.withheld', { count: sentences.filter(({ display }) => display === 'text').length })}</p>
      )}
      <Table
        caption={t('publicPage.sentences')}
        rows={sentences}
        rowKey={({ claimId }) => claimId}
        empty={
          <EmptyState title={t('publicPage.none.title')}>
            <p>{t('publicPage.none.text')}</p>
          </EmptyState>
        }
        columns={[
          {
            id: 'sentence',
            label: t('publicPage.sentence'),
            isRowHeader: true,
            cell: ({ claimId, text }) => (
              <Link to="/sentences/$claimId" params={{ claimId }} lang={statement?.locale}>
                {text}
              </Link>
            ),
          },
          {
            id: 'status',
            label: t('publicPage.status'),
            cell: ({ status }) => (status === null ? null : <StatusMark status={status} />),
          },
          {
            id: 'display',
            label: t('publicPage.display'),
            cell: ({ claimId, text, display }) => (
              <select
                className="input"
                aria-label={t('publicPage.display.of', { text })}
                value={display}
                disabled={mayNot || (show.isPending && show.variables.claimId === claimId)}
                onChange={(event) => {
                  const chosen = displays.find((one) => one === event.target.value)
                  if (chosen !== undefined) show.mutate({ claimId, display: chosen })
                }}
              >
                {displays.map((one) => (
                  <option key={one} value={one}>
                    {t(`publicPage.display.${one}`)}
                  </option>
                ))}
              </select>
            ),
          },
        ]}
      />
    </Section>
  )
}
