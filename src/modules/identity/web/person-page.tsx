/** One person: account, roles, sessions, and what an administrator may do about them. */
import {
  changeAccount,
  deactivateAccount,
  reactivateAccount,
  readPerson,
  renewInvitation,
  requestAccountReset,
  type AccountView,
  type PersonView,
} from '#modules/identity/contract.ts'
import { builtInRoles, type BuiltInRole } from '#core/permission.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Factors } from './people-page.tsx'
import { PersonErasure } from '#modules/privacy/web/person-erasure.tsx'
import { RoleChoice } from './role-choice.tsx'
import { Sessions } from './sessions.tsx'

const renews = ['person.', 'erasure.', 'session.list', 'account-reset.', 'today.', 'outbox.']

export function PersonPage() {
  const { personId } = useParams({ from: '/signed-in/people/$personId' })
  const read = useQuery(readOf(readPerson, { params: { personId } }))
  return (
    <Loaded read={read} isPage>
      {(person) => <PersonDetail person={person} />}
    </Loaded>
  )
}

function PersonDetail({ person }: { person: PersonView }) {
  const { t } = useTranslation()
  const { account } = person
  return (
    <Page
      title={person.name}
      above={
        <Breadcrumb
          above={[{ key: 'people', link: <Link to="/people">{t('people.title')}</Link> }]}
          here={person.name}
        />
      }
      actions={<RecordLink personId={person.personId} />}
    >
      {account === null ? (
        <p className="soft">{t('people.noAccount')}</p>
      ) : (
        <>
          <section className="stack" aria-label={t('person.account')}>
            <dl className="facts">
              <dt>{t('signIn.email')}</dt>
              <dd>{account.email}</dd>
              <dt>{t('people.state')}</dt>
              <dd>
                <span className={`tag tag-${account.state}`}>{t(`account.state.${account.state}`)}</span>
                {account.invitedUntil === null ? null : (
                  <span className="small soft">
                    {' '}
                    {t('person.invitedUntil')} <Time at={account.invitedUntil} />
                  </span>
                )}
              </dd>
              <dt>{t('people.roles')}</dt>
              <dd>{account.roles.map((role) => nameText('role', role)).join(', ')}</dd>
              <dt>{t('people.factors')}</dt>
              <dd>
                <Factors factors={account.factors} />
              </dd>
              <dt>{t('person.since')}</dt>
              <dd>
                <Time at={account.createdAt} exact />
              </dd>
              <dt>{t('people.lastSeen')}</dt>
              <dd>{account.lastSeenAt === null ? t('people.never') : <Time at={account.lastSeenAt} />}</dd>
            </dl>
            {person.erasedAt === null ? <AccountActions account={account} name={person.name} /> : null}
          </section>
          <section className="section" aria-labelledby="sessions">
            <h2 id="sessions">{t('sessions.title')}</h2>
            <Sessions accountId={account.accountId} />
          </section>
        </>
      )}
      <PersonErasure personId={person.personId} />
    </Page>
  )
}

/** To what is known of them over a period. */
function RecordLink({ personId }: { personId: string }) {
  const { t } = useTranslation()
  const session = useSession()
  if (session.personId !== personId && !session.permissions.includes('person-record:read')) return null
  return (
    <Link to="/people/$personId/record" params={{ personId }} className="button button-plain">
      {t('record.nav')}
    </Link>
  )
}

function AccountActions({ account, name }: { account: AccountView; name: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const session = useSession()
  const [open, setOpen] = useState<'roles' | 'deactivate' | 'reset' | null>(null)
  const params = { accountId: account.accountId }
  const isOwn = account.accountId === session.accountId
  const ownReason = isOwn ? t('person.own') : null
  const renewLink = useAction(() => api.call(renewInvitation, { params }), {
    renews,
    onDone: () => toast(t('person.invitationRenewed')),
  })
  const reactivate = useAction(() => api.call(reactivateAccount, { params }), {
    renews,
    onDone: () => toast(t('person.reactivated')),
  })
  const problem = renewLink.error ?? reactivate.error
  return (
    <>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <div className="actions">
        <Button disabledReason={refusal('account:change-roles') ?? ownReason} onPress={() => setOpen('roles')}>
          {t('person.changeRoles')}
        </Button>
        {account.state === 'invited' ? (
          <Button
            disabledReason={refusal('account:invite')}
            isPending={renewLink.isPending}
            onPress={() => renewLink.mutate(undefined)}
          >
            {t('person.renewInvitation')}
          </Button>
        ) : null}
        {account.state === 'active' ? (
          <Button disabledReason={refusal('account:reset') ?? ownReason} onPress={() => setOpen('reset')}>
            {t('person.reset')}
          </Button>
        ) : null}
        {account.state === 'deactivated' ? (
          <Button
            disabledReason={refusal('account:deactivate')}
            isPending={reactivate.isPending}
            onPress={() => reactivate.mutate(undefined)}
          >
            {t('person.reactivate')}
          </Button>
        ) : (
          <Button
            variant="danger"
            disabledReason={refusal('account:deactivate') ?? ownReason}
            onPress={() => setOpen('deactivate')}
          >
            {t('person.deactivate')}
          </Button>
        )}
      </div>
      <RolesDialog account={account} isOpen={open === 'roles'} onClose={() => setOpen(null)} />
      <DeactivateDialog account={account} name={name} isOpen={open === 'deactivate'} onClose={() => setOpen(null)} />
      <ResetDialog account={account} name={name} isOpen={open === 'reset'} onClose={() => setOpen(null)} />
    </>
  )
}

interface AccountDialogProps {
  account: AccountView
  isOpen: boolean
  onClose: () => void
}

function RolesDialog({ account, isOpen, onClose }: AccountDialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [roles, setRoles] = useState<readonly BuiltInRole[]>(account.roles)
  const change = useAction((request: RequestOf<typeof changeAccount>) => api.call(changeAccount, request), {
    renews,
    onDone: () => {
      toast(t('person.rolesChanged'))
      onClose()
    },
  })
  return (
    <Dialog title={t('person.changeRoles')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('person.changeRoles')}
        problem={change.error}
        onSubmit={() =>
          change.mutate({
            params: { accountId: account.accountId },
            body: { roles: [...roles], version: account.version },
          })
        }
      >
        <RoleChoice roles={roles} onChange={(next) => setRoles(builtInRoles.filter((role) => next.includes(role)))} />
        <FormActions submit={t('ui.save')} isPending={change.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function DeactivateDialog({ account, name, isOpen, onClose }: AccountDialogProps & { name: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const deactivate = useAction(() => api.call(deactivateAccount, { params: { accountId: account.accountId } }), {
    renews,
    onDone: () => {
      toast(t('person.deactivated', { name }))
      onClose()
    },
  })
  return (
    <Dialog title={t('person.deactivate.title', { name })} isOpen={isOpen} onClose={onClose} grave>
      <p>{t('person.deactivate.meaning')}</p>
      {deactivate.error ? <ProblemNotice problem={deactivate.error} /> : null}
      <div className="actions">
        <Button variant="danger" isPending={deactivate.isPending} onPress={() => deactivate.mutate(undefined)}>
          {t('person.deactivate')}
        </Button>
        <Button variant="quiet" onPress={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </Dialog>
  )
}

function ResetDialog({ account, name, isOpen, onClose }: AccountDialogProps & { name: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const ask = useAction(
    (reason: string) => api.call(requestAccountReset, { params: { accountId: account.accountId }, body: { reason } }),
    {
      renews,
      onDone: () => {
        toast(t('reset.requested'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={t('reset.of', { name })} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('reset.meaning')}</p>
      <Form label={t('reset.of', { name })} problem={ask.error} onSubmit={(data) => ask.mutate(textOf(data, 'reason'))}>
        <TextField name="reason" label={t('reset.reason')} rows={3} isRequired />
        <FormActions submit={t('reset.request')} isPending={ask.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
