/** The statement and its sentences in the shape of the contract. */
import type { AsOfQuery } from '#core/as-of/contract.ts'
import { resolveAsOf } from '#core/as-of/resolve.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { DutyJudgement } from '#core/status/view.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { z } from 'zod'
import type { claimDetailSchema, claimSummarySchema, statementSchema } from '../contract.ts'
import { readDecisionsOf, readFactsOfSubjects, type JudgedClaimRow } from '../store.ts'
import { readClaimAt, readClaimTimeline, readStatementAt } from './read-past.ts'
import { presentReason, readClaimNow, readStatementNow } from './read.ts'

/** The statement in force, for people. */
export async function presentStatement(
  context: Context,
  registry: Registry,
  locale: Locale,
  query: AsOfQuery,
): Promise<z.input<typeof statementSchema>> {
  const asOf = resolveAsOf(query, context.services.clock.now())
  const statement =
    asOf === null ? await readStatementNow(context, registry, locale) : await readStatementAt(context.tx, locale, asOf)
  return {
    asOf: asOf && { at: asOf.at.toISOString(), known: asOf.known },
    id: statement.id,
    locale: statement.locale,
    title: statement.title,
    body: statement.body,
    publishedAt: statement.publishedAt?.toISOString() ?? null,
    summary: statement.summary,
    claims: statement.claims.map((claim) => presentClaim(context, locale, claim)),
  }
}

function presentClaim(context: Context, locale: Locale, row: JudgedClaimRow): z.input<typeof claimSummarySchema> {
  return {
    id: row.id,
    ordinal: row.ordinal,
    start: row.start_offset,
    end: row.end_offset,
    text: row.text,
    section: row.section,
    leadIn: row.lead_in,
    kind: row.kind,
    modality: row.modality,
    quantifier: row.quantifier,
    status: row.status,
    reason: row.judgement === null ? null : presentReason(context, locale, row.judgement.reason),
    since: row.from_at?.toISOString() ?? null,
  }
}

/** One sentence with everything that explains its status. @throws Problem 404 */
export async function presentClaimDetail(
  context: Context,
  registry: Registry,
  claimId: string,
  query: AsOfQuery,
): Promise<z.input<typeof claimDetailSchema>> {
  const { tx, actor, services } = context
  const { locale } = actor
  const now = services.clock.now()
  const asOf = resolveAsOf(query, now)
  const row = asOf === null ? await readClaimNow(context, registry, claimId) : await readClaimAt(tx, claimId, asOf)
  const at = asOf?.at ?? now
  const judged = row.judgement?.duties ?? []
  const facts = await factsOf(context, registry, judged)
  const accountIds = judged.flatMap((duty) =>
    duty.subjects.flatMap((s) => (s.kind === 'account' ? [s.externalId] : [])),
  )
  // Only the tenant's own accounts have a name here: of others the facts hold nothing but ids.
  const accounts = await services.accountNames(tx, accountIds.filter(isUuid))
  const decisions = await readDecisionsOf(tx, claimId, at)
  const timeline = await readClaimTimeline(tx, claimId, { at, known: query.known })
  const names = await services.personNames(
    tx,
    decisions.flatMap((d) => [d.requested_by, ...(d.decided_by === null ? [] : [d.decided_by])]),
  )
  const person = (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
  return {
    asOf: asOf && { at: asOf.at.toISOString(), known: asOf.known },
    ...presentClaim(context, locale, row),
    statementId: row.statement_id,
    statementTitle: row.statement_title,
    quantifierWord: row.quantifier_word,
    parameters: row.parameters,
    observedAt: row.observed_at === null ? null : new Date(row.observed_at).toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    measures: row.measures.flatMap((measureId) => {
      const measure = registry.measures.get(measureId)
      if (!measure) return []
      return [
        {
          id: measure.id,
          capability: measure.capability,
          title: measure.title,
          proof: measure.proof,
          evidenceClass: measure.evidenceClass,
          maxAge: measure.maxAge,
          acceptsUpload: registry.acceptsUpload(measure.id),
          duties: judged
            .filter((duty) => duty.measureId === measureId)
            .map((duty) => presentDuty(context, registry, locale, duty, facts, accounts)),
        },
      ]
    }),
    history: timeline.periods.map((period) => ({
      status: period.status,
      from: period.fromAt.toISOString(),
      to: period.toAt?.toISOString() ?? null,
      reason: presentReason(context, locale, period.judgement),
    })),
    effect: timeline.effect && { ...timeline.effect, gaps: [...timeline.effect.gaps] },
    decisions: decisions.map((decision) => ({
      id: decision.id,
      kind: decision.kind as 'not_applicable' | 'option' | 'exception' | 'narrowing',
      state: stateOf(decision, at),
      subjectId: decision.subject_id,
      reason: decision.reason,
      requestedBy: person(decision.requested_by),
      decidedBy: decision.decided_by === null ? null : person(decision.decided_by),
      validFrom: decision.valid_from.toISOString(),
      validUntil: decision.valid_until?.toISOString() ?? null,
      mayDecide:
        actor.kind === 'account' &&
        asOf === null &&
        decision.outcome === null &&
        actor.permissions.has('decision:decide') &&
        decision.requested_by !== actor.personId,
    })),
  }
}

interface DecisionState {
  readonly outcome: string | null
  readonly decided_at: Date | null
  readonly revoked_at: Date | null
  readonly valid_until: Date | null
}

function stateOf(decision: DecisionState, now: Date) {
  if (decision.outcome === null || (decision.decided_at !== null && decision.decided_at > now))
    return 'requested' as const
  if (decision.outcome === 'refused') return 'refused' as const
  if (decision.revoked_at !== null && decision.revoked_at <= now) return 'revoked' as const
  return decision.valid_until !== null && decision.valid_until <= now ? ('expired' as const) : ('approved' as const)
}

type FactIndex = ReadonlyMap<string, Record<string, unknown>>

async function factsOf(context: Context, registry: Registry, duties: readonly DutyJudgement[]): Promise<FactIndex> {
  const keys = duties.flatMap((judged) => {
    const type = registry.dutiesOf(judged.measureId).find((duty) => duty.id === judged.dutyId)?.factType
    if (type === undefined) return []
    return judged.subjects.flatMap((s) =>
      s.evidenceId === null ? [] : [{ evidenceId: s.evidenceId, subjectId: s.subjectId, type }],
    )
  })
  const rows = await readFactsOfSubjects(context.tx, keys)
  return new Map(rows.map((row) => [`${row.evidence_id} ${row.subject_id} ${row.type}`, row.data]))
}

/** Our own second sources have a name in each language; others are called what their evidence calls them. */
function nameSource(context: Context, locale: Locale, source: string | null): string | null {
  const { texts } = context.services
  return source !== null && texts.has(`source.${source}`) ? texts.text(locale, `source.${source}`) : source
}

function presentDuty(
  context: Context,
  registry: Registry,
  locale: Locale,
  judged: DutyJudgement,
  facts: FactIndex,
  accounts: ReadonlyMap<string, string>,
) {
  const duty = registry.dutiesOf(judged.measureId).find((candidate) => candidate.id === judged.dutyId)
  const collector = registry.collectors.find((candidate) => candidate.id === duty?.collector)
  return {
    dutyId: judged.dutyId,
    status: judged.status,
    reason: presentReason(context, locale, judged.reason),
    detectsWithinMs: collector?.detectsWithinMs ?? null,
    maxAge: duty?.maxAge ?? null,
    minimumClass: duty?.minimumClass ?? null,
    population: {
      ...judged.population,
      reconciledAgainst: nameSource(context, locale, judged.population.reconciledAgainst),
    },
    subjects: judged.subjects.map((subject) => ({
      subjectId: subject.subjectId,
      kind: subject.kind,
      externalId: subject.externalId,
      name: subject.name ?? accounts.get(subject.externalId) ?? null,
      status: subject.status,
      reason: presentReason(context, locale, subject.reason),
      evidenceId: subject.evidenceId,
      // Stored judgements come back from JSON, where an instant is a text.
      observedAt: subject.observedAt === null ? null : new Date(subject.observedAt).toISOString(),
      facts: (duty && facts.get(`${subject.evidenceId} ${subject.subjectId} ${duty.factType}`)) ?? null,
    })),
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
