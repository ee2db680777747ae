/**
 * Row-level security against an explicit filter: what the promise "no row of another tenant, whatever the statement"
 * costs. One side goes through `withTenant` as all product code does. The other is what a rival would write: a table
 * without policies, equal indexes and rows, the tenant in every WHERE, the same query builder and settings of the driver,
 * prepared statements on pipelined connections. Both run a function in a transaction, whose end is not known before it
 * has run: BEGIN goes out with its first statement, COMMIT after its last. fsync is on for both.
 *
 * Two more say where the rest goes. `pages_policy_alone` is our door on both tables: what the policy costs.
 * `pages_blind_commit` is against a rival who knows that one statement is all and sends COMMIT along unseen, which no
 * function with an `if` in it can do.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TenantTx } from '#platform/database/transaction.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { openDatabase, sessionSettings, type Database } from '#platform/database/database.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { newId } from '#platform/database/id.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createLog } from '#platform/log/log.ts'
import { Kysely, PostgresDialect, sql, type CompiledQuery } from 'kysely'
import pg from 'pg'
import { interleave, median, rounded, slices, type Bench, type BenchOptions, type Metric } from './bench.ts'
import { cpuSecondsOf, withDescendants } from './process.ts'

/** Connections of each side, and as many callers: the default of a serving process. */
const connections = 8
const pageRows = 50

/** What a serving process sets besides (src/platform/database/database.ts); a timer of the driver costs as well. */
const settings = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
  query_timeout: 35_000,
  keepAlive: true,
} as const

type Work = (tenantId: string) => Promise<unknown>

interface Side {
  readonly pages: Work
  readonly counts: Work
  readonly inserts: Work
}

export const tenancy: Bench = {
  name: 'tenancy',
  title:
    'Row-level security against an explicit filter, operations per second of CPU (inserts: of time, for they wait for the disk)',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'beleg-bench-'))
    await chmod(folder, 0o711)
    const log = createLog({ level: 'error', process: 'bench', destination: process.stderr })
    try {
      const server = await startEmbeddedPostgres({ dataDirectory: join(folder, 'data'), log, timeoutMs: 60_000 })
      try {
        await migrateDatabase({ owner: server.connection('beleg_owner'), log, installLibraries: installJobSchema })
        const tenants = await fill(server.connection('beleg_owner'), options)
        const database = openDatabase({
          connection: (role) => server.connection(role),
          clock: systemClock,
          log,
          poolSize: { app: connections },
        })
        const rival = openRival({ ...sessionSettings(server.connection('beleg_app')), ...settings })
        try {
          return await compare(database, rival, tenants, server.pid, options)
        } finally {
          await rival.close()
          await database.close()
        }
      } finally {
        await server.stop()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function fill(owner: pg.ClientConfig, { quick, say }: BenchOptions): Promise<string[]> {
  const tenantCount = quick ? 20 : 1_000
  const rowCount = quick ? 100 : 1_000
  say(`two tables of ${tenantCount} tenants with ${rowCount} rows each`)
  const client = new pg.Client(sessionSettings(owner))
  await client.connect()
  try {
    await client.query(`set beleg.every_tenant = 'on'`)
    const tenants = Array.from({ length: tenantCount }, () => newId(systemClock))
    for (const table of ['bench_protected', 'bench_plain']) {
      await client.query(`create table beleg.${table} (
        tenant_id uuid not null, id uuid not null, at timestamptz not null, kind text not null, title text not null,
        primary key (tenant_id, id))`)
      await client.query(`create index on beleg.${table} (tenant_id, at desc, id desc)`)
      await client.query(
        `insert into beleg.${table} (tenant_id, id, at, kind, title)
         select t, gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 minute', 'kind ' || n % 7, repeat('title ', 8) || n
         from generate_series(1, $2) n, unnest($1::uuid[]) t`,
        [tenants, rowCount],
      )
    }
    await client.query(`select beleg.protect_tenant_table('beleg.bench_protected', 'select, insert')`)
    await client.query('grant select, insert on beleg.bench_plain to beleg_app')
    await client.query('vacuum analyze beleg.bench_protected')
    await client.query('vacuum analyze beleg.bench_plain')
    await client.query('checkpoint')
    return tenants
  } finally {
    await client.end()
  }
}

interface Entry {
  readonly tenant_id: string
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly title: string
}

interface BenchTables {
  readonly bench_protected: Entry
  readonly bench_plain: Entry
}

type Table = keyof BenchTables

// The statements, once for both sides; the tenant stands in the WHERE of product code too.
const pageOf = (db: Kysely<BenchTables>, table: Table, tenantId: string) =>
  db
    .selectFrom(table)
    .select(['id', 'at', 'kind', 'title'])
    .where('tenant_id', '=', tenantId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(pageRows))

const countOf = (db: Kysely<BenchTables>, table: Table, tenantId: string) =>
  db
    .selectFrom(table)
    .select((q) => q.fn.countAll().as('amount'))
    .where('tenant_id', '=', tenantId)

const insertInto = (db: Kysely<BenchTables>, table: Table, tenantId: string) =>
  db.insertInto(table).values({
    tenant_id: tenantId,
    id: newId(systemClock),
    at: systemClock.now(),
    kind: 'new',
    title: 'added by the bench',
  })

/** Through the door. The schema that product code knows lacks the tables of a bench. */
function throughDoor(database: Database, table: Table): Side {
  const within = (tenantId: string, run: (db: Kysely<BenchTables>) => Promise<unknown>) =>
    database.withTenant(tenantId, (tx: TenantTx) => run(tx.db as unknown as Kysely<BenchTables>))
  return {
    pages: (tenantId) => within(tenantId, (db) => pageOf(db, table, tenantId).execute()),
    counts: (tenantId) => within(tenantId, (db) => countOf(db, table, tenantId).execute()),
    inserts: (tenantId) => within(tenantId, (db) => insertInto(db, table, tenantId).execute()),
  }
}

function openRival(config: pg.ClientConfig): { side: Side; blindPages: Work; close: () => Promise<void> } {
  const pool = new pg.Pool({ ...config, max: connections, pipeline: true })
  // The server ends before the pool does.
  pool.on('error', () => {})
  const db = new Kysely<BenchTables>({ dialect: new PostgresDialect({ pool }) })
  const run = async (name: string, { sql: text, parameters }: CompiledQuery, blind = false) => {
    const client = await pool.connect()
    try {
      const sent = [client.query('begin'), client.query({ name, text, values: [...parameters] })]
      if (blind) sent.push(client.query('commit'))
      const [, answer] = await Promise.all(sent)
      if (!blind) await client.query('commit')
      return answer?.rows
    } finally {
      client.release()
    }
  }
  return {
    side: {
      pages: (tenantId) => run('page', pageOf(db, 'bench_plain', tenantId).compile()),
      counts: (tenantId) => run('count', countOf(db, 'bench_plain', tenantId).compile()),
      inserts: (tenantId) => run('insert', insertInto(db, 'bench_plain', tenantId).compile()),
    },
    blindPages: (tenantId) => run('page', pageOf(db, 'bench_plain', tenantId).compile(), true),
    close: () => pool.end(),
  }
}

async function compare(
  database: Database,
  { side: rival, blindPages }: ReturnType<typeof openRival>,
  tenants: readonly string[],
  serverPid: number,
  { quick, say }: BenchOptions,
): Promise<Metric[]> {
  const ours = throughDoor(database, 'bench_protected')
  const pairs: readonly (readonly [name: string, ours: Work, theirs: Work])[] = [
    ['pages', ours.pages, rival.pages],
    ['counts', ours.counts, rival.counts],
    ['inserts', ours.inserts, rival.inserts],
    ['pages_policy_alone', ours.pages, throughDoor(database, 'bench_plain').pages],
    ['pages_blind_commit', ours.pages, blindPages],
  ]
  const metrics: Metric[] = []
  for (const [name, own, other] of pairs) {
    const sliceMs = quick ? 50 : 1_200
    // CPU of Node and of PostgreSQL together, which is what a busy machine runs out of; it is quiet where time is not.
    const clock = name === 'inserts' ? () => performance.now() / 1000 : () => cpuSecondsOfAll(serverPid)
    const measure = (work: Work) => () => speedOf(work, tenants, sliceMs, clock)
    const speeds = await interleave({ own: measure(own), other: measure(other) }, quick ? 5 : 2 * slices)
    say(
      `${name}: ${median(speeds.own).toFixed(0)}/s with row-level security, ${median(speeds.other).toFixed(0)}/s with a filter`,
    )
    // Of each pair: what else the machine does changes from slice to slice.
    const ratio = median(speeds.own.map((speed, round) => speed / (speeds.other[round] ?? Number.NaN)))
    metrics.push({ name, value: rounded(ratio), goal: 0.9, direction: 'at_least', unit: 'ratio' })
  }
  return metrics
}

/** Operations per second of a clock, with as many callers as connections. */
async function speedOf(work: Work, tenants: readonly string[], sliceMs: number, clock: () => number): Promise<number> {
  const started = performance.now()
  const before = clock()
  let done = 0
  const call = async () => {
    while (performance.now() - started < sliceMs) {
      await work(tenants[Math.floor(Math.random() * tenants.length)] ?? '')
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, call))
  return done / (clock() - before)
}

function cpuSecondsOfAll(serverPid: number): number {
  return [process.pid, ...withDescendants(serverPid)].reduce((sum, pid) => {
    try {
      return sum + cpuSecondsOf(pid)
    } catch {
      // A background process that ended meanwhile.
      return sum
    }
  }, 0)
}
