/** What a draft found and how its question stands, each by shape and word. */
import type { QuestionSummary, Verdict } from '#modules/questionnaire/contract/questionnaire.ts'
import { useTranslation } from 'react-i18next'

const tones: Readonly<Record<Verdict, 'good' | 'warning' | 'bad' | 'plain'>> = {
  proven: 'good',
  customer: 'plain',
  partly: 'warning',
  option: 'warning',
  not_proven: 'warning',
  planned: 'warning',
  denied: 'bad',
  contradicted: 'bad',
  document: 'plain',
  unanswerable: 'plain',
}

export function VerdictTag({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation()
  return <span className={`tag tone-${tones[verdict]}`}>{t(`questionnaire.verdict.${verdict}`)}</span>
}

/** In the list: whether somebody answered, else what the draft found. */
export function QuestionTags({ item }: { item: QuestionSummary }) {
  const { t } = useTranslation()
  return (
    <span className="questionnaire-tags">
      {item.state === 'open' ? (
        <VerdictTag verdict={item.verdict} />
      ) : (
        <span className={`tag answer-${item.state}`}>
          <span aria-hidden="true">{signs[item.state]} </span>
          {t(`questionnaire.answer.${item.state}`)}
        </span>
      )}
      {item.answer === null || item.answer.length > 24 ? null : (
        <span className="questionnaire-short">{item.answer}</span>
      )}
      {item.state === 'open' && item.isGiven ? <span className="tag">{t('questionnaire.given')}</span> : null}
      {item.assignee === null ? null : <span className="soft">{item.assignee.name}</span>}
      {item.isStated ? <span className="tag tone-warning">{t('questionnaire.statedShort')}</span> : null}
      {item.isStale && item.state !== 'left_empty' ? (
        <span className="tag tone-bad">{t('questionnaire.staleShort')}</span>
      ) : null}
    </span>
  )
}

const signs = { accepted: '✓', edited: '✎', left_empty: '∅', needs_somebody: '?' } as const
