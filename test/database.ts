/**
 * A database of its own for a spec file: a copy of the migrated template, opened through the same doors as in
 * production. `owner` is for sabotage and for looking behind the doors.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { systemClock, type Clock } from '#platform/clock/clock.ts'
import { openDatabase, type Database, type DatabaseOptions } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { grantConnect, type DatabaseRole } from '#platform/database/role.ts'
import { createLog } from '#platform/log/log.ts'

export interface TestDatabase {
  readonly database: Database
  /** A connection of the schema's owner, search path included; row-level security does not bind it. */
  readonly owner: pg.Client
  readonly name: string
  /** Major version of the server. */
  readonly major: number
  connection(role: DatabaseRole): pg.ClientConfig
  /** Creates a tenant and returns its id. There can be one platform tenant. */
  createTenant(kind?: 'platform' | 'company'): Promise<string>
  /** Opens a second Database, as another process would. */
  open(options?: Partial<DatabaseOptions>): Database
  close(): Promise<void>
}

export const testLog = createLog({ level: process.env.BELEG_TEST_LOG ?? 'fatal', process: 'test' })

/** Creates it; call `close` in `afterAll`. */
export async function createTestDatabase(
  options: { clock?: Clock } & Partial<Omit<DatabaseOptions, 'connection' | 'clock'>> = {},
): Promise<TestDatabase> {
  const server = inject('testServer')
  const name = `beleg_spec_${randomBytes(6).toString('hex')}`
  const connection = (role: DatabaseRole): pg.ClientConfig => ({ ...server.roles[role], database: name })
  const clock = options.clock ?? systemClock

  await withAdmin(async (admin) => {
    // A copy of the files: 46 ms, where the default writes the whole database through the log.
    await admin.query(`create database ${name} template ${server.template} strategy file_copy`)
  })
  const owner = new pg.Client({ ...connection('beleg_owner'), options: '-c search_path=beleg,public' })
  owner.on('error', () => {})
  await owner.connect()
  await owner.query(`set beleg.every_tenant = 'on'`)
  await grantConnect(owner)

  const opened: Database[] = []
  const open = (more: Partial<DatabaseOptions> = {}) => {
    const database = openDatabase({ log: testLog, ...options, connection, clock, ...more })
    opened.push(database)
    return database
  }
  const database = open()
  let tenants = 0
  return {
    database,
    owner,
    name,
    major: server.major,
    connection,
    open,
    createTenant: async (kind = 'company') => {
      const id = newId(clock)
      tenants += 1
      const slug = kind === 'platform' ? 'platform' : `company-${tenants}`
      await database.withPlatform('test tenant', (tx) =>
        tx.db
          .insertInto('tenants')
          .values({ id, kind, slug, name: slug, created_at: clock.now(), state: 'active' })
          .execute(),
      )
      return id
    },
    close: async () => {
      await Promise.all(opened.map((one) => one.close()))
      await owner.end().catch(() => {})
      await withAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function withAdmin(run: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ ...inject('testServer').roles.beleg_owner })
  admin.on('error', () => {})
  await admin.connect()
  try {
    await run(admin)
  } finally {
    await admin.end()
  }
}
