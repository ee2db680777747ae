/**
 * Marks: what has changed since the claims that rest on it were last judged. A mark is written in the transaction of
 * the change and taken away by the judging that took the change in, so that a crash between the two loses nothing.
 */
import { newId } from '#platform/database/id.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/database/transaction.ts'

/** Channel that tells every process of a tenant with something to judge; payload its id. */
export const judgeChannel = 'beleg_judge'

/** What changed: a population (a fact type or a query over a register), a collector's voice, a claim, or anything. */
export type Topic =
  { readonly population: string } | { readonly collector: string } | { readonly claim: string } | 'all'

/** Name of the lock that a judging of the tenant holds. */
export function judgingLock(tx: TenantTx): string {
  return `judge ${tx.tenantId}`
}

/** A topic as its mark bears it. */
export function topicKey(topic: Topic): string {
  if (topic === 'all') return 'all'
  if ('population' in topic) return `population ${topic.population}`
  return 'collector' in topic ? `collector ${topic.collector}` : `claim ${topic.claim}`
}

/**
 * Every process is told of a tenant once in so long: NOTIFY makes commits wait for each other's disk. Who was told looks
 * after no shorter a time (`watch.ts`), and so finds also what was marked meanwhile without a word.
 */
export const tellAgainMs = 100

/** When this process last told of a tenant, on the clock of `performance.now()`. */
const toldAt = new Map<string, number>()

/**
 * Marks what changed; written with COMMIT, so that it costs no round trip and holds up no judging for longer.
 * @param sinceAt the first instant about which something new may be known; the past from there on is judged anew
 */
export async function markChange(tx: TenantTx, clock: Clock, topics: readonly Topic[], sinceAt: Date): Promise<void> {
  if (topics.length === 0) return
  const { tenantId } = tx
  const rows = topics.map((topic) => ({ id: newId(clock), topic: topicKey(topic) }))
  const values = [tenantId, JSON.stringify(rows), sinceAt]
  tx.withCommit(() => {
    const nowMs = performance.now()
    if (nowMs - (toldAt.get(tenantId) ?? -Infinity) < tellAgainMs) return [{ text: markText, values }]
    tx.afterCommit(() => void toldAt.set(tenantId, nowMs))
    return [
      { text: markText, values },
      { text: 'select pg_notify($1, $2::text)', values: [judgeChannel, tenantId] },
    ]
  })
}

const markText = `
  insert into beleg.judging_marks (tenant_id, id, topic, since_at)
  select $1::uuid, m.id, m.topic, $3::timestamptz
  from jsonb_to_recordset($2::jsonb) as m (id uuid, topic text)`
