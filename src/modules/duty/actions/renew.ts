/**
 * Keeps the times that duties are due as the evidence says: opens, moves, finishes, misses and drops them, each with an
 * entry, and their cases with them. Any number of processes may do it; one at a time for each tenant, and the second finds nothing to do.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { listDutyEvents } from '#core/due/event.ts'
import { loadDemands } from '#core/due/promise.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import { demandsOf, reconcile, type Demand, type Step } from '../rules.ts'
import {
  insertOccurrence,
  listClosedEvents,
  listOpen,
  markDone,
  markDropped,
  markMissed,
  moveOccurrence,
  takeTurn,
} from '../store/occurrence.ts'
import { listRhythms, readSettings } from '../store/setting.ts'
import { keepCases } from './case.ts'

/** Brings a tenant's times up to date and returns how many changed. */
export async function renewOccurrences(context: Context, registry: Registry): Promise<number> {
  const { tx, services } = context
  await takeTurn(tx)
  const at = services.clock.now()
  const settings = await readSettings(tx)
  const demanded = await loadDemands(tx, registry, at)
  const names = demanded.flatMap(({ duty }) => (duty.event === undefined ? [] : [duty.event.name]))
  const events = await listDutyEvents(tx, [...new Set(names)])
  const demands = demandsOf(demanded, events, await listRhythms(tx), settings.calendar)
  const open = await listOpen(tx)
  const steps = reconcile(open, demands, await listClosedEvents(tx), at)
  for (const step of steps) await takeStep(context, step, at)
  await keepCases(context, settings, steps.length === 0 ? open : await listOpen(tx))
  if (steps.length > 0) await announce(tx, 'today')
  return steps.length
}

async function takeStep(context: Context, step: Step, at: Date): Promise<void> {
  const { tx, services } = context
  if (step.do === 'open') {
    const id = newId(services.clock)
    await insertOccurrence(tx, id, step.demand, at)
    await record(context, { action: 'duty.opened', object: occurrence(id), after: said(step.demand) })
    if (step.demand.dueAt <= at) await takeStep(context, { do: 'miss', id }, at)
    return
  }
  const object = occurrence(step.id)
  switch (step.do) {
    case 'move':
      await moveOccurrence(tx, step.id, step.demand, at)
      return void (await record(context, { action: 'duty.moved', object, after: said(step.demand) }))
    case 'finish':
      await markDone(tx, { id: step.id, evidenceId: step.evidenceId, doneAt: step.at, at })
      return void (await record(context, {
        action: 'duty.done',
        object,
        after: { doneAt: step.at.toISOString(), evidence: step.evidenceId },
      }))
    case 'miss':
      await markMissed(tx, step.id, at)
      return void (await record(context, { action: 'duty.missed', object }))
    case 'drop':
      await markDropped(tx, step.id, at)
      return void (await record(context, { action: 'duty.dropped', object }))
  }
}

function occurrence(id: string) {
  return { kind: 'duty-occurrence', id }
}

function said(demand: Demand) {
  return {
    duty: demand.dutyId,
    occasion: demand.occasion,
    startedAt: demand.startedAt.toISOString(),
    dueAt: demand.dueAt.toISOString(),
    breaksAt: demand.breaksAt?.toISOString() ?? null,
  }
}
