import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { systemClock } from '#platform/clock/clock.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { connectionsFromUrl, openDatabase } from '../database.ts'
import { dumpSchema } from '../dump.ts'
import { migrateDatabase, readMigrations, type MigrateOptions } from '../migrate.ts'
import { scramVerifier } from '../role.ts'

let admin: pg.Client
let template: TestDatabase
let directory: string
let owner: pg.ClientConfig
let name: string

beforeAll(async () => {
  template = await createTestDatabase()
  admin = new pg.Client({ ...inject('testServer').roles.beleg_owner })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await template.close()
})
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-migrations-'))
  name = `beleg_migrate_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name} template template0`)
  owner = { ...inject('testServer').roles.beleg_owner, database: name }
})
afterEach(async () => {
  await admin.query(`drop database ${name} with (force)`)
  await rm(directory, { recursive: true, force: true })
})

const put = (file: string, sql: string) => writeFile(join(directory, file), sql)
const migrate = (more: Partial<MigrateOptions> = {}) => migrateDatabase({ owner, directory, log: testLog, ...more })
const look = async (sql: string) => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

test('files are applied in their order, once', async () => {
  await put('0001-create-a.sql', 'create schema beleg; create table beleg.a (n integer)')
  await put('0002-fill-a.sql', 'insert into beleg.a values (1)')
  expect(await migrate()).toEqual({ applied: ['0001-create-a.sql', '0002-fill-a.sql'], version: 2 })
  expect(await migrate()).toEqual({ applied: [], version: 2 })
  await put('0003-fill-a.sql', 'insert into beleg.a values (2)')
  expect(await migrate()).toEqual({ applied: ['0003-fill-a.sql'], version: 3 })
  expect(await look('select n from beleg.a order by n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('a migration that was changed after it was applied is refused, and so is one that vanished', async () => {
  await put('0001-create-a.sql', 'create schema beleg')
  await put('0002-create-b.sql', 'create table beleg.b (n integer)')
  await migrate()
  await put('0001-create-a.sql', 'create schema beleg -- changed')
  await expect(migrate()).rejects.toMatchObject({
    code: 'database.migration_changed',
    params: { name: '0001-create-a.sql' },
  })
  await rm(join(directory, '0001-create-a.sql'))
  await expect(migrate()).rejects.toMatchObject({ code: 'database.migration_missing' })
})

test('a database that is newer than the code is refused and left alone', async () => {
  await put('0001-create-a.sql', 'create schema beleg; create table beleg.a (n integer)')
  await put('0002-create-b.sql', 'create table beleg.b (n integer)')
  await migrate()
  await rm(join(directory, '0002-create-b.sql'))
  await expect(migrate()).rejects.toMatchObject({
    code: 'database.newer_than_code',
    params: { found: 2, known: 1 },
  })
  expect(await look(`select to_regclass('beleg.b') is not null as there`)).toEqual([{ there: true }])
})

test('a migration that comes in below an applied one is refused', async () => {
  await put('0002-create-b.sql', 'create schema beleg')
  await migrate()
  await put('0001-create-a.sql', 'select 1')
  await expect(migrate()).rejects.toMatchObject({ code: 'database.migration_out_of_order' })
})

test('a migration that fails has no effect at all and names its line; those before it stay', async () => {
  await put('0001-create-a.sql', 'create schema beleg; create table beleg.a (n integer)')
  await put('0002-fail.sql', 'insert into beleg.a values (1);\nselect 1;\nselect nothing from nowhere;')
  await expect(migrate()).rejects.toMatchObject({
    code: 'database.migration_failed',
    params: { name: '0002-fail.sql', line: 3 },
  })
  expect(await look('select n from beleg.a')).toEqual([])
  expect(await look('select number from beleg_migration.applied')).toEqual([{ number: 1 }])
})

test('a migration that commits on its own is found out', async () => {
  await put('0001-create-a.sql', 'create schema beleg; commit; create table beleg.a (n integer)')
  await expect(migrate()).rejects.toMatchObject({ code: 'database.migration_failed' })
})

test('two processes that migrate at once apply each file once', async () => {
  await put('0001-create-a.sql', 'create schema beleg; create table beleg.a (n integer); select pg_sleep(0.1)')
  await put('0002-fill-a.sql', 'insert into beleg.a values (1)')
  const results = await Promise.all([migrate(), migrate(), migrate()])
  expect(results.map((result) => result.applied.length).toSorted()).toEqual([0, 0, 2])
  expect(await look('select n from beleg.a')).toEqual([{ n: 1 }])
})

test('files are numbered without doubt', async () => {
  await put('0001-create-a.sql', '')
  await put('0001-create-b.sql', '')
  await expect(readMigrations(directory)).rejects.toThrow('two migrations')
  await rm(join(directory, '0001-create-b.sql'))
  await put('2-b.sql', '')
  await expect(readMigrations(directory)).rejects.toThrow('is not named')
})

test('an owner that may not create roles is told which right is missing', async () => {
  const weak = `weak_${randomBytes(4).toString('hex')}`
  await admin.query(`create role ${weak} login password 'weak'; grant all on database ${name} to ${weak}`)
  try {
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(`set session authorization ${weak}`)
    const { ensureRoles } = await import('../role.ts')
    await expect(ensureRoles(client, { suffix: '_new' })).rejects.toMatchObject({
      code: 'database.missing_right',
      params: { role: weak, right: 'CREATEROLE' },
    })
    await client.end()
  } finally {
    await admin.query(`drop owned by ${weak}; revoke all on database ${name} from ${weak}; drop role ${weak}`)
  }
})

test('a serving role that somebody made too strong is refused', async () => {
  const suffix = `_s${randomBytes(3).toString('hex')}`
  await put('0001-create-a.sql', 'create schema beleg; grant usage on schema beleg to beleg_app')
  await admin.query(`create role beleg_app${suffix} login bypassrls`)
  try {
    await expect(migrate({ suffix })).rejects.toMatchObject({
      code: 'database.role_too_strong',
      params: { role: `beleg_app${suffix}` },
    })
  } finally {
    await admin.query(`drop role beleg_app${suffix}`)
  }
})

test('a whole installation with an owner that is no superuser, and roles of its own, isolates tenants as well', async () => {
  const suffix = `_t${randomBytes(3).toString('hex')}`
  const plain = `plain${suffix}`
  await admin.query(`create role ${plain} login createrole nosuperuser; alter database ${name} owner to ${plain}`)
  const client = new pg.Client(owner)
  try {
    // Peer authentication lets only our own roles in: the others are put on from the owner's session.
    const become = (config: pg.ClientConfig, user: string): pg.ClientConfig => ({
      ...config,
      options: `-c role=${user}`,
    })
    await migrateDatabase({
      owner: become(owner, plain),
      log: testLog,
      suffix,
      rolePassword: (role) => `secret of ${role}`,
      installLibraries: installJobSchema,
    })
    await client.connect()
    const owners = await client.query(
      `select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace = 'beleg'::regnamespace`,
    )
    expect(owners.rows).toEqual([{ owner: plain }])
    // The dump hides the names, and everything else is as in the embedded server.
    expect(await dumpSchema(client)).toBe(await dumpSchema(template.owner))

    const database = openDatabase({
      connection: (role) => become(owner, role === 'beleg_owner' ? plain : role + suffix),
      clock: systemClock,
      log: testLog,
    })
    const ids = ['01980000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000002']
    await database.withPlatform('spec', (tx) =>
      tx.db
        .insertInto('tenants')
        .values(
          ids.map((id, n) => ({
            id,
            kind: 'company',
            slug: `t-${n}`,
            name: 't',
            created_at: new Date(0),
            state: 'active',
          })),
        )
        .execute(),
    )
    const [first = ''] = ids
    expect(await database.withTenant(first, (tx) => tx.db.selectFrom('tenants').select('id').execute())).toEqual([
      { id: first },
    ])
    // The owner's door sees all; the same owner without saying so sees none.
    expect(await database.asOwner((tx) => tx.run('select id from tenants order by id'))).toEqual(
      ids.map((id) => ({ id })),
    )
    await client.query(`set role ${plain}`)
    expect((await client.query('select id from beleg.tenants')).rows).toEqual([])
    await database.close()
  } finally {
    await client.end()
    await admin.query(`drop database ${name} with (force)`)
    await admin.query(`drop role if exists beleg_app${suffix}, beleg_platform${suffix}, ${plain}`)
    await admin.query(`create database ${name}`)
  }
})

test('passwords reach the server only as SCRAM verifiers, which open the account', async () => {
  expect(scramVerifier('pencil', 'here')).toMatch(
    /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$/,
  )
  expect(scramVerifier('pencil', 'here')).toBe(scramVerifier('pencil', 'here'))
  expect(scramVerifier('pencil', 'here')).not.toBe(scramVerifier('pencil', 'there'))
})

test('the address of a database gives the settings of each role', () => {
  const connection = connectionsFromUrl('postgres://own%40er:p%2Fw@db.example:6543/beleg', {
    suffix: '_green',
    rolePassword: (role) => `secret of ${role}`,
  })
  expect(connection('beleg_app')).toMatchObject({
    host: 'db.example',
    port: 6543,
    database: 'beleg',
    user: 'beleg_app_green',
    password: 'secret of beleg_app',
  })
  expect(connection('beleg_owner').connectionString).toContain('db.example')
})
