/** The account of somebody of the register: what there is of it, or inviting them as the person they are. */
import { inviteAccount, readPerson } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale, nameText } from '#web/i18n.ts'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface PersonAccountProps {
  person: { readonly id: string; readonly name: string; readonly email: string | null }
}

export function PersonAccount({ person }: PersonAccountProps) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const { permissions } = useSession()
  const [isInviting, setInviting] = useState(false)
  const mayRead = permissions.includes('person:read')
  const read = useQuery({ ...readOf(readPerson, { params: { personId: person.id } }), enabled: mayRead })
  if (!mayRead || read.data === undefined) return null
  const { account } = read.data
  return (
    <section className="section" aria-labelledby="account">
      <h2 id="account">{t('registers.account')}</h2>
      {account === null ? (
        <>
          <p className="soft">{t('registers.account.none')}</p>
          <div className="actions">
            <Button disabledReason={refusal('account:invite')} onPress={() => setInviting(true)}>
              {t('registers.account.invite')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <dl className="facts">
            <dt>{t('signIn.email')}</dt>
            <dd>{account.email}</dd>
            <dt>{t('people.state')}</dt>
            <dd>
              <span className={`tag tag-${account.state}`}>{t(`account.state.${account.state}`)}</span>
            </dd>
            <dt>{t('people.roles')}</dt>
            <dd>{account.roles.map((role) => nameText('role', role)).join(', ')}</dd>
          </dl>
          <p>
            <Link to="/people/$personId" params={{ personId: person.id }}>
              {t('registers.account.open')}
            </Link>
          </p>
        </>
      )}
      <Dialog title={t('registers.account.invite')} isOpen={isInviting} onClose={() => setInviting(false)}>
        <InviteForm person={person} onClose={() => setInviting(false)} />
      </Dialog>
    </section>
  )
}

/** With the role of an employee; administrators give others on the page of the account. */
function InviteForm({ person, onClose }: PersonAccountProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const invite = useAction(
    (email: string) =>
      api.call(inviteAccount, {
        body: { email, name: person.name, roles: ['employee'], locale: currentLocale(), personId: person.id },
      }),
    {
      renews: ['person.', 'outbox.'],
      onDone: (account) => {
        toast(t('invite.done', { address: account.email }))
        onClose()
      },
    },
  )
  return (
    <Form
      label={t('registers.account.invite')}
      problem={invite.error}
      onSubmit={(data) => invite.mutate(textOf(data, 'email').trim())}
    >
      <TextField
        name="email"
        type="email"
        label={t('signIn.email')}
        defaultValue={person.email ?? ''}
        autoComplete="off"
        isRequired
        autoFocus
      />
      <p className="small soft">{t('invite.mail')}</p>
      <FormActions submit={t('invite.send')} isPending={invite.isPending} onCancel={onClose} />
    </Form>
  )
}
