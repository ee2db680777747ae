/** The ends of a questionnaire: approved with its empty answers counted aloud, given up, sent. */
import {
  approveQuestionnaire,
  discardQuestionnaire,
  recordDelivery,
  type QuestionnaireDetail,
} from '#modules/questionnaire/contract/questionnaire.ts'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useTranslation } from 'react-i18next'

interface DialogProps {
  questionnaire: QuestionnaireDetail
  isOpen: boolean
  onClose: () => void
}

export function ApproveDialog({ questionnaire, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { id, counts } = questionnaire
  const approve = useAction(
    (reason: string) =>
      api.call(approveQuestionnaire, { params: { questionnaireId: id }, body: { empty: counts.empty, reason } }),
    {
      renews: ['questionnaire'],
      onDone: () => {
        toast(t('questionnaire.approve.done'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={t('questionnaire.approve')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('questionnaire.approve')}
        problem={approve.error}
        onSubmit={(data) => approve.mutate(textOf(data, 'reason'))}
      >
        <p>{t('questionnaire.approve.meaning')}</p>
        {counts.empty > 0 ? (
          <Notice
            tone="warning"
            title={t('questionnaire.approve.empty', { count: counts.empty, total: counts.questions })}
          />
        ) : null}
        {counts.stated > 0 ? (
          <Notice tone="warning" title={t('questionnaire.approve.stated', { count: counts.stated })} />
        ) : null}
        <TextField label={t('questionnaire.reason')} name="reason" rows={2} isRequired wide />
        <FormActions submit={t('questionnaire.approve')} isPending={approve.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

export function DiscardDialog({ questionnaire, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation()
  const discard = useAction(
    (reason: string) =>
      api.call(discardQuestionnaire, { params: { questionnaireId: questionnaire.id }, body: { reason } }),
    { renews: ['questionnaire'], onDone: onClose },
  )
  return (
    <Dialog title={t('questionnaire.discard')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('questionnaire.discard')}
        problem={discard.error}
        onSubmit={(data) => discard.mutate(textOf(data, 'reason'))}
      >
        <p>{t('questionnaire.discard.meaning')}</p>
        <TextField label={t('questionnaire.reason')} name="reason" rows={2} isRequired wide />
        <FormActions
          submit={t('questionnaire.discard')}
          variant="danger"
          isPending={discard.isPending}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  )
}

export function SendDialog({ questionnaire, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation()
  const send = useAction(
    (recipient: string) =>
      api.call(recordDelivery, { params: { questionnaireId: questionnaire.id }, body: { recipient } }),
    { renews: ['questionnaire'], onDone: onClose },
  )
  return (
    <Dialog title={t('questionnaire.send')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('questionnaire.send')}
        problem={send.error}
        onSubmit={(data) => send.mutate(textOf(data, 'recipient'))}
      >
        <p>{t('questionnaire.send.meaning')}</p>
        <TextField label={t('questionnaire.recipient')} name="recipient" isRequired wide />
        <FormActions submit={t('questionnaire.send')} isPending={send.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
