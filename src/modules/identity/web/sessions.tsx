/** Live sessions of an account, and their end. */
import { endAccountSessions, endSession, listSessions } from '#modules/identity/contract.ts'
import { Button } from '#ui/button.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

export function Sessions({ accountId }: { accountId: string }) {
  const { t } = useTranslation()
  const session = useSession()
  const refusal = useRefusal()
  const isOwn = accountId === session.accountId
  const mayNotRead = isOwn ? null : refusal('session:read')
  const mayNotEnd = isOwn ? null : refusal('session:end')
  const read = useQuery({ ...readOf(listSessions, { params: { accountId } }), enabled: mayNotRead === null })
  const renews = ['session.', 'person.']
  const end = useAction((sessionId: string) => api.call(endSession, { params: { sessionId } }), { renews })
  const endAll = useAction(() => api.call(endAccountSessions, { params: { accountId } }), { renews })
  if (mayNotRead !== null) return <p className="soft">{mayNotRead}</p>
  const problem = end.error ?? endAll.error
  return (
    <Loaded read={read} lines={3}>
      {({ items }) => (
        <div className="stack">
          {problem ? <ProblemNotice problem={problem} /> : null}
          <Table
            caption={t('sessions.title')}
            rows={items}
            rowKey={(row) => row.sessionId}
            empty={<p className="soft">{t('sessions.none')}</p>}
            columns={[
              {
                id: 'agent',
                label: t('sessions.device'),
                isRowHeader: true,
                cell: (row) => (
                  <>
                    {deviceName(row.userAgent) ?? t('sessions.unknownDevice')}
                    {row.current ? ' ' : null}
                    {row.current ? <span className="tag tag-current">{t('sessions.current')}</span> : null}
                  </>
                ),
              },
              { id: 'address', label: t('sessions.address'), cell: (row) => row.address ?? '–' },
              {
                id: 'methods',
                label: t('people.factors'),
                cell: (row) => row.methods.map((method) => nameText('factor', method)).join(', '),
              },
              { id: 'started', label: t('sessions.started'), cell: (row) => <Time at={row.startedAt} /> },
              { id: 'seen', label: t('people.lastSeen'), cell: (row) => <Time at={row.lastSeenAt} /> },
              {
                id: 'end',
                label: t('sessions.end'),
                isAction: true,
                cell: (row) => (
                  <Button size="small" disabledReason={mayNotEnd} onPress={() => end.mutate(row.sessionId)}>
                    {t('sessions.end')}
                  </Button>
                ),
              },
            ]}
          />
          {items.length > 1 ? (
            <div className="actions">
              <Button disabledReason={mayNotEnd} isPending={endAll.isPending} onPress={() => endAll.mutate(undefined)}>
                {t('sessions.endAll')}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </Loaded>
  )
}

/** "Firefox · Windows" out of a user agent; null when it says neither. */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null) return null
  const browsers = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari', 'curl', 'beleg'] as const
  const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const
  const browser = browsers.find((name) => userAgent.includes(name))
  const system = systems.find((name) => userAgent.includes(name))
  const spelled: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  const parts = [browser, system].flatMap((name) => (name === undefined ? [] : [spelled[name] ?? name]))
  return parts.length > 0 ? parts.join(' · ') : userAgent.slice(0, 60)
}
