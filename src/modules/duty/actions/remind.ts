/**
 * Reminders: before a time is due, when it is, and then to the deputy and the superior. Each step is a row that can be
 * written once, in the transaction of its mail and its entry, so that any number of processes, stopped and started at
 * any moment, send it once. Who is away gets none; whoever stands in does.
 */
import type { Context, Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { sendMail } from '#core/mail/send.ts'
import { permissionsOf } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { addressOf, listReachable, type Reachable } from '#modules/identity/actions/reach.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { nextReminder, recipientOf, type Circle, type DutySettings, type ReminderStep } from '../rules.ts'
import { insertReminder, listOpen, listReminders, type OccurrenceRow } from '../store/occurrence.ts'
import { listAbsenceRows } from '../store/person.ts'
import { readSettings } from '../store/setting.ts'
import { readChain } from './leads.ts'

/** What one has to be allowed to do so that a reminder is of use. */
const able = 'evidence:upload'

interface DueStep {
  readonly occurrence: OccurrenceRow
  readonly step: ReminderStep
}

/** Sends what is to be sent now in a tenant; returns how many mails were written. */
export async function remindTenant(
  services: Services,
  registry: Registry,
  tenantId: string,
  contextOf: (tx: TenantTx) => Context,
): Promise<number> {
  const { database, clock, log } = services
  const due = await database.withTenant(tenantId, (tx) => listDueSteps(tx, clock.now()))
  let sent = 0
  for (const one of due) {
    try {
      // Each in a transaction of its own: an address that cannot be opened keeps nobody else's reminder back.
      if (await database.withTenant(tenantId, (tx) => takeStep(contextOf(tx), registry, one))) sent += 1
    } catch (error) {
      log.warn({ err: error, tenantId, occurrence: one.occurrence.id }, 'a reminder could not be written')
    }
  }
  return sent
}

async function listDueSteps(tx: TenantTx, at: Date): Promise<DueStep[]> {
  const settings = await readSettings(tx)
  const longest = settings.remindBeforeDays[0] ?? 0
  const horizon = at.getTime() + (longest + 1) * 86_400_000
  const soon = (await listOpen(tx)).filter((one) => one.due_at.getTime() <= horizon)
  const reminders = Map.groupBy(
    await listReminders(
      tx,
      soon.map(({ id }) => id),
    ),
    (one) => `${one.occurrence_id} ${one.due_at.getTime()}`,
  )
  return soon.flatMap((occurrence) => {
    const taken = reminders.get(`${occurrence.id} ${occurrence.due_at.getTime()}`) ?? []
    const step = nextReminder(occurrence.due_at, settings, new Set(taken.map((one) => one.step)), at)
    return step === null ? [] : [{ occurrence, step }]
  })
}

async function takeStep(context: Context, registry: Registry, { occurrence, step }: DueStep): Promise<boolean> {
  const { tx, services } = context
  const settings = await readSettings(tx)
  const reachable = await listReachable(tx)
  const circle = await readCircle(context, registry, reachable, settings, occurrence.owner_id)
  const personId = recipientOf(step, circle)
  const account = reachable.find((one) => one.personId === personId)
  const taken = {
    occurrence_id: occurrence.id,
    step,
    due_at: occurrence.due_at,
    person_id: account?.personId ?? null,
    sent_at: services.clock.now(),
  }
  if (!(await insertReminder(tx, taken))) return false
  const address = account === undefined ? null : await addressOf(context, account.accountId)
  if (account !== undefined && address !== null) {
    await sendMail(context, {
      to: address,
      locale: account.locale,
      ...mailOf(step),
      params: {
        measure: registry.measures.get(occurrence.measure_id)?.title[account.locale] ?? occurrence.measure_id,
        due: dayInWords(lastDayOf(occurrence.due_at, settings), account.locale),
        link: `${services.publicUrl}/app/duties/${occurrence.id}`,
      },
    })
  }
  await record(context, {
    action: 'duty.reminded',
    object: { kind: 'duty-occurrence', id: occurrence.id },
    after: { step, to: account?.personId ?? null },
  })
  return address !== null
}

function mailOf(step: ReminderStep): { template: string } {
  if (step === 'due') return { template: 'duty.due' }
  if (step === 'deputy') return { template: 'duty.deputy' }
  if (step === 'superior') return { template: 'duty.superior' }
  return { template: 'duty.before' }
}

async function readCircle(
  context: Context,
  registry: Registry,
  reachable: readonly Reachable[],
  settings: DutySettings,
  ownerId: string | null,
): Promise<Circle> {
  const { tx, services } = context
  const today = dayOf(services.clock.now(), settings.calendar.timeZone)
  const absences = (await listAbsenceRows(tx, today, null)).filter((one) => one.from_on <= today)
  const named = absences.flatMap((one) => one.deputy_id ?? [])
  const standIns = await readChain(context, ownerId === null ? [] : [ownerId, ...named])
  const holding = (role: 'isb' | 'owner') =>
    reachable.filter((one) => one.roles.includes(role)).map((one) => one.personId)
  return {
    ownerId,
    deputyOf: new Map([...standIns].flatMap(([id, { deputyId }]) => (deputyId === null ? [] : [[id, deputyId]]))),
    superiorOf: new Map(
      [...standIns].flatMap(([id, { superiorId }]) => (superiorId === null ? [] : [[id, superiorId]])),
    ),
    absent: new Map(absences.map((one) => [one.person_id, one.deputy_id])),
    able: new Set(
      reachable
        .filter((one) => permissionsOf(registry.permissions, one.roles, 'company').has(able))
        .map((one) => one.personId),
    ),
    fallback: [...holding('isb'), ...holding('owner')],
  }
}

/** The last day on which something is in time. */
export function lastDayOf(dueAt: Date, { calendar }: DutySettings): string {
  return dayOf(new Date(dueAt.getTime() - 1), calendar.timeZone)
}

function dayInWords(on: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${on}T12:00:00Z`),
  )
}
