/** A month by weeks, Monday first: what is due on each day, and why a day is off. */
import { listDuties, type OccurrenceView, type WorkCalendar } from '#modules/duty/contract.ts'
import { addToDate, weekdayOf } from '#platform/clock/calendar.ts'
import { Button } from '#ui/button.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DutyState } from './duty-state.tsx'

export interface MonthProps {
  /** YYYY-MM */
  month: string
  today: string
  calendar: WorkCalendar
  /** Public holidays with their names. */
  holidays: ReadonlyMap<string, string>
  query: { state: OccurrenceView['state'] | undefined; measure: string | undefined; owner: string | undefined }
  onMonth: (month: string) => void
}

export function Month({ month, today, calendar, holidays, query, onMonth }: MonthProps) {
  const { t, i18n } = useTranslation()
  const first = `${month}-01`
  const last = addToDate(addToDate(first, 'P1M'), '-P1D')
  const { state, measure, owner } = query
  const read = useQuery(
    readOf(listDuties, {
      query: {
        from: first,
        until: last,
        limit: '200',
        ...(state === 'open' || state === 'overdue' || state === 'done' ? { state } : {}),
        ...(measure === undefined ? {} : { measure }),
        ...(owner === undefined ? {} : { owner }),
      },
    }),
  )
  const title = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${first}T12:00:00Z`),
  )
  return (
    <section className="section" aria-labelledby="month">
      <div className="row row-between">
        <h2 id="month">{title}</h2>
        <div className="actions">
          <Button size="small" onPress={() => onMonth(addToDate(first, '-P1M').slice(0, 7))}>
            {t('duty.month.before')}
          </Button>
          <Button size="small" onPress={() => onMonth(today.slice(0, 7))}>
            {t('duty.month.now')}
          </Button>
          <Button size="small" onPress={() => onMonth(addToDate(first, 'P1M').slice(0, 7))}>
            {t('duty.month.after')}
          </Button>
        </div>
      </div>
      <Loaded read={read}>
        {({ items, nextCursor }) => (
          <>
            <Weeks first={first} last={last} today={today} calendar={calendar} holidays={holidays} items={items} />
            {items.length === 0 ? <p className="soft">{t('duty.month.nothing')}</p> : null}
            {nextCursor === null ? null : <p className="soft">{t('duty.month.more')}</p>}
          </>
        )}
      </Loaded>
    </section>
  )
}

function Weeks({
  first,
  last,
  today,
  calendar,
  holidays,
  items,
}: Pick<MonthProps, 'today' | 'calendar' | 'holidays'> & {
  first: string
  last: string
  items: readonly OccurrenceView[]
}) {
  const { t, i18n } = useTranslation()
  const byDay = Map.groupBy(items, (item) => item.dueOn)
  const start = addToDate(first, `-P${weekdayOf(first) - 1}D`)
  const weeks: string[][] = []
  for (let day = start; day <= last; day = addToDate(day, 'P7D'))
    weeks.push(Array.from({ length: 7 }, (_, index) => addToDate(day, `P${index}D`)))
  const weekday = (day: string, width: 'short' | 'long') =>
    new Intl.DateTimeFormat(i18n.language, { weekday: width, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))
  return (
    <table className="month">
      <caption className="visually-hidden">{t('duty.title')}</caption>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((day) => (
            <th key={day} scope="col" abbr={weekday(day, 'long')}>
              {weekday(day, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const due = byDay.get(day) ?? []
              if (day < first || day > last)
                return (
                  <td key={day} className="month-empty month-off">
                    <span className="month-day">{Number(day.slice(8))}</span>
                  </td>
                )
              const holiday = holidays.get(day) ?? (calendar.extraHolidays.includes(day) ? t('duty.day.company') : null)
              const isOff = holiday !== null || weekdayOf(day) >= 6
              const classes = [
                isOff ? 'month-off' : '',
                day === today ? 'month-today' : '',
                due.length === 0 ? 'month-empty' : '',
              ]
              return (
                <td
                  key={day}
                  className={classes.join(' ').trim()}
                  {...(day === today ? { 'aria-current': 'date' } : {})}
                >
                  <span className="month-day">
                    <span className="month-weekday">{weekday(day, 'short')} </span>
                    <time dateTime={day}>{Number(day.slice(8))}</time>
                    {day === today ? <span className="visually-hidden"> {t('duty.day.today')}</span> : null}
                  </span>
                  {holiday === null ? null : <span className="month-holiday">{holiday}</span>}
                  {due.length === 0 ? null : (
                    <ul className="month-items" role="list">
                      {due.map((item) => (
                        <li key={item.occurrenceId}>
                          <Link to="/duties/$occurrenceId" params={{ occurrenceId: item.occurrenceId }}>
                            {item.subject === null ? item.measure.title : `${item.measure.title}: ${item.subject}`}
                          </Link>
                          <br />
                          <DutyState state={item.state} />
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
