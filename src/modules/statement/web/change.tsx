/** One change: the sentence before and after, what makes it stronger or weaker, and what answers it. */
import {
  compensateChange,
  decideJudgement,
  requestJudgement,
  type ChangeView,
  type VersionView,
} from '#modules/statement/contract/version.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type Open = 'measure' | 'judgement' | 'approved' | 'refused' | null

const signs = { stronger: '▲', weaker: '▼', neutral: '=', removed: '−', added: '+' } as const

export function Change({ change, version }: { change: ChangeView; version: VersionView }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { before, after, direction, differences } = change
  return (
    <article className={`change change-${direction}`} lang={version.locale}>
      <p className="change-direction">
        <span aria-hidden="true" className="change-sign">
          {signs[direction]}
        </span>{' '}
        <strong>{t(`version.direction.${direction}`)}</strong>
      </p>
      <div className="change-sides">
        {before === null ? null : (
          <div>
            <p className="change-side-name">{t('version.before')}</p>
            <p className="change-text">{before.text}</p>
          </div>
        )}
        {after.length === 0 ? null : (
          <div>
            <p className="change-side-name">{t('version.after')}</p>
            {after.map((one) => (
              <p key={one.id} className="change-text">
                {one.text}
              </p>
            ))}
          </div>
        )}
      </div>
      {differences.length === 0 ? null : (
        <ul className="bullets change-differences">
          {differences.map((difference) => (
            <li key={difference.text}>{difference.text}</li>
          ))}
        </ul>
      )}
      {change.demandsAnswer ? <Answer change={change} version={version} onOpen={setOpen} /> : null}
      <MeasureDialog change={change} version={version} isOpen={open === 'measure'} onClose={close} />
      <JudgementDialog change={change} version={version} isOpen={open === 'judgement'} onClose={close} />
      <DecideDialog change={change} outcome={open === 'approved' || open === 'refused' ? open : null} onClose={close} />
    </article>
  )
}

interface AnswerProps {
  change: ChangeView
  version: VersionView
  onOpen: (open: Open) => void
}

function Answer({ change, version, onOpen }: AnswerProps) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const { answer, isAnswered } = change
  const isOpen = version.state === 'draft' || version.state === 'review'
  const mayNot = refusal('statement:draft')
  return (
    <div className={isAnswered ? 'change-answer change-answered' : 'change-answer'}>
      {answer === null ? <p>{t('version.answer.none')}</p> : null}
      {answer?.kind === 'measure' ? (
        <p>
          {t('version.answer.measure', { measure: answer.measure?.title ?? '', name: answer.givenBy?.name ?? '—' })}
          {isAnswered ? null : ` ${t('version.answer.measure.gone')}`}
        </p>
      ) : null}
      {answer?.kind === 'judgement' ? (
        <>
          <p>
            {answer.outcome === null
              ? t('version.answer.asked', { name: answer.givenBy?.name ?? '—' })
              : t(`version.answer.${answer.outcome}`, { name: answer.decidedBy?.name ?? '—' })}
          </p>
          <blockquote className="quote">{answer.reason}</blockquote>
        </>
      ) : null}
      {isOpen && !isAnswered ? (
        <div className="actions">
          {answer?.decisionId != null && answer.outcome === null
            ? (['approved', 'refused'] as const).map((outcome) => (
                <Button
                  key={outcome}
                  size="small"
                  disabledReason={
                    answer.mayDecide ? null : (refusal('statement:approve') ?? t('version.answer.notYours'))
                  }
                  onPress={() => onOpen(outcome)}
                >
                  {t(`version.decide.${outcome}`)}
                </Button>
              ))
            : null}
          <Button
            size="small"
            disabledReason={mayNot ?? (change.compensations.length === 0 ? t('version.noCompensation') : null)}
            onPress={() => onOpen('measure')}
          >
            {t('version.compensate')}
          </Button>
          <Button size="small" disabledReason={mayNot} onPress={() => onOpen('judgement')}>
            {t('version.askJudgement')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

interface DialogProps {
  change: ChangeView
  version: VersionView
  isOpen: boolean
  onClose: () => void
}

function MeasureDialog({ change, version, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  const measure = change.compensations.find(({ id }) => id === chosen)?.id ?? change.compensations[0]?.id
  const answer = useAction((request: RequestOf<typeof compensateChange>) => api.call(compensateChange, request), {
    renews: ['statement.'],
    onDone: onClose,
  })
  return (
    <Dialog title={t('version.compensate')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('version.compensate')}
        problem={answer.error}
        onSubmit={() => {
          if (measure === undefined) return
          answer.mutate({ params: { statementId: version.id, claimId: change.claimId }, body: { measure } })
        }}
      >
        <p>{t('version.compensate.meaning')}</p>
        <Select
          label={t('version.measure')}
          value={measure ?? ''}
          onChange={setChosen}
          options={change.compensations.map(({ id, title }) => ({ value: id, label: title }))}
        />
        <FormActions submit={t('version.compensate.send')} isPending={answer.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function JudgementDialog({ change, version, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation()
  const ask = useAction((request: RequestOf<typeof requestJudgement>) => api.call(requestJudgement, request), {
    renews: ['statement.'],
    onDone: onClose,
  })
  return (
    <Dialog title={t('version.askJudgement')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('version.askJudgement')}
        problem={ask.error}
        onSubmit={(data) =>
          ask.mutate({
            params: { statementId: version.id, claimId: change.claimId },
            body: { reason: textOf(data, 'reason') },
          })
        }
      >
        <p>{t('version.judgement.meaning')}</p>
        <TextField name="reason" label={t('version.judgement.reason')} rows={4} isRequired autoFocus wide />
        <FormActions submit={t('version.askJudgement.send')} isPending={ask.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

interface DecideProps {
  change: ChangeView
  outcome: 'approved' | 'refused' | null
  onClose: () => void
}

function DecideDialog({ change, outcome, onClose }: DecideProps) {
  const { t } = useTranslation()
  const decide = useAction((request: RequestOf<typeof decideJudgement>) => api.call(decideJudgement, request), {
    renews: ['statement.'],
    onDone: onClose,
  })
  const shown = outcome ?? 'approved'
  return (
    <Dialog title={t(`version.decide.${shown}`)} isOpen={outcome !== null} onClose={onClose}>
      <blockquote className="quote">{change.answer?.reason}</blockquote>
      <Form
        label={t(`version.decide.${shown}`)}
        problem={decide.error}
        onSubmit={(data) => {
          const decisionId = change.answer?.decisionId
          if (outcome === null || !decisionId) return
          decide.mutate({ params: { decisionId }, body: { outcome, reason: textOf(data, 'reason') } })
        }}
      >
        <p>{t(`version.decide.${shown}.meaning`)}</p>
        <TextField name="reason" label={t('version.decide.reason')} rows={3} isRequired autoFocus wide />
        <FormActions submit={t(`version.decide.${shown}`)} isPending={decide.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
