/** What needs the reader, the most urgent first. */
import { readToday } from '#modules/statement/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function TodayPage() {
  const { t } = useTranslation()
  const read = useQuery(readOf(readToday, undefined))
  return (
    <Page title={t('today.title')} lead={t('today.lead')}>
      <Loaded read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('today.empty.title')}>
              <p>{t('today.empty.text')}</p>
            </EmptyState>
          ) : (
            <ol className="today-list" role="list">
              {items.map((item) => (
                <li key={item.id} className="today-item">
                  <p className="today-kind">
                    {t(`today.kind.${item.kind}`)}
                    <span className="today-since">
                      <Time at={item.since} />
                    </span>
                  </p>
                  <h2 className="today-title">
                    {/* The server names a path of this application. */}
                    <Link to={item.href.replace(/^\/app(?=\/|$)/, '') || '/'}>{item.title}</Link>
                  </h2>
                  {item.detail === '' || item.detail === item.claim?.text ? null : (
                    <p className="soft">{item.detail}</p>
                  )}
                  {item.claim === null ? null : (
                    <p className="today-claim">
                      {item.claim.status === null ? null : <StatusMark status={item.claim.status} size={14} />}
                      <q>{item.claim.text}</q>
                    </p>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Page>
  )
}
