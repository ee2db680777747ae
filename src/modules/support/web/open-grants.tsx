/** For operators: the tenants that let them in now, and the way in. */
import { enterTenant, listOpenGrants } from '#modules/support/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type OpenGrant = OutputOf<typeof listOpenGrants>['items'][number]

export function OpenGrants() {
  const { t } = useTranslation()
  const refused = useRefusal()('platform:support')
  const read = useQuery({ ...readOf(listOpenGrants, undefined), enabled: refused === null })
  const [chosen, setChosen] = useState<OpenGrant | null>(null)
  if (refused !== null) return <p className="soft">{refused}</p>
  return (
    <Loaded read={read} lines={3}>
      {({ items }) => (
        <>
          <Table
            caption={t('support.operator.tenants')}
            rows={items}
            rowKey={(grant) => grant.grantId}
            empty={
              <EmptyState title={t('support.operator.empty.title')}>
                <p>{t('support.operator.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'tenant',
                label: t('support.operator.tenant'),
                isRowHeader: true,
                cell: (grant) => grant.tenant.name,
              },
              { id: 'granted', label: t('support.granted'), cell: (grant) => <Time at={grant.grantedAt} /> },
              { id: 'ends', label: t('support.ends'), cell: (grant) => <Time at={grant.expiresAt} /> },
              {
                id: 'enter',
                label: t('support.enter'),
                isAction: true,
                cell: (grant) => (
                  <Button size="small" onPress={() => setChosen(grant)}>
                    {t('support.enter')}
                  </Button>
                ),
              },
            ]}
          />
          {chosen === null ? null : <EnterDialog grant={chosen} onClose={() => setChosen(null)} />}
        </>
      )}
    </Loaded>
  )
}

function EnterDialog({ grant, onClose }: { grant: OpenGrant; onClose: () => void }) {
  const { t } = useTranslation()
  const enter = useAction(
    (reason: string) => api.call(enterTenant, { body: { grantId: grant.grantId, reason } }),
    // From here on everything is another tenant's: nothing that was read before may stay.
    { renews: [], onDone: () => window.location.assign('/app/') },
  )
  return (
    <Dialog title={t('support.enter.title', { tenant: grant.tenant.name })} isOpen onClose={onClose}>
      <Form
        label={t('support.enter.title', { tenant: grant.tenant.name })}
        problem={enter.error}
        onSubmit={(data) => enter.mutate(textOf(data, 'reason'))}
      >
        <p>{t('support.enter.meaning')}</p>
        <TextField name="reason" label={t('support.reason.ask')} rows={3} isRequired autoFocus wide />
        <FormActions submit={t('support.enter')} isPending={enter.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
