/**
 * Today as of a past day: the cases that were open then, with the state, owner and due date of then, and the sentences
 * that were broken or about to break. A record, not a list of things to do: whatever could be done then, is over.
 */
import type { AsOfQuery } from '#core/as-of/contract.ts'
import { resolveAsOf, type AsOf } from '#core/as-of/resolve.ts'
import { listLinks } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { presentCasesAt, type PastCase } from '#modules/case/actions/past.ts'
import { readMeasures } from '#modules/duty/actions/case.ts'
import { readStatementAt } from '#modules/statement/actions/read-past.ts'
import type { JudgedClaimRow } from '#modules/statement/actions/read.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import type { readToday, TodayItem } from '../contract.ts'
import { byUrgency } from '../rules.ts'
import {
  claimAbout,
  detailOf,
  kindOf,
  listToday,
  measuresOfEvidence,
  placeOf,
  reasonsOfDecisions,
  type Claims,
} from './list.ts'
import { text } from './item.ts'

/** Items of a past day that are shown. */
const most = 500

/**
 * What waits for the reader now, or what was open at the end of a past day.
 * @throws Problem 400 `input.invalid` for a day to come
 */
export async function readTodayOrThen(
  context: Context,
  registry: Registry,
  query: AsOfQuery,
): Promise<OutputOf<typeof readToday>> {
  const asOf = resolveAsOf(query, context.services.clock.now())
  if (asOf === null) return { asOf: null, areAll: true, ...(await listToday(context, registry)) }
  const { items, areAll } = await listThen(context, registry, asOf)
  return {
    asOf: { at: asOf.at.toISOString(), known: asOf.known },
    areAll: areAll && items.length <= most,
    items: items.toSorted(byUrgency).slice(0, most),
  }
}

async function listThen(
  context: Context,
  registry: Registry,
  asOf: AsOf,
): Promise<{ items: TodayItem[]; areAll: boolean }> {
  const { actor } = context
  if (!('permissions' in actor)) return { items: [], areAll: true }
  const claims = actor.permissions.has('claim:read') ? await readClaimsAt(context, asOf) : new Map()
  const { cases, areAll } = actor.permissions.has('case:read')
    ? await presentCasesAt(context, registry, asOf.at)
    : { cases: [], areAll: true }
  const items = await casesOf(context, registry, cases, claims, asOf)
  return { items: [...items, ...sentences(context, claims, items, asOf)], areAll }
}

/** The sentences that were in force then in the reader's language, with their status of then. */
async function readClaimsAt(context: Context, asOf: AsOf): Promise<Claims> {
  try {
    const { claims } = await readStatementAt(context.tx, context.actor.locale, asOf)
    return new Map(claims.map((claim) => [claim.id, claim]))
  } catch (error) {
    if (error instanceof Problem && error.code === 'statement.none_published') return new Map()
    throw error
  }
}

async function casesOf(
  context: Context,
  registry: Registry,
  cases: readonly PastCase[],
  claims: Claims,
  { at }: AsOf,
): Promise<TodayItem[]> {
  const me = 'personId' in context.actor ? context.actor.personId : null
  const links = await listLinks(
    context.tx,
    cases.flatMap(({ row }) => [row.id, ...(row.parent_id === null ? [] : [row.parent_id])]),
  )
  const duties = cases.flatMap(({ row }) => (row.kind === 'duty' ? [row.id] : []))
  const measures = new Map([...(await measuresOfEvidence(context, links)), ...(await readMeasures(context.tx, duties))])
  const asked = await reasonsOfDecisions(context, links)
  return cases.flatMap((one): TodayItem[] => {
    const { row, shown, owner, stateName, dueAt } = one
    const own = links.filter((link) => link.caseId === row.id)
    const claim = claimAbout(one, links, measures, claims)
    // A statement in two languages broke in both: the reader sees their own.
    const isTwin = own.some((link) => link.kind === 'claim') && claim === null && claims.size > 0
    if (isTwin && owner === null && (row.kind === 'finding' || row.kind === 'correction')) return []
    return [
      {
        id: `case ${row.id}`,
        kind: kindOf(row.kind),
        label: shown.kindName,
        title: shown.title,
        detail:
          own.map((link) => asked.get(link.id)).find((reason) => reason != null) ?? detailOf(context, row.kind, claim),
        number: shown.number,
        claim: claim && stakeThen(claim),
        dueAt: dueAt?.toISOString() ?? null,
        overdue: dueAt != null && dueAt <= at,
        href: placeOf(registry, row, own),
        since: shown.openedAt,
        stood: { hands: handsOf(one, me), state: stateName, owner },
      },
    ]
  })
}

function handsOf({ owner, isOwnerKnown }: PastCase, me: string | null) {
  if (!isOwnerKnown) return 'unknown' as const
  if (owner === null) return 'nobody' as const
  return owner.personId === me ? ('mine' as const) : ('others' as const)
}

/** Nothing of then says when it would have broken: that is known only for the present. */
function stakeThen(claim: JudgedClaimRow): NonNullable<TodayItem['claim']> {
  return { id: claim.id, text: claim.text, status: claim.status, breaksAt: null }
}

/** Sentences that were broken or about to break, without those that a case of then speaks of. */
function sentences(context: Context, claims: Claims, items: readonly TodayItem[], { at }: AsOf): TodayItem[] {
  const spoken = new Set(items.flatMap((item) => item.claim?.id ?? []))
  return [...claims.values()].flatMap((claim): TodayItem[] => {
    const { status } = claim
    if (spoken.has(claim.id) || (status !== 'contradicted' && status !== 'lapsed' && status !== 'due_soon')) return []
    return [
      {
        id: `sentence ${claim.id}`,
        kind: status === 'due_soon' ? 'lapsing' : 'broken',
        label: text(context, status === 'due_soon' ? 'today.lapsing' : `today.broken.${status}`),
        title: claim.text,
        detail: detailOf(context, 'finding', claim),
        number: null,
        claim: stakeThen(claim),
        dueAt: null,
        overdue: false,
        href: `/sentences/${claim.id}`,
        since: (claim.from_at ?? at).toISOString(),
        stood: { hands: 'sentence', state: null, owner: null },
      },
    ]
  })
}
