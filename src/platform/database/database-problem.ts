/**
 * What the database says, in our words: which of its failures are Problems that a caller should see (it is away, its
 * disk is full, it is too busy), and which constraint a conflict came from.
 */
import pg from 'pg'
import { Problem } from '../http/problem.ts'

/** The name of the constraint or unique index that refused a statement; null when it was something else. */
export function constraintOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    // Class 23: integrity constraint violation.
    if (at instanceof pg.DatabaseError && at.code?.startsWith('23')) return at.constraint ?? null
  }
  return null
}

/** The SQLSTATE of an error, wherever it was wrapped; null when it did not come from the server. */
export function sqlStateOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof pg.DatabaseError) return at.code ?? null
  }
  return null
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

/** Whether running the whole transaction again may succeed: 40001 serialization failure, 40P01 deadlock. */
export function isRetryable(error: unknown, isolation: Isolation = 'read committed'): boolean {
  const state = sqlStateOf(error)
  // A snapshot does not show the row that was written after it (PostgreSQL 18, 13.5).
  if (state === '23505' && isolation !== 'read committed') return true
  return state === '40001' || state === '40P01' || isStalePlan(error)
}

/** A prepared statement whose columns a migration changed meanwhile: "cached plan must not change result type". */
export function isStalePlan(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}

const lostCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'])
/** Texts of pg and pg-pool, which give these errors no code. */
const lostTexts =
  /^Connection terminated|connection error and is not queryable|Client was closed|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after calling end|^timeout expired/

/** Whether the connection is gone, so that nothing more can be said on it. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
  // 08: connection exception; 57P01–57P05: the server is shutting down, crashed, starting, or ended the session.
  if (state.startsWith('08') || /^57P0[1-5]$/.test(state) || state === '25P03') return true
  const code = (error as NodeJS.ErrnoException).code
  if (!(error instanceof pg.DatabaseError) && code !== undefined && lostCodes.has(code)) return true
  return lostTexts.test(error.message)
}

/** Whether nobody knows what became of a transaction: the connection was lost while it was being committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof Problem && error.code === 'database.outcome_unknown'
}

/**
 * The Problem for a failure of the database as such; any other error, a constraint's for example, comes back as it is.
 * `committing` says that it happened during COMMIT: then nobody knows whether it took place.
 */
export function toDatabaseProblem(error: unknown, committing = false): unknown {
  if (error instanceof Problem) return error
  if (isConnectionLoss(error)) {
    const code = committing ? 'database.outcome_unknown' : 'database.unavailable'
    return new Problem(503, code, { headers: { 'Retry-After': '2' }, cause: error })
  }
  if (isStalePlan(error)) {
    return new Problem(503, 'database.contention', { headers: { 'Retry-After': '1' }, cause: error })
  }
  switch (sqlStateOf(error)) {
    case '53100':
      return new Problem(507, 'database.disk_full', { cause: error })
    case '58030':
      return /No space left/i.test((error as Error).message)
        ? new Problem(507, 'database.disk_full', { cause: error })
        : new Problem(503, 'database.unavailable', { cause: error })
    // Read-only: a replica, or default_transaction_read_only set by an operator whose disk ran full.
    case '25006':
      return new Problem(503, 'database.read_only', { headers: { 'Retry-After': '10' }, cause: error })
    // A character that text of the server cannot hold; it came from outside, past the schemas of the edge.
    case '22021':
    case '22P05':
      return new Problem(400, 'input.unreadable', { cause: error })
    case '53300':
    case '53200':
      return new Problem(503, 'database.overloaded', { headers: { 'Retry-After': '2' }, cause: error })
    case '40001':
    case '40P01':
    case '55P03':
      return new Problem(503, 'database.contention', { headers: { 'Retry-After': '1' }, cause: error })
    case '57014':
      return new Problem(503, 'database.timeout', { headers: { 'Retry-After': '5' }, cause: error })
    default:
      return error
  }
}
