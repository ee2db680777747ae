/**
 * One PostgreSQL for a test run: in memory where the machine has /dev/shm, without fsync, and with a template that is
 * migrated once; every spec file gets a copy of it (test/database.ts). `BELEG_TEST_PG=15` takes the oldest supported
 * major, `DATABASE_URL` a server of yours whose owner may create databases and roles.
 */
import { randomBytes } from 'node:crypto'
import { access, constants, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { connectionsFromUrl } from '#platform/database/database.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import type { DatabaseRole } from '#platform/database/role.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createLog } from '#platform/log/log.ts'

/** How spec files reach the server of the run. */
export interface TestServer {
  readonly template: string
  readonly major: number
  /** Connection settings of each role, without the database. */
  readonly roles: Readonly<Record<DatabaseRole, Record<string, string | number>>>
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

const log = createLog({ level: process.env.BELEG_TEST_LOG ?? 'fatal', process: 'test' })

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = process.env.DATABASE_URL ? useServer(process.env.DATABASE_URL) : await startServer()
  const template = `beleg_template_${randomBytes(4).toString('hex')}`
  try {
    const admin = new pg.Client(started.connection('beleg_owner'))
    await admin.connect()
    await admin.query(`create database ${template} encoding 'UTF8' template template0`)
    const { rows } = await admin.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    )
    await admin.end()
    await migrateDatabase({
      owner: { ...started.connection('beleg_owner'), database: template },
      log,
      installLibraries: installJobSchema,
      ...started.roleOptions,
    })
    const plain = (role: DatabaseRole) =>
      // Only text and numbers cross to the workers; the settings of a test server are nothing else.
      Object.fromEntries(
        Object.entries(started.connection(role)).filter(([, value]) => ['string', 'number'].includes(typeof value)),
      ) as Record<string, string | number>
    project.provide('testServer', {
      template,
      major: rows[0]?.major ?? 0,
      roles: {
        beleg_owner: plain('beleg_owner'),
        beleg_app: plain('beleg_app'),
        beleg_platform: plain('beleg_platform'),
      },
    })
  } catch (error) {
    await started.stop()
    throw error
  }
  return async () => {
    if (process.env.DATABASE_URL) {
      const admin = new pg.Client(started.connection('beleg_owner'))
      await admin.connect()
      await admin.query(`drop database if exists ${template} with (force)`)
      await admin.end()
    }
    await started.stop()
  }
}

async function startServer() {
  const memory = await access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  )
  const dataDirectory = await mkdtemp(join(memory, 'beleg-test-'))
  // mkdtemp closes it to others, and the server's user is another when the tests run as root.
  const { chmod } = await import('node:fs/promises')
  await chmod(dataDirectory, 0o711)
  const server = await startEmbeddedPostgres({
    dataDirectory,
    major: process.env.BELEG_TEST_PG === '15' ? 15 : 18,
    timeoutMs: 60_000,
    database: 'postgres',
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: 200 },
    log,
  })
  return {
    connection: (role: DatabaseRole): pg.ClientConfig => server.connection(role, 'postgres'),
    roleOptions: {},
    stop: async () => {
      await server.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

function useServer(url: string) {
  const rolePassword = (role: string) => `test only, ${role}`
  const connection = connectionsFromUrl(url, { rolePassword })
  const owner = new pg.Client({ connectionString: url })
  return {
    connection: (role: DatabaseRole): pg.ClientConfig =>
      role === 'beleg_owner'
        ? {
            host: owner.host,
            port: owner.port,
            database: owner.database ?? 'postgres',
            user: owner.user ?? '',
            password: owner.password ?? '',
          }
        : connection(role),
    roleOptions: { rolePassword },
    stop: async () => {},
  }
}
