/**
 * The two proofs of having come through a door of the database. Store functions take one of them as their first
 * argument, so that a forgotten tenant does not compile. Only `database.ts` mints them.
 */
import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

declare const tenantDoor: unique symbol
declare const platformDoor: unique symbol

/** A transaction that sees exactly one tenant's rows, by row-level security. */
export interface TenantTx {
  readonly [tenantDoor]: true
  readonly db: Transaction<Tables>
  readonly tenantId: string
}

/** A transaction of no tenant, on a role with rights to just the tables that belong to the platform. */
export interface PlatformTx {
  readonly [platformDoor]: true
  readonly db: Transaction<Tables>
  /** Why the tenant boundary was left, for the log: 'host look-up', 'job queue', … */
  readonly purpose: string
}
