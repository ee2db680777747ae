/** What needs the caller today, the most urgent first: broken sentences, reviews and decisions that wait for another person. */
import type { Context } from '#core/context.ts'
import type { StoredJudgement } from '#core/judging/store.ts'
import type { Registry } from '#core/registry.ts'
import type { Status } from '#core/vocabulary.ts'
import { sql } from 'kysely'
import { listResets } from '#modules/identity/actions/reset.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import type { readToday } from '../contract.ts'
import { presentReason } from './read.ts'

type Item = OutputOf<typeof readToday>['items'][number]

/** Reads the list; which items appear follows from the caller's permissions and person. */
export async function listToday(context: Context, registry: Registry): Promise<{ items: Item[] }> {
  const { actor } = context
  if (actor.kind !== 'account' && actor.kind !== 'api-key') return { items: [] }
  const items: Item[] = []
  if (actor.permissions.has('claim:read')) items.push(...(await brokenSentences(context)))
  if (actor.permissions.has('evidence:review')) items.push(...(await waitingReviews(context, registry, actor.personId)))
  if (actor.permissions.has('decision:decide')) items.push(...(await waitingDecisions(context, actor.personId)))
  if (actor.permissions.has('account:reset')) items.push(...(await waitingResets(context, actor.personId)))
  if (actor.permissions.has('claim:read') && items.length === 0) items.push(...(await firstSteps(context)))
  return { items }
}

function text(context: Context, key: string, params?: Record<string, string | number>): string {
  return context.services.texts.text(context.actor.locale, key, params)
}

async function brokenSentences(context: Context): Promise<Item[]> {
  const { tx, actor } = context
  const { rows } = await sql<{
    id: string
    claim_id: string
    text: string
    status: Status
    judgement: StoredJudgement
    opened_at: Date
  }>`
    select f.id, f.claim_id, c.text, j.status, j.duties as judgement, f.opened_at
    from findings f
    join claims c on c.tenant_id = f.tenant_id and c.id = f.claim_id
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    join judgements j on j.tenant_id = f.tenant_id and j.claim_id = f.claim_id and j.to_at is null
    where f.tenant_id = ${tx.tenantId}::uuid and f.closed_at is null and s.published_at is not null and s.superseded_at is null
      -- One finding for each sentence, in the reader's language where the statement exists in both.
      and (s.locale = ${actor.locale} or not exists (
        select from statements o where o.tenant_id = s.tenant_id and o.locale = ${actor.locale}
          and o.published_at is not null and o.superseded_at is null))
    order by (f.status = 'contradicted') desc, f.opened_at
    limit 200
  `.execute(tx.db)
  return rows.map((row) => ({
    id: `finding ${row.id}`,
    kind: 'finding',
    label: text(context, `today.finding.${row.status === 'contradicted' ? 'contradicted' : 'lapsed'}`),
    title: row.text,
    detail: presentReason(context, actor.locale, row.judgement.reason).text,
    claim: { id: row.claim_id, text: row.text, status: row.status },
    href: `/sentences/${row.claim_id}`,
    since: row.opened_at.toISOString(),
  }))
}

async function waitingReviews(context: Context, registry: Registry, personId: string): Promise<Item[]> {
  const { tx, actor } = context
  const { rows } = await sql<{
    id: string
    title: string | null
    source_system: string
    recorded_at: Date
    measure: string | null
  }>`
    select e.id, e.title, e.source_system, e.recorded_at, (select f.data ->> 'measure' from facts f where f.tenant_id = e.tenant_id and f.evidence_id = e.id limit 1) as measure
    from evidence e
    where e.tenant_id = ${tx.tenantId}::uuid and e.state = 'in_review' and e.recorded_by is distinct from ${personId}::uuid
    order by e.recorded_at
    limit 100
  `.execute(tx.db)
  return rows.map((row) => ({
    id: `review ${row.id}`,
    kind: 'review',
    label: text(context, 'today.review'),
    title: row.title ?? row.source_system,
    detail: row.measure === null ? '' : (registry.measures.get(row.measure)?.title[actor.locale] ?? row.measure),
    claim: null,
    href: `/evidence/${row.id}`,
    since: row.recorded_at.toISOString(),
  }))
}

/** Resets that another administrator asked for, about somebody else than the reader. */
async function waitingResets(context: Context, personId: string): Promise<Item[]> {
  const { items } = await listResets(context)
  return items
    .filter((reset) => reset.requestedBy !== personId && reset.personId !== personId)
    .map((reset) => ({
      id: `reset ${reset.resetId}`,
      kind: 'reset',
      label: text(context, 'today.reset'),
      title: reset.name,
      detail: reset.reason,
      claim: null,
      href: `/people/${reset.personId}`,
      since: reset.requestedAt,
    }))
}

async function waitingDecisions(context: Context, personId: string): Promise<Item[]> {
  const { tx } = context
  const { rows } = await sql<{
    id: string
    kind: string
    reason: string
    requested_at: Date
    claim_id: string
    text: string
    status: Status | null
  }>`
    select d.id, d.kind, d.reason, d.requested_at, c.id as claim_id, c.text, j.status
    from decisions d
    join claims c on c.tenant_id = d.tenant_id and c.id = d.object_id
    left join judgements j on j.tenant_id = c.tenant_id and j.claim_id = c.id and j.to_at is null
    where d.tenant_id = ${tx.tenantId}::uuid and d.object_kind = 'claim' and d.outcome is null and d.requested_by <> ${personId}::uuid
    order by d.requested_at
    limit 100
  `.execute(tx.db)
  return rows.map((row) => ({
    id: `decision ${row.id}`,
    kind: 'decision',
    label: text(context, `today.decision.${row.kind}`),
    title: row.text,
    detail: row.reason,
    claim: { id: row.claim_id, text: row.text, status: row.status },
    href: `/sentences/${row.claim_id}`,
    since: row.requested_at.toISOString(),
  }))
}

/** On a quiet day: the first sentences that nobody has proven yet. */
async function firstSteps(context: Context): Promise<Item[]> {
  const { tx, actor, services } = context
  const { rows } = await sql<{ id: string; text: string; status: Status }>`
    select c.id, c.text, j.status
    from claims c
    join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
    join judgements j on j.tenant_id = c.tenant_id and j.claim_id = c.id and j.to_at is null
    where c.tenant_id = ${tx.tenantId}::uuid and s.locale = ${actor.locale} and s.published_at is not null and s.superseded_at is null
      and c.kind = 'promise' and j.status = 'unproven'
    order by c.ordinal
    limit 3
  `.execute(tx.db)
  return rows.map((row) => ({
    id: `step ${row.id}`,
    kind: 'first-steps',
    label: text(context, 'today.first-steps'),
    title: row.text,
    detail: '',
    claim: row,
    href: `/sentences/${row.id}`,
    since: services.clock.now().toISOString(),
  }))
}
