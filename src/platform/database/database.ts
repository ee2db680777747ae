/**
 * The doors to the database. `withTenant` sees one tenant's rows, `withPlatform` what belongs to no tenant, `asOwner`
 * everything (migrations, backup, doctor, sabotage). It promises that a lost server is a Problem 503 and never the end
 * of the process, and that connections come back when the server does.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import type { Clock } from '../clock/clock.ts'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import { toDatabaseProblem } from './database-problem.ts'
import {
  runTransaction,
  sendTransaction,
  type Lease,
  type OpenTransaction,
  type Statement,
  type TransactionOptions,
} from './door.ts'
import { openListener, type ListenOptions } from './listener.ts'
import type { DatabaseRole, ServingRole } from './role.ts'
import type { OwnerTx, PlatformTx, TenantTx } from './transaction.ts'

export { constraintOf, sqlStateOf } from './database-problem.ts'

export interface DatabaseOptions {
  /** How to connect as a role: of the embedded server, or `connectionsFromUrl`. */
  readonly connection: (role: DatabaseRole) => pg.ClientConfig
  readonly clock: Clock
  readonly log: Log
  /** Most connections of the two serving roles. */
  readonly poolSize?: { readonly app?: number; readonly platform?: number }
  /** Longest run of one statement. */
  readonly statementTimeoutMs?: number
  /** Longest a transaction may wait between its statements before the server ends its session. */
  readonly idleTransactionTimeoutMs?: number
  /** Longest wait for a connection. */
  readonly connectTimeoutMs?: number
  /** Shown in pg_stat_activity. */
  readonly name?: string
}

export interface TenantOptions extends TransactionOptions {
  /** Who acts, readable by triggers as `current_setting('beleg.actor', true)`. */
  readonly actor?: string
}

export interface PlatformOptions extends TransactionOptions {
  /**
   * Allows it inside `withTenant`, on a connection of its own: it stays committed when the tenant's transaction rolls
   * back. Only this order is possible; the other could wait for itself when the connections run out.
   */
  readonly independent?: boolean
  /**
   * Sends the first statements together with BEGIN, which saves a round trip. Only for a function that does nothing but
   * read before it has their answers: should BEGIN fail, they run outside of a transaction.
   */
  readonly readsFirst?: boolean
}

export interface DatabaseHealth {
  readonly ready: boolean
  /** Of one round trip on the app role. */
  readonly latencyMs: number
  /** Of the server, "18.4"; null when it is away. */
  readonly version: string | null
}

export interface Database {
  /**
   * Runs a function in one transaction of a tenant.
   * @throws Problem `database.unavailable`, `.outcome_unknown`, `.disk_full`, `.read_only`, `.contention`, `.timeout`,
   * `.overloaded`,
   * `.transaction_aborted`, and whatever the function throws
   */
  withTenant<Result>(tenantId: string, run: (tx: TenantTx) => Promise<Result>, options?: TenantOptions): Promise<Result>
  /** Runs a function in one transaction of no tenant. @throws as `withTenant` */
  withPlatform<Result>(
    purpose: string,
    run: (tx: PlatformTx) => Promise<Result>,
    options?: PlatformOptions,
  ): Promise<Result>
  /** Runs a function in one transaction of the schema's owner, on a connection of its own. @throws as `withTenant` */
  asOwner<Result>(run: (tx: OwnerTx) => Promise<Result>, options?: TransactionOptions): Promise<Result>
  /**
   * Calls the handler for every NOTIFY on the channel until the returned function is called. Connects again by itself;
   * what was sent meanwhile is lost, which `onReconnect` tells. Resolves when it listens.
   */
  listen(channel: string, handler: (payload: string) => void, options?: ListenOptions): Promise<() => Promise<void>>
  health(): Promise<DatabaseHealth>
  /** A pool beside the doors, for the job queue's library; whoever opens it ends it. Nothing sets a tenant on it. */
  openPool(role: ServingRole, max: number): pg.Pool
  /** A session of its own, for locks that last as long as it; whoever opens it ends it. */
  openSession(role: ServingRole): Promise<pg.Client>
  /**
   * A connection of the platform's role on which whole transactions follow each other, each in one write; whoever opens
   * it ends it.
   */
  openLine(): Promise<Line>
  readonly clock: Clock
  /** Waits for running transactions, then disconnects. */
  close(): Promise<void>
}

export interface Line {
  /** Sends statements as one transaction. @throws as `withPlatform` */
  send(statements: readonly Statement[]): Promise<void>
  end(): Promise<void>
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Opens the doors. Connects lazily: a server that is away now is only a Problem of the calls. */
export function openDatabase(options: DatabaseOptions): Database {
  const { log, clock } = options
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000
  const settingsOf = (role: DatabaseRole): pg.ClientConfig => ({
    ...sessionSettings(options.connection(role)),
    application_name: options.name ?? 'beleg',
    statement_timeout: role === 'beleg_owner' ? 0 : statementTimeoutMs,
    lock_timeout: role === 'beleg_owner' ? 0 : Math.min(10_000, statementTimeoutMs),
    idle_in_transaction_session_timeout: options.idleTransactionTimeoutMs ?? 60_000,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    // For the network that swallows packets: the server's own limit comes first where it is alive.
    ...(role === 'beleg_owner' ? {} : { query_timeout: statementTimeoutMs + 5_000 }),
    keepAlive: true,
  })
  const openPool = (role: ServingRole, max: number, pipeline: boolean) => {
    const pool = new pg.Pool({ ...settingsOf(role), max, idleTimeoutMillis: 30_000, pipeline })
    // Without these a server that goes away ends the process by an unhandled 'error' event.
    // Only its words: the library hangs the whole client on the error, with every statement that it prepared.
    pool.on('error', (error) => log.warn({ reason: error.message, role }, 'an idle database connection was lost'))
    pool.on('connect', (client) => {
      client.on('error', (error) => log.debug({ reason: error.message, role }, 'a database connection was lost'))
    })
    return pool
  }
  const pools: Record<ServingRole, pg.Pool> = {
    beleg_app: openPool('beleg_app', options.poolSize?.app ?? 8, true),
    beleg_platform: openPool('beleg_platform', options.poolSize?.platform ?? 4, true),
  }
  const listener = openListener(() => settingsOf('beleg_platform'), log)
  const inside = new AsyncLocalStorage<{ door: 'tenant' | 'platform' | 'owner'; open: boolean }>()

  const enter = async <Result>(
    door: 'tenant' | 'platform' | 'owner',
    lend: () => Promise<Lease>,
    settings: readonly string[],
    transactionOptions: PlatformOptions,
    run: (open: OpenTransaction) => Promise<Result>,
  ): Promise<Result> => {
    const outer = inside.getStore()
    if (outer?.open === true) {
      const allowed = outer.door === 'tenant' && door === 'platform' && transactionOptions.independent === true
      if (!allowed) {
        throw new Error(
          `a transaction of the ${door} was opened inside one of the ${outer.door}: pass the transaction on instead` +
            (outer.door === 'tenant' && door === 'platform' ? ', or say `independent: true`' : ''),
        )
      }
    }
    const opening = {
      settings,
      // Every right of the app role to change something hangs on the tenant that BEGIN brings.
      together: door === 'tenant' || transactionOptions.readsFirst === true,
    }
    return runTransaction(lend, opening, transactionOptions, log, (open) => {
      const place = { door, open: true }
      return inside.run(place, async () => {
        try {
          return await run(open)
        } finally {
          place.open = false
        }
      })
    })
  }

  return {
    clock,
    withTenant: async (tenantId, run, tenantOptions = {}) => {
      if (!uuid.test(tenantId)) throw new Error(`${JSON.stringify(tenantId)} is not the id of a tenant`)
      // The id stands in the text of the statement: it was just checked to be nothing but a UUID.
      const settings = [`beleg.tenant_id = '${tenantId}'`]
      if (tenantOptions.actor !== undefined) {
        settings.push(`beleg.actor = ${pg.escapeLiteral(tenantOptions.actor)}`)
      }
      return enter(
        'tenant',
        () => borrow(pools.beleg_app),
        settings,
        tenantOptions,
        ({ db, afterCommit, afterRollback, withCommit }) =>
          // The door's mark exists only in the type.
          run({ db, tenantId, entries: 0, afterCommit, afterRollback, withCommit } as Partial<TenantTx> as TenantTx),
      )
    },
    withPlatform: async (purpose, run, platformOptions = {}) =>
      enter(
        'platform',
        () => borrow(pools.beleg_platform),
        [],
        platformOptions,
        ({ db, afterCommit, afterRollback, withCommit }) =>
          run({ db, purpose, afterCommit, afterRollback, withCommit } as Partial<PlatformTx> as PlatformTx),
      ),
    asOwner: async (run, ownerOptions = {}) =>
      enter(
        'owner',
        () => connectAlone(settingsOf('beleg_owner')),
        [`beleg.every_tenant = 'on'`],
        ownerOptions,
        ({ db, client, afterCommit, afterRollback, withCommit, assertOpen }) => {
          const runSql = async (sql: string, values?: readonly unknown[]) => {
            assertOpen()
            return (await client.query(sql, values === undefined ? undefined : [...values])).rows
          }
          return run({ db, afterCommit, afterRollback, withCommit, run: runSql } as Partial<OwnerTx> as OwnerTx)
        },
      ),
    listen: (channel, handler, listenOptions) => listener.listen(channel, handler, listenOptions),
    health: async () => {
      const started = performance.now()
      try {
        const { rows } = await pools.beleg_app.query<{ version: string }>(
          `select current_setting('server_version') as version`,
        )
        return { ready: true, latencyMs: performance.now() - started, version: rows[0]?.version ?? null }
      } catch (error) {
        log.debug({ err: error }, 'the database does not answer')
        return { ready: false, latencyMs: performance.now() - started, version: null }
      }
    },
    openPool: (role, max) => openPool(role, max, false),
    openSession: async (role) => {
      const { query_timeout: _, ...settings } = settingsOf(role)
      const client = new pg.Client({ ...settings, statement_timeout: 0 })
      client.on('error', (error) => log.debug({ err: error, role }, 'a session of its own was lost'))
      try {
        await client.connect()
        // The locks of a process that the network cut off are free after about 25 seconds; by default it is hours.
        await client.query(
          'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
        )
        return client
      } catch (error) {
        await client.end().catch(() => {})
        throw toDatabaseProblem(error)
      }
    },
    openLine: async () => {
      const client = new pg.Client({ ...settingsOf('beleg_platform'), pipeline: true })
      client.on('error', (error) => log.debug({ reason: error.message }, 'a line to the database was lost'))
      try {
        await client.connect()
      } catch (error) {
        throw toDatabaseProblem(error)
      }
      return {
        send: (statements) => sendTransaction(client, statements),
        end: () => client.end().catch(() => {}),
      }
    },
    close: async () => {
      await listener.close()
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  }
}

/** What every session of ours starts with, whatever the server's defaults are. */
export function sessionSettings(config: pg.ClientConfig): pg.ClientConfig {
  // pg_temp last: a temporary table must not stand in for one of ours.
  const options = ['-c search_path=beleg,pg_temp', '-c TimeZone=UTC', '-c DateStyle=ISO', '-c IntervalStyle=iso_8601']
  return { ...config, types, options: [config.options, ...options].filter(Boolean).join(' ') }
}

/**
 * pg would make a local midnight of a date, another day where the machine is west of Greenwich, and text of a bigint,
 * which compares and adds as text.
 */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) return (value: string) => value
    if (oid === pg.types.builtins.INT8) return parseInteger
    return pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
} as pg.CustomTypesConfig

function parseInteger(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond the integers that a number holds`)
  return number
}

async function borrow(pool: pg.Pool): Promise<Lease> {
  const client = await pool.connect()
  return { client, release: (broken) => client.release(broken) }
}

async function connectAlone(config: pg.ClientConfig): Promise<Lease> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  return { client, release: () => void client.end().catch(() => {}) }
}

/**
 * How to connect as each role to the server of a `DATABASE_URL`, which names the owner.
 * @throws Problem `database.bad_url`
 */
export function connectionsFromUrl(
  url: string,
  options: { suffix?: string; rolePassword: (role: ServingRole) => string },
): (role: DatabaseRole) => pg.ClientConfig {
  let parsed: pg.Client
  try {
    parsed = new pg.Client({ connectionString: url })
  } catch (error) {
    throw new Problem(400, 'database.bad_url', { cause: error })
  }
  const { host, port, database, ssl } = parsed
  return (role) =>
    role === 'beleg_owner'
      ? { connectionString: url }
      : {
          host,
          port,
          database: database ?? '',
          ssl,
          user: role + (options.suffix ?? ''),
          password: options.rolePassword(role),
        }
}

export { toDatabaseProblem }
