/** What somebody else than the maker decides about a draft, and taking back one's own. */
import { approveDocument, rejectDocument, withdrawApproval, type DocumentDetail } from '#modules/document/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const endpoints = { approve: approveDocument, reject: rejectDocument, withdraw: withdrawApproval } as const
type Choice = keyof typeof endpoints

export function Decision({ document }: { document: DocumentDetail }) {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<Choice | null>(null)
  const refused = useRefusal()('document:approve')
  if (document.state === 'approved')
    return (
      <div className="actions">
        <Button disabledReason={refused} onPress={() => setChoice('withdraw')}>
          {t('documents.withdraw')}
        </Button>
        <DecisionDialog document={document} choice={choice} onClose={() => setChoice(null)} />
      </div>
    )
  if (document.state !== 'draft') return null
  return (
    <section className="section" aria-labelledby="decision">
      <h2 id="decision">{t('documents.decision')}</h2>
      <p className="soft">{t('documents.fourEyes')}</p>
      {document.sameWeek ? <Notice tone="warning" title={t('documents.sameWeek')} /> : null}
      {document.mayNotApproveBecause === null ? null : <p className="small">{document.mayNotApproveBecause}</p>}
      <div className="actions">
        <Button variant="primary" disabledReason={document.mayNotApproveBecause} onPress={() => setChoice('approve')}>
          {t('documents.approve')}
        </Button>
        {document.mayReject ? <Button onPress={() => setChoice('reject')}>{t('documents.reject')}</Button> : null}
      </div>
      <DecisionDialog document={document} choice={choice} onClose={() => setChoice(null)} />
    </section>
  )
}

function DecisionDialog({
  document,
  choice,
  onClose,
}: {
  document: DocumentDetail
  choice: Choice | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const toast = useToast()
  const settle = useAction(
    (given: { choice: Choice; reason: string }) =>
      api.call(endpoints[given.choice], {
        params: { documentId: document.documentId },
        body: { reason: given.reason },
      }),
    {
      renews: ['document.', 'today.'],
      onDone: (_done, given) => {
        toast(t(`documents.${given.choice}.done`))
        onClose()
      },
    },
  )
  const shown = choice ?? 'approve'
  const title = t(`documents.${shown}.title`)
  return (
    <Dialog title={title} isOpen={choice !== null} onClose={onClose}>
      <p>{t(`documents.${shown}.meaning`)}</p>
      <Form
        label={title}
        problem={settle.error}
        onSubmit={(data) => settle.mutate({ choice: shown, reason: textOf(data, 'reason') })}
      >
        <TextField name="reason" label={t('documents.reason')} rows={3} isRequired />
        <FormActions submit={t(`documents.${shown}`)} isPending={settle.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
