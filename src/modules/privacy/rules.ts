/**
 * What privacy decides, without looking anywhere: how a case goes on, when it is due, what stands in its way, how long
 * payloads are kept. Times are given, never read.
 */
import { Temporal } from 'temporal-polyfill'
import type { CaseState, Obstacle } from './contract.ts'

/** From where a case may go on to where. What is not here is refused. */
export const transitions: Readonly<Record<CaseState, readonly CaseState[]>> = {
  requested: ['approved', 'refused', 'withdrawn'],
  approved: ['erasing'],
  erasing: ['done'],
  done: [],
  refused: [],
  withdrawn: [],
}

/** Whether a case may go from one state to another. */
export function mayBecome(from: CaseState, to: CaseState): boolean {
  return transitions[from].includes(to)
}

/**
 * The last day for an answer: one month after the day of receipt (GDPR Art. 12(3)), the last of the month where it has
 * no such day (Regulation 1182/71 Art. 3(2)(c)). A weekend or holiday, which would give more time, is not added.
 * @throws RangeError when the text is no date
 */
export function dueOn(receivedOn: string): string {
  return Temporal.PlainDate.from(receivedOn).add({ months: 1 }).toString()
}

/** The date of an instant on a calendar, as "2026-03-02". */
export function dateOf(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** The instant so many years before another, as calendars count them. */
export function yearsBefore(at: Date, years: number, timeZone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(zoned.subtract({ years }).epochMilliseconds)
}

/** Everything that stands in the way of erasing somebody, most final first. */
export function obstaclesOf(person: {
  readonly erased: boolean
  readonly isReader: boolean
  readonly account: { readonly isClosed: boolean; readonly isLastOwner: boolean } | null
  readonly openCase: boolean
  readonly held: boolean
}): Obstacle[] {
  const { account } = person
  return [
    ...(person.erased ? (['already_erased'] as const) : []),
    ...(person.isReader ? (['same_person'] as const) : []),
    ...(account?.isLastOwner ? (['last_owner'] as const) : []),
    ...(account && !account.isClosed && !account.isLastOwner ? (['account_open'] as const) : []),
    ...(person.openCase ? (['case_open'] as const) : []),
    ...(person.held ? (['held'] as const) : []),
  ]
}

/** Whether a text names the person: by address anywhere, by the whole name as words of its own. */
export function namesPerson(text: string, person: { readonly name: string; readonly email: string | null }): boolean {
  const folded = fold(text)
  if (person.email && folded.includes(fold(person.email))) return true
  const name = fold(person.name).trim()
  if (name === '') return false
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(folded)
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
