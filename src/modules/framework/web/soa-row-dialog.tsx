/** Deciding about a control, or about many alike; of a version that is no draft, looking at it. */
import {
  changeSoaRows,
  declarations,
  inclusionReasons,
  type InclusionReason,
  type RowChange,
  type SoaDetail,
  type SoaRow,
} from '#modules/framework/contract/soa.ts'
import { listPeople } from '#modules/identity/contract.ts'
import { CheckboxGroup, Select, TextField } from '#ui/field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CoverMark } from './cover.tsx'
import { MeasureList } from './framework-page.tsx'

interface RowDialogProps {
  soa: SoaDetail
  rows: readonly SoaRow[]
  onClose: () => void
}

export function RowDialog({ soa, rows, onClose }: RowDialogProps) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [row] = rows
  const title =
    rows.length === 1 && row
      ? `${row.controlId} ${row.title[currentLocale()]}`
      : t('soa.decideOpen', { count: rows.length })
  const isForm = soa.state === 'draft' && refusal('framework:edit') === null
  return (
    <Dialog title={title} isOpen={rows.length > 0} onClose={onClose}>
      {rows.length === 1 && row ? <Facts row={row} /> : null}
      {isForm && row ? (
        <DecideForm
          key={rows.map(({ controlId }) => controlId).join()}
          soa={soa}
          rows={rows}
          first={row}
          onClose={onClose}
        />
      ) : null}
    </Dialog>
  )
}

/** What is known of a control, apart from what people say of it. */
function Facts({ row }: { row: SoaRow }) {
  const { t } = useTranslation()
  return (
    <>
      <dl className="facts">
        <dt>{t('soa.status')}</dt>
        <dd>
          <CoverMark row={row} />
        </dd>
        {row.approvedStatus === null ? null : (
          <>
            <dt>{t('soa.statusThen')}</dt>
            <dd>
              <CoverMark row={{ cover: 'judged', status: row.approvedStatus }} />
            </dd>
          </>
        )}
        <dt>{t('frameworks.measures')}</dt>
        <dd>
          <MeasureList row={row} />
        </dd>
        {row.links.length === 0 ? null : (
          <>
            <dt>{t('soa.links')}</dt>
            <dd>
              <ul className="measure-list">
                {row.links.map((href) => (
                  <li key={href}>
                    <a href={href} rel="noreferrer noopener">
                      {href}
                    </a>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {row.note === null ? null : (
          <>
            <dt>{t('soa.note')}</dt>
            <dd>{row.note}</dd>
          </>
        )}
      </dl>
      {row.contradictions.map(({ code, text }) => (
        <Notice key={code} tone="warning" title={text} />
      ))}
    </>
  )
}

interface DecideFormProps extends RowDialogProps {
  first: SoaRow
}

function DecideForm({ soa, rows, first, onClose }: DecideFormProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const isMany = rows.length > 1
  const [applicable, setApplicable] = useState(first.applicable === null ? '' : first.applicable ? 'yes' : 'no')
  const [reasons, setReasons] = useState<readonly string[]>(first.reasons)
  const [declared, setDeclared] = useState<string>(first.declared ?? '')
  const [ownerId, setOwnerId] = useState(first.owner?.personId ?? '')
  const people = useQuery({
    ...readOf(listPeople, { query: { limit: '200' } }),
    enabled: !isMany && permissions.includes('person:read'),
  })
  const known = (people.data?.items ?? []).map(({ personId, name }) => ({ value: personId, label: name }))
  const save = useAction(
    (change: RowChange) =>
      api.call(changeSoaRows, {
        params: { soaId: soa.soaId },
        body: { revision: soa.revision, controlIds: rows.map(({ controlId }) => controlId), change },
      }),
    { renews: ['soa.'], onDone: onClose },
  )
  const decide = (data: FormData) => {
    const optional = (name: string) => textOf(data, name).trim() || null
    save.mutate({
      ...(applicable === '' ? {} : { applicable: applicable === 'yes' }),
      // The boxes have these values and no other.
      ...(applicable === 'no'
        ? { exclusionReason: optional('exclusionReason') }
        : { reasons: reasons as InclusionReason[] }),
      ...(isMany
        ? {}
        : {
            ...(applicable === 'no' ? {} : { declared: declarations.find((one) => one === declared) ?? null }),
            ownerId: ownerId === '' ? null : ownerId,
            links: textOf(data, 'links')
              .split(/\s+/)
              .filter((one) => one !== ''),
            note: optional('note'),
          }),
    })
  }
  return (
    <Form label={t('soa.decide')} problem={save.error} onSubmit={decide}>
      <Select
        label={t('soa.applicable')}
        name="applicable"
        value={applicable}
        onChange={setApplicable}
        options={[
          ...(first.applicable === null ? [{ value: '', label: t('soa.undecided') }] : []),
          { value: 'yes', label: t('soa.applies') },
          { value: 'no', label: t('soa.excluded') },
        ]}
      />
      {applicable === 'no' ? (
        <TextField
          name="exclusionReason"
          label={t('soa.exclusionReason')}
          defaultValue={first.exclusionReason ?? ''}
          rows={3}
          isRequired
          wide
        />
      ) : (
        <CheckboxGroup
          name="reasons"
          label={t('soa.reasons')}
          value={reasons}
          onChange={setReasons}
          options={inclusionReasons.map((value) => ({ value, label: t(`soa.reason.${value}`) }))}
        />
      )}
      {isMany ? null : (
        <>
          {applicable === 'no' ? null : (
            <Select
              label={t('soa.declared')}
              hint={t('soa.declared.hint')}
              name="declared"
              value={declared}
              onChange={setDeclared}
              options={[
                { value: '', label: '–' },
                ...declarations.map((value) => ({ value, label: t(`soa.declared.${value}`) })),
              ]}
            />
          )}
          <Select
            label={t('soa.owner')}
            name="ownerId"
            value={ownerId}
            onChange={setOwnerId}
            options={[
              { value: '', label: '–' },
              ...known,
              ...(first.owner && !known.some(({ value }) => value === first.owner?.personId)
                ? [{ value: first.owner.personId, label: first.owner.name }]
                : []),
            ]}
          />
          <TextField
            name="links"
            label={t('soa.links')}
            hint={t('soa.links.hint')}
            defaultValue={first.links.join('\n')}
            rows={2}
            wide
          />
          <TextField name="note" label={t('soa.note')} defaultValue={first.note ?? ''} rows={2} wide />
        </>
      )}
      <FormActions submit={t('soa.save')} isPending={save.isPending} onCancel={onClose} />
    </Form>
  )
}
