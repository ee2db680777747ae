/**
 * Keeps the judgements of a tenant true. Only claims are judged that rest on what changed, or whose time has come: asks
 * `status()`, stores what changed over valid and known time, opens and closes findings, sets the tenant's one timer, and
 * tells every process. Judging twice changes nothing; two processes take turns.
 */
import { closeFinding, openFinding } from '../case/finding.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { announce } from '../announce.ts'
import type { Context, Services } from '../context.ts'
import { recordFactType } from '../evidence/record-duty.ts'
import { record } from '../ledger/record.ts'
import type { Registry } from '../registry.ts'
import { statusOf } from '../status/history.ts'
import { ruleVersion } from '../status/status.ts'
import type { ClaimJudgement } from '../status/view.ts'
import type { Status } from '../vocabulary.ts'
import { loadClaimHistories } from './load-history.ts'
import { judgingLock, topicKey } from './mark.ts'
import { rejudge } from './rejudge.ts'
import {
  forgetFuture,
  readJudgedClaims,
  readJudgedUntil,
  readKnownRows,
  setTimer,
  takeMarks,
  touchJudgements,
  writeChanges,
  type ClaimRow,
  type JudgedClaim,
  type JudgedUntil,
  type Mark,
} from './store.ts'

export interface JudgedChange {
  readonly claimId: string
  readonly from: Status | null
  readonly to: Status
}

/**
 * Waits for a judging of the tenant that is under way; the next one begins when the transaction has ended, and sees what
 * it did.
 */
export async function holdJudging(tx: TenantTx): Promise<void> {
  await awaitTurn(tx, judgingLock(tx))
  // One that looked before the lock was free would go on from that: it meets these and begins anew.
  await touchJudgements(tx)
}

/** What is to be judged of one claim. */
interface Task {
  readonly claim: JudgedClaim
  readonly judgedAt: Date
  readonly nextAt: Date | null
  readonly since: Date
  readonly learned: boolean
}

/**
 * Judges what has to be judged of a tenant, in a transaction of its own, and returns what changed of the present.
 * Several that ask at once in one process share one judging.
 */
export async function judgeTenant(services: Services, registry: Registry, tenantId: string): Promise<JudgedChange[]> {
  const rounds = underWay.get(services) ?? new Map<string, Round>()
  underWay.set(services, rounds)
  const begin = (): Promise<JudgedChange[]> => {
    const startedMs = performance.now()
    const round: Round = {
      current: judgeInTurn(services, registry, tenantId).finally(() => {
        round.tookMs = performance.now() - startedMs
        if (round.following === null) rounds.delete(tenantId)
      }),
      tookMs: 0,
      following: null,
    }
    rounds.set(tenantId, round)
    return round.current
  }
  const round = rounds.get(tenantId)
  if (round === undefined) return begin()
  // The one under way may have looked already: one more follows it, for all who ask meanwhile.
  round.following ??= afterwards(round, begin)
  return round.following
}

/** Another round once one has ended, well or not, and enough was gathered to be worth it. */
async function afterwards(round: Round, begin: () => Promise<JudgedChange[]>): Promise<JudgedChange[]> {
  await Promise.allSettled([round.current])
  await sleep(gatherMsAfter(round.tookMs))
  return begin()
}

/**
 * How long to gather after a round that took so long. Under a burst judging a tenant takes a tenth of the time, however
 * much comes in; half a second leaves the other half of "red within a second" to the round itself.
 */
export function gatherMsAfter(tookMs: number): number {
  return Math.min(9 * tookMs, 500)
}

interface Round {
  readonly current: Promise<JudgedChange[]>
  /** How long it took; 0 while it is under way. */
  tookMs: number
  following: Promise<JudgedChange[]> | null
}

const underWay = new WeakMap<Services, Map<string, Round>>()

/** One process at a time for each tenant. Who changes something meanwhile does not wait for it. */
async function judgeInTurn(services: Services, registry: Registry, tenantId: string): Promise<JudgedChange[]> {
  // All of a change is seen or nothing of it, its mark included: what came later is for the next round.
  const snapshot = { isolation: 'repeatable read', retry: true } as const
  for (;;) {
    const changes = await services.database.withTenant(tenantId, (tx) => judgeWithin(tx, services, registry), snapshot)
    if (changes !== null) return changes
    await services.database.withTenant(tenantId, (tx) => awaitTurn(tx, judgingLock(tx)))
  }
}

/** @returns null when another process judges the tenant */
async function judgeWithin(tx: TenantTx, services: Services, registry: Registry): Promise<JudgedChange[] | null> {
  const [marks, claims, judgedUntil] = await Promise.all([
    takeMarks(tx, judgingLock(tx)),
    readJudgedClaims(tx),
    readJudgedUntil(tx),
  ])
  if (marks === null) return null
  const at = services.clock.now()
  let until = judgedUntil
  const ahead = claims.some((claim) => (until.get(claim.id)?.judgedAt ?? at) > at)
  if (ahead) {
    marks.push({ topic: 'all', sinceAt: await forgetFuture(tx, at) })
    until = await readJudgedUntil(tx)
  }
  const tasks = claims.flatMap((claim) => taskOf(claim, until.get(claim.id), topicsOf(claim, registry), marks, at))
  const changes: JudgedChange[] = []
  const nextOf = new Map(claims.map((claim) => [claim.id, until.get(claim.id)?.nextAt ?? null]))
  for (const batch of inWindows(tasks, at)) {
    const since = new Date(Math.min(...batch.map((task) => task.since.getTime())))
    const knownFrom = new Date(Math.min(...batch.map((task) => task.judgedAt.getTime())))
    const judgedClaims = batch.map((task) => task.claim)
    const ids = judgedClaims.map((claim) => claim.id)
    const [histories, known] = await Promise.all([
      loadClaimHistories(tx, registry, judgedClaims, { from: since, knownFrom }),
      readKnownRows(tx, ids, since),
    ])
    const judged = batch.flatMap((task, index) => {
      const history = histories[index]
      const rows = known.get(task.claim.id) ?? []
      const first = rows[0]?.fromAt
      // Before its first judgement a sentence was not judged; what is learned of that time changes nothing.
      const from = first !== undefined && task.since < first ? first : task.since
      const change = history && rejudge(task.claim.id, history, { ...task, rows, since: from }, at)
      return change ? [{ change, before: rows.at(-1)?.status ?? null, since: from }] : []
    })
    await writeChanges(
      tx,
      judged.map(({ change }) => change),
      at,
    )
    for (const { change, before, since: from } of judged) {
      const { claimId, present } = change
      nextOf.set(claimId, present.nextAt)
      if (before !== present.status) {
        changes.push({ claimId, from: before, to: present.status })
        await followUp(tx, services, claimId, before, present.status)
        await noteChange(tx, services, change.openedAt, claimId, before, present)
      } else if (change.pastChanged) {
        await record(asJudge(tx, services), {
          action: 'claim.rejudged',
          object: { kind: 'claim', id: claimId },
          after: { since: from.toISOString() },
        })
      }
    }
    if (judged.some(({ change }) => change.pastChanged)) await announce(tx, 'statement')
  }
  if (tasks.length > 0 || marks.length > 0) {
    const upcoming = [...nextOf.values()].flatMap((next) => (next === null ? [] : [next.getTime()]))
    await setTimer(tx, upcoming.length === 0 ? null : new Date(Math.min(...upcoming)))
  }
  // Here, and not with each evidence: under a burst once for all that came in.
  if (marks.length > 0) await announce(tx, 'evidence')
  if (changes.length > 0) {
    await announce(tx, 'statement')
    await announce(tx, 'today')
  }
  return changes
}

/** The topics whose marks make a claim worth judging. */
function topicsOf(claim: ClaimRow, registry: Registry): ReadonlySet<string> {
  const topics = new Set(['all', topicKey({ claim: claim.id })])
  for (const duty of claim.measures.flatMap((id) => registry.dutiesOf(id))) {
    topics.add(topicKey({ population: duty.factType }))
    if (duty.population !== undefined) topics.add(topicKey({ population: duty.population }))
    if (duty.collector !== undefined) topics.add(topicKey({ collector: duty.collector }))
    // A document is about one measure; that of another changes nothing here.
    if (duty.factType === recordFactType.type) topics.add(topicKey({ population: `${duty.factType} ${duty.measure}` }))
  }
  return topics
}

function taskOf(
  claim: JudgedClaim,
  until: JudgedUntil | undefined,
  topics: ReadonlySet<string>,
  marks: readonly Mark[],
  at: Date,
): Task[] {
  if (until === undefined) {
    // A clock that was set back may show an instant before the publication.
    const begun = claim.publishedAt < at ? claim.publishedAt : at
    return [{ claim, judgedAt: begun, nextAt: null, since: begun, learned: true }]
  }
  const marked = marks.filter((mark) => topics.has(mark.topic)).map((mark) => mark.sinceAt.getTime())
  const otherRules = until.ruleVersion !== ruleVersion
  if (otherRules) marked.push(at.getTime())
  const due = until.nextAt !== null && until.nextAt <= at
  if (marked.length === 0 && !due) return []
  return [
    {
      claim,
      judgedAt: until.judgedAt,
      nextAt: until.nextAt,
      since: new Date(Math.min(until.judgedAt.getTime(), ...marked)),
      learned: marked.length > 0,
    },
  ]
}

/** A late fact about long ago needs a long history; it is not loaded for claims that do not rest on it. */
function inWindows(tasks: readonly Task[], at: Date): Task[][] {
  const recently = at.getTime() - 3_600_000
  const recent = tasks.filter((task) => task.since.getTime() >= recently)
  const older = tasks.filter((task) => task.since.getTime() < recently)
  return [recent, older].filter((batch) => batch.length > 0)
}

async function followUp(
  tx: TenantTx,
  services: Services,
  claimId: string,
  before: Status | null,
  status: Status,
): Promise<void> {
  if (status === 'contradicted' || status === 'lapsed') {
    await openFinding(asJudge(tx, services), claimId, status)
  } else if (before === 'contradicted' || before === 'lapsed') {
    await closeFinding(asJudge(tx, services), claimId)
  }
}

async function noteChange(
  tx: TenantTx,
  services: Services,
  since: Date,
  claimId: string,
  before: Status | null,
  present: ClaimJudgement,
): Promise<void> {
  await record(asJudge(tx, services), {
    action: 'claim.judged',
    object: { kind: 'claim', id: claimId },
    before: { status: before },
    after: { status: present.status, reason: present.reason.code, since: since.toISOString() },
  })
}

function asJudge(tx: TenantTx, services: Services): Context {
  return {
    tx,
    services,
    actor: { kind: 'system', name: 'judge', tenantId: tx.tenantId, locale: 'de' },
    origin: { requestId: 'judge', address: null, userAgent: null },
  }
}

/** What `status()` says of claims at an instant, from all that is recorded by then; reads only. */
export async function judgeNow(
  tx: TenantTx,
  registry: Registry,
  at: Date,
  claims?: readonly ClaimRow[],
): Promise<Map<string, ClaimJudgement>> {
  const rows = claims ?? (await readJudgedClaims(tx))
  const histories = await loadClaimHistories(tx, registry, rows, { from: at, knownFrom: at })
  const judged = new Map<string, ClaimJudgement>()
  rows.forEach((claim, index) => {
    const history = histories[index]
    const judgement = history === undefined ? null : statusOf(history, at)
    if (judgement !== null) judged.set(claim.id, judgement)
  })
  return judged
}

/** Judges once the running transaction has committed. */
export function judgeAfterwards(context: Context, registry: Registry): void {
  const { tenantId } = context.tx
  context.tx.afterCommit(async () => {
    await judgeTenant(context.services, registry, tenantId)
  })
}
