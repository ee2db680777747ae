/**
 * The steps of a version: submitted, approved by somebody who wrote nothing of it, announced to customers, in force.
 * What is weaker than before goes no further until it is answered.
 */
import { announce } from '#core/announce.ts'
import { endCasesOfClaims } from '#core/case/finding.ts'
import type { Context, Services } from '#core/context.ts'
import { holdJudging, judgeTenant } from '#core/judging/judge.ts'
import { markChange } from '#core/judging/mark.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { defineJob, enqueue } from '#platform/job/job.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { z } from 'zod'
import { mayTake, stateOf, type VersionStep } from '../change/state.ts'
import { hashMeaning, hashWording, wordingOf } from '../change/wording.ts'
import type { changeNotice, publishStatement } from '../contract/version.ts'
import { listClaimsInForce, putInForce } from '../store.ts'
import * as store from '../store/version.ts'
import { compareWithBase, earliestEffect, noticeDaysOf, obstaclesOf, type Comparison } from './compare.ts'
import { tellCustomers } from './customer-contract.ts'
import { requireSession } from '#core/actor.ts'

type VersionOutput = OutputOf<typeof publishStatement>

/** The version, locked for a step. @throws Problem 404, 409 `statement.wrong_state` */
async function lockFor(tx: Context['tx'], statementId: string, step: VersionStep): Promise<store.VersionRow> {
  const row = await store.lockVersion(tx, statementId)
  if (!row) throw notFound()
  if (!mayTake(step, stateOf(row))) throw new Problem(409, 'statement.wrong_state', { params: { state: stateOf(row) } })
  return row
}

/** @throws Problem 404, 409 `statement.wrong_state` */
export async function submitDraft(context: Context, statementId: string): Promise<VersionOutput> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  await lockFor(tx, statementId, 'submit')
  await store.markSubmitted(tx, statementId, personId, services.clock.now())
  await record(context, {
    action: 'statement.submitted',
    object: { kind: 'statement', id: statementId },
    before: { state: 'draft' },
    after: { state: 'review' },
  })
  await announce(tx, 'statement')
  return present(context, statementId)
}

/** @throws Problem 404, 409 `statement.wrong_state` */
export async function returnVersion(context: Context, statementId: string, reason: string): Promise<VersionOutput> {
  const { tx } = context
  requireSession(context)
  const row = await lockFor(tx, statementId, 'return')
  await store.markReturned(tx, statementId)
  await record(context, {
    action: 'statement.returned',
    object: { kind: 'statement', id: statementId },
    before: { state: stateOf(row) },
    after: { state: 'draft' },
    reason,
  })
  await announce(tx, 'statement')
  return present(context, statementId)
}

/**
 * Approves what was submitted, and fixes its wording and meaning.
 * @throws Problem 404, 403 `four_eyes.same_person`, 409 `statement.wrong_state`, `statement.unanswered` with an issue for
 *   each sentence that is weaker, removed or without a number
 */
export async function approveVersion(context: Context, statementId: string): Promise<VersionOutput> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const row = await lockFor(tx, statementId, 'approve')
  const authors = await store.listAuthors(tx, statementId)
  if (authors.has(personId) || row.drafted_by === personId) throw new Problem(403, 'four_eyes.same_person')
  const comparison = await compareWithBase(tx, row)
  refuseUnanswered(comparison)
  const fixed = fix(comparison)
  await store.markApproved(tx, statementId, personId, services.clock.now(), fixed)
  await record(context, {
    action: 'statement.approved',
    object: { kind: 'statement', id: statementId },
    before: { state: 'review' },
    after: { state: 'approved', ...hashesOf(row, fixed), ...countChanges(comparison) },
  })
  await announce(tx, 'statement')
  return present(context, statementId)
}

/**
 * Publishes an approved version. Where it takes something from customers, they are told now and it holds later; it never
 * holds from a past instant on.
 * @throws Problem 404, 403 `four_eyes.same_person`, 400 `statement.invalid_effect`, 409 `statement.wrong_state`,
 *   `statement.base_changed` when another version came into force since it was approved, `statement.other_announced`,
 *   `statement.unanswered`
 */
export async function publishVersion(
  context: Context,
  registry: Registry,
  statementId: string,
  given: { readonly effectiveAt?: string | undefined },
): Promise<VersionOutput> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const row = await lockFor(tx, statementId, 'publish')
  if (row.drafted_by === personId) throw new Problem(403, 'four_eyes.same_person')
  await refuseOtherBase(tx, row)
  const comparison = await compareWithBase(tx, row)
  // It was so when it was approved; nobody gets past it by another way.
  refuseUnanswered(comparison)
  const now = services.clock.now()
  const earliest = await earliestEffect(tx, comparison, now)
  const wished = given.effectiveAt === undefined ? earliest : new Date(given.effectiveAt)
  if (wished < now)
    throw new Problem(400, 'statement.invalid_effect', { issues: [{ pointer: '/effectiveAt', code: 'in_the_past' }] })
  if (wished < earliest)
    throw new Problem(400, 'statement.invalid_effect', {
      issues: [{ pointer: '/effectiveAt', code: 'before_notice_ends', params: { days: await noticeDaysOf(tx) } }],
    })
  await store.markAnnounced(tx, statementId, { by: personId, at: now, effectiveAt: wished })
  const told = await tellCustomers(context, { ...row, effective_at: wished }, comparison)
  if (wished > now) {
    await record(context, {
      action: 'statement.announced',
      object: { kind: 'statement', id: statementId },
      before: { state: 'approved' },
      after: { state: 'announced', effectiveAt: wished.toISOString(), told },
    })
    await enqueue(
      tx,
      takeEffect(() => registry),
      { statementId },
      { runAt: wished },
    )
    await announce(tx, 'statement')
    return present(context, statementId)
  }
  await bringIntoForce(context, registry, row, { by: personId, at: now, fixed: fix(comparison), told })
  return present(context, statementId)
}

/**
 * What the house says of itself: the example on a first run or after an upgrade, and what specs publish. Nobody drafted
 * it here, so nobody approves it; the entry says that the house did it, and what changed.
 * @throws Problem 404, 409 `statement.already_published`
 */
export async function publishOwn(
  context: Context,
  registry: Registry,
  statementId: string,
): Promise<{ id: string; publishedAt: string }> {
  const { tx, services, actor } = context
  if (actor.kind !== 'system') throw new Problem(403, 'permission.person_needed')
  const row = await store.lockVersion(tx, statementId)
  if (!row) throw notFound()
  if (row.published_at !== null) throw new Problem(409, 'statement.already_published')
  const at = services.clock.now()
  const comparison = await compareWithBase(tx, row)
  const fixed = fix(comparison)
  await store.fixVersion(tx, statementId, fixed)
  await bringIntoForce(context, registry, row, { by: null, at, fixed, told: 0, counts: countChanges(comparison) })
  return { id: statementId, publishedAt: at.toISOString() }
}

async function bringIntoForce(
  context: Context,
  registry: Registry,
  row: store.VersionRow,
  given: {
    readonly by: string | null
    readonly at: Date
    readonly fixed: store.Fixed
    readonly told: number
    readonly counts?: ReturnType<typeof countChanges>
  },
): Promise<void> {
  const { tx, services } = context
  const { at, fixed } = given
  await holdJudging(tx)
  const replaced = await listClaimsInForce(tx, row.locale)
  await putInForce(tx, row.id, row.locale, given.by, at)
  await endCasesOfClaims(context, replaced)
  await record(context, {
    action: 'statement.published',
    object: { kind: 'statement', id: row.id },
    after: { publishedAt: at.toISOString(), ...hashesOf(row, fixed), told: given.told, ...given.counts },
  })
  await announce(tx, 'statement')
  await markChange(tx, services.clock, ['all'], at)
  const { tenantId } = tx
  tx.afterCommit(async () => {
    await judgeTenant(services, registry, tenantId)
  })
}

/** Brings an announced version into force when its time has come; one that was returned in between stays a draft. */
export function takeEffect(registry: () => Registry) {
  return defineJob(
    'statement.take-effect',
    z.strictObject({ statementId: z.uuid() }),
    async ({ statementId }, run, services: Services) => {
      const { tenantId } = run
      if (tenantId === null) return
      await services.database.withTenant(tenantId, async (tx) => {
        const row = await store.lockVersion(tx, statementId)
        if (!row || stateOf(row) !== 'announced' || row.effective_at === null) return
        const at = services.clock.now()
        // The queue goes by the clock of the database: where that runs ahead, it comes again.
        if (row.effective_at > at)
          return void (await enqueue(tx, takeEffect(registry), { statementId }, { runAt: row.effective_at }))
        const actor = { kind: 'system', name: 'statement.take-effect', tenantId, locale: row.locale } as const
        const origin = { requestId: 'statement.take-effect', address: null, userAgent: null }
        const comparison = await compareWithBase(tx, row)
        refuseUnanswered(comparison)
        const given = { by: row.published_by, at, fixed: fix(comparison), told: 0 }
        await bringIntoForce({ tx, services, actor, origin }, registry(), row, given)
      })
    },
  )
}

/** How long before a weaker version customers are told. */
export async function changeNoticeDays(context: Context, noticeDays: number): Promise<OutputOf<typeof changeNotice>> {
  const { tx, services } = context
  const before = await noticeDaysOf(tx)
  await store.putNoticeDays(tx, services.clock, noticeDays)
  await record(context, {
    action: 'statement-settings.changed',
    object: { kind: 'statement-settings', id: tx.tenantId },
    before: { noticeDays: before },
    after: { noticeDays },
  })
  return { noticeDays }
}

/** What was compared at approval has to be what is replaced: nothing else comes into force in between. */
async function refuseOtherBase(tx: Context['tx'], row: store.VersionRow): Promise<void> {
  if (await store.isOtherAnnounced(tx, row.locale, row.id)) throw new Problem(409, 'statement.other_announced')
  const inForce = await store.findVersionInForce(tx, row.locale)
  if ((inForce?.id ?? null) !== row.replaces_id) throw new Problem(409, 'statement.base_changed')
}

function refuseUnanswered(comparison: Comparison): void {
  const obstacles = obstaclesOf(comparison)
  if (obstacles.length === 0) return
  throw new Problem(409, 'statement.unanswered', {
    params: { count: obstacles.length },
    issues: obstacles.map(({ pointer, code, params }) => ({ pointer, code, ...(params && { params }) })),
  })
}

function fix({ version, base, claims }: Comparison): store.Fixed {
  return {
    replaces: base?.id ?? null,
    wording: hashWording(wordingOf(version.title, version.body, claims)),
    meaning: hashMeaning(claims),
  }
}

function hashesOf(row: store.VersionRow, fixed: store.Fixed) {
  return {
    locale: row.locale,
    version: row.version,
    wording: fixed.wording.toString('hex'),
    meaning: fixed.meaning.toString('hex'),
    replaces: fixed.replaces,
  }
}

function countChanges({ changes }: Comparison) {
  const count = (direction: string) => changes.filter(({ change }) => change.direction === direction).length
  return { weaker: count('weaker'), removed: count('removed'), stronger: count('stronger'), added: count('added') }
}

async function present({ tx }: Context, statementId: string): Promise<VersionOutput> {
  const row = await store.findVersion(tx, statementId)
  if (!row) throw notFound()
  return {
    id: row.id,
    state: stateOf(row),
    effectiveAt: row.effective_at?.toISOString() ?? null,
    publishedAt: row.published_at?.toISOString() ?? null,
  }
}
