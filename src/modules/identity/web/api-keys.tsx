/** API keys: what machines use, each owned by a person, limited in rights and time. The secret is shown once. */
import { apiKeyMaxDays, createApiKey, listApiKeys, revokeApiKey, type ApiKeyView } from '#modules/identity/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { CheckboxGroup, Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function ApiKeys() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const read = useQuery(readOf(listApiKeys, undefined))
  const [isCreating, setCreating] = useState(false)
  const revoke = useAction((keyId: string) => api.call(revokeApiKey, { params: { keyId } }), { renews: ['api-key.'] })
  return (
    <div className="stack">
      <div className="row row-between">
        <h2 id="api-keys">{t('keys.title')}</h2>
        <Button disabledReason={refusal('api-key:create')} onPress={() => setCreating(true)}>
          {t('keys.create')}
        </Button>
      </div>
      {revoke.error ? <ProblemNotice problem={revoke.error} /> : null}
      <Loaded read={read} lines={3}>
        {({ items }) => (
          <Table
            caption={t('keys.title')}
            rows={items}
            rowKey={(key) => key.keyId}
            filterText={(key) => `${key.name} ${key.prefix} ${key.ownerName}`}
            empty={
              <EmptyState title={t('keys.empty.title')}>
                <p>{t('keys.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'name',
                label: t('keys.name'),
                isRowHeader: true,
                sortBy: (key) => key.name,
                cell: (key) => (
                  <>
                    {key.name}
                    <span className="subject-id mono">{key.prefix}</span>
                  </>
                ),
              },
              { id: 'owner', label: t('keys.owner'), sortBy: (key) => key.ownerName, cell: (key) => key.ownerName },
              {
                id: 'permissions',
                label: t('keys.permissions'),
                cell: (key) => key.permissions.map((permission) => nameText('permission', permission)).join(', '),
              },
              {
                id: 'expires',
                label: t('keys.expires'),
                sortBy: (key) => key.expiresAt,
                cell: (key) => <KeyEnd apiKey={key} />,
              },
              {
                id: 'used',
                label: t('keys.lastUsed'),
                cell: (key) => (key.lastUsedAt === null ? t('people.never') : <Time at={key.lastUsedAt} />),
              },
              {
                id: 'revoke',
                label: t('keys.revoke'),
                isAction: true,
                cell: (key) =>
                  key.revokedAt === null ? (
                    <Button
                      size="small"
                      isPending={revoke.isPending && revoke.variables === key.keyId}
                      onPress={() => revoke.mutate(key.keyId)}
                    >
                      {t('keys.revoke')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      <CreateDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </div>
  )
}

function KeyEnd({ apiKey }: { apiKey: ApiKeyView }) {
  const { t } = useTranslation()
  if (apiKey.revokedAt === null) return <Time at={apiKey.expiresAt} />
  return (
    <span className="soft">
      {t('keys.revoked')} <Time at={apiKey.revokedAt} />
    </span>
  )
}

const lives = [7, 30, apiKeyMaxDays] as const

function CreateDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const [chosen, setChosen] = useState<readonly string[]>(
    permissions.includes('evidence:push') ? ['evidence:push'] : [],
  )
  const [days, setDays] = useState<number>(30)
  const create = useAction((body: RequestOf<typeof createApiKey>['body']) => api.call(createApiKey, { body }), {
    renews: ['api-key.'],
  })
  const close = () => {
    create.reset()
    onClose()
  }
  return (
    <Dialog title={t('keys.create')} isOpen={isOpen} onClose={close} grave={create.isSuccess}>
      {create.data ? (
        <div className="stack">
          <CopyField label={t('keys.secret')} value={create.data.secret} />
          <Notice tone="warning">
            <p>{t('keys.once')}</p>
          </Notice>
          <div className="actions">
            <Button variant="primary" onPress={close}>
              {t('keys.kept')}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          label={t('keys.create')}
          problem={create.error}
          onSubmit={(data) => create.mutate({ name: textOf(data, 'name'), permissions: [...chosen], days })}
        >
          <TextField name="name" label={t('keys.name')} hint={t('keys.name.hint')} isRequired autoFocus />
          <Select
            label={t('keys.days')}
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            options={lives.map((life) => ({ value: String(life), label: t('keys.days.value', { count: life }) }))}
          />
          <CheckboxGroup
            name="permissions"
            label={t('keys.permissions')}
            hint={t('keys.permissions.hint')}
            value={chosen}
            onChange={setChosen}
            options={permissions.map((permission) => ({
              value: permission,
              label: nameText('permission', permission),
            }))}
          />
          <FormActions submit={t('keys.create')} isPending={create.isPending} onCancel={close} />
        </Form>
      )}
    </Dialog>
  )
}
