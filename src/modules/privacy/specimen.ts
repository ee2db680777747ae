/** Disposable people and cases for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { cells } from './cell.ts'
import { dateOf, dueOn } from './rules.ts'
import { insertCase } from './store/case.ts'
import { insertHold } from './store/hold.ts'
import { dropRule, insertRule, listLiveRules } from './store/retention.ts'

const reason = 'A disposable specimen of the canary.'

/** Somebody who has left, and may be erased. */
export async function leaver(context: Context): Promise<Specimen> {
  return { params: { personId: await plantLeaver(context) } }
}

/** A request to erase somebody who has left. */
export async function erasureRequest(context: Context): Promise<Specimen> {
  const receivedOn = dateOf(context.services.clock.now(), defaultTimeZone)
  return { ...(await leaver(context)), body: { basis: 'art17_1a', receivedOn, reason } }
}

/** A case that somebody else opened, about a third person, and what to say to it. */
export async function openCaseOfOthers(context: Context): Promise<Specimen> {
  return plantCase(context, await plantLeaver(context))
}

/** A case that the caller opened, where there is one. */
export async function ownCase(context: Context): Promise<Specimen> {
  const { actor } = context
  return plantCase(context, actor.kind === 'account' ? actor.personId : await plantLeaver(context))
}

async function plantCase(context: Context, requestedBy: string): Promise<Specimen> {
  const { services, tx } = context
  const at = services.clock.now()
  const id = newId(services.clock)
  const personId = await plantLeaver(context)
  const receivedOn = dateOf(at, defaultTimeZone)
  const keys = await services.vault.keysOf(tx)
  await insertCase(tx, {
    id,
    personId,
    basis: 'art17_1a',
    receivedOn,
    dueOn: dueOn(receivedOn),
    evidenceIds: [],
    reason: keys.seal(cells.caseReason(id), reason),
    requestedBy,
    at,
  })
  await record(context, {
    action: 'erasure.requested',
    object: { kind: 'erasure', id },
    after: { person: personId, state: 'requested' },
  })
  return { params: { caseId: id }, body: { reason } }
}

/** A hold on somebody, placed by another than the caller. */
export async function holdOfOthers(context: Context): Promise<Specimen> {
  const { services, tx } = context
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertHold(tx, {
    id,
    personId: await plantLeaver(context),
    reason: keys.seal(cells.holdReason(id), reason),
    reference: keys.seal(cells.holdReference(id), 'specimen'),
    by: await plantLeaver(context),
    at: services.clock.now(),
  })
  await record(context, { action: 'legal-hold.placed', object: { kind: 'legal-hold', id } })
  return { params: { holdId: id }, body: { reason } }
}

/** Makes room for another proposal. */
export async function clearProposals({ services, tx }: Context): Promise<void> {
  const at = services.clock.now()
  for (const { id, state, requested_by: by } of await listLiveRules(tx))
    if (state === 'requested') await dropRule(tx, { id, state: 'withdrawn', by, at })
}

/** A period that another than the caller proposed. */
export async function ruleOfOthers(context: Context): Promise<Specimen> {
  const { services, tx } = context
  const by = await plantLeaver(context)
  const id = newId(services.clock)
  await insertRule(tx, { id, years: 10, reason, by, at: services.clock.now() })
  await record(context, { action: 'retention.requested', object: { kind: 'retention', id } })
  return { params: { ruleId: id } }
}
