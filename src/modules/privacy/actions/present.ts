/** Cases as people see them. */
import type { Context } from '#core/context.ts'
import { cameInOneWeek, readErasable, type Erasable } from '#modules/identity/actions/erase.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { personBehind } from '#core/actor.ts'
import { cells } from '../cell.ts'
import {
  erasedKinds,
  stayingKinds,
  type CaseView,
  type listErasures,
  type Obstacle,
  type Preview,
} from '../contract.ts'
import { dateOf, obstaclesOf } from '../rules.ts'
import { findLiveCase, listHoldsOver, type CaseRow } from '../store/case.ts'
import { listEvidence } from '../store/trace.ts'
import { findTraces } from './traces.ts'

type Summary = OutputOf<typeof listErasures>['items'][number]

/** Cases for a list. */
export async function presentCases(context: Context, rows: readonly CaseRow[]): Promise<Summary[]> {
  const people = rows.flatMap((row) => [row.person_id, row.requested_by, ...(row.decided_by ? [row.decided_by] : [])])
  const names = await context.services.personNames(context.tx, people)
  const person = (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
  const today = dateOf(context.services.clock.now(), defaultTimeZone)
  return rows.map((row) => ({
    caseId: row.id,
    person: person(row.person_id),
    basis: row.basis,
    state: row.state,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    overdue: ['requested', 'approved', 'erasing'].includes(row.state) && row.due_on < today,
    requestedBy: person(row.requested_by),
    requestedAt: row.requested_at.toISOString(),
    decidedBy: row.decided_by === null ? null : person(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
    erasedAt: row.erased_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
  }))
}

/** One case for a list. */
export async function presentCase(context: Context, row: CaseRow): Promise<Summary> {
  const [one] = await presentCases(context, [row])
  if (!one) throw new Error('a case was not presented')
  return one
}

/** One case with all that whoever decides has to know. */
export async function presentWhole(context: Context, row: CaseRow): Promise<CaseView> {
  const { tx, services, actor } = context
  const keys = await services.vault.keysOf(tx)
  const reader = personBehind(context)
  const isOpen = row.state === 'requested' || row.state === 'approved'
  const evidence = await listEvidence(tx, row.evidence_ids)
  const obstacle = decisionObstacle(context, row)
  return {
    ...(await presentCase(context, row)),
    reason: row.reason && keys.openText(cells.caseReason(row.id), row.reason),
    decisionReason: row.decision_reason && keys.openText(cells.decisionReason(row.id), row.decision_reason),
    evidence: evidence.map(({ id, title, proves }) => ({ evidenceId: id, title, proves })),
    preview: isOpen ? await presentPreview(context, await readErasable(context, row.person_id), row.id) : null,
    erased: row.erased === null ? null : countsOf(erasedKinds, row.erased),
    sameWeek: reader !== null && (await cameInOneWeek(tx, reader, [row.person_id, row.requested_by])),
    mayNotDecideBecause: obstacle && services.texts.text(actor.locale, `problem.${obstacle}`),
    mayWithdraw: row.state === 'requested' && row.requested_by === reader,
  }
}

/** Code of the problem that deciding would be answered with; null when the reader may. */
export function decisionObstacle({ actor }: Context, row: CaseRow): string | null {
  if (row.state !== 'requested') return 'erasure.not_requested'
  if (actor.kind !== 'account') return 'permission.person_needed'
  if (!actor.permissions.has('erasure:approve')) return 'permission.missing_here'
  return actor.personId === row.requested_by || actor.personId === row.person_id ? 'erasure.same_person' : null
}

/** What erasing would do. `ownCaseId`: the case that asks, which is not in its own way. */
export async function presentPreview(context: Context, person: Erasable, ownCaseId: string | null): Promise<Preview> {
  const { tx } = context
  const found = await findTraces(context, person)
  const holds = await listHoldsOver(tx, person.personId)
  const live = await findLiveCase(tx, person.personId)
  return {
    personId: person.personId,
    name: person.name,
    erasedAt: person.erasedAt?.toISOString() ?? null,
    caseId: live?.id ?? null,
    obstacles: await findObstacles(context, person, ownCaseId),
    erased: countsOf(erasedKinds, found.erased),
    stays: countsOf(stayingKinds, found.stays),
    holds: holds.map((hold) => ({
      holdId: hold.id,
      ofTenant: hold.person_id === null,
      placedAt: hold.placed_at.toISOString(),
    })),
  }
}

/** What stands in the way of erasing a person now. */
export async function findObstacles(
  context: Pick<Context, 'tx' | 'actor'>,
  person: Erasable,
  ownCaseId: string | null,
): Promise<Obstacle[]> {
  const live = await findLiveCase(context.tx, person.personId)
  return obstaclesOf({
    erased: person.erasedAt !== null,
    isReader: personBehind(context) === person.personId,
    account: person.account,
    openCase: live !== null && live.state !== 'done' && live.id !== ownCaseId,
    held: (await listHoldsOver(context.tx, person.personId)).length > 0,
  })
}

function countsOf<Kind extends string>(kinds: readonly Kind[], counted: Readonly<Record<string, number>>) {
  return kinds.map((kind) => ({ kind, count: counted[kind] ?? 0 }))
}
