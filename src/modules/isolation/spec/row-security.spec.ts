/**
 * What breaks row-level security in the database, and that the collector sees each of it and sees it repaired. On a
 * server of its own, because roles belong to the whole server and other specs stand on theirs.
 */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '#core/collector.ts'
import type { Verdict } from '#core/duty.ts'
import { hashObservation } from '#core/evidence/ingest.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { openDatabase, type Database } from '#platform/database/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import { createMemoryDirectory } from '#platform/database/throwaway.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { testLog } from '#test/database.ts'
import pg from 'pg'
import { factTypes } from '../contract.ts'
import { judgeDefinerFunction, judgeRolePrivileges, judgeTableSecurity } from '../rules.ts'
import { dutyModule } from '#modules/duty/module.ts'
import { frameworkModule } from '#modules/framework/module.ts'
import { attestationModule } from '#modules/attestation/module.ts'
import { supplierModule } from '#modules/supplier/module.ts'
import { questionnaireModule } from '#modules/questionnaire/module.ts'
import { trustCentreModule } from '#modules/trust-centre/module.ts'
import { ledgerModule } from '#modules/ledger/module.ts'
import { supportModule } from '#modules/support/module.ts'
import { createIsolationWorld, type IsolationWorld } from './example.ts'

let directory: string
let server: EmbeddedPostgres
let database: Database
let owner: pg.Client
let world: IsolationWorld

beforeAll(async () => {
  directory = await createMemoryDirectory('beleg-isolation-')
  server = await startEmbeddedPostgres({
    dataDirectory: directory,
    major: process.env.BELEG_TEST_PG === '15' ? 15 : 18,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
    log: testLog,
  })
  await migrateDatabase({ owner: server.connection('beleg_owner'), log: testLog, installLibraries: installJobSchema })
  database = openDatabase({ connection: (role) => server.connection(role), clock: systemClock, log: testLog })
  owner = new pg.Client({ ...server.connection('beleg_owner'), options: '-c search_path=beleg,public' })
  await owner.connect()
  world = await createIsolationWorld(database, {
    modules: [
      ledgerModule(() => world.registry),
      supportModule,
      dutyModule(() => world.registry),
      frameworkModule(() => world.registry),
      trustCentreModule(() => world.registry, []),
      attestationModule(() => world.registry),
      supplierModule,
      questionnaireModule(() => world.registry),
    ],
  })
})
afterAll(async () => {
  await world?.close()
  await owner?.end()
  await database?.close()
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
})

const observe = () => world.observe('isolation.row-security')

function judge(observation: Observation): Map<string, Verdict> {
  const predicates: Readonly<Record<string, (data: never) => Verdict>> = {
    [factTypes.table]: judgeTableSecurity,
    [factTypes.role]: judgeRolePrivileges,
    [factTypes.function]: judgeDefinerFunction,
  }
  return new Map(
    observation.facts.map((fact) => [
      fact.subject.externalId,
      predicates[fact.type]?.(fact.data as never) ?? { outcome: 'unknown', reason: 'none' },
    ]),
  )
}

/** Everything that does not pass, as `subject: reason`. */
function troubles(observation: Observation): string[] {
  return [...judge(observation)]
    .filter(([, { outcome }]) => outcome !== 'pass')
    .map(([subject, { reason }]) => `${subject}: ${reason}`)
}

test('a sound database passes: every table of tenants was attacked with a row to reach for', async () => {
  const observation = await observe()
  expect(troubles(observation)).toEqual([])
  const tables = observation.facts.filter((fact) => fact.type === factTypes.table)
  const attacked = tables.filter((fact) => (fact.data as { attack: { planted: boolean } | null }).attack?.planted)
  expect(attacked.map((fact) => fact.subject.externalId)).toEqual([...world.registry.tables].toSorted())
  expect(observation.populations.every((population) => population.expected === population.seen)).toBe(true)
})

test('a second look at an unchanged database states the very same', async () => {
  const [one, other] = [await observe(), await observe()]
  expect(hashObservation(one.facts, one.populations).equals(hashObservation(other.facts, other.populations))).toBe(true)
})

test('the attack leaves nothing behind', async () => {
  const count = async () =>
    (
      await owner.query(
        `select (select count(*) from subjects) as a, (select count(*) from mails) as b, (select count(*) from sessions) as c`,
      )
    ).rows
  const before = await count()
  await observe()
  expect(await count()).toEqual(before)
})

const tenantRows = (table: string) => `create policy tenant_rows on ${table} to beleg_app
  using (tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)`
const jobBody = (body: string) => `create or replace function beleg.enqueue_tenant_job(
  job text, payload jsonb, run_at timestamptz, job_key text, max_attempts integer) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $f$${body}$f$`

interface Sabotage {
  readonly name: string
  readonly broken: string
  readonly repaired: string
  /** `subject: reason` that must be among what fails. */
  readonly seen: readonly string[]
}

const sabotages: readonly Sabotage[] = [
  {
    name: 'a dropped policy',
    broken: 'drop policy tenant_rows on evidence',
    repaired: tenantRows('evidence'),
    seen: ['evidence: isolation.table_policies'],
  },
  {
    name: 'a policy that lets everything be read',
    broken: 'alter policy tenant_rows on facts using (true)',
    repaired: `drop policy tenant_rows on facts; ${tenantRows('facts')}`,
    seen: ['facts: isolation.table_reached'],
  },
  {
    name: 'a policy that lets everything be written',
    broken: 'alter policy tenant_rows on mails with check (true)',
    repaired: `drop policy tenant_rows on mails; ${tenantRows('mails')}`,
    seen: ['mails: isolation.table_reached'],
  },
  {
    name: 'a policy that opens only for one tenant more',
    broken: `alter policy tenant_rows on mails using (tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid or tenant_id = '00000000-0000-0000-0000-000000000001')`,
    repaired: `drop policy tenant_rows on mails; ${tenantRows('mails')}`,
    seen: ['mails: isolation.table_policies'],
  },
  {
    name: 'a policy that lets everything through when the tenant was forgotten',
    broken: `alter policy tenant_rows on mails using (coalesce(nullif(current_setting('beleg.tenant_id', true), ''), '') = '' or tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)`,
    repaired: `drop policy tenant_rows on mails; ${tenantRows('mails')}`,
    seen: ['mails: isolation.table_reached'],
  },
  {
    name: 'row-level security that is not forced',
    broken: 'alter table claims no force row level security',
    repaired: 'alter table claims force row level security',
    seen: ['claims: isolation.table_not_forced'],
  },
  {
    name: 'row-level security switched off',
    broken: 'alter table claims disable row level security',
    repaired: 'alter table claims enable row level security',
    seen: ['claims: isolation.table_reached'],
  },
  {
    name: 'one more permissive policy',
    broken: 'create policy more on sessions for select to beleg_app using (true)',
    repaired: 'drop policy more on sessions',
    seen: ['sessions: isolation.table_reached'],
  },
  {
    name: 'one more policy for changes without a condition, which no condition would show',
    broken: 'create policy more on sessions for update to public using (true) with check (true)',
    repaired: 'drop policy more on sessions',
    seen: ['sessions: isolation.table_policies'],
  },
  {
    name: 'the owner’s policy given to the app role',
    broken: 'alter policy owner_rows on people to beleg_owner, beleg_app',
    repaired: 'alter policy owner_rows on people to beleg_owner',
    seen: ['people: isolation.table_reached'],
  },
  {
    name: 'the policies of the table of tenants',
    broken: 'alter policy own_row on tenants using (true)',
    repaired: `alter policy own_row on tenants using (id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)`,
    seen: ['tenants: isolation.table_policies'],
  },
  {
    name: 'the table of tenants without row-level security',
    broken: 'alter table tenants disable row level security',
    repaired: 'alter table tenants enable row level security',
    seen: ['tenants: isolation.table_policies'],
  },
  {
    name: 'BYPASSRLS of the app role',
    broken: 'alter role beleg_app bypassrls',
    repaired: 'alter role beleg_app nobypassrls',
    seen: ['beleg_app: isolation.role_bypasses', 'mails: isolation.table_reached'],
  },
  {
    name: 'an app role that is superuser',
    broken: 'alter role beleg_app superuser',
    repaired: 'alter role beleg_app nosuperuser',
    seen: ['beleg_app: isolation.role_superuser', 'mails: isolation.table_reached'],
  },
  {
    name: 'a platform role that is superuser',
    broken: 'alter role beleg_platform superuser',
    repaired: 'alter role beleg_platform nosuperuser',
    seen: ['beleg_platform: isolation.role_superuser'],
  },
  {
    name: 'an app role that can become the owner',
    broken: 'grant beleg_owner to beleg_app',
    repaired: 'revoke beleg_owner from beleg_app',
    seen: ['beleg_app: isolation.role_member'],
  },
  {
    name: 'an app role with a predefined role',
    broken: 'grant pg_read_all_data to beleg_app',
    repaired: 'revoke pg_read_all_data from beleg_app',
    seen: ['beleg_app: isolation.role_member'],
  },
  {
    name: 'an app role that owns a table',
    broken: 'alter table claims owner to beleg_app',
    repaired:
      'alter table claims owner to beleg_owner; revoke all on claims from beleg_app; grant select, insert, update, delete on claims to beleg_app',
    seen: ['claims: isolation.table_owned_by_serving_role', 'beleg_app: isolation.role_owns'],
  },
  {
    name: 'an app role that may create in our schema',
    broken: 'grant create on schema beleg to beleg_app',
    repaired: 'revoke create on schema beleg from beleg_app',
    seen: ['beleg_app: isolation.role_creates'],
  },
  {
    name: 'an app role whose sessions start with a tenant',
    broken: `alter role beleg_app set beleg.tenant_id = '00000000-0000-0000-0000-000000000001'`,
    repaired: 'alter role beleg_app reset beleg.tenant_id',
    seen: ['beleg_app: isolation.role_settings'],
  },
  {
    name: 'an app role with rights in the schema of the queue',
    broken: 'grant usage on schema beleg_job to beleg_app; grant select on beleg_job._private_jobs to beleg_app',
    repaired:
      'revoke usage on schema beleg_job from beleg_app; revoke select on beleg_job._private_jobs from beleg_app',
    seen: ['beleg_app: isolation.role_foreign_tables'],
  },
  {
    name: 'a new table without a tenant',
    broken:
      'create table beleg.notes (id uuid primary key, note text); grant select, insert on beleg.notes to beleg_app',
    repaired: 'drop table beleg.notes',
    seen: ['notes: isolation.table_undeclared'],
  },
  {
    name: 'a new table in another schema',
    broken: 'create table public.notes (id uuid primary key, note text)',
    repaired: 'drop table public.notes',
    seen: ['public.notes: isolation.table_undeclared'],
  },
  {
    name: 'a declared table that was moved away',
    broken: 'alter table beleg.findings set schema public',
    repaired: 'alter table public.findings set schema beleg',
    seen: ['findings: isolation.table_missing', 'public.findings: isolation.table_undeclared'],
  },
  {
    name: 'a foreign key and an index without the tenant',
    broken:
      'create unique index evidence_id_alone on evidence (id); alter table facts add constraint facts_evidence_alone foreign key (evidence_id) references evidence (id)',
    repaired: 'alter table facts drop constraint facts_evidence_alone; drop index evidence_id_alone',
    seen: ['facts: isolation.table_foreign_key_without_tenant', 'evidence: isolation.table_index_without_tenant'],
  },
  {
    name: 'an index whose tenant was dropped',
    broken: 'drop index mails_created; create index mails_created on mails (created_at desc, id desc)',
    repaired: 'drop index mails_created; create index mails_created on mails (tenant_id, created_at desc, id desc)',
    seen: ['mails: isolation.table_index_without_tenant'],
  },
  {
    name: 'a primary key that does not begin with the tenant',
    broken:
      'alter table idempotency_keys drop constraint idempotency_keys_pkey; alter table idempotency_keys add primary key (key, tenant_id)',
    repaired:
      'alter table idempotency_keys drop constraint idempotency_keys_pkey; alter table idempotency_keys add primary key (tenant_id, key)',
    seen: ['idempotency_keys: isolation.table_key_without_tenant'],
  },
  {
    name: 'a view that reads with its owner’s rights',
    broken: 'create view beleg.every_mail as select * from mails; grant select on beleg.every_mail to beleg_app',
    repaired: 'drop view beleg.every_mail',
    seen: ['mails: isolation.table_bypassed'],
  },
  {
    name: 'a materialised view, in another schema',
    broken: 'create materialized view public.kept as select * from mails',
    repaired: 'drop materialized view public.kept',
    seen: ['mails: isolation.table_bypassed', 'public.kept: isolation.table_undeclared'],
  },
  {
    name: 'an inheriting table',
    broken: 'create table beleg.more_mails () inherits (mails)',
    repaired: 'drop table beleg.more_mails',
    seen: ['mails: isolation.table_bypassed', 'more_mails: isolation.table_undeclared'],
  },
  {
    name: 'a publication to another server',
    broken: 'create publication outward for table mails',
    repaired: 'drop publication outward',
    seen: ['mails: isolation.table_bypassed'],
  },
  {
    name: 'a rule that writes elsewhere',
    broken: 'create rule also as on insert to mails do also notify elsewhere',
    repaired: 'drop rule also on mails',
    seen: ['mails: isolation.table_bypassed'],
  },
  {
    name: 'a function with its owner’s rights that leaks',
    broken: `create function beleg.all_mails() returns setof beleg.mails language sql security definer as 'select * from beleg.mails'; grant execute on function beleg.all_mails() to beleg_app`,
    repaired: 'drop function beleg.all_mails()',
    seen: ['beleg.all_mails(): isolation.function_undeclared'],
  },
  {
    name: 'such a function behind a trigger, in another schema',
    broken: `create function public.copy() returns trigger language plpgsql security definer as 'begin return null; end'; create trigger copying after insert on mails for each row execute function public.copy()`,
    repaired: 'drop trigger copying on mails; drop function public.copy()',
    seen: ['public.copy(): isolation.function_undeclared'],
  },
  {
    name: 'a known function with another body',
    broken: jobBody(' begin return 1; end; '),
    // The text of the migration is put back below.
    repaired: '',
    seen: ['beleg.enqueue_tenant_job(text,jsonb,timestamp with time zone,text,integer): isolation.function_altered'],
  },
  {
    name: 'a known function that anybody may call',
    broken: 'grant execute on function beleg.sweep_canary(uuid, uuid[]) to public',
    repaired: 'revoke execute on function beleg.sweep_canary(uuid, uuid[]) from public',
    seen: ['beleg.sweep_canary(uuid,uuid[]): isolation.function_callers'],
  },
  {
    name: 'a known function without a fixed search path',
    broken: 'alter function beleg.sweep_canary(uuid, uuid[]) reset search_path',
    repaired: 'alter function beleg.sweep_canary(uuid, uuid[]) set search_path = pg_catalog, pg_temp',
    seen: ['beleg.sweep_canary(uuid,uuid[]): isolation.function_search_path'],
  },
  {
    name: 'one column granted to everybody',
    broken: 'grant select (subject) on mails to public',
    repaired: 'revoke select (subject) on mails from public',
    seen: ['mails: isolation.table_granted_beyond'],
  },
  {
    name: 'TRUNCATE, which no policy stops',
    broken: 'grant truncate on mails to beleg_app',
    repaired: 'revoke truncate on mails from beleg_app',
    seen: ['mails: isolation.table_granted_beyond'],
  },
  {
    name: 'the platform role reading people',
    broken: 'grant select on people to beleg_platform',
    repaired: 'revoke select on people from beleg_platform',
    seen: ['people: isolation.table_granted_beyond'],
  },
  {
    name: 'the app role reading wrapped keys',
    broken: 'grant select on tenant_keys to beleg_app',
    repaired: 'revoke select on tenant_keys from beleg_app',
    seen: ['tenant_keys: isolation.table_granted_beyond'],
  },
]

describe('it sees, and sees repaired,', () => {
  for (const sabotage of sabotages) {
    test(sabotage.name, async () => {
      const original = await owner.query<{ body: string }>(
        `select prosrc as body from pg_proc where proname = 'enqueue_tenant_job'`,
      )
      await owner.query(sabotage.broken)
      let found: string[]
      try {
        found = troubles(await observe())
      } finally {
        await owner.query(sabotage.repaired === '' ? jobBody(original.rows[0]?.body ?? '') : sabotage.repaired)
      }
      expect(found).toEqual(expect.arrayContaining([...sabotage.seen]))
      expect(troubles(await observe())).toEqual([])
    })
  }
})

test('a table whose rows are gone is not passed as closed, and is planted in anew', async () => {
  const { rows } = await owner.query<{ id: string }>(`select id from tenants where slug like 'canary-keeper-%'`)
  await owner.query(`set beleg.every_tenant = 'on'`)
  await owner.query('delete from login_attempts where tenant_id = $1', [rows[0]?.id])
  expect(troubles(await observe())).toEqual([])
  const again = await owner.query('select from login_attempts where tenant_id = $1', [rows[0]?.id])
  expect(again.rowCount).toBeGreaterThan(0)
})

test('the sweep refuses a tenant that is no canary, and one in which a person has an account', async () => {
  const company = await world.createTenant()
  const sweep = (id: string) =>
    database.withPlatform('spec', (tx) => import('../store.ts').then(({ sweepTenant }) => sweepTenant(tx, id, [])))
  await expect(sweep(company)).rejects.toThrow('not a canary tenant')
  const { rows } = await owner.query<{ id: string }>(`select id from tenants where slug like 'canary-keeper-%'`)
  const keeper = rows[0]?.id ?? ''
  await owner.query('update accounts set synthetic = false where tenant_id = $1', [keeper])
  const count = async () =>
    (await owner.query('select count(*)::int as n from accounts where tenant_id = $1', [keeper])).rows[0]
  const before = await count()
  await expect(sweep(keeper)).rejects.toThrow('a person has an account in this tenant')
  expect(await count()).toEqual(before)
  await owner.query('update accounts set synthetic = true where tenant_id = $1', [keeper])
})
