/** Confidentiality agreements with other organisations: those accepted here, and those checked in with their file. */
import {
  downloadNda,
  endNda,
  listNdas,
  mostNdaBytes,
  recordNda,
  type NdaView,
} from '#modules/attestation/contract/arrangement.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { writeDay } from '#ui/day-text.ts'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { urlOf } from '#platform/http/client.ts'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['nda.', 'attestation.']

export function Ndas() {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const [isRecording, setRecording] = useState(false)
  const [ending, setEnding] = useState<NdaView | null>(null)
  const read = useQuery(readOf(listNdas, undefined))
  return (
    <>
      <div className="actions">
        <Button disabledReason={refusal('attestation:handle')} onPress={() => setRecording(true)}>
          {t('ndas.record')}
        </Button>
      </div>
      <Loaded read={read} lines={3}>
        {({ items }) => (
          <Table
            caption={t('attestations.ndas')}
            rows={items}
            rowKey={(row) => row.ndaId}
            filterText={(row) => `${row.organisation} ${row.domain}`}
            empty={
              <EmptyState title={t('ndas.empty.title')}>
                <p>{t('ndas.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'organisation',
                label: t('ndas.organisation'),
                isRowHeader: true,
                sortBy: (row) => row.organisation,
                cell: (row) => (
                  <>
                    {row.organisation}
                    <span className="subject-id">{row.domain}</span>
                  </>
                ),
              },
              {
                id: 'signatory',
                label: t('ndas.signatory'),
                cell: (row) =>
                  row.signatory === null ? t('attestations.erased') : `${row.signatory.name}, ${row.signatory.role}`,
              },
              {
                id: 'source',
                label: t('ndas.source'),
                cell: (row) =>
                  row.file === null ? (
                    t('ndas.accepted', { number: row.textNumber ?? 0 })
                  ) : (
                    <a href={urlOf(downloadNda, { params: { ndaId: row.ndaId } })} download>
                      {row.file.name}
                    </a>
                  ),
              },
              {
                id: 'period',
                label: t('ndas.period'),
                cell: (row) => `${writeDay(row.validFrom, i18n.language)} – ${writeDay(row.validTo, i18n.language)}`,
              },
              {
                id: 'state',
                label: t('attestations.state'),
                cell: (row) => (
                  <>
                    <span className={`tag tag-${row.state === 'in_force' ? 'approved' : 'rejected'}`}>
                      {t(`ndas.state.${row.state}`)}
                    </span>
                    {row.endReason === null ? null : <span className="subject-id">{row.endReason}</span>}
                  </>
                ),
              },
              {
                id: 'end',
                label: t('ndas.end'),
                isAction: true,
                cell: (row) =>
                  row.state === 'in_force' ? (
                    <Button
                      size="small"
                      variant="quiet"
                      disabledReason={refusal('attestation:handle')}
                      onPress={() => setEnding(row)}
                    >
                      {t('ndas.end')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      <Dialog title={t('ndas.record')} isOpen={isRecording} onClose={() => setRecording(false)}>
        <RecordForm onClose={() => setRecording(false)} />
      </Dialog>
      <EndDialog nda={ending} onClose={() => setEnding(null)} />
    </>
  )
}

function RecordForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const record = useAction(
    ({ data, chosen }: { data: FormData; chosen: File }) => {
      const email = textOf(data, 'signatoryEmail')
      return api.call(recordNda, {
        body: {
          organisation: textOf(data, 'organisation'),
          domain: textOf(data, 'domain'),
          signatoryName: textOf(data, 'signatoryName'),
          signatoryRole: textOf(data, 'signatoryRole'),
          ...(email === '' ? {} : { signatoryEmail: email }),
          validFrom: textOf(data, 'validFrom'),
          validTo: textOf(data, 'validTo'),
        },
        file: chosen,
      })
    },
    {
      renews,
      onDone: () => {
        toast(t('ndas.recorded'))
        onClose()
      },
    },
  )
  return (
    <>
      <p className="soft">{t('ndas.record.meaning')}</p>
      <Form
        label={t('ndas.record')}
        problem={record.error}
        onSubmit={(data) => {
          if (file) record.mutate({ data, chosen: file })
        }}
      >
        <TextField name="organisation" label={t('ndas.organisation')} isRequired autoComplete="off" />
        <TextField name="domain" label={t('ndas.domain')} hint={t('ndas.domain.hint')} isRequired autoComplete="off" />
        <TextField name="signatoryName" label={t('ndas.signatory')} isRequired autoComplete="off" />
        <TextField name="signatoryRole" label={t('ndas.role')} isRequired autoComplete="off" />
        <TextField name="signatoryEmail" type="email" label={t('ndas.email')} autoComplete="off" />
        <DateField name="validFrom" label={t('ndas.from')} isRequired />
        <DateField name="validTo" label={t('ndas.to')} isRequired />
        <FileDrop label={t('ndas.file')} maxBytes={mostNdaBytes} file={file} onFile={setFile} />
        <FormActions submit={t('ndas.record')} isPending={record.isPending} onCancel={onClose} />
      </Form>
    </>
  )
}

function EndDialog({ nda, onClose }: { nda: NdaView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const end = useAction(
    (given: { ndaId: string; reason: string }) =>
      api.call(endNda, { params: { ndaId: given.ndaId }, body: { reason: given.reason } }),
    { renews: [...renews, 'disclosure.'], onDone: onClose },
  )
  return (
    <Dialog title={t('ndas.end.title')} isOpen={nda !== null} onClose={onClose}>
      <p className="soft">{t('ndas.end.meaning', { organisation: nda?.organisation ?? '' })}</p>
      <Form
        label={t('ndas.end.title')}
        problem={end.error}
        onSubmit={(data) => {
          if (nda) end.mutate({ ndaId: nda.ndaId, reason: textOf(data, 'reason') })
        }}
      >
        <TextField name="reason" label={t('attestations.reason')} rows={3} isRequired wide />
        <FormActions submit={t('ndas.end')} variant="danger" isPending={end.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
