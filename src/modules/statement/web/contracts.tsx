/** The register of contracts: which customer was promised which version. */
import {
  addContract,
  endContract,
  listContracts,
  type ContractView,
} from '#modules/statement/contract/customer-contract.ts'
import type { VersionView } from '#modules/statement/contract/version.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { writeDay } from '#ui/day-text.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function Contracts({ versions }: { versions: readonly VersionView[] }) {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<ContractView | null>(null)
  const read = useQuery(readOf(listContracts, {}))
  const published = versions.filter(({ publishedAt }) => publishedAt !== null)
  return (
    <section className="section" aria-labelledby="contracts">
      <div className="stack-tight">
        <h2 id="contracts">{t('contracts.title')}</h2>
        <p className="soft small">{t('contracts.meaning')}</p>
      </div>
      <Loaded read={read} lines={3}>
        {({ items }) => (
          <Table
            caption={t('contracts.title')}
            rows={items}
            rowKey={(row) => row.id}
            filterText={(row) => `${row.customer} ${row.email ?? ''}`}
            empty={<p>{t('contracts.none')}</p>}
            columns={[
              {
                id: 'customer',
                label: t('contracts.customer'),
                isRowHeader: true,
                sortBy: (row) => row.customer,
                cell: (row) => row.customer,
              },
              {
                id: 'version',
                label: t('contracts.version'),
                cell: (row) => (
                  <a href={row.statement.path}>
                    {t('versions.name', {
                      version: row.statement.version,
                      language: t(`versions.language.${row.statement.locale}`),
                    })}
                  </a>
                ),
              },
              { id: 'email', label: t('contracts.email'), cell: (row) => row.email ?? '–' },
              {
                id: 'from',
                label: t('contracts.from'),
                sortBy: (row) => row.fromOn,
                cell: (row) => writeDay(row.fromOn, i18n.language),
              },
              {
                id: 'until',
                label: t('contracts.until'),
                sortBy: (row) => row.untilOn ?? '9999',
                cell: (row) => (row.untilOn === null ? t('contracts.open') : writeDay(row.untilOn, i18n.language)),
              },
              {
                id: 'end',
                label: t('contracts.end'),
                isAction: true,
                cell: (row) => (
                  <Button
                    size="small"
                    disabledReason={refusal('customer-contract:write')}
                    onPress={() => setEnding(row)}
                  >
                    {t('contracts.end')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <div className="actions">
        <Button
          disabledReason={
            refusal('customer-contract:write') ?? (published.length === 0 ? t('contracts.nothingPublished') : null)
          }
          onPress={() => setAdding(true)}
        >
          {t('contracts.add')}
        </Button>
      </div>
      <AddDialog published={published} isOpen={isAdding} onClose={() => setAdding(false)} />
      <EndDialog contract={ending} onClose={() => setEnding(null)} />
    </section>
  )
}

interface AddProps {
  published: readonly VersionView[]
  isOpen: boolean
  onClose: () => void
}

function AddDialog({ published, isOpen, onClose }: AddProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [chosen, setChosen] = useState('')
  const statement = published.find(({ id }) => id === chosen) ?? published[0]
  const add = useAction((body: RequestOf<typeof addContract>['body']) => api.call(addContract, { body }), {
    renews: ['customer-contract.', 'statement.'],
    onDone: () => {
      toast(t('contracts.added'))
      onClose()
    },
  })
  return (
    <Dialog title={t('contracts.add')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('contracts.add')}
        problem={add.error}
        onSubmit={(data) => {
          if (!statement) return
          const [email, untilOn] = [textOf(data, 'email'), textOf(data, 'untilOn')]
          add.mutate({
            customer: textOf(data, 'customer'),
            statementId: statement.id,
            locale: statement.locale,
            fromOn: textOf(data, 'fromOn'),
            ...(email === '' ? {} : { email }),
            ...(untilOn === '' ? {} : { untilOn }),
          })
        }}
      >
        <TextField name="customer" label={t('contracts.customer')} isRequired autoFocus />
        <Select
          label={t('contracts.version')}
          value={statement?.id ?? ''}
          onChange={setChosen}
          options={published.map((one) => ({
            value: one.id,
            label: t('versions.name', { version: one.version, language: t(`versions.language.${one.locale}`) }),
          }))}
        />
        <TextField name="email" type="email" label={t('contracts.email')} hint={t('contracts.email.hint')} />
        <DateField name="fromOn" label={t('contracts.from')} isRequired />
        <DateField name="untilOn" label={t('contracts.until')} hint={t('contracts.until.hint')} />
        <FormActions submit={t('contracts.add')} isPending={add.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function EndDialog({ contract, onClose }: { contract: ContractView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const end = useAction((request: RequestOf<typeof endContract>) => api.call(endContract, request), {
    renews: ['customer-contract.'],
    onDone: onClose,
  })
  return (
    <Dialog title={t('contracts.end')} isOpen={contract !== null} onClose={onClose}>
      <p>{t('contracts.end.meaning', { customer: contract?.customer ?? '' })}</p>
      <Form
        label={t('contracts.end')}
        problem={end.error}
        onSubmit={(data) => {
          if (contract) end.mutate({ params: { contractId: contract.id }, body: { untilOn: textOf(data, 'untilOn') } })
        }}
      >
        <DateField name="untilOn" label={t('contracts.until')} isRequired />
        <FormActions submit={t('contracts.end')} isPending={end.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
