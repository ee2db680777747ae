/** Entering a request that came by letter, mail or telephone. */
import { listOffers } from '#modules/attestation/contract/arrangement.ts'
import { enterRequest } from '#modules/attestation/contract/request.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function EnterDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('attestations.enter')} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('attestations.enter.meaning')}</p>
      <EnterForm onClose={onClose} />
    </Dialog>
  )
}

function EnterForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const offers = useQuery(readOf(listOffers, undefined))
  const [wants, setWants] = useState('confirmation')
  const [locale, setLocale] = useState<string>(currentLocale())
  const enter = useAction(
    (data: FormData) => {
      const repeatReason = textOf(data, 'repeatReason')
      return api.call(enterRequest, {
        body: {
          name: textOf(data, 'name'),
          email: textOf(data, 'email'),
          organisation: textOf(data, 'organisation'),
          purpose: textOf(data, 'purpose'),
          locale: locale === 'en' ? 'en' : 'de',
          ...(wants === 'confirmation' ? { wants: 'confirmation' } : { wants: 'document', offerId: wants }),
          ...(repeatReason === '' ? {} : { repeatReason }),
        },
      })
    },
    {
      renews: ['attestation.', 'case.', 'today.'],
      onDone: ({ requestId }) => {
        onClose()
        void navigate({ to: '/attestations/$requestId', params: { requestId } })
      },
    },
  )
  const language = currentLocale()
  return (
    <Form label={t('attestations.enter')} problem={enter.error} onSubmit={(data) => enter.mutate(data)}>
      <TextField name="name" label={t('attestations.name')} isRequired autoComplete="off" autoFocus />
      <TextField name="organisation" label={t('attestations.organisation')} isRequired autoComplete="off" />
      <TextField
        name="email"
        type="email"
        label={t('attestations.email')}
        hint={t('attestations.email.hint')}
        isRequired
        autoComplete="off"
      />
      <Select
        label={t('attestations.wants')}
        value={wants}
        onChange={setWants}
        options={[
          { value: 'confirmation', label: t('attestations.wants.confirmation') },
          ...(offers.data?.items ?? []).map((one) => ({ value: one.offerId, label: one.title[language] })),
        ]}
      />
      <Select
        label={t('attestations.language')}
        value={locale}
        onChange={setLocale}
        options={(['de', 'en'] as const).map((one) => ({ value: one, label: t(`attestations.language.${one}`) }))}
      />
      <TextField name="purpose" label={t('attestations.purpose')} rows={3} isRequired wide />
      <TextField
        name="repeatReason"
        label={t('attestations.repeatReason')}
        hint={t('attestations.repeatReason.hint')}
        rows={2}
        wide
      />
      <FormActions submit={t('attestations.enter')} isPending={enter.isPending} onCancel={onClose} />
    </Form>
  )
}
