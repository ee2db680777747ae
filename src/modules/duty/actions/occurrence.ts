/** Reading what is due, with the way each date came about; and saying who answers for a measure. */
import type { Context } from '#core/context.ts'
import { findCase } from '#core/case/store.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { reckonDeadline } from '#core/deadline/reckon.ts'
import { listPromisingClaims, loadDemands, type PromisingClaim } from '#core/due/promise.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { listReachable } from '#modules/identity/actions/reach.ts'
import { addToDate, startOfDay, unitsOf } from '#platform/clock/calendar.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { CalendarDuty } from '../calendar.ts'
import type { assignMeasure, listDuties, OccurrenceView, readDuty } from '../contract.ts'
import { nextReminder, reminderSteps, type DutySettings } from '../rules.ts'
import { findOccurrence, listOccurrenceRows, listReminders, type OccurrenceRow } from '../store/occurrence.ts'
import { deleteOwner, listOwners, listRhythms, putOwner, readSettings } from '../store/setting.ts'
import { giveCases } from './case.ts'
import { lastDayOf } from './remind.ts'

/** A page of what is due, the earliest first. @throws Problem 400 `page.bad_cursor` */
export async function listDueDuties(
  context: Context,
  registry: Registry,
  query: InputOf<typeof listDuties>['query'],
): Promise<OutputOf<typeof listDuties>> {
  const { tx, services } = context
  const settings = await readSettings(tx)
  const zone = settings.calendar.timeZone
  const rows = await listOccurrenceRows(
    tx,
    {
      state: query.state ?? null,
      measureId: query.measure ?? null,
      ownerId: query.owner ?? null,
      // A day's times are due with its end: the first instant of the next.
      from: query.from === undefined ? null : new Date(startOfDay(query.from, zone).getTime() + 1),
      until: query.until === undefined ? null : new Date(startOfDay(addToDate(query.until, 'P1D'), zone).getTime() + 1),
      after: query.cursor === undefined ? null : decodeCursor(query.cursor),
      limit: query.limit + 1,
    },
    services.clock.now(),
  )
  const page = cutPage(rows, query.limit, (row) => ({ at: row.due_at, id: row.id }))
  return { items: await presentAll(context, registry, settings, page.items), nextCursor: page.nextCursor }
}

/** Everything that is open and falls to a person, the earliest first, at most 500. */
export async function listOwnDuties(context: Context, registry: Registry, personId: string): Promise<CalendarDuty[]> {
  const { tx, services } = context
  const settings = await readSettings(tx)
  const filter = { state: 'open', measureId: null, ownerId: personId, from: null, until: null, after: null } as const
  const rows = await listOccurrenceRows(tx, { ...filter, limit: 500 }, services.clock.now())
  const views = await presentAll(context, registry, settings, rows)
  return rows.flatMap((row, index) => {
    const view = views[index]
    const within = registry.dutiesOf(row.measure_id).find((duty) => duty.id === row.duty_id)?.event?.within
    const hasClock = within !== undefined && 'duration' in within && unitsOf(within.duration).hasTime
    return view === undefined ? [] : [{ view, hasClock, version: row.version, changedAt: row.changed_at }]
  })
}

async function presentAll(
  { tx, services, actor }: Context,
  registry: Registry,
  settings: DutySettings,
  rows: readonly OccurrenceRow[],
): Promise<OccurrenceView[]> {
  const now = services.clock.now()
  const measures = [...new Set(rows.map((row) => row.measure_id))]
  const claims = Map.groupBy(await listPromisingClaims(tx, measures, actor.locale), (claim) => claim.measureId)
  const owners = [...new Set(rows.flatMap((row) => row.owner_id ?? []))]
  const names = owners.length === 0 ? new Map<string, string>() : await services.personNames(tx, owners)
  return rows.map((row) => ({
    occurrenceId: row.id,
    dutyId: row.duty_id,
    measure: {
      id: row.measure_id,
      title: registry.measures.get(row.measure_id)?.title[actor.locale] ?? row.measure_id,
    },
    subject: row.subject_name,
    owner: row.owner_id === null ? null : { personId: row.owner_id, name: names.get(row.owner_id) ?? '' },
    state: stateOf(row, now),
    startedAt: row.started_at.toISOString(),
    countsFrom: row.occasion.startsWith('event ') ? 'event' : row.basis_id === null ? 'publication' : 'proof',
    dueAt: row.due_at.toISOString(),
    dueOn: lastDayOf(row.due_at, settings),
    legalDueAt: row.legal_due_at?.toISOString() ?? null,
    breaksAt: row.breaks_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    evidenceId: row.evidence_id,
    sentence: firstSentence(claims.get(row.measure_id) ?? []),
  }))
}

function firstSentence(claims: readonly PromisingClaim[]): OccurrenceView['sentence'] {
  const [first] = claims
  return first === undefined ? null : { claimId: first.claimId, text: first.text, others: claims.length - 1 }
}

function stateOf(row: OccurrenceRow, now: Date): OccurrenceView['state'] {
  if (row.dropped_at !== null) return 'dropped'
  if (row.done_at !== null) return row.missed_at === null ? 'done' : 'done_late'
  return row.due_at <= now ? 'overdue' : 'open'
}

/** One of them with its derivation. @throws Problem `common.not_found` */
export async function readDueDuty(
  context: Context,
  registry: Registry,
  occurrenceId: string,
): Promise<OutputOf<typeof readDuty>> {
  const { tx, services, actor } = context
  const row = await findOccurrence(tx, occurrenceId)
  if (!row) throw notFound()
  const settings = await readSettings(tx)
  const [view] = await presentAll(context, registry, settings, [row])
  if (!view) throw notFound()
  const duty = registry.dutiesOf(row.measure_id).find((one) => one.id === row.duty_id)
  const within = duty?.event?.within ?? null
  const reckoned = within === null ? null : reckonDeadline(row.started_at, within, settings.calendar)
  const demands = (await loadDemands(tx, registry, services.clock.now())).filter((one) => one.duty.id === row.duty_id)
  const rhythm = (await listRhythms(tx)).get(row.duty_id)
  const reminders = (await listReminders(tx, [row.id])).filter((one) => one.due_at.getTime() === row.due_at.getTime())
  const names = await services.personNames(
    tx,
    reminders.flatMap((one) => one.person_id ?? []),
  )
  const sentences = await listPromisingClaims(tx, [row.measure_id], actor.locale)
  const isOpen = view.state === 'open' || view.state === 'overdue'
  const steps = reminderSteps(row.due_at, settings).flatMap(({ step, at }) => {
    const sent = reminders.find((one) => one.step === step)
    // What was slept through is not sent any more, and so not announced.
    const isAhead = isOpen && nextReminder(row.due_at, settings, new Set(reminders.map((one) => one.step)), at) === step
    if (sent === undefined && !isAhead) return []
    const personId = sent?.person_id ?? null
    return [
      {
        step,
        at: at.toISOString(),
        sentAt: sent?.sent_at.toISOString() ?? null,
        to: personId === null ? null : { personId, name: names.get(personId) ?? '' },
      },
    ]
  })
  return {
    ...view,
    timeZone: settings.calendar.timeZone,
    promisedEvery: within === null ? strictest(demands.map((one) => one.maxAge)) : null,
    ownEvery: rhythm?.every ?? null,
    yearlyBy: rhythm?.yearlyBy ?? null,
    deadline: within,
    legalFromAt: reckoned?.legalFromAt?.toISOString() ?? null,
    daysOff: [...(reckoned?.daysOff ?? [])],
    steps,
    sentences: sentences.map(({ claimId, text }) => ({ claimId, text })),
    caseNumber: (await findCase(tx, row.id))?.number ?? null,
  }
}

/** The shortest of some durations, by what they make of one and the same day; null of none. */
export function strictest(durations: readonly string[]): string | null {
  const [first] = durations.toSorted((a, b) => lengthOf(a) - lengthOf(b))
  return first ?? null
}

/** How far a duration of days or hours reaches from a day in the middle of the year. */
export function lengthOf(duration: string): number {
  return reckonDeadline(new Date('2026-07-01T00:00:00Z'), { duration }, plainCalendar).dueAt.getTime()
}

const plainCalendar = { timeZone: 'UTC', state: null, extraHolidays: [] }

/**
 * Says who answers for a measure.
 * @throws Problem 400 `input.invalid` for what is no measure and for somebody without an open account
 */
export async function assignMeasureOwner(
  context: Context,
  registry: Registry,
  measureId: string,
  personId: string | null,
): Promise<OutputOf<typeof assignMeasure>> {
  const { tx, services } = context
  const issues: ProblemIssue[] = []
  if (!registry.measures.has(measureId)) issues.push({ pointer: '/measureId', code: 'unknown_measure' })
  if (personId !== null && !(await listReachable(tx)).some((one) => one.personId === personId))
    issues.push({ pointer: '/personId', code: 'nobody_reachable' })
  if (issues.length > 0) throw new Problem(400, 'input.invalid', { issues })
  const before = (await listOwners(tx)).get(measureId) ?? null
  if (personId === null) await deleteOwner(tx, measureId)
  else await putOwner(tx, measureId, personId, services.clock.now())
  await record(context, {
    action: 'measure.assigned',
    object: { kind: 'measure', id: measureId },
    before: { owner: before },
    after: { owner: personId },
  })
  await giveCases(context, measureId, before, personId)
  const names = personId === null ? new Map<string, string>() : await services.personNames(tx, [personId])
  return { measureId, owner: personId === null ? null : { personId, name: names.get(personId) ?? '' } }
}
