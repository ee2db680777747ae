/** A database from before there were cases: what was open is a case afterwards, and nothing of it is lost. */
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, migrationsDirectory, readMigrations } from '#platform/database/migrate.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { testLog } from '#test/database.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'

const own = '0018-create-cases.sql'
let admin: pg.Client
let client: pg.Client
let owner: pg.ClientConfig
let name: string
let directory: string

beforeEach(async () => {
  admin = new pg.Client({ ...inject('testServer').roles.beleg_owner })
  await admin.connect()
  name = `beleg_upgrade_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name} template template0`)
  owner = { ...inject('testServer').roles.beleg_owner, database: name }
  directory = await mkdtemp(join(tmpdir(), 'beleg-upgrade-'))
  for (const migration of await readMigrations())
    if (migration.name < own) await copyFile(join(migrationsDirectory, migration.name), join(directory, migration.name))
  await migrateDatabase({ owner, directory, log: testLog, installLibraries: installJobSchema })
  client = new pg.Client(owner)
  await client.connect()
  await client.query(`set search_path = beleg, public; set beleg.every_tenant = 'on'`)
})
afterEach(async () => {
  await client.end()
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
  await rm(directory, { recursive: true, force: true })
})

const insert = async (table: string, row: Record<string, unknown>) => {
  const names = Object.keys(row)
  await client.query(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(row),
  )
}
const rows = async (text: string) => (await client.query<Record<string, unknown>>(text)).rows
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

it('keeps every finding under its id and gives what waits for a second person its case', async () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day, 9))
  await insert('tenants', { id: id(1), kind: 'company', slug: 's', name: 'S', created_at: at(1), state: 'active' })
  await insert('tenants', { id: id(2), kind: 'company', slug: 't', name: 'T', created_at: at(1), state: 'active' })
  for (const tenant of [id(1), id(2)]) {
    const person = { kind: 'person', source: 'beleg', created_at: at(1) }
    await insert('subjects', { tenant_id: tenant, id: id(10), ...person, external_id: 'anna' })
    await insert('statements', {
      tenant_id: tenant,
      id: id(20),
      locale: 'de',
      title: 'T',
      body: 'Satz. Satz.',
      body_hash: Buffer.alloc(32),
      created_at: at(1),
      published_at: at(1),
    })
    for (const n of [0, 1])
      await insert('claims', {
        tenant_id: tenant,
        id: id(30 + n),
        statement_id: id(20),
        ordinal: n,
        start_offset: 6 * n,
        end_offset: 6 * n + 5,
        text: 'Satz.',
        kind: 'promise',
        modality: 'does',
        quantifier: 'every',
        parameters: '[]',
        measures: [],
      })
  }
  const finding = { tenant_id: id(1), status: 'contradicted' }
  await insert('findings', { ...finding, id: id(40), claim_id: id(30), opened_at: at(2), closed_at: at(3) })
  await insert('findings', { ...finding, id: id(41), claim_id: id(30), opened_at: at(4) })
  await insert('findings', { ...finding, id: id(42), claim_id: id(31), opened_at: at(5), status: 'lapsed' })
  await insert('findings', {
    ...finding,
    tenant_id: id(2),
    id: id(43),
    claim_id: id(30),
    opened_at: at(6),
    status: 'lapsed',
  })
  const evidence = {
    tenant_id: id(1),
    source_system: 'beleg/upload',
    class: 'document',
    observed_from: at(6),
    observed_to: at(6),
    recorded_at: at(6),
    recorded_by: id(10),
    body_hash: Buffer.alloc(32),
  }
  await insert('evidence', { ...evidence, id: id(50), source_id: 'a', state: 'in_review' })
  await insert('evidence', { ...evidence, id: id(51), source_id: 'b', state: 'rejected' })
  const decision = {
    tenant_id: id(1),
    kind: 'exception',
    object_kind: 'claim',
    object_id: id(31),
    reason: 'because',
    requested_by: id(10),
    requested_at: at(7),
    valid_from: at(7),
  }
  await insert('decisions', { ...decision, id: id(60) })
  const before = await rows('select tenant_id, id, claim_id, status, opened_at, closed_at from findings order by id')

  await migrateDatabase({ owner, log: testLog, installLibraries: installJobSchema })

  expect(await rows('select tenant_id, id, claim_id, status, opened_at, closed_at from findings order by id')).toEqual(
    before,
  )
  expect(
    await rows(
      `select number, kind, state, phase, opened_by, closed_at is null as open from cases where tenant_id = '${id(1)}' order by number`,
    ),
  ).toEqual([
    { number: 1, kind: 'finding', state: 'verified', phase: 'verified', opened_by: null, open: false },
    // Both began in the same instant.
    expect.objectContaining({ number: 2, open: true }),
    expect.objectContaining({ number: 3, open: true }),
    { number: 4, kind: 'finding', state: 'raised', phase: 'open', opened_by: null, open: true },
    { number: 5, kind: 'review', state: 'waiting', phase: 'deciding', opened_by: id(10), open: true },
    { number: 6, kind: 'exception', state: 'requested', phase: 'deciding', opened_by: id(10), open: true },
  ])
  expect(await rows('select kind, state from cases where number in (2, 3) order by kind')).toEqual([
    { kind: 'correction', state: 'open' },
    { kind: 'finding', state: 'raised' },
  ])
  expect(await rows(`select number, kind from cases where tenant_id = '${id(2)}'`)).toEqual([
    { number: 1, kind: 'finding' },
  ])
  expect(
    await rows(
      `select c.kind, l.kind as about, l.object_id from case_links l join cases c using (tenant_id)
       where c.id = l.case_id and c.kind in ('review', 'exception', 'correction') order by c.kind, l.kind`,
    ),
  ).toEqual([
    { kind: 'correction', about: 'claim', object_id: id(30) },
    { kind: 'exception', about: 'claim', object_id: id(31) },
    { kind: 'exception', about: 'decision', object_id: id(60) },
    { kind: 'review', about: 'evidence', object_id: id(50) },
  ])
  // Clocks run from when it began; those of what is over stand.
  expect(
    await rows(
      `select k.name, k.started_at, k.stopped_at from case_clocks k where k.case_id = '${id(40)}' order by k.name`,
    ),
  ).toEqual([
    { name: 'plan', started_at: at(2), stopped_at: at(3) },
    { name: 'resolve', started_at: at(2), stopped_at: at(3) },
  ])
})
