/** A version beside the one it replaces: what changed, what answers it, and what is still unanswered. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { notFound, type ProblemIssue } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { z } from 'zod'
import { compareVersions, compensatingMeasures } from '../change/compare.ts'
import type { ClaimChange, ComparedClaim, Direction } from '../change/compared-claim.ts'
import { describeDifference } from '../change/describe.ts'
import { defaultNoticeDays, stateOf } from '../change/state.ts'
import { hashChange } from '../change/wording.ts'
import { missingNumber } from '../contract/review.ts'
import { versionPath, type comparisonSchema, type listVersions, type VersionView } from '../contract/version.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { listAnswers, type AnswerRow } from '../store/answer.ts'
import { countNotices, listContractRows } from '../store/customer-contract.ts'
import * as store from '../store/version.ts'

type Doors = Pick<Context, 'tx' | 'services' | 'actor'>

/** One change with the answer that still fits it. */
export interface AnsweredChange {
  readonly change: ClaimChange
  readonly claimId: string
  readonly answer: AnswerRow | null
  readonly isAnswered: boolean
}

export interface Comparison {
  readonly version: store.VersionRow
  readonly base: store.VersionRow | null
  readonly claims: readonly store.VersionClaim[]
  readonly changes: readonly AnsweredChange[]
}

/** Compares a version with what it replaces: what was in force when it was approved, else what is now. */
export async function compareWithBase(tx: Context['tx'], version: store.VersionRow): Promise<Comparison> {
  const isFixed = version.approved_at !== null || version.published_at !== null
  const base = isFixed
    ? version.replaces_id === null
      ? undefined
      : await store.findVersion(tx, version.replaces_id)
    : await store.findVersionInForce(tx, version.locale)
  const claims = await store.listClaims(tx, version.id)
  const before = base === undefined ? [] : await store.listClaims(tx, base.id)
  const changes = base === undefined ? [] : compareVersions(before, claims)
  const answers = new Map((await listAnswers(tx, version.id)).map((row) => [row.claim_id, row]))
  return {
    version,
    base: base ?? null,
    claims,
    changes: changes.map((change) => {
      const claimId = claimOf(change)
      const given = answers.get(claimId)
      const answer = given?.digest.equals(hashChange(change)) ? given : null
      return { change, claimId, answer, isAnswered: isAnsweredBy(changes, change, answer) }
    }),
  }
}

/** The sentence by which a change is answered. */
export function claimOf({ before, after }: ClaimChange): string {
  const claim = before ?? after[0]
  if (claim === undefined) throw new Error('a change is about a sentence')
  return claim.id
}

function isAnsweredBy(changes: readonly ClaimChange[], change: ClaimChange, answer: AnswerRow | null): boolean {
  if (!change.demandsAnswer) return true
  if (answer === null) return false
  if (answer.measure_id !== null) return compensatingMeasures(changes, change).has(answer.measure_id)
  return answer.outcome === 'approved'
}

/** What keeps a version from being approved, each thing by its sentence: changes first, then sentences of its own. */
export function obstaclesOf({ changes, claims }: Comparison): readonly (ProblemIssue & { readonly claimId: string })[] {
  return [
    ...changes
      .filter(({ isAnswered }) => !isAnswered)
      .map(({ change, claimId, answer }) => ({
        claimId,
        pointer: `/changes/${claimId}`,
        code: openCode(change.direction, answer),
        params: { sentence: shorten((change.before ?? change.after[0])?.text ?? '') },
      })),
    ...claims.filter(lacksNumber).map((claim) => ({
      claimId: claim.id,
      pointer: `/claims/${claim.id}`,
      code: 'regularly_without_number',
      params: { sentence: shorten(claim.text) },
    })),
  ]
}

/** Why a change is still open. */
function openCode(direction: Direction, answer: AnswerRow | null): string {
  if (answer?.outcome === 'refused') return 'change_refused'
  if (answer?.decision_id != null) return 'change_undecided'
  return direction === 'removed' ? 'change_removed' : direction === 'added' ? 'change_added' : 'change_weaker'
}

/** "Regularly" promises nothing until somebody says how often. */
function lacksNumber(claim: ComparedClaim): boolean {
  return missingNumber(claim) === 'interval'
}

function shorten(text: string): string {
  const spaced = text.replaceAll(/\s+/g, ' ')
  return spaced.length <= 90 ? spaced : `${spaced.slice(0, 89)}…`
}

/** Days between telling customers and the day a weaker version holds. */
export async function noticeDaysOf(tx: Context['tx']): Promise<number> {
  return (await store.readNoticeDays(tx))?.notice_days ?? defaultNoticeDays
}

/** Contracts that still hold, whose customers are told. */
export async function listTold(tx: Context['tx'], now: Date) {
  return (await listContractRows(tx, { on: dayOf(now) })).filter(({ email }) => email !== null)
}

/** Whether customers have to be told before it holds. */
export function takesFromCustomers(comparison: Comparison): boolean {
  return comparison.changes.some(({ change }) => change.demandsAnswer)
}

/** When a version may hold at the earliest: at once, or after the notice where it takes something from customers. */
export async function earliestEffect(tx: Context['tx'], comparison: Comparison, now: Date): Promise<Date> {
  if (!takesFromCustomers(comparison)) return now
  if ((await listContractRows(tx, { on: dayOf(now) })).length === 0) return now
  const days = await noticeDaysOf(tx)
  return days === 0 ? now : new Date(now.getTime() + days * 86_400_000)
}

/** The comparison for people. @throws Problem 404 */
export async function presentComparison(
  context: Doors,
  registry: Registry,
  statementId: string,
): Promise<z.input<typeof comparisonSchema>> {
  const { tx, services, actor } = context
  const { locale } = actor
  const row = await store.findVersion(tx, statementId)
  if (!row) throw notFound()
  const comparison = await compareWithBase(tx, row)
  const authors = await store.listAuthors(tx, statementId)
  const me = 'personId' in actor ? actor.personId : null
  const now = services.clock.now()
  const people = comparison.changes.flatMap(({ answer }) =>
    answer === null ? [] : [answer.given_by, ...(answer.decided_by === null ? [] : [answer.decided_by])],
  )
  const listed = await store.listVersions(tx)
  const person = await nameThem(context, [
    ...people,
    ...listed.flatMap((one) => [one.drafted_by, one.approved_by]).filter((id) => id !== null),
  ])
  const slug = await readSlug(tx)
  const view = (id: string) => {
    const found = listed.find((one) => one.id === id)
    if (!found) throw notFound()
    return presentVersion(found, slug, person)
  }
  const titled = (id: string) => ({ id, title: registry.measures.get(id)?.title[locale] ?? id })
  const sentence = ({ id, text, section, kind, measures }: ComparedClaim) => ({
    id,
    text,
    section,
    kind,
    measures: measures.map(titled),
  })
  const all = comparison.changes.map(({ change }) => change)
  const count = (direction: string) => all.filter((change) => change.direction === direction).length
  const mayAnswer = actor.kind === 'account' && actor.permissions.has('statement:approve') && !authors.has(me ?? '')
  return {
    version: view(statementId),
    base: comparison.base === null ? null : view(comparison.base.id),
    counts: {
      stronger: count('stronger'),
      neutral: count('neutral'),
      weaker: count('weaker'),
      removed: count('removed'),
      added: count('added'),
    },
    changes: comparison.changes.map(({ change, claimId, answer, isAnswered }) => ({
      claimId,
      direction: change.direction,
      before: change.before && sentence(change.before),
      after: change.after.map(sentence),
      differences: change.differences.map((difference) => ({
        code: difference.code,
        effect: difference.effect,
        text: describeDifference(services.texts, locale, difference, (id) => titled(id).title),
      })),
      demandsAnswer: change.demandsAnswer,
      answer: answer && {
        kind: answer.measure_id === null ? ('judgement' as const) : ('measure' as const),
        measure: answer.measure_id === null ? null : titled(answer.measure_id),
        decisionId: answer.decision_id,
        outcome: answer.outcome,
        reason: answer.reason,
        givenBy: person(answer.given_by),
        givenAt: answer.given_at.toISOString(),
        decidedBy: person(answer.decided_by),
        mayDecide: mayAnswer && answer.decision_id !== null && answer.outcome === null && answer.given_by !== me,
      },
      isAnswered,
      compensations: change.demandsAnswer ? [...compensatingMeasures(all, change)].map(titled) : [],
    })),
    obstacles: obstaclesOf(comparison).map(({ claimId, code, params }) => ({
      claimId,
      code,
      text: services.texts.text(locale, `issue.${code}`, params),
    })),
    isAuthor: me !== null && authors.has(me),
    customers: (await listTold(tx, now)).length,
    told: await countNotices(tx, statementId),
    earliestAt: (await earliestEffect(tx, comparison, now)).toISOString(),
  }
}

/** All versions, newest first, and the days of notice. */
export async function presentVersions(context: Doors): Promise<OutputOf<typeof listVersions>> {
  const rows = await store.listVersions(context.tx)
  const person = await nameThem(
    context,
    rows.flatMap((one) => [one.drafted_by, one.approved_by]).filter((id) => id !== null),
  )
  const slug = await readSlug(context.tx)
  return {
    items: rows.map((row) => presentVersion(row, slug, person)),
    noticeDays: await noticeDaysOf(context.tx),
  }
}

type Named = (personId: string | null) => { personId: string; name: string } | null

async function nameThem({ tx, services }: Doors, ids: readonly string[]): Promise<Named> {
  const names = await services.personNames(tx, [...new Set(ids)])
  return (personId) => (personId === null ? null : { personId, name: names.get(personId) ?? '—' })
}

/** By which the tenant's pages are found; null for the platform tenant, whose pages stand at the root. */
export async function readSlug(tx: Context['tx']): Promise<string | null> {
  const row = await tx.db
    .selectFrom('tenants')
    .select(['slug', 'kind'])
    .where('id', '=', tx.tenantId)
    .executeTakeFirst()
  return row === undefined || row.kind === 'platform' ? null : row.slug
}

function presentVersion(row: store.ListedVersion, slug: string | null, person: Named): VersionView {
  return {
    id: row.id,
    locale: row.locale,
    version: row.version,
    title: row.title,
    state: stateOf(row),
    claims: row.claims,
    sha256: row.body_hash.toString('hex'),
    draftedBy: person(row.drafted_by),
    createdAt: row.created_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    approvedBy: person(row.approved_by),
    approvedAt: row.approved_at?.toISOString() ?? null,
    announcedAt: row.announced_at?.toISOString() ?? null,
    effectiveAt: row.effective_at?.toISOString() ?? null,
    publishedAt: row.published_at?.toISOString() ?? null,
    supersededAt: row.superseded_at?.toISOString() ?? null,
    pinned: row.pinned,
    path: row.published_at === null ? null : versionPath(slug, row.locale, row.version),
  }
}

/** The address of a version for customers. */
export function addressOf(publicUrl: string, slug: string | null, locale: Locale, version: number): string {
  return `${publicUrl}${versionPath(slug, locale, version)}`
}
