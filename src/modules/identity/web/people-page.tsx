/** People and their accounts; inviting somebody; resets that wait for a second administrator. */
import { listPeople, type PersonView } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { InviteDialog } from './invite-dialog.tsx'
import { PendingResets } from './pending-resets.tsx'

export function PeoplePage() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const { permissions } = useSession()
  const [isInviting, setInviting] = useState(false)
  const read = useList<PersonView>(listPeople, { account: 'with' })
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        <Button variant="primary" disabledReason={refusal('account:invite')} onPress={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      }
    >
      {permissions.includes('account:reset') ? <PendingResets /> : null}
      <Loaded read={read}>
        {(people) => (
          <Table
            caption={t('people.title')}
            rows={people}
            rowKey={(person) => person.personId}
            filterText={(person) => `${person.name} ${person.account?.email ?? ''}`}
            empty={
              <EmptyState title={t('people.empty.title')}>
                <p>{t('people.empty.text')}</p>
              </EmptyState>
            }
            columns={[
              {
                id: 'name',
                label: t('people.name'),
                isRowHeader: true,
                sortBy: (person) => person.name,
                cell: (person) => (
                  <>
                    <Link to="/people/$personId" params={{ personId: person.personId }}>
                      {person.name}
                    </Link>
                    <span className="subject-id">{person.account?.email ?? t('people.noAccount')}</span>
                  </>
                ),
              },
              {
                id: 'roles',
                label: t('people.roles'),
                cell: (person) => person.account?.roles.map((role) => nameText('role', role)).join(', ') ?? '–',
              },
              {
                id: 'factors',
                label: t('people.factors'),
                cell: (person) => (person.account ? <Factors factors={person.account.factors} /> : '–'),
              },
              {
                id: 'state',
                label: t('people.state'),
                sortBy: (person) => person.account?.state ?? '',
                cell: (person) =>
                  person.account ? (
                    <span className={`tag tag-${person.account.state}`}>
                      {t(`account.state.${person.account.state}`)}
                    </span>
                  ) : (
                    '–'
                  ),
              },
              {
                id: 'seen',
                label: t('people.lastSeen'),
                sortBy: (person) => person.account?.lastSeenAt ?? '',
                cell: (person) =>
                  person.account?.lastSeenAt ? <Time at={person.account.lastSeenAt} /> : t('people.never'),
              },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

/** Names of the factors that are set up. */
export function Factors({ factors }: { factors: NonNullable<PersonView['account']>['factors'] }) {
  const { t } = useTranslation()
  return <>{factors.length === 0 ? t('factor.none') : factors.map((factor) => nameText('factor', factor)).join(', ')}</>
}
