/** Bringing a file, and the imports so far. */
import { mostFileBytes, type ImportView } from '#core/register/contract.ts'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterPages } from './page-of.ts'
import { paths } from './paths.ts'

interface UploadProps {
  pages: RegisterPages
  isOpen: boolean
  onClose: () => void
}

export function UploadDialog({ pages, isOpen, onClose }: UploadProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('registers.import.title')} isOpen={isOpen} onClose={onClose}>
      <UploadForm pages={pages} onClose={onClose} />
    </Dialog>
  )
}

function UploadForm({ pages, onClose }: Omit<UploadProps, 'isOpen'>) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { contract } = pages
  const [file, setFile] = useState<File | null>(null)
  const [source, setSource] = useState('')
  const upload = useAction(
    (chosen: File) =>
      api.call(contract.upload, { body: source.trim() === '' ? {} : { source: source.trim() }, file: chosen }),
    {
      renews: [`${contract.shape.id}-register.list-imports`],
      onDone: ({ id }) => void navigate({ to: paths[contract.shape.id].import, params: { importId: id } }),
    },
  )
  return (
    <Form
      label={t('registers.import.title')}
      problem={upload.error}
      onSubmit={() => {
        if (file) upload.mutate(file)
      }}
    >
      <p className="soft">{t('registers.import.lead')}</p>
      <FileDrop label={t('registers.import.file')} maxBytes={mostFileBytes} file={file} onFile={setFile} />
      <TextField
        name="source"
        label={t('registers.import.source')}
        hint={t('registers.import.source.hint')}
        value={source}
        onChange={setSource}
        maxLength={200}
        autoComplete="off"
      />
      <FormActions submit={t('registers.import.look')} isPending={upload.isPending} onCancel={onClose} />
    </Form>
  )
}

export function ImportList({ pages }: { pages: RegisterPages }) {
  const { t } = useTranslation()
  const { contract } = pages
  const read = useList<ImportView>(contract.listImports, { limit: '20' })
  if (read.data !== undefined && read.data.length === 0) return null
  return (
    <section className="section" aria-labelledby="imports">
      <h2 id="imports">{t('registers.imports')}</h2>
      <Loaded read={read} lines={2}>
        {(imports) => (
          <Table
            caption={t('registers.imports')}
            rows={imports}
            rowKey={(one) => one.id}
            empty={null}
            columns={[
              {
                id: 'file',
                label: t('registers.import.file'),
                isRowHeader: true,
                cell: (one) => (
                  <>
                    <Link to={paths[contract.shape.id].import} params={{ importId: one.id }}>
                      {one.fileName}
                    </Link>
                    <span className="subject-id">{one.source}</span>
                  </>
                ),
              },
              {
                id: 'state',
                label: t('registers.state'),
                cell: (one) => (
                  <span className={`tag tag-import-${one.state}`}>{t(`registers.import.state.${one.state}`)}</span>
                ),
              },
              {
                id: 'counts',
                label: t('registers.import.result'),
                cell: (one) => (one.counts ? t('registers.import.counts', { ...one.counts }) : '–'),
              },
              { id: 'by', label: t('registers.import.by'), cell: (one) => one.createdBy?.name ?? '–' },
              { id: 'at', label: t('registers.import.at'), cell: (one) => <Time at={one.createdAt} /> },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </section>
  )
}
