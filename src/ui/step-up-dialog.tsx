/** Asks for the second factor again before something sensitive; the call that needed it is repeated afterwards. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Form, textOf } from './form.tsx'

export type SecondFactor = { code: string } | { recoveryCode: string }

export interface StepUpDialogProps {
  isOpen: boolean
  problem: Error | null
  isPending: boolean
  onFactor: (factor: SecondFactor) => void
  onCancel: () => void
}

export function StepUpDialog({ isOpen, problem, isPending, onFactor, onCancel }: StepUpDialogProps) {
  const { t } = useTranslation()
  const [byRecovery, setByRecovery] = useState(false)
  return (
    <Dialog title={t('step-up.title')} isOpen={isOpen} onClose={onCancel}>
      <Form
        label={t('step-up.title')}
        problem={problem}
        onSubmit={(data) =>
          onFactor(byRecovery ? { recoveryCode: textOf(data, 'recoveryCode') } : { code: textOf(data, 'code') })
        }
      >
        <p className="soft">{t('step-up.why')}</p>
        {byRecovery ? (
          <TextField
            key="recovery"
            name="recoveryCode"
            label={t('step-up.recoveryCode')}
            autoComplete="off"
            autoFocus
          />
        ) : (
          <TextField key="code" name="code" label={t('step-up.code')} autoComplete="one-time-code" numeric autoFocus />
        )}
        <div className="actions">
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('step-up.confirm')}
          </Button>
          <Button variant="quiet" onPress={() => setByRecovery(!byRecovery)}>
            {byRecovery ? t('step-up.useCode') : t('step-up.useRecovery')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
