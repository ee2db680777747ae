/**
 * Work after the answer. A job is enqueued inside the transaction that is its reason: it exists exactly when that
 * commits. It runs at least once, on any process with a worker; a handler must bear being run again after a crash.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Log } from '../log/log.ts'
import type { PlatformTx, TenantTx } from '../database/transaction.ts'

/** What a handler knows of its run. */
export interface JobRun {
  /** The tenant whose transaction enqueued it; null for a job of the platform. */
  readonly tenantId: string | null
  /** 1 at the first try. */
  readonly attempt: number
  readonly jobId: string
  readonly log: Log
  /** Aborted when the worker has to stop; the job is then run again elsewhere. */
  readonly signal: AbortSignal
}

/**
 * A kind of job. `Services` is what the app hands to every handler; a list of jobs with different needs is a list of
 * `JobDefinition`.
 */
export interface JobDefinition<in Services = never> {
  /** `<module>.<verb>-<noun>`. */
  readonly name: string
  readonly schema: z.ZodType
  readonly maxAttempts: number
  readonly run: (payload: unknown, run: JobRun, services: Services) => Promise<void>
}

/** A job whose payload type is known, as `defineJob` returns it. */
export interface Job<in Services, Payload> extends JobDefinition<Services> {
  readonly schema: z.ZodType<unknown, Payload>
}

export interface JobOptions {
  /** Tries in all; between them e^attempt seconds, at most 6 hours. */
  readonly maxAttempts?: number
}

/** Declares a job. The payload is checked when it is enqueued and again when it runs. */
export function defineJob<Schema extends z.ZodType, Services = unknown>(
  name: string,
  schema: Schema,
  handler: (payload: z.output<Schema>, run: JobRun, services: Services) => Promise<void>,
  options: JobOptions = {},
): Job<Services, z.input<Schema>> {
  return {
    name,
    schema: schema as z.ZodType<unknown, z.input<Schema>>,
    maxAttempts: options.maxAttempts ?? 25,
    run: async (payload, run, services) => handler(schema.parse(payload), run, services),
  }
}

export interface EnqueueOptions {
  /** Not before; at once when absent. */
  readonly runAt?: Date
  /** Of jobs with one key that wait, the last enqueued is run; the tenant and the job's name are part of it. */
  readonly key?: string
  /** On behalf of a tenant; only from a platform transaction. */
  readonly tenantId?: string
}

/**
 * Adds a job to the queue, in the given transaction, and returns its id.
 * @throws ZodError when the payload is not what the job takes
 */
export async function enqueue<Payload>(
  tx: TenantTx | PlatformTx,
  job: Job<never, Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<string> {
  // Checked, but stored as given: parsing it again at the run must mean the same.
  job.schema.parse(payload)
  const json = JSON.stringify(payload ?? null)
  const runAt = options.runAt ?? null
  const key = options.key ?? null
  const call =
    'tenantId' in tx
      ? sql<{ id: number }>`select beleg.enqueue_tenant_job(
          ${job.name}, ${json}::jsonb, ${runAt}::timestamptz, ${key}::text, ${job.maxAttempts}::integer) as id`
      : sql<{ id: number }>`select beleg.enqueue_platform_job(
          ${job.name}, ${json}::jsonb, ${runAt}::timestamptz, ${key}::text, ${job.maxAttempts}::integer,
          ${options.tenantId ?? null}::uuid) as id`
  if ('tenantId' in tx && options.tenantId !== undefined && options.tenantId !== tx.tenantId) {
    throw new Error('a tenant can enqueue only jobs of its own')
  }
  const { rows } = await call.execute(tx.db)
  return String(rows[0]?.id)
}
