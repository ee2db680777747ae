/** Announces to every process that something of a tenant changed, when the transaction commits. */
import type { TenantTx } from '#platform/database/transaction.ts'

export type Topic =
  'statement' | 'evidence' | 'people' | 'today' | 'decisions' | 'outbox' | 'cases' | 'registers' | 'questionnaires'

const announced = new WeakMap<TenantTx, Set<Topic>>()

/** Sends NOTIFY `beleg_change` together with COMMIT, each topic of a transaction once. */
export async function announce(tx: TenantTx, topic: Topic): Promise<void> {
  const topics = announced.get(tx)
  if (topics !== undefined) {
    topics.add(topic)
    return
  }
  const first = new Set([topic])
  announced.set(tx, first)
  tx.withCommit(() =>
    [...first].map((one) => ({
      text: `select pg_notify('beleg_change', $1)`,
      values: [`${tx.tenantId} ${one}`],
    })),
  )
}
