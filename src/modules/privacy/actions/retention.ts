/**
 * How long the ledger keeps what its entries say: for ever, unless one natural person proposed a period and another
 * approved it. What is older then expires, after the ledger itself says so; the leaves stay, and with them every proof.
 */
import { announce } from '#core/announce.ts'
import type { Context, Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { personBehind } from '#core/actor.ts'
import { requireSession } from '../actor.ts'
import type { RetentionView } from '../contract.ts'
import { yearsBefore } from '../rules.ts'
import { takeTurn } from '../store/case.ts'
import { isTenantHeld } from '../store/hold.ts'
import {
  countPayloads,
  dropRule,
  enforceRule,
  expirePayloads,
  hasPayloadBefore,
  insertRule,
  listLiveRules,
  lockRule,
  type RuleRow,
} from '../store/retention.ts'

/** Name of the recurring work, and of who acts in it. */
export const expireWork = 'privacy.expire-ledger'
/** Payloads to a transaction: about a second. */
const batch = 2_000

/** What is in force, what is proposed, and what it did. */
export async function readRetentionRule(context: Context): Promise<RetentionView> {
  const { tx, services } = context
  const rules = await listLiveRules(tx)
  const names = await services.personNames(
    tx,
    rules.flatMap((row) => [row.requested_by, row.decided_by]).filter((id) => id !== null),
  )
  const person = (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
  const present = (row: RuleRow) => ({
    ruleId: row.id,
    years: row.years,
    reason: row.reason,
    requestedBy: person(row.requested_by),
    requestedAt: row.requested_at.toISOString(),
    decidedBy: row.decided_by === null ? null : person(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
  })
  const inForce = rules.find(({ state }) => state === 'in_force')
  const reader = personBehind(context)
  return {
    inForce: inForce ? present(inForce) : null,
    proposals: rules
      .filter(({ state }) => state === 'requested')
      .map((row) => ({ ...present(row), isOwn: row.requested_by === reader })),
    ...(await countPayloads(tx)),
    held: await isTenantHeld(tx),
  }
}

/** @throws Problem 409 `retention.already_requested`, `retention.same_period` */
export async function proposeRetention(
  context: Context,
  given: { years: number | null; reason: string },
): Promise<RetentionView> {
  const actor = requireSession(context)
  const { tx, services } = context
  const inForce = (await listLiveRules(tx)).find(({ state }) => state === 'in_force')
  if ((inForce?.years ?? null) === given.years) throw new Problem(409, 'retention.same_period')
  const id = newId(services.clock)
  try {
    await insertRule(tx, { id, ...given, by: actor.personId, at: services.clock.now() })
  } catch (error) {
    if (constraintOf(error) === 'retention_rules_requested')
      throw new Problem(409, 'retention.already_requested', { cause: error })
    throw error
  }
  await record(context, {
    action: 'retention.requested',
    object: { kind: 'retention', id },
    before: { years: inForce?.years ?? null },
    after: { years: given.years },
    reason: given.reason,
  })
  await announce(tx, 'today')
  return readRetentionRule(context)
}

/** @throws Problem `common.not_found`, 403 `four_eyes.same_person`, 409 `retention.not_requested` */
export async function approveRetentionRule(context: Context, ruleId: string): Promise<RetentionView> {
  const actor = requireSession(context)
  const rule = await lockRequested(context, ruleId)
  if (rule.requested_by === actor.personId) throw new Problem(403, 'four_eyes.same_person')
  await enforceRule(context.tx, { id: ruleId, by: actor.personId, at: context.services.clock.now() })
  await record(context, {
    action: 'retention.approved',
    object: { kind: 'retention', id: ruleId },
    before: { requestedBy: rule.requested_by },
    after: { years: rule.years, approvedBy: actor.personId },
  })
  await announce(context.tx, 'today')
  return readRetentionRule(context)
}

/** Refuses, or takes back what one proposed oneself. @throws Problem `common.not_found`, 409 `retention.not_requested` */
export async function refuseRetentionRule(context: Context, ruleId: string): Promise<RetentionView> {
  const actor = requireSession(context)
  const rule = await lockRequested(context, ruleId)
  const state = rule.requested_by === actor.personId ? 'withdrawn' : 'refused'
  await dropRule(context.tx, { id: ruleId, state, by: actor.personId, at: context.services.clock.now() })
  await record(context, {
    action: 'retention.refused',
    object: { kind: 'retention', id: ruleId },
    before: { requestedBy: rule.requested_by, years: rule.years },
    after: { state },
  })
  await announce(context.tx, 'today')
  return readRetentionRule(context)
}

async function lockRequested(context: Context, ruleId: string): Promise<RuleRow> {
  const rule = await lockRule(context.tx, ruleId)
  if (!rule) throw notFound()
  if (rule.state !== 'requested') throw new Problem(409, 'retention.not_requested')
  return rule
}

/**
 * Lets expire what is older than a tenant's period: first the ledger says so, then the payloads go, in batches. Ended
 * anywhere, the next round goes on under an announcement of its own. Returns how many payloads it were.
 */
export async function expireOld(services: Services, tenantId: string, signal: AbortSignal): Promise<number> {
  const before = await services.database.withTenant(tenantId, async (tx) => {
    await takeTurn(tx)
    const rule = (await listLiveRules(tx)).find(({ state }) => state === 'in_force')
    if (rule?.years == null || (await isTenantHeld(tx))) return null
    const cutOff = yearsBefore(services.clock.now(), rule.years, defaultTimeZone)
    if (!(await hasPayloadBefore(tx, cutOff))) return null
    await record(
      {
        tx,
        services,
        actor: { kind: 'system', tenantId, name: expireWork, locale: 'de' },
        origin: { requestId: expireWork, address: null, userAgent: null },
      },
      {
        action: 'ledger.expired',
        object: { kind: 'ledger', id: tenantId },
        after: { before: cutOff.toISOString(), years: rule.years },
      },
    )
    return cutOff
  })
  if (before === null) return 0
  let expired = 0
  for (;;) {
    signal.throwIfAborted()
    // A hold on the tenant may have come meanwhile.
    if (await services.database.withTenant(tenantId, isTenantHeld)) return expired
    const some = await services.database.withPlatform('let payloads of the ledger expire', (tx) =>
      expirePayloads(tx, tenantId, before, batch),
    )
    expired += some
    if (some < batch) return expired
  }
}
