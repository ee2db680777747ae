/**
 * Brings a database to the schema of this code: forward-only numbered SQL files, each in a transaction of its own. It
 * promises that two processes migrating at once apply each file once, that a file which was changed after it was
 * applied is an error, and that a database newer than the code is refused.
 */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { systemClock, type Clock } from '../clock/clock.ts'
import { Problem } from '../http/problem.ts'
import type { Log } from '../log/log.ts'
import { sessionSettings } from './database.ts'
import { toDatabaseProblem } from './database-problem.ts'
import { ensureRoles, grantConnect, roleName, servingRoles, type RoleOptions } from './role.ts'

export interface MigrateOptions extends RoleOptions {
  /** How to connect as the owner. */
  readonly owner: pg.ClientConfig
  readonly log: Log
  readonly clock?: Clock
  /** Directory of the SQL files. */
  readonly directory?: string
  /** Installs the schemas of libraries; run before the files, under the lock. */
  readonly installLibraries?: (owner: pg.ClientConfig) => Promise<void>
}

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string
}

export interface MigrateResult {
  /** Names of the files that were applied now. */
  readonly applied: readonly string[]
  /** Number of the last migration of the database. */
  readonly version: number
}

export const migrationsDirectory = fileURLToPath(new URL('../../../db/migrations', import.meta.url))

/** Any constant will do as long as it stays: "beleg" in ASCII. */
const migrationLock = 0x62656c6567

/** Reads the files in order. @throws when two share a number or one is named otherwise */
export async function readMigrations(directory = migrationsDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(
    names.map(async (name): Promise<Migration> => {
      const match = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)
      if (!match?.[1]) throw new Error(`${name} is not named NNNN-verb-noun.sql`)
      const sql = await readFile(join(directory, name), 'utf8')
      return { number: Number(match[1]), name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
  for (const [index, one] of migrations.entries()) {
    if (migrations[index - 1]?.number === one.number) throw new Error(`two migrations have the number ${one.number}`)
  }
  return migrations
}

/**
 * Migrates, creating the serving roles where they are missing.
 * @throws Problem `database.migration_changed`, `.migration_missing`, `.newer_than_code`, `.migration_failed`,
 * `.missing_right`, `.role_too_strong`, `.too_old`, `.unavailable`
 */
export async function migrateDatabase(options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.directory)
  const client = new pg.Client(sessionSettings(options.owner))
  client.on('error', (error) => options.log.debug({ err: error }, 'the migrating connection was lost'))
  try {
    await client.connect()
    // Of the session, not a transaction: it spans them all, and goes with the connection if we die.
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await ensureRoles(client, options)
    await options.installLibraries?.(options.owner)
    await createHistory(client)
    const applied = await applyMissing(client, migrations, options)
    await grantConnect(client, options.suffix)
    return { applied, version: migrations.at(-1)?.number ?? 0 }
  } catch (error) {
    if ((error as { code?: string }).code === '42501') {
      throw new Problem(500, 'database.missing_right', {
        params: {
          role: String(options.owner.user ?? client.user ?? ''),
          right: (error as Error).message,
          statement: 'run it as the owner of the database',
        },
        cause: error,
      })
    }
    throw toDatabaseProblem(error)
  } finally {
    await client.end().catch(() => {})
  }
}

async function createHistory(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create schema if not exists beleg_migration;
    create table if not exists beleg_migration.applied (
      number     integer primary key,
      name       text not null,
      hash       text not null,
      applied_at timestamptz not null
    )`)
}

async function applyMissing(
  client: pg.ClientBase,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<string[]> {
  const { rows } = await client.query<{ number: number; name: string; hash: string }>(
    'select number, name, hash from beleg_migration.applied order by number',
  )
  const known = new Map(migrations.map((one) => [one.number, one]))
  const last = migrations.at(-1)?.number ?? 0
  for (const row of rows) {
    const file = known.get(row.number)
    if (file?.hash === row.hash) continue
    if (file) throw new Problem(500, 'database.migration_changed', { params: { name: file.name } })
    throw row.number > last
      ? new Problem(500, 'database.newer_than_code', { params: { found: row.number, known: last } })
      : new Problem(500, 'database.migration_missing', { params: { name: row.name } })
  }
  const done = new Set(rows.map((row) => row.number))
  const highest = rows.at(-1)?.number ?? 0
  const applied: string[] = []
  for (const one of migrations) {
    if (done.has(one.number)) continue
    // A number that arrives late, from a branch, would leave databases that differ by their history.
    if (one.number < highest) throw new Problem(500, 'database.migration_out_of_order', { params: { name: one.name } })
    await applyOne(client, one, options)
    applied.push(one.name)
  }
  return applied
}

async function applyOne(client: pg.ClientBase, one: Migration, options: MigrateOptions): Promise<void> {
  options.log.info({ migration: one.name }, 'migrating the database')
  await client.query(`begin; select set_config('beleg.every_tenant', 'on', true)`)
  try {
    await client.query(withRoleNames(one.sql, options.suffix))
    if (client.getTransactionStatus() !== 'T') throw new Error('a migration must not end its own transaction')
    await client.query('insert into beleg_migration.applied (number, name, hash, applied_at) values ($1, $2, $3, $4)', [
      one.number,
      one.name,
      one.hash,
      (options.clock ?? systemClock).now(),
    ])
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error(`COMMIT was answered with ${command}`)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    const problem = toDatabaseProblem(error)
    if (problem instanceof Problem || (error as { code?: string }).code === '42501') throw problem
    const position = Number((error as { position?: string }).position ?? 0)
    const line = position > 0 ? one.sql.slice(0, position).split('\n').length : 0
    throw new Problem(500, 'database.migration_failed', {
      params: { name: one.name, line, detail: (error as Error).message },
      cause: error,
    })
  }
}

function withRoleNames(sql: string, suffix = ''): string {
  return servingRoles.reduce(
    (text, role) => text.replaceAll(new RegExp(`\\b${role}\\b`, 'g'), roleName(role, suffix)),
    sql,
  )
}
