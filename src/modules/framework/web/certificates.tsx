/** The certificates of the company: whether each holds today, its file, recording and withdrawing. */
import {
  downloadCertificate,
  listCertificates,
  mostCertificateBytes,
  recordCertificate,
  withdrawCertificate,
  type CertificateView,
} from '#modules/framework/contract/certificate.ts'
import { listFrameworks } from '#modules/framework/contract/framework.ts'
import { listSoa } from '#modules/framework/contract/soa.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { urlOf } from '#platform/http/client.ts'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayText } from './day.tsx'

const renews = ['certificate.', 'framework.']
/** Its looks: holds, may hold yet, does not. */
const tagOf: Readonly<Record<CertificateView['state'], string>> = {
  valid: 'approved',
  in_review: 'in_review',
  not_yet: 'in_review',
  expired: 'rejected',
  out_of_scope: 'rejected',
  rejected: 'rejected',
  withdrawn: 'rejected',
}

export function Certificates() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isRecording, setRecording] = useState(false)
  const read = useQuery(readOf(listCertificates, undefined))
  const add = (
    <Button disabledReason={refusal('framework:edit')} onPress={() => setRecording(true)}>
      {t('certificates.record')}
    </Button>
  )
  return (
    <section className="section" aria-labelledby="certificates">
      <h2 id="certificates">{t('certificates.title')}</h2>
      <Loaded read={read} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('certificates.empty.title')} action={add}>
              <p>{t('certificates.empty.text')}</p>
            </EmptyState>
          ) : (
            <>
              <div className="actions">{add}</div>
              <CertificateTable items={items} />
            </>
          )
        }
      </Loaded>
      <Dialog title={t('certificates.record')} isOpen={isRecording} onClose={() => setRecording(false)}>
        <RecordForm onClose={() => setRecording(false)} />
      </Dialog>
    </section>
  )
}

function CertificateTable({ items }: { items: readonly CertificateView[] }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [chosen, setChosen] = useState<CertificateView | null>(null)
  return (
    <>
      <Table
        caption={t('certificates.title')}
        rows={items}
        rowKey={(row) => row.certificateId}
        empty={null}
        columns={[
          {
            id: 'framework',
            label: t('frameworks.framework'),
            isRowHeader: true,
            cell: (row) => (
              <>
                {row.frameworkTitle[currentLocale()]}
                <span className="subject-id">
                  {row.body} · {row.number}
                </span>
              </>
            ),
          },
          {
            id: 'state',
            label: t('certificates.state'),
            cell: (row) => (
              <>
                <span className={`tag tag-${tagOf[row.state]}`}>{t(`certificates.state.${row.state}`)}</span>
                {row.soa !== null && !row.soa.isInForce ? (
                  <span className="small soft"> {t('certificates.olderSoa')}</span>
                ) : null}
              </>
            ),
          },
          { id: 'scope', label: t('soa.scope'), cell: (row) => row.scope },
          { id: 'from', label: t('certificates.from'), cell: (row) => <DayText day={row.validFrom} /> },
          { id: 'to', label: t('certificates.to'), cell: (row) => <DayText day={row.validTo} /> },
          {
            id: 'file',
            label: t('certificates.file'),
            cell: (row) => (
              <a href={urlOf(downloadCertificate, { params: { certificateId: row.certificateId } })} download>
                {row.file.name}
              </a>
            ),
          },
          {
            id: 'withdraw',
            label: t('certificates.withdraw'),
            isAction: true,
            cell: (row) =>
              row.state === 'withdrawn' ? null : (
                <Button
                  size="small"
                  variant="quiet"
                  disabledReason={refusal('framework:edit')}
                  onPress={() => setChosen(row)}
                >
                  {t('certificates.withdraw')}
                </Button>
              ),
          },
        ]}
      />
      <WithdrawDialog certificate={chosen} onClose={() => setChosen(null)} />
    </>
  )
}

function WithdrawDialog({ certificate, onClose }: { certificate: CertificateView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const withdraw = useAction(
    (given: { certificateId: string; reason: string }) =>
      api.call(withdrawCertificate, {
        params: { certificateId: given.certificateId },
        body: { reason: given.reason },
      }),
    { renews, onDone: onClose },
  )
  return (
    <Dialog title={t('certificates.withdraw.title')} isOpen={certificate !== null} onClose={onClose}>
      <p className="soft">{t('certificates.withdraw.meaning')}</p>
      <Form
        label={t('certificates.withdraw.title')}
        problem={withdraw.error}
        onSubmit={(data) => {
          if (certificate) withdraw.mutate({ certificateId: certificate.certificateId, reason: textOf(data, 'reason') })
        }}
      >
        <TextField name="reason" label={t('certificates.reason')} rows={3} isRequired wide />
        <FormActions submit={t('certificates.withdraw')} isPending={withdraw.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function RecordForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const frameworks = useQuery(readOf(listFrameworks, undefined))
  const versions = useQuery(readOf(listSoa, undefined))
  const [framework, setFramework] = useState('iso27001')
  const [soaId, setSoaId] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const decided = (versions.data?.items ?? []).filter(({ state }) => state === 'approved' || state === 'superseded')
  const record = useAction(
    ({ data, chosen }: { data: FormData; chosen: File }) =>
      api.call(recordCertificate, {
        body: {
          framework,
          body: textOf(data, 'body'),
          number: textOf(data, 'number'),
          scope: textOf(data, 'scope'),
          validFrom: textOf(data, 'validFrom'),
          validTo: textOf(data, 'validTo'),
          ...(framework === 'iso27001' && soaId !== '' ? { soaId } : {}),
        },
        file: chosen,
      }),
    {
      renews,
      onDone: () => {
        toast(t('certificates.recorded'))
        onClose()
      },
    },
  )
  return (
    <Form
      label={t('certificates.record')}
      problem={record.error}
      onSubmit={(data) => {
        if (file) record.mutate({ data, chosen: file })
      }}
    >
      <Select
        label={t('frameworks.framework')}
        name="framework"
        value={framework}
        onChange={setFramework}
        options={(frameworks.data?.items ?? [])
          .filter(({ certifiable }) => certifiable)
          .map(({ id, title }) => ({ value: id, label: title[currentLocale()] }))}
      />
      {framework === 'iso27001' ? (
        <Select
          label={t('certificates.soa')}
          hint={t('certificates.soa.hint')}
          name="soaId"
          value={soaId}
          onChange={setSoaId}
          options={[
            { value: '', label: '–' },
            ...decided.map((one) => ({ value: one.soaId, label: t('soa.versionNumber', { number: one.number }) })),
          ]}
        />
      ) : null}
      <TextField name="body" label={t('certificates.body')} isRequired autoComplete="off" />
      <TextField name="number" label={t('certificates.number')} isRequired autoComplete="off" />
      <TextField name="scope" label={t('soa.scope')} rows={2} isRequired wide />
      <TextField name="validFrom" label={t('certificates.from')} type="date" isRequired />
      <TextField name="validTo" label={t('certificates.to')} type="date" isRequired />
      <FileDrop label={t('certificates.file')} maxBytes={mostCertificateBytes} file={file} onFile={setFile} />
      <FormActions submit={t('certificates.record')} isPending={record.isPending} onCancel={onClose} />
    </Form>
  )
}
