/** An upgrade keeps what was judged: a database of the schema before the past could be asked for, filled, then migrated. */
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readMembers } from '#core/population.ts'
import { readRecord } from '#core/judging/store.ts'
import { readTimeline } from '#core/judging/timeline.ts'
import { createFakeClock } from '#platform/clock/clock.ts'
import { openDatabase, type Database } from '#platform/database/database.ts'
import { migrateDatabase, migrationsDirectory } from '#platform/database/migrate.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { testLog } from '#test/database.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const name = `beleg_upgrade_${randomBytes(6).toString('hex')}`
const server = inject('testServer')
const lastBefore = 16
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const tenant = id(1)
const claim = id(3)
const begin = Date.parse('2026-03-02T08:00:00Z')
const at = (hours: number) => new Date(begin + hours * 3_600_000)

let owner: pg.Client
let database: Database
let directory: string
let judgedBefore: unknown[]

const judged = 'claim_id, from_at, to_at, status, duties, observed_at, judged_at, next_at, rule_version'

beforeAll(async () => {
  const admin = new pg.Client({ ...server.roles.beleg_owner })
  await admin.connect()
  await admin.query(`create database ${name} encoding 'UTF8' template template0`)
  await admin.end()
  directory = await mkdtemp(join(tmpdir(), 'beleg-migrations-'))
  for (const file of await readdir(migrationsDirectory))
    if (Number(file.slice(0, 4)) <= lastBefore) await cp(join(migrationsDirectory, file), join(directory, file))
  const config = { ...server.roles.beleg_owner, database: name }
  await migrateDatabase({ owner: config, log: testLog, directory, installLibraries: installJobSchema })
  owner = new pg.Client({ ...config, options: '-c search_path=beleg,public' })
  await owner.connect()
  await owner.query(`set beleg.every_tenant = 'on'`)
  await fill()
  judgedBefore = (await owner.query(`select ${judged} from judgements order by from_at`)).rows
  await migrateDatabase({ owner: config, log: testLog, installLibraries: installJobSchema })
  database = openDatabase({
    log: testLog,
    clock: createFakeClock(at(10)),
    connection: (role) => ({ ...server.roles[role], database: name }),
  })
}, 120_000)

afterAll(async () => {
  await database?.close()
  await owner?.end()
  await rm(directory, { recursive: true, force: true })
  const admin = new pg.Client({ ...server.roles.beleg_owner })
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.end()
})

/** A sentence that was broken for two hours, evidence each hour until a silence from the third hour to the eighth. */
async function fill(): Promise<void> {
  const run = (sql: string, values: unknown[]) => owner.query(sql, values)
  await run(
    `insert into tenants (id, kind, slug, name, created_at, state) values ($1, 'platform', 'p', 'P', $2, 'active')`,
    [tenant, at(0)],
  )
  await run(
    `insert into statements (tenant_id, id, locale, title, body, body_hash, created_at, published_at)
     values ($1, $2, 'en', 'S', 'All is on.', '\\x00', $3, $3)`,
    [tenant, id(2), at(0)],
  )
  await run(
    `insert into claims (tenant_id, id, statement_id, ordinal, start_offset, end_offset, text, kind, modality, quantifier,
       parameters, measures)
     values ($1, $2, $3, 0, 0, 10, 'All is on.', 'promise', 'does', 'every', '[]', '{thing.on}')`,
    [tenant, claim, id(2)],
  )
  await run(
    `insert into subjects (tenant_id, id, kind, source, external_id, created_at) values ($1, $2, 'thing', 'beleg/w', 'a', $3)`,
    [tenant, id(4), at(0)],
  )
  for (const hours of [0, 1, 2, 8]) {
    await run(
      `insert into evidence (tenant_id, id, source_system, source_id, collector, class, observed_from, observed_to,
         recorded_at, state, accepted_at, body_hash)
       values ($1, $2, 'beleg/w', $3, 'w', 'machine', $4, $4, $4, 'accepted', $4, '\\x00')`,
      [tenant, id(100 + hours), String(hours), at(hours)],
    )
    await run(
      `insert into facts (tenant_id, evidence_id, ordinal, subject_id, type, data) values ($1, $2, 0, $3, 'thing.switch', $4)`,
      [tenant, id(100 + hours), id(4), { on: hours !== 0 }],
    )
    await run(
      `insert into population_counts (tenant_id, evidence_id, fact_type, expected, seen, reconciled_against)
       values ($1, $2, 'thing.switch', 1, 1, 'list')`,
      [tenant, id(100 + hours)],
    )
  }
  await run(
    `insert into memberships (tenant_id, fact_type, source, subject_id, joined_at) values ($1, 'thing.switch', 'beleg/w', $2, $3)`,
    [tenant, id(4), at(0)],
  )
  await run(
    `insert into heartbeats (tenant_id, collector, evidence_id, confirmed_at, attempted_at, silent_after_ms)
     values ($1, 'w', $2, $3, $3, 60000)`,
    [tenant, id(108), at(8.5)],
  )
  for (const [from, to, status] of [
    [0, 2, 'contradicted'],
    [2, 3, 'proven'],
    [3, 8, 'lapsed'],
    [8, null, 'proven'],
  ] as const)
    await run(
      `insert into judgements (tenant_id, claim_id, from_at, to_at, status, duties, observed_at, judged_at, next_at, rule_version)
       values ($1, $2, $3, $4, $5, $6, $3, $3, $7, '1')`,
      [
        tenant,
        claim,
        at(from),
        to === null ? null : at(to),
        status,
        { reason: { code: 'thing.on' }, duties: [] },
        to === null ? at(9) : null,
      ],
    )
}

test('every judgement is still there, as it was', async () => {
  const { rows } = await owner.query(`select ${judged} from judgements order by from_at`)
  expect(rows).toEqual(judgedBefore)
  expect(rows).toHaveLength(4)
})

test('the past reads the same, as known then and as known today', async () => {
  const record = await database.withTenant(tenant, (tx) => readRecord(tx, [claim], { from: at(0), to: at(10) }))
  for (const known of ['then', 'today'] as const)
    expect(readTimeline(record.get(claim) ?? [], known).map((p) => [p.status, p.fromAt, p.toAt])).toEqual([
      ['contradicted', at(0), at(2)],
      ['proven', at(2), at(3)],
      ['lapsed', at(3), at(8)],
      ['proven', at(8), null],
    ])
})

test('members, facts and counts have their place in time', async () => {
  const members = await database.withTenant(tenant, (tx) => readMembers(tx, 'thing.switch', at(5), at(5)))
  expect(members).toEqual([{ subjectId: id(4), joinedAt: at(0), leftAt: null }])
  const { rows } = await owner.query('select class, observed_at, in_doubt from facts order by observed_at')
  expect(rows).toEqual([0, 1, 2, 8].map((hours) => ({ class: 'machine', observed_at: at(hours), in_doubt: false })))
  const counts = await owner.query('select source, observed_at from population_counts order by observed_at')
  expect(counts.rows).toEqual([0, 1, 2, 8].map((hours) => ({ source: 'beleg/w', observed_at: at(hours) })))
})

test('silence of the past is known by its gap, and the tenant is judged anew at once', async () => {
  const { rows } = await owner.query('select from_at, to_at from observation_spans order by from_at')
  expect(rows).toEqual([
    { from_at: at(0), to_at: at(1) },
    { from_at: at(1), to_at: at(2) },
    { from_at: at(2), to_at: at(2) },
    { from_at: at(8), to_at: at(8.5) },
  ])
  const timers = await owner.query('select tenant_id, due_at from judging_timers')
  expect(timers.rows).toEqual([{ tenant_id: tenant, due_at: at(8) }])
})
