/**
 * Answers to what became weaker or fell away: a measure that another promise keeps, or a judgement signed by somebody
 * who wrote nothing of the version.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { compensatingMeasures } from '../change/compare.ts'
import { mayAnswer, stateOf } from '../change/state.ts'
import { hashChange } from '../change/wording.ts'
import { insertJudgement, lockJudgement, putAnswer, updateJudged } from '../store/answer.ts'
import * as store from '../store/version.ts'
import { compareWithBase, type AnsweredChange, type Comparison } from './compare.ts'
import { requireSession } from '#core/actor.ts'

/** @throws Problem 404, 409 `statement.wrong_state`, `statement-change.needs_no_answer` */
async function findChange(
  context: Context,
  statementId: string,
  claimId: string,
): Promise<AnsweredChange & { readonly comparison: Comparison }> {
  const row = await store.lockVersion(context.tx, statementId)
  if (!row) throw notFound()
  const comparison = await compareWithBase(context.tx, row)
  const found = comparison.changes.find((one) => one.claimId === claimId)
  if (!found) throw notFound()
  if (!mayAnswer(stateOf(row))) throw new Problem(409, 'statement.wrong_state', { params: { state: stateOf(row) } })
  if (!found.change.demandsAnswer) throw new Problem(409, 'statement-change.needs_no_answer')
  return { ...found, comparison }
}

/**
 * Names the measure that makes up for a change.
 * @throws Problem 404, 400 `statement-change.invalid_measure` when no other promise of the version keeps it undiminished,
 *   409 `statement.wrong_state`, `statement-change.needs_no_answer`
 */
export async function compensate(
  context: Context,
  statementId: string,
  claimId: string,
  measure: string,
): Promise<{ claimId: string; measure: string }> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const { change, comparison, answer } = await findChange(context, statementId, claimId)
  const all = comparison.changes.map((one) => one.change)
  if (!compensatingMeasures(all, change).has(measure))
    throw new Problem(400, 'statement-change.invalid_measure', {
      issues: [{ pointer: '/measure', code: 'does_not_compensate' }],
    })
  const digest = hashChange(change)
  await putAnswer(tx, {
    statementId,
    claimId,
    digest,
    measure,
    decisionId: null,
    by: personId,
    at: services.clock.now(),
  })
  await record(context, {
    action: 'statement-change.compensated',
    object: { kind: 'statement', id: statementId },
    before: { measure: answer?.measure_id ?? null, decision: answer?.decision_id ?? null },
    after: { claim: claimId, direction: change.direction, measure, digest: digest.toString('hex') },
  })
  return { claimId, measure }
}

/**
 * Asks for the judgement; the reason is what somebody else signs.
 * @throws Problem 404, 409 `statement.wrong_state`, `statement-change.needs_no_answer`
 */
export async function askForJudgement(
  context: Context,
  statementId: string,
  claimId: string,
  reason: string,
): Promise<{ decisionId: string }> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const { change } = await findChange(context, statementId, claimId)
  const at = services.clock.now()
  const decisionId = newId(services.clock)
  const digest = hashChange(change)
  await insertJudgement(tx, { id: decisionId, statementId, reason, by: personId, at })
  await putAnswer(tx, { statementId, claimId, digest, measure: null, decisionId, by: personId, at })
  await record(context, {
    action: 'statement-change.judgement-requested',
    object: { kind: 'decision', id: decisionId },
    after: { statement: statementId, claim: claimId, direction: change.direction, digest: digest.toString('hex') },
    reason,
  })
  await announce(tx, 'decisions')
  return { decisionId }
}

/**
 * Signs the judgement, or refuses it.
 * @throws Problem 404, 403 `four_eyes.same_person` for who asked and who wrote, 409 `decision.already_decided`,
 *   `statement.wrong_state` once the version is approved
 */
export async function judge(
  context: Context,
  decisionId: string,
  outcome: 'approved' | 'refused',
  reason: string,
): Promise<{ decisionId: string; outcome: 'approved' | 'refused' }> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const asked = await lockJudgement(tx, decisionId)
  if (!asked) throw notFound()
  const row = await store.lockVersion(tx, asked.object_id)
  if (!row) throw notFound()
  const authors = await store.listAuthors(tx, row.id)
  if (asked.requested_by === personId || authors.has(personId)) throw new Problem(403, 'four_eyes.same_person')
  if (asked.outcome !== null) throw new Problem(409, 'decision.already_decided')
  if (!mayAnswer(stateOf(row))) throw new Problem(409, 'statement.wrong_state', { params: { state: stateOf(row) } })
  await updateJudged(tx, { id: decisionId, outcome, reason, by: personId, at: services.clock.now() })
  await record(context, {
    action: 'statement-change.judgement-decided',
    object: { kind: 'decision', id: decisionId },
    before: { outcome: null },
    after: { outcome, statement: row.id },
    reason,
  })
  await announce(tx, 'decisions')
  return { decisionId, outcome }
}
