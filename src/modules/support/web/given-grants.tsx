/** Grants of the tenant and the visits through them. */
import { listGrants, revokeGrant, type GrantView, type VisitView } from '#modules/support/contract.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GiveDialog } from './give-dialog.tsx'

export function GivenGrants() {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const [isGiving, setGiving] = useState(false)
  const read = useList<GrantView>(listGrants, {})
  const revoke = useAction((grantId: string) => api.call(revokeGrant, { params: { grantId } }), {
    renews: ['support-grant.'],
    onDone: () => toast(t('support.revoked')),
  })
  return (
    <Page
      title={t('support.title')}
      lead={t('support.lead')}
      actions={
        <Button variant="primary" disabledReason={refusal('support:grant')} onPress={() => setGiving(true)}>
          {t('support.give')}
        </Button>
      }
    >
      {revoke.error ? <ProblemNotice problem={revoke.error} /> : null}
      <Loaded read={read} lines={3}>
        {(grants) => (
          <>
            <Table
              caption={t('support.grants')}
              rows={grants}
              rowKey={(grant) => grant.grantId}
              empty={
                <EmptyState title={t('support.empty.title')}>
                  <p>{t('support.empty.text')}</p>
                </EmptyState>
              }
              columns={[
                {
                  id: 'reason',
                  label: t('support.reason'),
                  isRowHeader: true,
                  cell: (grant) => (
                    <>
                      {grant.reason}
                      <span className="subject-id">
                        {grant.grantedBy.name}, <Time at={grant.grantedAt} />
                      </span>
                    </>
                  ),
                },
                {
                  id: 'state',
                  label: t('support.state'),
                  cell: (grant) => (
                    <span className={`tag tag-${tagOf(grant)}`}>{t(`support.state.${grant.state}`)}</span>
                  ),
                },
                {
                  id: 'ends',
                  label: t('support.ends'),
                  cell: (grant) => <Time at={grant.revokedAt ?? grant.expiresAt} />,
                },
                {
                  id: 'used',
                  label: t('support.lastUsed'),
                  cell: (grant) => (grant.lastUsedAt === null ? t('support.never') : <Time at={grant.lastUsedAt} />),
                },
                {
                  id: 'revoke',
                  label: t('support.revoke'),
                  isAction: true,
                  cell: (grant) =>
                    grant.state === 'live' ? (
                      <Button
                        size="small"
                        disabledReason={refusal('support:grant')}
                        isPending={revoke.isPending && revoke.variables === grant.grantId}
                        onPress={() => revoke.mutate(grant.grantId)}
                      >
                        {t('support.revoke')}
                      </Button>
                    ) : null,
                },
              ]}
            />
            <Visits visits={grants.flatMap((grant) => grant.visits)} />
          </>
        )}
      </Loaded>
      <MoreButton read={read} />
      <GiveDialog isOpen={isGiving} onClose={() => setGiving(false)} />
    </Page>
  )
}

function tagOf({ state }: GrantView): string {
  return state === 'live' ? 'active' : 'deactivated'
}

function Visits({ visits }: { visits: readonly VisitView[] }) {
  const { t } = useTranslation()
  if (visits.length === 0) return null
  return (
    <section className="section" aria-labelledby="visits">
      <h2 id="visits">{t('support.visits')}</h2>
      <Table
        caption={t('support.visits')}
        rows={visits}
        rowKey={(visit) => visit.visitId}
        empty={null}
        columns={[
          {
            id: 'who',
            label: t('support.who'),
            isRowHeader: true,
            cell: (visit) => (
              <>
                {t('support.of', { name: visit.organisation })}
                <span className="subject-id mono">…{visit.personId.slice(-8)}</span>
              </>
            ),
          },
          { id: 'reason', label: t('support.reason'), cell: (visit) => visit.reason },
          { id: 'entered', label: t('support.entered'), cell: (visit) => <Time at={visit.enteredAt} /> },
          {
            id: 'left',
            label: t('support.lastRequest'),
            cell: (visit) => (
              <>
                <Time at={visit.leftAt ?? visit.lastRequestAt} />
                {visit.leftAt === null ? null : <span className="soft"> ({t('support.left')})</span>}
              </>
            ),
          },
          {
            id: 'seen',
            label: t('support.seen'),
            cell: (visit) => (
              <Link to="/ledger" search={{ person: visit.personId }}>
                {t('support.inLedger')}
              </Link>
            ),
          },
        ]}
      />
    </section>
  )
}
