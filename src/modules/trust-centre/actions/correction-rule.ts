/**
 * The rule by which the public page says that a contradicted sentence is under correction: proposed by one natural
 * person, approved by another, in public with its reason, and never older than what it speaks of.
 */
import { requireSession } from '#core/actor.ts'
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { ensureSubjects } from '#core/subject.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { CorrectionRuleView, requestCorrectionRule } from '../contract.ts'
import { hashSentence, readPeriod, writePeriod, type CorrectionRule } from '../rules.ts'
import { decideRule, endRule, insertRule, listRules, lockRule, type RuleRow } from '../store.ts'
import { noneWhenNothingIsPublished } from './none-published.ts'

const mostRules = 50

/** @throws Problem 400 `correction-rule.invalid` with an issue for each sentence that is not in force */
export async function proposeRule(
  context: Context,
  registry: Registry,
  { period, sentences, reason }: InputOf<typeof requestCorrectionRule>['body'],
): Promise<{ id: string }> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const texts = sentences === 'all' ? null : await findTexts(context, registry, sentences)
  const id = newId(services.clock)
  const hashes = texts === null ? null : [...new Map(texts.map((text) => [text, hashSentence(text)])).values()]
  await insertRule(tx, {
    id,
    period: writePeriod(period),
    hashes,
    reason,
    by: personId,
    at: services.clock.now(),
  })
  await record(context, {
    action: 'correction-rule.requested',
    object: { kind: 'decision', id },
    after: { period: writePeriod(period), sentences: hashes?.map((hash) => hash.toString('hex')) ?? 'all' },
    reason,
  })
  await announce(tx, 'statement')
  return { id }
}

/** The wordings of sentences in force, in either language. */
async function findTexts(context: Context, registry: Registry, claimIds: readonly string[]): Promise<string[]> {
  const known = new Map<string, string>()
  for (const locale of locales) {
    const statement = await readStatementNow(context, registry, locale).catch(noneWhenNothingIsPublished)
    for (const { id, text, status } of statement?.claims ?? []) if (status !== null) known.set(id, text)
  }
  const issues = claimIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/sentences/${index}`, code: 'no_sentence_in_force' }],
  )
  if (issues.length > 0) throw new Problem(400, 'correction-rule.invalid', { issues })
  return claimIds.flatMap((id) => known.get(id) ?? [])
}

/**
 * Approves or refuses what somebody else proposed. An approved rule speaks of contradictions from now on.
 * @throws Problem 404, 403 `four_eyes.same_person`, 409 `decision.already_decided`, `correction-rule.over`
 */
export async function decideOnRule(
  context: Context,
  ruleId: string,
  outcome: 'approved' | 'refused',
  reason: string,
): Promise<{ id: string; outcome: 'approved' | 'refused' }> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const row = await lockRule(tx, ruleId)
  if (!row) throw notFound()
  if (row.requested_by === personId) throw new Problem(403, 'four_eyes.same_person')
  if (row.outcome !== null) throw new Problem(409, 'decision.already_decided')
  if (row.revoked_at !== null) throw new Problem(409, 'correction-rule.over')
  await decideRule(tx, { id: ruleId, outcome, reason, by: personId, at: services.clock.now() })
  await record(context, {
    action: 'correction-rule.decided',
    object: { kind: 'decision', id: ruleId },
    before: { outcome: null },
    after: { outcome },
    reason,
  })
  await announce(tx, 'statement')
  return { id: ruleId, outcome }
}

/**
 * Ends a rule or drops a proposed one. It only takes words away, so one person is enough.
 * @throws Problem 404, 409 `correction-rule.over`
 */
export async function endOwnRule(context: Context, ruleId: string, reason: string): Promise<{ id: string }> {
  const { tx, services } = context
  requireSession(context)
  const row = await lockRule(tx, ruleId)
  if (!row) throw notFound()
  if (row.revoked_at !== null || row.outcome === 'refused') throw new Problem(409, 'correction-rule.over')
  await endRule(tx, ruleId, services.clock.now())
  await record(context, {
    action: 'correction-rule.ended',
    object: { kind: 'decision', id: ruleId },
    before: { state: stateOf(row) },
    after: { state: row.outcome === 'approved' ? 'ended' : 'dropped' },
    reason,
  })
  await announce(tx, 'statement')
  return { id: ruleId }
}

/** Where a rule stands. */
function stateOf({ outcome, revoked_at: endedAt }: RuleRow): CorrectionRuleView['state'] {
  if (outcome === 'refused') return 'refused'
  if (outcome === null) return endedAt === null ? 'requested' : 'dropped'
  return endedAt === null ? 'in-force' : 'ended'
}

/** Every rule for those who set the page up. `texts`: the wordings in force. */
export async function presentRules(context: Context, texts: readonly string[]): Promise<CorrectionRuleView[]> {
  const { tx, services, actor } = context
  const rows = await listRules(tx, mostRules)
  const people = rows.flatMap((row) => [row.requested_by, ...(row.decided_by === null ? [] : [row.decided_by])])
  const names = await services.personNames(tx, people)
  const person = (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
  const byHash = new Map(texts.map((text) => [hashSentence(text).toString('hex'), text]))
  const me = 'personId' in actor ? actor.personId : null
  return rows.map((row) => ({
    id: row.id,
    state: stateOf(row),
    period: readPeriod(row.period),
    sentences: row.sentence_hashes && {
      count: row.sentence_hashes.length,
      texts: row.sentence_hashes.flatMap((hash) => byHash.get(hash.toString('hex')) ?? []),
    },
    wording: wordRule(services.texts, actor.locale, row),
    reason: row.reason,
    requestedBy: person(row.requested_by),
    requestedAt: row.requested_at.toISOString(),
    decidedBy: row.decided_by === null ? null : person(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.outcome_reason,
    endedAt: row.revoked_at?.toISOString() ?? null,
    mayDecide: stateOf(row) === 'requested' && me !== null && me !== row.requested_by,
  }))
}

/** Rules that somebody else proposed and nobody has decided. */
export async function listWaitingRules(context: Context): Promise<CorrectionRuleView[]> {
  return (await presentRules(context, [])).filter(({ mayDecide }) => mayDecide)
}

/** The rule in words; nobody words it freely, so that it promises no more than it does. */
function wordRule(texts: Texts, locale: Locale, row: Pick<RuleRow, 'period' | 'sentence_hashes'>): string {
  const { unit, amount } = readPeriod(row.period)
  const period = texts.text(locale, `correction-rule.period.${unit}`, { count: amount })
  const about = row.sentence_hashes === null ? 'all' : 'some'
  return texts.text(locale, `correction-rule.wording.${about}`, { period, count: row.sentence_hashes?.length ?? 0 })
}

/** A rule as the public page tells it. */
export interface PublicRule extends CorrectionRule {
  readonly id: string
  readonly wording: string
  readonly reason: string
}

/** What strangers are told: the rule in force, and when rules were published and ended. */
export interface PublicRules {
  readonly inForce: PublicRule | null
  readonly published: readonly (PublicRule & { readonly endedAt: Date | null })[]
}

/** Rules that were approved once. */
export async function readPublicRules(tx: TenantTx, texts: Texts, locale: Locale): Promise<PublicRules> {
  const published = (await listRules(tx, mostRules)).flatMap((row) => {
    if (row.outcome !== 'approved' || row.decided_at === null) return []
    const { id, period, reason, decided_at: publishedAt, revoked_at: endedAt } = row
    const sentenceHashes = row.sentence_hashes && new Set(row.sentence_hashes.map((hash) => hash.toString('hex')))
    return [{ id, period, reason, publishedAt, endedAt, sentenceHashes, wording: wordRule(texts, locale, row) }]
  })
  return { inForce: published.find(({ endedAt }) => endedAt === null) ?? null, published }
}

/** A rule that somebody else proposed. */
export async function ruleSpecimen(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const people = await ensureSubjects(tx, services.clock, 'specimen', [{ kind: 'person', externalId: 'specimen' }])
  const id = newId(services.clock)
  await insertRule(tx, {
    id,
    period: 'PT24H',
    hashes: null,
    reason: 'A disposable specimen.',
    by: [...people.values()][0] ?? '',
    at: services.clock.now(),
  })
  return { params: { ruleId: id }, body: { reason: 'A disposable specimen.' } }
}
