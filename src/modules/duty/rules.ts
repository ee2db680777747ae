/**
 * What the module decides, without looking anywhere: when a duty is due, how the open times follow the evidence, which
 * reminder is next and who gets it. Times are given, never read.
 */
import { dueAt } from '#core/deadline/reckon.ts'
import { defaultWorkCalendar, type Deadline, type WorkCalendar } from '#core/deadline/deadline.ts'
import { nearestWorkDay } from '#core/deadline/work-day.ts'
import type { DutyEvent } from '#core/due/event.ts'
import { isAboutMeasure, type DemandedDuty } from '#core/due/promise.ts'
import type { Duty } from '#core/duty.ts'
import { addDuration, addToDate, dayOf, startOfDay, yearOf } from '#platform/clock/calendar.ts'

/** The tenant's choices. */
export interface DutySettings {
  readonly calendar: Required<WorkCalendar>
  /** Days before the due date on which its owner is reminded, in falling order. */
  readonly remindBeforeDays: readonly number[]
  /** Days after it until the deputy, and then the superior, is told. */
  readonly deputyAfterDays: number
  readonly superiorAfterDays: number
}

/** Until a tenant chooses: shipped values (domain.md §1.6 marks such numbers as configurable). */
export const defaultSettings: DutySettings = {
  calendar: { ...defaultWorkCalendar, evesOff: false },
  remindBeforeDays: [14, 3, 1],
  deputyAfterDays: 1,
  superiorAfterDays: 3,
}

/** A tenant's own rhythm for a duty. */
export interface Rhythm {
  /** ISO 8601: the longest gap between two proofs. */
  readonly every: string
  /** Month and day ("03-31") by which it is due each year at the latest. */
  readonly yearlyBy: string | null
  readonly align: 'next_working_day' | 'previous_working_day' | null
}

/** One time that a duty should be open for, as the evidence says now. */
export interface Demand {
  readonly dutyId: string
  readonly measureId: string
  readonly occasion: string
  readonly subjectId: string | null
  readonly startedAt: Date
  readonly dueAt: Date
  readonly legalDueAt: Date | null
  readonly breaksAt: Date | null
  /** The proof it counts from. */
  readonly basis: { readonly evidenceId: string; readonly observedAt: Date } | null
  /** For an event: the proof that came after it. */
  readonly doneBy: { readonly evidenceId: string; readonly observedAt: Date } | null
}

/** What the sentences and events of a tenant demand, one for each duty and occasion. */
export function demandsOf(
  demanded: readonly DemandedDuty[],
  events: readonly DutyEvent[],
  rhythms: ReadonlyMap<string, Rhythm>,
  calendar: WorkCalendar,
): Demand[] {
  const byOccasion = Map.groupBy(
    demanded.filter(({ duty }) => duty.trigger === 'calendar'),
    (one) => `${one.duty.id}\n${occasionOf(one)}`,
  )
  const waits = new Map(demanded.filter(({ duty }) => duty.event !== undefined).map((one) => [one.duty.id, one.duty]))
  return [
    ...[...byOccasion.values()].map((all) => calendarDemand(all, rhythms, calendar)),
    ...[...waits.values()].flatMap((duty) => eventDemands(duty, events, demanded, calendar)),
  ]
}

function occasionOf({ duty, subject }: DemandedDuty): string {
  return isAboutMeasure(duty) || subject === null ? 'measure' : `subject ${subject.id}`
}

/** Several sentences may promise the same: the strictest counts, from the proof that is the newest. */
function calendarDemand(
  all: readonly DemandedDuty[],
  rhythms: ReadonlyMap<string, Rhythm>,
  calendar: WorkCalendar,
): Demand {
  // Grouped: there is at least one.
  const first = all[0] as DemandedDuty
  const proofs = all.flatMap(({ proof }) => (proof === null ? [] : [proof]))
  const newest = proofs.toSorted((a, b) => b.observedAt.getTime() - a.observedAt.getTime())[0]
  const ends = all.flatMap(({ proof }) =>
    proof !== null && proof.evidenceId === newest?.evidenceId ? [proof.endsAt.getTime()] : [],
  )
  const breaksAt = newest === undefined ? null : new Date(Math.min(...ends))
  const promisedAt = new Date(Math.min(...all.map((one) => one.promisedAt.getTime())))
  const startedAt = newest?.observedAt ?? promisedAt
  const latest = Math.min(
    breaksAt?.getTime() ?? Number.POSITIVE_INFINITY,
    ...all.map(({ maxAge }) => addDuration(startedAt, maxAge, calendar.timeZone).getTime()),
  )
  const rhythm = rhythms.get(first.duty.id)
  const own = rhythm === undefined ? latest : rhythmicDue(startedAt, rhythm, calendar).getTime()
  return {
    dutyId: first.duty.id,
    measureId: first.duty.measure,
    occasion: occasionOf(first),
    subjectId: isAboutMeasure(first.duty) ? null : (first.subject?.id ?? null),
    startedAt,
    dueAt: new Date(Math.min(own, latest)),
    legalDueAt: null,
    breaksAt,
    basis: newest === undefined ? null : { evidenceId: newest.evidenceId, observedAt: newest.observedAt },
    doneBy: null,
  }
}

/**
 * When a rhythm is due after a success: the interval later, or by the day of the year where that is earlier. A day by
 * which it is due counts from the first one that is more than half an interval away: done a little early, it is done.
 */
export function rhythmicDue(from: Date, rhythm: Rhythm, calendar: WorkCalendar): Date {
  const deadline: Deadline =
    rhythm.align === null ? { duration: rhythm.every } : { duration: rhythm.every, align: rhythm.align }
  const byGap = dueAt(from, deadline, calendar).dueAt
  if (rhythm.yearlyBy === null) return byGap
  const half = new Date((from.getTime() + addDuration(from, 'P1Y', calendar.timeZone).getTime()) / 2)
  const year = yearOf(dayOf(half, calendar.timeZone))
  for (const candidate of [year, year + 1]) {
    const by = lastDay(candidate, rhythm.yearlyBy)
    if (startOfDay(by, calendar.timeZone) < half) continue
    const on = rhythm.align === null ? by : nearestWorkDay(by, calendar, alignmentOf(rhythm.align))
    const end = startOfDay(addToDate(on, 'P1D'), calendar.timeZone)
    return end < byGap ? end : byGap
  }
  return byGap
}

function alignmentOf(align: NonNullable<Rhythm['align']>): 'after' | 'before' {
  return align === 'next_working_day' ? 'after' : 'before'
}

/** 29 February is the 28th in other years. */
function lastDay(year: number, monthAndDay: string): string {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return `${year}-${monthAndDay === '02-29' && !leap ? '02-28' : monthAndDay}`
}

function eventDemands(
  duty: Duty,
  events: readonly DutyEvent[],
  demanded: readonly DemandedDuty[],
  calendar: WorkCalendar,
): Demand[] {
  const { event } = duty
  if (event === undefined) return []
  const proofs = demanded.flatMap((one) => (one.duty.id === duty.id && one.proof !== null ? [one] : []))
  return events
    .filter((one) => one.event === event.name)
    .map(({ id, subjectId, occurredAt }) => {
      const due = dueAt(occurredAt, event.within, calendar)
      const after = proofs.find((one) => one.subject?.id === subjectId && (one.proof?.observedAt ?? 0) >= occurredAt)
      return {
        dutyId: duty.id,
        measureId: duty.measure,
        occasion: `event ${id}`,
        subjectId,
        startedAt: occurredAt,
        dueAt: due.dueAt,
        legalDueAt: due.legalDueAt ?? null,
        breaksAt: null,
        basis: null,
        doneBy: after?.proof ?? null,
      }
    })
}

/** An open time as it is stored. */
export interface OpenOccurrence {
  readonly id: string
  readonly dutyId: string
  readonly occasion: string
  readonly startedAt: Date
  readonly dueAt: Date
  readonly legalDueAt: Date | null
  readonly breaksAt: Date | null
  readonly basisId: string | null
  readonly missedAt: Date | null
}

export type Step =
  | { readonly do: 'open'; readonly demand: Demand }
  | { readonly do: 'finish'; readonly id: string; readonly evidenceId: string; readonly at: Date }
  | { readonly do: 'move'; readonly id: string; readonly demand: Demand }
  | { readonly do: 'drop'; readonly id: string }
  | { readonly do: 'miss'; readonly id: string }

/**
 * What has to happen so that the stored times are as the evidence says. Done twice it does nothing the second time.
 * @param closed keys (`dutyId occasion`) of events that were dealt with: they are not opened again
 */
export function reconcile(
  open: readonly OpenOccurrence[],
  demands: readonly Demand[],
  closed: ReadonlySet<string>,
  at: Date,
): Step[] {
  const steps: Step[] = []
  const stored = new Map(open.map((one) => [keyOf(one), one]))
  for (const demand of demands) {
    const one = stored.get(keyOf(demand))
    stored.delete(keyOf(demand))
    if (one === undefined) {
      if (!closed.has(keyOf(demand))) steps.push({ do: 'open', demand })
      continue
    }
    const by = demand.doneBy ?? newerBasis(one, demand)
    if (by !== null) {
      // Late is late, even if nobody looked in between.
      if (one.missedAt === null && by.observedAt >= one.dueAt) steps.push({ do: 'miss', id: one.id })
      steps.push({ do: 'finish', id: one.id, evidenceId: by.evidenceId, at: by.observedAt })
      if (demand.doneBy === null) steps.push({ do: 'open', demand })
      continue
    }
    if (differs(one, demand)) steps.push({ do: 'move', id: one.id, demand })
    if (one.missedAt === null && at >= demand.dueAt) steps.push({ do: 'miss', id: one.id })
  }
  return [...steps, ...[...stored.values()].map((one) => ({ do: 'drop' as const, id: one.id }))]
}

/** What a time is about: a duty and an occasion; one is open for each. */
export function keyOf(one: { readonly dutyId: string; readonly occasion: string }): string {
  return `${one.dutyId} ${one.occasion}`
}

/** The proof that was given since: what the open time waited for. */
function newerBasis(one: OpenOccurrence, { basis }: Demand): Demand['basis'] {
  if (basis === null || basis.evidenceId === one.basisId) return null
  return one.basisId === null || basis.observedAt > one.startedAt ? basis : null
}

function differs(one: OpenOccurrence, demand: Demand): boolean {
  const same = (a: Date | null, b: Date | null) => (a?.getTime() ?? null) === (b?.getTime() ?? null)
  return !(
    same(one.dueAt, demand.dueAt) &&
    same(one.legalDueAt, demand.legalDueAt) &&
    same(one.breaksAt, demand.breaksAt) &&
    same(one.startedAt, demand.startedAt) &&
    one.basisId === (demand.basis?.evidenceId ?? null)
  )
}

/** `before-14`, `due`, `deputy`, `superior`. */
export type ReminderStep = `before-${number}` | 'due' | 'deputy' | 'superior'

/** The steps of a due date in their order, with the instants from which they are to be taken. */
export function reminderSteps(due: Date, settings: DutySettings): { step: ReminderStep; at: Date }[] {
  const zone = settings.calendar.timeZone
  return [
    ...settings.remindBeforeDays.map((days) => ({
      step: `before-${days}` as const,
      at: addDuration(due, `-P${days}D`, zone),
    })),
    { step: 'due' as const, at: due },
    { step: 'deputy' as const, at: addDuration(due, `P${settings.deputyAfterDays}D`, zone) },
    { step: 'superior' as const, at: addDuration(due, `P${settings.superiorAfterDays}D`, zone) },
  ]
}

/** Whether the first of its reminders is due: from then on a time is work that somebody has to take up. */
export function isDueSoon(due: Date, settings: DutySettings, at: Date): boolean {
  return reminderSteps(due, settings).some((one) => one.at <= at)
}

/**
 * The step to take now: the last whose time has come, unless it or a later one was taken. What was slept through is not
 * sent afterwards, step by step: one mail says how things stand.
 */
export function nextReminder(
  due: Date,
  settings: DutySettings,
  taken: ReadonlySet<string>,
  at: Date,
): ReminderStep | null {
  const steps = reminderSteps(due, settings)
  const last = steps.findLastIndex((one) => one.at <= at)
  if (last < 0 || steps.slice(last).some((one) => taken.has(one.step))) return null
  return steps[last]?.step ?? null
}

/** Who could be told, as far as this decides. */
export interface Circle {
  readonly ownerId: string | null
  readonly deputyOf: ReadonlyMap<string, string>
  readonly superiorOf: ReadonlyMap<string, string>
  /** Who is away today, with whoever they named for that time. */
  readonly absent: ReadonlyMap<string, string | null>
  /** People who can do something about it: an open account with the permission to file evidence. */
  readonly able: ReadonlySet<string>
  /** Whom it falls to when nobody else is there, in order. */
  readonly fallback: readonly string[]
}

/**
 * Who gets a step. An absent person's mail goes to whoever stands in; who cannot act is passed over. Null when there is
 * nobody at all.
 */
export function recipientOf(step: ReminderStep, circle: Circle): string | null {
  const { ownerId } = circle
  const start =
    ownerId === null
      ? null
      : step === 'deputy'
        ? (circle.deputyOf.get(ownerId) ?? circle.superiorOf.get(ownerId) ?? null)
        : step === 'superior'
          ? (circle.superiorOf.get(ownerId) ?? null)
          : ownerId
  const found = presentFor(start, circle)
  if (found !== null && (step === 'due' || step.startsWith('before-') || found !== ownerId)) return found
  return circle.fallback.find((id) => circle.able.has(id) && !circle.absent.has(id)) ?? circle.fallback[0] ?? null
}

/** Follows from whoever is away or cannot act to who stands in; five hands at most, none twice. */
function presentFor(start: string | null, circle: Circle): string | null {
  const tried = new Set<string>()
  for (let id = start; id !== null && !tried.has(id) && tried.size < 5;) {
    if (circle.able.has(id) && !circle.absent.has(id)) return id
    tried.add(id)
    id = circle.absent.get(id) ?? circle.deputyOf.get(id) ?? null
  }
  return null
}
