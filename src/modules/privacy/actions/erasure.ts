/**
 * A case to erase a person: asked for by one natural person, decided by another, neither of whom is the one concerned.
 * A hold does not keep a case from being opened, because its month runs all the same; it keeps it from being approved.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { record } from '#core/ledger/record.ts'
import { lockErasable, readErasable } from '#modules/identity/actions/erase.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { requestRun } from '#platform/job/recurring.ts'
import { requireSession } from '../actor.ts'
import { cells } from '../cell.ts'
import type { CaseView, listErasures, Obstacle, Preview, requestErasure } from '../contract.ts'
import { dateOf, dueOn, mayBecome } from '../rules.ts'
import {
  decideCase,
  findCase,
  findLiveCase,
  insertCase,
  listCases,
  lockCase,
  takeTurn,
  type CaseRow,
} from '../store/case.ts'
import { listEvidence } from '../store/trace.ts'
import { findObstacles, presentCase, presentCases, presentPreview, presentWhole } from './present.ts'

type Summary = OutputOf<typeof listErasures>['items'][number]

/** Name of the recurring work that carries cases out. */
export const eraseWork = 'privacy.erase-persons'

/** What erasing somebody would do, and what stands in its way. @throws Problem `common.not_found` */
export async function previewErasing(context: Context, personId: string): Promise<Preview> {
  return presentPreview(context, await readErasable(context, personId), null)
}

/** A page of cases, newest first. */
export async function listErasureCases(
  context: Context,
  query: InputOf<typeof listErasures>['query'],
): Promise<OutputOf<typeof listErasures>> {
  const rows = await listCases(context.tx, {
    personId: query.personId ?? null,
    state: query.state ?? null,
    before: query.cursor === undefined ? null : decodeCursor(query.cursor),
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.requested_at, id: row.id }))
  return { nextCursor: page.nextCursor, items: await presentCases(context, page.items) }
}

/** One case. @throws Problem `common.not_found` */
export async function readErasureCase(context: Context, caseId: string): Promise<CaseView> {
  const row = await findCase(context.tx, caseId)
  if (!row) throw notFound()
  return presentWhole(context, row)
}

/**
 * Opens a case.
 * @throws Problem `common.not_found`, 400 `erasure.invalid` with all issues, and of what stands in the way:
 *   `erasure.already_erased`, `.same_person`, `.last_owner`, `.account_open`, `.case_open`
 */
export async function openCase(
  context: Context,
  personId: string,
  given: InputOf<typeof requestErasure>['body'],
): Promise<Summary> {
  const actor = requireSession(context)
  const { tx, services } = context
  await takeTurn(tx)
  const person = await lockErasable(context, personId)
  const at = services.clock.now()
  const evidence = await listEvidence(tx, given.evidenceIds)
  const issues: ProblemIssue[] = given.evidenceIds.flatMap((id, index) =>
    evidence.some((one) => one.id === id) ? [] : [{ pointer: `/evidenceIds/${index}`, code: 'unknown_evidence' }],
  )
  if (given.receivedOn > dateOf(at, defaultTimeZone)) issues.push({ pointer: '/receivedOn', code: 'in_the_future' })
  if (issues.length > 0) throw new Problem(400, 'erasure.invalid', { issues })
  const [obstacle] = (await findObstacles(context, person, null)).filter((one) => one !== 'held')
  if (obstacle) throw await obstacleProblem(context, obstacle, personId)
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  const due = dueOn(given.receivedOn)
  try {
    await insertCase(tx, {
      id,
      personId,
      basis: given.basis,
      receivedOn: given.receivedOn,
      dueOn: due,
      evidenceIds: [...new Set(given.evidenceIds)],
      reason: keys.seal(cells.caseReason(id), given.reason),
      requestedBy: actor.personId,
      at,
    })
  } catch (error) {
    if (constraintOf(error) === 'erasure_cases_open') throw new Problem(409, 'erasure.case_open', { cause: error })
    throw error
  }
  await record(context, {
    action: 'erasure.requested',
    object: { kind: 'erasure', id },
    after: { person: personId, basis: given.basis, receivedOn: given.receivedOn, dueOn: due, state: 'requested' },
    reason: given.reason,
    about: { personId },
  })
  await announce(tx, 'people')
  await announce(tx, 'today')
  return presentCase(context, await lockKnown(context, id))
}

/**
 * Approves what somebody else asked for; the worker begins at once.
 * @throws Problem `common.not_found`, 409 `erasure.not_requested`, 403 `erasure.same_person`, and of what stands in the
 *   way: `erasure.held`, `.account_open`, `.last_owner`, `.already_erased`
 */
export async function approveCase(context: Context, caseId: string, given: { reason: string }): Promise<Summary> {
  const { services, tx } = context
  await takeTurn(tx)
  const row = await lockToDecide(context, caseId, 'approved')
  const person = await lockErasable(context, row.person_id)
  const [obstacle] = await findObstacles(context, person, caseId)
  if (obstacle) throw await obstacleProblem(context, obstacle, row.person_id)
  await decide(context, row, 'approved', given.reason)
  tx.afterCommit(async () => {
    // It comes round by itself; this only saves the waiting.
    await requestRun(services.database, eraseWork, 'approval').catch((error: unknown) =>
      services.log.debug({ err: error }, 'the erasure waits for its round'),
    )
  })
  return presentCase(context, await lockKnown(context, caseId))
}

/** Refuses, with the reason that the person is owed (Art. 12(4)). @throws Problem as `approveCase`, without obstacles */
export async function refuseCase(context: Context, caseId: string, given: { reason: string }): Promise<Summary> {
  const row = await lockToDecide(context, caseId, 'refused')
  await decide(context, row, 'refused', given.reason)
  return presentCase(context, await lockKnown(context, caseId))
}

/** Takes back what one asked for oneself. @throws Problem `common.not_found`, 403 `erasure.not_yours`, 409 `erasure.not_requested` */
export async function withdrawCase(context: Context, caseId: string, given: { reason: string }): Promise<Summary> {
  const actor = requireSession(context)
  const row = await lockKnown(context, caseId)
  if (row.requested_by !== actor.personId) throw new Problem(403, 'erasure.not_yours')
  if (!mayBecome(row.state, 'withdrawn')) throw new Problem(409, 'erasure.not_requested')
  await decide(context, row, 'withdrawn', given.reason)
  return presentCase(context, await lockKnown(context, caseId))
}

async function lockKnown(context: Context, caseId: string): Promise<CaseRow> {
  const row = await lockCase(context.tx, caseId)
  if (!row) throw notFound()
  return row
}

async function lockToDecide(context: Context, caseId: string, state: 'approved' | 'refused'): Promise<CaseRow> {
  const actor = requireSession(context)
  const row = await lockKnown(context, caseId)
  if (actor.personId === row.requested_by || actor.personId === row.person_id)
    throw new Problem(403, 'erasure.same_person')
  if (!mayBecome(row.state, state)) throw new Problem(409, 'erasure.not_requested')
  return row
}

async function decide(
  context: Context,
  row: CaseRow,
  state: 'approved' | 'refused' | 'withdrawn',
  reason: string,
): Promise<void> {
  const { tx, services } = context
  const { personId: by } = requireSession(context)
  const keys = await services.vault.keysOf(tx)
  const at = services.clock.now()
  await decideCase(tx, { id: row.id, state, reason: keys.seal(cells.decisionReason(row.id), reason), by, at })
  await record(context, {
    action: state === 'approved' ? 'erasure.approved' : state === 'refused' ? 'erasure.refused' : 'erasure.withdrawn',
    object: { kind: 'erasure', id: row.id },
    before: { state: row.state, requestedBy: row.requested_by },
    after: { state, person: row.person_id },
    reason,
    about: { personId: row.person_id },
  })
  await announce(tx, 'people')
  await announce(tx, 'today')
}

/** The refusal that an obstacle is answered with. */
async function obstacleProblem(context: Context, obstacle: Obstacle, personId: string): Promise<Problem> {
  switch (obstacle) {
    case 'already_erased': {
      const live = await findLiveCase(context.tx, personId)
      const on = live?.erased_at ? dateOf(live.erased_at, defaultTimeZone) : '–'
      return new Problem(409, 'erasure.already_erased', { params: { on, case: live?.id ?? '–' } })
    }
    case 'same_person':
      return new Problem(403, 'erasure.same_person')
    case 'last_owner':
      return new Problem(409, 'erasure.last_owner')
    case 'account_open':
      return new Problem(409, 'erasure.account_open')
    case 'case_open':
      return new Problem(409, 'erasure.case_open')
    case 'held':
      return new Problem(409, 'erasure.held')
  }
}
