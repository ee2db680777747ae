/** Disposable objects for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import { raiseDutyEvent } from '#core/due/event.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { ensureSubjects } from '#core/subject.ts'
import { createToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { defaultSettings } from './rules.ts'
import { insertOccurrence, insertReminder } from './store/occurrence.ts'
import { insertAbsence, putDeputy, putFeed } from './store/person.ts'
import { putOwner, putRhythm, putSettings } from './store/setting.ts'

/** A time that is open, with its event, its reminder, and what a tenant arranges around it. */
export async function occurrenceSpecimen(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const at = services.clock.now()
  const id = newId(services.clock)
  const personId = await somebody(context, id)
  await raiseDutyEvent(context, { event: 'specimen.planted', subjectId: personId, occurredAt: at })
  const dueAt = new Date(at.getTime() + 86_400_000)
  await insertOccurrence(
    tx,
    id,
    {
      dutyId: `specimen.${id}/record`,
      measureId: `specimen.${id}`,
      occasion: 'measure',
      subjectId: null,
      startedAt: at,
      dueAt,
      legalDueAt: null,
      breaksAt: null,
      basis: null,
      doneBy: null,
    },
    at,
  )
  await insertReminder(tx, { occurrence_id: id, step: 'before-1', due_at: dueAt, person_id: personId, sent_at: at })
  await putOwner(tx, `specimen.${id}`, personId, at)
  await putRhythm(tx, `specimen.${id}/record`, { every: 'P1M', yearlyBy: null, align: null }, at)
  await putDeputy(tx, { person_id: personId, deputy_id: null, superior_id: null }, at)
  await putFeed(tx, { id: newId(services.clock), personId, tokenHash: createToken().hash, at })
  // Only where nothing was chosen: a real tenant keeps its calendar.
  await putSettings(tx, defaultSettings, 0, at)
  await record(context, { action: 'duty.opened', object: { kind: 'duty-occurrence', id } })
  return { params: { occurrenceId: id } }
}

/** An absence of the caller, or of nobody in particular. */
export async function absenceSpecimen(context: Context): Promise<Specimen> {
  const { actor, tx, services } = context
  const id = newId(services.clock)
  const personId = 'personId' in actor ? actor.personId : await somebody(context, id)
  const row = { id, person_id: personId, deputy_id: null, from_on: '2030-01-01', until_on: '2030-01-05' }
  await insertAbsence(tx, row, services.clock.now())
  await record(context, { action: 'absence.added', object: { kind: 'absence', id } })
  return { params: { absenceId: id } }
}

async function somebody({ tx, services }: Context, name: string): Promise<string> {
  const made = await ensureSubjects(tx, services.clock, 'canary', [{ kind: 'person', externalId: name }])
  return [...made.values()][0] ?? ''
}
