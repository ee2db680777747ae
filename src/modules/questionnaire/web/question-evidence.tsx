/** What a draft rests on, and what was answered before. */
import type { QuestionDetail } from '#modules/questionnaire/contract/question.ts'
import { Button } from '#ui/button.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { currentLocale } from '#web/i18n.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The sentences that a draft rests on, with their statuses then and now. */
export function Evidence({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation()
  const { citations, measures } = question.draft
  const locale = currentLocale()
  return (
    <section className="stack-tight" aria-label={t('questionnaire.evidence')}>
      <h3>{t('questionnaire.evidence')}</h3>
      {citations.length === 0 ? <p className="soft">{t('questionnaire.noSentence')}</p> : null}
      <ul className="questionnaire-citations" role="list">
        {citations.map(({ claimId, text, status, statusNow, isInForce, version, asOf }) => (
          <li key={claimId}>
            <blockquote>{text}</blockquote>
            <p className="questionnaire-source small">
              {isInForce ? (
                statusNow === null ? (
                  <span className="soft">{t('questionnaire.noStatus')}</span>
                ) : (
                  <StatusMark status={statusNow} />
                )
              ) : (
                <span className="tag tone-bad">{t('questionnaire.notInForce')}</span>
              )}
              {statusNow !== status && status !== null && isInForce ? (
                <span>{t('questionnaire.was', { status: t(`status.${status}`) })}</span>
              ) : null}
              <span className="soft">
                {t('questionnaire.cited', { version })} <Time at={asOf} />
              </span>
              {isInForce ? (
                <Link to="/sentences/$claimId" params={{ claimId }} search={{}}>
                  {t('questionnaire.proof')}
                </Link>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
      {measures.length === 0 ? null : (
        <details>
          <summary className="small">{t('questionnaire.measures')}</summary>
          <ul className="bullets small">
            {measures.map(({ id, title, score }) => (
              <li key={id}>
                {title[locale]} <span className="soft">({score.toFixed(2)})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** What was answered to the same question elsewhere. */
export function Earlier({
  question,
  onTake,
}: {
  question: QuestionDetail
  onTake: ((given: { answer: string | null; comment: string | null }) => void) | null
}) {
  const { t } = useTranslation()
  if (question.earlier.length === 0) return null
  return (
    <section className="stack-tight" aria-label={t('questionnaire.earlier')}>
      <h3>{t('questionnaire.earlier')}</h3>
      <ul className="questionnaire-citations" role="list">
        {question.earlier.map((one) => (
          <li key={`${one.questionnaireId} ${one.answeredAt}`}>
            {one.answer === null ? null : <p className="questionnaire-answer">{one.answer}</p>}
            {one.comment === null ? null : <p className="small">{one.comment}</p>}
            <p className="questionnaire-source small">
              <Link to="/questionnaires/$questionnaireId" params={{ questionnaireId: one.questionnaireId }} search={{}}>
                {one.title}
              </Link>
              <span className="soft">
                <Time at={one.answeredAt} />
              </span>
              {one.isStated ? <span className="tag tone-warning">{t('questionnaire.statedShort')}</span> : null}
              {one.isStale ? <span className="tag tone-bad">{t('questionnaire.staleShort')}</span> : null}
              {onTake === null ? null : (
                <Button
                  size="small"
                  variant="quiet"
                  onPress={() => onTake({ answer: one.answer, comment: one.comment })}
                >
                  {t('questionnaire.take')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
