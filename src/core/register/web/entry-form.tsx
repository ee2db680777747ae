/** The form of an entry, new or changed from a day on: one field for each of the register, by its kind. */
import type { EntryView } from '#core/register/contract.ts'
import type { Field, FieldValue } from '#core/register/contract/shape.ts'
import { ProblemError } from '#platform/http/client.ts'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterPages } from './page-of.ts'
import { ReferenceField, ReferencesField } from './reference-field.tsx'
import { choiceOptions, labelOf } from './value.tsx'

interface EntryDialogProps {
  pages: RegisterPages
  /** Null: a new one. */
  entry: EntryView | null
  isOpen: boolean
  onClose: () => void
  onDone?: (entry: EntryView) => void
}

export function EntryDialog({ pages, entry, isOpen, onClose, onDone }: EntryDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      title={t(entry ? 'registers.change' : `registers.add.${pages.contract.shape.id}`)}
      isOpen={isOpen}
      onClose={onClose}
    >
      <EntryForm pages={pages} entry={entry} onClose={onClose} {...(onDone && { onDone })} />
    </Dialog>
  )
}

type Values = Readonly<Record<string, FieldValue>>

function EntryForm({ pages, entry, onClose, onDone }: Omit<EntryDialogProps, 'isOpen'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const { contract } = pages
  const { shape } = contract
  const [values, setValues] = useState<Values>(() => entry?.fields ?? defaultsOf(shape.fields))
  const [names, setNames] = useState<Readonly<Record<string, string>>>(entry?.references ?? {})
  const [externalId, setExternalId] = useState('')
  const [effectiveOn, setEffectiveOn] = useState('')
  const save = useAction(
    async (): Promise<EntryView> => {
      const given = Object.fromEntries(Object.entries(values).filter(([name, value]) => isGiven(value, entry, name)))
      return entry
        ? api.call(contract.change, {
            params: { entryId: entry.id },
            body: { fields: given, version: entry.version, ...(effectiveOn !== '' && { effectiveOn }) },
          })
        : api.call(contract.create, {
            body: { fields: given, ...(externalId.trim() !== '' && { externalId: externalId.trim() }) },
          })
    },
    {
      renews: [`${shape.id}-register.`, 'person.'],
      onDone: (saved) => {
        toast(t('registers.saved', { name: saved.name }))
        onClose()
        onDone?.(saved)
      },
    },
  )
  const problem = useMemo(() => fieldProblem(save.error), [save.error])
  const set = (name: string, value: FieldValue) => setValues({ ...values, [name]: value })
  const control = (field: Field) => {
    const label = labelOf(shape, field.name)
    const value = values[field.name] ?? null
    const search = (text: string) => pages.search(field.name, text)
    if (field.kind === 'person')
      return (
        <ReferenceField
          key={field.name}
          label={label}
          value={typeof value === 'string' ? { id: value, name: names[value] ?? '', detail: null } : null}
          onChange={(choice) => {
            if (choice) setNames({ ...names, [choice.id]: choice.name })
            set(field.name, choice?.id ?? null)
          }}
          search={search}
        />
      )
    if (field.kind === 'entries')
      return (
        <ReferencesField
          key={field.name}
          label={label}
          values={(Array.isArray(value) ? value : []).map((id: string) => ({
            id,
            name: names[id] ?? '',
            detail: null,
          }))}
          onChange={(choices) => {
            setNames({ ...names, ...Object.fromEntries(choices.map(({ id, name }) => [id, name])) })
            set(
              field.name,
              choices.map(({ id }) => id),
            )
          }}
          search={search}
        />
      )
    const text = typeof value === 'string' ? value : ''
    const change = (next: string) => set(field.name, next === '' ? null : next)
    if (field.kind === 'choice')
      return (
        <Select
          key={field.name}
          name={field.name}
          label={label}
          value={text}
          onChange={change}
          options={[
            ...(field.isRequired && field.fallback !== undefined ? [] : [{ value: '', label: '–' }]),
            ...choiceOptions(field.choices ?? []),
          ]}
        />
      )
    const common = { name: field.name, label, value: text, onChange: change, isRequired: field.isRequired === true }
    return field.kind === 'date' ? (
      <DateField key={field.name} {...common} isRequired={false} />
    ) : (
      <TextField key={field.name} {...common} autoComplete="off" {...(field.kind === 'email' && { type: 'email' })} />
    )
  }
  return (
    <Form
      label={t(entry ? 'registers.change' : `registers.add.${shape.id}`)}
      problem={problem}
      onSubmit={() => save.mutate(undefined)}
    >
      {shape.fields.map(control)}
      {entry ? (
        <DateField
          label={t('registers.effectiveOn')}
          hint={t('registers.effectiveOn.hint')}
          value={effectiveOn}
          onChange={setEffectiveOn}
        />
      ) : (
        <TextField
          name="externalId"
          label={labelOf(shape, 'externalId')}
          hint={t('registers.externalId.hint')}
          value={externalId}
          onChange={setExternalId}
          autoComplete="off"
        />
      )}
      <FormActions submit={t('ui.save')} isPending={save.isPending} onCancel={onClose} />
    </Form>
  )
}

function defaultsOf(fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map(({ name, kind, fallback }) => [name, fallback ?? (kind === 'entries' ? [] : null)]),
  )
}

/** Of a new entry what says something, of a known one what is otherwise. */
function isGiven(value: FieldValue, entry: EntryView | null, name: string): boolean {
  if (entry === null) return value !== null && value.length > 0
  const before = entry.fields[name] ?? null
  return JSON.stringify(before) !== JSON.stringify(value)
}

/** The server names `/fields/leftOn`; the form's field is `leftOn`. */
function fieldProblem(error: Error | null): Error | null {
  if (!(error instanceof ProblemError)) return error
  const issues = error.issues.map((issue) => ({ ...issue, pointer: issue.pointer.replace(/^\/fields(?=\/)/, '') }))
  return new ProblemError({ ...error, text: error.text, issues })
}
