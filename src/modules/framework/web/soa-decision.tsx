/** Putting a draft in force, and giving it up. */
import { approveSoa, discardSoa, type SoaDetail } from '#modules/framework/contract/soa.ts'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

interface DecisionProps {
  soa: SoaDetail
  isOpen: boolean
  onClose: () => void
}

export function ApproveDialog({ soa, isOpen, onClose }: DecisionProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const approve = useAction(
    ({ reason, reviewBy }: { reason: string; reviewBy: string }) =>
      api.call(approveSoa, {
        params: { soaId: soa.soaId },
        body: { revision: soa.revision, reason, ...(reviewBy === '' ? {} : { reviewBy }) },
      }),
    {
      renews: ['soa.', 'certificate.'],
      onDone: () => {
        toast(t('soa.approved'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={t('soa.approve')} isOpen={isOpen} onClose={onClose}>
      <p>{t('soa.approve.meaning')}</p>
      <Form
        label={t('soa.approve')}
        problem={approve.error}
        onSubmit={(data) => approve.mutate({ reason: textOf(data, 'reason'), reviewBy: textOf(data, 'reviewBy') })}
      >
        <TextField name="reason" label={t('soa.approve.reason')} rows={3} isRequired wide />
        <TextField name="reviewBy" label={t('soa.reviewBy')} hint={t('soa.reviewBy.hint')} type="date" />
        <FormActions submit={t('soa.approve')} isPending={approve.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

export function DiscardDialog({ soa, isOpen, onClose }: DecisionProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const discard = useAction((_: undefined) => api.call(discardSoa, { params: { soaId: soa.soaId } }), {
    renews: ['soa.'],
    onDone: () => void navigate({ to: '/frameworks' }),
  })
  return (
    <Dialog title={t('soa.discard')} isOpen={isOpen} onClose={onClose} grave>
      <Form label={t('soa.discard')} problem={discard.error} onSubmit={() => discard.mutate(undefined)}>
        <p>{t('soa.discard.meaning')}</p>
        <FormActions submit={t('soa.discard')} variant="danger" isPending={discard.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
