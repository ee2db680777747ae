/** Invites a person: address, name, roles, language. The link goes by mail to the person alone. */
import { inviteAccount } from '#modules/identity/contract.ts'
import { builtInRoles, type BuiltInRole } from '#core/permission.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RoleChoice } from './role-choice.tsx'

export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [roles, setRoles] = useState<readonly BuiltInRole[]>(['employee'])
  const [locale, setLocale] = useState<Locale>(currentLocale())
  const invite = useAction((body: RequestOf<typeof inviteAccount>['body']) => api.call(inviteAccount, { body }), {
    renews: ['person.', 'outbox.'],
    onDone: (account) => {
      toast(t('invite.done', { address: account.email }))
      onClose()
    },
  })
  return (
    <Dialog title={t('people.invite')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('people.invite')}
        problem={invite.error}
        onSubmit={(data) =>
          invite.mutate({ email: textOf(data, 'email').trim(), name: textOf(data, 'name'), roles: [...roles], locale })
        }
      >
        <TextField name="name" label={t('people.name')} autoComplete="off" isRequired autoFocus />
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="off" isRequired />
        <RoleChoice roles={roles} onChange={(next) => setRoles(builtInRoles.filter((role) => next.includes(role)))} />
        <Select
          label={t('shell.language')}
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'de')}
          options={locales.map((value) => ({ value, label: languageNames[value] }))}
        />
        <p className="small soft">{t('invite.mail')}</p>
        <FormActions submit={t('invite.send')} isPending={invite.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
