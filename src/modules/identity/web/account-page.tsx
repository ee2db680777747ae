/** The reader's own account: who they are, their factors, recovery codes, sessions and API keys. */
import { changePassword, confirmTotp, renewRecoveryCodes, startTotp } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Page } from '#web/page.tsx'
import { useSession } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiKeys } from './api-keys.tsx'
import { AuthenticatorSetup, type TotpSetup } from './authenticator-setup.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Sessions } from './sessions.tsx'

/** Below this it is time for new ones. */
const fewCodes = 3
const renews = ['session.', 'today.', 'person.']

export function AccountPage() {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <Page title={t('account.title')}>
      <dl className="facts">
        <dt>{t('people.name')}</dt>
        <dd>{session.name}</dd>
        <dt>{t('signIn.email')}</dt>
        <dd>{session.email}</dd>
        <dt>{t('account.tenant')}</dt>
        <dd>{session.tenant.name}</dd>
        <dt>{t('people.roles')}</dt>
        <dd>{session.roles.map((role) => nameText('role', role)).join(', ')}</dd>
      </dl>
      <section className="section" aria-labelledby="factors">
        <h2 id="factors">{t('account.factors')}</h2>
        <dl className="factor-list">
          <FactorRow term={nameText('factor', 'password')} text={t('account.password.state')}>
            <PasswordChange />
          </FactorRow>
          <FactorRow term={nameText('factor', 'totp')} text={t('account.totp.state')}>
            <AuthenticatorChange />
          </FactorRow>
          <FactorRow
            term={t('account.codes')}
            text={t('account.codes.left', { count: session.recoveryCodesLeft })}
            warning={session.recoveryCodesLeft < fewCodes ? t('account.codes.few') : null}
          >
            <RecoveryCodeChange />
          </FactorRow>
        </dl>
      </section>
      <section className="section" aria-labelledby="own-sessions">
        <h2 id="own-sessions">{t('sessions.title')}</h2>
        <Sessions accountId={session.accountId} />
      </section>
      <section className="section" aria-labelledby="api-keys">
        <ApiKeys />
      </section>
      <p>
        <Link to="/people/$personId/record" params={{ personId: session.personId }}>
          {t('record.own')}
        </Link>
      </p>
    </Page>
  )
}

interface FactorRowProps {
  term: string
  text: string
  warning?: string | null
  children: React.ReactNode
}

function FactorRow({ term, text, warning = null, children }: FactorRowProps) {
  return (
    <div className="factor-row">
      <dt>{term}</dt>
      <dd className="factor-text">
        {text}
        {warning === null ? null : <strong className="factor-warning"> {warning}</strong>}
      </dd>
      <dd>{children}</dd>
    </div>
  )
}

function PasswordChange() {
  const { t } = useTranslation()
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const change = useAction(
    (data: FormData) =>
      api.call(changePassword, {
        body: { currentPassword: textOf(data, 'currentPassword'), newPassword: textOf(data, 'newPassword') },
      }),
    {
      renews,
      onDone: () => {
        toast(t('account.password.changed'))
        setOpen(false)
      },
    },
  )
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t('account.password.change')}
      </Button>
      <Dialog title={t('account.password.change')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form label={t('account.password.change')} problem={change.error} onSubmit={(data) => change.mutate(data)}>
          <TextField
            name="currentPassword"
            type="password"
            label={t('account.password.current')}
            autoComplete="current-password"
            isRequired
          />
          <NewPasswordField name="newPassword" label={t('account.password.new')} />
          <p className="small soft">{t('account.othersEnd')}</p>
          <div className="actions">
            <Button type="submit" variant="primary" isPending={change.isPending}>
              {t('ui.save')}
            </Button>
          </div>
        </Form>
      </Dialog>
    </>
  )
}

function AuthenticatorChange() {
  const { t } = useTranslation()
  const toast = useToast()
  const [setup, setSetup] = useState<TotpSetup | null>(null)
  const start = useAction(() => api.call(startTotp), { renews: [], onDone: setSetup })
  const confirm = useAction((code: string) => api.call(confirmTotp, { body: { code } }), {
    renews,
    onDone: () => {
      toast(t('account.totp.changed'))
      setSetup(null)
    },
  })
  return (
    <>
      {start.error ? <ProblemNotice problem={start.error} /> : null}
      <Button size="small" isPending={start.isPending} onPress={() => start.mutate(undefined)}>
        {t('account.totp.change')}
      </Button>
      <Dialog title={t('account.totp.change')} isOpen={setup !== null} onClose={() => setSetup(null)}>
        {setup === null ? null : (
          <>
            <p className="small soft">{t('account.othersEnd')}</p>
            <AuthenticatorSetup
              setup={setup}
              problem={confirm.error}
              isPending={confirm.isPending}
              onCode={(code) => confirm.mutate(code)}
            />
          </>
        )}
      </Dialog>
    </>
  )
}

function RecoveryCodeChange() {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [isAsking, setAsking] = useState(false)
  const change = useAction(() => api.call(renewRecoveryCodes), {
    renews,
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  })
  const close = () => {
    setAsking(false)
    setCodes(null)
  }
  return (
    <>
      <Button size="small" onPress={() => setAsking(true)}>
        {t('account.codes.renew')}
      </Button>
      <Dialog title={t('account.codes.renew')} isOpen={isAsking} onClose={close} grave={codes !== null}>
        {codes === null ? (
          <>
            {change.error ? <ProblemNotice problem={change.error} /> : null}
            <Notice tone="warning">
              <p>{t('account.codes.meaning')}</p>
            </Notice>
            <div className="actions">
              <Button variant="primary" isPending={change.isPending} onPress={() => change.mutate(undefined)}>
                {t('account.codes.renew')}
              </Button>
              <Button variant="quiet" onPress={close}>
                {t('ui.cancel')}
              </Button>
            </div>
          </>
        ) : (
          <RecoveryCodes codes={codes} onKept={close} />
        )}
      </Dialog>
    </>
  )
}
