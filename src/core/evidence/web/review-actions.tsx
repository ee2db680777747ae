/** Accepting or rejecting an uploaded evidence; the reason is kept with it. */
import { reviewEvidence } from '#core/evidence/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EvidenceDetail } from './evidence-detail.ts'

type Outcome = RequestOf<typeof reviewEvidence>['body']['outcome']

export function ReviewActions({ evidence }: { evidence: EvidenceDetail }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const review = useAction((request: RequestOf<typeof reviewEvidence>) => api.call(reviewEvidence, request), {
    renews: ['evidence.', 'claim.', 'statement.', 'today.'],
    onDone: () => setOutcome(null),
  })
  const refused = evidence.mayReview
    ? null
    : (evidence.mayNotReviewBecause ?? refusal('evidence:review') ?? t('evidence.review.notYours'))
  const shown = outcome ?? 'accepted'
  return (
    <>
      <div className="actions">
        <Button variant="primary" disabledReason={refused} onPress={() => setOutcome('accepted')}>
          {t('evidence.accepted')}
        </Button>
        <Button disabledReason={refused} onPress={() => setOutcome('rejected')}>
          {t('evidence.rejected')}
        </Button>
      </div>
      {refused === null ? null : (
        <p className="small" aria-hidden="true">
          {refused}
        </p>
      )}
      <Dialog title={t(`evidence.${shown}.title`)} isOpen={outcome !== null} onClose={() => setOutcome(null)}>
        <Form
          label={t(`evidence.${shown}.title`)}
          problem={review.error}
          onSubmit={(data) =>
            review.mutate({
              params: { evidenceId: evidence.id },
              body: { outcome: shown, reason: textOf(data, 'reason') },
            })
          }
        >
          <TextField name="reason" label={t('evidence.reason')} hint={t('evidence.reason.hint')} rows={3} isRequired />
          <FormActions submit={t(`evidence.${shown}`)} isPending={review.isPending} onCancel={() => setOutcome(null)} />
        </Form>
      </Dialog>
    </>
  )
}
