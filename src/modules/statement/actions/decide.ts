/** Decisions about a sentence: asked for by one natural person, decided by another, always with a reason. */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { personOf } from '#core/evidence/actions.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { markChange } from '#core/judging/mark.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { requestDecision } from '../contract.ts'
import { closeRequest, openRequest } from '../exception-case.ts'
import { readJudgedClaims } from '../store.ts'

/** Nothing is dismissed for ever: a decision without an end of its own is looked at again after a year (C1). */
const longestValidity = 'P12M'

/**
 * Asks for a decision.
 * @throws Problem 404, 400 `decision.invalid` with all issues
 */
export async function askForDecision(
  context: Context,
  claimId: string,
  input: InputOf<typeof requestDecision>['body'],
): Promise<{ id: string }> {
  const { tx, services } = context
  const [claim] = await readJudgedClaims(tx, { claimId })
  if (!claim) throw notFound()
  const now = services.clock.now()
  const latest = addDuration(now, longestValidity)
  const validUntil = input.validUntil === undefined ? latest : new Date(input.validUntil)
  const issues: ProblemIssue[] = []
  if (validUntil <= now) issues.push({ pointer: '/validUntil', code: 'in_the_past' })
  if (validUntil > latest) issues.push({ pointer: '/validUntil', code: 'too_far_ahead' })
  if (claim.kind !== 'promise' && claim.kind !== 'option')
    issues.push({ pointer: '/kind', code: 'claim_without_status' })
  if (input.kind === 'option' && claim.kind !== 'option') issues.push({ pointer: '/kind', code: 'no_option' })
  if (input.kind === 'exception' && claim.quantifier !== 'as_appropriate')
    issues.push({ pointer: '/kind', code: 'no_exceptions_here' })
  if ((input.kind === 'exception' || input.kind === 'narrowing') && input.subjectId === undefined)
    issues.push({ pointer: '/subjectId', code: 'required' })
  if (input.subjectId !== undefined) {
    const known = await tx.db
      .selectFrom('subjects')
      .select('id')
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', input.subjectId)
      .executeTakeFirst()
    if (!known) issues.push({ pointer: '/subjectId', code: 'unknown_subject' })
  }
  if (issues.length > 0) throw new Problem(400, 'decision.invalid', { issues })
  const id = newId(services.clock)
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id,
      kind: input.kind,
      object_kind: 'claim',
      object_id: claimId,
      subject_id: input.subjectId ?? null,
      reason: input.reason,
      requested_by: personOf(context.actor),
      requested_at: now,
      valid_from: now,
      valid_until: validUntil,
    })
    .execute()
  await record(context, {
    action: 'decision.requested',
    object: { kind: 'decision', id },
    after: { kind: input.kind, claim: claimId, subject: input.subjectId ?? null, validUntil: validUntil.toISOString() },
    reason: input.reason,
  })
  await openRequest(context, { id, claimId, subjectId: input.subjectId ?? null, validUntil })
  await announce(tx, 'decisions')
  await announce(tx, 'today')
  return { id }
}

/**
 * Approves or refuses what somebody else asked for.
 * @throws Problem 404, 403 `four_eyes.same_person`, 409 `decision.already_decided`
 */
export async function decideRequest(
  context: Context,
  registry: Registry,
  decisionId: string,
  outcome: 'approved' | 'refused',
  reason: string,
): Promise<{ id: string; outcome: 'approved' | 'refused' }> {
  const { tx, services } = context
  const { tenantId } = tx
  const decider = personOf(context.actor)
  const asked = await tx.db
    .selectFrom('decisions')
    .select(['requested_by', 'outcome', 'kind', 'object_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', decisionId)
    .where('object_kind', '=', 'claim')
    .forUpdate()
    .executeTakeFirst()
  if (!asked) throw notFound()
  if (asked.requested_by === decider) throw new Problem(403, 'four_eyes.same_person')
  if (asked.outcome !== null) throw new Problem(409, 'decision.already_decided')
  const now = services.clock.now()
  await tx.db
    .updateTable('decisions')
    .set({ outcome, outcome_reason: reason, decided_by: decider, decided_at: now, valid_from: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', decisionId)
    .execute()
  await record(context, {
    action: 'decision.decided',
    object: { kind: 'decision', id: decisionId },
    before: { outcome: null },
    after: { outcome },
    reason,
  })
  await closeRequest(context, decisionId, outcome, reason)
  await announce(tx, 'decisions')
  await announce(tx, 'today')
  await markChange(tx, services.clock, [{ claim: asked.object_id }], now)
  tx.afterCommit(async () => {
    await judgeTenant(services, registry, tenantId)
  })
  return { id: decisionId, outcome }
}
