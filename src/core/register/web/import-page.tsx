/**
 * An import: how the file is read, what it would change row by row and every fault, then applying it; afterwards what
 * it did, and taking it back.
 */
import { rowKinds, type ImportDetail, type ImportView, type PlannedRowView } from '#core/register/contract.ts'
import { fieldOf } from '#core/register/contract/shape.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Checkbox, Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterPages } from './page-of.ts'
import { paths } from './paths.ts'
import { dayText, labelOf } from './value.tsx'
import './register.css'

type Plan = NonNullable<ImportDetail['plan']>
type Kind = (typeof rowKinds)[number]

const firstPage: string | null = null

export function ImportPage({ pages }: { pages: RegisterPages }) {
  const { importId = '' } = useParams({ strict: false })
  const { contract } = pages
  const [kind, setKind] = useState<Kind | null>(null)
  const read = useInfiniteQuery({
    queryKey: [contract.readImport.id, importId, kind],
    initialPageParam: firstPage,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam }): Promise<ImportDetail> =>
      api.call(contract.readImport, {
        params: { importId },
        query: { limit: '50', ...(kind && { kind }), ...(pageParam !== null && { cursor: pageParam }) },
      }),
    getNextPageParam: (last) => last.plan?.nextCursor ?? null,
    select: ({ pages: parts }): ImportDetail | undefined => {
      const [head] = parts
      if (!head?.plan) return head
      return { ...head, plan: { ...head.plan, items: parts.flatMap((part) => part.plan?.items ?? []) } }
    },
  })
  const { data } = read
  return (
    // The first page of many is read like one read.
    <Loaded read={{ ...read, data } as never} isPage>
      {() =>
        data === undefined ? null : (
          <Import pages={pages} detail={data} kind={kind} onKind={setKind}>
            {read.hasNextPage ? (
              <Button isPending={read.isFetchingNextPage} onPress={() => void read.fetchNextPage()}>
                <MoreText />
              </Button>
            ) : null}
          </Import>
        )
      }
    </Loaded>
  )
}

function MoreText() {
  const { t } = useTranslation()
  return <>{t('ui.more')}</>
}

interface ImportProps {
  pages: RegisterPages
  detail: ImportDetail
  kind: Kind | null
  onKind: (kind: Kind | null) => void
  children: ReactNode
}

function Import({ pages, detail, kind, onKind, children }: ImportProps) {
  const { t } = useTranslation()
  const { shape } = pages.contract
  const { import: one, plan } = detail
  return (
    <Page
      title={one.fileName}
      lead={t(`registers.import.lead.${one.state}`)}
      above={
        <Breadcrumb
          above={[
            { key: 'list', link: <Link to={paths[shape.id].list}>{nameText('register', `title.${shape.id}`)}</Link> },
          ]}
          here={one.fileName}
        />
      }
    >
      {plan === null ? (
        <Done pages={pages} one={one} />
      ) : (
        <>
          <Reading key={one.version} pages={pages} one={one} plan={plan} />
          <Preview pages={pages} plan={plan} kind={kind} onKind={onKind} />
          <div className="actions">{children}</div>
          <Decide pages={pages} one={one} plan={plan} />
        </>
      )}
    </Page>
  )
}

/** Which column is what, whose file it is, whether it is complete, from when it holds. */
function Reading({ pages, one, plan }: { pages: RegisterPages; one: ImportView; plan: Plan }) {
  const { t } = useTranslation()
  const { contract } = pages
  const { shape } = contract
  const [source, setSource] = useState(one.source)
  const [complete, setComplete] = useState(one.complete)
  const [effectiveOn, setEffectiveOn] = useState(one.effectiveOn ?? '')
  const [mapping, setMapping] = useState<Readonly<Record<string, number | null>>>(plan.mapping)
  const save = useAction(
    () =>
      api.call(contract.configure, {
        params: { importId: one.id },
        body: { source, complete, effectiveOn: effectiveOn === '' ? null : effectiveOn, mapping, version: one.version },
      }),
    { renews: [contract.readImport.id, contract.listImports.id] },
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  const fields = ['externalId', ...shape.fields.map(({ name }) => name)]
  const columns = [
    { value: '', label: t('registers.import.notRead') },
    ...plan.titles.map((title, i) => ({
      value: String(i),
      label: title || t('registers.import.column', { number: i + 1 }),
    })),
  ]
  const isSame =
    source === one.source &&
    complete === one.complete &&
    effectiveOn === (one.effectiveOn ?? '') &&
    fields.every((name) => (mapping[name] ?? null) === (plan.mapping[name] ?? null))
  return (
    <section className="section" aria-labelledby="reading">
      <h2 id="reading">{t('registers.import.reading')}</h2>
      <form className="stack" aria-labelledby="reading" onSubmit={send}>
        <div className="mapping">
          {fields.map((name) => (
            <Select
              key={name}
              label={labelOf(shape, name)}
              value={mapping[name] === undefined || mapping[name] === null ? '' : String(mapping[name])}
              onChange={(value) => setMapping({ ...mapping, [name]: value === '' ? null : Number(value) })}
              options={columns}
            />
          ))}
        </div>
        <div className="filters">
          <TextField label={t('registers.import.source')} value={source} onChange={setSource} maxLength={200} />
          <DateField label={t('registers.import.effectiveOn')} value={effectiveOn} onChange={setEffectiveOn} />
        </div>
        <Checkbox isSelected={complete} onChange={setComplete} hint={t('registers.import.complete.hint')}>
          {t('registers.import.complete')}
        </Checkbox>
        {save.error ? <ProblemNotice problem={save.error} /> : null}
        <div className="actions">
          <Button type="submit" isPending={save.isPending} disabledReason={isSame ? t('registers.import.asIs') : null}>
            {t('registers.import.readAgain')}
          </Button>
        </div>
      </form>
    </section>
  )
}

interface PreviewProps {
  pages: RegisterPages
  plan: Plan
  kind: Kind | null
  onKind: (kind: Kind | null) => void
}

function Preview({ pages, plan, kind, onKind }: PreviewProps) {
  const { t } = useTranslation()
  const { shape } = pages.contract
  const shown = rowKinds.filter((one) => plan.counts[one] > 0)
  return (
    <section className="section" aria-labelledby="preview">
      <h2 id="preview">{t('registers.import.preview')}</h2>
      <Unread plan={plan} />
      <div className="actions" role="group" aria-label={t('registers.import.preview')}>
        {shown.map((one) => (
          <Button key={one} size="small" aria-pressed={kind === one} onPress={() => onKind(kind === one ? null : one)}>
            {t(`registers.import.kind.${one}`)}: {plan.counts[one]}
          </Button>
        ))}
      </div>
      <Table
        caption={t('registers.import.preview')}
        rows={plan.items}
        rowKey={(row) => `${row.number ?? ''} ${row.externalId ?? ''} ${row.name}`}
        empty={<p className="soft">{t('registers.noMatch')}</p>}
        columns={[
          {
            id: 'number',
            label: t('registers.import.row'),
            isRowHeader: true,
            cell: (row) => row.number ?? <span className="soft">{t('registers.import.notInFile')}</span>,
          },
          {
            id: 'kind',
            label: t('registers.import.what'),
            cell: (row) => <span className={`tag tag-row-${row.kind}`}>{t(`registers.import.kind.${row.kind}`)}</span>,
          },
          {
            id: 'name',
            label: labelOf(shape, shape.nameField),
            cell: (row) => (
              <>
                {row.name || '–'}
                <span className="subject-id">{row.externalId ?? ''}</span>
              </>
            ),
          },
          { id: 'says', label: t('registers.import.says'), cell: (row) => <Says pages={pages} row={row} /> },
        ]}
      />
    </section>
  )
}

/** What stands in the file and is left out: a column that nobody mapped, a heading, a second sheet. */
function Unread({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const kinds = (['columns', 'rows', 'sheets'] as const).filter((kind) => plan.unread[kind].length > 0)
  if (kinds.length === 0) return null
  return (
    <Notice tone="warning" title={t('registers.import.unread')}>
      <ul className="bullets">
        {kinds.map((kind) => (
          <li key={kind}>{t(`registers.import.unread.${kind}`, { names: plan.unread[kind].join(', ') })}</li>
        ))}
      </ul>
    </Notice>
  )
}

function Says({ pages, row }: { pages: RegisterPages; row: PlannedRowView }) {
  const { t } = useTranslation()
  const { shape } = pages.contract
  if (row.faults.length > 0)
    return (
      <ul className="bullets">
        {row.faults.map((fault) => (
          <li key={`${fault.column} ${fault.text}`}>
            {fault.column === null ? null : <strong>{fault.column}: </strong>}
            {fault.text}
          </li>
        ))}
      </ul>
    )
  const isDate = (field: string) => fieldOf(shape, field).kind === 'date'
  const told = row.changes
    .filter(({ before, after }) => before !== null || after !== null)
    .map(({ field, before, after }) => ({
      field,
      before: before !== null && isDate(field) ? dayText(before) : before,
      after: after !== null && isDate(field) ? dayText(after) : after,
    }))
  if (told.length === 0) return <span className="soft">–</span>
  return (
    <span className="small">
      {told
        .map(({ field, before, after }) =>
          row.kind === 'new'
            ? `${labelOf(shape, field)}: ${after ?? '–'}`
            : t('registers.import.change', {
                field: labelOf(shape, field),
                before: before ?? '–',
                after: after ?? '–',
              }),
        )
        .join(' · ')}
    </span>
  )
}

function Decide({ pages, one, plan }: { pages: RegisterPages; one: ImportView; plan: Plan }) {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const { contract } = pages
  const { shape } = contract
  const renews = [`${shape.id}-register.`, 'person.']
  const apply = useAction(
    () => api.call(contract.apply, { params: { importId: one.id }, body: { digest: plan.digest } }),
    { renews, onDone: () => toast(t('registers.import.applied')) },
  )
  const discard = useAction(() => api.call(contract.discard, { params: { importId: one.id } }), {
    renews: [contract.listImports.id],
    onDone: () => void navigate({ to: paths[shape.id].list }),
  })
  const { counts } = plan
  const changes = counts.new + counts.changed + counts.returns + counts.leaves
  const reason =
    counts.faulty > 0
      ? t('registers.import.faulty', { count: counts.faulty })
      : changes === 0
        ? t('registers.import.nothing')
        : null
  return (
    <section className="section" aria-label={t('registers.import.apply')}>
      {counts.faulty > 0 ? <Notice tone="bad" title={t('registers.import.faulty', { count: counts.faulty })} /> : null}
      {apply.error ? <ProblemNotice problem={apply.error} /> : null}
      {discard.error ? <ProblemNotice problem={discard.error} /> : null}
      <div className="actions">
        <Button
          variant="primary"
          isPending={apply.isPending}
          disabledReason={reason}
          onPress={() => apply.mutate(undefined)}
        >
          {t('registers.import.apply')}
        </Button>
        <Button variant="quiet" isPending={discard.isPending} onPress={() => discard.mutate(undefined)}>
          {t('registers.import.discard')}
        </Button>
      </div>
    </section>
  )
}

function Done({ pages, one }: { pages: RegisterPages; one: ImportView }) {
  const { t } = useTranslation()
  const [isUndoing, setUndoing] = useState(false)
  return (
    <section className="section" aria-labelledby="done">
      <h2 id="done">{t(`registers.import.state.${one.state}`)}</h2>
      <dl className="facts">
        <dt>{t('registers.import.source')}</dt>
        <dd>{one.source}</dd>
        <dt>{t('registers.import.effectiveOn')}</dt>
        <dd>{one.effectiveOn === null ? '–' : dayText(one.effectiveOn)}</dd>
        <dt>{t('registers.import.result')}</dt>
        <dd>{one.counts ? t('registers.import.counts', { ...one.counts }) : '–'}</dd>
        <dt>{t('registers.import.appliedAt')}</dt>
        <dd>
          {one.appliedAt === null ? '–' : <Time at={one.appliedAt} exact />} {one.appliedBy?.name}
        </dd>
        {one.undoneAt === null ? null : (
          <>
            <dt>{t('registers.import.undoneAt')}</dt>
            <dd>
              <Time at={one.undoneAt} exact /> {one.undoneBy?.name}
            </dd>
          </>
        )}
        <dt>{t('registers.import.sha256')}</dt>
        <dd className="mono">{one.fileSha256}</dd>
      </dl>
      {one.state === 'applied' ? (
        <div className="actions">
          <Button onPress={() => setUndoing(true)}>{t('registers.import.undo')}</Button>
        </div>
      ) : null}
      <Dialog title={t('registers.import.undo')} isOpen={isUndoing} onClose={() => setUndoing(false)}>
        <UndoForm pages={pages} importId={one.id} onClose={() => setUndoing(false)} />
      </Dialog>
    </section>
  )
}

function UndoForm({ pages, importId, onClose }: { pages: RegisterPages; importId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { contract } = pages
  const undo = useAction((reason: string) => api.call(contract.undo, { params: { importId }, body: { reason } }), {
    renews: [`${contract.shape.id}-register.`, 'person.'],
    onDone: () => {
      toast(t('registers.import.undone'))
      onClose()
    },
  })
  return (
    <Form
      label={t('registers.import.undo')}
      problem={undo.error}
      onSubmit={(data) => undo.mutate(textOf(data, 'reason'))}
    >
      <p className="soft">{t('registers.import.undo.lead')}</p>
      <TextField name="reason" label={t('registers.import.undo.reason')} rows={3} minLength={3} isRequired autoFocus />
      <FormActions submit={t('registers.import.undo')} variant="danger" isPending={undo.isPending} onCancel={onClose} />
    </Form>
  )
}
