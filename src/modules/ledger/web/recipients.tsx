/** Who gets the heads by mail: list, add, remove. */
import { addRecipient, listRecipients, removeRecipient, type Recipient } from '#modules/ledger/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['head-recipient.']

export function Recipients() {
  const { t } = useTranslation()
  const toast = useToast()
  const [isAdding, setAdding] = useState(false)
  const read = useList<Recipient>(listRecipients, {})
  const remove = useAction(({ id }: Recipient) => api.call(removeRecipient, { params: { recipientId: id } }), {
    renews,
    onDone: (_, { email }) => toast(t('recipient.removed', { address: email })),
  })
  const add = <Button onPress={() => setAdding(true)}>{t('recipient.add')}</Button>
  return (
    <section className="section" aria-labelledby="recipients">
      <h2 id="recipients">{t('recipient.title')}</h2>
      {remove.error ? <ProblemNotice problem={remove.error} /> : null}
      <Loaded read={read} lines={3}>
        {(recipients) =>
          recipients.length === 0 ? (
            <EmptyState title={t('recipient.none')} action={add}>
              <p>{t('recipient.text')}</p>
            </EmptyState>
          ) : (
            <>
              <p className="soft">{t('recipient.text')}</p>
              <Table
                caption={t('recipient.title')}
                rows={recipients}
                rowKey={(one) => one.id}
                empty={null}
                columns={[
                  { id: 'email', label: t('recipient.address'), isRowHeader: true, cell: (one) => one.email },
                  { id: 'locale', label: t('shell.language'), cell: (one) => languageNames[one.locale] },
                  {
                    id: 'mailed',
                    label: t('recipient.lastMail'),
                    cell: (one) => (one.mailedAt === null ? t('recipient.notYet') : <Time at={one.mailedAt} />),
                  },
                  {
                    id: 'remove',
                    label: t('recipient.end'),
                    cell: (one) => (
                      <Button
                        size="small"
                        aria-label={t('recipient.remove', { address: one.email })}
                        isPending={remove.isPending && remove.variables.id === one.id}
                        onPress={() => remove.mutate(one)}
                      >
                        {t('recipient.end')}
                      </Button>
                    ),
                  },
                ]}
              />
              <MoreButton read={read} />
              <div className="actions">{add}</div>
            </>
          )
        }
      </Loaded>
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </section>
  )
}

function AddDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [locale, setLocale] = useState<Locale>(currentLocale())
  const add = useAction((body: RequestOf<typeof addRecipient>['body']) => api.call(addRecipient, { body }), {
    renews,
    onDone: ({ email }) => {
      toast(t('recipient.added', { address: email }))
      onClose()
    },
  })
  return (
    <Dialog title={t('recipient.add')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('recipient.add')}
        problem={add.error}
        onSubmit={(data) => add.mutate({ email: textOf(data, 'email').trim(), locale })}
      >
        <TextField name="email" type="email" label={t('recipient.address')} autoComplete="off" isRequired autoFocus />
        <Select
          label={t('recipient.language')}
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'de')}
          options={locales.map((value) => ({ value, label: languageNames[value] }))}
        />
        <p className="small soft">{t('recipient.add.text')}</p>
        <FormActions submit={t('recipient.add.do')} isPending={add.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
