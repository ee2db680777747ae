/** Announces to every process that something of a tenant changed, when the transaction commits. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export type Topic = 'statement' | 'evidence' | 'people' | 'today' | 'decisions' | 'outbox' | 'cases' | 'registers'

/** Sends NOTIFY `beleg_change` with the commit; identical announcements of one transaction are sent once. */
export async function announce(tx: TenantTx, topic: Topic): Promise<void> {
  await sql`select pg_notify('beleg_change', ${`${tx.tenantId} ${topic}`})`.execute(tx.db)
}
