/**
 * Keeps one case for each time that is due soon or was missed. Derived from the times and the cases as they stand, so
 * that a process that was stopped between the two leaves nothing behind. Under the turn of `renewOccurrences`.
 */
import { changeCase, moveCase, moveClock, openCase } from '#core/case/case.ts'
import { listClocks, listLiveCasesOf } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import type { DueInstants } from '#core/deadline/deadline.ts'
import type { Registry } from '#core/registry.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { dutyKind } from '../case.ts'
import { isDueSoon, type DutySettings } from '../rules.ts'
import { listOccurrencesById, type OccurrenceRow } from '../store/occurrence.ts'

export { listFulfilledBy } from '../store/occurrence.ts'

/** Opens, moves and closes the cases of a tenant as its open times say; the system does, whoever caused it. */
export async function keepCases(given: Context, settings: DutySettings, open: readonly OccurrenceRow[]): Promise<void> {
  const { tx, services } = given
  const at = services.clock.now()
  const actor = { kind: 'system', name: 'duty.cases', tenantId: tx.tenantId, locale: 'de' } as const
  const context: Context = { ...given, actor }
  const live = (await listLiveCasesOf(tx, dutyKind.kind)).map((row) => row.id)
  // Cases that exist first: their rows are taken before the number of a new one, as people take them.
  await closeCases(context, live, open)
  await moveClocks(context, live, open)
  const known = new Set(live)
  for (const one of open) {
    if (known.has(one.id) || !isDueSoon(one.due_at, settings, at)) continue
    await openCase(context, {
      id: one.id,
      kind: dutyKind,
      title: null,
      ...(one.owner_id !== null && { ownerId: one.owner_id }),
      ...(one.subject_id !== null && { subjects: [{ kind: 'subject', id: one.subject_id }] }),
      clocks: { due: { ...dueOf(one), startedAt: startOf(one) } },
    })
  }
}

async function closeCases(context: Context, live: readonly string[], open: readonly OccurrenceRow[]): Promise<void> {
  const waiting = new Set(open.map(({ id }) => id))
  const ended = live.filter((id) => !waiting.has(id))
  for (const { id, done_at: doneAt } of await listOccurrencesById(context.tx, ended))
    await moveCase(context, dutyKind, id, doneAt === null ? 'dropped' : 'verified', {})
}

async function moveClocks(context: Context, live: readonly string[], open: readonly OccurrenceRow[]): Promise<void> {
  const clocks = new Map((await listClocks(context.tx, live)).map((clock) => [clock.case_id, clock]))
  for (const one of open) {
    const clock = clocks.get(one.id)
    if (clock === undefined) continue
    const isSame =
      clock.due_at.getTime() === one.due_at.getTime() &&
      (clock.legal_due_at?.getTime() ?? null) === (one.legal_due_at?.getTime() ?? null)
    if (!isSame) await moveClock(context, dutyKind, one.id, 'due', dueOf(one))
  }
}

function dueOf(one: OccurrenceRow): DueInstants {
  return one.legal_due_at === null ? { dueAt: one.due_at } : { dueAt: one.due_at, legalDueAt: one.legal_due_at }
}

/** A rhythm that ends on the working day before may end before the proof that it counts from. */
function startOf(one: OccurrenceRow): Date {
  return new Date(Math.min(one.started_at.getTime(), one.due_at.getTime() - 1))
}

/** The cases of a measure that were somebody's by that go to whoever answers for it now; given by hand, they stay. */
export async function giveCases(
  context: Context,
  measureId: string,
  from: string | null,
  to: string | null,
): Promise<void> {
  const live = await listLiveCasesOf(context.tx, dutyKind.kind)
  const ids = live.filter((row) => row.owner_id === from).map((row) => row.id)
  const measures = await readMeasures(context.tx, ids)
  for (const row of live)
    if (measures.get(row.id) === measureId)
      await changeCase(context, dutyKind, row.id, { version: row.version, ownerId: to })
}

/** On which measures the given cases of duties rest, by case. */
export async function readMeasures(tx: TenantTx, caseIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await listOccurrencesById(tx, caseIds)).map((row) => [row.id, row.measure_id]))
}

/** What the cases are called: the measure, and whom or what it is about. */
export async function nameDutyCases(
  { tx, actor }: Pick<Context, 'tx' | 'actor'>,
  registry: Registry,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return new Map(
    (await listOccurrencesById(tx, caseIds)).map((row) => {
      const title = registry.measures.get(row.measure_id)?.title[actor.locale] ?? row.measure_id
      return [row.id, row.subject_name === null ? title : `${title}: ${row.subject_name}`]
    }),
  )
}
