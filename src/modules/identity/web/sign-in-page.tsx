/** Signing in: password, then a second factor. Never a session in between. */
import { giveLoginPassword, giveLoginRecoveryCode, giveLoginTotp } from '#modules/identity/contract.ts'
import { ProblemError } from '#platform/http/client.ts'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { api, queryClient, useAction } from '#web/api.ts'
import { usePageTitle } from '#web/page.tsx'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepDevice, keptDevice } from './device.ts'
import { PlainFrame } from './plain-frame.tsx'
import { useCountdown } from './use-countdown.ts'

interface Login {
  loginId: string
}

export function SignInPage() {
  const { t } = useTranslation()
  usePageTitle(t('signIn.title'))
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  const [login, setLogin] = useState<Login | null>(null)
  const [expired, setExpired] = useState(false)

  const enter = async () => {
    queryClient.clear()
    // `next` was checked to be a path of this application.
    await router.navigate({ to: next?.replace(/^\/app(?=\/|$)/, '') || '/' })
  }
  return (
    <PlainFrame>
      {login === null ? (
        <PasswordStep
          expired={expired}
          onDone={(opened) => {
            setExpired(false)
            setLogin(opened)
          }}
        />
      ) : (
        <FactorStep
          login={login}
          onDone={() => void enter()}
          onBack={(hasExpired) => {
            setExpired(hasExpired)
            setLogin(null)
          }}
        />
      )}
    </PlainFrame>
  )
}

function PasswordStep({ expired, onDone }: { expired: boolean; onDone: (login: Login) => void }) {
  const { t } = useTranslation()
  const give = useAction(
    ({ email, password }: { email: string; password: string }) => {
      const device = keptDevice()
      return api.call(giveLoginPassword, { body: { email, password, ...(device === null ? {} : { device }) } })
    },
    { renews: [], onDone },
  )
  const waitSeconds = useCountdown(give.error instanceof ProblemError ? give.error.retryAfterSeconds : null, give.error)
  return (
    <div className="stack">
      <h1>{t('signIn.title')}</h1>
      {expired ? (
        <Notice tone="warning" live>
          <p>{t('signIn.expired')}</p>
        </Notice>
      ) : null}
      <Form
        label={t('signIn.title')}
        problem={give.error}
        onSubmit={(data) => give.mutate({ email: textOf(data, 'email').trim(), password: textOf(data, 'password') })}
      >
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" isRequired autoFocus />
        <TextField
          name="password"
          type="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          isRequired
        />
        <div className="actions">
          <Button
            type="submit"
            variant="primary"
            isPending={give.isPending}
            disabledReason={waitSeconds > 0 ? t('signIn.wait', { count: waitSeconds }) : null}
          >
            {waitSeconds > 0 ? t('signIn.wait', { count: waitSeconds }) : t('signIn.next')}
          </Button>
        </div>
        <p className="small soft">{t('signIn.help')}</p>
      </Form>
    </div>
  )
}

interface FactorStepProps {
  login: Login
  onDone: () => void
  onBack: (hasExpired: boolean) => void
}

function FactorStep({ login, onDone, onBack }: FactorStepProps) {
  const { t } = useTranslation()
  const [byRecovery, setByRecovery] = useState(false)
  const give = useAction(
    (typed: string) =>
      byRecovery
        ? api.call(giveLoginRecoveryCode, { body: { loginId: login.loginId, recoveryCode: typed } })
        : api.call(giveLoginTotp, { body: { loginId: login.loginId, code: typed } }),
    {
      renews: [],
      onDone: ({ device }) => {
        keepDevice(device)
        onDone()
      },
    },
  )
  const hasExpired = give.error instanceof ProblemError && give.error.code === 'login.expired'
  useEffect(() => {
    if (hasExpired) onBack(true)
  }, [hasExpired, onBack])
  return (
    <div className="stack">
      <h1>{t('signIn.second.title')}</h1>
      <Form
        key={byRecovery ? 'recovery' : 'code'}
        label={t('signIn.second.title')}
        problem={give.error}
        onSubmit={(data) => give.mutate(textOf(data, byRecovery ? 'recoveryCode' : 'code'))}
      >
        {byRecovery ? (
          <TextField
            name="recoveryCode"
            label={t('signIn.recoveryCode')}
            hint={t('signIn.recoveryCode.hint')}
            autoComplete="off"
            isRequired
            autoFocus
          />
        ) : (
          <TextField
            name="code"
            label={t('signIn.code')}
            hint={t('signIn.code.hint')}
            autoComplete="one-time-code"
            numeric
            isRequired
            autoFocus
          />
        )}
        <div className="actions">
          <Button type="submit" variant="primary" isPending={give.isPending}>
            {t('signIn.title')}
          </Button>
          <Button
            variant="quiet"
            onPress={() => {
              give.reset()
              setByRecovery(!byRecovery)
            }}
          >
            {byRecovery ? t('step-up.useCode') : t('step-up.useRecovery')}
          </Button>
        </div>
        <div>
          <Button variant="quiet" size="small" onPress={() => onBack(false)}>
            {t('signIn.back')}
          </Button>
        </div>
      </Form>
    </div>
  )
}
