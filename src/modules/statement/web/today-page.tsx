/** What needs the reader, the most urgent first: the sentence or document itself, below what is the matter with it. */
import { readToday } from '#modules/statement/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

type Item = OutputOf<typeof readToday>['items'][number]

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
            <div className="today">
              {groupByLabel(items).map((group, index) => (
                <section key={group[0]?.id} aria-labelledby={`today-${index}`}>
                  <h2 id={`today-${index}`} className="today-label">
                    {group[0]?.label}
                  </h2>
                  <ol className="today-list" role="list">
                    {group.map((item) => (
                      <ItemView key={item.id} item={item} />
                    ))}
                  </ol>
                </section>
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function ItemView({ item }: { item: Item }) {
  return (
    <li className="today-item">
      <h3 className="today-title">
        {/* The server names a path of this application. */}
        <Link to={item.href.replace(/^\/app(?=\/|$)/, '') || '/'}>{item.title}</Link>
      </h3>
      {item.detail === '' ? null : <p className="soft">{item.detail}</p>}
      <p className="today-state">
        {item.claim === null || item.claim.status === null ? null : <StatusMark status={item.claim.status} size={14} />}
        {item.kind === 'first-steps' ? null : <Time at={item.since} />}
      </p>
    </li>
  )
}

/** Neighbours about which the same is the matter stand below it together; the order stays the server's. */
function groupByLabel(items: readonly Item[]): readonly (readonly Item[])[] {
  const groups: Item[][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last?.[0]?.label === item.label) last.push(item)
    else groups.push([item])
  }
  return groups
}
