/** What is due when: a list, or a quiet month; narrowed by state, measure and owner, and kept as a view. */
import {
  dutySearchSchema,
  listDuties,
  readDutySettings,
  type DutySearch,
  type OccurrenceView,
} from '#modules/duty/contract.ts'
import { listPeople } from '#modules/identity/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/field.tsx'
import { Table } from '#ui/table.tsx'
import { useNow } from '#ui/time.tsx'
import { dayOf } from '#platform/clock/calendar.ts'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { MoreButton, useList } from '#web/more.tsx'
import { Page } from '#web/page.tsx'
import { SavedViews } from '#web/saved-views.tsx'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DayText } from './day-text.tsx'
import { DutyState } from './duty-state.tsx'
import { Month } from './month.tsx'

export function DutiesPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/signed-in/duties' })
  const navigate = useNavigate()
  const show = (next: DutySearch) => void navigate({ to: '/duties', search: next, replace: true })
  const narrow = (name: keyof DutySearch, value: string) => {
    const { [name]: _, ...others } = search
    show(dutySearchSchema.catch({}).parse(value === '' ? others : { ...others, [name]: value }))
  }
  return (
    <Page
      title={t('duty.title')}
      lead={t('duty.lead')}
      actions={
        <SavedViews list="duty" search={search} onOpen={(next) => show(dutySearchSchema.catch({}).parse(next))} />
      }
    >
      <div className="filters" role="search" aria-label={t('duty.filter')}>
        <Select
          label={t('duty.show')}
          value={search.show ?? ''}
          onChange={(value) => narrow('show', value)}
          options={[
            { value: '', label: t('duty.show.list') },
            { value: 'month', label: t('duty.show.month') },
          ]}
        />
        <Select
          label={t('duty.state')}
          value={search.state ?? ''}
          onChange={(value) => narrow('state', value)}
          options={[
            { value: '', label: t('duty.any') },
            { value: 'open', label: t('duty.filter.open') },
            { value: 'overdue', label: t('duty.filter.overdue') },
            { value: 'done', label: t('duty.filter.done') },
          ]}
        />
        <OwnerFilter value={search.owner ?? ''} onChange={(value) => narrow('owner', value)} />
      </div>
      {search.measure === undefined ? null : (
        <p className="row">
          {t('duty.onlyMeasure', { measure: search.measure })}
          <Link to="/duties" search={{ ...search, measure: undefined }}>
            {t('duty.allMeasures')}
          </Link>
        </p>
      )}
      {search.show === 'month' ? (
        <MonthView search={search} onMonth={(month) => narrow('month', month)} />
      ) : (
        <ListView search={search} />
      )}
      <p className="small soft">
        <Link to="/settings/calendar">{t('dutySettings.title')}</Link> ·{' '}
        <Link to="/calendar">{t('ownCalendar.title')}</Link>
      </p>
    </Page>
  )
}

function OwnerFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const { permissions, personId, name } = useSession()
  const mayRead = permissions.includes('person:read')
  const people = useQuery({ ...readOf(listPeople, { query: { limit: '200' } }), enabled: mayRead })
  const others = (people.data?.items ?? []).filter((person) => person.personId !== personId)
  return (
    <Select
      label={t('duty.owner')}
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: t('duty.anybody') },
        { value: personId, label: t('duty.me', { name }) },
        ...others.map((person) => ({ value: person.personId, label: person.name })),
      ]}
    />
  )
}

function queryOf({ state, measure, owner }: DutySearch) {
  return { state, measure, owner }
}

function ListView({ search }: { search: DutySearch }) {
  const { t } = useTranslation()
  const read = useList<OccurrenceView>(listDuties, queryOf(search))
  const isNarrowed = search.state !== undefined || search.owner !== undefined || search.measure !== undefined
  return (
    <>
      <Loaded read={read}>
        {(items) => (
          <Table
            caption={t('duty.title')}
            rows={items}
            rowKey={(row) => row.occurrenceId}
            filterText={(row) => `${row.measure.title} ${row.subject ?? ''} ${row.owner?.name ?? ''} ${row.dueOn}`}
            empty={
              <EmptyState title={t(isNarrowed ? 'duty.empty.narrowed' : 'duty.empty.title')}>
                {isNarrowed ? null : <p>{t('duty.empty.text')}</p>}
              </EmptyState>
            }
            columns={[
              {
                id: 'due',
                label: t('duty.dueOn'),
                sortBy: (row) => row.dueAt,
                cell: (row) => <DayText on={row.dueOn} />,
              },
              {
                id: 'measure',
                label: t('duty.what'),
                isRowHeader: true,
                sortBy: (row) => row.measure.title,
                cell: (row) => (
                  <Link to="/duties/$occurrenceId" params={{ occurrenceId: row.occurrenceId }}>
                    {row.subject === null ? row.measure.title : `${row.measure.title}: ${row.subject}`}
                  </Link>
                ),
              },
              {
                id: 'state',
                label: t('duty.state'),
                sortBy: (row) => row.state,
                cell: (row) => <DutyState state={row.state} />,
              },
              {
                id: 'owner',
                label: t('duty.owner'),
                sortBy: (row) => row.owner?.name ?? '',
                cell: (row) => row.owner?.name ?? <span className="soft">{t('duty.nobody')}</span>,
              },
              { id: 'breaks', label: t('duty.breaks'), cell: (row) => <Consequence duty={row} /> },
            ]}
          />
        )}
      </Loaded>
      <MoreButton read={read} />
    </>
  )
}

/** Which sentence turns with it, and when. */
function Consequence({ duty }: { duty: OccurrenceView }) {
  const { t } = useTranslation()
  const now = useNow()
  if (duty.sentence === null || duty.doneAt !== null) return <span className="soft">–</span>
  return (
    <div className="stack-tight duty-sentence">
      <Link to="/sentences/$claimId" params={{ claimId: duty.sentence.claimId }}>
        {duty.sentence.text}
      </Link>
      <span className="small soft">
        {duty.breaksAt === null ? (
          t('duty.neverProven')
        ) : (
          <>
            {t(new Date(duty.breaksAt) > now ? 'duty.breaksOn' : 'duty.brokeOn')}{' '}
            <DayText on={dayOf(new Date(duty.breaksAt))} />
          </>
        )}
        {duty.sentence.others === 0 ? null : ` · ${t('duty.others', { count: duty.sentence.others })}`}
      </span>
    </div>
  )
}

function MonthView({ search, onMonth }: { search: DutySearch; onMonth: (month: string) => void }) {
  const settings = useQuery(readOf(readDutySettings, undefined))
  const now = useNow()
  return (
    <Loaded read={settings}>
      {({ calendar, holidays }) => {
        const today = dayOf(now, calendar.timeZone)
        return (
          <Month
            month={search.month ?? today.slice(0, 7)}
            today={today}
            calendar={calendar}
            holidays={new Map(holidays.map(({ on, name }) => [on, name]))}
            query={queryOf(search)}
            onMonth={onMonth}
          />
        )
      }}
    </Loaded>
  )
}
