/**
 * Built-in collectors observe this instance and state facts; they never edit a status. Each declares how soon it sees
 * a change. A run that fails, or does not happen, is silence, and silence never proves.
 */
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import type { Services } from './context.ts'

/** One fact about one subject, named within its source. */
export interface ObservedFact {
  readonly subject: {
    readonly kind: string
    readonly externalId: string
    readonly name?: string
    /** The very subject of a register, with the register's own external id and name; else one of the source's own. */
    readonly id?: string
  }
  readonly type: string
  readonly data: unknown
}

/** The population of one fact type as a run saw it. */
export interface ObservedPopulation {
  readonly factType: string
  /** How many the second source says there are; null when there is none to compare with. */
  readonly expected: number | null
  readonly seen: number
  /** Name of the second source; null when unreconciled. */
  readonly reconciledAgainst: string | null
}

export interface Observation {
  readonly facts: readonly ObservedFact[]
  readonly populations: readonly ObservedPopulation[]
}

export interface CollectorContext {
  readonly services: Services
  /** Tenants on this instance, the platform tenant first; collectors read one after the other. */
  readonly tenants: readonly { readonly id: string; readonly kind: 'platform' | 'company'; readonly canary: boolean }[]
  withTenant<T>(tenantId: string, work: (tx: TenantTx) => Promise<T>): Promise<T>
  withPlatform<T>(purpose: string, work: (tx: PlatformTx) => Promise<T>): Promise<T>
  /** Aborted when the run takes longer than the detection interval allows. */
  readonly signal: AbortSignal
}

export interface Collector {
  /** `<module>.<what>`. */
  readonly id: string
  /** What was asked of whom, for the evidence record. */
  readonly query: string
  /** Bumped when what is observed changes its meaning. */
  readonly version: string
  /** A run starts this often. */
  readonly everyMs: number
  /** The promise: a change is in the evidence at most so long after it happened; at least `everyMs` + a run's time. */
  readonly detectsWithinMs: number
  readonly observe: (context: CollectorContext) => Promise<Observation>
}
