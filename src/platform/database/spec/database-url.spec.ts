/** A server of somebody else's, reached by DATABASE_URL over TCP with passwords, as its owner would set it up. */
import { chown, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock/clock.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { testLog } from '#test/database.ts'
import { connectionsFromUrl, openDatabase, type Database } from '../database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded.ts'
import { migrateDatabase } from '../migrate.ts'
import { createMemoryDirectory } from '../throwaway.ts'

const major = process.env.BELEG_TEST_PG === '15' ? 15 : 18
// An address of the loopback network that nothing else listens on.
const host = '127.0.0.77'
const url = `postgres://keeper:from%20the%20operator@${host}:5432/customer`

let directory: string
let server: EmbeddedPostgres
let admin: pg.Client
const opened: Database[] = []

beforeAll(async () => {
  directory = await createMemoryDirectory('beleg-u-')
  server = await startEmbeddedPostgres({
    dataDirectory: directory,
    major,
    log: testLog,
    settings: { listen_addresses: host, fsync: 'off' },
  })
  const hba = join(directory, `postgres-${major}`, 'pg_hba.conf')
  const { uid, gid } = await stat(hba)
  await writeFile(
    hba,
    `local all beleg_owner peer map=beleg\nhost all all ${host}/32 scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n`,
  )
  await chown(hba, uid, gid)
  admin = new pg.Client(server.connection('beleg_owner', 'postgres'))
  await admin.connect()
  await admin.query('select pg_reload_conf()')
  await admin.query(`create role keeper login createrole password 'from the operator'`)
  await admin.query('create database customer owner keeper')
})
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()))
  await admin.end()
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

function settings(secret: string) {
  const rolePassword = (role: string) => `${secret}-${role}`
  return { rolePassword, connection: connectionsFromUrl(url, { suffix: '_customer', rolePassword }) }
}

async function install(secret: string): Promise<Database> {
  const { rolePassword, connection } = settings(secret)
  await migrateDatabase({
    owner: connection('beleg_owner'),
    suffix: '_customer',
    rolePassword,
    log: testLog,
    installLibraries: installJobSchema,
  })
  const database = openDatabase({ connection, clock: systemClock, log: testLog })
  opened.push(database)
  return database
}

test('an owner with CREATEROLE is enough: roles, schema and doors come up with derived passwords', async () => {
  const database = await install('first')
  const id = '01980000-0000-7000-8000-000000000001'
  await database.withPlatform('spec', (tx) =>
    tx.db
      .insertInto('tenants')
      .values({ id, kind: 'company', slug: 'one', name: 'One', created_at: new Date(0), state: 'active' })
      .execute(),
  )
  expect(await database.withTenant(id, (tx) => tx.db.selectFrom('tenants').select('slug').execute())).toEqual([
    { slug: 'one' },
  ])
  expect(await database.asOwner((tx) => tx.run('select slug from tenants'))).toEqual([{ slug: 'one' }])
  const { rows } = await admin.query(`select rolpassword from pg_authid where rolname = 'beleg_app_customer'`)
  expect(rows[0].rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/)
})

test('a new master key gives new passwords, and the old ones end', async () => {
  const database = await install('second')
  expect(await database.health()).toMatchObject({ ready: true })
  const stale = openDatabase({ connection: settings('first').connection, clock: systemClock, log: testLog })
  opened.push(stale)
  expect(await stale.health()).toMatchObject({ ready: false })
})

test('strangers of the same server cannot connect to the database', async () => {
  await admin.query(`create role stranger login password 'stranger'`)
  const client = new pg.Client({ host, port: 5432, user: 'stranger', password: 'stranger', database: 'customer' })
  client.on('error', () => {})
  await expect(client.connect()).rejects.toMatchObject({ code: '42501' })
})
