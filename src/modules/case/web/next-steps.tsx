/** What comes next: buttons for whom may, and for everybody why not and who could. */
import { decideCase, takeStep, type CaseDetail, type CaseStep } from '#modules/case/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function NextSteps({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<CaseStep | null>(null)
  const byPeople = found.steps.filter((step) => step.by !== 'system')
  const bySystem = found.steps.filter((step) => step.by === 'system')
  return (
    <section className="section" aria-labelledby="next">
      <h2 id="next">{t('one-case.next')}</h2>
      {found.closedAt === null ? null : <p>{t('one-case.closed')}</p>}
      {found.sameWeek ? <Notice tone="warning" title={t('one-case.sameWeek')} /> : null}
      {byPeople.length === 0 ? null : (
        <ul className="case-steps" role="list">
          {byPeople.map((step, index) => (
            <li key={step.to}>
              <Step step={step} isFirst={index === 0} onChoose={() => setChosen(step)} />
            </li>
          ))}
        </ul>
      )}
      {bySystem.length === 0 ? null : (
        <ul className="bullets soft">
          {bySystem.map((step) => (
            <li key={step.to}>{step.name}.</li>
          ))}
        </ul>
      )}
      <StepDialog key={chosen?.to ?? ''} found={found} step={chosen} onClose={() => setChosen(null)} />
    </section>
  )
}

function Step({ step, isFirst, onChoose }: { step: CaseStep; isFirst: boolean; onChoose: () => void }) {
  const { t } = useTranslation()
  if (step.by === 'action')
    return (
      <>
        <span>{step.name}</span>
        {step.href === null ? null : <Link to={step.href}>{t('one-case.elsewhere')}</Link>}
        <Hint step={step} />
      </>
    )
  const refused = step.mayNotBecause ?? (step.missing.length > 0 ? step.missing.join(' ') : null)
  return (
    <>
      <Button variant={isFirst && refused === null ? 'primary' : 'plain'} disabledReason={refused} onPress={onChoose}>
        {step.name}
      </Button>
      {refused === null ? null : <Hint step={step} />}
    </>
  )
}

/** Why not, and who could. */
function Hint({ step }: { step: CaseStep }) {
  const { t } = useTranslation()
  const roles = step.roles.map((role) => nameText('role', role)).join(', ')
  const who = [roles, ...(step.fourEyes ? [t('one-case.fourEyes')] : [])].filter((text) => text !== '').join('; ')
  return (
    <span className="small soft">
      {[step.mayNotBecause, ...step.missing].filter((text) => text !== null).join(' ')}{' '}
      {who === '' ? '' : t('one-case.who', { roles: who })}
    </span>
  )
}

function StepDialog({ found, step, onClose }: { found: CaseDetail; step: CaseStep | null; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const take = useAction(
    ({ to, fourEyes, reason }: { to: string; fourEyes: boolean; reason: string }) =>
      api.call(fourEyes ? decideCase : takeStep, {
        params: { caseId: found.id },
        body: { to, version: found.version, ...(reason === '' ? {} : { reason }) },
      }),
    {
      renews: ['case.', 'today.'],
      onDone: () => {
        toast(t('one-case.moved'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={step?.name ?? ''} isOpen={step !== null} onClose={onClose}>
      {step === null ? null : (
        <Form
          label={step.name}
          problem={take.error}
          onSubmit={(data) =>
            take.mutate({ to: step.to, fourEyes: step.fourEyes, reason: textOf(data, 'reason').trim() })
          }
        >
          <TextField name="reason" label={t('one-case.reason')} rows={3} isRequired={step.needsReason} autoFocus />
          <FormActions submit={step.name} isPending={take.isPending} onCancel={onClose} />
        </Form>
      )}
    </Dialog>
  )
}
