/**
 * A form that sends once, shows everything the server found wrong, each issue at its field and all of them in a list,
 * and moves the reader to that list.
 */
import { ProblemError } from '#platform/http/client.ts'
import { useEffect, useRef, type ReactNode } from 'react'
import { Form as AriaForm } from 'react-aria-components'
import { ProblemNotice } from './notice.tsx'

export interface FormProps {
  label: string
  problem: Error | null
  onSubmit: (data: FormData) => void
  children: ReactNode
}

export function Form({ label, problem, onSubmit, children }: FormProps) {
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) notice.current?.focus()
  }, [problem])
  return (
    <AriaForm
      className="form"
      aria-label={label}
      validationBehavior="aria"
      validationErrors={fieldErrorsOf(problem)}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      <div ref={notice} tabIndex={-1} className="form-problem">
        {problem ? <ProblemNotice problem={problem} /> : null}
      </div>
      {children}
    </AriaForm>
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
