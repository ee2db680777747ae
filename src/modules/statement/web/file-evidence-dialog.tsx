/** Files a document as evidence that a measure was performed; it counts once another person has accepted it. */
import { uploadEvidence } from '#core/evidence/contract.ts'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type Outcome = RequestOf<typeof uploadEvidence>['body']['outcome']
const outcomes: readonly Outcome[] = ['as_intended', 'with_deviations', 'failed']

export interface FileEvidenceDialogProps {
  measureId: string
  measureTitle: string
  isOpen: boolean
  onClose: () => void
}

export function FileEvidenceDialog({ measureId, measureTitle, isOpen, onClose }: FileEvidenceDialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const [outcome, setOutcome] = useState<Outcome>('as_intended')
  const [isFileMissing, setFileMissing] = useState(false)
  const upload = useAction((request: RequestOf<typeof uploadEvidence>) => api.call(uploadEvidence, request), {
    renews: ['evidence.', 'claim.', 'today.'],
    onDone: () => {
      toast(t('file-evidence.done'))
      setFile(null)
      onClose()
    },
  })
  return (
    <Dialog title={t('file-evidence.title')} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('file-evidence.for', { measure: measureTitle })}</p>
      <Form
        label={t('file-evidence.title')}
        problem={upload.error}
        onSubmit={(data) => {
          setFileMissing(file === null)
          if (file === null) return
          const validUntil = textOf(data, 'validUntil')
          upload.mutate({
            file,
            body: {
              measureId,
              title: textOf(data, 'title'),
              performedOn: textOf(data, 'performedOn'),
              outcome,
              description: textOf(data, 'description'),
              ...(validUntil === '' ? {} : { validUntil }),
            },
          })
        }}
      >
        <TextField name="title" label={t('file-evidence.name')} hint={t('file-evidence.name.hint')} isRequired />
        <DateField name="performedOn" label={t('file-evidence.performedOn')} isRequired />
        <Select
          label={t('file-evidence.outcome')}
          value={outcome}
          onChange={(value) => setOutcome(outcomes.find((known) => known === value) ?? 'as_intended')}
          options={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
        <TextField name="description" label={t('file-evidence.description')} rows={3} />
        <DateField name="validUntil" label={t('file-evidence.validUntil')} hint={t('file-evidence.validUntil.hint')} />
        <FileDrop
          label={t('file-evidence.file')}
          maxBytes={uploadEvidence.upload.maxBytes}
          file={file}
          onFile={setFile}
        />
        {isFileMissing && file === null ? (
          <p className="field-error" role="alert">
            {t('file-evidence.fileMissing')}
          </p>
        ) : null}
        <Notice>
          <p className="small">{t('file-evidence.review')}</p>
        </Notice>
        <FormActions submit={t('file-evidence.send')} isPending={upload.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
