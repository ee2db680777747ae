/** What the tenant arranges: whether strangers may ask, for how long things hold, its agreement, what is on offer. */
import {
  addOffer,
  changeDesk,
  listOffers,
  publishNdaText,
  readDesk,
  withdrawOffer,
  type DeskView,
} from '#modules/attestation/contract/arrangement.ts'
import { listDocuments } from '#modules/document/contract.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['attestation.', 'attestation-offer.']

export function Desk() {
  const read = useQuery(readOf(readDesk, undefined))
  return (
    <Loaded read={read} lines={4}>
      {(desk) => (
        <>
          <Agreement desk={desk} />
          <Periods desk={desk} />
          <Offers />
        </>
      )}
    </Loaded>
  )
}

function Periods({ desk }: { desk: DeskView }) {
  const { t } = useTranslation()
  const toast = useToast()
  const mayNot = useRefusal()('attestation:manage')
  const [isOpen, setOpen] = useState(desk.isOpen)
  const change = useAction(
    (data: FormData) =>
      api.call(changeDesk, {
        body: {
          isOpen,
          repeatDays: Number(textOf(data, 'repeatDays')),
          copyDays: Number(textOf(data, 'copyDays')),
          ndaMonths: Number(textOf(data, 'ndaMonths')),
        },
      }),
    { renews, onDone: () => toast(t('desk.saved')) },
  )
  const days = (name: 'repeatDays' | 'copyDays' | 'ndaMonths') => (
    <TextField
      name={name}
      numeric
      label={t(`desk.${name}`)}
      hint={t(`desk.${name}.hint`)}
      defaultValue={String(desk[name])}
      isDisabled={mayNot !== null}
      isRequired
    />
  )
  return (
    <Section id="form" title={t('desk.form')} meaning={t('desk.form.meaning')}>
      {desk.isOpen ? <CopyField label={t('desk.address')} value={desk.address} /> : null}
      <Form label={t('desk.form')} problem={change.error} onSubmit={(data) => change.mutate(data)}>
        <Checkbox
          isSelected={isOpen}
          onChange={setOpen}
          isDisabled={mayNot !== null || desk.ndaText === null}
          hint={desk.ndaText === null ? t('desk.open.needsText') : t('desk.open.hint')}
        >
          {t('desk.open')}
        </Checkbox>
        {days('repeatDays')}
        {days('copyDays')}
        {days('ndaMonths')}
        <div className="actions">
          <Button type="submit" isPending={change.isPending} disabledReason={mayNot}>
            {t('desk.save')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}

function Agreement({ desk }: { desk: DeskView }) {
  const { t } = useTranslation()
  const toast = useToast()
  const mayNot = useRefusal()('attestation:manage')
  const [isWriting, setWriting] = useState(false)
  const text = desk.ndaText
  const publish = useAction(
    (data: FormData) =>
      api.call(publishNdaText, { body: { text: { de: textOf(data, 'de'), en: textOf(data, 'en') } } }),
    {
      renews,
      onDone: () => {
        toast(t('desk.text.published'))
        setWriting(false)
      },
    },
  )
  return (
    <Section id="agreement" title={t('desk.text')} meaning={t('desk.text.meaning')}>
      {text === null ? (
        <Notice tone="warning" title={t('desk.text.none')} />
      ) : (
        <p>
          {t('desk.text.version', { number: text.number })}, <Time at={text.publishedAt} exact />
        </p>
      )}
      <div className="actions">
        <Button disabledReason={mayNot} onPress={() => setWriting(true)}>
          {t(text === null ? 'desk.text.write' : 'desk.text.change')}
        </Button>
      </div>
      <Dialog title={t('desk.text')} isOpen={isWriting} onClose={() => setWriting(false)}>
        <p className="soft">{t('desk.text.dialog')}</p>
        <Form label={t('desk.text')} problem={publish.error} onSubmit={(data) => publish.mutate(data)}>
          <TextField name="de" label={t('desk.text.de')} rows={8} defaultValue={text?.text.de ?? ''} isRequired wide />
          <TextField name="en" label={t('desk.text.en')} rows={8} defaultValue={text?.text.en ?? ''} isRequired wide />
          <FormActions
            submit={t('desk.text.publish')}
            isPending={publish.isPending}
            onCancel={() => setWriting(false)}
          />
        </Form>
      </Dialog>
    </Section>
  )
}

function Offers() {
  const { t } = useTranslation()
  const mayNot = useRefusal()('attestation:manage')
  const [isAdding, setAdding] = useState(false)
  const read = useQuery(readOf(listOffers, undefined))
  const withdraw = useAction((offerId: string) => api.call(withdrawOffer, { params: { offerId } }), { renews })
  return (
    <Section id="offers" title={t('offers.title')} meaning={t('offers.meaning')}>
      <Loaded read={read} lines={2}>
        {({ items }) => (
          <Table
            caption={t('offers.title')}
            rows={items}
            rowKey={(row) => row.offerId}
            empty={<p className="soft">{t('offers.none')}</p>}
            columns={[
              {
                id: 'title',
                label: t('offers.shownAs'),
                isRowHeader: true,
                cell: (row) => (
                  <>
                    {row.title.de}
                    <span className="subject-id" lang="en">
                      {row.title.en}
                    </span>
                  </>
                ),
              },
              {
                id: 'document',
                label: t('offers.document'),
                cell: (row) => t('offers.version', { title: row.document.title, version: row.document.version }),
              },
              {
                id: 'state',
                label: t('attestations.state'),
                cell: (row) => (
                  <span className={`tag tag-${row.document.isInForce ? 'approved' : 'rejected'}`}>
                    {t(row.document.isInForce ? 'offers.inForce' : 'offers.superseded')}
                  </span>
                ),
              },
              {
                id: 'withdraw',
                label: t('offers.withdraw'),
                isAction: true,
                cell: (row) => (
                  <Button
                    size="small"
                    variant="quiet"
                    disabledReason={mayNot}
                    isPending={withdraw.isPending && withdraw.variables === row.offerId}
                    onPress={() => withdraw.mutate(row.offerId)}
                  >
                    {t('offers.withdraw')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <div className="actions">
        <Button disabledReason={mayNot} onPress={() => setAdding(true)}>
          {t('offers.add')}
        </Button>
      </div>
      <Dialog title={t('offers.add')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <AddForm onClose={() => setAdding(false)} />
      </Dialog>
    </Section>
  )
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const documents = useQuery(readOf(listDocuments, { query: { state: 'approved', limit: '200' } }))
  const items = documents.data?.items ?? []
  const [chosen, setChosen] = useState('')
  const documentId = chosen === '' ? (items[0]?.documentId ?? '') : chosen
  const add = useAction(
    (data: FormData) =>
      api.call(addOffer, { body: { documentId, title: { de: textOf(data, 'de'), en: textOf(data, 'en') } } }),
    { renews, onDone: onClose },
  )
  if (documents.data !== undefined && items.length === 0) return <p>{t('offers.noDocuments')}</p>
  return (
    <Form label={t('offers.add')} problem={add.error} onSubmit={(data) => add.mutate(data)}>
      <Select
        label={t('offers.document')}
        name="documentId"
        value={documentId}
        onChange={setChosen}
        options={items.map((one) => ({
          value: one.documentId,
          label: t('offers.version', { title: one.title, version: one.version }),
        }))}
      />
      <TextField name="de" label={t('offers.title.de')} hint={t('offers.title.hint')} isRequired autoComplete="off" />
      <TextField name="en" label={t('offers.title.en')} isRequired autoComplete="off" />
      <FormActions submit={t('offers.add')} isPending={add.isPending} onCancel={onClose} />
    </Form>
  )
}
