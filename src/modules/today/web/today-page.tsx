/**
 * What the reader can do now, the most urgent first: what is overdue, then the sentence, document or task itself, with
 * what is the matter above it, and below it when it is due and which public sentence breaks.
 */
import { readToday, type TodayItem } from '#modules/today/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './today.css'

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
              {groupsOf(items, t('today.overdue')).map(({ label, isOverdue, group }, index) => (
                <section key={label} aria-labelledby={`today-${index}`}>
                  <h2 id={`today-${index}`} className={isOverdue ? 'today-label today-late' : 'today-label'}>
                    {label}
                  </h2>
                  <ol className="today-list" role="list">
                    {group.map((item) => (
                      <ItemView key={item.id} item={item} isOverdue={isOverdue} />
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

function ItemView({ item, isOverdue }: { item: TodayItem; isOverdue: boolean }) {
  const { t } = useTranslation()
  const { claim } = item
  return (
    <li className="today-item">
      {isOverdue ? <p className="small soft">{item.label}</p> : null}
      <h3 className="today-title">
        {/* The server names a path of this application. */}
        <Link to={item.href}>{item.title}</Link>
      </h3>
      {item.detail === '' ? null : <p className="soft">{item.detail}</p>}
      {claim === null || claim.text === item.title ? null : <p className="today-sentence">{claim.text}</p>}
      <p className="today-state">
        {claim === null || claim.status === null ? null : <StatusMark status={claim.status} size={14} />}
        {claim?.breaksAt == null ? null : (
          <strong>
            {t('today.breaks')} <Time at={claim.breaksAt} />
          </strong>
        )}
        {item.dueAt === null ? null : (
          <span className={item.overdue ? 'today-late' : undefined}>
            {t(item.overdue ? 'today.wasDue' : 'today.due')} <Time at={item.dueAt} />
          </span>
        )}
        {item.number === null ? null : <span>{t('today.case', { number: item.number })}</span>}
        {item.kind === 'first-steps' || item.dueAt !== null || claim?.breaksAt != null ? null : (
          <Time at={item.since} />
        )}
      </p>
    </li>
  )
}

interface Group {
  readonly label: string
  readonly isOverdue: boolean
  readonly group: readonly TodayItem[]
}

/** What is overdue stands together; after it what the same is the matter with, where its most urgent one stands. */
function groupsOf(items: readonly TodayItem[], overdue: string): Group[] {
  const late = items.filter((item) => item.overdue)
  const groups = Map.groupBy(
    items.filter((item) => !item.overdue),
    (item) => item.label,
  )
  return [
    ...(late.length > 0 ? [{ label: overdue, isOverdue: true, group: late }] : []),
    ...[...groups].map(([label, group]) => ({ label, isOverdue: false, group })),
  ]
}
