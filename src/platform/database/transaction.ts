/**
 * The proofs of having come through a door of the database. Store functions take one of them as their first
 * argument, so that a forgotten tenant does not compile. Only `database.ts` mints them, and they die with their
 * transaction: a statement on a finished one is an error, never a statement in somebody else's.
 */
import type { Transaction } from 'kysely'
import type { Statement } from './door.ts'
import type { Tables } from './tables.ts'

declare const tenantDoor: unique symbol
declare const platformDoor: unique symbol
declare const ownerDoor: unique symbol

interface DoorTx {
  readonly db: Transaction<Tables>
  /**
   * Runs a function after the commit, in the order given, and not at all after a rollback. What it throws is logged:
   * the effect is already there and the caller has to be told so.
   */
  afterCommit(run: () => void | Promise<void>): void
  /**
   * Runs a function when nothing of the transaction was done, to take back what lies outside of the database; not when
   * nobody knows (`database.outcome_unknown`). What it throws is logged.
   */
  afterRollback(run: () => void | Promise<void>): void
  /**
   * Statements to send in one write with COMMIT, asked for when the function has ended: they cost no round trip, and
   * when one of them fails nothing was done. Whoever waits for their effect inside the transaction waits in vain.
   */
  withCommit(write: () => readonly Statement[]): void
}

/** A transaction that sees exactly one tenant's rows, by row-level security. */
export interface TenantTx extends DoorTx {
  readonly [tenantDoor]: true
  readonly tenantId: string
  /** How many ledger entries were written in this transaction; the edge refuses a change without one. */
  entries: number
}

/** A transaction of no tenant, on a role with rights to just the tables that belong to the platform. */
export interface PlatformTx extends DoorTx {
  readonly [platformDoor]: true
  /** Why the tenant boundary was left, for the log: 'host look-up', 'job queue', … */
  readonly purpose: string
}

/** A transaction of the schema's owner, who sees every tenant: migrations, backup, doctor and sabotage only. */
export interface OwnerTx extends DoorTx {
  readonly [ownerDoor]: true
  /** Runs a statement as it is written; several at once only without values. */
  run<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}
