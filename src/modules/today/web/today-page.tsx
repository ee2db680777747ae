/**
 * What the reader can do now, the most urgent first: what is overdue, then the sentence, document or task itself, with
 * what is the matter above it, and below it when it is due and which public sentence breaks.
 */
import type { AsOfSearch, Known } from '#core/as-of/contract.ts'
import { readToday, type TodayItem } from '#modules/today/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Notice } from '#ui/notice.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { AsOfBand, AsOfControl } from '#web/as-of.tsx'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './today.css'

export function TodayPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/signed-in/today' })
  const navigate = useNavigate({ from: '/today' })
  const show = (next: AsOfSearch) => void navigate({ search: next })
  const read = useQuery(readOf(readToday, { query: search }))
  const isPast = search.asOf !== undefined
  return (
    <Page
      title={t(isPast ? 'today.then.title' : 'today.title')}
      lead={t(isPast ? 'today.then.lead' : 'today.lead')}
      actions={<AsOfControl search={search} onChange={show} />}
    >
      <Loaded read={read}>
        {({ items, asOf, areAll }) =>
          asOf !== null ? (
            <Then items={items} asOf={asOf} areAll={areAll} onBack={() => show({})} />
          ) : items.length === 0 ? (
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

/** A past day: whose it was, how it stood; nothing can be done about it any more. */
function Then({
  items,
  asOf,
  areAll,
  onBack,
}: {
  items: readonly TodayItem[]
  asOf: NonNullable<React.ComponentProps<typeof AsOfBand>['asOf']>
  areAll: boolean
  onBack: () => void
}) {
  const { t } = useTranslation()
  const groups = Map.groupBy(items, (item) => item.stood?.hands ?? 'unknown')
  return (
    <>
      <AsOfBand asOf={asOf} onBack={onBack} />
      {areAll ? null : <Notice title={t('today.then.more', { count: items.length })} />}
      {items.length === 0 ? (
        <EmptyState title={t('today.then.empty.title')}>
          <p>{t('today.then.empty.text')}</p>
        </EmptyState>
      ) : (
        <div className="today">
          {[...groups].map(([hands, group]) => (
            <section key={hands} aria-labelledby={`then-${hands}`}>
              <h2 id={`then-${hands}`} className="today-label">
                {t(`today.then.${hands}`)}
              </h2>
              <ol className="today-list" role="list">
                {group.map((item) => (
                  <ThenView key={item.id} item={item} asOf={asOf} />
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
      <p className="small soft">{t('today.then.meaning')}</p>
    </>
  )
}

function ThenView({ item, asOf }: { item: TodayItem; asOf: { at: string; known: Known } }) {
  const { t } = useTranslation()
  const { claim, stood } = item
  const isSentence = item.href.startsWith('/sentences/')
  return (
    <li className="today-item">
      <p className="small soft">
        {item.label}
        {item.number === null ? null : ` ${item.number}`}
        {stood?.state == null ? null : <> · {stood.state}</>}
        {stood?.owner == null || stood.hands === 'mine' ? null : <> · {stood.owner.name}</>}
      </p>
      <h3 className="today-title">
        {/* The server names a path of this application; a sentence is shown as of the same day. */}
        <Link to={item.href} {...(isSentence ? { search: { asOf: asOf.at, known: asOf.known } } : {})}>
          {item.title}
        </Link>
      </h3>
      {item.detail === '' ? null : <p className="soft">{item.detail}</p>}
      {claim === null || claim.text === item.title ? null : <p className="today-sentence">{claim.text}</p>}
      <p className="today-state">
        {claim === null || claim.status === null ? null : <StatusMark status={claim.status} size={14} />}
        {item.dueAt === null ? null : (
          <span className={item.overdue ? 'today-late' : undefined}>
            {t(item.overdue ? 'today.then.wasOverdue' : 'today.due')} <Time at={item.dueAt} exact />
          </span>
        )}
        <span>
          {t('today.then.since')} <Time at={item.since} exact />
        </span>
      </p>
    </li>
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
