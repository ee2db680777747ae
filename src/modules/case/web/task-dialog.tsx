/** A new task, alone or below a case. */
import { listCasePeople, openTask } from '#modules/case/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface TaskDialogProps {
  isOpen: boolean
  onClose: () => void
  parentId?: string
}

export function TaskDialog({ isOpen, onClose, parentId }: TaskDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('one-case.newTask')} isOpen={isOpen} onClose={onClose}>
      <TaskForm onClose={onClose} {...(parentId !== undefined && { parentId })} />
    </Dialog>
  )
}

function TaskForm({ onClose, parentId }: Omit<TaskDialogProps, 'isOpen'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const [ownerId, setOwnerId] = useState('')
  const people = useQuery(readOf(listCasePeople, undefined))
  const create = useAction((request: RequestOf<typeof openTask>) => api.call(openTask, request), {
    renews: ['case.', 'today.'],
    onDone: ({ number }) => {
      toast(t('one-case.task.created', { number }))
      onClose()
    },
  })
  return (
    <Form
      label={t('one-case.newTask')}
      problem={create.error}
      onSubmit={(data) => {
        const dueOn = textOf(data, 'dueOn')
        create.mutate({
          body: {
            title: textOf(data, 'title'),
            items: textOf(data, 'items')
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
            ...(ownerId !== '' && { ownerId }),
            ...(dueOn !== '' && { dueOn }),
            ...(parentId !== undefined && { parentId }),
          },
        })
      }}
    >
      <TextField name="title" label={t('one-case.task.title')} maxLength={200} isRequired autoFocus />
      <Select
        label={t('one-case.task.owner')}
        name="ownerId"
        value={ownerId}
        onChange={setOwnerId}
        options={[
          { value: '', label: t('one-case.noOwner') },
          ...(people.data?.items ?? [])
            .filter((person) => person.mayWork)
            .map((person) => ({ value: person.personId, label: person.name })),
        ]}
      />
      <DateField name="dueOn" label={t('one-case.task.due')} hint={t('one-case.task.due.hint')} />
      <TextField name="items" label={t('one-case.task.items')} hint={t('one-case.task.items.hint')} rows={3} />
      <FormActions submit={t('one-case.task.create')} isPending={create.isPending} onCancel={onClose} />
    </Form>
  )
}
