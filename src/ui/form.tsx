/**
 * A form that sends once, shows everything the server found wrong, each issue at its field and all of them in a list,
 * and moves the reader to that list.
 */
import { ProblemError } from '#platform/http/client.ts'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Form as AriaForm } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { ProblemNotice } from './notice.tsx'

export interface FormProps {
  label: string
  problem: Error | null
  onSubmit: (data: FormData) => void
  children: ReactNode
}

export function Form({ label, problem, onSubmit, children }: FormProps) {
  // The same object for the same problem: another one would say again what the reader has just put right.
  const validationErrors = useMemo(() => fieldErrorsOf(problem), [problem])
  const notice = useRef<HTMLDivElement>(null)
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({})
  useEffect(() => {
    if (!problem) return
    setLabels(labelsIn(notice.current?.closest('form') ?? null))
    notice.current?.focus()
  }, [problem])
  return (
    <AriaForm
      className="form"
      aria-label={label}
      validationBehavior="aria"
      validationErrors={validationErrors}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      <div ref={notice} tabIndex={-1} className="form-problem">
        {problem ? <ProblemNotice problem={problem} labels={labels} /> : null}
      </div>
      {children}
    </AriaForm>
  )
}

export interface FormActionsProps {
  /** What sending the form is called. */
  submit: string
  variant?: 'primary' | 'danger'
  isPending: boolean
  onCancel: () => void
  /** Further choices, between sending and leaving. */
  children?: ReactNode
}

/** The last line of a form in a dialog: send it, or leave it. */
export function FormActions({ submit, variant = 'primary', isPending, onCancel, children }: FormActionsProps) {
  const { t } = useTranslation()
  return (
    <div className="actions">
      <Button type="submit" variant={variant} isPending={isPending}>
        {submit}
      </Button>
      {children}
      <Button variant="quiet" onPress={onCancel}>
        {t('ui.cancel')}
      </Button>
    </div>
  )
}

/** The visible labels of a form's fields by their names, so that the list of issues says which field each is about. */
function labelsIn(form: HTMLFormElement | null): Record<string, string> {
  const fields = [...(form?.elements ?? [])].filter(
    (field) => 'labels' in field && 'name' in field,
  ) as HTMLInputElement[]
  return Object.fromEntries(
    fields.flatMap((field) => {
      const label = field.labels?.[0]?.textContent
      return field.name === '' || field.type === 'checkbox' || !label ? [] : [[field.name, label]]
    }),
  )
}

function fieldErrorsOf(problem: Error | null): Record<string, string[]> {
  if (!(problem instanceof ProblemError)) return {}
  const fields = new Set(problem.issues.map((issue) => issue.pointer.replace(/^\//, '').split('/')[0] ?? ''))
  return Object.fromEntries([...fields].map((field) => [field, problem.textsFor(field)]))
}

/** The text of a field of a submitted form; empty when it is absent. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
