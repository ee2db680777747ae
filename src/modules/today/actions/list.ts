/**
 * What needs the caller today: cases that wait for them, mentions, and what else waits for a second person; each with
 * the public sentence that is at stake, and when it breaks.
 */
import { endOfDay } from '#core/case/clock.ts'
import type { CaseLink } from '#core/case/contract.ts'
import { listLinks } from '#core/case/store.ts'
import type { Actor, Context } from '#core/context.ts'
import { statuses } from '#core/vocabulary.ts'
import type { Registry } from '#core/registry.ts'
import { presentForToday, listOwnMentions, type TodayCase } from '#modules/case/actions/today.ts'
import { readMeasures } from '#modules/duty/actions/case.ts'
import { listResets } from '#modules/identity/actions/reset.ts'
import { listErasureCases } from '#modules/privacy/actions/erasure.ts'
import { listLegalHolds } from '#modules/privacy/actions/hold.ts'
import { presentReason, readStatementNow, type JudgedClaimRow } from '#modules/statement/actions/read.ts'
import { Problem } from '#platform/http/problem.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import type { TodayItem, TodayKind } from '../contract.ts'
import { byUrgency, concerns } from '../rules.ts'
import { plain, text } from './item.ts'
import { waitingRules, waitingVersions } from './versions.ts'

type Person = Extract<Actor, { kind: 'account' | 'api-key' }>
type Stake = NonNullable<TodayItem['claim']>
export type Claims = ReadonlyMap<string, JudgedClaimRow>

/** How far ahead a sentence that will break is shown. */
const foresight = 'P30D'
/** Items that are shown. */
const most = 200

/** Reads the list; which items appear follows from the caller's permissions and person. */
export async function listToday(context: Context, registry: Registry): Promise<{ items: TodayItem[] }> {
  const { actor } = context
  if (actor.kind !== 'account' && actor.kind !== 'api-key') return { items: [] }
  const claims = actor.permissions.has('claim:read') ? await readClaims(context, registry) : new Map()
  const items: TodayItem[] = []
  let spoken: ReadonlySet<string> = new Set()
  if (actor.permissions.has('case:read')) {
    const waiting = await waitingCases(context, registry, actor, claims)
    items.push(...waiting.items)
    spoken = waiting.spoken
    items.push(...(await mentions(context, registry, claims)))
  }
  if (actor.permissions.has('claim:read')) items.push(...(await waitingVersions(context, actor)))
  if (actor.permissions.has('correction-rule:decide')) items.push(...(await waitingRules(context)))
  if (actor.permissions.has('account:reset')) items.push(...(await waitingResets(context, actor)))
  if (actor.permissions.has('erasure:read')) items.push(...(await waitingErasures(context, actor)))
  if (actor.permissions.has('evidence:upload')) items.push(...lapsing(context, claims, items, spoken))
  if (actor.permissions.has('claim:read') && items.length === 0) items.push(...firstSteps(context, claims))
  return { items: items.toSorted(byUrgency).slice(0, most) }
}

/** The sentences in force in the reader's language, with the status of this instant. */
async function readClaims(context: Context, registry: Registry): Promise<Claims> {
  try {
    const { claims } = await readStatementNow(context, registry, context.actor.locale)
    return new Map(claims.map((claim) => [claim.id, claim]))
  } catch (error) {
    if (error instanceof Problem && error.code === 'statement.none_published') return new Map()
    throw error
  }
}

/** The items, and the measures of which a proof that is due is among them. */
async function waitingCases(
  context: Context,
  registry: Registry,
  actor: Person,
  claims: Claims,
): Promise<{ items: TodayItem[]; spoken: ReadonlySet<string> }> {
  const rows = (await presentForToday(context, registry)).filter(({ row }) => {
    const kind = registry.caseKinds.get(row.kind)
    return kind !== undefined && concerns(kind, row, actor)
  })
  const links = await listLinks(
    context.tx,
    rows.flatMap(({ row }) => [row.id, ...(row.parent_id === null ? [] : [row.parent_id])]),
  )
  const duties = rows.flatMap(({ row }) => (row.kind === 'duty' ? [row.id] : []))
  const due = await readMeasures(context.tx, duties)
  const measures = new Map([...(await measuresOfEvidence(context, links)), ...due])
  const asked = await reasonsOfDecisions(context, links)
  const items = rows.flatMap((one): TodayItem[] => {
    const { row, shown } = one
    const own = links.filter((link) => link.caseId === row.id)
    const claim = claimAbout(one, links, measures, claims)
    // A statement in two languages breaks in both: the reader sees their own, unless somebody took up the other.
    const isTwin = own.some((link) => link.kind === 'claim') && claim === null && claims.size > 0
    if (isTwin && row.owner_id === null && (row.kind === 'finding' || row.kind === 'correction')) return []
    return [
      {
        id: `case ${row.id}`,
        kind: kindOf(row.kind),
        label: labelOf(context, one, claim),
        title: shown.title,
        detail: own.map((link) => asked.get(link.id)).find((one) => one != null) ?? detailOf(context, row.kind, claim),
        number: shown.number,
        claim: claim && stakeIn(claim),
        dueAt: shown.due?.dueAt ?? null,
        overdue: shown.due?.overdue ?? false,
        href: placeOf(registry, row, own),
        since: shown.openedAt,
        stood: null,
      },
    ]
  })
  return { items, spoken: new Set(due.values()) }
}

/** Where the step is taken: what belongs to an evidence or a sentence, there. */
export function placeOf(registry: Registry, row: TodayCase['row'], links: readonly CaseLink[]): string {
  const page = registry.caseKinds.get(row.kind)?.page
  if (page !== undefined) return `${page}/${row.id}`
  const evidence = row.kind === 'review' ? links.find((link) => link.kind === 'evidence') : undefined
  if (evidence) return `/evidence/${evidence.id}`
  const sentence = row.kind === 'exception' ? links.find((link) => link.kind === 'claim') : undefined
  return sentence ? `/sentences/${sentence.id}` : `/cases/${row.id}`
}

/** As what a kind of case stands in the list. */
export function kindOf(kind: string): TodayKind {
  if (kind === 'exception') return 'decision'
  return kind === 'finding' || kind === 'correction' || kind === 'review' || kind === 'duty' ? kind : 'task'
}

function labelOf(context: Context, one: TodayCase, claim: JudgedClaimRow | null): string {
  const { row } = one
  if (row.kind === 'finding' && row.phase !== 'done' && claim?.status === 'contradicted')
    return text(context, 'today.finding.contradicted')
  if (row.kind === 'finding' && row.phase !== 'done' && claim?.status === 'lapsed')
    return text(context, 'today.finding.lapsed')
  if (row.kind === 'finding') return text(context, row.phase === 'done' ? 'today.finding.verify' : 'today.finding.open')
  if (row.kind === 'correction')
    return text(context, row.phase === 'deciding' ? 'today.correction.decide' : 'today.correction.open')
  if (row.kind === 'review') return text(context, 'today.review')
  if (row.kind === 'exception') return text(context, 'today.decision')
  if (row.kind === 'duty') return text(context, 'today.duty')
  return row.kind === 'task' ? text(context, 'today.task') : one.shown.kindName
}

/** Why the sentence is at stake; empty where the case says it itself. */
export function detailOf(context: Context, kind: string, claim: JudgedClaimRow | null): string {
  if (claim?.judgement == null || kind === 'review') return ''
  return presentReason(context, context.actor.locale, claim.judgement.reason).text
}

/** The sentence that a case, its parent, or the measure of its evidence is about; of several the worst. */
export function claimAbout(
  { row }: Pick<TodayCase, 'row'>,
  links: readonly (CaseLink & { caseId: string })[],
  measures: ReadonlyMap<string, string>,
  claims: Claims,
): JudgedClaimRow | null {
  const near = links.filter((link) => link.caseId === row.id)
  const of = near.some((link) => link.kind === 'claim' || link.kind === 'evidence')
    ? near
    : links.filter((link) => link.caseId === row.parent_id)
  const found = [...of, { kind: 'duty', id: row.id }].flatMap((link) => {
    if (link.kind === 'claim') return claims.get(link.id) ?? []
    const measure = measures.get(link.id)
    return measure === undefined ? [] : [...claims.values()].filter((claim) => claim.measures.includes(measure))
  })
  const rank = (claim: JudgedClaimRow) => (claim.status === null ? statuses.length : statuses.indexOf(claim.status))
  return found.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}

/** Which measure the linked evidence is about, by the evidence. */
export async function measuresOfEvidence({ tx }: Context, links: readonly CaseLink[]): Promise<Map<string, string>> {
  const ids = links.filter((link) => link.kind === 'evidence').map((link) => link.id)
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('facts')
    .select(['evidence_id', 'data'])
    .where('tenant_id', '=', tx.tenantId)
    .where('evidence_id', 'in', ids)
    .where('ordinal', '=', 0)
    .execute()
  return new Map(
    rows.flatMap(({ evidence_id: id, data }) =>
      typeof data === 'object' && data !== null && 'measure' in data ? [[id, String(data.measure)] as const] : [],
    ),
  )
}

/** Why a decision was asked for, by the decision. */
export async function reasonsOfDecisions({ tx }: Context, links: readonly CaseLink[]): Promise<Map<string, string>> {
  const ids = links.filter((link) => link.kind === 'decision').map((link) => link.id)
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('decisions')
    .select(['id', 'reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row.reason]))
}

function stakeIn(claim: JudgedClaimRow): Stake {
  const holds = claim.status === 'proven' || claim.status === 'due_soon'
  return {
    id: claim.id,
    text: claim.text,
    status: claim.status,
    breaksAt: holds ? (claim.next_at?.toISOString() ?? null) : null,
  }
}

async function mentions(context: Context, registry: Registry, claims: Claims): Promise<TodayItem[]> {
  const found = await listOwnMentions(context, registry)
  const links = await listLinks(
    context.tx,
    found.map(({ shown }) => shown.id),
  )
  return found.map(({ mention, author, shown }) => {
    const link = links.find((one) => one.caseId === shown.id && one.kind === 'claim')
    const claim = link && claims.get(link.id)
    return {
      id: `mention ${mention.id}`,
      kind: 'mention' as const,
      label: text(context, 'today.mention', { name: author }),
      title: shown.title,
      detail: '',
      number: shown.number,
      claim: claim ? stakeIn(claim) : null,
      dueAt: null,
      overdue: false,
      href: `/cases/${shown.id}`,
      since: mention.created_at.toISOString(),
      stood: null,
    }
  })
}

/** Resets that another administrator asked for, about somebody else than the reader. */
async function waitingResets(context: Context, { personId }: Person): Promise<TodayItem[]> {
  const { items } = await listResets(context)
  return items
    .filter((reset) => reset.requestedBy !== personId && reset.personId !== personId)
    .map((reset) => ({
      ...plain,
      id: `reset ${reset.resetId}`,
      kind: 'reset' as const,
      label: text(context, 'today.reset'),
      title: reset.name,
      detail: reset.reason,
      href: `/people/${reset.personId}`,
      since: reset.requestedAt,
    }))
}

/** Erasures that wait for the second person, and holds that keep one from being carried out. */
async function waitingErasures(context: Context, { personId, permissions }: Person): Promise<TodayItem[]> {
  const open = await Promise.all(
    (['requested', 'approved'] as const).map((state) => listErasureCases(context, { state, limit: 100 })),
  )
  const cases = open.flatMap(({ items }) => items).filter((one) => one.person.personId !== personId)
  const now = context.services.clock.now()
  const waiting = cases
    .filter(
      (one) => one.state === 'requested' && one.requestedBy.personId !== personId && permissions.has('erasure:approve'),
    )
    .map((one) => {
      const dueAt = endOfDay(one.dueOn)
      return {
        ...plain,
        id: `erasure ${one.caseId}`,
        kind: 'erasure' as const,
        label: text(context, 'today.erasure'),
        title: one.person.name,
        detail: '',
        dueAt: dueAt.toISOString(),
        overdue: dueAt <= now,
        href: `/erasures/${one.caseId}`,
        since: one.requestedAt,
      }
    })
  if (!permissions.has('legal-hold:release')) return waiting
  const holds = (await listLegalHolds(context)).items.filter((hold) => hold.mayNotReleaseBecause === null)
  const held = holds.flatMap((hold) => {
    const kept = cases.find((one) => hold.person === null || hold.person.personId === one.person.personId)
    if (kept === undefined) return []
    const dueAt = endOfDay(kept.dueOn)
    return [
      {
        ...plain,
        id: `hold ${hold.holdId}`,
        kind: 'hold' as const,
        label: text(context, 'today.hold'),
        title: kept.person.name,
        detail: hold.reason ?? '',
        dueAt: dueAt.toISOString(),
        overdue: dueAt <= now,
        href: '/privacy',
        since: hold.placedAt,
      },
    ]
  })
  return [...waiting, ...held]
}

/** Sentences that hold and will break soon unless somebody proves them again; without those that a case speaks of. */
function lapsing(context: Context, claims: Claims, items: readonly TodayItem[], due: ReadonlySet<string>): TodayItem[] {
  const horizon = addDuration(context.services.clock.now(), foresight)
  const spoken = new Set(items.flatMap((item) => item.claim?.id ?? []))
  return [...claims.values()]
    .filter((claim) => claim.status === 'due_soon' && claim.next_at !== null && claim.next_at <= horizon)
    .filter((claim) => !spoken.has(claim.id) && !claim.measures.some((measure) => due.has(measure)))
    .map((claim) => ({
      ...plain,
      id: `lapsing ${claim.id}`,
      kind: 'lapsing' as const,
      label: text(context, 'today.lapsing'),
      title: claim.text,
      detail: detailOf(context, 'finding', claim),
      claim: stakeIn(claim),
      href: `/sentences/${claim.id}`,
      since: (claim.from_at ?? context.services.clock.now()).toISOString(),
    }))
}

/** On a quiet day: the first sentences that nobody has proven yet. */
function firstSteps(context: Context, claims: Claims): TodayItem[] {
  return [...claims.values()]
    .filter((claim) => claim.kind === 'promise' && claim.status === 'unproven')
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .slice(0, 3)
    .map((claim) => ({
      ...plain,
      id: `step ${claim.id}`,
      kind: 'first-steps' as const,
      label: text(context, 'today.first-steps'),
      title: claim.text,
      detail: '',
      claim: stakeIn(claim),
      href: `/sentences/${claim.id}`,
      since: context.services.clock.now().toISOString(),
    }))
}
