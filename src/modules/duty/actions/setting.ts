/** The tenant's calendar, its reminders, and rhythms of its own, which are never looser than what it promises. */
import type { Context } from '#core/context.ts'
import type { WorkCalendar } from '#core/deadline/deadline.ts'
import { publicHolidays } from '#core/deadline/work-day.ts'
import { isKeptByPeople, loadDemands } from '#core/due/promise.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { dayOf, yearOf } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { changeDutySettings, readDutySettings, setDutyRhythm } from '../contract.ts'
import type { DutySettings } from '../rules.ts'
import { takeTurn } from '../store/occurrence.ts'
import { deleteRhythm, listRhythms, putRhythm, putSettings, readSettings } from '../store/setting.ts'
import { lengthOf, strictest } from './occurrence.ts'
import { renewOccurrences } from './renew.ts'

/** What applies now, with the public holidays of this year and the next. */
export async function presentSettings({ tx, services }: Context): Promise<OutputOf<typeof readDutySettings>> {
  const settings = await readSettings(tx)
  const { calendar, remindBeforeDays } = settings
  const year = yearOf(dayOf(services.clock.now(), calendar.timeZone))
  const holidays = [year, year + 1].flatMap((one) => [...publicHolidays(one, calendar.state)])
  return {
    ...settings,
    calendar: { ...calendar, extraHolidays: [...calendar.extraHolidays] },
    remindBeforeDays: [...remindBeforeDays],
    holidays: holidays.map(([on, name]) => ({ on, name })),
  }
}

/** The calendar on which the company works: its own choice, else that of all Germany. */
export async function readWorkCalendar(tx: TenantTx): Promise<WorkCalendar> {
  return (await readSettings(tx)).calendar
}

/** Changes both, and with them every date that depends on them. @throws Problem 409 `duty.settings_changed` */
export async function changeSettings(
  context: Context,
  registry: Registry,
  { settings, version }: InputOf<typeof changeDutySettings>['body'],
): Promise<OutputOf<typeof changeDutySettings>> {
  const { tx, services } = context
  await takeTurn(tx)
  const before = await readSettings(tx)
  const extraHolidays = [...new Set(settings.calendar.extraHolidays)].toSorted()
  const after: DutySettings = { ...settings, calendar: { ...settings.calendar, extraHolidays } }
  if (!(await putSettings(tx, after, version, services.clock.now())))
    throw new Problem(409, 'duty.settings_changed', { params: { version: before.version } })
  await record(context, {
    action: 'duty-settings.changed',
    object: { kind: 'duty-settings', id: tx.tenantId },
    before: said(before),
    after: said(after),
  })
  await renewOccurrences(context, registry)
  return { version: (await readSettings(tx)).version }
}

function said({ calendar, ...reminders }: DutySettings) {
  return {
    timeZone: calendar.timeZone,
    state: calendar.state,
    extraHolidays: [...calendar.extraHolidays],
    evesOff: calendar.evesOff,
    remindBeforeDays: [...reminders.remindBeforeDays],
    deputyAfterDays: reminders.deputyAfterDays,
    superiorAfterDays: reminders.superiorAfterDays,
  }
}

/**
 * Gives a duty a rhythm of the tenant's own. What it could be at most, the sentences in force say; whoever wants it
 * looser has to change what is promised.
 * @throws Problem `common.not_found`, 409 `duty.looser_than_promised`, `duty.not_in_time`
 */
export async function setRhythm(
  context: Context,
  registry: Registry,
  { dutyId, rhythm }: InputOf<typeof setDutyRhythm>['body'],
): Promise<OutputOf<typeof setDutyRhythm>> {
  const { tx, services } = context
  await takeTurn(tx)
  const duty = registry.dutiesOf(dutyId.split('/')[0] ?? '').find((one) => one.id === dutyId)
  if (!duty) throw notFound()
  if (!isKeptByPeople(duty) || duty.trigger !== 'calendar') throw new Problem(409, 'duty.not_in_time')
  const before = (await listRhythms(tx)).get(dutyId) ?? null
  const object = { kind: 'duty', id: dutyId }
  if (rhythm === null) {
    await deleteRhythm(tx, dutyId)
    await record(context, { action: 'duty-rhythm.set', object, before: { ...before }, after: { every: null } })
  } else {
    const demands = (await loadDemands(tx, registry, services.clock.now())).filter((one) => one.duty.id === dutyId)
    const promised = strictest(demands.map((one) => one.maxAge)) ?? duty.maxAge
    if (lengthOf(rhythm.every) > lengthOf(promised))
      throw new Problem(409, 'duty.looser_than_promised', { params: { every: rhythm.every, promised } })
    await putRhythm(tx, dutyId, rhythm, services.clock.now())
    await record(context, {
      action: 'duty-rhythm.set',
      object,
      ...(before && { before: { ...before } }),
      after: { ...rhythm },
    })
  }
  await renewOccurrences(context, registry)
  return { dutyId }
}
