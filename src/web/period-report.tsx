/** From what one looks at to its period report: the days, what is known of them, and the draft that comes of it. */
import type { Known } from '#core/as-of/contract.ts'
import { createDocument } from '#modules/document/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useAction } from './api.ts'
import { currentLocale } from './i18n.ts'
import { KnownSelect } from './known-select.tsx'
import { useRefusal } from './session.ts'

export function PeriodReport({ kind, aboutId }: { kind: string; aboutId: string }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [fromOn, setFromOn] = useState('')
  const [asOf, setAsOf] = useState('')
  const [known, setKnown] = useState<Known>('today')
  const make = useAction((body: RequestOf<typeof createDocument>['body']) => api.call(createDocument, { body }), {
    renews: ['document.', 'today.'],
    onDone: ({ documentId }) => void navigate({ to: '/documents/$documentId', params: { documentId } }),
  })
  const close = () => {
    make.reset()
    setOpen(false)
  }
  return (
    <>
      <Button variant="quiet" size="small" disabledReason={refusal('document:create')} onPress={() => setOpen(true)}>
        {t('report.make')}
      </Button>
      <Dialog title={t('report.title')} isOpen={isOpen} onClose={close}>
        <p className="small soft">{t('report.meaning')}</p>
        <Form
          label={t('report.title')}
          problem={make.error}
          onSubmit={() =>
            make.mutate({
              kind,
              aboutId,
              locale: currentLocale(),
              ...(fromOn === '' ? {} : { fromOn }),
              ...(asOf === '' ? {} : { asOf, known }),
            })
          }
        >
          <DateField
            name="fromOn"
            label={t('report.from')}
            hint={t('report.from.hint')}
            value={fromOn}
            onChange={setFromOn}
          />
          <DateField
            name="asOf"
            label={t('report.until')}
            hint={t('report.until.hint')}
            value={asOf}
            onChange={setAsOf}
          />
          {asOf === '' ? null : <KnownSelect value={known} onChange={setKnown} explains />}
          <FormActions submit={t('report.submit')} isPending={make.isPending} onCancel={close} />
        </Form>
      </Dialog>
    </>
  )
}
