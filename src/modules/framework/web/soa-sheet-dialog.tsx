/** Taking a spreadsheet into a draft: what it would change and every fault are shown first. */
import {
  importSoaSheet,
  mostSheetBytes,
  previewSoaSheet,
  type SheetPlan,
  type SoaDetail,
} from '#modules/framework/contract/soa.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface SheetDialogProps {
  soa: SoaDetail
  isOpen: boolean
  onClose: () => void
}

export function SheetDialog({ soa, isOpen, onClose }: SheetDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('soa.import')} isOpen={isOpen} onClose={onClose}>
      <SheetForm soa={soa} onClose={onClose} />
    </Dialog>
  )
}

function SheetForm({ soa, onClose }: Omit<SheetDialogProps, 'isOpen'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const [plan, setPlan] = useState<SheetPlan | null>(null)
  const look = useAction(
    (chosen: File) => api.call(previewSoaSheet, { params: { soaId: soa.soaId }, body: {}, file: chosen }),
    {
      renews: [],
      onDone: setPlan,
    },
  )
  const take = useAction(
    (chosen: File) =>
      api.call(importSoaSheet, { params: { soaId: soa.soaId }, body: { revision: soa.revision }, file: chosen }),
    {
      renews: ['soa.'],
      onDone: ({ changes }) => {
        toast(t('soa.import.done', { count: changes.length }))
        onClose()
      },
    },
  )
  const isReady = plan !== null && plan.problems.length === 0
  return (
    <Form
      label={t('soa.import')}
      problem={take.error ?? look.error}
      onSubmit={() => {
        if (file) (isReady ? take : look).mutate(file)
      }}
    >
      <p className="soft">{t('soa.import.meaning')}</p>
      <FileDrop
        label={t('soa.import.file')}
        maxBytes={mostSheetBytes}
        file={file}
        onFile={(next) => {
          setFile(next)
          setPlan(null)
        }}
      />
      {plan === null ? null : <Plan plan={plan} />}
      <FormActions
        submit={t(isReady ? 'soa.import.take' : 'soa.import.look')}
        isPending={look.isPending || take.isPending}
        onCancel={onClose}
      >
        {isReady && file ? (
          <Button variant="quiet" onPress={() => look.mutate(file)}>
            {t('soa.import.look')}
          </Button>
        ) : null}
      </FormActions>
    </Form>
  )
}

function Plan({ plan }: { plan: SheetPlan }) {
  const { t } = useTranslation()
  return (
    <>
      {plan.problems.length === 0 ? (
        <Notice tone="good" live title={t('soa.import.fine', { count: plan.changes.length })} />
      ) : (
        <>
          <Notice tone="bad" live title={t('soa.import.faults', { count: plan.problems.length })} />
          <Table
            caption={t('soa.import.faults', { count: plan.problems.length })}
            rows={plan.problems}
            rowKey={(row) => `${row.row} ${row.column} ${row.code} ${row.text}`}
            empty={null}
            columns={[
              { id: 'row', label: t('soa.import.row'), isRowHeader: true, cell: (row) => row.row ?? '–' },
              { id: 'column', label: t('soa.import.column'), cell: (row) => row.column ?? '–' },
              { id: 'text', label: t('soa.import.fault'), cell: (row) => row.text },
            ]}
          />
        </>
      )}
      {plan.changes.length === 0 ? null : (
        <details>
          <summary>{t('soa.import.changes', { count: plan.changes.length })}</summary>
          <ul className="measure-list">
            {plan.changes.map(({ controlId, fields }) => (
              <li key={controlId}>
                <strong>{controlId}</strong> {fields.map((field) => t(`soa.field.${field}`)).join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      {plan.unused.length === 0 ? null : (
        <p className="small soft">{t('soa.import.unused', { columns: plan.unused.join(', ') })}</p>
      )}
    </>
  )
}
