/** Absences and deputies: everybody arranges their own. */
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { listReachable } from '#modules/identity/actions/reach.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import {
  mostAbsences,
  type AbsenceView,
  type addAbsence,
  type listAbsences,
  type readArrangement,
  type setDeputy,
} from '../contract.ts'
import {
  deleteAbsence,
  deletePersonal,
  findAbsence,
  insertAbsence,
  listAbsenceRows,
  listDeputies,
  putDeputy,
  type AbsenceRow,
} from '../store/person.ts'
import { readSettings } from '../store/setting.ts'
import { readStandIns } from './leads.ts'

async function today({ tx, services }: Context): Promise<string> {
  return dayOf(services.clock.now(), (await readSettings(tx)).calendar.timeZone)
}

/** The reader’s absences that are not over, who stands in for them, and who could. Support has none here. */
export async function readOwnArrangement(context: Context): Promise<OutputOf<typeof readArrangement>> {
  const { tx, services, actor } = context
  if (actor.kind !== 'account')
    return { deputy: null, superior: null, isRegistered: false, absences: [], colleagues: [] }
  const { personId } = actor
  const own = (await readStandIns(context, [personId])).get(personId)
  const others = (await listReachable(tx)).map((one) => one.personId).filter((id) => id !== personId)
  const kept = [own?.deputyId, own?.superiorId].filter((id) => typeof id === 'string')
  const names = await services.personNames(tx, [...new Set([...others, ...kept])])
  const view = (id: string) => ({ personId: id, name: names.get(id) ?? '' })
  return {
    deputy: own?.deputyId ? view(own.deputyId) : null,
    superior: own?.superiorId ? view(own.superiorId) : null,
    isRegistered: own?.isRegistered ?? false,
    absences: await present(context, await listAbsenceRows(tx, await today(context), personId)),
    colleagues: others.map(view).toSorted((a, b) => a.name.localeCompare(b.name)),
  }
}

/**
 * @throws Problem 400 `input.invalid` naming everybody who cannot be it; 409 `deputy.registered` for whom the register of
 *   people says it
 */
export async function setOwnDeputy(context: Context, given: InputOf<typeof setDeputy>['body']): Promise<void> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  if ((await readStandIns(context, [personId])).get(personId)?.isRegistered) throw new Problem(409, 'deputy.registered')
  await refuseUnknown(context, personId, { deputyId: given.deputyId, superiorId: given.superiorId })
  const before = (await listDeputies(tx)).find((row) => row.person_id === personId)
  await putDeputy(
    tx,
    { person_id: personId, deputy_id: given.deputyId, superior_id: given.superiorId },
    services.clock.now(),
  )
  await record(context, {
    action: 'deputy.set',
    object: { kind: 'person', id: personId },
    before: { deputy: before?.deputy_id ?? null, superior: before?.superior_id ?? null },
    after: { deputy: given.deputyId, superior: given.superiorId },
  })
}

async function refuseUnknown(
  { tx }: Context,
  personId: string,
  named: Readonly<Record<string, string | null>>,
  issues: ProblemIssue[] = [],
): Promise<void> {
  const reachable = new Set((await listReachable(tx)).map((one) => one.personId))
  for (const [field, id] of Object.entries(named)) {
    if (id === null) continue
    if (id === personId) issues.push({ pointer: `/${field}`, code: 'same_as_self' })
    else if (!reachable.has(id)) issues.push({ pointer: `/${field}`, code: 'nobody_reachable' })
  }
  if (issues.length > 0) throw new Problem(400, 'input.invalid', { issues })
}

/** @throws Problem 400 `input.invalid` naming all that is wrong, 409 `absence.too_many` */
export async function addOwnAbsence(context: Context, given: InputOf<typeof addAbsence>['body']): Promise<AbsenceView> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const now = await today(context)
  const issues: ProblemIssue[] = []
  if (given.untilOn < given.fromOn) issues.push({ pointer: '/untilOn', code: 'end_before_start' })
  else if (given.untilOn < now) issues.push({ pointer: '/untilOn', code: 'in_the_past' })
  await refuseUnknown(context, personId, { deputyId: given.deputyId }, issues)
  if ((await listAbsenceRows(tx, now, personId)).length >= mostAbsences)
    throw new Problem(409, 'absence.too_many', { params: { most: mostAbsences } })
  const row: AbsenceRow = {
    id: newId(services.clock),
    person_id: personId,
    deputy_id: given.deputyId,
    from_on: given.fromOn,
    until_on: given.untilOn,
  }
  await insertAbsence(tx, row, services.clock.now())
  await record(context, {
    action: 'absence.added',
    object: { kind: 'absence', id: row.id },
    // On which days somebody was away goes with them when they are erased.
    about: { personId, after: { from: given.fromOn, until: given.untilOn, deputy: given.deputyId } },
  })
  const [view] = await present(context, [row])
  if (!view) throw notFound()
  return view
}

/** One's own, or anybody's with `absence:manage`; somebody else's does not exist otherwise. @throws Problem 404 */
export async function removeOwnAbsence(context: Context, absenceId: string): Promise<void> {
  const { tx } = context
  const actor = requireSession(context)
  const row = await findAbsence(tx, absenceId)
  if (!row || (row.person_id !== actor.personId && !actor.permissions.has('absence:manage'))) throw notFound()
  await deleteAbsence(tx, absenceId)
  await record(context, {
    action: 'absence.removed',
    object: { kind: 'absence', id: absenceId },
    about: { personId: row.person_id, before: { from: row.from_on, until: row.until_on, deputy: row.deputy_id } },
  })
}

/** Everybody’s absences that are not over, the next first. */
export async function listAllAbsences(context: Context): Promise<OutputOf<typeof listAbsences>> {
  return { items: await present(context, await listAbsenceRows(context.tx, await today(context), null)) }
}

async function present({ tx, services }: Context, rows: readonly AbsenceRow[]): Promise<AbsenceView[]> {
  const ids = rows.flatMap((row) => (row.deputy_id === null ? [row.person_id] : [row.person_id, row.deputy_id]))
  const names = ids.length === 0 ? new Map<string, string>() : await services.personNames(tx, [...new Set(ids)])
  const view = (id: string) => ({ personId: id, name: names.get(id) ?? '' })
  return rows.map((row) => ({
    absenceId: row.id,
    person: view(row.person_id),
    fromOn: row.from_on,
    untilOn: row.until_on,
    deputy: row.deputy_id === null ? null : view(row.deputy_id),
  }))
}

/** Takes what is arranged about a person with them; whoever erases the person records it. */
export async function eraseArrangements({ tx }: Pick<Context, 'tx'>, personId: string): Promise<void> {
  await deletePersonal(tx, personId)
}
