/** Making a document: which, in which language, about what. */
import type { Known } from '#core/as-of/contract.ts'
import { createDocument, listDocumentKinds } from '#modules/document/contract.ts'
import { listPeople } from '#modules/identity/contract.ts'
import { listMeasures } from '#modules/measure/contract.ts'
import { readCurrentStatement } from '#modules/statement/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { locales } from '#platform/i18n/locale.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Select } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { DateField } from '#ui/date-field.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { KnownSelect } from '#web/known-select.tsx'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface MakeDialogProps {
  isOpen: boolean
  onClose: () => void
  onMade: (documentId: string) => void
}

export function MakeDialog({ isOpen, onClose, onMade }: MakeDialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [kindId, setKindId] = useState('')
  const [locale, setLocale] = useState(currentLocale())
  const [aboutId, setAboutId] = useState('')
  const [day, setDay] = useState('')
  const [fromOn, setFromOn] = useState('')
  const [known, setKnown] = useState<Known>('then')
  const kinds = useQuery({ ...readOf(listDocumentKinds, undefined), enabled: isOpen })
  const items = kinds.data?.items ?? []
  const kind = items.find(({ id }) => id === kindId) ?? items[0]
  const statement = useQuery({
    ...readOf(readCurrentStatement, { query: { locale } }),
    enabled: isOpen && kind?.about === 'claim',
  })
  const measures = useQuery({
    ...readOf(listMeasures, { query: {} }),
    enabled: isOpen && kind?.about === 'measure',
  })
  const people = useQuery({
    ...readOf(listPeople, { query: { limit: '200' } }),
    enabled: isOpen && kind?.about === 'person',
  })
  const choices = {
    nothing: [],
    claim: (statement.data?.claims ?? [])
      .filter(({ status }) => status !== null)
      .map(({ id, ordinal, text }) => ({ value: id, label: `${ordinal + 1}  ${text}` })),
    measure: (measures.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title[currentLocale()] })),
    person: (people.data?.items ?? []).map(({ personId, name }) => ({ value: personId, label: name })),
  }[kind?.about ?? 'nothing']
  const about = choices.find(({ value }) => value === aboutId) ?? choices[0]
  const make = useAction((body: RequestOf<typeof createDocument>['body']) => api.call(createDocument, { body }), {
    renews: ['document.', 'today.'],
    onDone: (made) => {
      toast(t('documents.made', { version: made.version }))
      close()
      onMade(made.documentId)
    },
  })
  const close = () => {
    make.reset()
    onClose()
  }
  return (
    <Dialog title={t('documents.make')} isOpen={isOpen} onClose={close}>
      <Form
        label={t('documents.make')}
        problem={make.error ?? kinds.error ?? statement.error ?? measures.error ?? people.error}
        onSubmit={() =>
          make.mutate({
            kind: kind?.id ?? kindId,
            locale,
            ...(about ? { aboutId: about.value } : {}),
            ...(kind?.readsPast && day !== '' ? { asOf: day, known } : {}),
            ...(kind?.readsPeriod && fromOn !== '' ? { fromOn } : {}),
          })
        }
      >
        <Select
          label={t('documents.kind')}
          {...(kind ? { hint: kind.purpose[currentLocale()] } : {})}
          name="kind"
          value={kind?.id ?? ''}
          onChange={setKindId}
          options={items.map(({ id, title }) => ({ value: id, label: title[currentLocale()] }))}
        />
        <Select
          label={t('documents.language')}
          name="locale"
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'de')}
          options={locales.map((one) => ({ value: one, label: languageNames[one] }))}
        />
        {kind === undefined || kind.about === 'nothing' ? null : (
          <Select
            label={t(`documents.about.${kind.about}`)}
            name="aboutId"
            value={about?.value ?? ''}
            onChange={setAboutId}
            options={choices}
          />
        )}
        {kind?.readsPast ? (
          <>
            {kind.readsPeriod ? (
              <DateField
                label={t('documents.fromOn')}
                hint={t('documents.fromOn.hint')}
                name="fromOn"
                value={fromOn}
                onChange={setFromOn}
              />
            ) : null}
            <DateField
              label={t('documents.asOf')}
              hint={t('documents.asOf.hint')}
              name="asOf"
              value={day}
              onChange={setDay}
            />
            {day === '' ? null : <KnownSelect value={known} onChange={setKnown} explains />}
          </>
        ) : (
          <p className="small soft">{t('documents.asOf.now')}</p>
        )}
        <FormActions submit={t('documents.make')} isPending={make.isPending} onCancel={close} />
      </Form>
    </Dialog>
  )
}
