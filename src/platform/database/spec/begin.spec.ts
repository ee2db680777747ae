/** What happens when BEGIN fails, although statements travel together with it (docs/decisions/0008). */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { sqlStateOf, type Database } from '../database.ts'
import { newId } from '../id.ts'
import type { TenantTx } from '../transaction.ts'

let world: TestDatabase
let database: Database
let a: string
let b: string

beforeAll(async () => {
  world = await createTestDatabase()
  database = world.database
  a = await world.createTenant()
  b = await world.createTenant()
  await world.owner.query(`
    create table beleg.notes (
      tenant_id uuid not null references beleg.tenants (id), id uuid not null, text text not null,
      primary key (tenant_id, id)
    );
    select beleg.protect_tenant_table('beleg.notes')`)
})
afterAll(() => world.close())

const write = (tx: TenantTx, text: string) =>
  sql`insert into notes (tenant_id, id, text) values (${tx.tenantId}, ${newId()}, ${text})`.execute(tx.db)
/** What is really there, behind the doors. */
const count = async (text: string) =>
  (await world.owner.query<{ n: number }>('select count(*)::int as n from notes where text = $1', [text])).rows[0]?.n

test('a BEGIN that fails lets nothing after it commit', async () => {
  const trap = new pg.Client({ ...world.connection('beleg_owner'), pipeline: true })
  await trap.connect()
  const begun = trap.query('begin isolation level nonsense').catch((error: unknown) => sqlStateOf(error))
  await trap.query('insert into beleg.notes values ($1, $2, $3)', [a, newId(), 'the trap'])
  // The trap itself: without waiting for BEGIN the insert stands.
  expect([await begun, await count('the trap')]).toEqual(['42601', 1])
  await trap.end()

  // What no caller in TypeScript can ask for.
  const failing = { isolation: 'nonsense' as 'serializable' }
  const narrow = world.open({ poolSize: { app: 1, platform: 1 } })
  const own = narrow.withTenant(a, (tx) => write(tx, 'after a failed begin'), failing)
  await expect(own).rejects.toMatchObject({ code: '42601' })
  // Told of the first failure, this one goes on.
  const stubborn = narrow.withTenant(
    a,
    async (tx) => {
      const together = [
        write(tx, 'after a failed begin'),
        sql`select beleg.enqueue_tenant_job('a', '{}', null, 'k', 1)`.execute(tx.db),
        sql`select beleg.set_judging_timer('2026-01-01T00:00:00Z')`.execute(tx.db),
      ]
      const first = await Promise.allSettled(together)
      expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      await write(tx, 'after a failed begin').catch(() => {})
    },
    failing,
  )
  await expect(stubborn).rejects.toMatchObject({ code: '42601' })
  expect(await count('after a failed begin')).toBe(0)
  expect(await narrow.withTenant(b, async () => 'the next one is whole')).toBe('the next one is whole')

  let ran = false
  const platform = narrow.withPlatform(
    'test',
    async () => {
      ran = true
    },
    failing,
  )
  await expect(platform).rejects.toMatchObject({ code: '42601' })
  // This role has rights beyond any tenant, so nothing is sent before BEGIN is known.
  expect(ran).toBe(false)
})

test('a failed BEGIN is reported also when nothing was sent', async () => {
  const empty = database.withTenant(a, async () => 'nothing sent', { isolation: 'nonsense' as 'serializable' })
  await expect(empty).rejects.toMatchObject({ code: '42601' })
})

test('without a tenant the role of tenants can change nothing, whatever it calls', async () => {
  // Statements travel together with BEGIN, which is safe only as long as this holds.
  const { rows: open } = await world.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
       and (has_table_privilege('beleg_app', c.oid, 'insert') or has_table_privilege('beleg_app', c.oid, 'update')
         or has_table_privilege('beleg_app', c.oid, 'delete') or has_table_privilege('beleg_app', c.oid, 'truncate'))
       and not (c.relrowsecurity and (select count(*) from pg_policy p
         where p.polrelid = c.oid and 'beleg_app'::regrole = any (p.polroles)
           and pg_get_expr(p.polwithcheck, p.polrelid) like '%beleg.tenant_id%') = 1)`,
  )
  expect(open).toEqual([])
  const { rows: callable } = await world.owner.query<{ name: string }>(
    `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname like 'beleg%' and p.provolatile = 'v' and p.prorettype <> 'trigger'::regtype
       and has_function_privilege('beleg_app', p.oid, 'execute') and has_schema_privilege('beleg_app', n.oid, 'usage')
     order by 1`,
  )
  // They refuse to work without a tenant, as the spec above shows.
  expect(callable).toEqual([{ name: 'enqueue_tenant_job' }, { name: 'set_judging_timer' }])
})
