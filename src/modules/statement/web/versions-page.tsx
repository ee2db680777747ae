/** Every version of the statement with its state, a new draft from a file, and the contracts that name versions. */
import { changeNotice, listVersions, type VersionView } from '#modules/statement/contract/version.ts'
import { importStatement } from '#modules/statement/contract.ts'
import type { OutputOf, RequestOf } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Contracts } from './contracts.tsx'
import './version.css'

export function VersionsPage() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isImporting, setImporting] = useState(false)
  const read = useQuery(readOf(listVersions, {}))
  return (
    <Page
      title={t('versions.title')}
      lead={t('versions.lead')}
      actions={
        <Button variant="primary" disabledReason={refusal('statement:draft')} onPress={() => setImporting(true)}>
          {t('versions.import')}
        </Button>
      }
    >
      <Loaded read={read}>
        {(versions) => (
          <>
            <Versions versions={versions.items} />
            {refusal('customer-contract:read') === null ? <Contracts versions={versions.items} /> : null}
            <NoticeDays versions={versions} />
          </>
        )}
      </Loaded>
      <ImportDialog isOpen={isImporting} onClose={() => setImporting(false)} />
    </Page>
  )
}

function Versions({ versions }: { versions: readonly VersionView[] }) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('versions.title')}
      rows={versions}
      rowKey={(row) => row.id}
      empty={
        <EmptyState title={t('versions.empty.title')}>
          <p>{t('versions.empty.text')}</p>
        </EmptyState>
      }
      columns={[
        {
          id: 'version',
          label: t('versions.version'),
          isRowHeader: true,
          sortBy: (row) => row.version,
          cell: (row) => (
            <Link to="/versions/$statementId" params={{ statementId: row.id }}>
              {t('versions.name', { version: row.version, language: t(`versions.language.${row.locale}`) })}
            </Link>
          ),
        },
        {
          id: 'state',
          label: t('versions.state'),
          sortBy: (row) => row.state,
          cell: (row) => <span className={`tag tag-version-${row.state}`}>{t(`versions.state.${row.state}`)}</span>,
        },
        {
          id: 'since',
          label: t('versions.since'),
          sortBy: sinceOf,
          cell: (row) => <Time at={sinceOf(row)} exact />,
        },
        {
          id: 'claims',
          label: t('versions.claims'),
          numeric: true,
          sortBy: (row) => row.claims,
          cell: (row) => row.claims,
        },
        {
          id: 'pinned',
          label: t('versions.pinned'),
          numeric: true,
          sortBy: (row) => row.pinned,
          cell: (row) => row.pinned,
        },
        {
          id: 'path',
          label: t('versions.address'),
          cell: (row) => (row.path === null ? '–' : <a href={row.path}>{row.path}</a>),
        },
      ]}
    />
  )
}

/** Since when it is in the state that it is in. */
function sinceOf(row: VersionView): string {
  return row.supersededAt ?? row.publishedAt ?? row.announcedAt ?? row.approvedAt ?? row.submittedAt ?? row.createdAt
}

function NoticeDays({ versions }: { versions: OutputOf<typeof listVersions> }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const change = useAction((noticeDays: number) => api.call(changeNotice, { body: { noticeDays } }), {
    renews: ['statement.'],
    onDone: () => {
      toast(t('versions.notice.saved'))
      setOpen(false)
    },
  })
  return (
    <section className="section" aria-labelledby="notice">
      <h2 id="notice">{t('versions.notice.title')}</h2>
      <p>{t('versions.notice', { count: versions.noticeDays })}</p>
      <div className="actions">
        <Button disabledReason={refusal('statement:approve')} onPress={() => setOpen(true)}>
          {t('versions.notice.change')}
        </Button>
      </div>
      <Dialog title={t('versions.notice.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form
          label={t('versions.notice.title')}
          problem={change.error}
          onSubmit={(data) => change.mutate(Number(textOf(data, 'noticeDays')))}
        >
          <TextField
            name="noticeDays"
            label={t('versions.notice.days')}
            defaultValue={String(versions.noticeDays)}
            numeric
            isRequired
          />
          <FormActions submit={t('versions.save')} isPending={change.isPending} onCancel={() => setOpen(false)} />
        </Form>
      </Dialog>
    </section>
  )
}

function ImportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [file, setFile] = useState<File | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [locale, setLocale] = useState<string>(currentLocale())
  const read = useAction((request: RequestOf<typeof importStatement>) => api.call(importStatement, request), {
    renews: ['statement.'],
    onDone: ({ id }) => void navigate({ to: '/versions/$statementId/review', params: { statementId: id } }),
  })
  return (
    <Dialog title={t('versions.import')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('versions.import')}
        problem={read.error}
        onSubmit={() => {
          setMissing(file === null)
          if (file !== null) read.mutate({ file, body: { locale: localeSchema.catch('de').parse(locale) } })
        }}
      >
        <p>{t('versions.import.meaning')}</p>
        <Select
          label={t('versions.language')}
          value={locale}
          onChange={setLocale}
          options={(['de', 'en'] as const).map((value) => ({ value, label: t(`versions.language.${value}`) }))}
        />
        <FileDrop label={t('versions.file')} maxBytes={importStatement.upload.maxBytes} file={file} onFile={setFile} />
        {isMissing && file === null ? (
          <p className="field-error" role="alert">
            {t('versions.file.missing')}
          </p>
        ) : null}
        <FormActions submit={t('versions.import.read')} isPending={read.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
