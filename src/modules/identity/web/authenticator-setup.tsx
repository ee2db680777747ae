/** Sets up an authenticator app: a QR code to scan, the same secret to type, and a first code as proof. */
import type { totpSetupSchema } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { QrCode } from '#ui/qr-code.tsx'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'

export type TotpSetup = z.output<typeof totpSetupSchema>

export interface AuthenticatorSetupProps {
  setup: TotpSetup
  problem: Error | null
  isPending: boolean
  onCode: (code: string) => void
  onBack?: () => void
}

export function AuthenticatorSetup({ setup, problem, isPending, onCode, onBack }: AuthenticatorSetupProps) {
  const { t } = useTranslation()
  return (
    <Form label={t('enrol.totp.title')} problem={problem} onSubmit={(data) => onCode(textOf(data, 'code'))}>
      <p className="soft">{t('enrol.totp.why')}</p>
      <QrCode text={setup.otpauthUri} label={t('enrol.totp.qr')} />
      <CopyField label={t('enrol.totp.secret')} value={setup.secret} grouped />
      <TextField
        name="code"
        label={t('enrol.totp.code')}
        hint={t('signIn.code.hint')}
        autoComplete="one-time-code"
        numeric
        isRequired
      />
      <div className="actions">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('step-up.confirm')}
        </Button>
        {onBack ? (
          <Button variant="quiet" onPress={onBack}>
            {t('enrol.back')}
          </Button>
        ) : null}
      </div>
    </Form>
  )
}
