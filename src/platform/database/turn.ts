/** Turns of those who would do the same at once. */
import { sql } from 'kysely'
import type { PlatformTx, TenantTx } from './transaction.ts'

/**
 * Waits until nobody else has the turn of this name, and has it until the transaction ends. What was read before may
 * have been changed by who had it. Names are of the whole database: one that concerns a tenant carries its id.
 */
export async function awaitTurn(tx: TenantTx | PlatformTx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx.db)
}
