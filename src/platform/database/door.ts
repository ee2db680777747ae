/**
 * One transaction through a door: begins, hands out a handle that dies with it, and commits. Connections are
 * pipelined, which has two traps, both closed here: after a failed BEGIN the following statements would commit one by
 * one, so BEGIN is awaited, or it travels with the first statements where these can do nothing without what it sets
 * (docs/decisions/0008); and COMMIT of an aborted transaction succeeds with
 * the tag ROLLBACK, so any tag but COMMIT is an error.
 */
import type { Socket } from 'node:net'
import {
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  Transaction,
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import {
  isConnectionLoss,
  isOutcomeUnknown,
  isRetryable,
  isStalePlan,
  toDatabaseProblem,
  type Isolation,
} from './database-problem.ts'
import type { Tables } from './tables.ts'

export interface TransactionOptions {
  readonly isolation?: Isolation
  readonly readOnly?: boolean
  /** Runs the whole function again when others were in its way (`isRetryable`): it must have no effects outside. */
  readonly retry?: boolean
}

/** A connection borrowed for one transaction. */
export interface Lease {
  readonly client: pg.ClientBase
  /** Gives it back; a broken one is thrown away. */
  release(broken: boolean): void
}

/** A statement as the server gets it. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

type Hook = () => void | Promise<void>

/** What a door gets to build its handle from. */
export interface OpenTransaction {
  readonly db: Transaction<Tables>
  readonly client: pg.ClientBase
  afterCommit(run: () => void | Promise<void>): void
  afterRollback(run: () => void | Promise<void>): void
  withCommit(write: () => readonly Statement[]): void
  /** @throws when the transaction is over. */
  assertOpen(): void
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const driver = new DummyDriver()
// Never connects: the statements of a handle go through BoundConnection only.
const dialect = new PostgresDialect({ pool: async () => Promise.reject(new Error('a handle has no pool')) })

/** Tries of a transaction with `retry`. */
const mostAttempts = 5

/** How a door opens a transaction. */
export interface Opening {
  /**
   * Local to the transaction: "beleg.tenant_id = '…'". SET LOCAL costs 1 µs where select set_config costs 9: it needs no
   * snapshot and answers no row.
   */
  readonly settings: readonly string[]
  /**
   * Sends the first statements together with BEGIN. Only for a door whose role can change nothing without the settings:
   * they fail with BEGIN, and what follows then meets row-level security without a tenant.
   */
  readonly together: boolean
}

/** Runs a function in a transaction. @throws what the function throws, or Problem of the database */
export async function runTransaction<Result>(
  lend: () => Promise<Lease>,
  opening: Opening,
  options: TransactionOptions,
  log: Log,
  run: (open: OpenTransaction) => Promise<Result>,
): Promise<Result> {
  const begin = beginStatement(opening.settings, options)
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(lend, begin, opening, log, run)
    } catch (error) {
      if (options.retry === true && attempt < mostAttempts && isRetryable(error, options.isolation)) {
        // Full jitter keeps two that collided from colliding again.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
        continue
      }
      throw toDatabaseProblem(error)
    }
  }
}

function beginStatement(settings: readonly string[], options: TransactionOptions): string {
  const modes = [
    options.isolation === undefined ? '' : ` isolation level ${options.isolation}`,
    options.readOnly === true ? ' read only' : '',
  ]
  const begin = `begin${modes.join('')}`
  return [begin, ...settings.map((setting) => `set local ${setting}`)].join('; ')
}

async function runOnce<Result>(
  lend: () => Promise<Lease>,
  begin: string,
  opening: Opening,
  log: Log,
  run: (open: OpenTransaction) => Promise<Result>,
): Promise<Result> {
  const { client, release } = await lend()
  const hooks: { readonly committed: Hook[]; readonly rolledBack: Hook[] } = { committed: [], rolledBack: [] }
  const last: (() => readonly Statement[])[] = []
  const connection = new BoundConnection(client)
  let result: Result
  try {
    const begun = beginTransaction(client, begin, opening.settings.length > 0)
    if (opening.together) connection.follow(begun)
    else await begun
    connection.open = true
    try {
      result = await run({
        client,
        db: bindKysely(connection),
        afterCommit: (hook) => void hooks.committed.push(hook),
        afterRollback: (hook) => void hooks.rolledBack.push(hook),
        withCommit: (write) => void last.push(write),
        assertOpen: () => connection.assertOpen(),
      })
    } finally {
      connection.open = false
    }
    // A function that sent nothing, or swallowed what it was told.
    await begun
    await commit(
      client,
      last.flatMap((write) => write()),
    )
  } catch (error) {
    if (client.getTransactionStatus() !== 'I') await client.query('rollback').catch(() => {})
    if (!isOutcomeUnknown(error)) await runHooks(hooks.rolledBack, log)
    throw error
  } finally {
    // Whoever borrows it next must find no transaction on it, and no plans of another schema or statements under way.
    release(client.getTransactionStatus() !== 'I' || connection.spoilt)
  }
  await runHooks(hooks.committed, log)
  return result
}

async function runHooks(hooks: readonly Hook[], log: Log): Promise<void> {
  for (const hook of hooks) {
    try {
      await hook()
    } catch (error) {
      log.error({ err: error }, 'a function to run after the end of a transaction failed')
    }
  }
}

async function beginTransaction(client: pg.ClientBase, begin: string, several: boolean): Promise<void> {
  // Written as a simple query, which the server runs to the first error: a failed BEGIN stops what follows it.
  const answer: unknown = await client.query(begin)
  const first = (several && Array.isArray(answer) ? answer[0] : answer) as pg.QueryResult
  // 'I': in no transaction; 'E' is the state after a statement that failed and was answered in the same packet.
  if (first.command !== 'BEGIN' || client.getTransactionStatus() === 'I') {
    throw new Error(`BEGIN was answered with ${String(first.command)}`)
  }
}

/** What travels with COMMIT costs no round trip of its own. When it fails the server answers COMMIT with ROLLBACK. */
async function commit(client: pg.ClientBase, last: readonly Statement[]): Promise<void> {
  let tag: string
  try {
    if (last.length > 0) writeTogether(client)
    const written = Promise.all(last.map((statement) => client.query(prepare(statement))))
    const committed = client.query('commit')
    committed.catch(() => {})
    await written
    tag = (await committed).command
  } catch (error) {
    // A deferred constraint refuses here, and then nothing was done; a lost connection may have committed.
    if (isConnectionLoss(error)) throw toDatabaseProblem(error, true)
    throw error
  }
  // ROLLBACK: a statement had failed and its error was swallowed on the way here.
  if (tag !== 'COMMIT') throw new Problem(500, 'database.transaction_aborted', { params: { tag } })
}

/**
 * Sends statements as one transaction, in one write with BEGIN and COMMIT. The connection must be used for nothing else,
 * so that each begins where the last one ended: outside of a transaction.
 * @throws Problem of the database; nothing was done then, or nobody knows (`database.outcome_unknown`)
 */
export async function sendTransaction(client: pg.ClientBase, statements: readonly Statement[]): Promise<void> {
  writeTogether(client)
  const sent = [client.query('begin'), ...statements.map((statement) => client.query(prepare(statement)))]
  const committed = client.query('commit')
  const answers = await Promise.allSettled([...sent, committed])
  // What follows the first failure only says that the transaction is aborted.
  const failure = answers.find((answer) => answer.status === 'rejected')
  if (failure !== undefined) throw toDatabaseProblem(failure.reason, isConnectionLoss(failure.reason))
  const { command: tag } = await committed
  if (tag !== 'COMMIT') throw new Problem(500, 'database.transaction_aborted', { params: { tag } })
}

function bindKysely(connection: BoundConnection): Transaction<Tables> {
  // Kysely's own provider for one connection runs statements one after the other, which would undo pipelining.
  const provider: ConnectionProvider = { provideConnection: (consumer) => consumer(connection) }
  const executor = new DefaultQueryExecutor(compiler, adapter, provider)
  return new Transaction<Tables>({ config: { dialect }, driver, dialect, executor })
}

/** Statements that get a name; each holds a plan in each session, about 20 kB. */
const mostNames = 300
const names = new Map<string, string>()
const seenOnce = new Set<string>()

/**
 * The name of a prepared statement: from its second use on, so that a text that is never repeated takes no place. A
 * named one is parsed and planned once for each session, which saves about 50 µs of 200 a transaction.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  if (seenOnce.delete(text)) {
    const name = `beleg_${names.size}`
    names.set(text, name)
    return name
  }
  if (seenOnce.size >= 10 * mostNames) seenOnce.clear()
  seenOnce.add(text)
  return undefined
}

/**
 * From so many elements on PostgreSQL looks up `= any (list)` by hash (MIN_ARRAY_SIZE_FOR_HASHED_SAOP), but only a list
 * that the plan knows. The plan of a prepared statement does not: ten thousand ids were compared with each of thirty
 * thousand rows, one by one, in 4.8 s instead of 0.03.
 */
const hashedFrom = 9

function prepare({ text, values }: Statement): pg.QueryConfig {
  const isPlannedAnew = values.some((value) => Array.isArray(value) && value.length >= hashedFrom)
  const name = isPlannedAnew ? undefined : nameOf(text)
  // Also without values: the extended protocol takes exactly one statement, so nothing can be appended to it.
  const config = { text, values: [...values], queryMode: 'extended', ...(name === undefined ? {} : { name }) }
  return config
}

/** One write for all that is sent before the next tick: each costs a system call and wakes the server. */
function writeTogether(client: pg.ClientBase): void {
  // Private to the driver.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Runs Kysely's statements on a borrowed connection for as long as its transaction is open. */
class BoundConnection implements DatabaseConnection {
  open = false
  /** Set when nobody else should get the connection: a plan of a table's former shape, or a failed BEGIN. */
  spoilt = false
  /** BEGIN, for as long as it was not answered. */
  #begun: Promise<void> | undefined
  readonly #client: pg.ClientBase

  constructor(client: pg.ClientBase) {
    this.#client = client
  }

  /** Lets statements follow a BEGIN that was not answered yet; they wait for its answer together with their own. */
  follow(begun: Promise<void>): void {
    writeTogether(this.#client)
    this.#begun = begun
    begun.then(
      () => {
        this.#begun = undefined
      },
      () => {
        this.open = false
        this.spoilt = true
      },
    )
  }

  assertOpen(): void {
    if (!this.open) throw new Error('this transaction is over; its handle must not be used any more')
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.assertOpen()
    const statement = prepare({ text: query.sql, values: query.parameters })
    writeTogether(this.#client)
    const answer = this.#client.query(statement).catch((error: unknown) => {
      if (isStalePlan(error)) this.spoilt = true
      throw error
    })
    if (this.#begun !== undefined) {
      answer.catch(() => {})
      await this.#begun
    }
    const { command, rowCount, rows } = await answer
    if (this.#client.getTransactionStatus() === 'I' && this.open) {
      // Somebody wrote COMMIT or ROLLBACK as a statement; what followed would run without its tenant.
      this.open = false
      throw new Error('a statement ended the transaction; only the door may do so')
    }
    return {
      rows: rows as Row[],
      ...(command !== 'SELECT' && rowCount !== null ? { numAffectedRows: BigInt(rowCount) } : {}),
    }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streams are not supported: read pages')
  }
}
