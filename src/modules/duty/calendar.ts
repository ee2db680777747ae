/**
 * Writes iCalendar (RFC 5545): a day-long event on the last day that is in time or, for a deadline of hours, the instant.
 * Days are dates without a zone, so that they are the same day everywhere; instants are UTC. Texts are escaped and lines
 * folded by the library.
 */
import { addToDate } from '#platform/clock/calendar.ts'
import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator'
import type { OccurrenceView } from './contract.ts'

export interface CalendarDuty {
  readonly view: OccurrenceView
  /** Whether the deadline is one of hours, so that the time of day matters. */
  readonly hasClock: boolean
  /** Counts changes from 1; the SEQUENCE is one less (§3.8.7.4). */
  readonly version: number
  readonly changedAt: Date
}

export interface CalendarTexts {
  readonly name: string
  /** Part of each UID after the at sign (§3.8.4.7). */
  readonly host: string
  readonly timeZone: string
  readonly pageOf: (occurrenceId: string) => string
  readonly sentenceOf: (sentence: string) => string
}

/** A day before, as seconds. */
const alarmSeconds = 24 * 3600

/** The calendar as text; the same duties give the same bytes. */
export function writeCalendar(duties: readonly CalendarDuty[], texts: CalendarTexts): string {
  const calendar = ical({
    name: texts.name,
    prodId: { company: 'Beleg', product: 'Beleg', language: 'DE' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  })
  for (const { view, hasClock, version, changedAt } of duties) {
    const event = calendar.createEvent({
      id: `${view.occurrenceId}@${texts.host}`,
      sequence: version - 1,
      stamp: changedAt,
      lastModified: changedAt,
      summary: view.subject === null ? view.measure.title : `${view.measure.title}: ${view.subject}`,
      allDay: !hasClock,
      start: hasClock ? new Date(view.dueAt) : firstInstant(view.dueOn),
      end: hasClock ? new Date(view.dueAt) : firstInstant(addToDate(view.dueOn, 'P1D')),
      url: texts.pageOf(view.occurrenceId),
    })
    if (view.sentence !== null) event.description(texts.sentenceOf(view.sentence.text))
    event.createAlarm({ type: ICalAlarmType.display, trigger: alarmSeconds, description: view.measure.title })
  }
  return withTimeZone(calendar.toString(), texts.timeZone)
}

/** The library writes a date as the day in UTC. */
function firstInstant(on: string): Date {
  return new Date(`${on}T00:00:00Z`)
}

/** Tells programs on which calendar the days are, without making the instants local. */
function withTimeZone(text: string, timeZone: string): string {
  return text.replace('\r\nMETHOD:', `\r\nX-WR-TIMEZONE:${timeZone}\r\nMETHOD:`)
}
