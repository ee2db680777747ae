/** Decisions about a sentence: who asked for what, why, until when, and who decided. Never the same person twice. */
import { decide, requestDecision } from '#modules/statement/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Section } from '#ui/section.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClaimDetail } from './claim-detail.ts'

type Decision = ClaimDetail['decisions'][number]
type DecisionKind = Decision['kind']
type Outcome = RequestOf<typeof decide>['body']['outcome']

export function Decisions({ claim }: { claim: ClaimDetail }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isAsking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ decision: Decision; outcome: Outcome } | null>(null)
  return (
    <Section id="decisions" title={t('decisions.title')} meaning={t('decisions.meaning')}>
      {claim.decisions.length === 0 ? <p>{t('decisions.none')}</p> : null}
      <ul className="decision-list" role="list">
        {claim.decisions.map((decision) => (
          <li key={decision.id} className="decision">
            <p className="row">
              <strong>{t(`decision.kind.${decision.kind}`)}</strong>
              <span className={`tag tag-${decision.state}`}>{t(`decision.state.${decision.state}`)}</span>
            </p>
            <p>{decision.reason}</p>
            <p className="small soft">
              {t('decision.requestedBy', { name: decision.requestedBy.name })}
              {decision.decidedBy === null ? null : (
                <> · {t('decision.decidedBy', { name: decision.decidedBy.name })}</>
              )}
              {' · '}
              {decision.validUntil === null ? (
                t('decision.openEnded')
              ) : (
                <>
                  {t('decision.until')} <Time at={decision.validUntil} exact />
                </>
              )}
            </p>
            {decision.state === 'requested' ? (
              <div className="actions">
                {(['approved', 'refused'] as const).map((outcome) => (
                  <Button
                    key={outcome}
                    size="small"
                    disabledReason={decision.mayDecide ? null : (refusal('decision:decide') ?? t('decision.notYours'))}
                    onPress={() => setDeciding({ decision, outcome })}
                  >
                    {t(`decision.${outcome}`)}
                  </Button>
                ))}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="actions">
        <Button disabledReason={refusal('decision:request')} onPress={() => setAsking(true)}>
          {t('decisions.ask')}
        </Button>
      </div>
      <AskDialog claim={claim} isOpen={isAsking} onClose={() => setAsking(false)} />
      <DecideDialog choice={deciding} onClose={() => setDeciding(null)} />
    </Section>
  )
}

function AskDialog({ claim, isOpen, onClose }: { claim: ClaimDetail; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const shown = claim.measures.flatMap((measure) => measure.duties.flatMap((duty) => duty.subjects))
  const narrowed = shown.filter((subject) => subject.reason.code === 'subject.narrowed')
  const kinds: readonly DecisionKind[] =
    claim.kind === 'option'
      ? ['option', 'not_applicable']
      : [...(narrowed.length > 0 ? (['narrowing'] as const) : []), 'not_applicable', 'exception']
  const [kind, setKind] = useState<DecisionKind>(kinds[0] ?? 'not_applicable')
  const subjects = kind === 'narrowing' ? narrowed : shown
  const [chosenId, setSubjectId] = useState('')
  const subjectId = subjects.find((subject) => subject.subjectId === chosenId)?.subjectId ?? subjects[0]?.subjectId
  const needsSubject = kind === 'exception' || kind === 'narrowing'
  const ask = useAction((request: RequestOf<typeof requestDecision>) => api.call(requestDecision, request), {
    renews: ['claim.', 'statement.', 'today.'],
    onDone: () => {
      toast(t('decision.asked'))
      onClose()
    },
  })
  return (
    <Dialog title={t('decisions.ask')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('decisions.ask')}
        problem={ask.error}
        onSubmit={(data) => {
          const until = textOf(data, 'validUntil')
          ask.mutate({
            params: { claimId: claim.id },
            body: {
              kind,
              reason: textOf(data, 'reason'),
              ...(needsSubject && subjectId !== undefined ? { subjectId } : {}),
              // Until the end of that day, as the reader's own clock has it.
              ...(until === '' ? {} : { validUntil: new Date(`${until}T23:59:59`).toISOString() }),
            },
          })
        }}
      >
        <Select
          label={t('decision.kind')}
          hint={t(`decision.kind.${kind}.meaning`)}
          value={kind}
          onChange={(value) => setKind(kinds.find((known) => known === value) ?? kind)}
          options={kinds.map((value) => ({ value, label: t(`decision.kind.${value}`) }))}
        />
        {needsSubject ? (
          <Select
            label={t('decision.subject')}
            value={subjectId ?? ''}
            onChange={setSubjectId}
            options={subjects.map((subject) => ({
              value: subject.subjectId,
              label: subject.name ?? subject.externalId,
            }))}
          />
        ) : null}
        <TextField name="reason" label={t('decision.reason')} hint={t('decision.reason.hint')} rows={4} isRequired />
        <DateField name="validUntil" label={t('decision.validUntil')} hint={t('decision.validUntil.hint')} />
        <FormActions submit={t('decision.send')} isPending={ask.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function DecideDialog({
  choice,
  onClose,
}: {
  choice: { decision: Decision; outcome: Outcome } | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const settle = useAction((request: RequestOf<typeof decide>) => api.call(decide, request), {
    renews: ['claim.', 'statement.', 'today.'],
    onDone: onClose,
  })
  const outcome = choice?.outcome ?? 'approved'
  return (
    <Dialog title={t(`decision.${outcome}.title`)} isOpen={choice !== null} onClose={onClose}>
      <blockquote className="quote">{choice?.decision.reason}</blockquote>
      <Form
        label={t(`decision.${outcome}.title`)}
        problem={settle.error}
        onSubmit={(data) => {
          if (!choice) return
          settle.mutate({
            params: { decisionId: choice.decision.id },
            body: { outcome: choice.outcome, reason: textOf(data, 'reason') },
          })
        }}
      >
        <TextField name="reason" label={t('decision.why')} rows={3} isRequired />
        <FormActions submit={t(`decision.${outcome}`)} isPending={settle.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
