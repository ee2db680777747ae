/** Giving support access: why, and for how long. */
import { giveGrant, grantHours } from '#modules/support/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const choices = [grantHours.least, grantHours.usual, 24, grantHours.most] as const

export function GiveDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [hours, setHours] = useState<number>(grantHours.usual)
  const give = useAction((body: RequestOf<typeof giveGrant>['body']) => api.call(giveGrant, { body }), {
    renews: ['support-grant.'],
    onDone: () => {
      toast(t('support.given'))
      close()
    },
  })
  const close = () => {
    give.reset()
    onClose()
  }
  return (
    <Dialog title={t('support.give')} isOpen={isOpen} onClose={close}>
      <Form
        label={t('support.give')}
        problem={give.error}
        onSubmit={(data) => give.mutate({ reason: textOf(data, 'reason'), hours })}
      >
        <p>{t('support.meaning')}</p>
        <TextField name="reason" label={t('support.reason.ask')} rows={3} isRequired autoFocus wide />
        <Select
          label={t('support.hours')}
          value={String(hours)}
          onChange={(value) => setHours(Number(value))}
          options={choices.map((count) => ({ value: String(count), label: t('support.hours.value', { count }) }))}
        />
        <FormActions submit={t('support.give')} isPending={give.isPending} onCancel={close} />
      </Form>
    </Dialog>
  )
}
