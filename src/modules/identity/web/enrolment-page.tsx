/** Enrolment by a one-time link: name and password, authenticator, recovery codes. Then the account is signed in. */
import { giveEnrolmentPassword, giveEnrolmentTotp, readEnrolment } from '#modules/identity/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Skeleton } from '#ui/spinner.tsx'
import { Time } from '#ui/time.tsx'
import { api, queryClient, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { usePageTitle } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuthenticatorSetup, type TotpSetup } from './authenticator-setup.tsx'
import { keepDevice } from './device.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { PlainFrame } from './plain-frame.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Enrolment = OutputOf<typeof readEnrolment>

export function EnrolmentPage() {
  const { t } = useTranslation()
  usePageTitle(t('enrol.title'))
  const { token } = useParams({ from: '/enrol/$token' })
  const router = useRouter()
  // The link dies with its use: what was read once stays until the end.
  const read = useQuery({ ...readOf(readEnrolment, { params: { token } }), staleTime: Number.POSITIVE_INFINITY })
  const [setup, setSetup] = useState<TotpSetup | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const enter = async () => {
    queryClient.clear()
    await router.navigate({ to: '/' })
  }

  if (codes !== null) {
    return (
      <PlainFrame>
        <Step number={3} title={t('enrol.codes.title')}>
          <RecoveryCodes codes={codes} onKept={() => void enter()} />
        </Step>
      </PlainFrame>
    )
  }
  if (read.error) {
    return (
      <PlainFrame>
        <div className="stack">
          <h1>{t('enrol.title')}</h1>
          <ProblemNotice problem={read.error} />
          <p className="soft">{t('enrol.notValid')}</p>
        </div>
      </PlainFrame>
    )
  }
  if (!read.data) {
    return (
      <PlainFrame>
        <Skeleton />
      </PlainFrame>
    )
  }
  return (
    <PlainFrame>
      {setup === null ? (
        <Step number={1} title={t(`enrol.purpose.${read.data.purpose}`, { tenant: read.data.tenantName })}>
          <PasswordForm token={token} enrolment={read.data} onDone={setSetup} />
        </Step>
      ) : (
        <Step number={2} title={t('enrol.totp.title')}>
          <ConfirmForm token={token} setup={setup} onDone={setCodes} onBack={() => setSetup(null)} />
        </Step>
      )}
    </PlainFrame>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <p className="small soft">{t('enrol.step', { number })}</p>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

interface PasswordFormProps {
  token: string
  enrolment: Enrolment
  onDone: (setup: TotpSetup) => void
}

function PasswordForm({ token, enrolment, onDone }: PasswordFormProps) {
  const { t } = useTranslation()
  const give = useAction(
    (data: FormData) => {
      const email = textOf(data, 'email').trim()
      return api.call(giveEnrolmentPassword, {
        params: { token },
        body: {
          name: textOf(data, 'name'),
          password: textOf(data, 'password'),
          locale: currentLocale(),
          ...(enrolment.emailHint === null ? { email } : {}),
        },
      })
    },
    { renews: [], onDone },
  )
  return (
    <>
      <p className="soft">
        {enrolment.emailHint === null ? t('enrol.first') : t('enrol.forAddress', { address: enrolment.emailHint })}{' '}
        {t('enrol.linkEnds')} <Time at={enrolment.expiresAt} />.
      </p>
      <Form label={t('enrol.title')} problem={give.error} onSubmit={(data) => give.mutate(data)}>
        <TextField
          name="name"
          label={t('enrol.name')}
          defaultValue={enrolment.name ?? ''}
          autoComplete="name"
          isRequired
        />
        {enrolment.emailHint === null ? (
          <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" isRequired />
        ) : null}
        <NewPasswordField name="password" label={t('signIn.password')} />
        <div className="actions">
          <Button type="submit" variant="primary" isPending={give.isPending}>
            {t('signIn.next')}
          </Button>
        </div>
      </Form>
    </>
  )
}

interface ConfirmFormProps {
  token: string
  setup: TotpSetup
  onDone: (codes: readonly string[]) => void
  onBack: () => void
}

function ConfirmForm({ token, setup, onDone, onBack }: ConfirmFormProps) {
  const confirm = useAction((code: string) => api.call(giveEnrolmentTotp, { params: { token }, body: { code } }), {
    renews: [],
    onDone: ({ recoveryCodes, device }) => {
      keepDevice(device)
      onDone(recoveryCodes)
    },
  })
  return (
    <AuthenticatorSetup
      setup={setup}
      problem={confirm.error}
      isPending={confirm.isPending}
      onCode={(code) => confirm.mutate(code)}
      onBack={onBack}
    />
  )
}
