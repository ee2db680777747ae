/**
 * Legal holds: placed by one natural person, released by another, both with a reason. What is held is neither erased nor
 * does it expire, also when it had been approved before.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { readErasable } from '#modules/identity/actions/erase.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { requireSession } from '../actor.ts'
import { cells } from '../cell.ts'
import type { HoldView, placeHold } from '../contract.ts'
import { findLiveCase, takeTurn } from '../store/case.ts'
import { endHold, insertHold, listHoldRows, lockHold, type HoldRow } from '../store/hold.ts'

/** All that stand, and the last released. */
export async function listLegalHolds(context: Context): Promise<{ items: HoldView[] }> {
  return { items: await present(context, await listHoldRows(context.tx)) }
}

/**
 * Places a hold on a person, or with `personId` null on everything.
 * @throws Problem `common.not_found`, 409 `legal-hold.too_late` for whoever is erased already
 */
export async function placeLegalHold(context: Context, given: InputOf<typeof placeHold>['body']): Promise<HoldView> {
  const actor = requireSession(context)
  const { tx, services } = context
  const { personId } = given
  await takeTurn(tx)
  if (personId !== null) {
    const person = await readErasable(context, personId)
    if (person.erasedAt !== null) throw new Problem(409, 'legal-hold.too_late')
  }
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertHold(tx, {
    id,
    personId,
    reason: keys.seal(cells.holdReason(id), given.reason),
    reference: keys.seal(cells.holdReference(id), given.reference),
    by: actor.personId,
    at: services.clock.now(),
  })
  const live = personId === null ? null : await findLiveCase(tx, personId)
  await record(context, {
    action: 'legal-hold.placed',
    object: { kind: 'legal-hold', id },
    after: {
      person: personId,
      stops: live?.state === 'requested' || live?.state === 'approved' ? live.id : null,
      ...(personId === null && { reference: given.reference }),
    },
    reason: given.reason,
    ...(personId !== null && { about: { personId, after: { reference: given.reference } } }),
  })
  await announce(tx, 'people')
  return presentOne(context, id)
}

/** @throws Problem `common.not_found`, 403 `legal-hold.same_person`, 409 `legal-hold.released` */
export async function releaseLegalHold(context: Context, holdId: string, given: { reason: string }): Promise<HoldView> {
  const actor = requireSession(context)
  const { tx, services } = context
  await takeTurn(tx)
  const row = await lockHold(tx, holdId)
  if (!row) throw notFound()
  if (row.placed_by === actor.personId || row.person_id === actor.personId)
    throw new Problem(403, 'legal-hold.same_person')
  if (row.released_at !== null) throw new Problem(409, 'legal-hold.released')
  const keys = await services.vault.keysOf(tx)
  await endHold(tx, {
    id: holdId,
    reason: keys.seal(cells.releaseReason(holdId), given.reason),
    by: actor.personId,
    at: services.clock.now(),
  })
  await record(context, {
    action: 'legal-hold.released',
    object: { kind: 'legal-hold', id: holdId },
    before: { placedBy: row.placed_by, person: row.person_id },
    after: { releasedBy: actor.personId },
    reason: given.reason,
    ...(row.person_id !== null && { about: { personId: row.person_id } }),
  })
  await announce(tx, 'people')
  return presentOne(context, holdId)
}

async function presentOne(context: Context, holdId: string): Promise<HoldView> {
  const row = await lockHold(context.tx, holdId)
  const [one] = row ? await present(context, [row]) : []
  if (!one) throw notFound()
  return one
}

async function present(context: Context, rows: readonly HoldRow[]): Promise<HoldView[]> {
  const { tx, services, actor } = context
  const keys = await services.vault.keysOf(tx)
  const people = rows.flatMap((row) => [row.person_id, row.placed_by, row.released_by]).filter((id) => id !== null)
  const names = await services.personNames(tx, people)
  const person = (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
  return rows.map((row) => {
    const obstacle = releaseObstacle(context, row)
    return {
      holdId: row.id,
      person: row.person_id === null ? null : person(row.person_id),
      reason: row.reason && keys.openText(cells.holdReason(row.id), row.reason),
      reference: row.reference && keys.openText(cells.holdReference(row.id), row.reference),
      placedBy: person(row.placed_by),
      placedAt: row.placed_at.toISOString(),
      releasedBy: row.released_by === null ? null : person(row.released_by),
      releasedAt: row.released_at?.toISOString() ?? null,
      releaseReason: row.release_reason && keys.openText(cells.releaseReason(row.id), row.release_reason),
      mayNotReleaseBecause: obstacle && services.texts.text(actor.locale, `problem.${obstacle}`),
    }
  })
}

function releaseObstacle({ actor }: Context, row: HoldRow): string | null {
  if (row.released_at !== null) return 'legal-hold.released'
  if (actor.kind !== 'account') return 'permission.person_needed'
  if (!actor.permissions.has('legal-hold:release')) return 'permission.missing_here'
  return row.placed_by === actor.personId || row.person_id === actor.personId ? 'legal-hold.same_person' : null
}
