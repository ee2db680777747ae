/**
 * What the sentences in force demand of people in time: for each duty that nobody's collector keeps by itself, whom or
 * what it is about, what proves it now, and when that ceases to. From the same views and rules as `status()`, so that a
 * date shown here is the date on which the sentence turns.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Duty } from '../duty.ts'
import { recordFactType } from '../evidence/record-duty.ts'
import { loadClaimHistories } from '../judging/load-history.ts'
import { readJudgedClaims } from '../judging/store.ts'
import type { Registry } from '../registry.ts'
import { viewAt } from '../status/history.ts'
import { findProof, promisedAge, type Proof } from '../status/status.ts'
import { isLive } from '../status/transition.ts'
import type { ObservedSubject } from '../status/view.ts'

/** One duty of one claim about one subject. */
export interface DemandedDuty {
  readonly claimId: string
  /** Since when the sentence is in force. */
  readonly promisedAt: Date
  readonly duty: Duty
  /** ISO 8601: how old a proof may get under this claim. */
  readonly maxAge: string
  /** Null for a duty about its measure as a whole that nobody has recorded yet. */
  readonly subject: Pick<ObservedSubject, 'id' | 'externalId' | 'name'> | null
  readonly proof: Proof | null
}

/** Duties of the claims in force that people keep, whatever they are triggered by. */
export async function loadDemands(tx: TenantTx, registry: Registry, at: Date): Promise<DemandedDuty[]> {
  const claims = await readJudgedClaims(tx)
  const histories = await loadClaimHistories(tx, registry, claims, { from: at, knownFrom: at })
  return claims.flatMap((claim, index) => {
    const history = histories[index]
    const view = history && viewAt(history, at, at)
    const promisedAt = claim.publishedAt
    if (!view || view.kind !== 'promise' || view.modality === 'plans' || view.quantifier === 'may') return []
    if (view.decisions.some((decision) => decision.kind === 'not_applicable' && isLive(decision, at))) return []
    return view.measures
      .flatMap((measure) => measure.duties)
      .filter(({ duty }) => isKeptByPeople(duty))
      .flatMap(({ duty, subjects }): DemandedDuty[] => {
        const demand = { claimId: claim.id, promisedAt, duty, maxAge: promisedAge(duty, view) }
        const proven = subjects.map((subject) => ({
          ...demand,
          subject: { id: subject.id, externalId: subject.externalId, name: subject.name },
          proof: findProof(subject, duty, view, at),
        }))
        // An event may happen to whom nobody observed yet.
        const isUnobserved = duty.trigger === 'event' || (proven.length === 0 && isAboutMeasure(duty))
        return isUnobserved ? [...proven, { ...demand, subject: null, proof: null }] : proven
      })
  })
}

/** A collector renews its own proof with every run; nobody has to be reminded of that. */
export function isKeptByPeople(duty: Duty): boolean {
  return duty.trigger !== 'continuous' && duty.collector === undefined
}

/** A record is about its measure: one time that it is due, however many sources recorded it. */
export function isAboutMeasure(duty: Duty): boolean {
  return duty.factType === recordFactType.type
}

/** A sentence that rests on a measure, with what is said of it now. */
export interface PromisingClaim {
  readonly claimId: string
  readonly measureId: string
  readonly text: string
  readonly status: string | null
}

/** Sentences in force, in one language, that rest on the given measures; in their order. */
export async function listPromisingClaims(
  tx: TenantTx,
  measureIds: readonly string[],
  locale: 'de' | 'en',
): Promise<PromisingClaim[]> {
  if (measureIds.length === 0) return []
  const { rows } = await sql<{ id: string; measure_id: string; text: string; status: string | null }>`
    select c.id, m.measure_id, c.text, j.status
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    cross join lateral unnest(c.measures) as m (measure_id)
    left join judgements j on j.tenant_id = c.tenant_id and j.claim_id = c.id and j.to_at is null
    where c.tenant_id = ${tx.tenantId}::uuid and s.published_at is not null and s.superseded_at is null
      and c.kind = 'promise' and m.measure_id = any (${[...measureIds]}::text[])
      and s.locale = coalesce(
        (select o.locale from statements o where o.tenant_id = s.tenant_id and o.published_at is not null
          and o.superseded_at is null and o.locale = ${locale} limit 1), s.locale)
    order by c.ordinal`.execute(tx.db)
  return rows.map((row) => ({ claimId: row.id, measureId: row.measure_id, text: row.text, status: row.status }))
}
